"""Checks that a return's own totals agree with its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wholeplace.core.ids import fold
from wholeplace.evidence.reading import WARNING, Check, SetAside
from wholeplace.evidence.sheets import cell_name

if TYPE_CHECKING:
    from wholeplace.evidence.reading import Block, Reading
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
    held = HeldTotals(reading, allowed_share)
    for block in reading.blocks:
        if block.sheet == sheet.name:
            published = sheet.rows[whole][block.column]
            held.hold(block, float(np.nansum(block.numbers)), published, sheet.name, cell_name(whole, block.column))
    held.finish()


@dataclass
class HeldTotals:
    """Sums over authorities held against the totals that a publisher prints beside them.

    A difference above `share` of the total becomes a warning naming the total's cell.
    """

    reading: Reading
    share: float = 0.001
    whole: str = "national total"
    name: str = "national-totals"
    remedy: str = "The publisher may have grossed up for missing returns; figures use the authorities' own cells."
    agreed: int = 0
    differing: int = 0

    def hold(self, block: Block, added: float, published: object, sheet: str, cell: str) -> None:
        """Compare one line's sum with its printed total, which may be no number."""
        if isinstance(published, bool) or not isinstance(published, int | float):
            return
        if abs(added - published) <= max(self.share * abs(published), 50):
            self.agreed += 1
            return
        self.differing += 1
        label = self.reading.lines[block.line].label
        reason = f"'{label}' adds up to {added:,.0f} over the authorities; the {self.whole} published here differs"
        self.reading.set_aside.append(SetAside(WARNING, reason, sheet, cell, f"{published:,.0f}", self.remedy))

    def finish(self) -> None:
        """Record how many lines agree."""
        detail = f"{self.agreed} lines agree, {self.differing} differ"
        self.reading.checks.append(Check(self.name, passed=self.differing == 0, detail=detail))


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
