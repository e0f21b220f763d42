"""What of a request reaches the workbench: the request, and nothing of the process it is answered in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# What a server says of a request (PEP 3333); headers and whatever has a dot in its name come with them.
SAID = frozenset(
    {"CONTENT_LENGTH", "CONTENT_TYPE", "GATEWAY_INTERFACE", "HTTPS", "PATH_INFO", "QUERY_STRING", "REMOTE_ADDR",
     "REMOTE_HOST", "REMOTE_PORT", "REQUEST_METHOD", "REQUEST_URI", "SCRIPT_NAME", "SERVER_NAME", "SERVER_PORT",
     "SERVER_PROTOCOL", "SERVER_SOFTWARE"}
)  # fmt: skip
Application = Any


def request_alone(application: Application) -> Application:
    """The application, told only what belongs to the request.

    Servers hand on the environment of their process with every request, and with it the secret key and the
    database's password; libraries write requests down, in sessions for one.
    """

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        told = {name: value for name, value in environ.items() if _belongs(name)}
        found: Iterable[bytes] = application(told, start_response)
        return found

    return answer


def _belongs(name: str) -> bool:
    # A header called Proxy is nobody's; libraries take HTTP_PROXY for the machine's own setting.
    return name in SAID or "." in name or (name.startswith("HTTP_") and name != "HTTP_PROXY")
