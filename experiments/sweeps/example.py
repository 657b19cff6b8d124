"""A small sweep of any organisations, run in seconds: what complexity, patience and group size do to the verdict.

Only the market moves, so that every organisation stays what it is. Every point has luck of its own, shared by the
organisations at that point.
"""

import itertools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from buyermaze.simulator.outcomes.definitions import NAMES

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario

PEOPLE: Final = "market.group.n_people_mean"
Levels = Mapping[str, tuple[float, ...]]
LEVELS: Final = {
    "market.offer.complexity": (0.3, 0.8, 1.5, 2.5),
    "market.mind.hours_patience": (8.0, 40.0, 200.0),
    PEOPLE: (3.0, 6.0, 10.0),
}
WORDS: Final = {
    "market.offer.complexity": "complexity of the purchase",
    "market.mind.hours_patience": "patience with our reps",
    PEOPLE: "people in the buying group",
}
N_ACCOUNTS: Final = 150
N_REPLICATIONS: Final = 2


def levels_for(scenarios: "Sequence[Scenario]") -> Levels:
    """Return what is tried, by path; groups are no larger than there are seats in every one of the scenarios."""
    n_seats = float(min(len(scenario.market.group.seats) for scenario in scenarios))
    return LEVELS | {PEOPLE: tuple(dict.fromkeys(min(n, n_seats) for n in LEVELS[PEOPLE]))}


def design(levels: Levels) -> str:
    """Say which points are run, and how."""
    return (
        f"a full grid of {' x '.join(str(len(each)) for each in levels.values())} points, {N_REPLICATIONS} replications of about "
        f"{N_ACCOUNTS} accounts each, every point with luck of its own that all organisations share"
    )


def points(scenario: "Scenario", levels: Levels) -> "list[Scenario]":
    """Return the scenario at every point of the grid, in the order of the table."""
    return [
        scenario.with_changes(
            {
                **dict(zip(levels, values, strict=True)),
                "run.n_accounts": N_ACCOUNTS,
                "run.n_batches": 1,
                "run.seed": scenario.run.seed + k,
            }
        )
        for k, values in enumerate(itertools.product(*levels.values()))
    ]


def as_table(names: Sequence[str], outcomes: Sequence[Sequence[np.ndarray]], levels: Levels) -> "pandas.DataFrame":
    """Return the tidy sweep table.

    Parameters
    ----------
    names : sequence of str
        Of the organisations.
    outcomes : sequence, per organisation and point, of ndarray, shape (replications, outcomes)
        What came out at the points that ``points`` returns.
    levels : mapping of str to tuple of float
        What was tried, by path.
    """
    import pandas

    parts = []
    for name, of_points in zip(names, outcomes, strict=True):
        for k, (values, found) in enumerate(zip(itertools.product(*levels.values()), of_points, strict=True)):
            head = {"scenario": name, "point": k, "replication": np.arange(1, len(found) + 1)}
            head |= dict(zip(levels, values, strict=True))
            parts.append(pandas.DataFrame(found, columns=list(NAMES)).assign(**head))
    whole = pandas.concat(parts, ignore_index=True)
    return whole[["scenario", "point", "replication", *levels, *NAMES]]
