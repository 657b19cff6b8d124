"""The buyers' hours, loyalty drivers and journey maps."""

import numpy as np
import pytest
from handmade import USUAL, journal, row, run_of, won

from buyermaze.simulator.analysis.customers.loyalty_drivers import DRIVERS, customers, lmg, loyalty_drivers
from buyermaze.simulator.analysis.journeys.buyer_hours import ENTRIES, book, buyer_hours
from buyermaze.simulator.analysis.journeys.journey_maps import STAGES, journey_map, map_difference
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import Channel, Job, Kind, Reason
from buyermaze.simulator.inputs.loading import load
from buyermaze.simulator.outcomes.tallies import Tally
from buyermaze.simulator.runs.run import simulate
from tests.worlds import cohort

UNASKED = {"programme.nurture.days_between": 5.0, "programme.outbound.days_between": 3.0}  # mail and calls


@pytest.mark.parametrize("more", [{}, UNASKED], ids=["asked for", "mail and calls"])
def test_every_hour_of_the_buyers_is_booked_once(more):
    run = simulate(load("baton_pass").with_changes(cohort(80) | more))
    entries, waited, n_accounts = book(run)
    sums = run.totals["sum"].sum(axis=0)[1]
    assert sum(entries.values()) == pytest.approx(sums[Tally.HOURS_REP : Tally.HOURS_MEETING + 1].sum())
    assert waited == pytest.approx(sums[Tally.HOURS_WAITED])
    assert n_accounts == sums[Tally.JOURNEYS]


def test_hours_by_hand():
    again = row(Kind.TOUCH, 45.0, person=0, job=Job.PROBLEM, channel=Channel.PEERS, hours=4.0)
    told = row(
        Kind.TOUCH, 13.0, person=0, job=Job.SELECTION, channel=Channel.REP, hours=2.0, reason=Reason.OUT_OF_CONTEXT
    )
    strangers = USUAL.with_changes({"programme.memory.penalty_unknown": 0.25})
    run = run_of(journal(*won(0, 0.0), again, told), strangers)
    entries, waited, n_accounts = book(run)
    expected = {
        "answers from our content": 2.0, "dead ends": 1.0, "conversations with our reps": 1.0 + 1.5, "telling it again": 0.5,
        "peers and analysts": 2.0, "meetings": 2.0, "rework after forgetting": 4.0,
    }  # fmt: skip
    assert entries == {name: expected.get(name, 0.0) for name in ENTRIES}
    assert (waited, n_accounts) == (6.0, 1)


def test_the_hours_ledger_adds_up(scenario):
    found = buyer_hours(scenario, 2)
    table = found.table()
    assert table["hours"].sum() == pytest.approx(found.total.mean)
    assert table["share"].sum() == pytest.approx(1)
    assert found.by_cause()[["gain", "loss"]].to_numpy().sum() == pytest.approx(found.total.mean)
    assert all(line.endswith(".") for line in found.sentences())


def test_orthogonal_drivers_get_their_squared_weights():
    x = np.array([[a, b, c] for a in (-1.0, 1.0) for b in (-1.0, 1.0) for c in (-1.0, 1.0)])
    y = x @ np.array([0.8, 0.0, 0.6])
    assert lmg(x, y) == pytest.approx([0.64, 0, 0.36])


def test_parts_of_correlated_drivers_still_sum_to_r_squared():
    luck = np.random.default_rng(2)
    x = luck.normal(size=(200, 3)) @ np.array([[1, 0.7, 0], [0, 1, 0.3], [0, 0, 1]])
    y = x @ np.array([1.0, -0.5, 0.2]) + luck.normal(size=200)
    design = np.column_stack([np.ones(200), x])
    residual = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
    assert lmg(x, y).sum() == pytest.approx(1 - residual.var() / y.var())


def test_drivers_are_those_the_accounts_were_born_with(scenario):
    found = loyalty_drivers(scenario.with_changes(cohort(200)), 3)
    table = found.table()
    assert list(table["driver"]) == list(DRIVERS)
    assert table["share"].sum() == pytest.approx(1)
    assert found.customers["price"].std() == pytest.approx(scenario.market.offer.price_sd, rel=0.4)
    assert not found.customers.duplicated(["replication", "account"]).any()
    with pytest.raises(InputProblem, match="too few"):
        loyalty_drivers(scenario.with_changes(cohort(5)), 1)


def test_every_customer_who_took_stock_is_counted(run):
    felt = run.journal[(run.journal["kind"] == Kind.FEELING) & (run.journal["vendor"] == 0)]
    assert set(customers(run)["account"]) <= set(felt["account"].tolist())


def test_a_map_holds_every_visit(scenario, run):
    drawn = journey_map(scenario, 1)
    rows = run.journal
    real = rows["account"][(rows["kind"] == Kind.ARRIVED) & (rows["detail"] == 1)]
    touches = rows[(rows["kind"] == Kind.TOUCH) & np.isin(rows["account"], real)]
    assert drawn.cells["visits"].sum() == len(touches)
    assert drawn.cells["hours"].sum() == pytest.approx(touches["hours"].sum())
    table = drawn.table()
    assert set(table["stage"]) <= set(STAGES)
    assert table["feeling"].between(-1, 1).all()


def test_a_map_does_not_differ_from_itself_and_other_luck_is_refused(scenario):
    drawn = journey_map(scenario, 2)
    same = map_difference(drawn, drawn)
    assert (same.table()["difference"].fillna(0) == 0).all()
    assert same.sentences()[-1].startswith(f"{len(same.steps)} of {len(same.steps)} steps cannot")
    other = journey_map(scenario.with_changes({"run.seed": 9}), 2)
    with pytest.raises(InputProblem, match="seed"):
        map_difference(drawn, other)
    assert drawn.sentences()
