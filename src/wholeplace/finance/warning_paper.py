"""The watchlist as a paper: councils by band with their reasons, what was said to whom, the method, the sources.

    document = watchlist_paper(snapshot, found, found.scores)
    write(document, Path("watchlist.pdf"))

It holds what its reader gave it and no more: scores and notes that someone may not see are left out before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wholeplace.evidence.comparison import FEWEST
from wholeplace.evidence.figure import SCORE, show_value
from wholeplace.evidence.places import class_words
from wholeplace.finance.warning import BAND_WORDS
from wholeplace.papers.model import Annex, Bullets, Callout, Cell, Column, Document, Heading, Paragraph, Strong, Table
from wholeplace.papers.sources import every_source
from wholeplace.papers.text import day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from wholeplace.evidence.snapshot import Snapshot
    from wholeplace.finance.warning import Band, Contribution, Score, Warnings
    from wholeplace.finance.warning_method import ScoreMethod
    from wholeplace.papers.model import Block

TITLE = "Watchlist"
VERDICT = "A flag is a reason to ring, never a verdict"
CAUTION = (
    "Most councils that are flagged never come to an event, and some that come to one are never flagged. The score "
    "says where published figures stand beside others of the class, and nothing of what a council has done about it "
    "since. Ring, ask, and write down what was said."
)
_RATED: tuple[Band, ...] = ("first", "next", "none")


@dataclass(frozen=True)
class TriageNote:
    """One entry of the triage log, as a paper tells it: on a day somebody rang, met or wrote to a council.

    `spoken_to` and `by` are roles, never names. `review` is the day to look again, if one was set.
    """

    day: date
    how: str
    spoken_to: str
    said: str
    next_step: str
    review: date | None
    by: str


def watchlist_paper(
    snapshot: Snapshot,
    found: Warnings,
    scores: Sequence[Score],
    notes: Mapping[str, Sequence[TriageNote]] | None = None,
) -> Document:
    """The paper on some of the scores, in the order given within each band; `notes` by place id, newest first."""
    used = [c.figure for s in scores for c in s.contributions if c.figure]
    blocks = [*_front(found, scores), *_bands(scores), *_unrated(scores), *_unscored(found, scores)]
    blocks += _log(scores, notes or {})
    blocks += _method(found, scores)
    return Document(
        title=TITLE,
        subtitle=f"Early warning, as published by {day(found.as_of)}",
        place=TITLE,
        as_of=found.as_of,
        blocks=tuple(blocks),
        sources=tuple(sorted(every_source(snapshot, used), key=lambda s: s.text)),
        invented=snapshot.invented,
        generated_from=tuple(sorted({r for f in used for r in f.releases})),
        reference=f"Method {found.method.version} · {found.as_of.isoformat()}",
    )


def short_reason(one: Contribution) -> str:
    """An indicator that speaks against a council, in a few words: its value, the median, and since when."""
    measure = one.counted.measure
    if one.missing or one.figure is None:
        return f"{measure.short}: missing"
    median = ""
    if one.median is not None and one.known >= FEWEST:
        median = f", median {show_value(one.median, measure.unit, measure.decimals)}"
    since = f", since {one.since}" if one.since and one.years > 1 else ""
    return f"{measure.short} {one.figure.display}{median}{since}"


def shown_score(score: Score) -> str:
    """`82.3`, or `58.9 to 96.4` where what is above the first stands for missing values."""
    whole = f"{score.score:.1f}"
    return whole if score.lowest > score.score - 0.05 else f"{score.lowest:.1f} to {whole}"


def _front(found: Warnings, scores: Sequence[Score]) -> list[Block]:
    bands: tuple[Band, ...] = (*_RATED, "unrated")
    counted = ((sum(1 for s in scores if s.band == band), BAND_WORDS[band]) for band in bands)
    told = ", ".join(f"{count} {words}" for count, words in counted if count)
    whole = Strong(f"{_counted(scores, told)}.")
    first = Paragraph((whole, f" Only what had been published by {day(found.as_of)} counts."))
    caveats = found.method.caveats_of(s.place.place_class for s in scores)
    return [first, Callout(VERDICT, tuple(Paragraph((words,)) for words in (CAUTION, *caveats)), "watch")]


def _counted(scores: Sequence[Score], more: str) -> str:
    councils = f"{len(scores)} council{'' if len(scores) == 1 else 's'}"
    return f"{councils}: {more}" if more else councils


def _bands(scores: Sequence[Score]) -> Iterator[Block]:
    for band in _RATED:
        chosen = [s for s in scores if s.band == band]
        if chosen:
            title = BAND_WORDS[band].capitalize()
            yield Heading(1, title)
            yield Table(_counted(chosen, BAND_WORDS[band]), _COLUMNS, tuple(_row(s) for s in chosen))


_COLUMNS = (
    Column("Council", width=2.4), Column("Class", width=1.7), Column("Score", "right", 1), Column("Rank", "right", 1.1),
    Column("Confidence", width=1.2), Column("In the worst fifth of its class", width=5.2),
)  # fmt: skip


def _row(score: Score) -> tuple[Cell, ...]:
    return (
        Cell(score.place.name),
        Cell(class_words(score.place.place_class)[0]),
        Cell(shown_score(score), value=score.score, unit=SCORE),
        Cell(f"{score.rank} of {score.of}"),
        Cell(score.confidence),
        Cell("; ".join(short_reason(c) for c in score.reasons) or "nothing"),
    )


def _unrated(scores: Sequence[Score]) -> Iterator[Block]:
    chosen = [s for s in scores if s.band == "unrated"]
    if not chosen:
        return
    columns = (
        Column("Council", width=2.4),
        Column("Class", width=1.7),
        Column("Known", "right", 1),
        Column("Missing", width=6),
    )
    rows = tuple(
        (
            Cell(s.place.name), Cell(class_words(s.place.place_class)[0]), Cell(f"{s.known:.0%}"),
            Cell("; ".join(f"{c.counted.measure.short} {c.period}" for c in s.missing)),
        )
        for s in chosen
    )  # fmt: skip
    title = BAND_WORDS["unrated"].capitalize()
    yield Heading(1, title)
    yield Table(
        _counted(chosen, "what is missing"), columns, rows,
        notes=("Known is the share of the score’s weight that stands on a value. No return is a reason to ring, too.",),
    )  # fmt: skip


def _unscored(found: Warnings, scores: Sequence[Score]) -> Iterator[Block]:
    told = tuple(Paragraph((why,)) for why in found.unscored.values())
    if told and not scores:
        yield Heading(1, "Classes without a score")
        yield Bullets(told)


def _log(scores: Sequence[Score], notes: Mapping[str, Sequence[TriageNote]]) -> Iterator[Block]:
    rows = tuple(_entry(s.place.name, note) for s in scores for note in notes.get(s.place.id, ()))
    if not rows:
        return
    columns = (
        Column("Council", width=2), Column("Contact", width=2.4), Column("What they said", width=4.6),
        Column("Next step", width=2.2), Column("Look again by", width=1.5),
    )  # fmt: skip
    yield Heading(1, "What was said")
    yield Table(
        f"From the triage log: {len(rows)} contact{'' if len(rows) == 1 else 's'}", columns, rows,
        notes=("Confidential to those who look after these councils. Entries that were corrected are left out.",),
    )  # fmt: skip


def _entry(name: str, note: TriageNote) -> tuple[Cell, ...]:
    return (
        Cell(name),
        Cell(f"{day(note.day)}: {note.how} {note.spoken_to} ({note.by})"),
        Cell(note.said),
        Cell(note.next_step or "–"),
        Cell(day(note.review) if note.review else "–"),
    )


def _method(found: Warnings, scores: Sequence[Score]) -> Iterator[Block]:
    by = found.method
    yield Annex("Annex: how the score comes about")
    told = (
        "Each indicator gives a council 0 to 100 points: the share of the other councils of its class that do better, "
        "those level counting half. The score is the weighted mean of the points. Nothing is imputed: a value that is "
        "missing counts as the worst, which confidence tells. In each class "
        f"the highest {by.first:.0%} are to ring first and those up to {by.next:.0%} to ring next; a council of whose "
        f"weight less than {by.rated_from:.0%} is known is in no band. No weight was fitted to events."
    )
    yield Paragraph((told,))
    classes = {s.place.place_class for s in scores}
    for one in by.scores:
        if classes & set(one.classes):
            yield _weights(one)


def _weights(one: ScoreMethod) -> Table:
    columns = (
        Column("Indicator", width=4),
        Column("Theme", width=2),
        Column("Worse", width=1),
        Column("Weight", "right", 1),
    )
    rows = tuple(
        (Cell(c.measure.title), Cell(c.theme), Cell(f"when {c.worse}"), Cell.number(c.weight, SCORE, 3))
        for c in one.indicators
    )
    return Table(f"{one.title}: what counts", columns, rows)
