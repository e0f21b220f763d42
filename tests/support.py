"""What several tests need: where the shared published files lie, if they are here at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from wholeplace.evidence.reading import Reading

REPOSITORY = Path(__file__).resolve().parent.parent


def shared_data(relative: str) -> Path:
    """A published file or folder of the shared collection; the test is skipped where it is absent.

    Looked for in the folder named by WHOLEPLACE_SHARED, else in `shared` beside the repository, both with and
    without its `data` folder.
    """
    root = Path(os.environ.get("WHOLEPLACE_SHARED", REPOSITORY.parent / "shared"))
    for path in (root / "data" / relative, root / relative):
        if path.exists():
            return path
    pytest.skip(f"the shared published file {relative} is not on this machine")


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that `make` fills once for all test processes of a run; the others wait until it is there."""
    import fcntl

    root = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent  # each process has a folder of its own in the run's
    folder, done = root / name, root / f"{name}.done"
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            folder.mkdir(exist_ok=True)
            make(folder)
            done.touch()
    return folder


def numbers(reading: Reading) -> dict[tuple[str, str], float]:
    """What a reading holds where it holds a number, by authority and line."""
    return {
        (key, block.line): float(number)
        for block in reading.blocks
        for key, number, status in zip(block.authorities, block.numbers, block.statuses, strict=True)
        if status == "ok"
    }
