"""Comparisons: stopping, verdicts, what is undefined, and what JSON gets."""

import json
import math
from collections.abc import Sequence

import numpy as np
import pytest
from scipy import stats

import buyermaze.simulator.runs.batch
import buyermaze.simulator.runs.steadiness
from buyermaze.simulator.comparison.comparison import Progress, compare
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.outcomes.definitions import NAMES, position
from buyermaze.simulator.runs.steadiness import Steadiness

WIN, REGRET, DAYS, PROFIT = (position(n) for n in ("p_win", "share_regret", "days_to_decision", "profit"))
RELAY, MERGED, TWIN = (
    Scenario(name=name).with_changes({"run.n_batches": 1, "run.n_replications": 20})
    for name in ("relay", "merged", "twin")
)


def values(scenarios: Sequence[Scenario], replications: range) -> np.ndarray:
    """Give ``merged`` 4.1 points more wins and 3 days less; ``twin`` is the relay; luck is shared by replication."""
    table = np.empty((len(scenarios), len(replications), len(NAMES)))
    for place, replication in enumerate(replications):
        luck = np.random.default_rng(replication).normal(size=(2, len(NAMES)))
        for s, scenario in enumerate(scenarios):
            table[s, place] = 0.5 + 0.05 * luck[0]
            if scenario.name == "merged":
                table[s, place] += 0.02 * luck[1]
                table[s, place, WIN] += 0.041
                table[s, place, DAYS] -= 3.0
                if replication % 4 == 0:
                    table[s, place, REGRET] = np.nan
    return table


def made_up(scenarios: Sequence[Scenario], replications: range, progress: Progress | None = None) -> np.ndarray:
    """Return the values as ratios of sums whose lower one is 1, or 0 where there is nothing."""
    table = values(scenarios, replications)
    if progress:
        progress(len(scenarios) * len(replications), len(scenarios) * len(replications))
    return np.stack([np.nan_to_num(table), np.isfinite(table).astype(float)], axis=2)


STEADY = Steadiness("relay", 0.7, 104.0, 80.0, 0.0, 0.0, 0.01)


@pytest.fixture(autouse=True)
def _no_simulation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buyermaze.simulator.runs.batch, "sum_table", made_up)
    monkeypatch.setattr(buyermaze.simulator.runs.steadiness, "steadiness", lambda scenario: STEADY)


def test_differences_are_paired() -> None:
    found = compare([RELAY, MERGED], n_replications=40)
    table = values([RELAY, MERGED], range(40))
    interval = stats.ttest_rel(table[1, :, WIN], table[0, :, WIN]).confidence_interval()
    pair = found.differences["merged", "p_win"]
    assert (pair.low, pair.high) == pytest.approx((interval.low, interval.high))
    assert pair.correlation > 0.8
    assert found.baseline == "relay"
    assert compare([RELAY, MERGED], "merged", 40).differences["relay", "p_win"].mean == pytest.approx(-pair.mean)


def test_replications_default_to_the_baselines_own() -> None:
    few = RELAY.with_changes({"run.n_replications": 3})
    assert compare([MERGED, few], "relay").n_replications == 3


def test_progress_counts_on_over_batches() -> None:
    seen: list[tuple[int, int]] = []
    compare([RELAY, MERGED], until_half_width=1e-5, n_replications=35, progress=lambda *now: seen.append(now))
    assert seen == [(40, 40), (60, 60), (70, 70)]


def test_stopping_goes_on_just_until_the_target() -> None:
    found = compare([RELAY, MERGED], until_half_width=0.005)
    n = found.n_replications
    assert n >= 20
    assert n % 10 == 0
    assert found.differences["merged", "p_win"].half_width <= 0.005
    assert n == 20 or compare([RELAY, MERGED], n_replications=n - 10).differences["merged", "p_win"].half_width > 0.005
    assert np.array_equal(found.sums, made_up([RELAY, MERGED], range(n)))
    assert f"The half-width of wins reached 0.5 points after {n} replications." in found.verdict()


def test_a_target_out_of_reach_is_said_plainly() -> None:
    found = compare([RELAY, MERGED], until_half_width=1e-5, n_replications=35)
    assert found.n_replications == 35
    assert any("did not reach" in line and "35 replications" in line for line in found.verdict())


def test_every_pair_must_be_precise_before_stopping() -> None:
    assert compare([RELAY, TWIN], until_half_width=1e-9).n_replications == 20
    assert compare([RELAY, TWIN, MERGED], until_half_width=1e-9, n_replications=50).n_replications == 50


def test_the_verdict_in_words() -> None:
    found = compare([RELAY, MERGED, TWIN], n_replications=40)
    low, high = (100 * x for x in (found.differences["merged", "p_win"].low, found.differences["merged", "p_win"].high))
    mean = 100 * found.differences["merged", "p_win"].mean
    first, second, *rest = found.verdict()
    assert first.startswith(
        f"merged wins {mean:.1f} points more often than relay (95 % interval {low:.1f} to {high:.1f}); "
    )
    assert "time to decision is 3.0 working days shorter (95 % interval" in first
    assert first.endswith("not distinguishable from luck.")
    assert second.startswith("twin against relay: wins, regret,")
    assert "More replications would narrow the interval on wins of merged, not change who is ahead." in rest
    assert "More replications would not change the answer on wins of twin: no difference was seen at all." in rest


def test_a_loss_is_worded_as_one_with_its_interval_in_order() -> None:
    first = compare([MERGED, RELAY], n_replications=40).verdict()[0]
    assert first.startswith("relay wins ")
    assert "points less often than merged (95 % interval " in first
    low, high = first.split("interval ")[1].split(")")[0].split(" to ")
    assert 0 < float(low) < float(high)


def test_replications_in_which_nothing_happened_add_nothing() -> None:
    found = compare([RELAY, MERGED], n_replications=40)
    there = values([MERGED], range(40))[0, :, REGRET]
    assert found.means["merged", "share_regret"].mean == pytest.approx(np.nanmean(there))
    assert found.differences["merged", "share_regret"].n_undefined == 0


def test_what_never_happened_is_undefined_and_said() -> None:
    found = compare([RELAY, MERGED], n_replications=1)
    assert math.isnan(found.means["merged", "share_regret"].mean)
    assert "Undefined for merged or relay, in all of 1 replication: regret." in found.verdict()


def test_batches_are_values_and_replications_are_counted_in_them() -> None:
    parted = [each.with_changes({"run.n_batches": 5}) for each in (RELAY, MERGED)]
    found = compare(parted, n_replications=20)  # twenty made-up values are four replications of five batches
    whole = compare([RELAY, MERGED], n_replications=20)
    assert (found.n_replications, whole.n_replications) == (4, 20)
    assert found.differences == whole.differences
    assert found.needed_replications(0.005) == math.ceil(whole.needed_replications(0.005) / 5)


def test_different_batches_cannot_be_paired() -> None:
    with pytest.raises(InputProblem, match=r"run\.n_batches"):
        compare([RELAY, MERGED.with_changes({"run.n_batches": 2})])


def test_many_scenarios_are_judged_together() -> None:
    alone = compare([RELAY, MERGED], n_replications=20).p_adjusted["merged", "p_win"]
    among = compare([RELAY, MERGED, TWIN], n_replications=20).p_adjusted["merged", "p_win"]
    assert among == pytest.approx(2 * alone)


def test_json_is_finite_complete_and_repeatable() -> None:
    def once(n: int) -> dict[str, object]:
        whole = compare([RELAY, MERGED], n_replications=n, command="buyermaze compare relay merged").to_dict()
        assert whole["manifest"].pop("wall_seconds") >= 0
        return whole

    for n in (1, 5):
        text = json.dumps(once(n), allow_nan=False)
        assert text == json.dumps(once(n), allow_nan=False)
        whole = json.loads(text)
        assert set(whole["scenarios"]) == {"relay", "merged"}
        assert set(whole["pairs"]) == {"merged"}
        assert set(whole["pairs"]["merged"]) == set(NAMES)
        level, pair = whole["scenarios"]["merged"]["p_win"], whole["pairs"]["merged"]["p_win"]
        assert {"mean", "standard_error", "interval", "n", "n_undefined"} <= set(level)
        assert {"difference", "standard_error", "interval", "correlation", "n", "n_undefined"} <= set(pair)
        assert (level["standard_error"] is None) == (n == 1)
    assert whole["manifest"]["command"] == "buyermaze compare relay merged"
    assert whole["manifest"]["scenarios"]["relay"]["fingerprint"] == RELAY.fingerprint


def test_load_is_said_and_so_is_what_is_not_steady(monkeypatch: pytest.MonkeyPatch) -> None:
    told = compare([RELAY, MERGED], n_replications=20).verdict()
    assert any(line.startswith("Load: reps of relay use ") and "reps of merged use " in line for line in told)
    assert not any("not steady" in line for line in told)
    drowned = Steadiness("merged", 0.99, 104.0, 80.0, 0.0, 0.0, 0.01)
    monkeypatch.setattr(buyermaze.simulator.runs.steadiness, "steadiness", lambda scenario: drowned)
    found = compare([RELAY, MERGED], n_replications=20)
    assert drowned.sentence() in found.verdict()
    assert found.to_dict()["steadiness"]["merged"]["steady"] is False


def test_one_replication_says_nothing() -> None:
    assert "one value cannot tell" in compare([RELAY, MERGED], n_replications=1).verdict()[0]


def test_one_scenario_has_a_level_and_a_precision() -> None:
    found = compare([RELAY], until_half_width=0.01)
    assert found.means["relay", "p_win"].half_width <= 0.01
    assert found.verdict()[0].startswith("relay: wins ")


def test_the_table_has_a_line_for_every_scenario_and_outcome() -> None:
    table = compare([RELAY, MERGED], n_replications=5).table().set_index(["scenario", "outcome"])
    assert len(table) == 2 * len(NAMES)
    assert table.loc[("merged", "p_win"), "difference_n"] == 5
    assert np.isnan(table.loc[("relay", "p_win"), "difference_mean"])


def test_how_many_replications_would_do() -> None:
    found = compare([RELAY, MERGED], n_replications=20)
    n = found.needed_replications(0.002)
    assert compare([RELAY, MERGED], n_replications=2 * n).differences["merged", "p_win"].half_width <= 0.002
    assert compare([RELAY, MERGED], n_replications=n // 2).differences["merged", "p_win"].half_width > 0.002


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"scenarios": []}, "no scenario"),
        ({"scenarios": [RELAY, RELAY]}, "two scenarios are called 'relay'"),
        ({"scenarios": [RELAY, MERGED], "baseline": "mergd"}, "did you mean 'merged'"),
        ({"scenarios": [RELAY], "n_replications": 0}, "give 1 or more"),
        ({"scenarios": [RELAY], "until_half_width": 0.0}, "above 0"),
        ({"scenarios": [RELAY], "until_half_width": float("nan")}, "above 0"),
        ({"scenarios": [RELAY], "outcome": "winz"}, "there is no 'winz'"),
    ],
)
def test_mistakes_are_explained(arguments: dict[str, object], sentence: str) -> None:
    with pytest.raises(InputProblem, match=sentence):
        compare(**arguments)  # type: ignore[arg-type]


def test_runs_go_on_until_a_difference_is_told_or_too_small_to_speak_of() -> None:
    told = compare([RELAY, MERGED], until_told=True)
    assert told.settled() and told.differences["merged", "p_win"].low > 0
    assert "told from luck or known to within 0.5 points after" in " ".join(told.verdict())
    same = compare([RELAY, TWIN], until_told=True)
    assert same.settled() and same.n_replications == 20 and not same.distinguishable("twin", "p_win")
    open_still = compare([RELAY, MERGED], outcome="share_regret", until_told=True, n_replications=40)
    assert open_still.n_replications == 40 and not open_still.settled()
    assert "neither told from luck" in " ".join(open_still.verdict())


def test_intervals_at_which_runs_stopped_are_those_that_hold_at_every_look() -> None:
    told = compare([RELAY, MERGED], until_told=True)
    usual = compare([RELAY, MERGED], n_replications=told.n_replications)
    found, plain = told.differences["merged", "p_win"], usual.differences["merged", "p_win"]
    assert found.mean == plain.mean and found.half_width > 1.4 * plain.half_width
    assert told.means == usual.means, "what is watched is the difference: levels have the interval of their replications"
    assert told.to_dict()["any_time"] and not usual.to_dict()["any_time"]


def test_a_planned_number_of_runs_may_have_the_intervals_of_one_that_goes_on() -> None:
    told = compare([RELAY, MERGED], until_told=True)
    planned = compare([RELAY, MERGED], n_replications=told.n_replications, any_time=True)
    assert planned.differences == told.differences and planned.verdict() == told.verdict()
    usual = compare([RELAY, MERGED], n_replications=told.n_replications)
    assert planned.needed_replications(0.005) > 1.9 * usual.needed_replications(0.005)


def test_of_too_few_values_nothing_is_known() -> None:
    found = compare([RELAY, MERGED], until_told=True, n_replications=4)
    assert found.differences["merged", "p_win"].half_width == math.inf
    assert not found.settled() and not found.distinguishable("merged", "p_win")
    assert found.to_dict()["pairs"]["merged"]["p_win"]["interval"] == [None, None]
    assert "inf" not in " ".join(found.verdict())


def test_only_one_way_to_stop_is_taken() -> None:
    with pytest.raises(InputProblem, match="choose one"):
        compare([RELAY, MERGED], until_told=True, until_half_width=0.1)
