"""A scenario from a TOML file: every key checked, unknown ones refused, every error says where and what to do.

docs/scenarios.md explains the keys; `wholeplace scenario new` writes a whole file. Amounts are pounds, rates fractions
a year (0.02 is 2%).
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import TYPE_CHECKING

from wholeplace.core.errors import PeriodError, ScenarioError
from wholeplace.core.periods import FINANCIAL_YEAR, Period
from wholeplace.finance.scenarios.distributions import FURTHEST, KINDS, Fixed, Normal
from wholeplace.finance.scenarios.model import (
    LONGEST,
    MOST_DRAWS,
    Council,
    Draws,
    Driver,
    Each,
    Policy,
    Prices,
    Protection,
    ReservesPolicy,
    Scenario,
    Service,
    Stream,
    Treatment,
)
from wholeplace.finance.scenarios.taking import Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from wholeplace.finance.scenarios.distributions import Distribution

FORMAT = 1
LOWEST, HIGHEST = "-0.9", "1"  # of a rate: nothing loses more, or more than doubles, in a year
WIDEST = "0.1"  # of a standard deviation
_OWN_COLUMNS = ("reserves", "floor")  # of every council of a group, beside its services and streams


def read_scenario_file(path: Path) -> Scenario:
    """Read a scenario from a file.

    Raises:
        ScenarioError: it can't be read, or something in it is wrong.
    """
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise ScenarioError(str(path), "", f"it can't be read ({error.strerror})", "Check the path.") from None
    except UnicodeDecodeError:
        raise ScenarioError(str(path), "", "it is not UTF-8 text", "Save it as UTF-8.") from None
    return read_scenario(text, path.name)


def read_scenario(text: str, where: str) -> Scenario:
    """Read a scenario from TOML; `where` names it in errors.

    Raises:
        ScenarioError: something in it is wrong; names the file, the key, the value, and what to do.
    """
    try:
        content = tomllib.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:  # numbers or nesting beyond reason
        remedy = "`wholeplace scenario new` writes a file to start from."
        raise ScenarioError(where, "", f"it is not valid TOML ({error})", remedy) from None
    top = Table(where, "", content)
    top.whole("format", FORMAT, FORMAT)
    title, place = top.text("title"), top.text("place")
    name, base, years = top.text("name", place), _base(top), top.whole("years", 1, LONGEST, 10)
    prices, deflator = top.word("prices", Prices, "cash"), top.text("deflator", "")
    invented, sources = top.flag("invented", default=False), top.texts("sources")
    releases, notes = top.texts("releases"), top.texts("notes")
    drivers = read_drivers(top)
    if (prices == "real") != bool(deflator):
        remedy = 'Write both prices = "real" and deflator = "…", or neither.'
        raise top.wrong("deflator", "belongs to real prices, and only to them", remedy, deflator)
    if deflator:
        _known(top, "deflator", deflator, drivers)
    services, amounts = _services(top, drivers)
    streams, more = _streams(top, drivers)
    policy, opening, floor = _reserves(top.table("reserves"))
    lines = [*(s.id for s in services), *(s.id for s in streams)]
    _different(top, lines)
    councils = _councils(top, (place, name), lines, {**amounts, **more}, (opening, floor))
    scenario = Scenario(
        title, place, name, base, years, services, streams, drivers, councils, policy,
        read_protection(top.table("protection")), read_draws(top.table("draws")), deflator, invented, sources,
        releases, notes,
    )  # fmt: skip
    top.end()
    return scenario


def _base(top: Table) -> Period:
    text = top.text("base_year")
    remedy = 'Write it like base_year = "2016-17".'
    try:
        period = Period.parse(text)
    except PeriodError:
        raise top.wrong("base_year", "is not a financial year", remedy, text) from None
    if period.kind != FINANCIAL_YEAR:
        raise top.wrong("base_year", "is not a financial year", remedy, text)
    return period


def read_drivers(top: Table) -> dict[str, Driver]:
    """Every table under [drivers]."""
    return {identifier: _driver(table, identifier) for identifier, table in top.table("drivers").items()}


def _driver(table: Table, identifier: str) -> Driver:
    driver = Driver(
        identifier, table.text("title", identifier), _distribution(table), table.number("common", "0", "1", Decimal(1)),
        table.word("each", Each, "horizon"), table.text("why", ""),
    )  # fmt: skip
    table.end()
    return driver


def _distribution(table: Table) -> Distribution:
    kind = table.word("distribution", KINDS)
    if kind == Fixed.kind:
        return Fixed(table.number("value", LOWEST, HIGHEST), table.numbers("path", LOWEST, HIGHEST))
    if kind == Normal.kind:
        normal = Normal(table.number("mean", LOWEST, HIGHEST), table.number("sd", "0", WIDEST))
        if normal.mean - int(FURTHEST) * normal.sd <= -1:
            remedy = "Make sd smaller: six standard deviations below the mean must be above -1."
            raise table.wrong("sd", "lets more than everything go in a year", remedy, normal.sd)
        return normal
    names = ("low", "high") if kind == "uniform" else ("low", "mode", "high")
    values = [table.number(name, LOWEST, HIGHEST) for name in names]
    for before, after, value, last in zip(names, names[1:], values, values[1:], strict=False):
        if value > last:
            raise table.wrong(before, f"is above {after}", f"Put them in order: {' <= '.join(names)}.", value)
    found: Distribution = KINDS[kind](*values)
    return found


def _known(table: Table, key: str, name: str, drivers: Mapping[str, Driver]) -> str:
    if name and name not in drivers:
        listed = ", ".join(drivers) or "none"
        raise table.wrong(key, "names no driver", f"Add [drivers.{name}] or name one of: {listed}.", name)
    return name


def _services(top: Table, drivers: Mapping[str, Driver]) -> tuple[tuple[Service, ...], dict[str, int]]:
    found, amounts = [], {}
    for table in top.tables("service"):
        identifier = table.text("id")
        cost, demand, efficiency = (
            _known(table, key, table.text(key, ""), drivers) for key in ("cost", "demand", "efficiency")
        )
        title, treatment = table.text("title", identifier), table.word("treatment", Treatment, "open")
        found.append(Service(identifier, title, cost, demand, efficiency, treatment))
        if "amount" in table:
            amounts[identifier] = table.money("amount", signed=True)
        table.end()
    return tuple(found), amounts


def _streams(top: Table, drivers: Mapping[str, Driver]) -> tuple[tuple[Stream, ...], dict[str, int]]:
    found, amounts = [], {}
    for table in top.tables("stream"):
        identifier = table.text("id")
        growth = tuple(_known(table, "growth", name, drivers) for name in table.texts("growth"))
        found.append(Stream(identifier, table.text("title", identifier), growth, table.flag("grant", default=False)))
        if "amount" in table:
            amounts[identifier] = table.money("amount", signed=True)
        table.end()
    return tuple(found), amounts


def _different(top: Table, lines: Sequence[str]) -> None:
    for number, line in enumerate(lines):
        if line in lines[:number]:
            raise top.wrong("id", "stands at two services or streams", "Give each an id of its own.", line)
        if line in _OWN_COLUMNS and "councils" in top:
            remedy = "Give it another id: the columns of councils need that word for their reserves."
            raise top.wrong("id", "can't be used beside [councils]", remedy, line)


def _reserves(table: Table) -> tuple[ReservesPolicy, int, int]:
    policy = table.word("policy", Policy, "as-needed")
    amount = table.money("amount", 0)
    if (policy == "fixed") != (amount > 0):
        remedy = 'Write an amount above 0 with policy = "fixed", and leave it out otherwise.'
        raise table.wrong("amount", "belongs to the fixed policy, and only to it", remedy, amount // 100)
    opening, floor = table.money("opening", 0, signed=True), table.money("floor", 0, signed=True)
    add_surplus = table.flag("add_surplus", default=False)
    table.end()
    return ReservesPolicy(policy, amount, add_surplus), opening, floor


def read_protection(table: Table) -> Protection:
    """The table [protection]."""
    usual = Protection()
    found = Protection(table.number("partial", "0", "1", usual.partial), table.number("cut", "0", "1", None))
    table.end()
    return found


def read_draws(table: Table) -> Draws:
    """The table [draws]."""
    usual = Draws()
    found = Draws(table.whole("number", 1, MOST_DRAWS, usual.number), table.whole("seed", 0, 2**32 - 1, usual.seed))
    table.end()
    return found


def _councils(
    top: Table, of: tuple[str, str], lines: Sequence[str], amounts: Mapping[str, int], reserves: tuple[int, int]
) -> tuple[Council, ...]:
    """The one council of a file with amounts at its services and streams, or those listed under [councils]."""
    if "councils" not in top:
        top.take("councils", None)
        for line in lines:
            if line not in amounts:
                remedy = "Give every service and stream an amount in pounds, or list the councils under [councils]."
                raise top.wrong("amount", f"is missing at '{line}'", remedy)
        return (Council(*of, dict(amounts), *reserves),)
    if amounts or any(reserves):
        remedy = "Take away either [councils], or the amounts at services, streams and reserves."
        raise top.wrong("councils", "stands beside amounts for all of them", remedy)
    table = top.table("councils")
    columns = table.texts("columns")
    wanted = {*lines, *_OWN_COLUMNS}
    if set(columns) != wanted or len(set(columns)) != len(columns):
        remedy = f"Name each of these once, in any order: {', '.join([*lines, *_OWN_COLUMNS])}."
        raise table.wrong("columns", "must be every service and stream, reserves and floor", remedy)
    rows = table.take("rows")
    remedy = 'Write each like ["ZAA", "Name", 1000, …], an amount in pounds a column.'
    if not isinstance(rows, list) or not rows:
        raise table.wrong("rows", "must be a list of rows", remedy, rows)
    found: dict[str, Council] = {}
    for row in rows:
        if not isinstance(row, list) or len(row) != len(columns) + 2 or not all(isinstance(t, str) for t in row[:2]):
            raise table.wrong("rows", f"has a row that is not an id, a name and {len(columns)} amounts", remedy, row)
        if row[0] in found:
            raise table.wrong("rows", "has two rows for one council", "Give each council one row.", row[0])
        pence = {c: table.pence("rows", v, signed=True) for c, v in zip(columns, row[2:], strict=True)}
        found[row[0]] = Council(row[0], row[1], pence, pence.pop("reserves"), pence.pop("floor"))
    table.end()
    return tuple(found.values())
