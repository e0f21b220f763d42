"""A scenario worked out: the central case, what it would take, and the draws; as plain data, too."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import InvalidOperation
from typing import TYPE_CHECKING, Any

from wholeplace.core.errors import ScenarioError
from wholeplace.core.progress import silent
from wholeplace.finance.scenarios.distributions import parameters
from wholeplace.finance.scenarios.draws import QUANTILES, draw
from wholeplace.finance.scenarios.gap import project
from wholeplace.finance.scenarios.protection import required

if TYPE_CHECKING:
    from decimal import Decimal

    from wholeplace.core.progress import Progress
    from wholeplace.finance.scenarios.draws import Outcome
    from wholeplace.finance.scenarios.gap import Pence, Projection
    from wholeplace.finance.scenarios.model import Driver, Scenario
    from wholeplace.finance.scenarios.protection import Required

FORMAT = "wholeplace-scenario/1"
MOST_PENCE = 10**24  # what Decimals of 28 digits show to the penny, with room to spare


@dataclass(frozen=True)
class Result:
    """A scenario with all that was worked out of it."""

    scenario: Scenario
    central: Projection
    required: Required
    drawn: Outcome


def work_out(
    scenario: Scenario, *, number: int | None = None, seed: int | None = None, progress: Progress = silent
) -> Result:
    """Work a scenario out: a second for a council, more for a long list of them.

    `number` and `seed` of the draws are the scenario's own where they are not given.

    Raises:
        ScenarioError: its rates lead to amounts too large to be worked out to the penny.
    """
    try:
        central = project(scenario)
        found = Result(
            scenario, central, required(scenario, central),
            draw(scenario, number=number, seed=seed, progress=progress),
        )  # fmt: skip
        told = (p for years in (central.need, central.income, *found.drawn.gap, *found.drawn.left) for p in years)
        beyond = max(map(abs, told)) > MOST_PENCE
    except (InvalidOperation, OverflowError):
        beyond = True
    if beyond:
        problem = f"its amounts grow beyond what can be worked out to the penny within {scenario.years} years"
        raise ScenarioError(scenario.title, "", problem, "Lower the rates, or look fewer years ahead.")
    return found


def as_json(result: Result) -> dict[str, Any]:
    """Plain types with stable keys; money in pounds, exact to the penny in the central case."""
    scenario, central, drawn = result.scenario, result.central, result.drawn
    return {
        "format": FORMAT,
        "title": scenario.title,
        "place": scenario.place,
        "name": scenario.name,
        "invented": scenario.invented,
        "base_year": str(scenario.base),
        "periods": list(scenario.periods),
        "prices": scenario.price_words,
        "councils": len(scenario.councils),
        "central": {
            "services": {row.id: {"title": row.title, "pounds": _pounds(row.pence)} for row in central.services},
            "streams": {row.id: {"title": row.title, "pounds": _pounds(row.pence)} for row in central.streams},
            "need": _pounds(central.need),
            "income": _pounds(central.income),
            "gap": _pounds(central.gap),
            "reserves_used": _pounds(central.used),
            "left": _pounds(central.left),
            "reserves": _pounds(central.reserves),
            "short": _pounds(central.short),
            "reserves_run_out": central.run_out or None,
        },
        "required": _required(result.required),
        "draws": {
            "number": drawn.number,
            "seed": drawn.seed,
            "quantiles": list(QUANTILES),
            "gap": [_pounds(year) for year in drawn.gap],
            "left": [_pounds(year) for year in drawn.left],
            "chance_of_a_gap": list(drawn.any_gap),
            "chance_reserves_do_not_cover": list(drawn.uncovered),
            "chance_reserves_run_out_in": list(drawn.run_out),
            "councils_not_covered": [list(year) for year in drawn.many],
        },
        "drivers": {driver.id: _driver(driver) for driver in scenario.drivers.values()},
        "sources": list(scenario.sources),
        "releases": list(scenario.releases),
        "notes": list(scenario.notes),
    }  # fmt: skip


def _required(found: Required) -> dict[str, Any]:
    return {
        "cut": float(found.cut),
        "efficiency_that_closes_the_gap": _rate(found.overall),
        "residual_cut": _rate(found.residual),
        "levels": [
            {
                "name": level.name, "theta": float(level.theta), "funded": level.funded / 100,
                "needed": level.needed / 100, "gap": level.gap / 100, "efficiency": _rate(level.efficiency),
                "residual_cut": _rate(level.residual),
            }
            for level in found.levels
        ],
    }  # fmt: skip


def _driver(driver: Driver) -> dict[str, Any]:
    values = parameters(driver.distribution)
    plain = {k: [float(each) for each in v] if isinstance(v, tuple) else float(v) for k, v in values.items()}
    return {
        "title": driver.title, "distribution": driver.distribution.kind, **plain, "common": float(driver.common),
        "each": driver.each, "why": driver.why,
    }  # fmt: skip


def _rate(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _pounds(pence: Pence) -> list[float]:
    return [p / 100 for p in pence]
