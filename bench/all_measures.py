"""All measures for all places and years, warm, against pandas doing only the pivot that comes before them."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.common import Result, median_time, shared, tell


def main() -> None:
    from wholeplace.evidence.figures import compute
    from wholeplace.evidence.loading import load
    from wholeplace.evidence.measures import measures
    from wholeplace.evidence.snapshot import Snapshot
    from wholeplace.evidence.store import Store

    store = Store(Path(tempfile.mkdtemp()))
    folder = shared("data")
    if folder:
        load(store, [folder / part for part in ("councils", "deprivation", "finance", "unit_costs")])
        which = "the published files"
    else:
        from wholeplace.sample import create

        load(store, create(Path(tempfile.mkdtemp())))
        which = "an invented sector of 330 councils"
    snapshot = Snapshot(store)
    chosen = list(measures().values())
    rows = compute(snapshot, chosen).rows.num_rows
    warm = median_time(lambda: compute(snapshot, chosen))
    lines = sorted({line for m in chosen for line in m.lines})
    paths = [r.facts_path for r in snapshot.facts_releases(lines)]

    def pivot() -> object:
        import pandas as pd

        frames = [pd.read_parquet(p, columns=["release", "line", "authority", "number"]) for p in paths]
        facts = pd.concat(frames)
        facts = facts[facts["line"].isin(lines)]
        return facts.pivot_table(index=["release", "authority"], columns="line", values="number", observed=True)

    plain = median_time(pivot, 3)
    tell(
        Result(
            f"{len(chosen)} measures for all places and years of {which} ({rows:,} rows), warm", "under 1 s",
            f"{warm:.2f} s", f"{plain:.2f} s: pandas reading the same cells and pivoting them, no measure worked out",
            f"{plain / warm:.1f} times", warm < 1, "warm: the snapshot is open and its wide table kept",
        )
    )  # fmt: skip


if __name__ == "__main__":
    main()
