"""Turns at drawing pages: few at a time, since the interpreter draws one at a time anyway, who had little of late first.

A turn is laid aside while its page waits for the engine. Who has left, or asked for something else, gets none. While many are
busy, who had much of late waits though a turn is free: pages that nobody needs would take the processor from the engine. The last
turn is then given neither to them nor to newcomers, so that who comes to a page that is at hand waits for nobody else's; and
between two of its elements such a page stands still while one is drawn that is due before it: both would share the interpreter.
"""

import itertools
import threading
import time
from bisect import insort
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from typing import Final

from buyermaze.screens.engine.crowd import crowded
from buyermaze.screens.engine.purse import NEWCOMERS, SECONDS_TO_STAY, Purse

N_AT_A_TIME: Final = 2
SECONDS_OF_A_PAGE: Final = 0.1  # about what drawing one takes; what it took is paid
FREE: Final = 0.5  # seconds of drawing of late up to which nobody waits while a turn is free, about five pages in half a minute
STEEP: Final = 20.0  # seconds of pause for each second beyond it, so that who asks for much is soon drawn no more than others
FREE_OF_NEWCOMERS: Final = 5.0  # the same for all newcomers together
LONG: Final = 1.0  # seconds after which a page that is being drawn no longer keeps others from theirs
GLANCE: Final = (
    0.02  # seconds between two looks whether a waiting visitor is still there, times the number of those who wait
)
MOST_ADDRESSES: Final = 1000  # remembered as drawn


class _Place:
    """A page's place in the line, the same from its beginning to its end."""

    def __init__(self, visitor: str, due: float, not_before: float, leaves_one: bool, look: Callable[[], object]) -> None:
        self.visitor, self.due, self.look = visitor, due, look
        self.not_before, self.leaves_one = not_before, leaves_one  # the last turn is not for this page
        self.called = threading.Event()
        self.drawn_from = 0.0  # processor seconds of its thread when it got the turn


class Turns:
    """Pages that wait, and those that are being drawn; who draws for long no longer counts, so that nobody is kept waiting."""

    def __init__(
        self,
        n: int = N_AT_A_TIME,
        clock: Callable[[], float] = time.monotonic,
        is_crowded: Callable[[], bool] = crowded,
    ) -> None:
        self.purse = Purse(clock)
        self._n, self._clock, self._is_crowded = n, clock, is_crowded
        self._books = threading.Lock()
        self._waiting: list[tuple[float, int, _Place]] = []  # what is due first at the front
        self._drawing: dict[_Place, float] = {}  # since when
        self._numbers = itertools.count()
        self._here = threading.local()

    @contextmanager
    def turn(self, visitor: str, look: Callable[[], object] = lambda: None) -> Iterator[None]:
        """Draw a page in this thread when its turn comes; ``look`` raises once its visitor has moved on."""
        is_crowded = self._is_crowded()
        pause = self._pause(visitor) if is_crowded else 0.0
        due = self.purse.due(visitor, SECONDS_OF_A_PAGE)
        leaves_one = pause > 0.0 or (is_crowded and visitor == NEWCOMERS)
        place = self._here.place = _Place(visitor, due, self._clock() + pause, leaves_one, look)
        try:
            self._take(place)
            yield
        finally:
            self._here.place = None
            self._give(place)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Let others draw while this thread waits; who has moved on meanwhile gets no turn again."""
        place: _Place | None = getattr(self._here, "place", None)
        if place is None or place not in self._drawing:
            yield
            return
        self._give(place)
        try:
            yield
        except Exception:  # which the page will tell; an order to stop is none of these
            self._take(place)
            raise
        self._take(place)

    def give_way(self) -> None:
        """Let pages be drawn that this thread's is to stand still for; called between two of its elements."""
        place: _Place | None = getattr(self._here, "place", None)
        if place is None or not place.leaves_one:
            return
        with self._books:
            stands = place in self._drawing and self._stands_still(place, self._counted(self._clock()))
        if stands:
            with self.aside():
                pass

    def _pause(self, visitor: str) -> float:
        """Return how long a visitor waits though a turn may be free, by what he had beyond what is free, to a bound."""
        free, times = (FREE_OF_NEWCOMERS, 1.0) if visitor == NEWCOMERS else (FREE, STEEP)
        return min(SECONDS_TO_STAY, max(0.0, times * (self.purse.had_by(visitor) - free)))

    def _take(self, place: _Place) -> None:
        with self._books:
            place.called.clear()
            insort(self._waiting, entry := (place.due, next(self._numbers), place))
            self._call()
        try:
            while not place.called.wait(GLANCE * len(self._waiting)):
                place.look()
                with self._books:
                    self._call()
            place.look()
        except BaseException:
            with self._books:
                self._drawing.pop(place, None)
                if entry in self._waiting:
                    self._waiting.remove(entry)
                self._call()
            raise
        place.drawn_from = time.thread_time()

    def _give(self, place: _Place) -> None:
        with self._books:
            if self._drawing.pop(place, None) is None:
                return
            self.purse.pay(place.visitor, time.thread_time() - place.drawn_from)
            self._call()

    def _call(self) -> None:
        """Give free turns to those who are due first; the last one to nobody who is to leave one."""
        now = self._clock()
        counted = self._counted(now)
        for entry in [each for each in self._waiting if each[-1].not_before <= now]:
            if len(counted) >= self._n:
                return
            place = entry[-1]
            if self._stands_still(place, counted):
                continue
            counted.append(place)
            self._waiting.remove(entry)
            self._drawing[place] = now
            place.called.set()

    def _counted(self, now: float) -> list[_Place]:
        """Return the places at which pages are being drawn that others wait for."""
        return [place for place, since in self._drawing.items() if now - since < LONG]

    def _stands_still(self, place: _Place, counted: list[_Place]) -> bool:
        """Tell whether a place that is to leave the last turn leaves it, or its page stands still for one that is due before."""
        if not place.leaves_one:
            return False
        others = [each for each in counted if each is not place]
        return sum(each.leaves_one for each in others) >= max(1, self._n - 1) or any(
            not each.leaves_one and each.due <= place.due for each in others
        )


class Addresses:
    """Addresses that were drawn whole before: who opens one of these asks for nothing that is not at hand."""

    def __init__(self, most: int = MOST_ADDRESSES) -> None:
        self._most = most
        self._books = threading.Lock()
        self._drawn: OrderedDict[bytes, None] = OrderedDict()

    def __contains__(self, address: object) -> bool:
        with self._books:
            return _short(address) in self._drawn

    def add(self, address: object) -> None:
        """Remember an address."""
        with self._books:
            self._drawn[_short(address)] = None
            self._drawn.move_to_end(_short(address))
            while len(self._drawn) > self._most:
                self._drawn.popitem(last=False)


def _short(address: object) -> bytes:
    return blake2b(repr(address).encode(errors="surrogatepass"), digest_size=16).digest()


TURNS: Final = Turns()
ADDRESSES: Final = Addresses()
