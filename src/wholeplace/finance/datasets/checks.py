"""Checks that a return's own totals agree with its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wholeplace.core.ids import fold
from wholeplace.evidence.reading import WARNING, Check, SetAside
from wholeplace.evidence.source import cell_name

if TYPE_CHECKING:
    from wholeplace.evidence.reading import Reading
    from wholeplace.finance.datasets.revenue_workbook import DataSheet

_WHOLE = {"england", "england (r)", "england (grossed*)", "total"}


def check_against_totals(reading: Reading, data: DataSheet, allowed_share: float = 0.001) -> None:
    """Hold each line's sum over authorities against the published national total in the same sheet.

    A difference above `allowed_share` of the total (grossing for missing returns explains small ones) becomes a
    warning naming the total's cell; the check itself says on how many lines they agree.
    """
    import numpy as np

    sheet = data.sheet
    whole = _national_row(reading, data)
    if whole < 0:
        reading.checks.append(Check("national-totals", passed=False, detail="the sheet has no national total to check"))
        return
    agreed, differing = 0, 0
    for block in reading.blocks:
        if block.sheet != sheet.name:
            continue
        published = sheet.rows[whole][block.column]
        if isinstance(published, bool) or not isinstance(published, int | float):
            continue
        added = float(np.nansum(block.numbers))
        if abs(added - published) <= max(allowed_share * abs(published), 50):
            agreed += 1
            continue
        differing += 1
        reading.set_aside.append(
            SetAside(
                WARNING,
                f"'{reading.lines[block.line].label}' adds up to {added:,.0f} over the authorities; the national total "
                "published here differs",
                sheet.name, cell_name(whole, block.column), f"{published:,.0f}",
                "The publisher may have grossed up for missing returns; figures use the authorities' own cells.",
            )
        )  # fmt: skip
    reading.checks.append(
        Check("national-totals", passed=differing == 0, detail=f"{agreed} lines agree, {differing} differ")
    )


def _national_row(reading: Reading, data: DataSheet) -> int:
    """The row of the national total: named so, or else the first row without a code under the last authority.

    -1 where there is none. A country other than England (an invented one) is found by its place.
    """
    sheet, columns = data.sheet, data.columns
    authorities: list[int] = [int(b.rows[-1]) for b in reading.blocks if b.sheet == sheet.name and len(b.rows)]
    first, last = columns.header + 1, len(sheet.rows)
    start: int = max(authorities, default=first - 1) + 1
    below = range(start, last)
    anywhere: list[int] = [*below, *range(first, start)]
    for row in anywhere:
        if any(fold(sheet.text(row, c)) in _WHOLE for c in range(columns.last + 1)):
            return row
    for row in below if authorities else ():
        values: list[object] = sheet.rows[row][columns.last + 1 :]
        if sum(isinstance(v, int | float) and not isinstance(v, bool) for v in values) > len(values) // 2:
            return row
    return -1
