"""The group at the end of a meeting: give up, work on a conflict, learn more, chase the favourite, or vote."""

from typing import Any

from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.vocabulary import N_VENDORS, Channel, Draw, Job, Kind, Reason, Status
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.parameter_names import Parameters
from buyermaze.simulator.model.rules.buyers.champion import p_won_over
from buyermaze.simulator.model.rules.journey.decision import (
    belief_sd,
    common_gain,
    expected_gain,
    learnable_sd,
    loss_averse,
    overload,
    p_give_up,
    p_settled,
    p_settled_with_tool,
    planned,
    pressure,
)
from buyermaze.simulator.model.rules.luck.draws import draw
from buyermaze.simulator.model.state import Account, Person, World
from buyermaze.simulator.model.steps.books.account_state import PROOF, care_taken, fade, fade_evidence, felt_precision
from buyermaze.simulator.model.steps.books.journal_row import write
from buyermaze.simulator.model.steps.books.pooling import WELL_INFORMED
from buyermaze.simulator.model.steps.buyers.ranking import gain_expected
from buyermaze.simulator.model.steps.journey.blockers import APPROVAL, REQUIREMENTS, VOTE, stand_up
from buyermaze.simulator.model.steps.journey.closing import close
from buyermaze.simulator.model.steps.sales.offers import offer_pilot, settle_terms
from buyermaze.simulator.model.steps.sales.tools import settling

MEETINGS_BEFORE_DOUBT = 3  # a group gives a project a chance before doubt can end it
ROUNDING = 1e-9  # share of a need; less is a matter of arithmetic
ROUNDING_OF_VOTES = 1e-12  # share of influence; less is a matter of arithmetic
LITTLE_HOPE = 0.1  # mean gain below which the choice of solution is questioned, value units; assumption


@rule
def decide(w: World, g: int, now: float, elapsed: float, weight: Any, least: float, early: float) -> None:
    """Take the step that follows from how much is known.

    ``least`` is the smallest share met of any job, ``early`` that of the first three; both are 0 while somebody is still to
    join. ``elapsed`` is the time since the last meeting.
    """
    q = w.params[0]
    a = w.accounts[g]
    enough = _knows_enough(w, g, now, elapsed, weight)
    doubting = a.done[0] == 1 and a.done[1] == 1 and a.conviction < 0.0 and a.n_meetings >= MEETINGS_BEFORE_DOUBT
    if doubting and _gives_up_doubting(w, g, now):
        return
    if q.n_blockers > 0.0 and a.done[Job.REQUIREMENTS] == 1:
        stand_up(w, g, REQUIREMENTS, now)
        if a.status != Status.OPEN:
            return
    if q.pilot_p_offered > 0.0:
        offer_pilot(w, g, now, _lateness(q, a, now))
    ready = least >= q.group_share_covered - ROUNDING or (enough and least >= q.group_share_at_least - ROUNDING)
    if ready and a.met[a.leader] == 0:
        a.unreached[a.leader] += 1  # nobody signs without terms: somebody has to reach the vendor first
        first = w.people[g, 0]
        known = first.evidence[a.leader, PROOF]
        without_terms = (1.0 - q.mind_share_terms) * first.need[Job.VALIDATION]
        if known > without_terms:
            first.evidence_wrong[a.leader, PROOF] *= without_terms / known
            first.evidence[a.leader, PROOF] = without_terms
        _write_vote(w, g, now, Reason.UNREACHED, 0.0)
    elif ready and now >= max(a.vacant_until, a.held_until):
        if q.offers_matter > 0.0 and settle_terms(w, g, now):
            return
        if q.n_blockers == 0.0 or not stand_up(w, g, VOTE, now):
            _vote(w, g, now, weight)
    elif early >= WELL_INFORMED:
        yes, opposed, vetoed = _stances(w, g, weight)
        if opposed > 0.0 and yes > 0.0 and not _passes(q, yes, vetoed):
            _work_on_conflict(w, g, now, weight, yes, opposed)


@rule
def _knows_enough(w: World, g: int, now: float, elapsed: float, weight: Any) -> bool:
    """Return whether one more round is worth less than it costs: what it may teach, at the pace of late, against delay."""
    q = w.params[0]
    a = w.accounts[g]
    variance = 0.0
    total = 0.0
    for i in range(a.n_people):
        if weight[i] > 0.0:
            p = w.people[g, i]
            variance += weight[i] * (1.0 / felt_precision(p, a.leader) + 1.0 / felt_precision(p, N_VENDORS))
            total += weight[i]
    variance /= total
    gained = max(0.0, 1.0 / variance - 1.0 / a.variance)
    a.variance = variance
    a.learning = gained if a.n_meetings == 1 else 0.5 * (a.learning + gained)
    cost = q.group_cost_of_delay * _lateness(q, a, now) * elapsed / HOURS_PER_DAY
    return expected_gain(a.margin, learnable_sd(variance, a.learning)) < cost


@rule
def _lateness(q: Parameters, a: Account, now: float) -> float:
    """Return the factor by which delay hurts more once the group's plan is overrun."""
    plan = planned(HOURS_PER_DAY * q.group_days_usual * a.pace * q.depth, q.mind_planning_fallacy)
    return pressure(now - a.arrived, plan, q.group_deadline_pressure)


@rule
def _gives_up_doubting(w: World, g: int, now: float) -> bool:
    """Let a group that sees no gain, or sees one and fears to mess up, drop the project or not; a kit calms."""
    q = w.params[0]
    a = w.accounts[g]
    calm = 1.0 - q.group_share_kit_calms if a.kit == 1 else 1.0
    if draw(a.key, Draw.QUIT, 0, a.n_meetings) >= q.group_p_give_up_doubting * calm:
        return False
    reason = Reason.STATUS_QUO if a.outlook < 0.0 else Reason.DOUBT
    close(w, g, now, Status.NO_DECISION, reason)
    return True


@rule
def _stances(w: World, g: int, weight: Any) -> tuple[float, float, bool]:
    """Let everybody make up their mind on the favourite.

    Return the share of influence that says yes, the influence of those who expect to lose (others who say no expect to gain,
    and are afraid to be wrong), and whether a veto is due.
    """
    q = w.params[0]
    a = w.accounts[g]
    yes = 0.0
    opposed = 0.0
    total = 0.0
    vetoed = False
    for i in range(a.n_people):
        p = w.people[g, i]
        p.expected = gain_expected(q, a, p, a.leader)
        p.expected_sd = belief_sd(
            felt_precision(p, a.leader),
            felt_precision(p, N_VENDORS),
            a.spread,
            q.mind_dissent_doubt,
            overload(a.n_close, q.mind_choice_overload, p.advised),
        )
        p.stance = loss_averse(p.expected, p.expected_sd, q.mind_loss_aversion)
        p.overruled = 1.0 if p.stance <= 0.0 else 0.0
        total += weight[i]
        if p.stance > 0.0:
            yes += weight[i]
        elif p.expected < 0.0:
            opposed += weight[i]
        if p.stance < -q.group_veto_tolerance and q.can_veto[p.persona] > 0.0:
            vetoed = True
    return yes / total, opposed, vetoed


@rule
def _passes(q: Parameters, yes: float, vetoed: bool) -> bool:
    return yes >= q.group_quorum - ROUNDING_OF_VOTES and not vetoed


@rule
def _work_on_conflict(w: World, g: int, now: float, weight: Any, yes: float, opposed: float) -> bool:
    """Work on a disagreement; return whether it was settled.

    What those who expect to lose lack is found, partly at no cost to anybody, partly at the others' expense; or the matter
    escalates, and with mounting tension the group may fall apart.
    """
    q = w.params[0]
    a = w.accounts[g]
    left = opposed - _settle(w, g, weight)
    settled = left <= ROUNDING_OF_VOTES
    if not settled:
        a.tension += left
        for i in range(a.n_people):
            if w.people[g, i].attends == 1:
                w.people[g, i].hours_vain += q.group_hours_meeting
    verdict = Reason.SETTLED if settled else Reason.ESCALATED
    write(
        w,
        now,
        a.id,
        Kind.POLL,
        reason=verdict,
        job=Job.CONSENSUS,
        channel=Channel.MEETING,
        vendor=a.leader,
        value=yes,
        detail=a.tension,
    )
    if not settled:
        chance = p_give_up(q.group_give_up_per_tension, a.tension, a.kit == 1, q.group_share_kit_calms)
        if draw(a.key, Draw.ABANDON, 0, a.n_meetings) < chance:
            close(w, g, now, Status.NO_DECISION, Reason.CONFLICT)
    return settled


@rule
def _settle(w: World, g: int, weight: Any) -> float:
    """Win over those who expect to lose, one by one; return the influence won over.

    They are given what they lack; what is not common gain is paid for by those in favour, all alike. Nobody is won over when
    that is more than those in favour have to give.
    """
    q = w.params[0]
    a = w.accounts[g]
    chance = p_won_over(p_settled(q.group_p_settled, a.tension), a.skill)
    lacking = 0.0
    won_over = 0.0
    paying = 0.0
    surplus = 0.0
    apart = 0.0
    for i in range(a.n_people):
        p = w.people[g, i]
        apart += p.apart / a.n_people
        if weight[i] > 0.0 and p.expected < 0.0:
            if _is_won_over(q, a, p, chance):
                won_over += weight[i]
                lacking -= weight[i] * p.stance
        elif weight[i] > 0.0 and p.stance > 0.0:
            paying += weight[i]
            surplus += weight[i] * p.stance
    price = lacking * (1.0 - common_gain(q.group_share_common_gain, apart, a.kit == 1, q.group_share_kit_calms))
    if price >= surplus:
        return 0.0
    for i in range(a.n_people):
        p = w.people[g, i]
        if weight[i] > 0.0 and p.expected < 0.0:
            if _is_won_over(q, a, p, chance):
                p.conceded -= p.stance
        elif weight[i] > 0.0 and p.stance > 0.0:
            p.conceded -= price / paying
    return won_over


@rule
def _is_won_over(q: Parameters, a: Account, p: Person, chance: float) -> bool:
    """Return whether somebody who expects to lose is won over at this meeting."""
    if q.n_tools > 0.0:
        chance = p_settled_with_tool(chance, settling(q, p))
    return draw(p.key, Draw.SETTLED, 0, a.n_meetings) < chance


@rule
def _write_vote(w: World, g: int, now: float, verdict: int, yes: float) -> None:
    a = w.accounts[g]
    write(
        w,
        now,
        a.id,
        Kind.VOTE,
        reason=verdict,
        job=Job.CONSENSUS,
        channel=Channel.MEETING,
        vendor=a.leader,
        value=yes,
        detail=a.spread,
    )


@rule
def _vote(w: World, g: int, now: float, weight: Any) -> None:
    """Vote on the favourite: enough influence must say yes and nobody with a veto may stand to lose."""
    q = w.params[0]
    a = w.accounts[g]
    yes, opposed, vetoed = _stances(w, g, weight)
    _note_care(w, g)
    if _passes(q, yes, vetoed):
        carry(w, g, now, yes)
        return
    _write_vote(w, g, now, Reason.BLOCKED, yes)
    conflict = opposed > 0.0 and yes > 0.0
    if conflict and _work_on_conflict(w, g, now, weight, yes, opposed):
        return
    if not conflict and _gives_up_doubting(w, g, now):
        return
    if a.status == Status.OPEN:
        _loop_back(w, g, now, conflict)


@rule
def _note_care(w: World, g: int) -> None:
    a = w.accounts[g]
    for i in range(a.n_people):
        w.people[g, i].care = care_taken(w.people[g, i], a.leader)


@rule
def sound_out(w: World, g: int) -> float:
    """Let everybody who has joined make up their mind on the favourite; return the share of influence that says yes."""
    _note_care(w, g)
    return _stances(w, g, w.talk[0])[0]


@rule
def carry(w: World, g: int, now: float, yes: float) -> None:
    """Let the favourite have won the vote: it goes up for approval, or is bought where nobody has to sign."""
    a = w.accounts[g]
    _write_vote(w, g, now, Reason.PASSED, yes)
    if w.params[0].n_levels > 0.0:
        a.level = 0
        if w.params[0].n_blockers > 0.0:
            stand_up(w, g, APPROVAL, now)
        a.approving = 1 if a.status == Status.OPEN else 0
    else:
        close(w, g, now, Status.WON if a.leader == 0 else Status.LOST, Reason.BOUGHT)


@rule
def _loop_back(w: World, g: int, now: float, conflict: bool) -> None:
    """Go back to earlier work: conflict questions the requirements, doubt the validation, little hope the solution."""
    q = w.params[0]
    a = w.accounts[g]
    kept = 1.0 - q.group_share_lost_on_loop
    for i in range(a.n_people):
        p = w.people[g, i]
        if conflict:
            fade(p, Job.REQUIREMENTS, kept)
        else:
            fade_evidence(p, a.leader, PROOF, kept)
        if a.outlook < LITTLE_HOPE:
            fade(p, Job.SOLUTION, kept)
    reason = Reason.CONFLICT if conflict else Reason.DOUBT
    write(w, now, a.id, Kind.LOOPED, reason=reason, job=Job.CONSENSUS, vendor=a.leader)
