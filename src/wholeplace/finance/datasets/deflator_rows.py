"""Rows of financial years in a sheet of deflators, wherever their columns have moved to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wholeplace.core.errors import BadFileError, PeriodError
from wholeplace.core.ids import fold
from wholeplace.core.periods import FINANCIAL_YEAR, Period
from wholeplace.evidence.cells import read_cell
from wholeplace.evidence.figure import SET_ASIDE
from wholeplace.evidence.reading import CELL, WARNING, SetAside
from wholeplace.evidence.sheets import cell_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from wholeplace.evidence.sheets import Sheet

_YEAR = re.compile(r"^\s*(\d{4})\s*[-/\u2013]\s*(\d{2,4})")
_MARKED_FORECAST = re.compile(r"\(f\)|\bf\b|forecast", re.IGNORECASE)


@dataclass(frozen=True)
class YearRow:
    """One financial year as published. Row and columns count from 0; -1 where there is none."""

    period: Period
    row: int
    level: float | None
    level_column: int
    change: float | None
    change_column: int
    forecast: bool


def find_header(
    sheet: Sheet, file: str, first: Callable[[str], bool], also: Callable[[str], bool] | None
) -> tuple[int, int]:
    """The header row and the column of years in it.

    Raises:
        BadFileError: no row near the top has that heading.
    """
    for index, row in enumerate(sheet.rows[:30]):
        folded = [fold(c) if isinstance(c, str) else "" for c in row]
        column = next((i for i, t in enumerate(folded) if first(t)), -1)
        if column >= 0 and (also is None or any(also(t) for t in folded)):
            return index, column
    raise BadFileError(
        file,
        "no header row names the year and the deflator",
        "Check that the header row was not deleted or renamed.",
        sheet=sheet.name,
    )


def column_starting(sheet: Sheet, header: int, starts: str, after: int) -> int:
    row = sheet.rows[header]
    return next((i for i in range(after + 1, len(row)) if fold(str(row[i])).startswith(starts)), -1)


def treasury_columns(sheet: Sheet, header: int, year_at: int, file: str) -> tuple[int, int]:
    """Columns of the index (headed `… = 100`) and of the per cent change, right of the years.

    The headings stand in the header row or in up to three rows about it, and moved over the years.
    """
    near = range(max(header - 2, 0), header + 3)
    width = len(sheet.rows[header])

    def headed(column: int, words: tuple[str, ...]) -> bool:
        text = " ".join(fold(sheet.text(r, column)) for r in near)
        return any(w in text for w in words)

    level = next((c for c in range(year_at + 1, width) if headed(c, ("= 100", "=100", "gdp deflator"))), -1)
    change = next(
        (c for c in range(level + 1, width) if headed(c, ("per cent change", "percentage change", "% change"))),
        -1,
    )
    if level < 0:
        raise BadFileError(
            file,
            "no column of the index (headed like '2023-24 = 100') follows the financial years",
            "Check that the header rows were not deleted.",
            sheet=sheet.name,
            cell=cell_name(header, year_at),
        )
    return level, change


def year_rows(
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
                sheet.name,
                f"the year after {rows[-1].period} should be {rows[-1].period.shift(1)}",
                "A row was lost, doubled or changed: download the workbook again.",
                sheet=sheet.name,
                cell=cell_name(index, year_at),
                value=text,
            )
        level = _number(sheet, index, level_at, aside)
        change = _number(sheet, index, change_at, aside) if change_at >= 0 else None
        marked = bool(_MARKED_FORECAST.search(text[7:])) or (mark_at >= 0 and fold(sheet.text(index, mark_at)) == "f")
        rows.append(YearRow(period, index, level, level_at, change, change_at, marked))
        aside += _contradiction(sheet, rows[-2:])
    if not rows:
        raise BadFileError(
            sheet.name,
            "there is no financial year under the header",
            "The sheet may have been cut short.",
            sheet=sheet.name,
            cell=cell_name(start, year_at),
        )
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
            WARNING,
            f"the year before and the published change give {implied:,.3f}; the index differs",
            sheet.name,
            cell_name(pair[1].row, pair[1].level_column),
            f"{pair[1].level:,.3f}",
            "Compare with the publication; the index is used as it stands.",
        )
    ]


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
    if number is None and status == SET_ASIDE:
        aside.append(
            SetAside(
                CELL,
                "text where a number belongs",
                sheet.name,
                cell_name(row, column),
                str(value)[:80],
                "Correct the cell as published and load again.",
            )
        )
    return number


def carried_forward(rows: list[YearRow]) -> list[YearRow]:
    """Give years of which only the change is published the level it implies; drop years with neither."""
    out: list[YearRow] = []
    for row in rows:
        if row.level is not None:
            out.append(row)
        elif row.change is not None and out and out[-1].level is not None and out[-1].period.shift(1) == row.period:
            level = out[-1].level * (1 + row.change / 100)
            out.append(
                YearRow(
                    row.period,
                    row.row,
                    level,
                    row.change_column,
                    row.change,
                    row.change_column,
                    forecast=True,
                )
            )
    return out
