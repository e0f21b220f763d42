"""What makes one invented council unlike another: people, deprivation, housing, caution, trouble."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from wholeplace.sample.sector import SPLIT, Body, Sector

if TYPE_CHECKING:
    import numpy as np

SERVICE_KEYS = ("edu", "trans", "csc", "asc", "phs", "hous", "cul", "env", "plan", "pol", "frs", "cen", "oth")
_MEAN_PEOPLE = {"UA": 205_000, "L": 270_000, "MD": 300_000, "SD": 112_000}
_NORTHERN = {
    "NE": 0.7,
    "NW": 0.5,
    "YH": 0.4,
    "WM": 0.2,
    "L": 0.3,
    "EM": 0.0,
    "EE": -0.4,
    "SW": -0.3,
    "SE": -0.8,
}
POPULATION_YEARS = range(2010, 2023)


@dataclass(frozen=True)
class Event:
    """A council's distress, announced on `day`; `when` is how the list of events writes it."""

    kind: str
    ecode: str
    day: date
    when: str
    note: str


@dataclass
class Traits:
    """The character of one body. `deprivation` and `caution` are standard scores; `people` is by year."""

    people: dict[int, int]
    deprivation: float
    caution: float
    taste: dict[str, float]
    tax_base: float
    band_d: float
    keeps_homes: bool
    keeps_fire: bool
    trouble: date | None = None


def draw(sector: Sector, rng: np.random.Generator) -> tuple[dict[str, Traits], list[Event]]:
    """Character for each body, and the events that befall a few."""
    found: dict[str, Traits] = {}
    for body in sector:
        found[body.ecode] = _one(body, rng)
    _inherit(sector, found)
    _add_up(sector, found)
    events = _events(sector, rng)
    for event in events:
        found[event.ecode].trouble = found[event.ecode].trouble or event.day
        found[event.ecode].caution = -0.7
    return found, events


def _one(body: Body, rng: np.random.Generator) -> Traits:
    size = float(rng.lognormal(0, 0.38))
    growth = float(rng.normal(0.006, 0.004))
    draws = rng.standard_normal(len(SERVICE_KEYS) + 4)
    coins = rng.random(2)
    base = _MEAN_PEOPLE.get(body.cls, 0) * size * (0.92 if body.cls == "SD" else 1)
    people = {year: round(base * (1 + growth) ** (year - 2010)) for year in POPULATION_YEARS}
    deprivation = _NORTHERN[body.region.short] + 0.85 * float(draws[-1])
    deprivation -= 0.35 if body.cls == "SD" else 0
    taste = {key: float(2.718281828 ** (0.11 * draw)) for key, draw in zip(SERVICE_KEYS, draws, strict=False)}
    return Traits(
        people=people,
        deprivation=round(deprivation, 4),
        caution=float(draws[-2]),
        taste=taste,
        tax_base=float(2.718281828 ** (0.07 * draws[-3])),
        band_d=float(2.718281828 ** ((0.16 if body.cls == "SD" else 0.045) * draws[-4])),
        keeps_homes=bool(coins[0] < 0.55) and body.cls != "SC",
        keeps_fire=bool(coins[1] < 0.45) and body.cls == "SC",
    )


def _inherit(sector: Sector, found: dict[str, Traits]) -> None:
    """A successor has the people of the districts it takes over, and their average character."""
    for heir, old in sector.predecessors.items():
        lower = [ecode for ecode in old if sector.of(ecode).cls != "SC"]
        traits = found[heir]
        traits.people = {y: sum(found[e].people[y] for e in lower) for y in POPULATION_YEARS}
        for name in ("deprivation", "caution", "tax_base"):
            mean = sum(getattr(found[e], name) for e in lower) / len(lower)
            setattr(traits, name, round(mean, 4))
        traits.keeps_homes = any(found[e].keeps_homes for e in lower)


def _add_up(sector: Sector, found: dict[str, Traits]) -> None:
    """Counties, police and fire bodies serve the people of the councils in their area."""
    for body in sector:
        if body.cls not in {"SC", "O"}:
            continue
        parts = _served(sector, body)
        people = {}
        for year in POPULATION_YEARS:
            people[year] = sum(found[p.ecode].people[year] for p in parts if p.in_force(year))
        if body.kind == "NPA":
            people = dict.fromkeys(POPULATION_YEARS, 55_000)
        traits = found[body.ecode]
        traits.people = people
        if parts:
            traits.deprivation = sum(found[p.ecode].deprivation for p in parts) / len(parts)
            traits.tax_base = 1.0


def _served(sector: Sector, body: Body) -> list[Body]:
    if body.cls == "SC":
        return [part for part in sector if part.county == body.code]
    return [part for part in sector if part.billing and part.region.short == body.region.short]


def _events(sector: Sector, rng: np.random.Generator) -> list[Event]:
    """Six events: two at the county that is later split, one each at four other councils."""
    county = next(body for body in sector if body.cls == "SC" and body.end == SPLIT)
    lasting = [body for body in sector if body.start is None and body.end is None]

    def pick(cls: str) -> str:
        choices = [body.ecode for body in lasting if body.cls == cls and not body.former_name]
        return choices[int(rng.integers(len(choices)))]

    unitary, borough, metropolitan, district = (pick(cls) for cls in ("UA", "L", "MD", "SD"))
    return [
        Event("s114_3", county.ecode, date(2018, 2, 2), "2018-02-02", "first notice"),
        Event("s114_3", county.ecode, date(2018, 7, 24), "2018-07-24", "second notice"),
        Event("s114_3", borough, date(2020, 11, 11), "2020-11-11", "notice"),
        Event("EFS", unitary, date(2021, 2, 10), "2020-21", "exceptional financial support"),
        Event("s114_3", metropolitan, date(2021, 12, 14), "2021-12-14", "notice"),
        Event("EFS", district, date(2021, 2, 10), "2020-21", "exceptional financial support"),
    ]
