"""Examples for the page of the API: they are about what is loaded, and run as they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wholeplace.web.evidence.current import Evidence

SHELL, PYTHON, R, EXCEL = "Shell", "Python", "R", "Excel"
USUAL_MEASURE = "total-reserves-ratio"


@dataclass(frozen=True)
class Example:
    """Some lines that someone may copy, and what they do."""

    language: str
    does: str
    lines: str


def examples(evidence: Evidence, base: str) -> list[Example]:
    """A few examples against an API that stands at `base`, which ends with a slash."""
    measure, place, period = _known(evidence)
    one = f"{base}figures?measure={measure}&place={place}"
    many = f"{base}figures?measure={measure}&class=county&format=csv&limit=10000"
    return [
        Example(SHELL, "One council’s figures over time, as JSON", f'curl "{one}"'),
        Example(SHELL, "All counties’ figures into a file, as CSV", f'curl --output figures.csv "{many}"'),
        Example(
            SHELL, "One figure with its formula, its numbers and the published cells they come from",
            f'curl "{base}figures/{measure}/{place}/{period}"',
        ),
        Example(
            PYTHON, "Every page of a list",
            "import json\nfrom urllib.request import urlopen\n\n"
            f'address = "{base}figures?measure={measure}&class=county"\n'
            "figures = []\n"
            "while address:\n"
            "    page = json.load(urlopen(address))\n"
            '    figures += page["items"]\n'
            '    address = page["next"]\n\n'
            'print(len(figures), "figures, of which", sum(f["value"] is not None for f in figures), "have a value")',
        ),
        Example(R, "A table of figures", f'figures <- read.csv("{many}")\nhead(figures)'),
        Example(EXCEL, "Data, Get Data, From Web (Power Query), with this address", many),
    ]  # fmt: skip


def _known(evidence: Evidence) -> tuple[str, str, str]:
    """A measure, a place and a period for which there is a figure."""
    measures = evidence.measures
    ordered = [measures[USUAL_MEASURE]] if USUAL_MEASURE in measures else list(measures.values())
    if not evidence.empty:
        for measure in ordered:
            found = [f for f in evidence.table.figures(measure, classes=frozenset({"county"})) if f.value is not None]
            if found:
                latest = max(found, key=lambda f: f.period)
                return latest.measure, latest.place, latest.period
    return ordered[0].id, "PLACE", "2016-17"
