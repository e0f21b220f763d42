"""The long revenue outturn CSV: small files in its layout; the published one is not at hand."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest
from files import Rows, block, comma_separated, number, status
from hypothesis import given, settings
from hypothesis import strategies as st

from wholeplace.core.errors import BadFileError
from wholeplace.evidence.figure import NOT_SUBMITTED, OK, SET_ASIDE
from wholeplace.evidence.reading import CELL, ROW, WARNING, Reading
from wholeplace.evidence.sheets import cell_name
from wholeplace.evidence.source import SourceFile
from wholeplace.finance.datasets.revenue_outturn_time_series import RevenueOutturnTimeSeries

READER = RevenueOutturnTimeSeries()
HEADER = [
    "year_ending", "ONS_code", "LA_LGF_code", "LA_name", "status", "LA_class", "LA_subclass",
    "RS_asc_net_exp", "RS_csc_net_exp", "RS_netrevexp_net_exp", "RS_resunall_start_cy", "RS_resunall_end_cy",
    "RO2_transwinter_net_cur_exp", "RSX_asc_sfc", "TSR_confirmed", "RO4_households",
]  # fmt: skip
FERNMOUTH = ["X06000001", "X0101", "Fernmouth", "submitted", "Unitary Authority", "UA"]
ASHMERE = ["X06000002", "X0102", "Ashmere", "submitted", "Unitary Authority", "UA"]
BLANK = [""] * 9


def rows() -> Rows:
    return [
        HEADER,
        ["202003", *FERNMOUTH, 700, 300, 2000, 100, 90, 7, 40, "Yes", 12],
        ["202003", *ASHMERE, 80, 30, 250, 20, 25, 3, 4, "Yes", 5],
        ["202003", "X06", "", "All", "total", "", "", 780, 330, 2250, 120, 115, 10, 44, "", 17],
        ["202003", "X92000001", "", "All", "total", "", "", 780, 330, 2250, 120, 115, 10, 44, "", 17],
        ["202103", *FERNMOUTH, 710, 310, 2100, 90, 95, 8, 41, "Yes", 13],
        ["202103", *ASHMERE[:3], "not submitted", *ASHMERE[4:], *BLANK],
        ["202103", "X92000001", "", "All", "total", "", "", 710, 310, 2100, 90, 95, 8, 41, "", 13],
    ]  # fmt: skip


def read(content: Rows) -> list[Reading]:
    return list(READER.read(comma_separated(content)))


def test_the_long_series_is_told_from_other_csv_files() -> None:
    assert READER.recognise(comma_separated(rows()))
    assert not READER.recognise(comma_separated([["ons_code", "authority", "year"], ["X06000001", "Fernmouth", 2020]]))


def test_a_year_that_ends_in_march_2020_is_2019_20_and_its_date_is_assumed() -> None:
    first, second = read(rows())
    assert (str(first.period), str(second.period)) == ("2019-20", "2020-21")
    assert (first.published, first.published_basis) == (date(2020, 11, 30), "assumed")
    assert "may be later revisions" in first.published_note


def test_known_columns_have_the_outturns_own_names() -> None:
    first, _ = read(rows())
    assert number(first, "rs.adult_social_care", "X0101") == 700
    assert number(first, "rs.net_revenue_expenditure", "X0102") == 250
    assert number(first, "rs.reserves_unallocated_opening", "X0101") == 100
    assert number(first, "rs.reserves_unallocated_closing", "X0101") == 90
    assert number(first, "rs.adult_social_care_sales_fees_charges", "X0102") == 4
    assert first.lines["rs.adult_social_care"].pounds_per_unit == 1000


def test_other_columns_keep_their_own_names_and_only_money_is_money() -> None:
    first, _ = read(rows())
    assert number(first, "rs.x_ro2_transwinter_net_cur_exp", "X0101") == 7
    assert first.lines["rs.x_ro2_transwinter_net_cur_exp"].pounds_per_unit == 1000
    assert first.lines["rs.x_ro4_households"].pounds_per_unit == 0


def test_columns_of_words_are_noted_and_left() -> None:
    first, _ = read(rows())
    assert "rs.x_tsr_confirmed" not in first.lines
    assert any("TSR_confirmed" in n for n in first.notes)


def test_each_number_is_traced_to_its_row_and_column() -> None:
    _, second = read(rows())
    found = block(second, "rs.adult_social_care")
    assert cell_name(found.rows[0], found.column) == "H6"


def test_a_council_without_a_return_stays_and_says_so() -> None:
    _, second = read(rows())
    assert [a.name for a in second.authorities] == ["Fernmouth", "Ashmere"]
    assert status(second, "rs.net_revenue_expenditure", "X0102") == NOT_SUBMITTED
    assert second.notes[0] == "Returns not submitted: Ashmere."


def test_numbers_on_a_row_without_a_return_are_not_used() -> None:
    content = rows()
    content[6][9] = 5000
    _, second = read(content)
    assert status(second, "rs.net_revenue_expenditure", "X0102") == NOT_SUBMITTED
    assert any(s.what == ROW and s.value == "Ashmere" for s in second.set_aside)


def test_totals_are_set_aside_and_checked_against() -> None:
    first, _ = read(rows())
    assert [s.cell for s in first.set_aside if s.what == ROW] == ["B4", "B5"]
    (check,) = [c for c in first.checks if c.name == "national-totals"]
    assert check.passed


def test_a_region_is_a_total_whatever_its_status_says() -> None:
    region = ["E12000009", "", "South West", "submitted", "", "", 780, 330, 2250, 120, 115, 10, 44, "", 17]
    first, _ = read([*rows(), ["202003", *region]])
    assert [a.key for a in first.authorities] == ["X0101", "X0102"]
    assert "B9" in [s.cell for s in first.set_aside if "South West" in s.reason]


def test_a_sum_that_differs_from_the_national_total_is_warned_of_by_cell() -> None:
    content = rows()
    content[4][9] = 9999
    first, _ = read(content)
    assert [s.cell for s in first.set_aside if s.what == WARNING] == ["J5"]
    assert not next(c for c in first.checks if c.name == "national-totals").passed


def test_a_blank_cell_of_a_submitted_return_has_no_figure() -> None:
    content = rows()
    content[1][7] = ""
    first, _ = read(content)
    assert status(first, "rs.adult_social_care", "X0101") == NOT_SUBMITTED
    assert status(first, "rs.adult_social_care", "X0102") == OK


def test_an_unknown_status_is_not_guessed() -> None:
    content = rows()
    content[2][4] = "provisional"
    first, _ = read(content)
    assert [a.key for a in first.authorities] == ["X0101"]
    assert any("'provisional'" in s.reason and s.cell == "B3" for s in first.set_aside)


def test_doubled_rows_count_once_when_equal_and_never_when_not() -> None:
    equal = rows()
    equal.insert(2, list(equal[1]))
    first, _ = read(equal)
    assert [a.key for a in first.authorities] == ["X0101", "X0102"]
    differing = rows()
    differing.insert(2, [*differing[1][:-1], 99])
    first, _ = read(differing)
    assert [a.key for a in first.authorities] == ["X0102"]


def test_a_year_that_does_not_end_in_march_is_set_aside_by_cell() -> None:
    content = rows()
    content[1][0] = "2020"
    first, _ = read(content)
    assert [(s.cell, s.value) for s in first.set_aside if "March" in s.reason] == [("A2", "2020")]


def test_a_file_without_any_year_is_refused() -> None:
    content = [HEADER, ["soon", *FERNMOUTH, *BLANK]]
    with pytest.raises(BadFileError, match=r"cell A2: no row names a financial year \(found 'soon'\)"):
        read(content)


def test_a_file_cut_short_is_refused() -> None:
    whole = comma_separated(rows())
    cut = SourceFile(whole.path, whole.data[: whole.data.rindex(b",710")])
    with pytest.raises(BadFileError, match="a row does not fit the header"):
        list(READER.read(cut))


def test_a_doubled_column_is_refused() -> None:
    content = [[*row, row[7]] for row in rows()]
    with pytest.raises(BadFileError, match=r"cell H1: a column stands twice \(found 'RS_asc_net_exp'\)"):
        read(content)


def test_a_header_longer_than_a_peek_is_read_whole() -> None:
    many = [f"RO5_something_of_a_long_name_{n}_net_cur_exp" for n in range(2_000)]
    content = [[*row, *(many if row is HEADER else [1] * len(many))] for row in rows()]
    first, _ = read(content)
    assert number(first, f"rs.x_{many[-1].lower()}", "X0101") == 1


@settings(max_examples=60, deadline=None)
@given(
    row=st.sampled_from([1, 2]),
    column=st.integers(7, 13),
    value=st.one_of(
        st.integers(-10_000_000, 10_000_000),
        st.sampled_from(["1,234", "(5)", "..", "[c]", "twelve", "1e4x", "7 or 8", ""]),
    ),
)
def test_no_cell_is_ever_read_as_another_number(row: int, column: int, value: Any) -> None:
    content = copy.deepcopy(rows())
    content[row][column] = value
    first, _ = read(content)
    found = next(b for b in first.blocks if b.column == column)
    at = list(found.rows).index(row)
    meant = {"1,234": 1234, "(5)": -5}.get(value, value) if isinstance(value, str) else value
    if isinstance(meant, int):
        assert found.numbers[at] == meant
        assert found.statuses[at] == OK
        return
    assert found.numbers[at] != found.numbers[at]
    told = {s.cell for s in first.set_aside if s.what == CELL}
    assert (found.statuses[at] == SET_ASIDE) == (cell_name(row, column) in told)
    assert found.statuses[at] != OK
