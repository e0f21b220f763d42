"""What pages about signing in know besides: the identity provider, whether a second step is required, browsers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wholeplace.web.accounts.options import options

if TYPE_CHECKING:
    from django.http import HttpRequest

# In this order: each of these browsers also names those after it.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def told(request: HttpRequest) -> dict[str, Any]:
    """For every page."""
    del request
    return {
        "identity_provider": lambda: options().oidc.get("name", ""),
        "second_step_required": lambda: options().require_mfa,
        "browser_name": browser_name,
    }


def browser_name(user_agent: str) -> str:
    """A browser as its owner knows it: 'Firefox on Windows'."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    return " on ".join(part for part in (browser or "A browser", system) if part)
