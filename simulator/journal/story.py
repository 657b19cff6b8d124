"""One account's journey told in sentences, every one of them true to a journal row or a count of rows."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.simulator.core.calendar import HOURS_PER_DAY, timestamps
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import Channel, Job, Kind, Reason, Status, words
from buyermaze.simulator.inputs.timeline import first_day
from buyermaze.simulator.journal.counted import counted_rows
from buyermaze.simulator.journal.journal import vendor_labels
from buyermaze.simulator.outcomes.tallies import HIGH_REGRET

if TYPE_CHECKING:
    from buyermaze.simulator.inputs.scenario import Scenario

ORDINALS: Final = ("", "", "second ", "third ", "fourth ", "fifth ", "sixth ", "seventh ", "eighth ", "ninth ")
TITLES: Final = {
    "technical": "technical buyer",
    "economic": "economic buyer",
    "procurement": "buyer from procurement",
}
PLACES: Final = {
    Channel.REP: ("conversation with our reps", "conversations with our reps"),
    Channel.CONTENT: ("visit to our content", "visits to our content"),
    Channel.EMAIL: ("e-mail of ours", "e-mails of ours"),
    Channel.EVENT: ("event of ours", "events of ours"),
    Channel.ADS: ("advertisement of ours", "advertisements of ours"),
    Channel.PEERS: ("talk with peers", "talks with peers"),
    Channel.ANALYST: ("analyst report", "analyst reports"),
    Channel.OWN_WORK: ("round of work alone", "rounds of work alone"),
    Channel.RIVAL_REP: ("conversation with a rival's rep", "conversations with rivals' reps"),
    Channel.RIVAL_CONTENT: ("visit to a rival's content", "visits to rivals' content"),
}
TOPICS: Final = {
    Job.PROBLEM: "what the problem is",
    Job.SOLUTION: "what could solve it",
    Job.REQUIREMENTS: "what exactly is required",
    Job.SELECTION: "which vendor to choose",
    Job.VALIDATION: "whether the favourite holds what it promises",
    Job.CONSENSUS: "whether all agree",
}
WHY_NOT: Final = {
    Reason.OUTSIDE: "priorities elsewhere stopped it",
    Reason.STATUS_QUO: "leaving things as they are looked better",
    Reason.CONFLICT: "the group could not agree",
    Reason.DOUBT: "doubt was stronger than hope",
    Reason.APPROVAL: "management would not sign",
    Reason.TOO_LONG: "it had gone on for too long",
}
CAUSES: Final = {
    Reason.FORGONE: "a better alternative let go",
    Reason.DISAPPOINTMENT: "disappointment",
    Reason.CONFLICTED: "conflict never resolved",
    Reason.UNSURE: "having been unsure",
    Reason.EFFORT: "the effort it took",
}
WHY_REJECTED: Final = {
    Reason.FILTERED: "the check takes it for no real project",
    Reason.DESK_FULL: "the qualification desk is full",
    Reason.NOT_FOLLOWED_UP: "nobody follows it up",
}
QUESTIONS: Final = {
    Reason.ASKED_EFFORT: ("how easy our rep made things", 7),
    Reason.ASKED_SATISFACTION: ("how satisfied they are", 5),
    Reason.ASKED_RECOMMEND: ("whether they would recommend us", 10),
}
SIGNIFICANT: Final = (Kind.JOINED, Kind.COMPLETED, Kind.REOPENED, Kind.FAVOURITE, Kind.VOTE, Kind.DECISION)
LONG_WAIT: Final = 2 * HOURS_PER_DAY  # working hours after which a wait is worth telling
N_SURPRISES: Final = 3  # the strongest are told


def story(run: Any, account: int) -> list[str]:
    """Tell one account's journey.

    Parameters
    ----------
    run
        What ``simulate`` returns: ``journal``, ``scenario``.
    account : int
        Arrival ordinal, from 0.

    Returns
    -------
    list of str
        Sentences in order of time. Routine visits and meetings are summed up between the turns of the journey.

    Raises
    ------
    InputProblem
        If the run has no such account.
    """
    rows = run.journal[run.journal["account"] == account]
    if account < 0 or not len(rows):
        last = int(run.journal["account"].max(initial=-1))
        raise InputProblem(f"account: there is no account {account} in this run; choose one from 0 to {last}")
    return list(_Teller(run.scenario, rows).tell())


def interesting_account(run: Any) -> int:
    """Return an account worth telling: among the counted ones that met one of our reps, the fullest of the shorter half.

    Fullest is the one to which the most different things happened; of equals, the first.

    Falls back on all counted accounts if none met a rep.

    Raises
    ------
    InputProblem
        If nobody set out within the observation window.
    """
    rows = counted_rows(run)
    if not len(rows):
        raise InputProblem("story: nobody set out within the observation window; make it longer")
    met = rows["account"][(rows["kind"] == Kind.CONTACTED) & (rows["vendor"] == 0)]
    chosen = rows[np.isin(rows["account"], met)] if len(met) else rows
    found, n_rows = np.unique(chosen["account"], return_counts=True)
    chosen = chosen[np.isin(chosen["account"], found[n_rows <= np.median(n_rows)])]
    events = np.unique(np.stack([chosen["account"], chosen["kind"], chosen["reason"]], axis=1), axis=0)
    accounts, variety = np.unique(events[:, 0], return_counts=True)
    return int(accounts[np.argmax(variety)])


@dataclass
class _Teller:
    """Walks through one account's rows, saying turns at once and saving routine for a summary."""

    scenario: "Scenario"
    rows: np.ndarray
    hours: float = 0.0
    n_meetings: int = 0
    visits: "Counter[Channel]" = field(default_factory=Counter)
    n_dead_ends: "Counter[tuple[int, Job]]" = field(default_factory=Counter)
    n_strange: "Counter[int]" = field(default_factory=Counter)
    n_pushed: "Counter[int]" = field(default_factory=Counter)
    n_stalled: int = 0
    n_mails: int = 0
    n_mails_opened: int = 0
    said_on: str = ""
    startling: float = 0.0

    def __post_init__(self) -> None:
        self.vendors = [*vendor_labels(self.scenario), "nobody"]  # -1 is nobody

    def tell(self) -> Iterator[str]:
        rows = self.rows
        moments = timestamps(rows["time"], first_day(self.scenario)).astype("datetime64[D]").tolist()
        turns = set(rows["time"][np.isin(rows["kind"], SIGNIFICANT)].tolist())
        asked: set[tuple[float, Reason]] = set()
        surprises = np.sort(rows["value"][rows["kind"] == Kind.SURPRISE])
        self.startling = float(surprises[-N_SURPRISES:][0]) if len(surprises) else 0.0
        for row, moment in zip(rows, moments, strict=True):
            day, kind, time = f"{moment.day} {moment:%B %Y}", Kind(row["kind"]), float(row["time"])
            if time in turns and kind != Kind.TOUCH:
                turns.remove(time)
                yield from self._routine(day)
            if kind == Kind.TOUCH:
                self._save_touch(row)
                if row["reason"] == Reason.ALONE:
                    who = self._who(int(row["person"]))
                    yield self._dated(day, f"{who} needs a document to justify the purchase, finds none, and writes it")
            elif kind == Kind.MEETING and bool(np.isin(rows["kind"][rows["time"] == time], SIGNIFICANT).any()):
                self.hours += float(row["hours"])
                yield self._dated(day, f"the group meets; {_mood(row)}")
            elif kind == Kind.MEETING:
                self.n_meetings += 1
                self.hours += float(row["hours"])
            elif kind == Kind.STALLED:
                self.n_stalled += 1
            elif kind == Kind.MAILED:
                self.n_mails += int(row["value"])
                self.n_mails_opened += int(row["detail"])
            elif kind == Kind.INVITED and row["reason"] == Reason.ASKED_RECOMMEND:
                if (time, Reason.ASKED_RECOMMEND) not in asked:
                    asked.add((time, Reason.ASKED_RECOMMEND))
                    yield self._dated(day, self._survey(time, Reason.ASKED_RECOMMEND))
            elif (text := self._turn(kind, row)) is not None:
                yield self._dated(day, text)
            if kind == Kind.GO_LIVE:
                yield from self._life(row)
        if rows["kind"][-1] != Kind.ENDED:
            yield from self._routine(day)
            yield self._dated(day, "the story is still open")

    def _dated(self, day: str, text: str) -> str:
        """Make a sentence, with its day unless the sentence before has the same."""
        again, self.said_on = day == self.said_on, day
        return f"{text[0].upper()}{text[1:]}." if again else f"On {day} {text}."

    def _save_touch(self, row: Any) -> None:
        self.hours += float(row["hours"])
        self.visits[Channel(row["channel"])] += 1
        if row["reason"] == Reason.DEAD_END:
            self.n_dead_ends[int(row["person"]), Job(row["job"])] += 1
        elif row["reason"] == Reason.OUT_OF_CONTEXT:
            self.n_strange[int(row["person"])] += 1
        elif row["reason"] == Reason.PUSHED:
            self.n_pushed[int(row["person"])] += 1

    def _routine(self, day: str) -> Iterator[str]:
        """Say what was saved up since the last summary, and forget it."""
        if self.visits:
            common = [_times(n, *PLACES[channel]) for channel, n in self.visits.most_common(3)]
            met = f"{_times(self.n_meetings, 'meeting')} and " if self.n_meetings else ""
            done = _times(sum(self.visits.values()), "activity", "activities")
            mostly = ", above all" if len(self.visits) > 3 else ":"
            spent = f"{_times(round(self.hours), 'more hour')} in {met}{done}"
            yield f"By {day} the group has put in {spent}{mostly} {_listed(common)}."
            self.said_on = ""
        if self.n_dead_ends:
            lost = [f"{self._who(person)} on {TOPICS[job]}" for person, job in self.n_dead_ends]
            yield f"{_times(sum(self.n_dead_ends.values()), 'dead end')} in our content: {_listed(lost)}."
        if self.n_strange:
            people = _listed([self._who(person) for person in self.n_strange])
            yield f"Our reps did not know the situation of {people}, and the conversation began from scratch."
        if self.n_pushed:
            people = _listed([self._who(person) for person in self.n_pushed])
            yield f"Our reps pushed the sale and left the questions of {people} half answered."
        if self.n_mails:
            opened = f"{self.n_mails_opened} of them" if self.n_mails_opened else "none of them"
            verb = "were" if self.n_mails_opened > 1 else "was"
            if self.n_mails == 1:
                yield f"We sent 1 mail nobody had asked for; it was {'opened' if self.n_mails_opened else 'not opened'}."
            else:
                yield f"We sent {self.n_mails} mails nobody had asked for; {opened} {verb} opened."
        if self.n_stalled:
            yield f"{_times(self.n_stalled, 'time')} somebody had a question that no channel open to them could answer."
        self.hours, self.n_meetings, self.n_stalled, self.n_mails, self.n_mails_opened = 0.0, 0, 0, 0, 0
        for counter in (self.visits, self.n_dead_ends, self.n_strange, self.n_pushed):
            counter.clear()

    def _turn(self, kind: Kind, row: Any) -> str | None:
        """Return what a turn of the journey is, as a sentence without date and full stop; None for all other rows."""
        reason, value = Reason(row["reason"]), float(row["value"])
        who, vendor, ours = self._who(int(row["person"])), self.vendors[row["vendor"]], row["vendor"] == 0
        rep = f"rep {row['rep'] + 1}" if row["rep"] >= 0 else "our rep"
        topic, account = TOPICS[Job(row["job"])] if row["job"] >= 0 else "", row["account"]
        match kind:
            case Kind.ARRIVED if row["detail"] != 1:
                return f"account {account} shows interest, but there is no project behind it"
            case Kind.ARRIVED:
                return f"account {account} sets out, {_times(int(value), 'person', 'people')} and a real project"
            case Kind.JOINED:
                return f"{who} joins the group, with questions of their own"
            case Kind.SERVED if value >= LONG_WAIT:
                return f"{rep} has time for {who}, after a wait of {_span(value)}"
            case Kind.GAVE_UP:
                return f"{who} gives up waiting for our rep after {_span(value)}"
            case Kind.IGNORED:
                return f"{who} asks for a rep, and nobody follows it up"
            case Kind.FINE_PRINT:
                return f"{who} reads the fine print, which takes back part of what was promised"
            case Kind.SHOCK:
                return self._blow(reason, value, int(row["detail"]))
            case Kind.SURVEY if reason == Reason.ASKED_EFFORT:
                return f"asked {QUESTIONS[reason][0]}, {who} answers {value:.0f} of {QUESTIONS[reason][1]}"
            case Kind.SURPRISE if topic and value >= self.startling:
                return f"{who} comes across evidence on {topic} that contradicts what they believed"
            case Kind.CLAIM_CLASH:
                departments = "two of our departments" if ours else f"two departments of {vendor}"
                return f"{who} notices that {departments} claim different things"
            case Kind.LEAD:
                why = "somebody raised a hand" if reason == Reason.HAND_RAISE else f"a score of {value:.0f} points"
                return f"our systems count the account as a lead ({why})"
            case Kind.CHECKED:
                return f"a qualifier checks the lead, after {_span(value)} in the queue"
            case Kind.ACCEPTED:
                return "the lead is accepted for sales"
            case Kind.REJECTED:
                return f"the lead is turned away: {WHY_REJECTED.get(reason, words(reason))}"
            case Kind.OPENED:
                return f"sales takes over, {_span(value)} after the lead was accepted"
            case Kind.CONTACTED:
                seller = rep if ours else f"a rep of {vendor}"
                return f"{who} is the first to meet {seller}; {100 * value:.0f} % of the group's questions are answered"
            case Kind.LEAD_WORK:
                return f"{rep} spends {float(row['hours']):.1f} hours on working the lead"
            case Kind.COMPLETED:
                return f"the group agrees that it knows {topic}"
            case Kind.REOPENED:
                return f"a question that seemed settled is open again: {topic}"
            case Kind.FAVOURITE:
                return "we are now the favourite" if ours else f"{vendor} is now the favourite"
            case Kind.VOTE if reason == Reason.UNREACHED:
                return f"the group wants {vendor} but has never met them; somebody has to reach them first"
            case Kind.VOTE:
                passed = "passes" if reason == Reason.PASSED else "fails"
                return f"a vote to buy from {vendor} {passed}: {100 * value:.0f} % of the influence says yes"
            case Kind.LOOPED:
                why = "they disagree on what is required" if reason == Reason.CONFLICT else "they doubt the evidence"
                return f"the group goes back to earlier work, because {why}"
            case Kind.APPROVAL:
                verdict = "signs" if reason == Reason.GRANTED else "refuses to sign"
                return f"management {verdict} ({self._level(int(row['detail']))})"
            case Kind.DECISION:
                return self._decision(row)
            case Kind.GO_LIVE:
                worth = "more than" if value >= row["detail"] else "less than"
                numbers = f"{value:.2f} to {row['detail']:.2f}"
                return f"the purchase is first used; it is worth {worth} expected ({numbers})"
            case Kind.ALERT if reason == Reason.ASKED_RECOMMEND:
                return f"the low answer raises an alarm (satisfaction {value:.1f} of 10)"
            case Kind.ALERT:
                return f"we notice that the customer is unhappy (satisfaction {value:.1f} of 10)"
            case Kind.RECOVERY:
                return f"{rep} spends {float(row['hours']):.1f} hours on putting things right"
            case Kind.RENEWAL:
                verdict = "renews" if reason == Reason.RENEWED else "leaves"
                more = f", at a price {100 * (row['detail'] - 1):.0f} % higher" if row["detail"] > 1 else ""
                return f"the customer {verdict}{more}; the chance of staying was {100 * value:.0f} %"
            case Kind.CARE:
                return "the customer hears from us, without an agenda"
            case Kind.ISSUE:
                solved = "support puts it right" if reason == Reason.RECOVERED else "nobody puts it right"
                return f"something stops working, and {solved}"
            case Kind.EXPANSION if reason == Reason.BOUGHT:
                return f"the customer buys more, worth {100 * value:.0f} % of the first purchase"
            case Kind.EXPANSION:
                return "the customer is offered more and declines"
            case _:
                return None

    def _blow(self, reason: Reason, size: float, place: int) -> str:
        """Say what an event from outside does to the account, and what the market's calendar calls it."""
        shocks = self.scenario.market.shocks
        name = f" ({shocks[place].name})" if 0 <= place < len(shocks) else ""
        lost = f"{100 * min(size, 1.0):.0f} % of what"
        match reason:
            case Reason.BUDGET_FREEZE:
                return f"the budget is frozen for {_times(round(size), 'working day')}{name}"
            case Reason.REORGANISATION:
                return f"a reorganisation costs the group {lost} it had understood{name}"
            case Reason.CHAMPION_LEAVES:
                return f"{self._who(0)} leaves and takes along {lost} they knew{name}"
            case _:
                return f"{self.vendors[1]} brings out something better, and the group hears of it{name}"

    def _survey(self, time: float, question: Reason) -> str:
        """Say whom we asked a question at one moment, and what came back."""
        rows = self.rows[(self.rows["time"] == time) & (self.rows["reason"] == question)]
        n_asked = int(np.sum(rows["kind"] == Kind.INVITED))
        answers = [f"{value:.0f}" for value in rows["value"][rows["kind"] == Kind.SURVEY]]
        words_asked, top = QUESTIONS[question]
        answered = (
            f"{_times(len(answers), 'answers', 'answer')}: {_listed(answers)} of {top}" if answers else "nobody answers"
        )
        return f"we ask {_times(n_asked, 'member', 'members')} {words_asked}; {answered}"

    def _life(self, row: Any) -> Iterator[str]:
        """Say how the members feel about the purchase, from the rows of the day it went live."""
        rows = self.rows[self.rows["time"] == row["time"]]
        feelings, causes = rows[rows["kind"] == Kind.FEELING], rows[rows["kind"] == Kind.REGRET]
        if len(feelings):
            regret, satisfaction = float(np.mean(feelings["detail"])), float(np.mean(feelings["value"]))
            text = f"Satisfaction is {satisfaction:.1f} of 10, regret {regret:.0f} of 100"
            if len(causes) and causes["value"].max() > 0:
                strongest = causes[np.argmax(causes["value"])]
                text += f", most of all over {CAUSES[Reason(strongest['reason'])]}"
            many = "they regret the purchase" if regret > HIGH_REGRET else "they stand by it"
            yield f"{text}: {many}."
        voices = Counter(Reason(reason) for reason in rows["reason"][rows["kind"] == Kind.ADVOCACY])
        if voices:
            said = [_times(n, words(voice)) for voice, n in sorted(voices.items())]
            yield f"Asked whether they would recommend it, the group counts {_listed(said)}."
        if bool(np.any((rows["kind"] == Kind.INVITED) & (rows["reason"] == Reason.ASKED_SATISFACTION))):
            text = self._survey(float(row["time"]), Reason.ASKED_SATISFACTION)
            yield f"{text[0].upper()}{text[1:]}."

    def _who(self, person: int) -> str:
        """Name a member by persona: the champion, the second technical buyer."""
        if person < 0:
            return "the group"
        seats = self.scenario.market.group.seats
        place = seats[: person + 1].count(seats[person])
        among = ORDINALS[place] if place < len(ORDINALS) else f"{place}th "
        return f"the {among}{TITLES.get(seats[person], seats[person])}"

    def _decision(self, row: Any) -> str:
        after = f"after {_span(float(row['value']))}"
        status = Status(int(row["detail"]))
        if status == Status.WON:
            return f"they buy from us, {after}"
        if status == Status.LOST:
            return f"they buy from {self.vendors[row['vendor']]}, {after}"
        if status == Status.NO_DECISION:
            return f"the purchase ends without a decision, {after}: {WHY_NOT[Reason(row['reason'])]}"
        return f"the visitor leaves for good, {after}; there never was a project"

    def _level(self, level: int) -> str:
        levels = self.scenario.market.approvals
        return levels[level - 1].name if 1 <= level <= len(levels) else f"level {level}"


def _mood(row: Any) -> str:
    """Say how a meeting felt from the spread of views and the mean value of the favourite."""
    spread, mean = float(row["value"]), float(row["detail"])
    hope = "hopes are high" if mean > 1 else "hopes are modest" if mean > 0 else "nobody expects much"
    apart = "views are close" if spread < 0.25 else "views differ" if spread < 0.6 else "views are far apart"
    return f"{apart} and {hope}" if (spread < 0.25) == (mean > 0) else f"{apart} but {hope}"


def _span(hours: float) -> str:
    """Say working hours as hours or working days."""
    if hours < HOURS_PER_DAY:
        return _times(round(hours), "hour") if hours >= 1 else "less than an hour"
    return _times(round(hours / HOURS_PER_DAY), "working day")


def _times(n: int, one: str, many: str | None = None) -> str:
    return f"{n} {one if n == 1 else many or one + 's'}"


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
