"""The early-warning method as it is written down: which published indicators count, how much, and for whom."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Literal

from wholeplace.core.errors import MeasureError
from wholeplace.evidence.measures import measures

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from wholeplace.evidence.measures import Measure

Worse = Literal["high", "low"]
_FILE = "warning_method.toml"


@dataclass(frozen=True, eq=False)
class Counted:
    """One indicator that counts. `weight` is its share of the whole score; `worse` the end that is the worse one."""

    measure: Measure
    theme: str
    weight: float
    worse: Worse


@dataclass(frozen=True)
class ScoreMethod:
    """The score for some classes; the weights of its indicators add up to 1. `caveats` are by class."""

    id: str
    title: str
    classes: tuple[str, ...]
    indicators: tuple[Counted, ...]
    caveats: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Method:
    """Everything that is chosen and not worked out.

    `oldest` is in years from the start of a figure's year; `enough`, `rated_from`, `first` and `next` are shares.
    """

    version: str
    oldest: int
    enough: float
    rated_from: float
    first: float
    next: float
    scores: tuple[ScoreMethod, ...]

    def of(self, place_class: str) -> ScoreMethod | None:
        """The score that a class has, if it has one."""
        return next((s for s in self.scores if place_class in s.classes), None)

    def caveat(self, place_class: str) -> str:
        """What a reader of a class's scores must know before all else; empty where there is nothing."""
        found = self.of(place_class)
        return found.caveats.get(place_class, "") if found else ""

    def caveats_of(self, classes: Iterable[str]) -> list[str]:
        """The caveats of several classes, each class once."""
        return [told for c in dict.fromkeys(classes) if (told := self.caveat(c))]

    @property
    def key(self) -> str:
        """Tells one method from another: everything that is chosen in it."""
        counted = [(s.id, s.classes, [(c.measure.id, c.weight, c.worse) for c in s.indicators]) for s in self.scores]
        return f"{self.oldest} {self.enough} {self.rated_from} {self.first} {self.next} {counted}"

    @property
    def measures(self) -> list[Measure]:
        """Every measure that counts in any score, each once."""
        return list({c.measure.id: c.measure for s in self.scores for c in s.indicators}.values())


def read_method(text: str, where: str = _FILE) -> Method:
    """A method from its TOML.

    Raises:
        MeasureError: a key is missing, a measure is not installed, an end is neither high nor low, or a class is scored
            twice; the message names file and key.
    """
    content = tomllib.loads(text)
    try:
        scores = tuple(_score(item, where) for item in content["score"])
        method = Method(
            version=content["version"], oldest=content["oldest"], enough=content["enough"],
            rated_from=content["rated_from"], first=content["first"], next=content["next"], scores=scores,
        )  # fmt: skip
    except KeyError as error:
        raise MeasureError(f"{where}: {error.args[0]} is missing.") from error
    classes = [c for s in scores for c in s.classes]
    if twice := sorted({c for c in classes if classes.count(c) > 1}):
        raise MeasureError(f"{where}: {', '.join(twice)} is scored twice. A class has one score.")
    return method


def _score(item: Mapping[str, Any], where: str) -> ScoreMethod:
    known = measures()
    whole = sum(i["weight"] for i in item["indicators"])
    counted = []
    for indicator in item["indicators"]:
        here = f"{where}, score {item['id']}, {indicator['measure']}"
        if indicator["measure"] not in known:
            raise MeasureError(f"{here}: no such measure is installed. See `wholeplace measures list`.")
        if indicator["worse"] not in {"high", "low"}:
            raise MeasureError(f"{here}: worse is '{indicator['worse']}'. Write high or low.")
        if indicator["weight"] <= 0:
            raise MeasureError(f"{here}: weight is {indicator['weight']}. Write a number above 0.")
        counted.append(
            Counted(
                known[indicator["measure"]], indicator["theme"], indicator["weight"] / whole, indicator["worse"]
            )
        )  # fmt: skip
    caveats = item.get("caveats", {})
    return ScoreMethod(item["id"], item["title"], tuple(item["classes"]), tuple(counted), caveats)


@cache
def method() -> Method:
    """The method that is installed."""
    return read_method(resources.files("wholeplace.finance").joinpath(_FILE).read_text("utf-8"))
