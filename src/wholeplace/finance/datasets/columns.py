"""Columns of text from CSV and JSON files as blocks of facts, every cell a number, a marker or set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wholeplace.evidence.cells import read_cell
from wholeplace.evidence.figure import OK, SET_ASIDE
from wholeplace.evidence.reading import CELL, Block, SetAside
from wholeplace.evidence.sheets import cell_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wholeplace.evidence.reading import Authority

CORRECT_IT = "Correct the cell as published and load again; until then it has no figure."


def block_of(
    line: str,
    column: int,
    rows: Sequence[int],
    authorities: Sequence[Authority],
    values: Sequence[object],
    set_aside: list[SetAside],
    sheet: str = "",
) -> Block:
    """One line's block from cells as they stand in the file; `rows` and `column` are counted from 0.

    What is neither a number nor a known marker is set aside by its cell and added to `set_aside`.
    """
    import numpy as np

    numbers = np.full(len(values), np.nan)
    statuses = np.full(len(values), OK, dtype=object)
    for position, value in enumerate(values):
        number, status = read_cell(value)
        if number is not None and not np.isfinite(number):
            number, status = None, SET_ASIDE
        numbers[position] = np.nan if number is None else number
        statuses[position] = status
        if status == SET_ASIDE:
            set_aside.append(
                SetAside(
                    CELL,
                    f"text where a number belongs, for {authorities[position].name}",
                    sheet,
                    cell_name(rows[position], column),
                    str(value)[:80],
                    CORRECT_IT,
                )
            )
    return Block(line, sheet, column, list(rows), [a.key for a in authorities], numbers, statuses)
