"""What the funding gap says in a brief or on a place's page: a standing scenario of its accounts, labelled as one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from wholeplace.core.errors import ScenarioError
from wholeplace.evidence.places import CLASS_GROUPS
from wholeplace.finance.scenarios.baseline import baseline, scenario_of
from wholeplace.finance.scenarios.blocks import fan_chart, sources_of, year_table
from wholeplace.finance.scenarios.outcome import work_out
from wholeplace.finance.scenarios.words import headlines, money, percent, spoken
from wholeplace.papers.model import Heading, Paragraph
from wholeplace.papers.section import Section
from wholeplace.places.model import show_day

if TYPE_CHECKING:
    from wholeplace.finance.scenarios.outcome import Result
    from wholeplace.papers.model import Block
    from wholeplace.papers.section import BriefContext

AREA = "funding-gap"
TITLE = "Funding gap"
YEARS, DRAWS = 5, 500
CAUTION = (
    "The rates are standing assumptions, the same for every council and nobody’s forecast. Those that matter most, a "
    "year: {rates}."
)
_TOLD = ("prices", "care_costs", "adult_demand", "children_demand", "council_tax_rate", "council_tax_base")


def section(context: BriefContext) -> Section:
    """The funding gap of a council under the standing assumptions; where there are no accounts, that there are none."""
    if context.place_class not in CLASS_GROUPS["councils"]:
        return Section(TITLE, AREA)
    ref = context.snapshot.crosswalk.places.get(context.place)
    if ref is not None and ref.end and ref.end <= context.as_of.isoformat():
        ended = show_day(date.fromisoformat(ref.end))
        words = f"There is no funding-gap scenario of {context.name}: it was abolished on {ended}."
        return Section(TITLE, AREA, gaps=(Paragraph((words,)),))
    try:
        base = baseline(context.snapshot, context.place, context.name, [context.place])
    except ScenarioError:
        words = f"A funding-gap scenario needs a whole revenue outturn of {context.name}; none that is loaded is."
        return Section(TITLE, AREA, gaps=(Paragraph((words,)),))
    result = work_out(scenario_of(base, context.snapshot, YEARS), number=DRAWS)
    told: tuple[Block, ...] = (
        Paragraph((_start(result),)),
        Paragraph((" ".join(headlines(result)),)),
        Paragraph((CAUTION.format(rates=_rates(result)),), muted=True),
    )
    sources = sources_of(result.scenario)
    heading = f"{TITLE}: a scenario from the accounts of {base.period}"
    if not context.for_page:  # two pages are soon full: what it comes to stands in the annex, with its accounts
        return Section(TITLE, AREA, annex=(Heading(2, heading), *told, year_table(result)), sources=sources)
    return Section(TITLE, AREA, heading, blocks=(*told, fan_chart(result)), sources=sources)


def _start(result: Result) -> str:
    """What was published of the base year."""
    central, scenario = result.central, result.scenario
    tax = next((row.pence[0] for row in central.streams if row.id == "council_tax"), 0)
    drawn = central.used[0]
    reserves = f"{money(drawn)} was taken from reserves" if drawn > 0 else f"{spoken(-drawn)} went into reserves"
    return (
        f"In {scenario.base} its services and other costs came to {money(central.need[0])}, and its income to "
        f"{money(central.income[0])}, of which {money(tax)} was council tax; {reserves}, and "
        f"{money(central.reserves[0])} was left of those that are earmarked or unallocated."
    )


def _rates(result: Result) -> str:
    drivers = result.scenario.drivers
    return ", ".join(
        f"{drivers[name].title[0].lower()}{drivers[name].title[1:]} {percent(drivers[name].distribution.central)}"
        for name in _TOLD
        if name in drivers
    )
