"""What a place is: a legal entity with its own id and its dates; codes and names are attributes that change.

A merged council is another place than the councils it was made of, even where it bears one of their names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from wholeplace.evidence.places import class_words

COUNTY = "county"
DISTRICT = "district"
UNITARY = "unitary"
METROPOLITAN = "metropolitan"
LONDON_BOROUGH = "london-borough"
COMBINED = "combined-authority"


# Before this day the register holds no predecessors, and some of its start dates are those of its making.
KNOWN_FROM = date(2009, 4, 1)


def show_day(day: date) -> str:
    """A date as a reader would write it: 1 April 2021."""
    return f"{day.day} {day:%B %Y}"


def show_list(names: list[str]) -> str:
    """Names as a reader would list them: `Corby and Kettering`; semicolons where a name holds `and`."""
    if len(names) < 2:
        return "".join(names)
    if any(" and " in n or "," in n for n in names):
        return "; and ".join(["; ".join(names[:-1]), names[-1]])
    return " and ".join([", ".join(names[:-1]), names[-1]])


@dataclass(frozen=True)
class Place:
    """A council (or combined authority) past, present or planned.

    `id` is its register code. `start` is its first day (None: before the register begins or not known) and
    `end` its last (None: it exists). `predecessors` and `successors` are ids; `members` are the districts
    of a county, on its last day where it has ended. `alternative_names` hold former names too.
    `area_hectares` is None where the register has none (councils that have ended).
    """

    id: str
    name: str
    official_name: str
    place_class: str
    gss: str = ""
    former_gss: tuple[str, ...] = ()
    ecode: str = ""
    start: date | None = None
    end: date | None = None
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    nation: str = ""
    region: str = ""
    county: str = ""
    members: tuple[str, ...] = ()
    combined_authority: str = ""
    alternative_names: tuple[str, ...] = ()
    area_hectares: float | None = field(default=None, compare=False)

    def alive(self, on: date) -> bool:
        """Whether it existed on a day, its first and last included."""
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)

    def alive_in(self, first: date, last: date) -> bool:
        """Whether it existed on any day from `first` to `last`."""
        return (self.start is None or self.start <= last) and (self.end is None or first <= self.end)

    @property
    def described(self) -> str:
        """Code, name, class and dates in one line, for lists to choose from."""
        began = f"from {show_day(self.start)}" if self.start and self.start >= KNOWN_FROM else ""
        ended = f"to {show_day(self.end)}" if self.end else ""
        return f"{self.id} {self.name} ({', '.join(filter(None, [class_words(self.place_class)[0], began, ended]))})"


class Edge(NamedTuple):
    """Ground that passed from one place to another; `day` is the first day under the successor.

    `order` is the instrument where a list names it. `derived` marks what no list says outright: a county
    ends and one of its districts goes to another successor than the county's own.
    """

    predecessor: str
    successor: str
    day: date
    order: str = ""
    derived: bool = False


class Recoding(NamedTuple):
    """A place that kept its identity and got a new GSS code on `day`, because its boundary changed."""

    place: str
    old: str
    new: str
    day: date
    order: str = ""


class Renaming(NamedTuple):
    """A place that changed its name on `day`."""

    place: str
    old: str
    new: str
    day: date


class HistoryEvent(NamedTuple):
    """Something in a place's history, in plain English."""

    date: date
    text: str
