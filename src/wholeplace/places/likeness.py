"""Which councils are alike: statistical neighbours by standardised distance.

Method: each characteristic is standardised within the class (mean 0, standard deviation 1 over the places
that have it); the distance of two places is the weighted Euclidean distance; distances are rebased so that
the farthest is 1. This is the form of CIPFA's nearest neighbours model. Nothing is imputed: a
characteristic that one of a pair lacks is left out for that pair, the rest stand for it, and pairs with too
little in common are not compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum, sqrt
from typing import TYPE_CHECKING

from wholeplace.core.errors import WholeplaceError

if TYPE_CHECKING:
    from collections.abc import Mapping

    Characteristics = Mapping[str, Mapping[str, float | None]]

MINIMUM_COVERAGE = 0.6


@dataclass(frozen=True)
class Part:
    """One characteristic of a pair: both values, standard deviations apart, and its share of the distance.

    `contribution` is the share of the squared distance, 0 to 1; all parts of a pair add up to 1 (or to 0
    where the two are the same in everything).
    """

    characteristic: str
    own: float
    theirs: float
    difference: float
    contribution: float


@dataclass(frozen=True)
class Neighbour:
    """A place and how far it is: 0 is the same in everything, 1 the farthest of the class.

    `left_out` are characteristics that one of the two lacks; `coverage` is the share of the weight they
    have in common.
    """

    place: str
    distance: float
    parts: tuple[Part, ...]
    left_out: tuple[str, ...]
    coverage: float


@dataclass(frozen=True)
class Pair:
    """Two places before rebasing: their distance in weighted standard deviations."""

    place: str
    distance: float
    parts: tuple[Part, ...]
    left_out: tuple[str, ...]
    coverage: float


def neighbours(
    place: str,
    characteristics: Characteristics,
    weights: Mapping[str, float],
    n: int | None = None,
    minimum_coverage: float = MINIMUM_COVERAGE,
) -> list[Neighbour]:
    """The `n` places most like `place` (all when None), nearest first.

    `characteristics` maps each characteristic to the values of the places of one class, `place` among them;
    None or nothing where a place has no value. A characteristic of weight 0, or without a weight, is not
    used.

    Raises:
        WholeplaceError: a weight is negative, or nothing can be compared.
    """
    pairs = compare(place, characteristics, weights, minimum_coverage)
    if not pairs:
        raise WholeplaceError(
            f"Nothing can be compared with '{place}': it has too few of the characteristics "
            f"({', '.join(used(characteristics, weights))}). Load the publications they come from, or give "
            "weights to others."
        )
    farthest = max(pair.distance for pair in pairs)
    found = [
        Neighbour(p.place, p.distance / farthest if farthest else 0.0, p.parts, p.left_out, p.coverage) for p in pairs
    ]
    return found if n is None else found[:n]


def compare(
    place: str,
    characteristics: Characteristics,
    weights: Mapping[str, float],
    minimum_coverage: float = MINIMUM_COVERAGE,
) -> list[Pair]:
    """Every other place with enough in common, nearest first, before rebasing; symmetric in the two."""
    active = used(characteristics, weights)
    scores = {name: standardise(characteristics[name]) for name in active}
    others = sorted({p for name in active for p in characteristics[name]} - {place})
    pairs = [_pair(place, other, characteristics, scores, active) for other in others]
    return sorted(
        (p for p in pairs if p is not None and p.coverage >= minimum_coverage),
        key=lambda p: (p.distance, p.place),
    )


def used(characteristics: Characteristics, weights: Mapping[str, float]) -> dict[str, float]:
    """The characteristics that count, with their weights.

    Raises:
        WholeplaceError: a weight is negative.
    """
    negative = sorted(name for name, weight in weights.items() if weight < 0)
    if negative:
        raise WholeplaceError(f"The weight of {', '.join(negative)} is negative. Weights are 0 or above.")
    return {name: weights[name] for name in sorted(characteristics) if weights.get(name, 0) > 0}


def standardise(values: Mapping[str, float | None]) -> dict[str, float]:
    """Values in standard deviations from the mean of those there are; all 0 where they do not differ."""
    known = {place: value for place, value in values.items() if value is not None}
    if not known:
        return {}
    mean = fsum(known.values()) / len(known)
    spread = sqrt(fsum((v - mean) ** 2 for v in known.values()) / len(known))
    scale = max(abs(v) for v in known.values())
    if spread <= scale * 1e-12 or scale < 1e-100:  # the same everywhere but for rounding, or too small to be squared
        return dict.fromkeys(known, 0.0)
    return {place: (value - mean) / spread for place, value in known.items()}


def _pair(
    place: str,
    other: str,
    characteristics: Characteristics,
    scores: Mapping[str, Mapping[str, float]],
    active: Mapping[str, float],
) -> Pair | None:
    common = [name for name in active if place in scores[name] and other in scores[name]]
    whole = fsum(active.values())
    shared = fsum(active[name] for name in common)
    if not common:
        return None
    differences = {name: scores[name][other] - scores[name][place] for name in common}
    squares = {name: active[name] * differences[name] ** 2 for name in common}
    total = fsum(squares.values())
    parts = tuple(
        Part(
            name,
            _value(characteristics, name, place),
            _value(characteristics, name, other),
            differences[name],
            squares[name] / total if total else 0.0,
        )
        for name in common
    )
    left_out = tuple(name for name in active if name not in common)
    # What is left out is taken to differ as much as the rest does, so that a gap makes nobody nearer.
    return Pair(other, sqrt(total * whole / shared), parts, left_out, shared / whole)


def _value(characteristics: Characteristics, name: str, place: str) -> float:
    value = characteristics[name][place]
    assert value is not None  # noqa: S101 - it was standardised, so it is there
    return value
