"""The standing assumptions (`standing.toml`): which published line each service and stream is, and what moves it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from wholeplace.finance.scenarios.file import read_draws, read_drivers, read_protection
from wholeplace.finance.scenarios.model import Service, Stream
from wholeplace.finance.scenarios.taking import Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wholeplace.finance.scenarios.model import Draws, Driver, Protection

FILE = "standing.toml"


@dataclass(frozen=True)
class Published:
    """Where a line's amount stands in the return: lines with their signs, or the rest of a total."""

    lines: tuple[tuple[str, int], ...] = ()
    rest: str = ""


@dataclass(frozen=True)
class Standing:
    """What every scenario made from the evidence starts from."""

    drivers: Mapping[str, Driver]
    services: tuple[Service, ...]
    streams: tuple[Stream, ...]
    published: Mapping[str, Published]
    protection: Protection
    draws: Draws


@cache
def standing() -> Standing:
    """The standing assumptions that come with Wholeplace."""
    text = resources.files("wholeplace.finance.scenarios").joinpath(FILE).read_text("utf-8")
    top = Table(FILE, "", tomllib.loads(text, parse_float=Decimal))
    drivers = read_drivers(top)
    services, streams, published = [], [], {}
    for table in top.tables("service"):
        identifier, title = table.text("id"), table.text("title")
        published[identifier] = _published(table)
        moved = [table.text(key, "") for key in ("cost", "demand", "efficiency")]
        services.append(Service(identifier, title, moved[0], moved[1], moved[2], table.take("treatment")))
    for table in top.tables("stream"):
        identifier, title = table.text("id"), table.text("title")
        published[identifier] = _published(table)
        streams.append(Stream(identifier, title, table.texts("growth"), table.flag("grant", default=False)))
    return Standing(
        drivers, tuple(services), tuple(streams), published, read_protection(top.table("protection")),
        read_draws(top.table("draws")),
    )  # fmt: skip


def _published(table: Table) -> Published:
    found: Any = table.take("line", [])
    lines = [found] if isinstance(found, str) else found
    return Published(tuple((n.lstrip("-"), -1 if n.startswith("-") else 1) for n in lines), table.text("rest", ""))
