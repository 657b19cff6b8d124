"""A plan in a few sentences for people who decide: what is done when, the dip, the break-even, and the chance of the target."""

from typing import TYPE_CHECKING

import numpy as np

from buyermaze.simulator.comparison.paired_statistics import difference
from buyermaze.simulator.comparison.phrasing import about_dollars
from buyermaze.simulator.core.calendar import HOURS_PER_WEEK, day_words
from buyermaze.simulator.core.phrases import listed
from buyermaze.simulator.inputs.dates.epochs import day_of
from buyermaze.simulator.inputs.plans.plan_parts import parts_of
from buyermaze.simulator.inputs.plans.transitions import TRANSITIONS
from buyermaze.simulator.outcomes.books.periods import NAMES
from buyermaze.simulator.outlook.curves import beyond_luck
from buyermaze.simulator.outlook.outlook import interval_said, said_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from buyermaze.simulator.inputs.sheets.scenario import Scenario
    from buyermaze.simulator.outlook.curves import Curves
    from buyermaze.simulator.outlook.outlook import Outlook

LEAST_DIP = 0.05  # wins that a dip must be deep to be spoken of; below it no digit would show


def plan_said(scenario: "Scenario") -> str:
    """Say what a plan does and when: ``two reps more on 1 October 2026``."""
    parts = parts_of(scenario)
    return listed([f"{part.words} on {day_words(part.day)}" for part in parts]) if parts else "nothing changes"


def beside_compare(scenario: "Scenario", others: "Mapping[str, str]") -> str:
    """Say how what a plan leads to stands to a comparison of organisations that are there as if they had always been.

    Parameters
    ----------
    scenario : Scenario
        With its plan.
    others : mapping
        Names of the organisations compared with it, by the code name of the shipped one they are; "" for those brought along.
    """
    named = (others.get(TRANSITIONS[part.transition].becomes) for part in parts_of(scenario) if part.transition)
    ends = f"The plan: {plan_said(scenario)}."
    if to := next(filter(None, named), None):
        return (
            f"{ends} It leads from {scenario.name} to {to} as shipped. Compare holds the two against each other as if each had "
            "always been so; here the way there is lived and paid for, so the sums of money differ."
        )
    return f"{ends} It leads to none of what Compare holds against {scenario.name}, so its sums of money are others."


def memo(curves: "Curves", outlook: "Outlook") -> list[str]:
    """Return what a plan comes to in sentences that stand by themselves.

    Parameters
    ----------
    curves : Curves
        Of the plan, with its timeline.
    outlook : Outlook
        The same plan held against a target.

    Returns
    -------
    list of str
        What is done when; wins, money and the chance of the target; and what all of it is relative to.
    """
    chance = f"the chance of {said_of(outlook.target)} by {day_words(outlook.target.date)} is {interval_said(outlook.odds())}"
    if not curves.scenario.timeline:
        return [f"If nothing changes, {chance}.", outlook.sentences()[-1]]
    dip = curves.dip()
    luck = beyond_luck(dip.worst)
    until = day_words(day_of(curves.scenario, curves.edges[-1]))
    if dip.depth == 0.0:
        money = "money is never behind"
    elif np.isnan(dip.break_even):
        money = f"money is {about_dollars(dip.depth)} behind at worst{luck} and has not broken even by {until}"
    else:
        money = (
            f"money is {about_dollars(dip.depth)} behind at worst{luck} and breaks even in week {np.ceil(dip.break_even):.0f}"
        )
    return [
        f"The plan: {plan_said(curves.scenario)}.",
        f"Against no change, in the mean of all runs, {_wins(curves)}, {money}; weeks count from the first change.",
        f"{outlook.verdict()}; {outlook.bounds()}.",
        outlook.sentences()[-1],
    ]


def _wins(curves: "Curves") -> str:
    """Say how far wins, summed up, fall behind, and for how long."""
    wins = curves.table[..., NAMES.index("n_wins")].cumsum(axis=2)
    apart = (wins[0] - wins[1]).mean(axis=0)
    behind = np.flatnonzero(apart < -LEAST_DIP)
    if not len(behind):
        return "wins are never behind"
    weeks = (curves.edges[1:] - max(curves.first_change, curves.edges[0])) / HOURS_PER_WEEK
    back, lowest = behind[-1] + 1, int(apart.argmin())
    luck = beyond_luck(difference(wins[0, :, lowest], wins[1, :, lowest]))
    dips = f"wins dip by up to {-apart[lowest]:.1f}{luck}"
    if back < len(weeks):
        return f"{dips} and have caught up in week {np.ceil(weeks[back]):.0f}"
    return f"{dips} and have not caught up in {np.floor(weeks[-1]):.0f} weeks"
