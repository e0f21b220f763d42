"""A store that is damaged: pages that need it say so in words, the others go on, and nobody waits for it in vain."""

from __future__ import annotations

import shutil
from html import unescape
from typing import TYPE_CHECKING

import pytest

from wholeplace.core.errors import StoreError
from wholeplace.web.evidence import current as room
from wholeplace.web.evidence.current import current

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db


@pytest.fixture
def copied(tmp_path: Path, sector_store: Path) -> Path:
    return shutil.copytree(sector_store, tmp_path / "store")


def empty_tables(store: Path) -> None:
    for file in store.glob("releases/*/*.parquet"):
        file.write_bytes(b"")


def no_manifests(store: Path) -> None:
    for file in store.glob("releases/*/manifest.json"):
        file.write_bytes(b"{}")


def no_releases(store: Path) -> None:
    shutil.rmtree(store / "releases")


def no_catalogue(store: Path) -> None:
    (store / "catalogue.json").write_bytes(b"")


@pytest.mark.parametrize("damage", [empty_tables, no_manifests, no_releases, no_catalogue])
def test_pages_that_need_a_damaged_store_say_so_and_the_others_go_on(copied, use_store, client, damage):
    damage(copied)
    use_store(copied)

    for path in ("/", "/places/", "/compare/", "/search/?q=a"):
        told = client.get(path)
        assert told.status_code == 503
        assert "The figures can’t be read at the moment" in unescape(told.content.decode())
        assert str(copied) not in told.content.decode()
        assert told["Retry-After"]
        assert told["Cache-Control"] == "no-store"
    assert client.get("/api/v1/places").status_code == 503
    assert client.get("/health/ready").status_code == 503
    assert client.get("/help/").status_code == 200
    assert client.get("/account/login/").status_code == 200
    assert client.get("/nothing here").status_code == 404


def test_what_was_opened_before_is_answered_from_when_the_store_becomes_unreadable(copied, use_store, client):
    use_store(copied)
    before = current()
    (copied / "catalogue.json").write_bytes(b"")

    assert current() is before
    assert client.get("/places/").status_code == 200


def test_a_store_that_could_not_be_opened_is_not_tried_again_at_every_request(copied, use_store, monkeypatch):
    no_manifests(copied)
    use_store(copied)
    tried = []
    monkeypatch.setattr(room, "Snapshot", lambda *_: tried.append(1) or (_ for _ in ()).throw(KeyError("lines")))
    for _ in range(3):
        with pytest.raises(StoreError, match="wholeplace check"):
            current()
    assert tried == [1]

    monkeypatch.setattr(room, "UNREADABLE_SECONDS", 0)
    monkeypatch.setattr(room, "_failed", (("", "", None), 0.0, ""))
    with pytest.raises(StoreError):
        current()
    assert tried == [1, 1]
