"""A release: one period of one publication as it was read, immutable, with where it came from."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import wholeplace
from wholeplace.core.files import sha256
from wholeplace.core.money import PENCE_PER_POUND
from wholeplace.core.periods import Period
from wholeplace.evidence.figure import OK
from wholeplace.evidence.reading import FACTS, Line
from wholeplace.evidence.schemas import authorities_schema, facts_schema, records_schema

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
        invented = "; invented sector" if self.invented else ""
        return f"{self.title}{period}{vintage}, {self.publisher}, published {when}{assumed}{invented}"


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
        """Rows of a register, link or event release."""
        return self._rows(f"{self.entry.table}.parquet")

    def _rows(self, name: str) -> list[dict[str, Any]]:
        import pyarrow.parquet as pq

        return list(pq.ParquetFile(self.folder / name).read().to_pylist())


def release_id(reading: Reading, source: SourceFile, version: int) -> str:
    """Stable id: dataset, period, part, publication date, start of the fingerprint, reader from its second on."""
    published = reading.published.isoformat() if reading.published else "undated"
    pieces = [reading.dataset, str(reading.period).replace(" ", "") if reading.period else "all", reading.part]
    return ".".join(filter(None, [*pieces, published, source.sha256[:10], f"r{version}" if version > 1 else ""]))


def facts_table(reading: Reading, identifier: str) -> pa.Table:
    """All facts of a reading, sorted by line so that a query for a few lines reads a few row groups."""
    import numpy as np
    import pyarrow as pa

    parts: list[pa.Table] = []
    schema = facts_schema()
    for block in sorted(reading.blocks, key=lambda b: b.line):
        count = len(block.numbers)
        good = block.statuses == OK
        per_unit = reading.lines[block.line].pounds_per_unit
        numbers = pa.array(block.numbers, mask=~good)
        if per_unit:
            money = np.where(good, block.numbers, 0.0)
            # Rounded half to even like `core.money.to_pence`; a test holds the two to the same answers.
            pence = pa.array(np.rint(np.round(money * (per_unit * PENCE_PER_POUND), 4)).astype("int64"), mask=~good)
        else:
            pence = pa.nulls(count, pa.int64())
        columns = [
            _repeat(identifier, count), _repeat(block.line, count), pa.array(block.authorities), numbers, pence,
            pa.array(block.statuses.tolist()), _repeat(block.sheet, count), pa.array(np.asarray(block.rows, "int32")),
            pa.array(np.full(count, block.column, "int32")),
        ]  # fmt: skip
        parts.append(pa.table([c.cast(f.type) for c, f in zip(columns, schema, strict=True)], schema=schema))
    return pa.concat_tables(parts).unify_dictionaries() if parts else schema.empty_table()


def _repeat(text: str, count: int) -> pa.Array:
    import numpy as np
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(np.zeros(count, "int32"), [text])


def write_release(reading: Reading, source: SourceFile, folder: Path, entry: Entry, retrieved: str) -> Manifest:
    """Write the Parquet files and the manifest into `folder` (a staging folder nobody reads)."""
    import orjson
    import pyarrow as pa

    tables: dict[str, pa.Table] = {}
    if reading.table == FACTS:
        tables["facts.parquet"] = facts_table(reading, entry.id)
        tables["authorities.parquet"] = pa.Table.from_pylist(
            [asdict(a) for a in reading.authorities], schema=authorities_schema()
        )
    else:
        tables[f"{reading.table}.parquet"] = pa.Table.from_pylist(reading.records, schema=records_schema(reading.table))
    manifest = Manifest(
        entry,
        {"file": source.name, "sha256": source.sha256, "bytes": len(source.data)},
        reading.published_note,
        retrieved,
        entry.reader,
        wholeplace.__version__,
        {k: asdict(v) for k, v in sorted(reading.lines.items())},
        [asdict(c) for c in reading.checks],
        reading.notes,
        [asdict(s) for s in reading.set_aside],
    )
    folder.mkdir(parents=True)
    for name, table in tables.items():
        manifest.files[name] = _write_parquet(table, folder / name)
    _write_synced(folder / "manifest.json", orjson.dumps(asdict(manifest), option=orjson.OPT_INDENT_2))
    return manifest


def _write_parquet(table: pa.Table, path: Path) -> dict[str, Any]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, row_group_size=ROW_GROUP, compression="zstd", write_statistics=True)
    data = sink.getvalue().to_pybytes()
    _write_synced(path, data)
    return {"sha256": sha256(data), "bytes": len(data), "rows": table.num_rows}


def _write_synced(path: Path, data: bytes) -> None:
    import os

    with path.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
