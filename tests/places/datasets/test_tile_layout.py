"""Tile maps: every council on a tile of its own, rows and columns as whole numbers, and the year they show."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from support import shared_data
from wholeplace.core.errors import BadFileError
from wholeplace.evidence.dataset import recognise
from wholeplace.evidence.loading import load
from wholeplace.evidence.reading import TILES
from wholeplace.evidence.snapshot import Snapshot
from wholeplace.evidence.source import SourceFile
from wholeplace.evidence.store import Store
from wholeplace.places.datasets.tile_layout import TileLayout

if TYPE_CHECKING:
    from wholeplace.evidence.reading import Reading

READER = TileLayout()
GOOD = {
    "X06000001": {"n": "Harrowmere", "q": 0, "r": 3, "region": "X12000001"},
    "X07000001": {"name": "Ashby Vale", "q": -2, "r": 2},
}


def source(hexes: Any, layout: Any = "odd-r", name: str = "tiles-2021.hexjson", **more: Any) -> SourceFile:
    return SourceFile(Path(name), json.dumps({"layout": layout, **more, "hexes": hexes}).encode())


def read(hexes: Any = None, layout: Any = "odd-r", name: str = "tiles-2021.hexjson", **more: Any) -> Reading:
    (reading,) = READER.read(source(GOOD if hexes is None else hexes, layout, name, **more))
    return reading


@pytest.mark.parametrize(
    ("file", "rows", "year", "part"),
    [
        ("uk-local-authority-districts-2019", 382, 2019, "lower-tier"),
        ("uk-local-authority-districts-2021", 374, 2021, "lower-tier"),
        ("uk-local-authority-districts-2023", 361, 2023, "lower-tier"),
        ("uk-upper-tier-local-authorities", 151, 2019, "upper-tier"),
    ],
)
def test_published_layouts_are_read_whole(file: str, rows: int, year: int, part: str) -> None:
    published = SourceFile(shared_data(f"geography/{file}.hexjson"))
    assert [r.key for r in recognise(published)] == [READER.key]
    (reading,) = READER.read(published)
    assert (reading.table, reading.rows_kept, reading.set_aside, reading.part) == (TILES, rows, [], part)
    assert str(reading.period) == str(year)
    assert reading.published == date(year, 4, 1)


def test_a_tile_keeps_its_code_name_column_and_row() -> None:
    assert read().records == [
        {"gss": "X06000001", "name": "Harrowmere", "layout": "odd-r", "q": 0, "r": 3, "region": "X12000001", "row": 1},
        {"gss": "X07000001", "name": "Ashby Vale", "layout": "odd-r", "q": -2, "r": 2, "region": "", "row": 2},
    ]


@pytest.mark.parametrize(
    "other",
    [
        b'{"layout":"odd-r","hexes":{"E14000530":{"n":"Aldershot","q":1,"r":2}}}',
        b'{"type":"FeatureCollection","features":[{"id":"E06000001"}]}',
        b'["hexes", "E06000001"]',
        b"code,q,r\nE06000001,1,2\n",
    ],
    ids=["constituencies", "boundaries", "list", "csv"],
)
def test_what_is_no_tile_map_of_councils_is_left_alone(other: bytes) -> None:
    assert not READER.recognise(SourceFile(Path("tiles.hexjson"), other))


@pytest.mark.parametrize(
    ("hexes", "problem", "cell", "value"),
    [
        ({**GOOD, "X07000002": {"q": 0, "r": 3}}, "X06000001 has the same tile", "hexes.X07000002", "q 0, r 3"),
        ({**GOOD, "X07000002": {"r": 3}}, "no column q", "hexes.X07000002", ""),
        ({**GOOD, "X07000002": {"q": 3, "r": None}}, "no row r", "hexes.X07000002", ""),
        ({**GOOD, "X07000002": {"q": 1.5, "r": 3}}, "a column is a whole number", "hexes.X07000002.q", "1.5"),
        ({**GOOD, "X07000002": {"q": 1, "r": "3"}}, "a row is a whole number", "hexes.X07000002.r", "3"),
        ({**GOOD, "X07000002": {"q": True, "r": 3}}, "a column is a whole number", "hexes.X07000002.q", "True"),
        ({**GOOD, "X07000002": {"q": 10**9, "r": 3}}, "far off the map", "hexes.X07000002.q", "1000000000"),
        ({**GOOD, "Ashby": {"q": 4, "r": 3}}, "not the GSS code of a council", "hexes.Ashby", "Ashby"),
        ({**GOOD, "X07000002": [4, 3]}, "a tile needs a column q and a row r", "hexes.X07000002", "[4, 3]"),
        ({}, "it has no tiles", "hexes", ""),
    ],
)
def test_a_tile_that_is_wrong_is_refused_by_its_name(hexes: dict, problem: str, cell: str, value: str) -> None:
    with pytest.raises(BadFileError, match=problem) as refused:
        read(hexes)
    assert (refused.value.cell, refused.value.value) == (cell, value)
    assert refused.value.remedy


@pytest.mark.parametrize("layout", ["odd", "square", "", None, 3])
def test_an_unknown_way_to_lay_out_hexagons_is_refused(layout: Any) -> None:
    with pytest.raises(BadFileError, match=r"Use one of: odd-r, even-r, odd-q, even-q"):
        read(layout=layout)


def test_a_council_that_stands_twice_is_refused() -> None:
    text = b'{"layout":"odd-r","hexes":{"X06000001":{"q":1,"r":1},"X06000001":{"q":2,"r":1}}}'
    with pytest.raises(BadFileError, match="stands twice"):
        list(READER.read(SourceFile(Path("tiles-2021.hexjson"), text)))


def test_a_file_cut_short_is_recognised_and_refused() -> None:
    cut = SourceFile(Path("tiles-2021.hexjson"), source(GOOD).data[:-20])
    assert READER.recognise(cut)
    with pytest.raises(BadFileError, match="not valid JSON"):
        list(READER.read(cut))


def test_the_year_is_as_stated_else_by_name_else_by_the_newest_unitary() -> None:
    assert str(read(year=2024).period) == "2024"
    assert str(read(name="council_tiles_2021.hexjson").period) == "2021"
    english = {"E06000060": {"q": 1, "r": 1}, "E09000001": {"q": 2, "r": 1}}
    reading = read(english, name="tiles.hexjson")
    assert str(reading.period) == "2020"
    assert "E06000060" in reading.published_note


def test_a_layout_whose_year_nothing_tells_is_refused_with_what_to_do() -> None:
    with pytest.raises(BadFileError, match=r'Put the year into its name or add "year"'):
        read(name="tiles.hexjson")


def test_layouts_of_districts_and_of_counties_stand_beside_each_other() -> None:
    county = {"X10000001": {"q": 0, "r": 0}}
    district = {"X07000001": {"q": 0, "r": 0}}
    assert read(county).part == "upper-tier"
    assert read(district).part == "lower-tier"
    assert read({**county, "X07000001": {"q": 1, "r": 0}}).part == "both-tiers"


def test_a_layout_is_released_as_invented_where_its_codes_are_and_is_never_hidden_by_a_date(tmp_path: Path) -> None:
    file = tmp_path / "tiles-2021.hexjson"
    file.write_bytes(source(GOOD).data)
    store = Store(tmp_path / "store")
    report = load(store, [file])
    assert [outcome.rows_kept for outcome in report.loaded] == [2]
    (release,) = Snapshot(store, as_of=date(2001, 1, 1)).releases.values()
    assert release.entry.invented
    assert release.records() == [
        {"gss": "X06000001", "name": "Harrowmere", "layout": "odd-r", "q": 0, "r": 3, "region": "X12000001", "row": 1},
        {"gss": "X07000001", "name": "Ashby Vale", "layout": "odd-r", "q": -2, "r": 2, "region": "", "row": 2},
    ]
