"""Choices in whole runs against the logit, the geometric law and an absorbing chain."""

import math

import numpy as np
from scipy import stats

from buyermaze.simulator.core.vocabulary import Channel, Job, Kind
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.runs.run import simulate
from tests.worlds import CHANNELS, JOBS, both_rivals, buyer, channels, clean, cohort, first_per_account, rows, within

IDLE = {"market.demand.share_not_serious": 0.97}


def agrees(counts: list[int], shares: list[float]) -> bool:
    """Tell whether counts could come from these shares, by the chi-square test, one failure in ten thousand."""
    expected = np.array(shares) / sum(shares) * sum(counts)
    return float(stats.chisquare(counts, expected).pvalue) > 1e-4


def first_touches(scenario: Scenario) -> np.ndarray:
    """Return the first visit of every account."""
    return first_per_account(rows(simulate(scenario).journal, Kind.TOUCH))


def test_the_first_channel_follows_the_logit_of_liking_gain_and_time() -> None:
    names = ("content", "event", "ads", "peers", "analyst", "own_work", "rival_content")
    gains = (0.35, 0.5, 0.12, 0.3, 0.6, 0.2, 0.3)
    table = channels(**{name: {"problem": gain} for name, gain in zip(names, gains, strict=True)})
    for number, name in enumerate(names):
        table[f"market.channels.{name}"] |= {"hours": 0.2 + 0.3 * number, "appeal": 0.9 - 0.25 * number}
    liking = {"peers": 0.6, "ads": -0.4}
    changes = {
        "market.mind.gain_pull": 1.3,
        "market.mind.time_cost": 0.4,
        **both_rivals(p_known=1.0),
        "programme.marketing.events": 2.0,
        "programme.marketing.skill": 1.2,
        "programme.library.assets": [
            {"name": "guide", "job": "problem", "persona": "buyer", "quality": 1.0, "days_age": 0}
        ],
        "market.mind.days_longest": 20.0,
        **cohort(8000),
    }
    scenario = clean([buyer(need={"problem": 1.0}, appeal=liking)], ("buyer",), table | changes)
    touches = first_touches(scenario)
    utilities = [0.9 - 0.25 * k + liking.get(names[k], 0.0) - 0.4 * (0.2 + 0.3 * k) + 1.3 * math.log(gains[k] / 0.3)
                 for k in range(len(names))]  # fmt: skip
    shares = [math.exp(utility) for utility in utilities]
    shares[1] *= 2.0 * 1.2**2  # twice the events, by better marketers
    shares[2] *= 1.2**2
    counts = [int((touches["channel"] == CHANNELS.index(name)).sum()) for name in names]
    assert sum(counts) == len(touches) > 7990
    assert agrees(counts, shares)


def test_the_first_need_follows_the_logit_of_emptiness_and_order() -> None:
    need_pull, order_pull = 1.5, 0.6
    everything = dict.fromkeys(JOBS, 0.3)
    scenario = clean(
        [buyer(need=dict.fromkeys(JOBS, 1.0))],
        ("buyer",),
        channels(analyst=everything)
        | {"market.mind.need_pull": need_pull, "market.mind.order_pull": order_pull}
        | {"market.mind.days_longest": 20.0, **cohort(8000)},
    )
    touches = first_touches(scenario)
    counts = [int((touches["job"] == job).sum()) for job in range(5)]
    assert agrees(counts, [math.exp(need_pull - order_pull * job) for job in range(5)])


def test_fatigue_shifts_the_second_choice_as_its_formula_says() -> None:
    # two equal channels; after one visit to the first its attraction is 1 / (1 + fatigue * exposure left)
    table = channels(peers={"problem": 0.3}, analyst={"problem": 0.3})
    for name in ("peers", "analyst"):
        table[f"market.channels.{name}"] |= {"fatigue": 2.0, "hours": 0.01}
    changes = {"market.mind.days_fatigue": 400.0, "market.mind.days_longest": 20.0, **cohort(6000)}
    person = buyer(need={"problem": 1.0}, hours_between_activities=0.5)
    touches = rows(simulate(clean([person], ("buyer",), table | changes)).journal, Kind.TOUCH)
    touches = touches[np.argsort(touches["account"], kind="stable")]
    _, starts = np.unique(touches["account"], return_index=True)
    again = float((touches["channel"][starts] == touches["channel"][starts + 1]).mean())
    assert within(again, (1 / 3.0) / (1 / 3.0 + 1.0), len(starts))


def test_visits_of_an_idle_inquiry_are_geometric() -> None:
    mean = 6.0
    changes = IDLE | {"market.demand.n_visits_not_serious": mean, **cohort(5000)}
    scenario = clean([buyer(need={"problem": 20.0})], ("buyer",), channels(analyst={"problem": 0.01}) | changes)
    journal = simulate(scenario.with_changes({"market.mind.days_longest": 20.0})).journal
    idle = first_per_account(rows(journal, Kind.ARRIVED))
    idle = idle[idle["detail"] == 0]["account"]
    visits = np.bincount(rows(journal, Kind.TOUCH)["account"], minlength=5000)[idle]
    chances = [(1 - 1 / mean) ** k / mean for k in range(20)]
    counts = [int((visits == k + 1).sum()) for k in range(20)]
    assert agrees([*counts, len(idle) - sum(counts)], [*chances, 1 - sum(chances)])


def test_dead_ends_form_an_absorbing_chain() -> None:
    # an idle inquiry reads content that never answers or asks a peer; every dead end leaves 0.4 of the hope in content;
    # it leaves after any visit with chance 1/m. Visits by number of dead ends so far: N = (I - Q)^-1.
    m, deepest = 12.0, 40
    table = channels(content={"problem": 0.3}, peers={"problem": 0.3})
    changes = IDLE | {
        "market.demand.n_visits_not_serious": m,
        "market.mind.time_cost": 0.0,
        "market.mind.days_longest": 20.0,
        "programme.voice.p_noticed": 0.0,
        **cohort(8000),
    }
    journal = simulate(clean([buyer(need={"problem": 20.0})], ("buyer",), table | changes)).journal
    idle = rows(journal, Kind.ARRIVED)
    idle = idle[idle["detail"] == 0]["account"]
    touches = rows(journal, Kind.TOUCH)
    touches = touches[np.isin(touches["account"], idle)]
    content = (0.15) ** 1.6  # an empty shelf: 0.15 of the gain hoped for
    p_content = [content * 0.4**d / (content * 0.4**d + 1.0) for d in range(deepest)]
    q = np.zeros((deepest, deepest))
    for d, p in enumerate(p_content):
        q[d, d] = (1 - 1 / m) * (1 - p)
        if d + 1 < deepest:
            q[d, d + 1] = (1 - 1 / m) * p
    visits = np.linalg.inv(np.eye(deepest) - q)[0]
    expected = float(visits @ np.array(p_content))
    n = len(rows(journal, Kind.ARRIVED))
    per_account = np.bincount(touches["account"][touches["channel"] == Channel.CONTENT], minlength=n)[idle]
    assert abs(per_account.mean() - expected) < 4 * per_account.std() / math.sqrt(len(idle))
    assert expected > 0.3  # the mechanism is at work


def test_without_noise_visits_per_need_are_needs_over_gains_rounded_up() -> None:
    changes = {**cohort(50), "market.demand.p_knows_us": 0.0, "market.mind.days_longest": 20.0}
    table = channels(analyst={"problem": 0.42, "solution": 0.3}, own_work={"requirements": 0.3})
    table["market.channels.analyst"]["hours"] = 0.9
    person = buyer(need={"problem": 1.6, "solution": 0.9, "requirements": 0.31}, hours_between_activities=0.5)
    scenario = clean([person], ("buyer",), table | changes | {"market.group.days_between_meetings": 60.0})
    journal = simulate(scenario).journal
    touches, n = rows(journal, Kind.TOUCH), len(rows(journal, Kind.ARRIVED))
    for job, visits in ((Job.PROBLEM, math.ceil(1.6 / 0.42)), (Job.SOLUTION, 3), (Job.REQUIREMENTS, 2)):
        counts = np.bincount(touches["account"][touches["job"] == job], minlength=n)
        assert set(counts) == {visits}
    at_analysts = touches[touches["channel"] == Channel.ANALYST]
    assert np.isclose(at_analysts["hours"].sum(), n * 7 * 0.9)
