"""Council tax requirement: the published workbooks, and a small invented one in their layout."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layout_council_tax import BILLING, FIRST_COLUMN, FIRST_ROW, table, workbook

from support import shared_data
from wholeplace.core.errors import BadFileError
from wholeplace.evidence.figure import NOT_APPLICABLE, OK, SET_ASIDE
from wholeplace.evidence.reading import CELL, ROW, WARNING, Reading
from wholeplace.evidence.sheets import cell_name
from wholeplace.evidence.source import SourceFile
from wholeplace.finance.datasets.council_tax_requirement import CouncilTaxRequirement

READER = CouncilTaxRequirement()
YEARS = ("2015-16", "2016-17", "2017-18", "2018-19", "2019-20", "2020-21", "2021-22", "2022-23")
STABLE = (
    "requirement_including_parishes",
    "parish_precepts",
    "requirement_excluding_parishes",
    "levies",
    "collection_rate",
    "tax_base",
    "band_d_including_parishes",
    "band_d_excluding_parishes",
    "band_d_area",
    "area_police_band_d",
)


def read(source: SourceFile) -> Reading:
    (reading,) = READER.read(source)
    return reading


def value(reading: Reading, line: str, authority: str) -> tuple[float | None, str, str]:
    """Number, status and cell of one figure."""
    for block in reading.blocks:
        if block.line == f"ctr.{line}" and authority in block.authorities:
            place = block.authorities.index(authority)
            number = float(block.numbers[place])
            status = str(block.statuses[place])
            return (number if status == OK else None), status, cell_name(block.rows[place], block.column)
    raise AssertionError(f"no {line} for {authority}")


def published(year: str) -> SourceFile:
    return SourceFile(shared_data(f"finance/council_tax/CTR_{year}.xlsx"))


@pytest.mark.parametrize("year", YEARS)
def test_every_published_year_gives_the_same_lines(year: str) -> None:
    source = published(year)
    assert READER.recognise(source)
    reading = read(source)
    assert str(reading.period) == year
    assert reading.published == date(int(year[:4]), 3, 31)
    assert reading.published_basis == "assumed"
    assert {f"ctr.{key}" for key in STABLE} <= set(reading.lines)
    rates = [v for b in reading.blocks if b.line == "ctr.collection_rate" for v in b.numbers]
    assert all(0.8 <= v <= 1.05 for v in rates)


def test_authorities_are_counted_once_and_parts_set_aside() -> None:
    reading = read(published("2018-19"))
    assert len(reading.authorities) == 326 + 98
    assert len({a.key for a in reading.authorities}) == len(reading.authorities)
    assert sum("a part of an authority" in s.reason for s in reading.set_aside) == 4


@pytest.mark.parametrize(
    ("line", "authority", "number", "cell"),
    [
        ("requirement_including_parishes", "E4601", 289_830_333, "F26"),
        ("parish_precepts", "E4601", 1_868_171, "H26"),
        ("requirement_excluding_parishes", "E4601", 287_962_162, "J26"),
        ("tax_base", "E4601", 239_042, "T26"),
        ("band_d_including_parishes", "E4601", 1_212.47, "V26"),
        ("band_d_excluding_parishes", "E2835", 207.91, "X196"),
        ("collection_rate", "E2835", 0.971, "P196"),
        ("band_d_area", "E2835", 1_540.35, "AG196"),
        ("area_county_or_gla_band_d", "E2835", 1_111.25, "AD196"),
        ("area_police_band_d", "E2835", 204.96, "AE196"),
        ("requirement_excluding_parishes", "E2820", 254_422_521, "J402"),
        ("band_d_excluding_parishes", "E2820", 1_111.25, "X402"),
        ("adult_social_care_precept", "E2820", 4_894_986.2, "Y402"),
    ],
)
def test_cells_of_2016_17(line: str, authority: str, number: float, cell: str) -> None:
    found, status, where = value(read(published("2016-17")), line, authority)
    assert (status, where) == (OK, cell)
    assert found == pytest.approx(number)


def test_average_band_d_for_england_2016_17_is_what_the_parts_give() -> None:
    """Sheet 'Data', row England, line 8: 1529.56; published in words as £1,530."""
    reading = read(published("2016-17"))
    wholes = [b for b in reading.blocks if b.line == "ctr.requirement_including_parishes"]
    billing_base = next(b for b in reading.blocks if b.line == "ctr.tax_base")
    asked = sum(v for b in wholes for v in b.numbers)
    assert asked == pytest.approx(26_081_643_303.62, rel=1e-9)
    assert asked / sum(billing_base.numbers) == pytest.approx(1_529.5645, abs=0.0001)


def test_a_county_keeps_its_line_when_the_headings_change_in_2020_21() -> None:
    number, _, cell = value(read(published("2020-21")), "requirement_excluding_parishes", "E2820")
    assert number is not None
    assert number > 300_000_000
    assert cell.startswith("F")


def test_an_amount_that_its_parts_contradict_has_no_figure() -> None:
    """2022-23, cell F426: nought for a combined authority whose police part asks for £147.9m."""
    _, status, cell = value(read(published("2022-23")), "requirement_excluding_parishes", "E6353")
    assert (status, cell) == (SET_ASIDE, "F426")


def test_only_the_columns_of_the_year_itself_are_read() -> None:
    reading = read(workbook(table()))
    assert str(reading.period) == "2016-17"
    assert value(reading, "requirement_including_parishes", "X3831") == (1_200_000, OK, "F8")
    assert "2015-16 are restated" in reading.notes[0]
    assert [a.name for a in reading.authorities] == ["Fernmouth", "Ashmere", "Fernshire Police", "Fernshire"]
    assert all(c.passed for c in reading.checks)


def test_words_under_a_heading_tell_its_columns_apart() -> None:
    reading = read(workbook(table()))
    assert value(reading, "area_county_or_gla_band_d", "X3831")[0] == 1_000
    assert value(reading, "area_police_band_d", "X3831")[0] == 100


@pytest.mark.parametrize("own_headings", [False, True])
def test_precepting_authorities_are_found_under_either_layout(own_headings: bool) -> None:
    reading = read(workbook(table(own_headings=own_headings)))
    assert value(reading, "requirement_excluding_parishes", "X0421")[0] == 15_000_000
    assert value(reading, "band_d_excluding_parishes", "X0421")[0] == 1_000
    assert value(reading, "tax_base", "X0421")[0] == 15_000


def test_years_written_in_full_mean_the_same() -> None:
    assert str(read(workbook(table("2016-2017", "2015-2016"))).period) == "2016-17"


@pytest.mark.parametrize(("rates", "expected"), [((97, 98.5), 0.97), ((0.97, 0.985), 0.97)])
def test_collection_rates_are_fractions_whichever_way_they_are_written(
    rates: tuple[float, float], expected: float
) -> None:
    cells = table()
    cells[7, 11], cells[8, 11] = rates
    assert value(read(workbook(cells)), "collection_rate", "X3831")[0] == pytest.approx(expected)


def test_a_rate_on_another_scale_than_its_column_is_set_aside() -> None:
    cells = table()
    cells[8, 11] = 0.985
    cells[9, 0], cells[9, 1], cells[9, 2], cells[9, 11] = "X3833", "Marlholt", "SD", 96
    reading = read(workbook(cells))
    assert value(reading, "collection_rate", "X3832")[1:] == (SET_ASIDE, "L9")
    assert any(s.what == CELL and s.cell == "L9" and s.value == "0.985" for s in reading.set_aside)


def test_rates_and_tax_bases_do_not_add_up_across_places_but_money_does() -> None:
    lines = read(workbook(table())).lines
    assert lines["ctr.requirement_excluding_parishes"].combine == "sum"
    assert lines["ctr.requirement_excluding_parishes"].pounds_per_unit == 1
    assert {lines[f"ctr.{k}"].combine for k in ("tax_base", "band_d_excluding_parishes", "collection_rate")} == {"none"}
    assert lines["ctr.band_d_excluding_parishes"].pounds_per_unit == 1
    assert lines["ctr.tax_base"].pounds_per_unit == 0


def test_a_dash_is_not_a_nought() -> None:
    cells = table()
    cells[7, 7] = "-"
    assert value(read(workbook(cells)), "parish_precepts", "X3831") == (None, NOT_APPLICABLE, "H8")


def test_text_where_a_number_belongs_is_set_aside_by_its_cell() -> None:
    cells = table()
    cells[7, 5] = "about a million"
    reading = read(workbook(cells))
    assert value(reading, "requirement_including_parishes", "X3831")[1] == SET_ASIDE
    assert any((s.sheet, s.cell, s.value) == ("Data", "F8", "about a million") for s in reading.set_aside)


def test_a_total_that_does_not_add_up_is_warned_of() -> None:
    cells = table()
    cells[5, 7] = 900_000
    reading = read(workbook(cells))
    assert any(s.what == WARNING and s.cell == "H6" for s in reading.set_aside)
    assert not next(c for c in reading.checks if c.name == "national-totals").passed


def test_the_same_authority_with_other_numbers_is_not_used() -> None:
    cells = table()
    cells |= {(9, c): v for (r, c), v in table().items() if r == 7}
    cells[9, 5] = 7.0
    reading = read(workbook(cells))
    assert "X3831" not in {a.key for a in reading.authorities}
    assert any(s.what == ROW and s.value == "X3831" for s in reading.set_aside)


@pytest.mark.parametrize("own_headings", [False, True])
def test_a_blank_column_before_the_table_does_not_hide_the_second_table(own_headings: bool) -> None:
    whole = table(own_headings=own_headings)
    reading = read(workbook({(row, column + 1): cell for (row, column), cell in whole.items()}))
    assert value(reading, "requirement_excluding_parishes", "X0421")[0] == 15_000_000
    assert {b.line for b in reading.blocks} == {b.line for b in read(workbook(whole)).blocks}


@pytest.mark.parametrize("own_headings", [False, True])
def test_precepting_authorities_are_never_read_under_the_headings_of_others(own_headings: bool) -> None:
    cells = {at: cell for at, cell in table(own_headings=own_headings).items() if cell != "Precepting authorities"}
    if not own_headings:
        with pytest.raises(BadFileError, match=r"sheet 'Data', cell A4.*precepting"):
            read(workbook(cells))
        return
    reading = read(workbook(cells))
    assert value(reading, "requirement_excluding_parishes", "X0421")[0] == 15_000_000


def test_a_renamed_sheet_and_shifted_headings_are_coped_with() -> None:
    shifted = {(row + 3, column): cell for (row, column), cell in table().items()}
    reading = read(workbook(shifted, sheet="Figures"))
    assert value(reading, "requirement_including_parishes", "X3831") == (1_200_000, OK, "F11")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({(3, 0): "Something", (3, 1): "else"}, "no sheet has a table"),
        ({(4, c): "" for c in range(4, 40)}, "names no financial years"),
        ({(4, 9): "2013-14"}, "cell J5"),
        ({(4, 9): "2017-18"}, "a column of another year"),
        ({(r, 0): "" for r in (7, 8)}, "no billing authorities"),
    ],
)
def test_a_file_that_is_not_as_published_says_what_is_wrong(change: dict, says: str) -> None:
    with pytest.raises(BadFileError, match=says):
        read(workbook(table() | change))


def test_forms_of_another_year_than_the_data_are_refused() -> None:
    with pytest.raises(BadFileError, match=r"2016-17.*found '2017-18'"):
        read(workbook(table(), form_year="2017-18"))


def test_other_files_are_not_taken_for_it() -> None:
    assert not READER.recognise(SourceFile(Path("a.csv"), b"ecode,name\nX1234,Fernmouth\n"))
    assert not READER.recognise(SourceFile(shared_data("finance/RA_2016-17_budget.xlsx")))


@settings(max_examples=40, deadline=None)
@given(
    row=st.integers(0, len(BILLING) - 1),
    heading=st.sampled_from([0, 1, 2, 4, 5, 6]),
    new=st.one_of(st.integers(-(10**9), 10**9), st.floats(-1e6, 1e6), st.text("abc £,.-1(", max_size=6), st.booleans()),
)
def test_a_changed_cell_is_never_read_as_another_number(row: int, heading: int, new: object) -> None:
    cells = table()
    position = (FIRST_ROW + row, FIRST_COLUMN + 2 * heading + 1)
    cells[position] = new
    line = (
        "requirement_including_parishes",
        "parish_precepts",
        "requirement_excluding_parishes",
        "collection_rate",
        "tax_base",
        "band_d_including_parishes",
        "band_d_excluding_parishes",
    )[heading]
    number, status, cell = value(read(workbook(cells)), line, BILLING[row][0])
    assert cell == cell_name(*position)
    if isinstance(new, bool):
        assert status == SET_ASIDE
    elif isinstance(new, int | float):
        assert status == OK
        assert number == pytest.approx(new)
    elif status == OK:
        assert number == pytest.approx(float(str(new).strip().strip("()").replace(",", "").replace("£", ""))) or (
            str(new).strip().startswith("(")
        )
