"""Measure what the organisations of a lesson do, and whether its surprise is there whatever the luck."""

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np

from buyermaze.classroom.play.figures import Answers, Figure, Truth
from buyermaze.classroom.play.lesson import Lesson
from buyermaze.simulator.comparison.paired_statistics import difference
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import Kind
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.journal.paired_accounts import twins
from buyermaze.simulator.journal.story import story
from buyermaze.simulator.model.compiler.disk_cache import rulebook_version
from buyermaze.simulator.outcomes.batches import batch_values
from buyermaze.simulator.outcomes.definitions import NAMES, OUTCOMES, position
from buyermaze.simulator.runs.batch import sum_table
from buyermaze.simulator.runs.run import Run, simulate

N_REPLICATIONS: Final = 200  # for the answers shipped
N_PER_SEED: Final = 2  # replications a wall would show for one seed
LONGEST_LIFE: Final = 40  # sentences of an account lived in front of a class, if any is so short; assumption
Progress = Callable[[int, int], None]


def measure(lesson: Lesson, n_replications: int = N_REPLICATIONS, progress: Progress | None = None) -> Answers:
    """Run the organisations of a lesson under the same luck.

    Parameters
    ----------
    lesson
        With or without answers; only its organisations and figures matter.
    n_replications
        How often each organisation is run, an even number of 4 or more: two of them make a seed for ``n_seeds_shown``.
    progress
        Told after every finished run how many are done, and how many there will be.
    """
    if n_replications < 2 * N_PER_SEED or n_replications % N_PER_SEED:
        raise InputProblem(f"replications: {n_replications} is not an even number of {2 * N_PER_SEED} or more")
    sums = _sums(lesson.scenarios, n_replications, progress)
    wanted = {figure.outcome for figure in lesson.figures.values()}
    outcomes = tuple(outcome.name for outcome in OUTCOMES if outcome.name in wanted)
    columns = [position(name) for name in outcomes]
    table = {key: _by_replication(each, n_replications)[:, columns] for key, each in sums.items()}
    replication, account, lives = _lived_twice(lesson)
    return Answers(
        rulebook=rulebook_version(),
        fingerprints={key: scenario.fingerprint for key, scenario in lesson.scenarios.items()},
        outcomes=outcomes,
        table=table,
        n_seeds=n_replications // N_PER_SEED,
        n_seeds_shown=_seeds_shown(lesson.asked, sums, n_replications),
        replication=replication,
        account=account,
        lives=lives,
        probe=probe(lesson, outcomes),
    )


def probe(lesson: Lesson, outcomes: tuple[str, ...]) -> dict[str, tuple[float | None, ...]]:
    """Return outcomes of the first replication of every organisation: as long as they are the same, so are the answers."""
    runs = {key: simulate(scenario).outcomes for key, scenario in lesson.scenarios.items()}
    return {
        key: tuple(float(f"{run[name]:.9g}") if math.isfinite(run[name]) else None for name in outcomes)
        for key, run in runs.items()
    }


def measured_again(lesson: Lesson, n_replications: int, seed: int) -> tuple[dict[str, Truth], int]:
    """Return what a lesson claims as a short run with other luck finds it, by figure, and for how many seeds a wall shows it."""
    fresh = {key: each.with_changes({"run.seed": seed}) for key, each in lesson.scenarios.items()}
    sums = _sums(fresh, n_replications, None)
    answers = replace(
        lesson.answers,
        outcomes=tuple(NAMES),
        table={key: _by_replication(each, n_replications) for key, each in sums.items()},
    )
    truths = {name: figure.truth(answers) for name, figure in lesson.surprise.items()}
    return truths, _seeds_shown(lesson.asked, sums, n_replications)


def _sums(scenarios: dict[str, Scenario], n: int, progress: Progress | None) -> dict[str, np.ndarray]:
    """Return upper and lower sums by organisation; those with as many batches are run side by side."""
    groups: defaultdict[int, list[str]] = defaultdict(list)
    for key, scenario in scenarios.items():
        groups[scenario.run.n_batches].append(key)
    found: dict[str, np.ndarray] = {}
    for keys in groups.values():
        done = n * len(found)
        told = (lambda k, _, done=done: progress(done + k, n * len(scenarios))) if progress else None
        found |= dict(zip(keys, sum_table([scenarios[key] for key in keys], range(n), told), strict=True))
    return found


def _by_replication(sums: np.ndarray, n: int) -> np.ndarray:
    """Return every outcome in every replication, shape (n, outcomes); their mean is the outcome of all together."""
    values = batch_values(sums)
    return values.reshape(n, -1, values.shape[1]).mean(axis=1)


def _seeds_shown(figure: Figure, sums: dict[str, np.ndarray], n: int) -> int:
    """Return for how many seeds a wall that runs ``N_PER_SEED`` replications shows the surprise beyond luck."""
    column = position(figure.outcome)
    pair = (sums[figure.organisation], sums[str(figure.against)])
    whole = [batch_values(each)[:, column] for each in pair]
    sign = np.sign(difference(whole[0], whole[1]).mean)
    n_shown = 0
    for parts in zip(*(np.split(each, n // N_PER_SEED) for each in pair), strict=True):
        own, base = (batch_values(part)[:, column] for part in parts)
        found = difference(own, base)
        n_shown += bool(min(sign * found.low, sign * found.high) > 0)
    return n_shown


def _lived_twice(lesson: Lesson) -> tuple[int, int, dict[str, tuple[str, ...]]]:
    """Choose an account whose two lives part: both short enough to follow, the fullest of those that end differently."""
    runs = [simulate(lesson.scenarios[key], 0) for key in lesson.mechanism.lives]
    table = twins(*runs)
    table = table[table["people"] >= table["people"].median()]
    candidates = table[table["differs"] & (table[["first", "second"]] == "won").any(axis=1)]["account"].tolist()
    lives = {account: [story(run, account) for run in runs] for account in candidates or table["account"].tolist()}
    if not lives:
        raise InputProblem(f"lesson {lesson.key}: nobody set out within the window, so no account can be lived twice")
    longest = {account: max(map(len, pair)) for account, pair in lives.items()}
    limit = max(LONGEST_LIFE, min(longest.values()))
    account = max(
        (account for account in lives if longest[account] <= limit),
        key=lambda account: sum(_variety(run, account) for run in runs),
    )
    return 0, account, dict(zip(lesson.mechanism.lives, map(tuple, lives[account]), strict=True))


def lives_told(lesson: Lesson, answers: Answers) -> dict[str, tuple[str, ...]]:
    """Return both lives of the account that was chosen, as stories are told by now."""
    runs = {key: simulate(lesson.scenarios[key], answers.replication) for key in lesson.mechanism.lives}
    return {key: tuple(story(run, answers.account)) for key, run in runs.items()}


def _variety(run: Run, account: int) -> int:
    rows = run.journal[run.journal["account"] == account]
    return len({(Kind(row["kind"]), int(row["reason"])) for row in rows})
