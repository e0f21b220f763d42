"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class CompareConfig(AppConfig):
    """Registers the app."""

    name = "wholeplace.web.compare"
    label = "compare"
    default_auto_field = "django.db.models.BigAutoField"
