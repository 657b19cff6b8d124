"""One account's journey told in sentences, every one of them true to a journal row or a count of rows."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.simulator.core.calendar import day_words
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.phrases import CAUSES, CHANNELS, JOBS, QUESTIONS, listed, member, times
from buyermaze.simulator.core.vocabulary import Channel, Job, Kind, Reason, words
from buyermaze.simulator.inputs.dates.timeline import clock_of
from buyermaze.simulator.journal.event_kinds import EVENT_KINDS, kinds_where, say
from buyermaze.simulator.journal.said import Said
from buyermaze.simulator.outcomes.books.tallies import HIGH_REGRET
from buyermaze.simulator.runs.history import contacts_with_us, of_kind

if TYPE_CHECKING:
    from buyermaze.simulator.inputs.sheets.scenario import Scenario
    from buyermaze.simulator.runs.run import Run

TURNS: Final = kinds_where(lambda about: about.turn)
N_SURPRISES: Final = 3  # the strongest are told


def story(run: "Run", account: int) -> list[str]:
    """Tell one account's journey.

    Parameters
    ----------
    run : Run
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
    rows = run.of(account)
    if account < 0 or not len(rows):
        last = int(run.journal["account"].max(initial=-1))
        raise InputProblem(f"account: there is no account {account} in this run; choose one from 0 to {last}")
    return list(_Teller(run.scenario, rows).tell())


def interesting_account(run: "Run") -> int:
    """Return an account worth telling: among the counted ones that met one of our reps, the fullest of the shorter half.

    Fullest is the one to which the most different things happened; of equals, the first.

    Falls back on all counted accounts if none met a rep.

    Raises
    ------
    InputProblem
        If nobody set out within the observation window.
    """
    rows = run.counted_rows()
    if not len(rows):
        raise InputProblem("story: nobody set out within the observation window; make it longer")
    met = contacts_with_us(rows)["account"]
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

    def tell(self) -> Iterator[str]:
        rows = self.rows
        moments = clock_of(self.scenario).timestamps(rows["time"]).astype("datetime64[D]").tolist()
        turns = set(rows["time"][np.isin(rows["kind"], TURNS)].tolist())
        asked: set[tuple[float, Reason]] = set()
        surprises = np.sort(of_kind(rows, Kind.SURPRISE)["value"])
        self.startling = float(surprises[-N_SURPRISES:][0]) if len(surprises) else 0.0
        for row, moment in zip(rows, moments, strict=True):
            day, kind, time = day_words(moment), Kind(row["kind"]), float(row["time"])
            if time in turns and kind != Kind.TOUCH:
                turns.remove(time)
                yield from self._routine(day)
            if kind == Kind.TOUCH:
                self._save_touch(row)
            if kind == Kind.MEETING and bool(np.isin(rows["kind"][rows["time"] == time], TURNS).any()):
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
            elif kind != Kind.SURPRISE or row["value"] >= self.startling:
                if text := say(EVENT_KINDS[kind].sentence, Said(row, self.scenario, self._who)):
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
            common = [times(n, *CHANNELS[channel][2:4]) for channel, n in self.visits.most_common(3)]
            met = f"{times(self.n_meetings, 'meeting')} and " if self.n_meetings else ""
            done = times(sum(self.visits.values()), "activity", "activities")
            mostly = ", above all" if len(self.visits) > 3 else ":"
            spent = f"{times(round(self.hours), 'more hour')} in {met}{done}"
            yield f"By {day} the group has put in {spent}{mostly} {listed(common)}."
            self.said_on = ""
        if self.n_dead_ends:
            lost = [f"{self._who(person)} on {JOBS[job].topic}" for person, job in self.n_dead_ends]
            yield f"{times(sum(self.n_dead_ends.values()), 'dead end')} in our content: {listed(lost)}."
        if self.n_strange:
            people = listed([self._who(person) for person in self.n_strange])
            yield f"Our reps did not know the situation of {people}, and the conversation began from scratch."
        if self.n_pushed:
            people = listed([self._who(person) for person in self.n_pushed])
            yield f"Our reps pushed the sale and left the questions of {people} half answered."
        if self.n_mails:
            opened = f"{self.n_mails_opened} of them" if self.n_mails_opened else "none of them"
            verb = "were" if self.n_mails_opened > 1 else "was"
            if self.n_mails == 1:
                yield f"We sent 1 mail nobody had asked for; it was {'opened' if self.n_mails_opened else 'not opened'}."
            else:
                yield f"We sent {self.n_mails} mails nobody had asked for; {opened} {verb} opened."
        if self.n_stalled:
            yield f"{times(self.n_stalled, 'time')} somebody had a question that no channel open to them could answer."
        self.hours, self.n_meetings, self.n_stalled, self.n_mails, self.n_mails_opened = 0.0, 0, 0, 0, 0
        for counter in (self.visits, self.n_dead_ends, self.n_strange, self.n_pushed):
            counter.clear()

    def _survey(self, time: float, question: Reason) -> str:
        """Say whom we asked a question at one moment, and what came back."""
        rows = self.rows[(self.rows["time"] == time) & (self.rows["reason"] == question)]
        n_asked = int(np.sum(rows["kind"] == Kind.INVITED))
        answers = [f"{value:.0f}" for value in of_kind(rows, Kind.SURVEY)["value"]]
        asked = QUESTIONS[question]
        answered = (
            f"{times(len(answers), 'answers', 'answer')}: {listed(answers)} of {asked.top}"
            if answers
            else "nobody answers"
        )
        return f"we ask {times(n_asked, 'member')} {asked.asks}; {answered}"

    def _life(self, row: Any) -> Iterator[str]:
        """Say how the members feel about the purchase, from the rows of the day it went live."""
        rows = self.rows[self.rows["time"] == row["time"]]
        feelings, causes = of_kind(rows, Kind.FEELING), of_kind(rows, Kind.REGRET)
        if len(feelings):
            regret, satisfaction = float(np.mean(feelings["detail"])), float(np.mean(feelings["value"]))
            text = f"Satisfaction is {satisfaction:.1f} of 10, regret {regret:.0f} of 100"
            if len(causes) and causes["value"].max() > 0:
                strongest = causes[np.argmax(causes["value"])]
                text += f", most of all over {CAUSES[Reason(strongest['reason'])]}"
            many = "they regret the purchase" if regret > HIGH_REGRET else "they stand by it"
            yield f"{text}: {many}."
        voices = Counter(Reason(reason) for reason in of_kind(rows, Kind.ADVOCACY)["reason"])
        if voices:
            said = [times(n, words(voice)) for voice, n in sorted(voices.items())]
            yield f"Asked whether they would recommend it, the group counts {listed(said)}."
        if bool(np.any((rows["kind"] == Kind.INVITED) & (rows["reason"] == Reason.ASKED_SATISFACTION))):
            text = self._survey(float(row["time"]), Reason.ASKED_SATISFACTION)
            yield f"{text[0].upper()}{text[1:]}."

    def _who(self, person: int) -> str:
        return member(self.scenario.market.group.seats, person)


def _mood(row: Any) -> str:
    """Say how a meeting felt from the spread of views and the mean value of the favourite."""
    spread, mean = float(row["value"]), float(row["detail"])
    hope = "hopes are high" if mean > 1 else "hopes are modest" if mean > 0 else "nobody expects much"
    apart = "views are close" if spread < 0.25 else "views differ" if spread < 0.6 else "views are far apart"
    return f"{apart} and {hope}" if (spread < 0.25) == (mean > 0) else f"{apart} but {hope}"
