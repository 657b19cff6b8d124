"""Comparing organisations with the same luck: paired differences, when to stop, and a verdict in plain words."""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.simulator.comparison.any_time import at_any_time, lasting
from buyermaze.simulator.comparison.estimate_fields import columns, finite, level, pair
from buyermaze.simulator.comparison.negligible import NEGLIGIBLE, are_settled
from buyermaze.simulator.comparison.paired_statistics import (
    ALPHA,
    Difference,
    Estimate,
    difference,
    estimate,
    holm,
    t_quantile,
    values_for,
)
from buyermaze.simulator.comparison.phrasing import amount, digits, gap, sentence
from buyermaze.simulator.comparison.same_buyers import different_buyers
from buyermaze.simulator.core.errors import InputProblem, remedy
from buyermaze.simulator.core.labelled import labelled
from buyermaze.simulator.core.notebook import card, one_line_of, watched
from buyermaze.simulator.core.on_demand import OnDemand
from buyermaze.simulator.core.phrases import listed, times
from buyermaze.simulator.outcomes.batches import batch_values, by_replication
from buyermaze.simulator.outcomes.definitions import NAMES, OUTCOMES, position
from buyermaze.simulator.outcomes.own import refuse_failed
from buyermaze.simulator.outcomes.units import unit_of
from buyermaze.simulator.runs.manifest import manifest

if TYPE_CHECKING:
    import pandas
    import xarray

    from buyermaze.simulator.inputs.sheets.scenario import Scenario
    from buyermaze.simulator.runs.steadiness import Steadiness

Progress = Callable[[int, int], None]  # runs done, runs known to be needed

N_FIRST: Final = 20  # values (batches of all replications) before the first look; fewer make stopping overconfident
N_MORE: Final = 10  # values between two looks
N_MOST: Final = 2000  # replications
N_CLEAR: Final = 3  # of the clearest differences beyond the headlines are told
NOTHING: Final = Difference(math.nan, math.nan, math.nan, math.nan, 0, 0, math.nan, math.nan)
LOAD: Final = ("share_rep_time_used", "hours_wait_for_rep")  # said beside every comparison
PAIRED: Final = ("n_batches",)  # what must be the same on all sides for batches to be paired
# and for them to be of the same luck and time
SAME_RUN: Final = ("seed", "n_accounts", "weeks", "weeks_warm_up", *PAIRED)
HEADLINES: Final = ("p_win", "share_regret", "share_no_regret_win", "days_to_decision", "profit")


@dataclass(frozen=True, eq=False, repr=False)
class Comparison:
    """Outcomes of several scenarios under the same luck, each against one baseline."""

    scenarios: "tuple[Scenario, ...]"
    baseline: str
    outcome: str  # what the stopping rule and the first sentence are about
    sums: np.ndarray  # shape (scenarios, replications * batches, 2, outcomes), see outcomes.batch_sums
    until_half_width: float | None = None
    any_time: bool = False  # intervals of differences, and verdicts, hold however often one looks
    wall_seconds: float = 0.0
    command: str | None = None
    steady: "tuple[Steadiness, ...]" = ()  # per scenario, where it was asked whether runs show the long run
    values: np.ndarray = field(init=False, repr=False)  # shape (scenarios, replications * batches, outcomes)
    means: Mapping[tuple[str, str], Estimate] = field(init=False, repr=False)
    differences: Mapping[tuple[str, str], Difference] = field(init=False, repr=False)
    p_adjusted: Mapping[tuple[str, str], float] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        values = np.array([batch_values(each) for each in self.sums])
        levels = [(name, outcome) for name in self.names for outcome in NAMES]
        pairs = [key for key in levels if key[0] != self.baseline]
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "means", OnDemand(levels, self._mean))
        object.__setattr__(self, "differences", OnDemand(pairs, self._difference))
        object.__setattr__(self, "p_adjusted", OnDemand(pairs, self._p_adjusted))

    def _mean(self, key: tuple[str, str]) -> Estimate:
        lives = by_replication(self.values[self.names.index(key[0])], self.n_batches)
        return estimate(lives[:, NAMES.index(key[1])])

    def _difference(self, key: tuple[str, str]) -> Difference:
        here, base = (self.values[self.names.index(name), :, NAMES.index(key[1])] for name in (key[0], self.baseline))
        return at_any_time(difference(here, base)) if self.any_time else difference(here, base)

    def _p_adjusted(self, key: tuple[str, str]) -> float:
        return holm([self.differences[name, key[1]].p for name in self.challengers])[self.challengers.index(key[0])]

    @property
    def names(self) -> list[str]:
        """Return the scenarios' names in order."""
        return [scenario.name for scenario in self.scenarios]

    @property
    def challengers(self) -> list[str]:
        """Return the names of all scenarios but the baseline."""
        return [name for name in self.names if name != self.baseline]

    @property
    def n_replications(self) -> int:
        """Return how many replications every scenario was run for."""
        return int(self.sums.shape[1]) // self.n_batches

    @property
    def n_batches(self) -> int:
        """Return how many values every replication gives: the batches its window is cut into."""
        return self.scenarios[0].run.n_batches

    def distinguishable(self, scenario: str, outcome: str) -> bool:
        """Say whether a scenario differs from the baseline by more than luck, at 5 % over all scenarios together."""
        return self.p_adjusted[scenario, outcome] < ALPHA

    def settled(self, outcome: str | None = None) -> bool:
        """Say whether every difference of an outcome is told from luck, or too small to speak of, however often one looked.

        Parameters
        ----------
        outcome : str, optional
            Name of the outcome; by default the one the comparison is about.
        """
        key = outcome or self.outcome
        return are_settled([self.differences[name, key] for name in self.challengers], key)

    def needed_replications(self, half_width: float, outcome: str | None = None) -> int:
        """Return how many replications would bring the 95 % half-width of every difference down to a target.

        Parameters
        ----------
        half_width : float
            In the outcome's own unit, above 0: 0.01 is one point of a share.
        outcome : str, optional
            Name of the outcome; by default the one the comparison is about.

        Raises
        ------
        ValueError
            If the target is not positive, or spread is unknown: fewer than two values, or no second scenario.
        """
        n_values = max(self._values_for(half_width, each) for each in self._aims(outcome or self.outcome))
        return math.ceil(n_values / (self.n_batches if self.challengers else 1))

    def precise(self) -> bool:
        """Say whether every difference of the main outcome is known to within the half-width asked for."""
        target = self.until_half_width or 0.0
        return all(each.n > 1 and each.half_width <= target for each in self._aims(self.outcome))

    def _values_for(self, half_width: float, found: Estimate) -> int:
        return values_for(half_width, found, lasting if self.any_time and self.challengers else t_quantile)

    def _aims(self, outcome: str) -> list[Estimate]:
        """Return what has to be known precisely: the differences, or for a scenario on its own its mean."""
        pairs: list[Estimate] = [self.differences[name, outcome] for name in self.challengers]
        return pairs or [self.means[self.baseline, outcome]]

    def verdict(self) -> list[str]:
        """Return what was found, a sentence per scenario, then what is undefined and what more runs would do."""
        lines = [self._verdict_on(name) for name in self.challengers] or [self._level()]
        if warning := different_buyers(self.scenarios, self.baseline):
            lines.insert(0, warning)
        lines += [line for name in self.challengers if (line := self._on_the_way(name))]
        lines += [line for name in self.challengers if (line := self._undefined(name))]
        lines += [self._load(), *(each.sentence() for each in self.steady if not each.steady)]
        return [*lines, *self._stopping(), *(self._more_runs(name) for name in self.challengers)]

    def _verdict_on(self, name: str) -> str:
        headlines = list(dict.fromkeys((self.outcome, *HEADLINES)))
        said, unsaid = [], []
        for key in headlines:
            outcome, found = OUTCOMES[position(key)], self.differences[name, key]
            if self.distinguishable(name, key):
                said.append(sentence(outcome, name, self.baseline, found.mean, found.low, found.high))
            else:
                unsaid.append(outcome.label)
        if len(self.values[0]) < 2:
            return f"{name} against {self.baseline}: one value cannot tell a difference from luck; run more."
        if unsaid:
            said.append(f"{listed(unsaid)} {'is' if len(unsaid) == 1 else 'are'} not distinguishable from luck")
        text = "; ".join(said)
        return f"{text}." if text.startswith(name) else f"{name} against {self.baseline}: {text}."

    def _on_the_way(self, name: str) -> str:
        """Say the clearest differences in how buyers got there, at 5 % over all outcomes and scenarios together."""
        others = [o for o in OUTCOMES if o.better and o.name not in (self.outcome, *HEADLINES)]
        clear = sorted((self.p_adjusted[name, o.name], k) for k, o in enumerate(others))[:N_CLEAR]
        said = []
        for p, k in clear:
            found = self.differences[name, others[k].name]
            if p * len(OUTCOMES) < ALPHA:
                said.append(sentence(others[k], name, self.baseline, found.mean, found.low, found.high))
        if not said:
            return ""
        return f"On the way there, under {name}: {'; '.join(said)}."

    def _level(self) -> str:
        """Say the main outcome of a scenario that is compared with nothing."""
        outcome, found = OUTCOMES[position(self.outcome)], self.means[self.baseline, self.outcome]
        text = f"{self.baseline}: {outcome.label} {amount(found.mean, outcome.unit)}"
        if found.n < 2:
            return f"{text}, of {times(self.n_replications, 'replication')}."
        return f"{text} (95 % interval {digits(found.low, outcome.unit)} to {digits(found.high, outcome.unit)})."

    def _load(self) -> str:
        """Say how busy the desks are and how long buyers wait for them: what every comparison turns on."""
        parts = []
        for name in self.names:
            use, wait = (self.means[name, outcome].mean for outcome in LOAD)
            said = f"reps of {name} use {amount(use, 'share')} of their time"
            parts.append(said if math.isnan(wait) else f"{said} and buyers wait {amount(wait, 'hours')} for them")
        return f"Load: {'; '.join(parts)}."

    def _undefined(self, name: str) -> str:
        """Say which headline outcomes do not exist on one side or the other."""
        parts = [
            OUTCOMES[position(key)].label
            for key in dict.fromkeys((self.outcome, *HEADLINES))
            if self.differences[name, key].n_undefined
        ]
        if not parts:
            return ""
        return f"Undefined for {name} or {self.baseline}, in all of {times(self.n_replications, 'replication')}: {listed(parts)}."

    def _stopping(self) -> list[str]:
        if self.any_time:
            return [self._settling()]
        if self.until_half_width is None:
            return []
        unit = OUTCOMES[position(self.outcome)].unit
        label, target = OUTCOMES[position(self.outcome)].label, gap(self.until_half_width, unit)
        if self.precise():
            return [f"The half-width of {label} reached {target} after {times(self.n_replications, 'replication')}."]
        return [f"The half-width of {label} did not reach {target} within {times(self.n_replications, 'replication')}."]

    def _settling(self) -> str:
        """Say why runs ended where they went on until the answer was told, and what its intervals are."""
        about = OUTCOMES[position(self.outcome)]
        most = gap(NEGLIGIBLE[about.unit], about.unit)
        ended = f"told from luck or known to within {most} after {times(self.n_replications, 'replication')}"
        if not self.settled():
            ended = f"neither told from luck nor known to within {most} after {times(self.n_replications, 'replication')}"
        return f"{about.label.capitalize()}: {ended}; intervals of differences hold however often one looks, wider than usual."

    def _more_runs(self, name: str) -> str:
        """Say whether more replications could change the answer about the main outcome."""
        found, label = self.differences[name, self.outcome], OUTCOMES[position(self.outcome)].label
        if not found.is_known:
            return f"More replications are needed to say anything about {label} of {name}."
        if self.distinguishable(name, self.outcome):
            return f"More replications would narrow the interval on {label} of {name}, not change who is ahead."
        if found.mean == 0:
            return f"More replications would not change the answer on {label} of {name}: no difference was seen at all."
        n = math.ceil(self._values_for(abs(found.mean), found) / self.n_batches)
        if n > N_MOST:
            return f"More replications would hardly change the answer on {label} of {name}: it differs too little."
        return f"About {n} replications could tell on {label} of {name}, if the difference seen so far is real."

    def __repr__(self) -> str:
        against = f"{listed(self.challengers)} against {self.baseline}" if self.challengers else self.baseline
        return one_line_of("Comparison", f"{self.n_replications} replications", against, self.verdict()[0])

    def _repr_html_(self) -> str:
        keys = list(dict.fromkeys((self.outcome, *HEADLINES)))
        rows = [(name, *(_level_said(self.means[name, key], key) for key in keys)) for name in self.names]
        against = f"{listed(self.challengers)} against {self.baseline}" if self.challengers else self.baseline
        head = ("organisation", *(OUTCOMES[position(key)].label for key in keys))
        small = f"{self.n_replications} replications under the same luck; means with 95 % half-widths"
        return card(against, self.verdict(), [head, *rows], small)

    def table(self) -> "pandas.DataFrame":
        """Return one tidy line per scenario and outcome: its level and, but for the baseline, the paired difference."""
        import pandas

        lines: list[dict[str, Any]] = []
        for name in self.names:
            for outcome in OUTCOMES:
                key = name, outcome.name
                line: dict[str, Any] = {"scenario": name, "outcome": outcome.name, "unit": outcome.unit}
                line.update(columns(self.means[key], ""), baseline=self.baseline)
                line.update(columns(self.differences.get(key, NOTHING), "difference_"))
                line["correlation"] = self.differences.get(key, NOTHING).correlation
                line["p_adjusted"] = self.p_adjusted.get(key, math.nan)
                line["distinguishable"] = key in self.differences and self.distinguishable(*key)
                lines.append(line)
        return pandas.DataFrame(lines)

    def to_xarray(self) -> "xarray.Dataset":
        """Return every outcome by scenario and value: what each batch adds to the mean, in order, paired along this axis.

        Raises
        ------
        InputProblem
            If xarray is not installed.
        """
        n = self.values.shape[1]
        axes = {"scenario": self.names, "value": np.arange(n)}
        values = {name: self.values[:, :, place] for place, name in enumerate(NAMES)}
        replication = {"replication": ("value", np.arange(n) // self.n_batches)}
        return labelled(values, tuple(axes), {**axes, **replication}, {name: unit_of(name) for name in NAMES})

    def to_dict(self) -> dict[str, Any]:
        """Return everything, ready for JSON: finite numbers or None; only ``manifest.wall_seconds`` is ever new."""
        return {
            "baseline": self.baseline,
            "outcome": self.outcome,
            "n_replications": self.n_replications,
            "n_batches": self.n_batches,
            "until_half_width": self.until_half_width,
            "any_time": self.any_time,
            "verdict": self.verdict(),
            "steadiness": {each.name: {**vars(each), "steady": each.steady} for each in self.steady},
            "scenarios": {
                name: {
                    outcome.name: {"unit": outcome.unit, **level(self.means[name, outcome.name])}
                    for outcome in OUTCOMES
                }
                for name in self.names
            },
            "pairs": {
                name: {
                    outcome.name: {
                        "unit": outcome.unit,
                        **pair(self.differences[name, outcome.name]),
                        "p_adjusted": finite(self.p_adjusted[name, outcome.name]),
                        "distinguishable": self.distinguishable(name, outcome.name),
                    }
                    for outcome in OUTCOMES
                }
                for name in self.challengers
            },
            "manifest": {**manifest(self.scenarios, self.command), "wall_seconds": self.wall_seconds},
        }


def compare(
    scenarios: "Sequence[Scenario]",
    baseline: str | None = None,
    n_replications: int | None = None,
    until_half_width: float | None = None,
    outcome: str = "p_win",
    progress: Progress | None = None,
    command: str | None = None,
    until_told: bool = False,
    any_time: bool = False,
) -> Comparison:
    """Run scenarios under the same luck and compare each with a baseline.

    Parameters
    ----------
    scenarios : sequence of Scenario
        One or more, with different names.
    baseline : str, optional
        Name of the scenario the others are compared with; by default the first.
    n_replications : int, optional
        Replications per scenario, 1 or more; by default the baseline's own. With ``until_half_width`` or ``until_told``: how
        many to stop at if the answer has not been reached by then (2000 by default).
    until_half_width : float, optional
        Go on (replications worth 20 batches, then 10 at a time) until the 95 % half-width of every paired difference of ``outcome``
        is at most this, in the outcome's unit: 0.01 is one point of a share.
    outcome : str
        What the comparison is mainly about, by its name.
    progress : callable (done, planned), optional
        Told after every finished run how many are done, and how many are known to be needed; in a notebook a bar is
        shown by default.
    command : str, optional
        The command line that was typed, for the manifest.
    until_told : bool
        Go on in the same steps until every difference of ``outcome`` is told from luck, or too small to speak of (half a
        point of a share), with ``any_time``.
    any_time : bool
        Give differences the intervals that hold however often one looks, which are about half as wide again.

    Returns
    -------
    Comparison
        Means and paired differences with 95 % intervals, in each outcome's unit, and the verdict in words.

    Raises
    ------
    InputProblem
        If there is no scenario, names are not different, or an argument is out of bounds.
    """
    from buyermaze.simulator.runs.batch import sum_table
    from buyermaze.simulator.runs.steadiness import steadiness

    started = time.perf_counter()
    progress = watched("runs", progress)
    chosen = _checked(scenarios, baseline, n_replications, until_half_width)
    if until_told and until_half_width is not None:
        raise InputProblem("compare: 'until told' and 'until half-width' are two ways to stop; choose one")
    looks = until_told or until_half_width is not None
    position(outcome)
    name = baseline or chosen[0].name
    own = next(scenario for scenario in chosen if scenario.name == name).run.n_replications
    most = n_replications or (N_MOST if looks else own)
    n_values = chosen[0].run.n_batches if len(chosen) > 1 else 1  # that a replication adds: batches are paired, levels are not
    upto = min(most, math.ceil(N_FIRST / n_values)) if looks else most
    sums = sum_table(chosen, range(upto), progress)
    of = partial(Comparison, tuple(chosen), name, outcome, until_half_width=until_half_width, any_time=any_time or until_told)
    result = of(sums)
    while looks and upto < most and not (result.settled() if until_told else result.precise()):
        more = range(upto, min(most, upto + math.ceil(N_MORE / n_values)))
        upto = more.stop
        found = sum_table(chosen, more, _onward(progress, more.start * len(chosen)))
        sums = np.concatenate([sums, found], axis=1)
        result = of(sums)
    refuse_failed([outcome])
    steady = tuple(steadiness(scenario) for scenario in chosen if scenario.run.arrivals_continue)
    seconds = round(time.perf_counter() - started, 3)
    return of(sums, wall_seconds=seconds, command=command, steady=steady)


def _level_said(found: Estimate, key: str) -> str:
    """Say a mean and its half-width."""
    unit = OUTCOMES[position(key)].unit
    return amount(found.mean, unit) + (f" ± {digits(found.half_width, unit)}" if found.n > 1 else "")


def _onward(progress: Progress | None, n_before: int) -> Progress | None:
    """Return a progress that goes on counting from the runs of earlier batches."""
    if progress is None:
        return None
    return lambda done, planned: progress(n_before + done, n_before + planned)


def _checked(
    scenarios: "Sequence[Scenario]", baseline: str | None, n_replications: int | None, until_half_width: float | None
) -> "list[Scenario]":
    names = [scenario.name for scenario in scenarios]
    if not names:
        raise InputProblem("compare: no scenario was given; name at least one")
    for name in names:
        if names.count(name) > 1:
            raise InputProblem(f"compare: two scenarios are called '{name}'; give every scenario a name of its own")
    if baseline is not None and baseline not in names:
        raise InputProblem(f"baseline: no scenario here is called '{baseline}'; {remedy(baseline, names)}")
    for what in PAIRED:
        if len({getattr(scenario.run, what) for scenario in scenarios}) > 1:
            raise InputProblem(f"run.{what}: the scenarios differ in it; give all of them the same")
    if n_replications is not None and n_replications < 1:
        raise InputProblem(f"replications: {n_replications} is too few; give 1 or more")
    if until_half_width is not None and not 0 < until_half_width < math.inf:
        raise InputProblem(f"half-width: {until_half_width} cannot be reached; give a number above 0")
    return list(scenarios)
