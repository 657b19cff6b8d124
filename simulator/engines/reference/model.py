"""The whole maze as a Mesa model on SimPy time: step it, run it to a moment, look at anything, run on."""

import math
from collections.abc import Generator
from typing import Any

import mesa

from buyermaze.simulator.core.agenda import Event
from buyermaze.simulator.core.calendar import HOURS_PER_WEEK
from buyermaze.simulator.engines.reference.agents import Committee, Stakeholder
from buyermaze.simulator.engines.reference.clock import WorkingTime
from buyermaze.simulator.engines.reference.desks import QualificationDesk, Rep, RepDesk, RepPolicy
from buyermaze.simulator.engines.reference.maze import build_maze
from buyermaze.simulator.extensions.packages import part_named
from buyermaze.simulator.inputs.sheets.own_moments import own_moments
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.model.parameters import pack
from buyermaze.simulator.model.rules.luck.draws import run_key
from buyermaze.simulator.model.state import ROWS_PER_EVENT, new_world, with_longer_journal, with_more_slots
from buyermaze.simulator.model.steps.books.observation import is_over, still_arriving
from buyermaze.simulator.model.steps.dated_changes import take_effect
from buyermaze.simulator.model.steps.environment.shocks import strike
from buyermaze.simulator.model.steps.journey.arrival import hours_until_arrival
from buyermaze.simulator.model.steps.sales.governance import fix
from buyermaze.simulator.model.steps.sales.selling import hire
from buyermaze.simulator.model.steps.sales.staffing import people_leave, staff_week


class BuyerMaze(mesa.Model):  # type: ignore[misc]
    """One replication of a scenario that can be stepped, paused and inspected.

    Parameters
    ----------
    scenario : Scenario
        What to simulate.
    replication : int
        Which luck to use, from 0.
    rep_policy : callable (model, account) -> rep number, optional
        Chooses a rep whose ``world.reps[number].busy`` is 0; replaces the rulebook's own choice. Extensions in Python run
        on this engine only.

    Attributes
    ----------
    world : buyermaze.simulator.model.state.World
        The state the rules read and write.
    env : WorkingTime
        SimPy's clock, in working hours.
    maze : mesa Network
        Its cells are the rooms; every stakeholder stands in one.
    committees : list of Committee
        The accounts that have arrived, by arrival ordinal.
    agents : mesa AgentSet
        Everybody: committees, their stakeholders, our reps; ``agents_by_type`` has them apart.
    """

    # what groups, people and reps are; a subclass may name its own, a scenario's parts come first
    committee_class: type[Committee] = Committee
    stakeholder_class: type[Stakeholder] = Stakeholder
    rep_class: type[Rep] = Rep

    def __init__(self, scenario: Scenario, replication: int = 0, rep_policy: RepPolicy | None = None) -> None:
        super().__init__(seed=0)  # Mesa's own generators are never drawn from
        self.scenario, self.replication = scenario, replication
        self.env = WorkingTime()
        self.maze = build_maze(self.random)
        params = pack(scenario)
        self.world = new_world(params, run_key(scenario.run.seed, replication), 512, 4096)
        hire(self.world)
        parts = {part.kind: part.what for part in map(part_named, scenario.parts)}
        self.committee_class = parts.get("committee", self.committee_class)
        self.stakeholder_class = parts.get("stakeholder", self.stakeholder_class)
        self.rep_class = parts.get("rep", self.rep_class)
        self.decision_rule = parts.get("decision rule")
        self.moments = own_moments(scenario)
        self.next_moment = next(self.moments, None)
        self.rep_desk = RepDesk(self, rep_policy or parts.get("rep policy"))
        self.qualification_desk = QualificationDesk(self)
        self.committees: list[Committee] = []
        self.env.process(self._arrivals())
        for shock in range(int(self.world.params[0].n_shocks)):
            self.env.process(self._shock(shock))
        for epoch in range(1, len(params)):
            self.env.process(self._change(epoch))
        if people_leave(self.world):
            self.env.process(self._staff())

    def _arrivals(self) -> Generator[Any, Any, None]:
        while True:
            account = len(self.committees)
            hours = hours_until_arrival(self.world, account, self.now)
            if not still_arriving(self.world, self.now + hours):
                return
            yield self.env.pause(hours, Event.ARRIVE, account)
            if account == len(self.world.accounts):
                self.world = with_more_slots(self.world)
            self.committees.append(self.committee_class(self, account))

    def _shock(self, shock: int) -> Generator[Any, Any, None]:
        yield self.env.pause(float(self.world.params[0].shock_hours[shock]), Event.SHOCK, shock)
        strike(self.world, shock, len(self.committees), self.now)
        period = float(self.world.params[0].shock_period[shock])
        while period > 0.0:
            yield self.env.pause(period, Event.SHOCK, shock)
            strike(self.world, shock, len(self.committees), self.now)

    def _change(self, epoch: int) -> Generator[Any, Any, None]:
        """Let a dated change take effect, and everybody find out."""
        yield self.env.pause(float(self.world.params[epoch].epoch_from), Event.CHANGE, epoch)
        take_effect(self.world, epoch, len(self.committees), self.now)
        for committee in self.committees:
            committee.notice_change()
        self.qualification_desk.resize_to_team()
        self.rep_desk.resize()

    def _staff(self) -> Generator[Any, Any, None]:
        """Let people come and go on the first day of every week."""
        week = 1
        while True:
            yield self.env.pause(HOURS_PER_WEEK, Event.STAFF, week)
            staff_week(self.world, week, len(self.committees), self.now)
            self.rep_desk.resize()
            week += 1

    def fixing(self, account: int, gap: int, hours: float) -> Generator[Any, Any, None]:
        """Work on a gap or issue until the fix is live for everybody."""
        yield self.env.pause(hours, Event.FIX, account, gap)
        fix(self.world, gap, self.now)

    @property
    def now(self) -> float:
        """Working hours since the start of the run."""
        return float(self.env.now)

    @property
    def journal(self) -> Any:
        """The rows written so far."""
        return self.world.journal[: int(self.world.market[0].n_rows)]

    @property
    def finished(self) -> bool:
        """Whether nothing more will happen, or nobody who counts is left for it to happen to."""
        return self.env.peek() == math.inf or is_over(self.world, self.env.peek())

    def step(self) -> None:
        """Let the next thing happen, with everything that follows from it at the same instant."""
        if self.finished:
            self.running = False  # which ends Mesa's own run_model
            return
        self._own_moments(before=self.env.peek())
        room = ROWS_PER_EVENT + len(self.committees)
        if int(self.world.market[0].n_rows) + room > len(self.world.journal):
            self.world = with_longer_journal(self.world, 2 * len(self.world.journal))
        self.env.step()
        while self.env.next_is_internal:
            self.env.step()

    def _own_moments(self, before: float) -> None:
        while self.next_moment is not None and self.next_moment[0] < before:
            self.next_moment[1](self.world)
            self.next_moment = next(self.moments, None)

    def run_until(self, hours: float) -> "BuyerMaze":
        """Let everything happen up to and including a moment, in working hours since the start."""
        while self.env.peek() <= hours and not self.finished:
            self.step()
        if not self.finished:
            self._own_moments(before=math.nextafter(hours, math.inf))
        return self

    def run(self) -> "BuyerMaze":
        """Let everything happen."""
        return self.run_until(math.inf)

    def occupancy(self) -> dict[str, int]:
        """Return how many people stand in each room that is not empty."""
        return {str(cell.coordinate): len(cell.agents) for cell in self.maze.all_cells if len(cell.agents)}
