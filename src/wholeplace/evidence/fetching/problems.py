"""What can go wrong on the way to a publisher, in words a person can act on.

Every message says what, which address, what to do, and ends with how to load a file without the network.
"""

from __future__ import annotations

import errno
import socket
import ssl
from typing import TYPE_CHECKING

from wholeplace.core.errors import FetchError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wholeplace.evidence.fetching.publication import Fetched

BY_HAND = "Download it in a browser and run: wholeplace load FILE"

_UNREACHABLE = {errno.ECONNREFUSED, errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN}


class OfflineError(FetchError):
    """There is no connection to the publisher's host; nothing was changed."""


class PartlyFetchedError(FetchError):
    """Some files came (`fetched`) and some did not (`failures`, each a whole message)."""

    def __init__(self, fetched: Sequence[Fetched], failures: Sequence[FetchError]) -> None:
        """Keep both halves, so that what came can still be loaded."""
        self.fetched = tuple(fetched)
        self.failures = tuple(failures)
        files = "file" if len(self.fetched) == 1 else "files"
        listed = "\n".join(f"- {failure}" for failure in self.failures)
        super().__init__(f"{len(self.fetched)} {files} came; {len(self.failures)} could not be had:\n{listed}")


def problem(what: str, url: str, remedy: str = "") -> FetchError:
    """An error that names the address and ends with the way by hand."""
    return FetchError(" ".join(part for part in (f"{what} ({url}).", remedy, BY_HAND) if part))


def connection_problem(error: Exception, url: str, host: str, tries: int) -> FetchError:
    """Why a host could not be reached, told apart: not trusted, not there, or not answering."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLError):
            return _not_trusted(cause, url, host)
    if any(_is_offline(cause) for cause in causes):
        return OfflineError(
            f"There is no connection to {host} ({url}); nothing was changed. "
            f"Check this computer's connection, or its proxy settings, and try again. {BY_HAND}"
        )
    return problem(
        f"{host} did not answer properly in {tries} tries: {str(error) or type(error).__name__}",
        url,
        "What had come was kept; try again later and it goes on from there.",
    )


def is_distrust(error: Exception) -> bool:
    """Whether a connection failed because the server could not prove who it is: trying again can't help."""
    return any(isinstance(cause, ssl.SSLCertVerificationError) for cause in _causes(error))


def _not_trusted(cause: ssl.SSLError, url: str, host: str) -> FetchError:
    reason = getattr(cause, "verify_message", "") or cause.reason or str(cause)
    return problem(
        f"{host} could not prove that it is {host}: {reason}; nothing was downloaded",
        url,
        "If your network opens TLS with its own certificate, ask for that certificate as a PEM file and set "
        "WHOLEPLACE_CA_FILE to it.",
    )


def _is_offline(cause: BaseException) -> bool:
    if isinstance(cause, socket.gaierror):
        return True
    return isinstance(cause, OSError) and cause.errno in _UNREACHABLE


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
