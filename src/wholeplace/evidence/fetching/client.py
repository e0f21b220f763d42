"""One guarded way out to the network: TLS verified, only publishers' hosts, every redirect looked at."""

from __future__ import annotations

import json
import ssl
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self, TypeVar
from urllib.parse import urljoin, urlsplit

from wholeplace.core.errors import FetchError
from wholeplace.evidence.fetching.problems import BY_HAND, OfflineError, problem
from wholeplace.evidence.fetching.retry import TryAgainError, retry_after, with_retries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import httpx

    from wholeplace.evidence.fetching.settings import FetchSettings

T = TypeVar("T")

_BUSY = {429, 503}
_GONE = {404, 410}
_LONGEST_JSON = 50_000_000


class Client:
    """An HTTP client for the length of one fetch. Use it as a context manager."""

    def __init__(self, settings: FetchSettings) -> None:
        """Make ready; nothing is asked yet.

        Raises:
            FetchError: the file of extra certificates can't be read.
        """
        import httpx

        self.settings = settings
        self._unreachable: dict[str, OfflineError] = {}
        self._http = httpx.Client(
            verify=_trust(settings),
            follow_redirects=False,
            timeout=httpx.Timeout(settings.read_timeout, connect=settings.connect_timeout),
            # Unencoded, so that lengths and byte ranges are those of the file.
            headers={"User-Agent": "wholeplace (open data, local government)", "Accept-Encoding": "identity"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def retrying(self, url: str, action: Callable[[], T]) -> T:
        """Do `action`, which asks `url`, with retries; a host found to be out of reach is not asked again.

        Raises:
            FetchError: see `with_retries`. For a host out of reach it is the same `OfflineError` each time.
        """
        host = urlsplit(url).netloc
        if host in self._unreachable:
            raise self._unreachable[host]
        try:
            return with_retries(self.settings, url, action)
        except OfflineError as error:
            self._unreachable[host] = error
            raise

    @contextmanager
    def stream(self, url: str, headers: Mapping[str, str]) -> Iterator[httpx.Response]:
        """One GET, its permitted redirects followed, the body not yet read. No retries here.

        Yields an answer of status 200, 206, 304 or 416.

        Raises:
            TryAgainError: the server is busy or failing (429, 5xx).
            FetchError: the address or a redirect is not a publisher's, or the answer is final and no use.
            httpx.TransportError: the connection failed.
        """
        address = url
        for _ in range(self.settings.max_redirects + 1):
            self._guard(address, url)
            with self._http.stream("GET", address, headers=dict(headers)) as response:
                if not response.has_redirect_location:
                    _judge(response, url)
                    yield response
                    return
                address = urljoin(address, response.headers["location"])
        raise problem(f"The publisher sent us on more than {self.settings.max_redirects} times", url)

    def json(self, url: str) -> Any:
        """The JSON document at `url`, with retries.

        Raises:
            FetchError: it can't be had, or is not JSON.
        """

        def ask() -> bytes:
            body = b""
            with self.stream(url, {"Accept": "application/json"}) as response:
                for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) > _LONGEST_JSON:
                        raise problem("The publisher's page is far longer than such pages are", url)
            return body

        body = self.retrying(url, ask)
        try:
            return json.loads(body)
        except ValueError as error:
            start = body[:40].decode("utf-8", "replace")
            raise problem(
                f"The publisher's page has changed: JSON was expected and this came: {start!r}", url
            ) from error

    def _guard(self, address: str, asked: str) -> None:
        import httpx

        try:
            url = httpx.URL(address)
        except httpx.InvalidURL as error:
            raise problem(f"'{address}' is not an address", asked) from error
        if url.userinfo or not self.settings.permits(url.scheme, url.netloc.decode("ascii")):
            sent = "" if address == asked else f", where {asked} sent us"
            raise problem(
                f"We do not download from {url.scheme}://{url.netloc.decode('ascii')}{sent}: "
                "it is not one of the publishers' own addresses",
                address,
            )


def _trust(settings: FetchSettings) -> ssl.SSLContext | bool:
    if settings.ca_file is None:
        return True
    context = ssl.create_default_context()
    try:
        context.load_verify_locations(cafile=settings.ca_file)
    except (OSError, ssl.SSLError) as error:
        raise FetchError(
            f"The certificates in {settings.ca_file} can't be read: {error}. "
            f"WHOLEPLACE_CA_FILE must name a PEM file; unset it if your network needs none. {BY_HAND}"
        ) from error
    return context


def _judge(response: httpx.Response, url: str) -> None:
    status = response.status_code
    if status in {200, 206, 304, 416}:
        return
    if status in _BUSY or status >= 500:
        after = retry_after(response.headers.get("retry-after", "")) if status in _BUSY else None
        raise TryAgainError(f"it answered {status} {response.reason_phrase}".rstrip(), after)
    if status in _GONE:
        what = f"There is nothing at this address any more (it answered {status})"
        raise problem(what, url, "The publisher has moved or withdrawn it.")
    raise problem(f"The publisher refused: it answered {status} {response.reason_phrase}".rstrip(), url)
