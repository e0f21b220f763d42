"""One invented world for all tests that only read: made and loaded once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import hypothesis
import pytest

import layouts
from support import made_once
from wholeplace.evidence.loading import load
from wholeplace.evidence.snapshot import Snapshot
from wholeplace.evidence.store import Store
from wholeplace.sample import create

if TYPE_CHECKING:
    from pathlib import Path


# How long an example takes says more of what else a machine is doing than of the code.
hypothesis.settings.register_profile("steady", deadline=None)
hypothesis.settings.load_profile("steady")


@pytest.fixture(scope="session")
def world_files(tmp_path_factory: pytest.TempPathFactory):
    """The folder of the invented world's files."""
    return layouts.write_world(tmp_path_factory.mktemp("files"))


@pytest.fixture(scope="session")
def world(world_files, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store of the invented world. Read it; never load into it."""
    store = Store(tmp_path_factory.mktemp("world") / "store")
    report = load(store, [world_files])
    assert not report.failed, report.failed
    return store


@pytest.fixture(scope="session")
def now(world: Store) -> Snapshot:
    """All evidence of the invented world."""
    return Snapshot(world)


@pytest.fixture(scope="session")
def sector_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented sector's files as published."""
    return made_once(tmp_path_factory, "sector", create)


@pytest.fixture(scope="session")
def sector_store(sector_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store that holds the invented sector. Read it; never load into it."""

    def fill(folder: Path) -> None:
        report = load(Store(folder), [sector_files])
        assert not report.failed, report.failed

    return made_once(tmp_path_factory, "sector-store", fill)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Runs the command line in this process: exit code, output and errors."""
    import os
    import sys

    from wholeplace.cli import main

    def command(*arguments: object) -> tuple[int, str, str]:
        kept = {k: os.environ.get(k) for k in ("WHOLEPLACE_STORE", "WHOLEPLACE_ENGINE")}
        monkeypatch.setattr(sys, "argv", ["wholeplace", *map(str, arguments)])
        capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else int(bool(stop.code))
        finally:
            for name, value in kept.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value
        told = capsys.readouterr()
        return code, told.out, told.err

    return command
