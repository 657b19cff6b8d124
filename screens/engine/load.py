"""How many visitors are busy, so that what can wait waits while there are many."""

import threading
import time
from typing import Final

MOMENT: Final = 20.0  # seconds for which a visitor counts as busy after the last move
MANY: Final = 4
_books = threading.Lock()
_seen: dict[str, float] = {}


def moved(visitor: str) -> None:
    """Note that a visitor asked for something."""
    now = time.monotonic()
    with _books:
        for name in [name for name, at in _seen.items() if now - at > MOMENT]:
            del _seen[name]
        _seen[visitor] = now


def crowded() -> bool:
    """Say whether so many visitors are busy that nobody should be given more than was asked for."""
    with _books:
        return sum(time.monotonic() - at <= MOMENT for at in _seen.values()) > MANY
