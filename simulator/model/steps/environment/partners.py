"""Partners who sell for us and for others: whose product they put before a buyer, and what they keep of a deal."""

from buyermaze.simulator.core.vocabulary import Channel, Cover, Draw, Kind
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.environment.partners import p_steered
from buyermaze.simulator.model.rules.luck.draws import draw
from buyermaze.simulator.model.state import Account, World
from buyermaze.simulator.model.steps.books.account_state import covered_by, discover
from buyermaze.simulator.model.steps.books.journal_row import write

FIRST_RIVAL = 1  # whose product partners sell beside ours
CARRIES, PUTS_FORWARD = 0, 1  # which of the draws


@rule
def steer(w: World, g: int, i: int, now: float) -> bool:
    """Let a partner put the first rival's product before a buyer who asked about ours, or not; return whether it did.

    From there on it is a conversation with that rival's seller, and we hear nothing of it.
    """
    q = w.params[0]
    a = w.accounts[g]
    p = w.people[g, i]
    if draw(a.key, Draw.STEERED, CARRIES, 0) >= q.partner_trade_share_of_others:
        return False
    if draw(p.key, Draw.STEERED, PUTS_FORWARD, p.n_plans) >= p_steered(q.partners_commission, q.partner_trade_rival_pays):
        return False
    discover(a, FIRST_RIVAL)
    write(w, now, a.id, Kind.STEERED, person=i, job=p.job, channel=Channel.REP, vendor=FIRST_RIVAL)
    p.channel = Channel.RIVAL_REP
    p.vendor = FIRST_RIVAL
    return True


@rule
def pay_partner(w: World, a: Account, now: float) -> None:
    """Let the partner whose account it is keep its share of the price of a deal of ours."""
    q = w.params[0]
    if covered_by(q, a) == Cover.PARTNERS and q.partners_commission > 0.0:
        share = q.partners_commission * (1.0 + q.offer_price_unit * a.price[0])
        write(w, now, a.id, Kind.COMMISSION, vendor=0, seen=1, value=share)
