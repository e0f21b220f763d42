"""The evidence as it stood: which releases speak for which authority and period on a date, and a wide table of them.

`as_of` sees only what had been published by then. For each dataset, period and part the latest release speaks; where
several datasets publish the same return (a workbook, a time series, a third party's extract) one of them speaks for
each place whole: the more authoritative, then the later.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from wholeplace.core.periods import CALENDAR_YEAR, FINANCIAL_YEAR
from wholeplace.evidence.dataset import publication_of
from wholeplace.evidence.engines import Engine, open_engine
from wholeplace.evidence.places import Crosswalk
from wholeplace.evidence.reading import AREAS, EVENTS, FACTS, LINKS, PLACES, TILES
from wholeplace.evidence.voices import Voice, speaking, voices_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from wholeplace.evidence.figures import FigureTable
    from wholeplace.evidence.reading import Line
    from wholeplace.evidence.release import Entry, Release
    from wholeplace.evidence.store import Store

YEARLY = {FINANCIAL_YEAR, CALENDAR_YEAR}
REFERENCE = {PLACES, LINKS, AREAS, TILES}
DEFLATOR = "gdp.deflator"


@dataclass
class Snapshot:
    """All evidence published by `as_of` (today when None), queried by one engine."""

    store: Store
    as_of: date | None = None
    engine_name: str | None = None
    _entries: list[Entry] = field(default_factory=list)
    _wide: dict[frozenset[str], Any] = field(default_factory=dict)
    _computed: dict[tuple[str, ...], FigureTable] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Choose the releases once: a snapshot never changes under its reader."""
        self._entries = live(self.store.entries(), self.as_of)

    @cached_property
    def engine(self) -> Engine:
        """The engine, opened when first needed."""
        return open_engine(self.engine_name)

    @cached_property
    def releases(self) -> dict[str, Release]:
        """The releases that speak, by id."""
        return {e.id: self.store.release(e) for e in self._entries}

    @property
    def invented(self) -> bool:
        """Whether any release is of an invented sector."""
        return any(e.invented for e in self._entries)

    @cached_property
    def crosswalk(self) -> Crosswalk:
        """The places known to the latest register and to the returns."""
        registers = [r for r in self.releases.values() if r.entry.table == PLACES]
        records = registers[-1].records() if registers else []
        walk = Crosswalk.of(records)
        for authorities in self._authorities.values():
            for authority in authorities:
                walk.pair(authority)
        for identifier, authorities in self._authorities.items():
            period = self.releases[identifier].period
            for authority in authorities:
                self._resolved[identifier, authority["key"]] = walk.resolve(authority, period)
        walk.name_regions()
        return walk

    @cached_property
    def _resolved(self) -> dict[tuple[str, str], str]:
        return {}

    @cached_property
    def _authorities(self) -> dict[str, list[dict[str, str]]]:
        return {r.id: r.authorities() for r in self._of_places if r.period is not None and r.period.kind in YEARLY}

    @cached_property
    def _of_places(self) -> list[Release]:
        """Releases of facts about places: neighbourhoods are none and would drown them by the ten thousand."""
        return [r for r in self.releases.values() if r.entry.table == FACTS and not r.entry.small_areas]

    @cached_property
    def voices(self) -> list[Voice]:
        """Who speaks for whom, over all yearly facts."""
        found, together = self._speaking(self._authorities)
        self._together.update(together)
        return found

    def _speaking(self, identifiers: Iterable[str]) -> tuple[list[Voice], set[frozenset[str]]]:
        """Who speaks for whom in some releases, and which of them speak together as parts of one dataset."""
        walk = self.crosswalk
        direct: dict[tuple[str, str, int], list[tuple[Release, str]]] = defaultdict(list)
        for identifier in identifiers:
            release = self.releases[identifier]
            if release.period is None:
                continue
            for authority in self._authorities[identifier]:
                place = self._resolved[identifier, authority["key"]]
                direct[release.entry.namespace, place, release.period.year].append((release, authority["key"]))
        chosen = {key: speaking(found) for key, found in direct.items()}
        together = {frozenset(r.id for r, _ in found) for found in chosen.values() if len(found) > 1}
        return list(voices_of(walk, chosen)), together

    @cached_property
    def _together(self) -> set[frozenset[str]]:
        """Sets of releases that speak for one place and year together, as parts of one dataset."""
        return set()

    @cached_property
    def told_twice(self) -> frozenset[str]:
        """Lines that two parts of one dataset give for the same place and year: the more authoritative counts."""
        _ = self.voices
        found: set[str] = set()
        for group in self._together:
            held = [self._lines_of[i] for i in sorted(group)]
            for number, lines in enumerate(held):
                found.update(*(lines & other for other in held[number + 1 :]))
        return frozenset(found)

    @cached_property
    def lines(self) -> dict[str, Line]:
        """All lines of the yearly facts, by id."""
        found: dict[str, Line] = {}
        for release in self._of_places:
            found.update(release.lines)
        return found

    @cached_property
    def _lines_of(self) -> dict[str, frozenset[str]]:
        return {r.id: frozenset(r.manifest["lines"]) for r in self._of_places}

    def holds(self, release: str, line: str) -> bool:
        """Whether a release that speaks has a line."""
        return line in self._lines_of[release]

    @cached_property
    def spoken(self) -> dict[tuple[str, int, bool], list[str]]:
        """Release ids that speak for a place in a year."""
        found: dict[tuple[str, int, bool], list[str]] = defaultdict(list)
        for voice in self.voices:
            ids = found[voice.place, voice.year, voice.combined]
            if voice.release not in ids:
                ids.append(voice.release)
        return dict(found)

    @cached_property
    def _voices_by_place(self) -> dict[tuple[str, int], list[Voice]]:
        found: dict[tuple[str, int], list[Voice]] = defaultdict(list)
        for voice in self.voices:
            found[voice.place, voice.year].append(voice)
        return dict(found)

    def voices_for(self, place: str, year: int) -> list[Voice]:
        """Who speaks for a place in a year."""
        return self._voices_by_place.get((place, year), [])

    def sources(self, place: str, year: int, lines: Iterable[str], *, combined: bool = False) -> list[str]:
        """Ids of the releases that give any of `lines` for a place and year."""
        wanted = set(lines)
        return [r for r in self.spoken.get((place, year, combined), []) if wanted & self._lines_of[r]]

    @cached_property
    def _titles(self) -> dict[str, str]:
        """The plainest title under which each namespace's lines are loaded."""
        found: dict[str, str] = {}
        for entry in self.store.entries():
            if len(entry.title) < len(found.get(entry.namespace, entry.title + " ")):
                found[entry.namespace] = entry.title
        return found

    def publication_of(self, line: str) -> str:
        """The publication a line belongs to, in words; readers are asked only about what was never loaded."""
        namespace = line.partition(".")[0]
        return self._titles.get(namespace) or publication_of(namespace)

    def was_combined(self, place: str, year: int) -> bool:
        """Whether a place's year is told by the sum of what it replaced."""
        return (place, year, False) not in self.spoken and (place, year, True) in self.spoken

    @cached_property
    def deflators(self) -> dict[int, tuple[float, str]]:
        """GDP deflator by the year a financial year starts in: index and release id, each year's latest release."""
        from wholeplace.evidence.query import national_series

        return national_series(self, DEFLATOR)

    @cached_property
    def price_base(self) -> int | None:
        """The year whose prices real terms are shown in: the latest with both an outturn and a deflator."""
        outturn = {r.period.year for r in self.releases.values() if r.entry.namespace == "rs" and r.period}
        both = outturn & set(self.deflators)
        return max(both) if both else None

    def events(self) -> list[dict[str, Any]]:
        """Rows of all event releases, with their release id."""
        return [
            {**row, "release": r.id} for r in self.releases.values() if r.entry.table == EVENTS for row in r.records()
        ]

    def facts_releases(self, lines: Iterable[str]) -> list[Release]:
        """The releases that hold any of `lines`: other files need not be opened."""
        wanted = set(lines)
        return [self.releases[i] for i, held in self._lines_of.items() if wanted & held]

    def wide(self, lines: frozenset[str]) -> Any:
        """Place, year, combined and one column a line (pence or number), as an engine table; kept for this snapshot."""
        from wholeplace.evidence.query import wide_table

        for known, table in self._wide.items():
            if lines <= known:
                return table
        self._wide[lines] = wide_table(self, lines)
        return self._wide[lines]

    def kept(self, key: tuple[str, ...], make: Callable[[], FigureTable]) -> FigureTable:
        """Figures worked out before for these measures, or for more: a snapshot never changes, so neither do they."""
        wanted = set(key)
        for known, table in list(self._computed.items()):  # other threads may add to it meanwhile
            if wanted <= set(known):
                return table
        self._computed[key] = make()
        return self._computed[key]

    @cached_property
    def voices_table(self) -> Any:
        """The voices as an engine table, kept for this snapshot."""
        from wholeplace.evidence.query import voices_table

        return self.engine.rows(voices_table(self.voices))


def live(entries: Sequence[Entry], as_of: date | None) -> list[Entry]:
    """The releases that speak on a date: the latest of each dataset, period and part.

    Registers are reference data with dates inside, so the latest is used whatever the date asked; and so is the
    lookup of the areas that places are made of, and maps of tiles.
    """
    chosen: dict[tuple[str, str, str], Entry] = {}
    for entry in sorted(entries, key=lambda e: (e.published, e.sequence)):
        if as_of and entry.published_on > as_of and entry.table not in REFERENCE:
            continue
        chosen[entry.slot] = entry
    return sorted(chosen.values(), key=lambda e: (e.dataset, e.period, e.part, e.sequence))


__all__ = ["Snapshot", "live"]
