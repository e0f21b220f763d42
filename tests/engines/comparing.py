"""When two engines have given the same answer: the same rows, None in the same places, numbers to 1e-12."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

CLOSE = 1e-12  # relative: two engines may add floats up in a different order, and nothing else may differ


def differences(one: Any, other: Any, where: str = "") -> list[str]:
    """Where two answers differ, in words; empty when they are the same."""
    if is_dataclass(one) and type(one) is type(other):
        pairs = [(f.name, getattr(one, f.name), getattr(other, f.name)) for f in fields(one)]
        return [d for name, a, b in pairs for d in differences(a, b, f"{where}.{name}")]
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return [d for key in one for d in differences(one[key], other[key], f"{where}[{key!r}]")]
    if isinstance(one, list | tuple) and type(one) is type(other) and len(one) == len(other):
        return [d for i, (a, b) in enumerate(zip(one, other, strict=True)) for d in differences(a, b, f"{where}[{i}]")]
    return [] if _same(one, other) else [f"{where}: {one!r} is not {other!r}"]


def _same(one: Any, other: Any) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, float | Decimal) and one != other:
        return abs(one - other) <= type(one)(str(CLOSE)) * max(abs(one), abs(other))
    return bool(one == other)
