"""Exports that a program reads exactly and no spreadsheet runs."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.papers.tables import csv_bytes, neutral, sheet_names, xlsx_bytes
from wholeplace.papers.text import clean


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(), newline="")))


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd", "-1+1", "@SUM(1)", "\t=1", "\r=1", "  =1", "-2+3+cmd|' /C calc'!A0", "\uff1d1"]
)
def test_what_a_spreadsheet_might_run_gets_an_apostrophe(text: str) -> None:
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-4.1%", "-£1.2m", "+3", "-1,234.5", "-1e-05", "-2.4 years", "Bedmere", "a=b", ""])
def test_numbers_and_plain_words_stay_as_they_are(text: str) -> None:
    assert neutral(text) == text


def test_csv_keeps_values_apart() -> None:
    row = ("Bedmere, North", None, Decimal("-1200000.50"), 0.1, True, ("a", "b"), date(2018, 1, 31))
    header = ("name", "gap", "pounds", "share", "flag", "releases", "day")
    assert read(csv_bytes(header, [row])) == [
        list(header),
        ["Bedmere, North", "", "-1200000.50", "0.1", "true", "a; b", "2018-01-31"],
    ]


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_no_csv_cell_of_text_can_start_a_formula(rows: list[list[str]]) -> None:
    found = read(csv_bytes(("a", "b"), rows))
    assert len(found) == len(rows) + 1
    for cell in (cell for row in found for cell in row):
        assert neutral(cell) == cell


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=5))
def test_csv_numbers_come_back_exactly(values: list[float]) -> None:
    assert [float(cell) for cell in read(csv_bytes(["n"] * len(values), [values]))[1]] == values


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_excel_text_comes_back_as_text(values: list[str]) -> None:
    data = xlsx_bytes({"Sheet": (["h"] * len(values), [values])})
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(2, column)
        assert cell.data_type in {"s", "n"}
        assert (cell.value or "") == clean(value)


def test_excel_keeps_numbers_and_gaps() -> None:
    data = xlsx_bytes({"Figures": (("a", "b", "c", "d"), [(Decimal("1.5"), None, True, float("nan"))])})
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Figures"]
    assert [cell.value for cell in sheet[2]] == [1.5, None, True, "nan"]
    assert sheet.freeze_panes == "A2"


@given(st.lists(st.text(), max_size=6))
def test_sheet_names_are_ones_that_excel_takes(titles: list[str]) -> None:
    names = sheet_names(titles)
    assert len({name.casefold() for name in names}) == len(titles)
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")
