"""What finance says in a brief: how sustainable a council's finances look, against places like it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wholeplace.core.periods import Period
from wholeplace.evidence.figure import NOT_APPLICABLE, NOT_DEPLETING
from wholeplace.finance.brief_charts import overspend, tiles, trends
from wholeplace.finance.brief_tables import annex, indicators, reserves_table, rules_table
from wholeplace.finance.view import FinanceView
from wholeplace.papers.model import Heading, Paragraph
from wholeplace.papers.section import Section
from wholeplace.papers.sources import every_source

if TYPE_CHECKING:
    from wholeplace.papers.model import Block
    from wholeplace.papers.section import BriefContext

TITLE = "How sustainable its finances look"
MOST_FINDINGS = 7


def section(context: BriefContext) -> Section:
    """The finance section of a brief; it says so where no outturn has been published for the place."""
    view = FinanceView(context)
    if view.year is None:
        gap = Paragraph((f"No revenue outturn for {context.name} had been published by then in what is loaded.",))
        return Section(TITLE, gaps=(gap,))
    period = str(Period.financial(view.year))
    blocks: list[Block] = [Heading(1, f"{TITLE}: {period}")]
    blocks += [b for b in (trends(view), reserves_table(view), overspend(view), indicators(view)) if b]
    used = [f for m in view.measures if (f := view.table.figure(m, context.place, view.year))]
    return Section(
        TITLE,
        tiles(view),
        tuple(f.paragraph for f in view.findings[:MOST_FINDINGS]),
        tuple(blocks),
        _gaps(view),
        (*annex(view), *rules_table()),
        every_source(context.snapshot, used),
    )


def _gaps(view: FinanceView) -> tuple[Paragraph, ...]:
    """What is missing or not comparable, each reason once with the indicators it concerns."""
    reasons: dict[str, list[str]] = {}
    for measure in view.measures:
        figure = view.figure(measure.id)
        if figure and figure.value is None and figure.status not in {NOT_APPLICABLE, NOT_DEPLETING}:
            wanting = figure.extra.get("wanting")
            reason = f"not in what is loaded of the {wanting}" if wanting else figure.note or figure.status
            reasons.setdefault(reason, []).append(measure.short)
    told = []
    for reason, names in reasons.items():
        shown = ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
        told.append(Paragraph((f"{shown}: {reason}.",)))
    return tuple(told)
