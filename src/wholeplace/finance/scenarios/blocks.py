"""A scenario's result as the blocks of a paper or page: key figures, the fan, and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wholeplace.core.money import pounds
from wholeplace.evidence.figure import ESTIMATED, NOT_COMPARABLE, POUNDS, RATIO, Figure
from wholeplace.finance.scenarios.draws import QUANTILES
from wholeplace.finance.scenarios.model import FIXED, OPEN, PROTECTED
from wholeplace.finance.scenarios.words import (
    chance,
    distribution_words,
    driver_rows,
    efficiency_words,
    money,
    percent,
    spoken,
)
from wholeplace.papers.cells import NOTHING, Cell, Column, Source, Table
from wholeplace.papers.charts import Chart
from wholeplace.papers.kinds_fan import Fan, FanMark, FanYear
from wholeplace.papers.model import KeyFigure, KeyFigures

if TYPE_CHECKING:
    from decimal import Decimal

    from wholeplace.finance.scenarios.model import Scenario, Treatment
    from wholeplace.finance.scenarios.outcome import Result

LOW, MEDIAN, HIGH = QUANTILES.index(0.05), QUANTILES.index(0.50), QUANTILES.index(0.95)
OWN = Source("Amounts given in the scenario, which names no publication")
_MODELLED = "worked out by a scenario; not a published figure"
_TREATED: dict[Treatment, str] = {PROTECTED: "protected", OPEN: "open to cuts", FIXED: "fixed"}


def figure_of(scenario: Scenario, measure: str, title: str, value: Decimal | None, year: int, unit: str = POUNDS,
              decimals: int = 1) -> Figure:  # fmt: skip
    """A figure that a scenario gives: marked as estimated, with the releases its accounts were read from."""
    base = str(scenario.base) if scenario.deflator else ""
    return Figure(
        f"scenario-{measure}", scenario.place, scenario.name, "", scenario.periods[year], value, unit,
        ESTIMATED if value is not None else NOT_COMPARABLE, scenario.releases, _MODELLED, base, None, decimals, title,
    )  # fmt: skip


def sources_of(scenario: Scenario) -> tuple[Source, ...]:
    """The publications its accounts were read from; where it names none, that its amounts are its own."""
    if not scenario.sources:
        return (OWN,)
    releases = (*scenario.releases, *[""] * len(scenario.sources))
    return tuple(Source(text, release) for text, release in zip(scenario.sources, releases, strict=False))


def key_figures(result: Result) -> KeyFigures:
    """The gap in the last year, what reserves there are, and what would close it."""
    scenario, central, drawn, found = result.scenario, result.central, result.drawn, result.required
    last, gap = scenario.periods[-1], central.gap[-1]
    low, high = spoken(drawn.gap[-1][LOW]), spoken(drawn.gap[-1][HIGH])
    held = sum(c.available for c in scenario.councils)
    if scenario.several:
        context = (
            f"in {drawn.many[-1][MEDIAN]} of {len(scenario.councils)} councils they don’t cover the gaps to {last}"
        )
    else:
        context = f"{chance(drawn.uncovered[-1])} chance that they don’t cover the gaps to {last}"
    items = [
        KeyFigure(
            f"{'Surplus' if gap < 0 else 'Gap'} in {last}, before reserves",
            figure_of(scenario, "gap", "Funding gap", pounds(abs(gap)), -1),
            f"9 in 10 draws: {low} to {high}",
            "watch" if gap > 0 else "plain",
        ),
        KeyFigure(
            f"Reserves above the floor, {scenario.base}",
            figure_of(scenario, "reserves", "Reserves above the floor", pounds(held), 0),
            context,
        ),
        KeyFigure(
            "Efficiency a year that closes it",
            figure_of(scenario, "efficiency", "Efficiency that closes the gap", found.overall, -1, RATIO, 2),
            "every year, in all that is not fixed" if found.overall is not None else efficiency_words(result),
        ),
    ]
    if found.residual is not None:
        cut = found.residual >= 0
        items.append(
            KeyFigure(
                "Left to cut elsewhere" if cut else "Room elsewhere",
                figure_of(scenario, "residual", "Residual cut", abs(found.residual), -1, RATIO, 0),
                f"of what is open to cuts in {scenario.base}, if social care gets all it needs in {last}",
            )
        )
    return KeyFigures(tuple(items), sources_of(scenario))


def fan_chart(result: Result) -> Chart:
    """The gap each year: the central case over the range of the draws, held against reserves."""
    scenario, central, drawn = result.scenario, result.central, result.drawn
    years = tuple(
        FanYear(period, pounds(gap), tuple(pounds(p) for p in values))
        for period, gap, values in zip(scenario.periods, central.gap, drawn.gap, strict=True)
    )
    held = sum(c.available for c in scenario.councils)
    most = max(abs(p) for values in drawn.gap for p in values)
    mark = FanMark("Reserves above the floor", pounds(held)) if 0 < held <= 2 * most else None
    last, ends = scenario.periods[-1], drawn.gap[-1]
    alt = (
        f"The central gap goes from {spoken(central.gap[0])} in {scenario.base} to {spoken(central.gap[-1])} in "
        f"{last}. Then the middle half of the draws lies between {spoken(ends[2])} and {spoken(ends[4])}, and 9 in 10 "
        f"between {spoken(ends[LOW])} and {spoken(ends[HIGH])}."
    )
    note = "Before reserves. Below nought is a surplus."
    if held and mark is None:
        note += f" Reserves above the floor, {money(held)}, are beyond the scale."
    return Chart(
        f"Gap between need and income, {scenario.price_words}", Fan("Central case", POUNDS, years, mark), alt,
        sources_of(scenario), note=note,
    )  # fmt: skip


def year_table(result: Result) -> Table:
    """A row a year: need, income, the gap, reserves, and the range of the gap."""
    scenario, central, drawn = result.scenario, result.central, result.drawn
    missing = ("Short", central.short) if scenario.several else ("Left", central.left)
    titles = ["Need", "Income", "Gap", "From reserves", missing[0], "Reserves"]
    columns = [central.need, central.income, central.gap, central.used, missing[1], central.reserves]
    rows = []
    for year, period in enumerate(scenario.periods):
        cells = [Cell.number(pounds(column[year]), POUNDS, emphasis=n == 2) for n, column in enumerate(columns)]
        bounds = [Cell.number(pounds(drawn.gap[year][n]), POUNDS) if year else NOTHING for n in (LOW, HIGH)]
        uncovered = Cell(chance(drawn.uncovered[year]), value=drawn.uncovered[year]) if year else NOTHING
        rows.append((Cell(period), *cells, *bounds, uncovered))
    notes = [
        "Gap is need less income, exactly. In the base year it was met from reserves, or a surplus went into them.",
        "The last three columns are of the draws: 1 in 20 gaps is lower and 1 in 20 higher; Uncovered is the chance "  # noqa: ISC004
        "that reserves above the floor don’t cover the gaps up to that year.",
    ]
    if scenario.several:
        notes.append(
            "Short adds up what is left in councils that have a gap: a surplus in one does not pay for another."
        )
    heads = (*titles, "Gap, low", "Gap, high", "Uncovered")
    return Table(
        f"Need, income and the gap, {scenario.price_words}",
        (Column("Year", width=1.1), *(Column(t, "right", 1) for t in heads)), tuple(rows),
        sources_of(scenario), notes=tuple(notes),
    )  # fmt: skip


def lines_table(result: Result) -> Table:
    """Every service and stream: the base year, the last, and what moves it."""
    scenario, central = result.scenario, result.central
    rows = []
    for service, row in zip(scenario.services, central.services, strict=True):
        moved = _moved(scenario, (service.cost, service.demand), (service.efficiency,))
        rows.append((Cell(service.title), *_ends(row.pence), Cell(moved), Cell(_TREATED[service.treatment])))
    rows.append((Cell("Need", emphasis=True), *_ends(central.need, emphasis=True), NOTHING, NOTHING))
    for stream, row in zip(scenario.streams, central.streams, strict=True):
        moved = _moved(scenario, stream.growth, ())
        rows.append((Cell(stream.title), *_ends(row.pence), Cell(moved), Cell("grant" if stream.grant else "")))
    rows.append((Cell("Income", emphasis=True), *_ends(central.income, emphasis=True), NOTHING, NOTHING))
    rows.append((Cell("Gap", emphasis=True), *_ends(central.gap, emphasis=True), NOTHING, NOTHING))
    columns = (
        Column("Line", width=3), Column(str(scenario.base), "right", 1.1), Column(scenario.periods[-1], "right", 1.1),
        Column("Moved a year by", width=3), Column("Treated as", width=1.4),
    )  # fmt: skip
    return Table(
        f"Services and income, central case, {scenario.price_words}", columns, tuple(rows), sources_of(scenario)
    )


def _ends(pence: tuple[int, ...], *, emphasis: bool = False) -> tuple[Cell, Cell]:
    first, last = (Cell.number(pounds(p), POUNDS, emphasis=emphasis) for p in (pence[0], pence[-1]))
    return first, last


def _moved(scenario: Scenario, up: tuple[str, ...], down: tuple[str, ...]) -> str:
    """The central rates that move a line: `3.0% and 1.5%, less 1.0%`; held where none does."""
    rates = [scenario.drivers[name].distribution.central for name in up if name]
    less = [scenario.drivers[name].distribution.central for name in down if name]
    told = " and ".join(percent(r) for r in rates if r)
    taken = " and ".join(percent(r) for r in less if r)
    return ", less ".join(filter(None, (told or "held", taken)))


def _elsewhere(residual: Decimal | None) -> Cell:
    """What is left for everything open to cuts: a cut, or room to grow, of its base year's amount."""
    if residual is None:
        return Cell("nothing is open")
    size = percent(abs(residual), 0)
    words = f"cut by {size}" if residual > 0 else f"room to grow by {size}"
    return Cell(words, value=residual, unit=RATIO, decimals=0)


def protection_table(result: Result) -> Table:
    """The three levels of protection in the last year."""
    scenario, found = result.scenario, result.required
    last = scenario.periods[-1]
    rows = []
    for level in found.levels:
        e = Cell.number(level.efficiency, RATIO, 2) if level.efficiency is not None else Cell("none can")
        rows.append(
            (
                Cell(level.name.capitalize()), Cell.number(pounds(level.funded), POUNDS),
                Cell.number(pounds(level.needed), POUNDS), Cell.number(pounds(level.gap), POUNDS), e,
                _elsewhere(level.residual),
            )
        )  # fmt: skip
    heads = ("Budget", "Need", "Short", "Efficiency a year that closes it", "Everything else")
    cut = f"With funding {percent(found.cut)} lower by {last}"
    basis = " (what the grants lose in the central case)" if found.grant_cut else " (assumed)"
    share = percent(scenario.protection.partial, 0)
    told = (
        f"{cut}{basis}. Without protection social care loses all of that share of its budget, in part {share} of it, "
        "in full nothing; it gains in none, while need and income grow with prices. Everything else is what is open to "
        "cuts, against what it cost in the base year."
    )
    return Table(
        f"Social care at three levels of protection, {last}",
        (Column("Social care is", width=2), *(Column(t, "right", 1.4) for t in heads)), tuple(rows), notes=(told,),
    )  # fmt: skip


def assumptions_table(scenario: Scenario) -> Table:
    """Every driver with its distribution, how it is drawn, and why it is so."""
    rows = []
    for driver, (title, _, _, common, each) in zip(scenario.drivers.values(), driver_rows(scenario), strict=True):
        rows.append(
            (Cell(title), Cell(distribution_words(driver.distribution)), Cell(common), Cell(each), Cell(driver.why))
        )
    columns = (
        Column("Rate", width=2), Column("Distribution", width=2.4), Column("Common to councils", "right", 1),
        Column("Drawn", width=1.3), Column("Why", width=3),
    )  # fmt: skip
    note = (
        "Lines that name one rate move together; different rates are drawn independently. Common is the share of a "
        "rate’s variance (of its normal scores) that is the same for every council."
    )
    return Table("Rates a year and how they are drawn", columns, tuple(rows), notes=(note,))


def run_out_table(result: Result) -> Table | None:
    """In how many draws reserves run out, year by year; None where no policy uses them."""
    scenario, drawn = result.scenario, result.drawn
    if scenario.reserves.policy == "none":
        return None
    rows, by_then = [], 0.0
    for period, share in zip(scenario.periods[1:], drawn.run_out[1:], strict=True):
        by_then += share
        central = "they run out" if period == result.central.run_out else ""
        rows.append(
            (Cell(period), Cell(chance(share), value=share), Cell(chance(by_then), value=by_then), Cell(central))
        )
    columns = (Column("Year", width=1.1), Column("Run out in it", "right", 1), Column("By then", "right", 1),
               Column("Central case", width=2))  # fmt: skip
    of = "draws and councils" if scenario.several else "draws"
    note = f"The share of {of} in which nothing is left above the floor for the first time while there is a gap."
    return Table("When reserves run out", columns, tuple(rows), notes=(note,))


def councils_table(result: Result) -> Table | None:
    """Each council's chance that its reserves don't cover its gaps, the likeliest first; None for one council."""
    scenario, drawn = result.scenario, result.drawn
    if not scenario.several:
        return None
    every = sorted(
        zip(scenario.councils, drawn.councils, strict=True), key=lambda each: (-each[1].uncovered[-1], each[0].name)
    )
    half = scenario.years // 2
    rows = tuple(
        (
            Cell(council.name), Cell.number(pounds(council.available), POUNDS),
            *(Cell(chance(told.uncovered[t]), value=told.uncovered[t]) for t in (half, -1)),
        )
        for council, told in every
    )  # fmt: skip
    columns = (
        Column("Council", width=3), Column("Reserves above the floor", "right", 1.4),
        Column(f"Uncovered by {scenario.periods[half]}", "right", 1.2),
        Column(f"By {scenario.periods[-1]}", "right", 1.2),
    )  # fmt: skip
    note = "A chance under these assumptions, the same for every council: not a forecast for any of them."
    return Table("How likely reserves don’t cover the gaps", columns, rows, sources_of(scenario), notes=(note,))
