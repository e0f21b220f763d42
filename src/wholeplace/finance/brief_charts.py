"""What a brief's finance section shows at a glance: key figures, small multiples, overspend by service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wholeplace.core.periods import Period
from wholeplace.evidence.figure import NOT_APPLICABLE, NOT_DEPLETING, POUNDS, breaks
from wholeplace.finance.view import SHOWN_YEARS
from wholeplace.papers.model import Band, Bar, Bars, Cell, Chart, KeyFigure, KeyFigures, Panel, Trends

if TYPE_CHECKING:
    from wholeplace.evidence.measures import Measure
    from wholeplace.finance.view import FinanceView
    from wholeplace.papers.model import Tone

TILES = ("total-reserves-ratio", "reserves-years-left", "reserves-net-change", "interest-burden")
PANELS = (
    "total-reserves-ratio", "unallocated-reserves-ratio", "reserves-net-change", "interest-burden", "social-care-ratio",
    "council-tax-share",
)  # fmt: skip
DISTRICT_PANEL = "other-service-spend-real"
OVERSPEND = (
    "overspend-adult-social-care", "overspend-children-social-care", "overspend-highways", "overspend-housing",
    "overspend-cultural", "overspend-environmental", "overspend-planning", "overspend-central",
)  # fmt: skip


def tiles(view: FinanceView) -> KeyFigures | None:
    items = []
    for identifier in TILES:
        figure = view.figure(identifier)
        if figure is None:
            continue
        measure = view.by_id[identifier]
        standing = view.standing(measure)
        context = ""
        if standing.median is not None:
            shown = Cell.number(standing.median, measure.unit, measure.decimals).text
            context = f"median of {standing.n} {view.peer_word}: {shown}"
        if figure.status == NOT_DEPLETING:
            context = "reserves were not drawn down"
        items.append(KeyFigure(f"{measure.short}, {figure.period}", figure, context, _tone(view, identifier)))
    return KeyFigures(tuple(items), view.sources([i.figure for i in items])) if len(items) >= 2 else None


def _tone(view: FinanceView, identifier: str) -> Tone:
    tones = {f.rule.tone for f in view.findings if f.rule.measure == identifier}
    return "watch" if "watch" in tones else "good" if "good" in tones else "plain"


def trends(view: FinanceView) -> Chart | None:
    panels = []
    for identifier in PANELS:
        measure = view.by_id[identifier]
        series = [f for f in view.table.series(measure, view.context.place) if f.status != NOT_APPLICABLE]
        if not series and identifier == "social-care-ratio":
            measure = view.by_id[DISTRICT_PANEL]
            series = view.table.series(measure, view.context.place)
        series = series[-SHOWN_YEARS:]
        if sum(f.value is not None for f in series) < 2:  # one point is no trend
            continue
        bands = [_band(view, measure, Period.parse(f.period).year) for f in series]
        panels.append(Panel(measure.short, measure.unit, tuple(series), tuple(bands), measure.decimals, breaks(series)))
    if not panels:
        return None
    figures = [f for p in panels for f in p.values]
    peers = view.peers_with_values(panels)
    return Chart(
        f"Beside {peers}", Trends(view.context.name, tuple(panels), peers),
        _alt(view, panels), view.sources(figures),
    )  # fmt: skip


def _band(view: FinanceView, measure: Measure, year: int) -> Band:
    standing = view.standing(measure, year)
    return Band(str(Period.financial(year)), standing.lower, standing.median, standing.upper)


def _alt(view: FinanceView, panels: list[Panel]) -> str:
    """What a reader would see: where each line begins and ends, and where the peers' median ends."""
    told = []
    for panel in panels:
        known = [f for f in panel.values if f.value is not None]
        first, last = known[0], known[-1]
        medians = {b.period: b.median for b in panel.band}
        median = Cell.number(medians.get(last.period), panel.unit, panel.decimals).text
        beside = "" if medians.get(last.period) is None else f" (median {median})"
        told.append(f"{panel.title}: {first.display} in {first.period}, {last.display} in {last.period}{beside}")
    return (
        f"{len(panels)} small line charts of {view.context.name} over its peers’ middle half. " + "; ".join(told) + "."
    )


def overspend(view: FinanceView) -> Chart | None:
    bars, figures = [], []
    for identifier in OVERSPEND:
        figure = view.figure(identifier)
        if figure is None or figure.value is None:
            continue
        measure = view.by_id[identifier]
        figures.append(figure)
        bars.append(Bar(measure.short, figure, tone="watch" if figure.value > 0 else "plain"))
    if len(bars) < 2:
        return None
    worst = max(bars, key=lambda b: b.figure.value or 0)
    best = min(bars, key=lambda b: b.figure.value or 0)
    return Chart(
        f"Outturn less budget by service, {figures[0].period}", Bars(POUNDS, tuple(bars), watch="over budget"),
        f"Bars of outturn less budget for {len(bars)} services: from {best.label} at {best.figure.display} to "
        f"{worst.label} at {worst.figure.display}.",
        view.sources(figures),
        note="Above zero the service cost more than the budget set before the year.",
    )  # fmt: skip
