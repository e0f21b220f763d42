"""Indicators: one TOML each, with what it means, how it is worked out and who vouches for it.

    id, title, area, unit, polarity, why, classes, formula, [terms], source, checked_by, checked_on, next_review
    optional: only_when + otherwise, caveats, decimals, period, roll_up, group

`docs/measures.md` explains every key. Found through the entry point group `wholeplace.measures`, each of which names a
package whose folder holds the files, so that a third party adds indicators from its own package.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from wholeplace.core.errors import MeasureError
from wholeplace.core.packaged import installed, read_draft
from wholeplace.core.periods import CALENDAR_YEAR, FINANCIAL_YEAR
from wholeplace.evidence import figure as units
from wholeplace.evidence.figure import STATUSES
from wholeplace.evidence.formula import Node, Term, answers_yes_or_no, leaves, parse
from wholeplace.evidence.places import CLASS_GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

GROUP = "wholeplace.measures"
UNITS = frozenset({units.POUNDS, units.RATIO, units.YEARS, units.YES_NO, units.PEOPLE, units.SCORE, units.RANK,
                   units.PER_HEAD, "dwellings", "£ a year", "people per hectare"})  # fmt: skip
POLARITIES = frozenset({"high", "low", "none"})
ROLL_UPS = frozenset({"", "population-weighted"})
_REQUIRED = (
    "id", "title", "area", "unit", "polarity", "why", "classes", "formula", "terms", "source", "checked_by",
    "checked_on", "next_review",
)  # fmt: skip
_OPTIONAL = ("only_when", "otherwise", "caveats", "decimals", "period", "roll_up", "group", "short")

# Groups of indicators in the order they are read, with their titles; a third party's own groups follow.
GROUPS: Mapping[str, str] = {
    "people": "People",
    "means": "Means",
    "size": "Size",
    "reserves": "Reserves",
    "planned": "Use of reserves, planned and unplanned",
    "overspend": "Overspending by service",
    "spending": "Spending",
    "demand": "Weight of social care",
    "debt": "Debt",
    "income": "Income",
}


@dataclass(frozen=True)
class Measure:
    """An indicator's definition, with its formula parsed.

    `terms` maps the names used in the formula to line ids. `polarity` says which way is better, for wording and
    colour only: `high`, `low` or `none`. `roll_up` is how a county gets a value that only districts have.
    """

    id: str
    title: str
    area: str
    unit: str
    polarity: str
    why: str
    classes: tuple[str, ...]
    formula: str
    terms: Mapping[str, str]
    source: str
    checked_by: str
    checked_on: date
    next_review: date
    only_when: str
    otherwise: str
    caveats: tuple[str, ...]
    decimals: int
    period: str
    roll_up: str
    group: str
    short: str
    tree: Node
    condition: Node | None

    @cached_property
    def all_leaves(self) -> tuple[Any, ...]:
        """Every term and deflator of the formula and its condition, without repeats."""
        trees = [self.tree] if self.condition is None else [self.tree, self.condition]
        return tuple(dict.fromkeys(leaf for tree in trees for leaf in leaves(tree)))

    @cached_property
    def lines(self) -> frozenset[str]:
        """The line ids it needs."""
        return frozenset(self.terms[leaf.name] for leaf in self.all_leaves if isinstance(leaf, Term))

    @cached_property
    def applies_to(self) -> frozenset[str]:
        """Classes of place it makes sense for; empty means every class."""
        found: set[str] = set()
        for name in self.classes:
            found |= CLASS_GROUPS.get(name, frozenset({name}))
        return frozenset() if "all" in self.classes else frozenset(found)

    @cached_property
    def real_terms(self) -> bool:
        """Whether it is shown in base-year prices."""
        return any(not isinstance(leaf, Term) for leaf in self.all_leaves)


def read_measure(text: str, where: str) -> Measure:
    """Read and check one definition.

    Raises:
        MeasureError: something is missing, misspelt or wrong; the message names the file and the key.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MeasureError(f"{where}: not valid TOML ({error}).") from None
    missing = [k for k in _REQUIRED if k not in content]
    unknown = [k for k in content if k not in _REQUIRED + _OPTIONAL]
    if missing:
        raise MeasureError(f"{where}: missing {', '.join(missing)}. See docs/measures.md.")
    if unknown:
        raise MeasureError(f"{where}: unknown key {', '.join(unknown)}. See docs/measures.md.")
    _check_kinds(content, where)
    _check_words(content, where)
    terms = {str(k): str(v) for k, v in content["terms"].items()}
    tree = parse(content["formula"], terms, f"{where}, formula")
    condition = parse(content["only_when"], terms, f"{where}, only_when") if content.get("only_when") else None
    measure = Measure(
        content["id"], content["title"], content["area"], content["unit"], content["polarity"], content["why"],
        tuple(content["classes"]), content["formula"], terms, content["source"], content["checked_by"],
        content["checked_on"], content["next_review"], content.get("only_when", ""), content.get("otherwise", ""),
        tuple(content.get("caveats", ())), content.get("decimals", 1), content.get("period", FINANCIAL_YEAR),
        content.get("roll_up", ""), content.get("group", ""), content.get("short", content["title"]), tree, condition,
    )  # fmt: skip
    if answers_yes_or_no(tree) != (measure.unit == units.YES_NO):
        raise MeasureError(f"{where}: unit is '{measure.unit}', but the formula gives {_gives(tree)}.")
    if condition is not None and not answers_yes_or_no(condition):
        raise MeasureError(f"{where}: only_when must be a comparison, such as change < 0.")
    if not any(isinstance(leaf, Term) for leaf in leaves(tree)):
        raise MeasureError(f"{where}: the formula uses no term, so it says nothing about any place. Add one.")
    unused = set(terms) - {leaf.name for leaf in measure.all_leaves if isinstance(leaf, Term)}
    if unused:
        raise MeasureError(f"{where}: term {', '.join(sorted(unused))} is not used in the formula. Remove it.")
    return measure


def _gives(tree: Node) -> str:
    return "yes or no" if answers_yes_or_no(tree) else "a number"


def _check_kinds(content: Mapping[str, Any], where: str) -> None:
    for key in ("checked_on", "next_review"):
        if type(content[key]) is not date:
            raise MeasureError(f"{where}: {key} must be a date written without quotes, such as 2026-11-22.")
    lists = (content["classes"], content.get("caveats", []))
    if not all(isinstance(x, list) and all(isinstance(i, str) for i in x) for x in lists):
        raise MeasureError(f"{where}: classes and caveats must be lists of texts.")
    terms = content["terms"]
    if not isinstance(terms, dict) or not all(isinstance(v, str) for v in terms.values()):
        raise MeasureError(f'{where}: terms must be a table of line ids, such as spend = "rs.net_revenue_expenditure".')
    decimals = content.get("decimals", 1)
    if type(decimals) is not int or not 0 <= decimals <= 6:
        raise MeasureError(f"{where}: decimals must be a whole number from 0 to 6.")
    others = {"checked_on", "next_review", "classes", "caveats", "terms", "decimals"}
    for key, value in content.items():
        if key not in others and not isinstance(value, str):
            raise MeasureError(f"{where}: {key} must be a text in quotes.")


def _check_words(content: Mapping[str, Any], where: str) -> None:
    def refuse(key: str, allowed: frozenset[str]) -> None:
        raise MeasureError(f"{where}: {key} is '{content.get(key)}'; it must be one of {', '.join(sorted(allowed))}.")

    for key, allowed in (("unit", UNITS), ("polarity", POLARITIES)):
        if content[key] not in allowed:
            refuse(key, allowed)
    if content.get("roll_up", "") not in ROLL_UPS:
        refuse("roll_up", ROLL_UPS)
    if content.get("period", FINANCIAL_YEAR) not in {FINANCIAL_YEAR, CALENDAR_YEAR}:
        refuse("period", frozenset({FINANCIAL_YEAR, CALENDAR_YEAR}))
    if content.get("only_when") and content.get("otherwise", "") not in STATUSES:
        refuse("otherwise", frozenset(STATUSES))


def read_measure_file(path: Path) -> Measure:
    """Read a definition from a file, e.g. one that is being drafted."""
    return read_measure(read_draft(path, MeasureError), path.name)


@cache
def measures() -> dict[str, Measure]:
    """All indicators installed, by id, in the order of their groups.

    Raises:
        MeasureError: one is wrong or two share an id.
    """
    return installed(GROUP, read_measure, MeasureError)


def group_title(group: str) -> str:
    """A group of indicators in words."""
    return GROUPS.get(group) or group.replace("-", " ").capitalize() or "Other indicators"


def in_groups(chosen: Iterable[Measure]) -> dict[str, list[Measure]]:
    """Indicators by group, the groups in the order they are read."""
    found: dict[str, list[Measure]] = {}
    for measure in chosen:
        found.setdefault(measure.group, []).append(measure)
    order = list(GROUPS)
    return dict(sorted(found.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order)))


def the_measure(identifier: str) -> Measure:
    """The indicator with this id.

    Raises:
        MeasureError: there is none; the message offers similar ids.
    """
    known = measures()
    if identifier in known:
        return known[identifier]
    import difflib

    near = difflib.get_close_matches(identifier, known, n=4, cutoff=0.4)
    hint = f" Did you mean: {', '.join(near)}?" if near else ""
    raise MeasureError(f"No measure is called '{identifier}'.{hint} `wholeplace measures list` shows all.")
