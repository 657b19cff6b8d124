"""A finite market: firms run out, rest, come back and remember; nobody is lost or in two places."""

import math

import numpy as np
import pytest

import buyermaze as bm
from buyermaze.simulator.core.vocabulary import N_SOUGHT, Kind, Status
from buyermaze.simulator.engines.reference.model import BuyerMaze
from buyermaze.simulator.journal.compare import first_difference
from buyermaze.simulator.model.parameters import pack
from buyermaze.simulator.model.rules.luck.draws import run_key
from buyermaze.simulator.model.state import new_world
from buyermaze.simulator.model.steps.journey.arrival import arrive
from buyermaze.simulator.model.steps.journey.closing import close
from tests.worlds import rows

N = 60
WEEK = 40.0
QUICK = {
    "run.weeks_warm_up": 0.0,
    "run.weeks": 150.0,
    "run.weeks_follow_up": 0.0,
    "market.group.n_people_mean": 2.0,
    "market.mind.days_longest": 60.0,
    "market.offer.days_to_use": 5.0,
    "market.living.days_period": 15.0,
    "market.pool.n_firms": N,
    "market.pool.weeks_rest": 20.0,
}


@pytest.fixture(scope="module")
def finite():
    return bm.load("baton_pass", changes=QUICK)


@pytest.fixture(scope="module")
def journal(finite):
    return bm.simulate(finite).journal


@pytest.mark.parametrize("name", ["baton_pass", "merged"])
def test_both_engines_write_the_same_journal_in_a_finite_market(name):
    growing = [{"week": 20, "changes": {"market.pool.n_firms": 90}}]
    scenario = bm.load(name, changes=QUICK | {"run.weeks": 40.0, "timeline": growing})
    compiled, reference = (bm.simulate(scenario, engine=engine).journal for engine in ("compiled", "reference"))
    assert first_difference(compiled, reference) is None
    assert rows(compiled, Kind.FIRM)["value"].max() >= N
    assert rows(compiled, Kind.FIRM)["detail"].max() > 0


def test_at_every_week_each_firm_is_free_or_buying_or_a_customer_or_resting(finite):
    maze = BuyerMaze(finite.with_changes({"run.weeks": 60.0, "run.engine": "reference"}))
    told = bm.simulate(finite).by("week")["n_firms_free"].to_numpy()
    for week in range(1, 50):
        maze.run_until(week * WEEK)
        firms, accounts = maze.world.firms, maze.world.accounts
        alive = accounts[(accounts.id >= 0) & (accounts.alive == 1)]
        buying = {int(a.firm) for a in alive if a.status == Status.OPEN}
        living = {int(a.firm) for a in alive if a.status != Status.OPEN}
        resting = {f for f in range(N) if not firms[f].taken and firms[f].free_from > week * WEEK}
        free = {f for f in range(N) if not firms[f].taken and firms[f].free_from <= week * WEEK}
        assert len(alive) == len(buying) + len(living)  # no firm twice
        assert len(buying) + len(living) + len(resting) + len(free) == N
        assert buying | living | resting | free == set(range(N))
        assert told[week - 1] == len(free)


def test_no_firm_sets_out_before_its_last_purchase_and_its_rest_are_over(journal):
    firm, ended = rows(journal, Kind.FIRM), rows(journal, Kind.ENDED)
    until = {int(row["account"]): row["time"] + row["value"] for row in ended}
    free_from: dict[int, float] = {}
    before: dict[int, int] = {}
    for row in firm:
        number = int(row["value"])
        assert row["time"] >= free_from.get(number, 0.0)
        assert row["detail"] == before.get(number, 0)
        before[number] = before.get(number, 0) + 1
        free_from[number] = until.get(int(row["account"]), np.inf)
    assert len(firm) == len(rows(journal, Kind.ARRIVED))
    assert max(before.values()) > 3


def test_inquiries_come_at_the_rate_of_firms_that_alternate_between_free_and_busy(finite):
    hours, n, spans = 0.0, 0, []
    for seed in range(4):
        scenario = finite.with_changes({"run.seed": seed, "run.weeks": 400.0})
        found = bm.simulate(scenario).journal
        began, ended = rows(found, Kind.FIRM), rows(found, Kind.ENDED)
        start = dict(zip(began["account"].tolist(), began["time"].tolist(), strict=True))
        spans += [row["time"] + row["value"] - start[int(row["account"])] for row in ended]
        late = began["time"] > 100 * WEEK
        n, hours = n + int(late.sum()), hours + 300 * WEEK
    rate = finite.market.demand.rate / WEEK
    expected = hours * N / (N / rate + np.mean(spans))
    assert n < 0.8 * rate * hours  # busy firms are missed
    assert n == pytest.approx(expected, rel=4.0 / math.sqrt(n))


def test_rests_have_the_mean_that_is_set(finite):
    rests = []
    for seed in range(3):
        found = bm.simulate(finite.with_changes({"run.seed": 10 + seed, "run.weeks": 400.0})).journal
        decided = rows(found, Kind.DECISION)
        gave_up = set(decided["account"][decided["detail"] == Status.NO_DECISION].tolist())
        rests += [row["value"] for row in rows(found, Kind.ENDED) if int(row["account"]) in gave_up]
    assert len(rests) > 100
    assert np.mean(rests) == pytest.approx(20.0 * WEEK, rel=4.0 / math.sqrt(len(rests)))


def test_whoever_buys_is_under_contract_for_its_term(finite):
    long = finite.with_changes({"run.weeks": 300.0, "market.mind.days_longest": 250.0})
    found, living = bm.simulate(long).journal, finite.market.living
    in_use = living.days_period * living.n_periods * 8.0
    decided = rows(found, Kind.DECISION)
    rest = {int(row["account"]): row["value"] for row in rows(found, Kind.ENDED)}
    lost = [int(a) for a in decided["account"][decided["detail"] == Status.LOST] if int(a) in rest]
    assert len(lost) > 5 and {rest[account] for account in lost} == {in_use}
    renewals = rows(found, Kind.RENEWAL)
    stays = [rest[int(row["account"])] for row in renewals if row["detail"] > 0.0]
    leaves = [rest[int(row["account"])] for row in renewals if row["detail"] == 0.0]
    assert stays and set(stays) == {in_use + 8.0 * finite.market.offer.days_to_use}
    assert set(leaves) <= {0.0}


def returned(share_kept, weeks_away=0.0):
    """Return a world in which the only firm had a project, gave it up and set out again, with its two accounts."""
    changes = {"market.pool.n_firms": 1, "market.pool.weeks_rest": 0.0, "market.demand.share_not_serious": 0.0}
    scenario = bm.load("baton_pass", changes=QUICK | changes)
    world = new_world(pack(scenario), run_key(1, 0), 4, 4096)
    arrive(world, 0, 0, 0.0)
    world.people.opinion[0, :, 0] = 2.5
    world.people.trust[0] = 0.4
    world.people.on_file[0] = 0.8
    world.accounts.aware[0] = (1, 0, 1)
    close(world, 0, 100.0, int(Status.NO_DECISION), 0)
    arrive(world, 1, 1, 100.0 + weeks_away * WEEK)
    return world


def test_a_firm_that_comes_back_at_once_remembers_everything():
    world = returned(1.0)
    a, people = world.accounts[1], world.people[1][: world.accounts[1].n_people]
    assert a.firm == 0 and a.brand[0] == pytest.approx(2.5 + a.planted)
    assert np.allclose(people.trust, 0.4) and np.allclose(people.on_file, 0.8)
    assert a.aware[0] == 1 and a.aware[2] == 1
    assert a.segment == world.accounts[0].segment and a.region == world.accounts[0].region
    assert np.allclose(a.quality, world.accounts[0].quality)


def test_what_is_remembered_fades_by_its_half_life():
    world = returned(1.0, weeks_away=100.0)
    people = world.people[1][: world.accounts[1].n_people]
    assert np.allclose(people.trust[:, :N_SOUGHT], 1.0 - 0.6 * math.exp(-1.0))
    assert np.allclose(people.on_file, 0.8 * math.exp(-1.0))


def test_an_inquiry_of_a_busy_firm_does_not_come():
    changes = {"market.pool.n_firms": 1}
    world = new_world(pack(bm.load("baton_pass", changes=QUICK | changes)), run_key(1, 0), 4, 4096)
    arrive(world, 0, 0, 0.0)
    written = int(world.market[0].n_rows)
    arrive(world, 1, 1, 10.0)
    assert world.accounts[1].alive == 0 and int(world.market[0].n_rows) == written


def test_a_small_market_runs_dry_by_more_than_luck(finite):
    endless = finite.with_changes({"market.pool.n_firms": 0})
    found = [
        [bm.simulate(scenario.with_changes({"run.seed": seed})) for seed in range(5)] for scenario in (finite, endless)
    ]
    fewer = np.array([a.by("year")["n_inquiries"].iloc[1] for a in found[0]]) - np.array(
        [b.by("year")["n_inquiries"].iloc[1] for b in found[1]]
    )
    assert fewer.mean() + 3.0 * fewer.std(ddof=1) / math.sqrt(5) < 0.0
    assert all(run.outcomes["share_returned"] > 0.3 for run in found[0])
    assert all(run.outcomes["share_returned"] == 0.0 for run in found[1])
    assert all(math.isnan(run.outcomes["p_win_returned"]) for run in found[1])
    assert np.isnan(found[1][0].by("year")["n_firms_free"]).all()


def test_more_firms_than_there_can_be_are_refused():
    with pytest.raises(ValueError, match="0 to 200,000 firms"):
        bm.load("baton_pass", changes={"market.pool.n_firms": 200_001})
