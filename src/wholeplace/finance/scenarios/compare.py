"""Several scenarios side by side: what each comes to, and what each assumes otherwise than the first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wholeplace.core.errors import ScenarioError
from wholeplace.core.money import pounds
from wholeplace.evidence.figure import POUNDS
from wholeplace.finance.scenarios.blocks import HIGH, LOW, figure_of, sources_of
from wholeplace.finance.scenarios.outcome import as_json
from wholeplace.finance.scenarios.paper import CAUTION
from wholeplace.finance.scenarios.words import chance, distribution_words, money, percent
from wholeplace.papers.cells import Cell, Column, Source, Table
from wholeplace.papers.charts import Bar, Bars, Chart
from wholeplace.papers.model import Callout, Document, Heading, Paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wholeplace.finance.scenarios.model import Scenario
    from wholeplace.finance.scenarios.outcome import Result
    from wholeplace.papers.model import Block

HEADER = "In the last year"
MOST = 6


@dataclass(frozen=True)
class SideBySide:
    """Some results, the first of which the others are held against."""

    results: tuple[Result, ...]


def side_by_side(results: Sequence[Result]) -> SideBySide:
    """Some results to compare.

    Raises:
        ScenarioError: there are fewer than two, or more than fit beside each other.
    """
    if not 2 <= len(results) <= MOST:
        problem = f"{len(results)} scenario{'s' if len(results) != 1 else ''} can't be compared"
        raise ScenarioError("wholeplace scenario compare", "", problem, f"Name two to {MOST} files.")
    return SideBySide(tuple(results))


def rows(found: SideBySide) -> list[tuple[str, ...]]:
    """What each comes to, then every assumption in which any differs from the first; a column a scenario."""
    return [*_outcomes(found.results), *_differences([r.scenario for r in found.results])]


def _outcomes(results: Sequence[Result]) -> list[tuple[str, ...]]:
    told = {
        "Last year": [r.scenario.periods[-1] for r in results],
        "Prices": [r.scenario.price_words for r in results],
        "Need": [money(r.central.need[-1]) for r in results],
        "Income": [money(r.central.income[-1]) for r in results],
        "Gap": [money(r.central.gap[-1]) for r in results],
        "9 in 10 gaps lie": [f"{money(r.drawn.gap[-1][LOW])} to {money(r.drawn.gap[-1][HIGH])}" for r in results],
        "Left after reserves": [money(r.central.left[-1]) for r in results],
        "Reserves run out": [r.central.run_out or "no" for r in results],
        "Chance uncovered": [chance(r.drawn.uncovered[-1]) for r in results],
        "Efficiency that closes it": [
            "none can" if r.required.overall is None else percent(r.required.overall, 2) for r in results
        ],
    }
    return [(title, *values) for title, values in told.items()]


def _differences(scenarios: Sequence[Scenario]) -> list[tuple[str, ...]]:
    told: dict[str, list[str]] = {}
    names = dict.fromkeys(name for s in scenarios for name in s.drivers)
    for name in names:
        title = next(s.drivers[name].title for s in scenarios if name in s.drivers)
        told[title] = [
            distribution_words(s.drivers[name].distribution) if name in s.drivers else "–" for s in scenarios
        ]
    told["Base year"] = [str(s.base) for s in scenarios]
    told["Of"] = [s.name for s in scenarios]
    told["Reserves are used"] = [s.reserves.policy for s in scenarios]
    told["Cut in funding"] = [
        "from grants" if s.protection.cut is None else percent(s.protection.cut) for s in scenarios
    ]
    return [(title, *values) for title, values in told.items() if len(set(values)) > 1]


def comparison_json(found: SideBySide) -> dict[str, Any]:
    """Plain types with stable keys."""
    return {"format": "wholeplace-scenarios/1", "scenarios": [as_json(result) for result in found.results]}


def comparison_paper(found: SideBySide) -> Document:
    """The comparison as a paper."""
    first = found.results[0].scenario
    scenarios = [r.scenario for r in found.results]
    each = tuple(Column(s.title, "right", 2) for s in scenarios)
    sources: tuple[Source, ...] = tuple(dict.fromkeys(each for s in scenarios for each in sources_of(s)))
    bars = tuple(
        Bar(r.scenario.title, figure_of(r.scenario, "gap", "Funding gap", pounds(r.central.gap[-1]), -1))
        for r in found.results
    )
    alt = "Bars of the gap in the last year: " + "; ".join(
        f"{r.scenario.title} {money(r.central.gap[-1])}" for r in found.results
    )
    outcome = tuple(tuple(Cell(text) for text in row) for row in _outcomes(found.results))
    differ = tuple(tuple(Cell(text) for text in row) for row in _differences(scenarios))
    blocks: list[Block] = [
        Callout("What this is", (Paragraph((CAUTION,)),)),
        Heading(1, "What each comes to"),
        Chart("Gap in the last year, central case", Bars(POUNDS, bars), f"{alt}.", sources),
        Table("Side by side", (Column(HEADER, width=2), *each), outcome, sources),
    ]
    if differ:
        blocks += [
            Heading(1, "What they assume otherwise"),
            Table("Assumptions that differ", (Column("Assumption", width=2), *each), differ),
        ]
    return Document(
        title="Funding-gap scenarios side by side", place=first.name,
        as_of=max(s.base.end for s in scenarios), blocks=tuple(blocks), sources=sources,
        subtitle="; ".join(s.title for s in scenarios),
        invented=any(s.invented for s in scenarios),
        generated_from=tuple(sorted({release for s in scenarios for release in s.releases})),
    )  # fmt: skip
