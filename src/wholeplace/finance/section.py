"""What finance says in a brief: how sustainable a council's finances look, against places like it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from wholeplace.core.periods import Period
from wholeplace.evidence.comparison import compare
from wholeplace.evidence.figure import NOT_APPLICABLE, NOT_DEPLETING, OK, POUNDS, RATIO
from wholeplace.evidence.figures import compute
from wholeplace.evidence.measures import measures
from wholeplace.finance.findings import findings, rules
from wholeplace.papers.model import (
    NOTHING, Band, Bar, Bars, Cell, Chart, Column, Heading, KeyFigure, KeyFigures, Panel, Paragraph, Source, Table, Trends,
)  # fmt: skip
from wholeplace.papers.section import Section, bullets_of

if TYPE_CHECKING:
    from wholeplace.evidence.figure import Figure
    from wholeplace.evidence.figures import FigureTable
    from wholeplace.evidence.measures import Measure
    from wholeplace.papers.model import Block
    from wholeplace.papers.section import BriefContext

TITLE = "How sustainable its finances look"
TILES = ("total-reserves-ratio", "reserves-years-left", "reserves-net-change", "interest-burden")
PANELS = (
    "total-reserves-ratio", "unallocated-reserves-ratio", "reserves-net-change", "interest-burden", "social-care-ratio",
    "council-tax-share",
)  # fmt: skip
DISTRICT_PANEL = "other-service-spend-real"
TABLE = (
    "total-reserves-ratio", "earmarked-reserves-ratio", "unallocated-reserves-ratio", "reserves-years-left",
    "reserves-change-3y", "overspend-total-share", "social-care-ratio", "social-care-share", "interest-burden",
    "debt-to-spending", "council-tax-share", "service-spend-per-head",
)  # fmt: skip
RESERVES = (
    "earmarked-reserves", "unallocated-reserves", "reserves-net-change", "reserves-planned-use", "reserves-unplanned-use",
    "reserves-planned-growth", "reserves-unplanned-growth",
)  # fmt: skip
OVERSPEND = (
    "overspend-adult-social-care", "overspend-children-social-care", "overspend-highways", "overspend-housing",
    "overspend-cultural", "overspend-environmental", "overspend-planning", "overspend-central",
)  # fmt: skip
MOST_FINDINGS = 7
SHOWN_YEARS = 8


class FinanceView:
    """The figures of a brief's finance section, computed once."""

    def __init__(self, context: BriefContext) -> None:
        """Compute every finance measure that is installed."""
        self.context = context
        self.measures: list[Measure] = [m for m in measures().values() if m.area == "finance"]
        self.by_id = {m.id: m for m in self.measures}
        self.table: FigureTable = compute(context.snapshot, self.measures)

    @cached_property
    def year(self) -> int | None:
        """The latest year with an outturn for the place."""
        measure = self.by_id["net-revenue-expenditure"]
        years = [y for y in self.table.years if self.table.value(measure, self.context.place, y) is not None]
        return max(years, default=None)

    def figure(self, identifier: str, year: int | None = None) -> Figure | None:
        """The place's figure of a measure, in the brief's year unless another is given."""
        wanted = self.year if year is None else year
        measure = self.by_id.get(identifier)
        return self.table.figure(measure, self.context.place, wanted) if measure and wanted is not None else None

    def sources(self, figures: list[Figure]) -> tuple[Source, ...]:
        """Source notes of all releases that figures were made from."""
        return sources(self.context, figures)


def sources(context: BriefContext, figures: list[Figure]) -> tuple[Source, ...]:
    """Source notes of the releases behind some figures, each once."""
    ids = sorted({r for f in figures for r in f.releases})
    return tuple(Source(context.snapshot.releases[i].entry.note(), i) for i in ids if i in context.snapshot.releases)


def section(context: BriefContext) -> Section:
    """The finance section of a brief; it says so where no outturn has been published for the place."""
    view = FinanceView(context)
    if view.year is None:
        gap = Paragraph((f"No revenue outturn for {context.name} had been published by then in what is loaded.",))
        return Section(TITLE, gaps=(gap,))
    found = findings(context, view.table, view.measures, view.year)
    period = str(Period.financial(view.year))
    blocks: list[Block] = [Heading(1, f"{TITLE}: {period}")]
    blocks += [b for b in (_trends(view), _reserves_table(view), _overspend(view), _indicators(view)) if b]
    used = [f for m in view.measures if (f := view.table.figure(m, context.place, view.year))]
    return Section(
        TITLE,
        _tiles(view),
        tuple(f.paragraph for f in found[:MOST_FINDINGS]),
        tuple(blocks),
        _gaps(view),
        (*_annex(view), *_rules_table()),
        view.sources(used),
    )


def _tiles(view: FinanceView) -> KeyFigures | None:
    items = []
    for identifier in TILES:
        figure = view.figure(identifier)
        if figure is None:
            continue
        measure = view.by_id[identifier]
        standing = compare(view.table, measure, view.context.place, view.year or 0, view.context.peers)
        context = ""
        if standing.median is not None:
            shown = Cell.number(standing.median, measure.unit, measure.decimals).text
            context = f"median of {standing.n} {view.context.peers_name.split(' ', 1)[-1]}: {shown}"
        if figure.status == NOT_DEPLETING:
            context = "reserves were not drawn down"
        items.append(KeyFigure(f"{measure.short}, {figure.period}", figure, context, _tone(view, identifier)))
    return KeyFigures(tuple(items), view.sources([i.figure for i in items])) if len(items) >= 2 else None


def _tone(view: FinanceView, identifier: str) -> str:
    fired = findings(view.context, view.table, view.measures, view.year or 0)
    tones = {f.rule.tone for f in fired if f.rule.measure == identifier}
    return "watch" if "watch" in tones else "good" if "good" in tones else "plain"


def _trends(view: FinanceView) -> Chart | None:
    panels = []
    for identifier in PANELS:
        measure = view.by_id[identifier]
        series = [f for f in view.table.series(measure, view.context.place) if f.status != NOT_APPLICABLE]
        if not series and identifier == "social-care-ratio":
            measure = view.by_id[DISTRICT_PANEL]
            series = view.table.series(measure, view.context.place)
        series = series[-SHOWN_YEARS:]
        if not any(f.value is not None for f in series):
            continue
        bands = [_band(view, measure, Period.parse(f.period).year) for f in series]
        breaks = tuple(
            after.period for before, after in zip(series, series[1:], strict=False)
            if bool("break in the series" in before.note) != bool("break in the series" in after.note)
        )  # fmt: skip
        panels.append(Panel(measure.short, measure.unit, tuple(series), tuple(bands), measure.decimals, breaks))
    if not panels:
        return None
    figures = [f for p in panels for f in p.values]
    return Chart(
        f"Beside {view.context.peers_name}", Trends(view.context.name, tuple(panels), view.context.peers_name),
        _alt(view, panels), view.sources(figures),
    )  # fmt: skip


def _band(view: FinanceView, measure: Measure, year: int) -> Band:
    standing = compare(view.table, measure, view.context.place, year, view.context.peers)
    return Band(str(Period.financial(year)), standing.lower, standing.median, standing.upper)


def _alt(view: FinanceView, panels: list[Panel]) -> str:
    """What a reader would see: where each line begins and ends, and where the peers' median ends."""
    told = []
    for panel in panels:
        known = [f for f in panel.values if f.value is not None]
        first, last = known[0], known[-1]
        medians = {b.period: b.median for b in panel.band}
        median = Cell.number(medians.get(last.period), panel.unit, panel.decimals).text
        told.append(f"{panel.title}: {first.display} in {first.period}, {last.display} in {last.period} (median {median})")
    return f"{len(panels)} small line charts of {view.context.name} over its peers’ middle half. " + "; ".join(told) + "."


def _reserves_table(view: FinanceView) -> Table | None:
    measures_ = [view.by_id[i] for i in RESERVES]
    years = sorted({Period.parse(f.period).year for f in view.table.series(measures_[0], view.context.place)})[-SHOWN_YEARS:]
    if not years:
        return None
    rows, used = [], []
    for measure in measures_:
        cells = []
        for year in years:
            figure = view.table.figure(measure, view.context.place, year) or view.table.figure(
                measure, view.context.place, year, combined=True
            )
            if figure and figure.value is not None:
                used.append(figure)
            cells.append(Cell.of(figure, emphasis=year == view.year, note="") if figure else NOTHING)
        if any(c.figure is not None and c.figure.value is not None for c in cells):
            rows.append((Cell(measure.short), *cells))
    columns = (Column("£", width=2.6), *(Column(str(Period.financial(y)), "right", 1) for y in years))
    return Table(
        "Reserves in pounds", columns, tuple(rows), view.sources(used),
        notes=("Use of reserves is below zero, growth above. Planned and unplanned need the budget return for the year.",),
        summary="Levels at 31 March and movements in each year.",
    )  # fmt: skip


def _overspend(view: FinanceView) -> Chart | None:
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
        f"Outturn less budget by service, {figures[0].period}", Bars(POUNDS, tuple(bars)),
        f"Bars of outturn less budget for {len(bars)} services: from {best.label} at {best.figure.display} to "
        f"{worst.label} at {worst.figure.display}.",
        view.sources(figures),
        note="Above zero the service cost more than the budget set before the year.",
    )  # fmt: skip


def _indicators(view: FinanceView) -> Table | None:
    rows, used = [], []
    for identifier in TABLE:
        measure = view.by_id.get(identifier)
        figure = view.figure(identifier)
        if measure is None or figure is None or figure.status == NOT_APPLICABLE:
            continue
        standing = compare(view.table, measure, view.context.place, view.year or 0, view.context.peers)
        before = view.figure(identifier, (view.year or 0) - 1)
        used.append(figure)
        numbers = [Cell.number(v, measure.unit, measure.decimals) for v in (standing.lower, standing.median, standing.upper)]
        rank = Cell(f"{standing.rank_from_top} of {standing.n}" if standing.rank else "–")
        note = "" if figure.status in {OK, NOT_DEPLETING} else None
        rows.append(
            (Cell(measure.short), Cell.of(before, note="") if before else NOTHING, Cell.of(figure, emphasis=True, note=note),
             *numbers, rank)
        )  # fmt: skip
    if not rows:
        return None
    this, last = Period.financial(view.year or 0), Period.financial((view.year or 1) - 1)
    heads = (str(last), str(this), "Lower quartile", "Median", "Upper quartile", "Rank, highest first")
    return Table(
        f"Indicators beside {view.context.peers_name}", (Column("Indicator", width=3.4), *(Column(h, "right", 1.15) for h in heads)),
        tuple(rows), view.sources(used),
        notes=(f"Quartiles and rank are of the {view.context.peers_name.split(' ', 1)[-1]} with a value in {this}, this one included.",),
        summary="The latest two years, the peers' quartiles and the rank among them.",
    )  # fmt: skip


def _gaps(view: FinanceView) -> tuple[Paragraph, ...]:
    """What is missing or not comparable, each reason once with the indicators it concerns."""
    reasons: dict[str, list[str]] = {}
    for measure in view.measures:
        figure = view.figure(measure.id)
        if figure and figure.value is None and figure.status not in {NOT_APPLICABLE, NOT_DEPLETING}:
            reasons.setdefault(figure.note or figure.status, []).append(measure.short)
    told = []
    for reason, names in reasons.items():
        shown = ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
        told.append(Paragraph((f"{shown}: {reason}.",)))
    return tuple(told)


def _annex(view: FinanceView) -> tuple[Block, ...]:
    """Every indicator in every year."""
    years = view.table.years[-SHOWN_YEARS:]
    tables: list[Block] = []
    for unit, title in ((RATIO, "Ratios, year by year"), (POUNDS, "Pounds, year by year")):
        rows, used = [], []
        for measure in view.measures:
            if measure.unit != unit:
                continue
            figures = [
                view.table.figure(measure, view.context.place, y) or view.table.figure(measure, view.context.place, y, combined=True)
                for y in years
            ]
            if not any(f and f.value is not None for f in figures):
                continue
            used += [f for f in figures if f and f.value is not None]
            rows.append((Cell(measure.short), *(Cell.of(f, note="") if f else NOTHING for f in figures)))
        if rows:
            columns = (Column("Indicator", width=3), *(Column(str(Period.financial(y)), "right", 1) for y in years))
            base = next((f.price_base for f in used if f.price_base), "")
            notes = (f"Real terms are in {base} prices.",) if base else ()
            tables.append(Table(title, columns, tuple(rows), view.sources(used), notes=notes))
    return tuple(tables)


def _rules_table() -> tuple[Table, ...]:
    by_id = {m.id: m for m in measures().values()}
    rows = tuple(
        (Cell(r.id), Cell(by_id[r.measure].short), Cell(r.in_words()), Cell({"watch": "to watch", "good": "good", "plain": "to know"}[r.tone]))
        for r in sorted(rules(), key=lambda r: int(r.id[1:]))
    )
    columns = (Column("Rule", width=0.6), Column("Indicator", width=3), Column("Says so when it is", width=3.4), Column("Kind", width=1))
    return (Table("The rules behind the sentences", columns, rows, notes=("Ratios are fractions here: 0.02 is 2%. A rule is a reason to ask, never a verdict.",)),)


__all__ = ["FinanceView", "bullets_of", "section", "sources"]
