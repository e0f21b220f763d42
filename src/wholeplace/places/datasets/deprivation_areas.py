"""UK composite index of multiple deprivation, by neighbourhood: scores, ranks, tenths and fifths.

Source: mySociety, composite UK IMD (CC BY 4.0), `UK_IMD_E.csv`: the 42,619 lower-layer super output areas of England
and Wales (2011), data zones of Scotland and super output areas of Northern Ireland, on the scale of the English index
of 2019. It is modelled, not official: the nations' own indices are not comparable. Tenths and fifths are of people,
not of neighbourhoods; 1 is the most deprived. The scores and tenths of the nations' own indices stand beside them:
for England the tenth is that of the English index of 2019.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from wholeplace.core.errors import BadFileError
from wholeplace.core.periods import Period
from wholeplace.evidence.dataset import Dataset
from wholeplace.evidence.figure import OK
from wholeplace.evidence.reading import ASSUMED, ROW, Authority, Block, Line, Reading, SetAside
from wholeplace.evidence.source import header_has
from wholeplace.places.datasets import long_csv as long
from wholeplace.places.datasets.deprivation_area_checks import check_order, check_quintiles

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from wholeplace.evidence.source import SourceFile

# Areas of England, Scotland and Wales; and the super output areas of Northern Ireland, such as 95ZZ06W1.
AREA_CODE = re.compile(r"^(?:[A-Z]\d{8}|95[A-Z]{2}\d{2}[A-Z]\d)$")
_NATIONS = {"E": "England", "N": "Northern Ireland", "S": "Scotland", "W": "Wales"}
_PLAIN = frozenset("0123456789.-")


class Column(NamedTuple):
    """A column of the file: last part of the line's id, what it is, and the whole numbers it runs between."""

    suffix: str
    what: str
    lowest: int | None = None
    highest: int | None = None


COLUMNS = {
    "UK_IMD_E_score": Column("score", "score on England's scale (higher is more deprived)"),
    "UK_IMD_E_rank": Column("rank", "rank in the United Kingdom (1 is most deprived)", 1),
    "UK_IMD_E_pop_decile": Column("decile", "tenth of the people of the United Kingdom (1 is most deprived)", 1, 10),
    "UK_IMD_E_pop_quintile": Column("quintile", "fifth of the people of the United Kingdom (1 is most deprived)", 1, 5),
    "E_expanded_decile": Column("english_decile", "England's tenth that the score would fall in", 1, 10),
    "original_decile": Column("national_decile", "tenth in its own nation's index (1 is most deprived)", 1, 10),
    "overall_local_score": Column("national_score", "score in its own nation's index"),
    "income_score": Column("income_score", "its own nation's income score"),
    "employment_score": Column("employment_score", "its own nation's employment score"),
}


class CompositeDeprivationAreas(Dataset):
    """One reading about neighbourhoods, which are no places: `wholeplace places show` counts them by council."""

    key: ClassVar[str] = "deprivation-composite-areas"
    title: ClassVar[str] = "UK composite index of multiple deprivation, by neighbourhood"
    publisher: ClassVar[str] = "mySociety"
    licence: ClassVar[str] = "CC BY 4.0"
    namespace: ClassVar[str] = "uk_imd_area"

    def recognise(self, source: SourceFile) -> bool:
        return header_has(source, ("nation", "lsoa", "UK_IMD_E_score", "UK_IMD_E_pop_decile", "UK_IMD_E_pop_quintile"))

    def read(self, source: SourceFile) -> Iterable[Reading]:
        grid = source.grid
        code, nation = grid.column("lsoa"), grid.column("nation")
        reading = self.begin(
            Period.calendar(2019),
            date(2025, 5, 31),
            ASSUMED,
            "the file does not say; assumed to be of one edition with the table by council, whose latest council "
            "began on 1 May 2025",
            small_areas=True,
            notes=["Built on IMD 2019, SIMD 2020, WIMD 2019 and NIMDM 2017, on one scale set by England's."],
        )
        rows = _areas(long.rows_of(grid), code, reading)
        if not rows:
            raise BadFileError(source.name, "no row has the code of an area", "Check that this is the whole file.")
        keys = [r.text(code) for r in rows]
        positions = [r.position for r in rows]
        reading.authorities = [
            Authority(k, k, region=_NATIONS.get(r.text(nation), "")) for k, r in zip(keys, rows, strict=True)
        ]
        for name, column in COLUMNS.items():
            if name not in grid.header:
                continue
            line = f"{self.namespace}.{column.suffix}"
            reading.lines[line] = Line(line, f"UK composite deprivation: {column.what}", combine="none")
            reading.blocks.append(_block(line, rows, grid.column(name), code, column, reading, keys, positions))
        check_quintiles(reading)
        check_order(reading)
        long.warn_cut_short(source, [reading])
        return [reading]


def _areas(rows: Sequence[long.Row], code: int, reading: Reading) -> list[long.Row]:
    """The rows with an area's code, each area once."""
    good = []
    for row in rows:
        if AREA_CODE.match(row.text(code)):
            good.append(row)
            continue
        reading.set_aside.append(
            SetAside(
                ROW,
                "this is not the code of a neighbourhood",
                cell=row.cell(code),
                value=row.text(code)[:80] or "(blank)",
                remedy="Codes are a letter and eight digits, or eight signs from 95 on in Northern Ireland.",
            )
        )
    return long.without_duplicates(good, lambda r: r.text(code), code, reading.set_aside)


def _block(
    line: str,
    rows: Sequence[long.Row],
    position: int,
    code: int,
    column: Column,
    reading: Reading,
    keys: list[str],
    positions: list[int],
) -> Block:
    """One column: all at once where every cell is a plain number within its bounds, else cell by cell."""
    import numpy as np

    texts = [r.text(position) for r in rows]
    numbers = _all_plain(texts)
    if numbers is not None and _within(numbers, column):
        return Block(line, "", position, positions, keys, numbers, np.full(len(rows), OK, dtype=object))

    def fault(number: float) -> str:
        return "" if _within(np.array([number]), column) else _bounds(column)

    return long.read_block(line, rows, position, code, fault, reading.set_aside)


def _all_plain(texts: list[str]) -> NDArray[np.float64] | None:
    import numpy as np

    if not _PLAIN.issuperset("".join(texts)):
        return None
    try:
        return np.array(texts).astype("float64")
    except ValueError:  # a blank, or signs in an order that is no number
        return None


def _within(numbers: NDArray[np.float64], column: Column) -> bool:
    import numpy as np

    low = column.lowest is None or bool((numbers >= column.lowest).all())
    high = column.highest is None or bool(((numbers <= column.highest) & (numbers == np.rint(numbers))).all())
    return low and high


def _bounds(column: Column) -> str:
    upper = f" to {column.highest}" if column.highest else " up"
    return f"a number that is not from {column.lowest}{upper}"
