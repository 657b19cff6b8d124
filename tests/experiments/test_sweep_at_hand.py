"""A small sweep whose outcomes are at hand can be asked what any sweep can."""

from math import prod
from pathlib import Path

import numpy as np

from buyermaze.experiments.answers.memo import memo_page
from buyermaze.experiments.sweeps.at_hand import sweep_at_hand
from buyermaze.experiments.sweeps.example import N_REPLICATIONS, Levels, as_table, levels_for, points
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.outcomes.definitions import NAMES, position

SIDES = [
    load(name).model_copy(update={"name": words})
    for name, words in (("baton_pass", "Baton pass"), ("merged", "Merged"))
]


def n_points(levels: Levels) -> int:
    """Return how many points there are; what is tried is less where the app is tested in the same process."""
    return prod(len(tried) for tried in levels.values())


def test_what_is_tried_at_one_level_only_is_no_factor(tmp_path: Path) -> None:
    sides = [side.with_changes({"market.group.seats": ["champion"], "market.group.n_people_mean": 1}) for side in SIDES]
    levels = levels_for(sides)
    outcomes = [
        np.random.default_rng(k).random((len(points(sides[0], levels)), N_REPLICATIONS, len(NAMES))) for k in range(2)
    ]
    found = sweep_at_hand(sides, as_table([side.name for side in sides], outcomes, levels), levels, tmp_path / "sweep")
    told = memo_page(found, "p_win", None, None).told()
    assert len(levels["market.group.n_people_mean"]) == 1 and f"({n_points(levels)} points" in " ".join(told["How sure"])


def test_it_says_what_the_table_says_in_words_of_people(tmp_path: Path) -> None:
    levels = levels_for(SIDES)
    rng = np.random.default_rng(5)
    outcomes = []
    for ahead in (0.0, 0.1):
        table = rng.uniform(0.2, 0.2001, (len(points(SIDES[0], levels)), N_REPLICATIONS, len(NAMES)))
        table[:, :, position("p_win")] += ahead
        outcomes.append(table)
    found = sweep_at_hand(SIDES, as_table([side.name for side in SIDES], outcomes, levels), levels, tmp_path / "sweep")
    told = {heading: " ".join(lines) for heading, lines in memo_page(found, "p_win", None, None).told().items()}
    said = " ".join(told.values())
    assert "wins of Merged would be 10.0 points higher than of Baton pass" in told["Answer"]
    assert "Merged is better at 100 % of the points visited" in told["Answer"]
    assert f"({n_points(levels)} points" in said and SIDES[1].fingerprint in told["How it was run"]
    for code in ("hours_patience", "n_people_mean", "market."):
        assert code not in said.replace(told["How it was run"], "")
