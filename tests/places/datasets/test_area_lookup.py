"""The lookup of small areas: each area in one council, by codes that are codes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import small_areas
from support import shared_data
from wholeplace.core.errors import BadFileError
from wholeplace.evidence.dataset import recognise
from wholeplace.evidence.reading import AREAS
from wholeplace.evidence.source import SourceFile
from wholeplace.places.datasets.area_lookup import SmallAreaLookup

if TYPE_CHECKING:
    from wholeplace.evidence.reading import Reading

READER = SmallAreaLookup()
GOOD = [(area, council) for area, council, _ in small_areas.areas()]


def read(text: str) -> Reading:
    (reading,) = READER.read(SourceFile(Path("lookup.csv"), text.encode()))
    return reading


def test_the_published_lookup_names_a_council_for_every_area_of_the_composite() -> None:
    source = SourceFile(shared_data("councils/lookup_lsoa_to_registry.csv"))
    assert [r.key for r in recognise(source)] == [READER.key]
    (reading,) = READER.read(source)
    assert (reading.table, reading.rows_kept, reading.set_aside) == (AREAS, 42_619, [])
    assert reading.records[0] == {"area": "95AA01S1", "place": "ANN", "row": 1}
    assert len({r["place"] for r in reading.records}) == 361
    index = SourceFile(shared_data("deprivation/uk_imd_e_lsoa.csv")).grid
    code = index.column("lsoa")
    assert {r["area"] for r in reading.records} == {row[code] for row in index.rows}


@pytest.mark.parametrize("other", ["lookup_gss_to_registry.csv", "lookup_name_to_registry.csv"])
def test_other_lookups_are_left_alone(other: str) -> None:
    assert not READER.recognise(SourceFile(shared_data(f"councils/{other}")))


@pytest.mark.parametrize(
    ("row", "cell"), [(("Leafy Lane", "HRW"), "A2"), (("X01000099", "harrowmere"), "B2"), (("X01000099", ""), "B2")]
)
def test_a_row_where_a_code_is_none_is_set_aside(row: tuple[str, str], cell: str) -> None:
    reading = read(small_areas.lookup([row, *GOOD]))
    assert [(s.what, s.cell) for s in reading.set_aside] == [("row", cell)]
    assert len(reading.records) == len(GOOD)


def test_an_area_in_two_councils_is_in_neither() -> None:
    reading = read(small_areas.lookup([*GOOD, (GOOD[0][0], "ZZZ")]))
    assert GOOD[0][0] not in {r["area"] for r in reading.records}
    assert "says otherwise" in reading.set_aside[0].reason


def test_an_empty_lookup_is_refused() -> None:
    with pytest.raises(BadFileError, match="no row has an area and a council"):
        read(small_areas.lookup([]))
