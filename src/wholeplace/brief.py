"""A brief on a place: two pages an adviser would take into a meeting, then an annex of tables.

    from wholeplace.brief import make_brief
    document = make_brief(snapshot, "Northamptonshire")
    write(document, Path("northants.pdf"))

Who the place is; what stands out; how sustainable its finances look beside places like it; what is missing or not
comparable; sources. One section from each area. The same releases and date give the same bytes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from wholeplace.areas import sections
from wholeplace.core.errors import StoreError
from wholeplace.evidence.figures import compute
from wholeplace.evidence.measures import measures
from wholeplace.evidence.places import class_words
from wholeplace.evidence.reading import LINKS, PLACES
from wholeplace.papers.model import (
    Annex,
    Bullets,
    Cell,
    Column,
    Document,
    FigureText,
    Heading,
    Paragraph,
    Source,
    Strong,
    Table,
)  # fmt: skip
from wholeplace.papers.said import council_says
from wholeplace.papers.section import BriefContext, Section, bullets_of
from wholeplace.papers.sources import every_source, grouped_sources
from wholeplace.papers.walk import figures_of
from wholeplace.places.history import history
from wholeplace.places.model import show_day
from wholeplace.places.register import Register

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wholeplace.evidence.figure import Figure
    from wholeplace.evidence.figures import FigureTable
    from wholeplace.evidence.measures import Measure
    from wholeplace.evidence.snapshot import Snapshot
    from wholeplace.papers.model import Block, Part
    from wholeplace.papers.replies import Reply
    from wholeplace.places.model import Place


def make_brief(
    snapshot: Snapshot, query: str, register: Register | None = None, replies: Sequence[Reply] = (), *,
    restricted: bool = False,
) -> Document:  # fmt: skip
    """The brief on the place that `query` names, as of the snapshot's date (today where it has none).

    `register` may be given to save opening it: the register as of the snapshot's date. `replies` are what the council
    says of its own figures (and those of councils it absorbed); others are passed over. `restricted` adds what is not
    for everybody by default: the score of early warning.

    Raises:
        UnknownPlaceError, AmbiguousPlaceError: the name does not say which place.
        StoreError: nothing is loaded that a brief could be made of.
    """
    if not snapshot.releases:
        raise StoreError("Nothing is loaded. Load published files first: `wholeplace load FOLDER`.")
    register = register or Register.open(snapshot.store, snapshot.as_of)
    place = register.find(query)
    compute(snapshot, list(measures().values()))  # one query for all sections
    context = context_of(snapshot, register, place)
    as_of = context.as_of
    said = [section(context) for section in sections(restricted=restricted)]
    who, who_figures, population = who_it_is(context, register, place)
    ended = f" It ended on {show_day(place.end)}." if place.end and place.end < as_of else ""
    document = Document(
        title=place.official_name or place.name,
        subtitle=f"A brief, as published by {show_day(as_of)}.{ended}",
        place=place.name,
        as_of=as_of,
        blocks=tuple(_blocks(context, register, said, who, population, council_says(snapshot, place, replies))),
        invented=snapshot.invented,
        reference=f"{place.id} · {as_of.isoformat()}",
    )
    used = _sources(said, (*who_figures, *figures_of(document)), snapshot)
    return replace(document, sources=used, generated_from=tuple(s.release for s in used if s.release))


def context_of(snapshot: Snapshot, register: Register, place: Place) -> BriefContext:
    """What sections are asked about: the place beside all of its class, as of the snapshot's date, else today."""
    as_of = snapshot.as_of or datetime.now(UTC).date()
    day = min(as_of, place.end) if place.end else as_of
    alive = [p for p in register.alive(day) if p.place_class == place.place_class and p.nation == place.nation]
    one, many = class_words(place.place_class)
    peers = tuple(sorted({p.id for p in alive} | {place.id}))
    named = f"{len(peers)} {many if len(peers) > 1 else one}"
    return BriefContext(snapshot, place.id, place.name, place.place_class, as_of, peers, named)


def _blocks(
    context: BriefContext, register: Register, said: list[Section], who: Paragraph, population: list[Figure],
    replies: list[Block],
) -> list[Block]:  # fmt: skip
    blocks: list[Block] = [who]
    blocks += [s.key_figures for s in said if s.key_figures]
    findings = tuple(f.marked for s in said for f in s.findings)
    if not findings and not any(s.blocks or s.indicators for s in said):
        return [*blocks, *replies, *_gaps(said), *_annex(context, register, said, population)]
    blocks.append(Heading(1, "What stands out"))
    blocks += bullets_of(findings) or (
        Paragraph(("Nothing stands out by the rules in the annex. That is not the same as nothing being wrong.",)),
    )
    blocks.append(
        Paragraph(
            ("Each sentence follows from a numbered rule in the annex. A rule is a reason to ask, never a verdict.",),
            muted=True,
        )
    )
    for section in said:
        told = [*section.blocks, *([section.indicators] if section.indicators else [])]
        blocks += [Heading(1, section.heading or section.title), *told] if told else []
    return [*blocks, *replies, *_gaps(said), *_annex(context, register, said, population)]


def _annex(context: BriefContext, register: Register, said: list[Section], population: list[Figure]) -> list[Block]:
    tables = [block for section in said for block in section.annex]
    tables += [*_neighbours_table(context, register), *_people_table(context, population)]
    return [Annex("Annex: tables"), *tables] if tables else []


def _gaps(said: list[Section]) -> list[Block]:
    gaps = tuple(p for s in said for p in s.gaps)
    if not gaps:
        return [
            Heading(1, "What is missing"),
            Paragraph(("Nothing that this brief asks of the loaded returns is missing.",)),
        ]
    return [Heading(1, "What is missing or not comparable"), Bullets(gaps)]


def who_it_is(context: BriefContext, register: Register, place: Place) -> tuple[Paragraph, list[Figure], list[Figure]]:
    """Who the place is, in a paragraph; the figures in it; and its population over time."""
    chosen = [m for m in measures().values() if m.area == "places"]
    table = compute(context.snapshot, chosen)
    by_id = {m.id: m for m in chosen}
    latest: dict[str, Figure] = {}
    for measure in chosen:
        known = [f for y in table.years if (f := table.figure(measure, place.id, y)) and f.value is not None]
        if known:
            latest[measure.id] = known[-1]
    parts: list[Part] = [Strong(_what_it_is(place)), " "]
    if figure := latest.get("population"):
        parts += ["It had ", FigureText(figure), f" people in mid-{figure.period}"]
        if change := latest.get("population-change-5y"):
            parts += [", ", FigureText(change, _change_words(change)), " over five years"]
        parts.append(". ")
    if figure := latest.get("deprivation-most-deprived-decile"):
        estimated = " (weighted by population)" if figure.status == "estimated" else ""
        parts += [
            FigureText(figure),
            f" of its neighbourhoods are among the most deprived tenth{estimated}, by the {figure.period} index. ",
        ]
    used = [
        latest[i] for i in ("population", "population-change-5y", "deprivation-most-deprived-decile") if i in latest
    ]
    if "deprivation-most-deprived-decile" not in latest:
        range_parts, range_figures = _range_over_districts(table, by_id["deprivation-most-deprived-decile"], place)
        parts += range_parts
        used += range_figures
    parts.append(_history_words(register, place, context.as_of))
    return Paragraph(tuple(parts)), used, table.series(by_id["population"], place.id)


def _range_over_districts(table: FigureTable, measure: Measure, place: Place) -> tuple[list[Part], list[Figure]]:
    """Where a county has no value of its own and its districts can't be weighted: the lowest and highest of them."""
    for year in reversed(table.years):
        found = [f for m in place.members if (f := table.figure(measure, m, year)) and f.value is not None]
        if place.members and len(found) == len(place.members):
            low, high = min(found, key=lambda f: float(f.value or 0)), max(found, key=lambda f: float(f.value or 0))
            parts: list[Part] = [
                f"By the {low.period} index, the share of neighbourhoods among the most deprived tenth runs from ",
                FigureText(low), f" in {low.place_name} to ", FigureText(high), f" in {high.place_name}. ",
            ]  # fmt: skip
            return parts, [low, high]
    return [], []


# Classes whose words say where they are: a London borough in London tells nothing.
_SAYS_WHERE = frozenset({"london-borough", "welsh-unitary", "scottish-unitary", "northern-irish-district"})


def with_article(region: str) -> str:
    """A region as it stands in a sentence: the North West, London, Northern Ireland."""
    return f"the {region}" if region.startswith(("East ", "West ", "North ", "South ")) else region


def _what_it_is(place: Place) -> str:
    one, _ = class_words(place.place_class)
    article = "An" if one[0].lower() in "aeio" else "A"
    where = f" in {with_article(place.region)}" if place.region and place.place_class not in _SAYS_WHERE else ""
    members = f", with {len(place.members)} districts" if place.members else ""
    return f"{article} {one}{where}{members}."


def _change_words(figure: Figure) -> str:
    value = float(figure.value or 0)
    return f"{'up' if value >= 0 else 'down'} {abs(value) * 100:.1f}%"


def _history_words(register: Register, place: Place, as_of: date) -> str:
    told = [e.text.rstrip(".") + "." for e in history(register, place) if e.date <= as_of]
    return " ".join(told) if told else "No reorganisation is on record for it."


def _people_table(context: BriefContext, population: list[Figure]) -> list[Block]:
    known = [f for f in population if f.value is not None][-10:]
    if not known:
        return []
    columns = (Column("People", width=1.6), *(Column(f.period, "right", 1) for f in known))
    notes = tuple(dict.fromkeys(f.note for f in known if f.note))
    row = (Cell(context.name), *(Cell.of(f, note="") for f in known))
    return [Table("Population, mid-year", columns, (row,), grouped_sources(context.snapshot, known), notes=notes)]


def _neighbours_table(context: BriefContext, register: Register) -> list[Block]:
    """The places most like it, where the loaded files can tell."""
    from wholeplace.core.errors import WholeplaceError
    from wholeplace.places.peers import peers

    try:
        whole = Register.open(context.snapshot.store) if register.as_of else register
        found = peers(context.snapshot, context.place, n=10, registers=(register, whole))
    except WholeplaceError:
        return []
    if not found.neighbours:
        return []
    stands_on = [b for b in found.basis if b.period]
    rows = tuple(
        (Cell(context.snapshot.crosswalk.places[n.place].name), Cell.number(n.distance, "score", 2))
        for n in found.neighbours
    )
    releases = sorted({r for b in stands_on for r in b.releases})
    entries = context.snapshot.releases
    sources = tuple(Source(entries[r].entry.note(), r) for r in releases if r in entries)
    described = ", ".join(f"{b.characteristic.title.lower()} ({b.period})" for b in stands_on)
    columns = (Column("Places most like it", width=4), Column("Distance, 1 is the least alike", "right", 2))
    return [
        Table(
            "Statistical neighbours",
            columns,
            rows,
            sources,
            notes=(f"By {described}. `wholeplace places like` shows how.",),
        )
    ]


def _sources(said: list[Section], used: Sequence[Figure], snapshot: Snapshot) -> tuple[Source, ...]:
    """Every release behind the brief, registers and lists of changes too, each once, by title and period."""
    reference = [r for r in snapshot.releases.values() if r.entry.table in {PLACES, LINKS}]
    found: dict[str, Source] = {r.id: Source(r.entry.note(), r.id) for r in reference}
    found |= {s.release or s.text: s for section in said for s in section.sources}
    found |= {s.release: s for s in every_source(snapshot, used)}
    return tuple(sorted(found.values(), key=lambda s: s.text))
