"""A paper that was read, in lines that a person can check beside the file."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from wholeplace.boards.model import STATUSES, AgendaItem
from wholeplace.boards.reading.flow import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wholeplace.boards.model import Action, Group, Meeting, NoteItem, Paper
    from wholeplace.boards.report import Report

Row = tuple[str, ...]
MEMBERSHIP = ("Group", "Printed", "Members", "Observers", "Substitutes", "The printed number counts")
ATTENDANCE = ("Meeting", *(s.capitalize() for s in STATUSES))
AGENDA = ("Item", "Title", "Pages", "")
REPORTS = ("Item", "Report", "Paragraphs", "Tables", "Appendices", "Contact")
ACTIONS = ("Owner", "Item", "Action", "Due")
UNREAD = ("Where", "What", "Why")


def headline(paper: Paper) -> str:
    """What kind of paper it is and of which meeting, in a line."""
    parts = [paper.meeting.title or "no meeting is named", *when_and_where(paper.meeting)]
    return f"{paper.kind.capitalize()}: {', '.join(parts)}"


def when_and_where(meeting: Meeting) -> list[str]:
    """Date, time and place in words, those that are known."""
    date = f"{meeting.date:%A} {meeting.date.day} {meeting.date:%B %Y}" if meeting.date else ""
    return [part for part in (date, meeting.time, meeting.place) if part]


def membership_rows(paper: Paper) -> list[Row]:
    """A row a group, with its printed count and what that number counts."""
    return [
        (
            group.name or "(no group)", "" if group.stated is None else str(group.stated), str(len(group.full_members)),
            str(len(group.observers)), str(len(group.substitutes)), _posts(group),
        )
        for group in paper.groups
    ]  # fmt: skip


def _posts(group: Group) -> str:
    posts = [f"{p.name}, {p.role}" for p in group.members if p.role not in {"member", "observer", "substitute", ""}]
    words = group.counts if group.stated is not None else ""
    return "; ".join([*([words] if words else []), *posts])


def attendance_rows(paper: Paper) -> list[Row]:
    """A row a meeting with how many of each status."""
    counts: dict[str, Counter[str]] = {}
    for one in paper.attendance:
        name = one.date.isoformat() if one.date else one.meeting or "this meeting"
        counts.setdefault(name, Counter())[one.status] += 1
    return [(name, *(str(found[s]) for s in STATUSES)) for name, found in counts.items()]


def agenda_rows(paper: Paper) -> list[Row]:
    """A row an item, those beneath another set in."""
    return [row for item in paper.agenda for row in _agenda_rows(item, 0)]


def _agenda_rows(item: AgendaItem, depth: int) -> Iterator[Row]:
    pages = f"{item.page_from} to {item.page_to}" if item.page_from is not None else item.pages_text or "no pages"
    if item.page_from is not None and item.page_from == item.page_to:
        pages = str(item.page_from)
    yield ("  " * depth + item.number, item.title, pages, "restricted" if item.restricted else "")
    for beneath in item.items:
        yield from _agenda_rows(beneath, depth + 1)


def report_rows(paper: Paper) -> list[Row]:
    """A row a report: its numbered paragraphs, tables, appendices and whom to ask."""
    return [
        (
            report.item or "-", report.title, str(len(report.numbered)), str(sum(1 for _ in report.tables())),
            _appendices(report), "; ".join(c.name for c in report.contacts),
        )
        for report in paper.reports
    ]  # fmt: skip


def _appendices(report: Report) -> str:
    return "; ".join(
        f"{a.label or 'attached'} ({counted(len(a.paragraphs), 'paragraph')}, {counted(len(a.tables), 'table')})"
        for a in report.appendices
    )


def note_lines(paper: Paper) -> list[str]:
    """Each item of each note with its decisions in full."""
    lines = []
    for note in paper.notes:
        for item in note.items:
            lines.append(f"{item.number} {item.title}".strip())
            for decision in item.decisions:
                points = "".join(f"\n      {n}. {p}" for n, p in enumerate(decision.points, 1))
                lines.append(f"    Decided: {decision.text}{points}")
    return lines


def action_rows(paper: Paper) -> list[Row]:
    """A row an owner and action, owners in the order of the alphabet; an action without owner comes last."""
    rows = [row for item, action in paper.actions() for row in _action_rows(item, action)]
    return sorted(rows, key=lambda r: (r[0].startswith("("), r[0].lower()))


def _action_rows(item: NoteItem, action: Action) -> list[Row]:
    owners = action.owners or ("(nobody is named)",)
    suffix = " (by its words)" if action.owned == "text" else ""
    return [(f"{owner}{suffix}", item.number, action.text, action.due) for owner in owners]


def unread_rows(paper: Paper) -> list[Row]:
    """A row for everything that could not be taken up."""
    return [(str(u.where) or "-", u.what, u.why) for u in paper.unread]
