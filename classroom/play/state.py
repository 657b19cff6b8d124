"""Where a class stands: folded from its events, so that the file is all there is to know."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from buyermaze.classroom.play.agenda import Step, agenda
from buyermaze.classroom.play.levers import whole_plan
from buyermaze.classroom.play.store import MOST_ROUNDS, MOST_TEAMS, ROOM, TRAINER, Event, Store
from buyermaze.simulator.core.local_files import understood
from buyermaze.simulator.core.plain_text import one_line

CHOICES_PER_STEP: Final = 10_000  # deeds of one buyer's seat in one step: a running number below this
STAGES: Final = 3  # taps of a reveal: the class, the truth, who was near
LONGEST_NAME: Final = 24  # letters of a nickname
TEAM: Final = "team"  # how the seats of teams begin
COMPUTER: Final = "computer"  # who locks for a team without people


@dataclass(frozen=True)
class Answer:
    """Something locked: content and the server's time."""

    at: str
    body: dict[str, Any]


@dataclass
class Person:
    """Somebody in the room: nickname, team, what they locked by (step, kind), what they did as a buyer by step."""

    seat: str
    name: str
    team: int
    tokens: set[str]  # digests of what their browsers hold
    code: str
    joined: str
    answers: dict[tuple[int, str], Answer] = field(default_factory=dict)
    choices: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    n_deeds: dict[int, int] = field(default_factory=dict)


@dataclass
class Class:
    """A whole class as its events tell it.

    ``step`` is the place in ``steps``; ``phase`` open or locked; ``stage`` counts the taps of the reveal; ``results`` are
    what the computer found, by (step, kind).
    """

    settings: dict[str, Any]
    steps: tuple[Step, ...]
    people: dict[str, Person] = field(default_factory=dict)
    plans: dict[tuple[int, int], Answer] = field(default_factory=dict)  # by (team, step)
    results: dict[tuple[int, str], dict[str, Any]] = field(default_factory=dict)
    deeds: list[Event] = field(default_factory=list)  # the trainer's, those taken back left out
    n_deeds: int = 0  # of the trainer, those taken back counted
    moved_from: dict[int, int] = field(default_factory=dict)  # by number of the deed: the team somebody was moved out of
    n_events: int = 0

    @property
    def step(self) -> int:
        """Return the place of the present step."""
        return next((int(deed.body["step"]) for deed in reversed(self.deeds) if deed.body["do"] == "open"), 0)

    @property
    def here(self) -> Step:
        """Return the present step."""
        return self.steps[self.step]

    @property
    def phase(self) -> str:
        """Return whether answers are still taken: open or locked; what was locked or shown once is not opened again."""
        return "locked" if any(self._closes(place, deed) for place, deed in self._placed()) else "open"

    @property
    def stage(self) -> int:
        """Return how many taps of the reveal there were, 0 to 3."""
        return min(STAGES, sum(deed.body["do"] == "reveal" for deed in self._since_open()))

    @property
    def opened_at(self) -> str:
        """Return when the present step was opened; empty before the first."""
        return next((deed.at for deed in reversed(self.deeds) if deed.body["do"] == "open"), "")

    @property
    def paused(self) -> bool:
        """Return whether the trainer asked for attention."""
        last = [deed.body["do"] for deed in self.deeds if deed.body["do"] in ("pause", "resume")]
        return bool(last) and last[-1] == "pause"

    @property
    def message(self) -> str:
        """Return the trainer's words to all; empty when there are none."""
        return next((str(deed.body.get("words", "")) for deed in reversed(self.deeds) if deed.body["do"] == "say"), "")

    @property
    def freed(self) -> set[str]:
        """Return the seats that nobody has any more."""
        return {deed.body["seat"] for deed in self.deeds if deed.body["do"] == "free"}

    @property
    def seconds_paused(self) -> float:
        """Return how long the class has been paused since the present step was opened, a pause that lasts left out."""
        total, since = 0.0, None
        opened = self.opened_at
        for deed in self.deeds:
            if deed.body["do"] == "pause" and since is None:
                since = deed.at
            elif deed.body["do"] == "resume" and since is not None:
                total += max(0.0, _moment(deed.at) - max(_moment(since), _moment(opened or since)))
                since = None
        return total

    def cards(self, round: int) -> list[str]:
        """Return the event cards drawn so far for a round of the game, in order."""
        return [deed.body["card"] for deed in self.deeds if deed.body["do"] == "card" and deed.body["round"] == round]

    def present(self) -> list[Person]:
        """Return everybody with a seat, in order of joining."""
        freed = self.freed
        return [person for seat, person in self.people.items() if seat not in freed]

    def members(self, team: int) -> list[Person]:
        """Return the members of a team; teams count from 1."""
        return [person for person in self.present() if person.team == team]

    def done(self, person: Person) -> bool:
        """Return whether somebody has done all that the present step asks of them."""
        kind = self.here.kind
        if kind == "predict":
            return (self.step, "sign") in person.answers and (self.step, "size") in person.answers
        if kind == "plan":
            return (person.team, self.step) in self.plans
        if kind in ("debrief", "end"):
            return (self.step, "words") in person.answers
        return True

    def _placed(self) -> Iterator[tuple[int, Event]]:
        """Return every deed with the step at which the class was then."""
        place = 0
        for deed in self.deeds:
            place = int(deed.body["step"]) if deed.body["do"] == "open" else place
            yield place, deed

    def _closes(self, place: int, deed: Event) -> bool:
        """Tell whether a deed, done at a step, ends the answers of the present one: it was locked, or gave the answer away."""
        then, here, do = self.steps[place], self.here, deed.body["do"]
        if place == self.step:
            return bool(do == "lock")
        if here.kind == "predict" and then.lesson == here.lesson:
            return bool(do == "reveal" or then.kind == "mechanism")
        return bool(here.kind == "plan" and (then.kind, then.round) == ("year", here.round) and do == "reveal")

    def _since_open(self) -> list[Event]:
        opened = [place for place, deed in enumerate(self.deeds) if deed.body["do"] == "open"]
        return self.deeds[opened[-1] :] if opened else self.deeds

    def add(self, event: Event) -> None:
        """Let one more event have happened."""
        self.n_events = event.number
        if event.seat == TRAINER:
            self._deed(event)
        elif event.seat == ROOM:
            self.results[event.round, event.kind] = event.body
        elif event.seat.startswith(TEAM):
            plan = whole_plan(event.body.get("plan"))  # the file may be of an older version, with other levers
            self.plans[int(event.seat[len(TEAM) :]), event.round] = Answer(event.at, event.body | {"plan": plan})
        elif event.kind == "joined":
            self._joined(event)
        elif event.kind == "choice":
            self._chose(event)
        elif event.kind == "entered":
            self.people[event.seat].tokens.add(str(event.body.get("token", "")))
        elif event.seat in self.people:
            self.people[event.seat].answers[event.round, event.kind] = Answer(event.at, event.body)

    def _deed(self, event: Event) -> None:
        self.n_deeds = max(self.n_deeds, event.round + 1)
        what = event.body["do"]
        if what == "undo":
            if self.deeds and (last := self.deeds.pop()).number in self.moved_from:
                self.people[last.body["seat"]].team = self.moved_from.pop(last.number)
            return
        if what == "move":
            person = self.people[event.body["seat"]]
            self.moved_from[event.number], person.team = person.team, int(event.body["team"])
        self.deeds.append(event)

    def _joined(self, event: Event) -> None:
        body = event.body
        name = one_line(str(body.get("name", f"Seat {len(self.people) + 1}")), LONGEST_NAME)
        self.people[event.seat] = Person(
            event.seat, name, int(body["team"]), {str(body.get("token", ""))}, str(body.get("code", "")), event.at
        )

    def _chose(self, event: Event) -> None:
        step, number = divmod(event.round, CHOICES_PER_STEP)
        person = self.people[event.seat]
        made = person.choices.setdefault(step, [])
        person.n_deeds[step] = number + 1
        if event.body["do"] == "undo":
            if made:
                made.pop()
        else:
            made.append(event.body)


def _moment(at: str) -> float:
    return datetime.fromisoformat(at).timestamp()


def fold(events: Iterable[Event]) -> Class:
    """Return where a class stands after its events; the first one holds its settings."""
    first, *others = events
    settings = first.body
    if not (1 <= int(settings["teams"]) <= MOST_TEAMS and 0 <= int(settings["rounds"]) <= MOST_ROUNDS):
        raise ValueError(f"{settings['teams']} teams, {settings['rounds']} rounds")
    steps = agenda(tuple(settings["lessons"]), int(settings["rounds"]), bool(settings["buyer"]))
    found = Class(settings, steps, n_events=first.number)
    for event in others:
        found.add(event)
    return found


def class_of(store: Store) -> Class:
    """Return where the class in a file stands.

    Raises
    ------
    InputProblem
        If the file is damaged or holds what no class does.
    """
    with understood(str(store.path), "class"):
        return fold(store.events())
