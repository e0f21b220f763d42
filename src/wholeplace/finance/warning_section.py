"""What early warning says in a brief or on a place's page: where its score stands, and how it comes about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wholeplace.evidence.comparison import FEWEST
from wholeplace.evidence.figure import SCORE
from wholeplace.evidence.figures import compute
from wholeplace.evidence.snapshot import Snapshot
from wholeplace.finance.warning import BAND_WORDS, warnings, why_not
from wholeplace.finance.warning_day import standing_day
from wholeplace.finance.warning_words import CONFIDENCE_WORDS, reason, standing
from wholeplace.papers.model import Bullets, Cell, Column, Heading, Paragraph, Strong, Table
from wholeplace.papers.section import Section, StandsOut
from wholeplace.papers.sources import every_source, grouped_sources
from wholeplace.places.model import show_day

if TYPE_CHECKING:
    from datetime import date

    from wholeplace.finance.warning import Contribution, Score, Warnings
    from wholeplace.papers.model import Block
    from wholeplace.papers.section import BriefContext

AREA = "early-warning"
TITLE = "Early warning"
_HOW = (
    "Points are the share of the other councils of its class that do better, those level counting half, times 100. "
    "Adds is points times weight."
)
CAUTION = "A flag is a reason to ring, never a verdict: most councils that are flagged never come to an event."


def standing_scores(snapshot: Snapshot) -> tuple[Snapshot, Warnings]:
    """The snapshot's scores; where it has no date and its data are too old, those of the day they were new.

    With them the snapshot that they are worked out from.
    """
    found = warnings(snapshot)
    if found.scores or snapshot.as_of is not None:
        return snapshot, found
    table = compute(snapshot, found.method.measures)

    def as_they_stood() -> tuple[Snapshot, Warnings]:
        then = Snapshot(snapshot.store, standing_day(snapshot), snapshot.engine_name)
        return then, warnings(then)

    return table.kept(f"standing scores {found.as_of}", as_they_stood)


def section(context: BriefContext) -> Section:
    """The section for a council; for places that have no score it says why."""
    snapshot, found = standing_scores(context.snapshot)
    score = found.of(context.place)
    ref = snapshot.crosswalk.places.get(context.place)
    if score is None:
        if ref is None or found.method.of(context.place_class) is None:
            return Section(TITLE, AREA)
        return Section(TITLE, AREA, gaps=(Paragraph((why_not(found, ref),)),))
    table = contributions_table(snapshot, score)
    sources = every_source(snapshot, [c.figure for c in score.contributions if c.figure])
    caution = f"{CAUTION} {found.method.caveat(score.place.place_class)}".strip()
    if not context.for_page:  # two pages are soon full: a sentence there, and how it comes about in the annex
        heading = (Heading(2, TITLE), said(score, found.as_of), *_reasons(score), Paragraph((caution,), muted=True))
        return Section(
            TITLE,
            AREA,
            findings=_finding(score, found.as_of, aged=found.as_of < context.as_of),
            annex=(*heading, table),
            sources=sources,
        )
    blocks: tuple[Block, ...] = (said(score), *_reasons(score), Paragraph((caution,), muted=True), table)
    return Section(TITLE, AREA, f"{TITLE}, as published by {show_day(found.as_of)}", blocks=blocks, sources=sources)


def _finding(score: Score, as_of: date, *, aged: bool) -> tuple[StandsOut, ...]:
    """Its place in the queue as a sentence, where it is in one of the two bands to ring."""
    if score.band not in {"first", "next"}:
        return ()
    stood = f"was {score.score:.0f} of 100 by {show_day(as_of)}" if aged else f"is {score.score:.0f} of 100"
    words = f"Its early-warning score {stood}, the {standing(score)}: {BAND_WORDS[score.band]}."
    because = "Early-warning score: in the highest fifth of its class"
    return (StandsOut(Paragraph((words,)), "W", because, "", "watch"),)


def said(score: Score, as_of: date | None = None) -> Paragraph:
    """Where a score stands, in a paragraph."""
    parts: list[str | Strong] = [
        Strong(f"Score {score.score:.0f} of 100, the {standing(score)}: {BAND_WORDS[score.band]}."),
        f" As published by {show_day(as_of)}." if as_of else "",
        f" Confidence is {score.confidence}: {CONFIDENCE_WORDS[score.confidence]}.",
    ]
    if score.missing:
        part = score.score - score.lowest
        parts.append(f" {part:.0f} of its points stand for values that are missing, which count as the worst.")
    if len(score.trend) > 1:
        (first, before), (last, now) = score.trend[0], score.trend[-1]
        parts.append(f" By each year’s own figures it went from {before:.0f} ({first}) to {now:.0f} ({last}).")
    return Paragraph(tuple(parts))


def _reasons(score: Score) -> tuple[Block, ...]:
    found = tuple(reason(c, score.place.place_class) for c in score.reasons)
    return (Bullets(found),) if found else (Paragraph(("No indicator stands in the worst fifth of its class.",)),)


def contributions_table(snapshot: Snapshot, score: Score) -> Table:
    """How the score comes about: a reader can multiply and add it up on paper."""
    columns = (
        Column("Indicator", width=3.2), Column("Year", width=1), Column("Value", "right", 1.1),
        Column("Median", "right", 1.1), Column("Others that do better", "right", 1.5), Column("Points", "right", 1),
        Column("Weight", "right", 1), Column("Adds", "right", 1),
    )  # fmt: skip
    rows = [_row(c) for c in score.contributions]
    total = Cell.number(score.score, SCORE, 1, emphasis=True)
    blank = Cell("")
    rows.append((Cell("Score", emphasis=True), blank, blank, blank, blank, blank, Cell.number(1.0, SCORE, 2), total))
    used = [c.figure for c in score.contributions if c.figure]
    return Table(
        "How the early-warning score comes about", columns, tuple(rows), grouped_sources(snapshot, used),
        notes=(_HOW,),
    )  # fmt: skip


def _row(one: Contribution) -> tuple[Cell, ...]:
    measure = one.counted.measure
    level = f" and {one.level} level" if one.level else ""
    value = Cell("missing", note=one.note) if one.missing or one.figure is None else Cell.of(one.figure, note=one.note)
    return (
        Cell(measure.short), Cell(one.period), value,
        Cell.number(one.median, measure.unit, measure.decimals) if one.known >= FEWEST else Cell("–"),
        Cell(f"{one.better}{level} of {one.others}"), Cell.number(one.points, SCORE, 1),
        Cell.number(one.weight, SCORE, 2), Cell.number(one.adds, SCORE, 1),
    )  # fmt: skip
