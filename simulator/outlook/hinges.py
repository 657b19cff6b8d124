"""What the answer of a transition hangs on: the same reorganisation with each of its sizes at the ends of its sweep."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from buyermaze.simulator.comparison.paired_statistics import Estimate
from buyermaze.simulator.comparison.phrasing import about_dollars
from buyermaze.simulator.core.calendar import day_words
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.notebook import card, one_line_of
from buyermaze.simulator.inputs.dates.epochs import day_of
from buyermaze.simulator.inputs.plans.plan_parts import parts_of, sizes_of, without_part
from buyermaze.simulator.inputs.plans.transitions import SWEPT, TRANSITIONS
from buyermaze.simulator.inputs.reading.loading import transition
from buyermaze.simulator.outcomes.books.periods import period_edges
from buyermaze.simulator.outlook.curves import DISCLAIMER, Curves, Dip, horizon
from buyermaze.simulator.outlook.futures import Progress, futures_table, lasting

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario

N_REPLICATIONS: Final = 16  # a first look at up to thirteen futures
BY: Final = "month"

WORDS: Final = {
    "share_skill_lost": "skill lost", "weeks_learning": "weeks to learn the new roles", "share_time_added": "time lost to finding "
    "out who does what", "share_handed_over": "accounts that get another rep", "weeks_content": "weeks until the new content is "
    "there", "cost_asset": "price of a piece of content",
}  # fmt: skip


@dataclass(frozen=True)
class Hinge:
    """A size of a transition at the ends of its sweep, and how the plan does against no change there."""

    name: str
    low: float
    high: float
    at_low: Dip
    at_high: Dip

    @property
    def swing(self) -> float:
        """Return how far the ends are apart in what the plan is ahead at the horizon, USD."""
        return abs(self.at_high.last.mean - self.at_low.last.mean)

    @property
    def turns(self) -> bool:
        """Return whether the plan is ahead at one end and behind at the other, both beyond luck."""
        sides = [_side(dip.last) for dip in (self.at_low, self.at_high)]
        return sides[0] * sides[1] < 0


@dataclass(frozen=True, eq=False, repr=False)
class Hinges:
    """What a transition's answer hangs on, most first; sizes it has no use for are left out."""

    name: str
    until: date
    usual: Dip
    hinges: tuple[Hinge, ...]
    against: str = "no change"  # or the plan without it, where more is planned

    @property
    def title(self) -> str:
        """Say the transition in words."""
        return TRANSITIONS[self.name].title

    def frame(self) -> "pandas.DataFrame":
        """Return a line per size: its ends, what the plan is ahead at the horizon and when it breaks even at each of them."""
        import pandas

        return pandas.DataFrame(
            {
                "size": each.name, "low": each.low, "high": each.high, "ahead_at_low": each.at_low.last.mean,
                "ahead_at_high": each.at_high.last.mean, "break_even_at_low": each.at_low.break_even,
                "break_even_at_high": each.at_high.break_even, "turns": each.turns,
            }
            for each in self.hinges
        )  # fmt: skip

    def sentences(self) -> list[str]:
        """Say what the answer hangs on, in words."""
        most = self.hinges[0]
        turning = [size_words(each.name) for each in self.hinges if each.turns]
        verdict = (
            f"The sign of the answer turns with {', '.join(turning)}."
            if turning
            else "At no end of a sweep does the sign of the answer turn beyond luck."
        )
        return [
            f"By {day_words(self.until)} '{self.title}' is {side_said(self.usual.last.mean)} {self.against}; it hangs most on "
            f"{size_words(most.name)}: {side_said(most.at_low.last.mean)} it at {size_said(most.name, most.low)}, "
            f"{side_said(most.at_high.last.mean)} it at {size_said(most.name, most.high)}.",
            verdict,
            DISCLAIMER,
        ]

    def __repr__(self) -> str:
        return one_line_of("Hinges", self.name, self.sentences()[0])

    def _repr_html_(self) -> str:
        rows = [("size", "ahead at its low end, USD", "at its high end")]
        rows += [
            (
                f"{size_words(each.name)}, {size_said(each.name, each.low)} to {size_said(each.name, each.high)}",
                f"{each.at_low.last.mean:+,.0f}",
                f"{each.at_high.last.mean:+,.0f}",
            )
            for each in self.hinges
        ]
        return card(f"What '{self.title}' hangs on", self.sentences(), rows, "one size moved at a time, same luck")


def hinges(
    scenario: "Scenario",
    name: str,
    day: date | str,
    changes: Mapping[str, Any] | None = None,
    n_replications: int = N_REPLICATIONS,
    until: float | None = None,
    progress: Progress | None = None,
    n_threads: int | None = None,
) -> Hinges:
    """Return what the answer of a transition hangs on: each size it uses at both ends of its sweep, under the same luck.

    Parameters
    ----------
    scenario : Scenario
        The company before.
    name : {"merge", "split", "add_sla", "remove_gate", "hire"}
        What is done; see ``transitions.TRANSITIONS``.
    day : date or str
        When it begins, ``2026-07-01``.
    changes : mapping, optional
        Numbers that replace the transition's own, as ``transition`` takes them.
    n_replications : int
        Replications of every future, 2 or more.
    until : float, optional
        The horizon, working hours since the start of the run; default: two years after the last change.
    progress : callable (done, total), optional
        Told after every replication.
    n_threads : int, optional
        Threads, 1 or more; default: one per core.

    Returns
    -------
    Hinges
        ``hinges`` with the largest swing first, ``frame()``, ``sentences()``.

    Raises
    ------
    InputProblem
        If there are too few replications, or the transition cannot be done.
    """
    if n_replications < 2:
        raise InputProblem("hinges need 2 replications or more, or luck cannot be told from a plan")
    usual = transition(scenario, name, day, changes)
    until = horizon(usual) if until is None else until
    tried = {
        size: [transition(scenario, name, day, {**(changes or {}), size: value}) for value in pair]
        for size, pair in SWEPT.items()
    }
    # a size that this transition has no use for, content where none is made, leaves the same plan at both ends
    used = {size: pair for size, pair in tried.items() if pair[0].fingerprint != pair[1].fingerprint}
    ends = {(size, end): plan for size, pair in used.items() for end, plan in enumerate(pair)}
    plans = [lasting(each, until) for each in (scenario, usual, *ends.values())]
    edges = period_edges(plans[0], BY, until)
    table = futures_table(plans, range(n_replications), edges, progress, n_threads)

    def dip_of(s: int) -> Dip:
        return Curves(plans[s], BY, edges, table[[s, 0]]).dip()

    places = {key: 2 + k for k, key in enumerate(ends)}
    found = [Hinge(size, *SWEPT[size], dip_of(places[size, 0]), dip_of(places[size, 1])) for size in used]
    found.sort(key=lambda hinge: -hinge.swing)
    against = "the rest of the plan alone" if scenario.timeline else "no change"
    return Hinges(name, day_of(plans[0], until), dip_of(1), tuple(found), against)


def hinges_of(
    plan: "Scenario",
    n_replications: int = N_REPLICATIONS,
    progress: Progress | None = None,
    n_threads: int | None = None,
) -> list[Hinges]:
    """Return what each reorganisation on a plan hangs on; everything else on the plan happens with it and without it.

    Parameters
    ----------
    plan : Scenario
        With a timeline.
    n_replications : int
        Replications of every future, 2 or more.
    progress : callable (done, total), optional
        Told after every replication.
    n_threads : int, optional
        Threads, 1 or more; default: one per core.

    Returns
    -------
    list of Hinges
        One for each transition, in order of time; those without which the rest of the plan cannot be done are left out.
    """
    found = []
    for part in parts_of(plan):
        if not part.transition:
            continue
        try:
            rest = without_part(plan, part)
        except InputProblem:  # a later entry changes nothing without it
            continue
        sizes = sizes_of(plan, part)
        found.append(hinges(rest, part.transition, part.day, sizes, n_replications, horizon(plan), progress, n_threads))
    return found


def size_words(name: str) -> str:
    """Say a size of a transition in words."""
    return WORDS[name]


def size_said(name: str, value: float) -> str:
    """Say a value of a size: ``40 %``, ``26 weeks``, ``USD 8,000``."""
    if name.startswith("share"):
        return f"{100 * value:g} %"
    return f"USD {value:,g}" if name.startswith("cost") else f"{value:g} weeks"


def side_said(value: float) -> str:
    """Say how far something is ahead or behind: ``USD 120,000 ahead of``."""
    return f"{about_dollars(abs(value))} {'ahead of' if value >= 0.0 else 'behind'}"


def _side(ahead: Estimate) -> int:
    """Return 1 where something is above 0 beyond luck, -1 where below, 0 where luck may have done it."""
    return int(ahead.low > 0.0) - int(ahead.high < 0.0)
