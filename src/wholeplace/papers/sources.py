"""Source notes for readers: one a publication where several years of it were used, and every release at the end."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from wholeplace.papers.cells import Source

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from wholeplace.evidence.figure import Figure
    from wholeplace.evidence.release import Entry
    from wholeplace.evidence.snapshot import Snapshot


def grouped_sources(snapshot: Snapshot, figures: Iterable[Figure]) -> tuple[Source, ...]:
    """One note a publication, with the range of its years: for under a table or chart."""
    entries = _entries(snapshot, figures)
    notes = []
    for (title, publisher), group in groupby(
        sorted(entries, key=lambda e: (e.title, e.publisher, e.period)), key=lambda e: (e.title, e.publisher)
    ):
        found = list(group)
        if len(found) == 1:
            notes.append(Source(found[0].note(), found[0].id))
            continue
        periods = [e.period for e in found if e.period]
        dates = sorted(e.published_on for e in found)
        assumed = " (some dates assumed)" if any(e.published_basis == "assumed" for e in found) else ""
        notes.append(
            Source(
                f"{title} {periods[0]} to {periods[-1]}, {publisher}, published {_span(dates)}{assumed}",
                found[-1].id,
            )
        )
    return tuple(notes)


def every_source(snapshot: Snapshot, figures: Iterable[Figure]) -> tuple[Source, ...]:
    """One note a release: for the list at the end of a paper."""
    return tuple(Source(e.note(), e.id) for e in _entries(snapshot, figures))


def _span(dates: list[date]) -> str:
    """'March 2015', or 'November 2012 to November 2017'."""
    first, last = f"{dates[0]:%B %Y}", f"{dates[-1]:%B %Y}"
    return first if first == last else f"{first} to {last}"


def _entries(snapshot: Snapshot, figures: Iterable[Figure]) -> list[Entry]:
    ids = sorted({r for f in figures for r in f.releases})
    return [snapshot.releases[i].entry for i in ids if i in snapshot.releases]
