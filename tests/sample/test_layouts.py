"""The layouts are the published ones: same columns, same order, same place on the sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rereading import header_row, sheet_rows

from support import shared_data
from wholeplace.sample.council_tax import lines
from wholeplace.sample.layouts import layout, period

if TYPE_CHECKING:
    from pathlib import Path

YEARS = range(2010, 2018)


def _sheet(year: int) -> str:
    return f"RS LA Data {period(year)}" + (" (1)" if year < 2015 else "")


def _plain(value: object) -> str:
    return " ".join(str(value).split())


@pytest.mark.parametrize("year", YEARS)
def test_an_outturn_sheet_has_the_published_headings_where_they_were_published(year: int, whole: Path) -> None:
    suffix = "xls" if year < 2015 else "xlsx"
    published = sheet_rows(shared_data(f"finance/revenue_outturn_rs/RS_{period(year)}.{suffix}"), _sheet(year))
    made = sheet_rows(whole / f"RS_{period(year)}.xlsx", _sheet(year))
    assert header_row(made) == header_row(published)
    for above in (0, 1, 2) if year >= 2015 else (0, 1):
        row = header_row(published) - above
        assert [_plain(c) for c in made[row]] == [_plain(c) for c in published[row]], f"row {row + 1}"


def test_the_budget_has_published_headings_and_line_numbers(whole: Path) -> None:
    published = sheet_rows(shared_data("finance/RA_2016-17_budget.xlsx"), "RA LA Data 2016-17")
    row = header_row(published)
    known = {(number, _plain(heading)) for number, heading in zip(published[row - 1], published[row], strict=True)}
    made = sheet_rows(whole / "RA_2016-17_budget.xlsx", "RA LA Data 2016-17")
    assert header_row(made) == row
    shown = {(number, _plain(heading)) for number, heading in zip(made[row - 1], made[row], strict=True)}
    assert shown <= known
    assert len(shown) > 90


@pytest.mark.parametrize("year", range(2015, 2022))
def test_council_tax_lines_are_numbered_as_published(year: int) -> None:
    published = sheet_rows(shared_data(f"finance/council_tax/CTR_{period(year)}.xlsx"), "Data")[3]
    numbers = [_plain(c).lstrip("'").split(".")[0] for c in published if _plain(c)[:3].lstrip("'")[:1].isdigit()]
    made = [line.heading.split(".")[0] for line in lines(year) if line.heading]
    assert made == numbers[: len(made)]


@pytest.mark.parametrize("year", YEARS)
def test_no_item_stands_twice_in_a_layout(year: int) -> None:
    items = [column.item for column in layout(f"rs_{period(year)}") if column.item != "@blank"]
    assert len(items) == len(set(items))
