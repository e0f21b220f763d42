"""Writes a small council tax requirement workbook in the published layout, with invented authorities."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from wholeplace.evidence.source import SourceFile

ASC = "Adult Social Care"
HEADINGS = (
    "1. Council Tax Requirement for billing authority including special expenses and local precepts. ",
    "2. Parish precepts",
    f"3. Council Tax Requirement for the authority (including {ASC} precept, but excluding local precepts)",
    "5. Estimated collection rate (%)",
    "7. Council tax base for council tax setting purposes",
    f"8. Average (Band D 2 Adult equivalent) council tax (including {ASC} precept and local precepts)",
    f"9. Average (Band D) council tax (including {ASC} precept and excluding local precepts)",
)
CTR2 = {
    0: "1. Council Tax Requirement including special expenses. ",
    4: "2. Council tax base for the major precepting authority's area for precept purposes",
    5: "3. Average (Band D 2 Adult equivalent) council tax of major precepting authority (line 1 / line 2)",
}
# Authority, class, then one value a heading for the year itself.
BILLING = (
    ("X3831", "Fernmouth", "SD", (1_200_000, 200_000, 1_000_000, 97, 5_000, 240, 200)),
    ("X3832", "Ashmere (R)", "SD", (3_000_000, 0, 3_000_000, 98.5, 10_000, 300, 300)),
)
PRECEPTING = (
    ("X7050", "Fernshire Police", "PCC", (1_500_000, "-", 1_500_000, "-", 15_000, 100, 100)),
    ("X0421", "Fernshire", "SC", (15_000_000, "-", 15_000_000, "-", 15_000, 1_000, 1_000)),
)
ENGLAND = (20_700_000, 200_000, 20_500_000, 97.9, 15_000, 1_380, 1_366)
FIRST_ROW, FIRST_COLUMN = 7, 4
Cells = dict[tuple[int, int], Any]


def table(year: str = "2016-17", before: str = "2015-16", *, own_headings: bool = False) -> Cells:
    """The cells of the sheet 'Data'; a test changes one and writes the workbook."""
    cells: Cells = {(0, 0): "Billing authorities", (3, 0): "Ecode", (3, 1): "Authority", (3, 2): "Class"}
    for number, heading in enumerate(HEADINGS):
        column = FIRST_COLUMN + 2 * number
        cells |= {(3, column): heading, (4, column): before, (4, column + 1): year}
    last = FIRST_COLUMN + 2 * len(HEADINGS)
    cells |= {(3, last): "14. Average council tax of major precepting authorities in the area"}
    cells |= {(4, last): "County or GLA", (4, last + 1): "Police"}
    _row(cells, 5, ("Eng", "England (R)", ""), ENGLAND)
    row = FIRST_ROW
    for code, name, kind, values in BILLING:
        _row(cells, row, (code, name, kind), values)
        cells |= {(row, last): 1_000.0, (row, last + 1): 100.0}
        row += 1
    cells[row + 1, 0] = "Precepting authorities"
    row += 3
    if own_headings:
        cells |= {(row, 0): "Ecode", (row, 1): "Authority", (row, 2): "Class"}
        cells |= {(row, FIRST_COLUMN + 2 * n): text for n, text in CTR2.items()}
        row += 2
    for code, name, kind, values in PRECEPTING:
        _row(cells, row, (code, name, kind), values)
        if own_headings:
            for number in (2, 6):
                cells[row, FIRST_COLUMN + 2 * number + 1] = "-"
        row += 1
    _row(cells, row + 1, ("SD", "Shire Districts", ""), (4_200_000, 200_000, 4_000_000, 98, 15_000, 280, 266))
    return cells


def _row(cells: Cells, row: int, who: tuple[str, str, str], values: tuple[Any, ...]) -> None:
    cells |= {(row, column): text for column, text in enumerate(who) if text}
    for number, value in enumerate(values):
        cells[row, FIRST_COLUMN + 2 * number] = value if isinstance(value, str) else round(value * 0.9, 2)
        cells[row, FIRST_COLUMN + 2 * number + 1] = value


def workbook(cells: Cells, form_year: str = "2016-17", sheet: str = "Data") -> SourceFile:
    """A file as it would lie on disk, with the form sheets before the data."""
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, title in (("Billing Authorities", "(CTR1)"), ("Precepting Authorities", "(CTR2)")):
            form = book.add_worksheet(name)
            form.write_string(4, 0, f"COUNCIL TAX REQUIREMENT RETURN {title}")
            form.write_string(5, 0, f"{form_year} ")
        data = book.add_worksheet(sheet)
        for (row, column), value in cells.items():
            data.write(row, column, value)
    return SourceFile(Path("invented.xlsx"), out.getvalue())
