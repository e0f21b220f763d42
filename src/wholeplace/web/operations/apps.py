"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Registers the app."""

    name = "wholeplace.web.operations"
    label = "operations"
    default_auto_field = "django.db.models.BigAutoField"
