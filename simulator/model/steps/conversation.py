"""How a conversation with our rep is led and answered: written down or not, by the next step of a process."""

from buyermaze.simulator.core.vocabulary import N_INFO_JOBS, Channel, Draw, Kind, Reason
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.draws import child_key, draw
from buyermaze.simulator.model.rules.learning import seller_match
from buyermaze.simulator.model.rules.people import habit, p_refuses
from buyermaze.simulator.model.state import World
from buyermaze.simulator.model.steps.account_state import job_covered
from buyermaze.simulator.model.steps.anticipation import HIT, NO_GUESS
from buyermaze.simulator.model.steps.journal_row import write
from buyermaze.simulator.model.steps.tools import help_at_hand

REP_KEYS = 1_000_000_000  # reps' keys start beyond any account's
HABIT, OCCASION = 0, 1  # which of the draws
TRIES, HITS = 0, 1
TRUST_AFTER_PUSH = 0.9  # share of the trust in our reps that survives a pushed sale; assumption
SHARE_ANSWERED_BY_PUSH = 0.5  # what a pitch answers of the question that was asked; assumption


@rule
def is_logged(w: World, g: int, i: int, r: int) -> bool:
    """Return whether a rep writes a conversation down, as far as that is their habit."""
    q = w.params[0]
    p = w.people[g, i]
    if q.logging_p_logged >= 1.0 and q.logging_spread <= 0.0:
        return True
    own = draw(child_key(w.market[0].key, REP_KEYS + r), Draw.LOGGED, HABIT, w.reps[r].n_before)
    chance = habit(q.logging_p_logged, q.logging_spread, own)
    return bool(draw(p.key, Draw.LOGGED, OCCASION, p.n_plans) < chance)


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
    if p.pushed == 1 or draw(p.key, Draw.STEP, TRIES, p.n_plans) >= q.process_rigidity:
        return False
    if p.job <= a.stage or a.stage >= N_INFO_JOBS:
        a.stage += int(p.job == a.stage)
        return False
    done = job_covered(a, p, a.stage)
    p.refused = 1 if draw(p.key, Draw.STEP, HITS, p.n_plans) < p_refuses(q.step_reception_p_refused, done) else 0
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


@rule
def answer_of_rep(w: World, g: int, i: int) -> tuple[float, int]:
    """Return how well our rep answered in the conversation that ends, and why: refused, pushed, in or out of context."""
    q = w.params[0]
    p = w.people[g, i]
    c = Channel.REP
    if p.refused == 1:
        p.trust[c] *= 1.0 - q.step_reception_annoyance
        return 0.0, Reason.REFUSED
    in_context = draw(p.key, Draw.CONTEXT, 0, p.n_visits[c]) < p.context
    skill, helped = w.reps[p.rep].skill, help_at_hand(q, p.key, p.persona, p.job, p.n_visits[c])
    match = seller_match(skill, q.depth, in_context, q.memory_penalty_unknown, helped, q.tools_confidence)
    if p.guess == HIT:
        match *= 1.0 + q.anticipation_gain
    if p.pushed == 1:
        p.trust[c] *= TRUST_AFTER_PUSH
        p.n_pitches += 1
        return SHARE_ANSWERED_BY_PUSH * match, Reason.PUSHED
    return match, Reason.IN_CONTEXT if in_context else Reason.OUT_OF_CONTEXT
