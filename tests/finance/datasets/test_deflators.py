"""GDP deflators: the Unit Cost Database's look-up sheet, and small files in both layouts."""

from __future__ import annotations

from datetime import date

import pytest
from files import Rows, block, number, workbook

from support import shared_data
from wholeplace.core.errors import BadFileError
from wholeplace.evidence.reading import CELL, WARNING, Reading
from wholeplace.evidence.sheets import cell_name
from wholeplace.evidence.source import SourceFile
from wholeplace.finance.datasets.deflators import Dataset, TreasuryDeflator, UnitCostDeflator

UNIT_COSTS, TREASURY = UnitCostDeflator(), TreasuryDeflator()


def lookups() -> Rows:
    return [
        [],
        ["Cost Database - Lookups", None, None, None, "based on 'GDP deflators', released on 19 March 2015"],
        [
            "Unit lookup",
            None,
            "Year",
            "% change on previous year",
            "as decimal",
            "GDP cumulative\n(using 1989)",
        ],
        ["Each", None, "1989/90", 7.79, 0.0779, 100],
        ["Hour", None, "1990/91", 10, 0.1, 110],
        ["Day", "f", "1991/92", 5, 0.05, 115.5],
    ]


def treasury() -> Rows:
    """Financial years on the left, calendar years on the right; forecast years have a change and no index."""
    change = "per cent change on previous year"
    return [
        [None, "GDP deflators at market prices, and money GDP"],
        [None, "Updated 30 June 2022"],
        [],
        [None, "Financial years", None, None, None, None, None, "Calendar years"],
        [None, None, "GDP deflator", None, "Money GDP", None, None, None, "GDP deflator", None, "Money GDP"],
        [
            None,
            "Financial year",
            "2021-22 = 100",
            change,
            "£ million",
            None,
            None,
            "Calendar year",
            "2021 = 100",
            change,
        ],
        [None, "2019-20", 90, None, 2_000_000, None, None, 2019, 89, 2],
        [None, "2020-21", 99, 10, 2_100_000, None, None, 2020, 97, 9],
        [None, "2021-22", 100, 1.0101, 2_200_000, None, None, 2021, 100, 3],
        [None, "2022-23 (1)", "-", 4, None, None, None, "2022 (1)", "-", 4],
        [None, "2023-24 (1)", "-", 2.5, None, None, None, "2023 (1)", "-", 2],
        [None, "(1) Forecasts of the Office for Budget Responsibility"],
    ]


def read(reader: Dataset, rows: Rows, sheet: str = "Lookups") -> dict[str, Reading]:
    source = workbook({sheet: rows})
    assert reader.recognise(source)
    return {str(r.period): r for r in reader.read(source)}


def level(reading: Reading) -> float:
    return number(reading, "gdp.deflator", "UK")


def test_published_unit_cost_workbook_1989_90_to_2019_20() -> None:
    source = SourceFile(shared_data("unit_costs/unit_cost_database_v1.4.xlsx"))
    assert UNIT_COSTS.recognise(source)
    assert not TREASURY.recognise(source)
    readings = {str(r.period): r for r in UNIT_COSTS.read(source)}
    assert len(readings) == 31
    assert level(readings["1989-90"]) == 100
    assert level(readings["2013-14"]) == pytest.approx(190.033434)
    assert {(r.published, r.published_basis) for r in readings.values()} == {(date(2015, 3, 19), "stated")}
    forecasts = [y for y, r in readings.items() if number(r, "gdp.deflator_forecast", "UK")]
    assert forecasts == ["2014-15", "2015-16", "2016-17", "2017-18", "2018-19", "2019-20"]
    assert not [s for r in readings.values() for s in r.set_aside]


def test_each_year_of_the_look_up_is_a_reading_traced_to_its_cell() -> None:
    readings = read(UNIT_COSTS, lookups())
    found = block(readings["1991-92"], "gdp.deflator")
    assert (level(readings["1991-92"]), cell_name(found.rows[0], found.column)) == (115.5, "F6")
    assert number(readings["1991-92"], "gdp.deflator_forecast", "UK") == 1


def test_treasury_financial_years_are_read_and_calendar_years_left() -> None:
    readings = read(TREASURY, treasury(), "Sheet1")
    assert [level(readings[y]) for y in ("2019-20", "2020-21", "2021-22")] == [90, 99, 100]
    assert len(readings) == 5
    assert readings["2021-22"].published == date(2022, 6, 30)
    assert "Index 2021-22 = 100" in readings["2021-22"].notes[0]


def test_treasury_forecasts_carry_the_index_on_by_the_published_change() -> None:
    readings = read(TREASURY, treasury(), "Sheet1")
    assert level(readings["2022-23"]) == pytest.approx(104)
    assert level(readings["2023-24"]) == pytest.approx(106.6)
    assert number(readings["2023-24"], "gdp.deflator_forecast", "UK") == 1
    assert number(readings["2021-22"], "gdp.deflator_forecast", "UK") == 0
    found = block(readings["2022-23"], "gdp.deflator")
    assert cell_name(found.rows[0], found.column) == "D10"


def test_a_title_that_names_only_the_month_gives_its_last_day_as_assumed() -> None:
    rows = treasury()
    rows[1][1] = "December 2022 Quarterly National Accounts"
    reading = read(TREASURY, rows, "Sheet1")["2021-22"]
    assert (reading.published, reading.published_basis) == (date(2022, 12, 31), "assumed")


def test_an_index_is_never_summed_over_places() -> None:
    assert read(TREASURY, treasury(), "Sheet1")["2021-22"].lines["gdp.deflator"].combine == "none"


def test_a_lost_year_is_refused() -> None:
    rows = treasury()
    del rows[7]
    with pytest.raises(BadFileError, match=r"cell B8: the year after 2019-20 should be 2020-21 \(found '2021-22'\)"):
        read(TREASURY, rows, "Sheet1")


def test_an_index_that_contradicts_the_published_change_is_warned_of_by_cell() -> None:
    rows = lookups()
    rows[4][5] = 101
    readings = read(UNIT_COSTS, rows)
    told = [(s.what, s.cell) for r in readings.values() for s in r.set_aside]
    assert told == [(WARNING, "F5"), (WARNING, "F6")]
    assert level(readings["1990-91"]) == 101


def test_text_for_an_index_is_set_aside() -> None:
    rows = treasury()
    rows[8][2] = "hundred"
    readings = read(TREASURY, rows, "Sheet1")
    assert [(s.what, s.cell) for r in readings.values() for s in r.set_aside] == [(CELL, "C9")]
