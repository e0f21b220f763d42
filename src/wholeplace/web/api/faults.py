"""What goes wrong, always in one shape: {"error": {"code", "message", "parameter", "candidates"}}."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, JsonResponse

from wholeplace.core.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Mapping

MEANING = {
    400: "The request can't be read.",
    404: "Nothing is there: a place, measure, period or release that is not known. `candidates` may say what is.",
    405: "Only GET, HEAD and OPTIONS are answered.",
    406: "The answer can't be had in a format that was asked for.",
    422: "A parameter is unknown, missing or wrong; `parameter` names it.",
    429: "Too many requests from this address; `Retry-After` says in how many seconds to ask again.",
    503: "The evidence can't be read at this moment; `Retry-After` says in how many seconds to ask again.",
}
CODES = {
    400: "bad-request", 404: "not-found", 405: "method-not-allowed", 406: "not-acceptable", 422: "invalid",
    429: "too-many-requests", 503: "unavailable",
}  # fmt: skip


class Fault(Exception):  # noqa: N818 - a fault is an answer here
    """An answer that is not the one hoped for."""

    def __init__(
        self, status: int, message: str, parameter: str | None = None, candidates: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        """`message` is a sentence for a person; `candidates` maps ids to words."""
        super().__init__(message)
        self.status, self.message, self.parameter = status, message, parameter
        self.candidates, self.headers = dict(candidates or {}), dict(headers or {})

    def response(self) -> HttpResponse:
        """The fault as an answer."""
        content: dict[str, Any] = {
            "code": CODES[self.status],
            "message": self.message,
            "parameter": self.parameter,
            "candidates": [{"id": key, "title": words} for key, words in self.candidates.items()],
        }
        response = JsonResponse({"error": content}, status=self.status, headers=self.headers)
        response["Cache-Control"] = "no-store"
        return response


def unknown(error: RequestError, parameter: str | None = None) -> Fault:
    """A name that is not known (404), or that several things bear (422)."""
    several = str(error).startswith("Several ")
    words = str(error)
    if error.candidates and not several and ":" not in words:
        words += f" Did you mean: {', '.join(list(error.candidates)[:4])}?"
    return Fault(422 if several else 404, words, parameter or error.parameter, error.candidates)
