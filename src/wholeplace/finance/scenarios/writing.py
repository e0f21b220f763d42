"""A scenario as a TOML file that a person can read and change, and that reads back as the same scenario."""

from __future__ import annotations

import json
import textwrap
from decimal import Decimal
from typing import TYPE_CHECKING

from wholeplace.finance.scenarios.distributions import parameters
from wholeplace.finance.scenarios.file import FORMAT
from wholeplace.finance.scenarios.model import POLICIES, TREATMENTS
from wholeplace.finance.scenarios.standing import standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wholeplace.finance.scenarios.model import Council, Driver, Scenario

REST = {
    "services": "total service expenditure, less the services above",
    "current": "net current expenditure, less total service expenditure",
    "financing": "revenue expenditure, less net current expenditure, interest received and grants outside AEF",
    "grants": "revenue expenditure, less net revenue expenditure",
    "income": "what else pays for net revenue expenditure, down to the council tax requirement",
}
WIDTH = 100


def scenario_toml(scenario: Scenario) -> str:
    """The whole file."""
    return "\n".join(_file(scenario)) + "\n"


def _file(scenario: Scenario) -> Iterator[str]:
    yield from _comment(
        "A funding-gap scenario. Change any number and run it: wholeplace scenario run FILE. Amounts are pounds, rates "
        "fractions a year: 0.02 is 2%. docs/scenarios.md explains every key."
    )
    if scenario.invented:
        yield from _comment("The places and amounts in it are invented.")
    yield f"format = {FORMAT}"
    yield f"title = {_text(scenario.title)}"
    yield f"place = {_text(scenario.place)}"
    yield f"name = {_text(scenario.name)}"
    yield f"base_year = {_text(str(scenario.base))}"
    yield f"years = {scenario.years}"
    yield from (f'prices = "{scenario.prices}"', f"deflator = {_text(scenario.deflator)}") if scenario.deflator else ()
    yield f"invented = {_flag(scenario.invented)}"
    for key, texts in (("sources", scenario.sources), ("releases", scenario.releases), ("notes", scenario.notes)):
        yield from _list(key, texts)
    yield ""
    yield from _comment(
        "What may happen, a rate a year each. `common` is the share of its variance that is the same for every "
        "council; `each` says whether it is drawn once for the whole horizon or anew each year."
    )
    for driver in scenario.drivers.values():
        yield from _driver(driver)
    yield from _lines(scenario)
    yield from _policies(scenario)
    if scenario.listed:
        yield from _councils(scenario)


def _driver(driver: Driver) -> Iterator[str]:
    yield ""
    yield f"[drivers.{_key(driver.id)}]"
    yield f"title = {_text(driver.title)}"
    yield f"distribution = {_text(driver.distribution.kind)}"
    for name, value in parameters(driver.distribution).items():
        if isinstance(value, Decimal):
            yield f"{name} = {_number(value)}"
        elif value:
            yield f"{name} = [{', '.join(_number(v) for v in value)}]"
    if driver.distribution.kind != "fixed":
        yield f"common = {_number(driver.common)}"
        yield f"each = {_text(driver.each)}"
    if driver.why:
        yield f"why = {_text(driver.why)}"


def _lines(scenario: Scenario) -> Iterator[str]:
    yield ""
    yield from _comment(
        "What services cost. need(t) = amount x (1 + cost)(1 + demand)(1 - efficiency), each year; each names a driver."
    )
    for treatment, words in TREATMENTS.items():
        yield f'# treatment = "{treatment}": {words}.'
    alone = None if scenario.listed else scenario.councils[0]
    for service in scenario.services:
        yield from ("", "[[service]]", f"id = {_text(service.id)}", f"title = {_text(service.title)}")
        yield from _amount(scenario, alone, service.id)
        for key in ("cost", "demand", "efficiency"):
            name = getattr(service, key)
            yield from [f"{key} = {_text(name)}"] if name else []
        yield f"treatment = {_text(service.treatment)}"
    yield ""
    yield from _comment("What comes in. Each driver named in `growth` moves it.")
    for stream in scenario.streams:
        yield from ("", "[[stream]]", f"id = {_text(stream.id)}", f"title = {_text(stream.title)}")
        yield from _amount(scenario, alone, stream.id)
        yield f"growth = [{', '.join(_text(name) for name in stream.growth)}]"
        yield from ["grant = true"] if stream.grant else []


def _policies(scenario: Scenario) -> Iterator[str]:
    reserves, protection = scenario.reserves, scenario.protection
    yield from ("", "[reserves]")
    for policy, words in POLICIES.items():
        yield f'# policy = "{policy}": {words}'
    yield f"policy = {_text(reserves.policy)}"
    yield from [f"amount = {_pounds(reserves.amount)}"] if reserves.amount else []
    if not scenario.listed:
        council = scenario.councils[0]
        yield f"opening = {_pounds(council.reserves)}  # earmarked and unallocated, at the end of the base year"
        yield f"floor = {_pounds(council.floor)}  # never used; the unallocated ones to begin with"
    yield f"add_surplus = {_flag(reserves.add_surplus)}"
    yield from ("", "[protection]")
    yield from _comment(
        "How far protected services share in a cut in funding: none of it, `partial` of it, or all. `cut` is the share "
        "of funding that goes by the last year; without it, what the streams marked grant lose."
    )
    yield f"partial = {_number(protection.partial)}"
    yield from [f"cut = {_number(protection.cut)}"] if protection.cut is not None else []
    yield from ("", "[draws]", f"number = {scenario.draws.number}", f"seed = {scenario.draws.seed}")


def _councils(scenario: Scenario) -> Iterator[str]:
    lines = [line.id for line in scenario.lines]
    yield from ("", "[councils]")
    yield from _comment("Id, name, and the amount of each column in the base year.")
    yield f"columns = [{', '.join(_text(line) for line in (*lines, 'reserves', 'floor'))}]"
    yield "rows = ["
    for council in scenario.councils:
        amounts = [*(council.amounts.get(line, 0) for line in lines), council.reserves, council.floor]
        yield f"  [{_text(council.id)}, {_text(council.name)}, {', '.join(_pounds(a) for a in amounts)}],"
    yield "]"


def _amount(scenario: Scenario, council: Council | None, line: str) -> Iterator[str]:
    """The amount with where it stands in the return, where the scenario was made from one."""
    origin = _origin(line) if scenario.releases else ""
    if council is None:
        yield from [f"# {origin}"] if origin else []
        return
    yield f"amount = {_pounds(council.amounts.get(line, 0))}" + (f"  # {scenario.base}, {origin}" if origin else "")


def _origin(line: str) -> str:
    published = standing().published.get(line)
    if published is None:
        return ""
    return REST[published.rest] if published.rest else ", ".join(name for name, _ in published.lines)


def _list(key: str, texts: Sequence[str]) -> Iterator[str]:
    if texts:
        yield f"{key} = ["
        yield from (f"  {_text(text)}," for text in texts)
        yield "]"


def _comment(words: str) -> Iterator[str]:
    yield from (f"# {line}" for line in textwrap.wrap(words, WIDTH))


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(text: str) -> str:
    return text if text.isascii() and text.replace("_", "").replace("-", "").isalnum() else _text(text)


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _number(value: Decimal) -> str:
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if "." in text else f"{text}.0"


def _pounds(pence: int) -> str:
    sign, whole, rest = "-" if pence < 0 else "", *divmod(abs(pence), 100)
    return f"{sign}{whole:_}" + (f".{rest:02}" if rest else "")
