"""Periods are explicit: financial year `2016-17`, calendar year `2016`, quarter `2016-17 Q3`, or date.

A financial year runs from 1 April to 31 March; its quarter 1 is April to June.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from wholeplace.core.errors import PeriodError

FINANCIAL_YEAR = "financial-year"
CALENDAR_YEAR = "calendar-year"
QUARTER = "quarter"
DATE = "date"

_FINANCIAL = re.compile(r"^([12]\d{3})\s*[-/–]\s*(\d{2}|\d{4})$", re.ASCII)
_QUARTER = re.compile(r"^([12]\d{3})\s*[-/–]\s*(\d{2}|\d{4})\s+Q([1-4])$", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of time that a figure speaks of.

    `year` is the year it starts in, `quarter` is 1 to 4 for a quarter and 0 otherwise. `str(period)` is
    the canonical key that is stored and shown.
    """

    year: int
    quarter: int
    kind: str
    day: date | None = None

    @staticmethod
    def financial(start_year: int) -> Period:
        """Financial year starting on 1 April `start_year`."""
        return Period(start_year, 0, FINANCIAL_YEAR)

    @staticmethod
    def calendar(year: int) -> Period:
        """Calendar year, also used for mid-year estimates and indices of that year."""
        return Period(year, 0, CALENDAR_YEAR)

    @staticmethod
    def parse(text: str) -> Period:
        """Read a period; `2016/17`, `2016-2017` and `2016–17` all mean `2016-17`.

        Raises:
            PeriodError: the text is none of the four forms, or its second year does not follow the first.
        """
        return _parse(str(text).strip())

    @property
    def start(self) -> date:
        """First day."""
        if self.kind == DATE and self.day:
            return self.day
        if self.kind == CALENDAR_YEAR:
            return date(self.year, 1, 1)
        if self.kind == QUARTER and self.quarter == 4:
            return date(self.year + 1, 1, 1)
        return date(self.year, 1 + 3 * max(self.quarter, 1), 1)

    @property
    def end(self) -> date:
        """Last day."""
        if self.kind == DATE and self.day:
            return self.day
        if self.kind == CALENDAR_YEAR:
            return date(self.year, 12, 31)
        if self.kind == FINANCIAL_YEAR:
            return date(self.year + 1, 3, 31)
        last = self.quarter == 4
        following = Period(self.year + 1 if last else self.year, 1 if last else self.quarter + 1, QUARTER)
        return following.start - timedelta(days=1)

    def shift(self, years: int) -> Period:
        """The same kind of period `years` later (earlier when negative)."""
        if self.kind == DATE:
            raise PeriodError(f"A date ({self}) has no previous period. Use a financial or calendar year.")
        return Period(self.year + years, self.quarter, self.kind)

    def __str__(self) -> str:
        if self.kind == DATE and self.day:
            return self.day.isoformat()
        if self.kind == CALENDAR_YEAR:
            return f"{self.year:04d}"
        base = f"{self.year:04d}-{(self.year + 1) % 100:02d}"
        return f"{base} Q{self.quarter}" if self.kind == QUARTER else base


@lru_cache(maxsize=4096)
def _parse(text: str) -> Period:
    if re.fullmatch(r"[12]\d{3}", text, re.ASCII):
        return Period.calendar(int(text))
    for pattern in (_FINANCIAL, _QUARTER):
        if found := pattern.match(text):
            year, second = int(found[1]), found[2]
            if int(second) % 100 != (year + 1) % 100 or (len(second) == 4 and int(second) != year + 1):
                break
            if pattern is _QUARTER:
                return Period(year, int(found[3]), QUARTER)
            return Period.financial(year)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise PeriodError(
            f"'{text}' is not a period. Write a financial year (2016-17), a calendar year (2016), "
            "a quarter (2016-17 Q3) or a date (2017-03-31)."
        ) from None
    return Period(day.year, 0, DATE, day)
