"""Writes small capital returns in the published layouts, with invented authorities."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from wholeplace.evidence.source import SourceFile

HEADINGS = (
    "TOTAL EXPENDITURE AND OTHER TRANSACTIONS on an accruals basis and requiring resource cover",
    "Use of capital receipts",
    "Capital Financing Requirement as at 1 April",
    "Minimum Revenue Provision",
    "Change in Capital Financing Requirement (line 31 less lines 32 to 35)",
    "Capital Financing Requirement as at 31 March (line 30 plus line 36)",
    "Gross borrowing as at 1 April",
    "Gross borrowing as at 31 March",
    "M4 - Other",
    "M13 - LOCAL AUTHORITY COMPANIES ONLY - Gross borrowing and other long-term liabilities as at 1 April",
)
ASSETS = (
    "prucfrstrt-amt",
    "prurpyrevmrp-amt",
    "prucfrchng-amt",
    "prucfrend-amt",
    "prubrwgrs-strt",
    "prubrwgrs-end",
    "prucrdt-end",
    "prubrwgrscrdt-end",
)
WHO = (("X3831", "Fernmouth", "SD"), ("X0421", "Fernshire", "SC"))
COR4_VALUES = (
    (500, 20, 1000, 40, 60, 1060, 800, 850, 0, 7),
    (9000, 70, 5000, 200, -50, 4950, 4100, 4000, 3, 8),
)
PRUDENTIAL_VALUES = ((1060, 42, 10, 1070, 850, 840, 60, 900), (4950, 210, 90, 5040, 4000, 4200, 300, 4500))
Cells = dict[tuple[int, int], Any]
FIRST_ROW, FIRST_COLUMN = 3, 3


def cor4(*, with_codes: bool = True) -> Cells:
    """The financing sheet of COR4; without headings over the codes as in 2013-14."""
    cells: Cells = {(1, FIRST_COLUMN + n): text for n, text in enumerate(HEADINGS)}
    if with_codes:
        cells |= {(2, 0): "Ecode", (2, 1): "LA Name", (2, 2): "Class"}
    return cells | _rows(FIRST_ROW, COR4_VALUES, "England")


def prudential(prefix: str = "") -> Cells:
    """The sheet of COR C, with or without the form's name before the asset ids."""
    cells: Cells = {(0, FIRST_COLUMN + n): prefix + text for n, text in enumerate(ASSETS)}
    cells |= {(1, 0): "COR C 2017-18: Prudential system information", (2, 0): "All figures in £000s"}
    cells |= {(4, 0): "LGF Code", (4, 1): "LA Name", (4, 2): "Class"}
    return cells | _rows(5, PRUDENTIAL_VALUES, "England (grossed*)")


def _rows(first: int, values: tuple[tuple[int, ...], ...], whole: str) -> Cells:
    cells: Cells = {}
    for row, (who, figures) in enumerate(zip(WHO, values, strict=True), start=first):
        cells |= {(row, c): text for c, text in enumerate(who)}
        cells |= {(row, FIRST_COLUMN + n): figure for n, figure in enumerate(figures)}
    below = first + len(WHO) + 1
    cells[below, 1] = whole
    cells |= {(below, FIRST_COLUMN + n): sum(column) for n, column in enumerate(zip(*values, strict=True))}
    return cells


COR4_FRONT = "CAPITAL EXPENDITURE AND RECEIPTS {year} SUMMARY"
COR_C_FRONT = "Capital Outturn Return, section C (COR C):\nPrudential system information, England, {year}"
CER_C_FRONT = "Capital Estimates Return, section C (CER C), England, {year}: Prudential system information Notes"


def workbook(cells: Cells, front: str, sentence: str = "", sheet: str = "Prudential") -> SourceFile:
    """A file as it would lie on disk: a front page with a title and a sentence, then the data."""
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("Front Page")
        page.write_string(1, 1, front)
        page.write_string(2, 1, f'Used to compile the release "Capital Expenditure" which was {sentence}.')
        book.add_worksheet("LA Dropdown").write_string(0, 0, "Choose an authority")
        data = book.add_worksheet(sheet)
        for (row, column), value in cells.items():
            data.write(row, column, value)
    return SourceFile(Path("invented.xlsx"), out.getvalue())
