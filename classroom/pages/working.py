"""What the computer has to find out at a step, and when it begins: every answer is computed once and kept."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from buyermaze.classroom.play.agenda import lesson_of
from buyermaze.classroom.play.game import Played, live, lives_of_a_year
from buyermaze.classroom.play.levers import Plan, fitted
from buyermaze.classroom.play.room import Progress, Room
from buyermaze.classroom.play.state import COMPUTER, TEAM
from buyermaze.classroom.play.store import New


def key_of(kind: str, *what: Any) -> str:
    """Return the name under which a result is kept: it changes with all that the result depends on."""
    return f"{kind}:{hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()[:16]}"


def played(room: Room, step: int) -> dict[int, Played]:
    """Return what every team has played when the year of a step begins: all its plans, and the cards dealt so far."""
    steps = room.state.steps
    places = [place for place in range(step + 1) if steps[place].kind == "plan"]
    cards = [room.state.cards(steps[place].round) for place in places]
    return {team: Played.of([room.plan_of(team, place) for place in places], cards) for team in room.teams()}


def _said(step_played: dict[int, Played]) -> list[Any]:
    return [[team, each.plans, each.cards] for team, each in step_played.items()]


def league_key(room: Room, step: int) -> str:
    """Return under which name the league of a year is kept."""
    return key_of("league", *_said(played(room, step)))


def first_key(room: Room, step: int) -> str:
    """Return under which name is kept what a year brought every team, before it is known what it brings on average."""
    return key_of("first", *_said(played(room, step)))


def league(room: Room, step: int, whole: bool) -> dict[str, Any] | None:
    """Return the league of a year as far as it is known; where not the ``whole`` is needed, this life of every company will do."""
    found = room.result(step, league_key(room, step))
    return found if found or whole else room.result(step, first_key(room, step))


def luck_key(room: Room, step: int) -> str:
    """Return under which name skill and luck are kept."""
    return key_of("luck", *_said(played(room, step)))


def ends_key(room: Room, step: int) -> str:
    """Return under which name the ends of all buyers' lives are kept."""
    return key_of("ends", _choices(room, step))


def buyer_step(room: Room) -> int | None:
    """Return the step in which the buyer is played, if the class has one."""
    return next((place for place, step in enumerate(room.state.steps) if step.kind == "buyer"), None)


def mechanism_step(room: Room, step: int) -> int:
    """Return the step in which the lesson of a step shows one account lived twice."""
    key = room.state.steps[step].lesson
    steps = enumerate(room.state.steps)
    return next(place for place, each in steps if each.kind == "mechanism" and each.lesson == key)


async def begin(room: Room) -> None:
    """Begin whatever the present step needs and is not known yet."""
    here, place = room.state.here, room.state.step
    for left in {step - 1 for step, kind in room.jobs if kind.startswith("draft:")} - {place}:
        _drop_drafts(room, left, room.teams())
    if here.lesson:  # the question opens minutes before the answer is needed
        room.work(mechanism_step(room, place), "lives", lambda progress: lived_twice(here.lesson, progress))
    elif here.kind == "lives":
        choices = _choices(room, place)
        room.work(place, ends_key(room, place), lambda progress: _ends(choices, progress))
    elif here.kind == "plan":
        _begin_pasts(room, place)
        if room.state.phase == "locked" or all_planned(room):
            await _begin_year(room, place + 1)
        else:
            _begin_locked(room, place)
    elif here.kind == "year":
        await _begin_year(room, place)
    elif here.kind == "luck":
        _begin_luck(room, place, urgent=True)
    if (buyer := buyer_step(room)) is not None:
        room.work(buyer, "group", _group, urgent=False)
        room.work(buyer, "others", _others, urgent=False)


def _begin_locked(room: Room, step: int) -> None:
    """Let companies whose plan is locked live their year already, one after the other, while the rest still plans."""
    for team, each in played(room, step).items():
        if (team, step) not in room.state.plans:
            continue
        _drop_drafts(room, step, [team])
        if not _is_lived(each, room):
            room.work(step + 1, f"ahead:{team}", partial(_ahead, each, room, None), keep=False)


def _is_lived(each: Played, room: Room) -> bool:
    return len(room.lived.get(each, ())) == len(lives_of_a_year())


def begin_draft(room: Room, team: int, plan: Plan) -> None:
    """Let a company live the year of a plan its team means to lock, on one core, while its forecast is written.

    Nothing is kept of it but lives, in memory: should the team lock another plan, they are not asked for. The newest draft counts.
    """
    step = room.state.step
    locked = played(room, step)[team]
    drafted = replace(locked, plans=(*locked.before.plans, *Played.of([plan]).plans))
    _drop_drafts(room, step, [team])
    room.work(step + 1, f"draft:{team}", partial(_ahead, drafted, room, 1), keep=False)


def _drop_drafts(room: Room, step: int, teams: Iterable[int]) -> None:
    """Live no drafts any longer: what is locked comes first, and finds what they have lived so far."""
    for team in teams:
        if job := room.job(step + 1, f"draft:{team}"):
            job.given_up = True


def _begin_pasts(room: Room, step: int) -> None:
    """Let all companies come to the first day of the year that is planned at a step, while it is planned."""
    before = [each for each in played(room, step - 1).values() if each.plans and each not in room.pasts]
    if before:
        everybody = list(played(room, step - 1).values())
        room.work(step + 1, "past", lambda progress: _live_pasts(everybody, room, progress), keep=False)


async def _begin_year(room: Room, step: int) -> None:
    """Let every company live the year of a step; those without people are played by the computer."""
    await keep_computers(room, max(place for place in range(step + 1) if room.state.steps[place].kind == "plan"))
    everybody = played(room, step)
    _drop_drafts(room, step - 1, everybody)
    room.work(step, first_key(room, step), lambda progress: _this_year(everybody, room, progress), quick=True)
    room.work(step, league_key(room, step), lambda progress: _year(everybody, room, progress))
    then = step + 1
    if room.result(step, league_key(room, step)):  # the year is known: use the minutes in which it is talked about
        if room.state.steps[then].kind == "luck":
            _begin_luck(room, then, urgent=False)
        elif room.state.steps[then].kind == "plan":
            _begin_pasts(room, then)


async def keep_computers(room: Room, place: int) -> None:
    """Lock the plans of teams without people."""
    empty = [team for team in room.teams() if not room.state.members(team) and (team, place) not in room.state.plans]
    if empty:
        await room.keep(*(New(f"{TEAM}{team}", place, "plan", body) for team, body in _computer(room, place, empty)))


def _computer(room: Room, step: int, teams: list[int]) -> list[tuple[int, dict[str, Any]]]:
    """Return the plans of teams without people: as it was in the first year, then what the best of last year did.

    The first of them copies the team with the highest expected profit, the next one the second, and so on; copies are cut
    to the budget.
    """
    before = [place for place in range(step) if room.state.steps[place].kind == "plan"]
    cards = room.state.cards(room.state.steps[step].round)
    league = room.result(before[-1] + 1, league_key(room, before[-1] + 1)) if before else None
    order = sorted(league["teams"], key=lambda team: -(league["teams"][team]["mean"][0] or 0.0)) if league else []
    found = []
    for number, team in enumerate(teams):
        copied = int(order[number]) if number < len(order) else None
        plan = fitted(room.plan_of(copied or team, before[-1] if before else step), cards)
        why = (
            f"The computer does what team {copied} did last year"
            if copied
            else "The computer leaves the company as it is"
        )
        found.append((team, {"plan": plan, "hypothesis": why, "by_seat": COMPUTER}))
    return found


def _begin_luck(room: Room, step: int, urgent: bool) -> None:
    everybody = played(room, step)
    room.work(step, luck_key(room, step), lambda progress: _luck(everybody, progress), urgent=urgent)


def all_planned(room: Room) -> bool:
    """Tell whether every team with members has locked its plan for the present step."""
    manned = [team for team in room.teams() if room.state.members(team)]
    return bool(manned) and all((team, room.state.step) in room.state.plans for team in manned)


def lived_twice(key: str, progress: Progress) -> dict[str, Any]:
    """Return where one account of a lesson went under two organisations, day by day."""
    from buyermaze.simulator.core.calendar import HOURS_PER_DAY
    from buyermaze.simulator.inputs.dates.timeline import clock_of
    from buyermaze.simulator.journal.itinerary import itinerary
    from buyermaze.simulator.runs.run import simulate

    lesson = lesson_of(key)
    found = {}
    for number, organisation in enumerate(lesson.mechanism.lives):
        run = simulate(lesson.scenarios[organisation], lesson.answers.replication, engine="compiled")
        way = itinerary(run, lesson.answers.account)
        since = partial(clock_of(run.scenario).days_since, HOURS_PER_DAY * way.first)
        found[organisation] = {
            "days": since(HOURS_PER_DAY * way.last),
            "outcome": way.outcome,
            "stays": [
                [*(since(HOURS_PER_DAY * day) for day in (stay.start, stay.end)), stay.job, stay.channel, stay.doing, stay.reason]
                for stay in way.stays
            ],
            "meetings": [since(HOURS_PER_DAY * meeting.day) for meeting in way.gatherings],
        }  # fmt: skip
        progress(number + 1, len(lesson.mechanism.lives))
    return found


def _choices(room: Room, step: int) -> dict[str, list[dict[str, Any]]]:
    buyer = buyer_step(room)
    people = room.state.present()
    return {each.seat: each.choices[buyer] for each in people if buyer is not None and each.choices.get(buyer)}


def _ends(choices: dict[str, list[dict[str, Any]]], progress: Progress) -> dict[str, Any]:
    from buyermaze.classroom.play.buyer import end_of

    found = {}
    for number, (seat, made) in enumerate(choices.items(), 1):
        found[seat] = end_of(made)
        progress(number, len(choices))
    return found


def remember(room: Room) -> None:
    """Let the class go on with the group it plays: choosing one takes seconds, and nobody waits for them twice."""
    step = buyer_step(room)
    account = room.result(step, "group") if step is not None else None
    if account and isinstance(account.get("account"), int):
        from buyermaze.classroom.play.buyer import remember as play

        play(account["account"])


def _group(progress: Progress) -> dict[str, Any]:
    from buyermaze.classroom.play.buyer import group

    return group(progress)


def _others(progress: Progress) -> dict[str, Any]:
    from buyermaze.classroom.play.buyer import others

    return others(progress)


def _live_pasts(everybody: list[Played], room: Room, progress: Progress) -> dict[str, Any]:
    from buyermaze.classroom.play.game import live_pasts

    live_pasts(everybody, room.pasts, progress)
    return {}


def _ahead(each: Played, room: Room, n_threads: int | None, progress: Progress) -> dict[str, Any]:
    progress(0, 1)  # it may have waited until nobody asks for it any more
    live([each], lives_of_a_year(), progress, pasts=room.pasts, known=room.lived, n_threads=n_threads)
    return {}


def _this_year(everybody: dict[int, Played], room: Room, progress: Progress) -> dict[str, Any]:
    from buyermaze.classroom.play.game import this_year

    return this_year(everybody, room.lived, progress, room.pasts)


def _year(everybody: dict[int, Played], room: Room, progress: Progress) -> dict[str, Any]:
    from buyermaze.classroom.play.game import year

    return year(everybody, room.lived, progress, room.pasts)


def _luck(everybody: dict[int, Played], progress: Progress) -> dict[str, Any]:
    from buyermaze.classroom.play.game import luck

    return luck(everybody, progress)
