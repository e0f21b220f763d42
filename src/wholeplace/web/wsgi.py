"""The workbench as a WSGI application."""

from __future__ import annotations

import logging
import os
import threading

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from wholeplace.web.operations.requests import request_alone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholeplace.web.settings")
application = request_alone(get_wsgi_application())
_ = get_resolver().url_patterns  # every page's code, now and not while the first reader waits


def _open_evidence() -> None:
    """Open the evidence before the first reader asks for it: it takes a second or two."""
    from wholeplace.web.evidence.current import current
    from wholeplace.web.operations.ahead import keep_ready

    try:
        current()
    except Exception:  # readiness and the pages say what is wrong
        logging.getLogger(__name__).exception("The evidence could not be opened")
    if settings.CONFIG.pages_ahead:
        keep_ready(threading.Event())


threading.Thread(target=_open_evidence, name="evidence opener", daemon=True).start()
