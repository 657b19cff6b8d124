"""What the computer has to find out at a step, and when it begins: every answer is computed once and kept."""

import hashlib
import json
from typing import Any

from buyermaze.classroom.agenda import lesson_of
from buyermaze.classroom.room import Progress, Room


def key_of(kind: str, *what: Any) -> str:
    """Return the name under which a result is kept: it changes with all that the result depends on."""
    return f"{kind}:{hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()[:16]}"


def plans_before(room: Room, step: int) -> tuple[dict[int, dict[str, int]], list[str], int]:
    """Return the plans that live the year of a step, the cards dealt for it, and its number."""
    steps = room.state.steps
    place = max(place for place in range(step + 1) if steps[place].kind == "plan")
    number = steps[place].round
    return {team: room.plan_of(team, place) for team in room.teams()}, room.state.cards(number), number


def league_key(room: Room, step: int) -> str:
    """Return under which name the league of a year is kept."""
    return key_of("league", *plans_before(room, step))


def luck_key(room: Room, step: int) -> str:
    """Return under which name skill and luck are kept."""
    return key_of("luck", *plans_before(room, step))


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


def begin(room: Room) -> None:
    """Begin whatever the present step needs and is not known yet."""
    here, place = room.state.here, room.state.step
    if here.lesson:  # the question opens minutes before the answer is needed
        room.work(mechanism_step(room, place), "lives", lambda progress: lived_twice(here.lesson, progress))
    elif here.kind == "lives":
        choices = _choices(room, place)
        room.work(place, ends_key(room, place), lambda progress: _ends(choices, progress))
    elif here.kind == "plan" and (room.state.phase == "locked" or all_planned(room)):
        begin_year(room, place + 1)
    elif here.kind == "year":
        begin_year(room, place)
    elif here.kind == "luck":
        plans, cards, number = plans_before(room, place)
        room.work(place, luck_key(room, place), lambda progress: _luck(plans, cards, number, progress))
    if (buyer := buyer_step(room)) is not None:
        room.work(buyer, "others", _others, urgent=False)


def begin_year(room: Room, step: int) -> None:
    """Let every plan live the year of a step."""
    plans, cards, number = plans_before(room, step)
    room.work(step, league_key(room, step), lambda progress: _year(plans, cards, number, progress))


def all_planned(room: Room) -> bool:
    """Tell whether every team with members has locked its plan for the present step."""
    manned = [team for team in room.teams() if room.state.members(team)]
    return bool(manned) and all((team, room.state.step) in room.state.plans for team in manned)


def lived_twice(key: str, progress: Progress) -> dict[str, Any]:
    """Return where one account of a lesson went under two organisations, day by day."""
    from buyermaze.simulator.journal.itinerary import itinerary
    from buyermaze.simulator.runs.run import simulate

    lesson = lesson_of(key)
    found = {}
    for number, organisation in enumerate(lesson.mechanism.lives):
        run = simulate(lesson.scenarios[organisation], lesson.answers.replication, engine="compiled")
        way = itinerary(run, lesson.answers.account)
        found[organisation] = {
            "days": round(way.last - way.first, 1),
            "outcome": way.outcome,
            "stays": [
                [round(stay.start - way.first, 1), round(stay.end - way.first, 1), stay.job, stay.channel, stay.doing, stay.reason]
                for stay in way.stays
            ],
            "meetings": [round(meeting.day - way.first, 1) for meeting in way.gatherings],
        }  # fmt: skip
        progress(number + 1, len(lesson.mechanism.lives))
    return found


def _choices(room: Room, step: int) -> dict[str, list[dict[str, Any]]]:
    buyer = buyer_step(room)
    people = room.state.present()
    return {each.seat: each.choices[buyer] for each in people if buyer is not None and each.choices.get(buyer)}


def _ends(choices: dict[str, list[dict[str, Any]]], progress: Progress) -> dict[str, Any]:
    from buyermaze.classroom.buyer import end_of

    found = {}
    for number, (seat, made) in enumerate(choices.items(), 1):
        found[seat] = end_of(made)
        progress(number, len(choices))
    return found


def _others(progress: Progress) -> dict[str, Any]:
    from buyermaze.classroom.buyer import others

    return others(progress)


def _year(plans: dict[int, dict[str, int]], cards: list[str], number: int, progress: Progress) -> dict[str, Any]:
    from buyermaze.classroom.game import year

    return year(plans, cards, number, progress)


def _luck(plans: dict[int, dict[str, int]], cards: list[str], number: int, progress: Progress) -> dict[str, Any]:
    from buyermaze.classroom.game import luck

    return luck(plans, cards, number, progress)
