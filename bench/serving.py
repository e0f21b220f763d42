"""Servers started for a measurement, and fifty readers let loose on them by wrk."""

from __future__ import annotations

import gzip
import os
import re
import socket
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator

READERS = 50
SECONDS = int(os.environ.get("SECONDS", "60"))
WORKERS = 2
SCRIPT = """
local addresses = {}
for line in io.lines(os.getenv("WHOLEPLACE_BENCH_ADDRESSES")) do addresses[#addresses + 1] = line end
local at = 0
init = function(args) at = math.random(#addresses) end
request = function()
  at = at % #addresses + 1
  return wrk.format("GET", addresses[at], {["Accept-Encoding"] = "gzip", ["Host"] = wrk.headers["Host"]})
end
done = function(summary, latency, requests)
  io.write(string.format("RESULT %d %d %d %d %d %f\\n", summary.requests,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write
      + summary.errors.timeout,
    latency:percentile(50), latency:percentile(95), latency:percentile(99), summary.duration / 1000000))
end
"""


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def serving(
    command: list[str], environment: dict[str, str], port: int
) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    """A server that answers, and how many seconds it took from its start to its first page."""
    with tempfile.TemporaryFile() as log:
        begun = time.perf_counter()
        process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=log, stderr=log)
        try:
            while True:
                try:
                    if httpx.get(f"http://127.0.0.1:{port}/", timeout=30).status_code == 200:
                        break
                except httpx.TransportError:
                    if process.poll() is not None or time.perf_counter() - begun > 60:
                        log.seek(0)
                        raise SystemExit(f"{command[0]} did not start:\n{log.read().decode()[-3000:]}") from None
                    time.sleep(0.02)
            yield process, time.perf_counter() - begun
        finally:
            process.terminate()
            process.wait(20)


def resident(process: subprocess.Popen[bytes]) -> list[float]:
    """Megabytes held by each worker: the largest processes under the server."""
    children = [process.pid]
    for pid in children:
        tasks = Path(f"/proc/{pid}/task")
        for task in tasks.iterdir() if tasks.exists() else []:
            children += [int(c) for c in (task / "children").read_text().split() if int(c) not in children]
    found = []
    for pid in children:
        told = (
            re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
            if Path(f"/proc/{pid}").exists()
            else None
        )
        found.append(int(told[1]) / 1024 if told else 0.0)
    return sorted(found, reverse=True)[:WORKERS]


def hammer(port: int, addresses: list[str], folder: Path, process: subprocess.Popen[bytes]) -> dict[str, Any]:
    """Run wrk; what it found, and the memory of the workers while it ran."""
    script, listing = folder / "load.lua", folder / "addresses.txt"
    script.write_text(SCRIPT, encoding="utf-8")
    listing.write_text("\n".join(addresses), encoding="utf-8")
    memory: list[float] = []
    stop = threading.Event()

    def watch() -> None:
        while not stop.wait(1.0):
            memory.append(max(resident(process), default=0.0))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        done = subprocess.run(
            ["wrk", "-t1", f"-c{READERS}", f"-d{SECONDS}s", "--timeout", "30s", "-s", str(script), f"http://127.0.0.1:{port}"],
            env={**os.environ, "WHOLEPLACE_BENCH_ADDRESSES": str(listing)},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    finally:
        stop.set()
        watcher.join()
    told = re.search(r"RESULT (\d+) (\d+) (\d+) (\d+) (\d+) ([\d.]+)", done.stdout)
    if not told:
        raise SystemExit(f"wrk said nothing that could be read:\n{done.stdout}\n{done.stderr}")
    requests, errors, p50, p95, p99 = (int(told[i]) for i in range(1, 6))
    return {
        "rate": requests / float(told[6]), "errors": errors, "p50": p50 / 1000, "p95": p95 / 1000, "p99": p99 / 1000,
        "memory": memory,
    }  # fmt: skip


def weight(port: int, address: str) -> int:
    """Bytes on the wire of a page with its styles, scripts and fonts, without images."""
    base = f"http://127.0.0.1:{port}"
    seen, waiting, total = set(), [f"{base}{address}"], 0
    while waiting:
        url = waiting.pop()
        if url in seen:
            continue
        seen.add(url)
        with httpx.stream("GET", url, headers={"Accept-Encoding": "gzip"}) as answer:
            raw = b"".join(answer.iter_raw())
            total += len(raw)
            kind = answer.headers.get("Content-Type", "")
            compressed = answer.headers.get("Content-Encoding") == "gzip"
        if not kind.startswith("text/"):
            continue
        text = (gzip.decompress(raw) if compressed else raw).decode("utf-8", "replace")
        if kind.startswith("text/html"):
            found = re.findall(r'<link[^>]+rel="(?:stylesheet|preload)"[^>]*>|<script[^>]+src="[^"]+"', text)
            waiting += [urljoin(url, m[1]) for f in found if (m := re.search(r'(?:href|src)="([^"]+)"', f))]
        elif kind.startswith("text/css"):
            waiting += [
                urljoin(url, u) for u in re.findall(r"url\([\"']?([^\"')]+)", text) if not u.startswith("data:")
            ]
    return total
