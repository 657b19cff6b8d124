"""Curves of plans for the page: what is at hand of a plan, and of no change, is never run again when a date moves."""

from collections.abc import Hashable
from typing import TYPE_CHECKING, Final

import numpy as np

from buyermaze.screens.engine import compute
from buyermaze.screens.engine.apart import report
from buyermaze.screens.engine.store import STORE, mark
from buyermaze.simulator.core.calendar import HOURS_PER_WEEK
from buyermaze.simulator.inputs.sheets.scenario import Scenario

if TYPE_CHECKING:
    from buyermaze.simulator.outlook.curves import Curves

BY: Final = "month"
YEARS: Final = (
    3  # shown at least; more where a plan ends later, whole years so that the picture stands still while dates move
)
WEEKS_PER_YEAR: Final = 52


def until(plan: Scenario) -> float:
    """Return the horizon of a plan's curves, working hours since the start of the run."""
    from buyermaze.simulator.inputs.dates.timeline import timeline
    from buyermaze.simulator.outlook.curves import horizon

    since, year = timeline(plan).window_from, WEEKS_PER_YEAR * HOURS_PER_WEEK
    return since + year * max(YEARS, float(np.ceil((horizon(plan) - since) / year)))


def at_hand(plan: Scenario) -> int:
    """Return how many replications of a plan are there already."""
    table = STORE.find(_key(plan, until(plan)))
    return 0 if table is None else table.shape[0]


def curves(plan: Scenario, n: int, tick: compute.Tick | None = None) -> "Curves":
    """Return the curves of ``n`` replications of a plan and of no change, month by month; what is at hand is not run again."""
    from buyermaze.simulator.outcomes.books.periods import period_edges
    from buyermaze.simulator.outlook.curves import Curves, without_plan

    end = until(plan)
    edges = period_edges(plan, BY, end)
    tables = [_table(each, end, edges, n, tick) for each in (without_plan(plan), plan)]
    return Curves(plan, BY, edges, np.stack(tables[::-1]))


def _table(scenario: Scenario, end: float, edges: np.ndarray, n: int, tick: compute.Tick | None) -> np.ndarray:
    """Return what a scenario comes to, shape (n, periods, measures)."""
    from buyermaze.simulator.outlook.curves import without_plan
    from buyermaze.simulator.outlook.futures import Past, futures_table, lasting

    key = _key(scenario, end)
    have: np.ndarray | None = STORE.find(key)
    n_had = 0 if have is None else have.shape[0]
    if n_had < n:
        lived = lasting(scenario, end)
        base = lasting(without_plan(scenario), end)
        of_past = ("past", _key(base, 0.0))
        past = STORE.find(of_past) or Past(base)

        def work() -> np.ndarray:
            return futures_table([lived], range(n_had, n), edges, report, past=past, watch=compute.watch_of(scenario))[0]

        weeks = end / HOURS_PER_WEEK
        share = weeks / max(weeks, _weeks(scenario))
        found = compute.in_turn(
            work, share * compute.seconds(scenario, n - n_had), lambda done, _: tick(n_had + done, n) if tick else None
        )
        have = found if have is None else np.concatenate([have, found])
        STORE.keep(key, have)
        STORE.keep(of_past, past)  # again, as it has grown
    assert have is not None
    return have[:n]


def _weeks(scenario: Scenario) -> float:
    """Return how many weeks a whole run of a scenario lasts."""
    from buyermaze.simulator.inputs.dates.timeline import weeks_observed

    return scenario.run.weeks_warm_up + weeks_observed(scenario)


def _key(scenario: Scenario, end: float) -> Hashable:
    return "curve", mark(scenario), end
