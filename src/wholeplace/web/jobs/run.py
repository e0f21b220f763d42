"""One attempt at a job, in a worker."""

from __future__ import annotations

import logging
import os
import socket
import uuid
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django_tasks import task

from wholeplace.core.errors import WholeplaceError
from wholeplace.web.jobs.models import Job, State
from wholeplace.web.jobs.queue import hand_back
from wholeplace.web.jobs.reporter import Cancelled, HandedBack, Heart, Lost, Reporter
from wholeplace.web.jobs.signals import job_done

if TYPE_CHECKING:
    from threading import Event

log = logging.getLogger(__name__)
stopping: ContextVar[Event | None] = ContextVar("stopping", default=None)


@task()
def run_job(job_id: str, token: str) -> None:
    """Run a job, if it is still waiting under this token. What it comes to is written in its row."""
    job = _claimed(job_id, token)
    if job is None:
        return
    event = stopping.get()
    progress = Reporter(job, event.is_set if event else lambda: False)
    try:
        with Heart(progress):
            result = _work(job, progress)
    except Cancelled:
        _end(job, progress, State.CANCELLED, "Cancelled")
    except HandedBack:
        hand_back(job)
    except Lost:
        log.warning("job %s was taken up by another worker", job.id)
    except WholeplaceError as error:
        _end(job, progress, State.FAILED, "Failed", error=str(error))
    except Exception as error:
        log.exception("job %s failed", job.id)
        _end(job, progress, State.FAILED, "Failed", error=_in_words(job, error))
    else:
        fields = {} if result is None else {"result": result}
        if _end(job, progress, State.DONE, "Done", **fields):
            job_done.send(sender=Job, job=job)


def _claimed(job_id: str, token: str) -> Job | None:
    """The job, made this worker's; None where it is not waiting any more or was put back since under another token."""
    from django.db.models import F

    now, fresh = timezone.now(), uuid.uuid4()
    mine = Job.objects.filter(id=job_id, token=token, state=State.QUEUED).update(
        state=State.RUNNING, token=fresh, heartbeat=now, started=now, attempts=F("attempts") + 1,
        worker=f"{socket.gethostname()[:60]} {os.getpid()}",
    )  # fmt: skip
    if not mine:
        return None
    job = Job.objects.get(id=job_id)
    job.note("Started" if job.attempts == 1 else f"Started, attempt {job.attempts}")
    return job


def _work(job: Job, progress: Reporter) -> dict[str, Any] | None:
    kind = job.known_kind
    if kind is None:
        raise WholeplaceError(f"Nobody here knows how to do '{job.kind}'. It may have been of an earlier version.")
    return kind.work(job, progress)


def _end(job: Job, progress: Reporter, state: str, what: str, **fields: Any) -> bool:
    ended = progress.finish(state, finished=timezone.now(), **fields)
    if ended:
        job.refresh_from_db()
        job.note(what)
    return ended


def _in_words(job: Job, error: Exception) -> str:
    return (
        f"It stopped for a reason that is not yours ({type(error).__name__}). Tell whoever runs this workbench; "
        f"the log has the details under job {job.id}."
    )
