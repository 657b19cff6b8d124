"""Mail nobody asked for: it keeps us in mind, answers something now and then, and wears out its welcome."""

from typing import Any

from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.vocabulary import N_INFO_JOBS, Channel, Draw, Kind
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.choice import exposure_now
from buyermaze.simulator.model.rules.draws import draw
from buyermaze.simulator.model.steps.account_state import job_covered
from buyermaze.simulator.model.steps.journal_row import write


@rule
def hours_until_mail(w: Any) -> float:
    """Return the time between two mails to an account; 0 means that none are sent, and an hour is the least."""
    days = w.params[0].nurture_days_between
    return max(1.0, HOURS_PER_DAY * days) if days > 0.0 else 0.0


@rule
def send_mail(w: Any, g: int, now: float) -> None:
    """Mail everybody of an account that has left a trace."""
    q = w.params[0]
    a = w.accounts[g]
    if a.score <= 0.0:
        return
    a.n_mails += 1
    c = Channel.EMAIL
    sent = 0.0
    opened = 0.0
    for i in range(a.n_people):
        p = w.people[g, i]
        if p.active == 0:
            continue
        sent += 1.0
        if draw(p.key, Draw.MAIL_OPENED, 0, a.n_mails) >= q.nurture_p_opened * p.trust[c]:
            continue
        opened += 1.0
        p.exposure[c] = 1.0 + exposure_now(p.exposure[c], now - p.exposed_at[c], q.hours_fatigue)
        p.exposed_at[c] = now
        job = _open_question(a, p)
        if job >= 0 and draw(p.key, Draw.MAIL_RELEVANT, 0, a.n_mails) < q.nurture_share_relevant:
            gain = q.gain[c, job] * q.marketing_skill
            p.known[job] = min(p.need[job], p.known[job] + gain)
            p.hours_spent += q.visit_hours[c]
            write(
                w,
                now,
                a.id,
                Kind.TOUCH,
                person=i,
                job=job,
                channel=c,
                vendor=0,
                seen=1,
                hours=q.visit_hours[c],
                value=gain,
                detail=a.score,
            )
        else:  # a glance, and a little less trust
            p.trust[c] *= 1.0 - q.nurture_annoyance
    write(w, now, a.id, Kind.MAILED, channel=c, vendor=0, value=sent, detail=opened)


@rule
def _open_question(a: Any, p: Any) -> int:
    """Return the first general job a person still has questions about, -1 for none; mail answers general questions only."""
    for job in range(N_INFO_JOBS - 2):
        if job_covered(a, p, job) < 1.0:
            return job
    return -1
