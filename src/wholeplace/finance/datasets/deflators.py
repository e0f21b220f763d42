"""GDP deflators: the general level of prices, by which pounds of one year are put in those of another.

Two workbooks: the look-up sheet of the Unit Cost Database (1989-90 = 100, to 2019-20, with the forecasts of the March 2015
Budget) and the Treasury's 'GDP deflators at market prices, and money GDP' as published each quarter. A release of
deflators becomes one reading a financial year, all published on the same day, so that for each year the latest
publication wins. Only ratios within one publication mean anything: their bases differ.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from wholeplace.core.errors import BadFileError, PeriodError
from wholeplace.core.ids import fold
from wholeplace.core.periods import FINANCIAL_YEAR, Period
from wholeplace.evidence.dataset import Dataset
from wholeplace.evidence.dates import months_after, stated_date
from wholeplace.evidence.figure import OK
from wholeplace.evidence.reading import ASSUMED, CELL, FACTS, STATED, WARNING, Authority, Block, Check, Line, Reading, SetAside
from wholeplace.evidence.source import WORKBOOK, cell_name
from wholeplace.evidence.table import read_cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wholeplace.evidence.source import Sheet, SourceFile

UNITED_KINGDOM = Authority("UK", "United Kingdom")
DEFLATOR = Line("gdp.deflator", "GDP deflator at market prices, index", 0, "none")
CHANGE = Line("gdp.change", "GDP deflator, per cent change on the previous year", 0, "none")
FORECAST = Line("gdp.deflator_forecast", "1 where the year is a forecast", 0, "none")

_YEAR = re.compile(r"^\s*(\d{4})\s*[-/–]\s*(\d{2,4})")
_BASE = re.compile(r"\b(\d{4}\s*[-/–]\s*\d{2,4})\s*=\s*100")
_MARKED_FORECAST = re.compile(r"\((?:f|\d)\)|\bf\b|forecast", re.IGNORECASE)
_MONTH_YEAR = re.compile(
    r"(january|february|march|april|may|june|july|august|september|october|november|december)\s+(20\d\d)", re.IGNORECASE
)
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_TOP = 15


@dataclass(frozen=True)
class YearRow:
    """One financial year as published. `row` and the columns are counted from 0; -1 where there is no such cell."""

    period: Period
    row: int
    level: float | None
    level_column: int
    change: float | None
    change_column: int
    forecast: bool


class UnitCostDeflator(Dataset):
    """The deflator in the look-up sheet of the Unit Cost Database."""

    key: ClassVar[str] = "gdp-deflator-unit-costs"
    title: ClassVar[str] = "GDP deflator (Unit Cost Database look-up)"
    publisher: ClassVar[str] = "HM Treasury, by way of New Economy"
    licence: ClassVar[str] = "CC BY 4.0"
    namespace: ClassVar[str] = "gdp"

    def recognise(self, source: SourceFile) -> bool:
        return source.kind == WORKBOOK and "Lookups" in source.workbook.sheet_names and (
            "gdp cumulative" in fold(source.workbook.sheet("Lookups").words())
        )

    def read(self, source: SourceFile) -> Iterable[Reading]:
        sheet = source.workbook.sheet("Lookups")
        header, year_at = _find(sheet, source.name, lambda t: t == "year", lambda t: t.startswith("gdp cumulative"))
        level_at = _column(sheet, header, "gdp cumulative", after=year_at)
        change_at = _column(sheet, header, "% change on previous year", after=year_at)
        rows, aside = _year_rows(sheet, header + 1, year_at, level_at, change_at, mark_at=year_at - 1)
        published, note = stated_date(sheet.words())
        for row in rows:
            yield _reading(self, sheet, row, published, note, "1989-90 = 100", aside if row is rows[0] else [])


class TreasuryDeflator(Dataset):
    """The Treasury's quarterly spreadsheet; its block of financial years (the calendar years beside it are left)."""

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
        sheet = next((s for n in book.sheet_names[:3] if _is_treasury(s := book.sheet(n))), book.sheet(book.sheet_names[0]))
        header, year_at = _find(sheet, source.name, lambda t: t.startswith("financial year"), None)
        level_at, change_at = _treasury_columns(sheet, header, year_at, source.name)
        rows, aside = _year_rows(sheet, header + 1, year_at, level_at, change_at, mark_at=-1)
        published, note = _published(sheet)
        found = _BASE.search(sheet.words(_TOP))
        base = f"{found[1]} = 100" if found else "base not stated"
        for row in _carried_forward(rows):
            yield _reading(self, sheet, row, published, note, base, aside if row.period == rows[0].period else [])


def _is_treasury(sheet: Sheet) -> bool:
    words = fold(sheet.words(_TOP))
    return "gdp deflator" in words and "money gdp" in words and "financial year" in words


def _find(sheet: Sheet, file: str, first: object, also: object) -> tuple[int, int]:
    """The header row and the column of years in it.

    Raises:
        BadFileError: no row near the top has that heading.
    """
    for index, row in enumerate(sheet.rows[:30]):
        folded = [fold(c) if isinstance(c, str) else "" for c in row]
        column = next((i for i, t in enumerate(folded) if callable(first) and first(t)), -1)
        if column >= 0 and (also is None or (callable(also) and any(also(t) for t in folded))):
            return index, column
    raise BadFileError(
        file, "no header row names the year and the deflator", "Check that the header row was not deleted or renamed.",
        sheet=sheet.name,
    )  # fmt: skip


def _column(sheet: Sheet, header: int, starts: str, after: int) -> int:
    row = sheet.rows[header]
    return next((i for i in range(after + 1, len(row)) if fold(str(row[i])).startswith(starts)), -1)


def _treasury_columns(sheet: Sheet, header: int, year_at: int, file: str) -> tuple[int, int]:
    """Columns of the index and of the change: the first two headed `… = 100` and `per cent change` after the years.

    The headings stand in the header row or in up to three rows about it, and moved over the years.
    """
    near = range(max(header - 2, 0), header + 3)
    width = len(sheet.rows[header])

    def headed(column: int, words: tuple[str, ...]) -> bool:
        text = " ".join(fold(sheet.text(r, column)) for r in near)
        return any(w in text for w in words)

    level = next((c for c in range(year_at + 1, width) if headed(c, ("= 100", "=100", "gdp deflator"))), -1)
    change = next((c for c in range(level + 1, width) if headed(c, ("per cent change", "percentage change", "% change"))), -1)
    if level < 0:
        raise BadFileError(
            file, "no column of the index (headed like '2023-24 = 100') follows the financial years",
            "Check that the header rows were not deleted.", sheet=sheet.name, cell=cell_name(header, year_at),
        )  # fmt: skip
    return level, change


def _year_rows(
    sheet: Sheet, start: int, year_at: int, level_at: int, change_at: int, mark_at: int
) -> tuple[list[YearRow], list[SetAside]]:
    """Rows of financial years and what in them was set aside.

    Raises:
        BadFileError: there is none, or a year stands twice or out of order.
    """
    rows: list[YearRow] = []
    aside: list[SetAside] = []
    for index in range(start, len(sheet.rows)):
        text = sheet.text(index, year_at)
        period = _financial_year(text)
        if period is None:
            continue
        if rows and period != rows[-1].period.shift(1):
            raise BadFileError(
                sheet.name, f"the year after {rows[-1].period} should be {rows[-1].period.shift(1)}",
                "A row was lost, doubled or changed: download the workbook again.",
                sheet=sheet.name, cell=cell_name(index, year_at), value=text,
            )  # fmt: skip
        level = _number(sheet, index, level_at, aside)
        change = _number(sheet, index, change_at, aside) if change_at >= 0 else None
        marked = bool(_MARKED_FORECAST.search(text[7:])) or (mark_at >= 0 and fold(sheet.text(index, mark_at)) == "f")
        rows.append(YearRow(period, index, level, level_at, change, change_at, marked))
        aside += _contradiction(sheet, rows[-2:])
    if not rows:
        raise BadFileError(
            sheet.name, "there is no financial year under the header", "The sheet may have been cut short.",
            sheet=sheet.name, cell=cell_name(start, year_at),
        )  # fmt: skip
    return rows, aside


def _contradiction(sheet: Sheet, pair: list[YearRow]) -> list[SetAside]:
    """A warning where the index does not rise by the change published beside it."""
    if len(pair) < 2 or pair[0].level is None or pair[1].level is None or pair[1].change is None:
        return []
    implied = pair[0].level * (1 + pair[1].change / 100)
    if abs(implied - pair[1].level) <= 0.001 * abs(implied):
        return []
    return [
        SetAside(
            WARNING, f"the index does not follow from the year before and the published change, which give {implied:,.3f}",
            sheet.name, cell_name(pair[1].row, pair[1].level_column), f"{pair[1].level:,.3f}",
            "Compare with the publication; the index is used as it stands.",
        )
    ]  # fmt: skip


def _financial_year(text: str) -> Period | None:
    found = _YEAR.match(text)
    if not found:
        return None
    try:
        period = Period.parse(f"{found[1]}-{found[2]}")
    except PeriodError:
        return None
    return period if period.kind == FINANCIAL_YEAR else None


def _number(sheet: Sheet, row: int, column: int, aside: list[SetAside]) -> float | None:
    cells = sheet.rows[row]
    value = cells[column] if column < len(cells) else ""
    number, status = read_cell(value)
    if number is None and status == "set-aside":
        aside.append(
            SetAside(
                CELL, "text where a number belongs", sheet.name, cell_name(row, column), str(value)[:80],
                "Correct the cell as published and load again.",
            )
        )  # fmt: skip
    return number


def _carried_forward(rows: list[YearRow]) -> list[YearRow]:
    """Give forecast years, for which only the change is published, the level it implies; drop years with neither."""
    out: list[YearRow] = []
    for row in rows:
        if row.level is not None:
            out.append(row)
        elif row.change is not None and out and out[-1].level is not None and out[-1].period.shift(1) == row.period:
            level = out[-1].level * (1 + row.change / 100)
            out.append(YearRow(row.period, row.row, level, row.change_column, row.change, row.change_column, forecast=True))
    return out


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
    dataset: Dataset, sheet: Sheet, row: YearRow, published: date | None, note: str, base: str, aside: list[SetAside]
) -> Reading:
    stated = bool(published and note)
    if published is None:
        published, note = months_after(row.period.end, 3), "the file does not say; assumed three months after the year"
    elif not note:
        note = "the file names only the month; assumed to be its last day"
    reading = Reading(
        dataset.key, dataset.namespace, FACTS, row.period, dataset.title, dataset.publisher, dataset.licence,
        published, STATED if stated else ASSUMED, note, authorities=[UNITED_KINGDOM], set_aside=list(aside),
    )  # fmt: skip
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
