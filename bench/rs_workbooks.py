"""Eight RS workbooks into releases, against pandas.read_excel reading the same sheets alone."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

from bench.common import Result, median_time, peak_megabytes, shared, tell


def workbooks() -> tuple[list[Path], str]:
    """The published ones where they are at hand, else invented ones in the same layouts."""
    folder = shared("data/finance/revenue_outturn_rs")
    if folder:
        return sorted(folder.iterdir()), "the eight published workbooks"
    from wholeplace.sample import create

    made = create(Path(tempfile.mkdtemp()), size=330)
    chosen = sorted(p for p in made if p.name.startswith("RS_") and "provisional" not in p.name)
    return chosen, "eight invented workbooks in the published layouts"


def data_sheets(path: Path) -> list[str]:
    """Names of the sheets that hold authorities."""
    from python_calamine import CalamineWorkbook

    return [n for n in CalamineWorkbook.from_path(path).sheet_names if "Data" in n and "LA" in n]


def ours(files: list[Path]) -> None:
    """Load into a new store."""
    from wholeplace.evidence.loading import load
    from wholeplace.evidence.store import Store

    with tempfile.TemporaryDirectory() as folder:
        assert len(load(Store(Path(folder)), files).loaded) == len(files)


def theirs(files: list[Path]) -> None:
    """Read the sheets with pandas and do nothing with them."""
    import pandas as pd

    for path in files:
        pd.read_excel(path, sheet_name=data_sheets(path), header=None)


def main() -> None:
    warnings.simplefilter("ignore")
    if sys.argv[1:] == ["memory"]:
        files, _ = workbooks()
        ours(files)
        sys.stdout.write(str(peak_megabytes()))
        return
    files, which = workbooks()
    ours(files[:1])  # both sides with their libraries imported
    theirs(files[-1:])
    mine, pandas_time = median_time(lambda: ours(files)), median_time(lambda: theirs(files), 3)
    alone = subprocess.run([sys.executable, "-m", "bench.rs_workbooks", "memory"], capture_output=True, check=True)
    memory = float(alone.stdout)
    tell(
        Result(
            f"Read {which} into releases, checked and written",
            "at least 5 times faster than pandas.read_excel",
            f"{mine:.2f} s",
            f"{pandas_time:.2f} s: pandas.read_excel, default engines, the same sheets, nothing done with them",
            f"{pandas_time / mine:.1f} times",
            pandas_time / mine >= 5,
            "libraries imported beforehand on both sides",
        ),
        Result(
            "Memory for the same, in a process of its own", "under 400 MB", f"{memory:.0f} MB", "", "", memory < 400
        ),
    )


if __name__ == "__main__":
    main()
