"""A buying group and its members as Mesa agents: people walk the maze, groups meet, vote and live with what they bought."""

from collections.abc import Generator
from typing import Any

from mesa import Agent
from mesa.discrete_space import CellAgent

from buyermaze.simulator.core.agenda import WORK_OF_REPS, Errand, Event
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import Gate, Move, Reason, Status
from buyermaze.simulator.engines.reference.maze import DAY_JOB, MEETING_ROOM, room, room_name
from buyermaze.simulator.engines.reference.setting import Setting
from buyermaze.simulator.model.steps.customers.after_sale import hours_until_next, live
from buyermaze.simulator.model.steps.journey.approval import hours_until_judged, judge
from buyermaze.simulator.model.steps.journey.arrival import arrive
from buyermaze.simulator.model.steps.journey.choice import (
    ANY,
    give_up,
    hours_patience,
    hours_response,
    is_followed_up,
    plan,
)
from buyermaze.simulator.model.steps.journey.closing import close, hours_until_stopped, leave, stop
from buyermaze.simulator.model.steps.journey.decision import carry, sound_out
from buyermaze.simulator.model.steps.journey.meeting import adjourn, confer, meet
from buyermaze.simulator.model.steps.journey.visit import finish_visit
from buyermaze.simulator.model.steps.marketing.campaign import hours_until_campaign, joins_campaign, run_campaign
from buyermaze.simulator.model.steps.marketing.nurture import hours_until_mail, joins_mailing, leaves_mailing, send_mail
from buyermaze.simulator.model.steps.marketing.outbound import hours_until_outbound, is_to_call, joins_outbound, look
from buyermaze.simulator.model.steps.marketing.qualification import (
    begin_check,
    drop_lead,
    finish_check,
    hours_handoff,
    open_gate,
)
from buyermaze.simulator.model.steps.sales.governance import hours_until_fixed

Life = Generator[Any, Any, None]


class Stakeholder(CellAgent):  # type: ignore[misc]
    """One person of a buying group; ``state`` is their record in the world, ``cell`` the room they are in."""

    model: Setting

    def __init__(self, model: Setting, committee: "Committee", seat: int) -> None:
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
            move = plan(world, committee.account, self.seat, env.now, ANY, ANY)
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
        """Raise a hand: wait for the gate to open, for a response, for a free rep; or lose patience on the way."""
        committee, env = self.committee, self.model.env
        account, seat = committee.account, self.seat
        committee.run_errand()
        deadline = self.pause(hours_patience(self.model.world, account, seat), Event.GIVE_UP)
        if not committee.gate_is_open:
            yield committee.gate_opens | deadline
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
            if turn.triggered and committee.open:
                rep = desk.take(account)
                hours = rep.meet(account, seat, queued_at)
                env.process(desk.busy(turn, rep, hours))
                yield from self.visit()
                return
            desk.give_back(turn)
        if committee.open:
            give_up(self.model.world, account, seat, env.now)
            committee.take_on_gap()


class Committee(Agent):  # type: ignore[misc]
    """The buying group of one account; ``state`` is its record in the world."""

    model: Setting

    def __init__(self, model: Setting, account: int) -> None:
        super().__init__(model)
        self.account = account
        self.gate_opens = model.env.event()
        arrive(model.world, account, account, model.env.now)
        self.people = [model.stakeholder_class(model, self, seat) for seat in range(self.state.n_people)]
        self.wake_people()
        self.take_unasked()
        if self.state.serious:
            model.env.process(self.purchase())
            model.env.process(self.outside())

    @property
    def state(self) -> Any:
        """The account's record, shared with the rules."""
        return self.model.world.accounts[self.account]

    @property
    def open(self) -> bool:
        """Whether the purchase is still undecided."""
        return bool(self.state.status == Status.OPEN)

    @property
    def gate_is_open(self) -> bool:
        """Whether our reps take this account's requests."""
        return bool(self.state.gate == Gate.OPEN)

    def wake_people(self) -> None:
        """Send those on their way whom the last step gave something to do."""
        for person in self.people:
            if person.state.wakes:
                person.wake()

    def purchase(self) -> Life:
        """Meet again and again until the purchase is closed; then live with it."""
        env = self.model.env
        while self.open:
            if self.state.approving:
                yield env.pause(hours_until_judged(self.model.world, self.account, env.now), Event.JUDGE, self.account)
                if self.open:
                    judge(self.model.world, self.account, env.now)
            else:
                yield env.pause(self.state.hours_pause, Event.MEET, self.account)
                if self.open:
                    self.meet()
            if self.open:
                self.wake_people()
        yield from self.ownership()

    def meet(self) -> None:
        """Hold a meeting; at its end decide by the rulebook, or by a decision rule of somebody's own."""
        world, account, now = self.model.world, self.account, self.model.env.now
        rule = self.model.decision_rule
        if rule is None:
            meet(world, account, now)
            return
        elapsed = confer(world, account, now)[0]
        if elapsed < 0.0:
            return
        if self.state.leader >= 0:
            yes = sound_out(world, account)
            verdict = rule(self.model, account, yes)
            if verdict is True:
                carry(world, account, now, yes)
            elif verdict is False:
                close(world, account, now, int(Status.NO_DECISION), int(Reason.DOUBT))
            elif verdict is not None:
                raise InputProblem("a decision rule says True (buy), False (drop it) or None (meet again)")
        adjourn(world, account)

    def outside(self) -> Life:
        """Stop the project when outside reasons do."""
        world = self.model.world
        yield self.model.env.pause(hours_until_stopped(world, self.account), Event.STOP, self.account)
        if self.open:
            stop(self.model.world, self.account, self.model.env.now)

    def nurture(self) -> Life:
        """Receive mail as long as the purchase is open."""
        env = self.model.env
        while self.open:
            yield env.pause(hours_until_mail(self.model.world), Event.NURTURE, self.account)
            if self.open:
                if leaves_mailing(self.model.world, self.account):
                    return
                send_mail(self.model.world, self.account, env.now)

    def outbound(self) -> Life:
        """Be looked at for a call by our reps until one was met."""
        env = self.model.env
        while self.open:
            yield env.pause(hours_until_outbound(self.model.world, self.account), Event.OUTBOUND, self.account)
            if self.open:
                if not look(self.model.world, self.account, env.now):
                    return
                self.run_errand()

    def campaign(self) -> Life:
        """Be looked at for the campaign, and get its steps until somebody has met us."""
        env = self.model.env
        more = True
        while more and self.open:
            yield env.pause(hours_until_campaign(self.model.world, self.account), Event.CAMPAIGN, self.account)
            if self.open:
                more = run_campaign(self.model.world, self.account, env.now)
                self.run_errand()

    def take_unasked(self) -> None:
        """Begin to receive what nobody asked for: mail, calls and a campaign, if there are any."""
        if joins_mailing(self.model.world, self.account):
            self.model.env.process(self.nurture())
        if joins_outbound(self.model.world, self.account):
            self.model.env.process(self.outbound())
        if joins_campaign(self.model.world, self.account):
            self.model.env.process(self.campaign())

    def notice_change(self) -> None:
        """Find out what a dated change means for an open purchase: mail begins, the gate has opened."""
        if self.open:
            self.take_unasked()
            self.let_in()

    def let_in(self) -> None:
        """Let those on their way who waited before the gate, if the last step has opened it."""
        if self.state.released:
            self.state.released = 0
            self.gate_opens.succeed()
            self.gate_opens = self.model.env.event()

    def take_on_gap(self) -> None:
        """Start the fix of a gap or issue the last step had noticed, if somebody takes it on."""
        gap = int(self.state.fix)
        if gap > 0:
            hours = hours_until_fixed(self.model.world, self.account, self.model.env.now)
            if hours >= 0.0:
                self.model.env.process(self.model.fixing(self.account, gap, hours))
            self.state.fix = 0

    def ownership(self) -> Life:
        """Use what was bought, period after period, as long as the account lives."""
        env = self.model.env
        while self.state.alive:
            yield env.pause(hours_until_next(self.model.world, self.account), Event.LIVE, self.account)
            live(self.model.world, self.account, env.now)
            self.run_errand()
            self.take_on_gap()

    def run_errand(self) -> None:
        """Hand the errand the last step left to the desk it belongs to; errands of closed accounts lapse."""
        errand = self.state.errand
        self.state.errand = Errand.NONE
        if errand == Errand.NONE or not self.state.alive:
            return
        if errand == Errand.CHECK_LEAD:
            self.model.env.process(self.qualification())
        else:
            self.model.env.process(self.work_of_rep(Event(WORK_OF_REPS[errand])))

    def work_of_rep(self, event: Event) -> Life:
        """Have a rep work the lead, call somebody, or handle a complaint."""
        desk, env = self.model.rep_desk, self.model.env
        queued_at = env.now
        turn = desk.turn(event, self.account)
        yield turn
        wanted = self.state.alive if event == Event.RECOVER else self.open
        if event == Event.OUTBOUND:
            wanted = wanted and is_to_call(self.model.world, self.account)
        if not wanted:
            desk.give_back(turn)
            return
        rep = desk.take(self.account)
        if event == Event.RECOVER:
            hours = rep.recover(self.account, queued_at)
        elif event == Event.OUTBOUND:
            hours = rep.call(self.account)
            self.let_in()
        else:
            hours = rep.work_lead(self.account)
        yield from desk.busy(turn, rep, hours)

    def qualification(self) -> Life:
        """Queue for a qualifier, be judged, and when accepted be handed over to sales."""
        env, desk = self.model.env, self.model.qualification_desk
        queued_at = env.now
        attempt = int(self.state.n_tries)
        with desk.request() as turn:
            expiry = env.pause(float(self.model.world.params[0].gate_hours_queue), Event.CHECK_EXPIRES, self.account)
            yield turn | expiry
            if not turn.triggered:
                if self.open and self.state.gate == Gate.QUEUED and self.state.n_tries == attempt:
                    drop_lead(self.model.world, self.account, env.now)
                return
            if not self.open or self.state.gate != Gate.QUEUED or self.state.n_tries != attempt:
                return
            hours = begin_check(self.model.world, self.account, env.now, env.now - queued_at)
            yield env.pause(hours, Event.CHECK_DONE, self.account)
            judged = self.open and self.state.gate == Gate.CHECKING and self.state.n_tries == attempt
            accepted = judged and finish_check(self.model.world, self.account, env.now)
        if accepted:
            yield env.pause(hours_handoff(self.model.world, self.account), Event.HANDED_OVER, self.account)
            if self.open and self.state.gate == Gate.HANDING_OVER:
                open_gate(self.model.world, self.account, env.now)
                self.let_in()
