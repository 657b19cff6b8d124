"""What a phone or the console sent, checked: everything else is refused in one sentence before it is kept."""

import math
from collections.abc import Mapping
from typing import Any, Final

from buyermaze.classroom.pages.views import SIGNS
from buyermaze.classroom.play.agenda import lesson_of
from buyermaze.classroom.play.buyer import MOST_CHOICES_OF_A_PLAYER, choice_of, kept
from buyermaze.classroom.play.levers import Plan, budget, card, checked_plan, cost
from buyermaze.classroom.play.room import Room, step_number
from buyermaze.classroom.play.state import Person
from buyermaze.classroom.play.store import Event
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import is_seen, one_line

LONGEST_WORDS: Final = 280
LONGEST_HYPOTHESIS: Final = 140
LONGEST_MESSAGE: Final = 200
MILLION: Final = 1e6
MOST_MILLIONS: Final = 20.0  # of a forecast, either way
ASKED: Final = {
    "sign": ("predict",),
    "size": ("predict",),
    "words": ("debrief", "end"),
    "plan": ("plan",),
    "choice": ("buyer",),
}


async def read_answer(room: Room, person: Person, given: Any) -> Event:
    """Check and lock what a seat sent; return it as it is kept.

    Raises
    ------
    InputProblem
        If it is no answer to what is asked.
    """
    if not isinstance(given, Mapping):
        raise InputProblem("this is no answer")
    if given.get("seat", person.seat) != person.seat:
        raise InputProblem("this answer is another seat's and does not count")
    step = step_number(room.state.steps, given.get("step"))
    kind = given.get("kind")
    if not isinstance(kind, str) or room.state.steps[step].kind not in ASKED.get(kind, ()):
        raise InputProblem("this is not asked here")
    if kind == "choice":
        return await _chosen(room, person, step, given)
    if kind == "sign":
        body = _sign(room, step, given)
    elif kind == "size":
        low, high = _range(given, *_bounds(room, step))
        body = {"low": low, "high": high}
    elif kind == "words":
        body = {"text": _words(given.get("text"), LONGEST_WORDS, "one sentence")}
    else:
        body = _plan(room, person, step, given)
    return await room.answer(person, step, kind, body)


def _sign(room: Room, step: int, given: Mapping[str, Any]) -> dict[str, Any]:
    sign = given.get("sign")
    if not isinstance(sign, str) or sign not in SIGNS:
        raise InputProblem("say which way it goes")
    asked = lesson_of(room.state.steps[step].lesson).prediction
    return {"sign": sign, "said": {"more": asked.more, "less": asked.less, "none": "no difference"}[sign]}


def predicted(room: Room, step: int, given: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return both parts of a prediction, by kind and ready to be kept: the direction and the range."""
    low, high = _range(given, *_bounds(room, step))
    return {"sign": _sign(room, step, given), "size": {"low": low, "high": high}}


def _bounds(room: Room, step: int) -> tuple[float, float]:
    asked = lesson_of(room.state.steps[step].lesson).prediction
    return asked.low, asked.high


def _range(given: Mapping[str, Any], least: float, most: float) -> tuple[float, float]:
    low, high = (_number(given.get(name), words) for name, words in (("low", "at least"), ("high", "at most")))
    for value in (low, high):
        if not least <= value <= most:
            raise InputProblem(f"{value:g} is out of bounds; from {least:g} to {most:g}")
    if low > high:
        raise InputProblem("'at least' is more than 'at most'; change them over")
    return low, high


def _number(given: Any, words: str) -> float:
    try:
        value = float(str(given).replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InputProblem(f"'{words}' has to be a number")
    return value


def _words(given: Any, longest: int, what: str) -> str:
    words = one_line(str(given or ""), longest).strip()
    if not is_seen(str(given or "")):
        raise InputProblem(f"write {what}")
    return words


def read_draft(room: Room, given: Any) -> Plan:
    """Return the plan a team means to lock: it is not locked by this.

    Raises
    ------
    InputProblem
        If it is no plan, or none is asked for now.
    """
    if not isinstance(given, Mapping) or step_number(room.state.steps, given.get("step")) != room.state.step:
        raise InputProblem("this is not asked here")
    if room.state.here.kind != "plan" or room.state.phase != "open":
        raise InputProblem("this is not asked here")
    return _affordable(room, room.state.step, given)


def _affordable(room: Room, step: int, given: Mapping[str, Any]) -> Plan:
    plan = checked_plan(given)
    most, own = budget(room.state.cards(room.state.steps[step].round)), cost(plan)
    if own > most + 0.5:
        raise InputProblem(f"this plan costs USD {own:,.0f}, {own - most:,.0f} more than there is; take something back")
    return plan


def _plan(room: Room, person: Person, step: int, given: Mapping[str, Any]) -> dict[str, Any]:
    plan = _affordable(room, step, given)
    low, high = _range(given, -MOST_MILLIONS, MOST_MILLIONS)
    words = _words(given.get("hypothesis"), LONGEST_HYPOTHESIS, "why, in one line")
    return {"plan": plan, "low": MILLION * low, "high": MILLION * high, "hypothesis": words, "by_seat": person.seat}


async def _chosen(room: Room, person: Person, step: int, given: Mapping[str, Any]) -> Event:
    number = _number(given.get("number"), "number")
    if number != int(number) or number < 0:
        raise InputProblem("this is no choice")
    made = person.choices.get(step, [])
    if given.get("do") == "undo":
        return await room.chose(person, step, int(number), {"do": "undo"})
    choice = choice_of(dict(given))
    if int(number) == person.n_deeds.get(step, 0):  # one sent again is known and stays as it is
        if len(made) >= MOST_CHOICES_OF_A_PLAYER:
            raise InputProblem("that is more than anybody needs; take choices back or let it rest")
        life, _ = await room.life_beside(person, step)
        with room.life_lock(person.seat):
            if choice.do == "visit" and not life.may_visit(choice.job, choice.channel):
                raise InputProblem("this cannot be had now; choose one of what is offered")
            if life.closed or (choice.do == "meet" and not life.may_meet):
                raise InputProblem("this cannot be done now; choose one of what is offered")
    return await room.chose(person, step, int(number), kept(choice))


def read_deed(room: Room, given: Any) -> dict[str, Any]:
    """Return what the trainer wants done, ready to be kept.

    Raises
    ------
    InputProblem
        If there is no such thing, or not at this step.
    """
    if not isinstance(given, Mapping):
        raise InputProblem("this cannot be done")
    do, state = given.get("do"), room.state
    if do == "open":
        return {"do": "open", "step": step_number(state.steps, given.get("step"))}
    if do in ("lock", "pause", "resume"):
        return {"do": do}
    if do == "reveal":
        if state.here.kind not in ("reveal", "year"):
            raise InputProblem("there is nothing to reveal at this step")
        return {"do": "reveal"}
    if do == "undo":
        if not state.deeds:
            raise InputProblem("there is nothing to take back")
        return {"do": "undo"}
    if do == "say":
        return {"do": "say", "words": one_line(str(given.get("words", "")), LONGEST_MESSAGE).strip()}
    if do == "card":
        if state.here.kind != "plan":
            raise InputProblem("cards are dealt while teams plan")
        dealt = card(str(given.get("card")))
        locked = [team for team in room.teams() if (team, state.step) in state.plans]
        if dealt.budget < 1.0 and locked:
            raise InputProblem("a team has locked its plan already; cut the budget before the first one does")
        return {"do": "card", "card": dealt.key, "round": state.here.round}
    if do in ("free", "move"):
        seat = given.get("seat")
        if not any(person.seat == seat for person in state.present()):
            raise InputProblem("there is no such seat")
        if do == "free":
            return {"do": "free", "seat": seat}
        team = given.get("team")
        if not str(team).isdecimal() or int(str(team)[:4]) not in room.teams():
            raise InputProblem("there is no such team")
        return {"do": "move", "seat": seat, "team": int(str(team))}
    raise InputProblem("this cannot be done")
