"""Council tax: base, band D and requirement of billing and precepting authorities, in pounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wholeplace.sample import levels
from wholeplace.sample.levels import at

if TYPE_CHECKING:
    from wholeplace.sample.sector import Body, Sector
    from wholeplace.sample.traits import Traits

# Growth of the adult social care precept, per cent of band D, added in each year.
CARE_PRECEPT = {2016: 2.0, 2017: 2.5, 2018: 2.5, 2019: 1.0, 2020: 2.0, 2021: 2.5}


@dataclass(frozen=True)
class Bill:
    """What one authority asks of council tax in one year.

    `base` in band D equivalent dwellings; `band_d` its own average, without parishes, `requirement` and
    `parish` in pounds, `care` the part of band D that is adult social care precept.
    """

    base: float
    band_d: float
    parish: float
    requirement: float
    care: float

    @property
    def band_d_with_parishes(self) -> float:
        """Average band D council tax with local precepts, in pounds."""
        return self.requirement / self.base if self.base else 0.0


def bill(sector: Sector, body: Body, traits: dict[str, Traits], year: int, bills: dict[str, Bill]) -> Bill:
    """The bill of one authority; precepting authorities need those of the billing authorities in `bills`."""
    key = body.kind if body.cls == "O" else body.cls
    own = traits[body.ecode]
    if key == "NPA":
        return Bill(0.0, 0.0, 0.0, 0.0, 0.0)
    if body.billing:
        share = at(levels.TAX_BASE[key], year) * own.tax_base * (1 - 0.05 * own.deprivation)
        base = round(own.people[year] * share, 1)
    else:
        base = round(sum(bills[e].base for e in area(sector, body, year)), 1)
    band_d = round(at(levels.BAND_D[key], year) * own.band_d * (1 + 0.015 * own.deprivation), 2)
    per_head = levels.LINES[key].get("parish")
    parish = round(own.people[year] * at(per_head, year) * own.taste["cul"] ** 3) if per_head else 0
    care = 0.0
    if key in {"UA", "L", "MD", "SC"}:
        care = round(sum(rate for y, rate in CARE_PRECEPT.items() if y <= year) / 100 * band_d * 0.93, 2)
    return Bill(base, band_d, float(parish), round(base * band_d + parish, 2), care)


def area(sector: Sector, body: Body, year: int) -> list[str]:
    """E-codes of the billing authorities that a precepting authority's tax falls on."""
    if body.cls == "SC":
        return [b.ecode for b in sector if b.county == body.code and b.in_force(year)]
    return [b.ecode for b in sector if b.billing and b.region.short == body.region.short and b.in_force(year)]


def precepts(precepting: list[Body], body: Body, bills: dict[str, Bill]) -> dict[str, float]:
    """Band D of the county (or capital's authority), police and fire that falls on a billing authority."""
    found = {"county": 0.0, "police": 0.0, "fire": 0.0}
    for other in precepting:
        here = other.region.short == body.region.short
        own_county = other.cls == "SC" and other.code == body.county
        if own_county or (other.kind == "GLA" and here):
            found["county"] = bills[other.ecode].band_d
        elif other.kind in {"P", "FRA"} and here:
            found["police" if other.kind == "P" else "fire"] = bills[other.ecode].band_d
    return found
