"""What a person waits for: `wholeplace --help`, and a brief as PDF from a cold start."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from bench.common import Result, median_time, shared, tell

COMMAND = [sys.executable, "-m", "wholeplace"]


def run(*arguments: str) -> None:
    """Run in a process of its own."""
    subprocess.run([*arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main() -> None:
    store = tempfile.mkdtemp()
    folder = shared("data")
    if folder:
        sources = [str(folder / part) for part in ("councils", "deprivation", "finance", "unit_costs")]
        place, as_of, which = "Northamptonshire", "2018-01-31", "the published files"
    else:
        from wholeplace.sample import create

        sources = [str(Path(create(Path(tempfile.mkdtemp()))[0]).parent)]
        place, as_of, which = "", "2022-12-31", "an invented sector"
    run(*COMMAND, "--store", store, "load", *sources)
    if not place:
        from wholeplace.evidence.store import Store
        from wholeplace.places.register import Register

        place = next(p.id for p in Register.open(Store(Path(store))) if p.place_class == "county" and p.end is None)
    out = str(Path(tempfile.mkdtemp()) / "brief.pdf")
    python = median_time(lambda: run(sys.executable, "-c", "pass"), 9)
    helped = median_time(lambda: run(*COMMAND, "--help"), 9)
    engines = median_time(
        lambda: run(sys.executable, "-c", "import ibis; ibis.duckdb.connect(); import pandas, typst, vl_convert")
    )
    written = median_time(lambda: run(*COMMAND, "--store", store, "brief", place, "--as-of", as_of, "--out", out))
    tell(
        Result(
            "wholeplace --help",
            "under 0.4 s",
            f"{helped:.2f} s",
            f"{python:.2f} s: python -c pass",
            f"{helped / python:.1f} times as long",
            helped < 0.4,
        ),
        Result(
            f"A brief as PDF from {which}, cold",
            "under 3 s",
            f"{written:.2f} s",
            f"{engines:.2f} s: importing the query engine, Typst and the chart engine",
            f"{written / engines:.1f} times as long",
            written < 3,
            "median of five runs, each a new process",
        ),
    )


if __name__ == "__main__":
    main()
