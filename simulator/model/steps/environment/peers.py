"""Customers talk: to their circle of peers, and by name to accounts that know them."""

from buyermaze.simulator.core.acquaintance import N_ASPECTS, N_KNOWN, N_LINKS, N_TELLERS
from buyermaze.simulator.core.vocabulary import (
    BAD_WORDS,
    CLAIMS,
    GOOD_WORDS,
    N_SOUGHT,
    N_VOICES,
    OURS,
    Channel,
    Draw,
    Kind,
)
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.buyers.beliefs import cue_shift, trust_earned
from buyermaze.simulator.model.rules.environment.peers import aspect_told, circle, lived_well, p_told, rumour
from buyermaze.simulator.model.rules.luck.draws import draw
from buyermaze.simulator.model.state import Account, World
from buyermaze.simulator.model.steps.books.account_state import discover, pleasantness
from buyermaze.simulator.model.steps.books.journal_row import write

NOBODY = -1
NEAR, WHO, WHERE, TELLS = 0, 1, 2, 3  # which of the draws of a link
ASKED, UNASKED = 0, 1  # which of the draws of a word
WHOSE_VOICE, WHOM = 3, 4  # which of the draws of a talk among peers decides who is heard in a circle, and which acquaintance
VALUE, EASE, BALANCE = 0, 1, 2  # what a voice speaks of; a teller's record holds the balance too, before the aspects
EASY, HONEST = 0, 1  # aspects of what was lived, in the order of vocabulary.GOOD_WORDS; the others are about our reps


@rule
def acquaint(w: World, a: Account) -> None:
    """Let an account that sets out know some that have set out before, and be known to later ones itself."""
    q = w.params[0]
    m = w.market[0]
    for j in range(N_LINKS):
        a.link[j] = NOBODY
        a.told[j] = 0
    a.n_talks = 0
    a.n_slow = 0
    if q.peers_n_links == 0.0 or a.serious == 0:
        return
    n_regions = int(q.living_n_regions)
    own = circle_of(w, a)
    for j in range(int(q.peers_n_links)):
        c = own
        if draw(a.key, Draw.LINK, j, NEAR) >= q.living_share_near:
            c = int(draw(a.key, Draw.LINK, j, WHERE) * int(q.n_segments) * n_regions)
        held = min(N_KNOWN, m.n_known[c])
        if held == 0:
            continue
        who = m.known[c, int(draw(a.key, Draw.LINK, j, WHO) * held)]
        for before in range(j):
            if a.link[before] == who:
                who = NOBODY
        a.link[j] = who
    m.known[own, m.n_known[own] % N_KNOWN] = a.id
    m.n_known[own] += 1


@rule
def tell_of_links(w: World, a: Account, now: float) -> None:
    """Write down whom an account knows."""
    if w.params[0].peers_n_links == 0.0:
        return
    for j in range(N_LINKS):
        if a.link[j] != NOBODY:
            write(w, now, a.id, Kind.KNOWS, value=float(a.link[j]))


@rule
def _record_of(w: World, account: int) -> int:
    """Return the place of what an account has to tell as our customer, NOBODY if it has nothing to tell yet."""
    m = w.market[0]
    for place in range(min(N_TELLERS, m.n_tellers)):
        if m.teller[place] == account:
            return place
    return NOBODY


@rule
def talk_about_us(w: World, a: Account) -> float:
    """Return what newcomers can have heard of us: half the balance of the customers they know, mean of whom they know.

    Where nobody knows anybody by name it is what is said in the whole market.
    """
    if w.params[0].peers_n_links == 0.0:
        return float(w.market[0].earned)
    total = 0.0
    n = 0
    for j in range(N_LINKS):
        if a.link[j] != NOBODY:
            n += 1
            place = _record_of(w, a.link[j])
            if place != NOBODY:
                total += 0.5 * w.market[0].record[place, BALANCE]
    return total / n if n > 0 else 0.0


@rule
def is_recommended(w: World, a: Account) -> bool:
    """Return whether a newcomer hears of us from a customer, by what it can have heard."""
    referral = w.params[0].living_referral
    return bool(referral > 0.0 and draw(a.key, Draw.TOLD, 0, 0) < p_told(referral, talk_about_us(w, a)))


@rule
def tell_of_recommendation(w: World, a: Account, now: float) -> None:
    """Write down that an account that sets out has heard of us from a customer."""
    if is_recommended(w, a):
        write(w, now, a.id, Kind.RECOMMENDED, vendor=0, value=talk_about_us(w, a))


@rule
def can_tell(w: World, g: int, value: float, balance: float) -> None:
    """Let a customer who has gone live have something to tell those who know it: value, and what it lived through with us."""
    q = w.params[0]
    m = w.market[0]
    a = w.accounts[g]
    if q.peers_n_links == 0.0:
        return
    place = m.n_tellers % N_TELLERS
    m.n_tellers += 1
    m.teller[place] = a.id
    n_pitches = 0
    for i in range(a.n_people):
        n_pitches += w.people[g, i].n_pitches
    ease = pleasantness(q, a, 0)
    m.record[place, VALUE] = value
    m.record[place, EASE] = ease
    m.record[place, BALANCE] = balance
    for aspect in range(N_ASPECTS):
        m.record[place, BALANCE + 1 + aspect] = lived_well(aspect, ease, a.found_us_out == 1, a.n_talks, a.n_slow, n_pitches)


@rule
def ask_acquaintance(w: World, g: int, i: int, now: float) -> float:
    """Ask one of those the account knows about us; return what is heard of our value, 0 from who is no customer of ours."""
    a = w.accounts[g]
    p = w.people[g, i]
    n = 0
    for j in range(N_LINKS):
        n += int(a.link[j] != NOBODY)
    if n == 0:
        return 0.0
    visit = p.n_visits[Channel.PEERS]
    left = int(draw(p.key, Draw.PEER, WHOM, visit) * n)
    for j in range(N_LINKS):
        if a.link[j] == NOBODY:
            continue
        if left == 0:
            place = _record_of(w, a.link[j])
            if place == NOBODY:
                return 0.0
            _hear(w, g, i, place, draw(p.key, Draw.WORD, ASKED, visit), visit, p.job, Channel.PEERS, now)
            return float(w.market[0].record[place, VALUE])
        left -= 1
    return 0.0


@rule
def hear_from_acquaintances(w: World, g: int, now: float) -> None:
    """Let customers whom the group knows, and who were not heard of before, tell its champion what it was like, perhaps.

    What they tell of value counts as an encounter at second hand; who is recommended is known from then on.
    """
    q = w.params[0]
    if q.peers_n_links == 0.0:
        return
    a = w.accounts[g]
    p = w.people[g, 0]
    for j in range(N_LINKS):
        if a.link[j] == NOBODY or a.told[j] == 1:
            continue
        place = _record_of(w, a.link[j])
        if place == NOBODY:
            continue
        a.told[j] = 1
        if draw(a.key, Draw.LINK, j, TELLS) >= q.peers_p_tells:
            continue
        value = w.market[0].record[place, VALUE]
        if value > 0.0:
            discover(a, 0)
        p.opinion[0] += cue_shift(p.precision[0], _weight(w, 1), value, 0.0)
        _hear(w, g, 0, place, draw(p.key, Draw.WORD, UNASKED, j), 1, -1, -1, now)


@rule
def _weight(w: World, n: int) -> float:
    """Return the weight of an encounter at second hand, the n-th of its kind."""
    q = w.params[0]
    return float(q.mind_experience_weight * q.mind_share_cue_digital / (1.0 + q.mind_repeat_discount * (n - 1)))


@rule
def _hear(w: World, g: int, i: int, place: int, luck: float, n: int, job: int, channel: int, now: float) -> None:
    """Hear one word of a customer, which does to opinion or trust what it is about."""
    q = w.params[0]
    m = w.market[0]
    p = w.people[g, i]
    aspect = aspect_told(m.record[place, BALANCE + 1 :], q.living_negativity, luck)
    well = m.record[place, BALANCE + 1 + aspect] > 0.0
    if aspect == EASY:
        p.opinion[0] += cue_shift(p.precision[0], _weight(w, n), m.record[place, EASE], 0.0)
    else:
        for c in range(N_SOUGHT):
            if c != Channel.REP and not (aspect == HONEST and OURS[c] == 1 and CLAIMS[c] == 1):
                continue
            if well:
                p.trust[c] = trust_earned(p.trust[c], q.mind_trust_growth, q.mind_trust_most)
            else:
                p.trust[c] *= 1.0 - q.mind_claim_damage
    write(
        w,
        now,
        w.accounts[g].id,
        Kind.HEARD,
        person=i,
        reason=GOOD_WORDS[aspect] if well else BAD_WORDS[aspect],
        job=job,
        channel=channel,
        vendor=0,
        value=m.record[place, VALUE],
        detail=float(m.teller[place]),
    )


@rule
def circle_of(w: World, a: Account) -> int:
    """Return the circle of peers an account belongs to."""
    return circle(a.segment, a.region, int(w.params[0].living_n_regions))


@rule
def speak(w: World, a: Account, value: float, ease: float) -> None:
    """Let a customer be heard in its circle: of our value, of how easy we are to deal with."""
    m = w.market[0]
    c = circle_of(w, a)
    place = m.n_voices[c] % N_VOICES
    m.n_voices[c] += 1
    m.voice_of[c, place] = a.id
    m.voice[c, place, VALUE] = value
    m.voice[c, place, EASE] = ease


@rule
def tell_of_our_word(w: World, a: Account) -> None:
    """Let a group whose purchase is over tell its circle whether it found us out, bought from us or not."""
    m = w.market[0]
    c = circle_of(w, a)
    m.doubted[c] = rumour(m.doubted[c], a.found_us_out == 1, w.params[0].living_rumour)


@rule
def listen(w: World, g: int, i: int, now: float) -> float:
    """Ask a peer about us; return what is heard of our value, the market's talk if the peer is no customer of ours.

    A customer also tells how easy we are to deal with, which counts like an encounter at second hand. What the circle
    says of our word costs our own channels trust.
    """
    q = w.params[0]
    m = w.market[0]
    a = w.accounts[g]
    p = w.people[g, i]
    n = p.n_visits[Channel.PEERS]
    n_regions = int(q.living_n_regions)
    c = circle_of(w, a)
    for own in range(Channel.ADS):
        p.trust[own] *= 1.0 - q.mind_claim_damage * m.doubted[c]
    if draw(p.key, Draw.PEER, 0, n) >= q.living_p_knows_customer:
        return m.earned
    if q.peers_n_links > 0.0:
        return ask_acquaintance(w, g, i, now)
    if draw(p.key, Draw.PEER, 1, n) >= q.living_share_near:
        n_circles = int(q.n_segments) * n_regions
        c = int(draw(p.key, Draw.PEER, 2, n) * n_circles)
    held = min(N_VOICES, m.n_voices[c])
    if held == 0:
        return m.earned
    place = int(draw(p.key, Draw.PEER, WHOSE_VOICE, n) * held)
    who = m.voice_of[c, place]
    if who == NOBODY or who == a.id:
        return m.earned
    value = m.voice[c, place, VALUE]
    write(
        w, now, a.id, Kind.HEARD, person=i, job=p.job, channel=Channel.PEERS, vendor=0, value=value, detail=float(who)
    )
    p.opinion[0] += cue_shift(p.precision[0], _weight(w, n), m.voice[c, place, EASE], 0.0)
    return value


@rule
def hush(w: World, account: int) -> None:
    """Take back what an account said to its peers, and what it has to tell."""
    m = w.market[0]
    record = _record_of(w, account)
    if record != NOBODY:
        m.teller[record] = NOBODY
    for c in range(m.voice_of.shape[0]):
        for place in range(N_VOICES):
            if place < m.n_voices[c] and m.voice_of[c, place] == account:
                m.voice_of[c, place] = NOBODY
