"""A visit to a channel ends: what it taught, what it said about value, what it felt like, and what the seller saw."""

from buyermaze.simulator.core.vocabulary import (
    ABOUT_CHANGE,
    ABOUT_VENDOR,
    CLAIMS,
    COMPARES,
    ENCOUNTER,
    EVIDENCE,
    IN_PERSON,
    N_VENDORS,
    OURS,
    RETELLS,
    RIVALS,
    TRACKED,
    Channel,
    Draw,
    Job,
    Kind,
    Reason,
)
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.parameter_names import Parameters
from buyermaze.simulator.model.rules.buyers.beliefs import (
    confused,
    cue_shift,
    in_favour,
    signal_sd,
    signal_weight,
    surprise,
    trust_earned,
    updated_mean,
)
from buyermaze.simulator.model.rules.buyers.learning import attention, covered, seller_match, visit_gain
from buyermaze.simulator.model.rules.journey.choice import exposure_now, p_discovered
from buyermaze.simulator.model.rules.luck.draws import draw, normal
from buyermaze.simulator.model.rules.marketing.qualification import aged_score, points
from buyermaze.simulator.model.rules.sales.claims import believed, pitch_bias
from buyermaze.simulator.model.state import Account, Person, World
from buyermaze.simulator.model.steps.books.account_state import (
    discover,
    fade,
    fade_evidence,
    favourite_of,
    felt_precision,
    hours_so_far,
    progress,
    recent_exposure,
    treat,
    understood,
)
from buyermaze.simulator.model.steps.books.journal_row import write
from buyermaze.simulator.model.steps.buyers.ideas import meet_idea
from buyermaze.simulator.model.steps.buyers.impression import leave_impression
from buyermaze.simulator.model.steps.buyers.memory import note
from buyermaze.simulator.model.steps.environment.peers import listen
from buyermaze.simulator.model.steps.journey.arrival import rest
from buyermaze.simulator.model.steps.journey.assistant import (
    ask_assistant,
    bias_of_answer,
    error_of_answer,
    go_through_answers,
    published,
)
from buyermaze.simulator.model.steps.journey.blockers import foresee
from buyermaze.simulator.model.steps.journey.choice import PARTNER, vendor_only
from buyermaze.simulator.model.steps.journey.closing import leave, loses_interest
from buyermaze.simulator.model.steps.journey.conversation import SHARE_ANSWERED_BY_PUSH, TRUST_AFTER_PUSH, answer_of_rep
from buyermaze.simulator.model.steps.journey.reading import DEAD_END_YIELD, read_content
from buyermaze.simulator.model.steps.marketing.qualification import note_lead
from buyermaze.simulator.model.steps.marketing.surveys import ask_about_effort
from buyermaze.simulator.model.steps.sales.anticipation import put_before
from buyermaze.simulator.model.steps.sales.claims import check_claim, compare_claims, promise
from buyermaze.simulator.model.steps.sales.tools import come_by_tool, work_with_tool

CLASH_COST = 0.4  # quality of an encounter lost when a contradiction is caught; assumption
COST_OF_WAITING = 0.25  # quality of a conversation lost when it came after more than three days; assumption
TRUST_AFTER_SURPRISE = 0.95  # share of the trust in a channel that survives a contradiction; assumption
SIGNALS_PER_CHANNEL = 8  # numbers of signals kept for a channel; a signal's number is part of keyed luck
USABLE_MATCH = 0.3  # match from which vendor material spares writing it oneself; assumption
SHARE_ABOUT_OTHERS = 0.4  # of a comparison's evidence and weight that concerns each other vendor; assumption
UNLEARNED_PER_SD = 0.15  # share of what was known that each sd of contradiction unsettles; assumption


@rule
def finish_visit(w: World, g: int, i: int, now: float) -> None:
    """Let a person take in the visit just ended; afterwards they rest for ``hours_pause`` unless the account closed."""
    q = w.params[0]
    a = w.accounts[g]
    p = w.people[g, i]
    c = p.channel
    k = p.vendor
    own = OURS[c] == 1
    trusted = p.trust[c]
    p.exposure[c] = 1.0 + exposure_now(p.exposure[c], now - p.exposed_at[c], q.hours_fatigue)
    p.exposed_at[c] = now
    p.n_visits[c] += 1
    hours = work_with_tool(w, g, i, now) + put_before(w, g, i, now)
    p.hours_spent += hours
    match, reason = _match(w, g, i)
    match = meet_idea(w, g, i, match, reason, now)
    come_by_tool(w, g, i, reason, now)
    by_partner = c == Channel.REP and p.rep == PARTNER
    if by_partner or c == Channel.RIVAL_REP:
        _meet_seller(w, g, i, by_partner, now)
    luck = draw(p.key, Draw.LUCK_OF_VISIT, c, p.n_visits[c])
    taken_in = match * attention(recent_exposure(p, now, q.hours_fatigue), q.mind_attention)
    gain = visit_gain(q.gain[c, p.job], taken_in, luck, q.mind_visit_luck)
    if own:
        discover(a, 0)
    refused = reason == Reason.REFUSED
    if IN_PERSON[c] == 1 and p.job == Job.REQUIREMENTS and a.framed == 0 and not refused:
        _frame(w, g, k, match)
    if _learn(w, g, i, gain, match):
        reason = Reason.ALONE
    in_vain = _share_in_vain(q, p, reason)
    p.hours_vain += hours * in_vain
    seen = _seen(w, g, i)
    _put_on_record(w, g, i, seen, by_partner, now)
    write(
        w, now, a.id, Kind.TOUCH, person=i, reason=reason, rep=p.rep if c == Channel.REP else -1, job=p.job, channel=c,
        vendor=k, seen=seen, hours=hours, value=gain, detail=a.score,
    )  # fmt: skip
    if seen == 1 and a.score >= q.gate_score:
        note_lead(w, g, now, Reason.SCORE)
    if COMPARES[c] == 1:
        _come_across_vendors(w, g, i)
    in_context = reason == Reason.IN_CONTEXT
    if in_context:
        _sort_out(p, k, q.mind_sense_making)
        if q.n_blockers > 0.0 and a.serious == 1:
            foresee(w, g, i, now)
    if q.signal_sd[c] > 0.0:
        _believe(w, g, i, taken_in, 1.0 - q.mind_sense_making if in_context else 1.0, now)
    if p.n_unchecked > 0 and IN_PERSON[c] == 1 and not refused:
        go_through_answers(w, g, i, now)
    if q.message_fine_print > 0.0 and own:
        _read_terms(w, g, i, now)
    if c == Channel.REP:
        ask_about_effort(w, g, i, match, now)
    trusted_before_claims = p.trust[c]
    clash = check_claim(w, g, i, now)
    if CLAIMS[c] == 1:
        clash = max(clash, compare_claims(w, g, i, now))
    by_claims = p.trust[c] - trusted_before_claims
    if ENCOUNTER[c] == 1:
        _feel(q, a, p, match, clash, in_vain)
    how = Reason.FOUND_OUT if by_claims < 0.0 else reason if reason == Reason.PUSHED or refused else Reason.NONE
    leave_impression(w, g, i, c, k, how, trusted, by_claims, now)
    if loses_interest(w, g, i, 0):
        leave(w, g, now)
    else:
        p.hours_pause = rest(q, a, p, Draw.REST, p.n_plans)


@rule
def _meet_seller(w: World, g: int, i: int, by_partner: bool, now: float) -> None:
    """Note that the group has met a partner of ours or a rival's rep, and write it down the first time."""
    a = w.accounts[g]
    p = w.people[g, i]
    first = a.met_us == 0 if by_partner else a.met[p.vendor] == 0
    if by_partner:
        a.met_us = 1
    a.met[p.vendor] = 1
    if first:
        write(
            w, now, a.id, Kind.CONTACTED, person=i, job=p.job, channel=p.channel, vendor=p.vendor, seen=1 if by_partner else 0,
            value=progress(w, g), detail=hours_so_far(w, g),
        )  # fmt: skip


@rule
def _put_on_record(w: World, g: int, i: int, seen: int, by_partner: bool, now: float) -> None:
    """Let the seller's people and systems keep what they learned from a visit, and score the account for it."""
    q = w.params[0]
    a = w.accounts[g]
    p = w.people[g, i]
    with_rep = p.channel == Channel.REP
    if seen == 1:
        told = with_rep and not by_partner  # what partners learn stays with them
        note(w, g, i, q.memory_share_learned if told else q.memory_share_tracked, told and p.rep == a.owner, now, 1.0)
        a.score = aged_score(a.score, now - a.scored_at, q.gate_days_score_life) + points(p.channel)
        a.scored_at = now
    elif with_rep:  # not written down
        note(w, g, i, q.memory_share_learned, p.rep == a.owner, now, 0.0)


@rule
def _come_across_vendors(w: World, g: int, i: int) -> None:
    """Let a comparison name vendors the group had not heard of."""
    q = w.params[0]
    a = w.accounts[g]
    p = w.people[g, i]
    chance = p_discovered(q.mind_p_discover, covered(p.known[Job.REQUIREMENTS], p.need[Job.REQUIREMENTS]))
    for other in range(N_VENDORS):
        if a.aware[other] == 1:
            continue
        named = chance * published(q, w.market[0], p, other) if RETELLS[p.channel] == 1 else chance
        if draw(p.key, Draw.DISCOVER, other, p.n_plans) < named:
            discover(a, other)


@rule
def _share_in_vain(q: Parameters, p: Person, reason: int) -> float:
    """Return the part of a visit's time that need not have been: nothing found, told again, or written alone."""
    if reason == Reason.DEAD_END:
        return 1.0 - DEAD_END_YIELD
    if reason == Reason.REFUSED:
        return 1.0
    if reason == Reason.ALONE:
        return 1.0 - float(q.mind_share_alone_yield)
    if reason == Reason.PUSHED:
        return 1.0 - SHARE_ANSWERED_BY_PUSH
    if reason == Reason.OUT_OF_CONTEXT:
        return float(q.memory_penalty_unknown if p.channel == Channel.REP else q.rival_penalty_unknown[p.vendor])
    return 0.0


@rule
def _sort_out(p: Person, vendor: int, share: float) -> None:
    """Let a seller who knows the buyer's situation clear up contradictions, and narrow a late choice down."""
    p.confusion[vendor] *= 1.0 - share
    p.confusion[N_VENDORS] *= 1.0 - share
    if ABOUT_VENDOR[p.job] == 1:
        p.advised += share * (1.0 - p.advised)


@rule
def _match(w: World, g: int, i: int) -> tuple[float, int]:
    """Return how well the channel answered and why."""
    q = w.params[0]
    a = w.accounts[g]
    p = w.people[g, i]
    c = p.channel
    if c == Channel.CONTENT:
        return read_content(q, w.market[0], a, p)
    if c == Channel.REP and p.rep == PARTNER:
        in_context = draw(p.key, Draw.CONTEXT, 0, p.n_visits[c]) < q.partners_share_known
        match = seller_match(q.partners_skill, q.depth, in_context, q.memory_penalty_unknown, 0.0, 0.0)
        return match, Reason.IN_CONTEXT if in_context else Reason.OUT_OF_CONTEXT
    if c == Channel.REP:
        return answer_of_rep(w, g, i)
    if OURS[c] == 1:
        return q.marketing_skill, Reason.NONE
    if c == Channel.RIVAL_REP:
        known = draw(p.key, Draw.RIVAL_CONTEXT, p.vendor, p.n_visits[c]) < q.rival_share_known[p.vendor]
        kept = 1.0 if known else 1.0 - q.rival_penalty_unknown[p.vendor]
        return q.rival_skill[p.vendor] * kept, Reason.IN_CONTEXT if known else Reason.OUT_OF_CONTEXT
    if RIVALS[c] == 1:
        return q.rival_skill_digital[p.vendor], Reason.NONE
    if RETELLS[c] == 1:
        return ask_assistant(q, w.market[0], p)
    return 1.0, Reason.NONE


@rule
def _learn(w: World, g: int, i: int, gain: float, match: float) -> bool:
    """Add what was learned; return whether a vendor-only question was worked on without the vendor."""
    q = w.params[0]
    a = w.accounts[g]
    p = w.people[g, i]
    c = p.channel
    job = p.job
    k = p.vendor
    misled = RETELLS[c] == 1 and p.misled == 1
    if ABOUT_CHANGE[job] == 0 and IN_PERSON[c] == 1:
        p.guided[k] += gain * understood(p)  # help is worth what one is able to take in
    if ABOUT_VENDOR[job] == 0:
        before = p.known[job]
        p.known[job] = min(p.need[job], before + gain)
        if misled:
            p.known_wrongly[job] += p.known[job] - before
        return False
    need = p.need[job]
    limit = need
    alone = False
    if job == Job.VALIDATION:
        seller = IN_PERSON[c] == 1
        if q.needs_terms[p.persona] > 0.0:
            if not seller and not (c == Channel.CONTENT and a.self_serve == 1):
                limit = need * (1.0 - q.mind_share_terms)
        elif q.needs_justification[p.persona] > 0.0 and not seller:
            if c == Channel.OWN_WORK or c == Channel.CONTENT or c == Channel.RIVAL_CONTENT:
                if vendor_only(q, p, k) and _writes_alone(p, match):
                    gain *= q.mind_share_alone_yield
                    alone = True
            else:
                limit = need * (1.0 - q.mind_share_justification)
    part = EVIDENCE[job]
    before = p.evidence[k, part]
    p.evidence[k, part] = max(before, min(limit, before + gain))
    if misled:
        p.evidence_wrong[k, part] += p.evidence[k, part] - before
    if job == Job.SELECTION and COMPARES[c] == 1:
        for place in range(2):  # comparisons say something about the other one as well
            other = a.short[place]
            if other >= 0 and other != k:
                before = p.evidence[other, part]
                p.evidence[other, part] = min(need, before + SHARE_ABOUT_OTHERS * gain)
                if misled:
                    p.evidence_wrong[other, part] += p.evidence[other, part] - before
    return alone


@rule
def _frame(w: World, g: int, k: int, match: float) -> None:
    """Let the first seller to help with the requirements shape what is asked for."""
    a = w.accounts[g]
    a.framed = 1
    for i in range(a.n_people):
        w.people[g, i].truth[k] += w.params[0].mind_framing * min(1.0, match)


@rule
def _read_terms(w: World, g: int, i: int, now: float) -> None:
    """Let those who settle terms find the fine print when they reach the last part of validation."""
    q = w.params[0]
    a = w.accounts[g]
    p = w.people[g, i]
    if p.surprised == 1 or q.needs_terms[p.persona] == 0.0 or p.job != Job.VALIDATION or not vendor_only(q, p, 0):
        return
    p.surprised = 1
    if draw(p.key, Draw.READS_TERMS, 0, 0) >= q.mind_p_reads_terms:
        return
    p.opinion[0] -= q.message_fine_print
    p.trust[p.channel] *= TRUST_AFTER_PUSH
    write(w, now, a.id, Kind.FINE_PRINT, person=i, job=p.job, channel=p.channel, vendor=0, value=q.message_fine_print)


@rule
def _writes_alone(p: Person, match: float) -> bool:
    """Return whether a person had to write the justification without usable vendor material."""
    if p.channel == Channel.OWN_WORK:
        return True
    if p.channel == Channel.CONTENT:
        return match < USABLE_MATCH
    return draw(p.key, Draw.JUSTIFY, 0, p.n_plans) > 0.5


@rule
def _seen(w: World, g: int, i: int) -> int:
    """Return 1 when the seller's systems can tie the visit to the account."""
    p = w.people[g, i]
    c = p.channel
    if c == Channel.REP and p.rep != PARTNER:
        return int(p.logged)
    if c == Channel.REP:
        return int(draw(p.key, Draw.REPORTED, 0, p.n_visits[c]) < w.params[0].partners_share_reported)
    if TRACKED[c] == 1:
        return 1
    if OURS[c] == 1 and draw(p.key, Draw.IDENTIFIED, c, p.n_visits[c]) < w.params[0].marketing_p_identified:
        return 1
    return 0


@rule
def _believe(w: World, g: int, i: int, match: float, clearer: float, now: float) -> None:
    """Update beliefs about value: problem and solution work speak of change itself, later work of vendors."""
    q = w.params[0]
    a = w.accounts[g]
    p = w.people[g, i]
    c = p.channel
    sd = clearer * signal_sd(q.mind_signal_noise, q.depth, q.signal_sd[c], match)
    full = signal_weight(q.credibility[c], p.trust[c], sd, p.n_visits[c] - 1, q.mind_repeat_discount)
    if full <= 0.0:
        return
    independent = COMPARES[c] == 1
    favourite = favourite_of(a, p)
    farthest = 0.0
    for k in range(N_VENDORS):
        weight = full
        if k != p.vendor:
            if not independent or ABOUT_CHANGE[p.job] == 1 or a.aware[k] == 0:
                continue
            weight = SHARE_ABOUT_OTHERS * full
        bias, error = 0.0, 0.0
        if RETELLS[c] == 1:
            bias = bias_of_answer(q, w.market[0], a, k)
            error = error_of_answer(p, k)
        elif not independent:
            claim = a.claim[k, IN_PERSON[c]]
            bias = claim + believed(promise(q, w.market[0], k), q.mind_scepticism, q.mind_claim_credible, p.caught[k])
            if c == Channel.REP and p.pushed == 1:
                bias += pitch_bias(q.mind_push_effect, q.mind_reactance, p.n_pitches - 1)
        elif c == Channel.PEERS and k == 0 and ABOUT_CHANGE[p.job] == 0:
            bias = listen(w, g, i, now)
        noise = sd * normal(draw(p.key, Draw.SIGNAL, c * SIGNALS_PER_CHANNEL + k, p.n_visits[c]))
        if ABOUT_CHANGE[p.job] == 1:
            signal = a.benefit + p.stake + 0.5 * bias + error + noise
            distance = surprise(p.change_belief, p.change_precision, signal, weight)
            p.change_belief = updated_mean(p.change_belief, p.change_precision, signal, weight)
            p.change_precision += weight
        elif a.aware[k] == 1:
            signal = in_favour(p.truth[k] + bias + error + noise, sd, q.mind_distortion, k == favourite)
            distance = surprise(p.opinion[k], p.precision[k], signal, weight)
            p.opinion[k] = updated_mean(p.opinion[k], p.precision[k], signal, weight)
            p.precision[k] += weight
        else:
            continue
        topic = N_VENDORS if ABOUT_CHANGE[p.job] == 1 else k
        p.confusion[topic] = confused(p.confusion[topic], distance, q.mind_surprise_threshold, q.mind_surprise_cost)
        p.untold[topic] += weight
        p.untold_sum[topic] += weight * signal
        p.untold_error[topic] += weight * error
        p.mistaken[topic] += weight * error
        farthest = max(farthest, distance)
    if farthest > q.mind_surprise_threshold:
        write(w, now, a.id, Kind.SURPRISE, person=i, job=p.job, channel=c, vendor=p.vendor, value=farthest)
        p.trust[c] *= TRUST_AFTER_SURPRISE
        kept = 1.0 - UNLEARNED_PER_SD * min(1.0, farthest - q.mind_surprise_threshold)
        if ABOUT_VENDOR[p.job] == 0:
            fade(p, p.job, kept)
        else:
            fade_evidence(p, p.vendor, EVIDENCE[p.job], kept)


@rule
def _feel(q: Parameters, a: Account, p: Person, match: float, clash: float, in_vain: float) -> None:
    """Take the answer as a cue of what is bought, and how one was treated as one of what it is like to deal with them."""
    c = p.channel
    k = p.vendor
    personal = IN_PERSON[c] == 1
    treated = match - CLASH_COST * clash
    if c == Channel.REP and p.kept_waiting == 1:
        treated -= COST_OF_WAITING
        p.kept_waiting = 0
    a.n_encounters[k] += 1.0
    a.workmanship[k] += match
    treat(q, a, k, treated)
    a.in_vain[k] += in_vain
    weight = q.mind_experience_weight * (1.0 if personal else q.mind_share_cue_digital)
    weight /= 1.0 + q.mind_repeat_discount * (p.n_visits[c] - 1)
    precision = felt_precision(p, k)
    p.opinion[k] += cue_shift(precision, weight, match, q.mind_expected_quality)
    if treated >= q.mind_expected_quality:
        p.trust[c] = trust_earned(p.trust[c], q.mind_trust_growth, q.mind_trust_most)
