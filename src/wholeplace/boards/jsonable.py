"""A paper as JSON with stable keys: the names of the fields of `boards.model`, dates as ISO."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, is_dataclass
from typing import Any


def as_json(value: Any) -> Any:
    """Dataclasses as dictionaries, tuples as lists, dates as `2018-03-22`; everything else as it is."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: as_json(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple | list):
        return [as_json(v) for v in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    return value
