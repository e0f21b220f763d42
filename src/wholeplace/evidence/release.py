"""A release: one period of one publication as it was read, immutable, with where it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import wholeplace
from wholeplace.core.files import sha256
from wholeplace.core.money import PENCE_PER_POUND, to_pence
from wholeplace.core.periods import Period
from wholeplace.evidence import arrow
from wholeplace.evidence.figure import OK, SET_ASIDE
from wholeplace.evidence.reading import CELL, FACTS, Line, SetAside
from wholeplace.evidence.schemas import authorities_schema, facts_schema, records_schema
from wholeplace.evidence.source import cell_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from wholeplace.evidence.reading import Reading
    from wholeplace.evidence.source import SourceFile

ROW_GROUP = 16_384
# A trillion pounds: more than any return holds, and well within what is exact to the penny.
MOST_PENCE = 10**14


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
        """Rows of a register, link, event or area release."""
        return self._rows(f"{self.entry.table}.parquet")

    def _rows(self, name: str) -> list[dict[str, Any]]:
        import pyarrow.parquet as pq

        return list(pq.ParquetFile(self.folder / name).read().to_pylist())


def release_id(reading: Reading, source: SourceFile, version: int) -> str:
    """Stable id: dataset, period, part, publication date, start of the fingerprint, reader from its second on."""
    published = reading.published.isoformat() if reading.published else "undated"
    pieces = [reading.dataset, str(reading.period).replace(" ", "") if reading.period else "all", reading.part]
    return ".".join(filter(None, [*pieces, published, source.sha256[:10], f"r{version}" if version > 1 else ""]))


def set_aside_beyond_reckoning(reading: Reading) -> None:
    """Set aside cells whose amount no authority could have (over £1,000bn): a slip that would drown every sum."""
    import numpy as np

    for block in reading.blocks:
        per_unit = reading.lines[block.line].pounds_per_unit
        if not per_unit:
            continue
        numbers = np.asarray(block.numbers, "float64")
        huge = (block.statuses == OK) & ~(np.abs(numbers) <= MOST_PENCE / (per_unit * PENCE_PER_POUND))
        for position in np.nonzero(huge)[0].tolist():
            reading.set_aside.append(
                SetAside(
                    CELL, f"more money than there is, for {block.authorities[position]}", block.sheet,
                    cell_name(block.rows[position], block.column), f"{numbers[position]:g}",
                    "Correct the cell as published and load again; until then it has no figure.",
                )
            )  # fmt: skip
            block.mark(position, SET_ASIDE)
            block.numbers[position] = np.nan


def _pence(numbers: Any, per_unit: int) -> Any:
    """Pence as `core.money.to_pence` gives them, all at once: only amounts with a fraction of a penny go one by one."""
    import numpy as np

    scaled = numbers * (per_unit * PENCE_PER_POUND)
    pence = np.rint(scaled)
    for position in np.nonzero(np.abs(scaled - pence) > 0.1)[0].tolist():
        pence[position] = to_pence(float(numbers[position]), per_unit)
    return pence.astype("int64")


def facts_table(reading: Reading, identifier: str) -> pa.Table:
    """All facts of a reading, sorted by line so that a query for a few lines reads a few row groups."""
    import numpy as np
    import pyarrow as pa

    blocks = sorted(reading.blocks, key=lambda b: b.line)
    if not blocks:
        return facts_schema().empty_table()
    counts = [len(b.numbers) for b in blocks]
    authorities, sheets, statuses = _Words(), _Words(), _Words()
    codes = np.concatenate([authorities.codes(b.authorities) for b in blocks])
    marks = np.concatenate([_status_codes(statuses, b.statuses) for b in blocks])
    good = marks == statuses.code(OK)
    numbers = np.where(good, np.concatenate([b.numbers for b in blocks]), 0.0)
    per_unit = np.repeat([reading.lines[b.line].pounds_per_unit for b in blocks], counts)
    # Rounded half to even like `core.money.to_pence`; a test holds the two to the same answers.
    pence = np.rint(np.round(numbers * (per_unit * PENCE_PER_POUND), 4)).astype("int64")
    columns = [
        arrow.words(np.zeros(sum(counts), "int32"), [identifier]),
        arrow.words(np.repeat(np.arange(len(blocks)), counts), [b.line for b in blocks]),
        arrow.words(codes, authorities.known),
        arrow.numeric(numbers, pa.float64(), good),
        arrow.numeric(pence, pa.int64(), good & (per_unit > 0)),
        arrow.words(marks, statuses.known),
        arrow.words(np.repeat([sheets.code(b.sheet) for b in blocks], counts), sheets.known),
        arrow.numeric(np.concatenate([np.asarray(b.rows, "int32") for b in blocks]), pa.int32()),
        arrow.numeric(np.repeat([b.column for b in blocks], counts), pa.int32()),
    ]
    return pa.Table.from_arrays(columns, schema=facts_schema())


class _Words:
    """Different words in the order they were met."""

    def __init__(self) -> None:
        self.known: list[str] = []
        self._positions: dict[str, int] = {}
        self._by_list: dict[int, tuple[Any, Any]] = {}

    def code(self, word: str) -> int:
        if word not in self._positions:
            self._positions[word] = len(self.known)
            self.known.append(word)
        return self._positions[word]

    def codes(self, values: Any) -> Any:
        """Codes of a list; blocks of one sheet share theirs, which is looked up once."""
        import numpy as np

        found = self._by_list.get(id(values))
        if found is None or found[0] is not values:
            found = (values, np.array([self.code(v) for v in values], dtype="int32"))
            self._by_list[id(values)] = found
        return found[1]


def _status_codes(statuses: _Words, values: Any) -> Any:
    import numpy as np

    if bool((values == OK).all()):
        return np.full(len(values), statuses.code(OK), dtype="int32")
    return np.array([statuses.code(v) for v in values], dtype="int32")


def _text_table(rows: Sequence[Mapping[str, Any]], schema: pa.Schema) -> pa.Table:
    """Rows of a small table of text (and row numbers) with `schema`."""
    import numpy as np
    import pyarrow as pa

    columns = []
    for field_ in schema:
        values = [r.get(field_.name) for r in rows]
        if pa.types.is_string(field_.type):
            columns.append(arrow.text([None if v is None else str(v) for v in values]))
        else:
            good = np.array([v is not None for v in values], dtype=bool)
            columns.append(arrow.numeric(np.array([v or 0 for v in values]), field_.type, good))
    return pa.Table.from_arrays(columns, schema=schema)


def write_release(reading: Reading, source: SourceFile, folder: Path, entry: Entry, retrieved: str) -> str:
    """Write the Parquet files and the manifest into `folder`, a staging folder nobody reads; its manifest's SHA-256."""
    import orjson

    tables: dict[str, pa.Table] = {}
    if reading.table == FACTS:
        tables["facts.parquet"] = facts_table(reading, entry.id)
        tables["authorities.parquet"] = _text_table([vars(a) for a in reading.authorities], authorities_schema())
    else:
        tables[f"{reading.table}.parquet"] = _text_table(reading.records, records_schema(reading.table))

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
