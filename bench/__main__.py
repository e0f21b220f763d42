"""Run every measurement in a process of its own and write docs/benchmarks.md. Exit code 0 whatever comes out."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version

from bench.common import ROOT

PARTS = ("rs_workbooks", "all_measures", "fifty_million", "startup", "scenarios", "workbench")
LIBRARIES = (
    "duckdb",
    "ibis-framework",
    "pyarrow",
    "python-calamine",
    "pandas",
    "typst",
    "vl-convert-python",
    "numpy",
    "django",
    "granian",
)


def memory() -> str:
    """Memory of the machine, in GiB, where the system tells."""
    try:
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
    except (ValueError, OSError, AttributeError):
        return "memory not known"


def main() -> None:
    results = []
    for part in PARTS:
        sys.stderr.write(f"measuring {part} …\n")
        done = subprocess.run(
            [sys.executable, "-m", f"bench.{part}"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        results += json.loads(done.stdout.splitlines()[-1])
    lines = [
        "# Benchmarks",
        "",
        "Made by `make bench`: each measurement runs in a process of its own, beside its baseline. Times",
        "are medians. Nothing here is asserted in a test.",
        "",
        f"Measured on {datetime.now(UTC):%-d %B %Y}: {platform.machine()}, {os.cpu_count()} cores, {memory()}, "
        f"{platform.system()}, Python {platform.python_version()}; "
        + ", ".join(f"{n} {version(n)}" for n in LIBRARIES)
        + ".",
        "",
        "| What | Target | Measured | Baseline | Ratio | Met |",
        "|---|---|---|---|---|---|",
    ]
    for r in results:
        note = f" ({r['note']})" if r["note"] else ""
        met = ("yes" if r["met"] else "**no**") if r["target"] else ""
        lines.append(
            f"| {r['what']}{note} | {r['target']} | {r['measured']} | {r['baseline']} | {r['ratio']} | {met} |"
        )
    (ROOT / "docs" / "benchmarks.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write("\n".join(lines[8:]) + "\nWrote docs/benchmarks.md\n")


if __name__ == "__main__":
    main()
