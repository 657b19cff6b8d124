"""A process of our own: a conversation is led by its next step, whatever was asked."""

from buyermaze.simulator.core.vocabulary import N_INFO_JOBS, Channel, Draw, Kind, Reason
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.luck.draws import draw
from buyermaze.simulator.model.rules.sales.process import p_refuses
from buyermaze.simulator.model.state import World
from buyermaze.simulator.model.steps.books.account_state import job_covered
from buyermaze.simulator.model.steps.books.journal_row import write
from buyermaze.simulator.model.steps.sales.anticipation import NO_GUESS

INSISTS, REFUSES = 0, 1  # which of the draws


@rule
def insist(w: World, g: int, i: int, r: int, now: float) -> bool:
    """Ask for the step our process has next where a question runs ahead of it; return whether the conversation is led by it.

    Who goes along talks about the step, and not about what they came for; who refuses learns nothing.
    """
    q = w.params[0]
    a = w.accounts[g]
    p = w.people[g, i]
    p.refused = 0
    p.guess = NO_GUESS
    if p.pushed == 1 or draw(p.key, Draw.STEP, INSISTS, p.n_plans) >= q.process_rigidity:
        return False
    if p.job <= a.stage or a.stage >= N_INFO_JOBS:
        a.stage += int(p.job == a.stage)
        return False
    done = job_covered(a, p, a.stage)
    p.refused = 1 if draw(p.key, Draw.STEP, REFUSES, p.n_plans) < p_refuses(q.step_reception_p_refused, done) else 0
    write(
        w,
        now,
        a.id,
        Kind.STEP,
        person=i,
        reason=Reason.REFUSED if p.refused == 1 else Reason.GRANTED,
        rep=r,
        job=a.stage,
        channel=Channel.REP,
        vendor=0,
        seen=p.logged,
        value=done,
        detail=float(p.job),
    )
    if p.refused == 0:
        p.job = a.stage
        a.stage += 1
    return True
