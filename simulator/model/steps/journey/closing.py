"""The end of a purchase, whatever the outcome."""

from buyermaze.simulator.core.vocabulary import N_INFO_JOBS, Draw, Kind, Reason, Status
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.parameter_names import Parameters
from buyermaze.simulator.model.rules.customers.after_sale import effort_ratio
from buyermaze.simulator.model.rules.journey.choice import n_visits_in_mind
from buyermaze.simulator.model.rules.luck.draws import draw, normal
from buyermaze.simulator.model.state import Person, World
from buyermaze.simulator.model.steps.books.account_state import pleasantness
from buyermaze.simulator.model.steps.books.journal_row import write
from buyermaze.simulator.model.steps.books.observation import is_counted
from buyermaze.simulator.model.steps.environment.firms import hours_of_rest, part
from buyermaze.simulator.model.steps.environment.partners import pay_partner
from buyermaze.simulator.model.steps.environment.peers import tell_of_our_word


@rule
def close(w: World, g: int, now: float, status: int, reason: int) -> None:
    """Close the journey; without a purchase the account's life ends here too."""
    q = w.params[0]
    a = w.accounts[g]
    bought = status == Status.WON or status == Status.LOST
    a.status = status
    a.reason = reason
    a.vendor = a.leader if bought else -1
    a.closed_at = now
    write(w, now, a.id, Kind.DECISION, reason=reason, vendor=a.vendor, value=now - a.arrived, detail=float(status))
    if bought:
        _note_terms(w, g, now, a.vendor, Reason.BOUGHT)
        if a.vendor == 0:
            pay_partner(w, a, now)
        if a.vendor != 0 and a.met[0] == 1:
            _note_terms(w, g, now, 0, Reason.NOT_BOUGHT)
    if a.serious == 1:
        tell_of_our_word(w, a)
        total = 0.0
        n = 0
        for i in range(a.n_people):
            p = w.people[g, i]
            if p.active == 1:
                total += effort_of(q, p)
                n += 1
        write(w, now, a.id, Kind.EFFORT, vendor=a.vendor, value=total / n, detail=float(n))
    if not bought:
        end(w, g, now, hours_of_rest(w, a) if status == Status.NO_DECISION else 0.0)


@rule
def _note_terms(w: World, g: int, now: float, vendor: int, verdict: int) -> None:
    """Write down a vendor's price and manners: of who was bought from, and of us when they had met us."""
    a = w.accounts[g]
    manners = pleasantness(w.params[0], a, vendor)
    write(w, now, a.id, Kind.TERMS, reason=verdict, vendor=vendor, value=a.price[vendor], detail=manners)


@rule
def end(w: World, g: int, now: float, hours_rest: float) -> None:
    """Let nothing more happen to the account; its firm may set out again after so many hours."""
    a = w.accounts[g]
    a.alive = 0
    if is_counted(w.params[0], a):
        w.market[0].n_followed -= 1
    if a.firm >= 0:
        part(w, g, now, hours_rest)
    write(w, now, a.id, Kind.ENDED, value=hours_rest)


@rule
def hours_until_stopped(w: World, g: int) -> float:
    """Return how long after arrival outside reasons, or sheer length, stop a project that has not closed."""
    return min(w.accounts[g].hours_outside, w.params[0].hours_longest)


@rule
def stop(w: World, g: int, now: float) -> None:
    """Stop a project because priorities changed elsewhere, or because it has gone on for too long."""
    too_long = w.accounts[g].hours_outside > w.params[0].hours_longest
    close(w, g, now, Status.NO_DECISION, Reason.TOO_LONG if too_long else Reason.OUTSIDE)


@rule
def loses_interest(w: World, g: int, i: int, occasion: int) -> bool:
    """Return whether an inquiry without a project ends here: after a visit (``occasion`` 0), a stall (1) or a vain wait (2)."""
    q = w.params[0]
    a = w.accounts[g]
    p = w.people[g, i]
    if a.serious == 1:
        return False
    luck = normal(draw(a.key, Draw.CURIOSITY, 0, 0))
    n_visits = n_visits_in_mind(q.demand_n_visits_not_serious, q.demand_n_visits_not_serious_sd, luck)
    return draw(p.key, Draw.LEAVE, occasion, p.n_plans) < 1.0 / n_visits


@rule
def leave(w: World, g: int, now: float) -> None:
    """Let an inquiry without a project go."""
    close(w, g, now, Status.NOT_SERIOUS, Reason.NONE)


@rule
def effort_of(q: Parameters, p: Person) -> float:
    """Return a member's hours over the hours they expected to need."""
    return _over_expected(q, p, p.hours_spent)


@rule
def vain_effort_of(q: Parameters, p: Person) -> float:
    """Return a member's avoidable hours over the hours they expected to need."""
    return _over_expected(q, p, p.hours_vain)


@rule
def _over_expected(q: Parameters, p: Person, hours: float) -> float:
    needs = 0.0
    for job in range(N_INFO_JOBS):
        needs += p.need[job]
    return effort_ratio(hours, needs, q.living_hours_usual_base, q.living_hours_usual_per_need, q.mind_planning_fallacy)
