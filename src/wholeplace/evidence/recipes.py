"""How a published figure is worked out: the kinds a fixture can name, and what each needs.

total     a group's own figure of a measure          measure, period, classes
count     how many places are in it                  measure or line, period, classes, limits
share     what share of those that returned          measure or line, period, classes, limits
value     one place's figure                         measure or line, period, place
position  where a place stands, 1 the highest        measure or line, period, classes, place
rank      for how many a published rank follows      line, rank_line, period, classes
sum       published lines added up                   lines, period, classes
formula   a formula over sums or one place's lines   formula, terms, period, classes or place
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from wholeplace.core.errors import MeasureError, PeriodError, PublicationError
from wholeplace.core.periods import Period
from wholeplace.evidence import figure as units
from wholeplace.evidence.formula import Deflator, Node, leaves, parse
from wholeplace.evidence.measures import Measure, measures
from wholeplace.evidence.printed import MONEY, NUMBER, SHARE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wholeplace.evidence.printed import Printed

NOT_REPRODUCED = "not-reproduced"
EVERY = "all"
_LINE = "rs.net_revenue_expenditure"


@dataclass(frozen=True)
class Kind:
    """Keys a kind needs and may have. Where it needs `of`, it takes either a measure or a line."""

    needs: tuple[str, ...]
    may: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key it knows, `of` written out."""
        return tuple(k for name in (*self.needs, *self.may) for k in (("measure", "line") if name == "of" else (name,)))


LIMITS = ("above", "below", "at_least", "at_most")
KINDS: Mapping[str, Kind] = {
    "total": Kind(("measure", "period"), ("classes",)),
    "count": Kind(("of", "period"), ("classes", *LIMITS)),
    "share": Kind(("of", "period"), ("classes", *LIMITS)),
    "value": Kind(("of", "period", "place")),
    "position": Kind(("of", "period", "place"), ("classes",)),
    "rank": Kind(("line", "rank_line", "period"), ("classes",)),
    "sum": Kind(("lines", "period"), ("classes",)),
    "formula": Kind(("formula", "terms", "period"), ("classes", "place")),
}
KEYS = frozenset(key for kind in KINDS.values() for key in kind.keys) | {"kind"}


@dataclass(frozen=True)
class Part:
    """A term of a formula: a line, and the classes it is summed over where they are not the formula's own."""

    line: str
    classes: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Recipe:
    """How to work a figure out. Which fields matter depends on the kind.

    Lines are taken from `datasets` only, from any where it is empty: a file's own totals are those of its own rows.
    """

    kind: str
    period: Period
    classes: tuple[str, ...] = (EVERY,)
    measure: Measure | None = None
    lines: tuple[str, ...] = ()
    place: str = ""
    limits: Mapping[str, Fraction] = field(default_factory=dict)
    tree: Node | None = None
    terms: Mapping[str, Part] = field(default_factory=dict)
    datasets: tuple[str, ...] = ()

    @property
    def all_lines(self) -> frozenset[str]:
        """Every line it reads by itself (a measure knows its own)."""
        return frozenset(self.lines) | {p.line for p in self.terms.values()}

    def within(self, value: Fraction) -> bool:
        """Whether a value is within the limits."""
        return all(_WITHIN[name](value, limit) for name, limit in self.limits.items())


_WITHIN: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "above": lambda v, x: v > x,
    "below": lambda v, x: v < x,
    "at_least": lambda v, x: v >= x,
    "at_most": lambda v, x: v <= x,
}


def read_recipe(content: Mapping[str, Any], where: str, datasets: tuple[str, ...] = ()) -> Recipe:
    """Read and check how a figure is worked out, from `datasets` only where some are given.

    Raises:
        PublicationError: a key is missing or wrong; the message names `where` and the key.
    """
    kind = content["kind"]
    if kind not in KINDS:
        raise PublicationError(f"{where}: kind is '{kind}'; it must be one of {', '.join(KINDS)}.")
    needs = KINDS[kind].needs
    missing = [k for k in needs if k != "of" and k not in content]
    if missing:
        raise PublicationError(f"{where}: {kind} needs {', '.join(missing)}.")
    unknown = sorted(k for k in content if k in KEYS and k not in {"kind", *KINDS[kind].keys})
    if unknown:
        raise PublicationError(f"{where}: {kind} does not take {', '.join(unknown)}.")
    if "of" in needs and ("measure" in content) == ("line" in content):
        raise PublicationError(f"{where}: {kind} needs either a measure or a line.")
    tree, terms = _formula(content, where) if kind == "formula" else (None, {})
    lines = _lines(content, where)
    if kind == "formula" and "place" in content and "classes" in content:
        raise PublicationError(f"{where}: a formula is over classes or about a place, not both.")
    return Recipe(
        kind, _period(content["period"], where), _classes(content.get("classes", [EVERY]), where),
        _measure(content, where), lines, str(content.get("place", "")), _limits(content, where), tree, terms,
        datasets,
    )  # fmt: skip


def _lines(content: Mapping[str, Any], where: str) -> tuple[str, ...]:
    several = content.get("lines", [])
    single = [content[k] for k in ("line", "rank_line") if k in content]
    good = isinstance(several, list) and ("lines" not in content or several)
    if not good or not all(isinstance(line, str) and line for line in [*single, *several]):
        raise PublicationError(
            f'{where}: a line is named in quotes, such as "{_LINE}"; lines are a list of such names in brackets.'
        )
    return (*single, *several)


def _period(text: Any, where: str) -> Period:
    try:
        return Period.parse(str(text))
    except PeriodError as error:
        raise PublicationError(f"{where}, period: {error}") from None


def _measure(content: Mapping[str, Any], where: str) -> Measure | None:
    if "measure" not in content:
        return None
    if content["measure"] not in measures():
        raise PublicationError(
            f"{where}: no measure is called '{content['measure']}'. `wholeplace measures list` shows all."
        )
    return measures()[content["measure"]]


def _classes(found: Any, where: str) -> tuple[str, ...]:
    if not isinstance(found, list) or not found or not all(isinstance(c, str) for c in found):
        raise PublicationError(f'{where}: classes must be a list, such as ["unitary", "county"] or ["all"].')
    return tuple(found)


def _limits(content: Mapping[str, Any], where: str) -> dict[str, Fraction]:
    found = {}
    for name in LIMITS:
        if name in content:
            if isinstance(content[name], bool) or not isinstance(content[name], int | float):
                raise PublicationError(f"{where}: {name} must be a number.")
            found[name] = Fraction(repr(content[name]))
    return found


def _formula(content: Mapping[str, Any], where: str) -> tuple[Node, dict[str, Part]]:
    terms: dict[str, Part] = {}
    if not isinstance(content["terms"], dict):
        raise PublicationError(f"{where}: terms must be a table of names and lines.")
    for name, told in content["terms"].items():
        if isinstance(told, str):
            terms[name] = Part(told)
        elif isinstance(told, dict) and isinstance(told.get("line"), str) and set(told) <= {"line", "classes"}:
            own = _classes(told["classes"], f"{where}, term {name}") if "classes" in told else None
            terms[name] = Part(told["line"], own)
        else:
            raise PublicationError(f"{where}: term {name} must be a line, or a table of a line and its classes.")
    try:
        tree = parse(content["formula"], {k: v.line for k, v in terms.items()}, f"{where}, formula")
    except MeasureError as error:
        raise PublicationError(str(error)) from None
    used = {leaf.name for leaf in leaves(tree) if not isinstance(leaf, Deflator)}
    if set(terms) - used:
        raise PublicationError(f"{where}: term {', '.join(sorted(set(terms) - used))} is not used in the formula.")
    return tree, terms


_MONEY_UNITS = {units.POUNDS, units.PER_HEAD, units.POUNDS_A_YEAR}
_SHARE_UNITS = {units.RATIO, units.YES_NO}


def check_unit(recipe: Recipe, printed: Printed, where: str) -> None:
    """Refuse a printed figure of another unit than what is worked out for it.

    Raises:
        PublicationError: e.g. a count printed as a percentage.
    """
    expected = None
    if recipe.kind in {"count", "rank", "position"}:
        expected = NUMBER
    elif recipe.kind == "share":
        expected = SHARE
    elif recipe.measure is not None:
        unit = recipe.measure.unit
        expected = MONEY if unit in _MONEY_UNITS else SHARE if unit in _SHARE_UNITS else NUMBER
    if expected and printed.kind != expected:
        raise PublicationError(
            f"{where}: published is '{printed.text}', a {printed.kind}, but {recipe.kind} here gives a {expected}. "
            "Correct the figure, printed_in or the kind."
        )
