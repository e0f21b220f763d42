"""What the page of a figure shows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from wholeplace.evidence.comparison import compare, ordinal
from wholeplace.evidence.distribution import spreads
from wholeplace.evidence.figure import ESTIMATED, STATUSES, YES_NO, breaks, show_value
from wholeplace.evidence.figures import period_of
from wholeplace.evidence.formula import Term
from wholeplace.evidence.places import class_words, middle
from wholeplace.evidence.trace import trace
from wholeplace.evidence.vintages import vintages
from wholeplace.papers.charts import Chart, Distribution, Group, Panel, Trends
from wholeplace.papers.json import table_data
from wholeplace.papers.text import day
from wholeplace.web.design.blocks import picture
from wholeplace.web.measures import apart, pictures
from wholeplace.web.measures.about import about
from wholeplace.web.measures.asking import capital
from wholeplace.web.replies.rights import council_for
from wholeplace.web.replies.shown import beside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from wholeplace.evidence.comparison import Comparison
    from wholeplace.evidence.figure import Figure
    from wholeplace.evidence.measures import Measure
    from wholeplace.evidence.vintages import Vintage
    from wholeplace.web.evidence.current import Evidence
    from wholeplace.web.measures.finding import Found


def words(request: HttpRequest, evidence: Evidence, found: Found) -> dict[str, Any]:
    """Everything the template of a figure's page asks for."""
    snapshot, measure, figure, year = evidence.snapshot, found.measure, found.figure, found.year
    traced = trace(snapshot, measure, figure.place, year, evidence.table) if found.published else None
    series = evidence.table.series(measure, figure.place)
    entries = [snapshot.releases[r].entry for r in figure.releases if r in snapshot.releases]
    user = request.user
    return {
        "figure": figure,
        "measure": measure,
        "about": about(measure, snapshot, year),
        "status": _status(figure, measure),
        "prices": f"In {figure.price_base} prices." if figure.price_base else "",
        "traced": traced,
        "parts": apart.parts(snapshot, measure, traced, year) if traced else (),
        "releases": apart.releases(entries),
        "vintages": _vintages(evidence, found),
        "peers": _peers(evidence, found),
        "over_time": _over_time(evidence, found, series),
        "neighbours": _neighbours(series, figure),
        "replies": beside(measure.id, figure.place, figure.period),
        "may_reply": not user.is_authenticated or bool(council_for(evidence.register, user, figure.place)),
        "anonymous": not user.is_authenticated,
        "cite": cite(figure, entries, request.build_absolute_uri(request.path)),
        "api": f"/api/v1/figures/{measure.id}/{figure.place}/{figure.period}",
    }


def _status(figure: Figure, measure: Measure) -> str:
    """What kind of number it is, in a sentence; or why there is none."""
    if figure.value is None:
        text = figure.note or STATUSES.get(figure.status, figure.status)
    elif figure.status == ESTIMATED:
        text = figure.note or f"estimated: {STATUSES[ESTIMATED]}"
    else:
        plain = isinstance(measure.tree, Term) and not measure.tree.lag
        text = "as published" if plain else "worked out from published numbers"
        text += f"; {figure.note}" if figure.note else ""
    return f"{capital(text).rstrip('.')}."


def _vintages(evidence: Evidence, found: Found) -> list[dict[str, Any]]:
    """What the figure was from each day on, the latest first; nothing where there was only ever one."""
    if not found.published:
        return []
    known: list[Vintage] = vintages(evidence.snapshot, found.measure, found.figure.place, found.year)
    return [_vintage(v, latest=v is known[-1]) for v in reversed(known)]


def _vintage(vintage: Vintage, *, latest: bool) -> dict[str, Any]:
    figure = vintage.figure
    prices = f" in {figure.price_base} prices" if figure.price_base and figure.value is not None else ""
    new = [e for e in vintage.releases if e.published_on == vintage.published]
    return {
        "day": day(vintage.published),
        "shown": f"{figure.display}{prices}" if figure.value is not None else "No figure",
        "why": "" if figure.value is not None else capital(figure.note or STATUSES.get(figure.status, "")),
        "provisional": vintage.provisional,
        "changed": vintage.changed,
        "latest": latest,
        "releases": apart.releases(new or vintage.releases),
    }


def _peers(evidence: Evidence, found: Found) -> dict[str, Any]:
    """The place among those of its class that existed then."""
    figure, measure, year = found.figure, found.measure, found.year
    walk, table = evidence.snapshot.crosswalk, evidence.table
    when = middle(period_of(measure, year))
    ids = [p.id for p in walk.places.values() if p.place_class == figure.place_class and p.alive(when)]
    figures = [f for p in ids if (f := table.figure(measure, p, year))]
    many = class_words(figure.place_class)[1]
    if measure.unit == YES_NO:
        answers = [f for f in figures if f.value is not None]
        yes = sum(bool(f.value) for f in answers)
        return {"said": f"It is so for {yes} of the {len(answers)} {many} with a figure." if answers else ""}
    held = compare(table, measure, figure.place, year, ids)
    data = Distribution((Group(capital(many), tuple(figures)),), figure.place)
    if figure.value is None or held.n < 2 or not data.drawable:
        return {"said": ""}
    said = standing(figure, held, many)
    title = f"{figure.place_name} among {many}, {figure.period}"
    chart = Chart(title, data, said)
    return {"said": said, "chart": chart, **picture(chart, "peers")}


def standing(figure: Figure, held: Comparison, many: str) -> str:
    """Where a figure stands among its peers', in a sentence."""
    if held.rank is None or held.rank_from_top is None:
        return ""
    level = f", level with {held.level - 1} other{'s' if held.level > 2 else ''}" if held.level > 1 else ""
    top = held.n - held.rank - held.level + 2
    place = f"{ordinal(held.rank)}lowest" if held.rank <= top else f"{ordinal(top)}highest"
    shown = show_value(held.median, figure.unit, figure.decimals)
    median = f" Their median is {shown}." if held.median is not None else ""
    return f"The {place} of {held.n} {many} with a figure{level}.{median}"


def _over_time(evidence: Evidence, found: Found, series: Sequence[Figure]) -> dict[str, Any] | None:
    """The place over the years beside its class."""
    if sum(f.value is not None for f in series) < 2 or found.measure.unit == YES_NO:
        return None
    measure, figure = found.measure, found.figure
    bands = pictures.bands(spreads(evidence.table, measure), figure.place_class)
    panel = Panel(measure.short, measure.unit, tuple(series), bands, measure.decimals, breaks(series))
    known = [f for f in series if f.value is not None]
    ends = [f"{f.display} in {f.period}" for f in (known[0], known[-1])]
    alt = f"{measure.title} of {figure.place_name}: {ends[0]}, {ends[1]}."
    chart = Chart(
        f"{figure.place_name} over time", Trends(figure.place_name, (panel,), class_words(figure.place_class)[1]), alt
    )
    return {"chart": chart, "table": table_data(chart.table()), **picture(chart, "over-time")}


def _neighbours(series: Sequence[Figure], figure: Figure) -> dict[str, Any]:
    """The figures of the years before and after."""
    before = [f for f in series if f.period < figure.period]
    after = [f for f in series if f.period > figure.period]
    return {"before": before[-1] if before else None, "after": after[0] if after else None}


def cite(figure: Figure, entries: Sequence[Any], page: str) -> str:
    """How to cite the figure: what it is, what it stands on, where and when it was read."""
    stands_on = "; ".join(dict.fromkeys(e.note() for e in sorted(entries, key=lambda e: (e.title, e.period))))
    prices = f", in {figure.price_base} prices" if figure.price_base else ""
    shown = figure.display if figure.value is not None else f"no figure ({STATUSES.get(figure.status, figure.status)})"
    made = f" Worked out by Wholeplace from: {stands_on}." if stands_on else ""
    today = day(datetime.now(UTC).date())
    return f"{figure.title}: {figure.place_name}, {figure.period}{prices}: {shown}.{made} {page} (read {today})."
