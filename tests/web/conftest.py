"""The workbench on the invented sector, for tests: people of every role, and their browsers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from django.test import Client

PASSWORD = "a long enough password for tests"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The tests' database; connections that threads of a test left open are ended before it is dropped."""
    yield
    from django.db import connection

    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def use_store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], None]]:
    """Points the workbench at another store, for one test."""
    from dataclasses import replace

    from django.conf import settings

    from wholeplace.web.evidence.caching import shelf

    def point(folder: Path) -> None:
        monkeypatch.setattr(
            settings, "CONFIG", replace(settings.CONFIG, env={**settings.CONFIG.env, "WHOLEPLACE_STORE": str(folder)})
        )
        shelf.clear()

    yield point
    shelf.clear()


@pytest.fixture
def sector(use_store: Callable[[Path], None], sector_store: Path) -> Path:
    """The workbench answers from the invented sector."""
    use_store(sector_store)
    return sector_store


@pytest.fixture
def person(db: None) -> Callable[..., Any]:
    """Makes a person with a role: `person("officer", "ZAA")`; without a role, one who may nothing special."""
    from wholeplace.web.accounts.models import Grant, User

    made: list[int] = []

    def make(role: str = "", place: str = "", **more: Any) -> Any:
        made.append(1)
        email = more.pop("email", f"{role or 'nobody'}-{len(made)}@sample.invalid")
        user = User.objects.create_user(email, PASSWORD, name=more.pop("name", f"A {role or 'person'}"), **more)
        if role:
            Grant.objects.create(user=user, role=role, place=place)
        return user

    return make


@pytest.fixture
def signed_in(person: Callable[..., Any]) -> Callable[..., Client]:
    """A browser of a person with a role, signed in: `signed_in("adviser")`. Its `.person` is the person."""
    from django.test import Client

    def enter(role: str = "", place: str = "", **more: Any) -> Client:
        client = Client()
        user = person(role, place, **more)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        client.person = user  # type: ignore[attr-defined]
        return client

    return enter
