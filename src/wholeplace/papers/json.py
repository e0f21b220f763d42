"""A paper as JSON: the same words, tables and figures, each figure with what it was made from.

`as_data` is also what the PDF's template reads, and the bytes of `render_json` travel inside the PDF as
`figures.json`. Keys are promised; a change of meaning changes `format`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from wholeplace.papers.checks import require_sound
from wholeplace.papers.model import (
    Annex,
    Bullets,
    Callout,
    Chart,
    Columns,
    Distribution,
    FigureText,
    Heading,
    KeyFigures,
    PageBreak,
    Paragraph,
    Spark,
    Strip,
    Strong,
    Table,
    TileMap,
    Trends,
)
from wholeplace.papers.text import INVENTED, clean, day, web_address
from wholeplace.papers.walk import figures_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wholeplace.evidence.figure import Figure
    from wholeplace.papers.model import Block, Cell, Document, Part, Source

FORMAT = "wholeplace-paper/1"


def render_json(document: Document) -> bytes:
    """The document as UTF-8 JSON with sorted keys. Raises PaperError where `check` finds something."""
    require_sound(document)
    return dump(as_data(document))


def dump(data: Any) -> bytes:
    """JSON bytes that depend on the data alone."""
    import orjson

    return orjson.dumps(cleaned(data), option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def cleaned(data: Any) -> Any:
    """Plain data with every text in it cleaned, and decimals as numbers."""
    if isinstance(data, str):
        return clean(data)
    if isinstance(data, dict):
        return {clean(str(key)): cleaned(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [cleaned(value) for value in data]
    return float(data) if isinstance(data, Decimal) else data


def as_data(document: Document) -> dict[str, Any]:
    """The document as plain data, without regard to pages."""
    return {
        "format": FORMAT,
        "title": document.title,
        "subtitle": document.subtitle,
        "place": document.place,
        "as_of": document.as_of.isoformat(),
        "as_of_words": day(document.as_of),
        "language": document.language,
        "author": document.author,
        "invented": document.invented,
        "warning": INVENTED if document.invented else "",
        "reference": document.reference,
        "generated_from": list(document.generated_from),
        "sources": sources_data(document.sources),
        "figures": [figure_data(figure) for figure in figures_of(document)],
        "blocks": blocks_data(document.blocks),
    }


def blocks_data(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """Blocks as plain data, each with its `kind`."""
    return [_block(block) for block in blocks]


def figure_data(figure: Figure) -> dict[str, Any]:
    """A figure as plain data: the promised keys and its title."""
    return {**figure.as_json(), "title": figure.title}


def sources_data(sources: Iterable[Source]) -> list[dict[str, Any]]:
    """Source notes as plain data; an address that can't safely be followed is left out."""
    return [{"text": source.text, "release": source.release, "url": web_address(source.url)} for source in sources]


def _block(block: Block) -> dict[str, Any]:  # noqa: C901 - one case a kind of block
    match block:
        case Heading(level, text):
            return {"kind": "heading", "level": level, "text": text}
        case Paragraph(parts, muted):
            return {"kind": "paragraph", "parts": [_part(part) for part in parts], "muted": muted}
        case Bullets(items):
            return {"kind": "bullets", "items": blocks_data(items)}
        case KeyFigures():
            return _tiles(block)
        case Callout(title, body, tone):
            return {"kind": "callout", "title": title, "body": blocks_data(body), "tone": tone}
        case Columns(left, right, share):
            return {
                "kind": "columns",
                "left": blocks_data(left),
                "right": blocks_data(right),
                "share": share,
            }
        case PageBreak():
            return {"kind": "pagebreak"}
        case Annex(title):
            return {"kind": "annex", "title": title}
        case Table():
            return table_data(block)
        case Chart():
            return _chart(block)


def _part(part: Part) -> dict[str, Any]:
    if isinstance(part, FigureText):
        return {"text": part.shown, "figure": figure_data(part.figure)}
    if isinstance(part, Strong):
        return {"text": part.text, "strong": True}
    return {"text": part}


def _tiles(tiles: KeyFigures) -> dict[str, Any]:
    items = [
        {
            "label": item.label,
            "shown": item.figure.display,
            "context": item.context,
            "tone": item.tone,
            "figure": figure_data(item.figure),
        }
        for item in tiles.items
    ]
    return {"kind": "keyfigures", "items": items, "sources": sources_data(tiles.sources)}


def table_data(table: Table) -> dict[str, Any]:
    """A table as plain data, with the letters of its footnotes worked out."""
    return {
        "kind": "table",
        "title": table.title,
        "summary": table.summary,
        "header_column": table.header_column,
        "columns": [{"title": column.title, "align": column.align, "width": column.width} for column in table.columns],
        "rows": [[_cell(table, cell) for cell in row] for row in table.rows],
        "footnotes": [{"letter": letter, "text": note} for note, letter in table.letters.items()],
        "notes": list(table.notes),
        "sources": sources_data(table.sources),
    }


def _cell(table: Table, cell: Cell) -> dict[str, Any]:
    data: dict[str, Any] = {"text": cell.text}
    if cell.emphasis:
        data["emphasis"] = True
    if cell.note:
        data["footnote"] = table.letters[cell.note]
    if cell.figure is not None:
        data["figure"] = figure_data(cell.figure)
    elif cell.value is not None:
        data |= {"value": cell.value, "unit": cell.unit}
    return data


def _chart(chart: Chart) -> dict[str, Any]:
    data = chart.data
    return {
        "kind": "chart",
        "chart": chart.kind,
        "title": chart.title,
        "alt": chart.alt,
        "note": chart.note,
        "place": _place_of(chart),
        "peers": getattr(data, "peers", ""),
        "breaks": [list(panel.breaks) for panel in data.panels] if isinstance(data, Trends) else [],
        "data_in": chart.data_in,
        "table": table_data(chart.table()),
        "sources": sources_data(chart.sources),
    }


def _place_of(chart: Chart) -> str:
    """The name of the place that a chart is about, or points out; empty where it is about none, or several."""
    data = chart.data
    if isinstance(data, Trends | Spark | Strip):
        return data.place
    if isinstance(data, Distribution | TileMap):
        return next((figure.place_name for figure in data.figures if data.place and figure.place == data.place), "")
    return ""
