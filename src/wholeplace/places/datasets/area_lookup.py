"""Which council each small area is in: neighbourhoods by register code.

Source: mySociety, UK local authority names and codes (CC BY 4.0), `lookup_lsoa_to_registry.csv`: the lower-layer
super output areas of England and Wales (2011), data zones of Scotland and super output areas of Northern Ireland,
each under the lowest council of today that it lies in. Counties are not named; their areas are their districts'.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from wholeplace.core.errors import BadFileError
from wholeplace.evidence.dataset import Dataset
from wholeplace.evidence.reading import AREAS, ASSUMED, ROW, Reading, SetAside
from wholeplace.places.datasets import long_csv as long
from wholeplace.places.datasets.deprivation_areas import AREA_CODE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wholeplace.evidence.source import SourceFile

_PLACE = re.compile(r"^[A-Z][A-Z0-9-]{1,9}$")


class SmallAreaLookup(Dataset):
    """The lookup. It says where areas are today, so the latest is used whatever the date asked."""

    key: ClassVar[str] = "small-area-lookup"
    title: ClassVar[str] = "Lookup of small areas to councils"
    publisher: ClassVar[str] = "mySociety"
    licence: ClassVar[str] = "CC BY 4.0"
    namespace: ClassVar[str] = "areas"
    table: ClassVar[str] = AREAS

    def recognise(self, source: SourceFile) -> bool:
        return set(source.header) == {"lsoa", "local-authority-code"}

    def read(self, source: SourceFile) -> Iterable[Reading]:
        grid = source.grid
        area, place = grid.column("lsoa"), grid.column("local-authority-code")
        reading = self.begin(
            None,
            date(2023, 4, 1),
            ASSUMED,
            "the file does not say; assumed from the latest councils it is known to name, which began on 1 April 2023",
        )
        rows = [r for r in long.rows_of(grid) if _sound(r, area, place, reading)]
        rows = long.without_duplicates(rows, lambda r: r.text(area), area, reading.set_aside)
        if not rows:
            raise BadFileError(source.name, "no row has an area and a council", "Check that this is the whole file.")
        reading.records = [{"area": r.text(area), "place": r.text(place), "row": r.position} for r in rows]
        long.warn_cut_short(source, [reading])
        return [reading]


def _sound(row: long.Row, area: int, place: int, reading: Reading) -> bool:
    """Whether both codes are codes; a row where one is not is set aside."""
    for column, pattern, what in (
        (area, AREA_CODE, "the code of a neighbourhood"),
        (place, _PLACE, "a register code"),
    ):
        if not pattern.match(row.text(column)):
            reading.set_aside.append(
                SetAside(
                    ROW,
                    f"this is not {what}",
                    cell=row.cell(column),
                    value=row.text(column)[:80] or "(blank)",
                    remedy="Correct the code as published and load again; until then the area counts for no council.",
                )
            )
            return False
    return True
