"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class ScenariosConfig(AppConfig):
    """Registers the app."""

    name = "wholeplace.web.finance.scenarios"
    label = "scenarios"
    default_auto_field = "django.db.models.BigAutoField"
