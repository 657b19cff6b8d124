"""What a scenario costs to run, counted in its first accounts, so that nobody waits for what nobody can afford."""

from contextlib import suppress
from typing import Any, Final

from buyermaze.simulator.core.vocabulary import Kind
from buyermaze.simulator.inputs.scenario import Scenario
from buyermaze.simulator.model.parameters import pack
from buyermaze.simulator.model.rules.draws import run_key

N_ACCOUNTS_TRIED: Final = 40
LUCK_TRIED: Final = (
    3  # the same for every trial: the luck of few accounts moves what they take tenfold, that of a lever less
)
MOST_EVENTS_TRIED: Final = 400_000  # a third of a second; what needs more in so few accounts is costly enough to know
SECONDS_PER_EVENT: Final = 0.7e-6  # of the compiled engine on one core of a usual machine; it sets the order of a queue


class _KnownEnough(Exception):
    """Stops a trial inside a run."""


def trial_of(scenario: Scenario) -> Scenario:
    """Return the few accounts in which the cost of a scenario is counted: the same whatever its luck and its size."""
    few = {
        "run.n_accounts": N_ACCOUNTS_TRIED, "run.seed": LUCK_TRIED, "run.weeks": 1.0,
        "run.weeks_warm_up": 0.0, "run.arrivals_continue": False,
    }  # fmt: skip
    return scenario.epochs[0].scenario.with_changes(few)


def events_per_account(scenario: Scenario) -> float:
    """Return about how many events an account takes; where there are very many, fewer than it truly takes.

    The same on every machine and for every luck: events are counted, not time, in the accounts of ``trial_of``.
    """
    return events_in(trial_of(scenario))


def events_in(trial: Scenario) -> float:
    """Return how many events an account of a trial takes, until there were very many."""
    from buyermaze.simulator.engines.compiled.driver import run

    n_events = 0

    def watch(n: int) -> None:
        nonlocal n_events
        n_events = n
        if n > MOST_EVENTS_TRIED:
            raise _KnownEnough

    n_accounts = 0

    def flush(rows: Any, n_rows: int) -> None:
        nonlocal n_accounts
        n_accounts += int((rows.kind[:n_rows] == Kind.ARRIVED).sum())

    with suppress(_KnownEnough):
        run(pack(trial), run_key(trial.run.seed, 0), flush=flush, watch=watch)
    return n_events / max(1, n_accounts)
