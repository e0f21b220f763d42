"""Serving the workbench, alone or with a worker beside it, until told to stop."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wholeplace.core.errors import SettingsError
from wholeplace.web.config import LOOPBACK
from wholeplace.web.operations.logs import logging_config
from wholeplace.web.operations.start import bring_up_to_date, set_up
from wholeplace.web.operations.static import collect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wholeplace.web.config import Config

APPLICATION = "wholeplace.web.wsgi:application"
TRIED_PORTS = 50
STOP_SECONDS = 30  # that requests and jobs under way are given to end


@dataclass(frozen=True)
class Serving:
    """How to serve."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 0  # processes; 0 for one a core, or one alone on a developer's machine
    threads: int = 16
    reload: bool = False
    migrate: bool = False
    with_worker: bool = False
    or_next_port: bool = False


def serve(wanted: Serving, say: Callable[[str], None]) -> None:
    """Serve until the process is told to stop; requests under way are answered first.

    Raises:
        SettingsError: it would not be safe, the port is taken, or the database is not as this version wants it.
    """
    found = set_up()
    _refuse_strangers(found, wanted.host)
    port = free_port(wanted.host, wanted.port, wanted.or_next_port)
    if wanted.port not in {0, port}:
        say(f"Port {wanted.port} is taken on this machine; using {port} instead.")
    if given := bring_up_to_date(wanted=wanted.migrate or not found.production):
        say(f"The database was given {len(given)} migration{'s' * (len(given) > 1)}.")
    from django.conf import settings
    from django.db import connections

    if collect(settings.STATIC_ROOT):
        say("Styles and scripts were collected for this build.")
    connections.close_all()
    with _worker_beside(wanted.with_worker, say):
        _tell_when_ready(found, wanted.host, port, say)
        _run(found, wanted, port)


def _run(found: Config, wanted: Serving, port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    server = Granian(
        APPLICATION,
        address=wanted.host,
        port=port,
        interface=Interfaces.WSGI,
        workers=wanted.workers or (min(cores, 4) if found.production else 1),
        blocking_threads=wanted.threads,
        websockets=False,
        log_dictconfig=logging_config(found.production),
        log_access=False,  # it would hold addresses; RequestLog writes one line a request without
        respawn_failed_workers=not wanted.reload,
        workers_kill_timeout=STOP_SECONDS,
        reload=wanted.reload,
    )
    server.serve()


def _refuse_strangers(found: Config, host: str) -> None:
    if not found.production and host not in LOOPBACK:
        raise SettingsError(
            f"In development the workbench serves this machine alone (--host 127.0.0.1), not '{host}'. To let others "
            "in, set WHOLEPLACE_MODE=production and what it asks for; docs/deploy.md shows how."
        )


def free_port(host: str, wanted: int, or_next: bool) -> int:
    """The port to serve on: the one wanted, any where it is 0, or the next free one where asked.

    Raises:
        SettingsError: the port can't be had, or the host is none of this machine.
    """
    last = min(wanted + TRIED_PORTS, 65535) if or_next and wanted else wanted
    reason = ""
    for port in range(wanted, last + 1):
        try:
            return _bound(host, port)
        except OSError as error:
            reason = error.strerror or str(error)
    raise SettingsError(
        f"{host}:{wanted} can't be served on ({reason}). Stop what uses the port, or choose another: --port "
        f"{min(wanted + 1, 65535)}."
    )


def _bound(host: str, port: int) -> int:
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As servers do: a port whose last connections are still closing is free, one that somebody listens on is not.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _worker_beside(wanted: bool, say: Callable[[str], None]) -> Iterator[None]:
    """A worker in a process of its own for as long as the workbench is served; started again when it dies."""
    if not wanted:
        yield
        return
    over = threading.Event()
    keeper = threading.Thread(target=_keep_a_worker, args=(over, say), name="worker keeper", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join(STOP_SECONDS + 5)


def _keep_a_worker(over: threading.Event, say: Callable[[str], None]) -> None:
    while not over.is_set():
        worker = subprocess.Popen([sys.executable, "-m", "wholeplace", "worker", "--beside"], start_new_session=True)
        while worker.poll() is None and not over.wait(0.2):
            pass
        if over.is_set():
            worker.terminate()
            try:
                worker.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                worker.kill()
        else:
            say(f"The worker ended with code {worker.returncode}; starting another.")
            over.wait(2)


def address_of(host: str, port: int) -> str:
    """What to type into a browser on this machine."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - only told, never bound here
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"


def _tell_when_ready(found: Config, host: str, port: int, say: Callable[[str], None]) -> None:
    address = address_of(host, port)
    shown = f"{found.origins[0]}/ by way of its proxy, from {address}" if found.production else address

    def watch() -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if _answers(f"{address}health/live", 2):
                if not found.production:
                    _answers(
                        address, 30
                    )  # the first page opens the evidence; whoever reads the line below need not wait
                say(f"The workbench is at {shown}    (Ctrl-C stops it)")
                return
            time.sleep(0.1)

    threading.Thread(target=watch, name="ready teller", daemon=True).start()


def _answers(address: str, seconds: float) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=seconds):  # noqa: S310 - our own server
        return True
    return False
