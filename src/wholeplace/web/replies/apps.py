"""The app, and what pages of evidence depend on besides."""

from __future__ import annotations

from django.apps import AppConfig


class RepliesConfig(AppConfig):
    """Registers the app; a public page is made anew when a reply changes."""

    name = "wholeplace.web.replies"
    label = "replies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Pages of evidence depend on replies too."""
        from wholeplace.web.evidence.caching import vary_on
        from wholeplace.web.replies.shown import stamp

        vary_on(stamp)
