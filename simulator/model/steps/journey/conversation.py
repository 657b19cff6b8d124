"""How our rep answers in a conversation."""

from buyermaze.simulator.core.vocabulary import Channel, Draw, Reason
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.buyers.learning import seller_match
from buyermaze.simulator.model.rules.luck.draws import draw
from buyermaze.simulator.model.state import World
from buyermaze.simulator.model.steps.sales.anticipation import HIT
from buyermaze.simulator.model.steps.sales.tools import help_at_hand

TRUST_AFTER_PUSH = 0.9  # share of the trust in our reps that survives a pushed sale; assumption
SHARE_ANSWERED_BY_PUSH = 0.5  # what a pitch answers of the question that was asked; assumption


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
