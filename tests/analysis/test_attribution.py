"""Attribution of a scenario: channels that are off are off, and the truth adds up."""

from dataclasses import replace

import numpy as np
import pytest

from buyermaze.simulator.analysis.attribution.attribution import OURS, attribute
from buyermaze.simulator.analysis.attribution.touch_paths import paths_of
from buyermaze.simulator.core.vocabulary import Channel, Kind, Status
from buyermaze.simulator.inputs.dates.timeline import years_observed
from buyermaze.simulator.outcomes.books.costs import deal_worth, yearly_spend
from buyermaze.simulator.runs.paired_runs import without_channels
from buyermaze.simulator.runs.run import simulate


@pytest.fixture(scope="module")
def found(scenario):
    return attribute(scenario, 2, causal=True)


@pytest.mark.parametrize("channel", OURS)
def test_nobody_uses_a_channel_that_is_switched_off(scenario, channel):
    rows = simulate(without_channels(scenario, [channel])).journal
    used = rows["channel"][rows["kind"] == Kind.TOUCH]
    assert OURS.index(channel) not in used
    assert len(used)


def test_switching_nothing_off_changes_nothing(scenario):
    assert without_channels(scenario, []) is scenario


def test_causal_shares_add_up_to_all_wins_with_our_channels(scenario, found):
    alone = sum(
        (simulate(without_channels(scenario, OURS), r).totals["sum"][0, 1, 4]) for r in range(2)
    ) / (2 * years_observed(scenario))  # fmt: skip
    assert sum(each.mean for each in found.causal) == pytest.approx(found.wins.mean - alone)


def test_paths_hold_every_win_once_and_only_seen_touches(run, scenario):
    paths, blind = paths_of(run)
    rows = run.journal
    won = (rows["kind"] == Kind.DECISION) & (rows["detail"] == Status.WON)
    assert sum(path.conversions for path in paths) + blind == won.sum()
    ends = {
        int(a): t for a, t in zip(*(rows[rows["kind"] == Kind.DECISION][c] for c in ("account", "time")), strict=True)
    }
    seen = rows[(rows["kind"] == Kind.TOUCH) & (rows["seen"] == 1) & (rows["channel"] < Channel.PEERS)]
    before = sum(row["time"] <= ends[int(row["account"])] for row in seen)
    assert sum(len(path.channels) for path in paths) == before
    assert all(np.diff(path.hours).max(initial=-1) <= 0 and path.hours[-1] >= 0 for path in paths)


def test_reported_credit_sums_to_the_wins_that_were_seen_coming(found):
    sums = found.credit.conversions.sum(axis=1)
    assert sums == pytest.approx(np.full(len(sums), found.wins.mean - found.unseen_wins))
    assert all(0 <= share <= 1 for share in found.misplaced().values())
    assert found.true_shares().sum() == pytest.approx(1)
    assert all(error >= 0 for error in found.misplaced_errors().values())


def test_what_is_said_is_said_in_sentences(found):
    lines = found.sentences()
    assert len(lines) >= len(OURS) + 2
    assert all(line.endswith(".") for line in lines)
    assert list(found.table()["channel"]) == list(OURS)
    assert len(found.credits()) == len(found.credit.models) + 1
    assert "true_share" in found.effects()


def test_an_interval_that_leaves_0_out_and_does_not_tell_says_why(found):
    apart = [replace(each, low=0.2, high=3.0) for each in found.removal]
    unsure = replace(found, removal=tuple(apart), p_adjusted=(0.2,) * len(apart))
    (said, *_) = unsure.sentences()
    assert "95 % interval 0.2 to 3.0 wins a year, and one of 5 channels may leave 0 out by luck" in said
    near = replace(unsure, removal=tuple(replace(each, low=-0.2) for each in apart))
    assert "may leave 0 out" not in near.sentences()[0]


def test_the_spend_ledger_keeps_what_was_spent_and_sets_what_is_credited_beside_what_is_added(scenario, found):
    money = found.money().set_index("channel")
    programme = scenario.programme
    assert money.loc["ads", "cost"] == programme.marketing.ads * programme.marketing.cost_ads
    assert money["cost"].sum() <= yearly_spend(programme)
    assert np.allclose(money["cost_touch"] * money["touches"], money["cost"])
    assert np.allclose(money["true_return"] * money["cost"], money["true_revenue"])
    last = found.credit.conversions[found.credit.models.index("last")].sum()
    assert money["last_revenue"].sum() == pytest.approx(last * deal_worth(scenario))
