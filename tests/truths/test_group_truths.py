"""How groups consider, learn from each other and stop, against closed forms and solved cases."""

import itertools
import math

import numpy as np
import pytest
from scipy import stats

from buyermaze.simulator.core.vocabulary import Kind, Reason
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.model.rules.journey.decision import expected_gain, learnable_sd
from tests.worlds import both_rivals, buyer, channels, clean, cohort, first_per_account, history, rows, within

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(200)
WEIGHTS = WEIGHTS / WEIGHTS.sum()


def worth_of_going_on(lead: float, variance: float, precision: float, cost: float, n_left: int) -> float:
    """Return, by backward induction, what the best way of sampling is worth beyond deciding at once.

    One of two actions is chosen: nothing, or something worth a normal with mean ``lead``; each of up to ``n_left``
    observations of some precision costs ``cost``.
    """
    if n_left == 0:
        return 0.0
    after = 1.0 / (1.0 / variance + precision)
    sd = math.sqrt(variance - after)
    leads = lead + sd * NODES
    later = np.array([max(0.0, x) + worth_of_going_on(x, after, precision, cost, n_left - 1) for x in leads])
    return max(0.0, float(WEIGHTS @ later) - cost - max(0.0, lead))


@pytest.mark.parametrize("cost", [0.01, 0.05, 0.2])
def test_with_one_observation_left_a_group_stops_where_the_bellman_equation_does(cost: float) -> None:
    decided = set()
    for lead, variance, precision in itertools.product((-1.2, -0.4, 0.0, 0.1, 0.6), (0.3, 1.0), (0.5, 2.0)):
        gain = expected_gain(abs(lead), learnable_sd(variance, precision))
        if abs(gain - cost) < 0.004:
            continue  # too near the line for the quadrature
        best = worth_of_going_on(lead, variance, precision, cost, 1)
        assert (gain > cost) == (best > 0.0)
        decided.add(gain > cost)
    assert decided == {True, False} or cost == 0.01


def test_a_group_never_goes_on_where_the_best_plan_for_two_more_rounds_stops() -> None:
    patient = 0
    for lead, precision, cost in itertools.product((0.0, 0.3, 0.8), (0.3, 1.0), (0.02, 0.08, 0.2)):
        goes_on = expected_gain(lead, learnable_sd(1.0, precision)) > cost
        best = worth_of_going_on(lead, 1.0, precision, cost, 2) > 0.0
        assert best or not goes_on
        patient += best and not goes_on
    assert patient < 4  # looking one round ahead loses little


def learners(**changes: object) -> np.ndarray:
    """Return the care taken at the vote, one buyer per account who learns from one channel of peers and one seller."""
    table = channels(peers=dict.fromkeys(("problem", "solution", "requirements"), 0.1), rep={"validation": 0.2})
    table["market.channels.peers"] |= {"signal_sd": 0.6}
    base = {
        "market.offer.benefit_sd": 0.5,
        "market.offer.quality_sd": 0.6,
        "market.offer.benefit_mean": 1.0,
        "market.group.share_at_least": 0.2,
        "market.group.days_between_meetings": 5.0,
        **cohort(300),
    }
    person = buyer(need=dict.fromkeys(("problem", "solution", "requirements", "validation"), 1.0))
    given = {key.replace("__", "."): value for key, value in changes.items()}
    world = history(clean([person], ("buyer",), table | base | given))
    bought = world.accounts["vendor"] >= 0
    assert bought.sum() > 100
    return np.asarray(world.people["care"][bought, 0])


def test_the_dearer_delay_is_the_less_is_known_at_the_vote() -> None:
    patient = learners(market__group__cost_of_delay=0.0)
    hasty = learners(market__group__cost_of_delay=0.1)
    between = learners(market__group__cost_of_delay=0.003)
    assert patient.min() >= 0.95 - 1e-9  # without a cost of delay everything is found out first
    assert hasty.mean() < between.mean() < patient.mean()
    assert hasty.std() > patient.std()


@pytest.mark.parametrize("cost", [0.0, 2.0])
def test_shares_of_two_stages_are_those_of_the_sets_considered(cost: float) -> None:
    known = (0.9, 0.5, 0.4)
    seller = {"selection": 0.6, "validation": 0.6}
    table = channels(peers={"problem": 0.5, "requirements": 0.3}, rep=seller, rival_rep=seller)
    for name in ("peers", "rep", "rival_rep"):
        table[f"market.channels.{name}"] |= {"signal_sd": 0.7}
    changes = table | {
        "market.demand.n_accounts_per_week": 2.0,
        "market.demand.p_knows_us": known[0],
        "market.group.cost_of_considering": cost,
        "market.offer.brand_sd": 0.3,
        "market.offer.quality_sd": 0.6,
        "market.offer.benefit_mean": 2.0,
        "market.mind.days_longest": 300.0,
        **both_rivals(hours_wait=0.0, skill=1.0, promise=0.0, message_gap=0.0),
        "market.rivals.rival 1.p_known": known[1],
        "market.rivals.rival 2.p_known": known[2],
        **cohort(3000),
    }
    need = {"problem": 1.0, "requirements": 0.6, "selection": 1.0, "validation": 1.0}
    journal = history(clean([buyer(need=need)], ("buyer", "buyer"), changes)).journal
    bought = rows(journal, Kind.DECISION)
    bought = bought[bought["reason"] == Reason.BOUGHT]["vendor"]
    shares = np.zeros(3)
    for chosen in itertools.product((False, True), repeat=3):  # vendors alike but for being known share evenly
        p = math.prod(k if inside else 1.0 - k for k, inside in zip(known, chosen, strict=True))
        for vendor in range(3):
            shares[vendor] += p / sum(chosen) if chosen[vendor] else 0.0
    assert len(bought) > 1500
    counts = [int((bought == vendor).sum()) for vendor in range(3)]
    assert stats.chisquare(counts, shares / shares.sum() * sum(counts)).pvalue > 1e-4


def test_nobody_adds_a_vendor_for_which_there_is_no_reason() -> None:
    scenario = load("baton_pass").with_changes({**cohort(80), "market.group.cost_of_considering": 2.0})
    closed = history(scenario).accounts
    assert (closed["considered"].sum(axis=1) <= 2).all()
    assert (closed["aware"].sum(axis=1) == 3).any()
    opened = history(scenario.with_changes({"market.group.cost_of_considering": 0.0})).accounts
    assert (opened["considered"].sum(axis=1) == 3).any()


def test_evidence_told_to_colleagues_is_weighed_as_bayes_says() -> None:
    # one member learns from analysts, tells it at the first meeting, and the other takes it for a stranger's experience
    fit, credence = 0.4, 0.6
    source = buyer("source", need={"requirements": 1.0}, hours_between_activities=0.5)
    listener = buyer("listener", hours_between_activities=400.0)
    changes = channels(analyst={"requirements": 0.01}) | {
        "market.offer.quality_sd": 0.6,
        "market.offer.fit_sd": fit,
        "market.group.p_mention": 1.0,
        "market.group.credence": credence,
        "market.group.days_between_meetings": 20.0,
        "market.mind.days_longest": 35.0,
        **cohort(40),
    }
    changes["market.channels.analyst"] |= {"signal_sd": 0.8, "hours": 0.1}
    world = history(clean([source, listener], ("source", "listener"), changes))
    n_meetings = np.bincount(rows(world.journal, Kind.MEETING)["account"], minlength=40)
    once = np.flatnonzero(n_meetings == 1)
    assert len(once) > 10
    prior = 1.0 / (0.6**2 + fit**2)
    for account in once:
        told = world.people["precision"][account, 0, 0] - prior - world.people["untold"][account, 0, 0]
        told *= math.exp(-(world.accounts["last_meeting"][account] - world.accounts["arrived"][account]) / 80_000.0)
        heard = world.people["precision"][account, 1, 0] - prior
        assert heard == pytest.approx(credence / (1.0 / told + 2.0 * fit**2), rel=1e-9)


def test_what_costs_more_than_the_others_have_is_never_settled() -> None:
    # two who see clearly, one to gain and one to lose: the deal is done if the sum is positive and common gain is nothing
    table = channels(rep={"problem": 5.0, "requirements": 5.0})
    table["market.channels.rep"] |= {"signal_sd": 0.001}
    changes = table | {
        "market.mind.signal_noise": 0.05,
        "market.mind.loss_aversion": 1.0,
        "market.offer.goal_conflict_sd": 0.8,
        "market.offer.benefit_mean": 0.2,
        "market.group.quorum": 1.0,
        "market.group.p_settled": 1.0,
        "market.group.share_common_gain": 0.0,
        "market.group.days_between_meetings": 3.0,
        **cohort(2500),
    }
    person = buyer(need={"problem": 1.0, "requirements": 1.0})
    world = history(clean([person], ("buyer", "buyer"), changes))
    won = float((world.accounts["vendor"] == 0).mean())
    assert within(won, float(stats.norm.cdf(0.2 / (0.8 / math.sqrt(2.0)))), 2500)
    polls = first_per_account(rows(world.journal, Kind.POLL))
    assert (polls["reason"] == Reason.SETTLED).any()
    assert (polls["reason"] == Reason.ESCALATED).any()


def share_of_best(p_mention: float) -> float:
    """Return the share of purchases of the vendor that is best for the group, of those it knew."""
    scenario = load("baton_pass").with_changes(
        {"market.demand.n_accounts_per_week": 3.0, "market.group.p_mention": p_mention, **cohort(1500)}
    )
    hits: list[bool] = []
    for replication in range(4):
        world = history(scenario, replication)
        for g in np.flatnonzero(world.accounts["vendor"] >= 0):
            a = world.accounts[g]
            worth = world.people["truth"][g, : int(a["n_people"])].mean(axis=0) - a["price"]
            hits.append(bool(a["vendor"] == np.argmax(np.where(a["aware"] == 1, worth, -np.inf))))
    assert len(hits) > 700
    return float(np.mean(hits))


def test_saying_everything_improves_the_choice_of_the_group() -> None:
    assert share_of_best(1.0) > share_of_best(0.0) + 0.02
