"""The lines of an account that are settled before services are: tax, grants, levies, debt, and memoranda."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wholeplace.sample import levels
from wholeplace.sample.levels import at

if TYPE_CHECKING:
    from wholeplace.sample.sector import Body
    from wholeplace.sample.tax import Bill
    from wholeplace.sample.traits import Traits

Items = dict[str, int]

# Each reserve and the line of appropriations that moves it.
RESERVES = {"sch": "apschools", "ph": "apph", "ear": "apear", "un": "apun"}


def first_reserves(key: str, traits: Traits, year: int) -> dict[str, int]:
    """Reserves on the first day of the story, by caution; those that will be in trouble start with less."""
    people = traits.people[year] / 1000
    nre = people * (at(levels.SETTLEMENT[key], year) + at(levels.BAND_D[key], year) * 0.34)
    if key == "NPA":
        nre = 300
    factor = 2.718281828 ** (0.38 * traits.caution) * (0.8 if traits.trouble else 1)
    earmarked, unallocated = levels.RESERVES[key]
    schools = people * 30 if key in levels.EDUCATION else 0
    homes = people * (75 if key == "L" else 25) if traits.keeps_homes and key in {"UA", "L", "MD", "SD"} else 0
    return {
        "sch": round(schools * traits.taste["edu"]),
        "ph": 0,
        "ear": round(nre * earmarked * factor * traits.taste["env"]),
        "un": round(nre * unallocated * factor * traits.taste["cen"]),
        "hra": round(homes),
    }


def fixed_lines(body: Body, key: str, traits: Traits, year: int, tax: Bill) -> Items:
    """The lines that are not services: known before the year begins."""
    people = traits.people[year] / 1000
    need = max(0.4, 1 + 0.20 * traits.deprivation)
    items = {name: round(people * at(series, year)) for name, series in levels.LINES[key].items()}
    if not traits.keeps_homes:
        items.pop("hbhra", None)
    for name in ("hbrent", "hbnonhra", "hbhra"):
        if name in items:
            items[name] = round(items[name] * need * traits.taste["hous"])
    if "parish" in items:
        items["parish"] = round(tax.parish / 1000)
    benefit = levels.COUNCIL_TAX_BENEFIT.get(key, 0) * people * need if year < 2013 else 0
    items["ctben"] = round(benefit)
    items["accabs"] = round(people * 0.1 * (traits.caution if key in levels.EDUCATION else 0))
    subsidised = sum(items.get(name, 0) for name in ("hbrent", "hbnonhra", "hbhra", "ctben"))
    items["grantout"] = -round(subsidised * 0.985 + people * at(levels.OTHER_OUTSIDE[key], year) * need)
    public_health = people * at(levels.PUBLIC_HEALTH.get(key, (0, 0, 0, 0)), year) if year >= 2013 else 0
    items["phs"] = round(public_health * need)
    education = people * at(levels.EDUCATION.get(key, (0, 0, 0, 0)), year) * traits.taste["edu"]
    items["edu"] = round(education)
    other = people * at(levels.OTHER_GRANTS[key], year) * need * (2.1 if year == 2020 and body.code else 1)
    if year == 2010 and key in levels.EDUCATION:
        items["abg"] = -round(other * 0.9)
        other *= 0.1
    items["grantin"] = -round(education * levels.SCHOOLS_SHARE + public_health * need + other)
    settlement = people * at(levels.SETTLEMENT[key], year) * max(0.3, 1 + 0.27 * traits.deprivation)
    items.update(_settlement(key, year, settlement))
    items["colfund"] = -round(people * 4.0 * traits.taste["cen"]) if body.billing or key == "SC" else 0
    items["ctr"] = round(tax.requirement / 1000)
    return items


def _settlement(key: str, year: int, amount: float) -> Items:
    """How settlement funding is divided between grant and business rates in that year."""
    if key == "P":
        return {"policegrant": -round(amount)}
    if year < 2013:
        share = 0.13 if year == 2010 else 0.22 if year == 2011 else 0.04
    else:
        share = max(0.06, 0.60 - 0.115 * (year - 2013))
    grant = round(amount * share)
    return {"rsg": -grant, "nndr": -(round(amount) - grant)}


def memoranda(key: str, traits: Traits, year: int, items: Items, opening: dict[str, int]) -> None:
    """Reserves levels and the lines below the council tax requirement."""
    for name, line in RESERVES.items():
        items[f"open_{name}"] = opening[name]
        items[f"close_{name}"] = opening[name] + items[line]
    people = traits.people[year] / 1000
    items["dep"] = round(people * {"SD": 16, "SC": 60, "L": 80}.get(key, 85) * 1.0)
    items["recs"] = round(people * {"SD": 7}.get(key, 24))
    items["impair"] = round(people * (20 if year < 2013 else 2))
    items["capgrant"] = 0 if year < 2012 else -round(people * 6)
    homes = traits.keeps_homes and key in {"UA", "L", "MD", "SD"}
    rent = round(people * (240 if key == "L" else 130)) if homes else 0
    spare = rent // 60
    items["hrainc"], items["hraexp"], items["hrasur"] = rent, rent - spare, spare
    items["hraopen"], items["hraclose"] = opening["hra"], opening["hra"] + (spare if homes else 0)
    items["close_hra"] = items["hraclose"]
    if year >= 2013 and key in {"UA", "L", "MD", "SD"}:
        need = max(0.4, 1 + 0.2 * traits.deprivation)
        items["lctspen"], items["lctswa"] = round(people * 26 * need), round(people * 28 * need)
        items["lctstot"] = items["lctspen"] + items["lctswa"]
    if year >= 2016 and key in {"UA", "L", "MD", "SC"}:
        items["ascprecept"] = round(items["ctr"] * 0.019 * (year - 2015))
