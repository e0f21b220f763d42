"""The worker: runs the jobs that wait, one at a time, until it is told to stop.

    stop = stop_on_signals()
    run(stop)

Told to stop, it lets the job under way come to its next safe point, hands it back, and ends. Killed, it leaves a job
whose heart stops beating; the next worker finds it and takes it up again.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time
from typing import TYPE_CHECKING, Any

from django.db import OperationalError
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import is_locked_database_exception

from wholeplace.web.jobs.queue import clear_old_files, take_up_interrupted
from wholeplace.web.jobs.run import stopping

if TYPE_CHECKING:
    from types import FrameType

log = logging.getLogger(__name__)
CLEAR_EVERY = 3600.0  # seconds


class _Until(Worker):
    """The queue's worker, which ends between two tasks when an event is set."""

    def __init__(self, stop: threading.Event, **options: Any) -> None:
        self._asked = stop
        super().__init__(**options)

    @property
    def running(self) -> bool:
        return not self._asked.is_set()

    @running.setter
    def running(self, _: bool) -> None:
        """The event alone says."""


def run(stop_event: threading.Event, *, poll_seconds: float = 1.0, once: bool = False) -> None:
    """Run jobs until `stop_event` is set, or until none waits where `once`."""
    worker = _Until(
        stop_event, queue_names=["*"], interval=poll_seconds, batch=True, backend_name="default",
        startup_delay=False, max_tasks=None, worker_id=f"{socket.gethostname()[:40]}-{os.getpid()}",
        excluded_queue_names=[],
    )  # fmt: skip
    mark = stopping.set(stop_event)
    cleared = float("-inf")
    try:
        while not stop_event.is_set():
            if time.monotonic() - cleared > CLEAR_EVERY:
                cleared = time.monotonic()
                clear_old_files()
            _one_round(worker)
            if once:
                return
            stop_event.wait(poll_seconds)
    finally:
        stopping.reset(mark)


def _one_round(worker: _Until) -> None:
    try:
        take_up_interrupted()
        if DBTaskResult.objects.ready().exists():
            worker.run()
    except OperationalError as error:
        # SQLite with many writers: somebody else's turn was long. It will be ours.
        if not is_locked_database_exception(error):
            raise
        log.warning("the database was locked; trying again")


def stop_on_signals() -> threading.Event:
    """An event that is set when the process is asked to end (SIGTERM, Ctrl-C)."""
    stop = threading.Event()

    def ask(number: int, _: FrameType | None) -> None:
        log.info("asked to stop by %s", signal.Signals(number).name)
        stop.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, ask)
    return stop
