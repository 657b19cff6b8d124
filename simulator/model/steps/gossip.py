"""Customers talk: a circle of peers remembers its last voices, and whoever asks a peer may hear one of them."""

from buyermaze.simulator.core.vocabulary import N_VOICES, Channel, Draw, Kind
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.beliefs import cue_shift
from buyermaze.simulator.model.rules.draws import draw
from buyermaze.simulator.model.rules.peers import circle, rumour
from buyermaze.simulator.model.state import Account, World
from buyermaze.simulator.model.steps.journal_row import write
from buyermaze.simulator.model.steps.network import ask_acquaintance, silence

VALUE, EASE = 0, 1  # what a voice speaks of, places in the market's record
NOBODY = -1
WHOSE_VOICE = 3  # which of the draws of a talk among peers decides whom one listens to


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
    weight = q.mind_experience_weight * q.mind_share_cue_digital / (1.0 + q.mind_repeat_discount * (n - 1))
    p.opinion[0] += cue_shift(p.precision[0], weight, m.voice[c, place, EASE], 0.0)
    return value


@rule
def hush(w: World, account: int) -> None:
    """Take back what an account said to its peers."""
    silence(w, account)
    m = w.market[0]
    for c in range(m.voice_of.shape[0]):
        for place in range(N_VOICES):
            if place < m.n_voices[c] and m.voice_of[c, place] == account:
                m.voice_of[c, place] = NOBODY
