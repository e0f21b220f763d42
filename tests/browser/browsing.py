"""A person at a browser window, and what every page must be."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import deployment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import BrowserContext, ConsoleMessage, Page

PHONE, TABLET, DESK = (360, 780), (768, 1024), (1440, 900)
SIGN_IN_TIMEOUT = 30_000
BY_WIDTH = ("target-size", "scrollable-region-focusable", "aria-hidden-focus")
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")


@dataclass
class Site:
    """A served workbench: its address and settings, the sample people by role, and things to look at by name."""

    address: str
    env: dict[str, str]
    people: dict[str, str]
    password: str
    things: dict[str, Any]
    kept: dict[str, Any] = field(default_factory=dict)

    def work(self) -> None:
        """Let a worker do the jobs that wait."""
        done = deployment.command(self.env, "worker", "--once")
        assert done.code == 0, done.err


class Visitor:
    """A person at a browser window: notes everything the page complains about."""

    def __init__(self, site: Site, context: BrowserContext, *, scripts: bool = True) -> None:
        self.site = site
        self.scripts = scripts
        self.context = context
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")

    def go(self, path: str, status: int = 200) -> Page:
        """Open a page, which must answer as it should."""
        answer = self.page.goto(self.site.address + path, wait_until="load")
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}"
        if status >= 400:  # the browser itself notes that
            self.complaints = [c for c in self.complaints if "responded with a status of" not in c]
        return self.page

    def sign_in(self, role: str) -> None:
        """As a person does, with address and password."""
        self.go("/account/login/")
        self.give_password(self.site.people[role], self.site.password)
        assert "/account/login" not in self.page.url, self.page.inner_text("main")

    def give_password(self, email: str, password: str) -> None:
        """Fill in the page for signing in."""
        self.page.locator("#id_login").fill(email)
        self.page.locator("#id_password").fill(password)
        self.press("Sign in")

    def press(self, name: str) -> None:
        """Press a button of the page's own part, and wait for what comes."""
        button = self.page.get_by_role("main").get_by_role("button", name=name, exact=True)
        with self.page.expect_navigation(timeout=SIGN_IN_TIMEOUT):
            button.click()

    def main(self) -> str:
        """The words of the page's own part."""
        return self.page.inner_text("main")


def look(visitor: Visitor) -> None:
    """What every page must be, at a desk, on a tablet and on a telephone, with everything opened that can be.

    The rules of axe are put once to everything on the page, and those that hang on its width again on a telephone.
    """
    page, wrong = visitor.page, []
    page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
    for width, height in (DESK, TABLET, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        wrong += [f"{width} px: {fault}" for fault in shape(page)]
        if width != TABLET[0]:
            wrong += [f"{width} px: {fault}" for fault in axe(page, only=() if width == DESK[0] else BY_WIDTH)]
    wrong += [f"console: {complaint}" for complaint in visitor.complaints]
    assert not wrong, f"{page.url}\n" + "\n".join(wrong)


def shape(page: Page) -> list[str]:
    """What is wrong with the page's frame."""
    wrong = []
    there = page.evaluate(
        "() => [document.documentElement.scrollWidth, innerWidth, document.querySelectorAll('h1').length,"
        " document.title, document.querySelectorAll('[style], style').length, document.documentElement.lang]"
    )
    across, width, headings, title, inline, language = there
    if across > width:
        wrong.append(f"{across - width} px wider than the window: {culprits(page)}")
    if headings != 1:
        wrong.append(f"{headings} headings of the first level")
    if not title.removesuffix("Wholeplace").strip(" –"):
        wrong.append(f"its title says nothing: {title!r}")
    if inline:
        wrong.append(f"{inline} inline styles")
    if language != "en-GB":
        wrong.append(f"language {language!r}")
    return wrong


def culprits(page: Page) -> list[str]:
    """The innermost parts that stick out."""
    found: list[str] = page.evaluate(
        "() => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1"
        " && !e.closest('.wp-scroll')).slice(-3).map(e => e.outerHTML.slice(0, 120))"
    )
    return found


def axe(page: Page, only: Sequence[str] = ()) -> list[str]:
    """What axe-core finds: WCAG 2.2 A and AA, and its best practices; or `only` some of its rules."""
    from axe_playwright_python.sync_playwright import Axe

    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(Axe().axe_script)
    chosen = {"type": "rule", "values": list(only)} if only else {"type": "tag", "values": list(RULES)}
    found = page.evaluate("chosen => axe.run({runOnly: chosen, resultTypes: ['violations']})", chosen)
    return [
        f"axe {rule['id']}: {node['target']} {node['html'][:150]} ({node['failureSummary'][:200]})"
        for rule in found["violations"]
        for node in rule["nodes"][:3]
    ]
