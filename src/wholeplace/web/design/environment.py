"""The one Jinja environment of all pages."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader

from wholeplace.papers.style import TONE_WORDS, tokens
from wholeplace.web.design.blocks import page_blocks, picture
from wholeplace.web.design.dates import day, moment, moment_words
from wholeplace.web.design.figures import figure_address
from wholeplace.web.design.forms import field_view, form_errors
from wholeplace.web.design.undefined import Careful
from wholeplace.web.design.words import whole

MACROS = "govuk_frontend_jinja"


def environment(**options: Any) -> Environment:
    """An environment with the addresses and helpers that every page uses."""
    options["undefined"] = Careful  # Django has put Jinja's silent one there
    own = [options.pop("loader")] if "loader" in options else []
    options["loader"] = ChoiceLoader([*own, PrefixLoader({MACROS: PackageLoader(MACROS)})])
    options.setdefault("extensions", ["jinja2.ext.do"])
    found = Environment(trim_blocks=True, lstrip_blocks=True, **options)  # noqa: S701 - Django passes autoescape=True
    found.globals.update(
        static=static,
        url=url,
        url_if_any=url_if_any,
        figure_address=figure_address,
        field_view=field_view,
        form_errors=form_errors,
        page_blocks=page_blocks,
        picture=picture,
        look=tokens(),
        tone_words=TONE_WORDS,
    )
    found.filters.update(day=day, moment=moment, moment_words=moment_words, whole=whole)
    return found


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a page; raises NoReverseMatch where there is none."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def url_if_any(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a page, or nothing where this installation has no such page."""
    try:
        return url(name, *args, **kwargs)
    except NoReverseMatch:
        return ""
