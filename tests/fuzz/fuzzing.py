"""Damage whole inputs in many ways, push them through the doors, and note whatever is not a sentence."""

import random
import signal
import threading
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from buyermaze.simulator.core.errors import InputProblem
from tests.fuzz import corpus
from tests.fuzz.doors import DOORS, Door

LONGEST = 400
SHOWN = (UserWarning, RuntimeWarning, FutureWarning, SyntaxWarning)  # which Python shows people in lines of its own
SECONDS = 60.0  # of processor time after which an input hangs; the slowest that ends takes two


@dataclass(frozen=True)
class Found:
    """An input that did what none may do; the same seed and number make it again."""

    door: str
    seed: int
    number: int
    content: bytes
    said: str


def damaged(content: bytes, rng: random.Random) -> bytes:
    """Return content changed in one to four places."""
    for _ in range(rng.randint(1, 4)):
        place = rng.randint(0, len(content))
        end = min(len(content), place + rng.choice((0, 1, 2, 5, 20, 200)))
        kind = rng.randrange(7)
        if kind <= 2:
            content = content[:place] + rng.choice(corpus.FRAGMENTS) + content[end:]
        elif kind == 3:
            content = content[:place] + content[end:]
        elif kind == 4:
            content = content[:end] + content[place:end] * rng.choice((1, 2, 50)) + content[end:]
        elif kind == 5 and content:
            at = min(place, len(content) - 1)
            content = content[:at] + bytes([content[at] ^ (1 << rng.randrange(8))]) + content[at + 1 :]
        else:
            encoding = rng.choice(("utf-16", "utf-32", "utf-7", "cp037", "latin-1"))
            content = (
                content.decode("utf-8", "replace").encode(encoding, "replace") if len(content) < 20_000 else content
            )
    return content


def input_of(seed: int, number: int) -> tuple[Door, bytes, str]:
    """Return the door, content and name of an input."""
    rng = random.Random(f"{seed}/{number}")
    door, texts = DOORS[number % len(DOORS)]
    content = rng.randbytes(rng.randrange(300)) if rng.random() < 0.03 else damaged(rng.choice(texts), rng)
    return door, content, rng.choice(corpus.NAMES) + rng.choice(("", ".yaml", ".csv", ".parquet"))


def tried(seed: int, number: int) -> Found | None:
    """Push one input through its door; return what is wrong with how it was taken, if anything is."""
    door, content, name = input_of(seed, number)
    said = wrong(door, content, name)
    return Found(door.__name__, seed, number, content, said) if said else None


def wrong(door: Door, content: bytes, name: str) -> str:
    """Push an input through a door; return what is wrong with how it was taken, empty if nothing is."""
    with warnings.catch_warnings(record=True) as shown:
        for kind in SHOWN:
            warnings.simplefilter("always", kind)
        said = _pushed(door, content, name)
    return said or (f"a library spoke: {shown[0].message}" if shown else "")


def _pushed(door: Door, content: bytes, name: str) -> str:
    try:
        with _bounded():
            door(content, name)
    except InputProblem as problem:
        said = str(problem)
        is_sentence = len(said) <= LONGEST and said.isprintable() and said
        return "" if is_sentence else f"message of {len(said)} characters: {said!r}"
    except Exception as error:
        return "".join(traceback.format_exception(error)[-3:])
    return ""


@contextmanager
def _bounded() -> Iterator[None]:
    """Interrupt what takes longer than any input may, where the system has a clock for that."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def hangs(*_: object) -> None:
        raise AssertionError(f"an input took more than {SECONDS:g} s")

    before = signal.signal(signal.SIGPROF, hangs)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        signal.signal(signal.SIGPROF, before)


def fuzz(n: int, seed: int, first: int = 0) -> list[Found]:
    """Try ``n`` inputs of a seed and return what was wrong."""
    return [found for number in range(first, first + n) if (found := tried(seed, number)) is not None]
