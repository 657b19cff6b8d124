"""What a scenario costs to run, counted in its first accounts, so that nobody waits for what nobody can afford."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from buyermaze.simulator.core.calendar import HOURS_PER_WEEK
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.dates.stretches import follows_calendar
from buyermaze.simulator.inputs.dates.timeline import n_simulated, timeline
from buyermaze.simulator.inputs.sheets.scenario import Scenario

MOST_EVENTS_PER_RUN: Final = 2_000_000  # over a second of one core and 70 MB of journal; usual runs take 250,000
MOST_EVENTS: Final = 110_000_000  # of all runs that one answer may ask for, about a minute of one core
USUAL_EVENTS: Final = 150  # per account of the shipped organisations in the reference market
N_ACCOUNTS_TRIED: Final = 40
LUCK_TRIED: Final = (
    3  # the same for every trial: the luck of few accounts moves what they take tenfold, that of a lever less
)
MOST_EVENTS_TRIED: Final = 400_000  # a third of a second; what needs more in so few accounts is costly enough to know
EVENTS_PER_EPOCH: Final = 2_000  # take as long as to get ready what is in force in an epoch
EVENTS_PER_WEEK: Final = 40  # the same for the months and quarters of a calendar that is followed
SECONDS_PER_EVENT: Final = 0.7e-6  # of the compiled engine on one core of a usual machine; it sets the order of a queue


class _KnownEnough(Exception):
    """Stops a trial inside a run."""


def trials_of(scenario: Scenario) -> list[Scenario]:
    """Return the few accounts in which the cost of a scenario is counted: the same whatever its luck and its size.

    Of a scenario with a timeline there are several: at the start and at the end of the run, and around every dated change.
    """
    few = {
        "run.n_accounts": N_ACCOUNTS_TRIED, "run.seed": LUCK_TRIED, "run.weeks": 1.0,
        "run.weeks_warm_up": 0.0, "run.arrivals_continue": False,
    }  # fmt: skip
    epochs = scenario.epochs
    begins = [k for k, epoch in enumerate(epochs) if epoch.entry]
    chosen = sorted({0, len(epochs) - 1, *begins, *(k - 1 for k in begins if k)})
    return [epochs[k].scenario.with_changes(few) for k in chosen]


def events_per_account(scenario: Scenario, counted: Callable[[Scenario], float] | None = None) -> float:
    """Return about how many events an account takes while it takes most; where there are very many, fewer than it truly takes.

    The same on every machine and for every luck: events are counted, not time, in the accounts of ``trials_of``. ``counted``
    may remember what a trial came to.
    """
    found = [0.0]
    for trial in trials_of(scenario):
        if sum(found) * N_ACCOUNTS_TRIED > MOST_EVENTS_TRIED:
            break
        found.append((counted or events_in)(trial))
    return max(found)


def events_per_run(scenario: Scenario, per_account: float) -> float:
    """Return about how many events' time a run takes: its accounts' own, and what it takes to get ready for its dates."""
    weeks = timeline(scenario).end / HOURS_PER_WEEK if follows_calendar(scenario) else 0.0
    ready = (len(scenario.epochs) - 1) * EVENTS_PER_EPOCH + weeks * EVENTS_PER_WEEK
    return n_simulated(scenario) * per_account + ready


def check_cost(scenario: Scenario, per_account: float) -> None:
    """Refuse a scenario of which a single run costs more than anybody may ask of a server.

    Raises
    ------
    InputProblem
        If it does.
    """
    n = events_per_run(scenario, per_account)
    if n > MOST_EVENTS_PER_RUN:
        raise InputProblem(
            f"'{scenario.name}' is too costly to run here: an account takes about {per_account:,.0f} events, usual are "
            f"{USUAL_EVENTS}; a run of {n_simulated(scenario):,} accounts takes {n:,.0f} with its dates, allowed are "
            f"{MOST_EVENTS_PER_RUN:,}; move its levers back, or run it on the command line"
        )


def events_in(trial: Scenario) -> float:
    """Return how many events an account of a trial takes, until there were very many."""
    from buyermaze.simulator.core.vocabulary import Kind
    from buyermaze.simulator.engines.compiled.driver import run
    from buyermaze.simulator.model.parameters import pack
    from buyermaze.simulator.model.rules.luck.draws import run_key

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
