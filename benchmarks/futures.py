"""How much running a common past once saves: plan, no change and four dates of hiring, against six whole runs."""

import time
from typing import Any


def run(quick: bool = False) -> dict[str, Any]:
    """Return the time of separate runs over that of branched ones for the same tables, and what the past's share allows."""
    from buyermaze.simulator.inputs.dates.timeline import timeline
    from buyermaze.simulator.inputs.reading.loading import load
    from buyermaze.simulator.outcomes.books.periods import period_edges
    from buyermaze.simulator.outlook.futures import futures_table, lasting

    base = load("baton_pass")
    until = timeline(base).window_from + 52 * 40.0
    hired = [
        base.with_changes({"timeline": [{"week": week, "add": {"programme.team.n_reps": 2}}]})
        for week in (0, 13, 26, 39)
    ]
    plans = [lasting(each, until) for each in (base, base, *hired)]
    edges = period_edges(base, "quarter", until)
    replications = range(2 if quick else 8)
    futures_table(plans, range(1), edges, n_threads=1)
    began = time.perf_counter()
    futures_table(plans, replications, edges, n_threads=1)
    together = time.perf_counter() - began
    began = time.perf_counter()
    for plan in plans:
        futures_table([plan], replications, edges, n_threads=1)
    alone = time.perf_counter() - began
    weeks = [156 + 52 + 39 + 26 + 13, 6 * 156]  # the trunk and what branches off (one plan is the trunk itself)
    return {"times_faster": alone / together, "weeks_saved_allow": weeks[1] / weeks[0]}
