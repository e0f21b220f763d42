"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Registers the app."""

    name = "wholeplace.web.design"
    label = "design"
    default_auto_field = "django.db.models.BigAutoField"
