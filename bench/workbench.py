"""The workbench under fifty readers for a minute, on the invented sector, beside plain Django with the same rows.

The load tool is wrk (https://github.com/wg/wrk; `apt-get install wrk`). Its fifty connections ask again as soon as they
are answered, which is harder than fifty people reading. SECONDS=10 makes a shorter run.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx

from bench.common import ROOT, Result, tell
from bench.serving import READERS, SECONDS, WORKERS, free_port, hammer, serving, weight


def addresses_of(store: Path) -> tuple[list[str], list[str], list[str]]:
    """Pages of places, of measures, and comparisons, as a reader would come by them."""
    from wholeplace.evidence.measures import measures
    from wholeplace.evidence.store import Store
    from wholeplace.places.register import Register

    places = [p.id for p in Register.open(Store(store)).alive() if p.place_class != "combined-authority"]
    known = [m.id for m in measures().values() if m.area == "finance"]
    pages = [f"/places/{p}/" for p in places]
    shown = [f"/measures/{m}/" for m in known]
    compared = [
        f"/compare/?m={known[i % len(known)]}&m={known[(i + 5) % len(known)]}"
        + "".join(f"&p={p}" for p in places[i : i + 5])
        for i in range(0, len(places) - 5, 6)
    ]
    return pages, shown, compared


def spread_evenly(*kinds: list[str]) -> list[str]:
    """The same number of each kind, one after another."""
    most = max(map(len, kinds))
    return [kind[i % len(kind)] for i in range(most) for kind in kinds]


def first_times(port: int, addresses: list[str]) -> list[float]:
    """Milliseconds a page takes that nobody has asked for since the last load, one reader at a time."""
    times = []
    with httpx.Client(timeout=60) as client:
        for address in addresses:
            begun = time.perf_counter()
            answer = client.get(f"http://127.0.0.1:{port}{address}")
            times.append((time.perf_counter() - begun) * 1000)
            if answer.status_code != 200:
                raise SystemExit(f"{address} answered {answer.status_code}")
    return times


def plain_rows(store: Path) -> list[dict[str, str]]:
    """The rows of a measure's page: every place's latest figure."""
    from wholeplace.evidence.figures import compute
    from wholeplace.evidence.measures import the_measure
    from wholeplace.evidence.snapshot import Snapshot
    from wholeplace.evidence.store import Store

    measure = the_measure("unallocated-reserves-ratio")
    table = compute(Snapshot(Store(store)), [measure])
    year = max(y for y in table.years if any(True for _ in table.figures(measure, years={y})))
    return [
        {"name": f.place_name, "kind": f.place_class, "value": f.display, "status": f.note or f.status}
        for f in table.figures(measure, years={year})
    ]


def main() -> None:
    if not shutil.which("wrk"):
        tell(
            Result(
                "The workbench under 50 readers",
                "p95 under 250 ms",
                "not measured: wrk is not installed",
                "",
                "",
                False,
            )
        )
        return
    folder = Path(tempfile.mkdtemp())
    store = folder / "store"
    command = [sys.executable, "-m", "wholeplace"]
    subprocess.run([*command, "sample", "create", str(folder / "sector")], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(
        [*command, "--store", str(store), "load", str(folder / "sector")], check=True, stdout=subprocess.DEVNULL
    )
    pages, shown, compared = addresses_of(store)
    port, plain_port = free_port(), free_port()
    environment = {
        "WHOLEPLACE_STORE": str(store),
        "WHOLEPLACE_HOME": str(folder / "home"),
        "WHOLEPLACE_MODE": "development",
    }
    serve = [*command, "serve", "--port", str(port), "--workers", str(WORKERS)]
    with serving(serve, environment, port):
        pass  # the first start also makes the database
    with serving(serve, environment, port) as (_, start):
        begun = time.perf_counter()
        httpx.get(f"http://127.0.0.1:{port}{pages[0]}", timeout=60)
        first = time.perf_counter() - begun
        kinds = (("place", pages), ("measure", shown), ("compare", compared))
        cold = {name: first_times(port, kind[1:31]) for name, kind in kinds}
        heavy = max(weight(port, p) for p in pages[:: max(1, len(pages) // 12)])
    shutil.rmtree(folder / "home" / "pages")
    begun = time.perf_counter()
    with serving(serve, environment | {"WHOLEPLACE_PAGES_AHEAD": "on"}, port) as (process, _):
        while sum(p.is_file() for p in (folder / "home" / "pages").rglob("*")) < len(pages) + len(shown):
            time.sleep(1)
        ahead = time.perf_counter() - begun
        under = hammer(port, spread_evenly(pages, shown, compared), folder, process)
    (folder / "rows.json").write_text(json.dumps(plain_rows(store)), encoding="utf-8")
    environment = {"WHOLEPLACE_BENCH_FOLDER": str(folder), "DJANGO_SETTINGS_MODULE": ""}
    root = str(ROOT)
    subprocess.run(
        [sys.executable, "-m", "bench.plain_django"], cwd=root, env={**os.environ, **environment}, check=True
    )
    plain = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", str(WORKERS), "--port", str(plain_port),
        "--working-dir", root, "bench.plain_django:application",
    ]  # fmt: skip
    with serving(plain, environment, plain_port) as (process, _):
        beside = hammer(plain_port, ["/"], folder, process)
    tell(*results(under, beside, cold, (start, first, ahead), heavy))


def results(
    under: dict[str, Any],
    beside: dict[str, Any],
    cold: dict[str, list[float]],
    waits: tuple[float, float, float],
    heavy: int,
) -> list[Result]:
    """The lines of the report."""
    start, first, ahead = waits
    memory = under["memory"]
    third = max(1, len(memory) // 3)
    early, late, most = statistics.median(memory[:third]), statistics.median(memory[-third:]), max(memory)
    slow = [
        Result(
            f"A {name} page that nobody has asked for since the last load, one reader",
            "",
            f"median {statistics.median(times):.0f} ms, slowest of {len(times)} {max(times):.0f} ms",
            "",
            "",
            max(times) < 1000,
        )
        for name, times in cold.items()
    ]
    return [
        Result(
            f"Place, measure and compare pages, {READERS} readers without pause for {SECONDS} s, {WORKERS} workers",
            "95th percentile under 250 ms, no error",
            f"95th percentile {under['p95']:.0f} ms, median {under['p50']:.0f} ms, {under['rate']:.0f} pages a second, "
            f"{under['errors']} errors",
            f"95th percentile {beside['p95']:.0f} ms, {beside['rate']:.0f} a second: plain Django, the same rows",
            f"{under['rate'] / beside['rate']:.1f} times as many pages",
            under["p95"] < 250 and not under["errors"],
            f"places and measures were worked out ahead, as in production, in {ahead:.0f} s; comparisons were not",
        ),
        Result(
            "Memory of a worker meanwhile",
            "under 600 MB and flat",
            f"at most {most:.0f} MB; {early:.0f} MB in the first third, {late:.0f} MB in the last",
            "",
            "",
            most < 600 and late < early * 1.1,
        ),
        *slow,
        Result(
            "First place page after the server answers",
            "under 2 s",
            f"{first:.2f} s",
            f"{start:.2f} s: from starting the command to its first answer",
            "",
            first < 2,
        ),
        Result(
            "A place page with styles, scripts and fonts, without images, the heaviest of a dozen",
            "under 120 KB on the wire",
            f"{heavy / 1000:.0f} KB",
            "",
            "",
            heavy < 120_000,
        ),
    ]


if __name__ == "__main__":
    main()
