"""Revenue outturn (RS): the eight published workbooks and both vintages of 2017-18, and small ones in their layouts."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from files import block, number, status

import layouts
from layouts import ASHBY, COUNCILS, HARROWMERE, changed, data_sheet, xlsx
from support import shared_data
from wholeplace.core.errors import BadFileError
from wholeplace.evidence.dataset import recognise
from wholeplace.evidence.figure import NOT_SUBMITTED, OK, SET_ASIDE
from wholeplace.evidence.reading import CELL, ROW, STATED, WARNING, Reading
from wholeplace.evidence.sheets import cell_name
from wholeplace.evidence.source import SourceFile
from wholeplace.finance.datasets.revenue_outturn import RESERVE_LEVELS, SERVICES, RevenueOutturnSummary

READER = RevenueOutturnSummary()
YEARS = ("2010-11", "2011-12", "2012-13", "2013-14", "2014-15", "2015-16", "2016-17", "2017-18")
KEPT = {"2010-11": 444, "2011-12": 444, "2012-13": 444, "2013-14": 444, "2014-15": 444, "2015-16": 444,
        "2016-17": 446, "2017-18": 445}  # fmt: skip
PUBLISHED = {
    "2010-11": "2012-11-27",
    "2011-12": "2013-11-28",
    "2012-13": "2014-02-18",
    "2013-14": "2015-01-28",
    "2014-15": "2015-11-19",
    "2015-16": "2016-11-17",
    "2016-17": "2017-11-16",
    "2017-18": "2018-11-15",
}
NORTHAMPTONSHIRE = "E2820"


@cache
def real(year: str) -> Reading:
    ending = "xls" if year < "2015" else "xlsx"
    (reading,) = READER.read(SourceFile(shared_data(f"finance/revenue_outturn_rs/RS_{year}.{ending}")))
    return reading


@cache
def provisional() -> Reading:
    (reading,) = READER.read(SourceFile(shared_data("finance/vintages/RS_2017-18_provisional.xlsx")))
    return reading


def read(sheets: layouts.Sheets, name: str = "RS_2016-17.xlsx") -> Reading:
    (reading,) = READER.read(SourceFile(Path(name), xlsx(sheets)))
    return reading


# ---- the published files


@pytest.mark.parametrize("year", YEARS)
def test_every_year_is_read_whole(year: str) -> None:
    reading = real(year)
    assert str(reading.period) == year
    assert reading.rows_kept == KEPT[year]
    assert (reading.published.isoformat(), reading.published_basis) == (PUBLISHED[year], STATED)
    assert reading.vintage == "final"
    assert sum(1 for s in reading.set_aside if "a total or subtotal" in s.reason) in {7, 8}
    assert not [s for s in reading.set_aside if s.what == CELL]
    assert {f"rs.{key}" for key in RESERVE_LEVELS} <= set(reading.lines)


def test_the_first_year_gives_social_care_in_one_line() -> None:
    lines = set(real("2010-11").lines)
    assert "rs.social_care" in lines
    assert not {"rs.children_social_care", "rs.adult_social_care"} & lines
    assert {"rs.children_social_care", "rs.adult_social_care"} <= set(real("2011-12").lines)


def test_public_health_begins_in_2013() -> None:
    assert "rs.public_health" not in real("2012-13").lines
    assert "rs.public_health" in real("2013-14").lines


def test_the_closing_earmarked_reserves_of_northamptonshire_stand_where_the_publisher_put_them() -> None:
    found = block(real("2016-17"), "rs.reserves_earmarked_closing")
    position = found.authorities.index(NORTHAMPTONSHIRE)
    assert (found.numbers[position], cell_name(found.rows[position], found.column)) == (8481, "BX213")
    assert found.sheet == "RS LA Data 2016-17"


def test_services_add_up_to_their_total_in_every_year() -> None:
    for year in YEARS:
        reading = real(year)
        lines = {b.line: b for b in reading.blocks}
        parts = ("social_care", *SERVICES) if year == "2010-11" else SERVICES
        if year == "2010-11":
            parts = tuple(p for p in parts if p not in {"children_social_care", "adult_social_care", "public_health"})
        present = [np.nan_to_num(lines[f"rs.{p}"].numbers) for p in parts if f"rs.{p}" in lines]
        total = lines["rs.total_service_expenditure"].numbers
        assert float(np.nanmax(np.abs(np.sum(present, axis=0) - total))) <= 10, year


@pytest.mark.parametrize(("year", "following"), list(pairwise(YEARS)))
def test_most_councils_open_a_year_with_the_reserves_they_closed_the_last_with(year: str, following: str) -> None:
    """Restatements are common (accounting rules changed in 2010-11); a swapped column would leave hardly any alike."""
    same, together, closed, opened = 0, 0, 0.0, 0.0
    for kind in ("earmarked", "unallocated"):
        closing = block(real(year), f"rs.reserves_{kind}_closing")
        opening = block(real(following), f"rs.reserves_{kind}_opening")
        before = dict(zip(closing.authorities, closing.numbers, strict=True))
        pairs = [(before[a], n) for a, n in zip(opening.authorities, opening.numbers, strict=True) if a in before]
        together += len(pairs)
        same += sum(1 for a, b in pairs if abs(a - b) < 1)
        closed += float(np.nansum([a for a, _ in pairs]))
        opened += float(np.nansum([b for _, b in pairs]))
    assert same / together > (0.78 if year >= "2014" else 0.5), f"{same} of {together}"
    assert abs(opened / closed - 1) < 0.03


def test_the_provisional_vintage_is_another_reading_of_the_same_year() -> None:
    reading = provisional()
    assert (str(reading.period), reading.vintage, reading.rows_kept) == ("2017-18", "provisional", 445)
    assert reading.published < real("2017-18").published


def test_councils_that_made_no_return_have_no_number() -> None:
    found = block(provisional(), "rs.net_revenue_expenditure")
    silent = [a for a, s in zip(found.authorities, found.statuses, strict=True) if s == NOT_SUBMITTED]
    assert len(silent) == 6
    assert status(real("2017-18"), "rs.net_revenue_expenditure", silent[0]) in {OK, NOT_SUBMITTED}


# ---- the layouts, with invented places


@pytest.mark.parametrize(
    ("build", "start", "published", "note"),
    [
        (layouts.outturn, 2016, "2017-11-16", "published on this date"),
        (layouts.outturn_two_sheets, 2014, "2015-11-19", "published on this date"),
        (layouts.outturn_three_sheets, 2010, "2012-11-27", "may hold later revisions"),
    ],
)
def test_each_layout_is_read(build, start: int, published: str, note: str) -> None:
    reading = read(build(start))
    assert str(reading.period) == layouts.period(start)
    assert reading.published.isoformat() == published
    assert note in reading.published_note
    assert [a.key for a in reading.authorities] == [c.code for c in COUNCILS]
    assert number(reading, "rs.reserves_earmarked_opening", "X0101") == 4500
    assert number(reading, "rs.reserves_earmarked_closing", "X0101") == 4000
    assert number(reading, "rs.education_services", "X0101") == 4000
    assert all(check.passed for check in reading.checks)


def test_later_sheets_of_the_first_layout_keep_their_own_basis() -> None:
    reading = read(layouts.outturn_three_sheets())
    assert number(reading, "rs.education_services", "X0101") == 4000
    assert number(reading, "rs.capital_items_education_services", "X0101") == 2000
    assert number(reading, "rs.net_total_cost_education_services", "X0101") == 8000


def test_the_file_is_told_by_its_words_whatever_its_name() -> None:
    assert [r.key for r in recognise(SourceFile(Path("data.bin"), xlsx(layouts.outturn())))] == ["revenue-outturn-rs"]
    assert [r.key for r in recognise(SourceFile(Path("RS.xlsx"), xlsx(layouts.budget())))] == ["revenue-budget-ra"]


def test_a_renamed_sheet_is_found() -> None:
    sheets = layouts.outturn()
    renamed = {("Tabelle1" if " Data " in n else n): rows for n, rows in sheets.items()}
    assert read(renamed).rows_kept == len(COUNCILS)


def test_a_table_moved_down_and_right_is_found_and_its_cells_named_where_they_now_stand() -> None:
    sheets = changed(layouts.outturn())
    name = data_sheet(sheets)
    title, rows = sheets[name][:1], sheets[name][1:]
    sheets[name] = title + [[], []] + [[None, None, *row] for row in rows]
    reading = read(sheets)
    assert number(reading, "rs.education_services", "X0101") == 4000
    found = block(reading, "rs.education_services")
    assert cell_name(found.rows[0], found.column) == "H10"


# ---- bad input


def spoilt(change, build=layouts.outturn) -> Reading:
    sheets = changed(build())
    change(sheets[data_sheet(sheets)])
    return read(sheets)


def refused(sheets: layouts.Sheets) -> BadFileError:
    with pytest.raises(BadFileError) as error:
        read(sheets)
    assert "RS_2016-17.xlsx" in str(error.value)
    return error.value


def reasons(reading: Reading, what: str) -> list[str]:
    return [str(s) for s in reading.set_aside if s.what == what]


def test_a_missing_data_sheet_is_an_error_that_lists_the_sheets() -> None:
    sheets = layouts.outturn()
    del sheets[data_sheet(sheets)]
    assert "Front Page, LA drop-down" in str(refused(sheets))


def test_the_sheet_of_closing_reserves_may_not_be_missing() -> None:
    sheets = layouts.outturn_two_sheets()
    del sheets["RS LA Data 2014-15 (2)"]
    assert "reserves earmarked closing" in str(refused(sheets))


def test_a_deleted_header_is_an_error() -> None:
    sheets = changed(layouts.outturn())
    del sheets[data_sheet(sheets)][layouts.STACKED_HEADER]
    assert "E-code" in refused(sheets).remedy


def test_a_deleted_column_is_warned_of() -> None:
    def without_interest(rows: layouts.Rows) -> None:
        column = layouts.STACKED_FIRST + layouts.ITEMS.index("interest")
        for row in rows[layouts.STACKED_HEADER - 4 :]:
            del row[column : column + 1]

    assert any("no column holds interest payable" in r for r in reasons(spoilt(without_interest), WARNING))


def test_sheets_of_two_years_are_refused() -> None:
    sheets = changed(layouts.outturn_two_sheets())
    sheets["RS LA Data 2014-15 (2)"][0] = ["Revenue Outturn Summary (RS): 2013-14 data"]
    error = str(refused(sheets))
    assert "2013-14 in sheet 'RS LA Data 2014-15 (2)'" in error
    assert "2014-15 in sheet 'RS LA Data 2014-15 (1)'" in error


def test_a_title_of_another_year_than_the_reserves_is_refused() -> None:
    sheets = changed(layouts.outturn(2016))
    sheets[data_sheet(sheets)][0] = ["Revenue Outturn (RO) 2015-16: Revenue Outturn Summary (RS) data"]
    sheets["Front Page"][1] = ["RS - REVENUE OUTTURN SUMMARY 2015-16"]
    assert "different years: 2015-16" in str(refused(sheets))


def test_a_title_that_is_no_financial_year_is_refused() -> None:
    sheets = changed(layouts.outturn(2016))
    sheets[data_sheet(sheets)][0] = ["Revenue Outturn (RO) 2016-71: Revenue Outturn Summary (RS) data"]
    assert refused(sheets).value == "2016-71"


def test_a_title_without_a_year_is_refused_where_nothing_else_tells_it() -> None:
    sheets = changed(layouts.outturn(2016))
    rows = sheets[data_sheet(sheets)]
    rows[0] = ["Revenue Outturn Summary (RS) data"]
    rows[4] = [None if c is None else c.split(" 20")[0] for c in rows[4]]
    sheets["Front Page"][1] = ["RS - REVENUE OUTTURN SUMMARY"]
    assert "which financial year" in str(refused(sheets))


@pytest.mark.parametrize("unit", ["£ million", "£", "£m", "£bn"])
def test_a_table_in_another_unit_than_thousands_is_refused_by_its_cell(unit: str) -> None:
    sheets = changed(layouts.outturn())
    sheets[data_sheet(sheets)][1] = [f"Net current expenditure ({unit})"]
    told = str(refused(sheets))
    assert "cell A2" in told
    assert "£ thousand" in told


def test_headings_with_marks_of_notes_are_the_same_headings() -> None:
    def mark(rows: layouts.Rows) -> None:
        rows[6][:3] = ["E-code [note 1]", "ONS Code (2)", "Local authority [notes 3 and 4]"]

    assert number(spoilt(mark), "rs.education_services", "X0101") == 4000


def test_blank_rows_among_the_headings_change_no_line() -> None:
    def blank(rows: layouts.Rows) -> None:
        rows.insert(6, [None] * 5)
        rows.insert(5, [])

    assert spoilt(blank).lines == read(layouts.outturn()).lines


@pytest.mark.parametrize("code", ["E92000001", "E12000009", "K02000001", "W92000004"])
def test_a_row_under_the_code_of_a_country_or_region_is_a_total(code: str) -> None:
    reading = spoilt(lambda rows: rows.insert(9, [None, code, "South West", *rows[8][3:]]))
    assert code not in [a.key for a in reading.authorities]
    assert any("South West" in r and "A10" in r for r in reasons(reading, ROW))


def test_an_authority_under_the_code_of_its_region_is_kept() -> None:
    reading = spoilt(lambda rows: rows[7].__setitem__(1, "E12000007"))
    assert number(reading, "rs.education_services", "X0101") == 4000
    alone = spoilt(lambda rows: rows[7].__setitem__(slice(3), [None, "E12000007", "Harrowmere Regional Authority"]))
    assert number(alone, "rs.education_services", "E12000007") == 4000


def test_lines_keep_their_basis_however_the_sheets_are_ordered_or_moved() -> None:
    sheets = layouts.outturn_three_sheets()
    plain = read(sheets)
    turned = {name: [[None, *row] for row in rows] for name, rows in reversed(sheets.items())}
    moved = read(turned)
    assert {b.line: list(b.numbers) for b in moved.blocks} == {b.line: list(b.numbers) for b in plain.blocks}


def test_a_sheet_on_another_basis_never_stands_in_for_a_deleted_one() -> None:
    sheets = changed(layouts.outturn_three_sheets())
    del sheets[data_sheet(sheets)]
    assert "no column holds net revenue expenditure" in str(refused(sheets))


def test_the_same_row_pasted_twice_counts_once() -> None:
    reading = spoilt(lambda rows: rows.insert(12, list(rows[7])))
    assert [a.key for a in reading.authorities].count("X0101") == 1
    (told,) = [r for r in reasons(reading, ROW) if "same numbers" in r]
    assert "A13" in told
    assert "row 8" in told


def test_two_rows_of_one_authority_that_differ_are_both_set_aside() -> None:
    def twice(rows: layouts.Rows) -> None:
        rows.insert(12, [*rows[7][:6], 999, *rows[7][7:]])

    reading = spoilt(twice)
    assert "X0101" not in [a.key for a in reading.authorities]
    (told,) = [r for r in reasons(reading, ROW) if "neither row is used" in r]
    assert "X0101" in told


def test_two_rows_under_one_ons_code_are_one_authority_however_its_other_code_is_spelt() -> None:
    reading = spoilt(lambda rows: rows.insert(12, ["X0191", *rows[7][1:]]))
    assert [a.gss for a in reading.authorities].count(HARROWMERE.gss) == 1
    reading = spoilt(lambda rows: rows.insert(12, ["X0191", *rows[7][1:6], 999, *rows[7][7:]]))
    assert HARROWMERE.gss not in [a.gss for a in reading.authorities]


def test_an_authority_code_with_a_typing_error_is_set_aside_with_its_cell() -> None:
    def typo(rows: layouts.Rows) -> None:
        rows[7][0:2] = ["XO1O1", "X0600001"]

    reading = spoilt(typo)
    (told,) = [s for s in reading.set_aside if "not an authority code" in s.reason]
    assert (told.cell, told.value, "Harrowmere" in told.reason) == ("A8", "XO1O1", True)
    assert told.remedy


def test_a_row_without_a_code_is_set_aside_even_where_its_numbers_are_text() -> None:
    def blank(rows: layouts.Rows) -> None:
        rows[7][0:2] = [None, None]
        rows[7][5:] = [str(v) for v in rows[7][5:]]

    assert any("Harrowmere" in r for r in reasons(spoilt(blank), ROW))


def test_subtotals_are_set_aside_as_rows() -> None:
    told = reasons(read(layouts.outturn()), ROW)
    assert [r.split("(")[1].split(")")[0] for r in told] == ["ENGLAND", "SHIRE COUNTIES", "UNITARY AUTHORITIES"]


@pytest.mark.parametrize(
    "text", ["n.a.", "see note", "4%", "12,5", "0,362", "(-5)", "(5", "1_000", "nan", "inf", "£", "#REF!", "٣"]
)
def test_text_where_a_number_belongs_is_set_aside_by_its_cell(text: str) -> None:
    def put(rows: layouts.Rows) -> None:
        rows[8][6] = text

    reading = spoilt(put)
    (told,) = [s for s in reading.set_aside if s.what == CELL]
    assert (told.sheet, told.cell, told.value) == ("RS LA Data 2016-17", "G9", text)
    assert "Fernshire" in told.reason
    assert status(reading, "rs.highways_and_transport_services", "X0121") == SET_ASIDE
    assert np.isnan(number(reading, "rs.highways_and_transport_services", "X0121"))


@pytest.mark.parametrize(
    ("text", "value"), [("1,234", 1234), (" 500 ", 500), ("(77)", -77), ("-£1,200.50", -1200.5), ("1E3", 1000)]
)
def test_numbers_written_as_text_are_numbers(text: str, value: float) -> None:
    def put(rows: layouts.Rows) -> None:
        rows[8][5 + layouts.ITEMS.index("interest")] = text

    assert number(spoilt(put), "rs.interest_payable", "X0121") == value


def test_a_truth_value_is_not_a_number() -> None:
    def put(rows: layouts.Rows) -> None:
        rows[8][6] = True

    assert status(spoilt(put), "rs.highways_and_transport_services", "X0121") == SET_ASIDE


def test_an_infinite_number_is_set_aside_by_its_cell() -> None:
    sheets = layouts.outturn()
    sheets[data_sheet(sheets)][8][6] = 123454321
    import io
    import zipfile

    plain, out = zipfile.ZipFile(io.BytesIO(xlsx(sheets))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as spoilt_file:
        for name in plain.namelist():
            spoilt_file.writestr(name, plain.read(name).replace(b"<v>123454321</v>", b"<v>1e999</v>"))
    (reading,) = READER.read(SourceFile(Path("RS.xlsx"), out.getvalue()))
    assert [s.cell for s in reading.set_aside if s.what == CELL] == ["G9"]
    assert status(reading, "rs.highways_and_transport_services", "X0121") == SET_ASIDE


@pytest.mark.parametrize("wrong", [11, -400, 100_000])
def test_a_total_that_its_parts_contradict_is_set_aside_by_its_cell(wrong: int) -> None:
    column = 5 + layouts.ITEMS.index("tse")

    def put(rows: layouts.Rows) -> None:
        rows[7][column] += wrong

    reading = spoilt(put)
    (told,) = [s for s in reading.set_aside if s.what == CELL]
    assert told.cell == cell_name(7, column)
    assert "18,000" in told.reason
    assert status(reading, "rs.total_service_expenditure", "X0101") == SET_ASIDE
    assert status(reading, "rs.total_service_expenditure", "X0121") == OK


def test_two_swapped_headings_show_where_a_total_stops_adding_up() -> None:
    def swap(rows: layouts.Rows) -> None:
        a, b = 5 + layouts.ITEMS.index("adults"), 5 + layouts.ITEMS.index("tse")
        header = rows[layouts.STACKED_HEADER]
        header[a], header[b] = header[b], header[a]

    reading = spoilt(swap)
    assert set(block(reading, "rs.total_service_expenditure").statuses) == {SET_ASIDE}


def test_a_part_that_was_set_aside_contradicts_no_total() -> None:
    def put(rows: layouts.Rows) -> None:
        rows[7][8] = "see note"

    assert status(spoilt(put), "rs.total_service_expenditure", "X0101") == OK


def test_social_care_in_one_line_is_a_part_of_the_total_too() -> None:
    sheets = changed(layouts.outturn_three_sheets())
    rows = sheets[data_sheet(sheets)]
    rows[7][5 + 2] += 5000
    reading = read(sheets)
    assert status(reading, "rs.total_service_expenditure", "X0101") == SET_ASIDE


def test_reserves_below_zero_are_used_and_warned_of() -> None:
    reading = read(layouts.outturn(councils=[HARROWMERE.but(unallocated_close=-250), ASHBY]))
    (told,) = [s for s in reading.set_aside if s.what == WARNING]
    assert (told.value, told.cell) == ("-250", cell_name(7, 5 + layouts.ITEMS.index("unallocated_close")))
    assert number(reading, "rs.reserves_unallocated_closing", "X0101") == -250


def test_a_national_total_that_differs_is_warned_of_and_fails_its_check() -> None:
    def put(rows: layouts.Rows) -> None:
        rows[14][5] += 9_000

    reading = spoilt(put)
    assert [c.passed for c in reading.checks if c.name == "national-totals"] == [False]
    assert any("F15" in r for r in reasons(reading, WARNING))


def test_a_sheet_without_a_national_total_says_that_it_could_not_be_checked() -> None:
    reading = spoilt(lambda rows: rows.__delitem__(14))
    assert [c.passed for c in reading.checks] == [False]


def test_ten_thousand_rows_of_rubbish_under_the_table_change_nothing() -> None:
    reading = spoilt(lambda rows: rows.extend([["~", "junk", "junk", "x"] for _ in range(10_000)]))
    assert reading.rows_kept == len(COUNCILS)
    assert len(reading.set_aside) == 3
