"""Going through a document in reading order, and putting its annex in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wholeplace.papers.model import (
    Annex,
    Block,
    Bullets,
    Callout,
    Chart,
    Columns,
    Document,
    FigureText,
    Heading,
    KeyFigures,
    Paragraph,
    Table,
)
from wholeplace.papers.text import web_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wholeplace.evidence.figure import Figure
    from wholeplace.papers.model import Source


def every_block(blocks: Iterable[Block]) -> Iterator[Block]:
    """Each block, then what is inside it, in reading order."""
    for block in blocks:
        yield block
        if isinstance(block, Callout):
            yield from every_block(block.body)
        elif isinstance(block, Columns):
            yield from every_block((*block.left, *block.right))
        elif isinstance(block, Bullets):
            yield from block.items


def charts_of(document: Document) -> tuple[Chart, ...]:
    """All charts, in reading order."""
    return tuple(block for block in every_block(document.blocks) if isinstance(block, Chart))


def tables_of(document: Document) -> tuple[Table, ...]:
    """All tables in reading order, those behind the charts last."""
    tables = [block for block in every_block(document.blocks) if isinstance(block, Table)]
    return (*tables, *(chart.table() for chart in charts_of(document)))


def figures_in(block: Block) -> tuple[Figure, ...]:
    """The figures that a block itself shows, without those of the blocks inside it."""
    if isinstance(block, Paragraph):
        return tuple(part.figure for part in block.parts if isinstance(part, FigureText))
    if isinstance(block, KeyFigures):
        return tuple(item.figure for item in block.items)
    return block.figures if isinstance(block, Table | Chart) else ()


def figures_of(document: Document) -> tuple[Figure, ...]:
    """Every distinct figure of the document, in the order in which a reader meets them."""
    found = (figure for block in every_block(document.blocks) for figure in figures_in(block))
    return tuple(dict.fromkeys(found))


def with_annexed_data(document: Document) -> tuple[Block, ...]:
    """The blocks for a printed page: tables behind charts of `data_in="annex"` come last, in the annex."""
    tables = tuple(chart.table() for chart in charts_of(document) if chart.data_in == "annex")
    if not tables:
        return document.blocks
    has_annex = any(isinstance(block, Annex) for block in document.blocks)
    opening = () if has_annex else (Annex("Annex: the data behind the charts"),)
    return (*document.blocks, *opening, *tables)


def closing_blocks(document: Document) -> tuple[Block, ...]:
    """What ends a paper: its sources, and the releases from which it can be made again."""
    blocks: list[Block] = []
    if document.sources or document.generated_from:
        blocks.append(Heading(1, "Sources"))
    if document.sources:
        blocks.append(Bullets(tuple(Paragraph((_full_note(source),)) for source in document.sources)))
    if document.generated_from:
        releases = "; ".join(document.generated_from)
        blocks.append(Paragraph((f"Made from these releases: {releases}.",), muted=True))
    return tuple(blocks)


def _full_note(source: Source) -> str:
    return f"{source.text} ({source.url})" if web_address(source.url) else source.text
