"""How often one address may ask: a steady rate with a burst, counted over all processes.

The generic cell rate algorithm: one number an address, the moment at which it will have used up nothing. It is kept in
the cache `limits`, which all processes share. Reading and writing it are two steps, so requests in the same
millisecond may count as one.
"""

from __future__ import annotations

import ipaddress
import logging
import math
import time
from dataclasses import dataclass
from hashlib import blake2b

from django.conf import settings
from django.core.cache import caches

PER_MINUTE, BURST = 120, 60
OLDER_COST = 10  # asking for the evidence of another day may mean opening it
logger = logging.getLogger("wholeplace.api")


@dataclass(frozen=True)
class Allowance:
    """What an address may still ask. Times are in whole seconds."""

    allowed: bool
    limit: int
    remaining: int
    reset: int
    retry_after: int = 0

    @property
    def headers(self) -> dict[str, str]:
        """What to tell it."""
        told = {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset),
        }
        return told if self.allowed else {**told, "Retry-After": str(self.retry_after)}


def rate() -> tuple[float, int]:
    """Requests a minute, and how many at once after a rest."""
    config = settings.CONFIG
    return config.number("WHOLEPLACE_API_PER_MINUTE", PER_MINUTE), int(config.number("WHOLEPLACE_API_BURST", BURST))


def take(address: str, cost: int = 1, now: float | None = None) -> Allowance:
    """Count a request of an address; whether it may be answered."""
    per_minute, burst = rate()
    step, moment = 60 / per_minute, time.time() if now is None else now
    cost = min(cost, burst)
    try:
        cache, key = caches["limits"], _key(address)
        busy_until = max(float(cache.get(key) or 0), moment)
        after = busy_until + cost * step
        allowed = after - moment <= burst * step + 1e-9
        if allowed:
            cache.set(key, after, math.ceil(after - moment) + 1)
    except Exception:  # counting must not take the data away
        logger.exception("Requests can't be counted; this one is answered uncounted.")
        return Allowance(allowed=True, limit=burst, remaining=burst, reset=0)
    used = (after if allowed else busy_until) - moment
    wait = 0 if allowed else math.ceil(after - moment - burst * step)
    return Allowance(allowed, burst, max(0, int(burst - used / step + 1e-9)), math.ceil(used), max(wait, 1))


def _key(address: str) -> str:
    """A name that does not tell the address; a network of IPv6 counts as one reader."""
    try:
        known = ipaddress.ip_address(address)
        if known.version == 6:
            address = str(ipaddress.ip_network((known, 64), strict=False))
    except ValueError:
        pass
    return f"api-{blake2b(address.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16).hexdigest()}"
