"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from wholeplace.web.operations import health

app_name = "operations"
urlpatterns = [
    path("live", health.live, name="live"),
    path("ready", health.ready, name="ready"),
]
