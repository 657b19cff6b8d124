"""The designs a study can ask for."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from buyermaze.experiments.designs.design import Design, from_places, from_values
from buyermaze.experiments.studies.axis import Axis
from buyermaze.experiments.studies.spec import DesignSpec
from buyermaze.simulator.core.errors import InputProblem, remedy

MOST_POINTS = 10_000_000
LUCK = {"sobol": "by_row", "morris": "by_row"}
EVEN = ("latin_hypercube", "sobol")  # spread evenly over the ranges, every factor by itself
WHOLE = ("grid", "one_at_a_time")  # nothing but these points is meant


def sampled(spec: DesignSpec, axes: Sequence[Axis], seed: int, luck: str | None, folder: Path) -> Design:
    """Return the points a design asks for.

    Parameters
    ----------
    spec
        What the study says.
    axes
        What varies.
    seed
        Decides the choice of random points.
    luck
        Which points share luck; by default those of a row of a sobol or morris design, else all.
    folder
        Where a file of points is looked for.
    """
    n = n_points(spec, axes)
    if n > MOST_POINTS:
        raise InputProblem(f"design: {n:,} points are more than anybody can wait for; take fewer levels or factors")
    rng = np.random.default_rng(seed)
    if spec.kind == "grid":
        design = grid(axes, spec.levels)
    elif spec.kind == "one_at_a_time":
        design = one_at_a_time(axes, spec.levels)
    elif spec.kind == "latin_hypercube":
        design = latin_hypercube(axes, spec.n, rng)
    elif spec.kind == "sobol":
        design = sobol(axes, spec.n, spec.second_order, rng)
    elif spec.kind == "morris":
        design = morris(axes, spec.n, spec.levels, rng)
    else:
        design = points(axes, folder / str(spec.file))
    return _with_luck(design, luck or LUCK.get(spec.kind, "shared"))


def n_points(spec: DesignSpec, axes: Sequence[Axis]) -> int:
    """Return how many points a design has (0 for a file of points, which says so itself)."""
    k = len(axes)
    if spec.kind == "grid":
        return math.prod(len(axis.steps(spec.levels)) for axis in axes)
    if spec.kind == "one_at_a_time":
        return 1 + sum(len(axis.steps(spec.levels)) for axis in axes)
    if spec.kind == "sobol":
        return spec.n * (3 + k * (2 if spec.second_order else 1))
    return {"latin_hypercube": spec.n, "morris": spec.n * (k + 1)}.get(spec.kind, 0)


def grid(axes: Sequence[Axis], levels: int) -> Design:
    """Every combination of every axis' steps."""
    names = [axis.name for axis in axes]
    combined = itertools.product(*(axis.steps(levels) for axis in axes))
    values = [dict(zip(names, combination, strict=True)) for combination in combined]
    return from_values(axes, values, ["grid"] * len(values))


def one_at_a_time(axes: Sequence[Axis], levels: int) -> Design:
    """The scenarios as they are, then each axis' steps with everything else left alone."""
    values: list[dict[str, Any]] = [{}]
    block = ["base"]
    for axis in axes:
        for value in axis.steps(levels):
            values.append({axis.name: value})
            block.append(axis.name)
    return from_values(axes, values, block)


def latin_hypercube(axes: Sequence[Axis], n: int, rng: np.random.Generator) -> Design:
    """Points that fill the space, each axis cut into ``n`` equal slices with one point in each."""
    from scipy.stats import qmc

    places = qmc.LatinHypercube(len(axes), rng=rng).random(n)
    return from_places(axes, places, np.arange(n), ["point"] * n, np.zeros(n))


def sobol(axes: Sequence[Axis], n: int, second_order: bool, rng: np.random.Generator) -> Design:
    """Saltelli's design on a scrambled Sobol sequence, row by row.

    A row holds the points A and B, then A with one axis taken from B (and B with one from A, for second order), and
    A once more with other luck, which tells what luck alone does.
    """
    from scipy.stats import qmc

    k = len(axes)
    both = qmc.Sobol(2 * k, rng=rng).random(n)
    a, b = both[:, :k], both[:, k:]
    blocks = [("A", a), ("B", b)]
    blocks += [(f"AB:{axis.name}", _swapped(a, b, i)) for i, axis in enumerate(axes)]
    if second_order:
        blocks += [(f"BA:{axis.name}", _swapped(b, a, i)) for i, axis in enumerate(axes)]
    blocks.append(("A2", a))
    width = len(blocks)
    places = np.stack([values for _, values in blocks], axis=1).reshape(n * width, k)
    row = np.repeat(np.arange(n), width)
    names = np.tile(np.array([name for name, _ in blocks], dtype=object), n)
    luck_group = row + np.where(names == "A2", n, 0)
    return from_places(axes, places, row, names, luck_group)


def morris(axes: Sequence[Axis], n: int, levels: int, rng: np.random.Generator) -> Design:
    """Morris' trajectories: from a random start, one axis after the other takes one long step."""
    k = len(axes)
    places, moved = morris_places(k, n, levels, rng)
    names = ["start", *(f"step:{axis.name}" for axis in axes)]
    block = np.array(names, dtype=object)[moved.ravel() + 1]
    row = np.repeat(np.arange(n), k + 1)
    return from_places(axes, places.reshape(-1, k), row, block, row)


def morris_places(k: int, n: int, levels: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return the places of trajectories, shape (n, k + 1, k), and which axis moved (-1: none), shape (n, k + 1)."""
    delta = levels / 2 / (levels - 1)
    places = np.empty((n, k + 1, k))
    moved = np.full((n, k + 1), -1)
    for t in range(n):
        up = rng.random(k) < 0.5
        start = rng.integers(0, levels // 2, k) / (levels - 1)
        here = np.where(up, start, start + delta)
        places[t, 0] = here
        for step, i in enumerate(rng.permutation(k), start=1):
            here = here.copy()
            here[i] += delta if up[i] else -delta
            places[t, step], moved[t, step] = here, i
    return np.clip(places, 0, 1), moved


def points(axes: Sequence[Axis], path: Path) -> Design:
    """Points from a table (CSV, Excel, Parquet) with one column per axis; an empty cell leaves the scenario's own value."""
    from buyermaze.simulator.tables.reader import read_table

    table = read_table(path, label=f"design: {path}")
    by_name = {axis.name: axis for axis in axes} | {axis.path: axis for axis in axes if axis.path}
    for name in map(str, table.columns):
        if name not in by_name:
            raise InputProblem(f"design: column '{name}' of '{path}' is no factor; {remedy(name, by_name)}")
    values = []
    if table.broken:
        raise InputProblem(f"design: '{path}', line {table.broken[0][0]}: {table.broken[0][1]}")
    columns = [table.column(name) for name in table.columns]
    for line, cells in zip(table.lines.to_pylist(), zip(*columns, strict=True), strict=True):
        entry: dict[str, Any] = {}
        for column, cell in zip(table.columns, cells, strict=True):
            axis = by_name[str(column)]
            if str(cell).strip():
                entry[axis.name] = _cell(axis, str(cell).strip(), f"design: '{path}', line {line}, {column}")
        values.append(entry)
    return from_values(axes, values, ["point"] * len(values))


def _cell(axis: Axis, text: str, place: str) -> Any:
    if axis.kind == "choice":
        if text not in axis.values:
            raise InputProblem(f"{place}: there is no '{text}'; {remedy(text, axis.values)}")
        return text
    try:
        value = float(text)
    except ValueError:
        raise InputProblem(f"{place}: expected a number, found '{text}'") from None
    low, high = (min(axis.values), max(axis.values)) if axis.kind == "levels" else (axis.low, axis.high)
    if not low <= value <= high:
        raise InputProblem(f"{place}: {text} is out of bounds; allowed is {low:g} to {high:g}")
    if axis.kind == "levels" and value not in axis.values:
        raise InputProblem(f"{place}: {text} is not one of the values listed for this factor")
    return value


def _swapped(into: np.ndarray, source: np.ndarray, column: int) -> np.ndarray:
    result = into.copy()
    result[:, column] = source[:, column]
    return result


def _with_luck(design: Design, luck: str) -> Design:
    if luck == "shared":
        return replace(design, luck_group=np.zeros(len(design), np.int64))
    if luck == "own":
        return replace(design, luck_group=np.arange(len(design)))
    return design if design.luck_group.any() else replace(design, luck_group=design.row.astype(np.int64))
