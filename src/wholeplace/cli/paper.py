"""`wholeplace paper`: board papers, packs, reports and notes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wholeplace.cli.common import AsJson, print_json, print_table, progress_bar, say

if TYPE_CHECKING:
    from wholeplace.boards.model import Paper

app = typer.Typer(no_args_is_help=True)


@app.command("read")
def read(
    file: Annotated[Path, typer.Argument(help="A pack, report or note: text, PDF, Word, or Modern.gov's XML.")],
    json: AsJson = False,
) -> None:
    """Read an old board paper: meeting, members, attendance, agenda, reports, decisions, actions, and what is left.

    For example: wholeplace paper read pack.pdf, or wholeplace paper read minutes.docx --json.
    """
    from wholeplace.boards.reading.files import read_paper

    with progress_bar("Reading") as progress:
        paper = read_paper(file, progress)
    if json:
        from wholeplace.boards.jsonable import as_json

        print_json(as_json(paper))
    else:
        _show(paper)


def _show(paper: Paper) -> None:
    from wholeplace.boards import summary

    say(summary.headline(paper))
    if paper.meeting.next_meeting:
        say(f"Next meeting: {paper.meeting.next_meeting}")
    tables = (
        ("Membership", summary.MEMBERSHIP, summary.membership_rows(paper), range(1, 5)),
        ("Attendance", summary.ATTENDANCE, summary.attendance_rows(paper), range(1, 7)),
        ("Agenda", summary.AGENDA, summary.agenda_rows(paper), ()),
        ("Reports", summary.REPORTS, summary.report_rows(paper), range(2, 4)),
    )
    for title, header, rows, right in tables:
        if rows:
            say(f"\n{title}")
            print_table(header, rows, right=tuple(right))
    lines = summary.note_lines(paper)
    if lines:
        say("\nDecisions")
        for line in lines:
            say(f"  {line}")
    actions = summary.action_rows(paper)
    if actions:
        say("\nActions, by who is to act")
        print_table(summary.ACTIONS, actions)
    if paper.unread:
        say(f"\nNot read, or to be looked at: {len(paper.unread)}")
        print_table(summary.UNREAD, summary.unread_rows(paper))
    else:
        say("\nEverything in the file was taken up.")
