"""How a measurement is taken and told."""

from __future__ import annotations

import json
import os
import resource
import statistics
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Result:
    """One line of docs/benchmarks.md: what was measured, against what, and whether the target is met."""

    what: str
    target: str
    measured: str
    baseline: str
    ratio: str
    met: bool
    note: str = ""


def tell(*results: Result) -> None:
    """Print results for the report."""
    sys.stdout.write(json.dumps([asdict(r) for r in results]) + "\n")


def median_time(work: Callable[[], object], runs: int = 5) -> float:
    """Median seconds over some runs."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def peak_megabytes() -> float:
    """Most memory this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def shared(relative: str) -> Path | None:
    """A folder of published files beside the repository, where there is one."""
    folder = Path(os.environ.get("WHOLEPLACE_SHARED", ROOT.parent / "shared")) / relative
    return folder if folder.exists() else None
