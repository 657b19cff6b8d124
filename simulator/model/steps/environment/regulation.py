"""A new rule of an authority: what it holds up and undoes in a purchase, and which offers do not meet it."""

from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.vocabulary import N_SHOCKS, N_VENDORS, Draw, Job
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.luck.draws import draw
from buyermaze.simulator.model.state import World
from buyermaze.simulator.model.steps.books.account_state import PROOF, fade, fade_evidence


@rule
def come_into_force(w: World, g: int, shock: int, occurrence: int, days: float, now: float) -> None:
    """Let a new rule hold a purchase up for some working days, undo part of what was settled, and tell offers apart.

    Neither votes nor signatures are to be had meanwhile; people go on finding out. An offer that does not meet the rule is
    worth less to everybody, and everybody knows: that diverts purchases to whoever does meet it.
    """
    q = w.params[0]
    a = w.accounts[g]
    a.held_until = max(a.held_until, now + HOURS_PER_DAY * days)
    kept = 1.0 - q.regulation_share_anew
    for k in range(N_VENDORS):
        p_meets = q.compliance_p_meets if k == 0 else q.regulation_p_rivals_meet
        lost = q.regulation_gap if draw(a.key, Draw.REGULATION, k, N_SHOCKS * occurrence + shock) >= p_meets else 0.0
        for i in range(a.n_people):
            p = w.people[g, i]
            fade_evidence(p, k, PROOF, kept)
            p.truth[k] -= lost
            p.opinion[k] -= lost
    for i in range(a.n_people):
        fade(w.people[g, i], Job.REQUIREMENTS, kept)
