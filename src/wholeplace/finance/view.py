"""The figures of a brief's finance section, computed once and asked many times."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from wholeplace.core.periods import Period
from wholeplace.evidence.comparison import Comparison, compare
from wholeplace.evidence.figures import compute
from wholeplace.evidence.measures import measures
from wholeplace.finance.findings import Finding, findings
from wholeplace.papers.sources import grouped_sources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wholeplace.evidence.figure import Figure
    from wholeplace.evidence.figures import FigureTable
    from wholeplace.evidence.measures import Measure
    from wholeplace.papers.cells import Source
    from wholeplace.papers.charts import Panel
    from wholeplace.papers.section import BriefContext

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

    @cached_property
    def findings(self) -> list[Finding]:
        """The rules that fire in the brief's year."""
        return findings(self.context, self.table, self.measures, self.year) if self.year is not None else []

    def figure(self, identifier: str, year: int | None = None) -> Figure | None:
        """The place's figure of a measure, in the brief's year unless another is given."""
        wanted = self.year if year is None else year
        measure = self.by_id.get(identifier)
        return self.table.figure(measure, self.context.place, wanted) if measure and wanted is not None else None

    def sources(self, figures: list[Figure]) -> tuple[Source, ...]:
        """Source notes of all releases that figures were made from."""
        return grouped_sources(self.context.snapshot, figures)

    def standing(self, measure: Measure, year: int | None = None) -> Comparison:
        """The place beside its peers in the brief's year, unless another is given."""
        wanted = year if year is not None else self.year or 0
        return compare(self.table, measure, self.context.place, wanted, self.context.peers)

    def any_year(self, measure: Measure, year: int) -> Figure | None:
        """The place's figure of a year, or of what it replaced where it did not exist yet."""
        place = self.context.place
        return self.table.figure(measure, place, year) or self.table.figure(measure, place, year, combined=True)

    @property
    def peer_word(self) -> str:
        """'counties' from '27 counties'."""
        return self.context.peers_name.split(" ", 1)[-1]

    def peers_with_values(self, panels: Sequence[Panel]) -> str:
        """'27 counties', or '12 to 164 shire districts' where some years have fewer with a value."""
        counts = {
            self.standing(measure, Period.parse(figure.period).year).n
            for panel in panels
            for figure in panel.values
            if (measure := self.by_id.get(figure.measure))
        }
        known = sorted(n for n in counts if n)
        if not known or known[0] == known[-1] == len(self.context.peers):
            return self.context.peers_name
        few, many = known[0], known[-1]
        return f"{few} {self.peer_word}" if few == many else f"{few} to {many} {self.peer_word}"
