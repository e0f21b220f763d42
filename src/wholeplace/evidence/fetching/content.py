"""Does a downloaded file look like what was asked for? A cheap look at its ends; nothing is parsed."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from wholeplace.evidence.fetching.problems import problem

if TYPE_CHECKING:
    from pathlib import Path

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body")
_ZIPPED = {"xlsx", "ods"}
_WORKBOOKS = _ZIPPED | {"xls"}


def check_type(content_type: str, url: str) -> None:
    """Refuse a web page before its body is read.

    Raises:
        FetchError: the server says that it sends HTML.
    """
    kind = content_type.partition(";")[0].strip().lower()
    if kind in {"text/html", "application/xhtml+xml"}:
        raise _web_page(url)


def check_content(path: Path, form: str, url: str) -> None:
    """Look at the file at `path`, which should be of the format `form` (xls, xlsx, ods or csv).

    Raises:
        FetchError: it is empty, a web page, cut short, or plainly another kind of file.
    """
    with path.open("rb") as handle:
        start = handle.read(1024)
    if not start.strip():
        raise problem("The publisher sent an empty file", url, "Try again later.")
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_HTML):
        raise _web_page(url)
    if form in _WORKBOOKS and not start.startswith((_ZIP, _OLE)):
        raise problem(f"A workbook ({form}) was expected and something else came: {start[:20]!r}", url)
    if form in _ZIPPED and start.startswith(_ZIP) and not zipfile.is_zipfile(path):
        raise problem("The workbook is cut short: its end is missing", url, "Try again.")
    if form == "csv" and (start.startswith((_ZIP, _OLE)) or b"\0" in start):
        raise problem(f"Comma-separated text was expected and something else came: {start[:20]!r}", url)


def _web_page(url: str) -> Exception:
    return problem(
        "A web page (HTML) came where a data file was expected",
        url,
        "The file may have been moved, or a login page of your network may stand in between.",
    )
