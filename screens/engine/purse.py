"""Who pays for what is done here: what every visitor has had of late puts off what he asks for next."""

import threading
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Final

PATIENCE: Final = 40.0  # seconds an order may be passed by cheaper ones, per second of its own work
FAIR: Final = (
    5.0  # seconds of work a visitor may have had of late and still wait no more than twice as long for the next
)
HALF_LIFE: Final = 30.0  # seconds after which half of what a visitor has had is forgotten
SECONDS_TO_STAY: Final = 5.0  # after which a visitor pays for himself; nobody has read a first page sooner
NEWCOMERS: Final = "newcomers"  # all pay together: who leaves and comes back has had what he had
VISITOR: ContextVar[str] = ContextVar("visitor", default="")  # who pays for what this thread asks for
STAYS: ContextVar[Callable[[], object]] = ContextVar(
    "stays", default=lambda: None
)  # raises if that visitor has moved on


class Purse:
    """What visitors have had of late, in seconds of work; half is forgotten every ``HALF_LIFE``.

    What is asked for is due at a time: now, plus ``PATIENCE`` times the work in it, times what its visitor has had. What is due
    first is done first, so who asks for much pays with his own wait, and nobody waits for ever.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._books = threading.Lock()
        self._had: dict[str, tuple[float, float]] = {}  # seconds of work by visitor, and as of when

    def due(self, visitor: str, seconds: float) -> float:
        """Return when work that a visitor asks for now is due."""
        return self._clock() + PATIENCE * seconds * (1.0 + self.had_by(visitor) / FAIR)

    def had_by(self, visitor: str) -> float:
        """Return the seconds of work a visitor has had of late, those longer ago counting less."""
        now = self._clock()
        seconds, at = self._had.get(visitor, (0.0, now))
        return float(seconds * 0.5 ** ((now - at) / HALF_LIFE))

    def pay(self, visitor: str, seconds: float) -> None:
        """Note work done for a visitor."""
        with self._books:
            now = self._clock()
            for name in [name for name, (_, at) in self._had.items() if now - at > 10 * HALF_LIFE]:
                del self._had[name]
            self._had[visitor] = self.had_by(visitor) + seconds, now
