"""Facts about areas smaller than any place: releases like all others, that never become places or speak for one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import small_areas
from layouts import write
from wholeplace.evidence.figures import compute
from wholeplace.evidence.loading import load
from wholeplace.evidence.measures import measures
from wholeplace.evidence.snapshot import Snapshot
from wholeplace.evidence.store import Store

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def store(world_files: Path, tmp_path: Path) -> Store:
    made = Store(tmp_path / "store")
    files = [world_files / "register.csv", world_files / "RS_2016-17.xlsx", world_files / "population.csv"]
    files += [write(tmp_path, "index.csv", small_areas.composite()), write(tmp_path, "l.csv", small_areas.lookup())]
    assert load(made, files).failed == []
    return made


def figures(store: Store) -> list[tuple[object, ...]]:
    table = compute(Snapshot(store), list(measures().values()))
    return [(m.id, f.place, f.period, f.value, f.status) for m in table.measures for f in table.figures(m)]


def test_they_are_no_places_and_give_no_lines(store: Store) -> None:
    snapshot = Snapshot(store)
    assert {e.dataset for e in store.entries() if e.small_areas} == {"deprivation-composite-areas"}
    assert not [i for i in snapshot.crosswalk.places if i.startswith("X0100")]
    assert not [line for line in snapshot.lines if line.startswith("uk_imd_area.")]
    assert not [v for v in snapshot.voices if "areas" in v.release]
    assert snapshot.facts_releases(["uk_imd_area.decile"]) == []


def test_no_figure_changes_by_them(world_files: Path, store: Store, tmp_path: Path) -> None:
    plain = Store(tmp_path / "plain")
    load(plain, [world_files / "register.csv", world_files / "RS_2016-17.xlsx", world_files / "population.csv"])
    assert figures(store) == figures(plain)
    assert len(figures(plain)) > 100


def test_they_are_listed_shown_verified_and_known_to_be_invented(store: Store, run) -> None:
    code, told, _ = run("data", "list", "--json", "--store", store.folder)
    listed = {e["dataset"]: e for e in json.loads(told)}
    assert code == 0
    assert {d: listed[d]["rows"] for d in ("deprivation-composite-areas", "small-area-lookup")} == {
        "deprivation-composite-areas": 19, "small-area-lookup": 19,
    }  # fmt: skip
    assert all(e["invented"] for e in listed.values())
    for dataset, title in (("deprivation-composite-areas", "by neighbourhood"), ("small-area-lookup", "small areas")):
        code, told, _ = run("data", "show", dataset, "--store", store.folder)
        assert (code, title in told) == (0, True)
    assert run("data", "verify", "--store", store.folder)[0] == 0


def test_two_vintages_are_compared_by_area(store: Store, tmp_path: Path, run) -> None:
    rows = [list(r) for r in small_areas.composite_rows()]
    rows[-1][5] = rows[-1][5] - 1  # type: ignore[operator]
    load(store, [write(tmp_path, "later.csv", small_areas.composite(rows))])
    first, second = (e.id for e in store.entries() if e.small_areas)
    code, told, _ = run("data", "diff", first, second, "--json", "--store", store.folder)
    assert code == 0
    assert [(r["authority"], r["line"], r["change"]) for r in json.loads(told)] == [
        (small_areas.areas()[-1][0], "uk_imd_area.score", -1)
    ]


def test_a_lookup_holds_no_figures_to_compare(store: Store, run) -> None:
    code, _, errors = run("data", "diff", "small-area", "deprivation-composite-areas", "--store", store.folder)
    assert code == 1
    assert "holds no figures to compare" in errors


def test_a_store_written_before_small_areas_were_known_loads_and_verifies(world_files: Path, tmp_path: Path) -> None:
    """Neither its catalogue nor its manifests have the key."""
    from wholeplace.core.files import sha256

    store = Store(tmp_path / "old")
    load(store, [world_files / "RS_2016-17.xlsx"])
    path = next(store.releases_folder.rglob("manifest.json"))
    manifest = json.loads(path.read_bytes())
    del manifest["entry"]["small_areas"]
    path.write_text(json.dumps(manifest))
    catalogue = store.folder / "catalogue.json"
    content = json.loads(catalogue.read_bytes())
    del content["releases"][0]["small_areas"]
    content["releases"][0]["manifest_sha256"] = sha256(path.read_bytes())
    catalogue.write_text(json.dumps(content))
    assert [e.small_areas for e in store.entries()] == [False]
    assert store.verify() == []


def test_a_release_turned_into_one_of_small_areas_is_found(store: Store) -> None:
    catalogue = store.folder / "catalogue.json"
    content = json.loads(catalogue.read_bytes())
    content["releases"][1]["small_areas"] = not content["releases"][1]["small_areas"]
    catalogue.write_text(json.dumps(content))
    assert any("tell different things" in p for p in store.verify())
