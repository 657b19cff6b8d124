"""A dated change takes effect: other numbers are in force, reps come or go, the gate opens or closes, mail begins."""

from buyermaze.simulator.core.vocabulary import Draw, Gate, Kind, Status
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.luck.draws import draw
from buyermaze.simulator.model.state import World
from buyermaze.simulator.model.steps.books.journal_row import write
from buyermaze.simulator.model.steps.marketing.qualification import open_gate
from buyermaze.simulator.model.steps.sales.selling import set_skills
from buyermaze.simulator.model.steps.sales.staffing import come_and_go, hand_over


@rule
def take_effect(w: World, k: int, n_arrived: int, now: float) -> None:
    """Put the parameters of epoch ``k`` in force, and do to those who are here already what follows from it.

    Accounts of reps who leave are handed over with what is on file; what was only in the rep's mind goes with them. When
    the gate goes, whoever stands before it is let in; when one comes, it stands before those who were no leads yet and
    wait for nobody.
    """
    closed_before = w.params[0].gate_closed > 0.0
    n_before = int(w.params[0].team_n_reps)
    w.params[0] = w.params[k]
    q = w.params[0]
    set_skills(w)
    closed = q.gate_closed > 0.0
    if q.epoch_entry > 0.0:
        write(w, now, -1, Kind.CHANGED, vendor=0, seen=1, value=q.epoch_entry)
    come_and_go(w, n_before, now)
    n_slots = w.accounts.shape[0]
    for account in range(max(0, n_arrived - n_slots), n_arrived):
        g = account % n_slots
        a = w.accounts[g]
        if a.id != account or a.alive == 0:
            continue
        if a.owner >= q.team_n_reps or draw(a.key, Draw.HANDED_OVER, 0, int(q.epoch_hand_over)) < q.epoch_handed_over:
            hand_over(w, g, now)
        if a.status != Status.OPEN:
            continue
        if closed_before and not closed and a.gate != Gate.OPEN:
            a.gate_at = now
            open_gate(w, g, now)
        elif closed and not closed_before and a.is_mql == 0 and not _somebody_waits(w, g):
            a.gate = Gate.SHUT


@rule
def _somebody_waits(w: World, g: int) -> bool:
    for i in range(w.accounts[g].n_people):
        if w.people[g, i].waiting == 1:
            return True
    return False
