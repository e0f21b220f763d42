"""Revenue account budget: the published workbook of 2016-17, and a small invented one in its layout."""

from __future__ import annotations

import copy
from datetime import date
from functools import cache
from typing import Any

import pytest
from files import Rows, block, number, status, workbook
from hypothesis import given, settings
from hypothesis import strategies as st

from support import shared_data
from wholeplace.core.errors import BadFileError
from wholeplace.evidence.dataset import recognise
from wholeplace.evidence.figure import SET_ASIDE
from wholeplace.evidence.reading import CELL, ROW, WARNING, Reading
from wholeplace.evidence.sheets import cell_name
from wholeplace.evidence.source import SourceFile
from wholeplace.finance.datasets.revenue_budget import RevenueBudget

READER = RevenueBudget()
SHARED_WITH_OUTTURN = (
    "children_social_care", "adult_social_care", "public_health", "education_services",
    "highways_and_transport_services", "housing_services", "cultural_and_related_services",
    "environmental_and_regulatory_services", "planning_and_development_services", "police_services",
    "fire_and_rescue_services", "central_services", "other_services", "total_service_expenditure",
    "net_current_expenditure", "net_revenue_expenditure", "appropriation_earmarked",
    "appropriation_unallocated",
    "reserves_earmarked_opening", "reserves_earmarked_closing", "reserves_unallocated_opening",
    "reserves_unallocated_closing", "council_tax_requirement", "interest_payable",
)  # fmt: skip

# Line number, group, heading, then a value for each of two councils.
LINES: list[tuple[Any, ...]] = [
    (190, "Education Services", "TOTAL EDUCATION SERVICES", 400, 100),
    (290, "Highways and Transport", "TOTAL HIGHWAYS AND TRANSPORT SERVICES", 50, 10),
    (330, "Children's Social Care", "TOTAL CHILDREN'S SOCIAL CARE", 3000, 900),
    (360, "Adult Social Care", "TOTAL ADULT SOCIAL CARE", 6000, 1800),
    (390, "Public Health", "TOTAL PUBLIC HEALTH", 70, 20),
    (490, "Housing Services", "TOTAL HOUSING SERVICES (GFRA only)", 80, 30),
    (509, "Cultural and Related Services", "TOTAL CULTURAL AND RELATED SERVICES", 60, 25),
    (590, "Environmental and Regulatory Services", "TOTAL ENVIRONMENTAL AND REGULATORY SERVICES", 90, 40),
    (599, "Planning and Development Services", "TOTAL PLANNING AND DEVELOPMENT SERVICES", 30, 15),
    (601, "Police", "TOTAL POLICE SERVICES", 0, 0),
    (602, "Fire", "TOTAL FIRE AND RESCUE SERVICES", 0, 0),
    (690, "Central Services", "TOTAL CENTRAL SERVICES", 110, 45),
    (698, "Other", "TOTAL OTHER SERVICES", 0, 0),
    (799, "Total Service Expenditure", "TOTAL SERVICE EXPENDITURE", 9890, 2985),
    (905, "Revenue Expenditure Financing", "NET REVENUE EXPENDITURE", 7000, 2000),
    (915, None, "Appropriations to(+)/ from(-) other earmarked financial reserves", -500, 20),
    (916, None, "Appropriations to(+)/ from(-) unallocated financial reserves", 0, -5),
    (
        1015,
        "Reserves at 1 April 2016",
        "Estimated other earmarked financial reserves level at 1 April",
        2500,
        300,
    ),
    (
        1015,
        "Reserves at 31 March 2017",
        "Estimated other earmarked financial reserves level at 31 March",
        2000,
        320,
    ),
]
SHEET = "RA LA Data 2016-17"
HEADER = 6
FIRST = 4


def sheet() -> Rows:
    """The data sheet as published: number and group over each name, a total of England under the councils."""
    values = [[line[n] for line in LINES] for n in (3, 4)]
    return [
        ["Revenue Account Budget (RA): 2016-17 data"],
        ["Net current expenditure (£ thousand)"],
        [], [],
        [None] * FIRST + [line[1] for line in LINES],
        [None] * FIRST + [line[0] for line in LINES],
        ["E-code", "Local authority", None, "Class", *(line[2] for line in LINES)],
        ["X0121", "Fernshire", None, "SC", *values[0]],
        ["X0101", "Ashmere UA", None, "UA", *values[1]],
        [],
        [None, "ENGLAND", None, None, *(a + b for a, b in zip(*values, strict=True))],
        [None, "SHIRE COUNTIES", None, "SC", *values[0]],
    ]  # fmt: skip


def book(rows: Rows, front: str = "which was published on 30 June 2016.") -> SourceFile:
    return workbook({"Front Page": [["REVENUE ACCOUNT BUDGET 2016-17"], [front]], SHEET: rows})


def read(source: SourceFile) -> Reading:
    (reading,) = READER.read(source)
    return reading


@cache
def published() -> Reading:
    return read(SourceFile(shared_data("finance/RA_2016-17_budget.xlsx")))


class TestPublished:
    def test_is_known_by_its_content_and_by_no_other_reader(self) -> None:
        found = recognise(SourceFile(shared_data("finance/RA_2016-17_budget.xlsx")))
        assert [d.key for d in found] == ["revenue-budget-ra"]

    def test_all_authorities_and_lines_are_read(self) -> None:
        reading = published()
        assert str(reading.period) == "2016-17"
        assert len(reading.authorities) == 443
        assert len(reading.lines) == 242
        assert (reading.published, reading.published_basis) == (date(2016, 6, 30), "stated")

    def test_lines_share_their_names_with_the_outturn(self) -> None:
        reading = published()
        assert {f"ra.{n}" for n in SHARED_WITH_OUTTURN} <= set(reading.lines)

    @pytest.mark.parametrize(
        ("line", "thousands"),
        [
            ("children_social_care", 106_405), ("adult_social_care", 155_168),
            ("total_service_expenditure", 706_469),
            ("net_revenue_expenditure", 423_686), ("appropriation_earmarked", 0),
            ("appropriation_unallocated", 545),
            ("council_tax_requirement", 254_422), ("reserves_earmarked_opening", 18_388),
            ("reserves_unallocated_opening", 12_009), ("reserves_unallocated_closing", 12_554),
            ("interest_payable", 19_533),
        ],
    )  # fmt: skip
    def test_northamptonshire_row_213(self, line: str, thousands: float) -> None:
        assert number(published(), f"ra.{line}", "E2820") == thousands

    def test_sums_agree_with_the_national_totals_of_the_sheet(self) -> None:
        reading = published()
        (check,) = reading.checks
        assert check.passed
        assert check.detail == "242 lines agree, 0 differ"

    def test_totals_of_england_and_six_classes_are_set_aside(self) -> None:
        reading = published()
        assert [s.cell for s in reading.set_aside if s.what == ROW] == [f"A{r}" for r in (453, *range(456, 462))]


def test_a_small_budget_reads_and_tells_where_each_number_stands() -> None:
    reading = read(book(sheet()))
    assert number(reading, "ra.adult_social_care", "X0121") == 6000
    assert number(reading, "ra.reserves_earmarked_opening", "X0101") == 300
    assert number(reading, "ra.reserves_earmarked_closing", "X0101") == 320
    found = block(reading, "ra.appropriation_earmarked")
    assert cell_name(found.rows[0], found.column) == "T8"
    assert reading.lines["ra.appropriation_earmarked"].pounds_per_unit == 1000


def test_a_header_row_that_moved_down_is_found() -> None:
    assert number(read(book([[], [], *sheet()])), "ra.net_revenue_expenditure", "X0121") == 7000


def test_codes_under_each_others_headings_are_told_by_their_form() -> None:
    rows = sheet()
    rows[HEADER][0], rows[HEADER][2] = "ONS Code", "E-code"
    for at, gss in ((7, "X10000001"), (8, "X06000001")):
        rows[at][2] = gss
    reading = read(book(rows))
    assert [(a.key, a.gss) for a in reading.authorities] == [("X0121", "X10000001"), ("X0101", "X06000001")]


def test_last_years_sentence_is_not_believed() -> None:
    reading = read(book(sheet(), "which was published on 30 June 2015."))
    assert (reading.published, reading.published_basis) == (date(2016, 6, 30), "assumed")


def test_two_years_in_one_workbook_are_refused() -> None:
    rows = sheet()
    rows[0][0] = "Revenue Account Budget (RA): 2017-18 data"
    with pytest.raises(BadFileError, match="it names different years: 2016-17 in sheet 'Front Page'; 2017-18"):
        read(book(rows))


def test_a_missing_header_says_what_to_put_back() -> None:
    rows = sheet()
    del rows[HEADER]
    with pytest.raises(BadFileError, match="its header row"):
        read(book(rows))


def test_the_same_authority_twice_with_other_numbers_is_used_neither_time() -> None:
    rows = sheet()
    rows.insert(9, [*rows[8][:-1], 999])
    reading = read(book(rows))
    assert [a.key for a in reading.authorities] == ["X0121"]
    assert any(s.what == ROW and s.value == "X0101" and "other numbers" in s.reason for s in reading.set_aside)


def test_a_total_that_its_services_contradict_has_no_figure() -> None:
    rows = sheet()
    rows[7][FIRST + 13] = 20_000
    reading = read(book(rows))
    assert status(reading, "ra.total_service_expenditure", "X0121") == SET_ASIDE
    assert [s.cell for s in reading.set_aside if s.what == CELL] == ["R8"]


def test_reserves_below_zero_are_used_and_warned_of() -> None:
    rows = sheet()
    rows[7][FIRST + 18] = -40
    reading = read(book(rows))
    assert number(reading, "ra.reserves_earmarked_closing", "X0121") == -40
    assert any(s.what == WARNING and s.cell == "W8" for s in reading.set_aside)


@settings(max_examples=60, deadline=None)
@given(
    row=st.sampled_from([7, 8]),
    column=st.integers(FIRST, FIRST + len(LINES) - 1),
    value=st.one_of(
        st.floats(-1e7, 1e7).map(lambda x: round(x, 2)),
        st.sampled_from(["n/a", "about 5", "12,5x", "#REF!", ""]),
    ),
)
def test_no_cell_is_ever_read_as_another_number(row: int, column: int, value: Any) -> None:
    rows = copy.deepcopy(sheet())
    rows[row][column] = value
    reading = read(book(rows))
    found = next(b for b in reading.blocks if b.column == column)
    at = list(found.rows).index(row)
    told = {s.cell for s in reading.set_aside if s.what == CELL}
    if isinstance(value, float) and found.statuses[at] == "ok":
        assert found.numbers[at] == value
    else:
        assert found.numbers[at] != found.numbers[at]
        assert found.statuses[at] != SET_ASIDE or cell_name(row, column) in told
