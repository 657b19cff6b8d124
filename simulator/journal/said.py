"""A journal row in words, as the sentences about it need them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from buyermaze.simulator.core import phrases
from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.vocabulary import Channel, Job, Reason, words
from buyermaze.simulator.inputs.dates.timeline import clock_of

if TYPE_CHECKING:
    from buyermaze.simulator.inputs.sheets.scenario import Scenario

ROUNDED: Final = 6  # decimals of an hour: a difference of two moments falls on the day it was counted from


def vendor_labels(scenario: "Scenario") -> list[str]:
    """Name every vendor, us first."""
    return ["us", *(rival.name for rival in scenario.market.rivals)]


@dataclass(frozen=True)
class Coded:
    """One row with words instead of codes; a template asks for them by ``coded["job"]``."""

    row: Any

    def __getitem__(self, word: str) -> Any:
        return getattr(self, word)

    @cached_property
    def ours(self) -> bool:
        """Whether it is about us."""
        return bool(self.row["vendor"] == 0)

    @cached_property
    def rep(self) -> str:
        """Which of our reps acted, or a partner's."""
        return f"rep {self.row['rep'] + 1}" if self.row["rep"] >= 0 else "a partner's rep"

    @cached_property
    def code(self) -> Reason:
        """Why it happened."""
        return Reason(self.row["reason"])

    @cached_property
    def reason(self) -> str:
        """Why it happened, in words."""
        return words(self.code)

    @cached_property
    def job(self) -> str:
        """The buying job it is about, in words."""
        return phrases.job(self.row["job"])

    @cached_property
    def topic(self) -> str:
        """The question that job answers."""
        return phrases.JOBS[Job(self.row["job"])].topic if self.row["job"] >= 0 else ""

    @cached_property
    def rejection(self) -> str:
        """Why a lead was turned away."""
        return phrases.REJECTIONS.get(self.code, self.reason)

    @cached_property
    def account(self) -> int:
        """The account."""
        return int(self.row["account"])

    @cached_property
    def hours(self) -> float:
        """Person-hours spent."""
        return float(self.row["hours"])

    @cached_property
    def value(self) -> float:
        """The first number of the row; what it means depends on the kind."""
        return float(self.row["value"])

    @cached_property
    def detail(self) -> float:
        """The second number of the row."""
        return float(self.row["detail"])

    @cached_property
    def percent(self) -> float:
        """The first number as a percentage."""
        return 100 * self.value

    @cached_property
    def channel(self) -> str:
        """The channel it happened in."""
        return words(Channel(self.row["channel"])) if self.row["channel"] >= 0 else ""

    @cached_property
    def outcome(self) -> str:
        """How the journey closed."""
        return phrases.outcome(self.row["detail"])

    @cached_property
    def seller(self) -> str:
        """Whose seller it is: us or a rival."""
        return "us" if self.ours else "rival"

    @cached_property
    def question(self) -> str:
        """What a survey asks."""
        return phrases.QUESTIONS[self.code].name if self.code in phrases.QUESTIONS else self.reason


@dataclass(frozen=True)
class Said(Coded):
    """One row with the names that a scenario gives to people, vendors and levels of management as well."""

    scenario: "Scenario"
    name: Callable[[int], str]  # how a seat of the group is called; -1: the group

    @cached_property
    def who(self) -> str:
        """The person the row is about, or the group."""
        return self.name(int(self.row["person"]))

    @cached_property
    def span(self) -> str:
        """How long it had taken by then, by the calendar: the first number is working hours."""
        until = float(self.row["time"])
        return phrases.span(clock_of(self.scenario), max(0.0, round(until - self.value, ROUNDED)), until)

    @cached_property
    def ahead(self) -> str:
        """How long it takes from then on, by the calendar: the first number is working hours."""
        return self._ahead(self.value)

    @cached_property
    def days_ahead(self) -> str:
        """The same where the first number is working days."""
        return self._ahead(self.value * HOURS_PER_DAY)

    def _ahead(self, hours: float) -> str:
        since = float(self.row["time"])
        return phrases.span(clock_of(self.scenario), since, since + hours)

    @cached_property
    def champion(self) -> str:
        """The person in the first seat."""
        return self.name(0)

    @cached_property
    def vendor(self) -> str:
        """The vendor the row is about, or nobody."""
        return [*vendor_labels(self.scenario), "nobody"][self.row["vendor"]]

    @cached_property
    def level(self) -> str:
        """The level of management it is about."""
        levels, place = self.scenario.market.approvals, int(self.row["detail"])
        return levels[place - 1].name if 1 <= place <= len(levels) else f"level {place}"
