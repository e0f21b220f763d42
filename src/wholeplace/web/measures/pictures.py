"""The charts of a measure page: how it is spread, where it is high and low, and how it has changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from wholeplace.evidence.figure import NOT_COMPARABLE, PEOPLE, POUNDS, RATIO, YES_NO, show_value
from wholeplace.evidence.figures import members, period_of
from wholeplace.evidence.places import COUNTY, DISTRICT, class_words, middle
from wholeplace.evidence.totals import totals
from wholeplace.papers.charts import Band, Chart, Distribution, Group, Panel, Tile, TileMap, Trends
from wholeplace.papers.sources import grouped_sources
from wholeplace.places.tiles import layout
from wholeplace.web.measures.asking import capital

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wholeplace.evidence.distribution import Spread, Spreads
    from wholeplace.evidence.figure import Figure
    from wholeplace.evidence.measures import Measure
    from wholeplace.places.tiles import TileLayout
    from wholeplace.web.evidence.current import Evidence

ADDED_UP = frozenset({POUNDS, PEOPLE})
TOGETHER = "All together"


def distribution(evidence: Evidence, found: Spreads, year: int, figures: Sequence[Figure]) -> Chart | None:
    """Every place as a dot, a row a class; none for answers of yes or no."""
    if found.measure.unit == YES_NO:
        return None
    groups = [Group(capital(class_words(c)[1]), tuple(f for f in figures if f.place_class == c)) for c in found.classes]
    data = Distribution(tuple(g for g in groups if any(f.value is not None for f in g.figures)))
    if not data.drawable:
        return None
    medians = [(g.label, found.of(c, year)) for g, c in zip(groups, found.classes, strict=True)]
    said = "; ".join(f"{label}: {_said(found.measure, s)}" for label, s in medians if s.n)
    alt = f"{found.measure.title} by class, a dot a place. {said}."
    return Chart("How places are spread", data, alt, grouped_sources(evidence.snapshot, figures))


def _said(measure: Measure, spread: Spread) -> str:
    if spread.median is None:
        return f"{spread.n} with a value, too few for a median"
    values = (spread.lowest, spread.median, spread.highest)
    low, median, high = (show_value(v, measure.unit, measure.decimals) for v in values)
    return f"from {low} to {high}, median {median}"


def maps(evidence: Evidence, measure: Measure, year: int, figures: Sequence[Figure]) -> Chart | None:
    """The sector's map: counties where they have values, otherwise districts; single-tier councils on either."""
    valued = {f.place_class for f in figures if f.value is not None}
    left_out = {DISTRICT} if COUNTY in valued else set()
    classes = frozenset(valued - left_out)
    if not classes:
        return None
    shown = [f for f in figures if f.place_class in classes]
    laid = _layout(evidence, classes, measure, year)
    tiles = tuple(Tile(f, laid.centres[f.place]) for f in shown if f.place in laid.centres)
    beside = tuple(f for f in shown if f.place not in laid.centres)
    data = TileMap(tiles, polarity=_polarity(measure), beside=beside, pointy=laid.pointy, labels=laid.labels)
    if not data.drawable:
        return None
    note = "Shire districts lie within their counties, which are shown here." if left_out & valued else ""
    arranged = "by region and name" if laid.arranged else "about where it lies in the country"
    alt = f"A tile for each place, {arranged}, darker where {measure.title.lower()} is higher. {data.direction}"
    return Chart("Where it is high and low", data, alt, grouped_sources(evidence.snapshot, shown), note=note)


def _polarity(measure: Measure) -> Any:
    return measure.polarity


def _layout(evidence: Evidence, classes: frozenset[str], measure: Measure, year: int) -> TileLayout:
    day = middle(period_of(measure, year))
    key = f"tiles {sorted(classes)} {day}"
    return evidence.table.kept(key, lambda: layout(evidence.snapshot, evidence.register, classes, day))


def own_totals(evidence: Evidence, measure: Measure, place_class: str = "") -> list[Figure]:
    """All places' own figure in each year, on summed parts; or that of one class. Worked out once."""
    table = evidence.table

    def make() -> list[Figure]:
        places = members(evidence.snapshot, place_class) if place_class else list(evidence.snapshot.crosswalk.places)
        return totals(evidence.snapshot, measure, places, place_class or TOGETHER, table=table)

    return table.kept(f"totals {measure.id} {place_class}", make)


def trends(evidence: Evidence, found: Spreads) -> Chart | None:
    """The sector's own figure, and quartiles by class, over the years; shares for a question of yes or no."""
    measure = found.measure
    if measure.unit == YES_NO:
        return _shares(evidence, found)
    told = _comparable(own_totals(evidence, measure))
    own = tuple(f for f in told if f.value is not None)
    together = "All places added up" if measure.unit in ADDED_UP else "All together, on summed parts"
    panels = [Panel(together, measure.unit, tuple(told), decimals=measure.decimals)] if own else []
    panels += [
        Panel(capital(class_words(c)[1]), measure.unit, (), bands(found, c), measure.decimals)
        for c in found.classes
        if any(s.median is not None for _, s in well_known(found, c))
    ]
    if not panels:
        return None
    said = [f"{together}: {_from_to(own)}"] if own else []
    said += filter(None, (_median_from_to(found, c) for c in found.classes))
    sources = grouped_sources(evidence.snapshot, own)
    data = Trends(together[0].lower() + together[1:], tuple(panels), "the class")
    partial = any(len(well_known(found, c)) < len(found.over_years(c)) for c in found.classes)
    note = "A year of which fewer than half as many places are loaded as of the fullest is left out." if partial else ""
    return Chart("Over the years", data, f"{'; '.join(said)}.", sources, note=note)


def _comparable(told: Sequence[Figure]) -> list[Figure]:
    """Totals of years in which at least half as many places take part as in the fullest; the others are gaps.

    A line from a total of all councils to one of the three that are loaded so far would tell of a fall that never was.
    """
    enough = max((f.n or 0 for f in told), default=0) / 2
    few = "too few places have a value that year"
    return [f if (f.n or 0) >= enough else replace(f, value=None, status=NOT_COMPARABLE, note=few) for f in told]


def _shares(evidence: Evidence, found: Spreads) -> Chart | None:
    """For a question of yes or no: the share of each class that says yes."""
    panels = []
    for c in found.classes:
        told = _comparable(own_totals(evidence, found.measure, c))
        share = tuple(replace(f, unit=RATIO) for f in told if f.value is not None)
        if share:
            panels.append(Panel(capital(class_words(c)[1]), RATIO, share, decimals=found.measure.decimals))
    if not panels:
        return None
    said = "; ".join(f"{p.title}: {_from_to(p.values)}" for p in panels)
    sources = grouped_sources(evidence.snapshot, [p.values[-1] for p in panels])
    data = Trends("share of places where it is so", tuple(panels))
    return Chart("Over the years", data, f"{said}.", sources)


def well_known(found: Spreads, place_class: str) -> list[tuple[str, Spread]]:
    """A class's spread in the years of which at least half as many of its places are loaded as of the fullest."""
    told = found.over_years(place_class)
    enough = max((s.places for _, s in told), default=0) / 2
    return [(period, s) for period, s in told if s.places >= enough]


def bands(found: Spreads, place_class: str) -> tuple[Band, ...]:
    """A class's quartiles over the years, for a chart; a year with few of its places loaded is a gap."""
    return tuple(Band(period, s.lower, s.median, s.upper) for period, s in well_known(found, place_class))


def _from_to(figures: Sequence[Figure]) -> str:
    first, last = figures[0], figures[-1]
    if first.period == last.period:
        return f"{first.display} in {first.period}"
    return f"{first.display} in {first.period}, {last.display} in {last.period}"


def _median_from_to(found: Spreads, place_class: str) -> str:
    known = [(p, s) for p, s in well_known(found, place_class) if s.median is not None]
    if not known:
        return ""
    measure = found.measure
    shown = [f"{show_value(s.median, measure.unit, measure.decimals)} in {p}" for p, s in (known[0], known[-1])]
    return f"{capital(class_words(place_class)[1])}: median {', '.join(dict.fromkeys(shown))}"
