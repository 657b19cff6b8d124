"""Keeping what was worked out for the next visitor who asks the same, within a bound of bytes for all of it together."""

import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from hashlib import blake2b
from typing import Any, Final, TypeVar

import numpy as np

from buyermaze.simulator.inputs.sheets.scenario import Scenario

Function = TypeVar("Function", bound=Callable[..., Any])
MOST_LIGHT: Final = 48_000_000  # bytes kept of light answers
MOST_HEAVY: Final = 160_000_000  # bytes kept of heavy ones
HEAVY: Final = 1_000_000  # bytes from which on an answer is heavy, such as a journal
BYTES_OF_SCENARIO: Final = 100_000
SAID: Final = {"title", "story", "timeline", "target", "experience"}  # of a scenario, beside what its fingerprint tells
BYTES_OF_ENTRY: Final = 500  # of the books about an answer


class Store:
    """Answers by what was asked; the longest unused go first.

    Heavy answers have a shelf of their own, so that a few journals never push out what a thousand visitors share.
    """

    def __init__(self, most_light: int = MOST_LIGHT, most_heavy: int = MOST_HEAVY) -> None:
        self._shelves = _Shelf(most_light), _Shelf(most_heavy)
        self._books = threading.Lock()

    def find(self, key: Hashable, default: Any = None) -> Any:
        """Return what is kept under a key, or the default."""
        with self._books:
            return next((shelf.take(key) for shelf in self._shelves if key in shelf.answers), default)

    def keep(self, key: Hashable, answer: Any) -> None:
        """Keep an answer as long as there is room."""
        n_bytes = weight(answer) + BYTES_OF_ENTRY
        with self._books:
            for shelf in self._shelves:
                shelf.drop(key)
            self._shelves[n_bytes >= HEAVY].put(key, answer, n_bytes)

    def __contains__(self, key: Hashable) -> bool:
        with self._books:
            return any(key in shelf.answers for shelf in self._shelves)

    @property
    def n_bytes(self) -> int:
        """Return about how many bytes are kept."""
        return sum(shelf.n_bytes for shelf in self._shelves)


class _Shelf:
    """Answers with their bytes, the longest unused first."""

    def __init__(self, most: int) -> None:
        self.most, self.n_bytes = most, 0
        self.answers: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()

    def take(self, key: Hashable) -> Any:
        self.answers.move_to_end(key)
        return self.answers[key][0]

    def put(self, key: Hashable, answer: Any, n_bytes: int) -> None:
        self.answers[key] = answer, n_bytes
        self.n_bytes += n_bytes
        while self.n_bytes > self.most:
            self.drop(next(iter(self.answers)))

    def drop(self, key: Hashable) -> None:
        self.n_bytes -= self.answers.pop(key, (None, 0))[1]


STORE: Final = Store()
_NOTHING: Final = object()


def kept(function: Function) -> Function:
    """Keep the answers of a function of scenarios and plain arguments."""

    @wraps(function)
    def ask(*arguments: Any) -> Any:
        key = marked(function, *arguments)
        if (found := STORE.find(key, _NOTHING)) is _NOTHING:
            STORE.keep(key, found := function(*arguments))
        return found

    return ask  # type: ignore[return-value]


def marked(function: Callable[..., Any], *arguments: Any) -> Hashable:
    """Return the key under which the answer of a function to its arguments is kept."""
    return function.__module__, function.__qualname__, *mark(arguments)


def mark(argument: Any) -> Any:
    """Return what tells an argument from others: of a scenario all it does and says, of bytes their digest.

    Answers hold the scenario they are of: those that only happen alike must not show one visitor the words of another.
    """
    if isinstance(argument, Scenario):
        words = argument.model_dump_json(include=SAID).encode()
        return argument.fingerprint, argument.name, argument.run.start, argument.run.calendar, mark(words)
    if isinstance(argument, bytes):
        return blake2b(argument).digest()
    if isinstance(argument, tuple | list):
        return tuple(mark(entry) for entry in argument)
    return argument


def weight(answer: Any) -> int:
    """Return about how many bytes an answer holds."""
    if isinstance(answer, Scenario):
        return BYTES_OF_SCENARIO
    if isinstance(answer, np.ndarray):
        return int(answer.nbytes)
    if hasattr(answer, "memory_usage"):  # a table
        return int(answer.memory_usage(deep=True).sum())
    if isinstance(answer, dict):
        return sum(weight(key) + weight(value) for key, value in answer.items())
    if isinstance(answer, list | tuple | set | frozenset):
        return sys.getsizeof(answer) + sum(map(weight, answer))
    if type(answer).__module__.startswith("buyermaze.") and hasattr(answer, "__dict__"):
        return sum(map(weight, vars(answer).values()))
    return sys.getsizeof(answer)
