"""Drivers on file beside true ones: only what the seller sees, who answered only, and choices that follow from the file."""

import re

import numpy as np
import pytest

from buyermaze.simulator.analysis.cause_and_effect import (
    DRIVERS,
    EASE,
    NOTHING,
    WAIT,
    Decider,
    _pick,
    _share_won,
    cause_and_effect,
    changes_of,
    on_file,
)
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import Channel, Kind, Reason, Status
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.runs.run import simulate
from tests.handmade import journal, row, run_of
from tests.worlds import cohort

BASE = load("baton_pass")


def test_the_file_holds_what_the_seller_saw_and_nothing_else() -> None:
    run = run_of(journal(
        row(Kind.ARRIVED, 0.0, value=3, detail=1),
        row(Kind.TOUCH, 1.0, person=0, channel=Channel.CONTENT, vendor=0, seen=1),
        row(Kind.TOUCH, 2.0, person=0, channel=Channel.CONTENT, vendor=0, seen=0),
        row(Kind.TOUCH, 3.0, person=1, channel=Channel.PEERS, vendor=0),
        row(Kind.SURVEY, 4.0, person=0, reason=Reason.ASKED_EFFORT, value=6.0),
        row(Kind.SURVEY, 5.0, person=1, reason=Reason.ASKED_RECOMMEND, value=1.0),
        row(Kind.DECISION, 9.0, vendor=0, detail=Status.WON),
    ))  # fmt: skip
    file = on_file(run)
    assert file.shape == (1, 1 + len(DRIVERS))
    found = dict(zip(("won", *DRIVERS), file[0].tolist(), strict=True))
    assert found["won"] == 1.0 and found["content people"] == 1.0 and found["reps"] == 0.0
    assert found[EASE] == 6.0 and found[WAIT] == 0.0


def test_who_was_never_seen_is_not_on_file_and_who_did_not_answer_has_no_ease() -> None:
    run = simulate(BASE.with_changes(cohort(120) | {"programme.voice.p_survey": 0.5}))
    file = on_file(run)
    assert 0 < len(file) < len(run.counted())
    assert 0.0 < np.isfinite(file[:, -1]).mean() < 1.0
    silent = on_file(simulate(BASE.with_changes(cohort(120) | {"programme.voice.p_survey": 0.0})))
    assert np.isnan(silent[:, -1]).all()


@pytest.mark.parametrize("driver", ["reps", "content people", "e-mail", "events", "advertising", WAIT, EASE])
def test_what_wins_on_file_is_chosen(driver: str) -> None:
    generator = np.random.default_rng(1)
    file = np.column_stack([np.zeros(8000), generator.poisson(4.0, (8000, len(DRIVERS)))]).astype(float)
    column = file[:, 1 + DRIVERS.index(driver)]
    file[:, 0] = (column < 4) if driver == WAIT else (column > 4)  # waits are what one wants less of
    assert _pick(file, len(DRIVERS), changes_of(BASE)) == driver


def test_nothing_is_chosen_where_nothing_is_promised() -> None:
    file = np.column_stack([np.zeros(50), np.random.default_rng(1).poisson(4.0, (50, len(DRIVERS)))]).astype(float)
    assert _pick(file, len(DRIVERS), changes_of(BASE)) == NOTHING


def test_arms_of_a_test_share_all_accounts_between_them() -> None:
    run = simulate(BASE.with_changes(cohort(120)))
    counted = run.counted()
    sizes = [int((counted % 8 == arm).sum()) for arm in range(8)]
    won = sum(_share_won(run, arm, 8) * size for arm, size in enumerate(sizes))
    assert sum(sizes) == len(counted) and won == pytest.approx(_share_won(run, 0, 1) * len(counted))


def test_shares_of_choices_are_counted_by_life() -> None:
    decider = Decider("file", ("reps", "reps", NOTHING, "events"))
    assert decider.share({"reps"}) == 0.5 and decider.share({NOTHING}) == 0.25 and decider.share({"reps", "events"}) == 0.75
    assert decider.said({NOTHING}) == "1 of 4 lives"  # no percentage of four


def test_file_truth_and_test_are_told_together() -> None:
    found = cause_and_effect(BASE.with_changes(cohort(240)), 3)
    table = found.table()
    assert table["change"].tolist() == list(DRIVERS) == list(found.truth)
    assert found.scenario.programme.voice.p_survey == 0.5  # somebody has to be asked
    assert np.isnan(table["importance_on_file"].iloc[-1])  # ease is on file of those only who answered
    assert table["importance_on_file"].sum() == pytest.approx(1.0) and table["importance_answered"].sum() == pytest.approx(1.0)
    assert all(len(decider.picks) == 3 for decider in found.deciders[::2])
    assert (table["low"] <= table["truth"]).all() and found._repr_html_()
    said = " ".join(found.sentences())
    assert "The test takes" in said and " of 3 lives, one that is shown to help in " in said
    assert not re.search(r"\d%", said + found.words_table().to_string())


def test_too_few_accounts_are_refused() -> None:
    with pytest.raises(InputProblem, match="accounts on file are too few"):
        cause_and_effect(BASE.with_changes(cohort(3)), 1)
