"""How to reach publishers: addresses, patience, limits. Everything a council's network may need changed."""

from __future__ import annotations

import os
import random
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from wholeplace.core.errors import FetchError
from wholeplace.evidence.fetching.problems import BY_HAND

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

GOVUK = "https://www.gov.uk"
REGISTER = "https://pages.mysociety.org/uk_local_authority_names_and_codes"

GOVUK_VARIABLE = "WHOLEPLACE_GOVUK_URL"
REGISTER_VARIABLE = "WHOLEPLACE_REGISTER_URL"
CA_VARIABLE = "WHOLEPLACE_CA_FILE"

# Where GOV.UK and mySociety keep files and send browsers on to. Nothing else is ever asked.
PUBLISHERS_HOSTS = frozenset(
    {"www.gov.uk", "assets.publishing.service.gov.uk", "pages.mysociety.org", "mysociety.github.io"}
)
_THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True)
class FetchSettings:
    """Addresses, patience and limits. Times are in seconds, sizes in bytes.

    `ca_file` names a PEM file of certificates trusted beside the usual ones: for a network whose firewall
    opens TLS with its own authority. TLS is always verified; there is no setting to switch that off.
    `sleep` and `jitter` (a number from 0 to 1) are replaced in tests.

    Raises:
        FetchError: an address is neither https nor http on this machine.
    """

    govuk_url: str = GOVUK
    register_url: str = REGISTER
    ca_file: Path | None = None
    connect_timeout: float = 10.0
    read_timeout: float = 60.0
    tries: int = 5
    backoff: float = 0.5
    longest_wait: float = 120.0
    max_bytes: int = 500_000_000
    max_redirects: int = 5
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)
    jitter: Callable[[], float] = field(default=random.random, repr=False)

    def __post_init__(self) -> None:
        """Refuse an address that would be asked without TLS."""
        for address in self._bases:
            parts = urlsplit(address)
            local = parts.scheme == "http" and parts.hostname in _THIS_MACHINE
            if not parts.hostname or (parts.scheme != "https" and not local):
                raise FetchError(
                    f"'{address}' is not an address to fetch from: it must start with https:// (http:// only "
                    f"on this machine). Check {GOVUK_VARIABLE} and {REGISTER_VARIABLE}. {BY_HAND}"
                )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None, **given: Any) -> FetchSettings:
        """Settings from the variables WHOLEPLACE_GOVUK_URL, _REGISTER_URL and _CA_FILE; `given` wins."""
        env = os.environ if environment is None else environment
        named: dict[str, Any] = {}
        if env.get(GOVUK_VARIABLE):
            named["govuk_url"] = env[GOVUK_VARIABLE]
        if env.get(REGISTER_VARIABLE):
            named["register_url"] = env[REGISTER_VARIABLE]
        if env.get(CA_VARIABLE):
            named["ca_file"] = Path(env[CA_VARIABLE])
        return cls(**(named | given))

    @property
    def hosts(self) -> frozenset[str]:
        """Every host (with its port where that is not the usual one) that may be asked."""
        return PUBLISHERS_HOSTS | {urlsplit(base).netloc.lower() for base in self._bases}

    def permits(self, scheme: str, netloc: str) -> bool:
        """Whether an address may be asked: https to a publisher's host, or http to a base that is http."""
        if scheme == "https":
            return netloc in self.hosts
        plain = {urlsplit(base).netloc.lower() for base in self._bases if base.startswith("http://")}
        return scheme == "http" and netloc in plain

    @property
    def _bases(self) -> tuple[str, str]:
        return (self.govuk_url, self.register_url)
