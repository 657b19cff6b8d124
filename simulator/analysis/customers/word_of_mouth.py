"""What customers say to others: every voice with what it moved, and lives in which some of them stay silent."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from buyermaze.simulator.core.agenda import Event
from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.vocabulary import Kind, Reason, Status, words
from buyermaze.simulator.inputs.sheets.own_moments import refuse_parts
from buyermaze.simulator.model.rules.customers.after_sale import talk
from buyermaze.simulator.runs.history import of_kind

if TYPE_CHECKING:
    from buyermaze.simulator.inputs.sheets.scenario import Scenario
    from buyermaze.simulator.runs.run import Run


@dataclass(frozen=True)
class Voice:
    """One customer of ours takes stock and is heard from then on."""

    account: int
    day: float  # working day since the start of the run
    promoters: int  # members who would recommend us
    passives: int
    detractors: int
    regret: float  # mean of the members, 0-100
    balance: float  # promoters minus detractors, weighted by influence, -1 to 1
    before: float  # what peers say about us, value units above the truth
    after: float


Silent = Callable[[Voice], bool]


def voices(run: "Run") -> list[Voice]:
    """Return the customers of a run in the order in which they were heard.

    Parameters
    ----------
    run
        What ``simulate`` returns: ``journal``, ``scenario``.
    """
    found: list[Voice] = []
    level = 0.0
    for rows in _taking_stock(run.journal):
        found.append(_voice(rows, run.scenario, level))
        level = found[-1].after
    return found


def words_heard(run: "Run") -> dict[str, int]:
    """Count the words by which customers of ours were heard, where peers know each other by name.

    Parameters
    ----------
    run
        What ``simulate`` returns: ``journal``.
    """
    heard = of_kind(run.journal, Kind.HEARD)["reason"]
    codes, counts = np.unique(heard[heard != Reason.NONE], return_counts=True)
    return {words(Reason(code)): int(n) for code, n in zip(codes.tolist(), counts.tolist(), strict=True)}


def reached(run: "Run", account: int) -> list[set[int]]:
    """Follow what a customer tells from account to account, along who heard whom by name.

    Parameters
    ----------
    run
        What ``simulate`` returns: ``journal``.
    account : int
        A customer of ours.

    Returns
    -------
    list of set of int
        Accounts that heard this customer, then those that heard one of them once it had become a customer itself, and so on;
        every account where it is reached first. Empty where nobody heard anything.
    """
    heard = of_kind(run.journal, Kind.HEARD)
    listeners: dict[int, set[int]] = {}
    for teller, listener in zip(heard["detail"].astype(int).tolist(), heard["account"].tolist(), strict=True):
        listeners.setdefault(teller, set()).add(listener)
    rings, seen, ring = [], {account}, listeners.get(account, set()) - {account}
    while ring:
        rings.append(ring)
        seen |= ring
        ring = set().union(*(listeners.get(each, set()) for each in ring)) - seen
    return rings


def with_silence(scenario: "Scenario", replication: int, silent: Silent) -> "Run":
    """Simulate one replication in which some of our customers keep what they think to themselves.

    Everything else is as in ``simulate``: the same buyers, the same luck, the same rules.

    Parameters
    ----------
    scenario : Scenario
        What to simulate.
    replication : int
        Which luck, from 0.
    silent : callable (Voice) -> bool
        Asked once about every customer at the moment of going live; ``before`` and ``after`` are those of this life.
    """
    refuse_parts(scenario, "silencing customers")
    from buyermaze.simulator.engines.compiled.driver import N_ROWS, N_SLOTS, advanced, finished, open_office
    from buyermaze.simulator.model.parameters import pack
    from buyermaze.simulator.model.rules.luck.draws import run_key
    from buyermaze.simulator.model.state import new_world
    from buyermaze.simulator.model.steps.environment.peers import hush
    from buyermaze.simulator.runs.run import Run

    params, key = pack(scenario), run_key(scenario.run.seed, replication)
    office = open_office(new_world(params, key, N_SLOTS, N_ROWS))
    level, n_read = 0.0, 0
    while not finished(office):
        office = advanced(office, _until(office, float(params[0].offer_days_to_use) * HOURS_PER_DAY))
        n_rows = int(office.world.market[0].n_rows)
        for rows in _taking_stock(office.world.journal[n_read:n_rows]):
            voice = _voice(rows, scenario, level)
            if silent(voice):
                hush(office.world, voice.account)
            else:
                level = voice.after
        office.world.market[0].earned = level
        n_read = n_rows
    return Run(scenario, replication, office.world.journal[:n_read])


def _until(office: Any, hours_to_use: float) -> float:
    """Return the next moment at which a customer may be heard: no further than a purchase made now takes to go live."""
    from buyermaze.simulator.model.rules.luck.event_order import rank

    pending = office.agenda[int(office.desk[0].done) : int(office.desk[0].n_agenda)]
    if not len(pending):
        return math.inf
    accounts = office.world.accounts
    bought = accounts.id[(accounts.vendor == 0) & (accounts.status == Status.WON) & (accounts.n_periods == 0)]
    lives = pending.time[np.isin(pending.rank, [rank(Event.LIVE.value, account, 0) for account in bought.tolist()])]
    return float(min([pending.time.min() + hours_to_use, *lives]))


def _taking_stock(rows: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the rows in which the members of one customer of ours take stock, customer by customer, in journal order."""
    chosen = rows[np.isin(rows["kind"], (Kind.FEELING, Kind.ADVOCACY)) & (rows["vendor"] == 0)]
    if len(chosen):
        yield from np.split(chosen, np.flatnonzero(np.diff(chosen["account"])) + 1)


def _voice(rows: np.ndarray, scenario: "Scenario", level: float) -> Voice:
    """Return one customer's voice, adding up its members in the order in which the rulebook does."""
    seats = scenario.market.group.seats
    weights = {persona.name: persona.weight for persona in scenario.market.personas}
    said, felt = of_kind(rows, Kind.ADVOCACY), of_kind(rows, Kind.FEELING)
    total = balance = 0.0
    for row in said:
        weight = weights[seats[row["person"]]]
        total += weight
        balance += weight if row["reason"] == Reason.PROMOTER else -weight if row["reason"] == Reason.DETRACTOR else 0.0
    after = talk(level, balance / total, scenario.market.living.word_of_mouth)
    n = [int((said["reason"] == reason).sum()) for reason in (Reason.PROMOTER, Reason.PASSIVE, Reason.DETRACTOR)]
    return Voice(
        int(rows["account"][0]), float(rows["time"][0]) / HOURS_PER_DAY, n[0], n[1], n[2], float(felt["detail"].mean()),
        balance / total, level, float(after),
    )  # fmt: skip
