"""The measures of a back-test against their plain definitions, and what they come to when there is nothing in it."""

from __future__ import annotations

import random

import numpy as np
import pytest

from wholeplace.finance.backtest.metrics import Sample, interval

ORIGINS = ("2016", "2017")


def sample(events: list[int], origins: list[str] | None = None, draws: int = 200, seed: int = 1) -> Sample:
    count = len(events)
    origins = origins or ["2016"] * count
    return Sample(
        [f"p{n % (count // 2)}" for n in range(count)], origins, origins, np.array(events, float), draws, seed
    )


def plain_auc(scores: list[float], events: list[int], origins: list[str]) -> float:
    won = pairs = 0.0
    for one, came, when in zip(scores, events, origins, strict=True):
        for other, stayed, then in zip(scores, events, origins, strict=True):
            if came and not stayed and when == then:
                pairs += 1
                won += (one > other) + 0.5 * (one == other)
    return won / pairs


def test_auc_is_the_share_of_pairs_of_one_origin_in_the_right_order() -> None:
    chance = random.Random(3)
    scores = [float(chance.randrange(12)) for _ in range(120)]
    events = [int(chance.random() < 0.2) for _ in range(120)]
    origins = [ORIGINS[n % 2] for n in range(120)]
    found = sample(events, origins).aucs(np.array(scores))
    assert found[0] == pytest.approx(plain_auc(scores, events, origins))


def test_average_precision_of_a_perfect_order_is_one_and_of_no_order_the_base_rate() -> None:
    events = [1, 1, 0, 0, 0, 0, 0, 0]
    told = sample(events)
    assert told.average_precisions(np.arange(8, 0, -1.0))[0] == 1
    assert told.average_precisions(np.zeros(8))[0] == pytest.approx(2 / 8)


def test_recall_and_precision_of_the_highest_tenth() -> None:
    events = [1] + [0] * 18 + [1]
    told = sample(events)
    flagged = told.highest(np.arange(20, 0, -1.0), 0.1)
    assert list(np.flatnonzero(flagged)) == [0, 1]
    recall, precision = told.recalls_and_precisions(flagged)
    assert (recall[0], precision[0]) == (0.5, 0.5)


def test_ties_share_the_places_of_the_highest_tenth() -> None:
    flagged = sample([1] + [0] * 19).highest(np.zeros(20), 0.1)
    assert flagged == pytest.approx(np.full(20, 0.1))


def test_shuffled_labels_tell_nothing_apart() -> None:
    chance = np.random.default_rng(9)
    score = chance.normal(size=400)
    found = []
    for _ in range(60):
        events = chance.permutation([1] * 40 + [0] * 360)
        found.append(sample(list(events), [ORIGINS[n % 2] for n in range(400)], draws=1).aucs(score)[0])
    assert np.mean(found) == pytest.approx(0.5, abs=0.025)


def test_the_bootstrap_draws_councils_with_all_their_origins() -> None:
    told = sample([0, 1] * 10, ["2016"] * 10 + ["2017"] * 10)
    weights = told.weights
    assert (weights[0] == 1).all()
    assert (weights[:, :10] == weights[:, 10:]).all(), "a council's two origins are drawn together"
    assert (weights.sum(axis=1) == 20).all()


def test_one_seed_gives_one_interval_and_a_paired_gain_of_a_score_over_itself_is_nought() -> None:
    events = [int(n % 5 == 0) for n in range(100)]
    score = np.array([n % 7 for n in range(100)], float)
    first, second = sample(events).aucs(score), sample(events).aucs(score)
    assert interval(first) == interval(second)
    assert interval(first - second) == interval(np.zeros(201))


def test_where_there_is_nothing_to_tell_there_is_no_number() -> None:
    assert interval(sample([0, 0, 0, 0]).aucs(np.arange(4.0))).value is None
