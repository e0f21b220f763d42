"""The evidence this process answers from: opened once, and again when a load has switched the store.

    evidence = current()                   everything loaded
    evidence = current(date(2018, 1, 31))  what had been published by that date

All requests between two loads share one `Evidence`, so it must only be read. Opening takes a second or two and happens
in one thread; others go on with the evidence they have.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.conf import settings

from wholeplace.core.errors import StoreError, WholeplaceError
from wholeplace.evidence.figures import compute
from wholeplace.evidence.measures import measures
from wholeplace.evidence.snapshot import Snapshot
from wholeplace.evidence.store import Store
from wholeplace.places.register import Register

if TYPE_CHECKING:
    from datetime import date

    from wholeplace.evidence.figures import FigureTable
    from wholeplace.evidence.measures import Measure

KEPT_DATES = 2  # opened evidence as of other dates; each takes some 100 MB
UNREADABLE_SECONDS = 10  # before a store that could not be opened is tried again: trying costs a second of work


@dataclass
class Evidence:
    """A snapshot of the store with what pages ask of it again and again. Read it; never change it."""

    snapshot: Snapshot
    fingerprint: str

    @property
    def store(self) -> Store:
        """The store it was opened from."""
        return self.snapshot.store

    @property
    def empty(self) -> bool:
        """Whether nothing is loaded."""
        return not self.snapshot.releases

    @property
    def invented(self) -> bool:
        """Whether any of it is of an invented sector."""
        return self.snapshot.invented

    @cached_property
    def register(self) -> Register:
        """The places as of the snapshot's date; empty where no register is loaded."""
        try:
            return Register.open(self.store, self.snapshot.as_of)
        except StoreError:
            return Register.build([])

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """The indicators installed, by id."""
        return measures()

    @cached_property
    def table(self) -> FigureTable:
        """Every indicator for every place and year."""
        return compute(self.snapshot, list(self.measures.values()))

    def warm(self) -> None:
        """Work out now what the first pages would otherwise each wait for."""
        self.table.prepare()
        self.register.search("a")


logger = logging.getLogger(__name__)
_lock = threading.Lock()
_failed: tuple[tuple[str, str, date | None], float, str] = (("", "", None), 0.0, "")
_now: Evidence | None = None
_dated: OrderedDict[tuple[str, date], Evidence] = OrderedDict()


def current(as_of: date | None = None) -> Evidence:
    """The evidence to answer from, as published by `as_of` where one is given.

    A store that became unreadable is answered for with what was opened before.

    Raises:
        StoreError: it can't be read, and nothing was opened before.
    """
    store = Store(settings.CONFIG.store)
    fingerprint = store.fingerprint()
    return _today(store, fingerprint) if as_of is None else _on(store, fingerprint, as_of)


def _today(store: Store, fingerprint: str) -> Evidence:
    global _now  # noqa: PLW0603 - one a process, on purpose
    known = _now
    if known and known.fingerprint == fingerprint and known.store.folder == store.folder:
        return known
    # A load has switched the store: one thread opens it, the others answer from what they have until it is there.
    if not _lock.acquire(blocking=known is None or known.store.folder != store.folder):
        return known  # type: ignore[return-value]
    try:
        if _now is None or _now.fingerprint != fingerprint or _now.store.folder != store.folder:
            try:
                _now = _opened(store, fingerprint, None)
            except WholeplaceError:
                if known is None or known.store.folder != store.folder:
                    raise
                return known
            _dated.clear()
        return _now
    finally:
        _lock.release()


def _on(store: Store, fingerprint: str, as_of: date) -> Evidence:
    """Evidence as of a date; dates between which nothing was published share one."""
    days = [e.published_on for e in store.entries() if e.published_on <= as_of]
    day = max(days, default=as_of)
    key = (fingerprint, day)
    with _lock:
        if key not in _dated:
            _dated[key] = _opened(store, fingerprint, day)
            while len(_dated) > KEPT_DATES:
                _dated.popitem(last=False)
        _dated.move_to_end(key)
        return _dated[key]


def _opened(store: Store, fingerprint: str, as_of: date | None) -> Evidence:
    global _failed  # noqa: PLW0603 - one a process, on purpose
    which = (str(store.folder), fingerprint, as_of)
    if _failed[0] == which and time.monotonic() < _failed[1]:
        raise StoreError(_failed[2])
    try:
        evidence = Evidence(Snapshot(store, as_of), fingerprint)
        if not evidence.empty:
            evidence.warm()
    except Exception as error:  # files of releases may be damaged in any way
        logger.exception("The evidence can't be opened")
        told = str(error) if isinstance(error, WholeplaceError) else (
            f"{store.folder}: its releases can't be read ({type(error).__name__}). `wholeplace check` says which."
        )  # fmt: skip
        _failed = which, time.monotonic() + UNREADABLE_SECONDS, told
        raise StoreError(told) from error
    return evidence
