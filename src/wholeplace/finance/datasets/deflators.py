"""GDP deflators: the general level of prices, by which pounds of one year are put in those of another.

Two workbooks: the look-up sheet of the Unit Cost Database (1989-90 = 100, to 2019-20, with the forecasts of
the March 2015 Budget) and the Treasury's 'GDP deflators at market prices, and money GDP' as published each
quarter. A release of deflators becomes one reading a financial year, all published on the same day, so that
for each year the latest publication wins. Only ratios within one publication mean anything: their bases
differ.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from wholeplace.core.ids import fold
from wholeplace.evidence.dataset import Dataset
from wholeplace.evidence.dates import months_after, stated_date
from wholeplace.evidence.figure import OK
from wholeplace.evidence.reading import (
    ASSUMED,
    FACTS,
    STATED,
    Authority,
    Block,
    Check,
    Line,
    Reading,
    SetAside,
)
from wholeplace.evidence.source import WORKBOOK
from wholeplace.finance.datasets.deflator_rows import (
    YearRow,
    carried_forward,
    column_starting,
    find_header,
    treasury_columns,
    year_rows,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wholeplace.evidence.sheets import Sheet
    from wholeplace.evidence.source import SourceFile

UNITED_KINGDOM = Authority("UK", "United Kingdom")
DEFLATOR = Line("gdp.deflator", "GDP deflator at market prices, index", 0, "none")
CHANGE = Line("gdp.change", "GDP deflator, per cent change on the previous year", 0, "none")
FORECAST = Line("gdp.deflator_forecast", "1 where the year is a forecast", 0, "none")

_BASE = re.compile(r"\b(\d{4}\s*[-/\u2013]\s*\d{2,4})\s*=\s*100")
_MONTH_YEAR = re.compile(
    r"(january|february|march|april|may|june|july|august|september|october|november|december)\s+(20\d\d)",
    re.IGNORECASE,
)
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_TOP = 15


class UnitCostDeflator(Dataset):
    """The deflator in the look-up sheet of the Unit Cost Database."""

    key: ClassVar[str] = "gdp-deflator-unit-costs"
    title: ClassVar[str] = "GDP deflator (Unit Cost Database look-up)"
    publisher: ClassVar[str] = "HM Treasury, by way of New Economy"
    licence: ClassVar[str] = "CC BY 4.0"
    namespace: ClassVar[str] = "gdp"

    def recognise(self, source: SourceFile) -> bool:
        return (
            source.kind == WORKBOOK
            and "Lookups" in source.workbook.sheet_names
            and ("gdp cumulative" in fold(source.workbook.sheet("Lookups").words()))
        )

    def read(self, source: SourceFile) -> Iterable[Reading]:
        sheet = source.workbook.sheet("Lookups")
        header, year_at = find_header(
            sheet, source.name, lambda t: t == "year", lambda t: t.startswith("gdp cumulative")
        )
        level_at = column_starting(sheet, header, "gdp cumulative", after=year_at)
        change_at = column_starting(sheet, header, "% change on previous year", after=year_at)
        rows, aside = year_rows(sheet, header + 1, year_at, level_at, change_at, mark_at=year_at - 1)
        published, note = stated_date(sheet.words())
        for row in rows:
            yield _reading(self, sheet, row, published, note, "1989-90 = 100", aside if row is rows[0] else [])


class TreasuryDeflator(Dataset):
    """The Treasury's quarterly spreadsheet: its financial years; the calendar years beside them are left."""

    key: ClassVar[str] = "gdp-deflator-hmt"
    title: ClassVar[str] = "GDP deflators at market prices, and money GDP"
    publisher: ClassVar[str] = "HM Treasury"
    namespace: ClassVar[str] = "gdp"

    def recognise(self, source: SourceFile) -> bool:
        if source.kind != WORKBOOK:
            return False
        book = source.workbook
        return any(_is_treasury(book.sheet(name)) for name in book.sheet_names[:3])

    def read(self, source: SourceFile) -> Iterable[Reading]:
        book = source.workbook
        sheet = next(
            (s for n in book.sheet_names[:3] if _is_treasury(s := book.sheet(n))),
            book.sheet(book.sheet_names[0]),
        )
        header, year_at = find_header(sheet, source.name, lambda t: t.startswith("financial year"), None)
        level_at, change_at = treasury_columns(sheet, header, year_at, source.name)
        rows, aside = year_rows(sheet, header + 1, year_at, level_at, change_at, mark_at=-1)
        published, note = _published(sheet)
        found = _BASE.search(sheet.words(_TOP))
        base = f"{found[1]} = 100" if found else "base not stated"
        for row in carried_forward(rows):
            yield _reading(self, sheet, row, published, note, base, aside if row.period == rows[0].period else [])


def _is_treasury(sheet: Sheet) -> bool:
    words = fold(sheet.words(_TOP))
    return "gdp deflator" in words and "money gdp" in words and "financial year" in words


def _published(sheet: Sheet) -> tuple[date | None, str]:
    """The stated day, else the end of the month the title names (the Treasury publishes within it)."""
    words = sheet.words(_TOP)
    day, note = stated_date(words)
    if day:
        return day, note
    months = [(int(y), _MONTHS.index(m.casefold()) + 1) for m, y in _MONTH_YEAR.findall(words)]
    if months:
        year, month = max(months)
        return months_after(date(year, month, 1), 0), ""
    return None, ""


def _reading(
    dataset: Dataset,
    sheet: Sheet,
    row: YearRow,
    published: date | None,
    note: str,
    base: str,
    aside: list[SetAside],
) -> Reading:
    stated = bool(published and note)
    if published is None:
        published, note = (
            months_after(row.period.end, 3),
            "the file does not say; assumed three months after the year",
        )
    elif not note:
        note = "the file names only the month; assumed to be its last day"
    reading = Reading(
        dataset.key,
        dataset.namespace,
        FACTS,
        row.period,
        dataset.title,
        dataset.publisher,
        dataset.licence,
        published,
        STATED if stated else ASSUMED,
        note,
        authorities=[UNITED_KINGDOM],
        set_aside=list(aside),
    )
    reading.notes.append(f"Index {base}. Use ratios within one publication only.")
    implied = row.forecast and row.level_column == row.change_column
    if implied:
        reading.notes.append("A forecast: the index is the year before's, raised by the published per cent change.")
    cells = [(DEFLATOR, row.level, row.level_column), (CHANGE, row.change, row.change_column)]
    for line, value, column in [*cells, (FORECAST, float(row.forecast), max(row.level_column, 0))]:
        if value is not None:
            reading.lines[line.id] = line
            reading.blocks.append(_one_cell(line.id, sheet.name, row.row, column, value))
    reading.checks.append(Check("index-positive", passed=bool(row.level and row.level > 0), detail=base))
    return reading


def _one_cell(line: str, sheet: str, row: int, column: int, value: float) -> Block:
    import numpy as np

    return Block(line, sheet, column, [row], [UNITED_KINGDOM.key], np.array([value]), np.array([OK], dtype=object))
