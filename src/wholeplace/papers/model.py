"""A paper as data: one `Document` that every renderer understands.

    document = Document(
        title="Harrowmere County Council",
        subtitle="A brief on its finances",
        place="Harrowmere County Council",
        as_of=date(2018, 1, 31),
        blocks=(
            KeyFigures((KeyFigure("Unallocated reserves", figure, "median of 27 counties 24.1%", "watch"),)),
            Heading(1, "What stands out"),
            Bullets((Paragraph(("Reserves are ", FigureText(figure), " of net revenue expenditure.")),)),
            Chart(...), Table(...),
            Annex("Annex: tables"),
            Table(...),
        ),
        sources=(Source("Revenue outturn RS 2016-17, DCLG", release="rs-2016-17@..."),),
    )
    write(document, Path("harrowmere.pdf"))     # wholeplace.papers.render; also .html .docx .xlsx .json

The title stands above all headings: the first `Heading` is level 1, and no level is skipped. `Annex` starts a
new page and counts as a level 1 heading. Everything is text, never markup: `*` and `<` print as such.
`check(document)` in `papers.checks` lists what is wrong; renderers raise PaperError on the same list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from wholeplace.papers.cells import NOTHING, Cell, Column, Source, Table
from wholeplace.papers.charts import (
    Band,
    Bar,
    Bars,
    Chart,
    Distribution,
    Group,
    Pair,
    Panel,
    Peer,
    Scatter,
    Spark,
    Standing,
    Strip,
    Tile,
    TileMap,
    Trends,
)

if TYPE_CHECKING:
    from datetime import date

    from wholeplace.evidence.figure import Figure

Tone = Literal["plain", "watch", "good"]


@dataclass(frozen=True)
class Strong:
    """Words that carry weight."""

    text: str


@dataclass(frozen=True)
class FigureText:
    """A figure in running text. `text` overrides how it is written ("two in three"), not what it is."""

    figure: Figure
    text: str = ""

    @property
    def shown(self) -> str:
        """What a reader sees."""
        return self.text or self.figure.display


Part = str | Strong | FigureText


@dataclass(frozen=True)
class Heading:
    """A section heading, level 1 to 3."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Running text. `muted` sets it small and quiet, for remarks a reader may skip."""

    parts: tuple[Part, ...]
    muted: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list; one paragraph an item."""

    items: tuple[Paragraph, ...]


@dataclass(frozen=True)
class KeyFigure:
    """One tile: what it is, the figure, what to hold it against. Tones `watch` and `good` are also words."""

    label: str
    figure: Figure
    context: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True)
class KeyFigures:
    """A row of three to five tiles."""

    items: tuple[KeyFigure, ...]
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Callout:
    """A short aside that must not be missed."""

    title: str
    body: tuple[Block, ...]
    tone: Tone = "plain"


@dataclass(frozen=True)
class Columns:
    """Two columns, read left then right; stacked on a small screen. `share` is the left one's width."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]
    share: float = 0.5


@dataclass(frozen=True)
class PageBreak:
    """A new page where there are pages."""


@dataclass(frozen=True)
class Annex:
    """Starts the annex, on a new page; a level 1 heading."""

    title: str = "Annex"


Block = Heading | Paragraph | Bullets | KeyFigures | Callout | Columns | PageBreak | Annex | Table | Chart


@dataclass(frozen=True)
class Document:
    """A paper on a place, complete: what it says, what it says it from, and as of when.

    `generated_from` lists the releases used, so that it can be made again; `reference` is printed small for
    filing; `invented` puts a plain warning on every page, sheet and file.
    """

    title: str
    place: str
    as_of: date
    blocks: tuple[Block, ...]
    sources: tuple[Source, ...] = ()
    subtitle: str = ""
    language: str = "en-GB"
    author: str = "Wholeplace"
    invented: bool = False
    generated_from: tuple[str, ...] = ()
    reference: str = ""


__all__ = [
    "NOTHING",
    "Annex",
    "Band",
    "Bar",
    "Bars",
    "Block",
    "Bullets",
    "Callout",
    "Cell",
    "Chart",
    "Column",
    "Columns",
    "Distribution",
    "Document",
    "FigureText",
    "Group",
    "Heading",
    "KeyFigure",
    "KeyFigures",
    "PageBreak",
    "Pair",
    "Panel",
    "Paragraph",
    "Part",
    "Peer",
    "Scatter",
    "Source",
    "Spark",
    "Standing",
    "Strip",
    "Strong",
    "Table",
    "Tile",
    "TileMap",
    "Tone",
    "Trends",
]
