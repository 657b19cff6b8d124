"""What a scenario costs to run, counted in its first accounts, so that nobody waits for what nobody can afford."""

from contextlib import suppress
from typing import Final

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

    n_accounts = min(N_ACCOUNTS_TRIED, scenario.run.n_accounts)
    team = scenario.programme.team
    params = pack(scenario.market, scenario.programme)
    key = run_key(scenario.run.seed, 0)
    with suppress(_KnownEnough):
        run(params, key, n_accounts, team.n_reps, team.n_qualifiers, flush=lambda rows, n_rows: None, watch=watch)
    return n_events / n_accounts
