"""One address may ask so often: a steady rate with a burst, told in headers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

pytestmark = pytest.mark.django_db
START = 1_000_000.0


@pytest.fixture(autouse=True)
def fresh() -> None:
    from django.core.cache import caches

    caches["limits"].clear()


def test_a_burst_is_answered_and_then_the_steady_rate(allowing: Callable[..., None]) -> None:
    from wholeplace.web.api.limits import take

    allowing(60, 3)
    answers = [take("192.0.2.1", now=START) for _ in range(4)]
    assert [a.allowed for a in answers] == [True, True, True, False]
    assert [a.remaining for a in answers] == [2, 1, 0, 0]
    assert (answers[3].retry_after, answers[3].reset) == (1, 3)
    assert take("192.0.2.1", now=START + 1).allowed
    assert not take("192.0.2.1", now=START + 1).allowed
    assert take("192.0.2.1", now=START + 60).remaining == 2


def test_each_address_has_its_own_allowance_and_a_network_of_ipv6_has_one(allowing: Callable[..., None]) -> None:
    from wholeplace.web.api.limits import take

    allowing(60, 1)
    assert take("192.0.2.1", now=START).allowed
    assert take("192.0.2.2", now=START).allowed
    assert take("2001:db8::1", now=START).allowed
    assert not take("2001:db8::ffff", now=START).allowed
    assert take("2001:db8:0:1::1", now=START).allowed


def test_a_reader_who_asks_too_often_is_told_when_to_come_back(client: Client, allowing: Callable[..., None]) -> None:
    allowing(6, 2)
    first = client.get("/api/v1/measures")
    assert (first["RateLimit-Limit"], first["RateLimit-Remaining"]) == ("2", "1")
    client.get("/api/v1/measures")
    refused = client.get("/api/v1/measures")
    assert refused.status_code == 429
    assert refused.json()["error"]["code"] == "too-many-requests"
    assert 1 <= int(refused["Retry-After"]) <= 10


def test_asking_for_another_day_counts_ten_times(client: Client, allowing: Callable[..., None]) -> None:
    allowing(60, 25)
    response = client.get("/api/v1/places?as_of=2018-01-31")
    assert response["RateLimit-Remaining"] == "15"


def test_the_address_itself_is_not_kept(client: Client, allowing: Callable[..., None]) -> None:
    from wholeplace.web.api.limits import _key

    assert "192.0.2.1" not in _key("192.0.2.1")


def test_a_count_that_can_not_be_kept_takes_no_data_away(
    client: Client, allowing: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core.cache import caches

    def broken(*_: Any, **__: Any) -> Any:
        raise OSError

    monkeypatch.setattr(type(caches["limits"]), "get", broken)
    assert client.get("/api/v1/measures").status_code == 200
