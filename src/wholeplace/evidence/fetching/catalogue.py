"""The catalogue of what can be had: `sources.toml` beside this file, one table a publication."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

from wholeplace.core.errors import FetchError
from wholeplace.evidence.fetching.problems import BY_HAND
from wholeplace.evidence.fetching.publication import DATA_PACKAGE, GOVUK_PAGES, Publication

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NEEDED = ("key", "title", "publisher", "licence", "found-by", "attachment", "formats")
_PATTERNS = ("attachment", "documents", "leave-out")
_ALLOWED = {*_NEEDED, *_PATTERNS, "pages", "collection", "newest", "only-when-named", "confirmed", "note"}


@dataclass(frozen=True)
class Catalogue:
    """Publications in the order they are listed, each with a key of its own."""

    publications: tuple[Publication, ...]

    def __iter__(self) -> Iterator[Publication]:
        return iter(self.publications)

    @staticmethod
    def standard() -> Catalogue:
        """The catalogue that comes with Wholeplace."""
        file = resources.files(__package__).joinpath("sources.toml")
        return Catalogue.read(file.read_text(encoding="utf-8"), "sources.toml")

    @staticmethod
    def read(text: str, name: str) -> Catalogue:
        """A catalogue from TOML; `name` is said in errors.

        Raises:
            FetchError: it is not TOML, a key is missing, unknown or given twice, or a pattern is wrong.
        """
        try:
            whole = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise FetchError(f"{name} is not TOML: {error}. Mend it at that place.") from error
        entries = [_publication(entry, name) for entry in whole.get("publication", [])]
        keys = [entry.key for entry in entries]
        if twice := sorted({key for key in keys if keys.count(key) > 1}):
            raise FetchError(f"{name}: {', '.join(twice)} is given twice. Give each publication its own key.")
        return Catalogue(tuple(entries))

    def choose(self, keys: Sequence[str]) -> list[Publication]:
        """The publications named, or without names all but those that come only when named.

        Raises:
            FetchError: a name is not in the catalogue.
        """
        if not keys:
            return [publication for publication in self if not publication.only_when_named]
        known = {publication.key: publication for publication in self}
        for key in keys:
            if key not in known:
                raise FetchError(f"'{key}' can't be fetched.{_hint(key, list(known))} {BY_HAND}")
        return [known[key] for key in dict.fromkeys(keys)]


def _hint(key: str, known: list[str]) -> str:
    from rapidfuzz import fuzz, process

    near = [name for name, _, _ in process.extract(key, known, scorer=fuzz.WRatio, limit=3, score_cutoff=70)]
    meant = f" Did you mean: {'; '.join(near)}?" if near else ""
    return f"{meant} See what can be with: wholeplace fetch --list."


def _publication(entry: dict[str, Any], name: str) -> Publication:
    label = f"{name}, publication '{entry.get('key', '?')}'"
    if missing := [key for key in _NEEDED if not entry.get(key)]:
        raise FetchError(f"{label}: {', '.join(missing)} is missing. Add it.")
    if unknown := sorted(set(entry) - _ALLOWED):
        raise FetchError(f"{label}: {', '.join(unknown)} is not known. Use: {', '.join(sorted(_ALLOWED))}.")
    if entry["found-by"] not in {GOVUK_PAGES, DATA_PACKAGE}:
        raise FetchError(f"{label}: found-by is '{entry['found-by']}'. Use {GOVUK_PAGES} or {DATA_PACKAGE}.")
    if not entry.get("pages") and not entry.get("collection"):
        raise FetchError(f"{label}: neither pages nor a collection. Say where its files are listed.")
    patterns = {key: _pattern(entry[key], key, label) for key in _PATTERNS if entry.get(key)}
    return Publication(
        key=entry["key"],
        title=entry["title"],
        publisher=entry["publisher"],
        licence=entry["licence"],
        found_by=entry["found-by"],
        pages=tuple(entry.get("pages", ())),
        attachment=patterns["attachment"],
        formats=tuple(entry["formats"]),
        collection=entry.get("collection", ""),
        documents=patterns.get("documents"),
        newest=entry.get("newest", 0),
        leave_out=patterns.get("leave-out"),
        only_when_named=entry.get("only-when-named", False),
        confirmed=entry.get("confirmed", ""),
        note=entry.get("note", ""),
    )


def _pattern(text: str, key: str, label: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise FetchError(f"{label}: {key} '{text}' is not a regular expression: {error}. Mend it.") from error
