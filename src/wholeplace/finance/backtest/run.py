"""Run the back-test: every year's end that the files allow, three targets, two horizons and the whole record.

    found = run(Store(folder))
    found.trials[0].results

A council is at risk at an origin when it existed then and had not yet come to the event. It leaves the risk set after
its first event; where it was abolished before the horizon's end without one, it is left out of that origin: what would
have become of it can't be known. An origin counts for a horizon only when the whole horizon has passed.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from wholeplace.core.errors import WholeplaceError
from wholeplace.evidence.snapshot import Snapshot
from wholeplace.finance.backtest.features import at_origin
from wholeplace.finance.backtest.labels import first_events
from wholeplace.finance.backtest.metrics import Sample, as_columns, interval
from wholeplace.finance.backtest.model import (
    BASELINES,
    EITHER,
    SCORE,
    TARGETS,
    AtRisk,
    Backtest,
    Calibration,
    FirstEvent,
    Interval,
    MethodResult,
    Trial,
)
from wholeplace.finance.warning_method import method
from wholeplace.places.events import open_events
from wholeplace.places.register import Register

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from wholeplace.core.progress import Progress
    from wholeplace.evidence.store import Store
    from wholeplace.places.events import PlaceEvent

HORIZONS = (3, 5, None)
_METHODS = (SCORE, *BASELINES)
_BANDS = (("highest tenth", 0.0, 0.1), ("next tenth", 0.1, 0.2), ("next three tenths", 0.2, 0.5),
          ("lower half", 0.5, 1.01))  # fmt: skip
_SLICES_HORIZON = 5
_KNOWING = (
    "The score's indicators were chosen knowing the events since 2018, though no weight was fitted to them: treat the "
    "gain as the best that can be hoped for, and hold the method to origins after its date."
)


def run(store: Store, *, draws: int = 1_000, seed: int = 114, progress: Progress | None = None) -> Backtest:
    """Score councils as they stood at every origin and hold the scores against what became of them.

    Raises:
        WholeplaceError: no list of events is loaded, or no year with figures that scores could be made of.
    """
    events = open_events(store, Register.open(store)).matched
    firsts = first_events(events)
    if not firsts:
        raise WholeplaceError(
            "No section 114(3) notice or Exceptional Financial Support is among what is loaded. Load a list of them, "
            "e.g. distress_events.csv, so that there is something to hold scores against."
        )
    rows, origins = _every_origin(store, progress)
    ends = max(e.day for e in firsts)
    trials = tuple(_trials(rows, firsts, ends, draws, seed))
    late_firsts = first_events(events, late=True)
    late = tuple(
        trial(rows, late_firsts, max(e.day for e in late_firsts), EITHER, horizon, name, keep, draws, seed)
        for horizon in HORIZONS
        for name, keep in groups().items()
    )  # fmt: skip
    return Backtest(
        origins, ends, firsts, trials, late, draws, seed, _left_out(events), notes=_notes(rows, ends),
        misses=tuple(_misses(rows, firsts)), false_alarms=_false_alarms(rows, firsts, ends),
    )  # fmt: skip


def groups() -> dict[str, Callable[[AtRisk], bool]]:
    """The two scores' own groups of classes, each with which councils belong to it."""
    return {s.id: _in(frozenset(s.classes)) for s in method().scores}


def _in(classes: frozenset[str]) -> Callable[[AtRisk], bool]:
    return lambda row: row.place_class in classes


def _every_origin(store: Store, progress: Progress | None) -> tuple[list[AtRisk], tuple[date, ...]]:
    """The councils at risk at the end of every year between the first and the last with figures enough."""
    wanted = {t.partition(".")[0] for m in method().measures for t in m.terms.values()}
    published = sorted(e.published_on for e in store.entries() if e.namespace in wanted)
    if not published:
        raise WholeplaceError(
            "No return that the score is made of is loaded. Load revenue outturn (RS) workbooks first."
        )
    today = date.today()  # noqa: DTZ011 - a day by the calendar, in no time zone
    years = [y for y in range(published[0].year, published[-1].year + method().oldest + 1) if date(y, 12, 31) <= today]
    rows: list[AtRisk] = []
    origins = []
    for done, year in enumerate(years):
        if progress:
            progress(done, len(years), f"as it stood on {year}-12-31")
        origin = date(year, 12, 31)
        found = at_origin(Snapshot(store, origin))
        if found:
            origins.append(origin)
            rows += found
    if not rows:
        raise WholeplaceError("At no year's end do the loaded files hold figures enough for a score.")
    return rows, tuple(origins)


def _trials(rows: Sequence[AtRisk], firsts: Sequence[FirstEvent], ends: date, draws: int, seed: int) -> list[Trial]:
    found = []
    for name, keep in groups().items():
        for target in TARGETS:
            found += [trial(rows, firsts, ends, target, h, name, keep, draws, seed) for h in HORIZONS]
    single = groups()[method().scores[0].id]
    for place_class in method().scores[0].classes:
        keep = _in(frozenset({place_class}))
        found.append(trial(rows, firsts, ends, EITHER, _SLICES_HORIZON, place_class, keep, draws, seed))
    for region in sorted({r.region for r in rows if r.region and single(r)}):
        keep = _of_region(region, single)
        found.append(trial(rows, firsts, ends, EITHER, _SLICES_HORIZON, f"{region}", keep, draws, seed))
    return found


def _of_region(region: str, also: Callable[[AtRisk], bool]) -> Callable[[AtRisk], bool]:
    return lambda row: row.region == region and also(row)


def later(origin: date, years: int) -> date:
    """The end of a horizon: the year's end that many years after a year's end."""
    return date(origin.year + years, origin.month, origin.day)


def labelled(
    rows: Sequence[AtRisk], firsts: Sequence[FirstEvent], ends: date, target: str, horizon: int | None
) -> list[tuple[AtRisk, int]]:
    """The councils at risk, each with 1 where it came to the event within the horizon, else 0."""
    days = {e.place: e.day for e in firsts if e.target == target}
    found = []
    for row in rows:
        until = ends if horizon is None else later(row.origin, horizon)
        day = days.get(row.place)
        if until > ends or row.origin >= ends or (day is not None and day <= row.origin):
            continue
        came = day is not None and day <= until
        if not came and row.ended is not None and row.ended <= until:
            continue
        found.append((row, int(came)))
    return found


def trial(
    rows: Sequence[AtRisk], firsts: Sequence[FirstEvent], ends: date, target: str, horizon: int | None, name: str,
    keep: Callable[[AtRisk], bool], draws: int, seed: int,
) -> Trial:  # fmt: skip
    """How all methods did on one target, horizon and group of councils."""
    chosen = [(r, y) for r, y in labelled(rows, firsts, ends, target, horizon) if keep(r)]
    origins = tuple(sorted({r.origin for r, _ in chosen}))
    came = sum(y for _, y in chosen)
    empty = Trial(target, horizon, name, origins, len(chosen), came, len({r.place for r, y in chosen if y}), ())
    if not 0 < came < len(chosen):
        return empty
    sample = Sample(
        [r.place for r, _ in chosen], [r.origin.isoformat() for r, _ in chosen],
        [f"{r.origin} {r.place_class}" for r, _ in chosen], np.array([y for _, y in chosen], dtype=np.float64), draws,
        seed,
    )  # fmt: skip
    columns = as_columns([r.says for r, _ in chosen], _METHODS)
    own = sample.aucs(columns[SCORE])
    results = tuple(_result(sample, m, columns[m], own) for m in _METHODS)
    return Trial(
        target, horizon, name, origins, len(chosen), came, empty.places, results, _calibration(sample, columns[SCORE])
    )


def _result(sample: Sample, name: str, score: np.ndarray, own: np.ndarray) -> MethodResult:
    aucs = sample.aucs(score)
    recall_10, precision_10 = sample.recalls_and_precisions(sample.highest(score, 0.1))
    recall_20, precision_20 = sample.recalls_and_precisions(sample.highest(score, 0.2))
    return MethodResult(
        name, interval(aucs), interval(sample.average_precisions(score)), interval(recall_10), interval(precision_10),
        interval(recall_20), interval(precision_20), None if name == SCORE else interval(own - aucs),
    )  # fmt: skip


def _calibration(sample: Sample, score: np.ndarray) -> tuple[Calibration, ...]:
    """How many of each part of the class came to an event: parts by rank within class and origin."""
    place = np.zeros(len(score))
    labels = np.asarray(sample.groups)
    for one in set(sample.groups):
        rows = np.flatnonzero(labels == one)
        higher = (score[rows][:, None] < score[rows][None, :]).sum(axis=1)
        place[rows] = higher / len(rows)
    found = []
    for name, low, high in _BANDS:
        chosen = (place >= low) & (place < high)
        rate = interval(sample.rates(chosen)) if chosen.any() else Interval(None)
        found.append(Calibration(name, int(chosen.sum()), int(sample.events[chosen].sum()), rate))
    return tuple(found)


def _left_out(events: Sequence[PlaceEvent]) -> Mapping[str, int]:
    """Events that are no label, by kind."""
    from wholeplace.finance.backtest.labels import KINDS

    others = [e.kind for e in events if e.kind not in KINDS]
    return {kind: others.count(kind) for kind in sorted(set(others))}


def _misses(rows: Sequence[AtRisk], firsts: Sequence[FirstEvent]) -> list[tuple[str, str, str, str]]:
    """First events whose council was not flagged at the last origin before: name, class, day, band then."""
    found = []
    for event in (e for e in firsts if e.target == EITHER):
        before = [r for r in rows if r.place == event.place and r.origin < event.day]
        if before and (last := max(before, key=lambda r: r.origin)).band not in {"first", "next"}:
            found.append((last.name, last.place_class, event.day.isoformat(), f"{last.band} on {last.origin}"))
    return found


def _false_alarms(rows: Sequence[AtRisk], firsts: Sequence[FirstEvent], ends: date) -> tuple[int, int]:
    """Of the flags raised at origins whose five years have passed, how many came to no event within them, of all."""
    flagged = [y for r, y in labelled(rows, firsts, ends, EITHER, 5) if r.band in {"first", "next"}]
    return len(flagged) - sum(flagged), len(flagged)


def _notes(rows: Sequence[AtRisk], ends: date) -> tuple[str, ...]:
    newest = max(r.origin for r in rows)
    return f"Events are known up to {ends}; the last origin is {newest}.", _KNOWING
