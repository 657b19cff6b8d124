"""What people write beside a score: made of what they lived through, all of which can be counted in the journal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from buyermaze.simulator.core.clock import Clock
from buyermaze.simulator.core.phrases import JOBS, listed, often, ordinal, span, times
from buyermaze.simulator.core.vocabulary import Channel, Job, Kind, Reason

HARDLY: Final = 4.0  # working hours within which an answer is called quick; assumption: half a day


@dataclass
class Group:
    """What an account has lived through with us and with its purchase so far."""

    n_meetings: int = 0
    n_refused: int = 0
    n_reopened: int = 0
    n_issues: int = 0
    n_recovered: int = 0
    began: float = 0.0  # working hours since the start, as are all moments
    decided: float = 0.0
    heard_us: float = 0.0  # when we were last heard of
    realised: float = 0.0
    expected: float = 0.0


@dataclass
class Lived:
    """What one person has lived through so far, and the group around it."""

    group: Group
    n_talks: int = 0
    n_again: int = 0  # talks that began with telling everything again
    n_pushed: int = 0
    is_again: bool = False  # whether the latest talk did
    n_searches: int = 0  # for content of ours
    n_dead_ends: int = 0
    n_caught: int = 0  # claims of ours found larger than the truth
    hours: float = 0.0  # of one's own time on the purchase
    job: int = int(Job.PROBLEM)  # of the latest talk
    waited_from: float = 0.0  # working hours since the start: when the latest talk was asked for
    talked: float = 0.0


@dataclass
class Diary:
    """What everybody has lived through, read row by row."""

    vendor: int = 0
    live: dict[int, tuple[float, float]] = field(default_factory=dict)  # by account: value realised and expected at first use
    groups: dict[int, Group] = field(default_factory=dict)
    people: dict[tuple[int, int], Lived] = field(default_factory=dict)

    def of(self, account: int, person: int) -> Lived:
        """Return what a person has lived through so far."""
        group = self.groups.setdefault(account, Group())
        return self.people.setdefault((account, person), Lived(group))

    def add(self, row: "dict[str, Any]") -> None:
        """Go on by one row of the journal."""
        kind, reason, time, value = row["kind"], row["reason"], row["time"], row["value"]
        p = self.of(row["account"], row["person"])
        g = p.group
        if kind == Kind.TOUCH:
            p.hours += row["hours"]
            if row["channel"] == Channel.REP:
                p.n_talks, p.job, p.talked = p.n_talks + 1, row["job"], time
                p.is_again = reason == Reason.OUT_OF_CONTEXT
                p.n_again += p.is_again
                p.n_pushed += reason == Reason.PUSHED
                g.heard_us = time
            elif row["channel"] == Channel.CONTENT:
                p.n_searches += 1
                p.n_dead_ends += reason == Reason.DEAD_END
        elif kind == Kind.ARRIVED:
            g.began = time
        elif kind == Kind.SERVED:
            p.waited_from = time - value
        elif kind == Kind.CAUGHT:
            p.n_caught += row["vendor"] == self.vendor
        elif kind == Kind.MEETING:
            g.n_meetings += 1
        elif kind == Kind.APPROVAL:
            g.n_refused += reason == Reason.REFUSED
        elif kind == Kind.REOPENED:
            g.n_reopened += 1
        elif kind == Kind.DECISION:
            g.decided = g.heard_us = time
        elif kind == Kind.FEELING:  # at first use the group takes stock before the row that says what it is worth
            g.realised, g.expected = self.live.get(row["account"], (0.0, 0.0))
        elif kind in (Kind.CARE, Kind.RECOVERY):
            g.heard_us = time
        elif kind == Kind.ISSUE:
            g.n_issues += 1
            g.n_recovered += reason == Reason.RECOVERED


def said(theme: str, p: Lived, clock: Clock, now: float) -> str:
    """Return what a person writes behind a theme, out of what it lived through until now (working hours since the start)."""
    first, *more = [part for part in WORDING[theme](p, clock, now) if part]
    return f"{', '.join([first, *more])}."


def _asked(p: Lived) -> str:
    return JOBS[Job(p.job)].topic if p.job in JOBS else "what we needed to know"


def _helpful(p: Lived, clock: Clock, now: float) -> Sequence[str]:
    quick = p.waited_from and p.talked - p.waited_from <= HARDLY
    return (
        f"We asked {_asked(p)}, and they had the answer",
        "once we had told our story again" if p.is_again else "",
        "and were there within hours" if quick else "",
        f"and in {p.n_talks} talks never asked for our story twice" if p.n_talks > 1 and not p.n_again else "",
        f"where {times(p.n_dead_ends, 'page')} of theirs had none" if p.n_dead_ends else "",
    )


def _thin_answer(p: Lived, clock: Clock, now: float) -> Sequence[str]:
    return (
        f"We asked {_asked(p)}, and half of it is still open",
        f"after {times(p.n_talks, 'talk')}" if p.n_talks > 1 else "",
        f"with {times(p.n_dead_ends, 'search', 'searches')} on their pages that found nothing" if p.n_dead_ends else "",
    )


def _waited(p: Lived, clock: Clock, now: float) -> Sequence[str]:
    return (
        f"We waited {span(clock, p.waited_from, p.talked)} to be told {_asked(p)}",
        f"and had to explain ourselves {often(p.n_again)}" if p.n_again else "",
    )


def _told_again(p: Lived, clock: Clock, now: float) -> Sequence[str]:
    again = "from the start" if p.n_again <= 1 else f"from the start for the {ordinal(p.n_again)} time"
    return (
        f"Before we could ask {_asked(p)} we had to explain our situation {again}",
        f"in {times(p.n_talks, 'talk')} so far" if p.n_talks > 1 else "",
    )


def _pushed(p: Lived, clock: Clock, now: float) -> Sequence[str]:
    return (
        f"We asked {_asked(p)}; they wanted to sell",
        f"for the {ordinal(p.n_pushed)} time in {times(p.n_talks, 'talk')}" if p.n_pushed > 1 else "",
    )


def _since(p: Lived, clock: Clock, now: float) -> str:
    return span(clock, p.group.decided, now)


def _worth_it(p: Lived, clock: Clock, now: float) -> Sequence[str]:
    g, since = p.group, f"{_since(p, clock, now)} after we signed"
    return (
        f"{since.capitalize()} I am content, though it does less than we counted on"
        if g.realised < g.expected
        else f"It does what we bought it for, {since}",
        "and a little more than we counted on" if g.realised > g.expected else "",
        f"though we needed {span(clock, g.began, g.decided)} to choose it, {times(max(1, round(p.hours)), 'hour')} of them mine",
    )


def _forgone(p: Lived, clock: Clock, now: float) -> Sequence[str]:
    return (
        f"I keep thinking that another choice would have served us better, {_since(p, clock, now)} on",
        f"and {times(p.n_caught, 'claim')} of theirs did not hold when I looked" if p.n_caught else "",
        f"though we had looked around for {span(clock, p.group.began, p.group.decided)}",
    )


def _disappointment(p: Lived, clock: Clock, now: float) -> Sequence[str]:
    return (
        f"After {_since(p, clock, now)} it is "
        + ("less than we were led to expect" if p.group.realised < p.group.expected else "not what I had hoped for"),
        f"as {times(p.n_caught, 'claim')} of theirs that did not hold should have told me" if p.n_caught else "",
        f"and {times(p.n_dead_ends, 'question')} of mine found no answer on their pages" if p.n_dead_ends else "",
        f"after {times(p.n_talks, 'talk')} in which it sounded like more" if p.n_talks else "",
    )


def _conflicted(p: Lived, clock: Clock, now: float) -> Sequence[str]:
    g = p.group
    return (
        f"We met {often(g.n_meetings)} and never were of one mind about this purchase",
        f"went back to {times(g.n_reopened, 'question')} that seemed settled" if g.n_reopened else "",
        f"and management said no {often(g.n_refused)}" if g.n_refused else "",
    )


def _unsure(p: Lived, clock: Clock, now: float) -> Sequence[str]:
    return (
        f"I was never sure of it, and {_since(p, clock, now)} after signing still am not",
        f"as {p.n_dead_ends} of the {p.n_searches} things I looked for on their pages were not there" if p.n_dead_ends else "",
        f"though we spoke {often(p.n_talks)}" if p.n_talks else "though nobody of theirs ever spoke with me",
    )


def _effort(p: Lived, clock: Clock, now: float) -> Sequence[str]:
    took = (
        times(max(1, round(p.hours)), "hour"),
        times(p.group.n_meetings, "meeting") if p.group.n_meetings else "",
        f"{times(p.n_talks, 'talk')} with them" if p.n_talks else "",
    )
    return (
        f"Buying this took me {listed([part for part in took if part])}",
        f"and I told it all from the start {often(p.n_again)}" if p.n_again else "",
    )


def _recommended(p: Lived, clock: Clock, now: float) -> Sequence[str]:
    g = p.group
    return (
        f"I tell others about them, {_since(p, clock, now)} on",
        f"as what broke was mended, {often(g.n_recovered)} by now" if g.n_recovered else "",
        f"as they never asked for our story twice in {times(p.n_talks, 'talk')}" if p.n_talks > 1 and not p.n_again else "",
        "as it does more than we counted on" if g.realised > g.expected else "",
        f"and the {span(clock, g.began, g.decided)} it took us to choose are forgotten",
    )


def _left_alone(p: Lived, clock: Clock, now: float) -> Sequence[str]:
    g = p.group
    called = "since we signed" if g.heard_us <= g.decided else f"for {span(clock, g.heard_us, now)}"
    return (
        f"Nobody has called {called}",
        f"and it is {_since(p, clock, now)} now" if g.heard_us <= g.decided else "",
        f"though we spoke {often(p.n_talks)} while they wanted the order" if p.n_talks else "",
    )


def _issue_open(p: Lived, clock: Clock, now: float) -> Sequence[str]:
    g = p.group
    again = "Something broke" if g.n_issues <= 1 else f"Something broke for the {ordinal(g.n_issues)} time"
    return (
        f"{again}, and nobody mended it",
        f"as they had {often(g.n_recovered)} before" if g.n_recovered else "",
        f"and we signed {_since(p, clock, now)} ago",
    )


WORDING: Final[dict[str, Callable[[Lived, Clock, float], Sequence[str]]]] = {
    "helpful": _helpful,
    "thin answer": _thin_answer,
    "waited": _waited,
    "told it again": _told_again,
    "pushed": _pushed,
    "worth it": _worth_it,
    "forgone": _forgone,
    "disappointment": _disappointment,
    "conflicted": _conflicted,
    "unsure": _unsure,
    "effort": _effort,
    "recommended": _recommended,
    "left alone": _left_alone,
    "issue open": _issue_open,
}
