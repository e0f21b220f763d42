"""What must be right before a paper is made: headings, alternatives to pictures, headers, sources."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wholeplace.core.errors import PaperError
from wholeplace.papers.model import (
    Annex,
    Callout,
    Chart,
    Columns,
    Document,
    Heading,
    KeyFigures,
    PageBreak,
    Paragraph,
    Table,
)
from wholeplace.papers.walk import every_block, figures_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wholeplace.evidence.figure import Figure
    from wholeplace.papers.model import Block

MOST_TILES = 5
DEEPEST_HEADING = 3


def check(document: Document) -> list[str]:
    """All that is wrong with a document, in reading order, each with what to do; empty where nothing is."""
    problems = [*_front(document), *_headings(document)]
    for block in every_block(document.blocks):
        problems += _block(block)
    return problems


def require_sound(document: Document) -> None:
    """Raise PaperError with all problems of a document, if it has any."""
    problems = check(document)
    if problems:
        listed = "\n".join(f"- {problem}" for problem in problems)
        raise PaperError(f"The paper '{document.title}' can't be made:\n{listed}")


def _front(document: Document) -> Iterator[str]:
    if not document.title.strip():
        yield "The document has no title. Give it one; readers of screens hear it first."
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Z]{2})?", document.language):
        yield f"Language {document.language!r} is not one. Use a code such as en-GB or cy."


def _headings(document: Document) -> Iterator[str]:
    level = 0
    for block in every_block(document.blocks):
        if isinstance(block, Annex):
            level = 1
        if isinstance(block, Annex | Heading) and not _words(block).strip():
            yield "A heading is empty. Give it words or leave it out."
        if not isinstance(block, Heading):
            continue
        if not 1 <= block.level <= DEEPEST_HEADING:
            yield f"Heading '{block.text}' has level {block.level}. Use 1 to {DEEPEST_HEADING}."
        elif block.level > level + 1:
            after = f"a level {level} heading" if level else "the title"
            yield f"Heading '{block.text}' of level {block.level} follows {after}: use level {level + 1}."
        level = block.level


def _words(block: Annex | Heading) -> str:
    return block.text if isinstance(block, Heading) else block.title


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, Chart):
        yield from _chart(block)
    elif isinstance(block, KeyFigures):
        yield from _tiles(block)
    elif isinstance(block, Paragraph):
        for figure in _unsourced(figures_in(block)):
            yield f"{_named(figure)} stands in the text without a release. Only show figures that have one."
    elif isinstance(block, Callout | Columns):
        inside = block.body if isinstance(block, Callout) else (*block.left, *block.right)
        if any(isinstance(part, PageBreak | Annex | Columns) for part in inside):
            yield f"A {type(block).__name__} holds a page break, an annex or columns. Put those outside it."


def _table(table: Table) -> Iterator[str]:
    if not table.title.strip():
        yield "A table has no title. Say in it what the table shows."
    for number, column in enumerate(table.columns, start=1):
        if not column.title.strip():
            yield f"Table '{table.title}', column {number} has no heading. Give it one, such as 'Council'."
    if table.figures and not table.sources:
        yield f"Table '{table.title}' shows figures without a source. Give it `sources`."


def _chart(chart: Chart) -> Iterator[str]:
    if not chart.title.strip():
        yield "A chart has no title. Say in it what the chart shows."
    if not chart.sources:
        yield f"Chart '{chart.title}' has no source. Give it `sources`."


def _tiles(tiles: KeyFigures) -> Iterator[str]:
    if not 1 <= len(tiles.items) <= MOST_TILES:
        yield f"A row of key figures has {len(tiles.items)} tiles. Use three to {MOST_TILES}."
    if not tiles.sources:
        for figure in _unsourced(figures_in(tiles)):
            yield f"{_named(figure)} is a key figure without a source or release. Give the row `sources`."


def _unsourced(figures: tuple[Figure, ...]) -> Iterator[Figure]:
    return (figure for figure in figures if figure.value is not None and not figure.releases)


def _named(figure: Figure) -> str:
    return f"Figure '{figure.measure}' of {figure.place_name} {figure.period}"
