"""What drives an outcome: Sobol indices, Morris' screening or PAWN, whichever the design allows."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from buyermaze.experiments.answers.contrast import (
    Contrast,
    contrast_of,
    luck_of,
    mean_over_luck,
    shares_luck,
    values_of,
)
from buyermaze.experiments.answers.pawn import Pawn, beyond_chance
from buyermaze.experiments.answers.sobol import sobol_indices
from buyermaze.experiments.answers.two_way import mean_interval
from buyermaze.experiments.sweeps.results import Sweep, open_sweep
from buyermaze.simulator.core.errors import InputProblem

if TYPE_CHECKING:
    import pandas

Method = Literal["sobol", "morris", "pawn"]
MEANINGS = {
    "sobol": "first: share of the variation this factor explains alone; total: with everything it takes part in",
    "morris": "mu_star: mean size of the effect of one step; sigma: how much that depends on everything else",
    "pawn": "median: how far fixing the factor moves the whole distribution (0 to 1)",
}
ABOVE_ONE = 0.005  # a share larger than 1 by more than this is spoken of
PAWN_COLUMNS = {"median": "median", "minimum": "min", "mean": "mean", "maximum": "max"}
SMALLEST = 0.01  # share of the variation that is worth a word
SHOWN = {"sobol": "total", "morris": "mu_star", "pawn": "median"}


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """What drives a contrast: one line per factor, the strongest first, and remarks worth reading."""

    contrast: Contrast
    method: Method
    table: "pandas.DataFrame"
    noise: float  # share of the variation of a point that is luck; NaN if the design cannot tell
    told: bool  # whether factors' doing can be told from luck at all
    n_used: int
    remarks: tuple[str, ...]

    @property
    def main(self) -> str:
        """Return the column factors are ranked by."""
        return SHOWN[self.method]

    def sentences(self) -> list[str]:
        """Return the answer in words."""
        if not self.told:
            return [
                f"Nobody can tell what drives {self.contrast.said}: luck is nearly all of its variation.",
                *self.remarks,
            ]
        strong = self.table[self.table["told"]]
        if strong.empty:
            return [f"No factor moves {self.contrast.said} by more than luck could.", *self.remarks]
        named = [f"{row.factor} ({getattr(row, self.main):.2f})" for row in strong.head(4).itertuples()]
        lead = f"What drives {self.contrast.said} most: {', '.join(named)}."
        return [lead, f"({MEANINGS[self.method]}.)", *self.remarks]


def sensitivity(
    folder: "str | Sweep",
    outcome: str | None = None,
    scenario: str | None = None,
    baseline: str | None = None,
    method: Method | None = None,
) -> Sensitivity:
    """Return what drives an outcome of one scenario, or the difference between two.

    Parameters
    ----------
    folder : str, Path or Sweep
        A sweep, finished or growing; complete rows or trajectories are used.
    outcome : str, optional
        By default the study's first.
    scenario, baseline : str, optional
        By default the last scenario less the first; a scenario alone is asked about by itself.
    method : str, optional
        By default what the design was made for; PAWN works with any that fills the space.

    Returns
    -------
    Sensitivity
        ``table``: a line per factor, the strongest first; shares of variance and their intervals run from 0 to 1.

    Raises
    ------
    InputProblem
        If the sweep has no such outcome or scenario, or its design cannot answer this.
    """
    sweep = open_sweep(folder)
    kind = sweep.study.design.kind
    method = method or ("sobol" if kind == "sobol" else "morris" if kind == "morris" else "pawn")
    if method != "pawn" and method != kind:
        raise InputProblem(
            f"sensitivity: {method} needs a design of kind {method}, this sweep has {kind}; try --method pawn"
        )
    if method == "pawn" and kind in ("one_at_a_time", "morris"):
        raise InputProblem(f"sensitivity: pawn needs points that fill the space, a {kind} design does not")
    contrast = contrast_of(sweep, outcome, scenario, baseline)
    points, values = values_of(sweep, contrast)
    mean = mean_over_luck(values)
    n_undefined = int(np.isnan(mean).sum())
    remarks = []
    if n_undefined:
        remarks.append(f"{n_undefined} of {len(mean)} points are undefined and left out.")
    if np.nanstd(mean) == 0 or n_undefined == len(mean):
        raise InputProblem(f"sensitivity: {contrast.said} never varies, so nothing drives it")
    if not sweep.is_complete:
        remarks.append(f"The sweep is still growing: {sweep.n_points_stored:,} of {sweep.n_points:,} points.")
    told = True
    if method == "sobol":
        table, noise, told, n_used = _sobol(sweep, points, values)
    else:
        table, noise, n_used, said = {"morris": _morris, "pawn": _pawn}[method](sweep, points, values)
        remarks += said
    remarks += _remarks(method, noise, table)
    table = table.sort_values(SHOWN[method], ascending=False, ignore_index=True)
    return Sensitivity(contrast, method, table, noise, told, n_used, tuple(remarks))


def _remarks(method: str, noise: float, table: "pandas.DataFrame") -> list[str]:
    remarks = []
    if noise > 0.9:
        remarks.append(
            "Luck is nearly all of the variation: nothing certain can be said without more accounts or replications."
        )
    elif noise > 0.5:
        remarks.append(
            f"Luck is {100 * noise:.0f} % of the variation: more accounts or replications would sharpen this."
        )
    if method == "sobol" and (table[["first", "total"]].max().max() > 1 + ABOVE_ONE):
        remarks.append("A share above 1 is the uncertainty of the estimate: see its interval, and double n.")
    elif method == "sobol" and (
        (table[["first_low", "total_low"]] < 0) | (table[["first_high", "total_high"]].to_numpy() > 1)
    ).any(axis=None):
        remarks.append(
            "Shares lie between 0 and 1; an interval that reaches beyond shows how uncertain the estimate is at this n, no more."
        )
    if method == "sobol" and (table["total_high"] - table["total_low"]).max() > 0.3:
        remarks.append("Some intervals are wide: double n.")
    return remarks


def _blocks(sweep: Sweep, points: np.ndarray, found: np.ndarray) -> dict[str, np.ndarray]:
    """Return values by block, each of shape (rows, replications), NaN where a point is missing."""
    design = sweep.design
    n_rows = int(design["row"].max()) + 1
    everything = np.full((len(design), found.shape[1]), np.nan)
    everything[points] = found
    result = {}
    for block, lines in design.groupby("block", sort=False):
        values = np.full((n_rows, found.shape[1]), np.nan)
        values[lines["row"].to_numpy()] = everything[lines["point"].to_numpy()]
        result[str(block)] = values
    return result


def _sobol(sweep: Sweep, points: np.ndarray, found_values: np.ndarray) -> "tuple[pandas.DataFrame, float, bool, int]":
    import pandas

    whole = np.isfinite(found_values).any(axis=0)
    usual = np.isfinite(found_values).mean(axis=0) >= 0.5  # where points were replicated until precise, what most have
    blocks = _blocks(sweep, points, found_values[:, usual] if usual.any() else found_values[:, whole])
    shared = shares_luck(sweep, points)
    names = [axis.name for axis in sweep.axes]
    ab = np.stack([blocks[f"AB:{name}"] for name in names])
    ba = np.stack([blocks[f"BA:{name}"] for name in names]) if f"BA:{names[0]}" in blocks else None
    try:
        found = sobol_indices(names, blocks["A"], blocks["B"], ab, ba, blocks["A2"], luck_is_shared=shared)
    except ValueError:
        raise InputProblem("sensitivity: too few complete rows yet; wait until more of the sweep is done") from None
    columns: dict[str, Any] = {"factor": names}
    for order in ("first", "total"):
        for end in ("", "_low", "_high"):
            columns[order + end] = getattr(found, order + end) if found.told else np.full(len(names), np.nan)
    if found.second is not None:
        upper = np.nan_to_num(found.second, nan=-np.inf)
        strongest = np.fmax(upper, upper.T)
        columns["partner"] = [names[int(np.argmax(line))] for line in strongest]
        columns["with_partner"] = strongest.max(axis=1)
    columns["told"] = np.nan_to_num(columns["total_low"]) > SMALLEST
    return pandas.DataFrame(columns), found.noise, found.told, found.n_rows


def _morris(sweep: Sweep, points: np.ndarray, values: np.ndarray) -> "tuple[pandas.DataFrame, float, int, list[str]]":
    import pandas

    problem = _problem(sweep)
    analyze = _salib("morris")
    k = len(sweep.axes)
    everything = np.full((sweep.n_points, values.shape[1]), np.nan)
    everything[points] = values
    mean = mean_over_luck(everything)
    whole = np.isfinite(mean.reshape(-1, k + 1)).all(axis=1)
    keep = np.repeat(whole, k + 1)
    if whole.sum() < 2:
        raise InputProblem("sensitivity: too few complete trajectories yet; wait until more of the sweep is done")
    places = _trajectories(sweep)
    levels = sweep.study.design.levels
    found = analyze(problem, places[keep], mean[keep], num_levels=levels, seed=0)
    groups = sweep.design["luck_group"].to_numpy()[:: k + 1][whole]
    told, single = _moves(places[keep].reshape(-1, k + 1, k), everything[keep].reshape(len(groups), k + 1, -1), groups)
    table = pandas.DataFrame(
        {
            "factor": [axis.name for axis in sweep.axes],
            "mu_star": np.asarray(found["mu_star"], float),
            "mu_star_low": np.asarray(found["mu_star"] - found["mu_star_conf"], float),
            "mu_star_high": np.asarray(found["mu_star"] + found["mu_star_conf"], float),
            "mu": np.asarray(found["mu"], float),
            "sigma": np.asarray(found["sigma"], float),
            "told": told,
        }
    )
    unsure = table.loc[~told, "factor"]
    said = []
    if single and len(unsure):
        said.append(
            f"With one replication nobody can tell whether {', '.join(unsure)} matter: effects that go up here and down there look "
            "like luck. Two replications tell."
        )
    elif told.any() and len(unsure):
        said.append(f"What is seen of {', '.join(unsure)} may be luck.")
    return table, float("nan"), int(whole.sum()), said


def _moves(places: np.ndarray, values: np.ndarray, luck_groups: np.ndarray) -> tuple[np.ndarray, bool]:
    """Return which factors move an outcome more surely than luck does, and whether one replication leaves that open.

    The size of an effect is never zero under luck. What is: the mean of the effect, and the mean product of the effect with
    itself under another piece of luck, where trajectories have luck of their own.

    Parameters
    ----------
    places, values
        By trajectory and step; then by factor, and by replication.
    luck_groups
        By trajectory.
    """
    steps = np.diff(places, axis=1)
    moved = np.abs(steps).argmax(axis=2)
    slopes = np.diff(values, axis=1) / steps.sum(axis=2)[..., None]
    single = bool(np.isfinite(values).any(axis=(0, 1)).sum() < 2)
    told = np.zeros(places.shape[2], bool)
    for k in range(len(told)):
        slope = slopes[moved == k]  # one of each trajectory
        mean = mean_interval(slope, luck_groups)
        told[k] = mean.low > 0 or mean.high < 0
        if not single and len(np.unique(luck_groups)) > 1:
            n = np.isfinite(slope).sum(axis=1)
            total, squares = np.nansum(slope, axis=1), np.nansum(slope**2, axis=1)
            product = np.where(n > 1, total**2 - squares, np.nan) / np.maximum(n * (n - 1), 1)
            told[k] |= mean_interval(product[:, None], luck_groups).low > 0
    return told, single


def _trajectories(sweep: Sweep) -> np.ndarray:
    """Return the places of a Morris design as they were drawn; values of coarse axes could not tell them."""
    from buyermaze.experiments.designs.samplers import morris_places

    spec = sweep.study.design
    return morris_places(len(sweep.axes), spec.n, spec.levels, np.random.default_rng(sweep.study.seed))[0].reshape(
        -1, len(sweep.axes)
    )


def _pawn(sweep: Sweep, points: np.ndarray, values: np.ndarray) -> "tuple[pandas.DataFrame, float, int, list[str]]":
    import pandas

    places = places_of(sweep)[points]
    keep = np.isfinite(values).any(axis=1) & np.isfinite(places).all(axis=1)
    if keep.sum() < 50:
        raise InputProblem(f"sensitivity: what drives it needs 50 points or more to be told, there are {int(keep.sum())}")
    pawn = Pawn.at(places[keep])
    distances = pawn.distances(mean_over_luck(values[keep]))
    row = sweep.design["row"].to_numpy()[points][keep]
    told, level = beyond_chance(pawn, values[keep], row, luck_of(sweep, points)[keep])
    columns = {name: getattr(np, f"nan{what}")(distances, axis=1) for name, what in PAWN_COLUMNS.items()}
    table = pandas.DataFrame({"factor": [axis.name for axis in sweep.axes]} | columns | {"told": told})
    said = [
        f"The strongest of {len(told)} factors that do nothing would reach up to {level:.2f} by chance at so many points."
    ]
    if told.any() and not told.all():
        said.append(f"What is seen of {', '.join(table.loc[~told, 'factor'])} may be chance or luck.")
    return table, float("nan"), int(keep.sum()), said


def places_of(sweep: Sweep) -> np.ndarray:
    """Return where all points are in the unit cube, shape (points, axes); NaN where the scenario keeps its own value."""
    design = sweep.design
    result = np.full((len(design), len(sweep.axes)), np.nan)
    for k, axis in enumerate(sweep.axes):
        column = design[axis.name].tolist()
        known = {
            value: axis.place(value)
            for value in set(column)
            if isinstance(value, str) or (value == value and value is not None)
        }
        result[:, k] = [known.get(value, np.nan) for value in column]
    return result


def _problem(sweep: Sweep) -> dict[str, Any]:
    names = [axis.name for axis in sweep.axes]
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def _salib(method: str) -> Any:
    from importlib import import_module

    try:
        return import_module(f"SALib.analyze.{method}").analyze
    except ImportError:
        raise InputProblem(
            f"sensitivity: {method} needs SALib: install it with  pip install 'buyermaze[answers]'"
        ) from None
