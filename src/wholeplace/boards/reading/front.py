"""One report from its lines: the front sheet's fields, the officers to ask, then the body."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from wholeplace.boards.reading.body import read_body
from wholeplace.boards.reading.contacts import is_contact_line, read_contacts
from wholeplace.boards.reading.fields import field_of
from wholeplace.boards.reading.furniture import ITEM_MARK, plain
from wholeplace.boards.reading.headings import is_known, is_numbered_heading
from wholeplace.boards.reading.numbering import mark_of, point_of
from wholeplace.boards.report import Report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wholeplace.boards.model import Unread
    from wholeplace.boards.reading.flow import Line
    from wholeplace.boards.reading.reports import Span
    from wholeplace.boards.report import Contact

_NEAR = 6


@dataclass
class _Front:
    """What a front sheet says, and the line after it."""

    fields: dict[str, list[tuple[Line, str]]] = field(default_factory=dict)
    contacts: tuple[Contact, ...] = ()
    end: int = 0


def read_report(lines: Sequence[Line], span: Span, number: int, again: int = 0) -> tuple[Report, list[Unread]]:
    """One report from its lines; `number` is its place in the file, for the id of one without item.

    `again` counts the reports for the same item before it.
    """
    identifier = f"item-{span.item}" if span.item else (f"report-{number}" if number else "report")
    identifier += f"~{again + 1}" if again else ""
    front = _front(lines, span)
    body_lines = list(lines[front.end : span.end])
    contacts = front.contacts or _elsewhere(lines, span, body_lines)
    body = read_body(body_lines, identifier)
    words = {k: _paragraphs(v) for k, v in front.fields.items()}
    said = " ".join(words.get("confidential", ())).strip().lower()
    report = Report(
        identifier, span.item, span.title, "\n".join(words.get("purpose", ())), "\n".join(words.get("summary", ())),
        words.get("recommendations", ()), words.get("actions", ()), said.startswith("yes") if said else None, contacts,
        body.sections, body.appendices, lines[span.start].where,
    )  # fmt: skip
    return report, body.unread


def _front(lines: Sequence[Line], span: Span) -> _Front:
    front = _Front()
    key = ""
    index = span.front
    while index < span.end:
        line = lines[index]
        found = field_of(line)
        if found and found[0] == "contacts" and not front.contacts:
            front.contacts, after = read_contacts(lines, index, span.end)
            index = max(after, index + 1)
            if not _more(lines[index : min(index + _NEAR, span.end)], front):
                break
            continue
        if found and found[0] not in front.fields:
            key = found[0]
            front.fields[key] = [(line, found[1])] if found[1] else []
        elif _is_over(lines, index, span, front):
            break
        elif not ITEM_MARK.match(line.text):
            front.fields.setdefault(key, []).append((line, line.text))
        index += 1
    while index < span.end and (_repeats(lines[index].text, span.title) or ITEM_MARK.match(lines[index].text)):
        index += 1
    front.end = index
    return front


def _more(ahead: Sequence[Line], front: _Front) -> bool:
    """Whether a field that has not come yet stands just after the contacts."""
    for line in ahead:
        found = field_of(line)
        if found and found[0] not in front.fields:
            return True
        if len(line.text) > 100 or is_known(line.text):
            return False
    return False


def _is_over(lines: Sequence[Line], index: int, span: Span, front: _Front) -> bool:
    """Whether a front sheet has ended without contacts: the title comes again, or the background begins."""
    line = lines[index]
    if is_contact_line(line) or not front.fields:
        return False
    ahead = lines[index + 1 : index + 3]
    if len(front.fields) > 1 and _repeats(line.text, span.title):
        return not any(field_of(x) for x in ahead)
    if is_known(line.text) and (line.gap or line.bold):
        return True
    return is_numbered_heading(line, ahead[0] if ahead else None, habit=bool(mark_of(lines[span.front].text)))


def _elsewhere(lines: Sequence[Line], span: Span, body: list[Line]) -> tuple[Contact, ...]:
    """Contacts that stand above the front sheet or at the end of the report; the latter are taken out of its body."""
    for index in range(span.start, span.front):
        found = field_of(lines[index])
        if found and found[0] == "contacts":
            return read_contacts(lines, index, span.front)[0]
    for index, line in enumerate(body):
        found = field_of(line)
        if found and found[0] == "contacts":
            contacts, end = read_contacts(body, index, len(body))
            if contacts and any(c.email or c.phone or c.position for c in contacts):
                del body[index:end]
                return contacts
    return ()


def _repeats(text: str, title: str) -> bool:
    return bool(title) and len(text) < 200 and fuzz.ratio(plain(text), plain(title)) >= 88


def _paragraphs(found: Sequence[tuple[Line, str]]) -> tuple[str, ...]:
    """The words of a field as paragraphs: a gap, a number or a dot begins a new one."""
    result: list[str] = []
    for line, text in found:
        point, mark = point_of(text), mark_of(text)
        if result and not point and not mark and (not line.gap or text[:1].islower()):
            result[-1] = f"{result[-1]} {text}"
        else:
            result.append(text)
    return tuple(result)
