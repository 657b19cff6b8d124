"""Working time: a SimPy clock in working hours whose events of one instant happen in the canonical order."""

import simpy

from buyermaze.simulator.core.agenda import Event
from buyermaze.simulator.model.rules.luck.event_order import rank

AFTER_SIMPY = 2  # SimPy's own immediate events have priority 0 and 1; events of the model follow them


class Pause(simpy.Event):
    """Some working hours go by; then the named event of an account (or rep) happens."""

    def __init__(self, env: simpy.Environment, hours: float, event: Event, account: int, seat: int = 0) -> None:
        super().__init__(env)
        self._ok = True
        self._value = None
        env.schedule(self, AFTER_SIMPY + rank(event.value, account, seat), hours)  # type: ignore[arg-type]


class WorkingTime(simpy.Environment):
    """A SimPy environment that remembers whether the last event it processed belonged to the model."""

    def pause(self, hours: float, event: Event, account: int, seat: int = 0) -> Pause:
        """Return an event that happens after ``hours`` working hours, in canonical order among its contemporaries."""
        return Pause(self, hours, event, account, seat)

    @property
    def next_is_internal(self) -> bool:
        """Whether the next event is SimPy's own bookkeeping at the present instant."""
        return bool(self._queue) and self._queue[0][1] < AFTER_SIMPY
