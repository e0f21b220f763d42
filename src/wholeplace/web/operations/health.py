"""Health for load balancers: `/health/live` says that the process answers, `/health/ready` that it can serve pages.

Both answer to any host name and tell a stranger nothing but ok or not ok, part by part; the log says why.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.http import require_safe

from wholeplace.core.errors import WholeplaceError
from wholeplace.evidence.store import Store
from wholeplace.web.accounts.access import PUBLIC, allow
from wholeplace.web.evidence.current import current

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

PROBES = {"/health/live": "operations:live", "/health/ready": "operations:ready"}
logger = logging.getLogger("wholeplace.health")
_migrated = False  # migrations are never unapplied under a running process, so one good answer lasts


@allow(PUBLIC)
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """Whether the process answers at all."""
    del request
    return _answer({"process": True})


@allow(PUBLIC)
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Whether pages can be served: 200 when every part is ok, otherwise 503."""
    del request
    return _answer({name: _ok(name, look) for name, look in PARTS.items()})


def _answer(parts: dict[str, bool]) -> JsonResponse:
    well = all(parts.values())
    content = {"status": _word(well), "parts": {name: _word(good) for name, good in parts.items()}}
    response = JsonResponse(content, status=200 if well else 503)
    response["Cache-Control"] = "no-store"
    return response


def _word(good: bool) -> str:
    return "ok" if good else "not ok"


def _ok(name: str, look: Callable[[], object]) -> bool:
    try:
        return look() is not False
    except Exception:  # whatever it is, the process is not ready, and the log says why
        logger.exception("Not ready: %s", name)
        return False


def database_answers() -> None:
    """Ask the database for one row.

    Raises:
        django.db.Error: it does not answer.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


def database_migrated() -> bool:
    """Whether the database has every table as this version wants it."""
    global _migrated  # noqa: PLW0603 - remembered for the life of the process, on purpose
    _migrated = _migrated or not missing_migrations()
    return _migrated


def missing_migrations() -> list[str]:
    """Names of the migrations that this version brings and the database has not had."""
    executor = MigrationExecutor(connection)
    return [str(migration) for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def store_readable() -> None:
    """Read the catalogue of releases and open what pages are made from; a store with nothing in it yet is well.

    Raises:
        StoreError: it is damaged or can't be read.
    """
    store = Store(settings.CONFIG.store)
    entries = store.entries()
    if entries and not (store.release(entries[-1]).folder / "manifest.json").is_file():
        raise WholeplaceError(f"{store.folder}: the catalogue names a release that is not there.")
    current()


PARTS: dict[str, Callable[[], object]] = {
    "database": database_answers,
    "migrations": database_migrated,
    "store": store_readable,
}
