"""The pages of help: Markdown files in `texts/`, each with its title, summary, group and order on top.

    +++
    title = "Trace a figure"
    summary = "See the formula, the cells and the releases behind a number."
    group = "Use the figures"
    order = 40
    +++
    Words, with [links to pages](page:measures:index) by the name of the page.

`[[statuses]]` stands for the list of what statuses mean and `[[contact]]` for whom to write to.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from markupsafe import Markup

from wholeplace.evidence.figure import OK, STATUSES

if TYPE_CHECKING:
    from markdown_it.token import Token

GROUPS = ("Start here", "Use the figures", "For councils and the people who keep the data", "About this service")
_LINK = re.compile(r"\]\(page:([\w:-]+?)(?:/([\w-]+))?(#[\w-]+)?\)")
_ALLOWED = {
    "a": {"href"},
    "h2": {"id"},
    "h3": {"id"},
    "th": {"scope"},
    "ol": {"class"},
    "ul": {"class"},
    "p": {"class"},
    "table": {"class"},
}
_TAGS = {"a", "p", "h2", "h3", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote", "br", "hr", "table",
         "thead", "tbody", "tr", "th", "td"}  # fmt: skip


@dataclass(frozen=True)
class Page:
    """One page of help."""

    slug: str
    title: str
    summary: str
    group: str
    order: int
    text: str

    @cached_property
    def html(self) -> Markup:
        """The page's words as markup that is safe to show."""
        return render(self.text)

    @cached_property
    def words(self) -> str:
        """The page's words without any markup, for searching."""
        import nh3

        plain = nh3.clean(str(self.html).replace("</", " </"), tags=set())
        return re.sub(r"\s+", " ", Markup(plain).unescape()).strip()  # noqa: S704 - unescaped to plain text at once

    @property
    def address(self) -> str:
        """Where it is."""
        return reverse("help:page", args=(self.slug,))


@cache
def all_pages() -> tuple[Page, ...]:
    """Every page of help, in the order a newcomer reads them."""
    folder = files("wholeplace.web.help") / "texts"
    pages = [_page(file.name.removesuffix(".md"), file.read_text("utf-8"))
             for file in folder.iterdir() if file.name.endswith(".md")]  # fmt: skip
    return tuple(sorted(pages, key=lambda page: page.order))


def page(slug: str) -> Page | None:
    """The page with that name, if there is one."""
    return next((each for each in all_pages() if each.slug == slug), None)


def groups() -> list[tuple[str, list[Page]]]:
    """The pages under the headings of the index."""
    return [(group, [each for each in all_pages() if each.group == group]) for group in GROUPS]


def _page(slug: str, content: str) -> Page:
    _, front, text = content.split("+++\n", 2)
    about: dict[str, Any] = tomllib.loads(front)
    if about["group"] not in GROUPS:
        raise ValueError(f"{slug}.md: there is no group '{about['group']}'; one of {', '.join(GROUPS)}")
    return Page(slug, about["title"], about["summary"], about["group"], about["order"], text.strip())


def render(text: str) -> Markup:
    """Markdown as markup, with links by the names of pages resolved and nothing in it that could do harm."""
    import nh3
    from markdown_it import MarkdownIt

    text = text.replace("[[statuses]]", _statuses()).replace("[[contact]]", _contact())
    parser = MarkdownIt("commonmark", {"typographer": True}).enable(["table", "replacements", "smartquotes"])
    tokens = parser.parse(_LINK.sub(_address, text))
    for before, token in zip([*tokens[1:], None], tokens, strict=True):
        _dress(token, before)
    html = parser.renderer.render(tokens, parser.options, {})
    return Markup(nh3.clean(html, tags=_TAGS, attributes=_ALLOWED, link_rel=None))  # noqa: S704 - just cleaned


def _dress(token: Token, following: Token | None) -> None:
    """Give headings ids and tables their scopes."""
    if token.type == "heading_open" and following is not None:
        token.attrSet("id", re.sub(r"[^a-z0-9]+", "-", following.content.casefold()).strip("-"))
    elif token.type == "th_open":
        token.attrSet("scope", "col")
    elif token.type == "table_open":
        token.attrSet("class", "wp-data")


def _address(found: re.Match[str]) -> str:
    name, argument, anchor = found.groups()
    try:
        address = reverse(name, args=(argument,) if argument else None)
    except NoReverseMatch:
        return "](/)"  # an installation without that room
    return f"]({address}{anchor or ''})"


def _statuses() -> str:
    return "\n".join(f"- **{name.replace('-', ' ').capitalize()}**: {meaning}."
                     for name, meaning in STATUSES.items() if name != OK)  # fmt: skip


def _contact() -> str:
    contact = settings.CONFIG.contact
    if not contact:
        return "the people who run this installation of Wholeplace"
    return f"[{contact}]({contact if contact.startswith('http') else f'mailto:{contact}'})"
