"""After hard purchases: slopes and ratios against textbook answers, customers by hand, and a lever that makes effort hurt."""

import math

import numpy as np
import pandas
import pytest
from handmade import journal, lost, row, run_of, undecided, won

from buyermaze.simulator.analysis.customers.aftermath import Aftermath, aftermath, customers, relative_risk, slope
from buyermaze.simulator.core.vocabulary import Kind, Reason
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.runs.run import Run


def test_a_slope_is_that_of_least_squares() -> None:
    x, y = np.array([1.0, 2.0, 3.0, 4.0, 6.0]), np.array([0.9, 0.8, 0.9, 0.4, 0.3])
    found = slope(x, y, np.ones(5), np.arange(5))
    assert found.value == pytest.approx(np.polyfit(x, y, 1)[0])
    twice = slope(np.repeat(x, 2), np.repeat(y, 2), np.ones(10), np.arange(10))
    assert twice.value == pytest.approx(found.value) and twice.high - twice.low < found.high - found.low
    assert slope(x, y, np.array([2.0, 1, 1, 1, 1]), np.arange(5)).value == pytest.approx(
        np.polyfit(np.append(x, 1.0), np.append(y, 0.9), 1)[0]
    )
    assert math.isnan(slope(np.ones(5), y, np.ones(5), np.arange(5)).value)
    assert math.isnan(slope(x, y, np.ones(5), np.zeros(5, int)).low)  # one life has no luck to be compared with


def test_intervals_of_slopes_and_ratios_hold_the_truth_as_often_as_they_say() -> None:
    """Twenty lives of ten customers, each with a spirit of its own, in which what effort does differs."""
    random, held = np.random.default_rng(3), [0, 0]
    life = np.repeat(np.arange(20), 10)
    for _ in range(400):
        spirit = random.uniform(-0.5, 0.5, 20)[life]
        x = random.uniform(1, 2, 200)
        found = slope(x, (random.uniform(size=200) < 1.2 - (0.3 + 0.2 * spirit) * x).astype(float), np.ones(200), life)
        held[0] += found.low <= -0.3 <= found.high
        hard = x > 1.5
        share = np.where(hard, 0.3 * (1 + spirit), 0.2) * random.uniform(0.5, 1.5, 200)  # members of one mind
        risk = relative_risk(random.binomial(8, share).astype(float), np.full(200, 8.0), hard, life)
        held[1] += risk.low <= 1.5 <= risk.high
    assert all(0.92 <= n / 400 <= 0.98 for n in held)


def test_a_ratio_is_undefined_where_nobody_speaks_against_us() -> None:
    assert math.isnan(relative_risk(np.zeros(4), np.ones(4), np.array([True, True, False, False]), np.arange(4)).value)


def test_what_cannot_be_told_is_said_and_is_no_number() -> None:
    happy = pandas.DataFrame({
        "effort": np.linspace(0.5, 2.5, 20), "ease": 5.0, "regret": 10.0, "n_ratings": 4.0, "detractors": 0.0, "n_renewals": 0.0,
        "renewed": 0.0, "hours_per_member": 9.0, "replication": np.arange(20) % 4,
    })  # fmt: skip
    said = Aftermath(load("baton_pass"), happy).sentences()
    assert said[0] == "What effort does to renewals cannot be told: 0 renewals were decided on."
    assert said[1].startswith("10 of 20 purchases were hard; too few members speak against us")
    alone = happy.assign(n_renewals=1.0, renewed=np.arange(20) % 2, detractors=1.0, replication=0)
    told = Aftermath(load("baton_pass"), alone).sentences()
    assert all(line.endswith("one replication cannot tell it from luck.") for line in told)
    assert "1.00 times as many" in told[1]


def test_customers_by_hand() -> None:
    rows = journal(
        *won(0, 0.0), *lost(1, 3.0), *undecided(2, 5.0), row(Kind.ADVOCACY, 210.0, 0, reason=Reason.DETRACTOR)
    )
    run = run_of(rows)
    (only,) = customers(Run(run.scenario, 0, run.journal).journeys()).to_dict("records")
    assert only == {
        "effort": 0.8, "ease": 7.0, "regret": 30.0, "n_ratings": 3.0, "detractors": 2.0, "n_renewals": 1.0, "renewed": 1.0,
        "hours_per_member": 4.0,
    }  # fmt: skip


@pytest.fixture(scope="module")
def found():
    """Customers of worlds in which nothing is regretted, and in which avoidable effort alone is, as much as it can be."""
    other = dict.fromkeys(("forgone", "disappointment", "conflict", "doubt"), 0.0)
    changes = {f"market.living.regret_{cause}": size for cause, size in other.items()}
    return [
        aftermath(load("baton_pass").with_changes(changes | {"market.living.regret_effort": size}), n)
        for size, n in ((0.0, 2), (3.0, 24))  # what effort does is small: it takes many customers to tell it from luck
    ]


def test_where_effort_is_what_people_regret_hard_purchases_are_spoken_against_and_left_more(found) -> None:
    free, hurt = found
    assert hurt.voices().iloc[0]["low"] > 1.0
    assert hurt.slopes().set_index("effort").loc["effort", "high"] < 0.0
    assert hurt.voices().iloc[1]["low"] > 1.0 and free.voices().iloc[1]["n_customers"] == 0
    assert hurt.bands()["n_customers"].sum() == len(hurt.customers)
    assert "claim of half as much again" in hurt.sentences()[1]
