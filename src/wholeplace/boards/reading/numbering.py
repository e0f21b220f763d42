"""Numbered paragraphs: which line begins one, and whether its number may follow the last."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wholeplace.boards.reading.vocabulary import MONTHS

_NUMBERED = re.compile(
    r"^(?:[-–•*]\s+)?(?P<number>\d{1,3}(?:\.\d{1,3}){0,4})(?P<mark>[.):]{0,2})\**\s+(?P<text>\S.*)$", re.DOTALL
)
_ALONE = re.compile(r"^(?P<number>\d{1,3}(?:\.\d{1,3}){0,4})[.)]$")
_POINT = re.compile(
    r"^(?:(?:[-–•·▪◦o*❖➢✓]|\uf0b7|\uf0a7)\s+)?(?:\(?(?P<label>[a-zA-Z]|[ivxIVX]{1,5}|\d{1,2})[.)]\s+)?(?P<text>\S.*)$",
    re.DOTALL,
)
_BULLET = re.compile(r"^(?:[-–•·▪◦*❖➢✓]|\uf0b7|\uf0a7|o(?=\s))\s*(?=\S)")
_TIME = re.compile(r"^\d{1,2}[.:]\d\d\s*(?:am|pm)\b|^\d{1,2}\s*(?:am|pm|noon|per cent|%|st|nd|rd|th)\b", re.IGNORECASE)
_MONTH = re.compile(rf"^\d{{1,2}}\s+(?:{'|'.join(MONTHS)}|{'|'.join(m[:3] for m in MONTHS)})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Mark:
    """The number a line begins with, its levels, whether a full stop or the like follows, and the words after it."""

    number: str
    levels: tuple[int, ...]
    marked: bool
    text: str


def mark_of(text: str) -> Mark | None:
    """The paragraph number that a line begins with; None if what it begins with is a date, a time or no number."""
    if _TIME.match(text) or _MONTH.match(text):
        return None
    found = _NUMBERED.match(text)
    if not found:
        alone = _ALONE.match(text)
        return Mark(alone["number"], _levels(alone["number"]), marked=True, text="") if alone else None
    number = found["number"]
    return Mark(number, _levels(number), bool(found["mark"]) or "." in number, found["text"])


def _levels(number: str) -> tuple[int, ...]:
    return tuple(int(n) for n in number.split("."))


def point_of(text: str) -> tuple[str, str] | None:
    """The label (empty for a dot) and words of a bulleted or lettered point; None if the line is none."""
    bulleted = _BULLET.match(text)
    found = _POINT.match(text)
    if found is None or not (bulleted or found["label"]):
        return None
    return found["label"] or "", found["text"] if found["label"] else text[bulleted.end() :] if bulleted else text


class Sequence:
    """The numbers of a report's paragraphs so far, to tell a paragraph's number from any other at a line's start."""

    def __init__(self) -> None:
        self.last: tuple[int, ...] = ()
        self.seen: set[str] = set()
        self.jumps: list[tuple[str, str]] = []

    @property
    def top(self) -> int:
        """The last number of the first level, 0 before any."""
        return self.last[0] if self.last else 0

    def accepts(self, mark: Mark, *, restart: bool = False) -> bool:
        """Whether a mark is the next paragraph's number; `restart` lets a sequence begin at 1 again.

        A number without a full stop must be exactly the next one. Sub-numbers must lie under the paragraph they follow,
        or under the next.
        """
        if restart:
            return mark.levels in {(1,), (1, 1), (1, 0)} and (mark.marked or mark.text[:1].isupper())
        if not self.last:
            return (mark.marked and mark.levels[0] <= 99) or (mark.levels == (1,) and mark.text[:1].isupper())
        if len(mark.levels) == 1:
            if not mark.marked:
                return mark.levels[0] == self.top + 1 and mark.text[:1].isupper()
            return self.top < mark.levels[0] <= self.top + 30
        if mark.levels[0] == self.top:
            return mark.levels > self.last or mark.number not in self.seen
        return mark.levels[0] == self.top + 1

    def take(self, mark: Mark) -> None:
        """Go on from this mark, and remember where numbers are left out."""
        if self.last and mark.levels[0] > self.top + 1:
            self.jumps.append((".".join(map(str, self.last)), mark.number))
        self.last = mark.levels
        self.seen.add(mark.number)
