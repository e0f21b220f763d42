"""One file from its publisher to the shelf: resumed where it broke off, checked, and renamed in one step."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import date
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from wholeplace.core.files import sha256
from wholeplace.evidence.fetching.content import check_content, check_type
from wholeplace.evidence.fetching.problems import problem
from wholeplace.evidence.fetching.publication import Fetched, Target
from wholeplace.evidence.fetching.retry import TryAgainError
from wholeplace.evidence.fetching.shelf import Held, Part, Shelf

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from wholeplace.evidence.fetching.client import Client

_CHUNK = 1 << 16
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


def download(client: Client, target: Target, shelf: Shelf, tell: Callable[[int, int], None]) -> Fetched:
    """Bring `target` to the shelf, or find that the file there is still the publisher's current one.

    `tell(got, expected)` is called now and then, in bytes; `expected` is 0 while not known.

    Raises:
        FetchError: it can't be had, or what came is not what it should be. The shelf keeps what stood there.
    """
    if target.size is not None:
        _check_limit(client, target, target.size)
    held = shelf.held(target.url)
    return client.retrying(target.url, lambda: _attempt(client, target, shelf, held, tell))


def _attempt(
    client: Client, target: Target, shelf: Shelf, held: Held | None, tell: Callable[[int, int], None]
) -> Fetched:
    part = shelf.part(target.url)
    with client.stream(target.url, _conditions(shelf, held, part)) as response:
        if response.status_code == 304 and held is not None:
            return _as_held(target, shelf, held)
        if response.status_code in {304, 416}:
            if part is not None:
                shelf.drop(part)
            raise TryAgainError("it refused to go on with a download that had broken off", 0.0)
        check_type(response.headers.get("content-type", ""), target.url)
        part, start = _place(target, shelf, part, response)
        expected = _expected(response, start)
        _check_limit(client, target, expected)
        got = _receive(client, target, shelf, part, response, start, expected, tell)
        modified = _modified(response.headers)
    if expected and got < expected:
        raise TryAgainError(f"it broke off after {got:,} of {expected:,} bytes")
    try:
        return _finish(target, shelf, held, part, got, expected, modified)
    except Exception:
        # What is whole but wrong would be "resumed" for ever: start afresh next time.
        shelf.drop(part)
        raise


def _conditions(shelf: Shelf, held: Held | None, part: Part | None) -> dict[str, str]:
    """Headers that spare bytes: the rest only (RFC 9110, 14.2), or nothing if unchanged (13.1)."""
    if part is not None and part.validator and (size := shelf.part_path(part).stat().st_size):
        return {"Range": f"bytes={size}-", "If-Range": part.validator}
    if part is None and held is not None:
        conditions = {"If-None-Match": held.etag, "If-Modified-Since": held.last_modified}
        return {name: value for name, value in conditions.items() if value}
    return {}


def _place(target: Target, shelf: Shelf, part: Part | None, response: httpx.Response) -> tuple[Part, int]:
    """Where the body goes and at which byte it starts: the end of the half for 206, otherwise afresh."""
    if response.status_code == 206 and part is not None:
        size = shelf.part_path(part).stat().st_size
        told = _RANGE.fullmatch(response.headers.get("content-range", ""))
        if told is None or int(told[1]) != size:
            shelf.drop(part)
            raise TryAgainError("it went on from another place than the one asked for", 0.0)
        return part, size
    headers = response.headers
    # The fingerprints of a compressed body are not those of the file; without them it is simply not resumed.
    plain = headers.get("content-encoding", "identity") == "identity"
    etag, modified = (headers.get("etag", ""), headers.get("last-modified", "")) if plain else ("", "")
    return shelf.begin(target, etag, modified), 0


def _expected(response: httpx.Response, start: int) -> int:
    """Length of the whole file in bytes as the server tells it; 0 where it does not."""
    if response.headers.get("content-encoding", "identity") != "identity":
        return 0
    told = _RANGE.fullmatch(response.headers.get("content-range", ""))
    if told and told[2] != "*":
        return int(told[2])
    length = response.headers.get("content-length", "")
    return start + int(length) if length.isdecimal() else 0


def _receive(
    client: Client,
    target: Target,
    shelf: Shelf,
    part: Part,
    response: httpx.Response,
    start: int,
    expected: int,
    tell: Callable[[int, int], None],
) -> int:
    got = start
    with shelf.part_path(part).open("ab") as out:
        for chunk in response.iter_bytes(_CHUNK):
            got += len(chunk)
            if got > client.settings.max_bytes:
                shelf.drop(part)
                _check_limit(client, target, got)
            out.write(chunk)
            tell(got, expected or target.size or 0)
    return got


def _finish(
    target: Target,
    shelf: Shelf,
    held: Held | None,
    part: Part,
    got: int,
    expected: int,
    modified: date | None,
) -> Fetched:
    path = shelf.part_path(part)
    for size, who in ((expected, "the server"), (target.size, "the publisher's page")):
        if size and got != size:
            raise problem(f"{got:,} bytes came where {who} says {size:,}", target.url, "Try again later.")
    data = path.read_bytes()
    if target.md5 and hashlib.md5(data, usedforsecurity=False).hexdigest() != target.md5:
        raise problem("The file is not the one whose MD5 the publisher gives", target.url, "Try again later.")
    check_content(path, target.filename.rpartition(".")[2].lower(), target.url)
    fingerprint = sha256(data)
    if held is not None and held.sha256 == fingerprint:
        shelf.drop(part)
        shelf.note(replace(held, etag=part.etag, last_modified=part.last_modified))
        return _as_held(target, shelf, held)
    published = target.published or modified
    kept = Held(
        url=target.url,
        path=part.path,
        sha256=fingerprint,
        bytes=got,
        title=target.title,
        published=published.isoformat() if published else "",
        etag=part.etag,
        last_modified=part.last_modified,
    )
    return _fetched(target, kept, shelf.keep(part, kept), unchanged=False)


def _as_held(target: Target, shelf: Shelf, held: Held) -> Fetched:
    return _fetched(target, held, shelf.path(held.path), unchanged=True)


def _fetched(target: Target, held: Held, path: Any, *, unchanged: bool) -> Fetched:
    return Fetched(
        key=target.key,
        path=path,
        url=target.url,
        title=target.title,
        # The same bytes were public from the first day we were told of, whatever the page says since.
        published=date.fromisoformat(held.published) if held.published else target.published,
        sha256=held.sha256,
        bytes=held.bytes,
        unchanged=unchanged,
    )


def _modified(headers: httpx.Headers) -> date | None:
    try:
        return parsedate_to_datetime(headers.get("last-modified", "")).date()
    except ValueError:
        return None


def _check_limit(client: Client, target: Target, size: int) -> None:
    limit = client.settings.max_bytes
    if size > limit:
        raise problem(
            f"'{target.title}' has {size:,} bytes or more, above the limit of {limit:,} for one file",
            target.url,
            "If the publisher means it, fetch it by hand.",
        )
