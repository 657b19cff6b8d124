"""Who is observed, and when there is nothing left to observe."""

from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.parameter_names import Parameters
from buyermaze.simulator.model.state import Account, World


@rule
def is_counted(q: Parameters, a: Account) -> bool:
    """Return whether an account set out within the observation window."""
    return bool(q.run_window_from <= a.arrived < q.run_window_to)


@rule
def is_over(w: World, time: float) -> bool:
    """Return whether a run is over before an event at this time: its last counted account has finished, or time is up."""
    q = w.params[0]
    if time > q.run_end:
        return True
    return bool(time >= q.run_window_to and w.market[0].n_followed == 0)


@rule
def still_arriving(w: World, time: float) -> bool:
    """Return whether accounts still arrive at this time."""
    return bool(time < w.params[0].run_arrivals_to)
