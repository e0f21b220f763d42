"""How far social care is protected, what that leaves to be cut elsewhere, and the efficiency that would close the gap.

With a cut g in grant, a protected service with S(0) in the base year gets

    S(T) = S(0) (1 - theta g)      theta = 1 not protected, phi in part, 0 in full

while it would need P(T) = S(0)(1+d)^T, its cost and demand grown without any efficiency. What it is short of,
P(T)(1-e)^T - S(T), is nought at the efficiency a year

    e* = 1 - (S(T) / P(T)) ^ (1 / T)

Whatever is left of income when protected services and what is fixed have been paid for must do for everything else: the
residual cut is

    1 - (I(T) - protected(T) - fixed(T)) / other(0)

with the reserves used in year T counted as income, and protected(T) either S(T) of a level or all that is needed.
All of it is of the central case in the last year.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from wholeplace.finance.scenarios.gap import (
    DIGITS,
    line_factors,
    price_factors,
    project,
    service_factors,
    stream_factors,
    times,
)
from wholeplace.finance.scenarios.model import FIXED, OPEN, PROTECTED

if TYPE_CHECKING:
    from wholeplace.finance.scenarios.gap import Projection
    from wholeplace.finance.scenarios.model import Scenario, Treatment

LEVELS = ("not protected", "protected in part", "protected in full")


@dataclass(frozen=True)
class Level:
    """One level of protection; money in pence, rates as fractions.

    `efficiency` is e*, a year; None where no efficiency closes the gap, as nothing is left to pay for it. `residual` is
    None where there is nothing else to cut.
    """

    name: str
    theta: Decimal
    funded: int
    needed: int
    gap: int
    efficiency: Decimal | None
    residual: Decimal | None


@dataclass(frozen=True)
class Required:
    """What it would take in the last year: the cut in grant taken, the three levels, and efficiency everywhere.

    `overall` is the efficiency a year that, on top of the scenario's own and in every service but the fixed ones, makes
    need equal income; None where none can. It is negative where there is a surplus. `residual` is the cut left to all
    that is open where protected services get everything they need; below nought, what the rest could grow by.
    """

    cut: Decimal
    grant_cut: bool
    levels: tuple[Level, ...]
    overall: Decimal | None
    residual: Decimal | None


def required(scenario: Scenario, projection: Projection | None = None) -> Required:
    """The three levels of protection, and the efficiency that closes the gap, in the last year."""
    last = projection or project(scenario)
    cut = grant_cut(scenario) if scenario.protection.cut is None else scenario.protection.cut
    thetas = (Decimal(1), scenario.protection.partial, Decimal(0))
    levels = tuple(_level(scenario, last, name, theta, cut) for name, theta in zip(LEVELS, thetas, strict=True))
    residual = residual_cut(scenario, last, sum(_of(scenario, last, PROTECTED)))
    return Required(cut, scenario.protection.cut is None, levels, overall_efficiency(scenario, last), residual)


def residual_cut(scenario: Scenario, projection: Projection, protected: int) -> Decimal | None:
    """What everything open to cuts loses of its base year's amount by the last year, where `protected` is spent first.

    None where nothing is open; money in pence.
    """
    others = sum(c.amounts.get(s.id, 0) for c in scenario.councils for s in scenario.services if s.treatment == OPEN)
    fixed = sum(_of(scenario, projection, FIXED))
    rest = projection.income[-1] + projection.used[-1] - protected - fixed
    return 1 - Decimal(rest) / Decimal(others) if others > 0 else None


def grant_cut(scenario: Scenario) -> Decimal:
    """The share of all grant that goes by the last year, in the scenario's prices; 0 where it does not fall."""
    grants = [s for s in scenario.streams if s.grant]
    before = sum(c.amounts.get(s.id, 0) for c in scenario.councils for s in grants)
    if before <= 0:
        return Decimal(0)
    after = Decimal(0)
    with localcontext() as context:
        context.prec = DIGITS
        for stream in grants:
            base = sum(c.amounts.get(stream.id, 0) for c in scenario.councils)
            after += base * stream_factors(scenario, stream)[-1] / price_factors(scenario)[-1]
        return max(Decimal(0), 1 - after / before)


def overall_efficiency(scenario: Scenario, projection: Projection | None = None) -> Decimal | None:
    """The efficiency a year, on top of the scenario's, at which need equals income and reserves in the last year."""
    last = projection or project(scenario)
    fixed = sum(_of(scenario, last, FIXED))
    movable = sum(_of(scenario, last, OPEN)) + sum(_of(scenario, last, PROTECTED))
    left = last.income[-1] + last.used[-1] - fixed
    return _efficiency(left, movable, scenario.years)


def gap_at(scenario: Scenario, efficiency: Decimal) -> int:
    """What is missing after reserves in the last year, in pence, with an efficiency a year on top of the scenario's.

    Worked out line by line and council by council, as the projection is, so that it can check `overall_efficiency`.
    The reserves used are those of the scenario without it.
    """
    last = project(scenario)
    with localcontext() as context:
        context.prec = DIGITS
        extra = (1 - efficiency) ** scenario.years
        price = price_factors(scenario)[-1]
        factors = line_factors(scenario)
    need = 0
    for service in scenario.services:
        for council in scenario.councils:
            pence = times(council.amounts.get(service.id, 0), factors[service.id][-1])
            pence = times(pence, 1 / price) if price != 1 else pence
            need += pence if service.treatment == FIXED else times(pence, extra)
    return need - last.income[-1] - last.used[-1]


def _level(scenario: Scenario, last: Projection, name: str, theta: Decimal, cut: Decimal) -> Level:
    protected = [s for s in scenario.services if s.treatment == PROTECTED]
    base = sum(c.amounts.get(s.id, 0) for c in scenario.councils for s in protected)
    funded = times(base, 1 - theta * cut)
    price = price_factors(scenario)[-1]
    pressed = 0
    for service in protected:
        before = sum(c.amounts.get(service.id, 0) for c in scenario.councils)
        pressed += times(before, service_factors(scenario, service, efficient=False)[-1] / price)
    needed = sum(_of(scenario, last, PROTECTED))
    residual = residual_cut(scenario, last, funded)
    return Level(name, theta, funded, needed, needed - funded, _efficiency(funded, pressed, scenario.years), residual)


def _of(scenario: Scenario, projection: Projection, treatment: Treatment) -> list[int]:
    """Amounts in the last year of the services treated in one way."""
    rows = zip(scenario.services, projection.services, strict=True)
    return [row.pence[-1] for service, row in rows if service.treatment == treatment]


def _efficiency(have: int, need: int, years: int) -> Decimal | None:
    """The efficiency e with need (1 - e)^years = have; None where there is none."""
    if have <= 0 or need <= 0:
        return None
    with localcontext() as context:
        context.prec = DIGITS
        return 1 - (Decimal(have) / Decimal(need)) ** (Decimal(1) / years)
