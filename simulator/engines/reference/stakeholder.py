"""A member of a buying group as a Mesa agent: it stands in the room of the maze it is in, and SimPy lets it wait."""

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from mesa.discrete_space import CellAgent

from buyermaze.simulator.core.vocabulary import Event, Move
from buyermaze.simulator.engines.reference.maze import DAY_JOB, MEETING_ROOM, room, room_name
from buyermaze.simulator.model.steps.choice import give_up, hours_patience, hours_response, is_followed_up, plan
from buyermaze.simulator.model.steps.closing import leave
from buyermaze.simulator.model.steps.selling import begin_meeting
from buyermaze.simulator.model.steps.visit import finish_visit

if TYPE_CHECKING:
    from buyermaze.simulator.engines.reference.agents import Committee
    from buyermaze.simulator.engines.reference.model import BuyerMaze

Life = Generator[Any, Any, None]


class Stakeholder(CellAgent):  # type: ignore[misc]
    """One person of a buying group; ``state`` is their record in the world, ``cell`` the room they are in."""

    model: "BuyerMaze"

    def __init__(self, model: "BuyerMaze", committee: "Committee", seat: int) -> None:
        super().__init__(model)
        self.committee = committee
        self.seat = seat
        self.woken = model.env.event()
        self.started = False
        self.go_to(DAY_JOB)

    @property
    def state(self) -> Any:
        """The person's record, shared with the rules."""
        return self.model.world.people[self.committee.account, self.seat]

    def go_to(self, name: str) -> None:
        """Walk to a room."""
        self.cell = room(self.model.maze, name)

    def wake(self) -> None:
        """Turn to the purchase, for the first time or again."""
        self.state.wakes = 0
        if self.started:
            self.woken.succeed()
            self.woken = self.model.env.event()
        else:
            self.started = True
            self.model.env.process(self.journey())

    def pause(self, hours: float, event: Event) -> Any:
        """Return an event of this person's own after some hours."""
        return self.model.env.pause(hours, event, self.committee.account, self.seat)

    def journey(self) -> Life:
        """Go back and forth between the day job and the maze until the purchase is closed."""
        committee = self.committee
        yield self.pause(self.state.hours_pause, Event.WAKE)
        while committee.open:
            world, env = self.model.world, self.model.env
            move = plan(world, committee.account, self.seat, env.now)
            if move == Move.LEAVE:
                leave(world, committee.account, env.now)
                return
            if move == Move.IDLE:
                self.go_to(MEETING_ROOM)
                yield self.woken
            elif move == Move.VISIT:
                self.go_to(room_name(self.state.job, self.state.channel))
                yield from self.visit()
            elif move == Move.ASK_REP:
                self.go_to(room_name(self.state.job, self.state.channel))
                yield from self.ask_for_a_rep()
            if not committee.open:
                return
            self.go_to(DAY_JOB)
            yield self.pause(self.state.hours_pause, Event.WAKE)

    def visit(self) -> Life:
        """Spend the time a channel takes and take in what it gives."""
        yield self.pause(self.state.hours_task, Event.DONE)
        if self.committee.open:
            finish_visit(self.model.world, self.committee.account, self.seat, self.model.env.now)
            self.committee.run_errand()
            self.committee.take_on_gap()

    def ask_for_a_rep(self) -> Life:
        """Raise a hand: wait for the door to open, for a response, for a free rep; or lose patience on the way."""
        committee, env = self.committee, self.model.env
        account, seat = committee.account, self.seat
        committee.run_errand()
        deadline = self.pause(hours_patience(self.model.world, account, seat), Event.GIVE_UP)
        if not committee.door_is_open:
            yield committee.door_opens | deadline
        if committee.open and not deadline.processed:
            yield self.pause(hours_response(self.model.world, account, seat), Event.REQUEST) | deadline
            if (
                committee.open
                and not deadline.processed
                and not is_followed_up(self.model.world, account, seat, env.now)
            ):
                yield deadline
        if committee.open and not deadline.processed:
            desk = self.model.rep_desk
            queued_at = env.now
            turn = desk.turn(Event.REQUEST, account, seat)
            yield turn | deadline
            if turn.triggered:
                if not committee.open:
                    desk.resource.release(turn)
                    return
                rep = desk.take(account)
                hours = begin_meeting(self.model.world, account, seat, rep.number, queued_at, env.now)
                env.process(desk.busy(turn, rep, hours))
                yield from self.visit()
                return
            turn.cancel()
        if committee.open:
            give_up(self.model.world, account, seat, env.now)
