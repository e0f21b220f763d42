"""Addresses of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import include, path

from wholeplace.web.api.page import about
from wholeplace.web.api.service import addresses

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", about, name="about"),
    path("v1/", include(addresses())),
]
