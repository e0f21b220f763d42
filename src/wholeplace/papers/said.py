"""What a council says of its own figures, as blocks of a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wholeplace.core.errors import PeriodError
from wholeplace.core.periods import Period
from wholeplace.evidence.figures import compute
from wholeplace.evidence.measures import measures
from wholeplace.papers.model import Callout, FigureText, Heading, Paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wholeplace.evidence.figure import Figure
    from wholeplace.evidence.snapshot import Snapshot
    from wholeplace.papers.model import Block
    from wholeplace.papers.replies import Reply
    from wholeplace.places.model import Place

_INTRODUCED = "In the council’s own words, beside the figures they are about. Wholeplace has not edited them."


def council_says(snapshot: Snapshot, place: Place, replies: Sequence[Reply]) -> list[Block]:
    """A section of the replies that are this place's, the latest figures first; nothing where there are none.

    A reply published after the date the snapshot speaks of is left out, as is one about an indicator that isn't
    installed.
    """
    known = measures()
    order = {identifier: number for number, identifier in enumerate(known)}
    until = snapshot.as_of
    own = [r for r in replies if place.id in {r.place, r.council} and r.measure in known]
    own = [r for r in own if until is None or r.written <= until]
    if not own:
        return []
    own.sort(key=lambda r: order[r.measure])
    own.sort(key=lambda r: r.period, reverse=True)
    return [
        Heading(1, "What the council says"),
        Paragraph((_INTRODUCED,), muted=True),
        *(_told(snapshot, place, reply) for reply in own),
    ]


def _told(snapshot: Snapshot, place: Place, reply: Reply) -> Callout:
    measure = measures()[reply.measure]
    figure = _figure(snapshot, reply)
    of = f"{figure.place_name}, " if figure and reply.place != place.id else ""
    published = (Paragraph(("Published: ", FigureText(figure)), muted=True),) if figure else ()
    said = tuple(Paragraph((text,)) for text in reply.paragraphs)
    signed = Paragraph((reply.signature,), muted=True)
    return Callout(f"{measure.short}, {of}{reply.period}", (*published, *said, signed))


def _figure(snapshot: Snapshot, reply: Reply) -> Figure | None:
    table = compute(snapshot, list(measures().values()))
    try:
        year = Period.parse(reply.period).year
    except PeriodError:
        return None
    measure = measures()[reply.measure]
    return table.figure(measure, reply.place, year) or table.figure(measure, reply.place, year, combined=True)
