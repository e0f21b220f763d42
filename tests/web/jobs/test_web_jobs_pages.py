"""Pages on jobs: who sees and steers what, with and without JavaScript."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from wholeplace.web.jobs import kinds
from wholeplace.web.jobs.models import Job, State
from wholeplace.web.jobs.queue import enqueue

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _empty_store(use_store, tmp_path) -> None:
    use_store(tmp_path / "empty")


@pytest.fixture(autouse=True)
def _kinds() -> Iterator[None]:
    """One kind that everybody may ask for, one that a role looks after."""
    kinds.job_kind("own", title="One's own work")(lambda job, progress: {})
    kinds.job_kind("tended", title="Work of clerks", roles=("clerk",))(lambda job, progress: {})
    yield
    for key in ("own", "tended"):
        kinds._kinds.pop(key)


def running(job: Job, **fields: Any) -> Job:
    defaults = {"state": State.RUNNING, "heartbeat": timezone.now(), "done": 3, "total": 10, "message": "file three"}
    Job.objects.filter(id=job.id).update(**{**defaults, **fields})
    return Job.objects.get(id=job.id)


def get(client: Any, job: Job, more: str = "") -> str:
    response = client.get(f"/jobs/{job.id}/{more}")
    assert response.status_code == 200
    html: str = response.content.decode()
    return html


# ---- who


def test_a_person_sees_their_own_jobs_and_an_administrator_all(signed_in) -> None:
    first, second, administrator = signed_in("adviser"), signed_in("adviser"), signed_in("administrator")
    mine, other = enqueue("own", first.person, "Mine"), enqueue("own", second.person, "Another's")
    listed = first.get("/jobs/").content.decode()
    assert ("Mine" in listed, "Another&#39;s" in listed) == (True, False)
    assert first.get(f"/jobs/{other.id}/").status_code == 404
    assert first.get(f"/jobs/{other.id}/progress").status_code == 404
    assert first.post(f"/jobs/{other.id}/cancel").status_code == 404
    assert first.post(f"/jobs/{other.id}/resume").status_code == 404
    everything = administrator.get("/jobs/").content.decode()
    assert "Mine" in everything
    assert "Another" in everything
    assert administrator.get(f"/jobs/{mine.id}/").status_code == 200


def test_a_kind_that_a_role_looks_after_is_seen_and_steered_by_that_role(signed_in) -> None:
    maker, clerk, administrator = signed_in("clerk"), signed_in("clerk"), signed_in("administrator")
    job = enqueue("tended", maker.person, "Tended")
    assert clerk.get(f"/jobs/{job.id}/").status_code == 200
    assert administrator.post(f"/jobs/{job.id}/cancel").status_code == 404
    assert clerk.post(f"/jobs/{job.id}/cancel").status_code == 302
    assert Job.objects.get().state == State.CANCELLED


def test_who_has_lost_the_role_sees_what_they_asked_for_and_steers_it_no_more(signed_in) -> None:
    from wholeplace.web.accounts.models import Grant

    maker = signed_in("clerk")
    job = enqueue("tended", maker.person, "Tended")
    Grant.objects.filter(user=maker.person).update(ended=timezone.now())
    assert maker.get(f"/jobs/{job.id}/").status_code == 200
    assert maker.post(f"/jobs/{job.id}/cancel").status_code == 404


def test_the_public_is_asked_to_sign_in(client, person) -> None:
    job = enqueue("own", person(), "Mine")
    for address in ("/jobs/", f"/jobs/{job.id}/", f"/jobs/{job.id}/progress", f"/jobs/{job.id}/result"):
        assert client.get(address)["Location"].startswith("/account/login/")
    assert client.post(f"/jobs/{job.id}/cancel").status_code == 403


@pytest.mark.parametrize("what", ["cancel", "resume"])
def test_a_job_is_steered_by_posts_with_a_token_only(what: str, signed_in) -> None:
    from django.test import Client

    client = signed_in("adviser")
    job = enqueue("own", client.person, "Mine")
    assert client.get(f"/jobs/{job.id}/{what}").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(client.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert strict.post(f"/jobs/{job.id}/{what}").status_code == 403
    assert Job.objects.get().state == State.QUEUED


# ---- one job


def test_a_running_job_shows_how_far_it_is_in_words_and_as_a_bar(signed_in) -> None:
    client = signed_in("adviser")
    html = get(client, running(enqueue("own", client.person, "Mine")))
    assert "3 of 10 done (30%): file three" in html
    assert 'max="100" value="30"' in html
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in html
    assert "Stop refreshing" in html
    assert 'role="status"' in html
    assert ">Cancel</button>" in html
    assert ">Resume</button>" not in html


def test_the_refreshing_can_be_stopped(signed_in) -> None:
    client = signed_in("adviser")
    html = get(client, running(enqueue("own", client.person, "Mine")), "?pause=1")
    assert 'http-equiv="refresh"' not in html
    assert "Refresh by itself" in html


def test_the_part_that_changes_can_be_asked_for_alone(signed_in) -> None:
    client = signed_in("adviser")
    job = running(enqueue("own", client.person, "Mine"))
    response = client.get(f"/jobs/{job.id}/progress")
    assert response["X-Job-State"] == "running"
    assert response["Cache-Control"] == "private, no-store"
    html = response.content.decode()
    assert "3 of 10" in html
    assert "<html" not in html


def test_a_job_that_has_ended_neither_refreshes_nor_can_be_stopped(signed_in) -> None:
    client = signed_in("adviser")
    html = get(client, running(enqueue("own", client.person, "Mine"), state=State.DONE, finished=timezone.now()))
    assert "refresh" not in html.casefold()
    assert ">Cancel</button>" not in html
    assert "Asked for" in html


def test_an_interrupted_job_says_that_nothing_is_half_done_and_is_resumed_by_a_button(signed_in) -> None:
    client = signed_in("adviser")
    job = running(enqueue("own", client.person, "Mine"), heartbeat=timezone.now() - timedelta(hours=1))
    html = get(client, job)
    assert "Its worker stopped in the middle" in html
    assert ">Resume</button>" in html
    told = client.post(f"/jobs/{job.id}/resume", follow=True).content.decode()
    assert "It waits for a worker" in told
    assert Job.objects.get().state == State.QUEUED


def test_a_failed_job_shows_its_error_and_can_be_tried_again(signed_in) -> None:
    client = signed_in("adviser")
    job = running(enqueue("own", client.person, "Mine"), state=State.FAILED, error="The disk is full. Make room.")
    html = get(client, job)
    assert "The disk is full. Make room." in html
    assert ">Try again</button>" in html


def test_a_job_of_a_room_that_is_gone_is_shown_and_not_resumed(signed_in) -> None:
    client = signed_in("administrator")
    job = running(enqueue("own", client.person, "Mine"), kind="gone", state=State.FAILED, error="x")
    assert ">Try again</button>" not in get(client, job)


def test_jobs_are_listed_by_state_with_the_lost_ones_as_interrupted(signed_in) -> None:
    client = signed_in("adviser")
    for name, fields in {
        "Goes on": {}, "Was lost": {"heartbeat": timezone.now() - timedelta(hours=1)}, "Is over": {"state": State.DONE},
    }.items():  # fmt: skip
        running(enqueue("own", client.person, name), **fields)
    for state, name in {"running": "Goes on", "interrupted": "Was lost", "done": "Is over"}.items():
        html = client.get(f"/jobs/?state={state}").content.decode()
        assert [n for n in ("Goes on", "Was lost", "Is over") if n in html] == [name]
    assert client.get("/jobs/?state=nothing").status_code == 200


def test_many_jobs_come_a_page_at_a_time(signed_in) -> None:
    client = signed_in("adviser")
    for number in range(30):
        enqueue("own", client.person, f"Number {number}")
    first, second = (client.get(f"/jobs/?page={n}").content.decode() for n in (1, 2))
    assert (first.count("Number "), second.count("Number ")) == (25, 5)


# ---- a job that makes a file


def test_the_file_a_job_made_is_handed_to_who_may_see_the_job(signed_in) -> None:
    client, other = signed_in("adviser"), signed_in("adviser")
    job = running(enqueue("own", client.person, "Mine"), state=State.DONE, result={"file": "made", "name": "brief.pdf"})
    job.folder.mkdir(parents=True)
    (job.folder / "made").write_bytes(b"%PDF")
    response = client.get(f"/jobs/{job.id}/result")
    assert b"".join(response.streaming_content) == b"%PDF"
    assert response["Content-Disposition"] == 'attachment; filename="brief.pdf"'
    assert "Download brief.pdf" in get(client, job)
    assert other.get(f"/jobs/{job.id}/result").status_code == 404


@pytest.mark.parametrize("name", ["../../secret", "/etc/passwd", "", "none", "upload"])
def test_no_other_file_of_the_machine_is(name: str, signed_in) -> None:
    client = signed_in("adviser")
    job = running(enqueue("own", client.person, "Mine"), state=State.DONE, result={"file": name})
    (job.folder / "upload").mkdir(parents=True)
    job.folder.parent.parent.joinpath("secret").write_text("x")
    assert client.get(f"/jobs/{job.id}/result").status_code == 404


def test_an_address_of_no_job_is_not_found(signed_in) -> None:
    assert signed_in("administrator").get(f"/jobs/{uuid.uuid4()}/").status_code == 404
