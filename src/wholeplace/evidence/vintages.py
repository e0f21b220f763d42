"""What a figure was on each day on which something it stands on was published: provisional, final, revised.

Only the releases that could bear on one figure are looked at, so that a page can say it at once: those of the returns
and years its lines come from, of the populations an estimate is weighted by, and of the deflator. The outcome is what
a snapshot as of each of those days says of the figure.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from wholeplace.core.periods import Period
from wholeplace.evidence.alone import figure_alone
from wholeplace.evidence.formula import Deflator, Term
from wholeplace.evidence.lookup import read_rows
from wholeplace.evidence.reading import FACTS
from wholeplace.evidence.rollup import POPULATION
from wholeplace.evidence.snapshot import DEFLATOR, REFERENCE, YEARLY, Snapshot, live

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from wholeplace.evidence.figure import Figure
    from wholeplace.evidence.measures import Measure
    from wholeplace.evidence.places import Crosswalk
    from wholeplace.evidence.release import Entry, Release
    from wholeplace.evidence.voices import Voice

MOST = 30  # days looked at; a figure in real terms meets a new price base every year
OUTTURN = "rs"
_MOST_KEPT = 200
_POPULATIONS = POPULATION.partition(".")[0]


@dataclass(frozen=True)
class Vintage:
    """The figure from a day on. `releases` are what it stood on then, whose titles and dates say which vintage it is.

    `changed` is whether its value or status differs from the vintage before.
    """

    published: date
    figure: Figure
    releases: tuple[Entry, ...]
    changed: bool

    @property
    def provisional(self) -> bool:
        """Whether any release it stood on was a provisional one."""
        return any(e.vintage == "provisional" for e in self.releases)


def vintages(snapshot: Snapshot, measure: Measure, place: str, year: int) -> list[Vintage]:
    """The figure's vintages, oldest first; the last is today's. Empty where nothing was ever published for it.

    A day counts where the releases the figure stands on changed, whether or not its value did. Of more than `MOST`
    such days the oldest are left out.
    """
    scope = _Scope(snapshot, measure, year)
    found: list[Vintage] = []
    for day in scope.days()[-MOST:]:
        then = scope.as_of(day)
        figure = figure_alone(then, measure, place, year) if place in then.crosswalk.places else None
        if figure is None:
            continue
        before = found[-1].figure if found else None
        if before is not None and (before.releases, before.price_base) == (figure.releases, figure.price_base):
            continue
        changed = before is None or (before.value, before.status) != (figure.value, figure.status)
        entries = tuple(then.releases[r].entry for r in figure.releases)
        found.append(Vintage(day, figure, entries, changed))
    return found


class _Scope:
    """The releases that could bear on a measure's figures of one year."""

    def __init__(self, snapshot: Snapshot, measure: Measure, year: int) -> None:
        self._snapshot, self._year = snapshot, year
        leaves = measure.all_leaves
        terms = [leaf for leaf in leaves if isinstance(leaf, Term)]
        self._returns = {(measure.terms[t.name].partition(".")[0], year - t.lag) for t in terms}
        self._real = any(isinstance(leaf, Deflator) for leaf in leaves)
        self._weighted = bool(measure.roll_up)
        self._shared = _shared_by(snapshot)
        until = snapshot.as_of
        self._entries = [e for e in snapshot.store.entries() if until is None or e.published_on <= until]

    def _bears(self, entry: Entry) -> bool:
        if entry.table != FACTS or entry.small_areas or not entry.period:
            return False
        if self._real and entry.namespace == DEFLATOR.partition(".")[0]:
            return True
        if self._weighted and entry.namespace == _POPULATIONS:
            return True
        period = Period.parse(entry.period)
        return period.kind in YEARLY and (entry.namespace, period.year) in self._returns

    def days(self) -> list[date]:
        """Days on which the releases that speak changed, in order, from the first on which the return was there."""
        candidates = {e.published_on for e in self._entries if self._bears(e) or self._sets_prices(e)}
        found: list[date] = []
        before: object = None
        for day in sorted(candidates):
            speaking = self._speaking(day)
            if not any((e.namespace, Period.parse(e.period).year) in self._returns for e in speaking):
                continue
            state = ([e.id for e in speaking], self._outturn_years(day))
            if state != before:
                found.append(day)
            before = state
        return found

    def _speaking(self, day: date) -> list[Entry]:
        """What bears on the figure as of a day; of the populations only those that weights are taken from."""
        found = [e for e in live(self._entries, day) if self._bears(e)]
        years = sorted({Period.parse(e.period).year for e in found if e.namespace == _POPULATIONS})
        if not self._weighted or not years:
            return found
        weights = max((y for y in years if y <= self._year), default=years[0])
        of_weights = (_POPULATIONS, weights)
        kept = {*self._returns, of_weights}
        return [e for e in found if e.namespace != _POPULATIONS or (e.namespace, Period.parse(e.period).year) in kept]

    def _sets_prices(self, entry: Entry) -> bool:
        return self._real and entry.namespace == OUTTURN and bool(entry.period)

    def _outturn_years(self, day: date) -> frozenset[int]:
        """Years with an outturn by a day: the latest that has a deflator too is the one whose prices are shown."""
        seen = (e for e in self._entries if self._sets_prices(e) and e.published_on <= day)
        return frozenset(Period.parse(e.period).year for e in seen)

    def as_of(self, day: date) -> Snapshot:
        """The evidence as of a day, as far as it bears on the figure."""
        reference = [e for e in live(self._entries, day) if e.table in REFERENCE]
        return _Then(self._snapshot, day, [*reference, *self._speaking(day)], self._outturn_years(day), self._shared)


@dataclass
class _Shared:
    """What days have in common, for one figure and the next: voices and deflators by the releases they were told by."""

    voices: dict[tuple[str, ...], tuple[list[Voice], set[frozenset[str]]]]
    deflators: dict[tuple[str, ...], dict[int, tuple[float, str]]]


def _shared_by(snapshot: Snapshot) -> _Shared:
    """What is kept with a snapshot; begun anew when it has grown large (some 100 KB an entry of voices)."""
    kept = snapshot.__dict__.get("_of_vintages")
    if not isinstance(kept, _Shared) or len(kept.voices) > _MOST_KEPT:
        kept = snapshot.__dict__["_of_vintages"] = _Shared({}, {})
    return kept


class _Then(Snapshot):
    """A snapshot of some releases of another one's store; the register and whatever else both read are shared."""

    def __init__(
        self, whole: Snapshot, as_of: date, entries: Sequence[Entry], outturn_years: frozenset[int], shared: _Shared
    ) -> None:
        self.store, self.as_of, self.engine_name = whole.store, as_of, whole.engine_name
        self._entries, self._wide, self._computed = list(entries), {}, {}
        self._whole, self._outturn_years, self._shared = whole, outturn_years, shared

    @cached_property
    def releases(self) -> dict[str, Release]:
        known = self._whole.releases
        return {e.id: known.get(e.id) or self.store.release(e) for e in self._entries}

    @cached_property
    def _authorities(self) -> dict[str, list[dict[str, str]]]:
        known = self._whole._authorities  # noqa: SLF001 - a snapshot of its own kind
        yearly = (r for r in self._of_places if r.period is not None and r.period.kind in YEARLY)
        return {r.id: known.get(r.id) or r.authorities() for r in yearly}

    @cached_property
    def crosswalk(self) -> Crosswalk:
        walk = copy.copy(self._whole.crosswalk)
        walk.places = dict(walk.places)  # a return of the past may name an authority that no later one does
        known = self._whole._resolved  # noqa: SLF001
        for identifier, authorities in self._authorities.items():
            period = self.releases[identifier].period
            for authority in authorities:
                key = identifier, authority["key"]
                self._resolved[key] = known.get(key) or walk.resolve(authority, period)
        return walk

    @cached_property
    def voices(self) -> list[Voice]:
        groups: dict[tuple[str, str], list[str]] = defaultdict(list)
        for identifier in self._authorities:
            entry = self.releases[identifier].entry
            groups[entry.namespace, entry.period].append(identifier)
        found: list[Voice] = []
        _ = self.crosswalk
        for group in map(tuple, groups.values()):
            if group not in self._shared.voices:
                self._shared.voices[group] = self._speaking(group)
            voices, together = self._shared.voices[group]
            found += voices
            self._together.update(together)
        return found

    def publication_of(self, line: str) -> str:
        return self._whole.publication_of(line)

    @cached_property
    def deflators(self) -> dict[int, tuple[float, str]]:
        holding = [r for r in self._of_places if DEFLATOR in r.manifest["lines"]]
        edition = max(holding, key=lambda r: (r.entry.published, r.entry.sequence)).entry.sha256 if holding else ""
        chosen = [r for r in holding if r.entry.sha256 == edition]
        key = tuple(r.id for r in chosen)
        if key not in self._shared.deflators:
            numbers = ((r, row["number"]) for r in chosen for row in read_rows(r.facts_path, [DEFLATOR]))
            self._shared.deflators[key] = {
                r.period.year: (n, r.id) for r, n in numbers if n is not None and r.period is not None
            }
        return self._shared.deflators[key]

    @cached_property
    def price_base(self) -> int | None:
        both = self._outturn_years & set(self.deflators)
        return max(both) if both else None
