"""A scenario's result in words and rows of text, for the screen, the page and the paper alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wholeplace.core.money import pounds, show_pounds
from wholeplace.finance.scenarios.distributions import Fixed, Normal, Pert, Uniform

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from wholeplace.finance.scenarios.distributions import Distribution
    from wholeplace.finance.scenarios.model import Scenario
    from wholeplace.finance.scenarios.outcome import Result

YEARS_HEADER = (
    "Year",
    "Need",
    "Income",
    "Gap",
    "From reserves",
    "Left",
    "Reserves",
    "9 in 10 gaps lie",
    "Chance uncovered",
)
_LOW, _MEDIAN, _HIGH = 0, 3, 6  # 5%, 50% and 95% among the quantiles


def percent(value: Decimal | float, decimals: int = 1) -> str:
    """A fraction as a reader would write it: 2.5%, without a minus before nought."""
    text = f"{float(value) * 100:.{decimals}f}"
    return f"{text.lstrip('-') if not text.strip('-0.') else text}%"


def chance(value: float) -> str:
    """A chance in whole per cent; next to never and next to always are said so."""
    if 0 < value < 0.005:
        return "under 1%"
    return "over 99%" if 0.995 < value < 1 else f"{value * 100:.0f}%"


def money(pence: int) -> str:
    """Pence as a reader would write them in pounds."""
    return show_pounds(pounds(pence))


def headlines(result: Result) -> list[str]:
    """What there is to say first, a sentence each."""
    scenario, central, drawn = result.scenario, result.central, result.drawn
    last = scenario.periods[-1]
    gap, low, high = central.gap[-1], drawn.gap[-1][_LOW], drawn.gap[-1][_HIGH]
    word = "a gap" if gap > 0 else "a surplus"
    first = (
        f"By {last} {word} of {money(abs(gap))} a year, before reserves; 9 in 10 of {drawn.number:,} draws lie between "
        f"{spoken(low)} and {spoken(high)}."
    )
    return [first, reserves_words(result), efficiency_words(result)]


def spoken(pence: int) -> str:
    """An amount in running text: a surplus is said to be one."""
    return f"a surplus of {money(-pence)}" if pence < 0 else money(pence)


def reserves_words(result: Result) -> str:
    """When reserves run out, and how likely they are not to last."""
    scenario, central, drawn = result.scenario, result.central, result.drawn
    last, likely = scenario.periods[-1], drawn.uncovered[-1]
    if scenario.several:
        middle = drawn.many[-1][_MEDIAN]
        return (
            f"In {middle} of {len(scenario.councils)} councils (half of the draws have more, half fewer) the gaps up "
            f"to {last} come to more than the reserves above their floor."
        )
    held = money(scenario.councils[0].available)
    told = f"Reserves above the floor are {held}; in {chance(likely)} of draws the gaps up to {last} come to more."
    if scenario.reserves.policy == "none":
        return f"{told} They are not used."
    in_case = f"run out in {central.run_out}" if central.run_out else "last"
    return f"{told} In the central case they {in_case}; {_half_run_out(result)}."


def _half_run_out(result: Result) -> str:
    """By when half of the draws have used reserves up."""
    share = 0.0
    for period, each in zip(result.scenario.periods, result.drawn.run_out, strict=True):
        share += each
        if share >= 0.5:
            return f"in half of the draws by {period}"
    return "in most draws they last"


def efficiency_words(result: Result) -> str:
    """What efficiency a year would close the gap."""
    found, last = result.required.overall, result.scenario.periods[-1]
    if found is None:
        return f"No efficiency closes the gap in {last}: what can't be cut takes all the income."
    if found <= 0:
        return f"Nothing need be found in {last}."
    found_words = percent(found, 2)
    return f"{found_words} a year more efficiency in all that is not fixed, every year, would close the gap in {last}."


def year_rows(result: Result) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """A header, and a row a year."""
    central, drawn = result.central, result.drawn
    columns = (central.need, central.income, central.gap, central.used, central.left, central.reserves)
    rows = []
    for year, period in enumerate(result.scenario.periods):
        spread = "" if year == 0 else f"{money(drawn.gap[year][_LOW])} to {money(drawn.gap[year][_HIGH])}"
        rows.append((period, *(money(c[year]) for c in columns), spread, chance(drawn.uncovered[year]) if year else ""))
    return YEARS_HEADER, rows


def distribution_words(distribution: Distribution) -> str:
    """A distribution with its parameters: `pert 1.0% to 4.0%, likeliest 2.0%`."""
    match distribution:
        case Fixed(value=value, path=path):
            first = f"{', '.join(percent(rate) for rate in path)}, then " if path else ""
            return f"fixed, {first}{percent(value)}"
        case Normal(mean=mean, sd=sd):
            return f"normal, mean {percent(mean)}, standard deviation {percent(sd)}"
        case Uniform(low=low, high=high):
            return f"uniform, {percent(low)} to {percent(high)}"
        case _:
            name = "PERT" if isinstance(distribution, Pert) else "triangular"
            low, mode, high = distribution.low, distribution.mode, distribution.high
            return f"{name}, {percent(low)} to {percent(high)}, likeliest {percent(mode)}"


def driver_rows(scenario: Scenario) -> Sequence[tuple[str, ...]]:
    """A row a driver: its title, distribution, central rate, what is common to councils, and how often it is drawn."""
    rows = []
    for driver in scenario.drivers.values():
        certain = isinstance(driver.distribution, Fixed)
        each = "anew each year" if driver.each == "year" else "once for all years"
        rows.append(
            (
                driver.title, distribution_words(driver.distribution), percent(driver.distribution.central),
                "" if certain else percent(driver.common, 0), "not drawn" if certain else each,
            )
        )  # fmt: skip
    return rows
