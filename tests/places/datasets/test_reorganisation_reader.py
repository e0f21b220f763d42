"""The reorganisation list: who gave way to whom, and what a damaged list leads to."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from support import shared_data
from wholeplace.core.errors import BadFileError
from wholeplace.evidence.source import SourceFile
from wholeplace.places.datasets.reorganisation import ReorganisationList

if TYPE_CHECKING:
    from pathlib import Path

    from wholeplace.evidence.reading import Reading

HEADER = ["GEOGCD", "GEOGNM", "GEOGCD_P", "GEOGNM_P", "SI_ID", "SI_TITLE", "OPER_DATE", "ENTITYCD", "YEAR"]
VESTING = date(2020, 4, 1)
MERGER = [
    [
        "X06000009",
        "Westmere",
        "X07000001",
        "Ashby Vale",
        "9/2019",
        "The Westmere Order 2019",
        VESTING,
        "X06",
        "2020",
    ],
    [
        "X06000009",
        "Westmere",
        "X07000002",
        "Brackwater",
        "9/2019",
        "The Westmere Order 2019",
        VESTING,
        "X06",
        "2020",
    ],
    ["X10999999", "County Abolished", "X10000001", "Mereshire", "", "", VESTING, "X10", "2020"],
]


def write(path: Path, rows: list[list[Any]], header: list[str] = HEADER, above: int = 0) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.title = "CHANGES"
    for _ in range(above):
        sheet.append(["Notes"])
    sheet.append(header)
    for row in rows:
        sheet.append(row)
    book.create_sheet("2013 structure").append(["GEOGCD", "GEOGNM"])
    book.save(path)
    return path


def read(path: Path) -> Reading:
    source = SourceFile(path)
    assert ReorganisationList().recognise(source)
    (reading,) = ReorganisationList().read(source)
    return reading


def test_the_published_list_has_47_changes_the_latest_in_april_2021() -> None:
    reading = read(shared_data("councils/lgr_restructuring_2013_to_2023.xlsx"))
    assert len(reading.records) == 47
    assert reading.set_aside == []
    assert reading.published == date(2021, 4, 1)
    assert all(check.passed for check in reading.checks)


def test_published_rows_say_who_followed_whom_under_which_order() -> None:
    records = read(shared_data("councils/lgr_restructuring_2013_to_2023.xlsx")).records
    northampton = next(r for r in records if r["predecessor_gss"] == "E07000154")
    assert northampton["successor_gss"] == "E06000062"
    assert northampton["successor_name"] == "West Northamptonshire"
    assert northampton["date"] == "2021-04-01"
    assert northampton["order"] == "The Northamptonshire (Structural Changes) Order 2020 (156/2020)"
    assert northampton["row"] == 21  # spreadsheet row 22


@pytest.mark.parametrize("gss", ["E10000002", "E10000009", "E10000021"])
def test_an_abolished_county_has_no_successor_code(gss: str) -> None:
    records = read(shared_data("councils/lgr_restructuring_2013_to_2023.xlsx")).records
    (county,) = [r for r in records if r["predecessor_gss"] == gss]
    assert county["successor_gss"] == ""
    assert county["successor_name"] == ""


def test_a_small_list_is_read_wherever_its_header_has_moved_to(tmp_path: Path) -> None:
    for above in (0, 4):
        reading = read(write(tmp_path / "list.xlsx", MERGER, above=above))
        assert [r["predecessor_name"] for r in reading.records] == ["Ashby Vale", "Brackwater", "Mereshire"]
        assert [r["row"] for r in reading.records] == [above + 1, above + 2, above + 3]


def test_a_bad_code_or_date_sets_the_row_aside_by_its_cell(tmp_path: Path) -> None:
    rows = [list(r) for r in MERGER]
    rows[0][2], rows[1][6] = "X7", "next spring"
    reading = read(write(tmp_path / "list.xlsx", rows))
    assert [r["predecessor_name"] for r in reading.records] == ["Mereshire"]
    assert [(s.cell, s.value) for s in reading.set_aside] == [("C2", "X7"), ("G3", "next spring")]


def test_the_same_change_twice_counts_once(tmp_path: Path) -> None:
    reading = read(write(tmp_path / "list.xlsx", [*MERGER, MERGER[0]]))
    assert len(reading.records) == 3
    assert "stands at row 2" in reading.set_aside[0].reason


def test_a_date_that_its_order_and_its_year_contradict_is_warned_of(tmp_path: Path) -> None:
    rows = [list(r) for r in MERGER]
    rows.insert(
        1,
        [
            "X06000009",
            "Westmere",
            "X07000003",
            "Cray",
            "9/2019",
            "The Westmere Order 2019",
            VESTING,
            "",
            "2020",
        ],
    )
    rows[0][6] = date(2002, 4, 1)
    reading = read(write(tmp_path / "list.xlsx", rows))
    reasons = " ".join(s.reason for s in reading.set_aside)
    assert "its year column says otherwise" in reasons
    assert "takes effect on 2020-04-01 elsewhere" in reasons
    assert not all(check.passed for check in reading.checks)


def test_a_list_without_dates_is_refused_by_name(tmp_path: Path) -> None:
    path = write(tmp_path / "list.xlsx", [r[:6] for r in MERGER], HEADER[:6])
    source = SourceFile(path)
    assert ReorganisationList().recognise(source)
    with pytest.raises(BadFileError, match="no column OPER_DATE, YEAR"):
        list(ReorganisationList().read(source))


def test_other_workbooks_are_not_taken_for_it(tmp_path: Path) -> None:
    path = write(tmp_path / "other.xlsx", [], ["E-code", "Local authority", "Class"])
    assert not ReorganisationList().recognise(SourceFile(path))
