"""Mid-year population estimates: how many people live in each district, unitary and borough on 30 June.

Source: Office for National Statistics, mid-year population estimates, as one row a place and year
(`gss_code,name,year,population`). The publisher recasts earlier years to the councils of the latest one, so
a council that has been abolished stands there under its successors.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import UTC, date, datetime
from statistics import median
from typing import TYPE_CHECKING, ClassVar

from wholeplace.core.errors import BadFileError
from wholeplace.core.periods import Period
from wholeplace.evidence.dataset import Dataset
from wholeplace.evidence.reading import ASSUMED, ROW, WARNING, Check, Line, Reading, SetAside
from wholeplace.evidence.source import header_has
from wholeplace.places.datasets import long_csv as long

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wholeplace.evidence.source import SourceFile

LINE = "population.total"
_NEEDED = ("gss_code", "name", "year", "population")
_YEAR = re.compile(r"^(?:mid[- ]?)?(\d{4})(?:\.0)?$", re.IGNORECASE)  # 2012, 2012.0, Mid-2012
_EARLIEST = 1961  # before it there are no estimates for today's kinds of council
_JUMP = 0.15  # beyond it lies no council of 2010 to 2024 but the City of London, whose people are few


class MidYearPopulation(Dataset):
    """One reading a year. A county's population is the sum of its districts."""

    key: ClassVar[str] = "population-mid-year"
    title: ClassVar[str] = "Mid-year population estimates"
    publisher: ClassVar[str] = "Office for National Statistics"
    namespace: ClassVar[str] = "population"

    def recognise(self, source: SourceFile) -> bool:
        return header_has(source, _NEEDED) and not header_has(source, ("sex",)) and not header_has(source, ("age",))

    def read(self, source: SourceFile) -> Iterable[Reading]:
        grid = source.grid
        code, year, name, people = (grid.column(c) for c in ("gss_code", "year", "name", "population"))
        problems: list[SetAside] = []
        rows = long.without_bad_codes(long.rows_of(grid), code, problems)
        by_year = _by_year(rows, year, problems)
        if not by_year:
            raise BadFileError(
                source.name,
                "no row has a year and a GSS code",
                "Check that this is the file as published.",
                cell=problems[0].cell if problems else "",
                value=problems[0].value if problems else "",
            )
        readings = []
        for when, found in sorted(by_year.items()):
            reading = self._reading(when)
            its_rows = long.without_duplicates(found, lambda r: r.text(code).upper(), code, reading.set_aside)
            reading.authorities = long.authorities(its_rows, code, name)
            reading.blocks = [long.read_block(LINE, its_rows, people, code, _fault, reading.set_aside)]
            readings.append(reading)
        readings[0].set_aside[:0] = problems
        _check_same_councils(readings)
        _warn_jumps(readings)
        long.warn_cut_short(source, readings)
        return readings

    def _reading(self, year: int) -> Reading:
        return self.begin(
            Period.calendar(year),
            date(year + 1, 6, 30),
            ASSUMED,
            "the file does not say; assumed from the usual timetable (each June for the June before). "
            "The values may be a later revision, and stand for the councils of the file's latest year",
            lower_tier=True,
            lines={LINE: Line(LINE, "Population, mid-year estimate")},
        )


def _fault(number: float) -> str:
    if number <= 0:
        return "a population that is not above zero"
    return "" if number.is_integer() else "a population that is not a whole number"


def _by_year(rows: Iterable[long.Row], column: int, problems: list[SetAside]) -> dict[int, list[long.Row]]:
    latest = datetime.now(UTC).year
    by_year: dict[int, list[long.Row]] = defaultdict(list)
    for row in rows:
        text = row.text(column)
        if (told := _YEAR.match(text)) and _EARLIEST <= int(told[1]) <= latest:
            by_year[int(told[1])].append(row)
            continue
        problems.append(
            SetAside(
                ROW,
                f"this is not a year from {_EARLIEST} to {latest}",
                cell=row.cell(column),
                value=text,
                remedy="Correct the year as published and load again.",
            )
        )
    return by_year


def _check_same_councils(readings: list[Reading]) -> None:
    """Each year should list as many councils as the others: a year with few is a wrong year or a cut file."""
    usual = median(len(r.authorities) for r in readings)
    for reading in readings:
        count = len(reading.authorities)
        passed = count >= usual * 0.9
        reading.checks.append(Check("as-many-councils-as-other-years", passed, f"{count} councils; median {usual:g}"))
        if not passed:
            reading.set_aside.append(
                SetAside(
                    WARNING,
                    f"{reading.period} has {count} councils where other years have {usual:g}",
                    value=str(reading.period),
                    remedy="Check the year column and that the file is whole.",
                )
            )


def _warn_jumps(readings: list[Reading]) -> None:
    """Warn of a population that changes by more than 15% in a year: mostly a lost or doubled digit."""
    before: dict[str, float] = {}
    for reading in readings:
        block = reading.blocks[0]
        for key, number, row in zip(block.authorities, block.numbers, block.rows, strict=True):
            last = before.get(key)
            if last and number == number and abs(number / last - 1) > _JUMP:  # noqa: PLR0124 - tells NaN
                reading.set_aside.append(
                    SetAside(
                        WARNING,
                        f"{key} goes from {last:,.0f} to {number:,.0f} people in a year",
                        cell=long.Row(row, ()).cell(block.column),
                        value=f"{number:.0f}",
                        remedy="Check it against the publication; it is used as it stands.",
                    )
                )
            if number == number:  # noqa: PLR0124 - tells NaN
                before[key] = float(number)
