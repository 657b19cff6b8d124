"""The buyers' hours, loyalty drivers and journey maps."""

import numpy as np
import pytest
from handmade import USUAL, journal, row, run_of, won

from buyermaze.simulator.analysis.customers.loyalty_drivers import DRIVERS, customers, lmg, loyalty_drivers
from buyermaze.simulator.analysis.journeys.buyer_book import ENTRIES, deal_cost, efforts, exposures, hours_booked
from buyermaze.simulator.analysis.journeys.buyer_hours import book, buyer_hours
from buyermaze.simulator.analysis.journeys.journey_maps import STAGES, journey_map, map_difference
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import Channel, Job, Kind, Reason
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.outcomes.books.tallies import Tally
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


def test_everybodys_effort_is_the_one_the_rulebook_weighed():
    run = simulate(load("baton_pass").with_changes(cohort(150)))
    of_groups = {int(row["account"]): float(row["value"]) for row in run.of_kind(Kind.EFFORT)}
    n_found = 0
    for account in run.counted_real().tolist():
        hours = _hours(run, account)
        found = efforts(run, np.array([account]), hours)
        assert (account in of_groups) == bool(found)
        if found:
            assert np.mean(list(found.values())) == pytest.approx(of_groups[account])
            n_found += len(found)
    assert n_found > 100


def test_hours_of_all_members_are_the_hours_of_the_group():
    run = simulate(load("baton_pass").with_changes(cohort(80) | UNASKED))
    for account in run.counted_real().tolist():
        booked = hours_booked(run, account)
        members = range(int(run.of(account)["value"][0]))
        assert {each.person for each in booked} <= set(members)
        meetings = [each.hours for each in booked if each.entry == "meetings"]
        assert set(np.round(meetings, 9)) <= {run.scenario.market.group.hours_meeting}
        assert deal_cost(run, account).table()["hours"].sum() == pytest.approx(sum(each.hours for each in booked))


def test_standing_at_stake_by_hand():
    alone = row(Kind.TOUCH, 61.0, person=1, job=Job.VALIDATION, channel=Channel.OWN_WORK, reason=Reason.ALONE, hours=2.0)
    talk = row(Kind.TOUCH, 62.0, person=1, job=Job.VALIDATION, channel=Channel.REP, rep=2, vendor=0, hours=1.0)
    caught = row(Kind.CAUGHT, 63.0, person=1, job=Job.VALIDATION, channel=Channel.REP, vendor=0, value=0.4)
    theirs = row(Kind.CAUGHT, 63.0, person=1, job=Job.VALIDATION, channel=Channel.RIVAL_REP, vendor=1, value=0.4)
    refused = row(Kind.APPROVAL, 70.0, vendor=0, reason=Reason.REFUSED, value=-0.5, detail=1)
    before = row(Kind.APPROVAL, 60.5, vendor=0, reason=Reason.REFUSED, value=-0.5, detail=1)
    run = run_of(journal(*won(0, 0.0, regrets=(20.0, 60.0)), before, alone, talk, caught, theirs, refused), USUAL)
    assert [(each.entry, each.person, each.rep) for each in exposures(run, 0)] == [
        ("case refused", 0, -1),
        ("vouched for our rep's claim", 1, 2),
        ("case refused, written without us", 0, -1),
        ("stands for a regretted choice", 1, -1),
    ]
    said = " ".join(deal_cost(run, 0).sentences())
    assert "1 x vouched for our rep's claim (our sales, rep 3)" in said
    with pytest.raises(InputProblem, match="no account 7"):
        deal_cost(run, 7)


def test_who_hears_more_than_the_truth_is_exposed_by_us_more_often():
    usual = load("baton_pass").with_changes(cohort(200))
    bold = buyer_hours(usual.with_changes({"programme.message.promise": 1.0, "programme.message.fine_print": 1.0}), 2)
    honest = buyer_hours(usual.with_changes({"programme.message.promise": 0.0, "programme.message.gap": 0.0}), 2)
    ours = [found.risks().query("caused_by == 'us'")["times"].sum() for found in (bold, honest)]
    assert ours[0] > 2 * ours[1]
    for found in (bold, honest):
        table = found.by_persona().pivot(index="persona", columns="measure", values="mean")
        assert (table["lost_through_us"] <= table["lost"]).all() and (table["lost"] <= table["hours"]).all()
        assert (table["exposed_through_us"] <= table["exposed"]).all()
        people = found.by_persona().groupby("persona", sort=False)["people"].first()
        assert (people * table["hours"]).sum() == pytest.approx(found.total.mean, rel=0.1)


def _hours(run, account):
    hours = {}
    for each in hours_booked(run, account):
        hours[account, each.person] = hours.get((account, each.person), 0.0) + each.hours
    return hours


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


def test_what_experience_explains_is_held_against_the_claim_of_the_trade(scenario):
    few = loyalty_drivers(scenario.with_changes(cohort(200)), 3)
    share, error = few.table().set_index("driver").loc["experience", ["share", "standard_error"]]
    low, high = share - 4.303 * error, share + 4.303 * error  # Student's t, two degrees of freedom
    said = next(each for each in few.sentences() if each.startswith("The claim that 53 % of loyalty"))
    assert ("lies within" in said) == (low <= 0.53 <= high)
    assert f"{100 * max(0.0, low):.0f} to {100 * min(1.0, high):.0f} %" in said
    alone = loyalty_drivers(scenario.with_changes(cohort(500)), 1)
    assert any("one replication cannot tell" in each for each in alone.sentences())


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
