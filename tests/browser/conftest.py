"""The workbench as it is really served, and a real browser: its own process, its own database, people of every role."""

from __future__ import annotations

import json
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browsing import DESK, Site, Visitor

import browser_here
import deployment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "web"))  # where the table of who may open what is
PASSWORD = "a long enough password for tests"
MAKE = f"import json, sys\nsys.path.insert(0, {str(HERE)!r})\nimport things\nprint(json.dumps(things.make()))\n"


@pytest.fixture(scope="session")
def site(sector_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A workbench on a copy of the invented sector, served by `wholeplace serve`, with the people that a demo has."""
    home = tmp_path_factory.mktemp("home")
    store = Path(shutil.copytree(sector_store, home / "store"))
    env = {"WHOLEPLACE_STORE": str(store), "WHOLEPLACE_HOME": str(home), "WHOLEPLACE_CONTACT": "help@example.org"}
    people = deployment.command(env, "people", "sample", "--password", PASSWORD)
    assert people.code == 0, people.err
    emails = [line.split()[0] for line in people.out.splitlines() if "@" in line]
    beside = ThreadPoolExecutor(1)
    making = beside.submit(deployment.script, env, MAKE)  # while the server starts
    with beside, deployment.served(home / "logs", env) as server:
        made = making.result()
        assert made.code == 0, made.err
        roles = {email.partition("@")[0]: email for email in emails}
        yield Site(server.address, env, roles, PASSWORD, json.loads(made.out.splitlines()[-1]))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; they are skipped where there is none."""
    path = browser_here.browser()
    if path is None:
        pytest.skip("there is no Chromium on this machine, and it could not be installed")
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=arguments)
        yield opened
        opened.close()


@pytest.fixture
def visitor(site: Site, chromium: Browser) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors: `visitor(PHONE)`, `visitor(DESK, scripts=False)`, `visitor(role="adviser")`."""
    opened: list[BrowserContext] = []

    def make(
        size: tuple[int, int] = DESK, *, scripts: bool = True, role: str = "", session: str = "", **more: Any
    ) -> Visitor:
        # Someone who has signed in once keeps the cookie: fifty sign-ins would be fifty slow password checks.
        state = site.kept.get(role)
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, java_script_enabled=scripts, storage_state=state, **more
        )
        opened.append(context)
        if session:
            context.add_cookies([{"name": site.things["cookie"], "value": session, "url": site.address}])
        found = Visitor(site, context, scripts=scripts)
        if role and state is None:
            found.sign_in(role)
            site.kept[role] = context.storage_state()
        return found

    yield make
    for context in opened:
        context.close()
