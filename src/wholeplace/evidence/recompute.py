"""Working a published figure out again from the evidence, in exact arithmetic. Money is in pounds.

Lines are taken as their publication lists its authorities, each once, whatever became of them since: a total printed
in a file is the total of that file's rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from wholeplace.core.errors import WholeplaceError
from wholeplace.core.ids import fold
from wholeplace.core.money import PENCE_PER_POUND
from wholeplace.evidence.figure import OK
from wholeplace.evidence.figures import FigureTable, compute
from wholeplace.evidence.formula import Exact, Term, leaves, work_out
from wholeplace.evidence.places import classes_of
from wholeplace.evidence.query import cells
from wholeplace.evidence.recipes import EVERY, Recipe
from wholeplace.evidence.totals import totals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from decimal import Decimal

    from wholeplace.evidence.measures import Measure
    from wholeplace.evidence.snapshot import Snapshot


@dataclass(frozen=True)
class Outcome:
    """What came out: None where nothing could be worked out, and then `note` says why. `n` is the places behind it."""

    value: Fraction | None
    n: int | None = None
    releases: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class _Told:
    """What one authority of a file says on a line."""

    place: str
    value: Fraction
    release: str


class Evidence:
    """What recipes are worked out from: a snapshot, with the tables and lines already asked for kept."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Work on this snapshot."""
        self.snapshot = snapshot
        self._tables: dict[str, FigureTable] = {}
        self._lines: dict[str, dict[int, list[_Told]]] = {}

    def fetch(self, lines: Iterable[str]) -> None:
        """Read lines in one query, for all recipes that are to follow."""
        wanted = set(lines) - set(self._lines)
        joined = cells(self.snapshot, wanted) if wanted else None
        self._lines |= {line: {} for line in wanted}
        if joined is None:
            return
        usable = joined.filter((joined.status == OK) & (joined.need == 1))
        columns = ("release", "authority", "line", "place", "year", "number", "pence")
        rows = self.snapshot.engine.run(usable.select(*columns)).to_pydict()
        told = list(zip(*(rows[c] for c in columns), strict=True))
        own = self._own_places({release for release, *_ in told})
        for release, authority, line, place, year, number, pence in told:
            if own[release, authority] == place:  # it may speak for a later place as well, or for a county
                value = Fraction(repr(number)) if pence is None else Fraction(pence, PENCE_PER_POUND)
                self._lines[line].setdefault(year, []).append(_Told(place, value, release))

    def _own_places(self, releases: Iterable[str]) -> dict[tuple[str, str], str]:
        """The place that each authority of some releases is."""
        walk = self.snapshot.crosswalk
        found = {}
        for identifier in releases:
            release = self.snapshot.releases[identifier]
            for authority in release.authorities():
                found[identifier, authority["key"]] = walk.resolve(authority, release.period)
        return found

    def _told(self, recipe: Recipe, line: str, year: int) -> list[_Told]:
        self.fetch([line])
        found = self._lines[line].get(year, [])
        if not recipe.datasets:
            return found
        return [t for t in found if self.snapshot.releases[t.release].entry.dataset in recipe.datasets]

    def line(self, recipe: Recipe, line: str, year: int, classes: Iterable[str] | None = None) -> dict[str, Fraction]:
        """Value of a line by place in a year, for places of the recipe's classes or others."""
        wanted = _wanted(classes or recipe.classes)
        places = self.snapshot.crosswalk.places
        found: dict[str, Fraction] = {}
        for told in self._told(recipe, line, year):
            if wanted is None or places[told.place].place_class in wanted:
                found[told.place] = found.get(told.place, Fraction(0)) + told.value
        return found

    def releases(self, recipe: Recipe, lines: Iterable[str], year: int) -> set[str]:
        """Ids of the releases that gave lines for a year."""
        return {told.release for line in lines for told in self._told(recipe, line, year)}

    def measure(self, measure: Measure, year: int, classes: Iterable[str]) -> tuple[dict[str, Fraction], int, set[str]]:
        """Values of a measure by place, how many returned (with a value or the measure's own reason), and releases."""
        if measure.id not in self._tables:
            self._tables[measure.id] = compute(self.snapshot, [measure])
        values: dict[str, Fraction] = {}
        returned = 0
        releases: set[str] = set()
        for figure in self._tables[measure.id].figures(measure, None, {year}, _wanted(classes)):
            if figure.value is not None:
                values[figure.place] = exact(figure.value)
            if figure.value is not None or (measure.otherwise and figure.status == measure.otherwise):
                returned += 1
                releases |= set(figure.releases)
        return values, returned, releases

    def values(self, recipe: Recipe) -> tuple[dict[str, Fraction], int, tuple[str, ...]]:
        """Values by place of a recipe's measure or line, how many places returned, and the releases used."""
        if recipe.measure is not None:
            values, returned, releases = self.measure(recipe.measure, recipe.period.year, recipe.classes)
            return values, returned, tuple(sorted(releases))
        year = recipe.period.year
        values = self.line(recipe, recipe.lines[0], year)
        return values, len(values), tuple(sorted(self.releases(recipe, recipe.lines, year)))

    def factor(self, year: int, lag: int) -> tuple[Fraction | None, set[str]]:
        """What money of `lag` years before a year is multiplied by to stand in base-year prices, and the releases."""
        known = self.snapshot.deflators
        base = self.snapshot.price_base
        if base is None or year - lag not in known:
            return None, set()
        then, release = known[year - lag]
        return Fraction(known[base][0]) / Fraction(then), {release, known[base][1]}

    def place(self, text: str) -> str:
        """Id of the one place with this id, GSS code or exact name.

        Raises:
            WholeplaceError: none, or several.
        """
        places = self.snapshot.crosswalk.places
        if text in places:
            return text
        found = [p.id for p in places.values() if text in {p.gss, p.ecode} or fold(p.name) == fold(text)]
        if len(found) != 1:
            several = f"is more than one place ({', '.join(found)})" if found else "is no place in what is loaded"
            raise WholeplaceError(f"'{text}' {several}. Name it in the fixture by its code.")
        return found[0]


def exact(value: Decimal | float | bool) -> Fraction:
    """A figure's value as a fraction; yes is 1."""
    return (
        Fraction(int(value))
        if isinstance(value, bool)
        else Fraction(repr(value) if isinstance(value, float) else value)
    )


def recompute(evidence: Evidence, recipe: Recipe) -> Outcome:
    """Work a recipe out. What can't be worked out gives no value and a note, never a guess."""
    outcome = _KINDS[recipe.kind](evidence, recipe)
    if outcome.value is None and not outcome.note:
        return Outcome(
            None, outcome.n, outcome.releases, "nothing it is made from is published for that period and class"
        )
    return outcome


def _total(evidence: Evidence, recipe: Recipe) -> Outcome:
    if recipe.measure is None:
        return Outcome(None)
    wanted = _wanted(recipe.classes)
    known = evidence.snapshot.crosswalk.places.values()
    places = [p.id for p in known if wanted is None or p.place_class in wanted]
    group = ", ".join(recipe.classes)
    for figure in totals(evidence.snapshot, recipe.measure, places, group, {recipe.period.year}):
        value = None if figure.value is None else exact(figure.value)
        return Outcome(value, figure.n, figure.releases)
    return Outcome(None)


def _count(evidence: Evidence, recipe: Recipe) -> Outcome:
    values, returned, releases = evidence.values(recipe)
    found = sum(recipe.within(v) for v in values.values())
    return Outcome(Fraction(found) if returned else None, returned, releases)


def _share(evidence: Evidence, recipe: Recipe) -> Outcome:
    values, returned, releases = evidence.values(recipe)
    found = sum(recipe.within(v) for v in values.values())
    return Outcome(Fraction(found, returned) if returned else None, returned, releases)


def _value(evidence: Evidence, recipe: Recipe) -> Outcome:
    values, _, releases = evidence.values(recipe)
    return Outcome(values.get(evidence.place(recipe.place)), 1, releases)


def _position(evidence: Evidence, recipe: Recipe) -> Outcome:
    values, _, releases = evidence.values(recipe)
    own = values.get(evidence.place(recipe.place))
    if own is None:
        return Outcome(None)
    return Outcome(Fraction(1 + sum(v > own for v in values.values())), len(values), releases)


def _rank(evidence: Evidence, recipe: Recipe) -> Outcome:
    """Places whose published rank, 1 the highest, follows from the published values; ties may be ranked either way."""
    line, rank_line = recipe.lines
    year = recipe.period.year
    values = evidence.line(recipe, line, year)
    ranks = evidence.line(recipe, rank_line, year)
    order = sorted(values.values(), reverse=True)
    first = {value: place for place, value in reversed(list(enumerate(order, 1)))}
    last = {value: place for place, value in enumerate(order, 1)}
    found = sum(first[v] <= ranks[p] <= last[v] for p, v in values.items() if p in ranks)
    releases = tuple(sorted(evidence.releases(recipe, recipe.lines, year)))
    return Outcome(Fraction(found) if values and ranks else None, len(values), releases)


def _sum(evidence: Evidence, recipe: Recipe) -> Outcome:
    year = recipe.period.year
    found = [evidence.line(recipe, line, year) for line in recipe.lines]
    behind = len(set().union(*found))
    added = sum((value for one in found for value in one.values()), Fraction(0))
    releases = tuple(sorted(evidence.releases(recipe, recipe.lines, year)))
    if not all(found):
        return Outcome(None, behind, releases)
    return Outcome(added, behind, releases)


def _formula(evidence: Evidence, recipe: Recipe) -> Outcome:
    if recipe.tree is None:
        return Outcome(None)
    values: dict[Term, Fraction | None] = {}
    factors: dict[int, Fraction | None] = {}
    releases: set[str] = set()
    behind = 0
    for leaf in leaves(recipe.tree):
        if not isinstance(leaf, Term):
            factors[leaf.lag], used = evidence.factor(recipe.period.year, leaf.lag)
            releases |= used
            continue
        part = recipe.terms[leaf.name]
        year = recipe.period.year - leaf.lag
        found = evidence.line(recipe, part.line, year, part.classes)
        if recipe.place:
            values[leaf] = found.get(evidence.place(recipe.place))
            behind = 1
        else:
            values[leaf] = sum(found.values(), Fraction(0)) if found else None
            behind = max(behind, len(found))
        releases |= evidence.releases(recipe, [part.line], year)
    return Outcome(work_out(recipe.tree, Exact(values, factors)), behind, tuple(sorted(releases)))


def _wanted(classes: Iterable[str]) -> frozenset[str] | None:
    """The classes that some names stand for; None for every one."""
    names = list(classes)
    return None if EVERY in names else frozenset().union(*(classes_of(n) for n in names))


_KINDS: Mapping[str, Callable[[Evidence, Recipe], Outcome]] = {
    "total": _total,
    "count": _count,
    "share": _share,
    "value": _value,
    "position": _position,
    "rank": _rank,
    "sum": _sum,
    "formula": _formula,
}
