"""An indicator's figures as CSV and Excel, with all a reader needs to trust or redo them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wholeplace.core.errors import WholeplaceError
from wholeplace.core.periods import Period
from wholeplace.evidence.distribution import ranks
from wholeplace.evidence.figure import NOT_APPLICABLE, STATUSES
from wholeplace.evidence.figures import period_of
from wholeplace.papers.tables import csv_bytes, xlsx_bytes
from wholeplace.web.measures.about import about

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wholeplace.evidence.figure import Figure
    from wholeplace.evidence.measures import Measure
    from wholeplace.evidence.snapshot import Snapshot
    from wholeplace.web.evidence.current import Evidence

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
HEADER = ("measure", "title", "place", "gss", "place_name", "class", "region", "period", "value", "unit", "display",
          "status", "status_in_words", "note", "price_base", "rank_in_class", "places_ranked", "releases", "sources",
          "definition")  # fmt: skip

OF_RELEASES = ("release", "title", "period", "publisher", "published", "published_basis", "vintage", "licence", "file",
               "sha256")  # fmt: skip


def content(evidence: Evidence, measure: Measure, kind: str, period: str) -> bytes:
    """All figures of a measure, or those of one period, as a file.

    Raises:
        WholeplaceError: the period is none, or there are no figures for it.
    """
    year = None
    if period:
        told = Period.parse(period)
        if told != period_of(measure, told.year):
            raise WholeplaceError(f"{measure.title} has no figures for {period}.")
        year = told.year
    found = evidence.table.figures(measure, None, None if year is None else {year})
    figures = [f for f in found if f.status != NOT_APPLICABLE]
    if year is not None and not figures:
        raise WholeplaceError(f"{measure.title} has no figures for {period}.")
    figures.sort(key=lambda f: (f.period, f.place_name, f.place))
    rows = list(_rows(evidence.snapshot, measure, figures))
    if kind == "csv":
        return csv_bytes(HEADER, rows)
    used = sorted({r for f in figures for r in f.releases})
    return xlsx_bytes(
        {
            "Figures": (HEADER[:-2], [row[:-2] for row in rows]),
            "Definition": (("What", "In words"), _definition(evidence.snapshot, measure)),
            "Releases": (OF_RELEASES, _releases(evidence.snapshot, used)),
            "Statuses": (("status", "in words"), list(STATUSES.items())),
        }
    )  # fmt: skip


def _rows(snapshot: Snapshot, measure: Measure, figures: Sequence[Figure]) -> Iterator[list[Any]]:
    places = snapshot.crosswalk.places
    definition = about(measure, snapshot).sentence
    notes = {r.id: r.entry.note() for r in snapshot.releases.values()}
    by_period: dict[str, list[Figure]] = {}
    for figure in figures:
        by_period.setdefault(figure.period, []).append(figure)
    for together in by_period.values():
        standing = ranks(together)
        for figure in together:
            ref, rank = places[figure.place], standing.get(figure.place)
            yield [
                measure.id, measure.title, figure.place, ref.gss, figure.place_name, figure.place_class, ref.region,
                figure.period, figure.value, figure.unit, figure.display, figure.status, STATUSES[figure.status],
                figure.note, figure.price_base, rank.position if rank else None, rank.of if rank else None,
                " ".join(figure.releases), "; ".join(notes.get(r, r) for r in figure.releases), definition,
            ]  # fmt: skip


def _definition(snapshot: Snapshot, measure: Measure) -> list[tuple[str, str]]:
    told = about(measure, snapshot)
    rows = [
        ("Measure", measure.id), ("Title", measure.title), ("Why it matters", measure.why),
        ("How it is worked out", told.sentence), ("Formula as written", measure.formula),
        ("Only when", measure.only_when), ("Unit", told.unit), ("Which way is better", told.polarity),
        ("Makes sense for", told.classes), ("Prices", told.prices), ("Source", measure.source),
        ("Checked", f"by {measure.checked_by} on {told.checked_on}"), ("Next review", told.next_review),
        *(("Beware", caveat) for caveat in measure.caveats),
        *((f"Term {t.name}", f"{t.label} ({t.publication}; {t.line})") for t in told.terms),
    ]  # fmt: skip
    if snapshot.invented:
        rows.insert(0, ("Invented", "Every place and figure here is made up."))
    return [row for row in rows if row[1]]


def _releases(snapshot: Snapshot, used: Sequence[str]) -> list[tuple[Any, ...]]:
    entries = [snapshot.releases[r].entry for r in used if r in snapshot.releases]
    return [
        (e.id, e.title, e.period, e.publisher, e.published, e.published_basis, e.vintage, e.licence, e.file, e.sha256)
        for e in entries
    ]
