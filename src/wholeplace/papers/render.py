"""A document in any of its formats, and onto the disk.

    render(document, "pdf") -> bytes
    write(document, Path("harrowmere.docx"))

The same document gives the same bytes in every format.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wholeplace.core.errors import PaperError
from wholeplace.core.files import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

    from wholeplace.papers.model import Document

FORMATS = ("pdf", "html", "docx", "xlsx", "json")


def render(document: Document, format: str) -> bytes:  # noqa: A002 - the word a reader of the call expects
    """The document as the bytes of a file. Raises PaperError for an unknown format or an unsound document."""
    if format == "pdf":
        from wholeplace.papers.pdf import render_pdf

        return render_pdf(document)
    if format == "html":
        from wholeplace.papers.html import render_html

        return render_html(document).encode()
    if format == "docx":
        from wholeplace.papers.word import render_docx

        return render_docx(document)
    if format == "xlsx":
        from wholeplace.papers.excel import render_xlsx

        return render_xlsx(document)
    if format == "json":
        from wholeplace.papers.json import render_json

        return render_json(document)
    raise PaperError(f"There is no format '{format}'. Use one of: {', '.join(FORMATS)}.")


def write(document: Document, path: Path) -> None:
    """Write the document in the format that the file's ending names, whole or not at all."""
    suffix = path.suffix.lower().lstrip(".")
    if suffix not in FORMATS:
        endings = ", ".join(f".{each}" for each in FORMATS)
        raise PaperError(f"'{path.name}' does not say which format to write. End its name in one of: {endings}.")
    write_atomically(path, render(document, suffix))
