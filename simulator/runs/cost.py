"""What a scenario costs to run, counted in its first accounts, so that nobody waits for what nobody can afford."""

from contextlib import suppress
from typing import Any, Final

from buyermaze.simulator.core.vocabulary import Kind
from buyermaze.simulator.inputs.scenario import Scenario
from buyermaze.simulator.model.parameters import pack
from buyermaze.simulator.model.rules.draws import run_key

N_ACCOUNTS_TRIED: Final = 10
MOST_EVENTS_TRIED: Final = 200_000  # a seventh of a second; what needs more in so few accounts is costly enough to know
SECONDS_PER_EVENT: Final = 0.7e-6  # of the compiled engine on one core of a usual machine; it sets the order of a queue


class _KnownEnough(Exception):
    """Stops a trial inside a run."""


def events_per_account(scenario: Scenario) -> float:
    """Return about how many events an account takes; where there are very many, fewer than it truly takes.

    The same on every machine: events are counted, not time.
    """
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

    few = {"run.n_accounts": N_ACCOUNTS_TRIED, "run.weeks_warm_up": 0.0, "run.arrivals_continue": False}
    params = pack(scenario.epochs[0].scenario.with_changes(few))
    key = run_key(scenario.run.seed, 0)
    with suppress(_KnownEnough):
        run(params, key, flush=flush, watch=watch)
    return n_events / max(1, n_accounts)
