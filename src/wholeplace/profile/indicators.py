"""Each indicator of a place beside its peers, in words a reader can follow."""

from __future__ import annotations

from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

from wholeplace.core.periods import Period
from wholeplace.evidence.comparison import FEWEST, Comparison, compare, ordinal
from wholeplace.evidence.figure import (
    ESTIMATED,
    NOT_APPLICABLE,
    NOT_DEPLETING,
    NOT_PUBLISHED,
    OK,
    STATUSES,
    YES_NO,
    breaks,
)
from wholeplace.evidence.figures import to_value
from wholeplace.evidence.measures import group_title, in_groups
from wholeplace.evidence.places import middle
from wholeplace.papers.model import Paragraph
from wholeplace.profile.model import Group, Indicator

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wholeplace.evidence.figure import Figure
    from wholeplace.evidence.figures import FigureTable
    from wholeplace.evidence.measures import Measure
    from wholeplace.papers.section import BriefContext

BETTER = {"high": "higher is better", "low": "lower is better", "none": ""}


def grouped(table: FigureTable, chosen: Iterable[Measure], context: BriefContext) -> tuple[Group, ...]:
    """The indicators that say anything of the place, by group."""
    found = []
    for group, members in in_groups(chosen).items():
        told = tuple(one for m in members if (one := indicator(table, m, context)))
        if told:
            found.append(Group(group, group_title(group), told))
    return tuple(found)


def indicator(table: FigureTable, measure: Measure, context: BriefContext) -> Indicator | None:
    """A measure of the place beside its peers; None where it does not apply or nothing was published at all."""
    if measure.applies_to and context.place_class not in measure.applies_to:
        return None
    series = in_its_time(table, table.series(measure, context.place), context.place)
    figure = latest(series)
    if figure is None or figure.status == NOT_APPLICABLE:
        return None
    standing = compare(table, measure, context.place, Period.parse(figure.period).year, context.peers)
    return Indicator(
        measure,
        figure,
        standing,
        series,
        breaks(series),
        medians(table, measure, series, context.peers),
        same_words(standing) if measure.unit == YES_NO else rank_words(standing),
        position_words(figure, standing),
        BETTER[measure.polarity],
        remark_on(figure),
        trend_words(series),
    )


def in_its_time(table: FigureTable, series: Sequence[Figure], place: str) -> tuple[Figure, ...]:
    """The years up to a place's end: what those that replaced it add up to afterwards is told on their pages."""
    ref = table.snapshot.crosswalk.places[place]
    return tuple(f for f in series if not ref.end or middle(Period.parse(f.period)).isoformat() < ref.end)


def latest(series: Sequence[Figure]) -> Figure | None:
    """The last figure that says anything: a year whose return is not out yet says nothing, one left blank does."""
    told = [f for f in series if f.status != NOT_PUBLISHED]
    chosen = told or series
    return chosen[-1] if chosen else None


def remark_on(figure: Figure) -> str:
    """Why there is no value, in words; empty where there is one that needs no remark."""
    if figure.status == OK:
        return figure.note
    if figure.status == ESTIMATED:
        return figure.note or STATUSES[ESTIMATED]
    if figure.status == NOT_DEPLETING:
        return STATUSES[NOT_DEPLETING]
    return figure.note or STATUSES.get(figure.status, figure.status)


def medians(
    table: FigureTable, measure: Measure, series: Sequence[Figure], peers: Sequence[str]
) -> dict[str, Decimal | float]:
    """The peers' median in each period of a series with enough of them, for drawing."""
    if measure.unit == YES_NO:
        return {}
    periods = {Period.parse(f.period).year: f.period for f in series}
    found: dict[str, Decimal | float] = {}
    for year, values in table.values(measure, peers, periods).items():
        if len(values) >= FEWEST:
            middle_value = to_value(median(values), measure.unit)
            found[periods[year]] = middle_value if isinstance(middle_value, Decimal) else float(middle_value)
    return found


def rank_words(standing: Comparison) -> str:
    """'Second lowest of 27'; 'joint third highest of 27, with 2 others'."""
    if standing.rank is None or standing.n < 2:
        return ""
    if standing.level == standing.n:
        return f"The same as all {standing.n}"
    from_top = standing.n - standing.rank - standing.level + 2  # those level share the better place from this end, too
    end, place = ("highest", from_top) if from_top <= standing.rank else ("lowest", standing.rank)
    others = standing.level - 1
    joint, company = ("joint ", f", with {others} other{'s' if others > 1 else ''}") if others else ("", "")
    words = f"{joint}{ordinal(place)}{end} of {standing.n}{company}"
    return words[0].upper() + words[1:]


def same_words(standing: Comparison) -> str:
    """'The same as 4 of the 10 others', for answers of yes or no."""
    if standing.rank is None or standing.n < 2:
        return ""
    return f"The same as {standing.level - 1} of the {standing.n - 1} others"


def position_words(figure: Figure, standing: Comparison) -> str:
    """'in the lowest quarter', 'in the middle half', 'in the highest quarter'; empty where it can't be told."""
    if standing.rank is None or figure.value is None or isinstance(figure.value, bool) or standing.n < FEWEST:
        return ""
    if standing.lower is None or standing.upper is None or standing.level == standing.n:
        return ""
    value = float(figure.value)
    if value < float(standing.lower):
        return "in the lowest quarter"
    return "in the highest quarter" if value > float(standing.upper) else "in the middle half"


def trend_words(series: Sequence[Figure]) -> str:
    """'20.1% in 2010-11, 31.0% in 2016-17': where the line begins and ends."""
    known = [f for f in series if f.value is not None]
    if len(known) < 2:
        return ""
    return f"{known[0].display} in {known[0].period}, {known[-1].display} in {known[-1].period}"


def gaps_of(groups: Iterable[Group]) -> tuple[Paragraph, ...]:
    """What is missing among indicators that no section speaks for: each reason once."""
    reasons: dict[str, list[str]] = {}
    for group in groups:
        for one in group.indicators:
            if one.figure.value is None and one.figure.status != NOT_DEPLETING:
                reasons.setdefault(one.remark, []).append(one.measure.short)
    return tuple(Paragraph((f"{', '.join(names)}: {reason}.",)) for reason, names in reasons.items())
