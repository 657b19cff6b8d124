"""Whether a run shows the long run: MSER-5 on series with a known answer, saturation, drift, and shipped markets."""

import numpy as np
import pytest
from handmade import journal, row, run_of

from buyermaze.simulator.core.vocabulary import Kind
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.reading.shelves import available_markets
from buyermaze.simulator.runs.steadiness import of_weeks, steadiness, truncation, weekly_use

LUCK = np.random.default_rng(7)
BASE = load("baton_pass").with_changes({"run.weeks_warm_up": 100.0, "run.weeks": 300.0})


def noise(n: int) -> np.ndarray:
    """Return luck around 0, weakly correlated from week to week."""
    shocks = LUCK.normal(size=n + 1)
    return 0.03 * (shocks[1:] + 0.5 * shocks[:-1])


def test_truncation_finds_where_a_step_ends() -> None:
    series = np.concatenate([np.zeros(100), np.ones(300)]) + noise(400)
    assert truncation(series) == 20  # batches of five
    assert truncation(np.full(400, 0.5)) == 0


def test_truncation_leaves_most_of_a_transient_out() -> None:
    weeks = np.arange(400)
    assert 40 <= 5 * truncation(0.7 * (1 - np.exp(-weeks / 25)) + noise(400)) <= 120


def test_a_series_that_has_settled_is_steady() -> None:
    found = of_weeks(BASE, 0.7 * (1 - np.exp(-np.arange(400) / 25)) + noise(400))
    assert found.steady
    assert found.use == pytest.approx(0.7, abs=0.02)
    assert found.sentence() == "baton_pass is steady: reps use 0.70 of their time."


@pytest.mark.parametrize(
    ("weeks", "says"),
    [
        (np.full(400, 0.99), "not steady: its desks are saturated: reps use 0.99"),
        (np.concatenate([np.zeros(160), np.full(240, 0.7)]), "not steady: it is too short: after 100 weeks"),
        (
            np.concatenate([np.full(100, 0.6), np.linspace(0.6, 0.7, 300)]),
            "not steady: it drifts: the use of reps' time rises by 0.",
        ),
    ],
)
def test_what_is_not_steady_says_why(weeks: np.ndarray, says: str) -> None:
    assert says in of_weeks(BASE, weeks + 0.1 * noise(400)).sentence()


def test_weekly_use_is_selling_time_over_time_there() -> None:
    rows = journal(
        row(Kind.ARRIVED, 0.0, value=1, detail=1),
        row(Kind.SERVED, 10.0, hours=6.0, rep=0),
        row(Kind.LEAD_WORK, 50.0, hours=2.0, rep=0),
        row(Kind.RECOVERY, 1e6, hours=99.0, rep=0),
    )
    run = run_of(rows, BASE.with_changes({"programme.team.n_reps": 1, "programme.selling.share_time": 0.5}))
    use = weekly_use(run)
    assert len(use) == 400
    assert use[:3].tolist() == [6.0 / 20.0, 2.0 / 20.0, 0.0]
    assert use.sum() == 8.0 / 20.0


def test_a_market_asked_for_three_times_its_load_is_not_steady() -> None:
    drowned = steadiness(load("baton_pass").with_changes({"market.demand.load": 3.0, "run.weeks": 104.0}))
    assert "saturated" in drowned.reason


@pytest.mark.parametrize("market", [found.name for found in available_markets(apart=True)])
def test_reps_of_the_baton_pass_are_as_busy_as_sales_desks_are(market: str) -> None:
    found = steadiness(load("baton_pass", market=market), replications=range(4))
    assert found.steady, found.sentence()
    assert 0.6 <= found.use <= 0.85
