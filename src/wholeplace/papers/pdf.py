"""A paper as PDF: tagged (PDF/UA-1), fit for keeping (PDF/A-3a), with its own JSON inside as `figures.json`.

Typst lays it out from `templates/paper.typ`. Words go in as JSON, so that nothing in them is read as markup.
Only the fonts of the paper's own packages are used, and the date is the document's: the same document gives
the same bytes.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from wholeplace.core.errors import PaperError
from wholeplace.papers import style
from wholeplace.papers.fonts import font_folders
from wholeplace.papers.json import as_data, blocks_data, dump, render_json
from wholeplace.papers.svg import svg_file
from wholeplace.papers.walk import charts_of, closing_blocks, with_annexed_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wholeplace.papers.model import Document

STANDARDS = ("a-3a", "ua-1")
LONGEST_WORD = 28  # letters that still fit a narrow column; longer ones get places to break
ATTEMPTS = 3

_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-fA-F]+)\}")


def render_pdf(document: Document) -> bytes:
    """The paper as PDF/UA-1 and PDF/A-3a. Raises PaperError where `check` finds something.

    Letters that no font of the paper has are printed by name (`[slightly smiling face]`) or as `?`; the JSON
    inside keeps them as they were.
    """
    attached = render_json(document)
    pages = dump(
        as_data(document)
        | {
            "pages": _with_pictures(blocks_data((*with_annexed_data(document), *closing_blocks(document)))),
            "style": style.tokens(),
            "date": [document.as_of.year, document.as_of.month, document.as_of.day],
        }
    ).decode()
    pages = re.sub(rf"[^\W\d_]{{{LONGEST_WORD},}}", _breakable, pages)
    pictures = {f"chart-{index}.svg": svg_file(chart) for index, chart in enumerate(charts_of(document))}
    return _compile(document, pages, pictures, attached)


def _breakable(word: re.Match[str]) -> str:
    text = word.group()
    return "\u200b".join(text[at : at + LONGEST_WORD] for at in range(0, len(text), LONGEST_WORD))


def _with_pictures(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for index, chart in enumerate(_charts(blocks)):
        chart["picture"] = f"chart-{index}.svg"
    return blocks


def _charts(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        if block["kind"] == "chart":
            yield block
        for inside in ("body", "left", "right"):
            yield from _charts(block.get(inside, []))


@lru_cache(maxsize=1)
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=list(font_folders()))


def _compile(document: Document, pages: str, pictures: dict[str, str], attached: bytes) -> bytes:
    import typst

    template = files("wholeplace.papers").joinpath("templates/paper.typ").read_bytes()
    midnight = datetime(document.as_of.year, document.as_of.month, document.as_of.day, tzinfo=UTC)
    for _ in range(ATTEMPTS):
        sources = {"main.typ": template, "paper.json": pages.encode(), "figures.json": attached}
        sources |= {name: svg.encode() for name, svg in pictures.items()}
        try:
            made: bytes = typst.compile(
                sources,  # type: ignore[call-overload]  # its stub leaves out the files by name that it takes
                font_paths=_fonts(),
                format="pdf",
                pdf_standards=list(STANDARDS),
                timestamp=midnight,
            )
        except typst.TypstError as error:
            missing = _unshowable(error.diagnostic)
            if not missing:
                raise PaperError(f"The PDF of '{document.title}' can't be laid out: {error.message}.") from error
            pages = _replaced(pages, missing)
            pictures = {name: _replaced(svg, missing) for name, svg in pictures.items()}
        else:
            return made
    raise PaperError(f"The PDF of '{document.title}' holds letters that its fonts lack. Use plainer names.")


def _unshowable(diagnostic: str) -> set[str]:
    found = _MISSING.findall(diagnostic)
    return {_ESCAPE.sub(lambda code: chr(int(code.group(1), 16)), text) for text in found}


def _replaced(text: str, missing: set[str]) -> str:
    for cluster in sorted(missing, key=lambda each: (-len(each), each)):
        text = text.replace(cluster, _spoken(cluster))
    return text


def _spoken(cluster: str) -> str:
    symbol = next((char for char in cluster if unicodedata.category(char) == "So"), "")
    return f"[{unicodedata.name(symbol, 'symbol').lower()}]" if symbol else "?"
