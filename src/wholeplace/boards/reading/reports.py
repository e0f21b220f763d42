"""Reports in a flow of lines: where each begins and ends, and which item of the agenda it is for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from wholeplace.boards.reading.contacts import is_contact_line
from wholeplace.boards.reading.dates import find_date
from wholeplace.boards.reading.fields import field_of
from wholeplace.boards.reading.furniture import ITEM_MARK, RESTRICTED_MARK, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wholeplace.boards.model import AgendaItem
    from wholeplace.boards.reading.flow import Line

_LABEL = re.compile(
    r"^(?:report (?:to|of|by|from)|date(?: of meeting)?|meeting(?: date)?|committee|"
    r"wards?(?: affected)?|portfolio|lead member|"
    r"classification|decision type|key decision)\s*:",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"^(?:subject|(?:report )?title|re)\s*:\s*", re.IGNORECASE)
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


def find_reports(lines: Sequence[Line], first: int, agenda: Sequence[AgendaItem]) -> list[Span]:
    """Where reports begin from line `first` on, and the item of the agenda that each is for."""
    fields = [(i, f[0]) for i in range(first, len(lines)) if (f := field_of(lines[i]))]
    fronts: list[int] = []
    for position, (index, key) in enumerate(fields):
        if fronts and _belongs(fields, fronts[-1], index, key):
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


def _belongs(fields: Sequence[tuple[int, str]], front: int, index: int, key: str) -> bool:
    """Whether a field belongs to the front sheet that began at `front`: it is near, and contacts have not ended it."""
    before = {k for j, k in fields if front <= j < index}
    return key != "purpose" and index - front <= _REACH and ("contacts" not in before or key not in before)


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
        if _date_alone(line.text) or is_contact_line(line) or _LABEL.match(line.text):
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
    """A title without the number of its item and the label before it."""
    title = _SUBJECT.sub("", title)
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
