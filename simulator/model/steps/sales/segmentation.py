"""The segment an account is taken for, and how a mistake shows."""

import numpy as np

from buyermaze.simulator.core.vocabulary import Draw, Kind, Reason
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.luck.draws import draw
from buyermaze.simulator.model.state import Account, World
from buyermaze.simulator.model.steps.books.journal_row import write


@rule
def taken_for(w: World, a: Account, who: np.uint64) -> int:
    """Return the segment an account is taken for: its own, or by mistake any of the others."""
    q = w.params[0]
    n = int(q.n_segments)
    if n < 2 or draw(who, Draw.MISREAD, 0, 0) >= q.segmentation_p_misread:
        return int(a.segment)
    other = (a.segment + 1 + int(draw(who, Draw.MISREAD, 1, 0) * (n - 1))) % n
    return int(other)


@rule
def note_misread(w: World, a: Account, now: float) -> None:
    """Write down that an account that sets out is taken for one of another segment."""
    write(w, now, a.id, Kind.MISREAD, vendor=0, value=float(a.segment), detail=float(a.taken_for))


@rule
def find_out_segment(w: World, g: int, i: int, now: float) -> None:
    """Let a conversation show, perhaps, that an account is not of the segment it was taken for."""
    a = w.accounts[g]
    p = w.people[g, i]
    if a.taken_for == a.segment or draw(p.key, Draw.MISREAD, 0, p.n_plans) >= w.params[0].segmentation_p_put_right:
        return
    write(
        w,
        now,
        a.id,
        Kind.MISREAD,
        person=i,
        reason=Reason.RECOVERED,
        vendor=0,
        seen=1,
        value=float(a.segment),
        detail=float(a.taken_for),
    )
    a.taken_for = a.segment
