"""A class that is going on: what is locked is kept before it is acknowledged, and the computer works in the background."""

import asyncio
import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from buyermaze.classroom.play.agenda import Step
from buyermaze.classroom.play.game import Known, Pasts
from buyermaze.classroom.play.levers import Plan, start_plan
from buyermaze.classroom.play.state import CHOICES_PER_STEP, LONGEST_NAME, TEAM, Class, Person, class_of
from buyermaze.classroom.play.store import ROOM, TRAINER, Event, New, Store
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import is_seen, one_line

LETTERS: Final = "ABCDEFGHJKMNPQRTUVWXY"  # without look-alikes: I and L, O, S and Z are left out
CODE_LETTERS: Final = 5
MOST_SEATS: Final = 60
MOST_FREED: Final = 240  # seats that may be given anew in one class
MOST_BROWSERS: Final = 20  # of one seat
SECONDS_TO_COME_BACK: Final = 5.0  # given to all seats when a server begins anew, before work nobody waits for yet; assumption
SECONDS_OF_PROGRESS: Final = 1.0  # between two looks at how far the computer is: every page is woken by one; assumption
Progress = Callable[[int, int], None]
Work = Callable[[Progress], dict[str, Any]]


def new_code(n_letters: int = CODE_LETTERS) -> str:
    """Return letters that can be read out loud and typed without a mistake."""
    return "".join(secrets.choice(LETTERS) for _ in range(n_letters))


def digest(token: str) -> str:
    """Return what is kept of a key that only its owner holds."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def same(given: str, kept: str) -> bool:
    """Compare a key in a time that tells nothing about it."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), kept.encode())


@dataclass
class Job:
    """Something the computer works on: how far it was when last looked at, and what went wrong if anything did."""

    done: int = 0
    total: int = 0
    looked: float = 0.0  # by the clock that never goes back, seconds
    failed: str = ""
    urgent: bool = True
    given_up: bool = False  # the class has gone on to something later
    task: asyncio.Task[None] | None = None


def _percent(job: Job) -> int:
    return int(100 * job.done / job.total) if job.total else 0


class NotKept(Exception):
    """The class's file cannot be written: what was sent does not count yet and is to be sent again."""


class _Stopped(Exception):
    """The server is being stopped, or the class has gone on."""


class Room:
    """One class being served: the only writer of its file; all methods but ``work`` run in the server's event loop."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.trouble = ""  # why the file could not be written last time
        self.state: Class = class_of(store)
        self.jobs: dict[tuple[int, str], Job] = {}
        self._waiting: list[tuple[list[New], asyncio.Future[list[tuple[Event, bool]]]]] = []
        self._writing: asyncio.Task[None] | None = None
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="class-file")
        self._quick = ThreadPoolExecutor(1, thread_name_prefix="class-now")
        self._urgent = ThreadPoolExecutor(1, thread_name_prefix="class-work")
        self._patient = ThreadPoolExecutor(1, thread_name_prefix="class-later")
        self._joining: set[str] = set()
        self._stopping = threading.Event()
        self._calm_until = 0.0  # by the clock that never goes back, seconds
        self._lives: dict[str, Any] = {}  # by seat: the life a buyer is in and the choices that made it
        self._locks: dict[str, threading.Lock] = {}
        self._news = asyncio.Event()
        self.lived: Known = {}  # lives of companies that have been lived since the server began
        self.pasts: Pasts = {}  # where the next ones begin

    async def news(self, seconds: float) -> None:
        """Return when something happens, or when so much time has passed."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), seconds)

    def _tell(self) -> None:
        told, self._news = self._news, asyncio.Event()
        told.set()

    @property
    def leaving(self) -> bool:
        """Tell whether the server is being stopped."""
        return self._stopping.is_set()

    def leave(self) -> None:
        """Let nobody wait for news any longer: the server is being stopped."""
        self._stopping.set()
        self._tell()

    def begin_anew(self) -> None:
        """Let whoever has a seat come back to it before the computer does what nobody waits for yet."""
        if self.state.present():
            self._calm_until = time.monotonic() + SECONDS_TO_COME_BACK

    async def keep(self, *events: New) -> list[tuple[Event, bool]]:
        """Keep events and return once they are on the disk; whatever arrives meanwhile goes into the next write together."""
        future: asyncio.Future[list[tuple[Event, bool]]] = asyncio.get_running_loop().create_future()
        self._waiting.append((list(events), future))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.get_running_loop().create_task(self._write())
        return await future

    async def _write(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            batch, self._waiting = self._waiting, []
            wanted = [event for events, _ in batch for event in events]
            try:
                kept = await loop.run_in_executor(self._writer, self.store.append, wanted)
            except Exception as error:
                self.trouble = str(error) if isinstance(error, InputProblem) else one_line(repr(error), 120)
                for _, future in batch:
                    if not future.cancelled():
                        future.set_exception(NotKept(self.trouble))
                self._tell()
                continue
            self.trouble = ""
            for event, fresh in kept:
                if fresh:
                    self.state.add(event)
            for events, future in batch:
                own, kept = kept[: len(events)], kept[len(events) :]
                if not future.cancelled():
                    future.set_result(own)
            self._tell()

    def close(self) -> None:
        """Let the file and the workers go."""
        self._stopping.set()
        for workers in (self._quick, self._urgent, self._patient):
            workers.shutdown(wait=False, cancel_futures=True)
        self._writer.shutdown(wait=True)
        self.store.close()

    # who is who

    def person_with(self, token: str | None) -> Person | None:
        """Return whose key this is; nobody's once the trainer has freed the seat."""
        if not token:
            return None
        kept = digest(token)
        return next((person for person in self.state.present() if kept in person.tokens), None)

    def is_trainer(self, key: str | None) -> bool:
        """Tell whether this is the trainer's key."""
        return bool(key) and same(str(key), str(self.state.settings["trainer_key"]))

    async def join(self, name: str, team: int | None, key: str) -> tuple[Person, str]:
        """Give somebody a seat; return it with the token their browser will hold.

        ``key`` came with the form: whoever sends it twice, because the first answer was lost, has one seat all the same.
        """
        seat = f"s{digest(key)[:12]}"
        token = secrets.token_urlsafe(24)
        if (known := self.state.people.get(seat)) is not None and seat not in self.state.freed:
            await self._enter(known, token)
            return known, token
        if known is not None:
            raise InputProblem("the trainer has freed the seat this page had; send the page again to take another one")
        name = named(name)
        people = self.state.present()
        if len(people) + len(self._joining) >= MOST_SEATS:
            raise InputProblem(f"all {MOST_SEATS} seats are taken; ask the trainer to free one")
        if len(self.state.people) + len(self._joining) >= MOST_SEATS + MOST_FREED:
            raise InputProblem("very many seats were taken and freed in this class; go on with a new one")
        if any(person.name.casefold() == name.casefold() for person in people) or name.casefold() in self._joining:
            raise InputProblem(f"there is a {name} in the room already; add a letter, or come back with your own code")
        n_teams = int(self.state.settings["teams"])
        sizes = [len(self.state.members(number)) for number in range(1, n_teams + 1)]
        place = team if team is not None and 1 <= team <= n_teams else sizes.index(min(sizes)) + 1
        self._joining.add(name.casefold())
        try:
            await self.keep(
                New(seat, 0, "joined", {"name": name, "team": place, "token": digest(token), "code": new_code()})
            )
        finally:
            self._joining.discard(name.casefold())
        return self.state.people[seat], token

    async def come_back(self, code: str) -> tuple[Person, str]:
        """Give somebody their seat again, on this or another phone, by their own code."""
        wanted = "".join(code.split()).upper()
        person = next((each for each in self.state.present() if each.code and same(wanted, each.code)), None)
        if person is None:
            raise InputProblem("no seat has this code; it stands on your first phone, and the trainer can read it out")
        token = secrets.token_urlsafe(24)
        await self._enter(person, token)
        return person, token

    async def _enter(self, person: Person, token: str) -> None:
        """Let one more browser have a seat."""
        if len(person.tokens) >= MOST_BROWSERS:
            raise InputProblem(
                f"this seat was entered {MOST_BROWSERS} times; ask the trainer to free it, then join anew"
            )
        await self.keep(New(person.seat, len(person.tokens), "entered", {"token": digest(token)}))

    # what people do

    async def answer(self, person: Person, step: int, kind: str, body: dict[str, Any]) -> Event:
        """Lock an answer for good; sent twice it counts once, and the first one stays."""
        seat = f"{TEAM}{person.team}" if kind == "plan" else person.seat
        if not ((kind == "plan" and (person.team, step) in self.state.plans) or (step, kind) in person.answers):
            self._still_open(step)
        ((event, _),) = await self.keep(New(seat, step, kind, body))
        return event

    async def chose(self, person: Person, step: int, number: int, body: dict[str, Any]) -> Event:
        """Keep one of a buyer's choices, or that the last one is taken back; numbered, so that sent twice it counts once."""
        if number >= person.n_deeds.get(step, 0):
            self._still_open(step)
        if number > person.n_deeds.get(step, 0) or number >= CHOICES_PER_STEP:
            raise InputProblem("an earlier choice has not arrived; the page is up to date again now")
        ((event, _),) = await self.keep(New(person.seat, CHOICES_PER_STEP * step + number, "choice", body))
        return event

    def _still_open(self, step: int) -> None:
        if step != self.state.step:
            raise InputProblem("the class is at another question now; this answer came too late and does not count")
        if self.state.phase != "open":
            raise InputProblem("answers are locked; this one came too late and does not count")
        if self.state.paused:
            raise InputProblem("the trainer has paused the class; send it again in a moment")

    async def trainer(self, body: dict[str, Any]) -> Event:
        """Keep something the trainer did."""
        while True:
            ((event, fresh),) = await self.keep(New(TRAINER, self.state.n_deeds, "did", body))
            if fresh:
                return event

    # teams

    def plan_of(self, team: int, step: int) -> Plan:
        """Return a team's plan at a step: locked, or else its last one; without any, the company as it is."""
        found = start_plan()
        for place in range(step + 1):
            if (team, place) in self.state.plans:
                found = self.state.plans[team, place].body["plan"]
        return found

    def teams(self) -> list[int]:
        """Return the numbers of all teams; those without members are played by the computer."""
        return list(range(1, int(self.state.settings["teams"]) + 1))

    # what the computer does

    def stamp(self) -> tuple[object, ...]:
        """Return what changes whenever anything shown may change: the last event, and how far the computer is."""
        work = ((*key, job.failed, _percent(job)) for key, job in self.jobs.items())
        return self.state.n_events, self.trouble, *work

    def stamp_of(self, person: Person) -> tuple[object, ...]:
        """Return what changes whenever the screen of a seat may change: what others do on theirs is not part of it."""
        state = self.state
        members = [member.name for member in state.members(person.team)]
        deeds = (len(person.answers), sum(person.n_deeds.values()))
        return state.n_deeds, len(state.results), deeds, members, (person.team, state.step) in state.plans

    def job(self, step: int, kind: str) -> Job | None:
        """Return what the computer is working on, if it is."""
        return self.jobs.get((step, kind))

    def result(self, step: int, kind: str) -> dict[str, Any] | None:
        """Return what the computer found, if it has."""
        return self.state.results.get((step, kind))

    def work(
        self, step: int, kind: str, what: Work, urgent: bool = True, keep: bool = True, quick: bool = False
    ) -> None:
        """Have something computed once, in the background, and, unless it remembers by itself, keep it in the class's file.

        What is not ``urgent`` is only needed later and never keeps anything waiting that is needed now; what was urgent
        for an earlier step is given up. What is ``quick`` takes less than a second and waits for nothing else.
        """
        going_on = self.jobs.get((step, kind))
        if (step, kind) in self.state.results or (going_on and not going_on.failed and not going_on.given_up):
            return
        for (place, _), other in self.jobs.items():
            other.given_up |= urgent and other.urgent and place < step
        job = self.jobs[step, kind] = Job(urgent=urgent)
        loop = asyncio.get_running_loop()
        workers = self._quick if quick else self._urgent if urgent else self._patient

        def progress(done: int, total: int) -> None:
            if (moment := time.monotonic()) - job.looked > SECONDS_OF_PROGRESS:
                job.done, job.total, job.looked = done, total, moment
                loop.call_soon_threadsafe(self._tell)
            if job.given_up or self._stopping.is_set():
                raise _Stopped

        def ended() -> None:
            if self.jobs.get((step, kind)) is job:
                del self.jobs[step, kind]
                self._tell()

        async def run() -> None:
            try:
                if not urgent or step > self.state.step:
                    await asyncio.sleep(max(0.0, self._calm_until - time.monotonic()))
                found = await loop.run_in_executor(workers, what, progress)
                if keep:
                    await self.keep(New(ROOM, step, kind, found))
                ended()
            except (InputProblem, NotKept) as problem:
                job.failed = str(problem)
                self._tell()
            except (_Stopped, asyncio.CancelledError):
                ended()  # asked for again, it begins again
            except Exception as error:  # the class goes on; the console says what is wrong
                job.failed = f"a fault of the program: {one_line(repr(error), 120)}"
                self._tell()

        job.task = loop.create_task(run())

    def life_lock(self, seat: str) -> threading.Lock:
        """Return what keeps two requests from moving one life at once."""
        return self._locks.setdefault(seat, threading.Lock())

    async def life_beside(self, person: Person, step: int) -> tuple[Any, int]:
        """Return the same as ``life``, worked out beside the event loop."""
        return await asyncio.get_running_loop().run_in_executor(None, self.life, person, step)

    def life(self, person: Person, step: int) -> tuple[Any, int]:
        """Return the life a buyer is in, and how many of its rows they knew before their last choice."""
        from buyermaze.classroom.play.buyer import choice_of, lived

        choices = list(person.choices.get(step, ()))
        with self.life_lock(person.seat):
            kept = self._lives.get(person.seat)
            if kept and kept[0] == (step, choices):
                return kept[1], kept[2]
            if kept and choices and kept[0] == (step, choices[:-1]):
                life, known = kept[1], len(kept[1].rows)
            else:
                life = lived(choices[:-1])
                known = len(life.rows)
            if choices:
                life.choose(choice_of(choices[-1]))
            self._lives[person.seat] = ((step, choices), life, known if choices else 0)
            return life, self._lives[person.seat][2]


def named(name: str) -> str:
    """Return a nickname fit to be shown, or refuse it in one sentence."""
    plain = one_line(str(name), LONGEST_NAME + 1).strip()
    if not is_seen(str(name)):
        raise InputProblem("say how you want to be called; a nickname is best")
    if len(plain) > LONGEST_NAME:
        raise InputProblem(f"a nickname has at most {LONGEST_NAME} letters")
    return plain


def step_number(steps: tuple[Step, ...], given: Any) -> int:
    """Return the place of a step from what was sent, or refuse it in one sentence."""
    try:
        place = int(given)
    except (TypeError, ValueError, OverflowError):
        place = -1
    if not 0 <= place < len(steps):
        raise InputProblem("there is no such step")
    return place
