"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Registers the app."""

    name = "wholeplace.web.places"
    label = "places"
    default_auto_field = "django.db.models.BigAutoField"
