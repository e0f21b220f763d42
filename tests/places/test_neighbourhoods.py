"""Neighbourhoods of a place: exact counts that add up over districts, held against what others published."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

import small_areas
from layouts import write
from wholeplace.evidence.loading import load
from wholeplace.evidence.snapshot import Snapshot
from wholeplace.evidence.store import Store
from wholeplace.places.neighbourhoods import Neighbourhoods, neighbourhoods, tally
from wholeplace.places.register import Register

if TYPE_CHECKING:
    from pathlib import Path


def store_of(folder: Path, register: str, *files: str) -> Store:
    texts = {"register": register, "index": small_areas.composite(), "lookup": small_areas.lookup()}
    store = Store(folder / "store")
    report = load(store, [write(folder, f"{name}.csv", texts[name]) for name in ("register", *files)])
    assert report.failed == []
    return store


@pytest.fixture(scope="module")
def invented(world_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    register = (world_files / "register.csv").read_text("utf-8")
    return store_of(tmp_path_factory.mktemp("areas"), register, "index", "lookup")


def of(store: Store, place: str, as_of: date | None = None) -> Neighbourhoods:
    register = Register.open(store, as_of)
    return neighbourhoods(Snapshot(store, as_of), register, register[place])


def counts(found: Neighbourhoods) -> tuple[int | None, int | None, int | None]:
    return found.count, found.most_deprived_decile, found.most_deprived_quintile


# ---- counting


def test_a_councils_neighbourhoods_are_counted(invented: Store) -> None:
    found = of(invented, "HRW")
    assert counts(found) == (5, 2, 3)
    assert (found.decile_share, found.quintile_share) == (0.4, 0.6)
    assert (found.parts, found.period) == (("HRW",), "2019")


def test_a_county_is_the_sum_of_its_districts(invented: Store) -> None:
    found = of(invented, "FRN")
    assert counts(found) == (6, 1, 3)
    assert set(found.parts) == {"ASV", "BKM"}


def test_a_divided_council_is_the_sum_of_those_that_cover_its_ground(invented: Store) -> None:
    assert counts(of(invented, "SPL")) == (5, 3, 3)


def test_a_council_that_is_part_of_a_later_one_has_no_count_of_its_own(invented: Store) -> None:
    found = of(invented, "OLB")
    assert counts(found) == (None, None, None)
    assert (found.decile_share, found.quintile_share) == (None, None)
    assert "names no council on exactly Oldbridge’s ground" in found.reason


def test_a_council_that_the_lookup_does_not_name_has_no_count(invented: Store) -> None:
    assert of(invented, "CAL").text.startswith("not known: the lookup")


def test_both_releases_are_named_with_their_notes(invented: Store) -> None:
    found = of(invented, "HRW")
    assert [r.split(".")[0] for r in found.releases] == ["deprivation-composite-areas", "small-area-lookup"]
    assert all("invented sector" in source for source in found.sources)
    assert found.text.startswith("2 of 5 (40.0%) in the most deprived tenth of the United Kingdom, 3 (60.0%) in")


# ---- what is missing is said


@pytest.mark.parametrize(
    ("files", "reason"),
    [((), "by neighbourhood is not loaded"), (("lookup",), "by neighbourhood is not loaded"),
     (("index",), "the lookup of small areas to councils is not loaded")],
)  # fmt: skip
def test_what_is_not_loaded_is_said(world_files: Path, tmp_path: Path, files: tuple[str, ...], reason: str) -> None:
    found = of(store_of(tmp_path, (world_files / "register.csv").read_text("utf-8"), *files), "HRW")
    assert counts(found) == (None, None, None)
    assert reason in found.reason


def test_an_index_published_later_is_not_used(invented: Store) -> None:
    assert "was not published by 1 May 2020" in of(invented, "HRW", date(2020, 5, 1)).reason


def test_an_area_without_a_tenth_leaves_its_council_without_a_count(world_files: Path, tmp_path: Path) -> None:
    rows = [list(r) for r in small_areas.composite_rows()]
    spoilt = next(n for n, (_, council, _) in enumerate(small_areas.areas()) if council == "ASV")
    rows[spoilt][9] = "about 3"
    store = Store(tmp_path / "store")
    written = [
        write(tmp_path, "index.csv", small_areas.composite(rows)), write(tmp_path, "lookup.csv", small_areas.lookup()),
        world_files / "register.csv",
    ]  # fmt: skip
    load(store, written)
    assert of(store, "ASV").reason == "1 of its 2 areas are not in the composite index"
    assert of(store, "FRN").reason == "1 of its 6 areas are not in the composite index"
    assert of(store, "HRW").count == 5


# ---- the command


def test_show_tells_the_neighbourhoods_and_their_source(invented: Store, run) -> None:
    code, told, _ = run("places", "show", "Fernshire", "--store", invented.folder)
    assert code == 0
    assert "Neighbourhoods: 1 of 6 (16.7%) in the most deprived tenth" in told
    assert "Added up from Ashby Vale and Brookham." in told
    _, told, _ = run("places", "show", "HRW", "--json", "--store", invented.folder)
    shown = json.loads(told)["neighbourhoods"]
    assert (shown["count"], shown["most_deprived_quintile"], shown["reason"]) == (5, 3, "")
    assert len(shown["releases"]) == 2


def test_show_copes_where_nothing_is_known_of_neighbourhoods(world: Store, run) -> None:
    code, told, _ = run("places", "show", "Harrowmere", "--store", world.folder)
    assert code == 0
    assert "Neighbourhoods: not known: the UK composite index by neighbourhood is not loaded." in told


# ---- against what others published


def line_of(store: Store, dataset: str, line: str) -> dict[str, float]:
    """Authority -> number of a published line."""
    import pyarrow.parquet as pq

    (release,) = [r for r in Snapshot(store).releases.values() if r.id.startswith(dataset)]
    rows = pq.ParquetFile(release.facts_path).read().to_pylist()
    return {r["authority"]: r["number"] for r in rows if r["line"] == line}


def test_published_counts(published: Store) -> None:
    assert counts(of(published, "MAN")) == (282, 111, 162)
    assert counts(of(published, "BFS")) == (173, 98, 116)
    assert counts(of(published, "KEN")) == (902, 45, 124)
    assert counts(of(published, "NTH")) == (422, 22, 58)


def test_the_composite_by_council_has_the_same_share_in_the_most_deprived_fifth(published: Store) -> None:
    """`high-deprivation` is the share of people, ours of neighbourhoods, which have about 1,600 people each.

    The council file's fifths and tenths can't be held against ours: they group councils by their average score.
    """
    counted, high = tally(Snapshot(published)), line_of(published, "deprivation-composite.", "uk_imd.high_share")
    apart = {p: abs(counted.quintile[p] / counted.areas[p] - high[p]) for p in counted.areas}
    assert len(apart) == 361
    assert max(apart.values()) < 0.06
    assert sum(apart.values()) / len(apart) < 0.01
    assert {p for p in apart if not counted.quintile[p]} == {p for p in apart if not high[p]}


def test_the_composite_keeps_englands_own_tenths_exactly(published: Store) -> None:
    """The share of a district's neighbourhoods in England's most deprived tenth is published with the index of 2019."""
    snapshot, register = Snapshot(published), Register.open(published)
    tenths = line_of(published, "deprivation-composite-areas.", "uk_imd_area.national_decile")
    (lookup,) = [r for r in snapshot.releases.values() if r.entry.table == "areas"]
    of_place: dict[str, list[float]] = {}
    for record in lookup.records():
        of_place.setdefault(record["place"], []).append(tenths[record["area"]])
    told = line_of(published, "deprivation-iod.2019.", "iod.imd_most_deprived_decile")
    same = {
        gss: (of_place[place].count(1) / len(of_place[place]), share)
        for gss, share in told.items()
        if (place := register.find(gss).id) in of_place
    }
    assert len(same) == 289  # the others of 317 have been reorganised since
    assert all(abs(ours - theirs) < 0.000051 for ours, theirs in same.values())


def test_forty_thousand_neighbourhoods_make_no_place(published: Store) -> None:
    snapshot = Snapshot(published)
    assert len(snapshot.crosswalk.places) < 1_000
    assert not any(line.startswith("uk_imd_area.") for line in snapshot.lines)
    assert "95ZZ06W1" not in snapshot.crosswalk.places
