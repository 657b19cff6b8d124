"""Influence: who hears whom, and what is voiced after some rounds."""

import numpy as np

from buyermaze.simulator.model.rules.buyers.influence import discussed


def talk(start: list[float], weight: list[float], reach: float, susceptibility: float, n_rounds: int) -> np.ndarray:
    """Return what is voiced after some rounds."""
    voiced, scratch = np.zeros(len(start)), np.zeros(len(start))
    discussed(len(start), np.array(start), np.array(weight), reach, susceptibility, n_rounds, voiced, scratch)
    return voiced


def test_without_talk_everybody_voices_what_they_think() -> None:
    assert talk([0.0, 1.0, 5.0], [1.0, 1.0, 1.0], 10.0, 0.3, 0).tolist() == [0.0, 1.0, 5.0]


def test_stubborn_people_do_not_move() -> None:
    assert talk([0.0, 1.0], [1.0, 1.0], 10.0, 0.0, 3).tolist() == [0.0, 1.0]


def test_open_people_agree_after_one_round_on_the_weighted_mean() -> None:
    assert np.allclose(talk([0.0, 1.0], [1.0, 3.0], 10.0, 1.0, 1), [0.75, 0.75])


def test_people_out_of_reach_do_not_influence_each_other() -> None:
    assert talk([0.0, 0.2, 9.0, 9.2], [1.0] * 4, 1.0, 1.0, 1).tolist() == [0.1, 0.1, 9.1, 9.1]


def test_people_without_weight_listen_but_are_not_heard() -> None:
    assert np.allclose(talk([0.0, 1.0], [0.0, 1.0], 10.0, 0.5, 1), [0.5, 1.0])


def test_nobody_to_hear_leaves_opinions_alone() -> None:
    assert talk([0.0, 1.0], [0.0, 0.0], 10.0, 0.5, 3).tolist() == [0.0, 1.0]


def test_only_the_first_n_are_in_the_room() -> None:
    start, weight = np.array([0.0, 1.0, 100.0]), np.ones(3)
    voiced, scratch = np.full(3, -7.0), np.zeros(3)
    discussed(2, start, weight, 1000.0, 1.0, 1, voiced, scratch)
    assert voiced.tolist() == [0.5, 0.5, -7.0]
