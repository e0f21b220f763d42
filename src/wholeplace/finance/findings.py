"""What stands out, in sentences: rules over figures, each with a number that a reader can look up."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from wholeplace.core.errors import MeasureError
from wholeplace.evidence.comparison import FEWEST, Comparison, compare, ordinal
from wholeplace.evidence.figure import POUNDS, RATIO, show_value
from wholeplace.evidence.measures import the_measure
from wholeplace.papers.section import StandsOut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wholeplace.evidence.figure import Figure
    from wholeplace.evidence.figures import FigureTable
    from wholeplace.evidence.measures import Measure
    from wholeplace.papers.model import Paragraph, Part, Tone
    from wholeplace.papers.section import BriefContext

TESTS = frozenset({"lowest", "highest", "below", "above", "running"})
TONES = frozenset({"watch", "good", "plain"})
# What a sentence says of peers, left out where they are too few to be told of.
_ALONE = re.compile(r" \(median[^)]*\)|, \{standing\}")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Rule:
    """One rule; `limit` is in the measure's unit, `share` a fraction of the peers."""

    id: str
    measure: str
    test: str
    tone: Tone
    weight: int
    says: str
    share: float = 0.0
    limit: float = 0.0
    and_below: float | None = None
    and_above: float | None = None

    def in_words(self) -> str:
        """The condition as a reader would say it, its limits in the measure's unit."""
        match self.test:
            case "lowest" | "highest":
                words = f"among the {self.test} {self.share:.0%} of its peers"
            case "running":
                words = f"yes for at least {self.limit:.0f} years in a row"
            case _:
                words = f"{self.test} {self._shown(self.limit)}"
        if self.and_below is not None:
            words += f" and below {self._shown(self.and_below)}"
        if self.and_above is not None:
            words += f" and not below {self._shown(self.and_above)}"
        return words

    def _shown(self, limit: float) -> str:
        unit = the_measure(self.measure).unit
        value = Decimal(str(limit)) if unit == POUNDS else limit
        return show_value(value, unit, 0 if float(limit * 100).is_integer() else 1)


@dataclass(frozen=True)
class Finding:
    """A rule that fired: its sentence with the figures in it."""

    rule: Rule
    paragraph: Paragraph
    figure: Figure

    @property
    def stands_out(self) -> StandsOut:
        """As a section tells it."""
        because = f"{the_measure(self.rule.measure).short}: {self.rule.in_words()}"
        return StandsOut(self.paragraph, self.rule.id, because, self.rule.measure, self.rule.tone)


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, weightiest first.

    Raises:
        MeasureError: one names a test or tone there is not, or a number twice.
    """
    text = resources.files("wholeplace.finance").joinpath("findings.toml").read_text("utf-8")
    found = [Rule(**item) for item in tomllib.loads(text)["rule"]]
    for rule in found:
        if rule.test not in TESTS or rule.tone not in TONES:
            raise MeasureError(f"findings.toml, rule {rule.id}: no such test or tone ({rule.test}, {rule.tone}).")
    if len({r.id for r in found}) != len(found):
        raise MeasureError("findings.toml: two rules have the same number.")
    return tuple(sorted(found, key=lambda r: -r.weight))


def findings(context: BriefContext, table: FigureTable, measures: Sequence[Measure], year: int) -> list[Finding]:
    """The rules that fire for a place in a year, weightiest first."""
    by_id = {m.id: m for m in measures}
    found = []
    for rule in rules():
        measure = by_id[rule.measure]
        figure = table.figure(measure, context.place, year)
        if figure is None or figure.value is None:
            continue
        standing = compare(table, measure, context.place, year, context.peers)
        years = _years_running(table, measure, context.place, year)
        if _holds(rule, figure, standing, years):
            found.append(Finding(rule, _sentence(rule, context, figure, standing, years), figure))
    return found


def _holds(rule: Rule, figure: Figure, standing: Comparison, years: int) -> bool:
    value = float(figure.value if figure.value is not None else 0)
    if rule.and_below is not None and value >= rule.and_below:
        return False
    if rule.and_above is not None and value < rule.and_above:
        return False
    match rule.test:
        case "below":
            return value < rule.limit
        case "above":
            return value > rule.limit
        case "running":
            return years >= rule.limit
    if standing.n < FEWEST or standing.rank is None or standing.rank_from_top is None:
        return False
    # Those that stand level share the place of the last of them: half the councils at nought are not "the lowest".
    place = standing.rank + standing.level - 1 if rule.test == "lowest" else standing.rank_from_top
    return place <= max(1, int(rule.share * standing.n))


def _years_running(table: FigureTable, measure: Measure, place: str, year: int) -> int:
    count = 0
    while (value := table.value(measure, place, year - count)) is not None and value:
        count += 1
    return count


def _sentence(rule: Rule, context: BriefContext, figure: Figure, standing: Comparison, years: int) -> Paragraph:
    from wholeplace.papers.model import FigureText, Paragraph

    end = "lowest" if rule.test == "lowest" else "highest"
    position = standing.rank if end == "lowest" else standing.rank_from_top
    by_value = rule.test in {"below", "above"} and position is not None and position > standing.n // 2
    if by_value:
        end, position = ("highest", standing.rank_from_top) if end == "lowest" else ("lowest", standing.rank)
    words = {
        "period": figure.period,
        "median": show_value(standing.median, figure.unit, figure.decimals),
        "peers": context.peers_name,
        "n": str(standing.n),
        "years": str(years),
        "standing": f"the {ordinal(position or 1)}{end} of {standing.n} {_peer_word(context)}",
        "size": _size(figure),
    }
    says = rule.says if standing.median is not None else _ALONE.sub("", rule.says)
    parts: list[Part] = []
    position_in_text = 0
    for mark in _PLACEHOLDER.finditer(says):
        parts.append(says[position_in_text : mark.start()])
        if mark[1] == "value":
            parts.append(FigureText(figure))
        elif mark[1] == "size":
            parts.append(FigureText(figure, words["size"]))
        else:
            parts.append(words[mark[1]])
        position_in_text = mark.end()
    parts.append(says[position_in_text:])
    return Paragraph(tuple(p for p in parts if p))


def _peer_word(context: BriefContext) -> str:
    """'counties' from '27 counties'."""
    return context.peers_name.split(" ", 1)[-1]


def _size(figure: Figure) -> str:
    value = figure.value
    if isinstance(value, Decimal):
        return show_value(abs(value), figure.unit, figure.decimals)
    return show_value(abs(float(value or 0)), figure.unit if figure.unit != "" else RATIO, figure.decimals)
