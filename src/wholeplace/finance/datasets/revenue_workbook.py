"""What the revenue outturn (RS) and revenue budget (RA) workbooks have in common.

Both hold one or more sheets of all English authorities, in £ thousand, with the line's name in the header row, groups
of lines over it and, from 2015-16, line numbers between. Every year moves them; nothing here relies on a position.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wholeplace.core.errors import BadFileError, PeriodError
from wholeplace.core.ids import fold
from wholeplace.core.periods import Period
from wholeplace.evidence.reading import WARNING, Line, Reading, SetAside
from wholeplace.evidence.sheets import cell_name
from wholeplace.evidence.source import WORKBOOK
from wholeplace.evidence.table import authority_rows, find_columns, read_column
from wholeplace.finance.datasets.lines import line_key
from wholeplace.finance.datasets.units import refuse_other_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wholeplace.evidence.reading import Block
    from wholeplace.evidence.sheets import Sheet, Workbook
    from wholeplace.evidence.source import SourceFile
    from wholeplace.evidence.table import AuthorityRows, Columns

_CLOSING = re.compile(r"31 March (20\d{2})", re.IGNORECASE)
_YEAR = re.compile(r"\b(20\d{2})\s*[-/–]\s*(\d{2})\b")
MAIN_BASIS = "net current expenditure"  # the basis that lines are on unless their id says another
THOUSANDS = 1_000


@dataclass(frozen=True)
class DataSheet:
    """A sheet of authorities: where its header is and what basis of figures it holds."""

    sheet: Sheet
    columns: Columns
    title: str
    basis: str
    file: str = ""


def front_words(book: Workbook) -> str:
    """All text of the first two sheets: the front page and what follows it."""
    return " ".join(book.sheet(name).words(40) for name in book.sheet_names[:2])


def says(source: SourceFile, pattern: re.Pattern[str]) -> bool:
    """Whether the file is a workbook one of whose first sheets matches `pattern` near its top."""
    if source.kind != WORKBOOK:
        return False
    book = source.workbook
    return any(pattern.search(book.sheet(name).words()) for name in book.sheet_names[:3])


def data_sheets(book: Workbook, must_have: str) -> list[DataSheet]:
    """The sheets with a row an authority: those of net current expenditure first, else in the order of the file.

    Sheets named as data are looked at first; if none holds the line `must_have`, all others are, so that a renamed
    sheet is still found.

    Raises:
        BadFileError: no sheet has a table of authorities with that line.
    """
    named = [n for n in book.sheet_names if "data" in fold(n).split()]
    for names in (named, [n for n in book.sheet_names if n not in named]):
        found = [s for s in (_data_sheet(book, name, must_have) for name in names) if s]
        if found:
            return sorted(found, key=lambda data: MAIN_BASIS not in data.basis)
    raise BadFileError(
        book.file,
        f"no sheet has a table of authorities with the line '{must_have}'; sheets: {', '.join(book.sheet_names)}",
        "Check that the data sheet was not deleted and that its header row (E-code, Local authority, …) is there.",
    )


def _data_sheet(book: Workbook, name: str, must_have: str) -> DataSheet | None:
    sheet = book.sheet(name)
    try:
        columns = find_columns(sheet, book.file)
    except BadFileError:
        return None
    if must_have not in {line_key(str(c)) for c in sheet.rows[columns.header]}:
        return None
    refuse_other_unit(book.file, sheet, columns.header)
    titles = range(columns.last + 1)
    above = [next((t for c in titles if (t := sheet.text(r, c))), "") for r in range(columns.header)]
    title = next((t for t in above if _YEAR.search(t)), "")
    basis = fold(next((t for t in above if "£" in t), ""))
    return DataSheet(sheet, columns, title, basis, book.file)


def the_period(book: Workbook, sheets: list[DataSheet], front: str, title: re.Pattern[str]) -> Period:
    """The financial year the workbook speaks of.

    Raises:
        BadFileError: its sheets or its front page name different years, or none.
    """
    years: dict[str, str] = {}
    for data in sheets:
        if told := _YEAR.search(data.title):
            years.setdefault(_year(book, told, data.sheet.name), data.sheet.name)
    if named := title.search(front):
        years.setdefault(_year(book, named, book.sheet_names[0]), book.sheet_names[0])
    for data in sheets:
        for closing in _closing_years(data):
            years.setdefault(str(Period.financial(closing - 1)), data.sheet.name)
    if len(years) > 1:
        different = "; ".join(f"{year} in sheet '{sheet}'" for year, sheet in sorted(years.items()))
        raise BadFileError(
            book.file,
            f"it names different years: {different}",
            "Check which year's data this is; sheets of two years may have been mixed.",
        )
    if not years:
        raise BadFileError(
            book.file,
            "it does not say which financial year it is for",
            "The data sheet's first cell should read like 'Revenue Outturn … 2016-17'.",
            sheet=sheets[0].sheet.name,
            cell="A1",
        )
    return Period.parse(next(iter(years)))


def _year(book: Workbook, told: re.Match[str], sheet: str) -> str:
    try:
        return str(Period.parse(f"{told[1]}-{told[2]}"))
    except PeriodError:
        raise BadFileError(
            book.file,
            "it names a year that is not a financial year",
            "Correct the title as published, e.g. 2016-17.",
            sheet=sheet,
            value=told[0],
        ) from None


def _closing_years(data: DataSheet) -> set[int]:
    """The years whose 31 March stands over the closing reserves of a sheet."""
    words = (f"{heading} {group}" for _, heading, group, _ in headings(data))
    return {int(found[1]) for text in words for found in _CLOSING.finditer(text) if "reserves" in text.casefold()}


def read_sheet(reading: Reading, data: DataSheet, prefix: str, taken: set[str], *, only_new: bool = False) -> None:
    """Add all lines of a sheet to `reading`; a line id already `taken` gets its group's name before it."""
    rows = authority_rows(data.sheet, data.columns)
    if not rows.authorities:
        raise BadFileError(
            data.file,
            "the table has a header but no authority",
            "The file may have been cut short: download it again.",
            sheet=data.sheet.name,
            cell=cell_name(data.columns.header, 0),
        )
    _note_once(reading, rows)
    for column, heading, section, number in headings(data):
        key = _free_key(line_key(heading, section), section, prefix, taken)
        if not key or (only_new and not key.startswith("reserves_") and not prefix):
            continue
        block = read_column(data.sheet, rows, column, f"{reading.namespace}.{key}", reading.set_aside)
        if block is None:
            continue
        taken.add(key)
        reading.blocks.append(block)
        reading.lines[block.line] = Line(block.line, heading, THOUSANDS, "sum", number, section)


def _note_once(reading: Reading, rows: AuthorityRows) -> None:
    known = {a.key for a in reading.authorities}
    reading.authorities += [a for a in rows.authorities if a.key not in known]
    told = {(s.cell, s.value, s.reason) for s in reading.set_aside}
    reading.set_aside += [s for s in rows.set_aside if (s.cell, s.value, s.reason) not in told]


def _free_key(key: str, section: str, prefix: str, taken: set[str]) -> str:
    if not key:
        return ""
    dated = key.startswith("reserves_") and key.endswith(("_opening", "_closing"))
    wanted = key if dated and key not in taken else f"{prefix}{key}"
    if wanted not in taken:
        return wanted
    from wholeplace.core.ids import slug

    fallback = f"{prefix}{slug(section) or 'again'}_{key}"
    return fallback if fallback not in taken else ""


def headings(data: DataSheet) -> Iterator[tuple[int, str, str, str]]:
    """Column, line name, group and line number of every value column."""
    sheet, columns = data.sheet, data.columns
    header = columns.header
    numbers = _number_row(sheet, header)
    section_row = _filled_above(sheet, header if numbers < 0 else numbers)
    section = ""
    for column in range(columns.last + 1, len(sheet.rows[header])):
        section = sheet.text(section_row, column) or section
        heading = sheet.text(header, column)
        if heading and not heading.replace(".", "").isdigit():
            number = sheet.text(numbers, column).removesuffix(".0") if numbers >= 0 else ""
            yield column, " ".join(heading.split()), " ".join(section.split()), number


def _number_row(sheet: Sheet, header: int) -> int:
    above = _filled_above(sheet, header)
    row = sheet.rows[above] if above >= 0 else []
    numeric = sum(1 for c in row if isinstance(c, int | float) and c >= 100)
    return above if numeric > 10 else -1


def _filled_above(sheet: Sheet, row: int) -> int:
    """The nearest row over `row` that is not blank, -1 where there is none."""
    return next((r for r in range(row - 1, -1, -1) if any(c not in ("", None) for c in sheet.rows[r])), -1)


def check_parts_add_up(
    reading: Reading, parts: tuple[str, ...], total: str, allowed: float, share: float = 0.01
) -> None:
    """Set aside a total that its own parts contradict by more than `allowed` (in published units) and by `share` of it.

    A part whose own cell was set aside contradicts nothing.
    """
    import numpy as np

    from wholeplace.evidence.figure import OK, SET_ASIDE

    blocks = {b.line: b for b in reading.blocks}
    whole = blocks.get(f"{reading.namespace}.{total}")
    pieces = [blocks[f"{reading.namespace}.{p}"] for p in parts if f"{reading.namespace}.{p}" in blocks]
    if whole is None or len(pieces) < len(parts) - 1 or any(len(p.numbers) != len(whole.numbers) for p in pieces):
        return
    added = np.sum([np.nan_to_num(p.numbers) for p in pieces], axis=0)
    gap = np.abs(added - whole.numbers)
    gap[np.any([p.statuses == SET_ASIDE for p in pieces], axis=0)] = 0
    for position in np.nonzero(gap > np.maximum(allowed, np.abs(whole.numbers) * share))[0]:
        if whole.statuses[position] != OK:
            continue
        name = next(a.name for a in reading.authorities if a.key == whole.authorities[position])
        reading.set_aside.append(
            SetAside(
                "cell", f"the total does not agree with its parts, which add up to {added[position]:,.0f}, for {name}",
                whole.sheet, cell_name(whole.rows[position], whole.column), f"{whole.numbers[position]:,.0f}",
                "Compare with the published page; until it is mended this total has no figure.",
            )
        )  # fmt: skip
        whole.mark(position, SET_ASIDE)
        whole.numbers[position] = np.nan


def check_lines_are_there(
    reading: Reading, sheets: list[DataSheet], needed: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    """Hold the lines found against those that every year's return has: a deleted sheet or heading must not pass.

    Raises:
        BadFileError: one of `needed` is nowhere. The others are warned of.
    """
    names = ", ".join(s.sheet.name for s in sheets)
    lost = [key for key in expected if f"{reading.namespace}.{key}" not in reading.lines]
    if vital := [key.replace("_", " ") for key in lost if key in needed]:
        raise BadFileError(
            sheets[0].file,
            f"no column holds {' or '.join(vital)}; sheets with a table of authorities: {names}",
            "Check that no sheet of data was deleted and no heading changed, or download the file again.",
        )
    for key in lost:
        reading.set_aside.append(
            SetAside(
                WARNING, f"no column holds {key.replace('_', ' ')}: no figure can be made of it", names,
                remedy="Check that no column was deleted and its heading is as published.",
            )
        )  # fmt: skip


def warn_negative(reading: Reading, lines: tuple[str, ...]) -> None:
    """Warn of reserve levels below zero: possible for a council in deficit, more often a slip of sign."""
    for block in reading.blocks:
        if block.line.split(".", 1)[1] not in lines:
            continue
        for position in (block.numbers < 0).nonzero()[0]:
            reading.set_aside.append(
                SetAside(
                    WARNING,
                    f"a reserve below zero ({block.authorities[position]}); the figure is used as published",
                    block.sheet, cell_name(block.rows[position], block.column), f"{block.numbers[position]:,.0f}",
                    "Check the council's own accounts before relying on it.",
                )
            )  # fmt: skip


def column_totals(block: Block) -> float:
    """Sum of a column over all authorities, in published units."""
    import numpy as np

    return float(np.nansum(block.numbers))
