"""What somebody wants to read before a meeting."""

from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.vocabulary import Channel, Draw, Kind, Reason
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.buyers.content import p_found
from buyermaze.simulator.model.rules.luck.draws import draw, exponential
from buyermaze.simulator.model.state import World
from buyermaze.simulator.model.steps.books.journal_row import write


@rule
def ask_for_material(w: World, g: int, i: int, now: float) -> None:
    """Let somebody want to read on the question before the meeting; where our content holds nothing on it the meeting slips."""
    q = w.params[0]
    p = w.people[g, i]
    p.hours_slip = 0.0
    if q.material_p_asked <= 0.0 or draw(p.key, Draw.MATERIAL, 0, p.n_plans) >= q.material_p_asked:
        return
    found = p_found(q.found[p.persona, p.job], w.market[0].missing[p.persona, p.job])
    how: int = Reason.FOUND
    if draw(p.key, Draw.MATERIAL, 1, p.n_plans) >= found:
        how = Reason.DEAD_END
        p.hours_slip = exponential(draw(p.key, Draw.MATERIAL, 2, p.n_plans), q.material_days_slip * HOURS_PER_DAY)
    write(
        w,
        now,
        w.accounts[g].id,
        Kind.MATERIAL,
        person=i,
        reason=how,
        job=p.job,
        channel=Channel.REP,
        vendor=0,
        seen=1,
        value=p.hours_slip,
    )
