"""Long work: asked for, done by one worker, told how far it is, cancelled, taken up again, cleared away."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from wholeplace.core.errors import StoreError
from wholeplace.web.jobs import kinds, reporter
from wholeplace.web.jobs.models import Job, State
from wholeplace.web.jobs.queue import cancel, clear_old_files, enqueue, resume, take_up_interrupted
from wholeplace.web.jobs.run import run_job
from wholeplace.web.jobs.signals import job_done
from wholeplace.web.jobs.worker import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STEPS = 5


@pytest.fixture
def work() -> Iterator[Callable[..., str]]:
    """Registers work for one test and gives its kind."""
    made: list[str] = []

    def register(function: Any, **options: Any) -> str:
        key = f"test-{uuid.uuid4().hex[:8]}"
        kinds.job_kind(key, title="A test", **options)(function)
        made.append(key)
        return key

    yield register
    for key in made:
        kinds._kinds.pop(key)


@pytest.fixture
def every_write(monkeypatch) -> None:
    """Progress is written however quickly it comes."""
    monkeypatch.setattr(reporter, "BETWEEN_WRITES", 0.0)


def now_of(job: Job) -> Job:
    return Job.objects.get(id=job.id)


def what(job: Job) -> list[str]:
    return [e.what for e in job.history.all()]


def lost(job: Job, seconds: float = 3600) -> Job:
    """As if a worker had been killed in the middle of it."""
    old = timezone.now() - timedelta(seconds=seconds)
    Job.objects.filter(id=job.id).update(
        state=State.RUNNING, heartbeat=old, attempts=1, token=uuid.uuid4(), worker="gone 1"
    )
    DBTaskResult.objects.filter(id=job.task).update(status="RUNNING")
    return now_of(job)


# ---- one job


def test_a_job_is_done_and_keeps_what_came_of_it(work, person, do_all) -> None:
    def add(job: Job, progress: Any) -> dict[str, Any]:
        progress(1, 1, "adding")
        return {"sum": sum(job.arguments["numbers"])}

    job = enqueue(work(add), person(), "Add up", numbers=[1, 2, 3])
    assert now_of(job).state == State.QUEUED

    do_all()

    job = now_of(job)
    assert (job.state, job.result, job.percent, job.attempts) == (State.DONE, {"sum": 6}, 100, 1)
    assert job.started <= job.finished
    assert what(job) == ["Asked for", "Started", "Done"]


def test_a_kind_nobody_registered_is_refused_at_once(person) -> None:
    with pytest.raises(ValueError, match="No kind of job"):
        enqueue("nothing", person(), "Nothing")


def test_two_kinds_of_one_name_are_refused(work) -> None:
    key = work(lambda job, progress: None)
    with pytest.raises(ValueError, match="Two kinds"):
        kinds.job_kind(key, title="Another")(lambda job, progress: None)


def test_an_error_a_person_can_act_on_is_shown_in_its_own_words(work, person, do_all) -> None:
    def refuse(job: Job, progress: Any) -> None:
        raise StoreError("The disk is full. Make room.")

    job = enqueue(work(refuse), person(), "Refused")
    do_all()
    assert (now_of(job).state, now_of(job).error) == (State.FAILED, "The disk is full. Make room.")


def test_a_slip_of_ours_tells_whom_to_ask_and_no_secret(work, person, caplog, do_all) -> None:
    def slip(job: Job, progress: Any) -> None:
        raise IndexError("secret detail")

    job = enqueue(work(slip), person(), "Slip")
    do_all()
    error = now_of(job).error
    assert "IndexError" in error
    assert str(job.id) in error
    assert "secret detail" not in error
    assert "secret detail" in caplog.text


def test_other_rooms_hear_when_a_job_is_done(work, person, do_all) -> None:
    heard: list[Job] = []

    def hear(job: Job, **_: Any) -> None:
        heard.append(job)

    job_done.connect(hear)
    try:
        job = enqueue(work(lambda job, progress: {}), person(), "Heard")
        do_all()
    finally:
        job_done.disconnect(hear)
    assert [j.id for j in heard] == [job.id]


# ---- progress


def test_progress_is_shown_while_it_runs_and_written_a_few_times_a_second(
    work, person, monkeypatch, django_assert_max_num_queries, do_all
) -> None:
    def many(job: Job, progress: Any) -> None:
        for n in range(10_000):
            progress(n, 10_000, f"file {n}")
        assert now_of(job).message

    job = enqueue(work(many), person(), "Many steps")
    with django_assert_max_num_queries(60):
        do_all()
    assert now_of(job).state == State.DONE


def test_what_has_come_of_it_so_far_is_there_before_it_ends(work, person, do_all) -> None:
    def half(job: Job, progress: Any) -> None:
        progress.keep({"files": [1]})
        assert now_of(job).result == {"files": [1]}
        raise StoreError("Half way.")

    job = enqueue(work(half), person(), "Half")
    do_all()
    assert (now_of(job).state, now_of(job).result) == (State.FAILED, {"files": [1]})


# ---- cancelling


@pytest.mark.usefixtures("every_write")
def test_a_running_job_stops_at_the_next_safe_point(work, person, do_all) -> None:
    steps: list[int] = []

    def long(job: Job, progress: Any) -> None:
        for n in range(STEPS):
            progress(n, STEPS, "step")
            steps.append(n)
            if n == 2:
                assert cancel(now_of(job), None)

    job = enqueue(work(long), person(), "Long")
    do_all()
    assert now_of(job).state == State.CANCELLED
    assert steps == [0, 1, 2]
    assert what(job)[-2:] == ["Asked to stop", "Cancelled"]


def test_a_waiting_job_is_cancelled_at_once_and_never_starts(work, person, do_all) -> None:
    started: list[int] = []
    job = enqueue(work(lambda job, progress: started.append(1)), person(), "Waits")
    assert cancel(job, None)
    do_all()
    assert (now_of(job).state, started) == (State.CANCELLED, [])


def test_a_job_that_has_ended_is_not_cancelled(work, person, do_all) -> None:
    job = enqueue(work(lambda job, progress: {}), person(), "Over")
    do_all()
    assert not cancel(now_of(job), None)
    assert now_of(job).state == State.DONE


# ---- a worker that dies


def test_a_job_whose_worker_is_silent_is_shown_as_interrupted(work, person, settings) -> None:
    settings.JOB_HEARTBEAT_SECONDS = 10
    job = lost(enqueue(work(lambda job, progress: {}), person(), "Lost"), seconds=11)
    assert job.state_now == State.INTERRUPTED
    assert list(Job.objects.in_state(State.INTERRUPTED)) == [job]
    assert not Job.objects.in_state(State.RUNNING).exists()
    assert job.can_resume
    job = lost(job, seconds=5)
    assert (job.state_now, job.can_resume) == (State.RUNNING, False)


def test_the_next_worker_takes_it_up_by_itself(work, person, do_all) -> None:
    job = lost(enqueue(work(lambda job, progress: {"done": True}), person(), "Lost"))
    do_all()
    job = now_of(job)
    assert (job.state, job.attempts, job.result) == (State.DONE, 2, {"done": True})
    assert what(job)[1:] == [
        "Interrupted: its worker is gone", "Taken up again by itself", "Started, attempt 2", "Done",
    ]  # fmt: skip
    assert not DBTaskResult.objects.filter(status="RUNNING").exists()


def test_a_job_that_kills_its_workers_is_not_taken_up_for_ever(work, person, settings, do_all) -> None:
    settings.JOB_ATTEMPTS = 2
    job = lost(enqueue(work(lambda job, progress: {}), person(), "Poison"))
    Job.objects.update(attempts=2)
    assert take_up_interrupted() == 0
    assert now_of(job).state == State.INTERRUPTED
    assert resume(now_of(job), None)
    do_all()
    assert now_of(job).state == State.DONE


def test_a_job_is_resumed_once_however_many_ask(work, person) -> None:
    job = lost(enqueue(work(lambda job, progress: {}), person(), "Lost"))
    first, second = now_of(job), now_of(job)
    assert resume(first, None)
    assert not resume(second, None)
    assert DBTaskResult.objects.filter(status="READY").count() == 1


def test_a_worker_that_was_thought_dead_writes_nothing_any_more(work, person, do_all) -> None:
    """It comes back to itself after another has taken the job up: its next step finds out."""
    told: list[str] = []

    def slow(job: Job, progress: Any) -> dict[str, Any]:
        if job.attempts == 1:
            Job.objects.filter(id=job.id).update(heartbeat=timezone.now() - timedelta(hours=1))
            assert take_up_interrupted() == 1
            progress(1, 1, "late")
            told.append("went on")
        return {"attempt": job.attempts}

    job = enqueue(work(slow), person(), "Slow")
    do_all()
    assert (now_of(job).result, told) == ({"attempt": 2}, [])


def test_the_same_task_twice_runs_the_job_once(work, person, do_all) -> None:
    ran: list[int] = []
    job = enqueue(work(lambda job, progress: ran.append(1)), person(), "Once")
    run_job.call(str(job.id), str(job.token))
    run_job.call(str(job.id), str(job.token))
    do_all()
    assert ran == [1]


def test_a_worker_told_to_stop_hands_its_job_back_at_the_next_safe_point(work, person, do_all) -> None:
    stop = threading.Event()

    def long(job: Job, progress: Any) -> dict[str, Any]:
        for n in range(STEPS):
            progress(n, STEPS, "step")
            stop.set()
        return {"attempts": job.attempts}

    job = enqueue(work(long), person(), "Long")
    run(stop, poll_seconds=0.01)
    handed = now_of(job)
    assert (handed.state, handed.attempts) == (State.QUEUED, 0)
    do_all()
    assert (now_of(job).state, now_of(job).result) == (State.DONE, {"attempts": 1})
    assert "Handed back, because the worker was stopped" in what(job)


def test_a_failed_job_can_be_tried_again(work, person, do_all) -> None:
    tries: list[int] = []

    def second_time(job: Job, progress: Any) -> dict[str, Any]:
        tries.append(1)
        if len(tries) == 1:
            raise StoreError("Not yet.")
        return {}

    job = enqueue(work(second_time), person(), "Twice")
    do_all()
    assert resume(now_of(job), None)
    do_all()
    assert (now_of(job).state, now_of(job).error) == (State.DONE, "")


# ---- clearing away


def test_files_of_old_jobs_are_removed_and_the_job_stays(work, person, settings) -> None:
    settings.JOB_FILES_DAYS = 30
    kind = work(lambda job, progress: {})
    old, young, open_ = (enqueue(kind, person(), name) for name in ("old", "young", "open"))
    for job in (old, young, open_):
        job.folder.mkdir(parents=True)
        (job.folder / "file").write_text("x")
    month = timezone.now() - timedelta(days=31)
    Job.objects.filter(id=old.id).update(state=State.DONE, created=month, finished=month)
    Job.objects.filter(id=young.id).update(state=State.DONE, created=month, finished=timezone.now())
    Job.objects.filter(id=open_.id).update(created=month)
    assert clear_old_files() == 1
    assert [j.folder.exists() for j in (old, young, open_)] == [False, True, True]
    assert now_of(old).files_removed
    assert not now_of(old).can_resume
    assert clear_old_files() == 0


def test_folders_that_no_job_knows_are_removed_when_they_are_old(person, files, settings) -> None:
    import os

    settings.JOB_FILES_DAYS = 30
    month = (timezone.now() - timedelta(days=31)).timestamp()
    for name, age in (("old", month), ("young", None)):
        folder = files / "jobs" / name
        folder.mkdir(parents=True)
        if age:
            os.utime(folder, (age, age))
    clear_old_files()
    assert [p.name for p in (files / "jobs").iterdir()] == ["young"]
