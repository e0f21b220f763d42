"""What belongs to the page and not to the paper: running heads and feet, page numbers, letterheads' repeated words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from wholeplace.boards.reading.dates import find_date
from wholeplace.boards.reading.flow import PAGE_GAP, Flow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wholeplace.boards.model import Meeting
    from wholeplace.boards.reading.flow import Line

ITEM_MARK = re.compile(
    r"^\W*(?:agenda\s+)?(?:item|annex item|minute item)\s*(?:no\.?\s*)?:?\s*(?P<number>\d{1,3})(?P<part>[a-z])?\W*$",
    re.IGNORECASE,
)
RESTRICTED_MARK = re.compile(
    r"^\W*(?:(?:this )?document is (?:restricted|exempt|confidential)|"
        r"by virtue of paragraph\(?s?\)?\s[\d, and]+\s*of part \d.*"
    r"|this (?:page|item|report) (?:is|contains) (?:exempt|confidential|restricted)[^.]{0,80}|"
        r"(?:exempt|confidential|restricted) (?:item|report|document)"
    r"|not for publication.{0,120})\W*$",
    re.IGNORECASE,
)  # fmt: skip
_BLANK_PAGE = re.compile(
    r"^\W*(?:this page (?:is )?(?:has been )?(?:left )?(?:intentionally|"
    r"deliberately)(?: left)? blank|agenda annex|minute annex|public document pack)\W*$",
    re.IGNORECASE,
)
_NUMBER_LINE = re.compile(r"^\W*(?:page\s+)?(?P<n>\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?\W*$", re.IGNORECASE)
_BOTH = re.compile(r"\bpage\s+(?P<n>\d{1,4})\b", re.IGNORECASE)
_ITEM_IN = re.compile(r"\bagenda item\s+\d{1,3}[a-z]?\b", re.IGNORECASE)
_REPEATS = 3


def without_furniture(flow: Flow) -> Flow:
    """A flow without running heads and feet, told by repeating at the edges of pages; printed page numbers are kept."""
    if flow.pages < _REPEATS:
        edges: set[str] = set()
    else:
        pages: dict[str, set[int]] = {}
        for line in flow.lines:
            if line.edge and len(line.text) < 120 and not ITEM_MARK.match(line.text):
                pages.setdefault(_pattern(line.text), set()).add(line.page)
        edges = {text for text, on in pages.items() if len(on) >= _REPEATS}
    printed = dict(flow.printed)
    kept: list[Line] = []
    gap = 0
    for line in (_parted(x, printed) for x in flow.lines):
        number = (
            _NUMBER_LINE.match(line.text) if line.edge or re.match(r"\W*page\s", line.text, re.IGNORECASE) else None
        )
        if number and not line.cells:
            printed.setdefault(line.page, int(number["n"]))
            gap = max(gap, line.gap, PAGE_GAP if line.page else 1)
        elif _BLANK_PAGE.match(line.text) or (line.edge and _pattern(line.text) in edges):
            gap = max(gap, line.gap)
        else:
            kept.append(replace(line, gap=max(line.gap, gap)))
            gap = 0
    return replace(flow, lines=tuple(kept), printed=tuple(sorted(printed.items())))


def _parted(line: Line, printed: dict[int, int]) -> Line:
    """A head such as `Page 9, Agenda Item 4` as the item's mark alone; its page number is kept."""
    page, item = _BOTH.search(line.text), _ITEM_IN.search(line.text)
    if not page or not item or len(line.text) > 60:
        return line
    printed.setdefault(line.page, int(page["n"]))
    return replace(line, text=item[0], cells=(), starts=())


def _pattern(text: str) -> str:
    """A running line with its numbers made alike, so that `Page 3` and `Page 4` are one."""
    return re.sub(r"\d+", "#", text.lower()).strip()


def running_lines(lines: Sequence[Line], meeting: Meeting) -> frozenset[str]:
    """Texts that stand alone again and again because each page bore them: the body's name, the meeting's date.

    For files that do not keep pages apart. Compared in small letters without `&` and `and`.
    """
    counts = Counter(plain(line.text) for line in lines if not line.cells and len(line.text) < 90)
    body = plain(meeting.body)
    found = set()
    for text, count in counts.items():
        date = find_date(text)
        alone = bool(date and len(date[1]) >= len(text) - 12)
        if (alone and meeting.date and date and date[0] == meeting.date and count > 1) or (
            body and text == body and count > 1
        ):
            found.add(text)
        if body and alone is False and date and date[0] == meeting.date and text.startswith(body):
            found.add(text)
    return frozenset(found)


def plain(text: str) -> str:
    """Text to compare headings by: small letters, `&` as and, no marks."""
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s]", " ", text.lower().replace("&", " and "))).strip()


def without_running(lines: Sequence[Line], meeting: Meeting) -> tuple[Line, ...]:
    """The lines without those running ones, also where the body's name stands on two lines."""
    running = running_lines(lines, meeting)
    if not running:
        return tuple(lines)
    kept: list[Line] = []
    gap, index = 0, 0
    while index < len(lines):
        line = lines[index]
        joined = index + 1 < len(lines) and lines[index + 1].gap == 0 and not line.cells
        if plain(line.text) in running and not line.cells:
            gap = max(gap, line.gap)
        elif joined and plain(f"{line.text} {lines[index + 1].text}") in running:
            gap, index = max(gap, line.gap), index + 1
        else:
            kept.append(replace(line, gap=max(line.gap, gap)))
            gap = 0
        index += 1
    return tuple(kept)
