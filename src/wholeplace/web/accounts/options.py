"""What the environment says about signing in. `docs/accounts.md` explains every variable."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from wholeplace.core.errors import SettingsError

if TYPE_CHECKING:
    from wholeplace.web.config import Config

OIDC_NAMES = ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")
AUDIT_DAYS = 2 * 365
IDLE_HOURS = 12
LONGEST_HOURS = 7 * 24
MOST = {"AUDIT_DAYS": 36_500, "SESSION_IDLE_HOURS": 8_760, "SESSION_LONGEST_HOURS": 8_760}


@dataclass(frozen=True)
class Options:
    """Settings of accounts, read from the same environment as `Config`."""

    config: Config

    def _get(self, name: str) -> str:
        return self.config.env.get(f"WHOLEPLACE_{name}", "").strip()

    @cached_property
    def require_mfa(self) -> bool:
        """Whether nobody signed in may open anything before they have set up a second step."""
        given = self._get("REQUIRE_MFA").casefold()
        if given not in {"", "on", "off"}:
            raise SettingsError(f"WHOLEPLACE_REQUIRE_MFA is '{given}'; it must be on or off.")
        return given == "on" if given else self.config.production

    @cached_property
    def oidc(self) -> dict[str, str]:
        """The identity provider to sign in with: `issuer`, `client_id`, `client_secret`, `name`; empty without one."""
        given = {name.casefold(): self._get(f"OIDC_{name}") for name in OIDC_NAMES}
        if not any(given.values()):
            return {}
        missing = [f"WHOLEPLACE_OIDC_{name.upper()}" for name, value in given.items() if not value]
        if missing:
            raise SettingsError(f"To sign in with an identity provider, set {' and '.join(missing)} too.")
        issuer = given["issuer"].rstrip("/")
        if self.config.production and not issuer.startswith("https://"):
            raise SettingsError("WHOLEPLACE_OIDC_ISSUER must begin with https:// in production.")
        return {**given, "issuer": issuer, "name": self._get("OIDC_NAME") or "your organisation"}

    @cached_property
    def oidc_domains(self) -> list[str]:
        """Domains of addresses that the identity provider's own organisation gives out, so that they need no proof."""
        return [part.strip().casefold() for part in self._get("OIDC_DOMAINS").split(",") if part.strip()]

    @cached_property
    def audit_days(self) -> int:
        """For how many days entries of the audit log are kept; `tidy_accounts` deletes older ones."""
        return self._number("AUDIT_DAYS", AUDIT_DAYS)

    @cached_property
    def idle_hours(self) -> int:
        """After how many hours without a page someone is signed out."""
        return self._number("SESSION_IDLE_HOURS", IDLE_HOURS)

    @cached_property
    def longest_hours(self) -> int:
        """After how many hours someone is signed out whatever they do."""
        return self._number("SESSION_LONGEST_HOURS", LONGEST_HOURS)

    def _number(self, name: str, otherwise: int) -> int:
        found = self.config.number(f"WHOLEPLACE_{name}", otherwise)
        if not 1 <= found <= MOST[name]:
            raise SettingsError(f"WHOLEPLACE_{name} must lie between 1 and {MOST[name]:,}.")
        return int(found)


def options() -> Options:
    """The options of this process, read from the same environment as its settings."""
    from django.conf import settings

    return Options(settings.CONFIG)
