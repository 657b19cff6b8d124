"""Events from outside that strike part of the market on one day: budgets, reorganisations, champions, rivals, rules."""

from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.vocabulary import Draw, Kind, Reason, Status
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.luck.draws import draw
from buyermaze.simulator.model.state import World
from buyermaze.simulator.model.steps.books.account_state import discover, forget
from buyermaze.simulator.model.steps.books.journal_row import write
from buyermaze.simulator.model.steps.buyers.champion import succeed
from buyermaze.simulator.model.steps.environment.regulation import come_into_force

HOURS_AHEAD = 26 * 40.0  # how long buyers who come later find a rival ahead after its launch, until others catch up; assumption


@rule
def strike(w: World, shock: int, n_arrived: int, now: float) -> None:
    """Let a shock of the market's calendar strike every open account whose luck is out, in order of arrival."""
    q = w.params[0]
    if int(q.shock_kind[shock]) == Reason.RIVAL_LAUNCH:  # those who arrive later meet the better rival too
        m = w.market[0]
        m.rival_edge = q.shock_size[shock] + (m.rival_edge if now < m.rival_edge_until else 0.0)
        m.rival_edge_until = now + HOURS_AHEAD
        m.share_rival_edge = q.shock_share[shock]
    period = q.shock_period[shock]
    occurrence = round((now - q.shock_hours[shock]) / period) if period > 0.0 else 0
    n_slots = w.accounts.shape[0]
    for account in range(max(0, n_arrived - n_slots), n_arrived):
        g = account % n_slots
        a = w.accounts[g]
        if a.id != account or a.status != Status.OPEN or a.serious == 0:
            continue
        if draw(a.key, Draw.SHOCK, shock, occurrence) < q.shock_share[shock]:
            reason = int(q.shock_kind[shock])
            _befall(w, g, shock, occurrence, reason, q.shock_size[shock], now)
            write(w, now, account, Kind.SHOCK, reason=reason, value=q.shock_size[shock], detail=float(shock))


@rule
def _befall(w: World, g: int, shock: int, occurrence: int, reason: int, size: float, now: float) -> None:
    a = w.accounts[g]
    if reason == Reason.BUDGET_FREEZE:
        a.frozen_until = max(a.frozen_until, now + HOURS_PER_DAY * size)
    elif reason == Reason.REORGANISATION:
        for i in range(a.n_people):
            forget(w.people[g, i], size)
    elif reason == Reason.CHAMPION_LEAVES:
        succeed(w, g, shock, size, now)
    elif reason == Reason.RIVAL_LAUNCH:
        discover(a, 1)
        for i in range(a.n_people):
            w.people[g, i].truth[1] += size
    elif reason == Reason.REGULATION:
        come_into_force(w, g, shock, occurrence, size, now)
