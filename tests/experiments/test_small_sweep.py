"""A small sweep is a study like any other: its file gives the same numbers, and it can be asked what any sweep can."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest

from buyermaze.experiments.answers.contrast import contrast_of, values_of
from buyermaze.experiments.answers.memo import interval_of, memo_page
from buyermaze.experiments.answers.responses import columns_of
from buyermaze.experiments.answers.who_is_ahead import leads
from buyermaze.experiments.sweeps import small as small_sweeps
from buyermaze.experiments.sweeps.run import sweep
from buyermaze.experiments.sweeps.small import FACTORS, N_REPLICATIONS, PEOPLE, SmallSweep, small_study, study_text
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.reading.uploads import to_yaml
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.outcomes.definitions import NAMES, position
from buyermaze.simulator.runs.batch import outcome_table

SIDES = [
    load(name).model_copy(update={"name": words})
    for name, words in (("baton_pass", "Baton pass"), ("merged", "Merged"))
]


def drawn(small: SmallSweep, ahead: float = 0.1) -> np.ndarray:
    """Return outcomes in which the second organisation wins more often by so much, and luck does next to nothing."""
    shape = (2, len(small.plan.design), N_REPLICATIONS, len(NAMES))
    found = np.random.default_rng(5).uniform(0.2, 0.2001, shape)
    found[1, ..., position("p_win")] += ahead
    return found


def test_its_file_gives_the_same_numbers_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(small_sweeps, "N_ACCOUNTS", 20)
    for name, factor in list(FACTORS.items())[1:]:
        monkeypatch.setitem(FACTORS, name, factor.model_copy(update={"levels": 2}))
    sides = [side.with_changes({"run.seed": 7, "run.weeks_warm_up": 20}) for side in SIDES]
    small = SmallSweep.of(sides)
    found = small.shaped(
        np.array([outcome_table([each], range(first, first + N_REPLICATIONS))[0] for each, first in small.points()])
    )
    files = [f"{side.name}.yaml" for side in sides]
    for side, file in zip(sides, files, strict=True):
        (tmp_path / file).write_text(to_yaml(side))
    (tmp_path / "small_sweep.yaml").write_text(study_text(small_study(sides, files)))
    run = sweep(tmp_path / "small_sweep.yaml", tmp_path / "out")
    for k, name in enumerate(NAMES):
        np.testing.assert_array_equal(run.cube(name)[1], found[..., k].transpose(1, 0, 2), err_msg=name)
    at_hand = small.stored(found, tmp_path / "own")
    assert [at_hand.now(axis) for axis in at_hand.axes] == [run.now(axis) for axis in run.axes] == [1.0, 60.0, 8.0]
    told = memo_page(run, "p_win", None, None).told()
    own = memo_page(at_hand, "p_win", None, None).told()
    assert {**told, "How it was run": []} == {**own, "How it was run": []}


def test_its_organisations_are_at_every_point_with_the_same_luck_and_every_point_has_its_own() -> None:
    small = SmallSweep.of(SIDES)
    n = len(small.plan.design)
    points = small.points()
    assert len(points) == 2 * n
    for (one, first), (other, same) in zip(points[:n], points[n:], strict=True):
        assert (one.market, one.run, first) == (other.market, other.run, same)
    assert {first for _, first in points} == set(range(0, n * N_REPLICATIONS, N_REPLICATIONS))
    table = small.table(drawn(small))
    factors, outcomes = columns_of(table)
    assert factors == [*FACTORS, "scenario"] and outcomes == list(NAMES)
    assert len(leads(table, "scenario", *(side.name for side in SIDES))) == N_REPLICATIONS * n
    tried = list(product(*(axis.steps(2) for axis in small.plan.axes)))
    assert list(map(tuple, table[list(FACTORS)].drop_duplicates().to_numpy())) == tried


@pytest.mark.parametrize(("n_seats", "most"), [(1, None), (3, None), (4, 4.0), (6, 6.0), (8, 8.0)])
def test_it_tries_no_larger_groups_than_a_market_has_seats(n_seats: int, most: float | None) -> None:
    usual = SIDES[0]
    few = {"market.group.seats": list(usual.market.group.seats[:n_seats]), "market.group.n_people_mean": min(2, n_seats)}
    small = SmallSweep.of([usual, SIDES[1].with_changes(few)])
    people = [axis for axis in small.plan.axes if axis.name == PEOPLE]
    assert [axis.high for axis in people] == ([] if most is None else [most])
    tried = {scenario.market.group.n_people_mean for scenario, _ in small.points()}
    assert max(tried) == (most or usual.market.group.n_people_mean)


def test_its_memo_and_the_sentence_beside_it_have_one_interval_in_words_of_people(tmp_path: Path) -> None:
    small = SmallSweep.of(SIDES)
    found = drawn(small)
    run = small.stored(found, tmp_path / "sweep")
    told = {heading: " ".join(lines) for heading, lines in memo_page(run, "p_win", None, None).told().items()}
    said = " ".join(told.values())
    assert "wins of Merged would be 10.0 points higher than of Baton pass" in told["Answer"]
    assert "Merged is better at 100 % of the points visited" in told["Answer"]
    assert f"({len(small.plan.design)} points" in said
    assert small.plan.model.scenarios[1].fingerprint in told["How it was run"]  # type: ignore[attr-defined]
    for code in ("hours_patience", "n_people_mean", "market."):
        assert code not in said.replace(told["How it was run"], "")
    beside = interval_of(run, *values_of(run, contrast_of(run, "p_win")))
    assert beside == small_interval(small, found)


def small_interval(small: SmallSweep, found: np.ndarray) -> object:
    """Return the interval as the page on sweeps has it, from what is at hand."""
    from buyermaze.screens.panels.sweep_source import _own_over

    return _own_over(small, found, "p_win", "Merged", "Baton pass")


def test_a_scenario_that_brings_its_own_seed_is_run_with_that_of_the_first() -> None:
    other: Scenario = SIDES[1].with_changes({"run.seed": 99})
    assert {scenario.run.seed for scenario, _ in SmallSweep.of([SIDES[0], other]).points()} == {SIDES[0].run.seed}
