"""The state of one run: plain arrays that rules read and write, owned by whichever engine runs them."""

from typing import Any, NamedTuple

import numpy as np

from buyermaze.simulator.core.vocabulary import N_PEOPLE
from buyermaze.simulator.model.state import ACCOUNT, MARKET, PERSON, REP, ROW

ROWS_PER_EVENT = 96  # more rows than any single event can write


class World(NamedTuple):
    """Everything a rule can see.

    ``params`` (1,), ``accounts`` (slots,), ``people`` (slots, 12), ``reps`` (n_reps,), ``market`` (1,), ``journal`` (rows,)
    are structured arrays, ``talk`` (4, 12) room for one discussion; account ``id`` lives in slot ``id % slots``.
    """

    params: Any
    accounts: Any
    people: Any
    reps: Any
    market: Any
    journal: Any
    talk: Any


def new_world(params: np.ndarray, run_key: np.uint64, n_reps: int, n_slots: int, n_rows: int) -> World:
    """Return an empty world for one replication."""
    empty = World(
        params,
        records(n_slots, ACCOUNT),
        records((n_slots, N_PEOPLE), PERSON),
        records(n_reps, REP),
        records(1, MARKET),
        records(n_rows, ROW),
        np.zeros((4, N_PEOPLE)),
    )
    return restarted(empty, params, run_key)


def restarted(world: World, params: Any, run_key: np.uint64) -> World:
    """Return a world emptied for another replication, in the same memory."""
    world.accounts.id[:] = -1
    world.accounts.alive[:] = 0
    world.market[:] = 0
    market = world.market[0]
    market.key = run_key
    market.leads_accepted = 1.5  # reps start with a mildly sceptical memory: two leads in three were real
    market.leads_real = 1.0
    market.missing[:] = 1.0
    return world._replace(params=params)


def records(shape: int | tuple[int, ...], dtype: np.dtype[Any]) -> Any:
    """Return zeroed records whose fields read as attributes, compiled or not."""
    return np.zeros(shape, dtype).view(np.recarray)


def with_longer_journal(world: World, n_rows: int) -> World:
    """Return the same world with room for ``n_rows`` journal rows; rows written so far are kept."""
    journal = records(n_rows, ROW)
    written = int(world.market[0].n_rows)
    journal[:written] = world.journal[:written]
    return world._replace(journal=journal)


def with_more_slots(world: World) -> World:
    """Return the same world with twice the account slots, every living account moved to its new slot."""
    n_slots = 2 * len(world.accounts)
    accounts = records(n_slots, ACCOUNT)
    accounts.id[:] = -1
    people = records((n_slots, N_PEOPLE), PERSON)
    held = np.flatnonzero(world.accounts.id >= 0)
    places = world.accounts.id[held] % n_slots
    accounts[places] = world.accounts[held]
    people[places] = world.people[held]
    return world._replace(accounts=accounts, people=people)
