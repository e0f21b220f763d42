"""Early-warning scores as pages show them: of a day asked for, else of the day that early warning stands on.

    standing = warned()                   today's scores; where the data are too old, those of the day they were new
    standing = warned(date(2018, 1, 31))  what could have been said on that day

Working scores out takes a second or two; each process keeps those of the last few days asked for.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from wholeplace.evidence.snapshot import Snapshot
from wholeplace.finance.warning import warnings
from wholeplace.finance.warning_day import standing_day
from wholeplace.web.evidence.current import current

if TYPE_CHECKING:
    from datetime import date

    from wholeplace.finance.warning import Score, Warnings
    from wholeplace.web.evidence.current import Evidence

KEPT_DAYS = 3  # the scores of a day and what they are made from take some 50 MB


@dataclass(frozen=True)
class Warned:
    """The scores of a day, and the snapshot they are worked out from. Read it; never change it."""

    snapshot: Snapshot
    found: Warnings
    newest: bool

    @property
    def as_of(self) -> date:
        """Only what had been published by this day counts."""
        return self.found.as_of

    def of(self, place: str) -> Score | None:
        """The score of a place; None where it has none."""
        return self.found.of(place)


_lock = threading.Lock()
_kept: OrderedDict[tuple[str, str, date], Warned] = OrderedDict()
_days: OrderedDict[tuple[str, str, date], date] = OrderedDict()


def warned(as_of: date | None = None) -> Warned:
    """The scores as of a day; without one, of the day that they stand on. Nothing loaded, nothing scored.

    Raises:
        StoreError: the store can't be read.
    """
    evidence = current()
    with _lock:
        day = _standing(evidence)
        asked = as_of or day
        key = (str(evidence.store.folder), evidence.fingerprint, asked)
        if key not in _kept:
            snapshot = Snapshot(evidence.store, asked)
            _kept[key] = Warned(snapshot, warnings(snapshot), asked == day)
            while len(_kept) > KEPT_DAYS:
                _kept.popitem(last=False)
        _kept.move_to_end(key)
        return _kept[key]


def _standing(evidence: Evidence) -> date:
    """The day, worked out once for each state of the evidence and each day."""
    today = localdate()
    key = (str(evidence.store.folder), evidence.fingerprint, today)
    if key not in _days:
        _days.clear()
        _days[key] = standing_day(Snapshot(evidence.store, today)) if not evidence.empty else today
    return _days[key]
