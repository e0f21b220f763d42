"""An adviser's own list of places: their headlines, changing the list, and taking it along as a table."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from wholeplace.papers.tables import csv_bytes
from wholeplace.profile.headlines import Headlines, headlines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wholeplace.web.evidence.current import Evidence

KEPT = 400  # places whose headlines a process keeps, some 5 KB each
HEADER = (
    "place", "name", "class", "indicator", "title", "period", "value", "unit", "shown", "status", "note",
    "year_before", "peers", "peers_with_value", "peers_lower_quartile", "peers_median", "peers_upper_quartile",
    "stands_out", "to_watch",
)  # fmt: skip

_lock = threading.Lock()
_kept: OrderedDict[tuple[str, str, str], Headlines] = OrderedDict()


def portfolio_of(evidence: Evidence, places: Iterable[str]) -> list[Headlines]:
    """The headlines of places that the register holds, in the order given."""
    return [_headlines(evidence, place) for place in places if place in evidence.register]


def _headlines(evidence: Evidence, place: str) -> Headlines:
    """Headlines change when the evidence does, and when another day may bring a council's end."""
    key = (evidence.fingerprint, evidence.register.today.isoformat(), place)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    found = headlines(evidence.snapshot, evidence.register, place)
    with _lock:
        _kept[key] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found


def as_csv(portfolio: Iterable[Headlines]) -> bytes:
    """A row a headline: the figure, the year before's, and its peers."""
    rows: list[tuple[Any, ...]] = []
    for each in portfolio:
        for one in each.figures:
            data = one.figure.as_json()
            standing = one.standing
            before = one.before.as_json()["value"] if one.before else None
            rows.append((
                each.place.id, each.place.name, each.place.place_class, data["measure"], one.figure.title,
                data["period"], data["value"], data["unit"], data["display"], data["status"], data["note"], before,
                each.peers, standing.n, standing.lower, standing.median, standing.upper, len(each.findings),
                each.to_watch,
            ))  # fmt: skip
    return csv_bytes(HEADER, rows)
