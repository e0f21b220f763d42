"""Invented scenarios for tests: small enough to work out by hand, or drawn by Hypothesis."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from wholeplace.core.periods import Period
from wholeplace.finance.scenarios.distributions import Fixed, Normal, Pert, Triangular, Uniform
from wholeplace.finance.scenarios.model import (
    FIXED,
    OPEN,
    PROTECTED,
    Council,
    Draws,
    Driver,
    Protection,
    ReservesPolicy,
    Scenario,
    Service,
    Stream,
)

D = Decimal


def driver(name: str, distribution, common: str = "1", each: str = "horizon") -> Driver:
    return Driver(name, name.replace("_", " ").capitalize(), distribution, D(common), each)


def plain(*, cost: str = "0.05", income: str = "0.02", years: int = 3, reserves: int = 1_000_00, floor: int = 200_00,
          **more) -> Scenario:  # fmt: skip
    """£600 of social care, £300 of roads and £100 of debt, paid for by £700 of tax and £300 of grant."""
    drivers = {
        "care": driver("care", Fixed(D(cost))), "prices": driver("prices", Fixed(D("0.02"))),
        "tax": driver("tax", Fixed(D(income))), "grant": driver("grant", Fixed(D("-0.1"))),
    }  # fmt: skip
    amounts = {"care": 600_00, "roads": 300_00, "debt": 100_00, "tax": 700_00, "grant": 300_00}
    council = Council("XYZ", "Harrowmere", amounts, reserves, floor)
    services = (
        Service("care", "Care", "care", treatment=PROTECTED), Service("roads", "Roads", "prices", treatment=OPEN),
        Service("debt", "Debt", treatment=FIXED),
    )  # fmt: skip
    streams = (Stream("tax", "Tax", ("tax",)), Stream("grant", "Grant", ("grant",), grant=True))
    made = Scenario(
        "Plain",
        "XYZ",
        "Harrowmere",
        Period.financial(2020),
        years,
        services,
        streams,
        drivers,
        (council,),
        invented=True,
    )
    return replace(made, **more)


def uncertain(councils: int = 1, **more) -> Scenario:
    """The same with rates that are drawn, one of every kind, for one council or several."""
    drivers = {
        "care": driver("care", Pert(D("0.02"), D("0.04"), D("0.08")), "0.5"),
        "prices": driver("prices", Triangular(D("0"), D("0.02"), D("0.05")), "1", "year"),
        "tax": driver("tax", Normal(D("0.02"), D("0.01")), "0.3", "year"),
        "grant": driver("grant", Uniform(D("-0.1"), D("0"))),
    }
    base = plain(years=4)
    amounts = base.councils[0].amounts
    several = tuple(
        Council(f"C{n}", f"Council {n}", {k: v * (n + 1) for k, v in amounts.items()}, 100_00 * n, 50_00)
        for n in range(councils)
    )
    return replace(base, drivers=drivers, councils=several, draws=Draws(400, 7), **more)


RATES = st.decimals("-0.1", "0.1", places=4)
AMOUNTS = st.integers(-(10**10), 10**12)
POSITIVE = st.integers(10**6, 10**12)


@st.composite
def scenarios(draw, amounts=AMOUNTS) -> Scenario:
    """Any deterministic scenario of one to three councils."""
    drivers = {name: driver(name, Fixed(draw(RATES))) for name in ("care", "prices", "tax", "grant", "saving")}
    services = (
        Service("care", "Care", "care", "prices", "saving", PROTECTED),
        Service("roads", "Roads", "prices", treatment=OPEN), Service("debt", "Debt", treatment=FIXED),
    )  # fmt: skip
    streams = (Stream("tax", "Tax", ("tax", "prices")), Stream("grant", "Grant", ("grant",), grant=True))
    lines = ("care", "roads", "debt", "tax", "grant")
    councils = tuple(
        Council(f"C{n}", f"Council {n}", {line: draw(amounts) for line in lines}, draw(AMOUNTS), draw(AMOUNTS))
        for n in range(draw(st.integers(1, 3)))
    )
    policy = draw(st.sampled_from(["none", "as-needed", "fixed"]))
    reserves = ReservesPolicy(policy, draw(st.integers(1, 10**11)) if policy == "fixed" else 0, draw(st.booleans()))
    protection = Protection(draw(st.decimals("0", "1", places=2)), draw(st.none() | st.decimals("0", "0.9", places=3)))
    return Scenario(
        "Any", "XYZ", "Harrowmere", Period.financial(2020), draw(st.integers(1, 12)), services, streams, drivers,
        councils, reserves, protection, deflator=draw(st.sampled_from(["", "prices"])),
    )  # fmt: skip
