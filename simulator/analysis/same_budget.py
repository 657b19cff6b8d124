"""A budget that binds: what was moved is paid for by people and media that were not, so that a year costs what it does today."""

from typing import TYPE_CHECKING, Final

from buyermaze.simulator.analysis.budget import LEVERS
from buyermaze.simulator.comparison.phrasing import about_dollars
from buyermaze.simulator.outcomes.books.costs import yearly_spend

if TYPE_CHECKING:
    from buyermaze.simulator.inputs.sheets.scenario import Scenario

CENT: Final = 0.01  # USD a year; what is less is rounding


def within_budget(today: "Scenario", moved: "Scenario") -> "tuple[Scenario, str]":
    """Return a moved scenario that spends no more and no less than today's, and what gave or got the difference.

    Content people, e-mail, advertising, events and planting ideas give or get in proportion to what they cost, as far as
    their ranges go, unless they were moved themselves. Heads that come whole (reps, qualifiers) stay.

    Parameters
    ----------
    today, moved : Scenario
        The same organisation before and after levers were moved.

    Returns
    -------
    Scenario
        The moved one with the difference settled; itself where there is none.
    str
        A sentence, in USD a year; empty where there is no difference.
    """
    over = missing = yearly_spend(moved.programme) - yearly_spend(today.programme)
    if abs(over) < CENT:
        return moved, ""
    before, cards = ({card.path: card for card in each.levers()} for each in (today, moved))
    price = {lever.path: lever.a_unit(moved.programme) for lever in LEVERS}
    open_ = {path: float(cards[path].value) for path in price
             if cards[path].kind != "count" and cards[path].value == before[path].value and cards[path].value > 0
             and price[path] > 0}  # fmt: skip
    changes: dict[str, float] = {}
    while open_ and abs(missing) >= CENT:  # what meets the end of its range leaves, and the others share the rest
        factor = max(0.0, 1.0 - missing / sum(price[path] * value for path, value in open_.items()))
        full = [path for path, value in open_.items() if value * factor > float(cards[path].high or 0.0)]
        for path in full or list(open_):
            value = open_.pop(path)
            changes[path] = min(value * factor, float(cards[path].high or 0.0))
            missing += price[path] * (changes[path] - value)
    words = {lever.path: lever.words for lever in LEVERS}
    gave = ", ".join(f"{words[path]} {float(cards[path].value):.3g} to {value:.3g}" for path, value in changes.items())
    why = f"what was moved {'costs' if over > 0 else 'saves'} {about_dollars(abs(over))} a year"
    budget = about_dollars(yearly_spend(today.programme))
    said = f"Within today's budget of {budget} a year: {gave or 'nothing else can move'}, as {why}."
    if abs(missing) >= 1.0:
        left = "more than there is is still spent" if missing > 0 else "is left over"
        said += (
            f" {about_dollars(abs(missing))} a year {left}: nothing else can {'give' if missing > 0 else 'take it'}."
        )
    return moved.with_changes(changes) if changes else moved, said
