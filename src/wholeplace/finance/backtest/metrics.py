"""How well scores tell apart who came to an event, with bootstrap intervals over councils.

A council that is at risk at several origins is drawn with all of them: origins of one council are no independent proof.
Pairs are compared within an origin only. Everything is exact for ties: they count half, and share places in the highest
tenth.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from wholeplace.finance.backtest.model import Interval

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LEAST, MOST = 2.5, 97.5


@dataclass(frozen=True)
class Sample:
    """Council-origins as columns of equal length: `events` 1 where the council came to an event within the horizon.

    `origins` and `groups` are labels: pairs are compared within an origin, and the highest tenth is taken of each group
    (a class at an origin). `weights` has a row for every bootstrap draw, the first of them all ones.
    """

    places: Sequence[str]
    origins: Sequence[str]
    groups: Sequence[str]
    events: Floats
    draws: int
    seed: int

    @cached_property
    def weights(self) -> Floats:
        """How often each row counts in each draw; councils are drawn with replacement."""
        names, at = np.unique(np.asarray(self.places), return_inverse=True)
        random = np.random.default_rng(self.seed)
        counts = random.multinomial(len(names), np.full(len(names), 1 / len(names)), size=self.draws).astype(np.float64)
        whole: Floats = np.vstack([np.ones(len(names)), counts])
        found: Floats = whole[:, at]
        return found

    @cached_property
    def _origin_rows(self) -> list[NDArray[np.intp]]:
        labels = np.asarray(self.origins)
        return [np.flatnonzero(labels == one) for one in sorted(set(self.origins))]

    @cached_property
    def _group_rows(self) -> list[NDArray[np.intp]]:
        labels = np.asarray(self.groups)
        return [np.flatnonzero(labels == one) for one in sorted(set(self.groups))]

    def aucs(self, score: Floats) -> Floats:
        """The chance that of a pair of the same origin the one with an event scores higher, a value a draw."""
        won, pairs = np.zeros(self.draws + 1), np.zeros(self.draws + 1)
        for rows in self._origin_rows:
            with_event, without = rows[self.events[rows] == 1], rows[self.events[rows] == 0]
            if not len(with_event) or not len(without):
                continue
            higher = (score[with_event][:, None] > score[without][None, :]).astype(np.float64)
            higher += 0.5 * (score[with_event][:, None] == score[without][None, :])
            left, right = self.weights[:, with_event], self.weights[:, without]
            won += ((left @ higher) * right).sum(axis=1)
            pairs += left.sum(axis=1) * right.sum(axis=1)
        return _ratio(won, pairs)

    def average_precisions(self, score: Floats) -> Floats:
        """Mean precision over the events, all rows in one order, a value a draw."""
        order = np.argsort(-score, kind="stable")
        weights, events, ordered = self.weights[:, order], self.events[order], score[order]
        last = np.append(np.flatnonzero(np.diff(ordered)), len(ordered) - 1)
        until, hits = weights.cumsum(axis=1)[:, last], (weights * events).cumsum(axis=1)[:, last]
        gained = np.diff(np.hstack([np.zeros((self.draws + 1, 1)), hits]), axis=1)
        precision = np.divide(hits, until, out=np.zeros_like(hits), where=until > 0)
        return _ratio((precision * gained).sum(axis=1), hits[:, -1])

    def highest(self, score: Floats, share: float) -> Floats:
        """How far each row is in the highest share of its group: 1, 0, or a part where ties cross the line."""
        found = np.zeros(len(score))
        for rows in self._group_rows:
            left = max(1.0, float(round(share * len(rows))))
            for value in np.unique(score[rows])[::-1]:
                level = rows[score[rows] == value]
                found[level] = min(1.0, left / len(level))
                left -= len(level)
                if left <= 0:
                    break
        return found

    def recalls_and_precisions(self, flagged: Floats) -> tuple[Floats, Floats]:
        """The share of events that was flagged, and the share of flags that came to an event, a value a draw."""
        hits = self.weights @ (flagged * self.events)
        return _ratio(hits, self.weights @ self.events), _ratio(hits, self.weights @ flagged)

    def rates(self, rows: NDArray[np.bool_]) -> Floats:
        """The share of some rows that came to an event, a value a draw."""
        chosen = rows.astype(np.float64)
        return _ratio(self.weights @ (chosen * self.events), self.weights @ chosen)


def interval(values: Floats) -> Interval:
    """The value on the sample itself (the first), with the percentiles of the draws in which it could be told."""
    own, drawn = values[0], values[1:]
    drawn = drawn[~np.isnan(drawn)]
    if np.isnan(own):
        return Interval(None)
    if len(drawn) < len(values) / 2:
        return Interval(float(own))
    low, high = np.percentile(drawn, [LEAST, MOST])
    return Interval(float(own), float(low), float(high))


def _ratio(part: Floats, whole: Floats) -> Floats:
    found: Floats = np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)
    return found


def as_columns(says: Sequence[Mapping[str, float]], methods: Sequence[str]) -> dict[str, Floats]:
    """What each method says, as a column over all rows."""
    return {method: np.array([one[method] for one in says], dtype=np.float64) for method in methods}
