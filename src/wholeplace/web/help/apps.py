"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class HelpConfig(AppConfig):
    """Registers the app."""

    name = "wholeplace.web.help"
    label = "help"
    default_auto_field = "django.db.models.BigAutoField"
