"""Where the seller's people are scarce: the reps' desk and the qualification desk, both SimPy resources."""

from collections.abc import Callable, Generator
from typing import Any

import simpy
from mesa import Agent
from simpy.resources.resource import PriorityRequest as Turn

from buyermaze.simulator.core.agenda import Event
from buyermaze.simulator.engines.reference.setting import Setting
from buyermaze.simulator.model.rules.luck.event_order import rank
from buyermaze.simulator.model.steps.marketing.outbound import call
from buyermaze.simulator.model.steps.sales.selling import (
    begin_meeting,
    free_rep,
    is_employed,
    is_warm,
    n_reps_free,
    recover,
    take_rep,
    work_lead,
)

RepPolicy = Callable[[Setting, int], int]


class Rep(Agent):  # type: ignore[misc]
    """One of our reps; ``account`` is who they are working for, or None."""

    model: Setting

    def __init__(self, model: Setting, number: int) -> None:
        super().__init__(model)
        self.number = number
        self.account: int | None = None

    @property
    def state(self) -> Any:
        """The rep's record, shared with the rules."""
        return self.model.world.reps[self.number]

    @property
    def skill(self) -> float:
        """The rep's own skill."""
        return float(self.state.skill)

    def meet(self, account: int, seat: int, queued_at: float) -> float:
        """Begin a conversation with a buyer; return the hours it takes the rep."""
        return float(begin_meeting(self.model.world, account, seat, self.number, queued_at, self.model.env.now))

    def work_lead(self, account: int) -> float:
        """Work a lead without a buyer present; return the hours it takes the rep."""
        return float(work_lead(self.model.world, account, self.number, self.model.env.now))

    def call(self, account: int) -> float:
        """Call somebody who has not asked; return the hours it takes the rep."""
        return float(call(self.model.world, account, self.number, self.model.env.now))

    def recover(self, account: int, queued_at: float) -> float:
        """Handle a complaint; return the hours it takes the rep."""
        return float(recover(self.model.world, account, self.number, queued_at, self.model.env.now))


class Seats(simpy.PriorityResource):  # type: ignore[misc]
    """Seats at a desk, whose number can change; a seat that goes while it is taken goes when it is left."""

    def __init__(self, env: simpy.Environment, n: int) -> None:
        super().__init__(env, max(1, n))  # SimPy builds no desk without a seat
        self._capacity = n

    def resize(self, n: int) -> None:
        """Set how many seats there are, and let the next in the queue take those that are free."""
        self._capacity = n
        while self.queue and self.count < n:
            self._trigger_put(None)


class RepDesk:
    """Reps and the queue before them: by priority, then waiting since, then account and seat."""

    def __init__(self, model: Setting, policy: RepPolicy | None) -> None:
        self.model = model
        self.resource = Seats(model.env, n_reps_free(model.world))
        self.reps = [model.rep_class(model, number) for number in range(len(model.world.reps))]
        self.policy = policy

    def resize(self) -> None:
        """Let reps come or go: there are seats for those who are busy, and for those employed who are free."""
        self.resource.resize(self.resource.count + n_reps_free(self.model.world))

    def turn(self, event: Event, account: int, seat: int = 0) -> Turn:
        """Return a place in the queue; it happens when a rep is free."""
        warm = is_warm(self.model.world, account)
        place = (0 if warm else 1, self.model.env.now, rank(event.value, account, seat))
        return self.resource.request(priority=place)  # type: ignore[arg-type]

    def take(self, account: int) -> Rep:
        """Return the rep who takes the work: by the rulebook, or by a policy given in Python."""
        world = self.model.world
        if self.policy is None:
            number = take_rep(world, world.accounts[account].owner)
        else:
            number = self.policy(self.model, account)
            world.reps[number].busy = 1
        self.reps[number].account = account
        return self.reps[number]

    def busy(self, turn: Turn, rep: Rep, hours: float) -> Generator[Any, Any, None]:
        """Keep a rep occupied for some hours, then let them take the next in the queue."""
        with turn:
            yield self.model.env.pause(hours, Event.FREE_REP, rep.number)
            rep.account = None
            free_rep(self.model.world, rep.number)
            if not is_employed(self.model.world, rep.number):
                self.resource.resize(self.resource.capacity - 1)

    def give_back(self, turn: Turn) -> None:
        """Leave the queue, or let the rep who is free by now take the next in it."""
        with turn:
            pass


class QualificationDesk(Seats):
    """Qualifiers and the queue before them: first come, first served."""

    def __init__(self, model: Setting) -> None:
        self.model = model
        super().__init__(model.env, self.n_employed)

    @property
    def n_employed(self) -> int:
        """How many qualifiers there are."""
        return int(self.model.world.params[0].team_n_qualifiers)

    def resize_to_team(self) -> None:
        """Let qualifiers come or go."""
        self.resize(self.n_employed)
