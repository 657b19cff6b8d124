"""Twin replay: the same rows up to the change, and afterwards only what the change can reach."""

import numpy as np
import pytest

from buyermaze.simulator.analysis.deals.twin_replay import days_open, replay
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import Kind
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.journal.compare import first_difference
from buyermaze.simulator.runs.interventions import CHANGES, Intervention, checked
from buyermaze.simulator.runs.run import simulate, simulate_with
from tests.worlds import cohort

CUT = {  # everything through which one account can reach another
    **cohort(25),
    "programme.memory.share_recorded": 1.0,  # every rep knows what any rep was told
    "programme.memory.share_passed_on": 1.0,
    "programme.team.n_reps": 64,
    "programme.selling.skill_sd": 0.0,
    "market.living.word_of_mouth": 0.0,
    "market.living.p_knows_customer": 0.0,
    "market.living.rumour": 0.0,
    "market.mind.wait_cost": 0.0,
}


def chosen(run):
    """Return a real account that stays open for long, and a day on which it is open."""
    rows = run.journal
    ends = rows[(rows["kind"] == Kind.DECISION) & (rows["detail"] <= 3)]
    account = int(ends["account"][np.argsort(ends["value"])[len(ends) // 2]])
    arrived, decided = days_open(run, account)
    return account, round(arrived + 0.4 * (decided - arrived), 1)


@pytest.mark.parametrize("what", CHANGES)
def test_everything_up_to_the_change_is_the_same_and_what_differs_first_is_the_account(scenario, what):
    small = scenario.with_changes(cohort(25))
    account, day = chosen(simulate(small))
    twin = replay(small, account, day, what, person=0 if what == "leaves" else -1)
    before, after = twin.before.journal, twin.after.journal
    past = (before["time"] <= 8 * day).sum()
    assert first_difference(before[:past], after[:past]) is None
    assert past > 0
    if twin.fork_row is not None:
        assert twin.fork_row >= past
        assert first_difference(before[: twin.fork_row], after[: twin.fork_row]) is None
        assert {int(j["account"][twin.fork_row]) for j in (before, after) if twin.fork_row < len(j)} & {account}
        assert twin.touched[0][0] == account
        assert twin.fork_day >= day
    assert twin.sentences()
    assert len(twin.stories()) == 2


def test_without_anything_shared_nobody_else_is_reached(scenario):
    apart = scenario.with_changes(CUT)
    account, day = chosen(simulate(apart))
    twin = replay(apart, account, day, "leaves", person=0)
    assert twin.fork_day is not None
    for other in range(twin.before.journal.account.max() + 1):
        if other != account:
            mine, theirs = (run.of(other) for run in (twin.before, twin.after))
            for field in mine.dtype.names:
                if field != "rep":  # which of equally good free reps comes first may differ
                    assert np.array_equal(mine[field], theirs[field])


def test_a_change_that_changes_nothing_leaves_both_lives_the_same(scenario):
    small = scenario.with_changes(cohort(25))
    account, day = chosen(simulate(small))
    twin = replay(small, account, day, "slowdown", amount=1.0)
    assert twin.fork_row is None
    assert twin.touched == ()
    assert "same, row for row" in twin.sentences()[-1]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"what": "magic"}, "there is no 'magic'"),
        ({"account": -1}, "no account -1"),
        ({"account": 99}, "account 99 has not arrived"),
        ({"day": 0.0}, "has not arrived"),
        ({"day": 50_000.0}, "has already decided"),
        ({"what": "leaves"}, "say who leaves"),
        ({"person": 12}, "seats 0 to"),
        ({"job": "lunch"}, "no 'lunch'"),
        ({"what": "slowdown", "amount": -1.0}, "out of bounds"),
    ],
)
def test_impossible_changes_are_refused_in_one_sentence(scenario, given, says):
    small = scenario.with_changes(cohort(12))
    account, day = chosen(simulate(small))
    with pytest.raises(InputProblem, match=says):
        replay(small, **({"account": account, "day": day, "what": "answer"} | given))


@pytest.mark.parametrize("what", CHANGES)
def test_both_engines_live_the_changed_life_alike(scenario, what):
    small = scenario.with_changes(cohort(25))
    account, day = chosen(simulate(small))
    change = checked(Intervention(what, account, day, 0 if what == "leaves" else -1))
    compiled, reference = (simulate_with(small, change, engine=engine).journal for engine in ("compiled", "reference"))
    assert first_difference(compiled, reference) is None


def test_a_change_finds_its_account_where_slots_are_used_again():
    crowd = load("merged", market="simple_transactional").with_changes(cohort(1500))
    account, day = chosen(simulate(crowd))
    early = next(a for a in range(account) if days_open(simulate(crowd), a)[1] < day)
    assert replay(crowd, account, day, "freeze", amount=500.0).fork_day is not None
    with pytest.raises(InputProblem, match="has already decided"):
        replay(crowd, early, day, "freeze")


def test_people_are_told_dates_and_no_numbers_of_days_or_names_of_columns(scenario):
    small = scenario.with_changes(cohort(25))
    account, day = chosen(simulate(small))
    twin = replay(small, account, day, "trust-lost")
    told, table = " ".join(twin.sentences()), twin.words_table()
    assert "other accounts were reached, the first on " in told and "on day " not in told
    assert "working day" not in " ".join(replay(small, account, day, "freeze").sentences())
    assert list(table) == ["without the change: on", "without the change", "with the change: on", "with the change"]
    assert len(table) == len(twin.fork_table()) > 0
    assert {value[-4:].isdigit() for value in table["with the change: on"] if value} == {True}
