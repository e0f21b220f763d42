"""What each method said at an origin, from nothing but what had been published by then; anything later is refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from wholeplace.core.errors import WholeplaceError
from wholeplace.core.periods import Period
from wholeplace.evidence.figures import compute
from wholeplace.finance.backtest.model import SCORE, AtRisk
from wholeplace.finance.warning import warnings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wholeplace.evidence.snapshot import Snapshot
    from wholeplace.finance.warning import Contribution, Score

# CIPFA's 2018 draft: reserves .25, their change .25, grants over net revenue expenditure .10, and social care with
# interest over net revenue expenditure .15. Grants are taken as what council tax does not pay for; Ofsted's and the
# auditor's .15 each are not published as figures.
CIPFA = ((("total-reserves-ratio",), 0.25, "low"), (("reserves-change-3y",), 0.25, "low"),
         (("council-tax-share",), 0.10, "low"), (("social-care-ratio", "interest-burden"), 0.15, "high"))  # fmt: skip


class LeakageError(WholeplaceError):
    """Something that was not known at the origin was about to be used."""


@dataclass(frozen=True)
class Used:
    """One thing that a method stands on: what it is, the period it is about, and when it was published."""

    name: str
    period: str
    published: date


def refuse_future(origin: date, used: Iterable[Used]) -> None:
    """Pass only what was known at the origin.

    Raises:
        LeakageError: something was published after the origin, or is about a period that had not ended by then.
    """
    for one in used:
        if one.published > origin:
            raise LeakageError(
                f"{one.name} {one.period} was published on {one.published}, after the origin {origin}. Leave it out, "
                "or take a later origin."
            )
        if Period.parse(one.period).end > origin:
            raise LeakageError(
                f"{one.name} is about {one.period}, which had not ended at the origin {origin}. Leave it out."
            )


def at_origin(snapshot: Snapshot) -> list[AtRisk]:
    """Every council with a score at the snapshot's date, with what all methods say of it.

    Councils of which a baseline has nothing to say are left out, so that all methods are held to the same councils.

    Raises:
        LeakageError: see `refuse_future`.
    """
    origin = snapshot.as_of
    if origin is None:
        raise WholeplaceError("A back-test needs an origin: give the snapshot a date.")
    found = warnings(snapshot)
    refuse_future(origin, _used(snapshot, (c for s in found.scores for c in s.contributions)))
    ends = {p.id: date.fromisoformat(p.end) for p in snapshot.crosswalk.places.values() if p.end}
    rows = []
    for group in _by_class(found.scores).values():
        cipfa = _cipfa(snapshot, group)
        for score in group:
            points = {c.counted.measure.id: c.points for c in score.contributions if not c.missing}
            if score.place.id not in cipfa or not {"interest-burden", "total-reserves-ratio"} <= set(points):
                continue
            says = {
                SCORE: score.score, "base rate": 0.0, "interest": points["interest-burden"],
                "reserves": points["total-reserves-ratio"], "CIPFA four": cipfa[score.place.id],
            }  # fmt: skip
            place = score.place
            rows.append(
                AtRisk(origin, place.id, place.name, place.place_class, place.region, says, score.band,
                       ends.get(place.id))
            )  # fmt: skip
    return rows


def _used(snapshot: Snapshot, contributions: Iterable[Contribution]) -> set[Used]:
    releases = snapshot.releases
    return {
        Used(c.counted.measure.id, c.period, releases[r].entry.published_on)
        for c in contributions if c.figure and not c.missing
        for r in c.figure.releases
    }  # fmt: skip


def _by_class(scores: Sequence[Score]) -> Mapping[str, list[Score]]:
    found: dict[str, list[Score]] = {}
    for score in scores:
        found.setdefault(score.place.place_class, []).append(score)
    return found


def _cipfa(snapshot: Snapshot, group: Sequence[Score]) -> dict[str, float]:
    """The draft's composite over a class, by place: min-max within class, weighted over the parts that can be had."""
    from wholeplace.evidence.measures import the_measure
    from wholeplace.finance.warning_field import value_of

    years = {c.counted.measure.id: int(c.period[:4]) for s in group[:1] for c in s.contributions}
    wanted = {m for names, _, _ in CIPFA for m in names}
    measures = {m: the_measure(m) for m in wanted}
    table = compute(snapshot, list(measures.values()))
    year = max((y for m, y in years.items() if m in wanted), default=None)
    totals: dict[str, float] = {}
    weights: dict[str, float] = {}
    for names, weight, worse in CIPFA:
        values = {}
        for score in group:
            each = [value_of(table, measures[m], score.place.id, years.get(m, year or 0)) for m in names]
            # A district has no social care of its own: interest alone stands for the pair.
            known = [v for v in each if v is not None]
            if known and (len(known) == len(each) or names[-1] == "interest-burden"):
                values[score.place.id] = sum(known)
        spread = max(values.values()) - min(values.values()) if len(values) > 1 else 0.0
        if not spread:
            continue
        low = min(values.values())
        for place, value in values.items():
            share = (value - low) / spread
            totals[place] = totals.get(place, 0.0) + weight * (share if worse == "high" else 1 - share)
            weights[place] = weights.get(place, 0.0) + weight
    whole = max(weights.values(), default=0.0)
    return {p: t / weights[p] for p, t in totals.items() if weights[p] > whole - 1e-9}
