"""Decisions of whole runs against the normal distribution, exponential lives and perfect worlds."""

import math

import numpy as np
import pytest
from scipy import stats

from buyermaze.simulator.core.vocabulary import Kind, Reason, Status
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.runs.run import simulate
from tests.worlds import both_rivals, buyer, channels, clean, cohort, first_per_account, history, rows, within

PERFECT = {"signal_sd": 0.001, "hours": 0.5}


def seeing_clearly(n_people: int, **changes: object) -> Scenario:
    """Return a world in which one meeting with our rep tells a person all there is to know, without noise."""
    table = channels(rep={"problem": 5.0, "requirements": 5.0})
    table["market.channels.rep"] |= PERFECT
    base = {
        "market.demand.n_accounts_per_week": 5.0,
        "market.mind.hours_patience": 5000.0,
        "market.mind.signal_noise": 0.05,
        "market.mind.loss_aversion": 2.25,
        "market.group.quorum": 1.0,
        "market.group.days_between_meetings": 3.0,
        "market.offer.days_to_use": 0.0,
        "market.living.n_periods": 1,
        **cohort(2500),
    }
    people = [buyer(need={"problem": 1.0, "requirements": 1.0})]
    given = {key.replace("__", "."): value for key, value in changes.items()}
    return clean(people, ("buyer",) * n_people, table | base | given)


def decisions(scenario: Scenario) -> np.ndarray:
    """Return the status in which every account closed."""
    return rows(simulate(scenario).journal, Kind.DECISION)["detail"].astype(int)


def test_one_buyer_who_sees_clearly_buys_what_is_worth_it() -> None:
    mean, parts = 0.35, {"benefit_sd": 0.5, "quality_sd": 0.6, "fit_sd": 0.3, "goal_conflict_sd": 0.7, "price_sd": 0.2}
    changes = {f"market__offer__{name}": value for name, value in parts.items()}
    closed = decisions(seeing_clearly(1, market__offer__benefit_mean=mean, **changes))
    expected = stats.norm.cdf(mean / math.sqrt(sum(value**2 for value in parts.values())))
    assert within(float((closed == Status.WON).mean()), float(expected), len(closed))


def test_cost_of_change_and_edge_shift_the_same_line() -> None:
    changes = {"market__offer__benefit_mean": 0.5, "market__offer__cost_of_change": 0.9, "market__offer__our_edge": 0.2}
    closed = decisions(seeing_clearly(1, **changes, market__offer__quality_sd=0.5))
    assert within(float((closed == Status.WON).mean()), float(stats.norm.cdf((0.5 - 0.9 + 0.2) / 0.5)), len(closed))


@pytest.mark.parametrize("n_people", [2, 5])
def test_unanimity_multiplies_chances(n_people: int) -> None:
    changes = {"market__offer__benefit_mean": 0.6, "market__offer__goal_conflict_sd": 0.8}
    closed = decisions(seeing_clearly(n_people, **changes))
    expected = stats.norm.cdf(0.6 / 0.8) ** n_people
    assert within(float((closed == Status.WON).mean()), float(expected), len(closed))


def test_without_vetoes_a_quorum_counts_heads_as_the_binomial_does() -> None:
    n, quorum = 5, 0.6
    changes = {
        "market__offer__benefit_mean": 0.1,
        "market__offer__goal_conflict_sd": 0.8,
        "market__group__quorum": quorum,
    }
    people = [buyer(need={"problem": 1.0, "requirements": 1.0}, can_veto=False)]
    scenario = seeing_clearly(n, market__personas=people, market__group__p_give_up_doubting=0.0, **changes)
    votes = first_per_account(rows(simulate(scenario).journal, Kind.VOTE))
    passed = float((votes["reason"] == Reason.PASSED).mean())
    expected = stats.binom.sf(math.ceil(quorum * n) - 1, n, stats.norm.cdf(0.1 / 0.8))
    assert within(passed, float(expected), len(votes))


def test_exchangeable_vendors_share_purchases_evenly() -> None:
    # general questions go to independent sources; vendors are told apart by their sellers, who are all alike
    seller = {"selection": 0.6, "validation": 0.6}
    table = channels(peers={"problem": 0.5, "requirements": 0.3}, rep=seller, rival_rep=seller)
    for name in ("peers", "rep", "rival_rep"):
        table[f"market.channels.{name}"] |= {"signal_sd": 0.7}
    changes = table | {
        "market.demand.n_accounts_per_week": 2.0,
        "market.offer.brand_sd": 0.3,
        "market.offer.quality_sd": 0.6,
        "market.offer.fit_sd": 0.3,
        "market.offer.benefit_mean": 2.0,
        "market.mind.days_longest": 300.0,
        **both_rivals(p_known=1.0, hours_wait=0.0, skill=1.0, promise=0.0, message_gap=0.0),
        **cohort(3000),
    }
    need = {"problem": 1.0, "requirements": 0.6, "selection": 1.0, "validation": 1.0}
    journal = simulate(clean([buyer(need=need)], ("buyer", "buyer"), changes)).journal
    bought = rows(journal, Kind.DECISION)
    bought = bought[bought["reason"] == Reason.BOUGHT]["vendor"]
    assert len(bought) > 1500
    assert stats.chisquare([int((bought == vendor).sum()) for vendor in range(3)]).pvalue > 1e-4


def test_a_project_nobody_serves_lives_exponentially() -> None:
    life = 40.0  # working days
    changes = channels() | {
        "market.mind.days_project_life": life,
        "market.mind.days_longest": 3000.0,
        "market.demand.n_accounts_per_week": 20.0,
        **cohort(3000),
    }
    person = buyer(need={"problem": 1.0}, hours_between_activities=100.0)
    closed = rows(simulate(clean([person], ("buyer",), changes)).journal, Kind.DECISION)
    assert (closed["reason"] == Reason.OUTSIDE).all()
    assert stats.kstest(closed["value"], "expon", args=(0, 8 * life)).pvalue > 1e-4


def test_a_purchase_that_takes_too_long_is_dropped_on_the_day() -> None:
    changes = channels() | {"market.mind.days_longest": 25.0, **cohort(50)}
    closed = rows(simulate(clean([buyer(need={"problem": 1.0})], ("buyer",), changes)).journal, Kind.DECISION)
    late = closed[closed["reason"] == Reason.TOO_LONG]
    assert len(late) >= len(closed) - 2
    assert np.allclose(late["value"], 200.0)


def test_the_filter_lets_through_what_signal_detection_says() -> None:
    d, crit, share_idle = 1.3, 0.5, 0.7
    table = channels(rep={"problem": 0.5})
    changes = table | {
        "programme.gate.closed": True,
        "programme.gate.discernment": d,
        "programme.gate.strictness": crit,
        "programme.gate.hours_queue": 400.0,
        "programme.team.n_qualifiers": 16,
        "market.demand.share_not_serious": share_idle,
        "market.mind.days_longest": 20.0,
        **cohort(6000),
    }
    journal = simulate(clean([buyer(need={"problem": 1.0})], ("buyer",), changes)).journal
    arrived = rows(journal, Kind.ARRIVED)
    serious = np.zeros(len(arrived), bool)
    serious[arrived["account"]] = arrived["detail"] == 1
    verdicts = first_per_account(journal[np.isin(journal["kind"], (Kind.ACCEPTED, Kind.REJECTED))])
    accepted, real = verdicts["kind"] == Kind.ACCEPTED, serious[verdicts["account"]]
    tpr, fpr = float(stats.norm.cdf(d - crit)), float(stats.norm.cdf(-crit))
    assert within(float(accepted[real].mean()), tpr, int(real.sum()))
    assert within(float(accepted[~real].mean()), fpr, int((~real).sum()))
    ppv = tpr * (1 - share_idle) / (tpr * (1 - share_idle) + fpr * share_idle)
    assert within(float(real[accepted].mean()), ppv, int(accepted.sum()))


def test_approvals_multiply_the_chances_of_independent_days() -> None:
    noise, thresholds, kit_free = 0.5, (0.2, 0.6), 0.25
    levels = [{"name": f"level {k}", "hours_wait": 2.0, "threshold": t} for k, t in enumerate(thresholds)]
    changes = {"market__offer__benefit_mean": 1.0, "market__approvals": levels, "market__approval__noise_sd": noise}
    scenario = seeing_clearly(
        1, **changes, market__approval__n_refusals_max=1, market__approval__seniority_gap=kit_free
    )
    closed = decisions(scenario)
    p = math.prod(stats.norm.cdf((1.0 - kit_free * (k + 1) - t) / noise) for k, t in enumerate(thresholds))
    assert within(float((closed == Status.WON).mean()), float(p), len(closed))


def test_in_a_perfect_world_nobody_regrets() -> None:
    perfect = {
        "market__offer__benefit_mean": 0.6,
        "market__offer__quality_sd": 0.6,
        "market__offer__use_gap": 0.0,
        "market__offer__use_gap_sd": 0.0,
        "market__mind__share_cue_true": 0.0,
        "market__living__hours_usual_base": 200.0,
        "run__n_accounts": 800,
    }
    world = history(seeing_clearly(2, **perfect))
    felt = rows(world.journal, Kind.FEELING)["detail"]
    assert len(felt) > 400
    assert np.sort(felt)[int(0.98 * len(felt))] < 0.01  # the last few stood so near zero that even this noise mattered
    assert felt.mean() < 0.2
    worse = history(
        seeing_clearly(2, **(perfect | {"market__offer__use_gap": -0.5, "market__offer__share_guided": 10.0}))
    )
    assert rows(worse.journal, Kind.FEELING)["detail"].mean() > 10.0
