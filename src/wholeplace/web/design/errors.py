"""Pages that say what went wrong and what to do next. None of them needs the evidence; the last not even a database."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.template.loader import render_to_string

from wholeplace.web.design.navigation import sections

if TYPE_CHECKING:
    from django.http import HttpRequest

log = logging.getLogger(__name__)

BARE = (
    '<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>Sorry, something went wrong – Wholeplace</title>'
    "<h1>Sorry, something went wrong</h1><p>Try again in a few minutes.</p></html>"
)


def error_page(
    request: HttpRequest | None, status: int, title: str, *paragraphs: str, search: bool = False
) -> HttpResponse:
    """A page in the house style for an error; other rooms use it for theirs (too many requests, say)."""
    context: dict[str, Any] = {"title": title, "paragraphs": paragraphs, "search": search}
    if request is None:
        context |= {"sections": sections(""), "invented": False}
    return HttpResponse(render_to_string("design/error.html", context, request=request), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """400: an address or a form that can't be read."""
    return error_page(
        request, 400, "That request could not be read",
        "Something in the address or in what was sent is not in the form that Wholeplace expects.",
        "If you followed a link, tell the people whose page it is on. If you typed the address, check it.",
    )  # fmt: skip


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """403: a page for others."""
    return error_page(
        request, 403, "You can’t open this page",
        "It is for people with another role than yours.",
        "If you need it for your work, ask the person who gave you your account.",
    )  # fmt: skip


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """404: nothing at that address."""
    return error_page(
        request, 404, "Page not found",
        "If you typed the address, check it is right. If you pasted it, check that you copied the whole of it.",
        "A place or measure may also have been taken out since somebody linked to it.",
        search=True,
    )  # fmt: skip


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """403: a form that did not come from our own page, or came too late."""
    return error_page(
        request, 403, "That form could not be sent",
        "For your safety, a form is only taken from the page it was opened on, with cookies allowed, and before you"
        " sign in or out again.",
        "Go back, load the page again, and send the form once more. What you typed may need typing again.",
    )  # fmt: skip


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - nothing of it can be relied on
    """500: our mistake. Drawn without the request, so that it does not fail for the same reason."""
    try:
        return error_page(
            None, 500, "Sorry, something went wrong",
            "This is our mistake, not yours. It has been written down for the people who run Wholeplace.",
            "Try again in a few minutes. Nothing that was saved before is lost.",
        )  # fmt: skip
    except Exception:
        log.exception("The page for errors could not be drawn")
        return HttpResponse(BARE, status=500)
