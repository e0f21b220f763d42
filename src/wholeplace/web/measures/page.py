"""What a measure page shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from wholeplace.core.ids import fold
from wholeplace.core.periods import Period
from wholeplace.evidence.distribution import Rank, ranks, spreads
from wholeplace.evidence.figure import NOT_APPLICABLE, OK, STATUSES, YES_NO, show_value
from wholeplace.evidence.figures import period_of
from wholeplace.evidence.measures import group_title
from wholeplace.evidence.places import CLASS_WORDS, class_words
from wholeplace.papers.json import table_data
from wholeplace.papers.sources import grouped_sources
from wholeplace.web.design.blocks import picture
from wholeplace.web.measures import asking, pictures
from wholeplace.web.measures.about import about
from wholeplace.web.measures.asking import MeasureForm, capital
from wholeplace.web.measures.listing import area_title
from wholeplace.web.replies.shown import marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wholeplace.evidence.distribution import Spreads
    from wholeplace.evidence.figure import Figure
    from wholeplace.evidence.measures import Measure
    from wholeplace.papers.charts import Chart
    from wholeplace.web.evidence.current import Evidence

MOST_COMPARED = 8


@dataclass(frozen=True)
class Row:
    """A place in the table."""

    figure: Figure
    place_class: str
    region: str
    rank: Rank | None
    note: str
    replied: bool


def words(evidence: Evidence, measure: Measure, query: Mapping[str, str]) -> dict[str, Any]:
    """Everything the template of a measure's page asks for."""
    known: dict[str, Any] = {"measure": measure, "area": area_title(measure.area), "group": group_title(measure.group)}
    known |= {"empty": False, "nothing": False}
    if evidence.empty:
        return known | {"about": about(measure, evidence.snapshot), "empty": True}
    found = spreads(evidence.table, measure)
    form = MeasureForm(query, evidence, found)
    if not form.period_shown:
        return known | {"about": about(measure, evidence.snapshot), "nothing": True}
    year = Period.parse(form.period_shown).year
    figures = [f for f in evidence.table.figures(measure, None, {year}) if f.status != NOT_APPLICABLE]
    rows = _rows(evidence, form, figures)
    return known | {
        "about": about(measure, evidence.snapshot, year),
        "form": form,
        "period": form.period_shown,
        "tiles": _tiles(evidence, found, year),
        "charts": _charts(evidence, found, year, figures),
        "quartiles": _quartiles(found, year),
        "rows": rows,
        "figures": len(figures),
        "notes": _notes(rows),
        "sources": grouped_sources(evidence.snapshot, figures),
        "compare": _compare(measure, found),
        "api": f"/api/v1/figures?{urlencode({'measure': measure.id})}",
        "years": [(period, form.query(period=period)) for period in form.periods],
    }


def _rows(evidence: Evidence, form: MeasureForm, figures: Sequence[Figure]) -> list[Row]:
    """The places asked for, in the order asked for."""
    standing = ranks(figures)
    replied = {place for _, place, _ in marks(measure=form.measure.id, period=form.period_shown)}
    places = evidence.snapshot.crosswalk.places
    name = fold(form.asked("name"))
    rows = [
        Row(
            f,
            class_words(f.place_class)[0],
            places[f.place].region,
            standing.get(f.place),
            remark(f),
            f.place in replied,
        )
        for f in figures
        if (not form.asked("place_class") or f.place_class == form.asked("place_class"))
        and (not form.asked("region") or places[f.place].region == form.asked("region"))
        and (not name or name in fold(f.place_name))
    ]  # fmt: skip
    return sorted(rows, key=lambda row: _order(row, form.order))


def _order(row: Row, order: str) -> tuple[Any, ...]:
    name = (row.figure.place_name, row.figure.place)
    if order == asking.NAME:
        return name
    if order == asking.CLASS:
        known = list(CLASS_WORDS)
        place_class = row.figure.place_class
        return (known.index(place_class) if place_class in known else len(known), row.place_class, *name)
    if order == asking.REGION:
        return (not row.region, row.region, *name)
    value = row.figure.value
    number = 0.0 if value is None else float(value)
    return (value is None, number if order == asking.LOWEST else -number, *name)


def remark(figure: Figure) -> str:
    """What a reader must know of a figure: its note, or what its status means."""
    if figure.note:
        return figure.note
    return "" if figure.status == OK else STATUSES.get(figure.status, figure.status)


def _notes(rows: Iterable[Row]) -> dict[str, str]:
    """The letter of each different remark, in the order in which a reader meets them."""
    from wholeplace.papers.cells import footnote_letter

    different = dict.fromkeys(row.note for row in rows if row.note)
    return {note: footnote_letter(number) for number, note in enumerate(different)}


def _tiles(evidence: Evidence, found: Spreads, year: int) -> list[dict[str, Any]]:
    """The figures that stand first: the sector's own, the median, how many have a value."""
    measure, period = found.measure, str(period_of(found.measure, year))
    together = found.together(year)
    own = next((f for f in pictures.own_totals(evidence, measure) if f.period == period), None)
    tiles: list[dict[str, Any]] = []
    if own is not None and own.value is not None:
        label = {True: "All places added up", False: "All together, on summed parts"}[measure.unit in pictures.ADDED_UP]
        if measure.unit == YES_NO:
            label = "Share of places where it is so"
        tiles.append({"label": label, "shown": own.display, "context": f"{own.n} places"})
    if together.median is not None:
        middle = (together.median, together.lower, together.upper)
        shown = [show_value(v, measure.unit, measure.decimals) for v in middle]
        context = f"the middle half lies between {shown[1]} and {shown[2]}"
        tiles.append({"label": "Median of all places", "shown": shown[0], "context": context})
    without = together.places - together.n
    context = f"{without} without one; the table says why" if without else "every place it applies to"
    tiles.append({"label": "Places with a value", "shown": f"{together.n:,}", "context": context})
    return tiles


def _charts(
    evidence: Evidence, found: Spreads, year: int, figures: Sequence[Figure]
) -> dict[str, list[dict[str, Any]]]:
    drawn: dict[str, list[Chart | None]] = {
        "spread": [pictures.distribution(evidence, found, year, figures)],
        "map": [pictures.maps(evidence, found.measure, year, figures)],
        "trend": [pictures.trends(evidence, found)],
    }
    return {
        name: [
            {
                "chart": chart,
                "table": table_data(chart.table()) if name == "trend" else None,
                **picture(chart, f"{name}-{number}"),
            }
            for number, chart in enumerate(charts, 1)
            if chart
        ]
        for name, charts in drawn.items()
    }


def _quartiles(found: Spreads, year: int) -> list[list[str]]:
    """Each class's quartiles in words."""
    measure = found.measure
    rows = []
    for c in found.classes:
        s = found.of(c, year)
        values = (s.lowest, s.lower, s.median, s.upper, s.highest)
        shown = [show_value(v, measure.unit, measure.decimals) for v in values]
        if s.places:
            rows.append([capital(class_words(c)[1]), f"{s.n} of {s.places}", *shown])
    return rows


def _compare(measure: Measure, found: Spreads) -> str:
    """The query that compares the classes on this measure."""
    groups = [("g", f"class:{c}") for c in found.classes][:MOST_COMPARED]
    return urlencode([("m", measure.id), *groups])
