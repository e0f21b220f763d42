"""Borrowing and investment live tables: the published workbooks, and a small invented one in their layout."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from support import shared_data
from wholeplace.core.errors import BadFileError
from wholeplace.evidence.figure import OK
from wholeplace.evidence.reading import WARNING
from wholeplace.evidence.sheets import cell_name
from wholeplace.evidence.source import SourceFile
from wholeplace.finance.datasets.borrowing import BorrowingAndInvestment, line_key

if TYPE_CHECKING:
    from wholeplace.evidence.reading import Reading

READER = BorrowingAndInvestment()
FOLDER = "finance/borrowing_investment"
Q3_2016 = f"{FOLDER}/Borrowing_and_Investment_Live_Table_Q3_2016_17_Lockdown.xlsx"
Q4_2017 = f"{FOLDER}/Borrowing_and_Investment_Live_Table_Q4_2017_18-2.xlsx"
Q4_2019 = f"{FOLDER}/Borrowing_and_Investment_Live_Table_Q4_2019_20.xlsx"

LOANS = (
    "Loans short term - Banks in UK",
    "Securities - Negotiable bonds & commercial paper",
    "Loans Longer-term - PWLB (a)",
    "Loans Longer-term - Other Sources",
    "Short Term Loans Local Authorities",
    "Longer Term Loans Local Authorities",
)
HOLDINGS = (
    "Deposits: banks",
    "Treasury bills",
    "British Government (Gilt-edge) securities",
    "Money market funds",
    "Other investments",
    "Loans Local Government",
)
WHO = (("X3831", "Fernmouth", (1, 2, 300, 4, 5, 6)), ("X0421", "Fernshire (I)", (10, 20, 3000, 40, 50, 60)))
FIRST_ROW = 6
Cells = dict[tuple[int, int], Any]


def table(headings: tuple[str, ...], as_at: str = "31st March 2016") -> Cells:
    """One sheet's cells."""
    cells: Cells = {(0, 0): f"All figures reported in £'000s as at {as_at}"}
    cells |= {
        (1, 0): "DCLG\nE-code",
        (1, 1): "Local Authority",
        (1, 8): "Country",
        (1, 9): "Class of authority",
    }
    cells |= {(1, 2 + n): text for n, text in enumerate(headings)}
    cells |= {(3, 0): "UKT", (3, 1): "UK"} | {(3, 2 + n): sum(w[2][n] for w in WHO) for n in range(6)}
    for row, (code, name, figures) in enumerate(WHO, start=FIRST_ROW):
        cells |= {(row, 0): code, (row, 1): name, (row, 8): "ENG", (row, 9): "SD"}
        cells |= {(row, 2 + n): figure for n, figure in enumerate(figures)}
    cells[FIRST_ROW + 3, 0] = "(a) All our figures are as reported by local authorities"
    return cells


def workbook(**sheets: Cells) -> SourceFile:
    """A file as it would lie on disk; sheets are named `borrowing_15_16` for 'LA Borrowing 15-16'."""
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        index = book.add_worksheet("Index")
        index.write_string(0, 1, "Index of Tables")
        index.write_string(1, 1, "Borrowing amounts as at 31st March 2016 by local authority in the UK.")
        for name, cells in sheets.items():
            part, start, end, *quarter = name.split("_")
            sheet = book.add_worksheet(" ".join(["LA", part.title(), f"{start}-{end}", *quarter]))
            for (row, column), value in cells.items():
                sheet.write(row, column, value)
    return SourceFile(Path("invented.xlsx"), out.getvalue())


def read(source: SourceFile) -> dict[tuple[str, str], Reading]:
    assert READER.recognise(source)
    return {(str(r.period), r.part): r for r in READER.read(source)}


def value(reading: Reading, key: str, authority: str) -> tuple[float | None, str, str]:
    """Number, status and cell of one figure."""
    block = next(b for b in reading.blocks if b.line == f"borrowing.{key}")
    place = block.authorities.index(authority)
    status = str(block.statuses[place])
    number = float(block.numbers[place]) if status == OK else None
    return number, status, cell_name(block.rows[place], block.column)


def total(reading: Reading, key: str) -> float:
    return float(next(b for b in reading.blocks if b.line == f"borrowing.{key}").numbers.sum())


@pytest.mark.parametrize(
    ("file", "readings", "published", "latest"),
    [
        (Q3_2016, 18, date(2017, 2, 28), "2016-17 Q3"),
        (Q4_2017, 18, date(2018, 5, 31), "2017-18"),
        (Q4_2019, 26, date(2020, 5, 31), "2019-20"),
    ],
)
def test_a_workbook_gives_a_reading_for_every_date_and_part(
    file: str, readings: int, published: date, latest: str
) -> None:
    found = read(SourceFile(shared_data(file)))
    assert len(found) == readings
    assert {(r.published, r.published_basis) for r in found.values()} == {(published, "assumed")}
    assert (latest, "borrowing") in found
    assert {len(r.lines) for (_, part), r in found.items() if part == "borrowing"} == {21}
    assert {len(r.lines) for (_, part), r in found.items() if part == "investments"} == {13}


@pytest.mark.parametrize(
    ("file", "period", "thousands"),
    [
        (Q4_2019, "2019-20", 85_674_997),
        (Q4_2019, "2015-16", 64_387_948.7397),
        (Q4_2017, "2017-18", 69_589_059),
        (Q3_2016, "2016-17 Q3", 65_992_570.0596),
        (Q3_2016, "2008-09", 50_273_791),
    ],
)
def test_public_works_loans_add_up_to_the_published_total(file: str, period: str, thousands: float) -> None:
    """Row 'UK' of each sheet, column 'Loans Longer-term - PWLB (a)'."""
    reading = read(SourceFile(shared_data(file)))[period, "borrowing"]
    assert total(reading, "pwlb") == pytest.approx(thousands, rel=1e-9)
    assert all(c.passed for c in reading.checks)


@pytest.mark.parametrize(
    ("period", "part", "key", "authority", "number", "cell"),
    [
        ("2019-20", "borrowing", "pwlb", "E4601", 2_490_922, "N43"),
        ("2019-20", "borrowing", "short_term_local_authorities", "E4601", 291_065, "W43"),
        ("2019-20", "investments", "investments_public_corporations", "E4601", 40_000, "K43"),
        ("2015-16", "borrowing", "pwlb", "E2820", 289_430, "M323"),
        ("2015-16", "borrowing", "long_term_banks_in_uk", "E2820", 77_000, "N323"),
    ],
)
def test_published_cells(period: str, part: str, key: str, authority: str, number: float, cell: str) -> None:
    reading = read(SourceFile(shared_data(Q4_2019)))[period, part]
    assert value(reading, key, authority) == (number, OK, cell)


def test_an_authority_listed_twice_is_counted_once_or_not_at_all() -> None:
    """E1738 twice with the same amounts in 2008-09; E7028 twice with different ones in 2019-20 Q1."""
    old = read(SourceFile(shared_data(Q3_2016)))["2008-09", "borrowing"]
    assert [a.key for a in old.authorities].count("E1738") == 1
    new = read(SourceFile(shared_data(Q4_2019)))["2019-20 Q1", "borrowing"]
    assert "E7028" not in {a.key for a in new.authorities}


def test_what_a_sheet_holds_is_told_by_its_columns_not_its_title() -> None:
    """'LA Borrowing 17-18 Q4' is entitled 'Outstanding investments …'."""
    found = read(SourceFile(shared_data(Q4_2017)))
    assert "borrowing.pwlb" in found["2017-18", "borrowing"].lines


def test_swapped_headings_of_class_and_country_are_seen_through() -> None:
    reading = read(SourceFile(shared_data(Q4_2019)))["2015-16", "investments"]
    assert {"ENG", "WAL", "SCO", "NI"}.isdisjoint({a.published_class for a in reading.authorities})


def test_31_march_is_the_year_and_other_dates_their_quarter() -> None:
    found = read(
        workbook(
            borrowing_15_16=table(LOANS),
            investments_15_16=table(HOLDINGS),
            borrowing_16_17_Q1=table(LOANS, "30 June 2016"),
            borrowing_16_17_Q3=table(LOANS, "31 December 2016"),
        )
    )
    assert set(found) == {
        ("2015-16", "borrowing"),
        ("2015-16", "investments"),
        ("2016-17 Q1", "borrowing"),
        ("2016-17 Q3", "borrowing"),
    }
    assert {r.published for r in found.values()} == {date(2017, 2, 28)}


def test_amounts_are_thousands_of_pounds_traced_to_their_cell() -> None:
    reading = read(workbook(borrowing_15_16=table(LOANS)))["2015-16", "borrowing"]
    assert value(reading, "pwlb", "X0421") == (3000, OK, "E8")
    assert reading.lines["borrowing.pwlb"].pounds_per_unit == 1_000
    assert [(a.name, a.published_class) for a in reading.authorities] == [
        ("Fernmouth", "SD"),
        ("Fernshire", "SD"),
    ]
    assert reading.notes == ["(a) All our figures are as reported by local authorities"]


def test_a_table_moved_down_and_right_is_read_where_it_stands() -> None:
    moved = {(row + 2, column + 1): cell for (row, column), cell in table(LOANS).items()}
    reading = read(workbook(borrowing_15_16=moved))["2015-16", "borrowing"]
    plain = read(workbook(borrowing_15_16=table(LOANS)))["2015-16", "borrowing"]
    assert [(b.line, b.authorities, list(b.numbers)) for b in reading.blocks] == [
        (b.line, b.authorities, list(b.numbers)) for b in plain.blocks
    ]
    assert [b.column for b in reading.blocks] == [b.column + 1 for b in plain.blocks]
    assert reading.checks[0].passed


def test_amounts_brought_forward_are_warned_of() -> None:
    reading = read(workbook(borrowing_15_16=table(LOANS)))["2015-16", "borrowing"]
    assert [(s.what, s.cell) for s in reading.set_aside if "sent no return" in s.reason] == [(WARNING, "B8")]


def test_a_total_that_does_not_add_up_is_warned_of() -> None:
    reading = read(workbook(borrowing_15_16=table(LOANS) | {(3, 4): 9_999}))["2015-16", "borrowing"]
    assert not reading.checks[0].passed
    assert any(s.what == WARNING and s.cell == "E4" for s in reading.set_aside)


@pytest.mark.parametrize(
    ("sheets", "says"),
    [
        ({"borrowing_15_16": {(0, 0): "nothing"}}, "no sheet has a table"),
        ({"borrowing_14_15": table(LOANS)}, "different years"),
        ({"borrowing_15_16": table(LOANS) | {(0, 0): "All figures in £'000s"}}, "quarter's end"),
        ({"borrowing_15_16": table(LOANS) | {(0, 0): "£ million as at 31 March 2016"}}, "£ thousand"),
        ({"borrowing_15_16": table(LOANS), "borrowing_15_16_Q4": table(LOANS)}, "already"),
    ],
)
def test_a_file_that_is_not_as_published_says_what_is_wrong(sheets: dict[str, Cells], says: str) -> None:
    with pytest.raises(BadFileError, match=says):
        read(workbook(**sheets))


def test_other_files_are_not_taken_for_it() -> None:
    assert not READER.recognise(SourceFile(Path("a.csv"), b"Ecode,Name\nX1234,Fernmouth\n"))


@settings(max_examples=30, deadline=None)
@given(
    row=st.integers(0, 1),
    number=st.integers(0, len(LOANS) - 1),
    new=st.one_of(st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9), st.text("abc(£ ", max_size=5), st.booleans()),
)
def test_a_changed_cell_is_never_read_as_another_number(row: int, number: int, new: object) -> None:
    position = (FIRST_ROW + row, 2 + number)
    reading = read(workbook(borrowing_15_16=table(LOANS) | {position: new}))["2015-16", "borrowing"]
    found, status, cell = value(reading, line_key(LOANS[number]), WHO[row][0])
    assert cell == cell_name(*position)
    if isinstance(new, int | float) and not isinstance(new, bool):
        assert (status, found) == (OK, pytest.approx(new))
    else:
        assert status != OK
