"""The published variables and weights of likeness (`likeness.toml`), and a person's own weights over them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from wholeplace.core.errors import WholeplaceError

if TYPE_CHECKING:
    from pathlib import Path

_KEYS = {"id", "title", "measure", "weight", "max_age", "why", "source"}
_MAY = {"per", "log", "classes"}


@dataclass(frozen=True)
class Characteristic:
    """One variable: a measure, divided by hectares where `per_hectare`, on a log scale where `log`.

    `classes` is empty where it is for every class; `max_age` is in years.
    """

    id: str
    title: str
    measure: str
    weight: float
    max_age: int
    why: str
    source: str
    per_hectare: bool = False
    log: bool = False
    classes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settings:
    """All variables and the least share of the weight that two places must have in common."""

    characteristics: tuple[Characteristic, ...]
    minimum_coverage: float

    def weights(self, own: dict[str, float] | None = None) -> dict[str, float]:
        """Weights by characteristic, a person's own in place of the published ones."""
        return {c.id: c.weight for c in self.characteristics} | (own or {})


@cache
def standard() -> Settings:
    """The settings that come with Wholeplace."""
    content = tomllib.loads(resources.files("wholeplace.places").joinpath("likeness.toml").read_text("utf-8"))
    found = []
    for entry in content["characteristic"]:
        if not set(entry) >= _KEYS or set(entry) - _KEYS - _MAY:
            raise WholeplaceError(f"likeness.toml: '{entry.get('id', '?')}' must have {', '.join(sorted(_KEYS))}.")
        found.append(
            Characteristic(
                entry["id"],
                entry["title"],
                entry["measure"],
                float(entry["weight"]),
                entry["max_age"],
                entry["why"],
                entry["source"],
                entry.get("per", "") == "hectare",
                entry.get("log", False),
                tuple(entry.get("classes", ())),
            )
        )
    return Settings(tuple(found), float(content["minimum_coverage"]))


def read_weights(path: Path) -> dict[str, float]:
    """A person's own weights: TOML with a table `[weights]`, a line a characteristic, 0 to leave it out.

    Raises:
        WholeplaceError: it can't be read, names an unknown characteristic, or a weight is no number from 0.
    """
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise WholeplaceError(f"{path}: it can't be read ({error}). Check the path.") from None
    except tomllib.TOMLDecodeError as error:
        raise WholeplaceError(f"{path}: not valid TOML ({error}).") from None
    weights = content.get("weights")
    known = [c.id for c in standard().characteristics]
    if not isinstance(weights, dict) or not weights:
        raise WholeplaceError(f"{path}: there is no table [weights]. Write lines such as `population = 2` under it.")
    for name, weight in weights.items():
        if name not in known:
            raise WholeplaceError(f"{path}: '{name}' is no characteristic. They are: {', '.join(known)}.")
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 <= weight < float("inf"):
            raise WholeplaceError(f"{path}: the weight of '{name}' is {weight!r}; it must be a number from 0 up.")
    return {name: float(weight) for name, weight in weights.items()}
