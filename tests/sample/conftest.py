"""One sector of each size, written once for all the tests that read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wholeplace.sample import create

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    create(folder, size=40, seed=7)
    return folder


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    create(folder)
    return folder


@pytest.fixture(scope="session", params=["small", "whole"])
def folder(request: pytest.FixtureRequest) -> Path:
    return request.getfixturevalue(request.param)
