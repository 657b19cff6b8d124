"""The levers of the team game in plain words, the plans made of them, what a plan costs, and the cards the trainer deals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from buyermaze.simulator.core.errors import InputProblem, remedy
from buyermaze.simulator.inputs.dates.epochs import at
from buyermaze.simulator.inputs.grammar.parameter_paths import resolve
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.outcomes.books.costs import yearly_spend

Plan = dict[str, int]  # by key of a lever: which setting, from 0
COMPANY: Final = "baton_pass"  # what every team begins with
BUDGET: Final = 2_100_000.0  # USD a year: a little above what the company spends as it is; assumption
CUT: Final = 0.15  # of the budget, by the card that cuts it
WEEKS: Final = 52.0  # of a year of the game
WEEK_OF_SHOCK: Final = 20.0  # of its year; assumption
GAME: Final = {
    "run.weeks_warm_up": 13.0, "run.weeks_follow_up": 260.0, "run.arrivals_continue": False,
}  # fmt: skip


@dataclass(frozen=True)
class Setting:
    """One way a lever can stand: how it is called, and the parameters it sets."""

    label: str
    changes: dict[str, Any]


@dataclass(frozen=True)
class Lever:
    """One thing a team decides, and where it stands at the beginning."""

    key: str
    title: str
    about: str
    settings: tuple[Setting, ...]
    start: int


@dataclass(frozen=True)
class Card:
    """Something that happens to every company in one year."""

    key: str
    title: str
    story: str
    shock: dict[str, Any] = field(default_factory=dict)  # strikes once
    changes: dict[str, Any] = field(default_factory=dict)  # in force for the year
    budget: float = 1.0  # what is left of it


def _counted(path: str, word: str, numbers: Sequence[int]) -> tuple[Setting, ...]:
    return tuple(Setting(f"{n} {word}", {path: n}) for n in numbers)


def _shock(kind: str, share: float, size: float) -> dict[str, Any]:
    return {"kind": kind, "share_struck": share, "size": size}


LEVERS: Final = (
    Lever("reps", "Sales reps", "People who meet buyers.", _counted("programme.team.n_reps", "reps", range(3, 11)), 3),
    Lever("gate", "Who gets to a rep", "A desk can check inquiries first; most are idle.", (
        Setting("everybody who asks", {"programme.gate.closed": False, "programme.team.n_qualifiers": 0}),
        Setting("only checked leads, one person checks", {"programme.gate.closed": True, "programme.team.n_qualifiers": 1}),
        Setting("only checked leads, two people check", {"programme.gate.closed": True, "programme.team.n_qualifiers": 2}),
    ), 1),
    Lever("content", "Content people", "They keep answers findable and fresh.",
          tuple(Setting(f"{n} people" if n > 1 else "1 person", {"programme.team.n_content": float(n)}) for n in range(1, 9)), 3),
    Lever("ads", "Advertising", "Makes us known to those who look.", (
        Setting("none", {"programme.marketing.ads": 0.0}), Setting("some", {"programme.marketing.ads": 1.0}),
        Setting("much", {"programme.marketing.ads": 2.0}), Setting("everywhere", {"programme.marketing.ads": 3.0}),
    ), 1),
    Lever("events", "Events", "People meet us without asking for a rep.", (
        Setting("none", {"programme.marketing.events": 0.0}), Setting("some", {"programme.marketing.events": 1.0}),
        Setting("many", {"programme.marketing.events": 2.0}), Setting("everywhere", {"programme.marketing.events": 3.0}),
    ), 1),
    Lever("mail", "Mail to known buyers", "Cheap; reminds, and tires.", (
        Setting("none", {"programme.marketing.email": 0.0, "programme.nurture.days_between": 0.0}),
        Setting("when asked for", {"programme.marketing.email": 1.0, "programme.nurture.days_between": 0.0}),
        Setting("every month", {"programme.marketing.email": 1.0, "programme.nurture.days_between": 20.0}),
        Setting("every week", {"programme.marketing.email": 2.0, "programme.nurture.days_between": 5.0}),
    ), 1),
    Lever("memory", "What is passed on", "Writing down and reading takes everybody's time.", (
        Setting("little is written down", {
            "programme.memory.share_recorded": 0.25, "programme.memory.share_passed_on": 0.3,
            "programme.coordination.share_time": 0.02}),
        Setting("notes on every buyer, 5 % of time", {
            "programme.memory.share_recorded": 0.5, "programme.memory.share_passed_on": 0.6,
            "programme.coordination.share_time": 0.05}),
        Setting("one file on every buyer, 10 % of time", {
            "programme.memory.share_recorded": 0.85, "programme.memory.share_passed_on": 0.9,
            "programme.coordination.share_time": 0.10}),
    ), 0),
    Lever("promise", "What we promise", "Believed in part, checked, and remembered.", (
        Setting("less than we could", {"programme.message.promise": 0.2}),
        Setting("as others do", {"programme.message.promise": 0.7}),
        Setting("more than we hold", {"programme.message.promise": 1.4}),
    ), 1),
    Lever("price", "Our price", "Dearer deals earn more and are fewer.", (
        Setting("10 % below the going rate", {"programme.pricing.level": -0.10}),
        Setting("the going rate", {"programme.pricing.level": 0.0}),
        Setting("10 % above it", {"programme.pricing.level": 0.10}),
    ), 1),
    Lever("open_price", "Price list", "Published, or told in the first conversation.", (
        Setting("told by the rep", {"programme.pricing.open": False}),
        Setting("published", {"programme.pricing.open": True}),
    ), 0),
    Lever("manner", "How reps sell", "Pushing is quicker and wears trust.", (
        Setting("answer what is asked", {"programme.selling.need_focus": 1.0}),
        Setting("push now and then", {"programme.selling.need_focus": 0.75}),
        Setting("push for the signature", {"programme.selling.need_focus": 0.4}),
    ), 0),
    Lever("care", "Time for customers", "What reps spend on those who bought is not spent on new ones.", (
        Setting("none kept", {"programme.care.share_caring": 0.0}),
        Setting("a tenth of selling time", {"programme.care.share_caring": 0.1}),
        Setting("a quarter of selling time", {"programme.care.share_caring": 0.25}),
    ), 0),
    Lever("gaps", "Who closes gaps", "When buyers find no answer, somebody has to write it.", (
        Setting("nobody in particular", {"programme.governance.form": "none"}),
        Setting("a committee", {"programme.governance.form": "committee"}),
        Setting("a customer office", {"programme.governance.form": "office"}),
        Setting("one executive", {"programme.governance.form": "executive"}),
    ), 0),
)  # fmt: skip
CARDS: Final = (
    Card("freeze", "Budgets are frozen", "In spring half of all groups may not spend for 40 working days.",
         _shock("budget_freeze", 0.5, 40.0)),
    Card("reorganisation", "Customers reorganise", "A third of all groups lose half of what they had understood.",
         _shock("reorganisation", 0.33, 0.5)),
    Card("champion", "Champions leave", "In a third of all groups the champion takes another job.",
         _shock("champion_leaves", 0.33, 0.7)),
    Card("launch", "A rival launches", "Its product is better for most groups that are choosing.",
         _shock("rival_launch", 0.6, 0.4)),
    Card("rival_price", "A rival cuts its price", "Rival 1 asks 10 % less than the going rate, all year.",
         changes={"market.rivals.rival 1.price": -0.10}),
    Card("cut", "The budget is cut", "This year every team has 15 % less to spend.", budget=1.0 - CUT),
)  # fmt: skip


def card(key: str) -> Card:
    """Return a card by its key."""
    found = next((each for each in CARDS if each.key == key), None)
    if found is None:
        raise InputProblem(f"there is no card '{key}'; {remedy(key, [each.key for each in CARDS])}")
    return found


def start_plan() -> Plan:
    """Return the plan every team begins with: the company as it is."""
    return {lever.key: lever.start for lever in LEVERS}


def whole_plan(kept: Any) -> Plan:
    """Return a plan from a class's file: levers that it lacks, or holds where they cannot stand, are as at the beginning."""
    given = kept if isinstance(kept, dict) else {}
    places = {lever.key: given.get(lever.key) for lever in LEVERS}
    return {
        lever.key: place if isinstance(place := places[lever.key], int) and 0 <= place < len(lever.settings) else lever.start
        for lever in LEVERS
    }


def checked_plan(given: Mapping[str, Any]) -> Plan:
    """Return a plan from what a phone sent: one setting for every lever, nothing else.

    Raises
    ------
    InputProblem
        If a lever is missing, or stands where it cannot.
    """
    plan = {}
    for lever in LEVERS:
        try:
            place = int(given[lever.key])
        except (KeyError, TypeError, ValueError, OverflowError):
            raise InputProblem(f"{lever.title}: say how it stands") from None
        if not 0 <= place < len(lever.settings):
            raise InputProblem(f"{lever.title}: there is no such setting")
        plan[lever.key] = place
    return plan


def settings_of(plan: Plan) -> dict[str, Any]:
    """Return the parameters a plan sets, by path."""
    changes: dict[str, Any] = {}
    for lever in LEVERS:
        changes |= lever.settings[plan[lever.key]].changes
    return changes


def company(plans: Sequence[Plan], cards: Sequence[Sequence[str]] = ()) -> Scenario:
    """Return a company that has lived some years, each under a plan and in a year with some cards.

    It begins as it is, each plan is in force from the first day of its year, and what one year leaves behind (customers,
    reputation, open deals, stale content) is there on the first day of the next. Every year is a batch of the run.

    Parameters
    ----------
    plans
        One for each year, in order.
    cards
        The keys of the cards dealt in each year; years that are missing had none.
    """
    dealt = [*map(_dealt, cards), *([()] * (len(plans) - len(cards)))]
    shocks = [
        card(key).shock | {"name": f"{key} {number + 1}", "week": WEEK_OF_SHOCK + WEEKS * number}
        for number, keys in enumerate(dealt) for key in keys if card(key).shock
    ]  # fmt: skip
    start = _start().with_changes(
        {"run.weeks": WEEKS * len(plans), "run.n_batches": len(plans), "market.shocks": shocks}
    )
    before = settings_of(start_plan()) | _market(())
    timeline = []
    for number, (plan, keys) in enumerate(zip(plans, dealt, strict=True)):
        wanted = settings_of(plan) | _market(keys)
        moved = {path: value for path, value in wanted.items() if value != before[path]}
        if moved:
            timeline.append({"name": f"year {number + 1}", "week": WEEKS * number, "changes": moved})
        before = wanted
    return start.with_changes({"timeline": timeline})


@lru_cache(maxsize=1)
def _start() -> Scenario:
    """Return the company as every team finds it."""
    return load(COMPANY).with_changes(GAME | settings_of(start_plan()))


def _market(cards: Sequence[str]) -> dict[str, Any]:
    """Return what cards change for a year, by path, and how it is in a year without them."""
    usual = _start().model_dump()
    found = {path: at(usual, resolve(path, usual)) for each in CARDS for path in each.changes}
    for key in cards:
        found |= card(key).changes
    return found


def _dealt(cards: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(set(cards)))


def budget(cards: Sequence[str] = ()) -> float:
    """Return what a team may spend in a year with some cards, USD."""
    left = BUDGET
    for key in _dealt(cards):
        left *= card(key).budget
    return left


def cost(plan: Plan) -> float:
    """Return what a plan costs a year, USD."""
    return yearly_spend(_start().with_changes(settings_of(plan)).programme)


@lru_cache(maxsize=1)
def price_list() -> dict[str, list[float]]:
    """Return what every setting of every lever adds to the cost of the plan with all levers at their first setting, USD.

    What levers cost adds up; ``cost`` says it exactly.
    """
    bare = dict.fromkeys(start_plan(), 0)
    base = cost(bare)
    return {
        lever.key: [cost(bare | {lever.key: place}) - base for place in range(len(lever.settings))] for lever in LEVERS
    } | {"": [base]}


def fitted(plan: Plan, cards: Sequence[str]) -> Plan:
    """Return a plan within the budget of a year: as it is, or with the dearest lever taken down a setting until it fits."""
    prices, found = price_list(), dict(plan)
    while cost(found) > budget(cards) + 0.5:
        dearest = max(found, key=lambda key: prices[key][found[key]])
        cheaper = [place for place, price in enumerate(prices[dearest]) if price < prices[dearest][found[dearest]]]
        found[dearest] = max(cheaper, key=lambda place: prices[dearest][place])
    return found


def spread(plans: Sequence[Plan]) -> list[tuple[Lever, int, int, float, int]]:
    """Return lever by lever what teams chose: least, most, mean, and how many left it as it was at the beginning."""
    found = []
    for lever in LEVERS:
        places = [plan[lever.key] for plan in plans]
        if places:
            untouched = sum(place == lever.start for place in places)
            found.append((lever, min(places), max(places), sum(places) / len(places), untouched))
    return found
