"""What a fan chart shows: one amount over years to come, its central case over the range of many draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from wholeplace.papers.cells import Cell, Column
from wholeplace.papers.kinds import right

if TYPE_CHECKING:
    from decimal import Decimal

    from wholeplace.evidence.figure import Figure
    from wholeplace.papers.kinds import Behind

SHARES = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)
MIDDLE = SHARES.index(0.50)


@dataclass(frozen=True)
class FanYear:
    """One year: its central value, and the values that `SHARES` of the draws stay below, lowest first; in one unit."""

    period: str
    central: Decimal | float
    values: tuple[Decimal | float, ...]


@dataclass(frozen=True)
class FanMark:
    """A level to hold the fan against, such as what reserves there are."""

    label: str
    value: Decimal | float


@dataclass(frozen=True)
class Fan:
    """The central case as a line, which `label` names, over nested bands of draws: the middle 5, 8 and 9 in 10.

    What it shows is worked out, not published: its values are no figures, and none has a page of its own.
    """

    kind: ClassVar[str] = "fan"
    label: str
    unit: str
    years: tuple[FanYear, ...]
    mark: FanMark | None = None
    decimals: int = 1

    @property
    def figures(self) -> tuple[Figure, ...]:
        """None: what may come was never published."""
        return ()

    @property
    def drawable(self) -> bool:
        """Whether there are years to draw a line through."""
        return len(self.years) > 1

    def behind(self) -> Behind:
        """A row a year: the central case, then what a share of the draws stays below."""
        rows = []
        for year in self.years:
            own = Cell.number(year.central, self.unit, self.decimals, emphasis=True)
            rows.append(
                (Cell(year.period), own, *(Cell.number(value, self.unit, self.decimals) for value in year.values))
            )
        shares = ("Median" if share == SHARES[MIDDLE] else f"{share:.0%} below" for share in SHARES)
        return (Column("Period", width=1.1), *right(self.label, *shares)), tuple(rows)
