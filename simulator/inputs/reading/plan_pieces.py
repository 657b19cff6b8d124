"""Plans put together from a few kinds of pieces: reorganisations, people, media, prices, each with a day and a size."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from buyermaze.simulator.core.errors import InputProblem, remedy
from buyermaze.simulator.core.plain_text import one_line
from buyermaze.simulator.inputs.dates.epochs import in_force_at
from buyermaze.simulator.inputs.plans.plan_parts import moved_to, parts_of, without_part
from buyermaze.simulator.inputs.plans.transitions import TRANSITIONS, transition_named
from buyermaze.simulator.inputs.reading.loading import transition
from buyermaze.simulator.inputs.sheets.scenario import Scenario

OWN: Final = "own"  # a part of the plan that a scenario brings, by its place among them
MEDIA: Final = ("programme.marketing.ads", "programme.marketing.events", "programme.marketing.email")
MOST_PIECES: Final = 12  # that a plan is put together from; assumption: more are a file
WRITTEN: Final = re.compile(r"([a-z_]+)(?:\.(-?[0-9]+(?:\.[0-9]+)?))?\.([0-9]{4}-[0-9]{2}-[0-9]{2})")
COUNTED: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight")


@dataclass(frozen=True)
class Kind:
    """A kind of change with a size: its words, the sizes that make sense, and the entry of a timeline it becomes."""

    title: str
    unit: str
    low: float
    high: float
    step: float
    usual: float
    said: Callable[[float], str]
    entry: Callable[[Scenario, float], Mapping[str, Any]]  # of what is in force on the day


def _people(one: str, many: str) -> Callable[[float], str]:
    def said(size: float) -> str:
        n = abs(round(size))
        counted = COUNTED[n] if n < len(COUNTED) else f"{n}"
        return f"{counted} {one if n == 1 else many} {'more' if size > 0 else 'fewer'}"

    return said


def _media(now: Scenario, size: float) -> Mapping[str, Any]:
    levers = {lever.path: lever for lever in now.levers()}
    factor = 1.0 + size / 100.0
    return {"changes": {path: min(levers[path].high or 0.0, factor * float(levers[path].value)) for path in MEDIA}}


KINDS: Final = {
    "reps": Kind(
        "Reps, more or fewer", "people", -8, 8, 1, 2, _people("rep", "reps"),
        lambda now, size: {"add": {"programme.team.n_reps": round(size)}},
    ),
    "content": Kind(
        "Content people, more or fewer", "people", -4, 8, 1, 2, _people("content person", "content people"),
        lambda now, size: {"add": {"programme.team.n_content": float(size)}},
    ),
    "media": Kind(
        "Media, up or down", "%", -100, 100, 10, 50, lambda size: f"media {abs(size):g} % {'up' if size > 0 else 'down'}", _media,
    ),
    "price": Kind(
        "Prices, higher or lower", "points", -20, 20, 1, -5,
        lambda size: f"prices {abs(size):g} points {'higher' if size > 0 else 'lower'}",
        lambda now, size: {"add": {"programme.pricing.level": size / 100.0}},
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """One change of a plan: what, from when, and how much of it; ``size`` is 0 for reorganisations."""

    kind: str  # one of ``KINDS`` or ``TRANSITIONS``, or ``OWN``
    day: date
    size: float = 0.0

    @property
    def text(self) -> str:
        """Write the piece for an address: ``merge.2026-07-01``, ``reps.2.2026-10-01``."""
        return f"{self.kind}.{self.day}" if self.kind in TRANSITIONS else f"{self.kind}.{self.size:g}.{self.day}"

    def words(self, scenario: Scenario) -> str:
        """Say in a few words what is done; of a scenario's own part, as the scenario says it."""
        if self.kind == OWN:
            parts = parts_of(scenario)
            return parts[int(self.size)].words if 0 <= self.size < len(parts) else OWN
        return KINDS[self.kind].said(self.size) if self.kind in KINDS else TRANSITIONS[self.kind].title

    def on(self, day: date) -> "Piece":
        """Return the piece on another day."""
        return replace(self, day=day)


def piece_of(text: str) -> Piece:
    """Read a piece from an address.

    Raises
    ------
    InputProblem
        If it is none; the sentence names the nearest kind.
    """
    found = WRITTEN.fullmatch(text)
    if not found:
        raise InputProblem(f"'{one_line(text, 40)}' is no part of a plan; write merge.2026-07-01 or reps.2.2026-10-01")
    kind, size, day = found.groups()
    if kind not in (*KINDS, *TRANSITIONS, OWN):
        raise InputProblem(f"a plan has no '{one_line(kind, 40)}'; {remedy(kind, (*KINDS, *TRANSITIONS))}")
    if (size is None) != (kind in TRANSITIONS):
        example = f"{kind}.2026-07-01" if kind in TRANSITIONS else f"{kind}.2.2026-07-01"
        raise InputProblem(f"'{text}' is no part of a plan; write {example}")
    try:
        moment = date.fromisoformat(day)
    except ValueError:
        raise InputProblem(f"'{text}': there is no day {day}") from None
    if kind in KINDS and not KINDS[kind].low <= float(size) <= KINDS[kind].high:
        about = KINDS[kind]
        raise InputProblem(
            f"'{text}': {size} is out of bounds; allowed is {about.low:g} to {about.high:g} {about.unit}"
        )
    return Piece(kind, moment, float(size or 0.0))


def pieces_of(scenario: Scenario) -> list[Piece]:
    """Return the plan a scenario brings, as pieces."""
    return [Piece(OWN, part.day, place) for place, part in enumerate(parts_of(scenario))]


def planned(scenario: Scenario, pieces: Sequence[Piece]) -> Scenario:
    """Return a scenario with a plan: its own parts moved to where the pieces have them, or left out, and all others added.

    Raises
    ------
    InputProblem
        If a piece cannot be done, or does nothing; the sentence names it.
    """
    if len(pieces) > MOST_PIECES:
        raise InputProblem(f"a plan of {len(pieces)} parts is put together here from at most {MOST_PIECES}; use a file")
    own = parts_of(scenario)
    days = {int(piece.size): piece.day for piece in pieces if piece.kind == OWN}
    plan = scenario
    for place, part in enumerate(own):
        # what is moved or left out before it keeps this part's entries as they are
        here = next(each for each in parts_of(plan) if each.entries == part.entries)
        if place not in days:
            plan = without_part(plan, here)
        elif days[place] != part.day:
            plan = moved_to(plan, here, days[place])
    for piece in sorted((each for each in pieces if each.kind != OWN), key=lambda each: each.day):
        try:
            plan = _added(plan, piece)
        except InputProblem as problem:
            raise problem.at(piece.words(scenario)) from None
    return plan


def _added(plan: Scenario, piece: Piece) -> Scenario:
    if piece.kind in TRANSITIONS:
        transition_named(piece.kind)
        return transition(plan, piece.kind, piece.day)
    if not piece.size:
        raise InputProblem("changes nothing; give it a size, or leave it out")
    kind = KINDS[piece.kind]
    entry = {"name": piece.kind, "title": kind.said(piece.size), "date": piece.day}
    entries = [each.model_dump() for each in plan.timeline]
    return plan.with_changes(
        {"timeline": [*entries, entry | dict(kind.entry(in_force_at(plan, piece.day), piece.size))]}
    )
