"""What a back-test is made of: labels, councils at risk at an origin, and results with their intervals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

SECTION_114, SUPPORT, EITHER = "section-114", "support", "either"
TARGETS: dict[str, str] = {
    EITHER: "section 114(3) notice or Exceptional Financial Support, whichever came first",
    SECTION_114: "first section 114(3) notice",
    SUPPORT: "first Exceptional Financial Support",
}
SCORE = "score"
BASELINES: dict[str, str] = {
    "base rate": "every council alike",
    "interest": "interest payable over net revenue expenditure, rank within class",
    "reserves": "reserves over net revenue expenditure, rank within class",
    "CIPFA four": "the four measurable parts of CIPFA's 2018 draft, min-max within class",
}


@dataclass(frozen=True)
class FirstEvent:
    """The first event of a target that befell a place: the day it was announced, and how sure that day is."""

    place: str
    target: str
    kind: str
    day: date
    basis: str = ""


@dataclass(frozen=True)
class AtRisk:
    """A council at an origin: what each method said of it, by method, the higher the worse. `ended` is its last day."""

    origin: date
    place: str
    name: str
    place_class: str
    region: str
    says: Mapping[str, float]
    band: str = "none"
    ended: date | None = None


@dataclass(frozen=True)
class Interval:
    """A result with the 2.5th and 97.5th percentile of its bootstrap over councils; None where it can't be told."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class MethodResult:
    """How one method did on one target, horizon and group.

    `auc` is over pairs of councils of the same origin; `recall_10` and `precision_10` are of the highest tenth of
    each class at each origin, `_20` of the highest fifth. `gain` is the score's AUC less this method's, paired.
    """

    method: str
    auc: Interval
    average_precision: Interval
    recall_10: Interval
    precision_10: Interval
    recall_20: Interval
    precision_20: Interval
    gain: Interval | None = None


@dataclass(frozen=True)
class Calibration:
    """Councils in one band of the score and how many came to an event within the horizon."""

    band: str
    councils: int
    events: int
    rate: Interval


@dataclass(frozen=True)
class Trial:
    """Results of all methods on one target, horizon and group of councils.

    `origins` are those whose horizon has passed; `councils` counts council-origins, `events` those that came to one,
    `places` the different councils among them. `horizon` is in years, None to the end of the record.
    """

    target: str
    horizon: int | None
    group: str
    origins: tuple[date, ...]
    councils: int
    events: int
    places: int
    results: tuple[MethodResult, ...]
    calibration: tuple[Calibration, ...] = ()

    @property
    def best_baseline(self) -> MethodResult | None:
        """The baseline with the highest AUC."""
        known = [r for r in self.results if r.method != SCORE and r.auc.value is not None]
        return max(known, key=lambda r: r.auc.value or 0.0, default=None)


@dataclass(frozen=True)
class Backtest:
    """Everything that came out, with what went in."""

    origins: tuple[date, ...]
    record_ends: date
    events: tuple[FirstEvent, ...]
    trials: tuple[Trial, ...]
    late: tuple[Trial, ...]
    draws: int
    seed: int
    left_out: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    misses: tuple[tuple[str, str, str, str], ...] = ()
    false_alarms: tuple[int, int] = (0, 0)
