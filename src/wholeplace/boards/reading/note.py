"""A note of a meeting: per item what was said, decided and is to be done, and by whom."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wholeplace.boards.model import Attendance, Meeting, Note, NoteItem, Unread
from wholeplace.boards.reading import present
from wholeplace.boards.reading.flow import Line, counted, shortened
from wholeplace.boards.reading.note_rows import flattened
from wholeplace.boards.reading.numbering import point_of
from wholeplace.boards.reading.outcomes import ACTION, DECISION, read_outcomes
from wholeplace.boards.reading.vocabulary import RESTRICTED

if TYPE_CHECKING:
    from collections.abc import Sequence

TITLE = re.compile(
    r"^\W*(?:draft |unconfirmed |public )?(?:notes? of|minutes?\b|record of|summary of (?:decisions|"
    r"discussion)|decisions? (?:notice|sheet|list)|action (?:notes|points))",
    re.IGNORECASE,
)
_ITEM = re.compile(
    r"^(?:(?:agenda )?item\s+)?(?P<number>\d{1,4}(?:/\d{2,4})?|"
    r"[A-Z]{1,5}[. /]?\d{1,4}(?:/\d{2,4})?)[.):]{0,2}\s*[–-]?\s+(?P<title>\S.*)$",
    re.IGNORECASE,
)
_FIELD = re.compile(r"(?:title|date|venue|time|location|place)\b", re.IGNORECASE)
_PROSE = 80
_LIKELY = 2
_RUNS_ON = 6
_LONG_TITLE = 140
_NEARLY_FULL = 60
_END_SIGN = (".", ";", ",", ":")


@dataclass
class _Draft:
    number: str
    title: str
    line: Line
    lines: list[Line] = field(default_factory=list)


def is_note(lines: Sequence[Line]) -> bool:
    """Whether a whole flow reads like a note: it says so at its head, and has decisions, actions or those present."""
    head = [line for line in lines[:15] if TITLE.match(line.text) and len(line.text) < 160]
    marks = sum(bool(DECISION.match(line.text) or ACTION.match(line.text)) for line in lines)
    return (bool(head) and (marks > 0 or any(present.HEADING.match(x.text) for x in lines[:60]))) or marks >= 4


def read_note(lines: Sequence[Line], meeting: Meeting, prefix: str = "") -> tuple[Note, list[Unread]]:
    """A note from its lines. `prefix` begins the ids of its items where it stands within a pack."""
    flat = flattened(lines)
    starts = _item_starts(flat)
    unread: list[Unread] = []
    first = starts[0][0] if starts else len(flat)
    attendance_at = _attendance_after(flat, starts[-1][0] if starts else 0)
    attendance, odd = _attendance_before(flat[:first], meeting)
    unread += odd
    unread += _preamble(flat[:first])
    if attendance_at is not None:
        found, odd = present.read_present(flat[attendance_at:], meeting.date)
        attendance += found
        unread += odd
    last = len(flat) if attendance_at is None else attendance_at
    drafts = [
        _Draft(number, title, flat[start], list(flat[start + 1 : end]))
        for (start, number, title), end in zip(starts, [*(i for i, _, _ in starts[1:]), last], strict=False)
    ]
    items = []
    for position, draft in enumerate(drafts, 1):
        item, odd = _item(draft, f"{prefix}note-{draft.number.replace('/', '-').replace(' ', '') or position}")
        items.append(item)
        unread += odd
    if not drafts:
        first_words = shortened(lines[0].text) if lines else ""
        unread.append(Unread(first_words, "no items could be told apart in this note: all of it is one"))
        item, odd = _item(_Draft("", "", flat[0], flat[1:last]), f"{prefix}note-1")
        items.append(item)
        unread += odd
    told = {a.person.name for a in attendance}
    for item in items:
        attendance += [a for a in _told(item, meeting) if a.person.name not in told]
    return Note(meeting, tuple(items), tuple(attendance)), unread


def _preamble(lines: Sequence[Line]) -> list[Unread]:
    """Prose before the first item that is neither title, label nor list of people: it belongs to no item."""
    told = (TITLE, _FIELD, present.HEADING, re.compile(r".*(?:attach|append)", re.IGNORECASE))
    words = [x for x in lines if not x.cells and len(x.text) > _PROSE and not any(p.match(x.text) for p in told)]
    words = [x for x in words if not any(p.match(x.text) for _, p in present.BESIDE)]
    if not words:
        return []
    return [
        Unread(
            f"{counted(len(words), 'line')} from {shortened(words[0].text, 50)!r}",
            "stands before the first item",
            words[0].where,
        )
    ]


def _item_starts(lines: Sequence[Line]) -> list[tuple[int, str, str]]:
    """Index, number and title of each item: the chain of numbers that looks most like headings, else bold headings.

    A list within an item has numbers too. Each number that could head an item has a score; of all chains that go up by
    one, the one with the highest sum is taken.
    """
    best: dict[str, tuple[int, list[tuple[int, str, str]]]] = {}
    for index, line in enumerate(lines):
        found = None if line.cells or line.owner else _ITEM.match(line.text)
        score = _score(lines, index, found["title"]) if found else 0
        if found is None or score < _LIKELY:
            continue
        before, chain = best.get(_before(found["number"]), (0, []))
        if chain and any(DECISION.match(x.text) or ACTION.match(x.text) for x in lines[chain[-1][0] : index]):
            before += 2
        known = best.get(found["number"])
        if known is None or before + score > known[0]:
            best[found["number"]] = (before + score, [*chain, (index, found["number"], found["title"])])
    chains = sorted(best.values(), key=lambda c: -c[0])
    if chains and (len(chains[0][1]) > 1 or chains[0][1][0][1] == "1"):
        return chains[0][1]
    return _unnumbered(lines) or (chains[0][1] if chains else [])


def _unnumbered(lines: Sequence[Line]) -> list[tuple[int, str, str]]:
    """Items without numbers: short lines in bold or styled as headings, but for those with a meaning of their own."""

    def heads(line: Line) -> bool:
        if not (line.bold or line.level) or line.cells or line.owner or not 1 < len(line.text.split()) < 20:
            return False
        other = (DECISION, ACTION, present.HEADING, _FIELD)
        return not any(pattern.match(line.text) for pattern in other)

    return [(i, "", line.text) for i, line in enumerate(lines) if i > 3 and heads(line)]


def _before(number: str) -> str:
    """The number before a number, with what stands around it: `EX 12` for `EX 13`."""
    digits = re.search(r"\d+", number)
    return number[: digits.start()] + str(int(digits[0]) - 1) + number[digits.end() :] if digits else ""


def _score(lines: Sequence[Line], index: int, title: str) -> int:
    """How much a numbered line looks like an item's heading rather than a point of a list."""
    line = lines[index]
    before = lines[index - 1] if index else None
    end = index + 1
    while end < len(lines) and end < index + _RUNS_ON and not lines[end].gap and not lines[end].cells:
        if _ITEM.match(lines[end].text) or (line.bold and not lines[end].bold) or line.level > lines[end].level:
            break
        end += 1
    follower = lines[end] if end < len(lines) else None
    whole = " ".join([title, *(x.text for x in lines[index + 1 : end])])
    score = (
        2 * (line.bold or line.level > 0)
        + (line.gap > 0)
        + (follower is None or follower.gap > 0 or line.bold or line.level > 0)
    )
    score += title[:1].isupper() + (not whole.endswith(_END_SIGN)) - 3 * whole.endswith((".", ";"))
    score -= 3 * title[:1].islower() + 2 * (len(whole) > _LONG_TITLE)
    if before is not None:
        score -= 2 * before.text.endswith(":") + 2 * (line.gap == 0 and bool(point_of(before.text)))
        score -= line.gap == 0 and not line.bold
    if follower is not None and follower.gap == 0 and _ITEM.match(follower.text):
        score -= 2
    return score


def _attendance_after(lines: Sequence[Line], start: int) -> int | None:
    """Where the attendance list begins behind the items, if there is one."""
    for index in range(start + 1, len(lines)):
        line = lines[index]
        ahead = lines[index + 1 : index + 4]
        if present.HEADING.match(line.text) and not line.cells and any(a.cells for a in ahead):
            return index
        if re.match(r"^\W*(?:appendix \w\W+)?(?:attendance list|attendance$)", line.text, re.IGNORECASE):
            return index
    return None


def _attendance_before(lines: Sequence[Line], meeting: Meeting) -> tuple[list[Attendance], list[Unread]]:
    """Those present by the list at the head of a note; a sentence that an appendix lists them is passed over."""

    def begins(line: Line) -> bool:
        return bool(present.HEADING.match(line.text)) or any(p.match(line.text) for _, p in present.BESIDE)

    start = next((i for i, line in enumerate(lines) if begins(line)), None)
    if start is None:
        rows = next((i for i, line in enumerate(lines) if line.cells and present.section_of(line.cells[0])), None)
        if rows is None:
            return [], []
        start = rows
    kept = [
        line
        for line in lines[start:]
        if not re.search(r"attach|append", line.text, re.IGNORECASE)
        and not re.match(r"(?:title|date|venue|time)\b", line.text, re.IGNORECASE)
    ]
    found, unread = present.read_present(kept, meeting.date)
    return found, unread if found else []


def _item(draft: _Draft, identifier: str) -> tuple[NoteItem, list[Unread]]:
    _complete_title(draft)
    narrative, decisions, actions, unread = read_outcomes(draft.lines, identifier)
    restricted = bool(RESTRICTED.search(draft.title)) and bool(
        re.search(r"[(\[]|:|–|^\W*(?:confidential|exempt)", draft.title, re.IGNORECASE)
    )
    return NoteItem(
        identifier, draft.number, draft.title.strip(" *"), narrative, decisions, actions, restricted, draft.line.where
    ), unread


def _complete_title(draft: _Draft) -> None:
    """Take up the rest of a title that ran on to further lines: in the same type, no gap, no end of a sentence."""
    while draft.lines and not draft.line.level and draft.number:
        line = draft.lines[0]
        alike = line.bold and draft.line.bold
        broken = not draft.line.bold and len(draft.title) > _NEARLY_FULL and not line.text.endswith(_END_SIGN)
        if line.gap or line.cells or line.owner or len(line.text) > _LONG_TITLE or not (alike or broken):
            return
        draft.title = f"{draft.title} {line.text}"
        del draft.lines[0]


def _told(item: NoteItem, meeting: Meeting) -> list[Attendance]:
    """Apologies that an item's narrative tells of."""
    if not re.search(r"apolog", item.title + " ".join(item.narrative[:3]), re.IGNORECASE):
        return []
    found = []
    for position, text in enumerate(item.narrative):
        found += present.apologies_in(text, item.narrative[position + 1 :], meeting.date)
    return found
