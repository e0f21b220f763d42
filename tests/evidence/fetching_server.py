"""A publisher on this machine that misbehaves to order, over HTTP or HTTPS."""

from __future__ import annotations

import io
import json
import ssl
import threading
import time
import zipfile
from collections import defaultdict, deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable

    import trustme

    Behaviour = Callable[["Handler"], None]

PAGE = "government/statistics/invented-returns-2016-to-2017"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Publisher

    def do_GET(self) -> None:
        self.server.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        script = self.server.scripts[self.path]
        behaviour = script.popleft() if len(script) > 1 else (script[0] if script else status(404))
        try:
            behaviour(self)
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass

    def reply(self, code: int, headers: dict[str, str], body: bytes = b"", length: int | None = None) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        if code != 304:
            self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()


class Publisher(ThreadingHTTPServer):
    """Answers each path by its script of behaviours, one a request, the last one for ever."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, certificate: trustme.LeafCert | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            certificate.configure_cert(context)
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
            self.scheme = "https"
        self.scripts: dict[str, deque[Behaviour]] = defaultdict(deque)
        self.asked: list[tuple[str, dict[str, str]]] = []

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, *_: object) -> None:
        """A client that hangs up or distrusts us is what these tests are about."""

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.server_address[1]}"

    def on(self, path: str, *behaviours: Behaviour) -> str:
        self.scripts[path] = deque(behaviours)
        return f"{self.url}{path}"

    def page(self, attachments: list[dict[str, Any]], path: str = PAGE, **more: Any) -> None:
        """A GOV.UK publication page whose files are `attachments`."""
        body = {
            "title": "Invented returns: 2016 to 2017",
            "public_updated_at": "2018-01-11T09:30:00.000+00:00",
            "details": {"attachments": attachments},
        } | more
        self.on(f"/api/content/{path}", as_json(body))

    def holds(self, name: str, *behaviours: Behaviour, title: str = "", **more: Any) -> str:
        """A page with the one file `name`, answered by `behaviours`."""
        url = self.on(f"/media/1/{name}", *behaviours)
        self.page([{"title": title or name, "url": url, "filename": name} | more])
        return url

    def requests(self, ending: str) -> list[dict[str, str]]:
        """Headers of the requests whose path ends so, in order."""
        return [headers for path, headers in self.asked if path.endswith(ending)]


def as_json(body: Any) -> Behaviour:
    return lambda h: h.reply(200, {"Content-Type": "application/json"}, json.dumps(body).encode())


def status(code: int, **headers: str) -> Behaviour:
    return lambda h: h.reply(code, {name.replace("_", "-"): value for name, value in headers.items()})


def redirect(url: str) -> Behaviour:
    return status(302, Location=url)


def ok(
    body: bytes,
    *,
    etag: str = "",
    modified: str = "",
    content_type: str = "application/octet-stream",
    ranges: bool = True,
) -> Behaviour:
    """A well-behaved file: conditional requests and ranges understood (ranges unless told otherwise)."""

    def behave(h: Handler) -> None:
        headers = {"Content-Type": content_type}
        headers |= {"ETag": etag} if etag else {}
        headers |= {"Last-Modified": modified} if modified else {}
        known = {value for value in (etag, modified) if value}
        if h.headers.get("If-None-Match") in known or h.headers.get("If-Modified-Since") in known:
            h.reply(304, headers)
            return
        wanted = h.headers.get("Range")
        if ranges and wanted and h.headers.get("If-Range") in known:
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            if start >= len(body):
                h.reply(416, {"Content-Range": f"bytes */{len(body)}"})
                return
            headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
            h.reply(206, headers, body[start:])
            return
        h.reply(200, headers, body)

    return behave


def cut_short(body: bytes, after: int, *, etag: str = "") -> Behaviour:
    """Promises the whole body, sends the first bytes and hangs up."""

    def behave(h: Handler) -> None:
        h.reply(200, {"ETag": etag} if etag else {}, body[:after], length=len(body))
        h.close_connection = True

    return behave


def slow(seconds: float) -> Behaviour:
    """Says nothing for a while, then hangs up."""

    def behave(h: Handler) -> None:
        time.sleep(seconds)
        h.close_connection = True

    return behave


def workbook(size: int = 4000) -> bytes:
    """A file that is a ZIP container, as an .xlsx is, of about `size` bytes that do not compress, the same
    whenever it is made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("xl/workbook.xml"), bytes(index * 7919 % 251 for index in range(size)))
    return out.getvalue()
