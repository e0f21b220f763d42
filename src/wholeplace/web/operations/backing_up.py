"""Making a backup while the workbench runs: one moment of the database, one reading of the catalogue."""

from __future__ import annotations

import contextlib
import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import wholeplace
from wholeplace.core.files import sync_folder
from wholeplace.evidence.store import Store
from wholeplace.web.operations import rows
from wholeplace.web.operations.archive import BackupError, Writer, writing
from wholeplace.web.operations.start import set_up

if TYPE_CHECKING:
    from collections.abc import Iterator

SNAPSHOT = "backup-snapshot"  # Django's name for the copy of a SQLite database


@dataclass(frozen=True)
class Made:
    """A backup that was made."""

    path: Path
    releases: int
    rows: int
    files: int


def create(path: Path | None = None) -> Made:
    """Write an archive of everything; it appears under its name only when whole.

    Raises:
        BackupError: the archive exists or can't be written, or something to be kept can't be read.
    """
    found = set_up()
    now = datetime.now(UTC).replace(microsecond=0)
    path = (path or Path(f"wholeplace-backup-{now:%Y-%m-%dT%H%M%SZ}.tar.gz")).absolute()
    if path.exists():
        raise BackupError(f"{path} exists; a backup never overwrites anything. Choose another name.")
    partial = path.with_name(f".{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".wholeplace-backup-", dir=path.parent) as aside:
            with _private(partial) as out, writing(out, wholeplace.__version__, now.isoformat()) as writer:
                _add_database(writer, Path(aside))
                _add_store(writer, Store(found.store))
                _add_files(writer, found.home / "files")
                made = Made(path, *_counts(writer))
            partial.rename(path)
            sync_folder(path.parent)
    except OSError as error:
        raise BackupError(f"{path}: the backup could not be written ({error.strerror or error}).") from error
    finally:
        partial.unlink(missing_ok=True)
    return made


@contextlib.contextmanager
def _private(path: Path) -> Iterator[Any]:
    """A new file that nobody else may read, on the disk when the block ends."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        yield out
        out.flush()
        os.fsync(out.fileno())


def _counts(writer: Writer) -> tuple[int, int, int]:
    members = writer.written
    return (
        sum(n.startswith("store/releases/") and n.endswith("/manifest.json") for n in members),
        sum(m.get("rows", 0) for m in members.values()),
        sum(n.startswith("files/") for n in members),
    )


def _add_database(writer: Writer, aside: Path) -> None:
    from django.db import DatabaseError, connections

    try:
        with _one_moment(aside) as alias:
            migrations = rows.applied(connections[alias])
            writer.add_json(rows.MIGRATIONS, migrations)
            for model in rows.tables(connections[alias], migrations):
                with (aside / "rows").open("w+b") as table:
                    count = rows.dump(model, alias, table)
                    size = table.tell()
                    table.seek(0)
                    writer.add(rows.label(model), table, size)
                writer.written[rows.label(model)]["rows"] = count
    except DatabaseError as error:
        raise BackupError(f"The database could not be read ({type(error).__name__}); no backup was made.") from error


@contextlib.contextmanager
def _one_moment(aside: Path) -> Iterator[str]:
    """The database as it is at one moment, however long reading it takes; writers are not kept waiting."""
    from django.db import connection, connections, transaction

    if connection.vendor != "sqlite":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield "default"
        return
    copy = aside / "database.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    connections.databases[SNAPSHOT] = {**connections.databases["default"], "NAME": str(copy)}
    try:
        yield SNAPSHOT
    finally:
        connections[SNAPSHOT].close()
        del connections[SNAPSHOT]
        del connections.databases[SNAPSHOT]


def _add_store(writer: Writer, store: Store) -> None:
    """The catalogue is read once; the releases it names never change."""
    catalogue = store.catalogue()
    if not catalogue:
        return
    for entry in store.entries_of(catalogue):
        folder = store.release(entry).folder
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                _add_file(writer, f"store/releases/{entry.id}/{file.relative_to(folder).as_posix()}", file)
        if f"store/releases/{entry.id}/manifest.json" not in writer.written:
            raise BackupError(f"{entry.id}: its files are not in the store. `wholeplace check` says more.")
    writer.add_bytes("store/catalogue.json", catalogue)


def _add_files(writer: Writer, folder: Path) -> None:
    for file in sorted(folder.rglob("*")) if folder.is_dir() else []:
        if file.is_file() and not file.is_symlink():
            with contextlib.suppress(FileNotFoundError):  # tidied away meanwhile
                _add_file(writer, f"files/{file.relative_to(folder).as_posix()}", file)


def _add_file(writer: Writer, name: str, path: Path) -> None:
    with path.open("rb") as source:
        writer.add(name, source, os.fstat(source.fileno()).st_size)
