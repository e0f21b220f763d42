"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class WatchlistConfig(AppConfig):
    """Registers the app."""

    name = "wholeplace.web.finance.watchlist"
    label = "watchlist"
    default_auto_field = "django.db.models.BigAutoField"
