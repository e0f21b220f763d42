"""A whole paper from a flow of lines: which parts it has, each read by its own rules, and what belongs to none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from wholeplace.boards.model import (
    NOTE,
    OTHER,
    PACK,
    REPORT,
    AgendaItem,
    Meeting,
    Note,
    Paper,
    Unread,
)
from wholeplace.boards.reading import agenda
from wholeplace.boards.reading.dates import find_date
from wholeplace.boards.reading.fields import field_of
from wholeplace.boards.reading.flow import Flow, Line, counted, shortened
from wholeplace.boards.reading.front import read_report
from wholeplace.boards.reading.furniture import RESTRICTED_MARK, without_furniture, without_running
from wholeplace.boards.reading.meeting import read_meeting
from wholeplace.boards.reading.note import is_note, read_note
from wholeplace.boards.reading.pack_notes import NOTE_ITEM, notes_within, without_notes
from wholeplace.boards.reading.pages import untiled
from wholeplace.boards.reading.people import read_people
from wholeplace.boards.reading.reports import find_reports

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wholeplace.boards.report import Report

_HEAD = 60
_MOST_AGENDAS = 12


@dataclass
class _Parts:
    """Line ranges that a rule has taken up."""

    taken: list[tuple[int, int]] = field(default_factory=list)

    def take(self, start: int, end: int) -> None:
        self.taken.append((start, end))

    def left(self, total: int) -> list[tuple[int, int]]:
        """The ranges that nothing took up."""
        result = []
        at = 0
        for start, end in sorted(self.taken):
            if start > at:
                result.append((at, start))
            at = max(at, end)
        return [*result, (at, total)] if at < total else result


def assemble(flow: Flow, file: str, sha256: str) -> Paper:
    """Everything that the rules can tell of a file."""
    flow = without_furniture(flow)
    lines = flow.lines
    unread = list(flow.unread)
    found_agenda = _agenda(lines)
    meeting, odd = _meeting(lines, found_agenda)
    unread += odd
    if found_agenda is None and is_note(lines) and not _has_front(lines):
        return _note_paper(flow, file, sha256, meeting, unread)
    return _pack(flow, file, sha256, meeting, found_agenda, unread)


def _meeting(lines: Sequence[Line], found: tuple[int, agenda.Agenda] | None) -> tuple[Meeting, list[Unread]]:
    """The meeting, by the head of the file, and by the agenda's own head for what the first lacks."""
    head = next((i for i, line in enumerate(lines) if field_of(line) and field_of(line) == ("purpose", "")), len(lines))
    first = max(1, min(head, found[0] + 8 if found else _HEAD * 3, _HEAD * 3))
    meeting, unread = read_meeting(lines[:first])
    if found:
        near, _ = read_meeting(lines[max(0, found[0] - 6) : found[0] + 8])
        for name in ("title", "body", "date", "date_text", "time", "time_text", "place"):
            if not getattr(meeting, name):
                meeting = replace(meeting, **{name: getattr(near, name)})
        meeting = replace(meeting, next_meeting=found[1].next_text, next_date=found[1].next_date)
    return meeting, unread


def _agenda(lines: Sequence[Line]) -> tuple[int, agenda.Agenda] | None:
    """The agenda with the most items, by headings *Agenda* and heads of tables *Item, Page*."""
    stop = next((i for i, line in enumerate(lines) if field_of(line) and field_of(line) == ("purpose", "")), len(lines))
    starts = [i for i, line in enumerate(lines[:stop]) if agenda.HEADING.match(line.text) or _is_agenda_table(line)]
    best: tuple[int, agenda.Agenda] | None = None
    for start in starts[:_MOST_AGENDAS]:
        found = agenda.read_agenda(lines, start, stop)
        if found.count >= 2 and (best is None or found.count >= best[1].count):
            best = (start, found)
    if best is None:
        return None
    heads = [s for s in starts if best[0] - 10 <= s < best[0] and agenda.HEADING.match(lines[s].text)]
    return (heads[-1], best[1]) if heads else best


def _is_agenda_table(line: Line) -> bool:
    """Whether a row heads an agenda's table: Item and Page and their like, and nothing of a note's."""
    if len(line.filled) < 2 or not agenda.HEADER.match(line.text):
        return False
    words = line.text.lower()
    return any(w in words for w in ("page", "title", "item")) and not any(w in words for w in ("action", "decision"))


def _has_front(lines: Sequence[Line]) -> bool:
    return any(found and found[0] == "purpose" for found in map(field_of, lines))


def _note_paper(flow: Flow, file: str, sha256: str, meeting: Meeting, unread: list[Unread]) -> Paper:
    lines = without_running(flow.lines, meeting)
    ahead = next((f for line in lines if (f := agenda.NEXT_MEETING.match(line.text)) and f["rest"]), None)
    if ahead:
        found = find_date(ahead["rest"])
        meeting = replace(meeting, next_meeting=ahead["rest"].strip(), next_date=found[0] if found else None)
    note, odd = read_note(lines, meeting)
    return Paper(
        NOTE, file, sha256, meeting, attendance=note.attendance, notes=(note,), unread=(*unread, *odd), pages=flow.pages
    )


def _pack(
    flow: Flow, file: str, sha256: str, meeting: Meeting, found: tuple[int, agenda.Agenda] | None, unread: list[Unread]
) -> Paper:
    lines = list(flow.lines)
    parts = _Parts()
    items: list[AgendaItem] = []
    body_from = 0
    if found:
        start, listed = found
        items, body_from = listed.items, listed.end
        parts.take(start, listed.end)
        unread += [*listed.unread, *untiled(items)]
        kept = without_running(lines[body_from:], meeting)
        lines = [*lines[:body_from], *kept]
    spans = find_reports(lines, body_from, [i for top in items for i in top.walk()])
    spans = without_notes(spans, lines)
    first = spans[0].start if spans else len(lines)
    groups, grid, used = read_people(lines, first, meeting, [s for s, _ in parts.taken], unread)
    parts.taken += used
    reports = []
    for number, span in enumerate(spans, 1):
        again = sum(s.item == span.item for s in spans[: number - 1]) if span.item else 0
        report, odd = read_report(lines, span, number if found or len(spans) > 1 else 0, again)
        reports.append(_labelled(report, items, unread))
        unread += odd
        parts.take(span.start, span.end)
    stretches = [(a, b) for a, b in parts.left(len(lines)) if a >= body_from]
    notes, used = notes_within(lines, stretches, items, unread)
    parts.taken += used
    _leftovers(lines, parts, unread, body_from if found else 0)
    kind = PACK if found or len(reports) > 1 else REPORT if reports else OTHER
    if found and reports:
        _without_report(items, reports, notes, unread)
    if kind == REPORT and not meeting.title and not meeting.date:
        meeting = Meeting()
    if kind == OTHER:
        unread.append(
            Unread(file, "it reads like no pack, note or report: no agenda, no front sheet, no decisions were found")
        )
    return Paper(
        kind,
        file,
        sha256,
        meeting,
        tuple(groups),
        tuple(grid),
        tuple(items),
        tuple(reports),
        tuple(notes),
        tuple(unread),
        flow.pages,
    )


def _labelled(report: Report, items: Sequence[AgendaItem], unread: list[Unread]) -> Report:
    """Give attachments without a heading the name that the agenda has for them, where there are as many of both."""
    item = next((i for i in items if i.number == report.item), None)
    loose = [a for a in report.appendices if not a.label]
    named = {a.label.lower() for a in report.appendices if a.label}
    waiting = [i for i in item.items if i.title.lower() not in named] if item else []
    if not loose or len(loose) != len(waiting):
        return report
    renamed = {}
    for appendix, sub in zip(loose, waiting, strict=True):
        label = re.match(r"(?:appendix|annexe?|schedule|enclosure)\s+\w{1,3}\b", sub.title, re.IGNORECASE)
        renamed[appendix.id] = replace(appendix, label=label[0] if label else sub.title)
        first = shortened(appendix.title or "its first words", 50)
        why = f"it bears no such heading in the text; taken to be what begins with {first!r}"
        unread.append(Unread(sub.title, why, appendix.where))
    return replace(report, appendices=tuple(renamed.get(a.id, a) for a in report.appendices))


def _leftovers(lines: Sequence[Line], parts: _Parts, unread: list[Unread], body_from: int) -> None:
    """Say what nothing took up: guidance before the agenda, maps after the last report, pages held back."""
    for start, end in parts.left(len(lines)):
        stretch = lines[start:end]
        held = [x for x in stretch if RESTRICTED_MARK.match(x.text)]
        unread += [Unread(shortened(x.text), "the public paper holds these pages back", x.where) for x in held]
        words = [x for x in stretch if not RESTRICTED_MARK.match(x.text)]
        words = [x for x in words if not re.match(r"of the local government act", x.text, re.IGNORECASE)]
        if not words or (body_from and start == 0 and len(words) < 8):
            continue
        why = (
            "front matter: cover, notice, guidance"
            if end <= body_from
            else "belongs to no report, note or list of people"
        )
        unread.append(
            Unread(f"{counted(len(words), 'line')} from {shortened(words[0].text, 50)!r}", why, words[0].where)
        )


def _without_report(
    items: Sequence[AgendaItem], reports: Sequence[Report], notes: Sequence[Note], unread: list[Unread]
) -> None:
    """Say which items with public pages have no report that could be told apart."""
    have = {r.item for r in reports}
    for item in items:
        noted = bool(notes) and NOTE_ITEM.search(item.title)
        if item.page_from is not None and not item.restricted and item.number not in have and not noted:
            unread.append(
                Unread(
                    f"{item.number} {shortened(item.title, 60)}",
                    "its pages hold no report that could be told apart",
                    item.where,
                )
            )
    why = "a report whose item on the agenda is not known"
    unread += [Unread(shortened(r.title) or r.id, why, r.where) for r in reports if not r.item]
