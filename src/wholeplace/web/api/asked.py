"""What may be asked: every parameter typed, described and bounded; anything else is refused by its name."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from wholeplace.evidence.figure import STATUSES

MOST_ROWS = 10_000
USUAL_ROWS = 100
FARTHEST = 10_000_000
PERIOD = r"^[12][0-9]{3}(-[0-9]{2})?$"
_WHOLE = re.compile(r"0|[1-9][0-9]{0,9}")


def _whole(value: Any) -> Any:
    """Only plain digits: `1.0`, `+1` and `1_000` are not how a whole number is written in an address."""
    if isinstance(value, int):
        return value
    if not isinstance(value, str) or not _WHOLE.fullmatch(value):
        raise ValueError("write a whole number in digits")
    return int(value)


def _day(value: str) -> str:
    if len(value) != 10 or not value.isascii():
        raise ValueError("write a date like 2018-01-31")
    date.fromisoformat(value)
    return value


def _status(value: str) -> str:
    if value not in STATUSES:
        raise ValueError(f"write one of {', '.join(STATUSES)}")
    return value


Day = Annotated[str, AfterValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Name = Annotated[str, Field(min_length=1, max_length=120)]
Limit = Annotated[int, Field(ge=1, le=MOST_ROWS), BeforeValidator(_whole)]
Offset = Annotated[int, Field(ge=0, le=FARTHEST), BeforeValidator(_whole)]
Status = Annotated[str, AfterValidator(_status), WithJsonSchema({"type": "string", "enum": list(STATUSES)})]
PeriodText = Annotated[str, Field(pattern=PERIOD)]

FORMAT = Field(None, description="`json` or `csv`; goes before the Accept header.", examples=["csv"])
AS_OF = Field(
    None, description="See only what had been published by this date. Such requests count ten times.",
    examples=["2018-01-31"],
)  # fmt: skip


class Page(Schema):
    """Parameters of every list."""

    format: Literal["json", "csv"] | None = FORMAT
    limit: Limit = Field(USUAL_ROWS, description=f"How many at most, up to {MOST_ROWS:,}.", examples=[100])
    offset: Offset = Field(0, description="How many to leave out first. Follow `next` instead of counting.")


class PlacesAsked(Page):
    """Parameters of the list of places."""

    q: Name | None = Field(None, description="Words of a name, or a code; best matches first.", examples=["shire"])
    place_class: Name | None = Field(
        None, alias="class", examples=["county"],
        description="A class (`county`, `unitary` …) or group of classes (`single-tier-and-county`).",
    )  # fmt: skip
    region: Name | None = Field(None, description="A region's name.")
    alive_on: Day | None = Field(None, description="Only those that existed on this date.", examples=["2018-01-31"])
    as_of: Day | None = AS_OF


class MeasuresAsked(Page):
    """Parameters of the list of measures."""

    area: Name | None = Field(None, description="Only those of an area.", examples=["finance"])
    group: Name | None = Field(None, description="Only those of a group.", examples=["reserves"])


class FiguresAsked(Page):
    """Parameters of the list of figures."""

    measure: list[Name] = Field(
        [], max_length=60, description="A measure's id; repeat for several.", examples=[["unallocated-reserves-ratio"]]
    )
    place: list[Name] = Field(
        [], max_length=60, description="A place's id, other code or exact name; repeat for several."
    )
    place_class: Name | None = Field(None, alias="class", description="A class or group of classes.")
    region: Name | None = Field(None, description="A region's name.")
    first: PeriodText | None = Field(None, alias="from", description="First period.", examples=["2012-13"])
    last: PeriodText | None = Field(None, alias="to", description="Last period.", examples=["2016-17"])
    status: list[Status] = Field([], max_length=20, description="Only figures of this status; repeat for several.")
    as_of: Day | None = AS_OF


class ReleasesAsked(Page):
    """Parameters of the list of releases."""

    dataset: Name | None = Field(None, description="Only those of a dataset.")
    period: Name | None = Field(None, description="Only those about a period.", examples=["2016-17"])
    live: Literal["true", "false"] | None = Field(
        None, description="`true`: only those that figures are made from now; `false`: only those since replaced."
    )


class OneAsked(Schema):
    """Parameters of one thing."""

    format: Literal["json"] | None = Field(None, description="`json`.")


class OneDatedAsked(OneAsked):
    """Parameters of one thing that changes with the date asked."""

    as_of: Day | None = AS_OF
