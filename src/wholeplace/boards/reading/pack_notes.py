"""Notes of earlier meetings that stand within a pack: where each begins, and which item of the agenda it is for."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from wholeplace.boards.reading.furniture import RESTRICTED_MARK, plain
from wholeplace.boards.reading.meeting import read_meeting
from wholeplace.boards.reading.note import TITLE, is_note, read_note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wholeplace.boards.model import AgendaItem, Note, Unread
    from wholeplace.boards.reading.flow import Line
    from wholeplace.boards.reading.reports import Span

NOTE_ITEM = re.compile(
    r"\b(?:note|minutes?)\b.*\b(?:meeting|board|committee|last|previous|executive|panel)\b|^minutes\b|^notes? of\b",
    re.IGNORECASE,
)
_HEAD = 60
_FEWEST = 5
_AHEAD = 12
_LABEL = re.compile(r"^(?:title|date|venue|time|location|attendance|present)\b", re.IGNORECASE)


def begins_note(lines: Sequence[Line], index: int) -> bool:
    """Whether a note begins at a line: its title set apart, and labels of a note soon after."""
    line = lines[index]
    if not line.gap or line.cells or len(line.text) > 140 or not TITLE.match(line.text) or line.text.endswith("."):
        return False
    near = lines[index + 1 : index + 1 + _AHEAD]
    return sum(bool(_LABEL.match(x.text)) for x in near) > 1 and is_note(lines[index : index + 2 * _HEAD])


def without_notes(spans: Sequence[Span], lines: Sequence[Line]) -> list[Span]:
    """Reports that end where a note begins behind them."""
    result = []
    for span in spans:
        at = next((i for i in range(span.front + 1, span.end) if begins_note(lines, i)), span.end)
        result.append(replace(span, end=at))
    return result


def notes_within(
    lines: Sequence[Line], stretches: Sequence[tuple[int, int]], items: Sequence[AgendaItem], unread: list[Unread]
) -> tuple[list[Note], list[tuple[int, int]]]:
    """Notes in stretches of lines that no report took up, and where they stand."""
    notes: list[Note] = []
    used: list[tuple[int, int]] = []
    waiting = [leaf for item in items for leaf in item.walk() if not leaf.items and _is_for_note(item, leaf)]
    for start, end in _parted(lines, stretches):
        stretch = lines[start:end]
        if end - start < _FEWEST or not is_note(stretch) or all(RESTRICTED_MARK.match(x.text) for x in stretch):
            continue
        meeting, _ = read_meeting(stretch[:_HEAD])
        names = f"{stretch[0].text} {meeting.title}"
        item = max(waiting, key=lambda i: fuzz.token_set_ratio(plain(i.title), plain(names)), default=None)
        if item is not None:
            waiting.remove(item)
        note, odd = read_note(stretch, meeting, f"{item.id}/" if item else "")
        notes.append(note)
        unread += odd
        used.append((start, end))
    return notes, used


def _is_for_note(item: AgendaItem, leaf: AgendaItem) -> bool:
    return not leaf.restricted and bool(NOTE_ITEM.search(item.title) or NOTE_ITEM.search(leaf.title))


def _parted(lines: Sequence[Line], stretches: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches, parted where one note follows another."""
    result = []
    for start, end in stretches:
        cuts = [i for i in range(start + 1, end) if begins_note(lines, i)]
        result += list(zip([start, *cuts], [*cuts, end], strict=True))
    return result
