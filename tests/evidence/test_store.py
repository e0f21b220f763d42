"""The store: whatever happens to a load, what was there before is still there, and whole."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

import layouts
from layouts import HARROWMERE, write
from wholeplace.core.errors import StoreError
from wholeplace.evidence.loading import LOADED, UNCHANGED, load
from wholeplace.evidence.snapshot import Snapshot, live
from wholeplace.evidence.store import FORMAT, Store

TESTS = Path(__file__).resolve().parents[1]
UNDATED = layouts.outturn(published="")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def catalogue(store: Store) -> bytes:
    return (store.folder / "catalogue.json").read_bytes()


# ---- the same bytes again


def test_the_same_bytes_again_change_nothing_and_say_so(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path, "a.xlsx", layouts.outturn())
    assert [o.outcome for o in load(store, [path]).outcomes] == [LOADED]
    before = catalogue(store)
    again = load(store, [path, write(tmp_path, "copy under another name.xlsx", path.read_bytes())])
    assert [o.outcome for o in again.outcomes] == [UNCHANGED, UNCHANGED]
    assert catalogue(store) == before


def test_an_assumed_date_is_replaced_by_one_that_is_given(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path, "a.xlsx", UNDATED)
    load(store, [path])
    assert [(e.published, e.published_basis) for e in store.entries()] == [("2017-11-30", "assumed")]
    load(store, [path], published=date(2018, 1, 15))
    assert [(e.published, e.published_basis) for e in store.entries()] == [("2018-01-15", "given")]
    assert store.verify() == []


def test_what_the_file_says_of_its_date_goes_before_what_its_loader_says(store: Store, tmp_path: Path) -> None:
    load(store, [write(tmp_path, "a.xlsx", layouts.outturn())], published=date(2020, 1, 1))
    assert [(e.published, e.published_basis) for e in store.entries()] == [("2017-11-16", "stated")]


def test_a_dry_run_changes_nothing(store: Store, tmp_path: Path) -> None:
    report = load(store, [write(tmp_path, "a.xlsx", layouts.outturn())], dry_run=True)
    assert [o.outcome for o in report.outcomes] == ["would load"]
    assert not store.folder.exists()


def test_a_later_file_of_the_same_year_speaks_and_the_earlier_one_stays(store: Store, tmp_path: Path) -> None:
    load(store, [write(tmp_path, "a.xlsx", layouts.outturn())])
    revised = [c.but(interest=999) for c in layouts.COUNCILS]
    load(store, [write(tmp_path, "b.xlsx", layouts.outturn(councils=revised, published="1 March 2018"))])
    assert len(store.entries()) == 2
    assert [e.published for e in live(store.entries(), None)] == ["2018-03-01"]


# ---- verify


@pytest.fixture
def loaded(store: Store, tmp_path: Path) -> Store:
    load(store, [write(tmp_path, "a.xlsx", layouts.outturn()), write(tmp_path, "b.xlsx", layouts.budget())])
    assert store.verify() == []
    return store


def files_of(store: Store) -> list[Path]:
    return sorted(p for p in store.releases_folder.rglob("*") if p.is_file())


@pytest.mark.parametrize("which", range(6))
def test_a_changed_byte_is_found_in_whichever_file_it_is(loaded: Store, which: int) -> None:
    path = files_of(loaded)[which]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    (problem,) = loaded.verify()
    assert path.parent.name in problem
    assert "Load the published file again" in problem


@pytest.mark.parametrize("which", range(6))
def test_a_missing_file_is_found(loaded: Store, which: int) -> None:
    files_of(loaded)[which].unlink()
    assert len(loaded.verify()) == 1


def test_manifests_that_changed_places_are_found(loaded: Store) -> None:
    one, other = sorted(loaded.releases_folder.rglob("manifest.json"))
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    assert sum("of another release" in p for p in loaded.verify()) == 2


def test_a_unit_changed_in_a_manifest_is_found(loaded: Store) -> None:
    path = next(loaded.releases_folder.rglob("manifest.json"))
    path.write_bytes(path.read_bytes().replace(b'"pounds_per_unit": 1000', b'"pounds_per_unit": 9000', 1))
    assert "not as it was written" in loaded.verify()[0]


def test_a_date_changed_in_the_catalogue_is_found(loaded: Store) -> None:
    path = loaded.folder / "catalogue.json"
    content = json.loads(path.read_bytes())
    content["releases"][0]["published"] = "2016-11-16"
    path.write_text(json.dumps(content))
    assert "tell different things" in loaded.verify()[0]


# ---- damage and strangers


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '"x"', '{"format": 1}', '{"format": "1", "releases": []}', '{"format": 1, "releases": [{}]}'],
)
def test_a_damaged_catalogue_says_so_and_what_to_do(loaded: Store, text: str) -> None:
    (loaded.folder / "catalogue.json").write_text(text)
    with pytest.raises(StoreError, match=r"catalogue\.json: the catalogue can't be read .* backup"):
        Store(loaded.folder).entries()


def test_a_date_that_is_none_is_damage_too(loaded: Store) -> None:
    path = loaded.folder / "catalogue.json"
    path.write_bytes(path.read_bytes().replace(b"2017-11-16", b"2017-13-16"))
    with pytest.raises(StoreError, match="can't be read"):
        Store(loaded.folder).entries()


def test_a_store_of_a_newer_wholeplace_is_refused(loaded: Store) -> None:
    path = loaded.folder / "catalogue.json"
    content = json.loads(path.read_bytes())
    path.write_text(json.dumps({**content, "format": FORMAT + 1}))
    with pytest.raises(StoreError, match="newer Wholeplace"):
        loaded.entries()


def test_a_store_that_is_a_file_is_refused_in_words(tmp_path: Path) -> None:
    path = write(tmp_path, "file", b"x")
    with pytest.raises(StoreError, match="can't be read"):
        Store(path).entries()


def test_a_store_that_cannot_be_written_fails_the_load_in_words_and_keeps_what_it_has(
    loaded: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, replace = catalogue(loaded), os.replace

    def full(source: str, target: str) -> None:
        if Path(target).name == "catalogue.json":
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr(os, "replace", full)
    report = load(loaded, [write(tmp_path, "c.xlsx", layouts.outturn(2015))])
    assert "No space left" in report.failed[0].problem
    assert catalogue(loaded) == before
    monkeypatch.undo()
    assert loaded.verify() == []
    assert [o.outcome for o in load(loaded, [tmp_path / "c.xlsx"]).outcomes] == [LOADED]
    assert loaded.verify() == []


def test_a_store_that_may_only_be_read_is_read(loaded: Store) -> None:
    folders = [loaded.folder, *(p for p in loaded.folder.rglob("*") if p.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        assert loaded.verify() == []
        assert Snapshot(loaded).lines
    finally:
        for folder in folders:
            folder.chmod(0o755)


def test_leftovers_of_a_killed_load_are_swept_after_an_hour(loaded: Store, tmp_path: Path) -> None:
    for name, age in (("old", 7200), ("young", 60)):
        folder = loaded.folder / "staging" / name
        folder.mkdir(parents=True)
        os.utime(folder, (time.time() - age, time.time() - age))
    load(loaded, [write(tmp_path, "c.xlsx", layouts.outturn(2015))])
    assert [p.name for p in (loaded.folder / "staging").iterdir()] == ["young"]


def test_a_release_left_by_a_killed_load_is_no_obstacle(loaded: Store, tmp_path: Path) -> None:
    path = write(tmp_path, "c.xlsx", layouts.outturn(2015))
    elsewhere = Store(tmp_path / "elsewhere")
    load(elsewhere, [path])
    name = elsewhere.entries()[0].id
    left = loaded.releases_folder / name
    left.mkdir()
    (left / "facts.parquet").write_bytes(b"half a fi")
    load(loaded, [path])
    assert loaded.verify() == []


def test_a_release_is_found_by_the_start_of_its_name(loaded: Store) -> None:
    assert loaded.find("revenue-outturn-rs").entry.dataset == "revenue-outturn-rs"
    with pytest.raises(StoreError, match="could be any of"):
        loaded.find("revenue")
    with pytest.raises(StoreError, match="data list"):
        loaded.find("nothing")


# ---- killed, and many at once

LOADER = """
import sys
from pathlib import Path
from wholeplace.evidence.loading import load
from wholeplace.evidence.store import Store
store, folder = Store(Path(sys.argv[1])), Path(sys.argv[2])
import wholeplace.finance.datasets.revenue_outturn, numpy, pyarrow.parquet, orjson, python_calamine
from wholeplace.evidence.dataset import datasets
datasets()
print("ready", flush=True)
for path in sorted(folder.iterdir()):
    report = load(store, [path], dataset="revenue-outturn-rs")
    assert not report.failed, report.failed
    print(path.name, flush=True)
"""
READER = """
import sys, time
from pathlib import Path
from wholeplace.evidence.store import Store
store, until = Store(Path(sys.argv[1])), time.time() + float(sys.argv[2])
seen = 0
while time.time() < until:
    entries = store.entries()
    assert len(entries) >= seen, "a release was lost"
    seen = len(entries)
    for entry in entries:
        release = store.release(entry)
        assert release.manifest["entry"]["id"] == entry.id
        assert release.authorities()
    assert store.verify() == []
print(seen)
"""


def many_files(folder: Path, count: int, first: int = 0) -> Path:
    """Small outturns of one council, all different, over six years."""
    for n in range(first, first + count):
        sheets = layouts.outturn(2012 + n % 6, [HARROWMERE.but(interest=n + 1)])
        write(folder, f"{n:03}.xlsx", sheets)
    return folder


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_killed_fifty_times_at_random_moments_the_store_verifies_and_has_all_or_nothing(tmp_path: Path) -> None:
    folder = many_files(tmp_path / "files", 60)
    store, chance = Store(tmp_path / "store"), random.Random(114)
    known: set[str] = set()
    in_the_middle = 0
    for _ in range(50):
        loader = start(LOADER, store.folder, folder)
        assert loader.stdout is not None
        assert loader.stdout.readline() == "ready\n", loader.stderr.read() if loader.stderr else ""
        time.sleep(chance.uniform(0, 0.12))
        loader.send_signal(signal.SIGKILL)
        told, _ = loader.communicate()
        entries = store.entries()
        loaded_files = {e.file for e in entries}
        assert store.verify() == []
        assert known <= loaded_files, "a release that had been published was lost"
        assert set(told.split()) <= loaded_files, "a load that was told to be done was not"
        in_the_middle += loader.returncode == -signal.SIGKILL
        known = loaded_files
        assert set(Snapshot(store).releases) <= {e.id for e in entries}
        if len(known) == 60:
            shutil.rmtree(store.folder)
            known = set()
    assert in_the_middle >= 40


def test_two_loads_and_ten_readers_at_once_lose_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    one, other = many_files(tmp_path / "one", 12), many_files(tmp_path / "other", 16, first=8)
    loaders = [start(LOADER, store.folder, folder) for folder in (one, other)]
    readers = [start(READER, store.folder, 3) for _ in range(10)]
    for process in (*loaders, *readers):
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
    assert store.verify() == []
    assert len({e.sha256 for e in store.entries()}) == len(store.entries()) == 24
    assert [e.sequence for e in store.entries()] == list(range(1, 25))
