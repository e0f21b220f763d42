"""A comparison (`places.comparing`) as tables, charts, rows for programs, and a whole document for Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wholeplace.core.errors import PaperError
from wholeplace.evidence.figure import NOT_COMPARABLE, OK, STATUSES, Figure
from wholeplace.evidence.figures import period_of
from wholeplace.papers.cells import NOTHING, Cell, Column, Table
from wholeplace.papers.charts import Band, Chart, Line, Lines, LinesPanel, Pair, Scatter
from wholeplace.papers.kinds_lines import MOST_NAMED
from wholeplace.papers.model import Document
from wholeplace.papers.sources import every_source, grouped_sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wholeplace.evidence.measures import Measure
    from wholeplace.evidence.places import PlaceRef
    from wholeplace.papers.model import Block
    from wholeplace.places.comparing import Comparison
    from wholeplace.places.groups import Group

HEADER = (
    "kind", "id", "name", "class", "measure", "measure_title", "period", "value", "unit", "display", "status", "note",
    "n", "lower_quartile", "median", "upper_quartile", "price_base", "releases",
)  # fmt: skip
MOST_POINTED_OUT = 12
COUNTS = "Places with a value"


def latest_table(found: Comparison) -> Table:
    """Places and groups by measures, each measure in the last period that most of them have."""
    years = {m.id: found.latest(m) for m in found.measures}
    columns = tuple(
        Column(f"{m.short}{f', {period_of(m, year)}' if (year := years[m.id]) is not None else ''}", align="right")
        for m in found.measures
    )
    cells = [(m, years[m.id]) for m in found.measures]
    rows = [_row(place.name, (_of_place(found, m, place, y) for m, y in cells)) for place in found.places]
    rows += [row for group in found.groups for row in _group_rows(found, group, cells)]
    return Table("Side by side", (Column("Place", width=2), *columns), tuple(rows), _sources(found, rows))


def measure_table(found: Comparison, measure: Measure) -> Table:
    """Places and groups by period, for one measure."""
    years = found.years_of(measure)
    columns = tuple(Column(str(period_of(measure, y)), align="right") for y in years)
    cells = [(measure, y) for y in years]
    rows = [_row(place.name, (_of_place(found, m, place, y) for m, y in cells)) for place in found.places]
    rows += [row for group in found.groups for row in _group_rows(found, group, cells)]
    return Table(measure.title, (Column("Place", width=2), *columns), tuple(rows), _sources(found, rows))


def tables(found: Comparison) -> list[Table]:
    """What the table view shows: all measures side by side, or one over time."""
    if len(found.measures) == 1:
        return [measure_table(found, found.measures[0])]
    return [latest_table(found)] if found.measures else []


def trends_chart(found: Comparison, highlight: Sequence[str] = ()) -> Chart:
    """Small multiples: a panel a measure, a line a place, the first group's band, the other groups' medians.

    Raises:
        PaperError: there is nothing to draw.
    """
    named = named_in(found, highlight)
    panels = tuple(_panel(found, m, named) for m in found.measures if found.years_of(m))
    peers = _in_words(found.groups[0]) if found.groups else ""
    who = _and([p.name for p in found.places if p.id in named]) or _and([g.title for g in found.groups])
    alt = (
        f"{len(panels)} panels of lines over time, one a measure: {'; '.join(p.title for p in panels)}. "
        f"They show {who}. The table has every number."
    )
    return Chart("Over time", Lines(panels, peers), alt, grouped_sources(found.evidence.snapshot, found.figures))


def named_in(found: Comparison, highlight: Sequence[str] = ()) -> tuple[str, ...]:
    """The lines pointed out: those asked for, else the first places, then groups' medians while there is room."""
    ids = [p.id for p in found.places]
    chosen = [h for h in highlight if h in ids] or ids
    return tuple([*chosen, *(g.key for g in found.groups[1:])][:MOST_NAMED])


def scatter_chart(
    found: Comparison, x: Measure, y: Measure, year: int | None = None, highlight: Sequence[str] = ()
) -> Chart:
    """Two measures against each other: a dot a place, members of groups included, in one year.

    `year` is the last both have, where it is not given. Raises PaperError where no place has both.
    """
    table, known = found.evidence.table, found.evidence.snapshot.crosswalk.places
    members = sorted(set().union(*(g.members for g in found.groups)) - {p.id for p in found.places})
    everyone = [*found.places, *(known[m] for m in members)]
    years = [year] if year is not None else sorted(set(found.years_of(x)) & set(found.years_of(y)), reverse=True)
    for when in years:
        pairs = tuple(
            Pair(found.figure(x, p, when), found.figure(y, p, when))
            for p in everyone
            if table.figure(x, p.id, when) and table.figure(y, p.id, when)
        )
        if any(pair.at for pair in pairs):
            break
    else:
        raise PaperError(f"No place has both '{x.title}' and '{y.title}' in one year of those asked for.")
    ids = [p.id for p in found.places]
    places = tuple([h for h in highlight if h in ids] or ids)[:MOST_POINTED_OUT]
    period = period_of(x, when)
    count = sum(pair.at is not None for pair in pairs)
    alt = (
        f"A dot for each of {count} places with both: {x.title} across, {y.title} upwards. The table has every number."
    )
    used = [figure for pair in pairs for figure in (pair.x, pair.y)]
    return Chart(
        f"{y.short} against {x.short}, {period}", Scatter(pairs, x.title, y.title, places), alt,
        grouped_sources(found.evidence.snapshot, used),
    )  # fmt: skip


def rows(found: Comparison) -> Iterator[tuple[Any, ...]]:
    """Every figure as a row under `HEADER`: places first, then groups with their quartiles."""
    for measure in found.measures:
        for place in found.places:
            for year in found.years_of(measure):
                one = found.figure(measure, place, year)
                yield ("place", place.id, place.name, place.place_class, *_told(measure, one), None, None, None, None,
                       one.price_base, list(one.releases))  # fmt: skip
        for group in found.groups:
            for year in found.years_of(measure):
                together = found.together(measure, group, year)
                own = together.own or _none(measure, group, year, together.note)
                yield ("group", group.key, group.title, "", *_told(measure, own), together.n, together.lower,
                       together.median, together.upper, own.price_base, list(own.releases))  # fmt: skip


def document(found: Comparison, title: str, address: str = "") -> Document:
    """The comparison as a document: every table, the measures' definitions, and the sources."""
    blocks: list[Block] = list(tables(found)) if len(found.measures) > 1 else []
    blocks += [measure_table(found, m) for m in found.measures if found.years_of(m)]
    blocks.append(definitions(found.measures))
    used = [*found.figures, *(t.own for t in _all_together(found) if t.own)]
    days = [r.entry.published_on for r in found.evidence.snapshot.releases.values()]
    snapshot = found.evidence.snapshot
    return Document(
        title=title, subtitle=address, place=title, as_of=snapshot.as_of or max(days), blocks=tuple(blocks),
        sources=every_source(snapshot, used), invented=snapshot.invented,
        generated_from=tuple(sorted({r for f in used for r in f.releases})),
    )  # fmt: skip


def definitions(measures: Iterable[Measure]) -> Table:
    """What each measure means, in which unit, and what to mind."""
    columns = (Column("Measure", width=2), Column("Unit"), Column("Formula", width=2), Column("Why", width=3),
               Column("Mind", width=3), Column("Source", width=2))  # fmt: skip
    rows = tuple(
        (Cell(m.title), Cell(m.unit), Cell(m.formula), Cell(m.why), Cell(" ".join(m.caveats) or "–"), Cell(m.source))
        for m in measures
    )
    return Table("Definitions", columns, rows)


def _all_together(found: Comparison) -> Iterator[Any]:
    return (found.together(m, g, y) for m in found.measures for g in found.groups for y in found.years_of(m))


def _row(name: str, cells: Iterable[Cell]) -> tuple[Cell, ...]:
    return (Cell(name), *cells)


def _of_place(found: Comparison, measure: Measure, place: PlaceRef, year: int | None) -> Cell:
    return NOTHING if year is None else Cell.of(found.figure(measure, place, year))


def _group_rows(
    found: Comparison, group: Group, cells: Sequence[tuple[Measure, int | None]]
) -> Iterator[tuple[Cell, ...]]:
    """The group's own figures, its members' medians, and how many have a value."""
    told = [(m, found.together(m, group, y) if y is not None else None) for m, y in cells]
    own = (Cell.of(t.own, emphasis=True, note=_note(t.own)) if t and t.own else NOTHING for _, t in told)
    yield (Cell(f"{group.title}, together", emphasis=True, note=group.note), *own)
    if any(t and t.median is not None for _, t in told):
        medians = (Cell.number(t.median, m.unit, m.decimals, note=t.note) if t else NOTHING for m, t in told)
        yield _row(f"{group.title}, median", medians)
    yield _row(f"{group.title}, {COUNTS.lower()}", (Cell(f"{t.n}") if t else NOTHING for _, t in told))


def _note(own: Figure) -> str:
    """What must be known of a group's own figure; how many it is of has a row of its own."""
    if own.status == OK:
        return ""
    return own.note if own.value is not None or own.status == NOT_COMPARABLE else STATUSES[own.status]


def _panel(found: Comparison, measure: Measure, named: Sequence[str]) -> LinesPanel:
    years = found.years_of(measure)
    lines = [
        Line(p.id, p.name, tuple(found.figure(measure, p, y) for y in years), named=p.id in named) for p in found.places
    ]
    lines += [
        Line(g.key, f"{g.title}, median", tuple(_median(found, measure, g, y) for y in years), named=g.key in named)
        for g in found.groups[1:]
    ]
    band: list[Band] = []
    for group in found.groups[:1]:
        for year in years:
            told = found.together(measure, group, year)
            band.append(Band(str(period_of(measure, year)), told.lower, told.median, told.upper))
    return LinesPanel(measure.short, measure.unit, tuple(lines), tuple(band), measure.decimals)


def _median(found: Comparison, measure: Measure, group: Group, year: int) -> Figure:
    told = found.together(measure, group, year)
    return _none(measure, group, year, told.note, told.median, told.n)


def _none(measure: Measure, group: Group, year: int, note: str, value: Any = None, n: int = 0) -> Figure:
    """A number about a group that is no figure of its own: its median, or nothing with why."""
    status = OK if value is not None else "not-published"
    return Figure(
        measure.id, group.title, group.title, "", str(period_of(measure, year)), value, measure.unit, status, (), note,
        "", n, measure.decimals, measure.title,
    )  # fmt: skip


def _told(measure: Measure, one: Figure) -> tuple[Any, ...]:
    return (measure.id, measure.title, one.period, one.value, one.unit, one.display, one.status, one.note)


def _sources(found: Comparison, rows: Iterable[tuple[Cell, ...]]) -> tuple[Any, ...]:
    used = [cell.figure for row in rows for cell in row if cell.figure is not None]
    return grouped_sources(found.evidence.snapshot, used)


def _in_words(group: Group) -> str:
    return group.title[:1].lower() + group.title[1:] if not group.key.startswith("list:") else group.title


def _and(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
