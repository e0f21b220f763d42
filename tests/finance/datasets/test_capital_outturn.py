"""Capital outturn and estimates: the published workbooks, and small invented ones in their layouts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layout_capital import (
    CER_C_FRONT,
    COR4_FRONT,
    COR4_VALUES,
    COR_C_FRONT,
    FIRST_COLUMN,
    FIRST_ROW,
    HEADINGS,
    WHO,
    cor4,
    prudential,
    workbook,
)

from support import shared_data
from wholeplace.core.errors import BadFileError
from wholeplace.evidence.figure import OK, SET_ASIDE
from wholeplace.evidence.reading import WARNING
from wholeplace.evidence.sheets import cell_name
from wholeplace.evidence.source import SourceFile
from wholeplace.finance.datasets.capital_lines import asset_line, heading_line
from wholeplace.finance.datasets.capital_outturn import CapitalEstimates, CapitalOutturn

if TYPE_CHECKING:
    from wholeplace.evidence.reading import Reading

OUTTURN, ESTIMATES = CapitalOutturn(), CapitalEstimates()
PRUDENTIAL = (
    "capital_financing_requirement_opening",
    "capital_financing_requirement_closing",
    "gross_borrowing_opening",
    "gross_borrowing_closing",
    "other_long_term_liabilities_opening",
    "other_long_term_liabilities_closing",
    "investments_opening",
    "investments_closing",
    "operational_boundary_closing",
    "authorised_limit_closing",
)
FINANCING = ("use_of_capital_receipts", "grants_from_central_government", "total_resources")
COR4_FILES = tuple(
    (f"COR4_{y}.{kind}", y)
    for y, kind in (
        ("2010-11", "xls"),
        ("2011-12", "xls"),
        ("2012-13", "xls"),
        ("2013-14", "xls"),
        ("2014-15", "xls"),
        ("2015-16", "xls"),
        ("2016-17", "xlsx"),
    )
)


def published(file: str) -> SourceFile:
    return SourceFile(shared_data(f"finance/capital_financing/{file}"))


def read(source: SourceFile) -> Reading:
    reader = OUTTURN if OUTTURN.recognise(source) else ESTIMATES
    assert reader.recognise(source)
    (reading,) = reader.read(source)
    return reading


def value(reading: Reading, key: str, authority: str) -> tuple[float | None, str, str]:
    """Number, status and cell of one figure."""
    block = next(b for b in reading.blocks if b.line == f"{reading.namespace}.{key}")
    place = block.authorities.index(authority)
    status = str(block.statuses[place])
    number = float(block.numbers[place]) if status == OK else None
    return number, status, cell_name(block.rows[place], block.column)


def invented(year: str = "2016-17", sentence: str = "published on 28 September 2017", **layout: bool) -> Reading:
    return read(workbook(cor4(**layout), COR4_FRONT.format(year=year), sentence, "Financing & Memorandums "))


@pytest.mark.parametrize(("file", "year"), COR4_FILES)
def test_every_cor4_has_the_same_lines_and_adds_up_to_england(file: str, year: str) -> None:
    source = published(file)
    assert not ESTIMATES.recognise(source)
    reading = read(source)
    assert (str(reading.period), reading.part, reading.namespace) == (year, "", "cor")
    assert {f"cor.{k}" for k in (*PRUDENTIAL, *FINANCING, "minimum_revenue_provision")} <= set(reading.lines)
    assert "cor.total_capital_expenditure" in reading.lines
    # In 2011-12 the publisher's own totals of two columns of the housing settlement differ from their cells.
    differing = [s.reason for s in reading.set_aside if "national total" in s.reason]
    assert all("Settlement Payments Determination" in reason for reason in differing)
    assert len(reading.authorities) in {443, 444}


@pytest.mark.parametrize(
    ("file", "year", "namespace", "part", "lines"),
    [
        ("COR_B_2017-18_financing.xlsx", "2017-18", "cor", "financing", FINANCING),
        ("COR_B_2018-19_financing.xlsx", "2018-19", "cor", "financing", FINANCING),
        (
            "COR_C_2017-18_prudential.xlsx",
            "2017-18",
            "cor",
            "prudential",
            (*PRUDENTIAL, "gross_debt_closing"),
        ),
        (
            "COR_C_2018-19_prudential.xlsx",
            "2018-19",
            "cor",
            "prudential",
            (*PRUDENTIAL, "gross_debt_closing"),
        ),
        ("CER_B_2019-20_forecast_financing.xlsx", "2019-20", "cer", "financing", FINANCING),
        ("CER_B_2020-21_forecast_financing.xlsx", "2020-21", "cer", "financing", FINANCING),
        ("CER_C_2019-20_forecast_prudential.xlsx", "2019-20", "cer", "prudential", PRUDENTIAL),
        ("CER_C_2020-21_forecast_prudential.xlsx", "2020-21", "cer", "prudential", PRUDENTIAL),
    ],
)
def test_later_returns_go_by_asset_id(file: str, year: str, namespace: str, part: str, lines: tuple[str, ...]) -> None:
    reading = read(published(file))
    assert (str(reading.period), reading.namespace, reading.part) == (year, namespace, part)
    assert {f"{namespace}.{k}" for k in lines} <= set(reading.lines)
    assert "E92000001" not in {a.key for a in reading.authorities}


@pytest.mark.parametrize(
    ("file", "key", "authority", "number"),
    [
        ("COR4_2010-11.xls", "capital_financing_requirement_closing", "E4601", 3_226_081),
        ("COR4_2010-11.xls", "gross_borrowing_closing", "E4601", 2_504_634),
        ("COR4_2012-13.xls", "capital_financing_requirement_opening", "E2820", 753_734),
        ("COR4_2012-13.xls", "minimum_revenue_provision", "E2820", 36_446),
        ("COR4_2012-13.xls", "authorised_limit_closing", "E2820", 610_600),
        ("COR4_2016-17.xlsx", "capital_financing_requirement_closing", "E2820", 850_078),
        ("COR4_2016-17.xlsx", "gross_borrowing_closing", "E2820", 527_242),
        ("COR4_2016-17.xlsx", "other_long_term_liabilities_closing", "E2820", 186_771),
        ("COR4_2016-17.xlsx", "investments_opening", "E2820", 40_120),
        ("COR4_2016-17.xlsx", "total_capital_expenditure", "E2820", 129_652),
        ("COR_C_2018-19_prudential.xlsx", "gross_debt_closing", "E2820", 753_378),
        ("COR_C_2018-19_prudential.xlsx", "operational_boundary_opening", "E2820", 949_300),
        ("COR_C_2018-19_prudential.xlsx", "capital_financing_requirement_closing", "E2820", 882_772),
        ("COR_B_2017-18_financing.xlsx", "use_of_capital_receipts", "E3831", 584),
        ("COR_B_2017-18_financing.xlsx", "total_resources", "E3831", 20_300),
        ("CER_C_2020-21_forecast_prudential.xlsx", "gross_debt_closing", "E3831", 215_683),
    ],
)
def test_published_cells(file: str, key: str, authority: str, number: float) -> None:
    assert value(read(published(file)), key, authority)[:2] == (number, OK)


def test_a_figure_can_be_traced_to_its_cell() -> None:
    reading = read(published("COR4_2016-17.xlsx"))
    assert value(reading, "capital_financing_requirement_closing", "E2820")[2] == "AE272"
    assert reading.blocks[0].sheet == "Financing & Prudential"


@pytest.mark.parametrize(
    ("file", "day", "basis"),
    [
        ("COR4_2010-11.xls", date(2011, 10, 21), "stated"),
        ("COR4_2011-12.xls", date(2012, 10, 31), "assumed"),
        ("COR4_2012-13.xls", date(2013, 10, 31), "assumed"),
        ("COR4_2013-14.xls", date(2015, 3, 26), "stated"),
        ("COR4_2014-15.xls", date(2015, 10, 7), "stated"),
        ("COR_B_2018-19_financing.xlsx", date(2019, 9, 26), "stated"),
        ("CER_B_2019-20_forecast_financing.xlsx", date(2019, 6, 30), "assumed"),
    ],
)
def test_publication_dates_are_believed_only_after_the_year_ended(file: str, day: date, basis: str) -> None:
    reading = read(published(file))
    assert (reading.published, reading.published_basis) == (day, basis)


def test_a_closing_requirement_that_its_parts_contradict_is_warned_of() -> None:
    """COR4 2013-14, cell AC413: 88,212 where opening and change give 93,250."""
    reading = read(published("COR4_2013-14.xls"))
    warned = [s for s in reading.set_aside if s.what == WARNING and s.cell == "AC413"]
    assert [s.value for s in warned] == ["88,212"]


@pytest.mark.parametrize("with_codes", [True, False])
def test_codes_are_found_with_or_without_a_heading(with_codes: bool) -> None:
    reading = invented(with_codes=with_codes)
    assert [(a.key, a.name, a.published_class) for a in reading.authorities] == list(WHO)
    assert value(reading, "capital_financing_requirement_closing", "X3831") == (1060, OK, "I4")
    assert all(c.passed for c in reading.checks)


def test_lines_are_thousands_of_pounds_that_add_up() -> None:
    line = invented().lines["cor.gross_borrowing_closing"]
    assert (line.pounds_per_unit, line.combine) == (1_000, "sum")


def test_a_revision_date_counts_over_the_first_publication() -> None:
    reading = invented("2013-14", "published on 18 September 2014 and revised on 26 March 2015")
    assert reading.published == date(2015, 3, 26)


def test_last_years_sentence_is_not_believed() -> None:
    reading = invented("2012-13", "published on 17 October 2012")
    assert (reading.published, reading.published_basis) == (date(2013, 10, 31), "assumed")


@pytest.mark.parametrize("prefix", ["", "PRU2T1-"])
def test_outturn_and_forecast_share_line_names(prefix: str) -> None:
    outturn = read(workbook(prudential(prefix), COR_C_FRONT.format(year="2017-18")))
    cells = prudential(prefix) | {(1, 0): "CER C 2019-20: Prudential system information"}
    forecast = read(workbook(cells, CER_C_FRONT.format(year="2019-20")))
    assert {k.split(".")[1] for k in outturn.lines} == {k.split(".")[1] for k in forecast.lines}
    assert (outturn.namespace, forecast.namespace) == ("cor", "cer")
    assert value(outturn, "gross_debt_closing", "X0421")[0] == 4500


def test_totals_below_the_last_authority_are_not_authorities() -> None:
    cells = prudential() | {(9, 0): "", (9, 1): "Greater Fernshire", (9, 3): 4, (9, 4): 5}
    reading = read(workbook(cells, COR_C_FRONT.format(year="2017-18")))
    assert len(reading.authorities) == 2
    assert {"a total or subtotal (Greater Fernshire), not an authority"} <= {s.reason for s in reading.set_aside}


def test_debt_that_its_parts_contradict_is_warned_of() -> None:
    reading = read(workbook(prudential() | {(5, 10): 901 + 50}, COR_C_FRONT.format(year="2017-18")))
    assert any(s.what == WARNING and s.cell == "K6" for s in reading.set_aside)


def test_text_where_a_number_belongs_is_set_aside_by_its_cell() -> None:
    source = workbook(cor4() | {(3, 5): "see note"}, COR4_FRONT.format(year="2016-17"))
    reading = read(source)
    assert value(reading, "capital_financing_requirement_opening", "X3831") == (None, SET_ASIDE, "F4")
    assert any((s.cell, s.value) == ("F4", "see note") for s in reading.set_aside)


def test_the_same_authority_with_other_numbers_is_not_used() -> None:
    cells = cor4() | {(4, 0): "X3831"}
    reading = read(workbook(cells, COR4_FRONT.format(year="2016-17")))
    assert not reading.authorities
    assert any("other numbers" in s.reason for s in reading.set_aside)


@pytest.mark.parametrize(
    ("cells", "front", "says"),
    [
        ({(0, 0): "a"}, COR4_FRONT.format(year="2016-17"), "no sheet has a table"),
        (
            {k: v for k, v in cor4().items() if k[0] != 1},
            COR4_FRONT.format(year="2016-17"),
            "no sheet has a table",
        ),
        (prudential(), COR_C_FRONT.format(year="2018-19"), "about another year"),
        (
            prudential() | {(2, 0): "All figures in £ million"},
            COR_C_FRONT.format(year="2017-18"),
            "£ thousand",
        ),
    ],
)
def test_a_file_that_is_not_as_published_says_what_is_wrong(cells: dict, front: str, says: str) -> None:
    with pytest.raises(BadFileError, match=says):
        read(workbook(cells, front))


def test_other_files_are_not_taken_for_it() -> None:
    source = SourceFile(Path("a.csv"), b"Ecode,Name\nX1234,Fernmouth\n")
    assert not OUTTURN.recognise(source)
    assert not ESTIMATES.recognise(source)


@pytest.mark.parametrize(
    ("cell", "line"),
    [
        ("prubrwgrs-end", "gross_borrowing_closing"),
        ("PRU2T1-prubrwgrscrdt-strt", "gross_debt_opening"),
        ("FIN1-finrec-amt", "use_of_capital_receipts"),
        ("FIN1-finnew-amt", "finnew"),
        ("Gross borrowing", ""),
    ],
)
def test_asset_ids(cell: str, line: str) -> None:
    assert asset_line(cell) == line


def test_memorandum_items_never_pass_for_the_councils_own_debt() -> None:
    assert heading_line(HEADINGS[-1]) == "companies_gross_debt_opening"
    assert heading_line("M4 - Other") == "memo_other"


@settings(max_examples=40, deadline=None)
@given(
    row=st.integers(0, len(WHO) - 1),
    number=st.integers(0, len(HEADINGS) - 1),
    new=st.one_of(st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9), st.text("abc(£ ", max_size=5), st.booleans()),
)
def test_a_changed_cell_is_never_read_as_another_number(row: int, number: int, new: object) -> None:
    position = (FIRST_ROW + row, FIRST_COLUMN + number)
    reading = read(workbook(cor4() | {position: new}, COR4_FRONT.format(year="2016-17")))
    found, status, cell = value(reading, heading_line(HEADINGS[number]), WHO[row][0])
    assert cell == cell_name(*position)
    if isinstance(new, int | float) and not isinstance(new, bool):
        assert (status, found) == (OK, pytest.approx(new))
    else:
        assert status != OK
    other = COR4_VALUES[1 - row][number]
    assert value(reading, heading_line(HEADINGS[number]), WHO[1 - row][0])[0] == other
