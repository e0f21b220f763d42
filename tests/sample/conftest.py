"""One sector of each size, written once for all the tests that read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support import made_once
from wholeplace.sample import create

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_once(tmp_path_factory, "forty-councils", lambda folder: create(folder, size=40, seed=7))


@pytest.fixture(scope="session")
def whole(sector_files: Path) -> Path:
    return sector_files


@pytest.fixture(scope="session", params=["small", "whole"])
def folder(request: pytest.FixtureRequest) -> Path:
    return request.getfixturevalue(request.param)
