"""Published figures as executable fixtures: one TOML a publication. `docs/reproduce.md` explains every key.

    id, title, publisher, published, source, datasets; optional: as_of, [defaults]
    [[figure]]: what, where, published, kind and what the kind needs; optional: printed_in, rounded_to, note

Found through the entry point group `wholeplace.publications`, each of which names a package whose folder holds the
files, so that a third party adds publications from its own package.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from wholeplace.core.errors import PublicationError
from wholeplace.core.packaged import installed, read_draft
from wholeplace.evidence.printed import Printed, read_printed
from wholeplace.evidence.recipes import KEYS, KINDS, NOT_REPRODUCED, Recipe, check_unit, read_recipe

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

GROUP = "wholeplace.publications"
_REQUIRED = ("id", "title", "publisher", "published", "source", "datasets", "figure")
_OPTIONAL = ("as_of", "defaults")
_EVERY_FIGURE = ("what", "where", "published", "kind")
_ANY_FIGURE = ("printed_in", "rounded_to", "note")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_REFUSED = ("period", "reason", "needed", "nearest")


@dataclass(frozen=True)
class PublishedFigure:
    """One figure that somebody published, and how it is worked out here.

    `what` is said in our own words, `where` is its place in the publication. `recipe` is None where it can't be
    reproduced: then `reason` and `needed` say why and what it would take, and `nearest` may come as close as the
    data allow.
    """

    what: str
    where: str
    printed: Printed
    recipe: Recipe | None
    note: str = ""
    reason: str = ""
    needed: str = ""
    nearest: Recipe | None = None


@dataclass(frozen=True)
class Publication:
    """A publication and its figures. `published` is a date or, where only that is known, a month.

    `as_of` is the date the evidence is taken as of; None for the latest. A figure counts as loaded where any of
    `datasets` is there for its period.
    """

    id: str
    title: str
    publisher: str
    published: str
    source: str
    datasets: tuple[str, ...]
    as_of: date | None
    figures: tuple[PublishedFigure, ...]


def read_publication(text: str, where: str) -> Publication:
    """Read and check one fixture.

    Raises:
        PublicationError: something is missing, misspelt or wrong; the message names the file, the figure and the key.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PublicationError(f"{where}: not valid TOML ({error}).") from None
    _check_keys(content, _REQUIRED, _OPTIONAL, where)
    if "as_of" in content and not isinstance(content["as_of"], date):
        raise PublicationError(f"{where}: as_of must be a date written without quotes, such as 2018-03-08.")
    if not (isinstance(content["published"], date) or _MONTH.fullmatch(str(content["published"]))):
        raise PublicationError(
            f"{where}: published must be a date written without quotes, such as 2018-03-08, or where only the month "
            'is known that month, such as "2016-03".'
        )
    for key in ("id", "title", "publisher", "source"):
        if not isinstance(content[key], str) or not content[key].strip():
            raise PublicationError(f"{where}: {key} must be some words in quotes.")
    datasets = content["datasets"]
    if not isinstance(datasets, list) or not datasets or not all(isinstance(d, str) for d in datasets):
        raise PublicationError(f'{where}: datasets must list at least one dataset, such as ["revenue-outturn-rs"].')
    defaults = content.get("defaults", {})
    figures = content["figure"]
    if not isinstance(figures, list) or not figures or not isinstance(defaults, dict):
        raise PublicationError(f"{where}: figures are written as [[figure]], one or more, and defaults as [defaults].")
    strange = set(defaults) - KEYS - {"kind", *_ANY_FIGURE}
    if strange:
        raise PublicationError(f"{where}, defaults: unknown key {', '.join(sorted(strange))}. See docs/reproduce.md.")
    made = tuple(_read_figure(f, defaults, tuple(datasets), f"{where}, figure {i}") for i, f in enumerate(figures, 1))
    return Publication(
        content["id"],
        content["title"],
        content["publisher"],
        str(content["published"]),
        content["source"],
        tuple(datasets),
        content.get("as_of"),
        made,
    )


def _check_keys(content: Mapping[str, Any], required: tuple[str, ...], optional: tuple[str, ...], where: str) -> None:
    missing = [k for k in required if k not in content]
    unknown = [k for k in content if k not in required + optional]
    if missing:
        raise PublicationError(f"{where}: missing {', '.join(missing)}. See docs/reproduce.md.")
    if unknown:
        raise PublicationError(f"{where}: unknown key {', '.join(unknown)}. See docs/reproduce.md.")


_TYPES: Mapping[str, tuple[type, str]] = {
    "kind": (str, "a word"), "printed_in": (str, "a unit in quotes"), "rounded_to": (int, "a whole number"),
    "note": (str, "words in quotes"), "place": (str, "a name or code in quotes"), "nearest": (dict, "a table"),
    "reason": (str, "words in quotes"), "needed": (str, "words in quotes"), "formula": (str, "a formula in quotes"),
}  # fmt: skip


def _check_types(content: Mapping[str, Any], where: str) -> None:
    for key, (expected, words) in _TYPES.items():
        if key in content and (not isinstance(content[key], expected) or isinstance(content[key], bool)):
            raise PublicationError(f"{where}: {key} must be {words}.")


def _read_figure(
    own: Mapping[str, Any], defaults: Mapping[str, Any], datasets: tuple[str, ...], where: str
) -> PublishedFigure:
    if not isinstance(own, dict):
        raise PublicationError(f"{where}: a figure is a table, written under [[figure]].")
    _check_types({**defaults, **own}, where)
    if isinstance(own.get("what"), str):
        where = f"{where} ('{own['what']}')"
    kind = own.get("kind", defaults.get("kind"))
    if kind not in {*KINDS, NOT_REPRODUCED}:
        known = ", ".join([*KINDS, NOT_REPRODUCED])
        raise PublicationError(f"{where}: kind is '{kind}'; it must be one of {known}.")
    taken = _REFUSED if kind == NOT_REPRODUCED else KINDS[kind].keys
    content = {**{k: v for k, v in defaults.items() if k in {*taken, *_ANY_FIGURE}}, "kind": kind, **own}
    _check_keys(content, _EVERY_FIGURE, _ANY_FIGURE + tuple(taken), where)
    for key in ("what", "where", "published"):
        if not isinstance(content[key], str) or not content[key].strip():
            raise PublicationError(f"{where}: {key} must be some words in quotes; a figure too, as it was printed.")
    printed = read_printed(content["published"], where, content.get("printed_in", ""), content.get("rounded_to", 1))
    shared = (content["what"], content["where"], printed)
    note = content.get("note", "")
    if kind != NOT_REPRODUCED:
        recipe = read_recipe(content, where, datasets)
        check_unit(recipe, printed, where)
        return PublishedFigure(*shared, recipe, note)
    for key in ("reason", "needed"):
        if not str(content.get(key, "")).strip():
            raise PublicationError(f"{where}: a figure that can't be reproduced needs its {key} in words.")
    nearest = None
    if "nearest" in content:
        _check_types(content["nearest"], f"{where}, nearest")
        closest = {**{k: v for k, v in defaults.items() if k == "period"}, **content["nearest"]}
        _check_keys(closest, ("kind",), (*KEYS, "datasets"), f"{where}, nearest")
        nearest = read_recipe(closest, f"{where}, nearest", tuple(closest.get("datasets", datasets)))
    return PublishedFigure(*shared, None, note, content["reason"], content["needed"], nearest)


def read_publication_file(path: Path) -> Publication:
    """Read a fixture from a file, e.g. one that is being written."""
    return read_publication(read_draft(path, PublicationError), path.name)


@cache
def publications() -> dict[str, Publication]:
    """All fixtures installed, by id, in alphabetical order.

    Raises:
        PublicationError: one is wrong or two share an id.
    """
    return dict(sorted(installed(GROUP, read_publication, PublicationError).items()))


def the_publication(identifier: str) -> Publication:
    """The fixture with this id.

    Raises:
        PublicationError: there is none; the message lists those there are.
    """
    known = publications()
    if identifier not in known:
        raise PublicationError(
            f"No publication is called '{identifier}'. There are: {', '.join(known)}. A file of your own is given "
            "by its path, ending in .toml."
        )
    return known[identifier]
