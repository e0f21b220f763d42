"""What is new: the latest publications loaded, what they revised, and where figures moved most.

An *issue* is all releases of one dataset that were published on one day. Figures of different indicators are
in different units; to find the largest changes over all of them, each change is held against how much that indicator
changed for the middle half of places.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from wholeplace.core.periods import Period
from wholeplace.evidence.catalogue import Catalogue
from wholeplace.evidence.comparison import FEWEST
from wholeplace.evidence.reading import FACTS
from wholeplace.evidence.revisions import Revision, revisions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from wholeplace.evidence.figure import Figure
    from wholeplace.evidence.figures import FigureTable
    from wholeplace.evidence.measures import Measure
    from wholeplace.evidence.release import Entry
    from wholeplace.evidence.snapshot import Snapshot
    from wholeplace.evidence.store import Store

LARGEST_SHOWN = 5


@dataclass(frozen=True)
class Issue:
    """Releases of one dataset published on one day, a period and part each."""

    entries: tuple[Entry, ...]

    @property
    def title(self) -> str:
        """What it is called."""
        return self.entries[0].title

    @property
    def dataset(self) -> str:
        """The dataset's key."""
        return self.entries[0].dataset

    @property
    def publisher(self) -> str:
        """Who published it."""
        return self.entries[0].publisher

    @property
    def published(self) -> date:
        """When it was published."""
        return self.entries[0].published_on

    @property
    def assumed(self) -> bool:
        """Whether that date is assumed."""
        return self.entries[0].published_basis == "assumed"

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods it is about, the first one first."""
        return tuple(sorted({e.period for e in self.entries if e.period}))

    @property
    def period(self) -> str:
        """Its period, or the first and the last of several."""
        found = self.periods
        return "" if not found else found[0] if len(found) == 1 else f"{found[0]} to {found[-1]}"

    @property
    def rows(self) -> int:
        """Rows kept."""
        return sum(e.rows for e in self.entries)

    @property
    def set_aside(self) -> int:
        """Rows and cells set aside."""
        return sum(e.set_aside for e in self.entries)


@dataclass(frozen=True)
class Revised:
    """What a vintage revised of the one before it."""

    before: Entry
    after: Entry
    cells: int
    authorities: int
    largest: tuple[Revision, ...]


@dataclass(frozen=True)
class Change:
    """A figure that moved from the year before. `size` is in quartile ranges of all places' changes."""

    before: Figure
    after: Figure
    size: float


@dataclass(frozen=True)
class News:
    """The latest publication, what it revised, and the figures that moved most with it."""

    issue: Issue
    revised: tuple[Revised, ...]
    changes: tuple[Change, ...]

    @property
    def cells_revised(self) -> int:
        """How many published cells differ from the vintage before."""
        return sum(r.cells for r in self.revised)


def issues(entries: Iterable[Entry]) -> list[Issue]:
    """What was published together, the latest first."""
    groups: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.dataset, entry.published].append(entry)
    found = [Issue(tuple(sorted(group, key=lambda e: (e.period, e.part)))) for group in groups.values()]
    return sorted(found, key=lambda i: (i.published, max(e.sequence for e in i.entries)), reverse=True)


@lru_cache(maxsize=512)
def _revised(folder: str, before: Entry, after: Entry) -> Revised:
    """Releases never change, so neither does what one revised of another."""
    from pathlib import Path

    from wholeplace.evidence.store import Store

    store = Store(Path(folder))
    found = revisions(store.release(before), store.release(after))
    return Revised(before, after, len(found), len({r.authority for r in found}), tuple(found[:LARGEST_SHOWN]))


def revised_by(store: Store, catalogue: Catalogue, entry: Entry) -> Revised | None:
    """What a release revised of the vintage it replaced; None where it replaced none, or holds no figures."""
    before = catalogue.before(entry)
    if before is None or entry.table != FACTS or before.namespace != entry.namespace:
        return None
    return _revised(str(store.folder), before, entry)


def latest_changes(
    snapshot: Snapshot, table: FigureTable, measures: Mapping[str, Measure], most: int = LARGEST_SHOWN
) -> News | None:
    """What the latest publication that moved any indicator changed; None where there is none.

    The changes shown are at most `most`, one an indicator and one a place, each from the year before to the latest
    year that the publication is about.
    """
    catalogue = Catalogue.of(snapshot.store.entries())
    of_places = [
        r.entry for r in snapshot.releases.values() if r.entry.table == FACTS and not r.entry.small_areas and r.period
    ]
    for issue in issues(of_places):
        lines = {line for e in issue.entries for line in snapshot.releases[e.id].manifest["lines"]}
        touched = [m for m in measures.values() if m.lines & lines]
        found = [revised_by(snapshot.store, catalogue, e) for e in issue.entries]
        revised = tuple(r for r in found if r and r.cells)
        changes = _largest(table, touched, issue, most)
        if touched and (revised or changes):
            return News(issue, revised, changes)
    return None


def _largest(table: FigureTable, measures: Sequence[Measure], issue: Issue, most: int) -> tuple[Change, ...]:
    """The largest changes to the issue's latest year, at most one an indicator and one a place."""
    year = Period.parse(issue.periods[-1]).year
    releases = {e.id for e in issue.entries}
    places = sorted({place for place, then in table.records(()) if then == year})
    moved = [change for m in measures if m.polarity != "none" for change in _moved(table, m, places, year)]
    chosen: list[Change] = []
    for change in sorted(moved, key=lambda c: (-c.size, c.after.place, c.after.measure)):
        taken = {c.after.measure for c in chosen} | {c.after.place for c in chosen}
        own = releases.intersection(change.after.releases)
        if own and not {change.after.measure, change.after.place} & taken:
            chosen.append(change)
        if len(chosen) == most:
            break
    return tuple(chosen)


def _moved(table: FigureTable, measure: Measure, places: Sequence[str], year: int) -> list[Change]:
    """An indicator's single largest changes from the year before, by the spread of all its changes."""
    import numpy as np

    pairs = [(p, table.value(measure, p, year - 1), table.value(measure, p, year)) for p in places]
    both = [(p, b, a) for p, b, a in pairs if b is not None and a is not None]
    if len(both) < FEWEST:
        return []
    changes = np.array([float(a) - float(b) for _, b, a in both])
    lower, middle, upper = np.quantile(changes, (0.25, 0.5, 0.75))
    if upper <= lower:
        return []
    sizes = np.abs(changes - middle) / (upper - lower)
    found = []
    for position in np.argsort(-sizes, kind="stable")[:LARGEST_SHOWN].tolist():
        place = both[position][0]
        before, after = table.figure(measure, place, year - 1), table.figure(measure, place, year)
        if before and after and before.value is not None and after.value is not None:
            found.append(Change(before, after, float(sizes[position])))
    return found


__all__ = ["Change", "Issue", "News", "Revised", "issues", "latest_changes", "revised_by"]
