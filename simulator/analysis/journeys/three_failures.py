"""The three things that usually fail, each summed from measures there are: knowing the journey, tying sales and content to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from buyermaze.simulator.analysis.journeys.campaign_plan import FUNNEL, Plan
from buyermaze.simulator.analysis.journeys.conformance import Conformance, conform
from buyermaze.simulator.analysis.journeys.content_coverage import coverage
from buyermaze.simulator.comparison.paired_statistics import Estimate, estimate
from buyermaze.simulator.core.notebook import Told
from buyermaze.simulator.core.phrases import listed, times
from buyermaze.simulator.outcomes.batches import batch_values, by_replication
from buyermaze.simulator.outcomes.definitions import position
from buyermaze.simulator.runs.paired_runs import Runs, simulated
from buyermaze.simulator.runs.replications import Progress

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario

KNOWING, SALES, CONTENT = "knowing the journey", "tying sales to it", "tying content to it"
FAILURES: Final = (KNOWING, SALES, CONTENT)
FORESEEN, FOLLOWED, COVERED = "foreseen", "fitness", "covered"
# part of three, what is measured, where it comes from, and whether that counts what fails
MEASURES: Final[Sequence[tuple[str, str, str, bool]]] = (
    (KNOWING, "what people do that the plan foresees", FORESEEN, False),
    (KNOWING, "journeys that go as planned (fitness)", FOLLOWED, False),
    (KNOWING, "hours of buyers that our systems see", "share_visible", False),
    (SALES, "conversations in which we know the situation", "share_out_of_context", True),
    (SALES, "requests to reps that are followed up", "share_ignored", True),
    (SALES, "requests to reps that are not given up", "share_gave_up", True),
    (SALES, "conversations that answer instead of push", "share_pushed", True),
    (CONTENT, "requests to our content that are met", "share_requests_missed", True),
    (CONTENT, "questions people need that our content answers", COVERED, False),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Measure:
    """One measure of a failure: the share of what goes right, by replication."""

    failure: str
    what: str
    source: str
    values: np.ndarray  # 0 to 1, NaN where nothing of it happened

    @property
    def share(self) -> Estimate:
        """Return the mean share of what goes right, with its 95 % interval over luck."""
        return estimate(self.values)


@dataclass(frozen=True, eq=False, repr=False)
class Scorecard(Told):
    """How much goes right of the three things that usually fail, out of 100 each."""

    scenario: "Scenario"
    plan: Plan
    measures: tuple[Measure, ...]
    n_replications: int

    @property
    def heading(self) -> str:
        """Return what this is about."""
        return f"Three things that usually fail, in {self.scenario.name}"

    def score(self, failure: str) -> float:
        """Return how much goes right of 100: the plain mean of a failure's measures; NaN where none exists."""
        shares = [each.share.mean for each in self.measures if each.failure == failure]
        defined = [share for share in shares if np.isfinite(share)]
        return 100.0 * float(np.mean(defined)) if defined else float("nan")

    def weakest(self, failure: str) -> Measure | None:
        """Return the measure of a failure that goes right least often; None where none exists."""
        found = [each for each in self.measures if each.failure == failure and np.isfinite(each.share.mean)]
        return min(found, key=lambda each: each.share.mean, default=None)

    def sentences(self) -> list[str]:
        """Say which of the three fails most, then each with its weakest measure."""
        scores = {failure: self.score(failure) for failure in FAILURES}
        known = {failure: score for failure, score in scores.items() if np.isfinite(score)}
        if not known:
            return ["Nobody with a real project did anything in these runs, so there is nothing to score."]
        worst = min(known, key=lambda failure: known[failure])
        parts = listed([f"{failure} {score:.0f}" for failure, score in known.items()])
        lines = [f"What fails most is {worst}; of 100 points: {parts}."]
        for failure in known:
            weakest = self.weakest(failure)
            assert weakest is not None
            lines.append(f"{failure.capitalize()}: weakest are {weakest.what}, {_percent(weakest.share)}.")
        return lines

    def table(self) -> "pandas.DataFrame":
        """Return one line per measure: ``failure, score, measure, source, share, low, high``.

        ``share`` of what goes right is 0 to 1 with its 95 % interval; ``score`` is the failure's, of 100.
        """
        import pandas

        lines = [
            (e.failure, self.score(e.failure), e.what, e.source, e.share.mean, e.share.low, e.share.high)
            for e in self.measures
        ]
        return pandas.DataFrame(lines, columns=["failure", "score", "measure", "source", "share", "low", "high"])

    def words_table(self) -> "pandas.DataFrame":
        """Return the measures for people: failure, measure, how much goes right."""
        import pandas

        lines = [
            {"what usually fails": e.failure, "of 100": _points(self.score(e.failure)), "measured by": e.what,
             "goes right": _percent(e.share)}
            for e in self.measures
        ]  # fmt: skip
        return pandas.DataFrame(lines)

    def how(self) -> str:
        """Say how points come about."""
        return (
            f"Each of the three is the plain mean of its measures (equal weights are an assumption), over "
            f"{times(self.n_replications, 'replication')}. The plan held against what is lived: '{self.plan.title}'."
        )


def scorecard(
    scenario: "Scenario",
    plan: Plan = FUNNEL,
    n_replications: int | None = None,
    progress: Progress | None = None,
    runs: Runs | None = None,
    seen: Conformance | None = None,
) -> Scorecard:
    """Score the three things that usually fail: knowing the journey, tying sales to it, tying content to it.

    Parameters
    ----------
    scenario : Scenario
        What to simulate.
    plan : Plan
        The journey somebody designed; by default the classic funnel.
    n_replications : int, optional
        Replications; default: the scenario's own.
    progress : callable (done, total), optional
        Told after every finished run of a step.
    runs : callable (scenarios, n_replications), optional
        Runs scenarios and returns sums as ``runs.batch.sum_table`` does, which is the default.
    seen : Conformance, optional
        The same scenario and replications held against the plan before.

    Returns
    -------
    Scorecard
        Shares of what goes right from 0 to 1 by measure, and points of 100 for each of the three.
    """
    seen = seen or conform(scenario, plan, n_replications, progress=progress)
    n = seen.n_replications
    values = by_replication(batch_values((runs or simulated(progress))([scenario], n)[0]), scenario.run.n_batches)
    by_run = seen.journeys.groupby("replication")[["foreseen", "fitness"]].mean()
    table = coverage(scenario)
    asked = table[(table["channel"] == "content") & (table["need"] > 0.0)]
    own = {
        FORESEEN: by_run["foreseen"].to_numpy(dtype=np.float64),
        FOLLOWED: by_run["fitness"].to_numpy(dtype=np.float64),
        COVERED: np.full(n, np.average(asked["p_answer"], weights=asked["need"]) if len(asked) else np.nan),
    }
    measures = []
    for failure, what, source, fails in MEASURES:
        found = own[source] if source in own else values[:, position(source)]
        measures.append(Measure(failure, what, source, 1.0 - found if fails else found))
    return Scorecard(scenario, seen.plan, tuple(measures), n)


def _percent(share: Estimate) -> str:
    if not np.isfinite(share.mean):
        return "nothing of it happened"
    low, high = (100.0 * min(1.0, max(0.0, end)) for end in (share.low, share.high))
    interval = f" ({low:.0f} to {high:.0f})" if share.n > 1 and share.standard_error > 0 else ""
    return f"{100.0 * share.mean:.0f} %{interval}"


def _points(score: float) -> str:
    return f"{score:.0f}" if np.isfinite(score) else ""
