"""One seat of one buying group, lived by somebody outside: the world waits wherever that person would turn to the purchase.

Luck is keyed, so a list of choices is the whole life: lived again from the start it comes out the same, to the bit.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

from buyermaze.simulator.core.agenda import Event
from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import N_INFO_JOBS, N_SOUGHT, Channel, Kind, Status
from buyermaze.simulator.engines.compiled.driver import advanced, open_office
from buyermaze.simulator.engines.compiled.loop import UNDECIDED, Office
from buyermaze.simulator.inputs.sheets.own_moments import refuse_parts
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.model.parameters import pack
from buyermaze.simulator.model.rules.luck.draws import child_key, run_key
from buyermaze.simulator.model.rules.luck.event_order import rank
from buyermaze.simulator.model.state import World, new_world
from buyermaze.simulator.model.steps.journey.choice import ANY, WAIT, may_choose
from buyermaze.simulator.runs.run import Run

N_SLOTS: Final = 256  # accounts held at first
N_ROWS: Final = 65_536  # journal rows held at first
DAYS_UNTIL_MEETING: Final = 2.0  # from calling a meeting to holding it, at the earliest; assumption
OTHER_LUCK: Final = 1_000_000  # first of the numbers under which an account's luck is dealt anew


@dataclass(frozen=True)
class Choice:
    """What a person does next: visits a channel for a job, waits, or calls a meeting of the group."""

    do: Literal["visit", "wait", "meet"]
    job: int = -1
    channel: int = -1


@dataclass(frozen=True, eq=False)
class Seat:
    """A seat to be played and the world at the moment its group sets out; the world is copied, never lived in."""

    scenario: Scenario
    replication: int
    account: int
    person: int
    start: Office
    arrived: float  # working hours since the start of the run


def seat(scenario: Scenario, replication: int, account: int, person: int, journal: Any) -> Seat:
    """Return a seat of an account whose arrival is in the journal of the same run.

    Raises
    ------
    InputProblem
        If the run has no such account, or it has no such seat.
    """
    refuse_parts(scenario, "a played seat")
    rows = journal[(journal.account == account) & (journal.kind == Kind.ARRIVED)]
    if not len(rows):
        raise InputProblem(f"account: there is no account {account} in this run")
    if not 0 <= person < int(rows[0].value):
        raise InputProblem(
            f"person: account {account} has {int(rows[0].value)} people, seats 0 to {int(rows[0].value) - 1}"
        )
    world = new_world(pack(scenario), run_key(scenario.run.seed, replication), N_SLOTS, N_ROWS)
    arrived = float(rows[0].time)
    return Seat(scenario, replication, account, person, advanced(open_office(world), arrived), arrived)


class Life:
    """One life of a seat: choices are made one after the other; between them everybody else lives on by the rules.

    Parameters
    ----------
    seat : Seat
        Whose life.
    played : bool
        Whether anybody plays; otherwise the person lives by the rules as well.
    luck : int
        0 is the luck of the run; any other number deals the account's own luck anew: the same people with the same
        problem, other coincidences.
    """

    def __init__(self, seat: Seat, played: bool = True, luck: int = 0) -> None:
        self.seat = seat
        self._office = _copy(seat.start)
        self.choices: list[Choice] = []
        if luck:
            a = self._account
            a.key = child_key(a.key, OTHER_LUCK + luck)
            for person in self._office.world.people[self._slot, :]:
                person.key = child_key(person.key, OTHER_LUCK + luck)
        if played:
            self._office.desk[0].played_account = seat.account
            self._office.desk[0].played_seat = seat.person
            self._office.desk[0].wish_channel = UNDECIDED
            self._go_on()

    @property
    def _slot(self) -> int:
        return self.seat.account % len(self._office.world.accounts)

    @property
    def _account(self) -> Any:
        return self._office.world.accounts[self._slot]

    @property
    def account(self) -> Any:
        """The record of the account; another's once its life is over."""
        return self._account

    @property
    def person(self) -> Any:
        """The record of the person."""
        return self._office.world.people[self._slot, self.seat.person]

    @property
    def closed(self) -> bool:
        """Whether the purchase is decided."""
        return bool(self._account.id != self.seat.account or self._account.status != Status.OPEN)

    @property
    def now(self) -> float:
        """Working hours since the start of the run: the moment at which the next choice is made."""
        office = self._office
        if self.closed or not self._asked():
            return float(office.desk[0].now)
        return float(office.agenda[0].time)

    @property
    def days(self) -> float:
        """Working days since the group set out."""
        return (self.now - self.seat.arrived) / HOURS_PER_DAY

    @property
    def rows(self) -> Any:
        """The rows of the account's journal so far."""
        world = self._office.world
        rows = world.journal[: int(world.market[0].n_rows)]
        return rows[rows.account == self.seat.account]

    def options(self) -> dict[int, list[int]]:
        """Return the channels to be had by open job; empty once all is decided or there is nothing to find out."""
        found = {
            job: [c for c in range(N_SOUGHT) if self.may_visit(job, c)] for job in range(N_INFO_JOBS) if not self.closed
        }
        return {job: channels for job, channels in found.items() if channels}

    def may_visit(self, job: int, channel: int) -> bool:
        """Tell whether a channel is to be had for a job now; of both numbers any may be asked."""
        if self.closed or not (0 <= job < N_INFO_JOBS and 0 <= channel < N_SOUGHT):
            return False
        return bool(may_choose(self._office.world, self._slot, self.seat.person, job, channel, self.now))

    @property
    def may_meet(self) -> bool:
        """Whether a meeting can be called: one is due, later than it could be held."""
        place = self._meeting()
        return (
            place is not None and float(self._office.agenda[place].time) > self.now + DAYS_UNTIL_MEETING * HOURS_PER_DAY
        )

    def choose(self, choice: Choice) -> None:
        """Do something, and live on to the next choice or to the decision.

        Raises
        ------
        InputProblem
            If it cannot be done now.
        """
        if self.closed:
            raise InputProblem("the purchase is decided; there is nothing left to choose")
        desk = self._office.desk[0]
        if choice.do == "visit":
            if not self.may_visit(choice.job, choice.channel):
                raise InputProblem("this cannot be had now; choose one of what is offered")
            desk.wish_job, desk.wish_channel = choice.job, choice.channel
        else:
            if choice.do == "meet":
                if not self.may_meet:
                    raise InputProblem(
                        "no meeting can be called now: one is due within two days, or management has the case"
                    )
                self._call_meeting()
            desk.wish_job, desk.wish_channel = ANY, WAIT
        self.choices.append(choice)
        self._go_on()

    def finish(self, days: float) -> Run:
        """Live on by the rules until so many working days after setting out and return the run with its journal."""
        desk = self._office.desk[0]
        desk.played_account = -1
        self._office = advanced(self._office, self.seat.arrived + HOURS_PER_DAY * days)
        world = self._office.world
        return Run(self.seat.scenario, self.seat.replication, world.journal[: int(world.market[0].n_rows)])

    def _go_on(self) -> None:
        """Let everything happen until there is something to choose; with nothing to choose the person does as anybody would."""
        while True:
            self._office = advanced(self._office, math.inf if not self.closed else self.now)
            if self.closed or not self._asked():
                return
            if any(self.may_visit(job, channel) for job in range(N_INFO_JOBS) for channel in range(N_SOUGHT)):
                return
            self._office.desk[0].wish_job, self._office.desk[0].wish_channel = ANY, ANY

    def _asked(self) -> bool:
        office = self._office
        first = office.agenda[0]
        return bool(
            office.desk[0].done == 0
            and office.desk[0].n_agenda > 0
            and first.rank == rank(Event.WAKE, self.seat.account, self.seat.person)
        )

    def _meeting(self) -> int | None:
        agenda = self._office.agenda[: int(self._office.desk[0].n_agenda)]
        found = np.flatnonzero(agenda.rank == rank(Event.MEET, self.seat.account, 0))
        return int(found[0]) if len(found) else None

    def _call_meeting(self) -> None:
        """Bring the group's next meeting forward; a sorted agenda is a heap as well."""
        agenda, n = self._office.agenda, int(self._office.desk[0].n_agenda)
        agenda[self._meeting()].time = self.now + DAYS_UNTIL_MEETING * HOURS_PER_DAY
        agenda[:n] = agenda[:n][np.lexsort((agenda.rank[:n], agenda.time[:n]))]


def relive(seat: Seat, choices: Sequence[Choice]) -> Life:
    """Live a seat's life again from its choices."""
    life = Life(seat)
    for choice in choices:
        life.choose(choice)
    return life


def own_choices(rows: Any, person: int) -> list[Choice]:
    """Return what a simulated person chose, from the rows of their account: played again they give the same life."""
    picked = rows[(rows.person == person) & np.isin(rows.kind, (Kind.TOUCH, Kind.ASKED, Kind.STALLED))]
    return [
        Choice("visit", int(row.job), int(Channel.REP) if row.kind == Kind.ASKED else int(row.channel))
        for row in picked
        if not (row.kind == Kind.TOUCH and row.channel == Channel.REP and row.rep >= 0)  # partners are not asked first
    ]


Progress = Callable[[int, int], None]


def other_lives(seat: Seat, n: int, days: float, progress: Progress | None = None) -> list[Any]:
    """Return the account's rows in ``n`` lives with other luck, everybody simulated, each as long as ``days``."""
    found = []
    for luck in range(1, n + 1):
        life = Life(seat, played=False, luck=luck)
        life.finish(days)
        found.append(life.rows)
        if progress:
            progress(luck, n)
    return found


def _copy(office: Office) -> Office:
    world = office.world
    return office._replace(
        world=World._make(part.copy() for part in world),
        agenda=office.agenda.copy(),
        requests=office.requests.copy(),
        checks=office.checks.copy(),
        desk=office.desk.copy(),
    )
