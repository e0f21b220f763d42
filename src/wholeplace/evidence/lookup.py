"""Looking a few cells up: straight in the files of the releases that speak for a place, each file read once.

A query over all places goes through the engine (`evidence.query`). One figure stands on a handful of cells whose files
are known beforehand, so that reading those is quicker than any query and waits for nobody's.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wholeplace.evidence import arrow
from wholeplace.evidence.figure import OK

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from wholeplace.evidence.snapshot import Snapshot

Row = dict[str, Any]
_COLUMNS = ("line", "authority", "number", "pence", "status", "sheet", "row", "column")


@dataclass(frozen=True)
class Wanted:
    """A line of a place in a year, told by the place itself or (`combined`) by what it was made of."""

    line: str
    place: str
    year: int
    combined: bool = False


class Cells:
    """Cells looked up together: ask for all at once, then take each from here."""

    def __init__(self, snapshot: Snapshot, wanted: Iterable[Wanted]) -> None:
        """Read every cell of `wanted`, each file once."""
        self._snapshot = snapshot
        self._found: dict[Wanted, list[Row]] = {each: [] for each in wanted}
        asked: dict[str, dict[tuple[str, str], list[tuple[Wanted, int]]]] = defaultdict(lambda: defaultdict(list))
        for each in self._found:
            for voice in snapshot.voices_for(each.place, each.year):
                if voice.combined == each.combined and snapshot.holds(voice.release, each.line):
                    asked[voice.release][each.line, voice.authority].append((each, voice.need))
        for release, keys in asked.items():
            lines, authorities = {line for line, _ in keys}, {authority for _, authority in keys}
            for row in read_rows(snapshot.releases[release].facts_path, lines, authorities):
                for each, need in keys.get((row["line"], row["authority"]), ()):
                    self._found[each].append({**row, "release": release, "need": need})
        for each, rows in self._found.items():
            rows.sort(key=lambda r: (r["release"], r["sheet"] or "", r["row"], r["column"]))
            if each.line in snapshot.told_twice:
                self._found[each] = self._told_once(rows)

    def of(self, wanted: Wanted) -> list[Row]:
        """The cells of one of those asked for: release, line, authority, number, pence, status, need and position."""
        return self._found[wanted]

    def value(self, wanted: Wanted) -> float | None:
        """What a formula takes: pence for money, a number otherwise; None unless every part has a number that adds up.

        The same rules as `evidence.query.wide_table`, which tests hold it to.
        """
        line = self._snapshot.lines.get(wanted.line)
        rows = [r for r in self._found[wanted] if r["status"] == OK]
        if line is None or not rows or (line.combine == "none" and any(r["need"] > 1 for r in rows)):
            return None
        if len(rows) != max(r["need"] for r in rows):
            return None
        column = "pence" if line.pounds_per_unit else "number"
        numbers = [r[column] for r in rows]
        return None if any(n is None for n in numbers) else sum(numbers)

    def unusable(self, wanted: Wanted) -> str | None:
        """The status of a cell that has no number; None where all have one."""
        return max((r["status"] for r in self._found[wanted] if r["status"] != OK), default=None)

    def _told_once(self, rows: list[Row]) -> list[Row]:
        """Of cells that two parts of a dataset both give, the more authoritative one that has a number."""
        releases = self._snapshot.releases
        best: dict[str, Row] = {}
        for row in sorted(rows, key=lambda r: (r["status"] == OK, releases[r["release"]].entry.precedence)):
            best[row["authority"]] = row
        return list(best.values())


def read_rows(path: Path, lines: Collection[str], authorities: Collection[str] | None = None) -> list[Row]:
    """The facts of some lines (and authorities) in one file; only the row groups that may hold them are read."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        table = file.read_row_groups(_groups(file, lines), columns=list(_COLUMNS))
    keep = pc.is_in(table["line"].cast("string"), arrow.text(sorted(lines)))
    if authorities is not None:
        among = arrow.text(sorted(authorities))
        keep = pc.and_(keep, pc.is_in(table["authority"].cast("string"), among))
    return list(table.filter(keep).to_pylist())


def _groups(file: Any, lines: Collection[str]) -> list[int]:
    """Row groups that may hold a line: facts lie sorted by line, and each group says its first and last."""
    metadata = file.metadata
    position = metadata.schema.to_arrow_schema().names.index("line")
    chosen = []
    for number in range(metadata.num_row_groups):
        told = metadata.row_group(number).column(position).statistics
        if told is None or not told.has_min_max or any(told.min <= line <= told.max for line in lines):
            chosen.append(number)
    return chosen
