"""Guessing the next question: what a rep prepares for, and what our content puts before a reader."""

from buyermaze.simulator.core.vocabulary import Channel, Draw, Kind, Reason
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.luck.draws import draw
from buyermaze.simulator.model.rules.sales.anticipation import p_guessed
from buyermaze.simulator.model.state import World
from buyermaze.simulator.model.steps.books.journal_row import write

NO_GUESS, HIT, MISS = 0, 1, 2  # what became of the guess of the present question
TRIES, HITS = 0, 1  # which of the draws


@rule
def prepare(w: World, g: int, i: int, r: int, now: float) -> float:
    """Let a rep prepare for the question expected, or not; return the selling time that a wrong guess costs."""
    q = w.params[0]
    p = w.people[g, i]
    if p.pushed == 1 or draw(p.key, Draw.GUESS, TRIES, p.n_plans) >= q.anticipation_p_prepared:
        return 0.0
    return _guess(w, g, i, r, p.context, q.anticipation_hours_missed, p.logged, now)


@rule
def put_before(w: World, g: int, i: int, now: float) -> float:
    """Let our content put an answer to the question expected before its reader, or not; return the time a wrong guess costs."""
    q = w.params[0]
    p = w.people[g, i]
    if p.channel != Channel.CONTENT:
        return 0.0
    p.guess = NO_GUESS
    if draw(p.key, Draw.GUESS, TRIES, p.n_plans) >= q.anticipation_p_offered:
        return 0.0
    lost = _guess(w, g, i, -1, p.on_file, q.mind_hours_glance, 1, now)
    p.hours_vain += lost
    return lost


@rule
def _guess(w: World, g: int, i: int, r: int, known: float, missed: float, seen: int, now: float) -> float:
    """Guess the question a buyer brings, by how well the buyer is known; return what is lost if another one comes."""
    p = w.people[g, i]
    hits = draw(p.key, Draw.GUESS, HITS, p.n_plans) < p_guessed(w.params[0].anticipation_p_hit, known)
    p.guess = HIT if hits else MISS
    lost = 0.0 if hits else missed
    write(
        w,
        now,
        w.accounts[g].id,
        Kind.PREPARED,
        person=i,
        reason=Reason.FORESEEN if hits else Reason.UNFORESEEN,
        rep=r,
        job=p.job,
        channel=p.channel,
        vendor=0,
        seen=seen,
        value=lost,
    )
    return lost
