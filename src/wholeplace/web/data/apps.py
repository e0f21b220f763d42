"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class DataConfig(AppConfig):
    """Registers the app."""

    name = "wholeplace.web.data"
    label = "data"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make loading known to the queue."""
        from wholeplace.web.data import loads  # noqa: F401 - registers its kind of job
