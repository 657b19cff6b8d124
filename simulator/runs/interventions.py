"""Single changes to one account on one day: small pure changes of state that any engine can apply between two events.

Every function changes the record of one account or of one person and nothing else; it draws nothing and writes no row.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.clock import Clock
from buyermaze.simulator.core.errors import InputProblem, remedy
from buyermaze.simulator.core.phrases import span
from buyermaze.simulator.core.vocabulary import (
    EVIDENCE,
    GENERAL_JOBS,
    N_EVIDENCE,
    N_INFO_JOBS,
    N_SOUGHT,
    N_VENDORS,
    OWN_CHANNELS,
    Job,
    Status,
    words,
)
from buyermaze.simulator.model.steps.books.account_state import discover


@dataclass(frozen=True)
class Intervention:
    """One change: what, to which account, on which working day since the start of the run.

    ``person`` is a seat (0 is the first champion; -1: everybody), ``job`` a buying job, ``amount`` the size of a price
    cut (0.1: a tenth of the price where ``offer.price_unit`` is 1), the length of a freeze in working days, the factor of a
    slowdown or the number of another rep, from 1.
    """

    what: str
    account: int
    day: float
    person: int = -1
    job: int = int(Job.VALIDATION)
    amount: float = 0.0


def answer(w: Any, g: int, change: Intervention) -> None:
    """Give people a complete answer to a job: everything they need to know, about us where it concerns a vendor."""
    a = w.accounts[g]
    discover(a, 0)
    for i in range(a.n_people):
        if change.person in (-1, i):
            p = w.people[g, i]
            if change.job in GENERAL_JOBS:
                p.known[change.job] = p.need[change.job]
            else:
                p.evidence[0, EVIDENCE[change.job]] = p.need[change.job]


def rep_calls(w: Any, g: int, change: Intervention) -> None:
    """Let one of our reps have met the group: we are known, we can sign, and those met are known to us."""
    a = w.accounts[g]
    discover(a, 0)
    a.met[0] = 1
    a.met_us = 1
    for i in range(a.n_people):
        if change.person in (-1, i):
            w.people[g, i].on_file = 1.0


def leaves(w: Any, g: int, change: Intervention) -> None:
    """Let a person leave; the successor in the same seat knows nothing yet and believes what outsiders believe."""
    q = w.params[0]
    a = w.accounts[g]
    p = w.people[g, change.person]
    for job in GENERAL_JOBS:
        p.known[job] = 0.0
        p.known_wrongly[job] = 0.0
    p.change_belief = q.offer_benefit_mean + p.stake
    p.change_precision = 1.0 / q.change_variance
    for k in range(N_VENDORS):
        p.opinion[k] = a.brand[k]
        p.precision[k] = 1.0 / q.quality_variance
        p.noticed[k] = 0
        for part in range(N_EVIDENCE):
            p.evidence[k, part] = 0.0
            p.evidence_wrong[k, part] = 0.0
    for c in range(N_SOUGHT):
        p.trust[c] = 1.0
    p.on_file = 0.0
    p.in_mind = 0.0
    p.conceded = 0.0
    p.apart = 0.0
    p.advised = 0.0
    p.n_unchecked = 0
    for topic in range(N_VENDORS + 1):
        p.confusion[topic] = 0.0
        p.untold[topic] = 0.0
        p.untold_sum[topic] = 0.0
        p.mistaken[topic] = 0.0


def kit(w: Any, g: int, change: Intervention) -> None:
    """Hand over a kit the champion can carry to management."""
    w.accounts[g].kit = 1


def price_cut(w: Any, g: int, change: Intervention) -> None:
    """Lower our price for this account and tell everybody."""
    a = w.accounts[g]
    discover(a, 0)
    a.price[0] -= change.amount
    a.priced[0] = 1


def freeze(w: Any, g: int, change: Intervention) -> None:
    """Freeze the budget for some working days: the group works on, but neither votes nor gets a signature."""
    a = w.accounts[g]
    a.frozen_until = max(a.frozen_until, 8.0 * (change.day + change.amount))


def slowdown(w: Any, g: int, change: Intervention) -> None:
    """Let everything the account itself does take a multiple of the time from here on."""
    w.accounts[g].pace *= change.amount


def trust_lost(w: Any, g: int, change: Intervention) -> None:
    """Let people lose half of their trust in every channel of ours."""
    for i in range(w.accounts[g].n_people):
        if change.person in (-1, i):
            for c in OWN_CHANNELS:
                w.people[g, i].trust[c] *= 0.5


def other_rep(w: Any, g: int, change: Intervention) -> None:
    """Give the account to another rep of ours, who has what is on file and nothing of what the last one had in mind."""
    a = w.accounts[g]
    n = int(w.params[0].team_n_reps)
    if n < 2 or change.amount > n:
        raise InputProblem(f"amount: reps are numbered from 1 to {n}, and a deal changes hands between two of them")
    a.owner = int(change.amount) - 1 if change.amount else (a.owner + 1) % n
    a.own = 0
    for i in range(a.n_people):
        w.people[g, i].in_mind = 0.0


Change = Callable[[Any, int, Intervention], None]
CHANGES: Final[dict[str, Change]] = {
    "answer": answer,
    "rep-calls": rep_calls,
    "leaves": leaves,
    "kit": kit,
    "price-cut": price_cut,
    "freeze": freeze,
    "slowdown": slowdown,
    "trust-lost": trust_lost,
    "other-rep": other_rep,
}
AMOUNTS: Final = {"price-cut": 0.3, "freeze": 60.0, "slowdown": 3.0}  # what 0 stands for; assumption


def described(change: Intervention, people: list[str], per_price: float, clock: Clock) -> str:
    """Say an intervention in words, times by the calendar; ``per_price``: part of a deal's value that a step of 1 is worth."""
    who = "everybody" if change.person < 0 else people[change.person]
    job = words(Job(change.job))
    said = {
        "answer": f"{who} gets a complete answer on {job}",
        "rep-calls": f"one of our reps calls and meets {who}",
        "leaves": f"{who} leaves and a successor starts from nothing",
        "kit": "the group is handed a justification kit",
        "price-cut": f"our price falls by {100 * change.amount * per_price:.3g} % of the usual",
        "freeze": f"the budget is frozen for {_until(clock, change)}",
        "slowdown": f"everything the group does takes {change.amount:g} times as long from now on",
        "trust-lost": f"{who} loses half of the trust in our channels",
        "other-rep": f"the account goes to {f'our rep {change.amount:.0f}' if change.amount else 'another of our reps'}",
    }
    return said[change.what]


def _until(clock: Clock, change: Intervention) -> str:
    """Say how long what begins on the day of a change goes on, where its size is in working days."""
    hours = HOURS_PER_DAY * change.day
    return span(clock, hours, hours + HOURS_PER_DAY * change.amount)


def checked(change: Intervention) -> Intervention:
    """Return the intervention with its default size filled in, or refuse it in one sentence."""
    if change.what not in CHANGES:
        raise InputProblem(f"change: there is no '{change.what}'; {remedy(change.what, CHANGES)}")
    if change.account < 0:
        raise InputProblem(
            f"account: there is no account {change.account}; they are numbered from 0, in order of arrival"
        )
    if not 0 <= change.day < 1e6:
        raise InputProblem(f"day: {change.day} is no day of the run; give 0 or more working days since its start")
    if change.what == "leaves" and change.person < 0:
        raise InputProblem("person: say who leaves, by seat; 0 is the first champion")
    if not 0 <= change.job < N_INFO_JOBS:
        raise InputProblem(f"job: information serves {', '.join(words(job) for job in list(Job)[:N_INFO_JOBS])}")
    amount = change.amount or AMOUNTS.get(change.what, 0.0)
    if change.what == "slowdown" and not 0.1 <= amount <= 100:
        raise InputProblem(f"amount: a slowdown by a factor of {amount:g} is out of bounds, allowed is 0.1 to 100")
    if change.what == "freeze" and not 0 < amount <= 5000:
        raise InputProblem(f"amount: a freeze of {amount:g} working days is out of bounds, allowed is above 0 to 5000")
    if change.what == "other-rep" and not (amount >= 0 and amount == int(amount)):
        raise InputProblem(f"amount: {amount:g} is no rep; give a number from 1, or 0 for the next one")
    if change.what == "price-cut" and not -10 <= amount <= 10:
        raise InputProblem(f"amount: a price cut of {amount:g} prices is out of bounds, allowed is -10 to 10")
    return Intervention(change.what, change.account, change.day, change.person, change.job, amount)


def apply(w: Any, change: Intervention) -> None:
    """Apply a checked intervention to a world, or refuse it because it comes too early or too late."""
    g = change.account % len(w.accounts)
    a = w.accounts[g]
    day = f"on day {change.day:g}"
    if w.accounts.id.max() < change.account:
        raise InputProblem(f"account {change.account} has not arrived {day}; choose a later day")
    if a.id != change.account or a.status != Status.OPEN:
        raise InputProblem(f"account {change.account} has already decided {day}; choose an earlier day")
    if a.serious == 0:
        raise InputProblem(f"account {change.account} is an inquiry without a project; choose a real one")
    if change.person >= a.n_people:
        raise InputProblem(f"person: account {change.account} has {a.n_people} people, seats 0 to {a.n_people - 1}")
    CHANGES[change.what](w, g, change)
