"""The brief on a place as a file: made once for each state of the evidence, then kept on disk for everyone."""

from __future__ import annotations

import hashlib
import shutil
import threading
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.conf import settings

from wholeplace.brief import make_brief
from wholeplace.core.files import write_atomically
from wholeplace.papers.render import render
from wholeplace.web.evidence.caching import state_of_evidence
from wholeplace.web.replies.shown import published_for

if TYPE_CHECKING:
    from pathlib import Path

    from wholeplace.web.evidence.current import Evidence

TYPES = {
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
NAMES = {"pdf": "PDF", "html": "Web page", "docx": "Word", "xlsx": "Excel", "json": "JSON"}
AT_ONCE = 2  # papers a process makes at a time; a PDF takes a second or two of one core
PATIENCE = 20.0  # seconds a reader waits for a turn
ROOM = 512 * 1024 * 1024  # bytes of papers kept

_turns = threading.BoundedSemaphore(AT_ONCE)


class BusyError(Exception):
    """Too many papers are being made at once."""


def stamp() -> str:
    """What a paper made now depends on, besides its place: the evidence, the replies, the program and the day."""
    told = f"{state_of_evidence()}|{datetime.now(UTC).date().isoformat()}"
    return hashlib.sha256(told.encode()).hexdigest()[:24]


def brief_of(evidence: Evidence, place: str, kind: str, state: str, *, restricted: bool = False) -> bytes:
    """The bytes of the brief on a place, from the shelf or made now.

    `restricted` is the brief for those who may see the place's early-warning score; it is kept apart.

    Raises:
        BusyError: too many are being made; ask again in a while.
    """
    named = hashlib.sha256(place.encode()).hexdigest()[:24]
    path = _folder() / state / f"{named}{'-restricted' if restricted else ''}.{kind}"
    with suppress(FileNotFoundError):
        return path.read_bytes()
    if not _turns.acquire(timeout=PATIENCE):
        raise BusyError
    try:
        with suppress(FileNotFoundError):  # someone else may have made it while we waited
            return path.read_bytes()
        replies = published_for(place)
        document = make_brief(evidence.snapshot, place, evidence.register, replies, restricted=restricted)
        content = render(document, kind)
        _keep(path, content)
        return content
    finally:
        _turns.release()


def _folder() -> Path:
    found: Path = settings.CONFIG.home / "papers"
    return found


def _keep(path: Path, content: bytes) -> None:
    """Keep a paper; those of another state go, and the oldest of this one when there is no more room."""
    for other in path.parent.parent.glob("*"):
        if other != path.parent:
            shutil.rmtree(other, ignore_errors=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, content)
    kept = sorted(((p.stat().st_mtime_ns, p.stat().st_size, p) for p in path.parent.glob("*.*")), reverse=True)
    used = 0
    for _, size, one in kept:
        used += size
        if used > ROOM and one != path:
            one.unlink(missing_ok=True)
