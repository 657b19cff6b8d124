"""How many visitors are busy, so that what can wait waits while there are many."""

import threading
import time
from typing import Final

MOMENT: Final = 20.0  # seconds for which a visitor counts as busy after the last answer
MANY: Final = 4
_books = threading.Lock()
_seen: dict[str, float] = {}
_waiting: set[str] = set()


def moved(visitor: str) -> None:
    """Note that a visitor asked for something, and waits from now on until ``answered``."""
    now = time.monotonic()
    with _books:
        _waiting.add(visitor)
        for name in [name for name, at in _seen.items() if now - at > MOMENT]:
            del _seen[name]
        _seen[visitor] = now


def answered(visitor: str) -> None:
    """Note that a visitor waits no longer."""
    with _books:
        _waiting.discard(visitor)
        _seen[visitor] = time.monotonic()


def crowded() -> bool:
    """Say whether so many visitors are busy that nobody should be given more than was asked for.

    Whoever still waits is busy, however long it takes: otherwise a server that is slow would give itself more to do.
    """
    with _books:
        now = time.monotonic()
        return len(_waiting | {name for name, at in _seen.items() if now - at <= MOMENT}) > MANY
