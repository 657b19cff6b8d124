"""Whether a conversation with our rep gets into our files."""

from buyermaze.simulator.core.vocabulary import Draw
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.luck.draws import REP_KEYS, child_key, draw
from buyermaze.simulator.model.rules.sales.logging import habit
from buyermaze.simulator.model.state import World

HABIT, OCCASION = 0, 1  # which of the draws


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
