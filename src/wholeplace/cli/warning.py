"""`wholeplace warning`: whom to ring first and why, and how far that could have been trusted in the past."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wholeplace.cli.common import (
    AsJson,
    AsOf,
    StoreFolder,
    print_json,
    print_table,
    progress_bar,
    say,
    the_place,
    the_snapshot,
    warn_if_invented,
)

if TYPE_CHECKING:
    from wholeplace.finance.backtest.model import Backtest
    from wholeplace.finance.warning import Score, Warnings

app = typer.Typer(no_args_is_help=True)
_CAUTION = (
    "A flag is a reason to ring, never a verdict. The method, its misses and false alarms: docs/early-warning.md."
)


@app.command("list")
def list_(
    as_of: AsOf = None,
    class_name: Annotated[
        str | None,
        typer.Option(
            "--class", help="unitary, london-borough, metropolitan, county, district, single-tier-and-county."
        ),
    ] = None,
    flagged: Annotated[bool, typer.Option("--flagged", help="Only those to ring first or next.")] = False,
    json: AsJson = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write a paper: .pdf, .html, .docx, .xlsx or .json."),
    ] = None,
    store: StoreFolder = None,
) -> None:
    """List councils by their early-warning score, highest first: place, score, rank in class, band and reasons.

    The score is the weighted share of the class that does better, indicator by indicator; only what had been published
    by the date counts. Example: `wholeplace warning list --as-of 2017-12-31 --class county`.
    """
    from wholeplace.core.errors import WholeplaceError
    from wholeplace.evidence.places import classes_of
    from wholeplace.finance.warning import warnings
    from wholeplace.finance.warning_words import as_json

    snapshot = the_snapshot(store, as_of)
    found = warnings(snapshot)
    classes = classes_of(class_name) if class_name else None
    if classes is not None and not any(found.method.of(c) for c in classes):
        scored = sorted(c for s in found.method.scores for c in s.classes)
        raise WholeplaceError(f"No score is worked out for '{class_name}'. Classes: {', '.join(scored)}.")
    scores = [s for s in found.scores if classes is None or s.place.place_class in classes]
    unscored = {c: why for c, why in found.unscored.items() if classes is None or c in classes}
    if not scores:
        raise WholeplaceError(next(iter(unscored.values()), "No council of that class existed then."))
    if flagged:
        scores = [s for s in scores if s.band in {"first", "next"}]
    if out:
        from wholeplace.finance.warning_paper import watchlist_paper
        from wholeplace.papers.render import write

        write(watchlist_paper(snapshot, found, scores), out)
        say(f"Wrote {out}: {len(scores)} councils as of {found.as_of}")
        return
    if json:
        print_json(
            {
                "as_of": found.as_of.isoformat(), "method": found.method.version,
                "scores": [as_json(s) for s in scores], "unscored": unscored, "releases": found.releases,
            }
        )  # fmt: skip
        return
    warn_if_invented(snapshot)
    _list(found, scores)
    for why in unscored.values():
        say(why)


def _list(found: Warnings, scores: list[Score]) -> None:
    from wholeplace.finance.warning import BAND_WORDS

    say(f"As published by {found.as_of}")
    rows = [
        (s.place.name, s.place.place_class, _score(s), f"{s.rank} of {s.of}", BAND_WORDS[s.band], s.confidence,
         "; ".join(_short(s)))
        for s in scores
    ]  # fmt: skip
    header = ("Place", "Class", "Score", "Rank in class", "Band", "Confidence", "In the worst fifth of its class")
    print_table(header, rows, right=(2, 3))
    for caveat in found.method.caveats_of(s.place.place_class for s in scores):
        say(caveat)
    say(_CAUTION)


def _score(score: Score) -> str:
    """`82.3`, or `58.9 to 96.4` where a part of it stands for values that are missing."""
    whole = f"{score.score:.1f}"
    return whole if score.lowest > score.score - 0.05 else f"{score.lowest:.1f} to {whole}"


def _short(score: Score) -> list[str]:
    found = []
    for one in score.reasons:
        if one.missing or one.figure is None:
            found.append(f"{one.counted.measure.short} missing")
        else:
            since = f" since {one.since}" if one.years > 1 else ""
            found.append(f"{one.counted.measure.short} {one.figure.display}{since}")
    return found


@app.command("explain")
def explain(
    place: Annotated[str, typer.Argument(help="Name or code of a council.")],
    as_of: AsOf = None,
    json: AsJson = False,
    store: StoreFolder = None,
) -> None:
    """Show how one council's score comes about, so that it can be worked out again on paper.

    Points are the share of the other councils of its class that do better (level ones count half), times 100. What an
    indicator adds is its points times its weight; the score is the sum. Trace any value: wholeplace trace MEASURE PLACE
    PERIOD.
    """
    from wholeplace.finance.warning import explain as work_out
    from wholeplace.finance.warning_method import method
    from wholeplace.finance.warning_words import as_json

    snapshot = the_snapshot(store, as_of)
    score = work_out(snapshot, the_place(snapshot, place))
    if json:
        print_json(as_json(score))
        return
    warn_if_invented(snapshot)
    _explain(score, method().caveat(score.place.place_class))


def _explain(score: Score, caveat: str) -> None:
    from wholeplace.evidence.figure import show_value
    from wholeplace.finance.warning import BAND_WORDS
    from wholeplace.finance.warning_words import CONFIDENCE_WORDS, standing

    say(f"{score.place.name}: {_score(score)}, {standing(score)}. Band: {BAND_WORDS[score.band]}.")
    say(f"Confidence {score.confidence}: {CONFIDENCE_WORDS[score.confidence]}.")
    rows = []
    for one in score.contributions:
        measure = one.counted.measure
        median = "–" if one.median is None else show_value(one.median, measure.unit, measure.decimals)
        level = f" (+{one.level} level)" if one.level else ""
        value = "missing" if one.missing or one.figure is None else one.figure.display
        rows.append(
            (one.counted.theme, measure.id, one.period, value, median, f"{one.better}{level} of {one.others}",
             f"{one.points:.1f}", f"{one.weight:.3f}", f"{one.adds:.2f}", one.since)
        )  # fmt: skip
    header = ("Theme", "Measure", "Period", "Value", "Median", "Others that do better", "Points", "Weight", "Adds",
              "Worst fifth since")  # fmt: skip
    print_table(header, rows, right=(3, 4, 5, 6, 7, 8))
    say(f"Sum: {sum(c.adds for c in score.contributions):.2f}")
    for one in score.contributions:
        if one.note:
            say(f"  {one.counted.measure.id}: {one.note}")
    if len(score.trend) > 1:
        say("By each year's own figures, as known now: " + ", ".join(f"{p} {s:.1f}" for p, s in score.trend))
    if caveat:
        say(caveat)
    say(_CAUTION)


@app.command("backtest")
def backtest(
    json: AsJson = False,
    draws: Annotated[int, typer.Option("--draws", min=100, max=20_000, help="Bootstrap draws.")] = 1_000,
    seed: Annotated[int, typer.Option("--seed", help="Seed of the bootstrap.")] = 114,
    store: StoreFolder = None,
) -> None:
    """Go back to every year the files allow, score councils as they stood, and see what became of them.

    Targets: section 114(3) notices, first Exceptional Financial Support, and either. Baselines: base rate, interest
    and reserves over net revenue expenditure, and the four measurable parts of CIPFA's 2018 draft. Takes a minute.
    """
    from wholeplace.finance.backtest.run import run
    from wholeplace.finance.backtest.words import as_json, tables

    snapshot = the_snapshot(store, None)
    with progress_bar("Going back") as progress:
        found: Backtest = run(snapshot.store, draws=draws, seed=seed, progress=progress)
    if json:
        print_json(as_json(found))
        return
    warn_if_invented(snapshot)
    for title, header, rows, right in tables(found):
        say(title)
        print_table(header, rows, right=right)
    for note in found.notes:
        say(note)
