"""How the words of the model are said: channels, jobs, personas, outcomes, reasons, in the forms that sentences need."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from buyermaze.simulator.core.clock import Clock
from buyermaze.simulator.core.own_channels import CHANNELS as OWN
from buyermaze.simulator.core.vocabulary import Channel, Job, Reason, Status, words


class ChannelPhrase(NamedTuple):
    """How a channel is said: heading a row, on a small plate, once and many times, and as our systems record a visit."""

    label: str
    short: str
    visit: str
    visits: str
    record: str = "other"


class JobPhrase(NamedTuple):
    """How a buying job is said: heading a column, in full, and as the question it answers."""

    label: str
    full: str
    topic: str


class EndPhrase(NamedTuple):
    """Why a journey closed without a purchase: as a clause, and after 'because of'."""

    clause: str
    noun: str


class SurveyPhrase(NamedTuple):
    """A survey question: its name, what it asks, its highest answer, the name the trade gives it."""

    name: str
    asks: str
    top: int
    trade: str


CHANNELS: Final = {
    Channel.REP: ChannelPhrase(
        "Our reps", "rep", "conversation with our reps", "conversations with our reps", "meeting"
    ),
    Channel.CONTENT: ChannelPhrase("Content", "content", "visit to our content", "visits to our content", "page view"),
    Channel.EMAIL: ChannelPhrase("E-mail", "mail", "e-mail of ours", "e-mails of ours", "email"),
    Channel.EVENT: ChannelPhrase("Events", "event", "event of ours", "events of ours", "event attended"),
    Channel.ADS: ChannelPhrase("Ads", "ads", "advertisement of ours", "advertisements of ours", "ad click"),
    Channel.PEERS: ChannelPhrase("Peers", "peers", "talk with peers", "talks with peers"),
    Channel.ANALYST: ChannelPhrase("Analysts", "analyst", "analyst report", "analyst reports"),
    Channel.OWN_WORK: ChannelPhrase("Own desk", "desk", "round of work alone", "rounds of work alone"),
    Channel.RIVAL_REP: ChannelPhrase(
        "Rival reps", "r. rep", "conversation with a rival's rep", "conversations with rivals' reps"
    ),
    Channel.RIVAL_CONTENT: ChannelPhrase(
        "Rival web", "r. web", "visit to a rival's content", "visits to rivals' content"
    ),
    Channel.MEETING: ChannelPhrase("Meetings", "meeting", "meeting of the group", "meetings of the group"),
    Channel.ASSISTANT: ChannelPhrase(
        "AI assistants", "AI", "question to an AI assistant", "questions to an AI assistant"
    ),
    **{
        Channel[own.name.upper()]: ChannelPhrase(
            own.label, own.label[:7].lower(), f"visit to {own.label}", f"visits to {own.label}"
        )
        for own in OWN
    },
}
JOBS: Final = {
    Job.PROBLEM: JobPhrase("Problem", "Problem identification", "what the problem is"),
    Job.SOLUTION: JobPhrase("Solution", "Solution exploration", "what could solve it"),
    Job.REQUIREMENTS: JobPhrase("Requirements", "Requirements building", "what exactly is required"),
    Job.SELECTION: JobPhrase("Selection", "Supplier selection", "which vendor to choose"),
    Job.VALIDATION: JobPhrase("Validation", "Validation", "whether the favourite holds what it promises"),
    Job.CONSENSUS: JobPhrase("Consensus", "Consensus creation", "whether all agree"),
}
OUTCOMES: Final = {
    Status.OPEN: "open",
    Status.WON: "won",
    Status.LOST: "lost to a rival",
    Status.NO_DECISION: "no decision",
    Status.NOT_SERIOUS: "not a buyer",
}
ENDS: Final = {
    Reason.OUTSIDE: EndPhrase("priorities elsewhere stopped it", "priorities elsewhere"),
    Reason.STATUS_QUO: EndPhrase("leaving things as they are looked better", "nothing worth the change"),
    Reason.CONFLICT: EndPhrase("the group could not agree", "conflict in the group"),
    Reason.DOUBT: EndPhrase("doubt was stronger than hope", "doubt"),
    Reason.APPROVAL: EndPhrase("management would not sign", "management's refusal"),
    Reason.TOO_LONG: EndPhrase("it had gone on for too long", "the time it took"),
    Reason.OBJECTION: EndPhrase("an objection nobody had foreseen stopped it", "an unforeseen objection"),
}
CAUSES: Final = {
    Reason.FORGONE: "a better alternative let go",
    Reason.DISAPPOINTMENT: "disappointment",
    Reason.CONFLICTED: "conflict never resolved",
    Reason.UNSURE: "having been unsure",
    Reason.EFFORT: "the effort it took",
}
REJECTIONS: Final = {
    Reason.FILTERED: "the check takes it for no real project",
    Reason.DESK_FULL: "the qualification desk is full",
    Reason.NOT_FOLLOWED_UP: "nobody follows it up",
}
QUESTIONS: Final = {
    Reason.ASKED_EFFORT: SurveyPhrase("effort", "how easy our rep made things", 7, "CES"),
    Reason.ASKED_SATISFACTION: SurveyPhrase("satisfaction", "how satisfied they are", 5, "CSAT"),
    Reason.ASKED_RECOMMEND: SurveyPhrase("recommending", "whether they would recommend us", 10, "NPS"),
}
PERSONAS: Final = {
    "technical": "technical buyer",
    "economic": "economic buyer",
    "procurement": "buyer from procurement",
}
ORDINALS: Final = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


def member(seats: Sequence[str], person: int) -> str:
    """Name a member of a buying group by persona: the champion, the second technical buyer; -1 is the group."""
    if person < 0:
        return "the group"
    place = seats[: person + 1].count(seats[person])
    among = f"{ordinal(place)} " if place > 1 else ""
    return f"the {among}{PERSONAS.get(seats[person], seats[person])}"


def outcome(status: float) -> str:
    """Say how an account stands, from the code that the journal holds."""
    return OUTCOMES[Status(int(status))]


def reason(code: int) -> str:
    """Say a reason in lower-case words; no reason is an empty text."""
    return "" if code == Reason.NONE else words(Reason(code))


def job(code: int) -> str:
    """Say a buying job in lower-case words; -1 is an empty text."""
    return words(Job(code)) if code >= 0 else ""


def span(clock: Clock, since: float, until: float) -> str:
    """Say the time from one moment to another, in working hours since the start, by the calendar: in days, within one in hours."""
    if days := clock.days_between(since, until):
        return times(days, "day")
    hours = (until - since) * clock.office.span
    return times(round(hours), "hour") if hours >= 1 else "less than an hour"


def times(n: int, one: str, many: str | None = None) -> str:
    """Say a count of things: ``1 hour``, ``3 hours``, ``1,200 hours``."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def often(n: int) -> str:
    """Say how many times: ``once``, ``twice``, ``3 times``."""
    return {1: "once", 2: "twice"}.get(n, f"{n:,} times")


def ordinal(n: int) -> str:
    """Say which of several, from 1: ``first``, ``second``, ``21st``."""
    if n < len(ORDINALS):
        return ORDINALS[n]
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def listed(parts: Sequence[str]) -> str:
    """Say several things: ``a, b and c``."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
