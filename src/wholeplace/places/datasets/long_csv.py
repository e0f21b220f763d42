"""CSV files with one row a place and year, or a place and subject: what their readers share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wholeplace.evidence.cells import read_cell
from wholeplace.evidence.figure import OK, SET_ASIDE
from wholeplace.evidence.reading import CELL, ROW, WARNING, Authority, Block, SetAside
from wholeplace.evidence.sheets import column_letters
from wholeplace.evidence.table import is_total

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from wholeplace.evidence.reading import Reading
    from wholeplace.evidence.sheets import Grid
    from wholeplace.evidence.source import SourceFile

GSS = re.compile(r"^[A-Z]\d{8}$")


@dataclass(frozen=True)
class Row:
    """One row: its cells and its position in the file counted from 0 (the header is 0)."""

    position: int
    cells: Sequence[str]

    def text(self, column: int) -> str:
        """A cell as stripped text; empty where the row is too short."""
        return self.cells[column].strip() if 0 <= column < len(self.cells) else ""

    def cell(self, column: int) -> str:
        """What a spreadsheet calls the cell."""
        return f"{column_letters(column)}{self.position + 1}"


def rows_of(grid: Grid) -> list[Row]:
    """All rows under the header."""
    return [Row(line - 1, cells) for cells, line in zip(grid.rows, grid.lines, strict=True)]


def without_bad_codes(rows: Iterable[Row], column: int, set_aside: list[SetAside]) -> list[Row]:
    """Rows whose `column` holds an authority's GSS code; the others are set aside."""
    good = []
    for row in rows:
        if is_total(code := row.text(column), name=""):
            reason = "the total of a country or region, not an authority"
            set_aside.append(SetAside(ROW, reason, cell=row.cell(column), value=code))
            continue
        if GSS.match(row.text(column).upper()):
            good.append(row)
            continue
        set_aside.append(
            SetAside(
                ROW,
                "this is not a GSS code (a letter and eight digits)",
                cell=row.cell(column),
                value=row.text(column) or "(blank)",
                remedy="Correct the code as published and load again.",
            )
        )
    return good


def without_duplicates(
    rows: Iterable[Row], key: Callable[[Row], Hashable], code: int, set_aside: list[SetAside]
) -> list[Row]:
    """Rows told apart by `key`: the same row twice counts once, two that differ are both set aside."""
    groups: dict[Hashable, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    kept: list[Row] = []
    for group in groups.values():
        first, *others = group
        same = all([c.strip() for c in r.cells] == [c.strip() for c in first.cells] for r in others)
        kept += [first] if same else []
        for row in others:
            reason = (
                f"the same row stands at line {first.position + 1}"
                if same
                else f"line {first.position + 1} says otherwise of the same authority; neither is used"
            )
            remedy = (
                "Nothing to do: it is counted once."
                if same
                else "Ask the publisher which is right, delete the other and load again."
            )
            set_aside.append(SetAside(ROW, reason, cell=row.cell(code), value=row.text(code), remedy=remedy))
    return kept


def read_block(
    line: str,
    rows: Sequence[Row],
    column: int,
    code: int,
    fault: Callable[[float], str],
    set_aside: list[SetAside],
) -> Block:
    """One column's numbers for all rows.

    Text where a number belongs is set aside by its cell, and so is a number in which `fault` finds one.
    """
    import numpy as np

    numbers = np.full(len(rows), np.nan)
    statuses = np.full(len(rows), OK, dtype=object)
    for position, row in enumerate(rows):
        number, status = read_cell(row.text(column))
        problem = fault(number) if number is not None else "text where a number belongs"
        if number is not None and problem:
            number, status = None, SET_ASIDE
        if status == SET_ASIDE:
            set_aside.append(
                SetAside(
                    CELL,
                    f"{problem}, for {row.text(code)} ({line})",
                    cell=row.cell(column),
                    value=row.text(column)[:80],
                    remedy="Correct the cell as published and load again; until then it has no figure.",
                )
            )
        numbers[position] = np.nan if number is None else number
        statuses[position] = status
    keys = [r.text(code).upper() for r in rows]
    return Block(line, "", column, [r.position for r in rows], keys, numbers, statuses)


def authorities(rows: Iterable[Row], code: int, name: int) -> list[Authority]:
    """The authorities of these rows, each once, in the order of the file."""
    found: dict[str, Authority] = {}
    for row in rows:
        key = row.text(code).upper()
        found.setdefault(key, Authority(key, row.text(name), gss=key))
    return list(found.values())


def warn_cut_short(source: SourceFile, readings: Sequence[Reading]) -> None:
    """Warn in every reading where the file's last line does not end: it may lack its last digits and rows."""
    if source.data.endswith((b"\n", b"\r")):
        return
    for reading in readings:
        reading.set_aside.append(
            SetAside(
                WARNING,
                "the last line of the file does not end, so it may have been cut short",
                remedy="Compare its size with the publisher's, or download it again.",
            )
        )
