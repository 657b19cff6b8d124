"""From numbers that are known to parameters that fit them, with what cannot be known said in plain words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.experiments.calibration.approximate_bayes import Posterior, posterior
from buyermaze.experiments.calibration.targets import Known, known_from
from buyermaze.experiments.plans.plan import Plan, planned
from buyermaze.experiments.studies.axis import Axis
from buyermaze.experiments.studies.spec import Study
from buyermaze.experiments.studies.study_file import StudyFile
from buyermaze.experiments.sweeps.results import Sweep
from buyermaze.experiments.sweeps.run import Progress, sweep
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import without_folders
from buyermaze.simulator.outcomes.definitions import NAMES, OUTCOMES

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario

VARIED: Final = (  # by default: what nobody can look up and most numbers hang on
    {"path": "market.offer.benefit_mean", "low": 0, "high": 2.5},
    {"path": "market.group.give_up_per_tension", "low": 0, "high": 0.6},
    {"path": "market.group.days_between_meetings", "low": 2, "high": 25, "scale": "log"},
    {"path": "market.group.pace", "low": 0.3, "high": 3, "scale": "log"},
    {"path": "market.demand.share_not_serious", "low": 0.1, "high": 0.95},
)
KNOWN_WELL, KNOWN_HARDLY = 0.5, 0.15  # how much narrower than the prior a posterior must be to say so
N_CHECKED: Final = 100
EDGE: Final = 0.1  # a median nearer than this to an end of its range asks for a wider one


@dataclass(frozen=True, eq=False)
class Calibration:
    """Parameters that fit what is known: draws, a table per parameter, and a check per known number."""

    known: tuple[Known, ...]
    axes: tuple[Axis, ...]
    draws: "pandas.DataFrame"
    prior: "pandas.DataFrame"
    parameters: "pandas.DataFrame"
    checks: "pandas.DataFrame"
    predicted: "pandas.DataFrame"
    base: Plan
    remarks: tuple[str, ...]

    def middle(self) -> "Scenario":
        """Return the scenario with every parameter at its median."""
        whole = {axis.path: axis.kind == "integer" for axis in self.axes}
        medians = {row.path: row.median for row in self.parameters.itertuples()}
        scenario: Scenario = self.base.model.scenarios[0]  # type: ignore[attr-defined]
        return scenario.with_changes({path: round(v) if whole[path] else float(v) for path, v in medians.items()})

    def sentences(self) -> list[str]:
        """Return the answer in words."""
        lines = [
            f"{row.parameter}: {row.median:.3g} (90 % interval {row.low:.3g} to {row.high:.3g}); {row.words}."
            for row in self.parameters.itertuples()
        ]
        lines += [
            f"Check: {row.name} is known as {row.observed:.4g}, give or take {row.error:.2g}; the calibrated model gives "
            f"{row.predicted:.4g} ({row.low:.4g} to {row.high:.4g} in 90 % of draws, that doubt included), {row.words}."
            for row in self.checks.itertuples()
        ]
        return [*lines, *self.remarks]


def calibrate(
    scenario: str,
    numbers: "Mapping[str, float | tuple[float, float]]",
    out: str | Path,
    *,
    vary: Sequence[Mapping[str, Any]] | None = None,
    market: str | None = None,
    n: int = 1500,
    n_accounts: int = 200,
    seed: int = 1,
    progress: Callable[[Progress], None] | None = None,
    before: Callable[[Plan], None] | None = None,
) -> Calibration:
    """Find the parameters of a scenario that lead to the numbers a company knows.

    Parameters
    ----------
    scenario : str
        A shipped scenario or a file: what the company is like today.
    numbers : mapping
        Values, or values with standard errors, by name (see ``known.known_from``).
    out : str or Path
        Folder for the sweep over the prior, which resumes, and for the results.
    vary : sequence of mapping, optional
        Factors as in a study; by default those of ``VARIED``.
    market : str, optional
        Replaces the scenario's market first.
    n : int
        Points of the prior, 1 or more; some hundred at least for a useful answer.
    n_accounts : int
        Accounts per run, 1 or more; more make simulated numbers less blurred by luck.
    seed : int
        Root of all luck, 0 or more.
    progress : callable (Progress), optional
        Told how far the sweeps are.
    before : callable (Plan), optional
        Told what is about to be run, before it is.

    Returns
    -------
    Calibration
        Draws of the parameters in their own units, a line per parameter, and a check per known number.

    Raises
    ------
    InputProblem
        If a number has no such name, or the scenario or a factor does not exist.
    """
    import pandas

    known, settings = known_from(numbers)
    folder = Path(out)
    if folder.exists() and any(path.name not in OURS for path in folder.iterdir()):
        raise InputProblem(f"'{folder}' is not empty and no calibration; choose a new folder")
    base = planned(
        {
            "schema_version": 1,
            "title": f"Prior of {without_folders(scenario)}",
            "scenarios": [scenario],
            "market": market,
            "changes": {"run.n_accounts": n_accounts, **settings},
            "factors": list(vary or VARIED),
            "design": {"kind": "latin_hypercube", "n": n},
            "outcomes": list(dict.fromkeys(each.outcome for each in known)),
            "replications": 1,
            "luck": "own",
            "seed": seed,
        }
    )
    for axis in base.axes:
        if not axis.is_number:
            raise InputProblem(f"calibrate: {axis.name} is a choice; only numbers can be calibrated")
    if before:
        before(base)
    prior_sweep = sweep(base, folder / "prior", progress=progress)
    outcomes = prior_outcomes(prior_sweep, known)
    found = fitted(base.design.places(), outcomes, known, seed)
    draws = _values(base.axes, found.places)
    checked = _check(base, folder, draws, known, seed, progress)
    prior = pandas.DataFrame({axis.name: base.design.columns[k] for k, axis in enumerate(base.axes)})
    parameters = summary(base.axes, draws, prior)
    predicted = pandas.DataFrame({each.name: checked[:, k] for k, each in enumerate(known)})
    checks = pandas.DataFrame([_judged(each, predicted[each.name].to_numpy()) for each in known])
    return Calibration(
        tuple(known),
        base.axes,
        draws,
        prior,
        parameters,
        checks,
        predicted,
        base,
        tuple(_remarks(found, parameters, known)),
    )


OURS: Final = {"prior", "check", "calibrated.yaml", "market.yaml", "posterior.csv", "check.csv", "study.yaml", "report"}


def prior_outcomes(prior: Sweep, known: Sequence[Known]) -> np.ndarray:
    """Return what each point of a prior led to, shape (points, known numbers)."""
    columns = []
    for each in known:
        _, cube = prior.cube(each.outcome)
        columns.append(cube[:, 0, 0])
    return np.column_stack(columns)


def fitted(places: np.ndarray, outcomes: np.ndarray, known: Sequence[Known], seed: int) -> Posterior:
    """Return the posterior, or say that there are too few points to stand on."""
    try:
        return posterior(places, outcomes, [each.value for each in known], [each.error for each in known], seed=seed)
    except ValueError:
        names = ", ".join(each.name for each in known)
        raise InputProblem(f"calibrate: too few runs in which {names} exist; take more accounts or points") from None


def summary(axes: Sequence[Axis], draws: "pandas.DataFrame", prior: "pandas.DataFrame") -> "pandas.DataFrame":
    """Return a line per parameter: median, 90 % interval, and how much narrower that is than the prior's."""
    import pandas

    lines = []
    for axis in axes:
        low, middle, high = np.percentile(draws[axis.name], [5, 50, 95])
        place = np.array([axis.place(value) for value in draws[axis.name]])
        width = np.percentile(place, 95) - np.percentile(place, 5)
        narrower = float(1 - width / 0.9)
        words = (
            "well identified by what is known"
            if narrower >= KNOWN_WELL
            else "narrowed down somewhat"
            if narrower >= KNOWN_HARDLY
            else "not identified: what is known says next to nothing about it"
        )
        edge = bool(np.median(place) < EDGE or np.median(place) > 1 - EDGE)
        lines.append({"parameter": axis.name, "median": middle, "low": low, "high": high, "narrower": narrower,
                      "at_edge": edge, "words": words, "path": axis.path})  # fmt: skip
    return pandas.DataFrame(lines)


def _check(
    base: Plan, folder: Path, draws: "pandas.DataFrame", known: Sequence[Known], seed: int, progress: Any
) -> np.ndarray:
    """Run draws of the posterior on new luck and return what they lead to, shape (draws, known numbers)."""
    step = max(1, len(draws) // N_CHECKED)
    points = draws.iloc[::step].rename(columns={axis.name: axis.path for axis in base.axes})
    folder.mkdir(exist_ok=True)
    path = folder / "check.csv"
    points.to_csv(path, index=False, float_format="%.10g", lineterminator="\n")
    content = base.study.model_dump(mode="json") | {
        "title": "Check of the calibrated model",
        "design": {"kind": "points", "file": path.name},
        "luck": "own",
        "seed": seed + 1,
    }
    study = StudyFile(Study(**content), folder, "check")
    return prior_outcomes(sweep(study, folder / "check", progress=progress), known)


def _judged(each: Known, predicted: np.ndarray) -> dict[str, Any]:
    defined = predicted[np.isfinite(predicted)]
    told = {"name": each.name, "observed": each.value, "error": each.error}
    if not len(defined):
        return {**told, "predicted": np.nan, "low": np.nan, "high": np.nan, "words": "which never exists in it"}
    blurred = defined + np.random.default_rng(0).normal(0, each.error, len(defined))
    low, high = np.clip(np.percentile(blurred, [5, 95]), *_possible(each, defined))
    words = (
        "which fits" if low <= each.value <= high else "which does NOT fit: the model cannot be all of these at once"
    )
    return {**told, "predicted": float(np.median(defined)), "low": low, "high": high, "words": words}


def _possible(each: Known, defined: np.ndarray) -> tuple[float, float]:
    """Return between what a number can lie, so that doubt in what is known takes no share below 0 and no time either."""
    is_share = OUTCOMES[NAMES.index(each.outcome)].unit == "share"
    return (0.0 if is_share or defined.min() >= 0 else -np.inf), (1.0 if is_share else np.inf)


def _remarks(found: Posterior, parameters: "pandas.DataFrame", known: Sequence[Known]) -> list[str]:
    lines = []
    if found.distance > 1:
        lines.append("No point of the prior comes near all these numbers: widen the ranges or doubt the numbers.")
    for name in parameters.loc[parameters["at_edge"], "parameter"]:
        lines.append(f"{name} lies at the end of its range: widen it, the answer may be outside.")
    vague = int((parameters["narrower"] < KNOWN_HARDLY).sum())
    if vague:
        lines.append(
            f"{vague} of {len(parameters)} parameters stay as uncertain as before; more numbers, or of other kinds, would help."
        )
    if len(known) < len(parameters):
        lines.append(
            f"{len(known)} numbers cannot pin down {len(parameters)} parameters one by one: use the draws together, not medians."
        )
    return lines


def _values(axes: Sequence[Axis], places: np.ndarray) -> "pandas.DataFrame":
    import pandas

    return pandas.DataFrame({axis.name: [axis.at(float(p)) for p in places[:, k]] for k, axis in enumerate(axes)})
