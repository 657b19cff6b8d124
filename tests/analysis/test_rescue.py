"""What would have saved a deal: lives begin where it stood, luck is the same with and without, and words say what was found."""

from dataclasses import replace

import numpy as np
import pytest

from buyermaze.simulator.analysis.deals.autopsy import autopsies
from buyermaze.simulator.analysis.deals.rescue import N_JUDGED, cost_of, lost_deals, rescue
from buyermaze.simulator.analysis.deals.twin_replay import days_open
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import Status
from buyermaze.simulator.runs.interventions import Intervention, checked
from buyermaze.simulator.runs.lives import ending, makes_a_difference, standing


@pytest.fixture(scope="module")
def lost(run):
    return lost_deals(run)


@pytest.fixture(scope="module")
def account(lost) -> int:
    return int(lost["account"].iloc[0])


@pytest.fixture(scope="module")
def office(scenario, run, account):
    arrived, decided = days_open(run, account)
    return next(standing(scenario, 0, [(arrived + decided) / 2]))


@pytest.fixture(scope="module")
def saved(scenario, account):
    return rescue(scenario, account, n_lives=12, n_days=2)


def test_without_other_luck_a_life_ends_as_the_run_did(scenario, run, lost) -> None:
    decided = {int(row["account"]): int(row["detail"]) for row in run.decisions()}
    for account in lost["account"].head(4):
        first, last = days_open(run, account)
        for office in standing(scenario, 0, [first + 0.2 * (last - first), first + 0.8 * (last - first)]):
            assert int(ending(office, account, 0)) == decided.get(account, int(Status.OPEN))


def test_the_same_luck_gives_the_same_life_and_leaves_the_deal_as_it_stood(office, account) -> None:
    before = office.world.accounts.tobytes(), office.world.people.tobytes(), office.agenda.tobytes()
    lives = [[ending(office, account, life) for life in range(1, 7)] for _ in range(2)]
    assert lives[0] == lives[1]
    assert before == (office.world.accounts.tobytes(), office.world.people.tobytes(), office.agenda.tobytes())


def test_a_much_lower_price_saves_more_lives_than_none(office, account) -> None:
    cut = checked(Intervention("price-cut", account, float(office.desk[0].now) / 8, amount=10.0))
    won = [sum(ending(office, account, life, change) == Status.WON for life in range(1, 25)) for change in (None, cut)]
    assert won[1] > won[0]


def test_what_changes_nothing_is_not_tried(office, account) -> None:
    day = float(office.desk[0].now) / 8
    kit = checked(Intervention("kit", account, day))
    assert makes_a_difference(office, kit)
    office.world.accounts[account % len(office.world.accounts)].kit = 1
    assert not makes_a_difference(office, kit)
    office.world.accounts[account % len(office.world.accounts)].kit = 0


def test_changes_are_ranked_paired_and_told(saved) -> None:
    gains = [each.gain.mean for each in saved.savings]
    assert gains == sorted(gains, reverse=True) and 1 <= len(gains) <= N_JUDGED
    for each in saved.savings:
        assert each.gain.mean == pytest.approx(each.with_it - each.without)
        assert each.cost > 0 and each.whose in ("marketing", "a rep", "whoever sets the price")
    assert len({(s.change.what, s.change.person, s.change.job) for s in saved.savings}) == len(gains)
    said = saved.sentences()
    assert said[0].startswith(f"Account {saved.account}: ") and "true cause" in said[0]
    assert any("What would have helped most" in line or "Nothing single would have saved it" in line for line in said)
    assert len(saved.table()) == len(saved.words_table()) == len(gains)


def test_progress_counts_every_life(scenario, account) -> None:
    told: list[tuple[int, int]] = []
    rescue(scenario, account, n_lives=10, n_days=1, progress=lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] == len(told)


def test_lost_deals_are_those_not_won_and_can_be_filtered_by_cause(run, lost) -> None:
    found = autopsies(run)
    assert sorted(lost["account"]) == [each.account for each in found if each.cause not in ("won", "open")]
    cause = lost["cause"].iloc[0]
    assert lost_deals(run, cause)["account"].tolist() == lost.loc[lost["cause"] == cause, "account"].tolist()
    with pytest.raises(InputProblem, match=r"there is no 'kept wating'.*kept waiting"):
        lost_deals(run, "kept wating")


def test_costs_grow_with_who_is_reached(scenario) -> None:
    one, all_ = (cost_of(scenario, checked(Intervention("answer", 0, 1.0, person)), 6) for person in (0, -1))
    assert all_ == pytest.approx(6 * one)
    cut = cost_of(scenario, checked(Intervention("price-cut", 0, 1.0)), 6)
    assert cut == pytest.approx(0.3 * scenario.market.offer.price_unit * scenario.market.offer.deal_value)
    assert np.isfinite(cost_of(scenario, checked(Intervention("rep-calls", 0, 1.0)), 6))


def test_wrong_questions_are_refused(scenario) -> None:
    with pytest.raises(InputProblem, match="no account 99999"):
        rescue(scenario, 99999)
    with pytest.raises(InputProblem, match="lives: 3"):
        rescue(scenario, 0, n_lives=3)
    with pytest.raises(InputProblem, match="days: 0"):
        rescue(scenario, 0, n_days=0)


def test_what_is_added_is_what_lies_between_the_chances_as_they_are_said(saved) -> None:
    some = saved.savings[0]
    one = replace(some, without=23 / 40, with_it=39 / 40, gain=replace(some.gain, mean=16 / 40), known=True)
    row = replace(saved, savings=(one,)).words_table().iloc[0]
    assert (row["won without"], row["won with"]) == ("57.5 %", "97.5 %")
    assert row["raises the chance by"].startswith("+40 points")
    assert "won in 97.5 instead of 57.5 of 100 lives (+40 points" in " ".join(replace(saved, savings=(one,)).sentences())
