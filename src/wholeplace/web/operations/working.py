"""Running a worker: it takes jobs one at a time until told to stop. Any number may run, on any number of machines."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

from wholeplace.web.operations.start import bring_up_to_date, set_up

if TYPE_CHECKING:
    from collections.abc import Callable


def work(say: Callable[[str], None], *, once: bool = False, beside: bool = False) -> None:
    """Run jobs until told to stop, until none waits where `once`, or until its parent process ends where `beside`.

    Raises:
        SettingsError: the settings or the database are not right.
    """
    found = set_up()
    bring_up_to_date(wanted=not found.production)
    from wholeplace.web.jobs.worker import run, stop_on_signals

    stop = stop_on_signals()
    if beside:
        threading.Thread(target=_stop_with, args=(os.getppid(), stop), name="parent watcher", daemon=True).start()
    else:
        say("The worker waits for jobs (Ctrl-C stops it; a job under way comes to a safe point first).")
    run(stop, once=once)


def _stop_with(parent: int, stop: threading.Event) -> None:
    """A server that is killed can't stop its worker; the worker sees that it was left."""
    while os.getppid() == parent and not stop.wait(1):
        pass
    stop.set()
