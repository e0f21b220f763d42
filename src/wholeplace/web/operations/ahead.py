"""The pages most readers ask for, worked out before they ask: home, places, measures, after every start and load.

One process of a deployment does it, in a thread of its own that rests as long as it works; the others find the pages on
the shelf. A load is taken in here too, so that no reader waits for it.
"""

from __future__ import annotations

import contextlib
import logging
import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import close_old_connections
from django.http import HttpRequest
from django.urls import resolve, reverse

from wholeplace.evidence.places import classes_of
from wholeplace.web.evidence.caching import state_of_evidence
from wholeplace.web.evidence.current import current

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator

LOOK_SECONDS = 5.0
LONGEST_REST = 1.0
log = logging.getLogger(__name__)


def keep_ready(stop: threading.Event) -> None:
    """Work pages out whenever the evidence has changed, until told to stop."""
    done = ""
    with _alone():
        while not stop.wait(LOOK_SECONDS if done else 0):
            try:
                state = state_of_evidence()
                if state != done and work_out(state, stop):
                    done = state
            except Exception:  # the pages themselves say what is wrong
                log.exception("Pages could not be worked out ahead")
                done = done or "nothing"
            finally:
                close_old_connections()


def work_out(state: str, stop: threading.Event) -> int:
    """Make every page that is not there yet; how many were asked for, 0 where the evidence changed meanwhile."""
    asked = 0
    for address in list(addresses()):
        if stop.is_set() or state_of_evidence() != state:
            return 0
        begun = time.monotonic()
        status = _ask(address)
        if status != 200:
            log.warning("A page that readers will ask for answered %s", status)
        asked += 1
        stop.wait(min(time.monotonic() - begun, LONGEST_REST))
    return asked


def addresses() -> Iterator[str]:
    """Home, the lists, every measure, and every council there is today."""
    evidence = current()
    if evidence.empty:
        return
    yield reverse("home:home")
    yield reverse("places:index")
    yield reverse("measures:index")
    yield from (reverse("measures:measure", args=(m,)) for m in evidence.measures)
    councils = classes_of("councils")
    yield from (reverse("places:place", args=(p.id,)) for p in evidence.register.alive() if p.place_class in councils)


def _ask(address: str) -> int:
    """Ask a view as a stranger would; a finished page is on the shelf afterwards."""
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", address, address
    request.META |= {"SERVER_NAME": "localhost", "SERVER_PORT": "80", "REMOTE_ADDR": "127.0.0.1"}
    request.user = AnonymousUser()
    found = resolve(address)
    request.resolver_match = found
    return int(found.func(request, *found.args, **found.kwargs).status_code)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Wait until no other process does it."""
    try:
        import fcntl
    except ImportError:  # no such lock on Windows: every process makes its own
        yield
        return
    with (settings.CONFIG.home / "ahead.lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
