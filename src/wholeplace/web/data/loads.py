"""Loading what was uploaded: a job that does what `wholeplace load` does, file by file."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import asdict
from datetime import date
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from wholeplace.evidence.loading import FAILED, LOADED, NOT_RECOGNISED, SAY_WHICH, UNCHANGED, load
from wholeplace.evidence.outcomes import file_lines
from wholeplace.evidence.store import Store
from wholeplace.papers.text import clean
from wholeplace.web.accounts.models import Role
from wholeplace.web.jobs.kinds import job_kind
from wholeplace.web.jobs.models import Job
from wholeplace.web.jobs.queue import enqueue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wholeplace.evidence.loading import FileOutcome
    from wholeplace.web.jobs.reporter import Reporter

KIND = "load"
RELEASED = frozenset({LOADED, UNCHANGED})
LONGEST_NAME = 150
SAY_WHICH_HERE = "Upload it again and choose one of them under “What they are”."
ITEMS_SHOWN = 50  # of what was set aside, a file; the release's own page has all


def publishers_name(name: str) -> str:
    """A file's name as its publisher gave it, without folders or anything unwritable. It is never used as a path."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    ending = PurePosixPath(last).suffix[:20]
    return (clean(last).strip()[: LONGEST_NAME - len(ending)].removesuffix(ending) or "file") + ending


def ask_for_load(
    user: Any, files: Iterable[Any], *, published: date | None, dataset: str, check_only: bool
) -> Job:  # fmt: skip
    """Keep uploaded files in a new job's folder, under numbers, and ask for them to be loaded."""
    job = Job()
    kept: list[dict[str, Any]] = []
    try:
        for number, upload in enumerate(files):
            kept.append(_keep(upload, job.folder / "upload" / f"{number:04}"))
        names = [f["name"] for f in kept]
        with transaction.atomic():
            return enqueue(
                KIND, user, _title(names, check_only=check_only), job_id=job.id, files=kept, dataset=dataset,
                published=published.isoformat() if published else "", check_only=check_only,
            )  # fmt: skip
    except BaseException:
        shutil.rmtree(job.folder, ignore_errors=True)
        raise


def _title(names: list[str], *, check_only: bool) -> str:
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return f"{'Check' if check_only else 'Load'} {names[0]}{more}"


def _keep(upload: Any, path: Path) -> dict[str, Any]:
    path.parent.mkdir(parents=True, exist_ok=True)
    told, size = hashlib.sha256(), 0
    with path.open("xb") as out:
        for chunk in upload.chunks():
            out.write(chunk)
            told.update(chunk)
            size += len(chunk)
    path.chmod(0o600)
    return {"name": publishers_name(upload.name), "stored": path.name, "bytes": size, "sha256": told.hexdigest()}


@job_kind(KIND, title="Load published files", roles=(str(Role.DATA_MANAGER),), template="data/loaded.html")
def load_upload(job: Job, progress: Reporter) -> dict[str, Any]:
    """Load the files of an upload, each whole or not at all. Files that are loaded already come out unchanged."""
    asked = job.arguments
    files = asked["files"]
    known = {row["number"]: row for row in (job.result or {}).get("files", [])}
    published = date.fromisoformat(asked["published"]) if asked["published"] else None
    store = Store(settings.CONFIG.store)
    for number, file in enumerate(files):
        progress(number, len(files), file["name"])
        path = job.folder / "upload" / file["stored"]
        if number in known and known[number]["outcome"] in RELEASED and not path.exists():
            continue  # an earlier attempt came as far as to remove it
        report = load(
            store, [path], dataset=asked["dataset"] or None, published=published,
            names={path: file["name"]}, dry_run=asked["check_only"],
        )  # fmt: skip
        known[number] = _row(number, file["name"], path, report.outcomes, known.get(number))
        progress.keep(_result(known, check_only=asked["check_only"]))
    progress(len(files), len(files), "")
    result = _result(known, check_only=asked["check_only"])
    _remove_released(job, known)
    return result


def _row(
    number: int, name: str, path: Path, outcomes: list[FileOutcome], before: dict[str, Any] | None
) -> dict[str, Any]:
    """What became of a file. What an earlier attempt of this job loaded was loaded by this job."""
    first = outcomes[0]
    problem = first.problem.replace(SAY_WHICH, SAY_WHICH_HERE)
    row: dict[str, Any] = {"number": number, "file": name, "outcome": first.outcome, "problem": problem}
    lines = file_lines(outcomes, {path: name})
    if lines:
        row |= asdict(lines[0]) | {"period": lines[0].period, "problem": ""}
        items = [item for o in outcomes if o.reading for item in o.reading.set_aside]
        row["aside"] = [{"what": i.what, "told": str(i)} for i in items[:ITEMS_SHOWN]]
    if before and row["outcome"] == UNCHANGED and before["outcome"] == LOADED:
        return before
    return row


def _result(known: dict[int, dict[str, Any]], *, check_only: bool) -> dict[str, Any]:
    rows = [known[n] for n in sorted(known)]
    outcomes = [r["outcome"] for r in rows]
    return {
        "check_only": check_only,
        "files": rows,
        "releases": sum(r.get("count", 0) for r in rows if r["outcome"] not in {UNCHANGED, FAILED, NOT_RECOGNISED}),
        "failed": outcomes.count(FAILED),
        "unknown": outcomes.count(NOT_RECOGNISED),
    }


def _remove_released(job: Job, rows: dict[int, dict[str, Any]]) -> None:
    """What is in the store need not be kept beside it; what is not stays until it is cleared away with the job."""
    for number, file in enumerate(job.arguments["files"]):
        if rows[number]["outcome"] in RELEASED:
            (job.folder / "upload" / file["stored"]).unlink(missing_ok=True)
