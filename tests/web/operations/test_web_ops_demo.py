"""What `make demo` does once its files are loaded: people to sign in as, a workbench that answers, and a clean end."""

from __future__ import annotations

import re
import signal
import socket
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from deployment import served
from support import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.own_database

FORM_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def recipe() -> str:
    """The lines of the Makefile that make the demo."""
    return (REPOSITORY / "Makefile").read_text("utf-8").split("\ndemo: ")[1].split("# --- Working on it")[0]


def test_the_demo_starts_the_workbench_with_a_worker_and_another_port_where_one_is_taken() -> None:
    assert "people sample" in recipe()
    assert "serve --with-worker --host $(HOST) --port $(PORT) --or-next-port" in recipe()


@pytest.fixture(scope="module")
def taken() -> Any:
    """A port that somebody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_sample_people_sign_in_to_a_workbench_on_the_next_free_port(
    own_store: Path, wholeplace: Callable[..., Any], tmp_path: Path, taken: int
) -> None:
    env = {"WHOLEPLACE_STORE": str(own_store)}
    people = wholeplace(env, "people", "sample")
    assert people.code == 0, people.err
    password = re.search(r"Password of all: (\S+)", people.out)
    assert password
    addresses = re.findall(r"(\S+@sample\.invalid)", people.out)
    assert len(addresses) == 6

    with served(tmp_path / "run", env, "--port", taken, "--or-next-port", "--with-worker") as server:
        assert f"Port {taken} is taken on this machine; using " in server.out()
        assert server.address != f"http://127.0.0.1:{taken}"
        assert server.get("/health/ready").json()["status"] == "ok"
        home = server.get("/")
        assert home.status_code == 200
        assert "invented" in home.text.casefold(), "a banner says what is shown"
        with httpx.Client(base_url=server.address, timeout=30) as browser:
            token = FORM_TOKEN.search(browser.get("/account/login/").text)
            assert token
            form = {"csrfmiddlewaretoken": token[1], "login": addresses[0], "password": password[1]}
            assert browser.post("/account/login/", data=form).status_code == 302
        assert server.stop(signal.SIGINT) == 0


def test_the_demo_can_be_run_again_at_once(own_store: Path, tmp_path: Path) -> None:
    with served(tmp_path / "first", {"WHOLEPLACE_STORE": str(own_store)}) as server:
        port = server.address.rpartition(":")[2]
        server.get("/health/live")
        assert server.stop(signal.SIGINT) == 0
    with served(tmp_path / "second", {"WHOLEPLACE_STORE": str(own_store)}, "--port", port) as server:
        assert server.address.endswith(f":{port}")
        assert server.get("/health/live").status_code == 200


def test_sample_people_are_never_made_in_production(
    wholeplace: Callable[..., Any], tmp_path: Path, sector_store: Path
) -> None:
    from deployment import safe

    env = safe(tmp_path / "home", sector_store)
    assert wholeplace(env, "migrate").code == 0
    ran = wholeplace(env, "people", "sample")

    assert ran.code == 1
    assert "never" in ran.err or "not made in production" in ran.err


def test_without_the_web_extra_a_command_says_what_to_install(tmp_path: Path) -> None:
    import subprocess
    import sys

    hide = "import sys\nfor m in ('django', 'granian', 'dj_database_url'): sys.modules[m] = None\n"
    ran = subprocess.run(
        [sys.executable, "-c", f"{hide}from wholeplace.cli import main\nsys.argv = ['wholeplace', 'serve']\nmain()"],
        capture_output=True, text=True, check=False, env={"WHOLEPLACE_HOME": str(tmp_path), "PATH": "/usr/bin"},
    )  # fmt: skip

    assert ran.returncode == 1
    assert "pip install 'wholeplace[web]'" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_the_library_s_commands_never_wait_for_django() -> None:
    import subprocess
    import sys

    heavy = ["django", "granian", "wholeplace.web"]
    look = f"import sys\nimport wholeplace.cli\nprint([m for m in {heavy} if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "[]"
