"""A small invented sector, made and loaded once, for tests of what is worked out from whole accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support import made_once
from wholeplace.evidence.loading import load
from wholeplace.evidence.snapshot import Snapshot
from wholeplace.evidence.store import Store
from wholeplace.sample import create

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def small_sector(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """All evidence of an invented sector of 40 councils. Read it; never load into it."""

    def make(folder: Path) -> None:
        create(folder / "files", size=40, seed=7)
        report = load(Store(folder / "store"), [folder / "files"])
        assert not report.failed, report.failed

    return Snapshot(Store(made_once(tmp_path_factory, "small-sector", make) / "store"))
