"""Reports in a flow of lines: where each begins and ends, its front sheet, which item of the agenda it is for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from wholeplace.boards.reading.body import read_body
from wholeplace.boards.reading.contacts import is_contact_line, read_contacts
from wholeplace.boards.reading.dates import find_date
from wholeplace.boards.reading.furniture import ITEM_MARK, RESTRICTED_MARK, plain
from wholeplace.boards.reading.numbering import mark_of, point_of
from wholeplace.boards.report import Report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wholeplace.boards.model import AgendaItem, Unread
    from wholeplace.boards.reading.flow import Line

_FIELDS = {
    "purpose": r"purpose(?: of (?:the |this )?(?:report|paper|item))?|reason for (?:the )?report",
    "summary": r"(?:executive |report )?summary|synopsis",
    "confidential": r"is this report confidential\??|confidential(?:ity)?",
    "recommendations": r"recommendation(?:s|/s|\(s\))?(?: to (?:the )?\w+)?|recommended(?: action)?|"
    r"decisions? (?:required|sought|requested)|(?:the )?(?:board|committee|members?) (?:is|"
    r"are) (?:asked|invited|recommended) to",
    "actions": r"actions?(?:/s|\(s\))?(?: required)?",
    "contacts": r"(?:report )?(?:contact|lead|responsible|author(?:ing)?) ?(?:officers?|persons?|details?|"
    r"s)?(?:\(s\))?|(?:report )?author(?:s|\(s\))?|officer contact|for further information.*contact.*",
}
_ALONE = {k: re.compile(rf"^\W*(?:\d{{1,2}}\.?\s+)?(?:{v})\s*[:?–-]?\W*$", re.IGNORECASE) for k, v in _FIELDS.items()}
_WITH = {k: re.compile(rf"^\W*(?:{v})\s*(?::|\?)\s*(?P<rest>\S.*)$", re.IGNORECASE) for k, v in _FIELDS.items()}
_REACH = 40
_CLOSE = 14
_NOT_TITLE = re.compile(
    r"^(?:report (?:of|by|from|to)|wards?|date|meeting|lead member|portfolio|classification|agenda|"
    r"page|this page|for (?:information|decision))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Span:
    """Where a report stands: its first line, the first field of its front sheet, the line after its last."""

    start: int
    front: int
    end: int
    title: str
    item: str


def field_of(line: Line) -> tuple[str, str] | None:
    """Which field of a front sheet a line begins, and what stands beside its label."""
    if len(line.filled) > 1:
        first, *others = line.filled
        for key, pattern in _ALONE.items():
            if pattern.match(first):
                return key, " ".join(others)
    for key, pattern in _ALONE.items():
        if pattern.match(line.text):
            return key, ""
    for key, pattern in _WITH.items():
        if found := pattern.match(line.text):
            return key, found["rest"]
    return None


def find_reports(lines: Sequence[Line], first: int, agenda: Sequence[AgendaItem]) -> list[Span]:
    """Where reports begin from line `first` on, and the item of the agenda that each is for."""
    fields = [(i, f[0]) for i in range(first, len(lines)) if (f := field_of(lines[i]))]
    fronts: list[int] = []
    for position, (index, key) in enumerate(fields):
        if fronts and any(lines_between(fields, fronts[-1], index, key)):
            continue
        ahead = [(j, k) for j, k in fields[position + 1 :] if j <= index + _REACH and k != key]
        if key == "purpose" and ahead:
            fronts.append(index)
        elif key in {"summary", "recommendations"} and not any(k == "purpose" for _, k in ahead):
            close = {k for j, k in ahead if j <= index + _CLOSE}
            if close & {"contacts"} or len(close & {"recommendations", "actions"}) > 1:
                fronts.append(index)
    spans = []
    for number, front in enumerate(fronts):
        floor = max(first, fronts[number - 1] + 1) if number else first
        start, title, item = _title(lines, front, floor, agenda)
        spans.append(Span(start, front, len(lines), title, item))
    for number, span in enumerate(spans):
        end = spans[number + 1].start if number + 1 < len(spans) else len(lines)
        barred = next((i for i in range(span.front, end) if RESTRICTED_MARK.match(lines[i].text)), end)
        spans[number] = replace(span, end=barred)
    return spans


def lines_between(fields: Sequence[tuple[int, str]], front: int, index: int, key: str) -> list[bool]:
    """Whether a field belongs to the front sheet that began at `front`: it is near, and such a one has not come yet."""
    before = {k for j, k in fields if front <= j < index}
    return [True] if key not in before and index - front <= _REACH and "contacts" not in before else []


def _title(lines: Sequence[Line], front: int, floor: int, agenda: Sequence[AgendaItem]) -> tuple[int, str, str]:
    """First line, title and agenda item of the report whose front sheet begins at `front`."""
    start, candidates, marked = _above(lines, front, max(floor, front - 12))
    best = _best(lines, candidates, agenda, marked)
    if best:
        return min(start, best[0]), best[1], best[2]
    usable = [i for i in candidates if not _NOT_TITLE.match(lines[i].text)]
    if not usable:
        return start, "", marked
    block = [usable[0]]
    for index in usable[1:]:
        if index != block[-1] - 1 or lines[block[-1]].gap:
            break
        block.append(index)
    return min(start, block[-1]), _bare(" ".join(lines[i].text for i in reversed(block))), marked


def _above(lines: Sequence[Line], front: int, floor: int) -> tuple[int, list[int], str]:
    """Upwards from a front sheet: where the report begins at the latest, lines that may be its title, its item."""
    candidates: list[int] = []
    start = front
    for index in range(front - 1, floor - 1, -1):
        line = lines[index]
        if mark := ITEM_MARK.match(line.text):
            return index, candidates, f"{mark['number']}{mark['part'] or ''}"
        if _date_alone(line.text):
            start = index
        elif len(candidates) > 4 or _is_no_title(line):
            break
        else:
            candidates.append(index)
    return start, candidates, ""


def _is_no_title(line: Line) -> bool:
    text = line.text
    if len(text) > 160 or text.endswith((".", ";")) or RESTRICTED_MARK.match(text):
        return True
    return line.ruled and len(line.filled) > 1


def _bare(title: str) -> str:
    """A title without the number of its item."""
    return re.sub(r"^(?:agenda )?item \d+\w?\s*[:.–-]?\s*|^\d{1,2}[.:)]\s+", "", title, flags=re.IGNORECASE)


def _best(
    lines: Sequence[Line], candidates: Sequence[int], agenda: Sequence[AgendaItem], marked: str
) -> tuple[int, str, str] | None:
    """The line, or two lines together, above a front sheet that is most like an item's title, if any is like one."""
    scored = []
    for index in candidates:
        texts = [(index, lines[index].text)]
        if index + 1 in candidates:
            texts.append((index, f"{lines[index].text} {lines[index + 1].text}"))
        for item in agenda:
            for at, text in texts:
                bare = _bare(text)
                score = fuzz.token_sort_ratio(plain(bare), plain(item.title)) + (
                    5 if marked and item.number == marked else 0
                )
                scored.append((score, -at, bare, item.number, at))
    if not scored:
        return None
    score, _, title, number, at = max(scored)
    return (at, title, marked or number) if score >= 78 else None


def _date_alone(text: str) -> bool:
    found = find_date(text)
    return bool(found and len(found[1]) >= len(text) - 3)


def read_report(lines: Sequence[Line], span: Span, number: int) -> tuple[Report, list[Unread]]:
    """One report from its lines; `number` is its place in the file, for the id of one without item."""
    identifier = f"item-{span.item}" if span.item else (f"report-{number}" if number else "report")
    fields: dict[str, list[tuple[Line, str]]] = {}
    key = ""
    index = span.front
    contacts_at = None
    while index < span.end:
        line = lines[index]
        found = field_of(line)
        if found and found[0] not in fields:
            key = found[0]
            fields[key] = [(line, found[1])] if found[1] else []
            if key == "contacts":
                contacts_at = index
                break
        elif _ends_front(lines, index, span, fields):
            break
        elif not ITEM_MARK.match(line.text):
            fields.setdefault(key, []).append((line, line.text))
        index += 1
    contacts, after = read_contacts(lines, contacts_at, span.end) if contacts_at is not None else ((), index)
    while after < span.end and (_repeats(lines[after].text, span.title) or ITEM_MARK.match(lines[after].text)):
        after += 1
    body = read_body(lines[after : span.end], identifier)
    words = {k: _paragraphs(v) for k, v in fields.items()}
    said = " ".join(words.get("confidential", ())).strip().lower()
    report = Report(
        identifier, span.item, span.title, "\n".join(words.get("purpose", ())), "\n".join(words.get("summary", ())),
        words.get("recommendations", ()), words.get("actions", ()), said.startswith("yes") if said else None, contacts,
        body.sections, body.appendices, lines[span.start].where,
    )  # fmt: skip
    return report, body.unread


def _ends_front(lines: Sequence[Line], index: int, span: Span, fields: dict[str, list[tuple[Line, str]]]) -> bool:
    """Whether a front sheet without (further) fields has ended: the title comes again, or the background begins."""
    from wholeplace.boards.reading.headings import is_known

    line = lines[index]
    if is_contact_line(line):
        return False
    if (
        len(fields) > 1
        and _repeats(line.text, span.title)
        and not any(field_of(x) for x in lines[index + 1 : index + 3])
    ):
        return True
    return bool(fields) and is_known(line.text) and bool(line.gap or line.bold)


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
