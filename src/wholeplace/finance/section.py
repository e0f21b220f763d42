"""What finance says in a brief: how sustainable a council's finances look, against places like it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wholeplace.core.periods import Period
from wholeplace.evidence.figure import NOT_APPLICABLE, NOT_DEPLETING
from wholeplace.evidence.places import class_words
from wholeplace.finance.brief_charts import overspend, tiles, trends
from wholeplace.finance.brief_tables import annex, indicators, reserves_table, rules_table
from wholeplace.finance.view import SHOWN_YEARS, FinanceView
from wholeplace.papers.model import Paragraph
from wholeplace.papers.section import Section
from wholeplace.papers.sources import every_source
from wholeplace.places.model import show_day

if TYPE_CHECKING:
    from wholeplace.papers.section import BriefContext

AREA = "finance"
TITLE = "How sustainable its finances look"
MOST_FINDINGS = 7


def section(context: BriefContext) -> Section:
    """The finance section of a brief; it says so where no outturn has been published for the place."""
    view = FinanceView(context)
    meant_for = view.by_id["net-revenue-expenditure"].applies_to
    if meant_for and context.place_class not in meant_for:
        many = class_words(context.place_class)[1]
        gap = Paragraph((f"The indicators of finance are defined for councils, not for {many}.",))
        return Section(TITLE, AREA, gaps=(gap,))
    if view.year is None:
        when = "is loaded" if context.for_page else f"published by {show_day(context.as_of)} is loaded"
        gap = Paragraph((f"No revenue outturn for {context.name} {when}.",))
        return Section(TITLE, AREA, gaps=(gap,))
    period = str(Period.financial(view.year))
    used = [f for m in view.measures if (f := view.table.figure(m, context.place, view.year))]
    return Section(
        TITLE,
        AREA,
        f"{TITLE}: {period}",
        tiles(view),
        tuple(f.stands_out for f in view.findings[:MOST_FINDINGS]),
        tuple(b for b in (trends(view), reserves_table(view), overspend(view)) if b),
        None if context.for_page else indicators(view),
        _gaps(view),
        () if context.for_page else (*annex(view), *rules_table()),
        every_source(context.snapshot, used),
    )


def _gaps(view: FinanceView) -> tuple[Paragraph, ...]:
    """What is missing or not comparable, each reason once with its indicators: this year's, then earlier."""
    reasons: dict[str, list[str]] = {}
    for measure in view.measures:
        figure = view.figure(measure.id)
        if figure and figure.value is None and figure.status not in {NOT_APPLICABLE, NOT_DEPLETING}:
            wanting = figure.extra.get("wanting")
            reason = f"not in what is loaded of the {wanting}" if wanting else figure.note or figure.status
            reasons.setdefault(reason, []).append(measure.short)
    told = [Paragraph((f"{_some(names)}: {reason}.",)) for reason, names in reasons.items()]
    return (*told, *_earlier_gaps(view))


def _earlier_gaps(view: FinanceView) -> list[Paragraph]:
    """Publications whose earlier years are not loaded, though the indicators made from them are shown this year."""
    missing: dict[str, tuple[set[str], list[str]]] = {}
    loaded = {(r.entry.title, r.entry.period) for r in view.context.snapshot.releases.values()}
    years = [y for y in view.table.years[-SHOWN_YEARS:] if view.year is not None and y < view.year]
    for measure in view.measures:
        now = view.figure(measure.id)
        if now is None or now.value is None:
            continue
        for year in years:
            figure = view.any_year(measure, year)
            wanting = str(figure.extra.get("wanting", "")) if figure else ""
            publication, _, period = wanting.rpartition(" ")
            # A return that is loaded has no such line that year; another period is what came before the year shown.
            if figure is None or period != figure.period or (publication, period) in loaded:
                continue
            periods, names = missing.setdefault(publication, (set(), []))
            periods.add(period)
            if measure.short not in names:
                names.append(measure.short)
    return [
        Paragraph((f"In earlier years: {_some(names)}: not in what is loaded of the {publication} {_span(periods)}.",))
        for publication, (periods, names) in missing.items()
    ]


def _some(names: list[str]) -> str:
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")


def _span(periods: set[str]) -> str:
    """'2010-11 to 2015-16', which may have years between that are loaded."""
    first, last = min(periods), max(periods)
    return first if first == last else f"{first} to {last}"
