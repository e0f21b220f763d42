"""Which place an authority in a file is, and which places are made of which: the least the evidence must know.

`wholeplace.places` is the room for people; this is the crosswalk the figures stand on. Codes decide, then exact names;
nothing is matched by likeness. An authority that no register knows (police, fire, parks) is a place of its own under
its published code.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from wholeplace.core.ids import fold
from wholeplace.core.periods import CALENDAR_YEAR, Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

UNITARY = "unitary"
LONDON_BOROUGH = "london-borough"
METROPOLITAN = "metropolitan"
COUNTY = "county"
DISTRICT = "district"

CLASS_GROUPS: Mapping[str, frozenset[str]] = {
    "single-tier": frozenset({UNITARY, LONDON_BOROUGH, METROPOLITAN}),
    "single-tier-and-county": frozenset({UNITARY, LONDON_BOROUGH, METROPOLITAN, COUNTY}),
    "councils": frozenset({UNITARY, LONDON_BOROUGH, METROPOLITAN, COUNTY, DISTRICT}),
}
CLASS_WORDS: Mapping[str, tuple[str, str]] = {
    UNITARY: ("unitary authority", "unitary authorities"),
    LONDON_BOROUGH: ("London borough", "London boroughs"),
    METROPOLITAN: ("metropolitan district", "metropolitan districts"),
    COUNTY: ("county", "counties"),
    DISTRICT: ("shire district", "shire districts"),
    "combined-authority": ("combined authority", "combined authorities"),
    "welsh-unitary": ("Welsh unitary authority", "Welsh unitary authorities"),
    "scottish-unitary": ("Scottish unitary authority", "Scottish unitary authorities"),
    "northern-irish-district": ("Northern Irish district", "Northern Irish districts"),
    "police": ("police authority", "police authorities"),
    "fire": ("fire and rescue authority", "fire and rescue authorities"),
    "national-park": ("national park authority", "national park authorities"),
    "waste": ("waste authority", "waste authorities"),
    "transport": ("transport authority", "transport authorities"),
    "greater-london-authority": ("Greater London Authority", "Greater London authorities"),
    "other": ("other authority", "other authorities"),
}
_PUBLISHED = {"UA": UNITARY, "L": LONDON_BOROUGH, "LB": LONDON_BOROUGH, "OLB": LONDON_BOROUGH, "ILB": LONDON_BOROUGH,
              "MD": METROPOLITAN, "SC": COUNTY, "SD": DISTRICT, "CA": "combined-authority"}  # fmt: skip
_BY_WORD = (
    ("police", "police"), ("crime commissioner", "police"), ("mayor s office", "police"), ("fire", "fire"),
    ("national park", "national-park"), ("waste", "waste"), ("combined authority", "combined-authority"),
    ("greater london authority", "greater-london-authority"), ("transport", "transport"),
)  # fmt: skip
_SUFFIX = re.compile(r" (ua|cc|council|county council|borough council|district council|city council|mbc|bc|dc)$")


def class_words(place_class: str) -> tuple[str, str]:
    """One and many of a class in words: `county`, `counties`; a class nobody has words for is named as it is."""
    plain = place_class.replace("-", " ")
    return CLASS_WORDS.get(place_class, (plain, f"places of class {plain}"))


def classes_of(name: str) -> frozenset[str]:
    """The classes a class name stands for: itself, or the members of a group such as `single-tier-and-county`."""
    return CLASS_GROUPS.get(name, frozenset({name}))


@dataclass(frozen=True)
class PlaceRef:
    """A place as the evidence needs it."""

    id: str
    name: str
    place_class: str
    gss: str = ""
    ecode: str = ""
    region: str = ""
    county: str = ""
    start: str = ""
    end: str = ""
    successors: tuple[str, ...] = ()

    def alive(self, day: date) -> bool:
        """Whether it existed on a day."""
        iso = day.isoformat()
        return (not self.start or self.start <= iso) and (not self.end or self.end > iso)


def middle(period: Period) -> date:
    """The day by which membership in a period is judged: 30 June of a calendar year, else 1 October."""
    return date(period.year, 6, 30) if period.kind == CALENDAR_YEAR else date(period.year, 10, 1)


@dataclass
class Crosswalk:
    """Resolves authorities to places; grows by places that only returns know."""

    places: dict[str, PlaceRef] = field(default_factory=dict)
    _by_gss: dict[str, str] = field(default_factory=dict)
    _by_ecode: dict[str, str] = field(default_factory=dict)
    _by_name: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _ecode_of: dict[str, str] = field(default_factory=dict)
    _region_words: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    @staticmethod
    def of(records: Iterable[Mapping[str, Any]]) -> Crosswalk:
        """Build from the rows of a register release."""
        walk = Crosswalk()
        for record in records:
            successors = tuple(filter(None, str(record["successors"] or "").split("|")))
            place = PlaceRef(
                record["id"], record["name"], record["place_class"], record["gss"] or "", record["ecode"] or "",
                record["region"] or "", record["county"] or "", record["start"] or "", record["end"] or "", successors,
            )  # fmt: skip
            walk.places[place.id] = place
            for code in filter(None, [record["gss"], *str(record["former_gss"] or "").split("|")]):
                walk._by_gss.setdefault(code, place.id)
            if record["ecode"]:
                walk._by_ecode.setdefault(record["ecode"], place.id)
            names = {record["name"], record["official_name"], *str(record["alternative_names"] or "").split("|")}
            for name in filter(None, names):
                walk._by_name[fold(name)].add(place.id)
        return walk

    def pair(self, authority: Mapping[str, str]) -> None:
        """Learn from a file that gives both that two codes are one authority's; before any is resolved."""
        if authority["gss"] and authority["ecode"]:
            self._ecode_of.setdefault(authority["gss"], authority["ecode"])

    def resolve(self, authority: Mapping[str, str], period: Period | None) -> str:
        """Place id of an authority as a file names it. Unknown authorities become places of their own."""
        found = (
            self._by_gss.get(authority["gss"])
            or self._by_ecode.get(authority["ecode"])
            or (authority["register_code"] if authority["register_code"] in self.places else None)
            or self._by_exact_name(authority["name"], period)
        )
        if found and authority["region"] and (words := self.places[found].region):
            self._region_words[authority["region"]][words] += 1
        return found or self._add(authority)

    def name_regions(self) -> None:
        """Give places that only returns know the region's name in place of a file's short form (`NW`).

        What a short form means is learnt from the places that both the register and such a file know.
        """
        for place in list(self.places.values()):
            if known := self._region_words.get(place.region):
                self.places[place.id] = replace(place, region=known.most_common(1)[0][0])

    def coded(self, code: str) -> PlaceRef | None:
        """The place that bears a code itself; for places that no register knows."""
        wanted = code.strip().upper()
        wanted = self._ecode_of.get(wanted, wanted)
        return next((p for p in self.places.values() if wanted in {p.id, p.gss, p.ecode}), None) if wanted else None

    def _by_exact_name(self, name: str, period: Period | None) -> str | None:
        folded = fold(name)
        for candidate in (folded, _SUFFIX.sub("", folded)):
            ids = self._by_name.get(candidate, set())
            if period:
                ids = {i for i in ids if self.places[i].alive(middle(period))}
            if len(ids) == 1:
                return next(iter(ids))
        return None

    def _add(self, authority: Mapping[str, str]) -> str:
        ecode = authority["ecode"] or self._ecode_of.get(authority["gss"], "")
        identifier = ecode or authority["gss"] or authority["register_code"] or authority["key"]
        if identifier not in self.places:
            self.places[identifier] = PlaceRef(
                identifier, authority["name"], published_class(authority), authority["gss"], ecode, authority["region"]
            )
        return identifier

    def districts(self, county: str, day: date) -> list[PlaceRef]:
        """The districts of a county on a day."""
        return [p for p in self.places.values() if p.county == county and p.place_class == DISTRICT and p.alive(day)]

    def predecessors(self, place: str) -> list[PlaceRef]:
        """Places that ended with `place` among their successors."""
        return self._predecessors.get(place, [])

    @cached_property
    def _predecessors(self) -> dict[str, list[PlaceRef]]:
        found: dict[str, list[PlaceRef]] = defaultdict(list)
        for place in self.places.values():
            for successor in place.successors:
                found[successor].append(place)
        return dict(found)

    @cached_property
    def _districts_ended(self) -> dict[str, list[PlaceRef]]:
        found: dict[str, list[PlaceRef]] = defaultdict(list)
        for place in self.places.values():
            if place.county and place.place_class == DISTRICT and place.successors:
                found[place.county].append(place)
        return dict(found)

    def absorbed(self, place: str) -> list[PlaceRef]:
        """All predecessors, where what each of them did went wholly into `place`; empty where something was divided.

        The past of such a place is the sum of theirs. A county counts as divided when one of its districts went
        elsewhere, and a district that became part of a single-tier council brings its county with it.
        """
        found = self._predecessors.get(place, [])
        if not found or any(p.successors != (place,) for p in found):
            return []
        ids = {p.id for p in found}
        counties = {p.id for p in found if p.place_class == COUNTY}
        if self.places[place].place_class != DISTRICT:
            counties |= {p.county for p in found if p.place_class == DISTRICT and p.county}
        for county in counties:
            if county not in ids or any(d.successors != (place,) for d in self._districts_ended.get(county, [])):
                return []
        return found

    def heirs_of_ended(self, county: PlaceRef) -> list[PlaceRef]:
        """The places that now cover exactly an ended county's ground; they do what its districts did as well."""
        return self.heirs(county.id, _day_before(county.end)) if county.end else []

    def heirs(self, county: str, day: date) -> list[PlaceRef]:
        """The later places that together cover exactly a county's districts on a day; empty where none do."""
        members = self.districts(county, day)
        ids = {m.id for m in members}
        if not ids or any(len(m.successors) != 1 for m in members):
            return []
        later = {m.successors[0] for m in members}
        for successor in later:
            lower = [p for p in self.predecessors(successor) if p.place_class != COUNTY]
            if successor not in self.places or any(p.id not in ids for p in lower):
                return []
        return [self.places[s] for s in sorted(later)]


def _day_before(iso: str) -> date:
    return date.fromisoformat(iso) - timedelta(days=1)


def published_class(authority: Mapping[str, str]) -> str:
    """The class of an authority that no register knows, from its published class and name."""
    code = authority["published_class"].strip().upper()
    if code in _PUBLISHED:
        return _PUBLISHED[code]
    name = fold(authority["name"])
    return next((kind for word, kind in _BY_WORD if word in name), "other")
