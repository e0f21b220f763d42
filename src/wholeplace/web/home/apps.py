"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Registers the app."""

    name = "wholeplace.web.home"
    label = "home"
    default_auto_field = "django.db.models.BigAutoField"
