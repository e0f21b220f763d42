"""A worker in the test's own process and transaction: `do_all()` does the jobs that wait."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def do_all(db: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Does all jobs that wait, here and now."""
    from django_tasks_db.management.commands import db_worker

    from wholeplace.web.jobs.worker import run

    # The test's transaction lives in this very connection.
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    return lambda: run(threading.Event(), poll_seconds=0.01, once=True)
