"""The folder where downloads stand: what is there already, what is half there, and where the next one goes.

    INTO/<publication key>/<file name>            a whole file
    INTO/<publication key>/<file name>.part       a file half come
    INTO/.fetch/<fingerprint of its URL>.json     what is known of the whole file (`Held`)
    INTO/.fetch/<fingerprint of its URL>.part.json  what is known of the half (`Part`)

A file is never overwritten: a later vintage of the same name gets its date, or part of a fingerprint, in its
name, so that every figure can still be traced to the file it came from.
"""

from __future__ import annotations

import json
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from wholeplace.core.errors import FetchError
from wholeplace.core.files import sha256, sync_folder, write_atomically
from wholeplace.evidence.fetching.problems import BY_HAND

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wholeplace.evidence.fetching.publication import Target

T = TypeVar("T")


@dataclass(frozen=True)
class Held:
    """A whole file: `path` is relative to the folder; `etag`, `last_modified` are as the server gave them."""

    url: str
    path: str
    sha256: str
    bytes: int
    title: str
    published: str = ""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True)
class Part:
    """A file half come: `path` is where it will stand; `validator` proves that the rest is of the same."""

    url: str
    path: str
    etag: str = ""
    last_modified: str = ""

    @property
    def validator(self) -> str:
        """What If-Range may carry: a strong ETag, or else the date; nothing when neither is there."""
        return self.etag if self.etag.startswith('"') else self.last_modified


class Shelf:
    """One folder of downloads."""

    def __init__(self, into: Path) -> None:
        """Use the folder `into`, which is made when the first file comes."""
        self.into = into
        self._notes = into / ".fetch"

    def held(self, url: str) -> Held | None:
        """The file that came from `url`, if it still stands there with the bytes that came; else None."""
        held = self._read(self._note(url), Held, url)
        if held is None:
            return None
        path = self.path(held.path)
        if not path.is_file() or path.stat().st_size != held.bytes or sha256(path.read_bytes()) != held.sha256:
            return None
        return held

    def part(self, url: str) -> Part | None:
        """The half that came from `url`, if it is still there."""
        part = self._read(self._part_note(url), Part, url)
        return part if part is not None and self.part_path(part).is_file() else None

    def path(self, relative: str) -> Path:
        """Where a file stands."""
        return self.into / relative

    def part_path(self, part: Part) -> Path:
        """Where a half stands."""
        return self.into / f"{part.path}.part"

    def begin(self, target: Target, etag: str, last_modified: str) -> Part:
        """A place for a file that is about to come, empty and noted down before its first byte."""
        old = self.part(target.url)
        relative = old.path if old else self._free(target)
        part = Part(target.url, relative, etag, last_modified)
        path = self.part_path(part)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
        self._write(self._part_note(target.url), part)
        return part

    def keep(self, part: Part, held: Held) -> Path:
        """Make the half whole: one rename, after which the file is there under its own name."""
        path = self.path(part.path)
        # Noted first: a note without its file is harmless, a file without its note would be fetched twice.
        self.note(held)
        self.part_path(part).replace(path)
        sync_folder(path.parent)
        self._part_note(part.url).unlink(missing_ok=True)
        return path

    def note(self, held: Held) -> None:
        """Write down what is known of a whole file."""
        self._write(self._note(held.url), held)

    def drop(self, part: Part) -> None:
        """Forget a half that can't become whole."""
        self.part_path(part).unlink(missing_ok=True)
        self._part_note(part.url).unlink(missing_ok=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other fetches out of this folder for the while, where the system can lock files.

        Raises:
            FetchError: another fetch is at work here, or the folder can't be written.
        """
        try:
            self._notes.mkdir(parents=True, exist_ok=True)
            with (self._notes / "lock").open("a") as handle:
                _lock(handle, self.into)
                yield
        except OSError as error:
            raise FetchError(
                f"The folder {self.into} can't be written: {error.strerror or error}. "
                f"Make room or give another with --into DIR. {BY_HAND}"
            ) from error

    def _free(self, target: Target) -> str:
        stem, dot, suffix = target.filename.rpartition(".")
        if not dot:
            stem, suffix = target.filename, ""
        marks = [target.published.isoformat()] if target.published else []
        marks.append(_fingerprint(target.url))
        marks += [f"{_fingerprint(target.url)} {number}" for number in range(2, 1000)]
        for ending in ("", *(f" {mark}" for mark in marks)):
            relative = f"{target.key}/{stem}{ending}{dot}{suffix}"
            if not self.path(relative).exists() and not self.path(f"{relative}.part").exists():
                return relative
        raise FetchError(f"{self.into / target.key} has no name left for {target.filename}. Clear it up. {BY_HAND}")

    def _note(self, url: str) -> Path:
        return self._notes / f"{sha256(url.encode())[:32]}.json"

    def _part_note(self, url: str) -> Path:
        return self._notes / f"{sha256(url.encode())[:32]}.part.json"

    def _read(self, path: Path, kind: type[T], url: str) -> T | None:
        """A note, or None where there is none or it is no use: a file without a note is fetched afresh."""
        with suppress(OSError, ValueError, TypeError, LookupError):
            known: dict[str, Any] = json.loads(path.read_bytes())
            inside = (self.into / known["path"]).resolve().is_relative_to(self.into.resolve())
            if known.get("url") == url and inside:
                return kind(**known)
        return None

    def _write(self, path: Path, note: Held | Part) -> None:
        write_atomically(path, json.dumps(asdict(note), indent=1, ensure_ascii=False).encode())


def _fingerprint(url: str) -> str:
    return sha256(url.encode())[:8]


def _lock(handle: Any, into: Path) -> None:
    try:
        import fcntl
    except ImportError:  # Windows: two fetches at once into one folder are then the person's own care
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise FetchError(
            f"Another fetch is at work in {into}. Wait until it has finished, or use --into DIR. {BY_HAND}"
        ) from error
