"""Every pair of bounds of every two parameters: no row of any journal may hold anything that is no number."""

import itertools
import math
import random
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

import numpy as np

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.engines.compiled.driver import run
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.model.parameters import pack
from buyermaze.simulator.model.rules.luck.draws import run_key
from tests.worlds import cohort

NUMBERS: Final = ("time", "hours", "value", "detail")
MOST_EVENTS: Final = (
    80_000  # a run at its bounds may be endless for practical purposes; its first events are looked at
)
Changes = dict[str, Any]


class _Enough(Exception):
    """Stops a run inside."""


def bounds_of(scenario: Scenario) -> dict[str, tuple[Any, Any]]:
    """Return the lowest and highest value of every parameter that has any, switches and choices included."""
    found: dict[str, tuple[Any, Any]] = {}
    for lever in scenario.levers():
        if lever.kind in ("number", "count"):
            found[lever.path] = (lever.low, lever.high)
        elif lever.kind == "switch":
            found[lever.path] = (False, True)
    return found


def covering(n_factors: int) -> list[tuple[int, ...]]:
    """Return few rows of lows (0) and highs (1) in which every two factors meet in all four ways.

    Columns are all different words that begin with 0 and hold the same number of ones: any two of them agree and differ
    somewhere in both directions (Kleitman and Spencer 1973).
    """
    n_rows = next(n for n in itertools.count(4) if math.comb(n - 1, (n + 1) // 2) >= n_factors)
    words = itertools.islice(itertools.combinations(range(1, n_rows), (n_rows + 1) // 2), n_factors)
    columns = [set(word) for word in words]
    return [tuple(int(row in column) for column in columns) for row in range(n_rows)]


def designs(scenario: Scenario, n_pairs: int, rng: random.Random) -> Iterator[Changes]:
    """Yield rows in which all pairs of bounds meet, then pairs with everything else left alone.

    The first of those pairs once made every meeting's value no number.
    """
    bounds = bounds_of(scenario)
    paths = list(bounds)
    for _ in range(2):
        rng.shuffle(paths)
        for row in covering(len(paths)):
            yield {path: bounds[path][level] for path, level in zip(paths, row, strict=True)}
    yield {"market.mind.signal_noise": bounds["market.mind.signal_noise"][0], "market.mind.experience_weight": 0.0}
    for _ in range(n_pairs):
        yield {path: rng.choice(bounds[path]) for path in rng.sample(paths, 2)}


def wrong_rows(scenario: Scenario, n_accounts: int = 12) -> str:
    """Return what is no number in the journal of a run, in words, or nothing."""
    params = pack(scenario.with_changes(cohort(n_accounts)))
    for name in params.dtype.names:
        if not np.isfinite(params[name]).all():
            return f"parameter {name} is {params[name].ravel()[:3]}"
    found: list[str] = []

    def look(rows: Any, n_rows: int) -> None:
        for name in NUMBERS:
            bad = ~np.isfinite(rows[name][:n_rows])
            if bad.any():
                row = rows[int(np.argmax(bad))]
                found.append(f"{name} of a row of kind {row['kind']} is {row[name]}")
                raise _Enough

    def watch(n_events: int) -> None:
        if n_events > MOST_EVENTS:
            raise _Enough

    with suppress(_Enough):
        run(params, run_key(1, 0), flush=look, watch=watch)
    return found[0] if found else ""


def problems(base: Scenario, n_pairs: int, seed: int) -> tuple[int, list[str]]:
    """Try designs on a scenario; return how many runs were tried and what was wrong with some."""
    rng = random.Random(seed)
    n, found = 0, []
    for changes in designs(base, n_pairs, rng):
        scenario = _made(base, changes)
        if scenario is None:
            continue
        n += 1
        wrong = wrong_rows(scenario)
        if wrong:
            found.append(
                f"{wrong} with {changes if len(changes) < 3 else f'{len(changes)} parameters at their bounds'}"
            )
    return n, found


def _made(base: Scenario, changes: Changes) -> Scenario | None:
    """Return a scenario with changes; what the bounds forbid together is left out, one by one."""
    changes = dict(changes)
    for _ in range(40):
        try:
            return base.with_changes(changes)
        except InputProblem as problem:
            said = str(problem)
            blamed = next((path for path in changes if path in said), None)
            blamed = blamed or next((path for path in changes if path.rsplit(".", 1)[-1] in said), None)
            if blamed is None:
                return None
            del changes[blamed]
    return None
