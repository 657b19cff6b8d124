"""Beliefs, talk and risk against their closed forms: rules on their own and the state that whole runs end in."""

import itertools
import math

import numpy as np
import pytest
from scipy import integrate, stats

from buyermaze.simulator.core.vocabulary import Channel, Draw, Job, Kind
from buyermaze.simulator.model.rules.buyers.beliefs import signal_weight, updated_mean
from buyermaze.simulator.model.rules.buyers.influence import discussed
from buyermaze.simulator.model.rules.journey.decision import loss_averse
from buyermaze.simulator.model.rules.luck.draws import draw
from buyermaze.simulator.model.state import World
from tests.worlds import buyer, channels, clean, cohort, first_per_account, history, rows, within


def informed(**changes: object) -> World:
    """Return a world in which one person per account learns about us from a single channel, one visit after another."""
    table = channels(analyst={"requirements": 0.1})
    table["market.channels.analyst"] |= {"signal_sd": 0.8, "hours": 0.1}
    base = {
        "market.offer.quality_sd": 0.6,
        "market.offer.fit_sd": 0.4,
        "market.mind.repeat_discount": 0.0,
        "market.mind.signal_noise": 1.0,
        "market.mind.days_longest": 20.0,
        "market.group.days_between_meetings": 60.0,
        **cohort(2000),
    }
    person = buyer(need={"requirements": 1.0}, hours_between_activities=0.5)
    given = {key.replace("__", "."): value for key, value in changes.items()}
    return history(clean([person], ("buyer",), table | base | given))


@pytest.mark.parametrize("discount", [0.0, 0.5, 1.0])
def test_the_posterior_after_n_visits_is_the_gaussian_one(discount: float) -> None:
    world = informed(market__mind__repeat_discount=discount, run__n_accounts=50)
    p = world.people[:, 0]
    sd = 0.8
    for account in range(len(p)):
        n = int(p.n_visits[account, Channel.ANALYST])
        key = p.key[account]
        weights = [1.0 / (sd * sd) / (1.0 + discount * v) for v in range(n)]
        luck = [draw(key, Draw.SIGNAL.value, Channel.ANALYST * 8, v + 1) for v in range(n)]
        signals = [p.truth[account, 0] + sd * stats.norm.ppf(u) for u in luck]
        prior = 1.0 / (0.6**2 + 0.4**2)
        assert n >= 10
        assert p.precision[account, 0] == pytest.approx(prior + sum(weights), rel=1e-12)
        assert p.opinion[account, 0] == pytest.approx(
            np.dot(weights, signals) / (prior + sum(weights)), rel=1e-7, abs=1e-8
        )


def test_beliefs_are_calibrated_when_sources_are_honest() -> None:
    p = informed().people[:, 0]
    z = (p.truth[:, 0] - p.opinion[:, 0]) * np.sqrt(p.precision[:, 0])
    assert abs(z.mean()) < 4 / math.sqrt(len(z))
    assert abs(z.var() - 1.0) < 4 * math.sqrt(2.0 / len(z))
    assert stats.kstest(z, "norm").pvalue > 1e-4


def test_full_harmonic_discount_gives_the_weight_of_a_harmonic_sum() -> None:
    tau = 0.0
    for n in range(7):
        tau += signal_weight(1.0, 1.0, 2.0, n, 1.0)
    assert tau == pytest.approx(sum(1.0 / k for k in range(1, 8)) / 4.0)


def test_order_of_signals_does_not_matter_without_surprise() -> None:
    signals = [(0.3, 2.0), (-1.0, 0.5), (2.0, 1.0)]

    def fold(order: list[tuple[float, float]]) -> float:
        mean, tau = 0.1, 1.0
        for signal, weight in order:
            mean, tau = updated_mean(mean, tau, signal, weight), tau + weight
        return mean

    assert fold(signals) == pytest.approx(fold(signals[::-1]), rel=1e-13)


def influence_matrix(start: np.ndarray, weight: np.ndarray, reach: float) -> np.ndarray:
    """Return the row-normalised weights of those within reach."""
    heard = weight[None, :] * (np.abs(start[:, None] - start[None, :]) <= reach)
    return heard / heard.sum(axis=1, keepdims=True)


def discuss(start: np.ndarray, weight: np.ndarray, reach: float, s: float, n_rounds: int) -> np.ndarray:
    """Return what is voiced after some rounds."""
    voiced, scratch = np.zeros(len(start)), np.zeros(len(start))
    discussed(len(start), start, weight, reach, s, n_rounds, voiced, scratch)
    return voiced


def test_degroot_talk_ends_in_the_consensus_of_the_left_eigenvector() -> None:
    start, weight = np.array([0.0, 0.9, 1.8, 2.7]), np.array([1.0, 2.0, 0.5, 1.5])
    w = influence_matrix(start, weight, 1.0)  # a chain: everybody hears their neighbours only
    values, vectors = np.linalg.eig(w.T)
    left = np.real(vectors[:, np.argmax(np.real(values))])
    consensus = float(left @ start / left.sum())
    assert np.allclose(discuss(start, weight, 1.0, 1.0, 4000), consensus, atol=1e-9)


def test_friedkin_johnsen_talk_ends_where_the_linear_system_says() -> None:
    start, weight, s = np.array([0.0, 0.4, 1.1, -2.0, 3.0]), np.array([1.0, 1.6, 1.0, 0.7, 1.2]), 0.6
    w = influence_matrix(start, weight, 2.0)
    limit = np.linalg.solve(np.eye(5) - s * w, (1 - s) * start)
    assert np.allclose(discuss(start, weight, 2.0, s, 300), limit, atol=1e-12)
    assert not np.allclose(discuss(start, weight, 2.0, s, 3), limit, atol=1e-3)  # a meeting is shorter than for ever


def test_a_meeting_voices_three_rounds_of_what_members_think() -> None:
    sheet = {"weight": 1.0, "need": {"problem": 1.0}}
    people = [buyer("a", **sheet), buyer("b", **(sheet | {"weight": 2.0})), buyer("c", **sheet)]
    changes = channels(analyst={"problem": 0.01}) | {
        "market.offer.goal_conflict_sd": 1.0,
        "market.offer.fit_sd": 0.5,
        "market.offer.benefit_sd": 0.5,
        "market.group.susceptibility": 0.4,
        "market.group.opinion_reach": 1.0,
        "market.mind.days_longest": 40.0,
        **cohort(40),
    }
    changes["market.channels.analyst"]["signal_sd"] = 1.0
    world = history(clean(people, ("a", "b", "c"), changes | {"market.group.days_between_meetings": 15.0}))
    meetings = np.bincount(rows(world.journal, Kind.MEETING)["account"], minlength=len(world.accounts))
    assert meetings.min() > 0
    hopes, voiced = world.people.change_belief[:, :3], world.people.voiced[:, :3, 3]
    untouched = 0
    for account in range(len(world.accounts)):  # those whose hopes have not changed since the last meeting
        last = rows(world.journal, Kind.MEETING)
        last_meeting = last["time"][last["account"] == account][-1]
        touches = rows(world.journal, Kind.TOUCH)
        if (touches["time"][touches["account"] == account] > last_meeting).any():
            continue
        untouched += 1
        start = hopes[account].copy()
        w = influence_matrix(start, np.array([1.0, 2.0, 1.0]), 1.0)
        x = start
        for _ in range(3):
            x = 0.4 * w @ x + 0.6 * start
        assert np.allclose(voiced[account], x, atol=1e-12)
    assert untouched > 0


@pytest.mark.parametrize("mean", [-1.3, 0.0, 0.2, 2.0])
@pytest.mark.parametrize("sd", [0.05, 0.7, 2.0])
@pytest.mark.parametrize("aversion", [1.0, 2.25, 5.0])
def test_loss_averse_value_is_the_integral_of_utility(mean: float, sd: float, aversion: float) -> None:
    def utility(x: float) -> float:
        return (x if x > 0 else aversion * x) * math.exp(-0.5 * ((x - mean) / sd) ** 2) / (sd * math.sqrt(2 * math.pi))

    points = sorted({mean - 10 * sd, min(max(0.0, mean - 10 * sd), mean + 10 * sd), mean + 10 * sd})
    value = sum(integrate.quad(utility, a, b, epsabs=1e-11)[0] for a, b in itertools.pairwise(points))
    assert loss_averse(mean, sd, aversion) == pytest.approx(value, abs=1e-8)


@pytest.mark.parametrize("n_informed", [1, 3])
def test_a_fact_is_mentioned_with_the_chance_that_at_least_one_speaks(n_informed: int) -> None:
    # the informed know everything before the first meeting; the last member knows nothing, and catches all that is said
    p_mention = 0.3
    quick = buyer("quick", need={"problem": 1.0}, hours_between_activities=0.5, weight=0.01)
    slow = buyer("slow", need={"problem": 1.0}, hours_between_activities=400.0, weight=10.0)
    changes = channels(analyst={"problem": 5.0}) | {
        "market.group.days_between_meetings": 3.0,
        "market.group.p_mention": p_mention,
        "market.group.share_absorbed": 1.0,
        "market.mind.days_longest": 20.0,
        **cohort(4000),
    }
    changes["market.channels.analyst"]["hours"] = 0.01
    seats = ("quick",) * n_informed + ("slow",)
    journal = history(clean([quick, slow], seats, changes)).journal
    first = first_per_account(rows(journal, Kind.MEETING))
    touches = rows(journal, Kind.TOUCH)
    meets_at = np.zeros(len(rows(journal, Kind.ARRIVED)))
    meets_at[first["account"]] = first["time"]
    before = touches[touches["time"] < meets_at[touches["account"]]]
    counts = np.bincount(before["account"], minlength=len(rows(journal, Kind.ARRIVED)))
    by_slow = np.bincount(before["account"][before["person"] == n_informed], minlength=len(rows(journal, Kind.ARRIVED)))
    clear = np.flatnonzero((counts == n_informed) & (by_slow == 0))  # all the quick and not the slow
    completed = rows(journal, Kind.COMPLETED)
    completed = completed[completed["job"] == Job.PROBLEM]
    said = np.isin(clear, completed["account"][completed["time"] == meets_at[completed["account"]]])
    assert len(clear) > 2000
    assert within(float(said.mean()), 1 - (1 - p_mention) ** n_informed, len(clear))


def test_two_claims_are_caught_when_they_differ_by_more_than_the_tolerance() -> None:
    gap, tolerance = 0.5, 0.4
    table = channels(rep={"requirements": 0.3}, event={"requirements": 0.3})
    changes = table | {
        "programme.message.gap": gap,
        "market.mind.claim_tolerance": tolerance,
        "market.mind.claim_scale": 0.01,  # whoever could notice does, but within a hundredth of the tolerance
        "market.mind.claim_damage": 0.0,
        "market.mind.days_longest": 40.0,
        **cohort(4000),
    }
    person = buyer(need={"requirements": 10.0}, hours_between_activities=0.5)
    journal = history(clean([person], ("buyer",), changes)).journal
    touches = rows(journal, Kind.TOUCH)
    n_rep = np.bincount(
        touches["account"][touches["channel"] == Channel.REP], minlength=len(rows(journal, Kind.ARRIVED))
    )
    n_event = np.bincount(
        touches["account"][touches["channel"] == Channel.EVENT], minlength=len(rows(journal, Kind.ARRIVED))
    )
    both = np.flatnonzero((n_rep > 3) & (n_event > 3))
    caught = np.isin(both, rows(journal, Kind.CLAIM_CLASH)["account"])
    expected = 2 * stats.norm.cdf(-tolerance / (gap * math.sqrt(2)))
    assert len(both) > 3000
    assert within(float(caught.mean()), expected, len(both), 5.0)


def test_one_voice_is_never_caught_contradicting_itself() -> None:
    from buyermaze.simulator.inputs.reading.loading import load
    from buyermaze.simulator.runs.run import simulate

    scenario = load("baton_pass").with_changes(cohort(400))
    clashes = rows(simulate(scenario).journal, Kind.CLAIM_CLASH)
    assert (clashes["vendor"] == 0).any()
    clashes = rows(simulate(scenario.with_changes({"programme.message.gap": 0.0})).journal, Kind.CLAIM_CLASH)
    assert len(clashes) > 0
    assert (clashes["vendor"] != 0).all()
