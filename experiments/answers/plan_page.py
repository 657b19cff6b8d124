"""A plan on one page for a board: its chance, how sure, what it costs before it pays, what it changes, what it hangs on."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from buyermaze.experiments.answers.board_page import BoardPage, assumptions
from buyermaze.simulator.core.calendar import day_words
from buyermaze.simulator.outlook.memo import memo
from buyermaze.simulator.outlook.outlook import Odds, said_of

if TYPE_CHECKING:
    from buyermaze.simulator.outlook.curves import Curves
    from buyermaze.simulator.outlook.hinges import Hinges
    from buyermaze.simulator.outlook.outlook import Outlook

WITH, WITHOUT = "With the plan", "Without it"
SAME = ", the same buyers and the same luck on both sides"


def plan_page(
    curves: "Curves", found: "Outlook", hung: "Sequence[Hinges]" = (), market: str = "", origin: str = "", link: str = "",
) -> BoardPage:  # fmt: skip
    """Put a plan on one page.

    Parameters
    ----------
    curves : Curves
        Of the plan against no change; of a company without a plan, of that alone.
    found : Outlook
        The same plan held against its target.
    hung : sequence of Hinges
        What its reorganisations hang on, where it was tried.
    market, origin, link : str
        Who buys, in a sentence; where the numbers come from; the address at which others see the same.
    """
    target, plan = found.target, curves.scenario
    said, told = memo(curves, found), curves.sentences()
    odds = (found.odds(), found.odds(s=1)) if plan.timeline else (found.odds(),)
    names = (WITH, WITHOUT) if plan.timeline else ("If nothing changes",)
    return BoardPage(
        question=f"What is the chance of {said_of(target)} by {day_words(target.date)}?",
        answer=said[2] if plan.timeline else said[0],
        certainty=f"intervals of 95 %, from {odds[0].n} futures{SAME if plan.timeline else ''}",
        money=" ".join(told[:-1]),
        besides=(said[1],) if plan.timeline else (),
        names=names,
        hundreds=tuple(_hundred(each) for each in odds),
        endings=tuple(f"{each.n_reached} of {each.n} futures reach it" for each in odds),
        turns=tuple(line for each in hung for line in each.sentences()[:-1]),
        assumptions=tuple(assumptions([plan.epochs[-1].scenario, plan.epochs[0].scenario])) if plan.timeline else (),
        market=f"{said[0]} {market}".strip() if plan.timeline else market,
        origin=origin,
        link=link,
        caveat=said[-1],
    )


def _hundred(odds: Odds) -> tuple[int, ...]:
    """Return of a hundred futures how many reach the target and how many do not, the latter in the last tint."""
    reached = round(100 * odds.p)
    return reached, 0, 0, 100 - reached
