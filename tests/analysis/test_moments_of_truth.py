"""Moments of truth: what is done about a moment does away with it, effects are those of paired runs, and silence where none is."""

from dataclasses import replace

import numpy as np
import pytest

from buyermaze.simulator.analysis.journeys.lived import MOMENTS
from buyermaze.simulator.analysis.journeys.moments_of_truth import CHANGES, JUDGED, moments_of_truth
from buyermaze.simulator.comparison.paired_statistics import difference
from buyermaze.simulator.outcomes.batches import batch_values
from buyermaze.simulator.outcomes.definitions import position
from buyermaze.simulator.runs.batch import sum_table


@pytest.fixture(scope="module")
def found(scenario):
    return moments_of_truth(scenario.with_changes({"programme.message.fine_print": 0.5}), 2)


def test_every_change_is_about_a_moment_that_is_read_from_journals():
    assert {change.moment for change in CHANGES} <= {moment.name for moment in MOMENTS}
    assert len({change.moment for change in CHANGES}) == len(CHANGES)


def test_what_is_done_about_a_moment_makes_it_rarer_or_more_frequent_as_it_says(found):
    told = {each.moment: each for each in found.tested}
    for name in (
        "told it all again",
        "claim found out",
        "fine print found",
        "two of us claim different things",
        "answer found",
    ):
        if name in told:
            assert told[name].times_changed < 0.2 * told[name].times, name
    assert {"told it all again", "claim found out", "answer found", "dead end", "waited in vain"} <= set(told)
    assert told["dead end"].times_changed < told["dead end"].times
    assert told["waited in vain"].times_changed < told["waited in vain"].times
    assert told["word without an agenda"].times_changed > told["word without an agenda"].times


def test_an_effect_is_the_paired_difference_of_the_same_luck(found):
    change = next(each for each in CHANGES if each.moment == "told it all again")
    today, other = (batch_values(sums) for sums in sum_table([found.scenario, change.apply(found.scenario)], range(2)))
    told = next(each for each in found.tested if each.moment == change.moment)
    for outcome in JUDGED:
        column = position(outcome)
        paired = difference(other[:, column], today[:, column])
        assert told.effect(outcome).mean == pytest.approx(paired.mean)
        assert told.effect(outcome).half_width >= paired.half_width  # holds for all kinds together


def test_moments_are_ranked_by_what_they_move_those_told_from_luck_first(found):
    for outcome in JUDGED:
        ranked = found.ranked(outcome)
        known = [each.known(outcome) for each in ranked]
        assert known == sorted(known, reverse=True)
        for half in (True, False):
            sizes = [abs(each.effect(outcome).mean) for each in ranked if each.known(outcome) is half]
            assert sizes == sorted(sizes, reverse=True)
    assert len(found.table()) == len(found.words_table()) == len(found.tested)


def test_of_every_moment_that_counts_it_is_said_what_was_done_about_it(found):
    told = difference(np.arange(8.0) + 10.0, np.arange(8.0) * 0.9)
    all_told = replace(found, tested=tuple(replace(each, effects=(told,) * len(each.effects)) for each in found.tested))
    said = " ".join(all_told.sentences())
    for each in all_told.tested:
        assert said.count(f"'{each.moment}', {each.done}: ") == len(JUDGED)


def test_one_value_is_not_told_from_luck(scenario):
    alone = moments_of_truth(scenario.with_changes({"run.n_batches": 1}), 1)
    assert alone.sentences() == ["One value cannot tell moments from luck; run more replications."]
    assert not any(each.known(outcome) for each in alone.tested for outcome in JUDGED)
