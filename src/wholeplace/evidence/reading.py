"""What a reader makes of one published file: tidy rows, each with its cell, and what was set aside and why.

A `Reading` becomes one release. Its table is one of six kinds, each with one schema (`schemas.py`):
`facts` (numbers by authority and line), `places` (a register), `links` (predecessor to successor),
`events` (things that happened to a place), `areas` (small areas, each in one place), `tiles` (where places stand on a
map of tiles).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from wholeplace.core.periods import Period

FACTS = "facts"
PLACES = "places"
LINKS = "links"
EVENTS = "events"
AREAS = "areas"
TILES = "tiles"

STATED = "stated"
GIVEN = "given"
ASSUMED = "assumed"

ROW = "row"
CELL = "cell"
WARNING = "warning"


@dataclass(frozen=True)
class SetAside:
    """Something in the file that was not used (`row`, `cell`) or was used but looks wrong (`warning`)."""

    what: str
    reason: str
    sheet: str = ""
    cell: str = ""
    value: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        where = " ".join(filter(None, (f"sheet '{self.sheet}'" if self.sheet else "", self.cell)))
        found = f" (found {self.value!r})" if self.value else ""
        return f"{where}: {self.reason}{found}. {self.remedy}".strip(": ").strip()


@dataclass(frozen=True)
class Line:
    """One line of a return: a column of the publication with a stable id across its years.

    `pounds_per_unit` is 1, 1_000 or 1_000_000 where the line is money, 0 where it is any other number. `combine`
    says how a place made of several others gets its value: `sum`, or `none` where adding makes no sense (rates,
    scores, tax bases that overlap between tiers).
    """

    id: str
    label: str
    pounds_per_unit: int = 0
    combine: str = "sum"
    number: str = ""
    section: str = ""


@dataclass(frozen=True)
class Authority:
    """An authority as one file names it. `key` is what the file's rows are keyed by: its first published code."""

    key: str
    name: str
    ecode: str = ""
    gss: str = ""
    register_code: str = ""
    published_class: str = ""
    region: str = ""


@dataclass
class Check:
    """A test the file was put to before release."""

    name: str
    passed: bool
    detail: str = ""


@dataclass
class Reading:
    """One period of one publication, read and ready to be released.

    `part` tells apart files that together make one period (a section of a return, one council's extract): a
    later reading replaces an earlier one only of the same dataset, period and part. `published_basis` is
    `stated` (by the file), `given` (by whoever loads it) or `assumed` (`published_note` says how).
    `lower_tier` marks publications by district, whose figures for a county are the sum of its districts.
    `small_areas` marks facts about areas smaller than any place (neighbourhoods): they are released like all
    others, but never become places or speak for one.
    """

    dataset: str
    namespace: str
    table: str
    period: Period | None
    title: str
    publisher: str
    licence: str
    published: date | None = None
    published_basis: str = ASSUMED
    published_note: str = ""
    part: str = ""
    vintage: str = ""
    precedence: int = 10
    lower_tier: bool = False
    small_areas: bool = False
    lines: dict[str, Line] = field(default_factory=dict)
    authorities: list[Authority] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    records: list[dict[str, Any]] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    invented: bool = False

    @property
    def rows_kept(self) -> int:
        """Authorities kept for facts, records kept otherwise: what a person would count as rows."""
        return len(self.authorities) if self.table == FACTS else len(self.records)


@dataclass
class Block:
    """One column of a sheet for many authorities at once: the quick way to give facts.

    `numbers` and `statuses` run along `authorities`; `rows` are sheet rows counted from 0.
    """

    line: str
    sheet: str
    column: int
    rows: Any
    authorities: Any
    numbers: Any
    statuses: Any

    def mark(self, where: Any, status: str) -> None:
        """Give some cells another status. Columns without a gap share one array of statuses, so it is copied first."""
        if not self.statuses.flags.writeable:
            self.statuses = self.statuses.copy()
        self.statuses[where] = status
