"""How work tells how far it has come, hears that it shall stop, and shows that it is alive."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.utils import timezone

from wholeplace.web.jobs.models import Job, State

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

log = logging.getLogger(__name__)
BETWEEN_WRITES = 0.3  # seconds
WAITS = (0.2, 1.0, 3.0)  # seconds
Answer = TypeVar("Answer")


class Stopped(Exception):  # noqa: N818 - none of these is an error
    """The work is to stop at this point, which is a safe one."""


class Cancelled(Stopped):
    """Somebody asked for it."""


class HandedBack(Stopped):
    """The worker is being stopped; another will go on."""


class Lost(Stopped):
    """The job is another worker's by now."""


class Reporter:
    """The `progress` that work is given: call it between steps, where stopping is safe.

    Raises:
        Stopped: when called, if the work is to stop.
    """

    def __init__(self, job: Job, stop_asked: Callable[[], bool]) -> None:
        """Speak for `job` as whoever holds its token now."""
        self._id: UUID = job.id
        self._token: UUID = job.token
        self._stop_asked = stop_asked
        self._last = 0.0

    def __call__(self, done: int, total: int, message: str) -> None:
        """`done` of `total` steps are finished; `message` says what is being done."""
        if self._stop_asked():
            raise HandedBack
        now = time.monotonic()
        if now - self._last < BETWEEN_WRITES and done < total:
            return
        self._last = now
        self._write(done=done, total=total, message=message[:300])
        if _patiently(lambda: self._mine().values_list("cancel_requested", flat=True).first()):
            raise Cancelled

    def keep(self, result: dict[str, Any]) -> None:
        """Keep what has come of it so far: it is shown while the rest is being done, and there when it is resumed."""
        self._write(result=result)

    def finish(self, state: str, **fields: Any) -> bool:
        """Write the end of this attempt; False where the job is another worker's by now."""
        return bool(_patiently(lambda: self._mine().update(state=state, heartbeat=None, **fields)))

    def beat(self) -> None:
        """Show that the work goes on."""
        self._mine().update(heartbeat=timezone.now())

    def _mine(self) -> Any:
        return Job.objects.filter(id=self._id, token=self._token, state=State.RUNNING)

    def _write(self, **fields: Any) -> None:
        if not _patiently(lambda: self._mine().update(heartbeat=timezone.now(), **fields)):
            raise Lost


def _patiently(ask: Callable[[], Answer]) -> Answer:
    """Ask the database, and again after a moment: it may be locked by another, or have been started anew."""
    for wait in WAITS:
        try:
            return ask()
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block:
                raise
            log.warning("the database did not answer; asking again in %s s", wait)
            connection.close()
            time.sleep(wait)
    return ask()


class Heart:
    """Beats in a thread of its own while a step is long, so that slow work is not taken for dead."""

    def __init__(self, reporter: Reporter) -> None:
        """Beat for a reporter's job, three times in the time after which it would be given up."""
        self._reporter = reporter
        self._stop = threading.Event()
        self._every = settings.JOB_HEARTBEAT_SECONDS / 3
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def __enter__(self) -> None:
        """Start."""
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        """Stop, and wait for a beat under way."""
        self._stop.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._stop.wait(self._every):
                try:
                    self._reporter.beat()
                except DatabaseError:
                    log.warning("a heartbeat could not be written", exc_info=True)
        finally:
            connection.close()
