"""Places on a map of tiles: each by its own code or by what stood on its ground, no tile for two, north above south."""

from __future__ import annotations

import json
import math
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_register import LINKS, PLACES, place

from support import shared_data
from wholeplace.evidence.loading import load
from wholeplace.evidence.snapshot import Snapshot
from wholeplace.evidence.store import Store
from wholeplace.places.register import Register
from wholeplace.places.tiles import TileLayout, arranged, layout

if TYPE_CHECKING:
    from pathlib import Path

REGISTER = Register.build(PLACES, LINKS)
EARLY, LATE = date(2012, 6, 1), date(2021, 6, 1)
COUNCILS = {"county", "district", "unitary", "metropolitan", "london-borough"}
LOWER = {"district", "unitary", "metropolitan", "london-borough"}
IN_2012 = {
    "X07000001": (0, 4), "X07000002": (1, 4), "X07000003": (0, 3), "X07000004": (1, 3), "X07000005": (3, 4),
    "X07000006": (4, 4), "X08000001": (2, 1), "X08000012": (3, 1), "X09000001": (2, 0),
}  # fmt: skip
IN_2021 = {"X06000001": (0, 2), "X06000002": (1, 2), "X06000003": (2, 2), "X08000011": (1, 1), "X08000012": (2, 1),
           "X09000001": (1, 0)}  # fmt: skip


def snapshot(folder: Path, *layouts: tuple[int, dict[str, tuple[int, int]]], shape: str = "odd-r") -> Snapshot:
    for year, tiles in layouts:
        hexes = {code: {"n": code, "q": q, "r": r} for code, (q, r) in tiles.items()}
        (folder / f"tiles-{year}.hexjson").write_text(json.dumps({"layout": shape, "hexes": hexes}))
    store = Store(folder / "store")
    assert not load(store, [folder / f"tiles-{year}.hexjson" for year, _ in layouts]).failed
    return Snapshot(store)


def laid(snapshot: Snapshot, classes: set[str], day: date, register: Register = REGISTER) -> TileLayout:
    return layout(snapshot, register, classes, day)


def test_the_layout_that_shows_most_of_the_places_alive_is_taken(tmp_path: Path) -> None:
    both = snapshot(tmp_path, (2012, IN_2012), (2021, IN_2021))
    assert ".2012." in laid(both, LOWER, EARLY).release
    assert ".2021." in laid(both, LOWER, LATE).release
    assert laid(both, LOWER, LATE).missing == ()


def test_a_place_is_known_by_a_code_it_had_before(tmp_path: Path) -> None:
    early = snapshot(tmp_path, (2012, IN_2012))
    assert set(laid(early, {"metropolitan"}, LATE).centres) == {"IVL", "JAR"}


def test_a_county_stands_on_its_districts_tiles(tmp_path: Path) -> None:
    early = snapshot(tmp_path, (2012, IN_2012))
    found = laid(early, {"county"}, EARLY).centres
    assert {name: len(centres) for name, centres in found.items()} == {"MER": 4, "FEN": 2}


def test_a_merged_place_stands_on_the_tiles_of_those_it_was_formed_from(tmp_path: Path) -> None:
    early = snapshot(tmp_path, (2012, IN_2012))
    found = laid(early, LOWER, LATE).centres
    assert {name: len(found[name]) for name in ("WMR", "EMR", "FNU")} == {"WMR": 2, "EMR": 2, "FNU": 2}


def test_a_county_that_was_divided_stands_on_the_tiles_of_what_it_became(tmp_path: Path) -> None:
    late = snapshot(tmp_path, (2021, IN_2021))
    found = laid(late, {"county"}, EARLY).centres
    assert {name: len(centres) for name, centres in found.items()} == {"MER": 2, "FEN": 1}


def test_a_district_has_its_heirs_tile_only_where_it_alone_became_it(tmp_path: Path) -> None:
    late = snapshot(tmp_path, (2021, IN_2021))
    found = laid(late, LOWER, date(2019, 6, 1))
    assert set(found.centres) == {"FNU", "IVL", "JAR", "KEM", "WES"}
    assert found.missing == ("CRA", "DUN")


def test_a_layout_that_shows_too_few_is_not_used(tmp_path: Path) -> None:
    late = snapshot(tmp_path, (2021, IN_2021))
    assert laid(late, LOWER, EARLY).arranged


def test_places_without_a_tile_are_listed_by_name(tmp_path: Path) -> None:
    without = {code: spot for code, spot in IN_2021.items() if code not in {"X09000001", "X06000002"}}
    found = laid(snapshot(tmp_path, (2021, without)), LOWER, LATE)
    assert found.missing == ("EMR", "KEM")
    assert not set(found.missing) & set(found.centres)


def test_no_tile_is_given_to_two_places(tmp_path: Path) -> None:
    early = snapshot(tmp_path, (2012, IN_2012))
    found = laid(early, COUNCILS, EARLY)
    spots = [spot for centres in found.centres.values() for spot in centres]
    assert len(spots) == len(set(spots))
    assert set(found.missing) == {"MER", "FEN"}  # their districts are there


def test_a_layout_of_another_sector_is_not_used(tmp_path: Path) -> None:
    other = snapshot(tmp_path, (2021, {"X06000091": (0, 0), "X06000092": (1, 0), "X09000001": (2, 0)}))
    assert laid(other, LOWER, LATE).arranged


@pytest.mark.parametrize("shape", ["odd-r", "even-r", "odd-q", "even-q"])
def test_neighbours_are_one_apart_and_higher_rows_stand_above(tmp_path: Path, shape: str) -> None:
    tiles = {code: (number % 3, number // 3) for number, code in enumerate(IN_2021)}
    found = laid(snapshot(tmp_path, (2021, tiles), shape=shape), LOWER, LATE)
    by_code = {REGISTER[name].gss: centres[0] for name, centres in found.centres.items()}
    centres = [by_code[code] for code in tiles]
    apart = [math.dist(one, other) for n, one in enumerate(centres) for other in centres[:n]]
    assert min(apart) == pytest.approx(1)
    assert sum(distance < 1.01 for distance in apart) >= 7
    assert found.pointy == shape.endswith("r")
    (x0, y0), (x3, y3) = centres[0], centres[3]
    assert y3 < y0
    pushed = {"odd-r": 0.5, "even-r": -0.5, "odd-q": 0.0, "even-q": 0.0}[shape]
    assert x3 - x0 == pytest.approx(pushed)


def test_odd_columns_are_pushed_up() -> None:
    from wholeplace.places.tiles import _centre

    assert _centre("odd-q", (1, 0)) < (1, 0)
    assert _centre("odd-q", (1, 0))[1] == -0.5
    assert _centre("even-q", (1, 0))[1] == 0
    assert _centre("even-q", (-2, 0))[1] == -0.5


def region_of(number: int) -> str:
    return ("North Fells", "Southern Downs", "")[number % 3]


@given(st.integers(1, 120))
def test_without_a_layout_places_stand_apart_in_blocks_by_region(count: int) -> None:
    rows: list[dict[str, Any]] = [
        place(f"P{n:02}", f"Place {n:03}", "unitary", f"X06{n:06}", region=region_of(n)) for n in range(count)
    ]
    found = arranged(list(Register.build(rows)))
    assert found.arranged
    assert (len(found.centres), found.missing) == (count, ())
    spots = [spot for centres in found.centres.values() for spot in centres]
    assert all(math.dist(one, other) > 0.99 for n, one in enumerate(spots) for other in spots[:n])
    assert {name for name, _ in found.labels} == {region_of(n) or "No region" for n in range(count)}


def test_nothing_to_lay_out_is_an_empty_map(tmp_path: Path) -> None:
    assert laid(snapshot(tmp_path, (2021, IN_2021)), {"waste"}, LATE).centres == {}


@pytest.fixture(scope="module")
def england(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    store = Store(tmp_path_factory.mktemp("england"))
    folder = shared_data("geography")
    files = [shared_data("councils/uk_local_authorities_future.csv"), *sorted(folder.glob("*.hexjson"))]
    files.append(shared_data("councils/lgr_restructuring_2013_to_2023.xlsx"))
    assert not load(store, files).failed
    return Snapshot(store)


@pytest.mark.parametrize("day", [date(2019, 10, 1), date(2021, 10, 1), date(2023, 10, 1)])
@pytest.mark.parametrize("classes", ["district", "county", "single-tier-and-county", "single-tier"])
def test_published_layouts_show_every_english_council_of_their_years(
    england: Snapshot, day: date, classes: str
) -> None:
    found = layout(england, Register.open(england.store), {classes}, day)
    assert (found.arranged, found.missing) == (False, ())


def test_the_map_of_england_stands_the_right_way_up(england: Snapshot) -> None:
    register = Register.open(england.store)
    found = layout(england, register, {"single-tier", "district"}, date(2021, 10, 1))
    at = {name: found.centres[register.find(name).id][0] for name in ("E06000052", "E06000057", "E07000106")}
    cornwall, northumberland, canterbury = at.values()
    assert cornwall[0] < northumberland[0] < canterbury[0]
    assert northumberland[1] < canterbury[1]
    assert northumberland[1] < cornwall[1]
