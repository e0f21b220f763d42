"""UK composite index of multiple deprivation, by council: one scale for all four nations.

Source: mySociety, composite UK IMD (CC BY 4.0), `la_imd.csv`: population-weighted scores of councils by their
register code, on the scale of the English index of 2019. It is modelled, not official: the nations' own
indices are not comparable. Shares are of people in neighbourhoods of the most deprived fifth (high), the next two
(medium) and the last two (low). The neighbourhoods themselves are another file, see `deprivation_areas`.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from wholeplace.core.periods import Period
from wholeplace.evidence.dataset import Dataset
from wholeplace.evidence.reading import ASSUMED, ROW, Authority, Line, Reading, SetAside
from wholeplace.evidence.source import header_has
from wholeplace.places.datasets import long_csv as long

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wholeplace.evidence.source import SourceFile

_CODE = re.compile(r"^[A-Z][A-Z0-9-]{1,9}$")
_SHARE, _RANKED = "share", "group"
# Column of the file -> last part of the line's id, what it is, and what kind of number.
MEASURES = {
    "la-deprivation-score": ("score", "population-weighted score (higher is more deprived)", ""),
    "low-deprivation": ("low_share", "share of people in neighbourhoods of low deprivation", _SHARE),
    "medium-deprivation": ("medium_share", "share of people in neighbourhoods of medium deprivation", _SHARE),
    "high-deprivation": ("high_share", "share of people in neighbourhoods of high deprivation", _SHARE),
    "density": ("density", "people per square kilometre", "positive"),
    "la-imd-pop-quintile": ("quintile", "fifth of councils (1 is most deprived)", _RANKED),
    "la-imd-pop-decile": ("decile", "tenth of councils (1 is most deprived)", _RANKED),
}


class CompositeDeprivation(Dataset):
    """One reading, dated by its anchor, the English index of 2019; nothing in it adds up over councils."""

    key: ClassVar[str] = "deprivation-composite"
    title: ClassVar[str] = "UK composite index of multiple deprivation, by council"
    publisher: ClassVar[str] = "mySociety"
    licence: ClassVar[str] = "CC BY 4.0"
    namespace: ClassVar[str] = "uk_imd"

    def recognise(self, source: SourceFile) -> bool:
        return header_has(source, ("local-authority-code", "la-deprivation-score", "la-imd-pop-quintile"))

    def read(self, source: SourceFile) -> Iterable[Reading]:
        grid = source.grid
        code, name = grid.column("local-authority-code"), grid.column("official-name")
        reading = self.begin(
            Period.calendar(2019),
            date(2025, 5, 31),
            ASSUMED,
            "the file does not say; assumed from the latest council it names, which began on 1 May 2025",
            notes=["Built on IMD 2019, SIMD 2020, WIMD 2019 and NIMDM 2017, on one scale set by England's."],
        )
        rows = []
        for row in long.rows_of(grid):
            if _CODE.match(row.text(code)):
                rows.append(row)
                continue
            reading.set_aside.append(
                SetAside(
                    ROW,
                    "this is not a register code",
                    cell=row.cell(code),
                    value=row.text(code) or "(blank)",
                    remedy="Register codes are two to four capital letters.",
                )
            )
        rows = long.without_duplicates(rows, lambda r: r.text(code), code, reading.set_aside)
        reading.authorities = [Authority(r.text(code), r.text(name), register_code=r.text(code)) for r in rows]
        for column, (suffix, what, kind) in MEASURES.items():
            if column not in grid.header:
                continue
            line = f"uk_imd.{suffix}"
            reading.lines[line] = Line(line, f"UK composite deprivation: {what}", combine="none")
            block = long.read_block(line, rows, grid.column(column), code, _fault_of(kind), reading.set_aside)
            reading.blocks.append(block)
        long.warn_cut_short(source, [reading])
        return [reading]


def _fault_of(kind: str) -> Callable[[float], str]:
    def fault(number: float) -> str:
        if kind == _SHARE and not 0 <= number <= 1:
            return "a share that is not from 0 to 1"
        if kind == _RANKED and number not in range(1, 11):
            return "a group that is not from 1 to 10"
        return "a density below zero" if kind == "positive" and number < 0 else ""

    return fault
