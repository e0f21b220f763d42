"""The queries under every figure, written in Ibis so that any engine runs them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wholeplace.evidence.figure import OK

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wholeplace.evidence.snapshot import Snapshot
    from wholeplace.evidence.voices import Voice


KEYS = ("place", "year", "combined")


def voices_table(voices: Sequence[Voice]) -> dict[str, Any]:
    """Who speaks for whom, as columns to join with facts."""
    import numpy as np

    kinds: dict[str, Any] = {"release": object, "authority": object, "place": object, "year": "int32", "combined": bool,
             "need": "int32", "rank": "int32"}  # fmt: skip
    return {name: np.array([getattr(v, name) for v in voices], dtype=kind) for name, kind in kinds.items()}


def cells(snapshot: Snapshot, lines: Iterable[str]) -> Any:
    """All cells of `lines` with the place and year each speaks for; None where no release has them."""
    wanted = sorted(set(lines))
    releases = snapshot.facts_releases(wanted)
    if not releases or not snapshot.voices:
        return None
    engine = snapshot.engine
    facts = engine.parquet([r.facts_path for r in releases])
    facts = facts.filter(facts.line.isin(wanted))
    return facts.inner_join(snapshot.voices_table, ["release", "authority"])


def wide_table(snapshot: Snapshot, lines: frozenset[str]) -> Any:
    """One row a place and year, one column a line: integer pence for money, a number otherwise, null where unknown.

    A place made of several authorities gets their sum, and only where every one of them has a number and the line
    may be added at all.
    """
    import pyarrow as pa

    joined = cells(snapshot, lines)
    known = sorted(line for line in lines if line in snapshot.lines)
    if joined is None:
        columns: dict[str, Any] = {"place": pa.array([], pa.string()), "year": pa.array([], pa.int32()),
                                   "combined": pa.array([], pa.bool_())}  # fmt: skip
        columns |= {column_of(line): pa.array([], pa.float64()) for line in sorted(lines)}
        return snapshot.engine.table(pa.table(columns))
    single = [line for line in known if snapshot.lines[line].combine == "none"]
    usable = joined.filter(joined.status == OK)
    if single:
        usable = usable.filter((usable.need == 1) | ~usable.line.isin(single))
    once = _told_once(usable, sorted(lines & snapshot.told_twice))
    added = once.group_by(["place", "year", "combined", "line"]).aggregate(
        pence=once.pence.sum(), number=once.number.sum(), found=once.count(), need=once.need.max()
    )
    whole = added.filter(added.found == added.need)
    picks = {}
    for line in known:
        money = snapshot.lines[line].pounds_per_unit > 0
        value = whole.pence.cast("int64") if money else whole.number
        picks[column_of(line)] = value.max(where=whole.line == line)
    found = whole.group_by(KEYS).aggregate(**picks)
    releases = [r.id for r in snapshot.facts_releases(lines)]
    voices = snapshot.voices_table
    # Every place that returned anything for the year has a row, so that a silent one is told of, not lost.
    expected = voices.filter(voices.release.isin(releases)).select(*KEYS).distinct()
    complete = expected.left_join(found, KEYS)
    rows = snapshot.engine.run(complete.select(*KEYS, *picks))
    for line in sorted(lines - set(known)):
        rows = rows.append_column(column_of(line), pa.nulls(rows.num_rows, pa.float64()))
    return snapshot.engine.table(rows.sort_by([("place", "ascending"), ("year", "ascending")]))


def _told_once(usable: Any, twice: list[str]) -> Any:
    """The same cells with those that two parts of a dataset both give taken from the more authoritative one."""
    keys = ["place", "year", "combined", "authority", "line"]
    plain = usable.select(*keys, "pence", "number", "need")
    if not twice:
        return plain
    rest = plain.filter(~plain.line.isin(twice))
    double = usable.filter(usable.line.isin(twice))
    chosen = double.group_by(keys).aggregate(
        pence=double.pence.argmax(double["rank"]), number=double.number.argmax(double["rank"]), need=double.need.max()
    )
    return rest.union(chosen.select(*rest.columns))


def column_of(line: str) -> str:
    """Column name of a line in the wide table."""
    return line.replace(".", "__")


def unusable(snapshot: Snapshot, lines: Iterable[str]) -> dict[tuple[str, int, bool, str], str]:
    """Why a place has no number on a line in a year: the status its cell carries."""
    joined = cells(snapshot, lines)
    if joined is None:
        return {}
    bad = joined.filter(joined.status != OK)
    rows = snapshot.engine.run(
        bad.group_by(["place", "year", "combined", "line"]).aggregate(status=bad.status.max())
    ).to_pylist()
    return {(r["place"], r["year"], r["combined"], r["line"]): r["status"] for r in rows}


def national_series(snapshot: Snapshot, line: str) -> dict[int, tuple[float, str]]:
    """A national line by year: number and release id, all from the one file published last.

    An index means nothing beside another edition's, which may stand on another base year.
    """
    releases = snapshot.facts_releases([line])
    if not releases:
        return {}
    edition = max(releases, key=lambda r: (r.entry.published, r.entry.sequence)).entry.sha256
    chosen = {r.id: r for r in releases if r.entry.sha256 == edition}
    facts = snapshot.engine.parquet([r.facts_path for r in chosen.values()])
    rows = snapshot.engine.run(facts.filter(facts.line == line).select("release", "number")).to_pylist()
    found = [(chosen[row["release"]], row["number"]) for row in rows if row["number"] is not None]
    return {r.period.year: (number, r.id) for r, number in found if r.period is not None}
