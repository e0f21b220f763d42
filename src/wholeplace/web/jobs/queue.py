"""Asking for work, stopping it, taking it up again, and clearing away what is old."""

from __future__ import annotations

import shutil
import uuid
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from wholeplace.web.jobs.kinds import kind_of
from wholeplace.web.jobs.models import OPEN, RESUMABLE, Job, State

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


def enqueue(kind: str, user: Any, title: str, *, job_id: UUID | None = None, **arguments: Any) -> Job:
    """Ask for work of a kind; `arguments` are plain types for JSON. It starts when the transaction is committed.

    `job_id` is given by who has put files in the job's folder before.

    Raises:
        ValueError: there is no such kind.
    """
    if kind_of(kind) is None:
        raise ValueError(f"No kind of job is called '{kind}'.")
    with transaction.atomic():
        job = Job.objects.create(
            id=job_id or uuid.uuid4(), kind=kind, title=title[:200], created_by=user, arguments=arguments
        )
        job.note("Asked for", user)
        _queue(job)
    return job


def _queue(job: Job) -> None:
    """Put it before the workers, in the transaction it is in: they see it when that is committed."""
    from wholeplace.web.jobs.run import run_job

    job.task = uuid.UUID(str(run_job.enqueue(str(job.id), str(job.token)).id))
    job.save(update_fields=["task"])


def cancel(job: Job, user: Any) -> bool:
    """Stop a job: at once while it waits, at the next safe point while it runs. False where it has ended already."""
    with transaction.atomic():
        waiting = Job.objects.filter(id=job.id).filter(state__in=[State.QUEUED, State.INTERRUPTED])
        lost = Job.objects.filter(id=job.id).without_worker()
        ended = {"state": State.CANCELLED, "token": uuid.uuid4(), "finished": timezone.now(), "heartbeat": None}
        if waiting.update(**ended) or lost.update(**ended):
            job.note("Cancelled", user)
            return True
        if Job.objects.filter(id=job.id, state=State.RUNNING).update(cancel_requested=True):
            job.note("Asked to stop", user)
            return True
    return False


def resume(job: Job, user: Any) -> bool:
    """Take a stopped job up again from what it has; False where it is not stopped, or its files are gone."""
    if not job.can_resume:
        return False
    return _requeue(job, "Resumed", user)


def _requeue(job: Job, what: str, user: Any = None) -> bool:
    """Put a stopped job back before the workers. Of several who try at once one succeeds."""
    with transaction.atomic():
        fresh = uuid.uuid4()
        stopped = Job.objects.filter(id=job.id, token=job.token)
        fields = {
            "state": State.QUEUED, "token": fresh, "cancel_requested": False, "finished": None, "error": "",
            "heartbeat": None, "worker": "",
        }  # fmt: skip
        changed = stopped.filter(state__in=RESUMABLE).update(**fields) or stopped.without_worker().update(**fields)
        if not changed:
            return False
        _forget_task(job)
        job.refresh_from_db()
        job.note(what, user)
        _queue(job)
    return True


def hand_back(job: Job) -> None:
    """Put a running job back before the workers because this one is being stopped; that is no failed attempt."""
    with transaction.atomic():
        fields = {
            "state": State.QUEUED, "token": uuid.uuid4(), "heartbeat": None, "worker": "",
            "attempts": max(0, job.attempts - 1),
        }  # fmt: skip
        if Job.objects.filter(id=job.id, token=job.token, state=State.RUNNING).update(**fields):
            job.refresh_from_db()
            job.note("Handed back, because the worker was stopped")
            _queue(job)


def take_up_interrupted() -> int:
    """Mark jobs whose worker is gone, and put those back that have not been tried too often; how many were put back."""
    for job in Job.objects.without_worker():
        lost = Job.objects.filter(id=job.id, token=job.token).without_worker()
        with transaction.atomic():
            if lost.update(state=State.INTERRUPTED, token=uuid.uuid4(), heartbeat=None):
                _forget_task(job)
                job.note("Interrupted: its worker is gone")
    again = Job.objects.filter(state=State.INTERRUPTED, attempts__lt=settings.JOB_ATTEMPTS, files_removed=None)
    return sum(_requeue(job, "Taken up again by itself") for job in again)


def _forget_task(job: Job) -> None:
    """The queue's own row of a killed worker would say for ever that it runs.

    It is not deleted: a worker that was only slow still writes to it.
    """
    running = DBTaskResult.objects.filter(id=job.task, status=TaskResultStatus.RUNNING)
    running.update(status=TaskResultStatus.FAILED, finished_at=timezone.now())


def clear_old_files() -> int:
    """Remove the files of jobs that ended long ago (`JOB_FILES_DAYS`), and the queue's rows; how many jobs."""
    before = timezone.now() - timedelta(days=settings.JOB_FILES_DAYS)
    old = Job.objects.filter(files_removed=None, created__lt=before).exclude(state__in=OPEN)
    old = old.exclude(finished__gte=before)
    cleared = 0
    for job in old:
        shutil.rmtree(job.folder, ignore_errors=True)
        cleared += Job.objects.filter(id=job.id, token=job.token).update(files_removed=timezone.now())
    _clear_orphans(before)
    DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()
    return cleared


def _clear_orphans(before: datetime) -> None:
    """Remove folders that no job knows: their upload was cut off before the job was asked for."""
    folder = Path(settings.MEDIA_ROOT) / "jobs"
    if not folder.is_dir():
        return
    known = {str(identifier) for identifier in Job.objects.values_list("id", flat=True)}
    for found in folder.iterdir():
        if found.name not in known and found.stat().st_mtime < before.timestamp():
            shutil.rmtree(found, ignore_errors=True)
