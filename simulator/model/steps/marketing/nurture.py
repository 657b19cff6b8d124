"""Mail nobody asked for: it keeps us in mind, answers something now and then, and wears out its welcome."""

from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.vocabulary import N_GENERAL, Channel, Draw, Kind, Reason
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.parameter_names import Parameters
from buyermaze.simulator.model.rules.buyers.beliefs import cue_shift
from buyermaze.simulator.model.rules.journey.choice import exposure_now
from buyermaze.simulator.model.rules.luck.draws import draw
from buyermaze.simulator.model.rules.marketing.mailing import p_opens, p_useful
from buyermaze.simulator.model.state import Account, Person, World
from buyermaze.simulator.model.steps.books.account_state import job_covered
from buyermaze.simulator.model.steps.books.journal_row import write
from buyermaze.simulator.model.steps.buyers.impression import leave_impression
from buyermaze.simulator.model.steps.marketing.cold import COLD, TRIED, how_written_to, note_won_back


@rule
def hours_until_mail(w: World) -> float:
    """Return the time between two mails to an account; 0 means that none are sent, and an hour is the least."""
    days = w.params[0].nurture_days_between
    return max(1.0, HOURS_PER_DAY * days) if days > 0.0 else 0.0


@rule
def joins_mailing(w: World, g: int) -> bool:
    """Return whether mail to an account begins, and note that it has."""
    a = w.accounts[g]
    if a.alive == 0 or a.mailing == 1 or hours_until_mail(w) <= 0.0:
        return False
    a.mailing = 1
    return True


@rule
def leaves_mailing(w: World, g: int) -> bool:
    """Return whether mail to an account ends because none is sent any more, and note that it has."""
    if hours_until_mail(w) > 0.0:
        return False
    w.accounts[g].mailing = 0
    return True


@rule
def send_mail(w: World, g: int, now: float) -> None:
    """Mail everybody of an account that has left a trace."""
    q = w.params[0]
    a = w.accounts[g]
    if a.score <= 0.0:
        return
    a.n_mails += 1
    c = Channel.EMAIL
    sent = 0.0
    opened = 0.0
    wasted = 0.0
    n_tried = 0.0
    n_back = 0.0
    for i in range(a.n_people):
        p = w.people[g, i]
        if p.active == 0 or p.unsubscribed == 1:
            continue
        sent += 1.0
        lately = exposure_now(p.exposure[c], now - p.exposed_at[c], q.hours_fatigue)
        how = how_written_to(q, a, p, now)
        n_tried += 1.0 if how == TRIED else 0.0
        opens = p_opens(q.nurture_p_opened, p.trust[c], lately) * (q.cold_share_opening if how == COLD else 1.0)
        if draw(p.key, Draw.MAIL_OPENED, 0, a.n_mails) >= opens:
            p.hours_spent += q.mind_hours_glance
            wasted += q.mind_hours_glance
            continue
        opened += 1.0
        n_back += 1.0 if how == TRIED else 0.0
        p.exposure[c] = 1.0 + lately
        p.exposed_at[c] = now
        job = _open_question(a, p)
        useful = draw(p.key, Draw.MAIL_RELEVANT, 0, a.n_mails) < p_useful(q.nurture_share_relevant, lately)
        if job >= 0 and useful:
            teach(w, g, i, c, job, now)
        else:
            annoy(w, g, i, c, now)
            wasted += q.visit_hours[c]
    write(w, now, a.id, Kind.MAILED, channel=c, vendor=0, hours=wasted, value=sent, detail=opened)
    note_won_back(w, a, n_tried, n_back, now)


@rule
def teach(w: World, g: int, i: int, c: int, job: int, now: float) -> None:
    """Let what was sent answer a part of a general question, and say something of the sender."""
    q = w.params[0]
    a = w.accounts[g]
    p = w.people[g, i]
    gain = q.gain[c, job] * q.marketing_skill
    p.known[job] = min(p.need[job], p.known[job] + gain)
    impress(q, p, q.marketing_skill)
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


@rule
def annoy(w: World, g: int, i: int, c: int, now: float) -> None:
    """Let what was sent and is no use take attention and trust, say something of the sender, and perhaps be the last mail."""
    q = w.params[0]
    a = w.accounts[g]
    p = w.people[g, i]
    p.hours_spent += q.visit_hours[c]
    trusted = p.trust[c]
    p.trust[c] *= 1.0 - q.nurture_annoyance
    leave_impression(w, g, i, c, 0, Reason.DEAD_END, trusted, 0.0, now)
    p.n_annoyed += 1
    impress(q, p, 0.0)
    if draw(p.key, Draw.UNSUBSCRIBES, 0, p.n_annoyed) < q.mind_p_unsubscribes:
        p.unsubscribed = 1
        write(w, now, a.id, Kind.UNSUBSCRIBED, person=i, channel=c, vendor=0, seen=1, value=float(a.n_mails))


@rule
def impress(q: Parameters, p: Person, quality: float) -> None:
    """Take a mail or a call nobody asked for as a cue of what the sender is like; further ones say less and less."""
    weight = q.mind_experience_weight * q.mind_share_cue_mail / (1.0 + q.mind_repeat_discount * p.n_mails_read)
    p.n_mails_read += 1
    p.opinion[0] += cue_shift(p.precision[0], weight, quality, q.mind_expected_quality)


@rule
def _open_question(a: Account, p: Person) -> int:
    """Return the first general job a person still has questions about, -1 for none; mail answers general questions only."""
    for job in range(N_GENERAL):
        if job_covered(a, p, job) < 1.0:
            return job
    return -1
