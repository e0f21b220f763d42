"""What an area says in a brief: one `Section`, put together by `wholeplace.brief`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from wholeplace.evidence.snapshot import Snapshot
    from wholeplace.papers.model import Block, Bullets, KeyFigures, Paragraph, Source


@dataclass(frozen=True)
class BriefContext:
    """What a section is asked about: a place, as of a date, beside its peers.

    `peers` are the ids of all places of its class that existed then (itself included); `peers_name` says so in words.
    """

    snapshot: Snapshot
    place: str
    name: str
    place_class: str
    as_of: date
    peers: tuple[str, ...]
    peers_name: str


@dataclass(frozen=True)
class Section:
    """An area's share of a brief: what is said first, on the two pages, and in the annex."""

    title: str
    key_figures: KeyFigures | None = None
    findings: tuple[Paragraph, ...] = ()
    blocks: tuple[Block, ...] = ()
    gaps: tuple[Paragraph, ...] = ()
    annex: tuple[Block, ...] = ()
    sources: tuple[Source, ...] = ()
    releases: tuple[str, ...] = field(default=())


def bullets_of(items: tuple[Paragraph, ...]) -> tuple[Bullets, ...]:
    """A list of paragraphs as blocks; nothing where there is nothing."""
    from wholeplace.papers.model import Bullets

    return (Bullets(items),) if items else ()
