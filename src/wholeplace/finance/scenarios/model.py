"""A scenario as data: who, from which year, what each service costs, what comes in, and what moves either.

    need(s, t)   = need(s, 0) x product over years of (1 + cost) (1 + demand) (1 - efficiency)
    income(i, t) = income(i, 0) x product over years and drivers of (1 + rate)
    gap(t)       = need(t) - income(t)

Money is whole pence of the base year's accounts. A driver is a rate a year with a name; services and streams that name
the same driver move together. Councils of a group have amounts of their own and share the drivers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wholeplace.core.periods import Period
    from wholeplace.finance.scenarios.distributions import Distribution

Treatment = Literal["protected", "open", "fixed"]
Each = Literal["horizon", "year"]
Policy = Literal["none", "fixed", "as-needed"]
Prices = Literal["cash", "real"]

PROTECTED: Treatment = "protected"
OPEN: Treatment = "open"
FIXED: Treatment = "fixed"
TREATMENTS: Mapping[Treatment, str] = {
    PROTECTED: "social care or another service that may be protected",
    OPEN: "open to cuts",
    FIXED: "neither cut nor protected: debt, or paid for by grants tied to it",
}
POLICIES: Mapping[Policy, str] = {
    "none": "Reserves are not used.",
    "fixed": "Reserves pay a fixed amount a year towards the gap, down to the floor.",
    "as-needed": "Reserves pay the whole gap, down to the floor.",
}
LONGEST = 30  # years
MOST_DRAWS = 100_000


@dataclass(frozen=True)
class Driver:
    """A rate a year: what it may be, and how it is drawn.

    `common` is the share of its variance (of its normal scores) that is the same for every council: 1 for a national
    rate. `each` says whether it is drawn once and holds for the `horizon`, or anew each `year`.
    """

    id: str
    title: str
    distribution: Distribution
    common: Decimal = Decimal(1)
    each: Each = "horizon"
    why: str = ""


@dataclass(frozen=True)
class Line:
    """A line of the accounts."""

    id: str
    title: str


@dataclass(frozen=True)
class Service(Line):
    """A line of need. `cost`, `demand` and `efficiency` name drivers, or are empty where nothing moves it."""

    cost: str = ""
    demand: str = ""
    efficiency: str = ""
    treatment: Treatment = OPEN


@dataclass(frozen=True)
class Stream(Line):
    """A line of income that the drivers named in `growth` move together; `grant` says that government pays it."""

    growth: tuple[str, ...] = ()
    grant: bool = False


@dataclass(frozen=True)
class Council:
    """A council's amounts in the base year, in pence by the id of the line; its reserves at the end of that year."""

    id: str
    name: str
    amounts: Mapping[str, int] = field(hash=False)
    reserves: int = 0
    floor: int = 0

    @property
    def available(self) -> int:
        """Reserves above the floor, in pence; 0 where they are below it already."""
        return max(0, self.reserves - self.floor)


@dataclass(frozen=True)
class ReservesPolicy:
    """How reserves are used.

    `amount` is pence a year for `fixed`, shared out by what each council has above its floor.
    """

    policy: Policy = "as-needed"
    amount: int = 0
    add_surplus: bool = False


@dataclass(frozen=True)
class Protection:
    """How far protected services share in a cut: `partial` is phi of the middle level.

    `cut` is g, the share of grant that goes by the last year; worked out from the grant streams where it is None.
    """

    partial: Decimal = Decimal("0.5")
    cut: Decimal | None = None


@dataclass(frozen=True)
class Draws:
    """How many times the scenario is drawn, and the seed that makes the draws the same again."""

    number: int = 2_000
    seed: int = 1


@dataclass(frozen=True)
class Scenario:
    """Everything a projection needs. `place` is a place id, a group's key, or any other words."""

    title: str
    place: str
    name: str
    base: Period
    years: int
    services: tuple[Service, ...]
    streams: tuple[Stream, ...]
    drivers: Mapping[str, Driver] = field(hash=False)
    councils: tuple[Council, ...]
    reserves: ReservesPolicy = field(default_factory=ReservesPolicy)
    protection: Protection = field(default_factory=Protection)
    draws: Draws = field(default_factory=Draws)
    deflator: str = ""
    invented: bool = False
    sources: tuple[str, ...] = ()
    releases: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def prices(self) -> Prices:
        """Cash, or the base year's prices where a deflator is named."""
        return "real" if self.deflator else "cash"

    @property
    def periods(self) -> tuple[str, ...]:
        """The base year and the years after it."""
        return tuple(str(self.base.shift(t)) for t in range(self.years + 1))

    @property
    def lines(self) -> tuple[Line, ...]:
        """Services, then streams."""
        return (*self.services, *self.streams)

    @property
    def price_words(self) -> str:
        """What the amounts are in, for headings: `cash`, `2016-17 prices`."""
        return f"{self.base} prices" if self.deflator else "cash"

    @property
    def several(self) -> bool:
        """Whether it is of more than one council."""
        return len(self.councils) > 1

    @property
    def listed(self) -> bool:
        """Whether its councils are other than the place it is about."""
        return self.several or (self.councils[0].id, self.councils[0].name) != (self.place, self.name)
