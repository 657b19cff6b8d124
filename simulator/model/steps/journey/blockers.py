"""Blockers inside the buyers' company: brought up in time by somebody who knows, or met when they stand up."""

from buyermaze.simulator.core.vocabulary import OURS, Draw, Kind, Reason, Status
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.luck.draws import draw, exponential
from buyermaze.simulator.model.state import World
from buyermaze.simulator.model.steps.books.journal_row import write
from buyermaze.simulator.model.steps.journey.closing import close

REQUIREMENTS, VOTE, APPROVAL = 0, 1, 2  # triggers, in the order of inputs.blockers
UNKNOWN, FORESEEN, OVER = 0, 1, 2  # how a blocker stands with an account
IS_THERE, TAKES, STOPS = 0, 1, 2  # which of a blocker's draws
FIRST_RIVAL = 1  # whom a rival inside speaks for
SAID_AGAINST = 0.5  # value units by which a rival inside talks a favourite down that nobody defended in time; assumption


@rule
def foresee(w: World, g: int, i: int, now: float) -> None:
    """Let a rep who knows the situation bring blockers up; from then on they are worked on beside everything else."""
    q = w.params[0]
    a = w.accounts[g]
    p = w.people[g, i]
    for b in range(int(q.n_blockers)):
        if a.blocker[b] != UNKNOWN or draw(a.key, Draw.BLOCKER, b, IS_THERE) >= q.blocker_share[b]:
            continue
        if q.blocker_for_rival[b] > 0.0 and p.vendor == FIRST_RIVAL:
            continue
        if draw(p.key, Draw.FORESEEN, b, p.n_plans) >= q.blocker_foreseen[b]:
            continue
        hours = exponential(draw(a.key, Draw.BLOCKER, b, TAKES), q.blocker_hours[b])
        a.blocker[b] = FORESEEN
        a.cleared_at[b] = now + hours
        write(
            w,
            now,
            a.id,
            Kind.WARNED,
            person=i,
            rep=p.rep if OURS[p.channel] == 1 else -1,
            job=p.job,
            channel=p.channel,
            vendor=p.vendor,
            seen=1 if OURS[p.channel] == 1 and p.rep >= 0 else 0,
            value=hours,
            detail=float(b),
        )


@rule
def stand_up(w: World, g: int, trigger: int, now: float) -> bool:
    """Let the blockers stand up that waited for this; return whether the group is held up, or its purchase over."""
    q = w.params[0]
    a = w.accounts[g]
    for b in range(int(q.n_blockers)):
        if a.blocker[b] == OVER or int(q.blocker_trigger[b]) != trigger:
            continue
        if q.blocker_for_rival[b] > 0.0 and a.leader == FIRST_RIVAL:
            continue
        foreseen = a.blocker[b] == FORESEEN
        a.blocker[b] = OVER
        if draw(a.key, Draw.BLOCKER, b, IS_THERE) >= q.blocker_share[b]:
            continue
        calm = 1.0 - q.group_share_kit_calms if a.kit == 1 else 1.0
        stopped = not foreseen and draw(a.key, Draw.BLOCKER, b, STOPS) < q.blocker_stops[b] * calm
        hours = 0.0
        if foreseen:
            hours = max(0.0, a.cleared_at[b] - now)
        elif not stopped:
            hours = exponential(draw(a.key, Draw.BLOCKER, b, TAKES), q.blocker_hours[b])
            if q.blocker_for_rival[b] > 0.0:
                for i in range(a.n_people):
                    w.people[g, i].opinion[a.leader] -= SAID_AGAINST
        a.held_until = max(a.held_until, now + hours)
        how = Reason.FORESEEN if foreseen else Reason.OBJECTION if stopped else Reason.UNFORESEEN
        write(w, now, a.id, Kind.BLOCKER, reason=how, vendor=a.leader, value=hours, detail=float(b))
        if stopped:
            close(w, g, now, Status.NO_DECISION, Reason.OBJECTION)
            return True
    return now < a.held_until
