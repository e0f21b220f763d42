"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Registers the app."""

    name = "wholeplace.web.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
