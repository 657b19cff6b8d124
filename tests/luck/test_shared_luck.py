"""What luck is shared, and with whom: one more account, one account touched, another programme, somebody watching."""

from typing import Any

import numpy as np
import pytest

from buyermaze.simulator.core.vocabulary import Kind
from buyermaze.simulator.engines.reference.model import BuyerMaze
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.journal.compare import first_difference
from buyermaze.simulator.journal.journal import frame
from buyermaze.simulator.model.demand import media_pull
from buyermaze.simulator.model.state import ROW
from buyermaze.simulator.runs.run import simulate
from tests.worlds import cohort, rows

# nothing an account does reaches another one: enough reps, all alike, and nobody hears of waits, leads or customers
APART = {
    "programme.team.n_reps": 64,
    "programme.selling.skill_sd": 0.0,
    "programme.handoff.distrust": 0.0,
    "programme.memory.share_recorded": 1.0,  # which rep is free, and so who meets again, hangs on the others
    "programme.memory.share_passed_on": 1.0,
    "market.mind.wait_cost": 0.0,
    "market.living.word_of_mouth": 0.0,
    "market.living.p_knows_customer": 0.0,
    "market.living.rumour": 0.0,
    **cohort(30),
}


def apart(name: str = "merged", **changes: Any) -> Scenario:
    """Return an organisation in which accounts have nothing to do with each other."""
    return load(name).with_changes(APART | {key.replace("__", "."): value for key, value in changes.items()})


def without_reps(journal: np.ndarray) -> np.ndarray:
    """Return rows without saying which rep acted: that depends on who is free, and here all are alike."""
    copy = np.array(journal, dtype=ROW)
    copy["rep"] = -1
    return copy


def test_the_same_scenario_gives_the_same_journal() -> None:
    scenario = load("baton_pass").with_changes(cohort(40))
    again = load("baton_pass").with_changes(cohort(40))
    assert first_difference(simulate(scenario).journal, simulate(again).journal) is None


def test_another_seed_or_replication_gives_other_luck() -> None:
    scenario = load("baton_pass").with_changes(cohort(40))
    first = simulate(scenario).journal
    assert first_difference(first, simulate(scenario, 1).journal) is not None
    assert first_difference(first, simulate(scenario.with_changes({"run.seed": 2})).journal) is not None


@pytest.mark.parametrize("name", ["merged", "baton_pass"])
def test_more_accounts_change_nothing_for_those_before(name: str) -> None:
    qualifiers = {"programme__team__n_qualifiers": 16}
    few = simulate(apart(name, **qualifiers)).journal
    more = simulate(apart(name, **qualifiers, run__n_accounts=40)).journal
    n = few["account"].max() + 1
    assert (more["account"] >= n).any()
    assert first_difference(without_reps(few), without_reps(more[more["account"] < n])) is None


def test_more_accounts_matter_when_reps_are_scarce() -> None:
    scarce = {"programme__team__n_reps": 1, "market__demand__n_accounts_per_week": 20.0}
    few = simulate(apart(**scarce)).journal
    more = simulate(apart(**scarce, run__n_accounts=60)).journal
    n = few["account"].max() + 1
    assert first_difference(without_reps(few), without_reps(more[more["account"] < n])) is not None


def poked(scenario: Scenario, account: int) -> np.ndarray:
    """Run the reference engine, changing one account's mind as soon as it has arrived."""
    model = BuyerMaze(scenario)
    while len(model.committees) <= account:
        model.step()
    state = model.world.people[account]
    state["opinion"][:, 0] += 1.0
    state["need"] *= 1.5
    return model.run().journal


def test_touching_one_account_leaves_the_others_alone_to_the_bit() -> None:
    scenario = apart()
    journal = simulate(scenario).journal
    serious = rows(journal, Kind.ARRIVED)
    account = int(serious["account"][serious["detail"] == 1][3])
    touched = poked(scenario, account)
    others = [without_reps(side[side["account"] != account]) for side in (journal, touched)]
    assert first_difference(*others) is None
    mine = [side[side["account"] == account] for side in (journal, touched)]
    assert first_difference(*mine) is not None


def test_who_arrives_is_the_same_under_every_programme_with_the_same_media() -> None:
    n = {**cohort(60), "programme.marketing.ads": 1.0, "programme.marketing.events": 1.0}
    n["programme.marketing.email"] = 1.0
    arrivals = [
        rows(simulate(load(name).with_changes(n)).journal, Kind.ARRIVED)
        for name in ("baton_pass", "merged", "sla_aligned", "product_led", "sales_only")
    ]
    for other in arrivals[1:]:
        assert first_difference(arrivals[0], other) is None


def test_media_bring_the_same_accounts_sooner() -> None:
    few, many = load("merged").with_changes(cohort(60)), {"programme.marketing.ads": 3.0}
    before, after = (rows(simulate(each).journal, Kind.ARRIVED) for each in (few, few.with_changes(many)))
    pull = media_pull(few.market, few.with_changes(many).programme)
    assert pull > 1.0
    assert len(after) > len(before)  # of the same weeks
    after = after[: len(before)]
    assert after["time"] == pytest.approx(before["time"] / pull, rel=1e-12)
    assert (before[["account", "value", "detail"]] == after[["account", "value", "detail"]]).all()


def test_what_accounts_are_like_is_the_same_under_every_programme() -> None:
    states = []
    for name in ("baton_pass", "product_led"):
        # what our content teaches to want is no trait
        model = BuyerMaze(load(name).with_changes({"market.mind.framing": 0.0, **cohort(12)})).run()
        accounts, people = model.world.accounts, model.world.people
        fields = [
            accounts[field].copy() for field in ("key", "benefit", "price", "pace", "quality", "brand", "hours_outside")
        ]
        states.append([*fields, people["stake"].copy(), people["truth"].copy()])
    for first, second in zip(*states, strict=True):
        assert np.array_equal(first, second)


def test_a_lever_that_only_costs_money_leaves_every_step_alone() -> None:
    scenario = load("merged").with_changes(cohort(40))
    dearer = scenario.with_changes({"programme.team.cost_rep": 400_000, "market.offer.deal_value": 1e6})
    assert first_difference(simulate(scenario).journal, simulate(dearer).journal) is None


def test_watching_changes_nothing() -> None:
    scenario = load("sla_aligned").with_changes(cohort(12))
    undisturbed = simulate(scenario, engine="compiled").journal
    model, n_looks = BuyerMaze(scenario), 0
    while not model.finished:
        model.step()
        n_looks += 1
        if n_looks % 50 == 0:
            model.occupancy()
            frame(model.journal, scenario)
            [(person.cell, person.state.opinion.copy()) for group in model.committees for person in group.people]
    assert first_difference(undisturbed, model.journal) is None
    run = simulate(scenario)
    before = run.journal.copy()
    assert len(run.journeys()) == len(model.committees)
    assert run.outcomes is not None
    assert len(run.totals) == 1
    assert first_difference(before, run.journal) is None


def test_stepping_and_running_to_moments_give_the_same_journal() -> None:
    scenario = load("merged").with_changes(cohort(8))
    whole = BuyerMaze(scenario).run().journal
    model = BuyerMaze(scenario)
    for hours in range(0, 20_000, 777):
        model.run_until(float(hours))
        assert model.now <= hours
    assert first_difference(whole, model.run().journal) is None
