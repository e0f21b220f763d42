"""The store of releases: a folder of immutable releases and one catalogue that points at them.

    STORE/catalogue.json       the pointer: replaced in one step, under a lock, by whoever publishes
    STORE/releases/ID/         manifest.json and Parquet files, never changed once there
    STORE/staging/             releases being written; nobody reads them; leftovers are swept at the next publish

A reader opens the catalogue once and works on that snapshot; a load never blocks it and it never sees half a load.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import uuid
from dataclasses import asdict, fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wholeplace.core.errors import StoreError
from wholeplace.core.files import sha256, sync_folder, write_atomically
from wholeplace.evidence.release import Entry, Release, release_id, write_release

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wholeplace.evidence.reading import Reading
    from wholeplace.evidence.source import SourceFile

FORMAT = 1


def default_folder() -> Path:
    """The folder of releases where none is named: this user's data folder."""
    base = os.environ.get("XDG_DATA_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".local" / "share") / "wholeplace"


class Store:
    """A folder of releases. Any number of readers and writers in any number of processes may use it at once."""

    def __init__(self, folder: Path) -> None:
        """Open the store in `folder`; it need not exist before the first load."""
        self.folder = Path(folder)
        self.releases_folder = self.folder / "releases"
        self._catalogue = self.folder / "catalogue.json"

    def fingerprint(self) -> str:
        """Another text whenever the catalogue has been switched; cheap enough to ask at every request."""
        try:
            told = self._catalogue.stat()
        except OSError:
            return "empty"
        return f"{told.st_ino:x}-{told.st_mtime_ns:x}-{told.st_size:x}"

    def entries(self) -> list[Entry]:
        """All releases the catalogue points at now, in the order they were published here.

        Raises:
            StoreError: the catalogue is damaged or written by a newer Wholeplace.
        """
        return self.entries_of(self.catalogue())

    def catalogue(self) -> bytes:
        """The catalogue as it is now, to copy with the releases it names; b'' where nothing is loaded.

        Raises:
            StoreError: it can't be read.
        """
        try:
            found = self._catalogue.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise StoreError(
                f"{self.folder}: the store can't be read ({error.strerror}). Check that it is a folder you may read."
            ) from None
        if not found:  # we never write one; a full disk or a broken copy leaves it
            raise self._damaged("it is empty")
        return found

    def entries_of(self, catalogue: bytes) -> list[Entry]:
        """The releases that a catalogue read earlier names.

        Raises:
            StoreError: it is damaged or written by a newer Wholeplace.
        """
        import orjson

        if not catalogue:
            return []
        try:
            content = orjson.loads(catalogue)
            if content["format"] > FORMAT:
                raise StoreError(
                    f"{self.folder}: this store was written by a newer Wholeplace. Upgrade this one to read it."
                )
            return [_checked(Entry(**e)) for e in content["releases"]]
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
            raise self._damaged(error) from None

    def _damaged(self, why: object) -> StoreError:
        again = "Restore it from a backup, or move the store away and load the published files again."
        return StoreError(f"{self._catalogue}: the catalogue can't be read ({why}). {again}")

    def release(self, entry: Entry) -> Release:
        """The release of a catalogue entry."""
        return Release(entry, self.releases_folder / entry.id)

    def find(self, identifier: str) -> Release:
        """The release with this id, or the only one whose id starts so.

        Raises:
            StoreError: none or several.
        """
        entries = self.entries()
        found = [e for e in entries if e.id == identifier] or [e for e in entries if e.id.startswith(identifier)]
        if len(found) != 1:
            some = ", ".join(e.id for e in found[:8])
            raise StoreError(
                f"No release is called '{identifier}'. `wholeplace data list` shows them."
                if not found
                else f"'{identifier}' could be any of: {some}. Give more of the id."
            )
        return self.release(found[0])

    def holds(self, source_sha: str, dataset: str, version: int, published: date | None) -> list[Entry]:
        """Releases already made from these very bytes by this reader (and with this date, where one is given)."""
        return [
            e
            for e in self.entries()
            if e.sha256 == source_sha
            and e.dataset == dataset
            and e.reader == version
            and (published is None or e.published_basis == "stated" or e.published == published.isoformat())
        ]

    def publish(self, readings: Sequence[Reading], source: SourceFile, reader_version: int) -> list[Entry]:
        """Release everything read from one file, all of it or nothing.

        The releases are written aside first; then, under the store's lock, they are moved into place and the
        catalogue is switched to name them. Killed at any moment, the store holds what it held before.
        """
        staging = self.folder / "staging" / uuid.uuid4().hex
        retrieved = datetime.now(UTC).replace(microsecond=0).isoformat()
        entries = [_entry(r, source, reader_version) for r in readings]
        try:
            written = [
                replace(e, manifest_sha256=write_release(r, source, staging / e.id, e, retrieved))
                for r, e in zip(readings, entries, strict=True)
            ]
            with self._lock():
                return self._switch(staging, written)
        except OSError as error:
            raise StoreError(
                f"{self.folder}: nothing was released, because the store can't be written ({error.strerror or error}). "
                "Check your permission and the space left on the disk; what was there before is still there."
            ) from error
        finally:
            shutil.rmtree(staging, ignore_errors=True)

    def _switch(self, staging: Path, entries: Sequence[Entry]) -> list[Entry]:
        current = self.entries()
        known = {e.id for e in current}
        sequence = max((e.sequence for e in current), default=0)
        self.releases_folder.mkdir(parents=True, exist_ok=True)
        added: list[Entry] = []
        for entry in entries:
            sequence += 1
            target = self.releases_folder / entry.id
            if entry.id not in known:
                shutil.rmtree(target, ignore_errors=True)  # left by a load that was killed before its switch
                (staging / entry.id).replace(target)
                added.append(replace(entry, sequence=sequence))
        sync_folder(self.releases_folder)
        same_file = {(*e.slot, e.sha256) for e in added}
        kept = [e for e in current if (*e.slot, e.sha256) not in same_file]
        self._write([*kept, *added])
        return added

    def staging_folder(self) -> Path:
        """A new place to write releases aside; the caller removes it, or the next publish some hour later."""
        folder = self.folder / "staging" / uuid.uuid4().hex
        folder.mkdir(parents=True)
        return folder

    def become(self, other: Store) -> None:
        """Point at what another store on the same disk points at, and at nothing else: how a backup is put back.

        Releases that are not here are moved out of the other store. Killed before the catalogue is switched, the
        store points at what it did.
        """
        with self._lock():
            catalogue = other.catalogue()
            self.releases_folder.mkdir(parents=True, exist_ok=True)
            for entry in other.entries_of(catalogue):
                target = self.releases_folder / entry.id
                if target.exists() and _verify_release(Release(entry, target)):
                    target.replace(other.folder / f"damaged-{entry.id}")
                if not target.exists():
                    (other.releases_folder / entry.id).replace(target)
            sync_folder(self.releases_folder)
            if catalogue:
                write_atomically(self._catalogue, catalogue)
            else:
                self._catalogue.unlink(missing_ok=True)  # nothing was loaded there

    def _write(self, entries: Sequence[Entry]) -> None:
        import orjson

        content = {"format": FORMAT, "releases": [asdict(e) for e in entries]}
        write_atomically(self._catalogue, orjson.dumps(content, option=orjson.OPT_INDENT_2))

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        """Hold the writers' lock; the system lets go of it when a process dies."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "writer.lock").open("a+b") as handle:
            try:
                import fcntl
            except ImportError:  # Windows: msvcrt locks a byte instead
                import msvcrt

                msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined]
                yield
                return
            fcntl.flock(handle, fcntl.LOCK_EX)
            self._sweep()
            yield

    def _sweep(self) -> None:
        """Remove staging folders older than an hour: their load was killed."""
        staging = self.folder / "staging"
        if not staging.is_dir():
            return
        now = datetime.now(UTC).timestamp()
        for folder in staging.iterdir():
            with contextlib.suppress(OSError):
                if now - folder.stat().st_mtime > 3600:
                    shutil.rmtree(folder, ignore_errors=True)

    def verify(self) -> list[str]:
        """Everything wrong with the store; empty when every file of every release is as it was written."""
        return [problem for entry in self.entries() for problem in _verify_release(self.release(entry))]


def _checked(entry: Entry) -> Entry:
    if entry.id in {"", ".", ".."} or {"/", "\\"} & set(entry.id):  # it is the name of a folder
        raise ValueError(f"'{entry.id[:80]}' is no id of a release")
    _ = entry.published_on  # raises ValueError where the date was damaged
    return entry


def _entry(reading: Reading, source: SourceFile, version: int) -> Entry:
    return Entry(
        release_id(reading, source, version), reading.dataset, reading.namespace, reading.table,
        str(reading.period) if reading.period else "", reading.part, reading.vintage,
        reading.published.isoformat() if reading.published else "1900-01-01", reading.published_basis,
        reading.precedence, 0, source.sha256, version, source.name, reading.rows_kept, len(reading.set_aside),
        reading.lower_tier, reading.invented, reading.title, reading.publisher, reading.licence,
        small_areas=reading.small_areas,
    )  # fmt: skip


def _told_otherwise(told: Mapping[str, Any], entry: Entry) -> bool:
    """Whether a manifest says another thing than the catalogue; a key younger than the manifest has its default."""
    defaults = {f.name: f.default for f in fields(Entry)}
    return any(
        told.get(k, defaults[k]) != v for k, v in asdict(entry).items() if k not in {"sequence", "manifest_sha256"}
    )


def _verify_release(release: Release) -> list[str]:
    import orjson

    again = "Load the published file again."
    try:
        written = (release.folder / "manifest.json").read_bytes()
        manifest = orjson.loads(written)
        told, files = dict(manifest["entry"]), {n: f["sha256"] for n, f in manifest["files"].items()}
    except (OSError, orjson.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        return [f"{release.id}: its manifest can't be read ({error}). {again}"]
    problems = []
    if told.get("id") != release.id:
        problems.append(f"{release.id}: its manifest is of another release. {again}")
    elif _told_otherwise(told, release.entry):
        problems.append(f"{release.id}: the catalogue and its manifest tell different things. {again}")
    elif release.entry.manifest_sha256 and sha256(written) != release.entry.manifest_sha256:
        problems.append(f"{release.id}: its manifest is not as it was written. {again}")
    for name, expected in files.items():
        try:
            data = (release.folder / name).read_bytes()
        except OSError:
            problems.append(f"{release.id}: {name} is missing. {again}")
            continue
        if sha256(data) != expected:
            problems.append(f"{release.id}: {name} is not as it was written. {again}")
    return problems
