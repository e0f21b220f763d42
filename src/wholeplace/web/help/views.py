"""The pages of help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render

from wholeplace.web.accounts.access import PUBLIC, allow
from wholeplace.web.help import pages

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@allow(PUBLIC)
def index(request: HttpRequest) -> HttpResponse:
    """All pages, by group."""
    return render(request, "help/index.html", {"groups": pages.groups()})


@allow(PUBLIC)
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page, with its neighbours."""
    found = pages.page(slug)
    if found is None:
        raise Http404
    beside = dict(pages.groups())[found.group]
    return render(request, "help/page.html", {"page": found, "beside": beside})
