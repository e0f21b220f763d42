"""Writing that is never seen half done."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import pytest

from wholeplace.core import files

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "catalogue.json"
    files.write_atomically(path, b"before")
    files.write_atomically(path, b"after")
    assert path.read_bytes() == b"after"
    assert [p.name for p in path.parent.iterdir()] == ["catalogue.json"]


def test_a_failed_write_leaves_what_was_there_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "catalogue.json"
    files.write_atomically(path, b"before")

    def refuse(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OSError, match="no space"):
        files.write_atomically(path, b"after")
    assert path.read_bytes() == b"before"
    assert [p.name for p in tmp_path.iterdir()] == ["catalogue.json"]


def test_a_fingerprint_is_sha_256() -> None:
    assert files.sha256(b"abc") == hashlib.sha256(b"abc").hexdigest()
