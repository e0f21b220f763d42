"""A release: one period of one publication as it was read, immutable, with where it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import wholeplace
from wholeplace.core.files import sha256
from wholeplace.core.periods import Period
from wholeplace.evidence.facts import facts_table, text_table
from wholeplace.evidence.reading import FACTS, Line
from wholeplace.evidence.schemas import authorities_schema, records_schema

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from wholeplace.evidence.reading import Reading
    from wholeplace.evidence.source import SourceFile

ROW_GROUP = 16_384


@dataclass(frozen=True)
class Entry:
    """What the catalogue says of a release: enough to choose it without opening it."""

    id: str
    dataset: str
    namespace: str
    table: str
    period: str
    part: str
    vintage: str
    published: str
    published_basis: str
    precedence: int
    sequence: int
    sha256: str
    reader: int
    file: str
    rows: int
    set_aside: int
    lower_tier: bool
    invented: bool
    title: str
    publisher: str
    licence: str
    manifest_sha256: str = ""
    small_areas: bool = False

    @property
    def slot(self) -> tuple[str, str, str]:
        """What a later release of the same thing replaces: dataset, period and part."""
        return (self.dataset, self.period, self.part)

    @property
    def published_on(self) -> date:
        """Publication date."""
        return date.fromisoformat(self.published)

    def note(self) -> str:
        """A source note for readers: what it is, who published it, when, and whether that date is assumed."""
        when = self.published_on.strftime("%-d %B %Y")
        assumed = " (date assumed)" if self.published_basis == "assumed" else ""
        vintage = f", {self.vintage}" if self.vintage == "provisional" else ""
        period = f" {self.period}" if self.period else ""
        return f"{self.title}{period}{vintage}, {self.publisher}, published {when}{assumed}"


@dataclass
class Manifest:
    """manifest.json of a release."""

    entry: Entry
    source: dict[str, Any]
    published_note: str
    retrieved: str
    reader_version: int
    wholeplace_version: str
    lines: dict[str, dict[str, Any]]
    checks: list[dict[str, Any]]
    notes: list[str]
    set_aside: list[dict[str, Any]]
    files: dict[str, dict[str, Any]] = field(default_factory=dict)


class Release:
    """A release on disk, opened when needed."""

    def __init__(self, entry: Entry, folder: Path) -> None:
        """`folder` holds manifest.json and the Parquet files."""
        self.entry = entry
        self.folder = folder
        self.id = entry.id

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """The whole manifest."""
        import orjson

        return dict(orjson.loads((self.folder / "manifest.json").read_bytes()))

    @property
    def lines(self) -> dict[str, Line]:
        """The lines it holds, by id."""
        return {k: Line(**v) for k, v in self.manifest["lines"].items()}

    def line(self, identifier: str) -> Line:
        """One of its lines."""
        return Line(**self.manifest["lines"][identifier])

    @property
    def period(self) -> Period | None:
        """The period it is about; None for registers."""
        return Period.parse(self.entry.period) if self.entry.period else None

    @property
    def facts_path(self) -> Path:
        """Path of its facts."""
        return self.folder / "facts.parquet"

    def authorities(self) -> list[dict[str, str]]:
        """Its authorities as published."""
        return self._rows("authorities.parquet")

    def records(self) -> list[dict[str, Any]]:
        """Rows of a release that holds no facts."""
        return self._rows(f"{self.entry.table}.parquet")

    def _rows(self, name: str) -> list[dict[str, Any]]:
        import pyarrow.parquet as pq

        return list(pq.ParquetFile(self.folder / name).read().to_pylist())


def release_id(reading: Reading, source: SourceFile, version: int) -> str:
    """Stable id: dataset, period, part, publication date, start of the fingerprint, reader from its second on."""
    published = reading.published.isoformat() if reading.published else "undated"
    pieces = [reading.dataset, str(reading.period).replace(" ", "") if reading.period else "all", reading.part]
    return ".".join(filter(None, [*pieces, published, source.sha256[:10], f"r{version}" if version > 1 else ""]))


def write_release(reading: Reading, source: SourceFile, folder: Path, entry: Entry, retrieved: str) -> str:
    """Write the Parquet files and the manifest into `folder`, a staging folder nobody reads; its manifest's SHA-256."""
    import orjson

    tables: dict[str, pa.Table] = {}
    if reading.table == FACTS:
        tables["facts.parquet"] = facts_table(reading, entry.id)
        tables["authorities.parquet"] = text_table([vars(a) for a in reading.authorities], authorities_schema())
    else:
        tables[f"{reading.table}.parquet"] = text_table(reading.records, records_schema(reading.table))

    manifest = Manifest(
        entry,
        {"file": source.name, "sha256": source.sha256, "bytes": len(source.data)},
        reading.published_note,
        retrieved,
        entry.reader,
        wholeplace.__version__,
        {k: vars(v) for k, v in sorted(reading.lines.items())},
        [vars(c) for c in reading.checks],
        reading.notes,
        [vars(s) for s in reading.set_aside],
    )
    folder.mkdir(parents=True)
    for name, table in tables.items():
        manifest.files[name] = _write_parquet(table, folder / name)
    data = orjson.dumps(manifest, option=orjson.OPT_INDENT_2)
    _write_synced(folder / "manifest.json", data)
    return sha256(data)


def _write_parquet(table: pa.Table, path: Path) -> dict[str, Any]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    text_columns = [f.name for f in table.schema if not pa.types.is_primitive(f.type)]
    # Statistics only where queries skip by them: a few lines of many.
    skipped_by = ["line"] if "line" in table.column_names else False
    pq.write_table(
        table, sink, row_group_size=ROW_GROUP, compression="zstd", write_statistics=skipped_by,
        use_dictionary=text_columns or False,
    )  # fmt: skip
    data = sink.getvalue().to_pybytes()
    _write_synced(path, data)
    return {"sha256": sha256(data), "bytes": len(data), "rows": table.num_rows}


def _write_synced(path: Path, data: bytes) -> None:
    import os

    with path.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
