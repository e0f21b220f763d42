"""A back-test's results as tables for the screen and the docs, and in plain types for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from wholeplace.finance.backtest.model import BASELINES, EITHER, SCORE, TARGETS, Interval

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wholeplace.finance.backtest.model import Backtest, Trial

TableOf = tuple[str, tuple[str, ...], list[tuple[str, ...]], tuple[int, ...]]
_HEADER = ("Method", "AUC", "Score's gain", "Average precision", "Recall, top 10%", "Precision, top 10%",
           "Recall, top 20%", "Precision, top 20%")  # fmt: skip


def shown(one: Interval | None) -> str:
    """`0.72 [0.61, 0.82]`, or a dash."""
    if one is None or one.value is None:
        return "–"
    if one.low is None or one.high is None:
        return f"{one.value:.2f}"
    return f"{one.value:.2f} [{one.low:.2f}, {one.high:.2f}]"


def horizon_words(horizon: int | None) -> str:
    """`within 3 years`, or to the end of what is known."""
    return "to the end of the record" if horizon is None else f"within {horizon} years"


def heading(trial: Trial) -> str:
    """What a trial is of, and what it stands on."""
    years = f"{trial.origins[0].year} to {trial.origins[-1].year}" if trial.origins else "none"
    return (
        f"{trial.group}: {TARGETS[trial.target]}, {horizon_words(trial.horizon)} "
        f"(origins {years}; {trial.councils:,} council-origins, {trial.events} with an event, {trial.places} councils)"
    )


def tables(found: Backtest) -> Iterator[TableOf]:
    """A table a trial, then how often each part of the class came to an event, and the misses."""
    for trial in found.trials:
        yield heading(trial) + ("" if trial.results else ": too few events to tell"), _HEADER, _results(trial), ()
    for trial in found.trials:
        if trial.calibration and trial.target == EITHER and trial.group in {t.group for t in found.late}:
            title = f"How many came to an event, by place in the class. {heading(trial)}"
            yield title, ("Part of the class", "Council-origins", "Events", "Rate"), _parts(trial), (1, 2)
    title = "If every announcement is taken as late as it can have been: AUC and the gain over the best baseline"
    yield title, ("Group", "Horizon", "Score", "Best baseline", "Gain"), [_late(t) for t in found.late], ()
    wrong, of = found.false_alarms
    title = f"Missed: not in the highest fifth at the last origin. False alarms: {wrong} of {of} flags, five years on"
    yield title, ("Council", "Class", "Announced", "Band"), [tuple(m) for m in found.misses], ()


def _results(trial: Trial) -> list[tuple[str, ...]]:
    return [
        (r.method, shown(r.auc), shown(r.gain), shown(r.average_precision), shown(r.recall_10), shown(r.precision_10),
         shown(r.recall_20), shown(r.precision_20))
        for r in trial.results
    ]  # fmt: skip


def _parts(trial: Trial) -> list[tuple[str, ...]]:
    return [(c.band, f"{c.councils:,}", str(c.events), shown(c.rate)) for c in trial.calibration]


def _late(trial: Trial) -> tuple[str, ...]:
    own = next((r for r in trial.results if r.method == SCORE), None)
    best = trial.best_baseline
    return (
        trial.group, horizon_words(trial.horizon), shown(own.auc if own else None),
        f"{best.method} {shown(best.auc)}" if best else "–", shown(best.gain if best else None),
    )  # fmt: skip


def as_json(found: Backtest) -> dict[str, Any]:
    """Everything in plain types."""
    return {
        "origins": [o.isoformat() for o in found.origins],
        "record_ends": found.record_ends.isoformat(),
        "draws": found.draws,
        "seed": found.seed,
        "targets": TARGETS,
        "baselines": BASELINES,
        "events": [
            {"place": e.place, "target": e.target, "kind": e.kind, "day": e.day.isoformat(), "basis": e.basis}
            for e in found.events
        ],
        "left_out": dict(found.left_out),
        "trials": [_trial(t) for t in found.trials],
        "late": [_trial(t) for t in found.late],
        "misses": [dict(zip(("name", "class", "announced", "band"), m, strict=True)) for m in found.misses],
        "false_alarms": {"without_event": found.false_alarms[0], "flags": found.false_alarms[1]},
        "notes": list(found.notes),
    }


def _trial(trial: Trial) -> dict[str, Any]:
    best = trial.best_baseline
    return {
        "target": trial.target, "horizon": trial.horizon, "group": trial.group,
        "origins": [o.isoformat() for o in trial.origins], "councils": trial.councils, "events": trial.events,
        "places": trial.places, "best_baseline": best.method if best else None,
        "results": [asdict(r) for r in trial.results], "calibration": [asdict(c) for c in trial.calibration],
    }  # fmt: skip
