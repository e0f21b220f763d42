"""Errors a person can act on: what was wrong, where, and what to do.

WholeplaceError
├── BadFileError        a published file that can't be read as what it says it is
├── UnknownPlaceError   no place has that name or code; carries candidates
├── AmbiguousPlaceError more than one place has that name; carries them
├── MeasureError        an indicator's definition or formula is wrong
├── PublicationError    a fixture of published figures is wrong
├── ScenarioError       a scenario of need and income is wrong; names file, key, value and what to do
├── PeriodError         text that is not a period
├── StoreError          the store of releases is missing, damaged or locked
├── EngineError         the query engine asked for can't be used here
├── FetchError          a publisher's file can't be had over the network
├── PaperError          a paper can't be made as asked
├── RequestError        a part of what was asked for can't be answered; names the part
└── SettingsError       a setting of the workbench is wrong or unsafe
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class WholeplaceError(Exception):
    """Root of all errors that a person can act on; its text is the whole message."""


@dataclass
class BadFileError(WholeplaceError):
    """A published file that can't be read. Names file, sheet, cell, value and what to do."""

    file: str
    problem: str
    remedy: str
    sheet: str = ""
    cell: str = ""
    value: str = ""

    def __str__(self) -> str:
        where = [self.file]
        if self.sheet:
            where.append(f"sheet '{self.sheet}'")
        if self.cell:
            where.append(f"cell {self.cell}")
        found = f" (found {self.value!r})" if self.value else ""
        return f"{', '.join(where)}: {self.problem}{found}. {self.remedy}"


class UnknownPlaceError(WholeplaceError):
    """No place has that name or code. `candidates` are names a person may have meant, best first."""

    def __init__(self, query: str, candidates: Sequence[str] = ()) -> None:
        """Keep what was asked for and what it may have meant."""
        self.query = query
        self.candidates = tuple(candidates)
        hint = f" Did you mean: {'; '.join(self.candidates)}?" if candidates else ""
        super().__init__(f"No place is called '{query}'.{hint} Use a name or code exactly as listed.")


class AmbiguousPlaceError(WholeplaceError):
    """Several places have that name. `candidates` lists them; ask again with one of their codes."""

    def __init__(self, query: str, candidates: Sequence[str]) -> None:
        """Keep what was asked for and all it could mean."""
        self.query = query
        self.candidates = tuple(candidates)
        super().__init__(
            f"'{query}' could be any of: {'; '.join(self.candidates)}. Ask again with the code of the one you mean."
        )


class MeasureError(WholeplaceError):
    """An indicator's definition or formula is wrong; the message names the file and the key."""


class PublicationError(WholeplaceError):
    """A fixture of published figures is wrong; the message names the file, the figure and the key."""


@dataclass
class ScenarioError(WholeplaceError):
    """A scenario of need and income is wrong. Names file, key, value and what to do."""

    where: str
    key: str
    problem: str
    remedy: str
    value: str = ""

    def __str__(self) -> str:
        found = f" (found {self.value})" if self.value else ""
        key = f", {self.key}" if self.key else ""
        return f"{self.where}{key}: {self.problem}{found}. {self.remedy}"


class PeriodError(WholeplaceError):
    """Text that is not a financial year, calendar year, quarter or date."""


class StoreError(WholeplaceError):
    """The store of releases is missing, damaged or locked."""


class EngineError(WholeplaceError):
    """The query engine asked for can't be used here."""


class FetchError(WholeplaceError):
    """A publisher's file can't be had over the network; the message says how to load one instead."""


class PaperError(WholeplaceError):
    """A paper can't be made as asked."""


class RequestError(WholeplaceError):
    """A part of what was asked for can't be answered. `parameter` names the part.

    `candidates` maps what could be asked for instead to what it is, in words, best first.
    """

    def __init__(self, parameter: str, message: str, candidates: Mapping[str, str] | None = None) -> None:
        """Keep which part it was and what could stand there instead."""
        self.parameter = parameter
        self.candidates = dict(candidates or {})
        super().__init__(message)


class SettingsError(WholeplaceError):
    """A setting of the workbench is wrong, or not safe to serve with; the message names the variable."""
