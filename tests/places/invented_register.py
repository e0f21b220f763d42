"""A small invented register: a merger, a divided county, a renamed district, a reissued code, a transfer of ground.

Mereshire (MER) had the districts Ashby Vale, Brackwater, Cray and Dunmoor. Ashby Vale and Brackwater merged into West
Mere in 2015, still under the county. In 2020 the county was divided: West Mere became the unitary Westmere, Cray and
Dunmoor the unitary Eastmere. Fenshire (FEN) with Gorsley and Hollin became one unitary of the same name in 2019.
Hollin had been called Hollin Moor until 2012. Ivel gave ground to Jarrow Bridge in 2013, and both got new codes.
"""

from __future__ import annotations

from typing import Any

from wholeplace.evidence.schemas import LINK_COLUMNS, PLACE_COLUMNS


def place(identifier: str, name: str, place_class: str, gss: str, **more: Any) -> dict[str, Any]:
    record: dict[str, Any] = dict.fromkeys(PLACE_COLUMNS, "")
    record |= {"id": identifier, "name": name, "official_name": f"{name} Council", "place_class": place_class}
    record |= {"gss": gss, "nation": "Invented", "region": "Midmarch", "area_hectares": None, "row": 1}
    return record | more


def link(before: str, before_name: str, after: str, after_name: str, day: str, order: str = "") -> dict[str, Any]:
    values = (before, before_name, after, after_name, day, order, 1, "CHANGES")
    return dict(zip(LINK_COLUMNS, values, strict=True))


PLACES = [
    place("MER", "Mereshire", "county", "X10000001", official_name="Mereshire County Council", ecode="X0120",
          end="2020-04-01", successors="WMR|EMR"),
    place("ASV", "Ashby Vale", "district", "X07000001", county="MER", end="2015-03-31", successors="WES"),
    place("BRW", "Brackwater", "district", "X07000002", county="MER", end="2015-03-31", successors="WES"),
    place("WES", "West Mere", "district", "X07000009", county="MER", start="2015-04-01", end="2020-04-01",
          successors="WMR"),
    place("CRA", "Cray", "district", "X07000003", county="MER", end="2020-04-01", successors="EMR",
          alternative_names="Cray, Borough of|Cray-on-Sea"),
    place("DUN", "Dunmoor", "district", "X07000004", county="MER", end="2020-04-01", successors="EMR"),
    place("WMR", "Westmere", "unitary", "X06000001", start="2020-04-01", area_hectares=50_000.0),
    place("EMR", "Eastmere", "unitary", "X06000002", start="2020-04-01", area_hectares=30_000.0),
    place("FEN", "Fenshire", "county", "X10000002", official_name="Fenshire County Council", end="2019-03-31",
          successors="FNU"),
    place("GOR", "Gorsley", "district", "X07000005", county="FEN", end="2019-03-31", successors="FNU"),
    place("HOL", "Hollin", "district", "X07000006", county="FEN", end="2019-03-31", successors="FNU",
          alternative_names="Hollin Moor District Council|Hollin Moor"),
    place("FNU", "Fenshire", "unitary", "X06000003", start="2019-04-01"),
    place("IVL", "Ivel", "metropolitan", "X08000011", former_gss="X08000001", combined_authority="MCA",
          official_name="Ivel Metropolitan Borough Council"),
    place("JAR", "Jarrow Bridge", "metropolitan", "X08000012", combined_authority="MCA"),
    place("MCA", "Midmarch", "combined-authority", "X47000001", start="2016-05-01",
          official_name="Midmarch Combined Authority"),
    place("KEM", "Kemble & Lydd", "london-borough", "X09000001", ecode="X5031"),
]  # fmt: skip

ORDER = "The Mereshire Order 2019 (9/2019)"
LINKS = [
    link("X07000009", "West Mere", "X06000001", "Westmere", "2020-04-01", ORDER),
    link("X07000003", "Cray", "X06000002", "Eastmere", "2020-04-01", ORDER),
    link("X07000004", "Dunmoor", "X06000002", "Eastmere", "2020-04-01", ORDER),
    link("X10000001", "Mereshire", "", "", "2020-04-01", ORDER),
    link("X08000001", "Ivel", "X08000011", "Ivel", "2013-04-01", "The Ivel Order 2013 (1/2013)"),
    link("X08000001", "Ivel", "X08000012", "Jarrow Bridge", "2013-04-01", "The Ivel Order 2013 (1/2013)"),
    link("X08000002", "Jarrow Bridge", "X08000012", "Jarrow Bridge", "2013-04-01", "The Ivel Order 2013 (1/2013)"),
    link("X07000006", "Hollin Moor", "X07000006", "Hollin", "2012-04-01"),
    link("X31000001", "Mereshire Fire", "X31000002", "Midmarch Fire", "2016-04-01"),
]
