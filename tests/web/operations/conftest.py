"""The workbench as an operator runs it, for the tests of this room."""

from __future__ import annotations

import os
import shutil
import uuid
from typing import TYPE_CHECKING

import pytest

from deployment import Ran, Server, command, safe, script, served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def wholeplace() -> Callable[..., Ran]:
    return command


@pytest.fixture
def in_workbench() -> Callable[..., Ran]:
    return script


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory, sector_store: Path) -> Iterator[Server]:
    """A deployment on the invented sector, behind a proxy on this machine."""
    folder = tmp_path_factory.mktemp("production")
    with served(folder, safe(folder / "home", sector_store), "--migrate", "--workers", 1) as server:
        yield server


@pytest.fixture
def another_database() -> Iterator[str]:
    """The address of a new, empty PostgreSQL database; skipped where no server answers."""
    import psycopg

    address = os.environ.get("WHOLEPLACE_TEST_DATABASE_URL") or "postgresql://postgres@127.0.0.1:5432/postgres"
    name = f"wholeplace_ops_{uuid.uuid4().hex[:12]}"
    base = address.rpartition("/")[0]
    try:
        server = psycopg.connect(f"{base}/postgres", autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL answers: {error}")
    with server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{base}/{name}"
        finally:
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def own_store(tmp_path: Path, sector_store: Path) -> Path:
    """A copy of the invented sector's store, to change."""
    return shutil.copytree(sector_store, tmp_path / "store")
