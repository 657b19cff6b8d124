"""Say what a study will do before it does it."""

import os
import time
from dataclasses import dataclass

from buyermaze.experiments.plans.plan import Plan
from buyermaze.simulator.core.errors import listed

BYTES_PER_NUMBER = 9  # of compressed Parquet
SECONDS_TRIED = 5.0  # longest that points are tried to see whether scenarios can be made of them
LONG = 3600  # seconds from which a study is called long
MANY_FACTORS, N_TRAJECTORIES = 20, 10  # from how many factors screening by so many trajectories is cheaper; assumptions


@dataclass(frozen=True)
class Check:
    """How large a study is, and what is worth a second thought."""

    n_points: int
    n_runs: int
    n_chunks: int
    seconds: float
    megabytes: float
    remarks: tuple[str, ...]


def checked(plan: Plan, n_threads: int | None = None) -> Check:
    """Return how large a planned study is; a first point of every scenario is put together to see that it can be."""
    threads = n_threads or os.cpu_count() or 1
    remarks = []
    study = plan.study
    if plan.seconds / threads > LONG:
        remarks.append("this takes more than an hour: fewer base rows, accounts or replications, or 'sweep --shard'")
    if screening := screened(plan):
        remarks.append(screening)
    if (
        study.replications == 1
        and len(plan.model.scenario_names) > 1
        and study.design.kind in ("grid", "one_at_a_time")
    ):
        remarks.append("with one replication nothing can be told from luck: take 10 or more")
    if study.design.kind == "sobol" and study.design.n < 64:
        remarks.append("fewer than 64 base rows give very wide intervals")
    if study.design.kind == "morris" and study.design.n < 10:
        remarks.append("fewer than 10 trajectories give a rough order only")
    choices = [axis.name for axis in plan.axes if axis.kind == "choice"]
    if choices and study.design.kind in ("sobol", "morris"):
        remarks.append(
            f"without order: {listed(choices)}; an index says how much such a choice matters, not in which direction"
        )
    remarks += _failing(plan)
    size = plan.n_runs * (len(plan.model.outcomes) + 2) * BYTES_PER_NUMBER / 1e6
    return Check(len(plan.design), plan.n_runs, plan.n_chunks, plan.seconds / threads, size, tuple(remarks))


def screened(plan: Plan) -> str:
    """Say what finds out at less cost which of many factors matter; nothing where there are few, or it is done already."""
    k = len(plan.axes)
    if plan.study.design.kind != "sobol" or k < MANY_FACTORS:
        return ""
    return (
        f"{k} factors are many for a sobol design: 'kind: morris, n: {N_TRAJECTORIES}' finds in {N_TRAJECTORIES * (k + 1):,} "
        f"points instead of {len(plan.design):,} which of them matter; give those to sobol"
    )


def _failing(plan: Plan, n_tried: int = 200) -> list[str]:
    """Tell of points that no scenario can be made of; such runs are stored as failed."""
    from buyermaze.experiments.models.simulator import SimulatorModel
    from buyermaze.simulator.core.errors import InputProblem

    if not isinstance(plan.model, SimulatorModel):
        return []
    step = max(1, len(plan.design) // n_tried)
    tried = range(0, len(plan.design), step)
    problems, n, began = [], 0, time.monotonic()
    for point in tried:
        if time.monotonic() - began > SECONDS_TRIED:
            break
        n += len(plan.model.scenarios)
        for number in range(len(plan.model.scenarios)):
            try:
                plan.model.scenario_at(number, plan.design.values(point))
            except InputProblem as problem:
                problems.append(str(problem))
    if not problems:
        return []
    return [f"{len(problems)} of {n} runs tried cannot be set up: {problems[0]}"]
