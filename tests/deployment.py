"""Real processes of the workbench: commands and servers started as an operator starts them."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = "w8NfUe0bq3rT6yIuOpAsDfGhJkLzXcVbNm1234567890QwErTyUiOp"
ORIGIN = "https://wholeplace.example"
# What a proxy on this machine adds to a reader's request.
FORWARDED = {"Host": "wholeplace.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.77"}


def safe(home: Path, store: Path) -> dict[str, str]:
    """Settings of a deployment that is safe."""
    return {
        "WHOLEPLACE_MODE": "production",
        "WHOLEPLACE_HOME": str(home),
        "WHOLEPLACE_STORE": str(store),
        "WHOLEPLACE_SECRET_KEY": KEY,
        "WHOLEPLACE_HOSTS": "wholeplace.example",
        "WHOLEPLACE_ORIGINS": ORIGIN,
        "WHOLEPLACE_MAIL_URL": "smtp://localhost:1",
        "WHOLEPLACE_MAIL_FROM": "Wholeplace <noreply@wholeplace.example>",
        "WHOLEPLACE_TRUSTED_PROXY": "127.0.0.1",
    }


def environment(more: dict[str, str]) -> dict[str, str]:
    """The machine's environment without what tests set for themselves."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("WHOLEPLACE_", "DJANGO_")) and k != "DATABASE_URL"}
    return {**kept, **more}


@dataclass
class Ran:
    """What a command came to."""

    code: int
    out: str
    err: str


def command(env: dict[str, str], *arguments: object) -> Ran:
    """Run `wholeplace` in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "wholeplace", *map(str, arguments)],
        env=environment(env), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    return Ran(done.returncode, done.stdout, done.stderr)


def script(env: dict[str, str], code: str) -> Ran:
    """Run some Python with the workbench set up, in a process of its own."""
    start = "from wholeplace.web.operations.start import set_up\nset_up()\n"
    done = subprocess.run(
        [sys.executable, "-c", start + code],
        env=environment(env), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    return Ran(done.returncode, done.stdout, done.stderr)


class Server:
    """A server that was started; its log is in a file."""

    def __init__(self, process: subprocess.Popen[str], out: Path, log: Path) -> None:
        self.process, self._out, self._log = process, out, log
        self.address = ""

    def out(self) -> str:
        return self._out.read_text("utf-8")

    def log(self) -> str:
        return self._log.read_text("utf-8")

    def wait_until_up(self) -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end and self.process.poll() is None:
            if found := re.search(r"http://[\w.:\[\]]+/", self.out()):
                self.address = found[0].rstrip("/")
                return
            time.sleep(0.05)
        pytest.fail(f"the server did not start:\n{self.out()}\n{self.log()}")

    def get(self, path: str, headers: dict[str, str] | None = None, **more: Any) -> httpx.Response:
        return httpx.get(self.address + path, headers=headers, timeout=30, **more)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait(40)


@contextlib.contextmanager
def served(folder: Path, env: dict[str, str], *options: object) -> Iterator[Server]:
    """`wholeplace serve` on a free port for a while."""
    folder.mkdir(parents=True, exist_ok=True)
    out, log = folder / "out.txt", folder / "log.txt"
    with out.open("w") as to, log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "wholeplace", "serve", "--port", "0", *map(str, options)],
            env=environment({"PYTHONUNBUFFERED": "1", **env}), stdout=to, stderr=errors, text=True,
        )  # fmt: skip
        server = Server(process, out, log)
        try:
            server.wait_until_up()
            yield server
        finally:
            if process.poll() is None:
                server.stop()
