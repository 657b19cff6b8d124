"""People come and go: reps hired and let go by plan, and those who leave of their own accord and are replaced."""

import math

from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.vocabulary import Draw, Kind, Reason, Status
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.luck.draws import REP_KEYS, child_key, draw
from buyermaze.simulator.model.rules.sales.staffing import only_theirs, p_leaves_in_week
from buyermaze.simulator.model.state import World
from buyermaze.simulator.model.steps.books.journal_row import write
from buyermaze.simulator.model.steps.sales.selling import set_skills


@rule
def come_and_go(w: World, n_before: int, now: float) -> None:
    """Seat new reps, and take away the seats of those let go, after a dated change of head count."""
    n = int(w.params[0].team_n_reps)
    for r in range(n, n_before):
        rep = w.reps[r]
        empty = now - rep.empty_since if rep.away == 1 else 0.0
        write(
            w, now, -1, Kind.REP_LEFT, reason=Reason.LET_GO, rep=r, vendor=0, seen=1, value=empty, detail=1.0 - rep.away
        )
        rep.away = 0
    for r in range(n_before, n):
        w.reps[r].since = now
        write(w, now, -1, Kind.REP_STARTED, rep=r, vendor=0, seen=1)


@rule
def hand_over(w: World, g: int, now: float) -> None:
    """Take an account from its rep: what is on file stays, what was only in the rep's mind is lost, or told to a successor.

    A customer misses the rep as far as nobody knows any more what the rep knew.
    """
    q = w.params[0]
    a = w.accounts[g]
    told = q.succession_share_handed_on
    held = 0.0
    lost = 0.0
    for i in range(a.n_people):
        p = w.people[g, i]
        held += p.in_mind
        lost += only_theirs(p.in_mind, p.on_file, told)
        p.in_mind *= told
    left = a.owner
    a.own = 0  # to whoever has it now it is a lead like others
    a.owner = _successor(w, left) if told > 0.0 else -1
    if told <= 0.0 and q.succession_days_vacant <= 0.0 and q.tie_to_rep <= 0.0:
        return
    share = lost / held if held > 0.0 else 0.0
    customer = a.status == Status.WON
    if customer:
        a.drift -= q.tie_to_rep * share
        a.unlooked_until = now + HOURS_PER_DAY * q.succession_days_vacant
    write(w, now, a.id, Kind.REASSIGNED, rep=a.owner, vendor=0, seen=1, value=share, detail=1.0 if customer else 0.0)


@rule
def _successor(w: World, left: int) -> int:
    """Return the rep who takes over from one: the next at the desk who is there, -1 if nobody is."""
    n = int(w.params[0].team_n_reps)
    for step in range(1, n + 1):
        r = (max(left, 0) + step) % n
        if r != left and w.reps[r].away == 0:
            return int(r)
    return -1


@rule
def staff_week(w: World, week: int, n_arrived: int, now: float) -> None:
    """Let those begin who were hired for empty seats, and let luck decide which reps leave, on the first day of a week.

    Whether somebody leaves is drawn by seat and week, so that under another plan the same people leave.
    """
    q = w.params[0]
    p = p_leaves_in_week(q.staff_share_leaving)
    for r in range(int(q.team_n_reps)):
        rep = w.reps[r]
        if rep.away == 0 and draw(child_key(w.market[0].key, REP_KEYS + r), Draw.LEAVES, 0, week) < p:
            rep.away = 1
            rep.empty_since = now
            rep.filled_in_week = week + math.ceil(q.staff_weeks_to_hire)
            write(w, now, -1, Kind.REP_LEFT, reason=Reason.OWN_DECISION, rep=r, vendor=0, seen=1, detail=1.0)
            _hand_over_all_of(w, r, n_arrived, now)
        if rep.away == 1 and week >= rep.filled_in_week:
            rep.away = 0
            rep.since = now
            rep.n_before += 1
            write(w, now, -1, Kind.REP_STARTED, rep=r, vendor=0, seen=1, value=now - rep.empty_since)
    set_skills(w)


@rule
def _hand_over_all_of(w: World, r: int, n_arrived: int, now: float) -> None:
    n_slots = w.accounts.shape[0]
    for account in range(max(0, n_arrived - n_slots), n_arrived):
        a = w.accounts[account % n_slots]
        if a.id == account and a.alive == 1 and a.owner == r:
            hand_over(w, account % n_slots, now)


@rule
def people_leave(w: World) -> bool:
    """Return whether reps leave of their own accord at any time of a run."""
    for k in range(w.params.shape[0]):
        if w.params[k].staff_share_leaving > 0.0:
            return True
    return False
