"""Backups that somebody made up, their hashes right: refused in words, and nothing here changes."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import sqlite3
import tarfile
from typing import TYPE_CHECKING

import pytest

from deployment import command
from wholeplace.core.errors import StoreError
from wholeplace.evidence.store import Store
from wholeplace.web.operations.archive import HEADER, MANIFEST, BackupError, read

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.own_database

PEOPLE, MIGRATIONS, CATALOGUE = "database/accounts.user.jsonl", "database/migrations.json", "store/catalogue.json"
ROW = {
    "date_joined": "2026-01-01T00:00:00Z", "email": "a@sample.invalid", "id": 1, "is_active": True, "joined": None,
    "last_login": None, "name": "A", "password": "!",
}  # fmt: skip


@pytest.fixture(scope="module")
def genuine(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a backup of an empty workbench holds."""
    folder = tmp_path_factory.mktemp("genuine")
    env = {"WHOLEPLACE_HOME": str(folder / "home"), "WHOLEPLACE_STORE": str(folder / "store")}
    assert command(env, "migrate").code == 0
    ran = command(env, "backup", "create", str(folder / "b.tar.gz"))
    assert ran.code == 0, ran.err
    found = {}
    with tarfile.open(folder / "b.tar.gz") as tar:
        for member in tar:
            held = tar.extractfile(member)
            assert held
            found[member.name] = held.read()
    return found


def forged(path: Path, genuine: dict[str, bytes], changed: dict[str, bytes]) -> Path:
    """The backup with other members, and a manifest that says so."""
    content = {n: d for n, d in genuine.items() if n != MANIFEST} | {n: d for n, d in changed.items() if n != MANIFEST}
    told = json.loads(genuine[MANIFEST])
    for name, data in content.items():
        kept = told["members"].setdefault(name, {})
        kept |= {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    content[MANIFEST] = changed.get(MANIFEST, json.dumps(told).encode())
    with tarfile.open(path, "w:gz") as tar:
        for name, data in content.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return path


def entry(identifier: str) -> bytes:
    row = {"id": identifier, "published": "2020-01-01"}
    return json.dumps({"format": 1, "releases": [row]}).encode()


@pytest.mark.parametrize(
    "changed",
    [
        {PEOPLE: json.dumps({**ROW, "id": 10**30}).encode()},
        {PEOPLE: b"[" * 100_000},
        {PEOPLE: b"null\n"},
        {PEOPLE: json.dumps({**ROW, "email": None}).encode()},
        {MIGRATIONS: b"[]"},
        {MIGRATIONS: b'{"a": 1}'},
        {MIGRATIONS: b"["},
        {MANIFEST: b"[" * 200_000},
        {f"files/{'a/' * 2000}b": b"x"},
        {f"files/{'a' * 300}": b"x"},
        {"files/x": b"x", "files/x/y": b"x"},
        {CATALOGUE: b""},
        {CATALOGUE: entry("../../home")},
    ],
    ids=["huge number", "deep row", "no row", "no address", "no tables", "odd tables", "cut tables", "deep manifest",
         "deep name", "long name", "file and folder", "no catalogue", "catalogue elsewhere"],
)  # fmt: skip
def test_a_made_up_backup_is_refused_in_words(
    genuine: dict[str, bytes], changed: dict[str, bytes], tmp_path: Path
) -> None:
    env = {"WHOLEPLACE_HOME": str(tmp_path / "home"), "WHOLEPLACE_STORE": str(tmp_path / "store")}
    if MIGRATIONS in changed:  # then the rows it tells of are not put back either
        changed = {**changed, PEOPLE: json.dumps(ROW).encode()}

    ran = command(env, "backup", "restore", str(forged(tmp_path / "forged.tar.gz", genuine, changed)))

    assert ran.code == 1
    assert "Traceback" not in ran.err
    assert ran.err.startswith("Error: ")
    with contextlib.closing(sqlite3.connect(tmp_path / "home" / "workbench.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    assert not (tmp_path / "store" / "catalogue.json").exists()


def test_what_it_is_made_from_can_be_read(genuine: dict[str, bytes], tmp_path: Path) -> None:
    held = []
    read(forged(tmp_path / "x.tar.gz", genuine, {}), lambda name, _: held.append(name))
    assert {*held, HEADER, MANIFEST} == set(genuine)


def test_a_release_is_never_looked_for_outside_the_store(tmp_path: Path) -> None:
    for identifier in ("../x", "a/b", "..", "", "a\\b"):
        (tmp_path / "catalogue.json").write_bytes(entry(identifier))
        with pytest.raises(StoreError, match="can't be read"):
            Store(tmp_path).entries()


def test_a_manifest_nested_without_end_is_damage(genuine: dict[str, bytes], tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="can't be read"):
        read(forged(tmp_path / "x.tar.gz", genuine, {MANIFEST: b"[" * 200_000}), lambda *_: None)
