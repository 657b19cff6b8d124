"""Programmes that no other beats on everything: conversion, regret, cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from buyermaze.experiments.answers.contrast import in_words, told
from buyermaze.experiments.sweeps.results import Sweep, open_sweep
from buyermaze.simulator.comparison.phrasing import plainly
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.outcomes.definitions import label_of

if TYPE_CHECKING:
    import pandas

GOALS = ("p_win", "share_regret", "cost_total")
N_RESAMPLED = 200


@dataclass(frozen=True, eq=False)
class Frontier:
    """All programmes with their means, which are on the frontier, and how often luck leaves them there."""

    goals: tuple[str, ...]
    directions: tuple[int, ...]
    table: "pandas.DataFrame"
    levers: tuple[str, ...]

    @property
    def best(self) -> "pandas.DataFrame":
        """Return the programmes on the frontier."""
        return self.table[self.table["on_frontier"]].reset_index(drop=True)

    def sentences(self) -> list[str]:
        """Return the answer in words."""
        n, best = len(self.table), self.best
        want = ", ".join(
            f"{'more' if d > 0 else 'less'} {label_of(goal)}"
            for goal, d in zip(self.goals, self.directions, strict=True)
        )
        lines = [f"{len(best)} of {n} programmes are beaten by no other on all of: {want}."]
        for goal, direction in zip(self.goals, self.directions, strict=True):
            row = best.sort_values(goal, ascending=direction < 0).iloc[0]
            settings = ", ".join(f"{name} {plainly(row[name])}" for name in ("scenario", *self.levers))
            lines.append(f"Best {label_of(goal)} ({told(goal, row[goal])}): {settings}.")
        sure = int((best["how_often"] >= 0.9).sum())
        lines.append(f"{sure} of them stay on the frontier in at least nine of ten draws of luck.")
        return lines


def frontier(folder: "str | Sweep", goals: Sequence[str] | None = None) -> Frontier:
    """Return the programmes (scenario and levers) that no other beats on every goal.

    Points that differ only in uncertainties count as states of the world and are averaged over.

    Parameters
    ----------
    folder : str, Path or Sweep
        A sweep that stored the goals.
    goals : sequence of str, optional
        Outcomes with a better direction; by default wins, regret and cost.

    Returns
    -------
    Frontier
        ``table``: a line per programme with the mean of every goal in its own unit; ``best``: those on the frontier.

    Raises
    ------
    InputProblem
        If the sweep has no such outcome or scenario, or its design cannot answer this.
    """
    from buyermaze.simulator.outcomes.definitions import OUTCOMES, outcome_named, position

    sweep = open_sweep(folder)
    goals = tuple(map(outcome_named, goals)) if goals else tuple(goal for goal in GOALS if goal in sweep.outcomes)
    if len(goals) < 2:
        usual, stored = (", ".join(in_words(names)) for names in (GOALS, sweep.outcomes))
        raise InputProblem(f"frontier: two goals or more are needed, such as {usual}; this sweep stored {stored}")
    directions = []
    for goal in goals:
        better = OUTCOMES[position(goal)].better
        if not better:
            raise InputProblem(f"frontier: of {goal} neither more nor less is better; choose another goal")
        directions.append(better)
    levers = tuple(axis.name for axis in sweep.axes if axis.role == "lever")
    rows = sweep.table(list(goals))
    rows["scenario"] = rows["scenario"].astype(str)
    keys = ["scenario", *levers]
    world = ["luck", *(axis.name for axis in sweep.axes if axis.role != "lever")]
    rows["world"] = rows.groupby(world, dropna=False).ngroup()
    grouped = rows.groupby(keys, dropna=False, sort=False)
    table = grouped[list(goals)].mean().reset_index()
    table["n_runs"] = grouped.size().to_numpy()
    sign = np.array(directions)
    table["on_frontier"] = non_dominated(sign * table[list(goals)].to_numpy(float))
    table["how_often"] = _how_often(rows, grouped.ngroup().to_numpy(), len(table), goals, sign)
    return Frontier(goals, tuple(directions), table, levers)


def non_dominated(values: np.ndarray) -> np.ndarray:
    """Return which lines, more being better in every column, no other line beats; lines with NaN never count."""
    whole = np.isfinite(values).all(axis=1)
    result = whole.copy()
    for i in np.flatnonzero(whole):
        others = values[result]
        result[i] = not ((others >= values[i]).all(axis=1) & (others > values[i]).any(axis=1)).any()
    return result


def _how_often(rows: Any, group: np.ndarray, n_groups: int, goals: Sequence[str], sign: np.ndarray) -> np.ndarray:
    """Return how often each programme is on the frontier when luck and states of the world are drawn anew."""
    rng = np.random.default_rng(0)
    world = rows["world"].to_numpy()
    values = sign * rows[list(goals)].to_numpy(float)
    counts = np.zeros(n_groups)
    n_worlds = int(world.max()) + 1
    for _ in range(N_RESAMPLED):
        weight = np.bincount(rng.integers(0, n_worlds, n_worlds), minlength=n_worlds)[world].astype(float)
        means = np.empty((n_groups, len(goals)))
        for j in range(len(goals)):
            defined = np.isfinite(values[:, j])
            total = np.bincount(group[defined], weight[defined] * values[defined, j], n_groups)
            n = np.bincount(group[defined], weight[defined], n_groups)
            means[:, j] = np.where(n > 0, total / np.where(n > 0, n, 1), np.nan)
        counts += non_dominated(means)
    return counts / N_RESAMPLED
