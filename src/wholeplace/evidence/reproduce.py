"""Reproducing published figures: each fixture's figure, worked out again and held against what was printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wholeplace.core.progress import silent
from wholeplace.evidence.recompute import Evidence, Outcome, recompute
from wholeplace.evidence.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from fractions import Fraction

    from wholeplace.core.periods import Period
    from wholeplace.core.progress import Progress
    from wholeplace.evidence.publications import Publication, PublishedFigure
    from wholeplace.evidence.store import Store

AGREES = "agrees"
DIFFERS = "differs"
NOT_REPRODUCED = "not-reproduced"
NOT_LOADED = "not-loaded"

VERDICTS = {
    AGREES: "agrees",
    DIFFERS: "differs",
    NOT_REPRODUCED: "can’t be reproduced here",
    NOT_LOADED: "data not loaded",
}


@dataclass(frozen=True)
class Result:
    """One published figure and what came of it. `computed` is None where nothing could be worked out.

    `note` says why a figure can't be reproduced, what to load, or what a reader should know. Where a figure can't
    be reproduced, `computed` is the nearest that the data allow and decides nothing.
    """

    publication: Publication
    figure: PublishedFigure
    verdict: str
    computed: Fraction | None = None
    n: int | None = None
    releases: tuple[str, ...] = ()
    note: str = ""

    @property
    def computed_text(self) -> str:
        """The value written as the published one is, to one more place."""
        return "–" if self.computed is None else self.figure.printed.show(self.computed)

    @property
    def difference_text(self) -> str:
        """Computed less published."""
        return "–" if self.computed is None else self.figure.printed.show_difference(self.computed)

    def as_json(self) -> dict[str, Any]:
        """Plain types for JSON; numbers are in pounds, fractions or plain numbers."""
        printed = self.figure.printed
        computed = None if self.computed is None else float(self.computed)
        return {
            "publication": self.publication.id,
            "title": self.publication.title,
            "what": self.figure.what,
            "where": self.figure.where,
            "published": printed.text,
            "published_value": float(printed.value),
            "tolerance": float(printed.half),
            "computed": computed,
            "computed_text": self.computed_text,
            "difference": None if self.computed is None else float(self.computed - printed.value),
            "verdict": self.verdict,
            "note": self.note,
            "n": self.n,
            "releases": list(self.releases),
        }


def reproduce(store: Store, chosen: Sequence[Publication], progress: Progress = silent) -> list[Result]:
    """Work out every figure of some publications, each from the evidence as of its own date.

    Raises:
        WholeplaceError: a fixture names a place that is not in what is loaded, or the store is damaged.
    """
    by_day: dict[date | None, Evidence] = {}
    results: list[Result] = []
    for done, publication in enumerate(chosen):
        progress(done, len(chosen), publication.title)
        if publication.as_of not in by_day:
            by_day[publication.as_of] = Evidence(Snapshot(store, publication.as_of))
        results += _reproduce_one(by_day[publication.as_of], publication)
    progress(len(chosen), len(chosen), "")
    return results


def _reproduce_one(evidence: Evidence, publication: Publication) -> list[Result]:
    loaded = {
        r.entry.period
        for r in evidence.snapshot.releases.values()
        if r.entry.dataset in publication.datasets and not r.entry.invented
    }
    if loaded:
        recipes = [r for f in publication.figures for r in (f.recipe, f.nearest) if r is not None]
        evidence.fetch(line for recipe in recipes for line in recipe.all_lines)
    return [_result(evidence, publication, figure, loaded) for figure in publication.figures]


def _result(evidence: Evidence, publication: Publication, figure: PublishedFigure, loaded: set[str]) -> Result:
    recipe = figure.recipe or figure.nearest
    there = recipe is not None and str(recipe.period) in loaded
    outcome = recompute(evidence, recipe) if recipe is not None and there else Outcome(None)
    told = (outcome.value, outcome.n, outcome.releases)
    if figure.recipe is None:
        note = f"{figure.reason} Needed: {figure.needed}"
        return Result(publication, figure, NOT_REPRODUCED, *told, note)
    if not there:
        return Result(publication, figure, NOT_LOADED, note=_what_to_load(publication, figure.recipe.period))
    if outcome.value is None:
        return Result(publication, figure, DIFFERS, *told, outcome.note)
    verdict = AGREES if figure.printed.agrees(outcome.value) else DIFFERS
    return Result(publication, figure, verdict, *told, figure.note)


def _what_to_load(publication: Publication, period: Period) -> str:
    by = f" (as published by {publication.as_of})" if publication.as_of else ""
    return f"load {' or '.join(publication.datasets)} for {period}{by}"


def failed(results: Sequence[Result], *, named: bool) -> bool:
    """Whether a run must not pass: something differs, or what was asked for was not there to be worked out.

    Over all publications, those whose data are not loaded are only listed; but where nothing at all was
    reproduced, nothing was shown to be right.
    """
    verdicts = {r.verdict for r in results}
    if DIFFERS in verdicts:
        return True
    return NOT_LOADED in verdicts and (named or AGREES not in verdicts)
