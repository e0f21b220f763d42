"""The app, and what it tells every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from django.http import HttpRequest


class EvidenceConfig(AppConfig):
    """Registers the app, and tells every page whether what it shows is invented."""

    name = "wholeplace.web.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Add to what every page knows."""
        from wholeplace.web.design.context import provide

        provide(_told)


def _told(request: HttpRequest) -> dict[str, Any]:
    """What is shown: `invented`, `partly_invented`, `nothing_loaded`; `trial` where no strangers are served.

    A store that can't be read is told by the page that needs it, not by all.
    """
    from django.conf import settings

    from wholeplace.core.errors import WholeplaceError
    from wholeplace.web.evidence.current import current

    del request
    told = {
        "invented": False,
        "partly_invented": False,
        "nothing_loaded": True,
        "trial": not settings.CONFIG.production,
    }
    try:
        releases = current().snapshot.releases.values()
    except WholeplaceError:
        return told
    marks = {r.entry.invented for r in releases}
    return told | {"invented": True in marks, "partly_invented": len(marks) > 1, "nothing_loaded": not marks}
