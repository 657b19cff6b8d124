"""What our side knows of a person: tracked or told, recorded or kept in mind, passed on, and not yet out of date."""

from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.parameter_names import Parameters
from buyermaze.simulator.model.rules.buyers.memory import aged_context, context_gained
from buyermaze.simulator.model.state import Person, World

SHARE_OF_COLLEAGUE = 0.5  # how far one member's situation is also that of the others; assumption


@rule
def note(w: World, g: int, i: int, share_learned: float, by_owner: bool, now: float, share_written: float) -> None:
    """Learn something of a person, and by it of their colleagues.

    On file goes what is recorded and reaches whoever needs it (nothing where ``share_written`` is 0); the account's own rep
    keeps everything in mind.
    """
    q = w.params[0]
    kept = share_written * q.memory_share_recorded * q.memory_share_passed_on
    for other in range(w.accounts[g].n_people):
        p = w.people[g, other]
        share = 1.0 if other == i else SHARE_OF_COLLEAGUE
        p.on_file = context_gained(_aged(q, p, p.on_file, now), share_learned, q.offer_complexity, share * kept)
        p.in_mind = _aged(q, p, p.in_mind, now)
        if by_owner:
            p.in_mind = context_gained(p.in_mind, share_learned, q.offer_complexity, share)
        p.noted_at = now


@rule
def known_to(w: World, g: int, i: int, r: int, now: float) -> float:
    """Return how well rep ``r`` knows a person's situation: from the files, or from own conversations with the account."""
    q = w.params[0]
    p = w.people[g, i]
    known = p.on_file
    if w.accounts[g].owner == r:
        known = max(known, p.in_mind)
    return _aged(q, p, known, now)


@rule
def _aged(q: Parameters, p: Person, known: float, now: float) -> float:
    return aged_context(known, now - p.noted_at, q.memory_days_fresh)
