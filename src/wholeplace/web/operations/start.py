"""Making this process ready to run the workbench: settings read and safe, Django set up, database up to date."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from wholeplace.core.errors import SettingsError
from wholeplace.web.config import config

if TYPE_CHECKING:
    from wholeplace.web.config import Config


def set_up() -> Config:
    """Read the settings and set Django up; harmless when done before.

    Raises:
        SettingsError: the settings are wrong, or unsafe in production.
    """
    found = config()
    found.refuse_if_unsafe()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholeplace.web.settings")
    import django

    try:
        django.setup()
    except OSError as error:
        raise SettingsError(f"WHOLEPLACE_HOME: {found.home} can't be used ({error.strerror or error}).") from None
    return found


def database_in_words() -> str:
    """What the database is and where, without its password."""
    from django.db import connection

    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"SQLite at {told['NAME']}"
    return f"{connection.display_name} '{told['NAME']}' at {told['HOST'] or 'this machine'}"


def missing_migrations() -> list[str]:
    """Names of the migrations that the database has not had.

    Raises:
        SettingsError: the database does not answer.
    """
    from django.db import DatabaseError

    from wholeplace.web.operations import health

    try:
        health.database_answers()
        return health.missing_migrations()
    except DatabaseError as error:
        raise SettingsError(
            f"DATABASE_URL: {database_in_words()} does not answer ({type(error).__name__}). Check that it runs, that "
            "the address, name and password are right, and that this machine may reach it."
        ) from error


def bring_up_to_date(wanted: bool) -> list[str]:
    """Give the database what it lacks where `wanted`; returns the migrations it was given.

    Raises:
        SettingsError: the database does not answer, or lacks something and that is not `wanted`.
    """
    missing = missing_migrations()
    if missing and not wanted:
        raise SettingsError(
            f"The database lacks {len(missing)} migration{'s' * (len(missing) > 1)} of this version "
            f"({missing[0]} first). Take a backup (`wholeplace backup create`), then run `wholeplace migrate`."
        )
    if missing:
        migrate()
    return missing


def migrate() -> None:
    """Give the database every table as this version wants it."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
