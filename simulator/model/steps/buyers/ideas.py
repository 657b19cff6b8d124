"""What is said of change meets a concern or not, and challenges or not; ideas met before the search have ripened or not."""

from buyermaze.simulator.core.calendar import HOURS_PER_WEEK
from buyermaze.simulator.core.vocabulary import ABOUT_CHANGE, Channel, Draw, Kind, Reason
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.parameter_names import Parameters
from buyermaze.simulator.model.rules.buyers.ideas import (
    p_primed,
    p_taken_up,
    ripeness,
    subject_of,
    turned,
    urgency_added,
)
from buyermaze.simulator.model.rules.luck.draws import draw, exponential
from buyermaze.simulator.model.rules.marketing.outbound import irritation
from buyermaze.simulator.model.state import Account, Person, World
from buyermaze.simulator.model.steps.books.account_state import treat
from buyermaze.simulator.model.steps.books.journal_row import write

OWN, PLANTED = 0, 1  # which of the draws of a concern: a person's own, or that of an idea met before the search
KNOWN, SPOKEN, CHALLENGES, TAKES_UP, SLOTS = 0, 1, 2, 3, 4  # which of the draws of a visit, and how many there are
AGE = 0  # which of the draws of an account


@rule
def meet_idea(w: World, g: int, i: int, match: float, reason: int, now: float) -> float:
    """Let a person take in what an answer of ours on change speaks of; return how well it fits then.

    Reps who know the situation speak to the concern, and so does content as far as it is fitted to a reader who is known.
    A challenge makes change seem worth more to who takes it up, and costs trust with who does not.
    """
    q = w.params[0]
    a = w.accounts[g]
    p = w.people[g, i]
    c = p.channel
    talk = c == Channel.REP and p.rep >= 0 and (reason == Reason.IN_CONTEXT or reason == Reason.OUT_OF_CONTEXT)
    text = c == Channel.CONTENT and reason != Reason.DEAD_END
    if q.ideas_matter == 0.0 or ABOUT_CHANGE[p.job] == 0 or not (talk or text):
        return match
    n = p.n_visits[c]
    known = q.memory_tailoring * p.on_file
    if talk:
        known = 1.0 if reason == Reason.IN_CONTEXT else 0.0
    speaks_of = _spoken_of(q, draw(p.key, Draw.IDEA, SLOTS * c + SPOKEN, n), now)
    to_the_point = speaks_of == concern_of(q, a, p) or draw(p.key, Draw.IDEA, SLOTS * c + KNOWN, n) < known
    fit = 1.0 if to_the_point else 1.0 - q.ideas_subject_pull
    how: int = Reason.ON_SUBJECT if to_the_point else Reason.OFF_SUBJECT
    change = 0.0
    if draw(p.key, Draw.IDEA, SLOTS * c + CHALLENGES, n) < q.teaching_p_challenge:
        if draw(p.key, Draw.IDEA, SLOTS * c + TAKES_UP, n) < p_taken_up(q.ideas_p_open, p.trust[c], fit):
            how = Reason.TAKEN_UP
            change = urgency_added(q.ideas_urgency, q.mind_repeat_discount, p.n_taught)
            p.change_belief += change
            p.n_taught += 1
        else:
            how = Reason.RESENTED
            change = -irritation(q.ideas_annoyance, p.trust[c]) * p.trust[c]
            p.trust[c] += change
            treat(q, a, 0, 0.0)
    write(
        w,
        now,
        a.id,
        Kind.IDEA,
        person=i,
        reason=how,
        job=p.job,
        channel=c,
        vendor=0,
        value=change,
        detail=1.0 if to_the_point else 0.0,
    )
    return match * fit


@rule
def concern_of(q: Parameters, a: Account, p: Person) -> int:
    """Return what the purchase is about for a person; who met an idea of ours before the search took its subject over."""
    if a.planted > 0.0:
        return _spoken_of(q, draw(a.key, Draw.CONCERN, PLANTED, 0), a.arrived)
    wants = q.concern[p.persona]
    wanted = subject_of(draw(p.key, Draw.CONCERN, OWN, 0), wants[0], wants[1], wants[2])
    return turned(wanted, a.arrived, q.ideas_weeks_turn)


@rule
def _spoken_of(q: Parameters, luck: float, time: float) -> int:
    """Return a subject of ours by its weight; we follow what purchases are about some weeks behind."""
    subject = subject_of(luck, q.teaching_fix, q.teaching_run, q.teaching_grow)
    return turned(subject, time - HOURS_PER_WEEK * q.teaching_weeks_behind, q.ideas_weeks_turn)


@rule
def plant_idea(w: World, a: Account) -> tuple[bool, float]:
    """Return whether an account that sets out has met an idea of ours before, and how far it is ripe.

    Where ideas take time to ripen it was met some time ago, and what was spent on planting them at that time counts.
    """
    q = w.params[0]
    hours = 0.0
    if q.ideas_weeks_ripen > 0.0:
        hours = exponential(draw(a.key, Draw.IDEA, AGE, 0), HOURS_PER_WEEK * q.ideas_weeks_before)
    chance = p_primed(_priming_at(w, a.arrived - hours), q.demand_share_latent)
    if draw(a.key, Draw.PRIMED, 0, 0) >= chance:
        return False, 0.0
    return True, ripeness(hours, q.ideas_weeks_ripen)


@rule
def tell_of_idea(w: World, g: int, now: float) -> None:
    """Write down that an account met an idea of ours before it set out, where such ideas take time to ripen."""
    if w.params[0].ideas_weeks_ripen <= 0.0:
        return
    met, ripe = plant_idea(w, w.accounts[g])
    if met:
        write(w, now, w.accounts[g].id, Kind.IDEA, reason=Reason.PLANTED, vendor=0, value=ripe)


@rule
def _priming_at(w: World, time: float) -> float:
    """Return the intensity of planting ideas at some time; before the run it was what it is at its start."""
    q = w.params[0]
    if time >= q.epoch_from:
        return float(q.marketing_priming)
    intensity = q.priming_at_start
    for k in range(1, w.params.shape[0]):
        if w.params[k].epoch_from <= time:
            intensity = w.params[k].marketing_priming
    return float(intensity)
