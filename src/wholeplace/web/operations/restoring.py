"""Restoring a backup: everything checked and made ready aside, and only then switched, part by part.

Until the switch nothing that is here changes, so a restore that fails or is killed leaves what there was. The switch
itself is three steps, each of them whole or not at all: the database, the releases, the files. Killed just between
two of them, run the same restore again.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
import tempfile
import uuid
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from wholeplace.core.errors import StoreError
from wholeplace.core.files import sync_folder
from wholeplace.evidence.store import Store
from wholeplace.web.operations import archive, rows
from wholeplace.web.operations.archive import BackupError, Contents
from wholeplace.web.operations.start import database_in_words, set_up

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wholeplace.web.config import Config

LOCK_SECONDS = 8
STOP_FIRST = "Stop `wholeplace serve` and `wholeplace worker` on every machine first. Nothing was changed."


def restore(path: Path, *, replace: bool = False) -> Contents:
    """Put back all that an archive holds.

    Raises:
        BackupError: the archive is damaged or foreign, there is something here and `replace` was not asked for, or the
            workbench still runs. What was here is as it was.
    """
    found = set_up()
    path = path.absolute()
    archive.verify(path)
    if not replace and (what := _what_is_here(found)):
        raise BackupError(f"There is something here already: {what}. To put the backup in its place, add --replace.")
    store = Store(found.store)
    try:
        releases, rest = store.staging_folder(), Path(tempfile.mkdtemp(prefix=".restoring-", dir=found.home))
    except OSError as error:
        raise BackupError(f"{error.filename}: nothing can be written there ({error.strerror}).") from None
    try:
        contents = _unpack(path, releases, rest)
        _check_releases(Store(releases))
        _switch_database(rest, _migrations(rest), contents.rows)
        store.become(Store(releases))
        _switch_files(rest, found.home / "files")
    except OSError as error:
        raise BackupError(f"The backup could not be restored ({error.strerror or error}).") from error
    finally:
        shutil.rmtree(releases, ignore_errors=True)
        shutil.rmtree(rest, ignore_errors=True)
    return contents


def _what_is_here(found: Config) -> str:
    from django.db import DatabaseError

    from wholeplace.web.accounts.models import User

    here = []
    with contextlib.suppress(StoreError):  # a store that can't be read holds nothing to lose that --replace would not
        if count := len(Store(found.store).entries()):
            here.append(f"{count} releases in {found.store}")
    with contextlib.suppress(DatabaseError):  # no tables yet
        if count := User.objects.count():
            here.append(f"{count} people in {database_in_words()}")
    return " and ".join(here)


def _unpack(path: Path, releases: Path, rest: Path) -> Contents:
    """Unpack beside where each part belongs, so that the switch is a renaming; compared with the manifest again."""

    def take(name: str, data: IO[bytes]) -> None:
        folder = releases if name.startswith("store/") else rest
        target = folder.joinpath(*name.removeprefix("store/").split("/"))
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as out:
            shutil.copyfileobj(data, out, archive.BLOCK)

    return archive.read(path, take)


def _check_releases(store: Store) -> None:
    try:
        problems = store.verify()
    except StoreError as error:
        problems = [str(error)]
    if problems:
        raise BackupError(f"The releases in the backup are not whole: {problems[0]} Nothing was changed.")


def _migrations(folder: Path) -> list[rows.Migration]:
    """How the backup's tables were made."""
    try:
        return [(str(app), str(name)) for app, name in json.loads((folder / rows.MIGRATIONS).read_bytes())]
    except (ValueError, TypeError, RecursionError) as error:
        raise BackupError(f"The backup does not say how its tables were made ({error}). Nothing was changed.") from None


def _switch_database(folder: Path, migrations: list[rows.Migration], expected: int) -> None:
    from django.db import DatabaseError, OperationalError, connection

    try:
        (_switch_sqlite if connection.vendor == "sqlite" else _switch_postgresql)(folder, migrations, expected)
    except OperationalError as error:
        raise BackupError(f"{database_in_words()} does not answer or is in use. {STOP_FIRST}") from error
    except (DatabaseError, OverflowError) as error:
        raise BackupError(
            f"{database_in_words()} does not take what the backup holds ({type(error).__name__}). Nothing was changed."
        ) from error


def _switch_sqlite(folder: Path, migrations: list[rows.Migration], expected: int) -> None:
    """A new database file beside the old, then one renaming."""
    from django.db import connection

    target = Path(connection.settings_dict["NAME"])
    fresh = target.with_name(f".{target.name}.{uuid.uuid4().hex}")
    try:
        with _pointed_at(fresh):
            _fill(folder, migrations, expected)
        _settle(fresh)
        if target.exists():
            _settle(target)
        fresh.replace(target)
        sync_folder(target.parent)
    finally:
        for leftover in (fresh, Path(f"{fresh}-wal"), Path(f"{fresh}-shm")):
            leftover.unlink(missing_ok=True)


def _fill(folder: Path, migrations: list[rows.Migration], expected: int) -> None:
    count = rows.load_all(folder, migrations)
    if count != expected:
        raise BackupError(
            f"Of {expected} rows in the backup {count} belong to tables it says it has. Nothing was changed."
        )


@contextlib.contextmanager
def _pointed_at(path: Path) -> Iterator[None]:
    """This process's default database is another file for a while."""
    from django.db import connection

    connection.close()
    kept = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = kept


def _settle(path: Path) -> None:
    """Bring a database into its one file; refused while anybody has it open.

    Raises:
        BackupError: somebody has.
    """
    with contextlib.closing(sqlite3.connect(path, timeout=5)) as opened:
        try:
            mode = opened.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
        except sqlite3.OperationalError:
            mode = "locked"
        except sqlite3.DatabaseError:
            return  # what is here is no database any more; that may be why there is a restore
    if mode != "delete":
        raise BackupError(f"{path} is in use. {STOP_FIRST}")


def _switch_postgresql(folder: Path, migrations: list[rows.Migration], expected: int) -> None:
    """All in one transaction: others see the old tables until it ends, and keep them where it fails."""
    from django.db import connection, transaction

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
            for table in _own_tables(connection):
                cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)} CASCADE")
        _fill(folder, migrations, expected)


def _own_tables(connection: Any) -> list[str]:
    """The workbench's tables in the database, and nobody else's."""
    from django.conf import settings

    own = {*connection.introspection.django_table_names(), "django_migrations"}
    own |= {c["LOCATION"] for c in settings.CACHES.values() if c["BACKEND"].endswith("DatabaseCache")}
    return sorted(own & set(connection.introspection.table_names()))


def _switch_files(rest: Path, target: Path) -> None:
    fresh, old = rest / "files", rest / "old-files"
    fresh.mkdir(exist_ok=True)
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    sync_folder(target.parent)
