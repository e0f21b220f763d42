"""Public pages are worked out once for each state of the evidence, then handed out as they are.

    @allow(PUBLIC)
    @evidence_page
    def place(request, identifier): ...

A page so marked depends on nothing but its address, the evidence, and what rooms above add with `vary_on` (replies,
say). Readers who are not signed in share one copy, compressed once; its ETag makes a second visit cost nothing. Those
who are signed in, or have a message waiting, get a page of their own, which no cache may keep.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections.abc import Callable
from contextlib import contextmanager
from functools import lru_cache, partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.timezone import localdate

import wholeplace
from wholeplace.web.evidence.current import current
from wholeplace.web.evidence.shelf import Folder, Kept, Shelf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

LONGEST_ADDRESS = 4096
SHORTEST_COMPRESSED = 512
_COMPRESSIBLE = ("text/", "application/json", "application/xml", "application/atom+xml", "image/svg+xml")
View = Callable[..., HttpResponse]
# Pages are worked out one after another: several at once would each take longer, and hold up those that are finished.
_working = threading.Lock()
_also: list[Callable[[], str]] = []
_making: dict[str, tuple[threading.Lock, list[str]]] = {}


def vary_on(stamp: Callable[[], str]) -> None:
    """Pages also depend on this: a cheap function whose text changes whenever what it speaks of does."""
    if stamp not in _also:
        _also.append(stamp)


def state_of_evidence() -> str:
    """A text that changes whenever a public page may: another program, other evidence, another reply, another day.

    The evidence is the opened one: while a load is being taken in, pages are still made from what was there before.
    """
    return "|".join([_program(), current().fingerprint, str(localdate()), *(stamp() for stamp in _also)])


@lru_cache(maxsize=1)
def _program() -> str:
    """A fingerprint of the program's own files, so that an upgrade makes every page anew."""
    told = hashlib.sha256(wholeplace.__version__.encode())
    for path in sorted(Path(wholeplace.__file__).parent.rglob("*")):
        if path.suffix in {".py", ".html", ".toml", ".md", ".css", ".js"}:
            stat = path.stat()
            told.update(f"{path} {stat.st_mtime_ns} {stat.st_size}\n".encode())
    return told.hexdigest()[:16]


shelf = Shelf(folder=Folder())


def evidence_page(view: View | None = None, *, anywhere: bool = False) -> Any:
    """Mark a view of public evidence: conditional, and shared among readers who are not signed in.

    `anywhere` says that the page does not name its own address, and so is the same under every host name.
    """
    if view is None:
        return partial(evidence_page, anywhere=anywhere)
    known = view

    @wraps(known)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        if request.user.is_authenticated or len(get_messages(request)):
            response = known(request, *args, **kwargs)
            response["Cache-Control"] = "private, no-store"
            return response
        host = "" if anywhere else f"{request.scheme}://{request.get_host()}"
        return _shared(request, f"{host} {request.get_full_path()}", lambda: known(request, *args, **kwargs))

    return answer


def _shared(request: HttpRequest, key: str, make: Callable[[], HttpResponse]) -> HttpResponse:
    if len(key) > LONGEST_ADDRESS:
        return make()
    state = state_of_evidence()
    kept = shelf.get(key, state)
    if kept is None:
        with _one_at_a_time(key), _working:
            kept = shelf.get(key, state)
            if kept is None:
                response = make()
                if response.status_code != 200 or response.streaming or response.cookies:
                    return response
                kept = _finished(key, state, response)
                shelf.put(key, state, kept)
    return _answer(request, kept)


@contextmanager
def _one_at_a_time(key: str) -> Iterator[None]:
    """Of readers who ask for the same page at once, one works it out and the others wait for it."""
    lock, waiting = _making.setdefault(key, (threading.Lock(), []))
    waiting.append(key)
    try:
        with lock:
            yield
    finally:
        waiting.pop()
        if not waiting:
            _making.pop(key, None)


def _answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    etag, body, compressed, headers = kept
    response = HttpResponse(headers=headers)
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    conditional = get_conditional_response(request, etag=etag, response=response)
    if conditional is not response:
        return conditional
    if compressed and _takes_gzip(request):
        response.content = body
        response["Content-Encoding"] = "gzip"
    else:
        response.content = gzip.decompress(body) if compressed else body
    response["Content-Length"] = str(len(response.content))
    if request.method == "HEAD":
        response.content = b""
    return response


def _finished(key: str, state: str, response: HttpResponse) -> Kept:
    kind = response["Content-Type"]
    body = response.content
    compressible = len(body) >= SHORTEST_COMPRESSED and kind.startswith(_COMPRESSIBLE)
    # Weak, because compressed and plain bytes share it.
    etag = f'W/"{hashlib.sha256(f"{key}{state}".encode()).hexdigest()[:32]}"'
    headers = {k: v for k, v in response.items() if k not in {"ETag", "Content-Length", "Cache-Control", "Vary"}}
    return etag, gzip.compress(body, 6, mtime=0) if compressible else body, compressible, headers


def _takes_gzip(request: HttpRequest) -> bool:
    return "gzip" in request.headers.get("Accept-Encoding", "").casefold()
