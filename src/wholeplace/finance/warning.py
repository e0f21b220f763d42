"""Early warning: whom to ring first, why, and how far to trust it. A reader can work any score out again on paper.

Each indicator of the method gives a council 0 to 100 points: the share of the other councils of its class that do
better (`warning_field`). The score is the weighted mean of the points; its rank is within the class. Nothing is
imputed: a value that is missing counts as the worst, which the range from `lowest` to `score` shows and confidence
tells.

    from wholeplace.finance.warning import warnings
    found = warnings(Snapshot(store, date(2018, 12, 31)))
    found.scores[0].contributions

Only what had been published by the snapshot's date is used. Method: docs/early-warning.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from wholeplace.core.errors import UnknownPlaceError, WholeplaceError
from wholeplace.core.periods import Period
from wholeplace.evidence.comparison import quartiles
from wholeplace.evidence.figure import ESTIMATED
from wholeplace.evidence.figures import compute, period_of
from wholeplace.evidence.places import class_words
from wholeplace.finance.warning_field import WORST_FIFTH, Fields
from wholeplace.finance.warning_method import Method, method

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from wholeplace.evidence.comparison import Number
    from wholeplace.evidence.figure import Figure
    from wholeplace.evidence.figures import FigureTable
    from wholeplace.evidence.places import PlaceRef
    from wholeplace.evidence.snapshot import Snapshot
    from wholeplace.finance.warning_method import Counted, ScoreMethod

Band = Literal["first", "next", "none", "unrated"]
Confidence = Literal["high", "medium", "low"]
BAND_WORDS: dict[Band, str] = {
    "first": "ring first",
    "next": "ring next",
    "none": "no flag",
    "unrated": "too little published to rate",
}
_TREND_YEARS = 8
_FRESH = 2


@dataclass(frozen=True)
class Contribution:
    """What one indicator adds to a score.

    `points` run from 0 (best) to 100 (worst); `weight` is a share of 1 and `adds` is weight x points. `better` of
    `others` councils do better and `level` stand level. `median`, `lower` and `upper` are of the class, in the
    measure's unit. `since` is the first of the years in a row, up to this one, that it stood in the worst fifth; empty
    where it does not. `note` says why there is no value, or what a reader must know of the one there is.
    """

    counted: Counted
    period: str
    figure: Figure | None
    points: float
    weight: float
    better: int
    level: int
    others: int
    known: int
    lower: Number | None
    median: Number | None
    upper: Number | None
    since: str = ""
    years: int = 0
    note: str = ""

    @property
    def adds(self) -> float:
        """Points of the score that come from it."""
        return self.weight * self.points

    @property
    def missing(self) -> bool:
        """Whether it counts as the worst for want of a value."""
        return self.figure is None or self.figure.value is None


@dataclass(frozen=True)
class Score:
    """One council's score: `score` 0 to 100, of which missing values make up what is above `lowest`.

    `rank` counts from the highest score of its class, level scores sharing the higher place, of `of` councils. `known`
    is the share of the weight that stands on a value. `trend` is the score by each year's own figures, oldest first.
    """

    place: PlaceRef
    score: float
    lowest: float
    rank: int
    of: int
    band: Band
    confidence: Confidence
    known: float
    contributions: tuple[Contribution, ...]
    trend: tuple[tuple[str, float], ...] = ()

    @property
    def reasons(self) -> tuple[Contribution, ...]:
        """What weighs most of what stands in the worst fifth of the class, heaviest first."""
        return tuple(c for c in self.contributions if c.points >= WORST_FIFTH)

    @property
    def missing(self) -> tuple[Contribution, ...]:
        """The indicators without a value."""
        return tuple(c for c in self.contributions if c.missing)


@dataclass(frozen=True)
class Warnings:
    """The scores of every council that has one, as of a day, highest first; and why a class has none.

    `places` are found by id with `of`.
    """

    as_of: date
    method: Method
    scores: tuple[Score, ...]
    unscored: dict[str, str]

    def of(self, place: str) -> Score | None:
        """The score of a place; None where it has none."""
        return next((s for s in self.scores if s.place.id == place), None)

    @property
    def releases(self) -> list[str]:
        """Ids of every release that any score stands on."""
        return sorted({r for s in self.scores for c in s.contributions if c.figure for r in c.figure.releases})


def warnings(snapshot: Snapshot, chosen: Method | None = None) -> Warnings:
    """The scores of all councils as far as had been published by the snapshot's date (today where it has none)."""
    by = chosen or method()
    table = compute(snapshot, by.measures)
    day = snapshot.as_of or datetime.now(UTC).date()
    return table.kept(f"warnings {day} {by.key}", lambda: _work_out(table, by, day))


def explain(snapshot: Snapshot, place: str, chosen: Method | None = None) -> Score:
    """The score of one council, by its id.

    Raises:
        UnknownPlaceError: there is no such place.
        WholeplaceError: it has no score, and why.
    """
    found = warnings(snapshot, chosen)
    if score := found.of(place):
        return score
    ref = snapshot.crosswalk.places.get(place)
    if ref is None:
        raise UnknownPlaceError(place)
    raise WholeplaceError(why_not(found, ref))


def why_not(found: Warnings, ref: PlaceRef) -> str:
    """Why a place has no score, and what to do about it."""
    many = class_words(ref.place_class)[1]
    if not ref.alive(found.as_of):
        return f"No early-warning score: {ref.name} did not exist on {found.as_of}. Ask as of a date when it did."
    if found.method.of(ref.place_class) is None:
        return f"There is no early-warning score for {many}: it is worked out for councils only."
    return found.unscored.get(ref.place_class, f"{ref.name} has no score.")


def _work_out(table: FigureTable, by: Method, day: date) -> Warnings:
    scores: list[Score] = []
    unscored: dict[str, str] = {}
    for one in by.scores:
        for place_class in one.classes:
            found = _class(table, by, one, place_class, day)
            if isinstance(found, str):
                unscored[place_class] = found
            else:
                scores += found
    scores.sort(key=lambda s: (-s.score, s.place.name, s.place.id))
    return Warnings(day, by, tuple(scores), unscored)


@dataclass(frozen=True)
class _Asked:
    """One indicator for one class: its fields, and the year whose figures are used."""

    counted: Counted
    fields: Fields
    year: int

    @property
    def period(self) -> str:
        return str(period_of(self.counted.measure, self.year))


def _class(table: FigureTable, by: Method, one: ScoreMethod, place_class: str, day: date) -> list[Score] | str:
    """The scores of one class, or why there are none."""
    places = [p for p in table.snapshot.crosswalk.places.values() if p.place_class == place_class and p.alive(day)]
    today = frozenset(p.id for p in places)
    fields = {c: Fields(table, c, place_class, today) for c in one.indicators}
    years = {c: f.latest(day.year, day.year - by.oldest, by.enough) for c, f in fields.items()}
    asked = [_Asked(c, fields[c], year) for c, year in years.items() if year is not None]
    share = sum(a.counted.weight for a in asked)
    if not places or share < by.rated_from:
        return _too_little(by, list(fields.values()), place_class, day)
    made = [(p, tuple(_contributions(table, asked, share, p))) for p in places]
    return list(_ranked(asked, by, made, day))


def _too_little(by: Method, fields: Sequence[Fields], place_class: str, day: date) -> str:
    many = class_words(place_class)[1]
    oldest = day.year - by.oldest
    told = (
        f"No score for {many} as of {day}: too few of its indicators have figures of {Period.financial(oldest)} or "
        f"later for {by.enough:.0%} of the class in what had been published by then and is loaded."
    )
    known = sorted(y for f in fields if (y := f.latest(day.year, 0, by.enough)) is not None)
    middling = known[len(known) // 2] if len(known) > len(fields) // 2 else None
    if middling is None or middling >= oldest:
        return f"{told} Load such returns, or ask as of a day by which they had been published."
    return f"{told} Load later returns, or ask as of a date up to {middling + by.oldest}-12-31."


def _contributions(
    table: FigureTable, asked: Sequence[_Asked], share: float, place: PlaceRef
) -> Iterator[Contribution]:
    for one in asked:
        measure, field = one.counted.measure, one.fields.now(one.year)
        figure = table.figure(measure, place.id, one.year)
        if figure is None or figure.value is None:
            figure = table.figure(measure, place.id, one.year, combined=True) or figure
        known = place.id in field.values
        better, level = field.better(place.id) if known else (len(field.values), 0)
        points = field.points(place.id)
        lower, median, upper = quartiles(field.values.values(), measure.unit)
        since, years = _since(one, place.id) if known and points >= WORST_FIFTH else ("", 0)
        yield Contribution(
            one.counted, one.period, figure, points, one.counted.weight / share, better, level, len(field.members) - 1,
            len(field.values), lower, median, upper, since, years, _note(figure, known=known),
        )  # fmt: skip


def _note(figure: Figure | None, *, known: bool) -> str:
    if known:
        return figure.note if figure else ""
    if figure is None:
        return "nothing was published for it; counts as the worst of its class"
    reason = figure.note or figure.status.replace("-", " ")
    return f"{reason}; counts as the worst of its class"


def _since(one: _Asked, place: str) -> tuple[str, int]:
    """The first of the years in a row in the worst fifth, and how many they are."""
    year, count = one.year, 0
    while True:
        field = one.fields.then(year - count, place) if count else one.fields.now(year)
        if place not in field.values or field.points(place) < WORST_FIFTH:
            break
        count += 1
    return str(period_of(one.counted.measure, year - count + 1)), count


def _ranked(
    asked: Sequence[_Asked], by: Method, made: Sequence[tuple[PlaceRef, tuple[Contribution, ...]]], day: date
) -> Iterator[Score]:  # fmt: skip
    totals = [round(sum(c.adds for c in contributions), 6) for _, contributions in made]
    for (place, contributions), score in zip(made, totals, strict=True):
        rank = 1 + sum(1 for other in totals if other > score)
        known = sum(c.weight for c in contributions if not c.missing)
        confidence = _confidence(contributions, known, by, day)
        ordered = tuple(sorted(contributions, key=lambda c: -c.adds))
        yield Score(
            place, score, round(sum(c.adds for c in contributions if not c.missing), 6), rank, len(made),
            _band(rank, len(made), known, by), confidence, known, ordered, _trend(asked, by, place),
        )  # fmt: skip


def _band(rank: int, of: int, known: float, by: Method) -> Band:
    if known < by.rated_from:
        return "unrated"
    if rank <= max(1, round(by.first * of)):
        return "first"
    return "next" if rank <= max(1, round(by.next * of)) else "none"


def _confidence(contributions: Sequence[Contribution], known: float, by: Method, day: date) -> Confidence:
    """High: all known, reported by the council itself, and of the last years. Low: less than is needed for a band."""
    if known < by.rated_from:
        return "low"
    aged = any(day.year - int(c.period[:4]) > _FRESH for c in contributions)
    own = all(c.figure is not None and not c.figure.note and c.figure.status != ESTIMATED for c in contributions)
    return "high" if known > 1 - 1e-9 and own and not aged else "medium"


def _trend(asked: Sequence[_Asked], by: Method, place: PlaceRef) -> tuple[tuple[str, float], ...]:
    """The score by each year's own figures, as they are known now; years with too little known are left out."""
    found = []
    last = max(a.year for a in asked)
    for year in range(last - _TREND_YEARS + 1, last + 1):
        fields = [(a, f) for a in asked if (f := a.fields.then(year, place.id)).known >= by.enough]
        share = sum(a.counted.weight for a, _ in fields)
        if share < by.rated_from or any(place.id not in f.values for _, f in fields):
            continue
        score = sum(a.counted.weight * f.points(place.id) for a, f in fields) / share
        found.append((str(period_of(fields[0][0].counted.measure, year)), round(score, 1)))
    return tuple(found)
