"""How many of a place's neighbourhoods are among the most deprived of the United Kingdom: exact counts.

Two releases are needed: the UK composite index by neighbourhood, and the lookup that says which council each
neighbourhood is in. A place that the lookup does not name (a county; a council that has ended) is counted from the
councils that together cover exactly its ground: counts add up, where shares or scores would need weights.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wholeplace.evidence.arrow import words_of
from wholeplace.evidence.figure import OK
from wholeplace.evidence.reading import AREAS, FACTS
from wholeplace.places.model import show_day, show_list
from wholeplace.places.succession import same_ground

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from wholeplace.evidence.release import Release
    from wholeplace.evidence.snapshot import Snapshot
    from wholeplace.places.model import Place
    from wholeplace.places.register import Register

NAMESPACE = "uk_imd_area"
DECILE, QUINTILE = f"{NAMESPACE}.decile", f"{NAMESPACE}.quintile"


@dataclass(frozen=True)
class Neighbourhoods:
    """A place's neighbourhoods, and how many are in the most deprived tenth and fifth of the United Kingdom.

    All three counts are None where `reason` says why. `parts` are the ids of the councils they were counted from,
    `releases` the ids of the composite's release and the lookup's, `sources` their notes, in that order.
    """

    place: str
    reason: str = ""
    count: int | None = None
    most_deprived_decile: int | None = None
    most_deprived_quintile: int | None = None
    parts: tuple[str, ...] = ()
    period: str = ""
    releases: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def decile_share(self) -> float | None:
        """Share of the neighbourhoods in the most deprived tenth, from 0 to 1."""
        return _share(self.most_deprived_decile, self.count)

    @property
    def quintile_share(self) -> float | None:
        """Share of the neighbourhoods in the most deprived fifth, from 0 to 1."""
        return _share(self.most_deprived_quintile, self.count)

    @property
    def text(self) -> str:
        """The counts in words, with their source; or why there are none."""
        if self.decile_share is None or self.quintile_share is None:
            return f"not known: {self.reason}."
        return (
            f"{self.most_deprived_decile:,} of {self.count:,} ({self.decile_share:.1%}) in the most deprived tenth of "
            f"the United Kingdom, {self.most_deprived_quintile:,} ({self.quintile_share:.1%}) in the most deprived "
            f"fifth. Source: {'; '.join(self.sources)}."
        )


@dataclass
class Tally:
    """The counts of all councils that the lookup names, or the reason why there are none."""

    reason: str = ""
    areas: Counter[str] = field(default_factory=Counter)
    decile: Counter[str] = field(default_factory=Counter)
    quintile: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    period: str = ""
    releases: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


def neighbourhoods(
    snapshot: Snapshot, register: Register, place: Place, counted: Tally | None = None
) -> Neighbourhoods:
    """The neighbourhoods of one place; `counted` saves counting anew where many places are asked for."""
    found = tally(snapshot) if counted is None else counted
    if found.reason:
        return Neighbourhoods(place.id, found.reason)
    parts = _parts(register, place, found.areas)
    if not parts:
        return Neighbourhoods(place.id, f"the lookup of small areas names no council on exactly {place.name}’s ground")
    ids = tuple(p.id for p in parts)
    unknown, count = _sum(found.unknown, ids), _sum(found.areas, ids)
    if unknown:
        return Neighbourhoods(place.id, f"{unknown:,} of its {count:,} areas are not in the composite index")
    return Neighbourhoods(
        place.id,
        "",
        count,
        _sum(found.decile, ids),
        _sum(found.quintile, ids),
        ids,
        found.period,
        found.releases,
        found.sources,
    )


def tally(snapshot: Snapshot) -> Tally:
    """Count the neighbourhoods of every council that the lookup names."""
    index = [
        r
        for r in snapshot.releases.values()
        if r.entry.table == FACTS and r.entry.small_areas and r.entry.namespace == NAMESPACE
    ]
    lookups = [r for r in snapshot.releases.values() if r.entry.table == AREAS]
    if not index:
        return Tally(_unloaded(snapshot, "the UK composite index by neighbourhood"))
    if not lookups:
        return Tally(_unloaded(snapshot, "the lookup of small areas to councils"))
    latest = max(index, key=lambda r: (r.entry.period, r.entry.published, r.entry.sequence))
    lookup = max(lookups, key=lambda r: (r.entry.published, r.entry.sequence))
    used = (latest.entry, lookup.entry)
    counted = Tally("", period=latest.entry.period, releases=tuple(e.id for e in used))
    counted.sources = tuple(e.note() for e in used)
    tenths, fifths = (_groups(latest, line) for line in (DECILE, QUINTILE))
    for area, place in _areas(lookup):
        counted.areas[place] += 1
        counted.decile[place] += tenths.get(area) == 1
        counted.quintile[place] += fifths.get(area) == 1
        counted.unknown[place] += area not in tenths or area not in fifths
    return counted


def _areas(release: Release) -> Iterable[tuple[str, str]]:
    """Every area and its place; by columns, because a dictionary for each of 40,000 rows is slow."""
    import pyarrow.parquet as pq

    table = pq.ParquetFile(release.folder / f"{AREAS}.parquet").read(columns=["area", "place"])
    return zip(table["area"].to_pylist(), table["place"].to_pylist(), strict=True)


def _groups(release: Release, line: str) -> dict[str, float]:
    """Area -> its tenth or fifth, where the index gives it one; only the row groups that hold the line are read."""
    import pyarrow.parquet as pq

    file = pq.ParquetFile(release.facts_path)
    position = file.schema_arrow.get_field_index("line")
    statistics = [file.metadata.row_group(n).column(position).statistics for n in range(file.num_row_groups)]
    wanted = [n for n, s in enumerate(statistics) if s is None or not s.has_min_max or s.min <= line <= s.max]
    table = file.read_row_groups(wanted, columns=["line", "authority", "number", "status"])
    lines, areas, statuses = (words_of(table[name]) for name in ("line", "authority", "status"))
    rows = zip(lines, areas, table["number"].to_pylist(), statuses, strict=True)
    return {area: number for found, area, number, status in rows if found == line and status == OK}


def _parts(register: Register, place: Place, known: Mapping[str, Any]) -> list[Place]:
    """The place itself where the lookup names it, else named places on exactly its ground; empty where none are."""
    if place.id in known:
        return [place]
    members = [register[m] for m in place.members]
    later = same_ground(register, place, register.today) or ()
    return next((list(parts) for parts in (members, later) if parts and all(p.id in known for p in parts)), [])


def _unloaded(snapshot: Snapshot, what: str) -> str:
    published = f", or was not published by {show_day(snapshot.as_of)}" if snapshot.as_of else ""
    return f"{what} is not loaded{published}"


def _sum(counts: Counter[str], ids: Iterable[str]) -> int:
    return sum(counts[i] for i in ids)


def _share(part: int | None, whole: int | None) -> float | None:
    return None if part is None or not whole else part / whole


def names_of_parts(register: Register, found: Neighbourhoods) -> str:
    """The councils that the counts were added up from, in words; empty where it is the place itself."""
    return show_list([register[i].name for i in found.parts]) if found.parts not in {(), (found.place,)} else ""
