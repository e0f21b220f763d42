"""The archive of a backup: a gzipped tar that says what it is first and what every member must be last.

    wholeplace-backup.json    format, version, when
    database/*.jsonl          a table each, a row a line; database/migrations.json
    store/...                 the releases and the catalogue that names them, as they were
    files/...                 what was uploaded and made
    manifest.json             SHA-256 and size of every member before it, and the counts

Nothing in an archive is trusted: names that lead elsewhere, links, members that are not in the manifest and bytes that
are not as they were written are refused.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import tarfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any

from wholeplace.core.errors import WholeplaceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FORMAT = 1
HEADER, MANIFEST = "wholeplace-backup.json", "manifest.json"
FOLDERS = ("database", "store", "files")
BLOCK = 1 << 20
LONGEST_NAME = 400  # characters of a member's name; our own have half as many
NOT_OURS = "This is no backup made by `wholeplace backup create`."


class BackupError(WholeplaceError):
    """A backup that can't be made, is damaged, or can't be restored here; nothing was changed."""


@dataclass(frozen=True)
class Contents:
    """What an archive holds."""

    made: str
    version: str
    releases: int
    rows: int
    files: int
    manifest: dict[str, Any]


class Hashing:
    """Passes reads on and keeps their SHA-256."""

    def __init__(self, source: IO[bytes]) -> None:
        """Begin at the source's position."""
        self._source = source
        self._told = hashlib.sha256()
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        """As the source's."""
        data = self._source.read(size)
        self._told.update(data)
        self.size += len(data)
        return data

    def told(self) -> dict[str, Any]:
        """What the manifest keeps."""
        return {"sha256": self._told.hexdigest(), "bytes": self.size}


@dataclass
class Writer:
    """Adds members and remembers what they must be."""

    tar: tarfile.TarFile
    written: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, name: str, source: IO[bytes], size: int) -> None:
        """Add exactly `size` bytes of a source under a name.

        Raises:
            OSError: the source is shorter.
        """
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        hashing = Hashing(source)
        self.tar.addfile(info, hashing)
        self.written[name] = hashing.told()

    def add_bytes(self, name: str, data: bytes) -> None:
        """Add some bytes under a name."""
        self.add(name, BytesIO(data), len(data))

    def add_json(self, name: str, content: Any) -> None:
        """Add a JSON document under a name."""
        self.add_bytes(name, json.dumps(content, indent=1, sort_keys=True).encode())


@contextmanager
def writing(out: IO[bytes], version: str, made: str) -> Iterator[Writer]:
    """An archive to add members to; its manifest is written when the block ends well."""
    with (
        gzip.GzipFile(fileobj=out, mode="wb", compresslevel=6, mtime=0, filename="") as zipped,
        tarfile.open(fileobj=zipped, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        writer = Writer(tar)
        writer.add_json(HEADER, {"format": FORMAT, "wholeplace": version, "made": made})
        yield writer
        members = dict(writer.written)
        rows = {n: m["rows"] for n, m in members.items() if "rows" in m}
        counts = {
            "releases": sum(n.startswith("store/releases/") and n.endswith("/manifest.json") for n in members),
            "rows": sum(rows.values()),
            "files": sum(n.startswith("files/") for n in members),
        }
        writer.add_json(MANIFEST, {"members": members, "counts": counts})


def verify(path: Path) -> Contents:
    """Read all of an archive and compare it with its manifest.

    Raises:
        BackupError: it is damaged, incomplete or foreign; the message says where.
    """
    return read(path, lambda _name, _data: None)


def read(path: Path, take: Callable[[str, IO[bytes]], None]) -> Contents:
    """Give every member's name and bytes to `take`, and compare them with the manifest, which comes last.

    Raises:
        BackupError: it is damaged, incomplete or foreign. What was taken must then be thrown away.
    """
    found: dict[str, dict[str, Any]] = {}
    kept: dict[str, bytes] = {}
    try:
        with gzip.open(path, "rb") as zipped:
            with tarfile.open(fileobj=zipped, mode="r|") as tar:
                for member in tar:
                    _one(path, tar, member, found, kept, take)
            while zipped.read(BLOCK):  # to the end, where gzip keeps its own checksum
                pass
    except FileNotFoundError:
        raise BackupError(f"{path}: there is no such file.") from None
    except (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error, ValueError, RecursionError) as error:
        what = "it is damaged or cut short" if HEADER in found else NOT_OURS
        raise BackupError(f"{path}: {what} ({error}).") from None
    except OSError as error:
        raise BackupError(f"{path}: {error.strerror or error}.") from None
    return _compared(path, found, kept)


def _one(
    path: Path, tar: tarfile.TarFile, member: tarfile.TarInfo, found: dict[str, dict[str, Any]],
    kept: dict[str, bytes], take: Callable[[str, IO[bytes]], None],
) -> None:  # fmt: skip
    name = member.name
    if (HEADER if not found else name) != name:
        raise BackupError(f"{path}: {NOT_OURS}")
    if not member.isfile() or name in found or not _is_safe(name):
        raise BackupError(f"{path}: it holds '{name[:80]}', which no backup of ours holds. Nothing was taken from it.")
    if MANIFEST in found:
        raise BackupError(f"{path}: '{name[:80]}' comes after the end of the backup.")
    source = tar.extractfile(member)
    if source is None:  # only for members that are no files
        raise BackupError(f"{path}: '{name}' can't be read.")
    hashing = Hashing(source)
    if name in {HEADER, MANIFEST}:
        kept[name] = hashing.read()
        if name == HEADER:
            _check_header(path, kept[name])
    else:
        take(name, hashing)  # type: ignore[arg-type]
        while hashing.read(BLOCK):
            pass
    found[name] = hashing.told()


def _is_safe(name: str) -> bool:
    """Whether a name leads to a place below the folder it is meant for, on any system."""
    parts = name.split("/")
    if name in {HEADER, MANIFEST}:
        return True
    if len(name) > LONGEST_NAME:
        return False
    strange = any(p in {"", ".", ".."} or "\\" in p or ":" in p or "\0" in p for p in parts)
    return len(parts) > 1 and parts[0] in FOLDERS and not strange


def _check_header(path: Path, data: bytes) -> None:
    header = json.loads(data)
    if not isinstance(header, dict) or not isinstance(header.get("format"), int):
        raise BackupError(f"{path}: {NOT_OURS}")
    if header["format"] > FORMAT:
        raise BackupError(f"{path}: a newer Wholeplace ({header.get('wholeplace')}) made it. Upgrade this one first.")


def _compared(path: Path, found: dict[str, dict[str, Any]], kept: dict[str, bytes]) -> Contents:
    if MANIFEST not in kept:
        raise BackupError(f"{path}: it ends before its manifest: it was cut short.")
    try:
        header, manifest = json.loads(kept[HEADER]), json.loads(kept[MANIFEST])
        expected, counts = dict(manifest["members"]), dict(manifest["counts"])
        wrong = sorted(n for n, m in expected.items() if _only_bytes(m) != found.get(n))
        wrong += sorted(set(found) - set(expected) - {MANIFEST})
        contents = Contents(
            header["made"], header["wholeplace"], counts["releases"], counts["rows"], counts["files"], manifest
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BackupError(f"{path}: its manifest can't be read ({error}).") from None
    if wrong:
        more = f" and {len(wrong) - 3} more" if len(wrong) > 3 else ""
        raise BackupError(f"{path}: {', '.join(wrong[:3])}{more} not as written: the archive is damaged.")
    return contents


def _only_bytes(member: dict[str, Any]) -> dict[str, Any]:
    return {"sha256": member["sha256"], "bytes": member["bytes"]}
