"""Trying again: how often, how long to wait in between, and when it can't help."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from wholeplace.evidence.fetching.problems import connection_problem, is_distrust, problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from wholeplace.evidence.fetching.settings import FetchSettings

T = TypeVar("T")


class TryAgainError(Exception):
    """An answer that may be better next time. `after` is how many seconds the server asks to wait, if any."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        """Keep the reason, in words for a person, and the wait."""
        self.reason = reason
        self.after = after
        super().__init__(reason)


def with_retries(settings: FetchSettings, url: str, action: Callable[[], T]) -> T:
    """Do `action`, again after connection errors and `TryAgainError`, waiting longer each time.

    Raises:
        FetchError: it failed `settings.tries` times, or in a way that trying again can't mend.
    """
    import httpx

    host = urlsplit(url).netloc
    attempt = 0
    while True:
        attempt += 1
        last = attempt >= settings.tries
        try:
            return action()
        except TryAgainError as again:
            if last:
                what = f"{host} kept failing in {attempt} tries: {again.reason}"
                raise problem(what, url, "Try again later.") from again
            wait = pause(settings, attempt) if again.after is None else again.after
            if wait > settings.longest_wait:
                what = f"{host} asks to wait {wait:.0f} seconds: {again.reason}"
                raise problem(what, url, "Try again after that.") from again
        except httpx.TransportError as error:
            if last or is_distrust(error):
                raise connection_problem(error, url, host, attempt) from error
            wait = pause(settings, attempt)
        settings.sleep(wait)


def pause(settings: FetchSettings, attempt: int) -> float:
    """Seconds to wait after try number `attempt`: doubling, half of it at random so that callers spread."""
    longest = min(settings.backoff * float(2 ** (attempt - 1)), settings.longest_wait)
    return longest * (0.5 + 0.5 * settings.jitter())


def retry_after(header: str) -> float | None:
    """Seconds from a Retry-After header, which holds a number or an HTTP date (RFC 9110, 10.2.3)."""
    text = header.strip()
    if text.isdecimal():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
