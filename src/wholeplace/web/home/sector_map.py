"""The sector on a map of tiles, coloured by an indicator that a reader chooses, with the table behind it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django import forms

from wholeplace.core.periods import Period
from wholeplace.evidence.figure import NOT_PUBLISHED, STATUSES, Figure
from wholeplace.evidence.figures import period_of
from wholeplace.evidence.measures import group_title, in_groups
from wholeplace.evidence.places import COUNTY, DISTRICT, classes_of, middle
from wholeplace.papers.charts import Chart
from wholeplace.papers.kinds_map import Tile, TileMap
from wholeplace.papers.sources import grouped_sources
from wholeplace.places.tiles import layout

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wholeplace.evidence.measures import Measure
    from wholeplace.places.model import Place
    from wholeplace.web.evidence.current import Evidence

FIRST_CHOICE = "total-reserves-ratio"  # what is shown to those who have not chosen
# Ground is shown once: by the council that looks after people there, or by the one that collects the bins.
UPPER, LOWER = "upper", "lower"
TIERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    UPPER: ("Counties and single-tier councils", ("county", "single-tier")),
    LOWER: ("Districts and single-tier councils", ("district", "single-tier")),
}
_POLARITIES: Mapping[str, Literal["high", "low", "none"]] = {"high": "high", "low": "low", "none": "none"}
SORTS = ("name", "-name", "value", "-value", "class", "-class")


class MapForm(forms.Form):
    """Which indicator, year and tier to show."""

    filters = True

    measure = forms.ChoiceField(label="Indicator", required=False)
    tier = forms.ChoiceField(label="Councils", required=False, choices=[(k, v[0]) for k, v in TIERS.items()])
    period = forms.ChoiceField(label="Year", required=False)

    def __init__(self, asked: Mapping[str, str], measures: Sequence[Measure], periods: Sequence[str]) -> None:
        """A form that shows what is shown on the map."""
        super().__init__(asked, auto_id="map-%s", use_required_attribute=False)
        groups = in_groups(measures)
        self.fields["measure"].choices = [
            (group_title(g), [(m.id, m.title) for m in members]) for g, members in groups.items()
        ]
        self.fields["period"].choices = [(p, p) for p in reversed(periods)]


@dataclass(frozen=True)
class SectorMap:
    """What the map shows; `rows` are the figures of the table behind it in the order asked for."""

    form: MapForm
    measure: Measure
    period: str
    tier: str
    chart: Chart
    rows: tuple[Figure, ...]
    sort: str


def sector_map(evidence: Evidence, asked: Mapping[str, str]) -> SectorMap | None:
    """The map that was asked for, or the usual one; None where no indicator has a figure."""
    counts = _counts(evidence)
    shown = [m for m in evidence.measures.values() if any(_classes(tier, m) & set(counts[m.id]) for tier in TIERS)]
    if not shown:
        return None
    by_id = {m.id: m for m in shown}
    measure = by_id.get(asked.get("measure", "")) or by_id.get(FIRST_CHOICE) or shown[0]
    tier = asked["tier"] if asked.get("tier") in TIERS else UPPER
    if not _classes(tier, measure) & set(counts[measure.id]):
        tier = LOWER if tier == UPPER else UPPER
    classes = _classes(tier, measure)
    by_year: Counter[int] = sum((counts[measure.id][c] for c in classes if c in counts[measure.id]), Counter())
    periods = {str(period_of(measure, y)): y for y in sorted(by_year)}
    period = asked["period"] if asked.get("period") in periods else str(period_of(measure, _well_known(by_year)))
    figures = _figures(evidence, measure, periods[period], classes)
    form = MapForm({"measure": measure.id, "tier": tier, "period": period}, shown, list(periods))
    chart = _chart(evidence, measure, period, TIERS[tier][0], figures, classes)
    sort = asked["sort"] if asked.get("sort") in SORTS else ""
    return SectorMap(form, measure, period, tier, chart, _sorted(figures, sort or "name"), sort)


_last_counts: tuple[str, dict[str, dict[str, Counter[int]]]] = ("", {})


def _counts(evidence: Evidence) -> dict[str, dict[str, Counter[int]]]:
    """How many places of each class have a value of each indicator in each year; worked out once for an evidence."""
    global _last_counts  # noqa: PLW0603 - one a process, replaced whole
    if _last_counts[0] == evidence.fingerprint:
        return _last_counts[1]
    known = evidence.snapshot.crosswalk.places
    names = list(evidence.measures)
    found: dict[str, dict[str, Counter[int]]] = {name: defaultdict(Counter) for name in names}
    for place, year, *values in evidence.table.records(names):
        place_class = known[place].place_class
        for name, value in zip(names, values, strict=True):
            if value is not None:
                found[name][place_class][year] += 1
    for measure in evidence.measures.values():
        if measure.roll_up and DISTRICT in found[measure.id]:
            found[measure.id][COUNTY] |= Counter(dict.fromkeys(found[measure.id][DISTRICT], 1))
    _last_counts = (evidence.fingerprint, {name: dict(by_class) for name, by_class in found.items()})
    return _last_counts[1]


def _well_known(by_year: Counter[int]) -> int:
    """The latest year that at least half as many places have a value in as in the best known year."""
    most = max(by_year.values())
    return max(year for year, count in by_year.items() if count * 2 >= most)


def _classes(tier: str, measure: Measure) -> frozenset[str]:
    """The classes of a tier that the indicator makes sense for."""
    found: frozenset[str] = frozenset().union(*(classes_of(name) for name in TIERS[tier][1]))
    return found & measure.applies_to if measure.applies_to else found


def _figures(evidence: Evidence, measure: Measure, year: int, classes: frozenset[str]) -> list[Figure]:
    """A figure for every place of the classes that existed then, with why it has no value where it has none."""
    day = middle(period_of(measure, year))
    places = [p for p in evidence.register.alive(day) if p.place_class in classes]
    return [evidence.table.figure(measure, p.id, year) or _nothing(measure, p, year) for p in places]


def _nothing(measure: Measure, place: Place, year: int) -> Figure:
    return Figure(
        measure.id, place.id, place.name, place.place_class, str(period_of(measure, year)), None, measure.unit,
        NOT_PUBLISHED, note=STATUSES[NOT_PUBLISHED], decimals=measure.decimals, title=measure.title,
    )  # fmt: skip


def _chart(
    evidence: Evidence, measure: Measure, period: str, councils: str, figures: list[Figure], classes: frozenset[str]
) -> Chart:
    laid = layout(evidence.snapshot, evidence.register, classes, middle(Period.parse(period)))
    tiles = tuple(Tile(f, laid.centres[f.place]) for f in figures if f.place in laid.centres)
    beside = tuple(f for f in figures if f.place not in laid.centres)
    data = TileMap(tiles, polarity=_POLARITIES[measure.polarity], beside=beside, pointy=laid.pointy, labels=laid.labels)
    note = "A tile a council, side by side by region and name: no published layout is loaded." if laid.arranged else ""
    known = sorted((f for f in figures if f.value is not None), key=lambda f: float(f.value or 0))
    alt = f"A map of {len(tiles)} councils, a tile each."
    if known:
        alt += (
            f" From {known[0].display} in {known[0].place_name} to {known[-1].display} in {known[-1].place_name}; "
            f"{len(known)} have a value."
        )
    title = f"{measure.title}, {period}: {councils.lower()}"
    return Chart(title, data, alt, grouped_sources(evidence.snapshot, figures), note=note)


def _sorted(figures: list[Figure], sort: str) -> tuple[Figure, ...]:
    """Figures in the order asked for; those without a value last."""
    key, backwards = sort.lstrip("-"), sort.startswith("-")
    found = sorted(figures, key=lambda f: (f.place_name, f.place))
    if key == "class":
        return tuple(sorted(found, key=lambda f: f.place_class, reverse=backwards))
    if key == "value":
        known = [f for f in found if f.value is not None]
        ordered = sorted(known, key=lambda f: float(f.value or 0), reverse=backwards)
        return (*ordered, *(f for f in found if f.value is None))
    return tuple(reversed(found) if backwards else found)
