"""Loading published files: recognise each by its content, read it, check it, release it, and say what was done."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from wholeplace.core.errors import BadFileError, WholeplaceError
from wholeplace.core.progress import Progress, silent
from wholeplace.evidence.dataset import Dataset, datasets, recognise
from wholeplace.evidence.facts import set_aside_beyond_reckoning
from wholeplace.evidence.kind import CSV, OTHER
from wholeplace.evidence.reading import FACTS, GIVEN, STATED, Reading
from wholeplace.evidence.source import SourceFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from wholeplace.evidence.release import Entry
    from wholeplace.evidence.store import Store

LOADED = "loaded"
WOULD_LOAD = "would load"
UNCHANGED = "unchanged"
NOT_RECOGNISED = "not recognised"
FAILED = "failed"

_INVENTED_CODE = re.compile(r"^X\d")
_INVENTED_WORDS = "invented sector"
_CODED = ("gss", "ecode", "successor_gss", "predecessor_gss", "area")  # columns of records that hold codes
SAY_WHICH = "Say which with --as."  # what a command's user can do; a page says it in its own words
_FIRST_LINE = 4096
_SKIPPED_NAMES = {".ds_store", "thumbs.db"}


@dataclass(frozen=True)
class FileOutcome:
    """What became of one file (one line a period it holds)."""

    path: Path
    outcome: str
    dataset: str = ""
    period: str = ""
    rows_kept: int = 0
    set_aside: int = 0
    release: str = ""
    problem: str = ""
    reading: Reading | None = None
    entry: Entry | None = None


@dataclass
class LoadReport:
    """What became of every file offered."""

    outcomes: list[FileOutcome] = field(default_factory=list)

    @property
    def failed(self) -> list[FileOutcome]:
        """Files that were recognised but could not be read; nothing of them was released."""
        return [o for o in self.outcomes if o.outcome == FAILED]

    @property
    def loaded(self) -> list[FileOutcome]:
        """Releases made now."""
        return [o for o in self.outcomes if o.outcome in {LOADED, WOULD_LOAD}]


def load(
    store: Store,
    paths: Sequence[Path],
    *,
    dataset: str | None = None,
    published: date | None = None,
    names: Mapping[Path, str] | None = None,
    dry_run: bool = False,
    progress: Progress = silent,
) -> LoadReport:
    """Load files and folders into the store.

    Each file is released whole or not at all; a bad one is reported and the others go on. `dataset` names the
    reader where content alone can't tell; `published` is the publication date where the file does not say; `names`
    are what files are called by their publisher, where they lie under another name.

    Raises:
        WholeplaceError: a path does not exist or `dataset` is no reader.
    """
    files = list(_files(paths))
    if dataset and dataset not in datasets():
        raise WholeplaceError(f"No reader is called '{dataset}'. Readers: {', '.join(sorted(datasets()))}.")
    report = LoadReport()
    for number, path in enumerate(files):
        source = SourceFile(path, name=(names or {}).get(path, ""))
        progress(number, len(files), source.name)
        report.outcomes += _load_one(store, source, dataset, published, dry_run=dry_run)
    progress(len(files), len(files), "done")
    return report


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(
                p
                for p in path.rglob("*")
                if p.is_file() and not _is_hidden(p.relative_to(path)) and p.stat().st_size >= 0
            )
        elif path.exists():
            yield path
        else:
            raise WholeplaceError(f"There is no file or folder '{path}'. Check the path.")


def _is_hidden(path: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.parts) or path.name.casefold() in _SKIPPED_NAMES


def _load_one(
    store: Store, source: SourceFile, dataset: str | None, published: date | None, *, dry_run: bool
) -> list[FileOutcome]:
    path = source.path
    try:
        source.refuse_damaged()
        reader = _reader(source, dataset)
        if reader is None:
            return [FileOutcome(path, NOT_RECOGNISED, problem=_hint(source))]
        if held := store.holds(source.sha256, reader.key, reader.version, published):
            return [_unchanged(path, e) for e in held]
        readings = [_finish(r, source, published) for r in _read(reader, source)]
        if not readings:
            raise BadFileError(source.name, "it holds no data that could be kept", "Check that it is the whole file.")
        if dry_run:
            return [_outcome(path, WOULD_LOAD, r, None) for r in readings]
        added = {e.slot: e for e in store.publish(readings, source, reader.version)}
        if not added:  # someone else loaded the same bytes while these were being read
            return [_unchanged(path, e) for e in store.holds(source.sha256, reader.key, reader.version, published)]
        return [_outcome(path, LOADED, r, added.get((r.dataset, str(r.period or ""), r.part))) for r in readings]
    except WholeplaceError as error:
        return [FileOutcome(path, FAILED, dataset=dataset or "", problem=str(error))]


def _hint(source: SourceFile) -> str:
    """Why a file may not have been recognised, where its first line shows it."""
    first = source.data[:_FIRST_LINE].partition(b"\n")[0]
    for mark, name in ((b";", "semicolons"), (b"\t", "tabs")):
        if source.kind in {CSV, OTHER} and first.count(mark) > max(2, first.count(b",")):
            return f"its columns seem to be separated by {name}: save it with commas"
    return ""


def _reader(source: SourceFile, dataset: str | None) -> Dataset | None:
    if dataset:
        return datasets()[dataset]
    found = recognise(source)
    if len(found) > 1:
        raise BadFileError(
            source.name,
            f"it could be any of: {', '.join(f'{d.title} ({d.key})' for d in found)}",
            SAY_WHICH,
        )
    return found[0] if found else None


def _read(reader: Dataset, source: SourceFile) -> list[Reading]:
    """All readings of a file; a reader that stumbles (a third party's, say) is reported and the other files go on."""
    try:
        return list(reader.read(source))
    except WholeplaceError:
        raise
    except Exception as error:
        raise BadFileError(
            source.name,
            f"the reader of {reader.key} stumbled over it ({type(error).__name__}: {error})",
            "Check that the file is as published; if it is, report this with the file.",
        ) from error


def _finish(reading: Reading, source: SourceFile, published: date | None) -> Reading:
    set_aside_beyond_reckoning(reading)
    if reading.invented or _looks_invented(reading, source):
        # Nobody published these: no real publisher's name stands beside an invented figure.
        reading = replace(reading, invented=True, publisher="an invented sector", licence="none: invented data")
    if published and reading.published_basis != STATED:  # what the file itself says goes first
        return replace(
            reading, published=published, published_basis=GIVEN, published_note="given by whoever loaded the file"
        )
    return reading


def _looks_invented(reading: Reading, source: SourceFile) -> bool:
    """Invented sectors carry codes that begin with X and a digit, which no real authority has, and say so in words."""
    if reading.table == FACTS:
        codes = [a.key for a in reading.authorities]
    else:
        codes = [str(r.get(k) or "") for r in reading.records for k in _CODED if k in r]
        codes += ["X0" for r in reading.records if "(invented)" in str(r.get("source", "")).casefold()]
    if any(_INVENTED_CODE.match(c) for c in codes):
        return True
    if source.kind == "workbook":
        book = source.workbook
        return any(_INVENTED_WORDS in book.sheet(n).words(40).casefold() for n in book.sheet_names[:1])
    return False


def _outcome(path: Path, outcome: str, reading: Reading, entry: Entry | None) -> FileOutcome:
    return FileOutcome(
        path, outcome, reading.dataset, str(reading.period or ""), reading.rows_kept, len(reading.set_aside),
        entry.id if entry else "", "", replace(reading, blocks=[]), entry,  # the numbers need not stay in memory
    )  # fmt: skip


def _unchanged(path: Path, entry: Entry) -> FileOutcome:
    return FileOutcome(path, UNCHANGED, entry.dataset, entry.period, entry.rows, entry.set_aside, entry.id, entry=entry)
