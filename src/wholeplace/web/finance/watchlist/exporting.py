"""The watchlist to take along: a paper in any format, or a table for a spreadsheet."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from wholeplace.finance.warning import BAND_WORDS
from wholeplace.finance.warning_paper import short_reason, watchlist_paper
from wholeplace.papers.render import render
from wholeplace.papers.tables import csv_bytes
from wholeplace.web.finance.watchlist.triage import notes_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wholeplace.web.evidence.standing import Warned
    from wholeplace.web.finance.watchlist.listing import Row

TYPES = {
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
}
NAMES = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel", "csv": "CSV", "html": "Web page", "json": "JSON"}
HEADER = (
    "place", "name", "class", "region", "as_of", "score", "lowest", "rank", "of", "band", "band_in_words",
    "confidence", "known", "reasons", "worst_fifth_since", "comments_of_the_council", "last_contact", "how",
    "next_step", "review", "overdue",
)  # fmt: skip
PATIENCE = 20.0  # seconds a reader waits for a turn
_turns = threading.BoundedSemaphore(2)  # papers a process makes at a time; one takes a second or two of a core


class BusyError(Exception):
    """Too many papers are being made at once."""


def content(standing: Warned, rows: Sequence[Row], user: Any, kind: str) -> bytes:
    """The rows in their order as the bytes of a file, with what the person may read of the log.

    Raises:
        BusyError: too many papers are being made; ask again in a while.
    """
    if kind == "csv":
        return csv_bytes(HEADER, [_line(standing, row) for row in rows])
    if not _turns.acquire(timeout=PATIENCE):
        raise BusyError
    try:
        scores = [row.score for row in rows]
        notes = notes_for(user, (s.place.id for s in scores))
        return render(watchlist_paper(standing.snapshot, standing.found, scores, notes), kind)
    finally:
        _turns.release()


def _line(standing: Warned, row: Row) -> tuple[Any, ...]:
    score, entry = row.score, row.entry
    place = score.place
    return (
        place.id, place.name, place.place_class, place.region, standing.as_of.isoformat(), round(score.score, 2),
        round(score.lowest, 2), score.rank, score.of, score.band, BAND_WORDS[score.band], score.confidence,
        round(score.known, 4), [short_reason(c) for c in score.reasons], row.since, len(row.replied),
        entry.day.isoformat() if entry else None, entry.how if entry else None, entry.next_step if entry else None,
        entry.review.isoformat() if entry and entry.review else None, row.overdue if entry else None,
    )  # fmt: skip
