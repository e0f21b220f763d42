"""A GDP deflator in the layout of the Treasury's spreadsheet, with invented numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wholeplace.sample.layouts import period
from wholeplace.sample.names import COUNTRY, SENTENCE
from wholeplace.sample.workbook import Cell, open_workbook, write_sheet

if TYPE_CHECKING:
    from pathlib import Path

# Per cent change on the year before, by the year in which a financial year starts.
CHANGES = {
    2010: 1.8, 2011: 1.6, 2012: 1.9, 2013: 1.7, 2014: 1.4, 2015: 0.8, 2016: 2.1, 2017: 1.7,
    2018: 2.0, 2019: 2.3, 2020: 5.8, 2021: -0.4,
}  # fmt: skip
FORECASTS = {2022: 3.9, 2023: 2.4}
BASE_YEAR = 2021


@dataclass(frozen=True)
class Edition:
    """One publication of the series: its last known year, which is its base, and the day it was updated."""

    last: int
    updated: str


EDITIONS = (Edition(2016, "22 December 2017"), Edition(2021, "30 June 2022"))


def index(base: int = BASE_YEAR) -> dict[int, float]:
    """The index by the year in which the financial year starts, 2009 to `base`; 100 in the base year."""
    found = {base: 100.0}
    for year in range(base, 2009, -1):
        found[year - 1] = round(found[year] / (1 + CHANGES[year] / 100), 3)
    return dict(sorted(found.items()))


def write(folder: Path, edition: Edition = EDITIONS[-1]) -> Path:
    """Write an edition's workbook; returns its path.

    As published: financial years on the left, calendar years on the right, headings on row 7, and years
    of the forecast at the end with a footnote in their label, a change and no index.
    """
    levels = index(edition.last)
    ahead = {**CHANGES, **FORECASTS}
    path = folder / f"GDP_deflators_2009-10_to_{period(edition.last)}.xlsx"
    base = f"{period(edition.last)} = 100"
    change = "per cent change on previous year"
    rows: list[list[Cell]] = [
        [None, "GDP deflators at market prices, and money GDP"],
        [None, f"Updated {edition.updated}"],
        [None, f"{SENTENCE}. The numbers are made up for {COUNTRY}."],
        [],
        [None, "Financial years", None, None, None, None, None, "Calendar years"],
        [None, None, "GDP deflator", None, "Money GDP", None, None, None, "GDP deflator", None, "Money GDP"],
        [
            None, "Financial year", base, change, "£ million", None, None, "Calendar year", base, change, "£ million",
        ],
    ]  # fmt: skip
    for year, level in levels.items():
        money = round(1_520_000 * level / levels[2009] * 1.013 ** (year - 2009) * (0.91 if year == 2020 else 1))
        left: list[Cell] = [None, period(year), level, CHANGES.get(year), money]
        earlier = level / (1 + 0.0025 * CHANGES.get(year, 1.5))
        rows.append([*left, None, None, year, round(earlier, 3), CHANGES.get(year), round(money * 0.992)])
    for year in (edition.last + 1, edition.last + 2):
        rise = ahead[year]
        rows.append([None, f"{period(year)} (1)", "-", rise, "-", None, None, f"{year} (1)", "-", rise, "-"])
    rows += [[], [None, "(1) Forecast, invented like the rest."]]
    with open_workbook(path) as book:
        write_sheet(book, "Deflators", rows)
    return path
