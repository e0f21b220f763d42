"""Real workers, in processes of their own: killed in the middle of a load, and two at once on one queue."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

import layouts
from layouts import HARROWMERE, write
from support import REPOSITORY
from wholeplace.evidence.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES = 60
JOBS = 30
HEARTBEAT = 1.5  # seconds

START = "import django; django.setup()\n"
ASK = """
import sys
from pathlib import Path
from django.core.files.uploadedfile import SimpleUploadedFile
from wholeplace.web.accounts.models import Grant, User
from wholeplace.web.data.loads import ask_for_load
user = User.objects.create_user("manager@sample.invalid", "a long enough password", name="A manager")
Grant.objects.create(user=user, role="data-manager")
files = [SimpleUploadedFile(p.name, p.read_bytes()) for p in sorted(Path(sys.argv[1]).iterdir())]
print(ask_for_load(user, files, published=None, dataset="", check_only=False).id)
"""
WORK = """
import sys, threading
from wholeplace.web.jobs.worker import run, stop_on_signals
run(stop_on_signals(), poll_seconds=0.05, once=sys.argv[1] == "once")
"""
LOOK = """
import json, sys
from wholeplace.web.jobs.models import Job
job = Job.objects.get(id=sys.argv[1])
print(json.dumps({
    "state": job.state_now, "row": job.state, "attempts": job.attempts, "done": job.done,
    "files": [f["outcome"] for f in (job.result or {}).get("files", [])],
    "releases": (job.result or {}).get("releases"), "history": [e.what for e in job.history.all()],
    "kept": sorted(str(p) for p in job.folder.rglob("*") if p.is_file()),
}))
"""
PRESS = """
import sys
from django.test import Client
from wholeplace.web.accounts.models import User
client = Client(SERVER_NAME="localhost")
client.force_login(User.objects.get(), backend="allauth.account.auth_backends.AuthenticationBackend")
print(client.post(f"/jobs/{sys.argv[1]}/resume").status_code)
"""
MARK = """
import os, sys, time
from wholeplace.web.jobs.kinds import job_kind

@job_kind("mark", title="Mark")
def mark(job, progress):
    handle = os.open(job.arguments["file"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(handle, f"{job.id} {os.getpid()}\\n".encode())
    os.close(handle)
    progress(1, 1, "marked")
    time.sleep(0.02)
"""
ASK_MARKS = """
from wholeplace.web.jobs.queue import enqueue
from wholeplace.web.jobs.run import run_job
for number in range(int(sys.argv[2])):
    job = enqueue("mark", None, f"Mark {number}", file=sys.argv[1])
    run_job.enqueue(str(job.id), str(job.token))  # the same task again: whoever comes second must leave it
"""
WORK_TOGETHER = """
import threading
from wholeplace.web.jobs.worker import run
print("ready", flush=True)
sys.stdin.readline()
run(threading.Event(), poll_seconds=0.01, once=True)
"""
STATES = """
from wholeplace.web.jobs.models import Job
print(" ".join(Job.objects.values_list("state", flat=True)))
"""


class Deployment:
    """A workbench with a home, store and database of its own, spoken to through processes only."""

    def __init__(self, folder: Path, database: str) -> None:
        self.store = Store(folder / "store")
        mine = {n: v for n, v in os.environ.items() if not n.startswith("WHOLEPLACE_")}
        self.env = mine | {
            "WHOLEPLACE_HOME": str(folder / "home"), "WHOLEPLACE_STORE": str(self.store.folder),
            "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "wholeplace.web.settings",
            "WHOLEPLACE_JOB_HEARTBEAT_SECONDS": str(HEARTBEAT),
        }  # fmt: skip
        self.do("from django.core.management import call_command; call_command('migrate', verbosity=0)")

    def start(self, code: str, *arguments: object) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", START + code, *map(str, arguments)], cwd=REPOSITORY, env=self.env, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def do(self, code: str, *arguments: object) -> str:
        process = self.start(code, *arguments)
        out, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
        return out.strip()

    def look(self, job: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.do(LOOK, job))
        return found


@pytest.fixture
def deployment(tmp_path: Path) -> Iterator[Deployment]:
    """On SQLite, or on PostgreSQL in a database of its own where WHOLEPLACE_TEST_DATABASE_URL names a server."""
    server = os.environ.get("WHOLEPLACE_TEST_DATABASE_URL")
    if not server:
        yield Deployment(tmp_path, "")
        return
    import psycopg

    base, name = server.rpartition("/")[0], f"wholeplace_jobs_{uuid.uuid4().hex[:10]}"
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield Deployment(tmp_path, f"{base}/{name}")
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def many_files(folder: Path) -> Path:
    """Outturns that all differ, over six years."""
    for n in range(FILES):
        write(folder, f"outturn {n:03}.xlsx", layouts.outturn(2012 + n % 6, [HARROWMERE.but(interest=n + 1)]))
    return folder


def killed_in_the_middle(deployment: Deployment, least: int = 5) -> subprocess.Popen[str]:
    """A worker that is killed once some files are loaded."""
    worker = deployment.start(WORK, "on")
    until = time.monotonic() + 60
    while len(deployment.store.entries()) < least:
        assert worker.poll() is None, worker.communicate()
        assert time.monotonic() < until, "the worker loads nothing"
        time.sleep(0.005)
    worker.send_signal(signal.SIGKILL)
    worker.communicate()
    assert worker.returncode == -signal.SIGKILL
    return worker


@pytest.mark.parametrize("by_button", [True, False], ids=["resumed by button", "taken up by the next worker"])
def test_a_worker_killed_in_the_middle_of_a_load_leaves_it_resumable_and_the_store_whole(
    deployment: Deployment, tmp_path: Path, by_button: bool
) -> None:
    job = deployment.do(ASK, many_files(tmp_path / "files"))
    killed_in_the_middle(deployment)

    loaded = len(deployment.store.entries())
    assert 5 <= loaded < FILES
    assert deployment.store.verify() == []
    time.sleep(HEARTBEAT * 1.2)
    seen = deployment.look(job)
    assert (seen["state"], seen["row"]) == ("interrupted", "running")

    if by_button:
        assert deployment.do(PRESS, job) == "302"
        assert deployment.look(job)["state"] == "queued"
    deployment.do(WORK, "once")

    seen = deployment.look(job)
    assert (seen["state"], seen["attempts"]) == ("done", 2)
    told = Counter(seen["files"])
    # The file at which it was killed may have been loaded without having been noted: it comes out unchanged.
    assert told["loaded"] + told["unchanged"] == FILES
    assert told["unchanged"] <= 1
    assert len(deployment.store.entries()) == FILES
    assert deployment.store.verify() == []
    assert seen["kept"] == [], "what is released is not kept beside the store"
    assert ("Resumed" if by_button else "Taken up again by itself") in seen["history"]


def test_a_worker_asked_to_end_hands_its_load_back_and_the_next_one_goes_on(
    deployment: Deployment, tmp_path: Path
) -> None:
    job = deployment.do(ASK, many_files(tmp_path / "files"))
    worker = deployment.start(WORK, "on")
    while len(deployment.store.entries()) < 3:
        time.sleep(0.005)
    worker.send_signal(signal.SIGTERM)
    worker.communicate(timeout=30)
    assert worker.returncode == 0
    seen = deployment.look(job)
    assert (seen["state"], seen["attempts"]) == ("queued", 0)
    deployment.do(WORK, "once")
    seen = deployment.look(job)
    assert (seen["state"], Counter(seen["files"])) == ("done", {"loaded": FILES})
    assert deployment.store.verify() == []


def test_two_workers_at_once_do_every_job_once(deployment: Deployment, tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    deployment.env["WHOLEPLACE_JOB_HEARTBEAT_SECONDS"] = "60"  # nobody is taken for dead on a busy machine
    deployment.do(MARK + ASK_MARKS, marks, JOBS)
    workers = [deployment.start(MARK + WORK_TOGETHER) for _ in range(2)]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    for worker in workers:
        _, errors = worker.communicate(timeout=120)
        assert worker.returncode == 0, errors
    done = [line.split() for line in marks.read_text().splitlines()]
    assert Counter(job for job, _ in done).most_common(1)[0][1] == 1, "a job was done twice"
    assert len(done) == JOBS
    assert Counter(deployment.do(STATES).split()) == {"done": JOBS}
    assert len({worker for _, worker in done}) == 2, "one worker did everything: nothing was put to the test"
