"""The page that shows the design."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from wholeplace.papers import style
from wholeplace.web.accounts.access import PUBLIC, allow
from wholeplace.web.design import examples
from wholeplace.web.design.blocks import page_blocks
from wholeplace.web.design.example_form import example_form

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@allow(PUBLIC)
def design(request: HttpRequest) -> HttpResponse:
    """Tokens, parts and charts, each with a live example."""
    context = {
        "colours": examples.colours(),
        "type_scale": examples.type_scale(),
        "spaces": list(enumerate(style.WEB_SPACES, 1)),
        "charts": page_blocks(examples.charts(), "example", linked=False),
        "ramp": examples.ramp(),
        "table": examples.table(),
        "tiles": examples.tiles(),
        "form": example_form(),
    }
    return render(request, "design/design.html", context)
