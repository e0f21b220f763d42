"""What the capital outturn and estimates workbooks have in common.

A sheet is read when one of its rows over the first authority names at least three known lines, by asset id
or by heading. The identifying columns have headings in most years; where they have none (2012-13, 2013-14)
they are told by the codes under them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wholeplace.core.errors import BadFileError
from wholeplace.core.periods import Period
from wholeplace.evidence.reading import ROW, WARNING, Check, Line, SetAside
from wholeplace.evidence.sheets import Sheet, cell_name
from wholeplace.evidence.table import Columns, authority_rows, find_columns, read_column
from wholeplace.finance.datasets.capital_lines import asset_line, heading_line, known_heading
from wholeplace.finance.datasets.checks import check_against_totals
from wholeplace.finance.datasets.revenue_workbook import THOUSANDS, DataSheet
from wholeplace.finance.datasets.units import refuse_other_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wholeplace.evidence.reading import Reading
    from wholeplace.evidence.sheets import Workbook
    from wholeplace.evidence.table import AuthorityRows

_YEAR = re.compile(r"\b(20\d{2})\s*[-/\u2013]\s*(\d{2})\b")
_CODE = re.compile(r"^[A-Z]\d{4}$")
_GSS = re.compile(r"^[A-Z]\d{8}$")
_WITHIN = 14
_FEWEST_LINES = 3


@dataclass(frozen=True)
class CapitalSheet:
    """A sheet with a row an authority: which row names its lines, and by asset id or by heading."""

    sheet: Sheet
    columns: Columns
    first: int
    naming: int
    by_asset: bool


def capital_sheets(book: Workbook) -> list[CapitalSheet]:
    """All sheets of the workbook that hold known lines, in order.

    Raises:
        BadFileError: there is none.
    """
    found = [s for name in book.sheet_names if (s := _capital_sheet(book.sheet(name), book.file))]
    if not found:
        raise BadFileError(
            book.file,
            f"no sheet has a table of authorities with lines of the capital return; sheets: {_names(book)}",
            "Check that the data sheet and the row that names its columns were not deleted.",
        )
    return found


def _names(book: Workbook) -> str:
    return ", ".join(book.sheet_names)


def _capital_sheet(sheet: Sheet, file: str) -> CapitalSheet | None:
    first = next((r for r in range(min(len(sheet.rows), 30)) if _code_column(sheet, r) >= 0), -1)
    if first < 0:
        return None
    rows = range(min(first, _WITHIN))
    for by_asset, name_of in ((True, asset_line), (False, known_heading)):
        counts = {r: len({name_of(c) for c in sheet.rows[r] if isinstance(c, str)} - {""}) for r in rows}
        best = max(counts, key=lambda r: counts[r], default=-1)
        if best >= 0 and counts[best] >= _FEWEST_LINES:
            return CapitalSheet(sheet, _columns(sheet, file, first), first, best, by_asset)
    return None


def _code_column(sheet: Sheet, row: int) -> int:
    return next((c for c in range(min(len(sheet.rows[row]), 6)) if _CODE.match(sheet.text(row, c))), -1)


def _columns(sheet: Sheet, file: str, first: int) -> Columns:
    try:
        found = find_columns(sheet, file, within=first)
    except BadFileError:
        code = _code_column(sheet, first)
        gss = next((c for c in range(6) if _GSS.match(sheet.text(first, c))), -1)
        name = max(code, gss) + 1
        return Columns(first - 1, code, gss, name, name + 1, -1)
    return Columns(first - 1, found.ecode, found.gss, found.name, found.published_class, found.region)


def the_period(book: Workbook, title: re.Pattern[str], sheets: list[CapitalSheet]) -> Period:
    """The financial year that the front page's title names.

    Raises:
        BadFileError: it names none, or a data sheet's title names another.
    """
    front = " ".join(book.sheet(name).words() for name in book.sheet_names[:3])
    found = title.search(front)
    if not found:
        raise BadFileError(
            book.file,
            "its front page does not say which financial year it is for",
            "Its title should read like 'Capital expenditure and receipts 2016-17 summary'.",
            sheet=book.sheet_names[0],
        )
    period = Period.parse(f"{found['start']}-{found['end']}")
    for data in sheets:
        for row in range(min(4, data.first)):
            told = _YEAR.search(data.sheet.text(row, 0))
            if told and f"{told[1]}-{told[2]}" != str(period):
                raise BadFileError(
                    book.file,
                    f"the front page is about {period} but this sheet about another year",
                    "Check which year's data this is; sheets of two years may have been mixed.",
                    sheet=data.sheet.name,
                    cell=cell_name(row, 0),
                    value=told[0],
                )
    return period


def read_sheet(reading: Reading, book: Workbook, data: CapitalSheet) -> None:
    """Add all lines of a sheet, in £ thousand; a line that an earlier sheet gave is not read again.

    Raises:
        BadFileError: the sheet says it is in another unit.
    """
    refuse_other_unit(book.file, data.sheet, data.first)
    rows = _authorities(data)
    known = {a.key for a in reading.authorities}
    reading.authorities += [a for a in rows.authorities if a.key not in known]
    reading.set_aside += rows.set_aside
    earlier = set(reading.lines)
    for column, key, label in _lines(data):
        line = f"{reading.namespace}.{key}"
        if line in earlier:
            continue
        if line in reading.lines:
            line = f"{reading.namespace}.{heading_line(label, whole=True)}"
        block = read_column(data.sheet, rows, column, line, reading.set_aside)
        if block is None:
            continue
        reading.blocks.append(block)
        reading.lines[line] = Line(line, label, THOUSANDS, "sum", "", data.sheet.name.strip())
    whole = Columns(data.first - 1, data.columns.ecode, -1, data.columns.name, data.columns.published_class, -1)
    check_against_totals(reading, DataSheet(data.sheet, whole, "", ""))


def _authorities(data: CapitalSheet) -> AuthorityRows:
    """The authorities; the totals under the last of them name some authorities again and are set aside."""
    sheet, columns = data.sheet, data.columns
    end = max(r for r in range(len(sheet.rows)) if _CODE.match(sheet.text(r, columns.ecode))) + 1
    rows = authority_rows(Sheet(sheet.name, sheet.rows[:end]), columns)
    for row in range(end, len(sheet.rows)):
        if sum(1 for c in sheet.rows[row] if isinstance(c, float | int)) > 1:
            reason = f"a total or subtotal ({sheet.text(row, columns.name) or 'no label'}), not an authority"
            rows.set_aside.append(SetAside(ROW, reason, sheet.name, cell_name(row, 0)))
    return rows


def _lines(data: CapitalSheet) -> Iterator[tuple[int, str, str]]:
    """Column, line and label of every value column."""
    start = max(data.columns.ecode, data.columns.gss, data.columns.name, data.columns.published_class) + 1
    labels = _label_row(data)
    for column in range(start, len(data.sheet.rows[data.naming])):
        named = data.sheet.text(data.naming, column)
        key = asset_line(named) if data.by_asset else heading_line(named)
        if key:
            yield column, key, " ".join((data.sheet.text(labels, column) or named).split())


def _label_row(data: CapitalSheet) -> int:
    """The row of plain headings nearest the authorities, for labels where lines go by asset id."""
    if not data.by_asset:
        return data.naming
    for row in range(data.first - 1, -1, -1):
        cells = [c for c in data.sheet.rows[row] if isinstance(c, str) and len(c.strip()) > 12]
        if len(cells) > _FEWEST_LINES and not any(asset_line(c) for c in cells):
            return row
    return data.naming


_IDENTITIES = (
    (
        "capital-financing-requirement",
        ("capital_financing_requirement_opening", "capital_financing_requirement_change"),
        "capital_financing_requirement_closing",
    ),
    ("gross-debt", ("gross_borrowing_closing", "other_long_term_liabilities_closing"), "gross_debt_closing"),
)


def check_identities(reading: Reading, allowed: float = 2) -> None:
    """Warn where a closing position is not what its parts give, by more than `allowed` (£ thousand)."""
    import numpy as np

    blocks = {b.line.split(".", 1)[1]: b for b in reading.blocks}
    for name, parts, whole in _IDENTITIES:
        if whole not in blocks or not all(p in blocks for p in parts):
            continue
        total = blocks[whole]
        added = np.sum([np.nan_to_num(blocks[p].numbers) for p in parts], axis=0)
        differing = np.nonzero(np.abs(added - total.numbers) > allowed)[0]
        for place in differing:
            reading.set_aside.append(
                SetAside(
                    WARNING,
                    f"'{reading.lines[total.line].label}' of {total.authorities[place]} does not agree with "
                    f"its parts, which add up to {added[place]:,.0f}; each figure is used as published",
                    total.sheet, cell_name(total.rows[place], total.column), f"{total.numbers[place]:,.0f}",
                    "Check the council's own accounts before relying on it.",
                )
            )  # fmt: skip
        detail = f"{len(differing)} authorities differ"
        reading.checks.append(Check(name, passed=not len(differing), detail=detail))
