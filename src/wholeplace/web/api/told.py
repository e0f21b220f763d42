"""What is answered: every field typed and described, with its unit."""

from __future__ import annotations

from typing import Any

from ninja import Schema
from pydantic import Field


class Candidate(Schema):
    """What may have been meant."""

    id: str
    title: str


class FaultTold(Schema):
    """What went wrong."""

    code: str = Field(description="A word for a program.", examples=["not-found"])
    message: str = Field(description="A sentence for a person.")
    parameter: str | None = Field(description="The parameter it is about, where it is about one.")
    candidates: list[Candidate] = Field(description="What may have been meant, best first.")


class ErrorTold(Schema):
    """Every error has this shape."""

    error: FaultTold


class PageTold(Schema):
    """Of every list."""

    limit: int = Field(description="At most so many were asked for.")
    offset: int = Field(description="So many were left out first.")
    next: str | None = Field(description="Address of the next page; null on the last.")


class PlaceTold(Schema):
    """A council, combined authority or other body, past, present or planned."""

    id: str = Field(description="The register's code; it never changes.", examples=["ZAB"])
    name: str
    official_name: str
    place_class: str = Field(alias="class", examples=["county"])
    region: str
    nation: str
    gss: str = Field(description="Current GSS code; boundary changes reissue it.")
    former_gss: list[str]
    ecode: str = Field(description="Code in the finance returns.")
    start: str | None = Field(description="First day, ISO; null where it is not known.")
    end: str | None = Field(description="Last day, ISO; null while it exists.")
    county: str = Field(description="Id of the county a district is in.")
    predecessors: list[str]
    successors: list[str]
    alternative_names: list[str]


class PlacesTold(PageTold):
    """A page of places."""

    items: list[PlaceTold]


class MeasureTold(Schema):
    """An indicator."""

    id: str = Field(examples=["unallocated-reserves-ratio"])
    title: str
    short: str
    area: str
    group: str
    unit: str = Field(description="`£` pounds, `ratio` a fraction of 1, `years`, `people`, `yes/no`, `£ per head` …")
    decimals: int = Field(description="How many decimals it is shown with.")
    polarity: str = Field(description="Which way is better: `high`, `low` or `none`.")
    why: str
    classes: list[str] = Field(description="Classes of place it makes sense for; `all` for every one.")
    formula: str
    terms: dict[str, str] = Field(description="Names in the formula, and the line of a return each stands for.")
    period: str = Field(description="`financial-year` or `calendar-year`.")
    real_terms: bool = Field(description="Whether it is in the prices of one year.")
    source: str
    caveats: list[str]
    checked_by: str
    checked_on: str
    next_review: str


class MeasuresTold(PageTold):
    """A page of measures."""

    items: list[MeasureTold]


class FigureTold(Schema):
    """One figure. `value` is null unless `status` is `ok` or `estimated`; `note` says why."""

    measure: str
    place: str
    place_name: str
    place_class: str = Field(alias="class")
    period: str = Field(examples=["2016-17"])
    value: float | bool | None = Field(description="In the measure's unit: pounds, a fraction of 1, true or false …")
    unit: str
    display: str = Field(description="As a reader would write it.", examples=["28.0%"])
    status: str = Field(description="`ok`, `estimated`, or why there is no value.")
    note: str
    price_base: str = Field(description="The year whose prices it is in; empty for cash.")
    releases: list[str] = Field(description="Ids of the releases whose cells it is made from.")


class FiguresTold(PageTold):
    """A page of figures, by measure, place and period."""

    items: list[FigureTold]


class CellTold(Schema):
    """A published cell."""

    line: str
    label: str
    authority: str
    period: str
    number: float | None = Field(description="As published, in units of `unit`.")
    unit: str
    status: str
    file: str
    sheet: str
    cell: str
    sha256: str = Field(description="Of the file.")
    release: str


class ReleaseTold(Schema):
    """One period of one publication, as it was read."""

    id: str
    dataset: str
    title: str
    publisher: str
    licence: str
    period: str = Field(description="Empty for registers.")
    part: str
    vintage: str
    published: str = Field(description="Date, ISO.")
    published_basis: str = Field(description="`stated` in the file, or `assumed`.")
    rows: int
    set_aside: int = Field(description="Rows and cells that could not be used.")
    live: bool = Field(description="Whether figures are made from it now, or a later one has replaced it.")
    invented: bool = Field(description="Whether it is of an invented sector.")


class ReleasesTold(PageTold):
    """A page of releases."""

    items: list[ReleaseTold]


class ReleaseInFull(ReleaseTold):
    """A release with its file, its checks, and what was set aside."""

    file: str
    sha256: str
    retrieved: str
    notes: list[str]
    checks: list[dict[str, Any]]
    left_out: list[dict[str, Any]] = Field(description="The first 200 of what was set aside, each with why.")


class ReplyTold(Schema):
    """What a council says of its own figure."""

    text: str
    signed: str = Field(description="The role of the person who wrote it.")
    date: str = Field(description="When it was published, ISO.")
    council: str = Field(description="Id of the council that says it.")


class TraceTold(Schema):
    """A figure and all it was made from."""

    figure: FigureTold
    formula: str
    with_numbers: str = Field(description="The formula with the numbers in it.")
    cells: list[CellTold]
    releases: list[ReleaseTold]
    replies: list[ReplyTold]
