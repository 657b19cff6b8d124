"""Between purchases: a customer hears from us or not, and what breaks is mended or not."""

from buyermaze.simulator.core.agenda import Issue
from buyermaze.simulator.core.vocabulary import Draw, Kind, Reason
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.buyers.content import p_found
from buyermaze.simulator.model.rules.luck.draws import draw
from buyermaze.simulator.model.state import World
from buyermaze.simulator.model.steps.books.journal_row import write
from buyermaze.simulator.model.steps.customers.service import (
    is_solved_by_others,
    listen_to_customer,
    meet_customers,
)
from buyermaze.simulator.model.steps.sales.governance import notice


@rule
def care(w: World, g: int, now: float) -> None:
    """Let the customer hear from us or not, and have what breaks mended or not."""
    q = w.params[0]
    a = w.accounts[g]
    among_others = meet_customers(w, g, now)
    if now >= a.unlooked_until and draw(a.key, Draw.CARE, 0, a.n_periods) < q.p_cared:
        write(w, now, a.id, Kind.CARE, vendor=0, value=a.drift)
        listen_to_customer(w, g, now)
    else:
        a.drift -= q.living_neglect
    if draw(a.key, Draw.ISSUE, 0, a.n_periods) < q.living_p_issue * _support_needed(w, g):
        solved = draw(a.key, Draw.RESOLVED, 0, a.n_periods) < p_found(
            q.care_p_resolved, w.market[0].unmended[Issue.SUPPORT]
        )
        solved = solved or (among_others and is_solved_by_others(w, g))
        if not solved:
            a.drift -= q.living_issue_cost
            if q.governance_every_issue > 0.0:
                notice(w, g, Issue.SUPPORT, draw(a.key, Draw.ALERT, 1, a.n_periods))
        verdict = Reason.RECOVERED if solved else Reason.UNANSWERED
        write(w, now, a.id, Kind.ISSUE, reason=verdict, vendor=0, value=a.drift)


@rule
def _support_needed(w: World, g: int) -> float:
    """Return how often the group needs support, relative to the usual: mean of its members."""
    q = w.params[0]
    needed = 0.0
    n = 0
    for i in range(w.accounts[g].n_people):
        if w.people[g, i].active == 1:
            needed += q.support[w.people[g, i].persona]
            n += 1
    return needed / n
