"""What tests of signing in share: codes, letters, a small register of places."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

PASSWORD = "a long enough password for tests"


@pytest.fixture
def small_register(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A register of two invented councils, without any evidence to open."""
    from wholeplace.places.changes import put_together
    from wholeplace.places.model import Place
    from wholeplace.places.register import Register
    from wholeplace.web.accounts import places_book

    names = {"ZAA": "Elmshire", "ZAB": "Oakham Vale"}
    places = {i: Place(i, name, f"{name} Council", "unitary") for i, name in names.items()}
    book = Register(places, put_together([], []))
    monkeypatch.setattr(places_book, "register", lambda: book)
    return book


@pytest.fixture
def app_of() -> Callable[[Any], Callable[[], str]]:
    """Sets up an authenticator app for a person and gives what shows its code."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    def set_up(person: Any) -> Callable[[], str]:
        secret = generate_totp_secret()
        TOTP.activate(person, secret)
        return lambda: code_of(secret)

    return set_up


def code_of(secret: str) -> str:
    """The code that an authenticator app shows now."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


@pytest.fixture
def give_code() -> Callable[[str], str]:
    return code_of


@pytest.fixture
def sign_in() -> Callable[..., Any]:
    """Tries to sign in by the form."""

    def attempt(client: Client, email: str, password: str = PASSWORD, **more: Any) -> Any:
        return client.post("/account/login/", {"login": email, "password": password, **more.pop("data", {})}, **more)

    return attempt


@pytest.fixture(autouse=True)
def _letters_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test's transaction never ends, so what waits for its end is done at once."""
    from django.db import transaction

    monkeypatch.setattr(transaction, "on_commit", lambda do, using=None, robust=False: do())


@pytest.fixture
def letters() -> Callable[[], list[Any]]:
    """The letters sent so far."""
    from django.core import mail

    return lambda: list(mail.outbox)


@pytest.fixture
def link_in() -> Callable[[Any], str]:
    """The path of the first link in a letter."""
    return lambda letter: re.search(r"https?://[^/\s]+(/\S+)", letter.body)[1]  # type: ignore[index]


@pytest.fixture
def sure() -> Callable[[Client], Client]:
    """A browser whose person has just given the password again."""

    def mark(client: Client) -> Client:
        assert client.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302
        return client

    return mark
