"""The model in ordinary Python on Mesa and SimPy: what the compiled engine is measured against.

The rules are the same source, uncompiled. So that the comparison is fair, state lives in plain Python objects with
slots, lists and dictionaries instead of numpy records, whose fields are slow to reach one by one, and keyed draws are
computed with Python's own integers. The journal is the same to the bit, which is checked.
"""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import alone

MASK = 2**64 - 1


def plain_class(dtype: np.dtype[Any]) -> type:
    """Return a class whose slots are the fields of a structured type."""
    assert dtype.names is not None
    return type("Plain", (), {"__slots__": dtype.names})


def plain(record: Any, kind: type) -> Any:
    """Return a numpy record as a plain object: numbers, lists, and dictionaries by index for tables."""
    made = kind()
    for name in record.dtype.names:
        value = np.asarray(record[name])
        if value.ndim == 0:
            setattr(made, name, value.item())
        elif value.ndim == 1:
            setattr(made, name, value.tolist())
        else:
            setattr(made, name, {index: number.item() for index, number in np.ndenumerate(value)})
    return made


class Shelf(list[Any]):
    """A list that knows its shape, as an array of accounts or reps does."""

    @property
    def shape(self) -> tuple[int]:
        """How many there are."""
        return (len(self),)


class Rows(list[Any]):
    """A journal that makes a row when it is first reached for."""

    kind: type

    def __getitem__(self, n: Any) -> Any:
        if isinstance(n, int) and n == list.__len__(self):
            self.append(self.kind())
        return list.__getitem__(self, n)

    def __len__(self) -> int:
        return 2**62  # there is always room


def plain_world(params: Any, run_key: Any, n_slots: int, n_rows: int) -> Any:
    """Return the world of a run in plain objects."""
    from buyermaze.simulator.core.vocabulary import N_PEOPLE
    from buyermaze.simulator.model.state import ACCOUNT, PERSON, ROW, World, new_world

    like = new_world(params, run_key, 1, 1)
    account, person = plain_class(ACCOUNT), plain_class(PERSON)
    journal = Rows()
    journal.kind = plain_class(ROW)
    return World(
        Shelf([plain(params[0], plain_class(params.dtype))]),
        Shelf(plain(like.accounts[0], account) for _ in range(n_slots)),
        {(g, i): plain(like.people[0, 0], person) for g in range(n_slots) for i in range(N_PEOPLE)},
        Shelf(plain(like.reps[r], plain_class(like.reps.dtype)) for r in range(len(like.reps))),
        [plain(like.market[0], plain_class(like.market.dtype))],
        journal,
        like.talk.tolist(),
        Shelf(plain(like.firms[f], plain_class(like.firms.dtype)) for f in range(len(like.firms))),
    )


def mix(word: int) -> int:
    """Scramble 64 bits, as ``draws.mix`` does."""
    word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & MASK
    return word ^ (word >> 31)


def child_key(parent: int, number: int) -> int:
    """Return the key of an entity below another, as ``draws.child_key`` does."""
    golden = 0x9E3779B97F4A7C15
    return mix(((int(parent) ^ mix((int(number) + golden) & MASK)) + golden) & MASK)


def draw(key: int, purpose: int, other: int, occurrence: int) -> float:
    """Return a keyed uniform number, as ``draws.draw`` does."""
    word = (purpose << 48) | (other << 32) | occurrence
    bits = mix(mix((key + word * 0x9E3779B97F4A7C15) & MASK) ^ key) >> 12
    return (bits + 0.5) * 2.0**-52


def replaced(module_name: str, **functions: Callable[..., Any]) -> None:
    """Put functions in the place of those of a module, wherever the simulator has imported them."""
    old = {name: getattr(sys.modules[module_name], name) for name in functions}
    for name, module in list(sys.modules.items()):
        if name.startswith("buyermaze.simulator."):
            for attribute, function in functions.items():
                if getattr(module, attribute, None) is old[attribute]:
                    setattr(module, attribute, function)


def model(scenario: Any, replication: int = 0) -> Any:
    """Return the Mesa model with plain state; the process must have been started with ``BUYERMAZE_JIT=off``."""
    import buyermaze.simulator.engines.reference.model as reference
    from buyermaze.simulator.model.compiler.rule import COMPILED

    assert not COMPILED
    vars(reference)["new_world"] = plain_world
    replaced("buyermaze.simulator.model.rules.luck.draws", draw=draw, child_key=child_key)
    return reference.BuyerMaze(scenario, replication)


def rows_of(journal: Any) -> np.ndarray:
    """Return a plain journal as an array of ``state.ROW``."""
    from buyermaze.simulator.model.state import ROW

    assert ROW.names is not None
    rows = list(list.__iter__(journal))
    made = np.zeros(len(rows), ROW)
    for name in ROW.names:
        made[name] = [getattr(row, name) for row in rows]
    return made


def counted(scenario: Any) -> dict[str, float]:
    """Return how often a run draws luck, by purpose, takes logarithms and so on: the amounts of its inner work."""
    from buyermaze.simulator.core.vocabulary import Draw

    counts: Counter[str] = Counter()

    def counting(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any) -> Any:
            counts[name] += 1
            return function(*args)

        return call

    def counted_draw(key: int, purpose: int, other: int, occurrence: int) -> float:
        counts[Draw(purpose).name] += 1
        return draw(key, purpose, other, occurrence)

    made = model(scenario)
    for module, names in (
        ("luck.draws", ("exponential", "normal")),
        ("journey.choice", ("first_to_come", "need_rate", "too_late", "channel_rate", "waiting_rate")),
        ("buyers.beliefs", ("surprise",)),
        ("journey.decision", ("loss_averse",)),
        ("buyers.influence", ("discussed",)),
        ("buyers.learning", ("covered",)),
    ):
        place = f"buyermaze.simulator.model.rules.{module}"
        replaced(place, **{name: counting(name, getattr(sys.modules[place], name)) for name in names})
    replaced(
        "buyermaze.simulator.model.steps.journey.meeting",
        meet=counting("meet", sys.modules["buyermaze.simulator.model.steps.journey.meeting"].meet),
    )
    replaced(
        "buyermaze.simulator.model.steps.journey.choice",
        plan=counting("plan", sys.modules["buyermaze.simulator.model.steps.journey.choice"].plan),
    )
    replaced("buyermaze.simulator.model.rules.luck.draws", draw=counted_draw)
    visits = "buyermaze.simulator.model.steps.journey.visit"
    replaced(visits, finish_visit=counting("finish_visit", sys.modules[visits].finish_visit))
    made.run()
    counts["rows"] = int(made.world.market[0].n_rows)
    counts["people"] = sum(a.n_people for a in made.world.accounts)
    return dict(counts)


class Worker:
    """A process in which rules are ordinary Python; it answers one request a line."""

    def __init__(self) -> None:
        root = str(Path(__file__).resolve().parent.parent)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.plain"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root,
            env={**os.environ, "BUYERMAZE_JIT": "off"},
        )  # fmt: skip

    def ask(self, *words: object) -> Any:
        """Send a request and return the answer."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(" ".join(str(word) for word in words) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError("the plain engine stopped")
        import ast

        return ast.literal_eval(answer)

    def close(self) -> None:
        """Let the process end."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def answer(request: list[str]) -> Any:
    """Time a run (CPU seconds, rows, hash of its journal), or count its inner work."""
    import hashlib

    from buyermaze.simulator.inputs.reading.loading import load

    scenario = load(request[1]).with_changes(alone(int(request[2])))
    if request[0] == "count":
        return counted(scenario)
    made = model(scenario)
    start = time.process_time()
    made.run()
    seconds = time.process_time() - start
    rows = rows_of(made.world.journal)
    return seconds, len(rows), hashlib.sha256(rows.tobytes()).hexdigest()


if __name__ == "__main__":
    for line in sys.stdin:
        print(repr(answer(line.split())), flush=True)
