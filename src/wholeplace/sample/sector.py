"""Who there is in the invented country: councils of every class, their counties, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from wholeplace.sample.names import (
    CAPITAL,
    CAPITAL_REGION,
    REGIONS,
    Region,
    register_codes,
    shuffled_place_names,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

FIRST_YEAR = 2010
LAST_YEAR = 2021
YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
SMALLEST, LARGEST = 40, 2000

MERGER = date(2019, 4, 1)
RENAMING = date(2018, 4, 1)
SPLIT = date(2021, 4, 1)

# Shares of each class among the principal councils, close to those of the country this one resembles.
_SHARES = {"UA": 0.17, "L": 0.10, "MD": 0.11, "SC": 0.08}
_TYPES = {"UA": "UA", "L": "LBO", "MD": "MD", "SC": "CTY", "SD": "NMD"}
_GSS_PREFIX = {"UA": "X06", "SD": "X07", "MD": "X08", "L": "X09", "SC": "X10"}
_FIRST_ECODE = {"UA": 101, "SC": 1001, "SD": 1301, "MD": 4201, "L": 5101}
_TITLES = {
    "UA": "Council",
    "SC": "County Council",
    "SD": "District Council",
    "MD": "Metropolitan Borough Council",
}


@dataclass(frozen=True)
class Body:
    """An authority that makes returns.

    `cls` is the class code of the returns (UA, L, MD, SC, SD, O); `kind` the register's type, or P, FRA,
    NPA or GLA. `end` is the day from which it no longer exists, whichever way the register writes it.
    """

    code: str
    ecode: str
    gss: str
    name: str
    official: str
    cls: str
    kind: str
    region: Region
    county: str = ""
    start: date | None = None
    end: date | None = None
    successors: tuple[str, ...] = ()
    former_name: str = ""
    area: float = 0.0

    def in_force(self, year: int) -> bool:
        """Whether it exists on 1 April of `year`."""
        day = date(year, 4, 1)
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def name_in(self, year: int) -> str:
        """Its name in the financial year that starts in `year`, before or after a renaming."""
        return self.former_name if self.former_name and date(year, 4, 1) < RENAMING else self.name

    def name_in_returns(self, year: int) -> str:
        """As the returns write it: unitary authorities carry UA after the name."""
        return f"{self.name_in(year)} UA" if self.cls == "UA" else self.name_in(year)

    @property
    def billing(self) -> bool:
        """Whether it sends out council tax bills."""
        return self.cls in {"UA", "L", "MD", "SD"}


@dataclass(frozen=True)
class Sector:
    """The whole invented sector, in the order of its E-codes."""

    bodies: tuple[Body, ...]
    predecessors: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Body]:
        """Each body, in the order of its E-code."""
        return iter(self.bodies)

    def of(self, ecode: str) -> Body:
        """The body with that E-code."""
        return self._by_ecode[ecode]

    @cached_property
    def _by_ecode(self) -> dict[str, Body]:
        return {body.ecode: body for body in self.bodies}

    def in_force(self, year: int) -> list[Body]:
        """Who makes a return for the financial year that starts in `year`."""
        if year not in self._years:
            self._years[year] = [body for body in self.bodies if body.in_force(year)]
        return self._years[year]

    def precepting(self, year: int) -> list[Body]:
        """Those whose tax is collected by others."""
        return [body for body in self.in_force(year) if body.cls == "SC" or body.kind in {"GLA", "P", "FRA"}]

    @cached_property
    def _years(self) -> dict[int, list[Body]]:
        return {}

    def councils(self) -> list[Body]:
        """Those that the register of councils holds: no police, fire or park body."""
        return [body for body in self.bodies if body.code]


def counts(size: int) -> dict[str, int]:
    """How many councils of each class a sector of `size` has; they add up to `size`."""
    many = {cls: max(3, round(size * share)) for cls, share in _SHARES.items()}
    many["SD"] = size - sum(many.values())
    return many


def build(size: int, rng: np.random.Generator) -> Sector:
    """Compose a sector of `size` councils, with the bodies beside them and what reorganisation makes of it.

    Raises ValueError where `size` is outside 40 to 2,000.
    """
    if not SMALLEST <= size <= LARGEST:
        raise ValueError(f"A sector has {SMALLEST} to {LARGEST} councils; {size} were asked for.")
    names = shuffled_place_names(rng)
    codes = register_codes(size + 8)
    bodies = list(_founders(size, names, codes, rng))
    made, ended = _reorganise(bodies, names[size:], codes[size:])
    bodies = [ended.get(body.ecode, body) for body in bodies] + made
    bodies += _others({body.region.short for body in bodies})
    predecessors: dict[str, tuple[str, ...]] = {}
    by_code = {body.code: body for body in bodies if body.code}
    for body in bodies:
        for code in body.successors:
            heir = by_code[code].ecode
            predecessors[heir] = (*predecessors.get(heir, ()), body.ecode)
    return Sector(tuple(sorted(bodies, key=lambda body: body.ecode)), predecessors)


def _founders(size: int, names: list[str], codes: list[str], rng: np.random.Generator) -> Iterator[Body]:
    """The councils that exist when the story begins."""
    many = counts(size)
    outside = [i for i in range(len(REGIONS)) if i != CAPITAL_REGION]
    taken = 0
    counties: list[Body] = []
    for cls in ("SC", "UA", "MD", "L", "SD"):
        for index in range(many[cls]):
            name = names[taken]
            code = codes[taken]
            county = counties[index % len(counties)] if cls == "SD" else None
            region = county.region if county else REGIONS[CAPITAL_REGION]
            if cls in {"UA", "SC"}:  # one after another, so that even the smallest sector has every region
                first = many["SC"] if cls == "UA" else 0
                region = REGIONS[outside[(first + index) % len(outside)]]
            elif cls == "MD":
                region = REGIONS[(0, 1, 2, 4)[index % 4]]
            body = Body(
                code=code,
                ecode=f"X{_FIRST_ECODE[cls] + index:04d}",
                gss=f"{_GSS_PREFIX[cls]}{index + 1:06d}",
                name=f"{name}shire" if cls == "SC" else name,
                official=_official(name, cls),
                cls=cls,
                kind=_TYPES[cls],
                region=region,
                county=county.code if county else "",
                area=round(float(rng.lognormal(_log_area(cls), 0.5)), 1),
            )
            if cls == "SC":
                counties.append(body)
            taken += 1
            yield body


def _official(name: str, cls: str) -> str:
    if cls == "L":
        return f"{CAPITAL} Borough of {name}"
    return f"{name}shire County Council" if cls == "SC" else f"{name} {_TITLES[cls]}"


def _log_area(cls: str) -> float:
    return {"UA": 5.4, "L": 3.8, "MD": 5.2, "SC": 8.0, "SD": 5.7}[cls]


def _reorganise(bodies: list[Body], names: list[str], codes: list[str]) -> tuple[list[Body], dict[str, Body]]:
    """A merger of two districts, a county and its districts made two unitaries, and a renaming.

    Returns the councils that come into being and, by E-code, those that changed.
    """
    counties = [body for body in bodies if body.cls == "SC"]
    districts = {county.code: [b for b in bodies if b.county == county.code] for county in counties}
    last = {cls: sum(body.cls == cls for body in bodies) for cls in ("UA", "SD")}
    changed: dict[str, Body] = {}

    split = counties[0]
    halves = []
    for index, side in enumerate(("North", "South")):
        name = f"{side} {split.name}"
        number = last["UA"] + index
        halves.append(
            Body(
                codes[index],
                f"X{_FIRST_ECODE['UA'] + number:04d}",
                f"X06{number + 1:06d}",
                name,
                f"{name} Council",
                "UA",
                "UA",
                split.region,
                start=SPLIT,
                area=round(split.area / 2, 1),
            )
        )
    changed[split.ecode] = replace(split, end=SPLIT, successors=tuple(half.code for half in halves))
    for index, body in enumerate(districts[split.code]):
        changed[body.ecode] = replace(body, end=SPLIT, successors=(halves[index % 2].code,))

    first, second = districts[counties[1].code][:2]
    name = f"{first.name} and {second.name}"
    number = last["SD"]
    merged = Body(
        codes[2],
        f"X{_FIRST_ECODE['SD'] + number:04d}",
        f"X07{number + 1:06d}",
        name,
        f"{name} District Council",
        "SD",
        "NMD",
        first.region,
        county=first.county,
        start=MERGER,
        area=round(first.area + second.area, 1),
    )
    for body in (first, second):
        changed[body.ecode] = replace(body, end=MERGER, successors=(merged.code,))

    renamed = districts[counties[2].code][0]
    changed[renamed.ecode] = replace(
        renamed, former_name=renamed.name, name=names[0], official=_official(names[0], "SD")
    )
    return [*halves, merged], changed


def _others(regions: set[str]) -> list[Body]:
    """One police and one fire body a region outside the capital, the capital's own authority, one park.

    Regions where nobody sends out bills need neither.
    """
    found = [
        Body(
            f"{CAPITAL[:2].upper()}GA",
            "X5100",
            "X12000007",
            f"Greater {CAPITAL} Authority",
            f"Greater {CAPITAL} Authority",
            "O",
            "GLA",
            REGIONS[CAPITAL_REGION],
        )
    ]
    for index, region in enumerate(r for r in REGIONS if r.short != "L" and r.short in regions):
        police = f"{region.name} Police and Crime Commissioner and Chief Constable"
        fire = f"{region.name} Combined Fire Authority"
        found.append(Body("", f"X{6101 + index}", f"X31{index + 1:06d}", fire, fire, "O", "FRA", region))
        found.append(Body("", f"X{7001 + index}", f"X23{index + 1:06d}", police, police, "O", "P", region))
    park = "Highwend National Park Authority"
    found.append(Body("", "X6401", "X26000001", park, park, "O", "NPA", REGIONS[0]))
    return found
