"""What the page of a scenario shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from wholeplace.evidence.figures import compute
from wholeplace.evidence.measures import measures
from wholeplace.evidence.totals import totals
from wholeplace.finance.scenarios.blocks import (
    assumptions_table,
    councils_table,
    fan_chart,
    key_figures,
    lines_table,
    protection_table,
    run_out_table,
    year_table,
)
from wholeplace.finance.scenarios.paper import CAUTION, drawing_words, reserves_policy_words
from wholeplace.finance.scenarios.words import distribution_words, headlines
from wholeplace.papers.model import Bullets, Heading, KeyFigure, KeyFigures, Paragraph
from wholeplace.papers.sources import grouped_sources
from wholeplace.web.finance.scenarios.asking import STEEPEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django import forms

    from wholeplace.evidence.figure import Figure
    from wholeplace.finance.scenarios.baseline import Baseline
    from wholeplace.finance.scenarios.outcome import Result
    from wholeplace.papers.model import Block
    from wholeplace.web.evidence.current import Evidence
    from wholeplace.web.finance.scenarios.asking import ScenarioForm
    from wholeplace.web.finance.scenarios.subject import Subject

KINDS = {
    "pdf": "PDF",
    "html": "Web page",
    "docx": "Word",
    "xlsx": "Excel",
    "json": "JSON",
    "toml": "The scenario (TOML)",
}
STARTS = ("net-revenue-expenditure", "council-tax-requirement", "core-spending-power", "revenue-spending-power",
          "total-reserves")  # fmt: skip
_WIDEST = 10  # per cent a year that a slider goes to, unless the rate is beyond it


def words(
    evidence: Evidence, subject: Subject, form: ScenarioForm, result: Result | None, base: Baseline
) -> dict[str, Any]:
    """Everything the template asks for; without a result where the form is wrong."""
    return {
        "subject": subject,
        "form": form,
        "base": base,
        "starts": _starts(evidence, subject, base),
        "slider": slider,
        "distribution": lambda bound: distribution_words(form.start.drivers[bound.name].distribution),
        "caution": CAUTION,
        "changed": len(form.changes),
        "start_address": reverse("scenarios:scenario", args=(subject.key,)),
        "downloads": [(text, form.address(subject, kind)) for kind, text in KINDS.items()] if result else [],
        "result": result,
        "first": _first(result) if result else [],
        "rest": _rest(result) if result else [],
    }


def slider(bound: forms.BoundField) -> dict[str, float]:
    """Where a slider starts and ends, in per cent."""
    try:
        at = abs(float(bound.value() or 0))
    except ValueError:
        at = 0.0
    most = STEEPEST if at > _WIDEST else _WIDEST
    return {"low": -most, "high": most}


def _starts(evidence: Evidence, subject: Subject, base: Baseline) -> list[Block]:
    """What was published for the base year, each figure with its own page."""
    chosen = [measures()[identifier] for identifier in STARTS if identifier in measures()]
    year, found = base.period.year, []
    for measure in chosen:
        table = evidence.table if measure.id in evidence.measures else compute(evidence.snapshot, [measure])
        if subject.place:
            figure = table.figure(measure, subject.place, year)
        else:
            of_group = totals(evidence.snapshot, measure, [c.id for c in base.councils], subject.key, {year}, table)
            figure = of_group[0] if of_group else None
        if figure is not None and figure.value is not None:
            found.append((measure.short, figure))
    if len(found) < 2:
        return []
    return [KeyFigures(tuple(KeyFigure(title, figure) for title, figure in found), _notes(evidence, found))]


def _notes(evidence: Evidence, found: Sequence[tuple[str, Figure]]) -> Any:
    return grouped_sources(evidence.snapshot, [figure for _, figure in found])


def _first(result: Result) -> list[Block]:
    return [
        key_figures(result), Bullets(tuple(Paragraph((line,)) for line in headlines(result))), fan_chart(result)
    ]  # fmt: skip


def _rest(result: Result) -> list[Block]:
    scenario = result.scenario
    blocks: list[Block] = [Heading(1, "Year by year"), year_table(result)]
    spent = run_out_table(result)
    blocks += [spent] if spent else []
    councils = councils_table(result)
    if councils:
        blocks += [Heading(1, "Council by council"), councils]
    blocks += [Heading(1, "Protecting social care"), protection_table(result)]
    blocks += [Heading(1, "Services and income"), lines_table(result)]
    blocks += [
        Heading(1, "What is assumed"), Paragraph((drawing_words(result),)),
        Paragraph((reserves_policy_words(scenario),)), assumptions_table(scenario),
    ]  # fmt: skip
    if scenario.notes:
        blocks += [Heading(1, "What is missing"), Bullets(tuple(Paragraph((n,)) for n in scenario.notes))]
    return blocks
