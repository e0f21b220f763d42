"""An invented store with 50 million figures: one place's brief figures, and one measure ranked over everything."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import numpy as np

from bench.common import ROOT, Result, median_time, peak_megabytes, tell

AUTHORITIES, YEARS, TOTAL = 350, 12, 50_000_000
FOLDER = ROOT / "build" / "bench-50m"


def make_store() -> int:
    """Twelve years of one invented return with enough lines for 50 million cells; kept between runs."""
    from wholeplace.core.periods import Period
    from wholeplace.evidence.measures import measures
    from wholeplace.evidence.reading import Authority, Block, Line, Reading
    from wholeplace.evidence.source import SourceFile
    from wholeplace.evidence.store import Store

    store = Store(FOLDER)
    if len(store.entries()) == YEARS:
        return sum(r.manifest["files"]["facts.parquet"]["rows"] for r in map(store.release, store.entries()))
    known = sorted({x for m in measures().values() for x in m.lines if x.startswith("rs.")})
    lines = known + [f"rs.invented_line_{i:05d}" for i in range(TOTAL // AUTHORITIES // YEARS + 1 - len(known))]
    kinds = ("UA", "L", "MD", "SC", "SD")
    authorities = [
        Authority(f"X{i:04d}", f"Invented {i}", f"X{i:04d}", "", "", kinds[i % 5], "")
        for i in range(1000, 1000 + AUTHORITIES)
    ]
    keys, rows = [a.key for a in authorities], np.arange(AUTHORITIES)
    statuses = np.full(AUTHORITIES, "ok", dtype=object)
    spin = np.random.default_rng(1)
    for year in range(2010, 2010 + YEARS):
        blocks = [
            Block(line, "Invented", i, rows, keys, np.round(spin.lognormal(9, 1, AUTHORITIES), 0), statuses)
            for i, line in enumerate(lines)
        ]
        reading = Reading(
            "invented-return",
            "rs",
            "facts",
            Period.financial(year),
            "Invented return",
            "Nobody",
            "none",
            date(year + 1, 11, 1),
            "given",
            "",
            lines={x: Line(x, x, 1000) for x in lines},
            authorities=authorities,
            blocks=blocks,
            invented=True,
        )
        store.publish([reading], SourceFile(Path(f"invented_{year}.bin"), str(year).encode()), 1)
    return AUTHORITIES * YEARS * len(lines)


def main() -> None:
    from wholeplace.evidence.comparison import compare
    from wholeplace.evidence.figures import compute
    from wholeplace.evidence.measures import measures
    from wholeplace.evidence.snapshot import Snapshot
    from wholeplace.evidence.store import Store

    figures = make_store()
    store = Store(FOLDER)
    chosen = [m for m in measures().values() if all(x.startswith("rs.") for x in m.lines)]
    ranked = next(m for m in chosen if m.id == "total-reserves-ratio")
    start = time.perf_counter()
    snapshot = Snapshot(store)
    compute(snapshot, chosen)
    cold = time.perf_counter() - start
    peers = [p.id for p in snapshot.crosswalk.places.values() if p.place_class == "unitary"]

    def brief_figures() -> object:
        table = compute(snapshot, chosen)
        series = [table.series(m, peers[0]) for m in chosen]
        return series, [compare(table, m, peers[0], y, peers) for m in chosen for y in table.years[-8:]]

    def rank() -> object:
        found = list(compute(snapshot, [ranked]).figures(ranked))
        return sorted((f for f in found if f.value is not None), key=lambda f: f.value)

    def plain() -> object:
        import pyarrow.compute as pc
        import pyarrow.dataset as ds

        facts = ds.dataset([str(r.facts_path) for r in snapshot.releases.values()])
        table = facts.to_table(
            filter=pc.field("line").isin(sorted(ranked.lines)), columns=["release", "line", "authority", "number"]
        )
        return table.to_pandas().pivot_table(
            index=["release", "authority"], columns="line", values="number", observed=True
        )

    brief_time, rank_time, plain_time = median_time(brief_figures), median_time(rank), median_time(plain, 3)
    tell(
        Result(
            f"{figures:,} figures: a place's brief figures ({len(chosen)} measures, all years, peers' quartiles), warm",
            "under 150 ms",
            f"{brief_time * 1000:.0f} ms",
            f"first time, cold: {cold:.2f} s",
            "",
            brief_time < 0.15,
        ),
        Result(
            f"{figures:,} figures: one measure ranked over all places and years, warm",
            "under 300 ms",
            f"{rank_time * 1000:.0f} ms",
            f"{plain_time * 1000:.0f} ms: pyarrow.dataset filter and a pandas pivot of the same lines",
            f"{plain_time / rank_time:.1f} times",
            rank_time < 0.3,
            f"peak memory {peak_megabytes():.0f} MB",
        ),
    )


if __name__ == "__main__":
    main()
