"""The rows of the watchlist: scores with what is known besides, filtered and sorted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from wholeplace.evidence.places import CLASS_WORDS
from wholeplace.web.finance.watchlist.forms import FLAGGED, MINE
from wholeplace.web.finance.watchlist.rights import kept_places, own_places
from wholeplace.web.finance.watchlist.triage import latest_of
from wholeplace.web.replies.shown import marks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wholeplace.finance.warning import Contribution, Score
    from wholeplace.web.evidence.standing import Warned
    from wholeplace.web.finance.watchlist.models import TriageEntry

BANDS = ("first", "next", "none", "unrated")
SHOWN_REASONS = 3
_LATE = date.max


@dataclass(frozen=True)
class Row:
    """One council: its score, the last contact, whether its log is the reader's to keep, and its own comments.

    `replied` are measure and period of the score's figures that the council has commented on.
    """

    score: Score
    entry: TriageEntry | None
    keeps: bool
    mine: bool
    replied: frozenset[tuple[str, str]]

    @property
    def overdue(self) -> bool:
        """Whether the day to look again has passed."""
        return self.entry is not None and self.entry.overdue

    @property
    def weightiest(self) -> tuple[Contribution, ...]:
        """The two or three indicators that weigh most of those in the worst fifth."""
        return self.score.reasons[:SHOWN_REASONS]

    @property
    def since(self) -> str:
        """The year since when the longest of its reasons has stood in the worst fifth; empty where none has."""
        return min((c.since for c in self.score.reasons if c.since), default="")


_KEYS: dict[str, Callable[[Row], Any]] = {
    "band": lambda r: (BANDS.index(r.score.band), -r.score.score),
    "score": lambda r: -r.score.score,
    "rank": lambda r: (r.score.rank, -r.score.score),
    "place": lambda r: r.score.place.name.casefold(),
    "review": lambda r: (r.entry.review if r.entry and r.entry.review else _LATE, BANDS.index(r.score.band)),
}
SORTS = frozenset(_KEYS)


def rows_of(standing: Warned, user: Any) -> list[Row]:
    """Every score, with what of the rest a person may see."""
    kept, own, latest = kept_places(user), own_places(user), latest_of(user)
    replied: dict[str, set[tuple[str, str]]] = {}
    for measure, place, period in marks():
        replied.setdefault(place, set()).add((measure, period))
    return [
        Row(
            score, latest.get(score.place.id), kept is None or score.place.id in kept, score.place.id in own,
            _commented(score, replied.get(score.place.id, set())),
        )
        for score in standing.found.scores
    ]  # fmt: skip


def _commented(score: Score, replied: set[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    return frozenset(replied & {(c.counted.measure.id, c.period) for c in score.contributions})


def chosen(rows: Iterable[Row], asked: dict[str, Any]) -> list[Row]:
    """The rows that were asked for."""
    band = asked.get("band", "")
    bands = {"first", "next"} if band == FLAGGED else {band} if band else set(BANDS)
    return [
        row
        for row in rows
        if row.score.band in bands
        and (asked.get("whose") != MINE or row.mine)
        and asked.get("place_class", row.score.place.place_class) == row.score.place.place_class
        and asked.get("region", row.score.place.region) == row.score.place.region
        and (not asked.get("overdue") or row.overdue)
    ]


def ordered(rows: Iterable[Row], sort: str) -> list[Row]:
    """The rows in the order asked for: a key, with a minus before it the other way round; by band, else."""
    key = _KEYS.get(sort.removeprefix("-"), _KEYS["band"])
    by_name = sorted(rows, key=lambda r: (r.score.place.name, r.score.place.id))
    if sort.removeprefix("-") == "review" and sort.startswith("-"):
        with_day = [r for r in by_name if r.entry and r.entry.review]
        return [*sorted(with_day, key=key, reverse=True), *(r for r in by_name if r not in with_day)]
    return sorted(by_name, key=key, reverse=sort.startswith("-") and sort.removeprefix("-") in _KEYS)


def classes_in(rows: Iterable[Row]) -> list[str]:
    """The classes there are, in the order of the sector."""
    found = {row.score.place.place_class for row in rows}
    return [c for c in CLASS_WORDS if c in found]


def regions_in(rows: Iterable[Row]) -> list[str]:
    """The regions there are."""
    return sorted({row.score.place.region for row in rows if row.score.place.region})
