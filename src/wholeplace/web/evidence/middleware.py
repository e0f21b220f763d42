"""What a reader sees where the evidence can't be read."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from wholeplace.core.errors import StoreError
from wholeplace.web.design.errors import error_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

RETRY_SECONDS = 60
logger = logging.getLogger(__name__)


class Unreadable:
    """Says that the evidence can't be read now, instead of a page that needs it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Django's way of chaining."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the work is done when a page fails."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """503 where the store can't be read; the log says why, the page names no folder."""
        if not isinstance(error, StoreError):
            return None
        logger.error("A page can't be shown, because the store can't be read", exc_info=error)
        page = error_page(
            request, 503, "The figures can’t be read at the moment",
            "The published data that this page is made from can’t be read. It has been written down for the people who "
            "run Wholeplace.",
            "Try again in a few minutes. Nothing that was saved before is lost.",
        )  # fmt: skip
        page["Retry-After"] = str(RETRY_SECONDS)
        page["Cache-Control"] = "no-store"
        return page
