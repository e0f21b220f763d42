"""Any places, groups and measures side by side, over time.

    asked = Asked(measures=("unallocated-reserves-ratio",), places=("Harrowmere",), groups=("class:county",))
    found = compare(evidence, asked)
    found.figure(measure, place, 2016)          the place's figure, always with a status
    found.together(measure, group, 2016)        the group's own figure, and its members' quartiles with their count

A group's own figure is worked out on summed parts (`evidence.totals`), never averaged. Nothing is imputed.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from wholeplace.core.errors import PeriodError, RequestError
from wholeplace.core.periods import DATE, QUARTER, Period
from wholeplace.evidence import figure as f
from wholeplace.evidence.comparison import FEWEST, Number, quartiles
from wholeplace.evidence.figure import Figure
from wholeplace.evidence.figures import period_of
from wholeplace.evidence.places import middle
from wholeplace.evidence.totals import totals
from wholeplace.places.groups import read_group, the_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wholeplace.evidence.measures import Measure
    from wholeplace.evidence.places import PlaceRef
    from wholeplace.places.groups import Evidence, Group

MOST_PLACES, MOST_MEASURES, MOST_GROUPS = 40, 12, 8
_NEAR = 60  # how like an id or a title must be, of 100, to be offered instead
_KEPT = 2_000  # groups' figures of all years, some 10 KB each


@dataclass(frozen=True)
class Asked:
    """What to compare, in words: places and groups by code or name, measures by id, periods such as `2016-17`."""

    measures: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    first: str = ""
    last: str = ""


@dataclass(frozen=True)
class Together:
    """A group in one period: its own figure, and its members' quartiles over the `n` with a value.

    `own` is None where nobody in the group has the parts. Where there are no quartiles, `note` says why.
    """

    own: Figure | None
    lower: Number | None
    median: Number | None
    upper: Number | None
    n: int
    note: str = ""


@dataclass
class Comparison:
    """What was asked for, found. `years` are the years that periods start in."""

    evidence: Evidence
    measures: tuple[Measure, ...]
    places: tuple[PlaceRef, ...]
    groups: tuple[Group, ...]
    first: int | None = None
    last: int | None = None
    _figures: dict[tuple[str, str, int], Figure] = field(default_factory=dict)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years asked for in which any measure has a value for any of the places or groups."""
        everyone = {p.id for p in self.places}.union(*(g.members for g in self.groups))
        table = self.evidence.table
        inside = [y for y in table.years if (self.first or y) <= y <= (self.last or y)]
        combined = {p.id for p in self.places}
        return tuple(
            y
            for y in inside
            if any(
                any(table.value(m, p, y) is not None for p in everyone)
                or any(self.figure(m, self._ref(p), y).value is not None for p in combined)
                for m in self.measures
            )
        )

    def _ref(self, identifier: str) -> PlaceRef:
        return self.evidence.snapshot.crosswalk.places[identifier]

    def years_of(self, measure: Measure) -> tuple[int, ...]:
        """Those of the years in which this measure has a value for any of the places or groups."""
        return self._years_of[measure.id]

    @cached_property
    def _years_of(self) -> dict[str, tuple[int, ...]]:
        table = self.evidence.table
        members = frozenset[str]().union(*(g.members for g in self.groups))
        return {
            m.id: tuple(
                y
                for y in self.years
                if any(self.figure(m, p, y).value is not None for p in self.places)
                or any(table.value(m, p, y) is not None for p in members)
            )
            for m in self.measures
        }

    def latest(self, measure: Measure) -> int | None:
        """The last of the years in which at least half of those compared that ever have a value have one."""
        known = {
            y: sum(self.figure(measure, p, y).value is not None for p in self.places)
            + sum(self.together(measure, g, y).n > 0 for g in self.groups)
            for y in self.years_of(measure)
        }
        enough = max(known.values(), default=0) / 2
        return max((y for y, count in known.items() if count >= enough), default=None)

    def figure(self, measure: Measure, place: PlaceRef, year: int) -> Figure:
        """A place's figure; where nothing was published for it, one that says so."""
        key = (measure.id, place.id, year)
        if key not in self._figures:
            table = self.evidence.table
            found = table.figure(measure, place.id, year) or table.figure(measure, place.id, year, combined=True)
            self._figures[key] = found or nothing(measure, place, year)
        return self._figures[key]

    def together(self, measure: Measure, group: Group, year: int) -> Together:
        """A group's own figure and its members' quartiles; worked out once for a snapshot."""
        return self.evidence.table.kept("groups compared", Groups).get(self.evidence, measure, group).get(year, _NOBODY)

    @property
    def figures(self) -> list[Figure]:
        """Every place's figure, by measure, place and year."""
        return [self.figure(m, p, y) for m in self.measures for p in self.places for y in self.years_of(m)]


_NOBODY = Together(None, None, None, None, 0, "none of its places has a value")


def nothing(measure: Measure, place: PlaceRef, year: int) -> Figure:
    """A figure without a value, for what was never published: the council was not there, or no release speaks of it."""
    period = period_of(measure, year)
    status, note = f.NOT_PUBLISHED, "nothing that is loaded speaks of it in that period"
    if measure.applies_to and place.place_class not in measure.applies_to:
        status, note = f.NOT_APPLICABLE, f"applies to {', '.join(measure.classes)} only"
    elif not place.alive(middle(period)):
        status, note = f.NOT_APPLICABLE, "it did not exist in that period"
    return Figure(
        measure.id, place.id, place.name, place.place_class, str(period), None, measure.unit, status, (), note, "",
        None, measure.decimals, measure.title,
    )  # fmt: skip


def compare(evidence: Evidence, asked: Asked) -> Comparison:
    """Find what was asked for. Repeats count once; the order asked for is kept.

    Raises:
        RequestError: a name is unknown or means several, or too much was asked for; it names the parameter.
    """
    _limit("m", "measures", asked.measures, MOST_MEASURES)
    _limit("p", "places", asked.places, MOST_PLACES)
    _limit("g", "groups", asked.groups, MOST_GROUPS)
    first, last = _year(asked.first, "from"), _year(asked.last, "to")
    if first and last and first > last:
        raise RequestError("from", f"The first period ({asked.first}) is after the last ({asked.last}).")
    measures = [find_measure(evidence, m, "m") for m in asked.measures]
    places = [the_place(evidence, p, "p") for p in asked.places]
    groups = [read_group(evidence, g, "g") for g in asked.groups]
    return Comparison(
        evidence,
        tuple({m.id: m for m in measures}.values()),
        tuple({p.id: p for p in places}.values()),
        tuple({g.key: g for g in groups}.values()),
        first,
        last,
    )


def find_measure(evidence: Evidence, identifier: str, parameter: str) -> Measure:
    """The indicator with an id.

    Raises:
        RequestError: there is none; it offers those with like ids or titles.
    """
    known = evidence.measures
    if identifier in known:
        return known[identifier]
    from rapidfuzz import fuzz

    asked = identifier[:80].casefold()
    scores = {m.id: max(fuzz.ratio(asked, m.id), 0.9 * fuzz.token_sort_ratio(asked, m.title)) for m in known.values()}
    near = sorted((i for i in scores if scores[i] >= _NEAR), key=lambda i: -scores[i])
    candidates = {i: known[i].title for i in near[:4]}
    raise RequestError(parameter, f"No measure has the id '{identifier[:60]}'.", candidates)


def _limit(parameter: str, what: str, asked: Sequence[str], most: int) -> None:
    if len(asked) > most:
        raise RequestError(parameter, f"At most {most} {what} can be compared at once; {len(asked)} were asked for.")


def _year(text: str, parameter: str) -> int | None:
    if not text:
        return None
    try:
        period = Period.parse(text)
    except PeriodError:
        period = None
    if period is None or period.kind in {DATE, QUARTER}:
        raise RequestError(parameter, f"'{text[:40]}' is not a year. Write it like 2016-17, or 2016.")
    return period.year


class Groups:
    """Groups' figures, kept for a snapshot: the same groups are asked for again and again. Any thread may ask."""

    def __init__(self) -> None:
        """Nothing is known at first."""
        self._known: OrderedDict[tuple[str, str, frozenset[str]], dict[int, Together]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, evidence: Evidence, measure: Measure, group: Group) -> dict[int, Together]:
        """A group's figures of a measure, by year."""
        key = (measure.id, group.title, group.members)
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        found = _worked_out(evidence, measure, group)
        with self._lock:
            self._known[key] = found
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return found


def _worked_out(evidence: Evidence, measure: Measure, group: Group) -> dict[int, Together]:
    table = evidence.table
    members = _of_classes(evidence, measure, group.members)
    own = {
        Period.parse(figure.period).year: figure
        for figure in totals(evidence.snapshot, measure, members, group.title, table=table)
    }
    found = {}
    for year in table.years:
        values = sorted(v for p in members if (v := table.value(measure, p, year)) is not None)
        if values or year in own:
            found[year] = _together(measure, own.get(year), values)
    return found


def _together(measure: Measure, own: Figure | None, values: list[float]) -> Together:
    if measure.unit == f.YES_NO:
        return Together(own, None, None, None, len(values), "answers of yes or no have no median")
    few = len(values) < FEWEST
    note = f"a median needs {FEWEST} places with a value; there {_are(len(values))}" if few else ""
    return Together(own, *quartiles(values, measure.unit), len(values), note)


def _are(count: int) -> str:
    return "is 1" if count == 1 else f"are {count}" if count else "is none"


def _of_classes(evidence: Evidence, measure: Measure, members: Iterable[str]) -> frozenset[str]:
    known = evidence.snapshot.crosswalk.places
    return frozenset(m for m in members if not measure.applies_to or known[m].place_class in measure.applies_to)
