"""Where a verdict flips: the two most disputed numbers moved together, the winner at every point.

What specialists gain in skill speaks for functions that stay apart; what coordination costs speaks against working as
one. Each number belongs to one side only, so a whole map needs no more runs than its two edges.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from buyermaze.simulator.comparison.paired_statistics import ALPHA, Difference, difference
from buyermaze.simulator.core.phrases import times
from buyermaze.simulator.inputs.sheets.levers import within
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position

if TYPE_CHECKING:
    from buyermaze.simulator.inputs.sheets.scenario import Scenario

SKILL: Final = "programme.selling.skill"
MARKETING_SKILL: Final = "programme.marketing.skill"
COORDINATION: Final = "programme.coordination.share_time"
SKILL_STEPS: Final = (-0.12, -0.06, 0.0, 0.06, 0.12, 0.18)
COORDINATION_STEPS: Final = (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3)


@dataclass(frozen=True)
class Edges:
    """The scenarios along both edges of a map, the present ones included."""

    specialists: "Scenario"
    joined: "Scenario"
    skills: tuple[float, ...]
    shares: tuple[float, ...]
    by_skill: "tuple[Scenario, ...]"
    by_share: "tuple[Scenario, ...]"


@dataclass(frozen=True)
class Point:
    """One point of a map: both numbers, and the difference of the joined organisation from the specialists there."""

    skill: float
    share: float
    now: bool
    found: Difference
    winner: str  # name of the scenario that is ahead, or "" when luck could explain the difference


def edges(first: "Scenario", second: "Scenario") -> Edges:
    """Lay out a map between two organisations; the one that spends more time on coordination is the joined one."""
    joined, specialists = sorted((first, second), key=lambda each: -each.programme.coordination.share_time)
    programme = specialists.programme
    today, here = programme.selling.skill, joined.programme.coordination.share_time
    wanted = (today + step for step in SKILL_STEPS)
    skills = tuple(round(skill, 3) for skill in wanted if within(specialists, {SKILL: skill})[SKILL] == skill)
    shares = tuple(sorted({here, *(share for share in COORDINATION_STEPS if abs(share - here) > 0.021)}))
    by_skill = tuple(
        specialists.with_changes(
            within(specialists, {SKILL: skill, MARKETING_SKILL: round(programme.marketing.skill + skill - today, 3)})
        )
        for skill in skills
    )
    by_share = tuple(joined.with_changes({COORDINATION: share}) for share in shares)
    return Edges(specialists, joined, skills, shares, by_skill, by_share)


def flip_map(plan: Edges, by_skill: Sequence[np.ndarray], by_share: Sequence[np.ndarray], outcome: str) -> list[Point]:
    """Say who is ahead at every point.

    Parameters
    ----------
    plan : Edges
        What was run.
    by_skill, by_share : sequence of ndarray, shape (replications, outcomes)
        Outcomes of the scenarios along both edges, same replications everywhere.
    outcome : str
        What being ahead is about.
    """
    column = position(outcome)
    better = OUTCOMES[column].better or 1
    points = []
    for skill, specialists in zip(plan.skills, by_skill, strict=True):
        for share, joined in zip(plan.shares, by_share, strict=True):
            found = difference(joined[:, column], specialists[:, column])
            ahead = plan.joined.name if found.mean * better > 0 else plan.specialists.name
            now = (
                skill == plan.specialists.programme.selling.skill
                and share == plan.joined.programme.coordination.share_time
            )
            points.append(Point(skill, share, now, found, ahead if found.p < ALPHA else ""))
    return points


def flip_sentence(plan: Edges, points: Sequence[Point], outcome: str) -> str:
    """Say where along each edge the leader of today is no longer ahead, and where on the whole map somebody else is."""
    label = OUTCOMES[position(outcome)].label
    better = OUTCOMES[position(outcome)].better or 1
    today = next((point for point in points if point.now), None)
    if today is None or today.found.n < 2:
        return f"Too few replications to say where {label} would flip."
    joined_leads = today.found.mean * better > 0
    leader = plan.joined.name if joined_leads else plan.specialists.name
    lead = "is ahead" if today.winner else "is ahead by no more than luck could do"
    shares = [p for p in points if p.skill == today.skill]
    skills = [p for p in points if p.share == today.share]
    lost = [p for p in (*shares, *skills) if (p.found.mean * better > 0) != joined_leads]
    share = _nearest([p.share for p in lost if p.skill == today.skill and p.share != today.share], today.share)
    skill = _nearest([p.skill for p in lost if p.share == today.share and p.skill != today.skill], today.skill)
    said = []
    if share is not None:
        said.append(f"coordination took {100 * share:.0f} % of everybody's time (now {100 * today.share:.0f} %)")
    if skill is not None:
        said.append(f"specialists' skill were {skill:.2f} (now {today.skill:.2f})")
    if not said:
        first = f"On {label}, {leader} {lead}, and stays so over the whole range of each number by itself."
    else:
        first = f"On {label}, {leader} {lead}. The lead would be gone if {' or if '.join(said)}."
    return f"{first} {_elsewhere(plan, points, today)}"


def _elsewhere(plan: Edges, points: Sequence[Point], today: Point) -> str:
    """Say where on the map the answer turns, and why single changes do not show it."""
    turned = [point for point in points if point.winner and point.winner != today.winner]
    if not turned:
        return "Nowhere on the map is anybody else ahead by more than luck."

    def steps(point: Point) -> int:
        along = ((plan.skills, point.skill, today.skill), (plan.shares, point.share, today.share))
        return sum(abs(edge.index(there) - edge.index(here)) for edge, there, here in along)

    near = min(turned, key=lambda point: (steps(point), -abs(point.found.mean)))
    moved = [f"skill at {near.skill:.2f}"] if near.skill != today.skill else []
    moved += [f"coordination at {100 * near.share:.0f} %"] if near.share != today.share else []
    cells = times(sum(point.winner == near.winner for point in turned), "cell")
    both = "both numbers moved together: " if len(moved) > 1 else ""
    untried = (
        len(moved) > 1 or near.skill > today.skill or near.share > today.share
    )  # single changes make both numbers smaller
    where = f"{near.winner} is ahead by more than luck in {cells} of {len(points)}, the nearest with {both}{' and '.join(moved)}"
    return f"{where}; changes tried one at a time for the first answer do not go there." if untried else f"{where}."


def _nearest(values: list[float], to: float) -> float | None:
    return min(values, key=lambda value: abs(value - to), default=None)
