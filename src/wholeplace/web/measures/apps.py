"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """Registers the app."""

    name = "wholeplace.web.measures"
    label = "measures"
    default_auto_field = "django.db.models.BigAutoField"
