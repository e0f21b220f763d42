"""Who a request is from is settled once, and a line of the log is cleaned of whatever looks like a person."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory

from wholeplace.web.operations.logs import Lines, StrikeOutPeople, strike_out
from wholeplace.web.operations.middleware import ClientAddress


def seen(monkeypatch: pytest.MonkeyPatch, trusted: str, neighbour: str, forwarded: str = "") -> dict[str, Any]:
    """What pages see of a request from a neighbour with headers."""
    env = {**settings.CONFIG.env, "WHOLEPLACE_TRUSTED_PROXY": trusted}
    monkeypatch.setattr(settings, "CONFIG", replace(settings.CONFIG, env=env))
    found: dict[str, Any] = {}

    def page(request: Any) -> HttpResponse:
        found.update(request.META)
        return HttpResponse()

    request = RequestFactory().get("/", REMOTE_ADDR=neighbour, HTTP_X_FORWARDED_PROTO="https", HTTP_X_REAL_IP="9.9.9.9")
    if forwarded:
        request.META["HTTP_X_FORWARDED_FOR"] = forwarded
    ClientAddress(page)(request)
    return found


@pytest.mark.parametrize(
    ("trusted", "neighbour", "forwarded", "reader"),
    [
        ("", "198.51.100.9", "", "198.51.100.9"),
        ("", "198.51.100.9", "203.0.113.1", "198.51.100.9"),
        ("10.0.0.1", "198.51.100.9", "203.0.113.1", "198.51.100.9"),
        ("10.0.0.1", "10.0.0.1", "203.0.113.1", "203.0.113.1"),
        ("10.0.0.1", "::ffff:10.0.0.1", "203.0.113.1", "203.0.113.1"),
        ("10.0.0.1", "10.0.0.1", "made-up, 203.0.113.1", "203.0.113.1"),
        ("10.0.0.1", "10.0.0.1", "203.0.113.1, made-up", "10.0.0.1"),
        ("10.0.0.0/8", "10.0.0.1", "1.1.1.1, 203.0.113.1, 10.0.0.2", "203.0.113.1"),
        ("10.0.0.0/8, fd00::/8", "fd00::1", "2001:db8::5, 10.0.0.2", "2001:db8::5"),
        ("10.0.0.0/8", "10.0.0.1", "", "10.0.0.1"),
    ],
)
def test_only_a_trusted_proxy_is_believed_about_a_readers_address(
    monkeypatch: pytest.MonkeyPatch, trusted: str, neighbour: str, forwarded: str, reader: str
) -> None:
    found = seen(monkeypatch, trusted, neighbour, forwarded)

    assert found["REMOTE_ADDR"] == reader
    assert not {"HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP"} & set(found), "nobody else need think of proxies"


def test_only_a_trusted_proxy_is_believed_about_https(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "HTTP_X_FORWARDED_PROTO" in seen(monkeypatch, "10.0.0.1", "10.0.0.1")
    assert "HTTP_X_FORWARDED_PROTO" not in seen(monkeypatch, "10.0.0.1", "10.0.0.2")


def test_addresses_of_people_and_machines_are_struck_out() -> None:
    told = strike_out("Mail to Jo <jo.b+x@council.example>, from 203.0.113.7 and 2001:db8::7:1 at 12:30:45 in 0.12.3")

    assert told == "Mail to Jo <[email]>, from [address] and [address] at 12:30:45 in 0.12.3"


def test_the_text_of_an_error_is_not_logged_but_where_it_came_from_is() -> None:
    def inner() -> None:
        raise ValueError("Key (email)=(jo@council.example) of Jo Bloggs exists")

    try:
        try:
            inner()
        except ValueError as error:
            raise RuntimeError("while saving Jo Bloggs") from error
    except RuntimeError as error:
        info = (type(error), error, error.__traceback__)
    record = logging.LogRecord("django.request", logging.ERROR, "x", 1, "Failed: %s", ("/people/Jo/",), info)
    record.request_id = "0123456789abcdef"
    StrikeOutPeople().filter(record)
    line = Lines().format(record)

    for private in ("Jo", "jo@", "people"):
        assert private not in line
    assert "builtins.ValueError" in line
    assert "builtins.RuntimeError" in line
    assert "in inner" in line
    assert '"request_id": "0123456789abcdef"' in line


def test_nothing_of_the_processs_environment_comes_with_a_request():
    from wholeplace.web.operations.requests import request_alone

    seen: dict[str, object] = {}
    request = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "HTTP_HOST": "here", "wsgi.input": b"", "CONTENT_TYPE": ""}
    secrets = {"WHOLEPLACE_SECRET_KEY": "s", "DATABASE_URL": "postgres://u:p@h/d", "HTTP_PROXY": "x", "PATH": "/bin"}
    answer = request_alone(lambda environ, start: seen.update(environ) or [b""])
    answer({**secrets, **request}, lambda *told: None)
    assert seen == request
