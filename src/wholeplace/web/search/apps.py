"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Registers the app."""

    name = "wholeplace.web.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"
