"""What every address of the API has in common: who may ask and how often, formats, ETags, and errors in one shape."""

from __future__ import annotations

import hashlib
import logging
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_etags

from wholeplace.core.errors import RequestError, WholeplaceError
from wholeplace.web.accounts.access import PUBLIC, allow
from wholeplace.web.api.faults import MEANING, Fault, unknown
from wholeplace.web.api.limits import OLDER_COST, take
from wholeplace.web.evidence.caching import state_of_evidence
from wholeplace.web.evidence.current import current

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

JSON, CSV = "application/json", "text/csv"
METHODS = "GET, HEAD, OPTIONS"
MAX_AGE = 60  # seconds a shared cache may answer without asking
BUSY = {"Retry-After": "5"}
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "If-None-Match, Accept",
    "Access-Control-Max-Age": "86400",
    "Allow": METHODS,
}
logger = logging.getLogger("wholeplace.api")


def guarded(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of the API with everything around it that all of them share."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={**OPEN, **PREFLIGHT})
        told: dict[str, str] = {}
        try:
            response = _answered(request, view, args, kwargs, told)
        except Fault as fault:
            response = fault.response()
        except RequestError as error:
            response = unknown(error).response()
        except SuspiciousOperation:
            response = Fault(400, MEANING[400]).response()
        except (WholeplaceError, OSError):
            logger.exception("The API can't answer.")
            response = Fault(503, "The evidence can't be read at this moment. Ask again soon.", headers=BUSY).response()
        for name, value in {**OPEN, **told}.items():
            response[name] = value
        patch_vary_headers(response, ["Accept", "Accept-Encoding"])
        if request.method == "HEAD":
            _without_body(response)
        return response

    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return allow(PUBLIC)(answer)


def _answered(
    request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any, told: dict[str, str]
) -> HttpResponse:
    if request.method not in {"GET", "HEAD"}:
        raise Fault(405, MEANING[405], headers={"Allow": METHODS})
    allowance = take(request.META.get("REMOTE_ADDR", ""), OLDER_COST if "as_of" in request.GET else 1)
    told |= allowance.headers
    if not allowance.allowed:
        raise Fault(429, f"Too many requests from this address. Ask again in {allowance.retry_after} seconds.")
    request.told_as = format_of(request)
    etag = etag_of(request)
    asked = [tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))]
    if etag in asked:  # given only with a good answer to this very question, so the question is still good
        return HttpResponse(status=304, headers=_validators(etag))
    method, request.method = request.method, "GET"
    try:
        response = view(request, *args, **kwargs)
    finally:
        request.method = method
    if response.status_code == 200:
        for name, value in _validators(etag).items():
            response[name] = value
    return response


def format_of(request: HttpRequest) -> str:
    """JSON or CSV: what the address says, else what the reader would rather have."""
    asked = request.GET.get("format")
    if asked is not None:
        return CSV if asked == "csv" else JSON  # other words are refused with the other parameters
    wanted = request.get_preferred_type([JSON, CSV])
    if wanted is None:
        raise Fault(406, "Answers are application/json or text/csv. Ask for one of them, or leave Accept out.")
    return str(wanted)


def etag_of(request: HttpRequest) -> str:
    """Another text whenever the answer may be another."""
    parts = [state_of_evidence(), current().fingerprint, request.get_host(), request.get_full_path(), request.told_as]
    return f'"{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:32]}"'


def _validators(etag: str) -> dict[str, str]:
    told = {"ETag": etag, "Cache-Control": f"public, max-age={MAX_AGE}"}
    try:
        loaded = (current().store.folder / "catalogue.json").stat().st_mtime
    except OSError:
        return told
    return {**told, "Last-Modified": http_date(loaded)}


def _without_body(response: HttpResponse) -> None:
    if response.streaming:
        response.streaming_content = iter(())
    else:
        response.headers.setdefault("Content-Length", str(len(response.content)))
        response.content = b""
