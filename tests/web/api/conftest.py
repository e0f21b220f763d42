"""Helpers for tests of the API."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def allowing(monkeypatch: pytest.MonkeyPatch, sector: Path) -> Callable[..., None]:
    """Sets how often one address may ask."""
    from django.conf import settings

    def allow(per_minute: float, burst: int) -> None:
        more = {"WHOLEPLACE_API_PER_MINUTE": str(per_minute), "WHOLEPLACE_API_BURST": str(burst)}
        monkeypatch.setattr(settings, "CONFIG", replace(settings.CONFIG, env={**settings.CONFIG.env, **more}))

    return allow


@pytest.fixture
def unlimited(allowing: Callable[..., None]) -> None:
    """Nobody is refused for asking often."""
    allowing(1_000_000, 1_000_000)


@pytest.fixture
def get(client: Any, db: None, unlimited: None) -> Callable[..., Any]:
    """Asks the API: `get("places", limit=2)`."""

    def ask(where: str, /, headers: dict[str, str] | None = None, **query: Any) -> Any:
        return client.get(f"/api/v1/{where}", query, headers=headers or {})

    return ask


@pytest.fixture
def evidence(sector: Path) -> Any:
    """The evidence that the API answers from."""
    from wholeplace.web.evidence.current import current

    return current()
