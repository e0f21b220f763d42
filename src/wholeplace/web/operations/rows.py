"""The workbench's database as rows in files, the same whichever database they come from or go to.

Tables are read and written as the migrations applied at the time describe them, not as today's code does: a backup
taken before an upgrade can be made by the new version, and an old one restored into it.
"""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any

from wholeplace.web.operations.archive import BackupError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Migration = tuple[str, str]
# What dies with a process or a session, and tries to sign in, which are about people and of no use later.
LEFT_OUT = frozenset(
    {"sessions.session", "usersessions.usersession", "axes.accessattempt", "axes.accesslog", "axes.accessfailurelog"}
)
MIGRATIONS = "database/migrations.json"
AT_ONCE = 1000


def applied(connection: Any) -> list[Migration]:
    """The migrations that a database has had, of those this version knows.

    Raises:
        BackupError: a newer version has been at the database, or none.
    """
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    installed = {app for app, _ in loader.graph.nodes}
    unknown = sorted(
        f"{app}.{name}" for app, name in loader.applied_migrations if app in installed and not _known(loader, app, name)
    )
    if unknown:
        raise BackupError(f"The database was brought up by a newer Wholeplace ({unknown[0]}). Use that one.")
    found = sorted(key for key in loader.applied_migrations if key in loader.graph.nodes)
    if not found:
        raise BackupError(
            "The database has no tables yet: there is nothing to back up. `wholeplace migrate` makes them."
        )
    return found


def _known(loader: Any, app: str, name: str) -> bool:
    return (app, name) in loader.disk_migrations


def tables(connection: Any, migrations: Iterable[Migration]) -> list[Any]:
    """The models as some migrations left them, including those of many-to-many tables."""
    from django.db.migrations.loader import MigrationLoader

    state = MigrationLoader(connection).project_state(sorted(migrations))
    return [
        model
        for model in state.apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in LEFT_OUT  # noqa: SLF001
    ]


def label(model: Any) -> str:
    """Name of a table's member in the archive."""
    return f"database/{model._meta.label_lower}.jsonl"  # noqa: SLF001 - Django documents _meta


def dump(model: Any, alias: str, out: IO[bytes]) -> int:
    """Write a table, a row a line in the order of its keys; returns how many."""
    fields = _fields(model)
    count = 0
    for row in model._base_manager.using(alias).order_by("pk").iterator(AT_ONCE):  # noqa: SLF001
        line = {f.attname: _plain(f, row) for f in fields}
        out.write(json.dumps(line, separators=(",", ":"), sort_keys=True).encode() + b"\n")
        count += 1
    return count


def load(model: Any, lines: Iterable[bytes]) -> int:
    """Put rows into an empty table; returns how many.

    Raises:
        BackupError: a line is no row of this table.
    """
    fields = _fields(model)
    for field in fields:
        field.auto_now = field.auto_now_add = False  # the times are those of the rows
    count = 0
    waiting: list[Any] = []
    for row in _rows(model, fields, lines):
        waiting.append(row)
        count += 1
        if len(waiting) == AT_ONCE:
            model._base_manager.bulk_create(waiting)  # noqa: SLF001
            waiting = []
    model._base_manager.bulk_create(waiting)  # noqa: SLF001
    return count


def _rows(model: Any, fields: list[Any], lines: Iterable[bytes]) -> Iterator[Any]:
    from django.core.exceptions import ValidationError

    names = {f.attname for f in fields}
    for number, line in enumerate(lines, 1):
        try:
            told = json.loads(line)
            if set(told) != names:
                raise BackupError(f"{label(model)}, line {number}: its columns are not those of the table.")
            yield model(**{f.attname: _value(f, told[f.attname]) for f in fields})
        except (ValueError, TypeError, OverflowError, RecursionError, ValidationError) as error:
            raise BackupError(f"{label(model)}, line {number}: {type(error).__name__}.") from error


def _fields(model: Any) -> list[Any]:
    return [f for f in model._meta.concrete_fields if not f.generated]  # noqa: SLF001


def _plain(field: Any, row: Any) -> Any:
    value = field.value_from_object(row)
    if _is_json(field) or value is None or isinstance(value, bool | int | float | str):
        return value
    return field.value_to_string(row)


def _value(field: Any, told: Any) -> Any:
    return told if told is None or _is_json(field) else field.to_python(told)


def _is_json(field: Any) -> bool:
    return bool(field.get_internal_type() == "JSONField")


def _last(graph: Any, migrations: list[Migration]) -> list[Migration]:
    """Those migrations that no other of them builds on."""
    known = set(migrations)
    return [m for m in migrations if not known & {child.key for child in graph.node_map[m].children}]


def _empty(connection: Any, models: list[Any]) -> None:
    """Take out what migrations put into the tables; the backup has it too, if it is still wanted."""
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608, SLF001


def load_all(folder: Path, migrations: list[Migration]) -> int:
    """Fill an empty database: tables as of `migrations`, the rows in `folder`, then what this version adds.

    It is the default database, because some libraries' migrations know no other.

    Raises:
        BackupError: the backup is of a newer version, or a row fits no table.
    """
    from django.core.management import call_command
    from django.core.management.color import no_style
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if unknown := [m for m in migrations if m not in executor.loader.graph.nodes]:
        raise BackupError(f"A newer Wholeplace made this backup ({'.'.join(unknown[0])}). Upgrade this one first.")
    executor.migrate(_last(executor.loader.graph, migrations))
    models = tables(connection, migrations)
    connection.check_constraints()  # in PostgreSQL this also has them looked at last again; migrations may change that
    count = 0
    with connection.constraint_checks_disabled():
        _empty(connection, models)
        for model in models:
            member = folder.joinpath(*label(model).split("/"))
            if member.exists():
                with member.open("rb") as lines:
                    count += load(model, lines)
    connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
    call_command("migrate", interactive=False, verbosity=0)
    return count
