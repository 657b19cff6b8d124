"""What a customer meets of us beside the product: delivery, bills, contracts, other customers, and contacts that only listen."""

from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.vocabulary import Draw, Kind
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.luck.draws import draw, exponential
from buyermaze.simulator.model.state import World
from buyermaze.simulator.model.steps.books.journal_row import write
from buyermaze.simulator.model.steps.buyers.memory import note

WHETHER, HOW_LONG, SOLVED = 0, 1, 1  # which of the draws


@rule
def hours_late(w: World, g: int) -> float:
    """Return by how much our delivery to an account is late; 0 if it comes on the day or from somebody else."""
    q = w.params[0]
    a = w.accounts[g]
    if a.vendor != 0 or draw(a.key, Draw.DELIVERY, WHETHER, 0) < q.service_p_on_time:
        return 0.0
    return exponential(draw(a.key, Draw.DELIVERY, HOW_LONG, 0), HOURS_PER_DAY * q.service_days_late)


@rule
def deliver(w: World, g: int, now: float) -> float:
    """Write a late delivery down; return the satisfaction it costs every member."""
    late = hours_late(w, g)
    if late <= 0.0:
        return 0.0
    pain = float(w.params[0].customer_life_late_pain)
    write(w, now, w.accounts[g].id, Kind.DELIVERED_LATE, vendor=0, seen=1, value=late, detail=pain)
    return pain


@rule
def bill(w: World, g: int, now: float) -> None:
    """Send the bills of a period; a wrong one costs satisfaction."""
    q = w.params[0]
    a = w.accounts[g]
    if draw(a.key, Draw.BILL, 0, a.n_periods) < q.service_p_bill_right:
        return
    a.drift -= q.customer_life_bill_pain
    write(w, now, a.id, Kind.BILLED_WRONG, vendor=0, seen=1, value=q.customer_life_bill_pain, detail=float(a.n_periods))


@rule
def change_contract(w: World, g: int, now: float) -> None:
    """Let a customer want its contract changed, perhaps; if our lawyers make a quarrel of it, that costs satisfaction."""
    q = w.params[0]
    a = w.accounts[g]
    if draw(a.key, Draw.CONTRACT, 0, a.n_periods) >= q.customer_life_p_amends * (1.0 - q.service_p_amended):
        return
    a.drift -= q.customer_life_contract_pain
    pain = q.customer_life_contract_pain
    write(w, now, a.id, Kind.CONTRACT_STUCK, vendor=0, seen=1, value=pain, detail=float(a.n_periods))


@rule
def meet_customers(w: World, g: int, now: float) -> bool:
    """Return whether a customer meets others of ours in this period; what they say of us rubs off, for better or worse."""
    q = w.params[0]
    a = w.accounts[g]
    if draw(a.key, Draw.COMMUNITY, WHETHER, a.n_periods) >= q.service_share_in_community:
        return False
    change = q.customer_life_rubs_off * w.market[0].earned
    a.drift += change
    write(w, now, a.id, Kind.MET_CUSTOMERS, vendor=0, seen=1, value=change, detail=float(a.n_periods))
    return True


@rule
def is_solved_by_others(w: World, g: int) -> bool:
    """Return whether another customer whom this one meets solves what our support did not."""
    a = w.accounts[g]
    return bool(draw(a.key, Draw.COMMUNITY, SOLVED, a.n_periods) < w.params[0].customer_life_p_peers_solve)


@rule
def listen_to_customer(w: World, g: int, now: float) -> None:
    """Let a contact with a customer, perhaps, only ask and listen: what is needed next is known, and more of the customer."""
    q = w.params[0]
    a = w.accounts[g]
    if draw(a.key, Draw.LISTENS, 0, a.n_periods) >= q.service_share_listening:
        return
    note(w, g, 0, q.memory_share_learned, a.owner >= 0, now, 1.0)
    a.n_listened += 1
    write(w, now, a.id, Kind.LISTENED, rep=a.owner, vendor=0, seen=1, value=float(a.n_listened))
