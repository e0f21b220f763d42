"""A scenario's result as a paper: what it comes to, the fan, year by year, what it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wholeplace.finance.scenarios.blocks import (
    assumptions_table,
    councils_table,
    fan_chart,
    key_figures,
    lines_table,
    protection_table,
    run_out_table,
    sources_of,
    year_table,
)
from wholeplace.finance.scenarios.model import POLICIES
from wholeplace.finance.scenarios.words import headlines, money
from wholeplace.papers.model import Annex, Bullets, Callout, Document, Heading, Paragraph

if TYPE_CHECKING:
    from datetime import date

    from wholeplace.finance.scenarios.model import Scenario
    from wholeplace.finance.scenarios.outcome import Result
    from wholeplace.papers.model import Block

CAUTION = (
    "A scenario says what would follow if its assumptions held. They are a starting point to argue with, not a "
    "forecast; no council is expected to let a gap stand, and a budget must balance each year."
)


def paper(result: Result, as_of: date | None = None) -> Document:
    """The paper. `as_of` is the day it stands for, the last of the base year where none is given: no clock is asked."""
    scenario = result.scenario
    last = scenario.periods[-1]
    blocks: list[Block] = [
        key_figures(result),
        Callout("What this is", (Paragraph((CAUTION,)),)),
        Heading(1, "The gap"),
        Bullets(tuple(Paragraph((line,)) for line in headlines(result))),
        fan_chart(result),
        Heading(1, "Protecting social care"),
        protection_table(result),
        Heading(1, "Year by year"),
        year_table(result),
        Heading(1, "What is assumed"),
        Paragraph((drawing_words(result),)),
        Paragraph((reserves_policy_words(scenario),)),
        assumptions_table(scenario),
    ]
    if scenario.notes:
        blocks += [
            Heading(1, "What is missing"), Bullets(tuple(Paragraph((note,)) for note in scenario.notes))
        ]  # fmt: skip
    blocks += [Annex("Annex: the accounts"), lines_table(result)]
    blocks += [table for table in (run_out_table(result), councils_table(result)) if table]
    return Document(
        title=scenario.title, place=scenario.name, as_of=as_of or scenario.base.end, blocks=tuple(blocks),
        sources=sources_of(scenario),
        subtitle=f"The funding gap from {scenario.base} to {last}, {scenario.price_words}",
        invented=scenario.invented, generated_from=scenario.releases,
        reference=f"{scenario.place} · seed {result.drawn.seed}",
    )  # fmt: skip


def drawing_words(result: Result) -> str:
    """How the draws were made."""
    drawn = result.drawn
    return (
        f"The central case takes every rate at its central value. The range comes from {drawn.number:,} draws of all "
        f"rates from seed {drawn.seed}; the same seed gives the same draws."
    )


def reserves_policy_words(scenario: Scenario) -> str:
    """How reserves are used in the scenario."""
    told = POLICIES[scenario.reserves.policy]
    if scenario.reserves.policy == "fixed":
        told = f"{told} The amount is {money(scenario.reserves.amount)} a year."
    if scenario.reserves.add_surplus:
        told = f"{told} A surplus goes into them."
    floor = sum(c.floor for c in scenario.councils)
    return f"{told} The floor is {money(floor)}; reserves are never taken below it."
