"""What would turn an answer: single changes of market or organisation, tried with the same luck, the telling first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from buyermaze.simulator.comparison.paired_statistics import ALPHA, Difference, difference
from buyermaze.simulator.comparison.phrasing import in_a_hundred
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.sheets.levers import within
from buyermaze.simulator.outcomes.batches import batch_values
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position

if TYPE_CHECKING:
    import numpy as np

    from buyermaze.simulator.inputs.sheets.scenario import Scenario

LOAD: Final = "market.demand.load"
COMPLEXITY: Final = "market.offer.complexity"
PEOPLE: Final = "market.group.n_people_mean"
COORDINATION: Final = "programme.coordination.share_time"
SKILL: Final = "programme.selling.skill"
REPS: Final = "programme.team.n_reps"
MORE_BUYERS, FEWER_BUYERS = 1.5, 0.65  # times today's; assumption: a good and a bad year
HARDER, EASIER = 1.8, 0.55  # times today's complexity; assumption
MORE_PEOPLE, FEWER_PEOPLE = 1.5, 0.5  # times today's; assumption
LEAST_LOAD, MOST_LOAD = 0.2, 3.0  # a market hardly anybody enters, and one no seller keeps up with; assumption
LOAD_STEP: Final = 0.05
CHEAP_COORDINATION: Final = 0.03  # of everybody's time; assumption: about what separate functions spend
N_CARDS: Final = 3


@dataclass(frozen=True)
class Turn:
    """One change that may turn an answer."""

    words: str  # "If the purchase were twice as complex"
    changes: dict[str, Any]  # by parameter path
    on: str  # name of the organisation whose programme changes; empty when the market does, for all


@dataclass(frozen=True)
class Turned:
    """What a change does to an answer."""

    turn: Turn
    found: Difference  # challenger minus baseline, with the change
    today: Difference
    baseline: str
    challenger: str
    outcome: str
    leader: str  # who is ahead today, or nobody

    @property
    def shift(self) -> float:
        """Return how far the difference moves, in the outcome's unit."""
        return self.found.mean - self.today.mean

    @property
    def ahead(self) -> str:
        """Return who is ahead by more than luck with the change, or nothing."""
        return _ahead(self.found, self.baseline, self.challenger, self.outcome)

    @property
    def turns(self) -> bool:
        """Say whether somebody else is ahead than today, or somebody where today nobody is."""
        return bool(self.ahead) and self.ahead != self.leader

    @property
    def doubts(self) -> bool:
        """Say whether the lead of today is no longer told from luck, though as few replications tell it today."""
        seen = _ahead(self.today, self.baseline, self.challenger, self.outcome)
        return bool(self.leader) and not self.ahead and (seen == self.leader or not self._leans)

    @property
    def _leans(self) -> bool:
        """Say whether who is ahead today would be so by the best guess."""
        way = self.found.mean * (OUTCOMES[position(self.outcome)].better or 1)
        return way > 0 if self.leader == self.challenger else way < 0

    def sentence(self) -> str:
        """Say who would be ahead and by how much."""
        by = in_a_hundred(abs(self.found.mean), OUTCOMES[position(self.outcome)].unit)
        if self.ahead:
            return f"{self.ahead} would {'' if self.turns else 'still '}be ahead, by {by}."
        if self.doubts:
            return f"The lead of {self.leader} would be in doubt."
        if self.leader:
            return f"{self.leader} would still be ahead, by about {by}; too few lives were tried to be sure."
        return "Still neither would be clearly ahead."


def candidates(baseline: "Scenario", challenger: "Scenario") -> list[Turn]:
    """List the changes worth trying between two organisations; what is at its bound already is left out."""
    market = baseline.market
    joined, apart = sorted((challenger, baseline), key=lambda each: -each.programme.coordination.share_time)
    people = market.group.n_people_mean
    few, many = (within(baseline, {PEOPLE: round(people * share)}) for share in (FEWER_PEOPLE, MORE_PEOPLE))
    load, complexity = market.demand.load, market.offer.complexity
    found = [
        Turn("If half as many buyers again came", {LOAD: min(MOST_LOAD, _step(load * MORE_BUYERS))}, ""),
        Turn("If a third fewer buyers came", {LOAD: max(LEAST_LOAD, _step(load * FEWER_BUYERS))}, ""),
        Turn("If the purchase were far more complex", within(baseline, {COMPLEXITY: round(complexity * HARDER, 1)}), ""),
        Turn("If the purchase were far simpler", within(baseline, {COMPLEXITY: round(complexity * EASIER, 1)}), ""),
        Turn(f"If {few[PEOPLE]:g} {'person' if few[PEOPLE] == 1 else 'people'} bought, not {people:g}", few, ""),
        Turn(f"If {many[PEOPLE]:g} people bought, not {people:g}", many, ""),
        Turn(
            f"If keeping each other informed cost {joined.name} {100 * CHEAP_COORDINATION:.0f} hours in a hundred",
            {COORDINATION: CHEAP_COORDINATION}, joined.name,
        ),
        Turn(
            f"If reps of {apart.name} were only as deep as those of {joined.name}",
            {SKILL: joined.programme.selling.skill}, apart.name,
        ),
        Turn(f"If {challenger.name} had one rep more", {REPS: challenger.programme.team.n_reps + 1}, challenger.name),
    ]  # fmt: skip
    return [turn for turn in found if _can_be_lived(turn, baseline, challenger)]


def _can_be_lived(turn: Turn, baseline: "Scenario", challenger: "Scenario") -> bool:
    """Say whether a change moves anything, and leaves organisations whose seats and dated changes still fit."""
    if all(_value(each, turn) == value for each in _of(turn, baseline, challenger) for value in turn.changes.values()):
        return False
    try:
        lives(turn, baseline, challenger)
    except InputProblem:
        return False
    return True


def lives(turn: Turn, baseline: "Scenario", challenger: "Scenario") -> "tuple[Scenario, Scenario]":
    """Return baseline and challenger with a change made where it belongs."""
    first, second = (
        each.with_changes(turn.changes) if turn.on in ("", each.name) else each for each in (baseline, challenger)
    )
    return first, second


def turned(
    turns: Sequence[Turn], sums: "Sequence[tuple[np.ndarray, np.ndarray]]", today: "tuple[np.ndarray, np.ndarray]",
    names: tuple[str, str], outcome: str, leader: str | None = None,
) -> list[Turned]:  # fmt: skip
    """Say what every change does.

    Parameters
    ----------
    turns : sequence of Turn
        The changes.
    sums : sequence of (ndarray, ndarray)
        For every change the batch sums of baseline and challenger, each of shape (values, 2, outcomes).
    today : (ndarray, ndarray)
        The same without a change, of the same replications.
    names : (str, str)
        Of baseline and challenger.
    outcome : str
        What being ahead is about.
    leader : str, optional
        Who is ahead today by all that was seen, "" for nobody; by default by ``today`` alone.

    Returns
    -------
    list of Turned
        Those that turn the answer first, then those that put it in doubt, then by how far they move it.
    """
    column = position(outcome)

    def apart(pair: "tuple[np.ndarray, np.ndarray]") -> Difference:
        base, other = (batch_values(each)[:, column] for each in pair)
        return difference(other, base)

    now = apart(today)
    first = _ahead(now, *names, outcome) if leader is None else leader
    found = [Turned(turn, apart(pair), now, *names, outcome, first) for turn, pair in zip(turns, sums, strict=True)]
    return sorted(found, key=lambda each: (not each.turns, not each.doubts, -abs(each.shift)))


def telling(found: Sequence[Turned]) -> list[Turned]:
    """Return the cards to show: the most telling changes, of every parameter only one."""
    cards: list[Turned] = []
    for each in found:
        if not any(card.turn.changes.keys() & each.turn.changes.keys() for card in cards):
            cards.append(each)
    return cards[:N_CARDS]


def flip_said(found: Sequence[Turned]) -> str:
    """Say in a sentence what would flip the answer, of all that was tried; the most telling first, as ``turned`` has it."""
    if not found:
        return "nothing could be tried."
    first = found[0]
    words, said = f"{first.turn.words[:1].lower()}{first.turn.words[1:]}", first.sentence()
    if first.turns:
        return f"{words}, {said}"
    nothing = f"none of {len(found)} changes tried one at a time puts {'another' if first.leader else 'anybody'} ahead"
    if first.doubts:
        return f"{nothing}; {words}, {said[:1].lower()}{said[1:]}"
    least = min(found, key=lambda each: abs(each.found.mean))
    lead, today = (in_a_hundred(abs(each.mean), OUTCOMES[position(least.outcome)].unit) for each in (least.found, least.today))
    if not first.leader or abs(least.found.mean) >= abs(least.today.mean) or lead == today:
        return f"{nothing}."
    words = f"{least.turn.words[:1].lower()}{least.turn.words[1:]}"
    return f"{nothing}; the lead is least, {lead}, {words}."


def _step(load: float) -> float:
    """Return a load that a lever can be set to."""
    return round(round(load / LOAD_STEP) * LOAD_STEP, 2)


def _ahead(found: Difference, baseline: str, challenger: str, outcome: str) -> str:
    if not (found.n > 1 and found.p < ALPHA):
        return ""
    return challenger if found.mean * (OUTCOMES[position(outcome)].better or 1) > 0 else baseline


def _of(turn: Turn, baseline: "Scenario", challenger: "Scenario") -> "list[Scenario]":
    return [each for each in (baseline, challenger) if turn.on in ("", each.name)]


def _value(scenario: "Scenario", turn: Turn) -> Any:
    here: Any = scenario
    for name in next(iter(turn.changes)).split("."):
        here = getattr(here, name)
    return here
