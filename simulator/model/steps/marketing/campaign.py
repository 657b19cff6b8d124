"""A campaign: who enters or is held out, and steps that go out one after the other until somebody has met us."""

from buyermaze.simulator.core.agenda import Errand
from buyermaze.simulator.core.calendar import HOURS_PER_WEEK
from buyermaze.simulator.core.vocabulary import Channel, Cover, Draw, Kind, Reason
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.journey.choice import exposure_now
from buyermaze.simulator.model.rules.luck.draws import draw
from buyermaze.simulator.model.rules.marketing.campaign import is_crowded, is_region_held_out
from buyermaze.simulator.model.rules.marketing.mailing import p_opens, p_useful
from buyermaze.simulator.model.rules.marketing.qualification import aged_score, points
from buyermaze.simulator.model.state import Account, World
from buyermaze.simulator.model.steps.books.account_state import covered_by, discover, job_covered
from buyermaze.simulator.model.steps.books.journal_row import write
from buyermaze.simulator.model.steps.marketing.nurture import annoy, teach
from buyermaze.simulator.model.steps.marketing.outbound import NOT_CALLED
from buyermaze.simulator.model.steps.marketing.qualification import note_lead
from buyermaze.simulator.model.steps.sales.selling import DUE, NOT_DUE

NONE, LOOKED_AT, RUNS, HELD_OUT, OVER = 0, 1, 2, 3, 4  # how an account stands with the campaign
ALWAYS, TAKEN, NOT_TAKEN = 0, 1, 2  # model.parameters.CONDITIONS
OPENS, IS_OF_USE = 0, 1  # which of the draws


@rule
def joins_campaign(w: World, g: int) -> bool:
    """Return whether an account is looked at for the campaign from now on, and note that it is."""
    q = w.params[0]
    a = w.accounts[g]
    if q.campaign_n_steps == 0.0 or a.alive == 0 or a.campaign != NONE or q.campaign_segments[a.taken_for] == 0.0:
        return False
    a.campaign = LOOKED_AT
    return True


@rule
def hours_until_campaign(w: World, g: int) -> float:
    """Return the time until the next step of an account, or until the next look, a week, whether it has left a trace."""
    a = w.accounts[g]
    return max(1.0, w.params[0].campaign_hours[a.campaign_step]) if a.campaign == RUNS else HOURS_PER_WEEK


@rule
def run_campaign(w: World, g: int, now: float) -> bool:
    """Enlist an account that has left a trace, or do its next step; return whether there is more to come.

    It is over once somebody has met us: what comes then is the reps'.
    """
    q = w.params[0]
    a = w.accounts[g]
    if a.met_us == 1 or (a.campaign == LOOKED_AT and now >= q.campaign_to):
        a.campaign = OVER
        return False
    if a.campaign == LOOKED_AT:
        if now < q.campaign_from or a.score <= 0.0:
            return True
        held_out = _is_held_out(w, a)
        a.campaign = HELD_OUT if held_out else RUNS
        write(w, now, a.id, Kind.ENLISTED, reason=Reason.HELD_OUT if held_out else Reason.NONE, vendor=0)
        return not held_out
    s = a.campaign_step
    if not _is_due(w, g, s):
        write(
            w,
            now,
            a.id,
            Kind.CAMPAIGN,
            reason=Reason.LEFT_OUT,
            job=int(q.campaign_job[s]),
            channel=int(q.campaign_channel[s]),
            vendor=0,
        )
    elif int(q.campaign_channel[s]) == Channel.REP:
        _call(w, g, s, now)
    else:
        _send(w, g, s, now)
    a.campaign_step += 1
    return bool(a.campaign_step < q.campaign_n_steps)


@rule
def _is_held_out(w: World, a: Account) -> bool:
    """Return whether an account gets nothing: by its own luck, or by that of its region."""
    q = w.params[0]
    if q.campaign_by_region > 0.0:
        first = draw(w.market[0].key, Draw.HELD_OUT, 0, 0)
        return is_region_held_out(a.region, int(q.living_n_regions), first, q.campaign_share_held_out)
    return bool(draw(a.key, Draw.HELD_OUT, 0, 0) < q.campaign_share_held_out)


@rule
def _is_due(w: World, g: int, s: int) -> bool:
    """Return whether a step goes out, by what became of the one before it."""
    q = w.params[0]
    a = w.accounts[g]
    if s == 0 or q.campaign_if[s] == ALWAYS:
        return True
    taken = a.campaign_taken == 1
    if int(q.campaign_channel[s - 1]) == Channel.REP:
        taken = False
        for i in range(a.n_people):
            taken = taken or w.people[g, i].called != NOT_CALLED
    return bool(taken == (q.campaign_if[s] == TAKEN))


@rule
def _call(w: World, g: int, s: int, now: float) -> None:
    """Leave the errand of a call by one of our reps, where our reps sell and no call is due."""
    q = w.params[0]
    a = w.accounts[g]
    called = a.calling == NOT_DUE and covered_by(q, a) == Cover.REPS
    if called:
        a.n_looks += 1
        a.calling = DUE
        a.errand = Errand.OUTBOUND
    write(
        w,
        now,
        a.id,
        Kind.CAMPAIGN,
        reason=Reason.NONE if called else Reason.LEFT_OUT,
        job=int(q.campaign_job[s]),
        channel=Channel.REP,
        vendor=0,
    )


@rule
def _send(w: World, g: int, s: int, now: float) -> None:
    """Send a mail, or an invitation by mail, to everybody it is for; who comes or reads is taught, or annoyed."""
    q = w.params[0]
    a = w.accounts[g]
    c = int(q.campaign_channel[s])
    job = int(q.campaign_job[s])
    n_sent = 0.0
    n_taken = 0.0
    n_crowded = 0.0
    wasted = 0.0
    for i in range(a.n_people):
        p = w.people[g, i]
        answers = q.campaign_answers[s, p.persona]
        if answers < 0.0 or p.active == 0 or p.unsubscribed == 1:
            continue
        n_sent += 1.0
        lately = exposure_now(p.exposure[Channel.EMAIL], now - p.exposed_at[Channel.EMAIL], q.hours_fatigue)
        n_crowded += 1.0 if is_crowded(lately) else 0.0
        opens = p_opens(q.nurture_p_opened, p.trust[Channel.EMAIL], lately)
        wonders = job_covered(a, p, job) < 1.0
        if draw(p.key, Draw.CAMPAIGN, OPENS, s) >= opens or (c == Channel.EVENT and not wonders):
            p.hours_spent += q.mind_hours_glance
            wasted += q.mind_hours_glance
            continue
        n_taken += 1.0
        discover(a, 0)
        p.exposure[Channel.EMAIL] = 1.0 + lately
        p.exposed_at[Channel.EMAIL] = now
        a.score = aged_score(a.score, now - a.scored_at, q.gate_days_score_life) + points(c)
        a.scored_at = now
        if wonders and draw(p.key, Draw.CAMPAIGN, IS_OF_USE, s) < p_useful(answers, lately):
            teach(w, g, i, c, job, now)
        else:
            annoy(w, g, i, c, now)
            wasted += q.visit_hours[c]
    a.campaign_taken = 1 if n_taken > 0.0 else 0
    write(w, now, a.id, Kind.CAMPAIGN, job=job, channel=c, vendor=0, hours=wasted, value=n_sent, detail=n_taken)
    if n_crowded > 0.0:
        write(w, now, a.id, Kind.CROWDED, channel=c, vendor=0, value=n_crowded)
    if n_taken > 0.0 and a.score >= q.gate_score:
        note_lead(w, g, now, Reason.SCORE)
