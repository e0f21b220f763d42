"""The register of places as it stood on a date, and finding a place in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from wholeplace.core.errors import AmbiguousPlaceError, StoreError, UnknownPlaceError
from wholeplace.evidence.reading import LINKS, PLACES
from wholeplace.places.changes import Changes, parse_day, pieces, put_together
from wholeplace.places.model import COUNTY, DISTRICT, Place
from wholeplace.places.names import NameIndex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wholeplace.evidence.store import Store


class Register:
    """All places that had come into being by `as_of`, with what had happened to them by then.

    A council abolished in 2021 has no end and no successor in the register as of 2018, and its successor is
    not there. Without `as_of` everything is told, planned changes too. The register is reference data: its
    own publication date hides nothing, because a later edition knows more about the past and every change
    in it carries its own date.
    """

    def __init__(self, places: Mapping[str, Place], changes: Changes, as_of: date | None = None) -> None:
        """Use `Register.build` or `Register.open`."""
        self._places = dict(places)
        self.changes = changes
        self.as_of = as_of

    @classmethod
    def open(cls, store: Store, as_of: date | None = None) -> Register:
        """The register of a store, from the latest release of each register and reorganisation list in it.

        Raises:
            StoreError: the store holds no register.
        """
        entries: dict[tuple[str, str, str], Any] = {}
        for entry in sorted(store.entries(), key=lambda e: (e.published, e.sequence)):
            if entry.table in {PLACES, LINKS}:
                entries[entry.slot] = entry
        records = _records(store, [e for e in entries.values() if e.table == PLACES])
        if not records:
            raise StoreError(
                f"{store.folder}: no register of councils is loaded. Load one, e.g. `wholeplace load "
                "uk_local_authorities_future.csv`, or `wholeplace fetch council-register`."
            )
        links = _records(store, [e for e in entries.values() if e.table == LINKS])
        return cls.build(records, links, as_of)

    @classmethod
    def build(
        cls,
        records: Sequence[Mapping[str, Any]],
        links: Iterable[Mapping[str, Any]] = (),
        as_of: date | None = None,
    ) -> Register:
        """From rows of the tables `places` and `links`; where an id stands twice, its first row counts."""
        unique = list({r["id"]: r for r in reversed(list(records))}.values())[::-1]
        changes = put_together(unique, links)
        seen = _by(changes, as_of)
        places = {r["id"]: _place(r, changes, seen) for r in unique if _begun(r, as_of)}
        return cls(_with_members(_with_edges(places, seen), as_of), seen, as_of)

    @cached_property
    def _index(self) -> NameIndex:
        return NameIndex(self._places.values())

    def __iter__(self) -> Iterator[Place]:
        return iter(self._places.values())

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, identifier: object) -> bool:
        return identifier in self._places

    def __getitem__(self, identifier: str) -> Place:
        """The place with this id.

        Raises:
            UnknownPlaceError: there is none (yet).
        """
        try:
            return self._places[identifier]
        except KeyError:
            raise UnknownPlaceError(identifier) from None

    @property
    def today(self) -> date:
        """The day the register speaks of: `as_of`, else today."""
        return self.as_of or datetime.now(UTC).date()

    def find(self, query: str) -> Place:
        """The one place that a name or code means.

        Register codes, GSS codes (current or former) and E-codes are tried first, then names exactly (see
        `places.names`). Where several places bear a name, `as_of` decides if only one of them existed that
        day.

        Raises:
            AmbiguousPlaceError: several places; it lists them with codes and dates.
            UnknownPlaceError: none; it suggests up to five.
        """
        found = self._index.by_code(query) or self._index.by_name(query)
        if len(found) > 1 and self.as_of:
            found = [p for p in found if p.alive(self.as_of)] or found
        if len(found) > 1:
            raise AmbiguousPlaceError(query, [p.described for p in found])
        if not found:
            raise UnknownPlaceError(query, [p.described for p in self._index.like(query)])
        return found[0]

    def named(self, name: str) -> list[Place]:
        """All places, living and dead, that bear exactly this name; empty when none does."""
        return self._index.by_name(name)

    def search(self, text: str, limit: int = 20) -> list[Place]:
        """Places a person may mean: exact ones first, then names that hold the text, then names like it."""
        exact = self._index.by_code(text) + self._index.by_name(text)
        others = [*self._index.containing(text), *self._index.like(text)]
        found = dict.fromkeys(p.id for p in [*exact, *others])
        return [self._places[i] for i in list(found)[:limit]]

    def alive(self, on: date | None = None) -> list[Place]:
        """Places that existed on a day (`today` when left out), by id."""
        day = on or self.today
        return sorted((p for p in self if p.alive(day)), key=lambda p: p.id)

    def districts(self, county: Place, on: date) -> tuple[Place, ...]:
        """The districts of a county on a day, by name."""
        return _districts(self._places, county.id, on)


def _records(store: Store, entries: Iterable[Any]) -> list[dict[str, Any]]:
    newest_first = sorted(entries, key=lambda e: (e.published, e.sequence), reverse=True)
    return [r for e in newest_first for r in store.release(e).records()]


def _begun(record: Mapping[str, Any], as_of: date | None) -> bool:
    start = parse_day(record["start"])
    return as_of is None or start is None or start <= as_of


def _by(changes: Changes, as_of: date | None) -> Changes:
    """What had happened by a day."""
    if as_of is None:
        return changes
    return replace(
        changes,
        successions=[e for e in changes.successions if e.day <= as_of],
        transfers=[e for e in changes.transfers if e.day <= as_of],
        recodings=[r for r in changes.recodings if r.day <= as_of],
        renamings=[r for r in changes.renamings if r.day <= as_of],
        last_days={i: d for i, d in changes.last_days.items() if d < as_of},
    )


def _place(record: Mapping[str, Any], changes: Changes, seen: Changes) -> Place:
    identifier = record["id"]
    gss, former = _codes(record, changes, seen)
    later_names = [r for r in changes.renamings if r.place == identifier and r not in seen.renamings]
    name = later_names[0].old if later_names else record["name"]
    official = record["official_name"] if not later_names else _official_before(record, later_names[0].old)
    return Place(
        id=identifier,
        name=name.strip(),
        official_name=official.strip(),
        place_class=record["place_class"],
        gss=gss,
        former_gss=former,
        ecode=record["ecode"] or "",
        start=parse_day(record["start"]),
        end=seen.last_days.get(identifier),
        nation=record["nation"] or "",
        region=record["region"] or "",
        county=record["county"] or "",
        combined_authority=record["combined_authority"] or "",
        alternative_names=tuple(dict.fromkeys((*pieces(record["alternative_names"]), record["name"]))),
        area_hectares=record.get("area_hectares"),
    )


def _codes(record: Mapping[str, Any], changes: Changes, seen: Changes) -> tuple[str, tuple[str, ...]]:
    """The GSS code as it was, and those before it; a code yet to come is not known."""
    later = [r for r in changes.recodings if r.place == record["id"] and r not in seen.recodings]
    former = dict.fromkeys(pieces(record["former_gss"]))
    former.update(dict.fromkeys(r.old for r in seen.recodings if r.place == record["id"]))
    if not later:
        return record["gss"] or "", tuple(former)
    for recoding in later:
        former.pop(recoding.old, None)
    return later[0].old, tuple(former)


def _official_before(record: Mapping[str, Any], old: str) -> str:
    """The legal name under an old name, where the alternative names hold it."""
    return next((n for n in pieces(record["alternative_names"]) if n.startswith(f"{old} ")), old)


def _with_edges(places: Mapping[str, Place], seen: Changes) -> dict[str, Place]:
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for edge in seen.successions:
        if edge.predecessor in places and edge.successor in places:
            before.setdefault(edge.successor, []).append(edge.predecessor)
            after.setdefault(edge.predecessor, []).append(edge.successor)
    return {
        i: replace(p, predecessors=tuple(sorted(before.get(i, ()))), successors=tuple(sorted(after.get(i, ()))))
        for i, p in places.items()
    }


def _with_members(places: dict[str, Place], as_of: date | None) -> dict[str, Place]:
    today = as_of or datetime.now(UTC).date()
    found = dict(places)
    for place in places.values():
        authority = places.get(place.combined_authority)
        if place.combined_authority and authority is None:
            found[place.id] = replace(place, combined_authority="")
        if place.place_class == COUNTY:
            day = min(today, place.end) if place.end else today
            found[place.id] = replace(place, members=tuple(d.id for d in _districts(places, place.id, day)))
    return found


def _districts(places: Mapping[str, Place], county: str, on: date) -> tuple[Place, ...]:
    found = (p for p in places.values() if p.county == county and p.place_class == DISTRICT and p.alive(on))
    return tuple(sorted(found, key=lambda p: p.name))
