"""Everything that must be right before the workbench serves, each told with what to do about it."""

from __future__ import annotations

import contextlib
import io
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wholeplace.core.errors import SettingsError, WholeplaceError
from wholeplace.evidence.store import Store
from wholeplace.web.config import config
from wholeplace.web.operations import start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from wholeplace.web.config import Config


@dataclass(frozen=True)
class Finding:
    """What one look came to: the part, whether it is well, what was seen, and what to do where it is not."""

    part: str
    ok: bool
    told: str
    remedy: str = ""


def check(*, whole: bool = False, offline: bool = False) -> list[Finding]:
    """Look at everything; with wrong settings at nothing else, because the rest stands on them."""
    found = config()
    if problems := found.problems():
        return [Finding("settings", ok=False, told=problem) for problem in problems]
    try:
        start.set_up()
    except SettingsError as error:
        return [Finding("settings", ok=False, told=str(error))]
    looks: list[Iterator[Finding]] = [
        _settings(found), _django(found), _home(found), _database(), _store(found, whole), _styles(found),
        _mail(found, offline),
    ]  # fmt: skip
    return [finding for look in looks for finding in look]


def _settings(found: Config) -> Iterator[Finding]:
    where = f"answers to {', '.join(found.hosts)}"
    yield Finding("settings", ok=True, told=f"{found.mode}; {where}")


def _django(found: Config) -> Iterator[Finding]:
    from django.core.management import CommandError, call_command

    said = io.StringIO()
    try:
        call_command("check", deploy=found.production, fail_level="WARNING", stdout=said, stderr=said)
    except CommandError as error:
        yield Finding("security", ok=False, told=" ".join(str(error).split()))
    else:
        yield Finding("security", ok=True, told="Django's own checks find nothing")


def _home(found: Config) -> Iterator[Finding]:
    remedy = f"Give the user who runs the workbench a folder of its own to write in: WHOLEPLACE_HOME (now {found.home})"
    writable = os.access(found.home, os.W_OK | os.X_OK)
    yield Finding(
        "home", writable, f"{found.home} {'can' if writable else 'can not'} be written", _unless(writable, remedy)
    )
    key = found.home / "secret.key"
    if key.exists() and _others_may_read(key):
        yield Finding("home", ok=False, told=f"others may read {key}", remedy=f"chmod 600 {key}")


def _others_may_read(path: Path) -> bool:
    return os.name == "posix" and bool(path.stat().st_mode & 0o077)


def _database() -> Iterator[Finding]:
    try:
        missing = start.missing_migrations()
    except SettingsError as error:
        yield Finding("database", ok=False, told=str(error))
        return
    yield Finding("database", ok=True, told=f"{start.database_in_words()} answers")
    yield Finding(
        "migrations", not missing, f"{len(missing)} missing" if missing else "all there",
        _unless(not missing, "Take a backup (wholeplace backup create), then run: wholeplace migrate"),
    )  # fmt: skip
    if not missing:
        yield from _administrator()


def _administrator() -> Iterator[Finding]:
    from wholeplace.web.accounts.models import Grant, Role

    known = Grant.objects.filter(role=Role.ADMINISTRATOR, ended=None, user__is_active=True).exists()
    yield Finding(
        "people", known, "there is an administrator" if known else "nobody is an administrator",
        _unless(known, "Run: wholeplace people invite EMAIL --role administrator"),
    )  # fmt: skip


def _store(found: Config, whole: bool) -> Iterator[Finding]:
    store = Store(found.store)
    try:
        entries = store.entries()
        problems = store.verify() if whole else _missing_releases(store)
    except WholeplaceError as error:
        yield Finding("store", ok=False, told=str(error))
        return
    for problem in problems:
        yield Finding("store", ok=False, told=problem)
    if not problems:
        read = "every file read" if whole else "all there"
        told = f"{found.store}: {len(entries)} releases, {read}" if entries else f"{found.store}: nothing is loaded yet"
        yield Finding("store", ok=True, told=told)


def _missing_releases(store: Store) -> list[str]:
    return [
        f"{entry.id}: its files are not there. Load the published file again, or restore a backup."
        for entry in store.entries()
        if not (store.release(entry).folder / "manifest.json").is_file()
    ]


def _styles(found: Config) -> Iterator[Finding]:
    from django.conf import settings

    from wholeplace.web.operations.static import ROOMS, is_collected

    made: dict[str, str] = {}
    with contextlib.suppress(OSError, ValueError):
        made = json.loads((ROOMS / "design" / "static" / "design" / "built.json").read_text("utf-8"))
    whole = made.get("style") == "GOV.UK Frontend"
    remedy = f"{made.get('reason', '')} Build them where npm's registry can be reached, and install again.".strip()
    yield Finding("styles", whole, f"built with {made['style']}" if made else "not built", _unless(whole, remedy))
    if found.production:
        ready = is_collected(settings.STATIC_ROOT)
        yield Finding("styles", ok=True, told="collected" if ready else "will be collected when it is served")


def _mail(found: Config, offline: bool) -> Iterator[Finding]:
    if not found.mail:
        yield Finding("mail", ok=True, told="letters are printed, not sent")
        return
    where = f"{found.mail.host}:{found.mail.port}"
    if offline:
        yield Finding("mail", ok=True, told=f"by {where}, not called on")
        return
    if problem := _failure(_call_on_mail_server):
        remedy = "Check WHOLEPLACE_MAIL_URL: the host, port, name and password, and smtp+tls:// or smtps://."
        yield Finding("mail", ok=False, told=f"{where} does not let us in ({problem})", remedy=remedy)
    else:
        yield Finding("mail", ok=True, told=f"{where} lets us in")


def _call_on_mail_server() -> None:
    from django.core.mail import get_connection

    connection = get_connection()
    connection.open()
    connection.close()


def _failure(what: Callable[[], None]) -> str:
    try:
        what()
    except (OSError, ValueError) as error:  # smtplib's errors are OSErrors
        return type(error).__name__
    return ""


def _unless(well: bool, remedy: str) -> str:
    return "" if well else remedy
