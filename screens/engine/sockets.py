"""How many sessions may be open: in all, from one address, new ones from it within a minute, and how fast they come and speak.

Who ends a session and opens another is a new visitor, who owes nobody for what he had. So what one address may open is bounded.
A proxy on this machine says on whose behalf it asks; whoever asks from this machine itself is bounded with all others only.
"""

import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Final

MOST: Final = 300  # sessions at a time
MOST_OF_ONE: Final = 80  # of one address; a school behind one has two rooms of thirty, some with two windows
MOST_NEW_OF_ONE: Final = 160  # within ``WITHIN``: all of them reload
WITHIN: Final = 60.0  # seconds
OPENINGS: Final = 60, 10.0  # sockets opened at once, and a second from then on; more wait at the door
LONGEST_AT_THE_DOOR: Final = 10.0  # seconds; who would have to wait longer is refused
FILES: Final = 4, 0.5  # of one session at once, and a second from then on; while many are busy more wait as at the door
MESSAGES: Final = (
    12,
    1.0,
    5.0,
)  # of one socket at once, a second from then on, and as how many one counts at most: more wait,
# and of moves the latest goes on; who never pauses is let through every five seconds
DEARER: Final = (
    1.0  # by how many more each counts that comes without a pause behind one that came too early; assumption
)
MOST_WAITING: Final = 60  # messages of one socket that wait one after another; then it is ended


class Pace:
    """Lets so many through at once, and so many a second from then on; who never pauses ever fewer."""

    def __init__(
        self, at_once: int, a_second: float, dearest: float = 1.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most, self._rate, self._dearest, self._clock = at_once, a_second, dearest, clock
        self._left, self._at, self._n_early = float(at_once), clock(), 0

    def wait(self) -> float:
        """Count another one and return how many seconds too early it comes."""
        now = self._clock()
        left = min(float(self._most), self._left + (now - self._at) * self._rate)
        self._n_early = self._n_early + 1 if left < 1.0 else 0
        self._left, self._at = left - min(self._dearest, 1.0 + DEARER * self._n_early), now
        return max(0.0, -self._left / self._rate)

    def is_rested(self) -> bool:
        """Tell whether nothing is left of what came so far."""
        return self._left + (self._clock() - self._at) * self._rate >= self._most


class Paces:
    """A pace for each of many who come, forgotten once nobody would wait."""

    def __init__(self, at_once: int, a_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._rate, self._clock = at_once, a_second, clock
        self._paces: dict[str, Pace] = {}

    def wait(self, who: str) -> float:
        """Count another one of somebody and return how many seconds too early it comes."""
        for name in [name for name, pace in self._paces.items() if pace.is_rested()]:
            del self._paces[name]
        return self._paces.setdefault(who, Pace(self._most, self._rate, clock=self._clock)).wait()


class Sockets:
    """Counts sockets while they are open."""

    def __init__(self) -> None:
        self._books = threading.Lock()
        self._open: Counter[str] = Counter()
        self._begun: defaultdict[str, deque[float]] = defaultdict(deque)

    def begin(self, address: str) -> bool:
        """Count another socket of an address unless it has enough; tell whether it may open."""
        now, of = time.monotonic(), one(address)
        with self._books:
            for old in [each for each, begun in self._begun.items() if not begun or now - begun[-1] > WITHIN]:
                del self._begun[old]
            if self._open.total() >= MOST:
                return False
            if of:
                begun = self._begun[of]
                while begun and now - begun[0] > WITHIN:
                    begun.popleft()
                if self._open[of] >= MOST_OF_ONE or len(begun) >= MOST_NEW_OF_ONE:
                    return False
                begun.append(now)
            self._open[of] += 1
            return True

    def end(self, address: str) -> None:
        """Count one less."""
        of = one(address)
        with self._books:
            self._open[of] -= 1
            if self._open[of] <= 0:
                del self._open[of]


def one(address: str) -> str:
    """Return what one visitor has of an address: all of it, or the network that a house is given; nothing for this machine."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    if found.is_loopback:
        return ""
    return str(IPv6Network((found, 64), strict=False)) if isinstance(found, IPv6Address) else str(found)
