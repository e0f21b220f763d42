"""The grid of attendance across a year's meetings: a row a person, a column a date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wholeplace.boards.model import (
    ABSENT,
    APOLOGIES,
    NOT_APPLICABLE,
    PRESENT,
    SUBSTITUTE,
    UNKNOWN,
    Attendance,
    Unread,
)
from wholeplace.boards.reading.dates import LONG, find_date
from wholeplace.boards.reading.flow import Line, shortened
from wholeplace.boards.reading.names import looks_like_name, party_of, read_person, role_of, substitute_for
from wholeplace.boards.reading.spacing import aligned

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

HEADING = re.compile(r"^(?!.*[.;!?]$).{0,80}\battendance\b.{0,60}$", re.IGNORECASE)
_MARKS = {
    PRESENT: r"y|yes|present|p|pres|attended|att|✓|✔|√|☑|✅|in person|virtual|online|remote|teams|v|"
    r"\(?hybrid\)?|1|●|■|/",
    ABSENT: r"n|no|absent|abs|did not attend|dna|✗|✘|☒|❌|0|no apologies",
    APOLOGIES: r"ap|apol|apols|apologies|apology|apologies given|apologies received|sent apologies",
    SUBSTITUTE: r"s|sub|subs|substitute|substituted|sub sent|sent sub(?:stitute)?|represented|deputy",
    NOT_APPLICABLE: r"n/?a|not applicable|not a member|not (?:yet )?(?:on|appointed)|left|stood down|not required",
}
_PATTERNS = {status: re.compile(rf"^(?:{words})\W*$", re.IGNORECASE) for status, words in _MARKS.items()}
_WHO = re.compile(
    r"^\W*(?:councillors?|members?|names?|cllrs?|attendees?|representatives?|attendance|date)\b", re.IGNORECASE
)
_LEGEND = re.compile(r"(?<!\w)(?P<mark>[A-Z✓✔√✗✘xX/–-]{1,3})\s*(?:=|:|denotes|means)\s*(?P<word>[A-Za-z ]{3,30})")
_DATE_CELL = re.compile(r"^\W*\d{1,2}\s*(?:st|nd|rd|th)?\W?\s*(?:[/.-]\s*\d{1,2}|[A-Za-z]{3,9})")


def date_columns(line: Line, year: int | None = None) -> dict[int, tuple[dt.date | None, str]]:
    """The columns of a row that are headed by a date, with how it is printed."""
    found: dict[int, tuple[dt.date | None, str]] = {}
    for index, cell in enumerate(line.cells):
        text = " ".join(cell.split())
        if not text or len(text) > 30 or not (_DATE_CELL.match(text) or LONG.match(text) or find_date(text)):
            continue
        date = find_date(text, year)
        found[index] = (date[0] if date else None, text)
    return found


def is_grid_header(line: Line) -> bool:
    """Whether a row is the heading of a grid: no label first, then dates, two at least or under a word for members."""
    columns = date_columns(line, 2000)
    if len(line.cells) < 2 or not columns or line.cells[0].endswith(":"):
        return False
    if 0 in columns:
        return not line.ruled and len(columns) == len(line.cells) and line.starts[0] > line.indent + 1
    named = not line.cells[0] or bool(_WHO.match(line.cells[0]))
    return (named or len(columns) > 1) and len(columns) >= len(line.filled) - 3


def read_grid(lines: Sequence[Line], year: int | None) -> tuple[list[Attendance], list[Unread]]:
    """Attendance from the lines of a grid; `year` is taken for dates that print none (its meeting's year).

    A blank is unknown. A lone `x` says present in some grids and absent in others: where the grid has no tick or Yes
    beside it, it stays unknown and is said so. `A` alone is absent, and said so too, unless a legend explains it.
    """
    return _Reader(year).read(lines)


class _Reader:
    def __init__(self, year: int | None) -> None:
        self.year = year
        self.columns: dict[int, tuple[dt.date | None, str]] = {}
        self.starts: tuple[float, ...] = ()
        self.section = ""
        self.legend: dict[str, str] = {}
        self.found: list[Attendance] = []
        self.unread: list[Unread] = []
        self.told: set[str] = set()

    def read(self, lines: Sequence[Line]) -> tuple[list[Attendance], list[Unread]]:
        for line in lines:
            for match in _LEGEND.finditer(line.text):
                status = self._known(match["word"].strip())
                if status != UNKNOWN:
                    self.legend[match["mark"].lower()] = status
        marks = {" ".join(c.split()).lower() for line in lines for c in line.cells[1:]}
        self.ticked = any(_PATTERNS[PRESENT].match(m) for m in marks if m)
        for line in lines:
            self._line(line)
        return self.found, self.unread

    def _line(self, line: Line) -> None:
        if is_grid_header(line):
            self.columns = date_columns(line, self.year)
            self.starts = () if line.ruled else line.starts
            if 0 in self.columns:  # nothing is printed above the names
                self.columns = {i + 1: c for i, c in self.columns.items()}
                self.starts = (0.0, *self.starts) if self.starts else ()
            return
        if line.cells and self.starts:
            line = aligned(line, self.starts)
        name = " ".join(line.cells[0].split()) if line.cells else line.text
        marks = [c for c in line.cells[1:] if c]
        bare = re.split(r"[(,–]", name)[0]
        if self.columns and name and (marks or looks_like_name(bare)) and not self._heading(name, marks):
            self._person(name, line)
        elif not self._heading(name, marks) and not _LEGEND.search(line.text):
            self.unread.append(Unread(shortened(line.text), "not a row of the attendance grid", line.where))

    def _heading(self, name: str, marks: list[str]) -> bool:
        if marks or not name:
            return False
        roles = [role_of(p) for p in re.split(r"\s*[/&,]\s*|\s+and\s+", name.rstrip(":"))]
        if (
            party_of(name)
            or all(roles)
            or re.match(r"(?:officers?|in attendance|others?|guests?)\b", name, re.IGNORECASE)
        ):
            self.section = party_of(name) or name.rstrip(":")
            return True
        return False

    def _person(self, name: str, line: Line) -> None:
        party = self.section if party_of(self.section) else ""
        role = "" if party else role_of(re.split(r"\s*[/&]\s*", self.section)[0]) if self.section else ""
        person = read_person(name, group=party, role=role)
        for index, (date, printed) in self.columns.items():
            mark = " ".join(line.cells[index].split()) if index < len(line.cells) else ""
            status = self._status(mark, line)
            self.found.append(Attendance(person, status, date, printed, mark, self.section, substitute_for(mark)))

    def _status(self, mark: str, line: Line) -> str:
        if not mark or not re.search(r"\w|[✓✔√✗✘☑☒✅❌●■/]", mark):
            return UNKNOWN
        low = mark.lower()
        if low in self.legend:
            return self.legend[low]
        if low in {"x", "×"}:
            if self.ticked:
                return ABSENT
            return self._unsure(
                mark, line, UNKNOWN, "an x alone can mean present or absent, and no mark beside it tells which"
            )
        if low == "a":
            return self._unsure(mark, line, ABSENT, "A is taken for absent; it may stand for apologies")
        status = self._known(mark)
        if status == UNKNOWN and substitute_for(mark):
            return SUBSTITUTE if re.search(r"sub|deput", low) else UNKNOWN
        if status == UNKNOWN:
            return self._unsure(mark, line, UNKNOWN, "not a mark of attendance that is known")
        return status

    def _known(self, mark: str) -> str:
        return next((status for status, pattern in _PATTERNS.items() if pattern.match(mark)), UNKNOWN)

    def _unsure(self, mark: str, line: Line, status: str, why: str) -> str:
        if mark.lower() not in self.told:
            self.told.add(mark.lower())
            self.unread.append(Unread(f"the mark {mark!r}", why, line.where))
        return status
