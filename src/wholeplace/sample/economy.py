"""Twelve years of accounts in whole £ thousand: what was budgeted and what came out.

Everything follows the running sum that every year of the published returns follows: services, then the
lines down to net current expenditure, revenue expenditure, net revenue expenditure, and from there by
reserves and funding to the council tax requirement. Income is negative, as published. Reserves at the
end are reserves at the start plus appropriations; at the start they are last year's end plus the prior
year adjustment.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wholeplace.sample import levels
from wholeplace.sample.fixed import RESERVES, Items, first_reserves, fixed_lines, memoranda
from wholeplace.sample.levels import at
from wholeplace.sample.sector import MERGER, SPLIT, YEARS, Body, Sector
from wholeplace.sample.tax import Bill, bill

if TYPE_CHECKING:
    import numpy as np

    from wholeplace.sample.traits import Traits

SERVICES = ("edu", "trans", "csc", "asc", "phs", "hous", "cul", "env", "plan", "pol", "frs", "cen", "oth")
# Lines between services and net revenue expenditure, and between that and council tax, in any order: every
# layout of the published returns adds up the ones it has.
BELOW_SERVICES = (
    "hbrent", "hbnonhra", "hbhra", "parish", "levyita", "levywaste", "levylpfa", "exttrad", "accabs",
    "ctben", "nndrrel", "flood", "cera", "baddebt", "mrp", "interest", "hraitem8", "invinc", "grantout",
    "cil", "crcexp", "lssg", "abg", "grantin",
)  # fmt: skip
FUNDING = ("rsg", "nndr", "policegrant", "colfund", "othitems")
_STATUTORY = ("edu", "phs")
_TROUBLE_YEARS = 4


@dataclass
class Accounts:
    """Outturn, budget and the council tax bills behind them, by year and E-code."""

    outturn: dict[int, dict[str, Items]] = field(default_factory=dict)
    budget: dict[int, dict[str, Items]] = field(default_factory=dict)
    bills: dict[int, dict[str, Bill]] = field(default_factory=dict)


def run(sector: Sector, traits: dict[str, Traits], rng: np.random.Generator) -> Accounts:
    """Live through the years from 2010-11 to 2021-22."""
    accounts = Accounts()
    closing: dict[str, dict[str, int]] = {}
    for year in YEARS:
        bodies = sector.in_force(year)
        bills: dict[str, Bill] = {}
        accounts.bills[year] = bills
        for body in sorted(bodies, key=lambda b: not b.billing):
            bills[body.ecode] = bill(sector, body, traits, year, bills)
        accounts.outturn[year], accounts.budget[year] = {}, {}
        for body in bodies:
            draws = rng.standard_normal(len(SERVICES) + 8)
            opening, adjustment = _opening(sector, body, traits[body.ecode], year, closing, draws)
            budget, outturn = _year(body, traits[body.ecode], year, bills[body.ecode], opening, draws)
            budget["pya"] = 0
            outturn["pya"] = adjustment
            accounts.budget[year][body.ecode] = budget
            accounts.outturn[year][body.ecode] = outturn
            closing[body.ecode] = {k: outturn[f"close_{k}"] for k in (*RESERVES, "hra")}
    return accounts


def _key(body: Body) -> str:
    """Which column of the tables of levels a body reads."""
    return body.kind if body.cls == "O" else body.cls


def _opening(
    sector: Sector,
    body: Body,
    traits: Traits,
    year: int,
    closing: dict[str, dict[str, int]],
    draws: np.ndarray,
) -> tuple[dict[str, int], int]:
    """Reserves on 1 April, and the adjustment of earmarked reserves that a few make to last year's end."""
    if body.ecode in closing:
        found = dict(closing[body.ecode])
        adjustment = round(found["ear"] * 0.01 * float(draws[-1])) if abs(float(draws[-2])) > 2.0 else 0
        found["ear"] += adjustment
        return found, adjustment
    old = sector.predecessors.get(body.ecode, ())
    if old and body.start in {MERGER, SPLIT}:
        return {key: sum(_portion(sector, body, e, key, closing) for e in old) for key in (*RESERVES, "hra")}, 0
    return first_reserves(_key(body), traits, year), 0


def _portion(sector: Sector, heir: Body, ecode: str, key: str, closing: dict[str, dict[str, int]]) -> int:
    """What an heir receives of a predecessor's reserve: all of it, or its share of a divided county's."""
    heirs = sector.of(ecode).successors
    whole = closing[ecode][key]
    share = whole // len(heirs)
    return whole - share * (len(heirs) - 1) if heir.code == heirs[0] else share


def _year(
    body: Body, traits: Traits, year: int, tax: Bill, opening: dict[str, int], draws: np.ndarray
) -> tuple[Items, Items]:
    """One body's budget and outturn for one year."""
    key = _key(body)
    base = fixed_lines(body, key, traits, year, tax)
    planned = _planned_use(key, traits, year, base, opening, draws)
    budget = _settle(key, traits, year, base, planned, None, opening, draws)
    outturn = _settle(key, traits, year, _outturn_lines(base, draws), planned, budget, opening, draws)
    for items in (budget, outturn):
        memoranda(key, traits, year, items, opening)
    return budget, outturn


def _in_trouble(traits: Traits, year: int) -> float:
    """From 0 to 1: how close a coming event is, in the years that lead to it."""
    if traits.trouble is None:
        return 0.0
    ahead = traits.trouble.year - (0 if traits.trouble.month >= 4 else 1) - year
    return 1 - ahead / (_TROUBLE_YEARS + 1) if 0 <= ahead <= _TROUBLE_YEARS else 0.0


def _resources(items: Items) -> int:
    """Council tax and funding together, as a positive amount: net revenue expenditure plus appropriations."""
    return items["ctr"] - sum(items.get(name, 0) for name in FUNDING)


def _planned_use(key: str, traits: Traits, year: int, base: Items, opening: dict[str, int], draws: np.ndarray) -> int:
    """What the budget puts into (+) or takes from (-) earmarked and unallocated reserves."""
    resources = _resources(base)
    share = levels.PLANNED[year] + 0.009 * traits.caution + 0.012 * float(draws[-3])
    share -= 0.03 * _in_trouble(traits, year)
    if key == "NPA":
        resources = -base["grantin"]
    wanted = round(resources * share * (0.6 if levels.PLANNED[year] > 0 and traits.trouble else 1))
    held = opening["ear"] + opening["un"]
    return max(wanted, -held // 3)


def _outturn_lines(base: Items, draws: np.ndarray) -> Items:
    """Grants come in a little differently from what was budgeted; tax and settlement as they were set."""
    items = dict(base)
    items["grantin"] = round(items["grantin"] * (1 + 0.006 * float(draws[-4])))
    items["invinc"] = round(items.get("invinc", 0) * (1.1 + 0.15 * float(draws[-5])))
    items["interest"] = round(items.get("interest", 0) * 0.98)
    return items


def _settle(
    key: str,
    traits: Traits,
    year: int,
    base: Items,
    planned: int,
    budget: Items | None,
    opening: dict[str, int],
    draws: np.ndarray,
) -> Items:
    """Complete a set of lines: a budget by its services, an outturn by its appropriations."""
    items = dict(base)
    items.update(_school_and_health_moves(key, year, opening, draws, outturn=budget is not None))
    fixed = sum(items.get(name, 0) for name in (*BELOW_SERVICES, *_STATUTORY))
    resources = _resources(items)
    ringfenced = items["apschools"] + items["apph"]
    if budget is None:
        available = resources - ringfenced - planned - fixed
        items.update(_divide(key, traits, year, available))
    else:
        for index, name in enumerate(SERVICES):
            if name not in _STATUTORY and name in budget:
                items[name] = _spent(traits, year, name, budget[name], float(draws[index]))
        _cut_to_fit(items, resources - ringfenced - fixed + opening["ear"] + opening["un"])
    services = sum(items.get(name, 0) for name in SERVICES if name not in _STATUTORY)
    move = resources - ringfenced - fixed - services
    items["apun"] = _unallocated_part(move, opening)
    items["apear"] = move - items["apun"]
    return items


def _school_and_health_moves(
    key: str, year: int, opening: dict[str, int], draws: np.ndarray, *, outturn: bool
) -> Items:
    if key not in levels.EDUCATION or not outturn:
        return {"apschools": 0, "apph": 0}
    drift = 0.02 if year < 2014 else -0.07
    schools = round(opening["sch"] * (drift + 0.08 * float(draws[-6])))
    health = 0
    if year >= 2013:
        health = round(max(-0.5 * opening["ph"], (400 if year < 2015 else 0) + 120 * float(draws[-7])))
    return {"apschools": schools, "apph": health}


def _divide(key: str, traits: Traits, year: int, available: int) -> Items:
    """Share out what is left for services by weight; rounding falls on the largest."""
    weights = {name: at(series, year) * traits.taste.get(name, 1) for name, series in levels.SERVICES[key].items()}
    if "csc" in weights:
        weights["csc"] *= max(0.5, 1 + 0.16 * traits.deprivation)
    if key == "SC" and traits.keeps_fire:
        weights["frs"] = 26.0
    total = sum(weights.values())
    items = {name: round(available * weight / total) for name, weight in weights.items()}
    largest = max(items, key=lambda name: abs(items[name]))
    items[largest] += available - sum(items.values())
    return items


def _spent(traits: Traits, year: int, name: str, budgeted: int, draw: float) -> int:
    """Outturn of a service: social care tends over, the rest under; those heading for trouble far over."""
    lean = {"csc": 0.035, "asc": 0.008, "hous": 0.01}.get(name, -0.022)
    spread = 0.03 if name in {"csc", "asc", "pol"} else 0.05
    over = lean - 0.006 * traits.caution + spread * draw * 0.6 + 0.038 * _in_trouble(traits, year)
    return round(budgeted * (1 + over))


def _cut_to_fit(items: Items, limit: int) -> None:
    """Where spending would leave reserves below a sliver of themselves, services are cut in year."""
    names = [name for name in SERVICES if name not in _STATUTORY and items.get(name, 0) > 0]
    spent = sum(items[name] for name in names)
    floor = max(0, limit - max(20, spent // 100))
    if spent <= floor or not spent:
        return
    over = spent - floor
    for name in names:
        items[name] -= over * items[name] // spent
    largest = max(names, key=lambda name: items[name])
    items[largest] -= sum(items[name] for name in names) - floor


def _unallocated_part(move: int, opening: dict[str, int]) -> int:
    """A tenth of what is put by; a seventh of what is drawn, more once earmarked reserves are spent."""
    if move >= 0:
        return move // 10
    part = -(-move // 7)
    if opening["ear"] + move - part < 0:
        part = opening["ear"] + move
    return max(part, -opening["un"])
