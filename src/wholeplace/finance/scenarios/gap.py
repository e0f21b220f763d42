"""The central case, to the penny: every driver at its central value, each line in whole pence, rows that tie.

In every year need is the sum of the services, income the sum of the streams, and the gap exactly the one less the
other. A group's rows are the sums of its councils', each rounded for itself. The base year is closed: what was missing
in it was met from reserves, and what was over went into them.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wholeplace.finance.scenarios.model import Council, Scenario, Service, Stream

DIGITS = 34
Pence = tuple[int, ...]  # one amount a year, the base year first


@dataclass(frozen=True)
class Row:
    """A service's or stream's amounts in pence, a year each."""

    id: str
    title: str
    pence: Pence


@dataclass(frozen=True)
class Projection:
    """Need, income and what is missing, in pence by year; `reserves` are those at the end of each year.

    `short` adds up what is left uncovered in councils that have a gap: a surplus in one does not pay for another.
    """

    periods: tuple[str, ...]
    services: tuple[Row, ...]
    streams: tuple[Row, ...]
    used: Pence
    reserves: Pence
    short: Pence
    run_out: str = ""

    @property
    def need(self) -> Pence:
        """What services cost."""
        return _sums(row.pence for row in self.services)

    @property
    def income(self) -> Pence:
        """What comes in, without reserves."""
        return _sums(row.pence for row in self.streams)

    @property
    def gap(self) -> Pence:
        """Need less income, before reserves."""
        return tuple(n - i for n, i in zip(self.need, self.income, strict=True))

    @property
    def left(self) -> Pence:
        """What is missing after reserves."""
        return tuple(g - u for g, u in zip(self.gap, self.used, strict=True))


def project(scenario: Scenario) -> Projection:
    """The central case of a scenario, its councils added up; in its price base."""
    parts = project_each(scenario)
    return parts[0] if len(parts) == 1 else added(scenario, parts)


def project_each(scenario: Scenario) -> list[Projection]:
    """The central case of each council by itself, in the order of the scenario."""
    factors = line_factors(scenario)
    amounts = fixed_amounts(scenario)
    prices = price_factors(scenario)
    return [_council(scenario, c, factors, a, prices) for c, a in zip(scenario.councils, amounts, strict=True)]


def added(scenario: Scenario, parts: Sequence[Projection]) -> Projection:
    """Some projections over the same years added up; reserves run out when the last council's have."""
    services = [_added_rows([part.services[n] for part in parts]) for n in range(len(scenario.services))]
    streams = [_added_rows([part.streams[n] for part in parts]) for n in range(len(scenario.streams))]
    outs = [part.run_out for part in parts]
    return Projection(
        scenario.periods, tuple(services), tuple(streams), _sums(p.used for p in parts),
        _sums(p.reserves for p in parts), _sums(p.short for p in parts), max(outs) if all(outs) else "",
    )  # fmt: skip


def growth(scenario: Scenario, driver: str, *, less: bool = False) -> tuple[Decimal, ...]:
    """A driver's central factor from the base year to each year: 1, (1 + r), …; (1 - r) where it takes away."""
    found, factor = [Decimal(1)], Decimal(1)
    if not driver:
        return (Decimal(1),) * (scenario.years + 1)
    distribution = scenario.drivers[driver].distribution
    with localcontext() as context:
        context.prec = DIGITS
        for year in range(1, scenario.years + 1):
            rate = distribution.central_in(year)
            factor *= 1 - rate if less else 1 + rate
            found.append(factor)
    return tuple(found)


def service_factors(scenario: Scenario, service: Service, *, efficient: bool = True) -> tuple[Decimal, ...]:
    """What a service's cost is multiplied by in each year; without its efficiency where that is not wanted."""
    parts = [growth(scenario, service.cost), growth(scenario, service.demand)]
    if efficient:
        parts.append(growth(scenario, service.efficiency, less=True))
    return _multiplied(parts)


def stream_factors(scenario: Scenario, stream: Stream) -> tuple[Decimal, ...]:
    """What a stream is multiplied by in each year."""
    return _multiplied([growth(scenario, name) for name in stream.growth] or [growth(scenario, "")])


def line_factors(scenario: Scenario) -> dict[str, tuple[Decimal, ...]]:
    """Every line's factors by its id."""
    found = {s.id: service_factors(scenario, s) for s in scenario.services}
    return found | {s.id: stream_factors(scenario, s) for s in scenario.streams}


def price_factors(scenario: Scenario) -> tuple[Decimal, ...]:
    """What cash is divided by in each year: the deflator's factor, or 1."""
    return growth(scenario, scenario.deflator)


def times(pence: int, factor: Decimal) -> int:
    """Whole pence, rounded half to even."""
    with localcontext() as context:
        context.prec = DIGITS
        return int((pence * factor).quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


def fixed_amounts(scenario: Scenario) -> list[int]:
    """What each council takes from reserves a year under a fixed policy, in pence: shared out by what it has."""
    total = scenario.reserves.amount
    have = [c.available for c in scenario.councils]
    if not sum(have):
        return [0] * len(have)
    shares = [total * h // sum(have) for h in have]
    largest = have.index(max(have))
    shares[largest] += total - sum(shares)
    return shares


def _council(
    scenario: Scenario, council: Council, factors: Mapping[str, tuple[Decimal, ...]], amount: int,
    prices: tuple[Decimal, ...],
) -> Projection:  # fmt: skip
    cash = {i: [times(council.amounts.get(i, 0), f) for f in fs] for i, fs in factors.items()}
    need = [sum(cash[s.id][t] for s in scenario.services) for t in range(scenario.years + 1)]
    income = [sum(cash[s.id][t] for s in scenario.streams) for t in range(scenario.years + 1)]
    used, held, out = _reserves(scenario, council, [n - i for n, i in zip(need, income, strict=True)], amount)

    def shown(pence: Sequence[int]) -> Pence:
        return tuple(times(p, 1 / d) if d != 1 else p for p, d in zip(pence, prices, strict=True))

    services = tuple(Row(s.id, s.title, shown(cash[s.id])) for s in scenario.services)
    streams = tuple(Row(s.id, s.title, shown(cash[s.id])) for s in scenario.streams)
    taken = shown(used)
    totals = zip(_sums(r.pence for r in services), _sums(r.pence for r in streams), taken, strict=True)
    short = tuple(max(0, n - i - u) for n, i, u in totals)
    return Projection(scenario.periods, services, streams, taken, shown(held), short, out)


def _reserves(
    scenario: Scenario, council: Council, gaps: Sequence[int], amount: int
) -> tuple[list[int], list[int], str]:
    """What is taken from reserves each year, what is there at its end, and the year in which they run out."""
    policy = scenario.reserves
    held, used, levels, out = council.reserves, [gaps[0]], [council.reserves], ""
    for year, gap in enumerate(gaps[1:], start=1):
        there = max(0, held - council.floor)
        most = {"none": 0, "fixed": min(amount, there), "as-needed": there}[policy.policy]
        taken = min(max(gap, 0), most)
        if gap < 0 and policy.add_surplus:
            taken = gap
        if not out and policy.policy != "none" and gap > 0 and there - taken <= 0:
            out = scenario.periods[year]
        held -= taken
        used.append(taken)
        levels.append(held)
    return used, levels, out


def _multiplied(parts: Sequence[tuple[Decimal, ...]]) -> tuple[Decimal, ...]:
    with localcontext() as context:
        context.prec = DIGITS
        found = list(parts[0])
        for part in parts[1:]:
            found = [f * p for f, p in zip(found, part, strict=True)]
    return tuple(found)


def _added_rows(rows: Sequence[Row]) -> Row:
    return Row(rows[0].id, rows[0].title, _sums(row.pence for row in rows))


def _sums(columns: Iterable[Pence]) -> Pence:
    return tuple(sum(each) for each in zip(*columns, strict=True))
