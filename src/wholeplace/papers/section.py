"""What an area says of a place: one `Section`, put together by `wholeplace.brief` and `wholeplace.profile`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from wholeplace.evidence.snapshot import Snapshot
    from wholeplace.papers.model import Block, Bullets, KeyFigures, Paragraph, Part, Source, Table, Tone


@dataclass(frozen=True)
class BriefContext:
    """What a section is asked about: a place, as of a date, beside its peers.

    `peers` are the ids of all places of its class that existed then (itself included); `peers_name` says so in words.
    `for_page` says that each indicator is shown apart, so that neither their table nor an annex is wanted.
    """

    snapshot: Snapshot
    place: str
    name: str
    place_class: str
    as_of: date
    peers: tuple[str, ...]
    peers_name: str
    for_page: bool = False


@dataclass(frozen=True)
class StandsOut:
    """Something that stands out: a sentence with its figure, and the rule it follows from.

    `rule` is the rule's number and `because` its condition in words; `measure` is the indicator it is about.
    """

    paragraph: Paragraph
    rule: str
    because: str
    measure: str
    tone: Tone = "plain"

    @property
    def marked(self) -> Paragraph:
        """The sentence with its rule's number after it, for papers that list the rules in an annex."""
        *before, last = self.paragraph.parts
        end: tuple[Part, ...] = (f"{last} [{self.rule}]",) if isinstance(last, str) else (last, f" [{self.rule}]")
        return replace(self.paragraph, parts=(*before, *end))


@dataclass(frozen=True)
class Section:
    """An area's share of a brief: what is said first, on the two pages, and in the annex.

    `area` is the area of the measures it is about. `heading` stands over `blocks` where it says more than the `title`
    (a period). `indicators` is the table of indicators beside peers, which a page that shows each of them leaves out.
    """

    title: str
    area: str = ""
    heading: str = ""
    key_figures: KeyFigures | None = None
    findings: tuple[StandsOut, ...] = ()
    blocks: tuple[Block, ...] = ()
    indicators: Table | None = None
    gaps: tuple[Paragraph, ...] = ()
    annex: tuple[Block, ...] = ()
    sources: tuple[Source, ...] = ()


def bullets_of(items: tuple[Paragraph, ...]) -> tuple[Bullets, ...]:
    """A list of paragraphs as blocks; nothing where there is nothing."""
    from wholeplace.papers.model import Bullets

    return (Bullets(items),) if items else ()
