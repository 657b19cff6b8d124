"""What customers say: read from the journal as the rulebook counts it, and deals turned by nothing else."""

import itertools

import numpy as np
import pytest

from buyermaze.simulator.analysis.customers.word_of_mouth import reached, voices, with_silence, words_heard
from buyermaze.simulator.analysis.customers.word_of_mouth_effects import ripple, said_frame, trace
from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import Channel, Kind
from buyermaze.simulator.engines.reference.model import BuyerMaze
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.journal.compare import first_difference
from buyermaze.simulator.runs.run import simulate
from tests.worlds import cohort

LOUD = {**cohort(250), "run.n_replications": 3, "market.living.word_of_mouth": 0.4}
MUTE = {"market.living.word_of_mouth": 0.0, "market.living.p_knows_customer": 0.0}


@pytest.fixture(scope="module")
def loud():
    """A market in which every customer is heard, and soon."""
    quick = {"market.offer.days_to_use": 5, "market.demand.share_not_serious": 0.2}
    return load("merged").with_changes(LOUD | quick)


@pytest.fixture(scope="module")
def life(loud):
    return simulate(loud)


def test_voices_are_those_the_rulebook_counts(loud):
    few = loud.with_changes({"run.n_accounts": 80})
    model = BuyerMaze(few).run()
    heard = voices(simulate(few))
    assert len(heard) > 5
    assert heard[-1].after == model.world.market[0].earned
    assert all(a.after == b.before for a, b in itertools.pairwise(heard))
    assert all(v.promoters + v.passives + v.detractors > 0 and -1 <= v.balance <= 1 for v in heard)


@pytest.mark.parametrize("replication", [0, 1])
def test_a_life_in_which_nobody_is_silenced_is_the_same_to_the_bit(loud, replication):
    again = with_silence(loud, replication, lambda voice: False)
    assert first_difference(simulate(loud, replication).journal, again.journal) is None


def test_a_life_in_which_all_are_silent_is_one_without_word_of_mouth(loud):
    silent = with_silence(loud, 0, lambda voice: True)
    assert first_difference(simulate(loud.with_changes(MUTE)).journal, silent.journal) is None


def test_nothing_differs_before_the_silenced_customer_would_have_spoken(loud, life):
    heard = voices(life)
    one = heard[len(heard) // 2]
    silent = with_silence(loud, 0, lambda voice: voice.account == one.account)
    until = one.day * HOURS_PER_DAY
    before = [run.journal[run.journal["time"] <= until] for run in (life, silent)]
    assert first_difference(*before) is None
    asked = life.journal[(life.journal["channel"] == Channel.PEERS) & (life.journal["time"] > until)]
    assert len(asked) and first_difference(life.journal, silent.journal) is not None


def test_wins_add_up(loud):
    found = ripple(loud)
    table = found.table().set_index("talk_of")
    np.testing.assert_allclose(table["won"] - table["lost"], table["deals"], atol=1e-12)
    mute = loud.with_changes(MUTE)
    with_talk, without = (
        np.mean([simulate(s, r).totals["sum"][0, 1, 4] for r in range(3)]) for s in (loud, mute)
    )  # 4: deals won
    assert table.loc["all customers", "deals"] == pytest.approx(with_talk - without)
    assert table.loc["all customers", "revenue"] == pytest.approx(loud.market.offer.deal_value * (with_talk - without))
    assert len(found.sentences()) >= 4


def test_without_word_of_mouth_nothing_comes_of_talk(loud):
    found = ripple(loud.with_changes(MUTE), 2)
    assert found.effects["all"].mean == found.effects["warning"].mean == 0
    assert not len(found.turned)
    assert "makes no difference" in found.sentences()[-2]


def test_one_customer_is_followed(life):
    one = trace(life)
    assert one.voice.regret == max(voice.regret for voice in voices(life))
    assert one.amount == one.table()["amount"].sum()
    assert f"Account {one.voice.account} was heard" in one.sentences()[0]
    rows = life.journal
    peers = (rows["kind"] == Kind.TOUCH) & (rows["channel"] == Channel.PEERS) & (rows["job"] >= 2)
    said = said_frame(life).set_index("account")
    assert said.loc[one.voice.account, "asked"] == one.n_asked > 0
    assert said["asked"].is_monotonic_decreasing and (said["warning"] == (said["balance"] < 0)).all()
    assert one.n_asked == len(np.unique(rows["account"][peers & (rows["time"] > one.voice.day * HOURS_PER_DAY)]))


def test_who_was_never_heard_cannot_be_followed(life):
    with pytest.raises(InputProblem, match="no customer that was heard"):
        trace(life, 100_000)
    with pytest.raises(InputProblem, match="no customer was heard"):
        trace(simulate(load("merged").with_changes(cohort(1))))


def test_a_run_too_short_to_hear_anything_says_so():
    found = ripple(load("baton_pass").with_changes(cohort(150)), 2)
    assert found.share_to_come < 0.5
    assert any("longer run" in line for line in found.sentences())


@pytest.fixture(scope="module")
def known(loud):
    """The same market where everybody knows some by name."""
    return loud.with_changes({"market.peers.n_links": 4, "market.peers.p_tells": 1.0})


def test_the_ripple_runs_along_who_heard_whom(known):
    run = simulate(known)
    heard = run.journal[run.journal["kind"] == Kind.HEARD]
    tells = {voice.account for voice in voices(run)}
    longest = max((reached(run, account) for account in tells), key=len)
    assert len(longest) > 1
    for account in tells:
        rings = reached(run, account)
        everybody = [each for ring in rings for each in ring]
        assert len(everybody) == len(set(everybody)) and account not in everybody
        before = {account}
        for ring in rings:
            assert ring == set(heard["account"][np.isin(heard["detail"], sorted(before))].tolist()) & ring
            before = ring & tells
    assert sum(words_heard(run).values()) == len(heard)


def test_a_trace_tells_who_was_reached_by_name_and_in_how_many_steps(known):
    run = simulate(known)
    farthest = max((voice.account for voice in voices(run)), key=lambda account: len(reached(run, account)))
    one = trace(run, farthest)
    assert one.n_reached == tuple(map(len, reached(run, farthest))) and len(one.n_reached) > 1
    assert f"{one.n_reached[0]} account" in one.sentences()[2] and "steps" in one.sentences()[2]
    assert set(one.table()["steps"]) <= {0, *range(1, len(one.n_reached) + 1)}
    said = ripple(known, 1)
    assert said.words and any(line.startswith("Heard by name: ") for line in said.sentences())


def test_who_is_silenced_is_heard_by_nobody_who_knows_them(known):
    silent = with_silence(known, 0, lambda voice: True)
    assert not (silent.journal["kind"] == Kind.HEARD).any()
