"""The releases as a reader looks through them: by publication and period, with the vintage each one replaced."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from wholeplace.evidence.snapshot import live

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wholeplace.evidence.release import Entry


@dataclass(frozen=True)
class Publication:
    """All releases of one dataset, the latest period first, and of a period the latest vintage first."""

    dataset: str
    entries: tuple[Entry, ...]

    @property
    def title(self) -> str:
        """What it is called in its latest release."""
        return self._latest.title

    @property
    def publishers(self) -> tuple[str, ...]:
        """Who published it; several where it changed hands."""
        return tuple(dict.fromkeys(e.publisher for e in self.entries))

    @property
    def licences(self) -> tuple[str, ...]:
        """What it may be used under."""
        return tuple(dict.fromkeys(e.licence for e in self.entries))

    @property
    def periods(self) -> tuple[str, ...]:
        """Its periods, the first one first."""
        return tuple(sorted({e.period for e in self.entries if e.period}))

    @property
    def set_aside(self) -> int:
        """How much of it was set aside, over all releases."""
        return sum(e.set_aside for e in self.entries)

    @property
    def _latest(self) -> Entry:
        return max(self.entries, key=lambda e: (e.published, e.sequence))


@dataclass(frozen=True)
class Catalogue:
    """The catalogue of a store as it stood at one moment."""

    entries: tuple[Entry, ...]

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Catalogue:
        """A catalogue of these entries."""
        return cls(tuple(entries))

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        """Every release by its id."""
        return {e.id: e for e in self.entries}

    @cached_property
    def speaking(self) -> frozenset[str]:
        """Ids of the releases that no later vintage has replaced."""
        return frozenset(e.id for e in live(self.entries, None))

    @cached_property
    def periods(self) -> tuple[str, ...]:
        """All periods, the latest first."""
        return tuple(sorted({e.period for e in self.entries if e.period}, reverse=True))

    @cached_property
    def publications(self) -> tuple[Publication, ...]:
        """All publications by title."""
        return tuple(sorted(_publications(self.entries), key=lambda p: (p.title.casefold(), p.dataset)))

    def chosen(self, dataset: str = "", period: str = "") -> tuple[Publication, ...]:
        """The publications, narrowed to one or to a period where one is given."""
        wanted = [e for e in self.entries if dataset in {"", e.dataset} and period in {"", e.period}]
        return tuple(sorted(_publications(wanted), key=lambda p: (p.title.casefold(), p.dataset)))

    @cached_property
    def _vintages(self) -> dict[tuple[str, str, str], list[Entry]]:
        found: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
        for entry in sorted(self.entries, key=lambda e: (e.published, e.sequence)):
            found[entry.slot].append(entry)
        return dict(found)

    def vintages(self, entry: Entry) -> tuple[Entry, ...]:
        """All releases of the same dataset, period and part, the earliest first; itself among them."""
        return tuple(self._vintages[entry.slot])

    def before(self, entry: Entry) -> Entry | None:
        """The vintage it replaced, if it replaced one."""
        return self._beside(entry, -1)

    def after(self, entry: Entry) -> Entry | None:
        """The vintage that replaced it, if one has."""
        return self._beside(entry, 1)

    def _beside(self, entry: Entry, step: int) -> Entry | None:
        line = self._vintages[entry.slot]
        position = next(i for i, e in enumerate(line) if e.id == entry.id) + step
        return line[position] if 0 <= position < len(line) else None


def _publications(entries: Sequence[Entry]) -> list[Publication]:
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda e: (e.period, e.published, e.sequence), reverse=True):
        groups[entry.dataset].append(entry)
    return [Publication(dataset, tuple(found)) for dataset, found in groups.items()]


__all__ = ["Catalogue", "Publication"]
