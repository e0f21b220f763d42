"""PDF files as lines: words put together by where they stand, cells by ruled lines or by wide gaps.

PDFium does the parsing: it is what Chromium reads PDF with, is tested against hostile files without end, and reads a
page in milliseconds. It must not be entered by two threads at once, hence the lock.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from wholeplace.boards.model import Unread
from wholeplace.boards.reading.flow import Flow, Line
from wholeplace.boards.reading.pdf_lines import page_lines
from wholeplace.boards.reading.pdf_rules import rules_of
from wholeplace.boards.reading.pdf_words import words_of
from wholeplace.boards.report import Where
from wholeplace.core.errors import BadFileError
from wholeplace.core.progress import Progress, silent

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_PAGES = 5_000
_LOCK = threading.Lock()
_ANNOUNCE = 20


def read_pdf(name: str, data: bytes, progress: Progress = silent) -> Flow:
    """The flow of a PDF. A page without any text is a scan and is said so.

    Raises:
        BadFileError: it is damaged, protected by a password, or has more than 5,000 pages.
    """
    with _LOCK:
        document = _open(name, data)
        try:
            return _read(name, document, progress)
        finally:
            document.close()


def _open(name: str, data: bytes) -> Any:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise BadFileError(
                name, "it is protected by a password", "Open it with the password, save a copy without, and read that."
            ) from None
        raise BadFileError(name, "it is a PDF that is damaged or cut short", "Fetch it again.") from None
    if not count:
        document.close()
        raise BadFileError(name, "it is a PDF without pages", "Fetch it again.")
    if count > MOST_PAGES:
        document.close()
        raise BadFileError(
            name, f"it has {count:,} pages, and {MOST_PAGES:,} is the most that is read", "Take it apart by items."
        )
    return document


def _read(name: str, document: Any, progress: Progress) -> Flow:
    import pypdfium2

    lines: list[Line] = []
    unread: list[Unread] = []
    blank: list[int] = []
    total = len(document)
    for index in range(total):
        if index % _ANNOUNCE == 0:
            progress(index, total, f"{name}, page {index + 1}")
        try:
            found = list(_page(document, index))
        except (pypdfium2.PdfiumError, ValueError, OSError) as error:
            unread.append(Unread(f"page {index + 1}", f"this page is damaged ({error})", Where(index + 1)))
            continue
        if not found:
            blank.append(index + 1)
        lines += found
    progress(total, total, name)
    if len(blank) == total:
        why = "no page has any text: it is a scan. Have its text recognised (OCR) and read that"
        unread.append(Unread(f"{total} pages", why))
    else:
        why = "no text: blank, a picture or a scan"
        unread += [Unread(f"page {page}", why, Where(page)) for page in blank]
    return Flow(tuple(lines), total, (), tuple(unread))


def _page(document: Any, index: int) -> Iterator[Line]:
    page = document[index]
    try:
        words = words_of(page)
        yield from page_lines(words, rules_of(page), page.get_height(), index + 1)
    finally:
        page.close()
