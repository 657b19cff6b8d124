"""Play the buyer: the card a person sees, what they did so far in words, and how their way ended beside others' ways."""

import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np

from buyermaze.simulator.core import phrases
from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import N_INFO_JOBS, N_VENDORS, Channel, Job, Kind, Reason, Status
from buyermaze.simulator.inputs.dates.timeline import clock_of
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.journal.journal import persona_labels
from buyermaze.simulator.model.steps.books.account_state import felt_precision, job_covered
from buyermaze.simulator.runs.played import Choice, Life, Progress, Seat, other_lives, own_choices, relive, seat
from buyermaze.simulator.runs.run import simulate

COMPANY: Final = "baton_pass"  # whose buyers are played
WORLD: Final = {
    "run.weeks_warm_up": 26.0, "run.weeks": 13.0, "run.n_batches": 1, "run.weeks_follow_up": 260.0,
    "run.arrivals_continue": False,
}  # fmt: skip
LEAST_PEOPLE, MOST_PEOPLE = 4, 7  # in the group that is played: few enough to be told apart; assumption
LEAST_CHOICES, MOST_CHOICES = 15, 40  # of the simulated person: what fits into ten minutes; assumption
DAYS_LIVED: Final = 900.0  # working days from setting out: long enough for regret to show; assumption
N_OTHER_LIVES: Final = 200
N_LOOKED_AT: Final = 20  # other lives of a group before it is chosen; assumption
N_ENDINGS: Final = 3  # the home company, a rival, nothing
LEAST_DAYS: Final = 40.0  # of the purchase that is played; assumption
MOST_CHOICES_OF_A_PLAYER: Final = 300
CHANNELS: Final = {
    Channel.REP: "Ask a sales rep of the home company",
    Channel.CONTENT: "Read the home company's website",
    Channel.EMAIL: "Read the home company's mail",
    Channel.EVENT: "Go to an event of the home company",
    Channel.ADS: "Look at the home company's advertising",
    Channel.PEERS: "Ask people you know at other companies",
    Channel.ANALYST: "Read an independent analyst",
    Channel.OWN_WORK: "Work it out at your own desk",
    Channel.RIVAL_REP: "Ask a sales rep of a rival",
    Channel.RIVAL_CONTENT: "Read a rival's website",
    Channel.ASSISTANT: "Ask an AI assistant",
}
SOURCES: Final = {  # the same, as the news name them
    Channel.REP: "The home company's rep",
    Channel.CONTENT: "The home company's website",
    Channel.EMAIL: "The home company's mail",
    Channel.EVENT: "The home company's event",
    Channel.ADS: "The home company's advertising",
    Channel.PEERS: "People at other companies",
    Channel.ANALYST: "The analyst",
    Channel.OWN_WORK: "Your own desk",
    Channel.RIVAL_REP: "A rival's rep",
    Channel.RIVAL_CONTENT: "A rival's website",
    Channel.ASSISTANT: "The AI assistant",
}
NEEDS: Final = {
    Job.PROBLEM: "What is our problem?",
    Job.SOLUTION: "What could solve it?",
    Job.REQUIREMENTS: "What exactly do we need?",
    Job.SELECTION: "Whom should we choose?",
    Job.VALIDATION: "Will the favourite keep its word?",
}


@dataclass(frozen=True)
class Ending:
    """How one life went: the person's hours, the day of the decision, what was bought, and regret afterwards, 0 to 100."""

    hours: float
    days: int  # of the calendar, since the group set out
    outcome: str
    regret: float | None  # None where nothing was bought
    path: tuple[tuple[float, int, int], ...]  # day of the calendar since then, job, channel of everything the person did


@lru_cache(maxsize=1)
def world() -> Scenario:
    """Return the market in which the buyer is played."""
    return load(COMPANY).with_changes(WORLD)


@lru_cache(maxsize=1)
def _run() -> Any:
    """Return the rows of the run in which the group is."""
    return simulate(world(), 0, engine="compiled").journal


@lru_cache(maxsize=1)
def chosen() -> int:
    """Return the number of a group worth playing.

    The first group in the window whose size, number of choices and length suit a room and for which every ending is open:
    among a few other lives somebody buys from the home company, somebody from a rival and somebody nothing. How its own
    simulated life ends plays no part.
    """
    rows = _run()
    from_week = 8.0 * 5 * WORLD["run.weeks_warm_up"]
    arrivals = rows[(rows.kind == Kind.ARRIVED) & (rows.detail == 1) & (rows.time >= from_week)]
    for arrival in arrivals:
        own = rows[rows.account == arrival.account]
        decided = own[own.kind == Kind.DECISION]
        if not LEAST_PEOPLE <= arrival.value <= MOST_PEOPLE or not len(decided):
            continue
        if not LEAST_CHOICES <= len(own_choices(own, 0)) <= MOST_CHOICES:
            continue
        if float(decided.value[0]) < LEAST_DAYS * HOURS_PER_DAY:
            continue
        place = seat(world(), 0, int(arrival.account), 0, rows)
        lives = other_lives(place, N_LOOKED_AT, DAYS_LIVED)
        if len({ending(each, place.person)["outcome"] for each in lives}) == N_ENDINGS:
            return int(arrival.account)
    raise InputProblem("no group of this market suits the room; play the buyer in another market")


@lru_cache(maxsize=2)
def _place(account: int) -> tuple[Seat, Any]:
    rows = _run()
    return seat(world(), 0, account, 0, rows), rows[rows.account == account]


_remembered: list[int] = []
_once = threading.Lock()  # thirty phones that ask at one moment wait for one search


def remember(account: int) -> None:
    """Play a group that was chosen before: a server that begins again need not search."""
    _remembered[:] = [account]


def the_seat() -> tuple[Seat, Any]:
    """Return the champion's seat of the group that is played, and its rows as simulated."""
    with _once:
        return _place(_remembered[0] if _remembered else chosen())


def choice_of(given: dict[str, Any]) -> Choice:
    """Return a choice from what a phone sent.

    Raises
    ------
    InputProblem
        If it is none.
    """
    do = given.get("do")
    if do in ("wait", "meet"):
        return Choice(do)
    try:
        job, channel = int(given["job"]), int(given["channel"])
    except (KeyError, TypeError, ValueError, OverflowError):
        raise InputProblem("say what you want to know, and where you look") from None
    if do != "visit" or not 0 <= job < N_INFO_JOBS or channel not in CHANNELS:
        raise InputProblem("choose one of what is offered")
    return Choice("visit", job, channel)


def kept(choice: Choice) -> dict[str, Any]:
    """Return a choice as it is kept."""
    return asdict(choice) if choice.do == "visit" else {"do": choice.do}


def lived(choices: Sequence[dict[str, Any]]) -> Life:
    """Return the life that a list of kept choices makes."""
    return relive(the_seat()[0], [choice_of(each) for each in choices])


def card(life: Life, since: int = 0) -> dict[str, Any]:
    """Return what the person knows now, in words; nothing that only the model knows.

    Parameters
    ----------
    life
        The life so far.
    since
        How many rows of the account had been told before; later ones are news.
    """
    people = persona_labels(life.seat.scenario)
    person, account = life.person, life.account
    options = life.options()
    shown = {
        "day": clock_of(world()).days_between(life.seat.arrived, life.now),
        "closed": life.closed,
        "news": [text for row in life.rows[since:] if (text := told(row, life.seat.person, people))][-6:],
        "n_rows": len(life.rows),
        "n_choices": len(life.choices),
    }
    if life.closed:
        return shown | {"ending": ending(life.rows, life.seat.person), "needs": [], "channels": {}, "vendors": []}
    needs = [
        {"job": job, "ask": NEEDS[Job(job)], "share": round(100 * job_covered(account, person, job))}
        for job in range(N_INFO_JOBS)
    ]
    return shown | {
        "hours": round(float(person.hours_spent)),
        "needs": [need | {"open": need["job"] in options} for need in needs],
        "channels": {job: [(c, CHANNELS[Channel(c)]) for c in channels] for job, channels in options.items()},
        "vendors": [_impression(life, k) for k in range(N_VENDORS) if account.aware[k]],
        "may_meet": life.may_meet,
        "people": people[: int(account.n_people)],
        "n_meetings": int(account.n_meetings),
    }


def _impression(life: Life, vendor: int) -> dict[str, Any]:
    """Say what the person thinks of a vendor, and how sure they are of it."""
    opinion = float(life.person.opinion[vendor])
    sure = float(felt_precision(life.person, vendor)) ** -0.5
    names = vendor_names(life.seat.scenario)
    words = "very good" if opinion > 1.0 else "good" if opinion > 0.35 else "fair" if opinion > -0.35 else "poor"
    return {
        "name": names[vendor],
        "thought": words,
        "sure": "sure" if sure < 0.25 else "fairly sure" if sure < 0.5 else "not sure at all",
        "favourite": int(life.account.leader) == vendor,
        "met": bool(life.account.met[vendor]),
    }


def vendor_names(scenario: Scenario) -> list[str]:
    """Return what a buyer calls the vendors: they are no "us" to them."""
    return ["the home company", *(rival.name for rival in scenario.market.rivals)]


def told(row: Any, person: int, people: Sequence[str]) -> str:
    """Say a row as the person lived it; an empty text where they know nothing of it."""
    kind, mine = Kind(int(row.kind)), int(row.person) == person
    who = "You" if mine else f"The {people[row.person]} member" if row.person >= 0 else "The group"
    topic = phrases.JOBS[Job(int(row.job))].topic if row.job >= 0 else ""
    vendor = [*vendor_names(world()), "nobody"][int(row.vendor)]
    if kind == Kind.TOUCH and mine:
        return _touched(row, topic)
    if mine and kind in (Kind.SERVED, Kind.GAVE_UP, Kind.STALLED, Kind.SURPRISE, Kind.CLAIM_CLASH):
        return {
            Kind.SERVED: f"After {_waited(row)} the rep had time for you.",
            Kind.GAVE_UP: f"You waited {_waited(row)} for a rep of the home company and gave up.",
            Kind.STALLED: "That led nowhere; there is nothing of the kind for you now.",
            Kind.SURPRISE: f"What you found on {topic} contradicts what you believed.",
            Kind.CLAIM_CLASH: f"Two people of {vendor} told you different things.",
        }[kind]
    if kind == Kind.APPROVAL:
        return f"Management looked at the case: {'granted' if row.reason == Reason.GRANTED else 'refused'}."
    if kind == Kind.DECISION:
        return f"It is decided: {_outcome(row)}."
    return {
        Kind.MEETING: "The group met.",
        Kind.JOINED: f"{who} joins the group, with questions of their own.",
        Kind.COMPLETED: f"The group agrees that it knows {topic}.",
        Kind.REOPENED: f"A question that seemed settled is open again: {topic}.",
        Kind.FAVOURITE: f"The group's favourite is now {vendor}.",
        Kind.VOTE: f"The group voted on {vendor}: {'passed' if row.reason == Reason.PASSED else 'no'}.",
        Kind.LOOPED: "The group goes back to earlier work.",
        Kind.SHOCK: "Something outside struck the project.",
    }.get(kind, "")


def _waited(row: Any) -> str:
    """Say how long the wait was that ended with a row."""
    return phrases.span(clock_of(world()), float(row.time - row.value), float(row.time))


def _touched(row: Any, topic: str) -> str:
    how = {
        Reason.DEAD_END: "a dead end",
        Reason.SENT_ON: "no answer there, but somebody sent you one",
        Reason.OUT_OF_CONTEXT: "you had to tell everything again",
        Reason.PUSHED: "they wanted your signature more than your question",
        Reason.ALONE: "you wrote it yourself",
    }.get(Reason(int(row.reason)), "that helped" if row.value > 0 else "nothing new")
    return f"{SOURCES[Channel(int(row.channel))]}, on {topic}: {how}."


FROM_US: Final = "you buy from the home company"
FROM_A_RIVAL: Final = "you buy from a rival"


def of_the_group(outcome: str) -> str:
    """Return how a purchase ended as it is told of others, from how it is told to whoever plays."""
    return outcome.replace("you buy", "the group buys", 1)


def _outcome(row: Any) -> str:
    return {
        Status.WON: FROM_US,
        Status.LOST: FROM_A_RIVAL,
        Status.NO_DECISION: "you buy nothing",
    }.get(Status(int(row.detail)), phrases.outcome(row.detail))


def ending(rows: Any, person: int) -> dict[str, Any]:
    """Return how a life went, ready to be kept, from the rows of its account."""
    start, clock = float(rows[0].time), clock_of(world())
    decided = rows[rows.kind == Kind.DECISION]
    until = float(decided[0].time) if len(decided) else float(rows[-1].time)
    own = rows[(rows.person == person) & (rows.time <= until)]
    touched = own[np.isin(own.kind, (Kind.TOUCH, Kind.GAVE_UP))]
    feelings = rows[(rows.kind == Kind.FEELING) & (rows.person == person)]
    path = tuple(
        (clock.days_since(start, float(row.time)), int(row.job), int(row.channel))
        for row in touched
        if row.job >= 0 and row.channel >= 0
    )
    bought = len(decided) and int(decided[0].detail) in (Status.WON, Status.LOST)
    regret = round(float(feelings[-1].detail), 1) if len(feelings) and bought else None
    outcome = _outcome(decided[0]) if len(decided) else "it never came to a decision"
    found = Ending(round(float(touched.hours.sum()), 1), clock.days_between(start, until), outcome, regret, path)
    return asdict(found)


def end_of(choices: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return how a player's life went, regret included; a life that is not decided yet goes on by the rules."""
    life = lived(choices)
    n = len(life.choices)
    life.finish(DAYS_LIVED)
    found = ending(life.rows, life.seat.person)
    return found | {"fork": fork(choices), "n_choices": n}


def fork(choices: Sequence[dict[str, Any]]) -> int:
    """Return how many first choices are those of the simulated person."""
    own = [kept(choice) for choice in own_choices(the_seat()[1], 0)]
    mine = list(choices)
    return next(
        (n for n, pair in enumerate(zip(mine, own, strict=False)) if pair[0] != pair[1]), min(len(mine), len(own))
    )


def group(progress: Progress | None = None) -> dict[str, int]:
    """Return which group is played, ready to be kept."""
    return {"account": int(the_seat()[0].account)}


def others(progress: Progress | None = None) -> dict[str, Any]:
    """Return the simulated person's life and 200 lives of the same group with other luck, ready to be kept."""
    place, rows = the_seat()
    lives = [ending(each, place.person) for each in other_lives(place, N_OTHER_LIVES, DAYS_LIVED, progress)]
    return {"simulated": ending(rows, place.person), "lives": lives}
