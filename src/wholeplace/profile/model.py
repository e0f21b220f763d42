"""What a profile of a place is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from wholeplace.evidence.comparison import Comparison
    from wholeplace.evidence.figure import Figure
    from wholeplace.evidence.measures import Measure
    from wholeplace.papers.model import Block, KeyFigures, Paragraph, Source
    from wholeplace.papers.section import BriefContext, StandsOut
    from wholeplace.places.model import Place
    from wholeplace.places.peers import Peers

FEWEST_ALIKE, MOST_ALIKE, USUAL_ALIKE = 5, 30, 15


PeerKind = Literal["class", "like", "region"]


@dataclass(frozen=True)
class PeerChoice:
    """Whom a place is held against: all of its class, the `n` of it most like it, or those of it in its region.

    `weights` are a person's own weights of likeness, by characteristic; the published ones count for the rest.
    """

    kind: PeerKind = "class"
    n: int = USUAL_ALIKE
    weights: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Indicator:
    """One measure of the place beside its peers.

    `figure` is the latest that says anything of the place, and `standing` its peers in the same period. `rank` and
    `position` are words ("second lowest of 27", "in the lowest quarter"), empty where it can't be told; `better` says
    which way is better, if either is; `remark` says why there is no value, or what a reader must know of the one
    there is. `series` is every year, `breaks` the periods that start a new one, `medians` the peers' by period, and
    `trend` both ends of the series in words.
    """

    measure: Measure
    figure: Figure
    standing: Comparison
    series: tuple[Figure, ...]
    breaks: tuple[str, ...] = ()
    medians: Mapping[str, Decimal | float] = field(default_factory=dict)
    rank: str = ""
    position: str = ""
    better: str = ""
    remark: str = ""
    trend: str = ""


@dataclass(frozen=True)
class Group:
    """Indicators that belong together."""

    id: str
    title: str
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True)
class AreaProfile:
    """What one area says of the place, and its indicators."""

    area: str
    title: str
    heading: str = ""
    key_figures: KeyFigures | None = None
    findings: tuple[StandsOut, ...] = ()
    blocks: tuple[Block, ...] = ()
    groups: tuple[Group, ...] = ()
    gaps: tuple[Paragraph, ...] = ()


@dataclass(frozen=True)
class Step:
    """One step in a place's history. `source` names where an event was listed; `doubt` what the list says of doubt."""

    when: str
    text: str
    source: str = ""
    doubt: str = ""


@dataclass(frozen=True)
class Trait:
    """One characteristic of a neighbour: both values in words, how far apart, and its share of the distance."""

    title: str
    own: str
    theirs: str
    difference: float
    share: float
    measure: str = ""  # and the period of the figure that both values are; empty where they are worked out of one
    period: str = ""


@dataclass(frozen=True)
class Alike:
    """A place like it: how far (0 the same, 1 the least alike of its class), what is near and what is far."""

    place: Place
    distance: float
    near: tuple[Trait, ...]
    far: tuple[Trait, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Profile:
    """A place, all told. `context` holds the peers that everything is held against, and their name."""

    place: Place
    kind: str
    in_register: bool
    context: BriefContext
    choice: PeerChoice
    who: Paragraph
    areas: tuple[AreaProfile, ...]
    history: tuple[Step, ...] = ()
    predecessors: tuple[Place, ...] = ()
    successors: tuple[Place, ...] = ()
    districts: tuple[Place, ...] = ()
    county: Place | None = None
    combined_authority: Place | None = None
    alike: tuple[Alike, ...] = ()
    likeness: Peers | None = None
    no_likeness: str = ""
    peers_note: str = ""
    sources: tuple[Source, ...] = ()

    @property
    def ended(self) -> date | None:
        """Its last day, where that has passed."""
        return self.place.end if self.place.end and self.place.end < self.context.as_of else None

    @property
    def findings(self) -> tuple[StandsOut, ...]:
        """What stands out, over all areas."""
        return tuple(f for area in self.areas for f in area.findings)

    @property
    def judged(self) -> bool:
        """Whether any area had the figures that its rules read: without them nothing can stand out."""
        return any(area.key_figures for area in self.areas)

    @property
    def gaps(self) -> tuple[Paragraph, ...]:
        """What is missing, over all areas."""
        return tuple(p for area in self.areas for p in area.gaps)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Every indicator, over all areas."""
        return tuple(i for area in self.areas for g in area.groups for i in g.indicators)
