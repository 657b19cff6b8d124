"""The screen of one seat: one question at a time, and what became of it."""

from collections.abc import Iterable
from typing import Any

from buyermaze.classroom.pages import working
from buyermaze.classroom.pages.views import (
    clock,
    held,
    lesson_view,
    predict_step,
    revealed,
    score_of,
    where,
)
from buyermaze.classroom.play.buyer import card, of_the_group
from buyermaze.classroom.play.game import forecast_points
from buyermaze.classroom.play.levers import LEVERS, budget, price_list
from buyermaze.classroom.play.room import Room
from buyermaze.classroom.play.state import COMPUTER, Answer, Person


def screen(room: Room, person: Person) -> dict[str, Any]:
    """Return everything the screen of a seat shows at the present step."""
    state = room.state
    here = state.here
    shown: dict[str, Any] = where(room) | {"me": person, "answers": _locked(room, person)}
    if here.lesson:
        shown |= lesson_view(here)
    if here.kind == "reveal":
        place = predict_step(state, state.step)
        shown["own"] = {kind: person.answers.get((place, kind)) for kind in ("sign", "size")}
        if revealed(state, place):
            shown |= {"points": score_of(person, state, place), "held": held(person, state)}
    elif here.kind == "buyer":
        shown |= buyer_screen(room, person)
    elif here.kind == "lives":
        shown |= lives_screen(room, person)
    elif here.kind == "plan":
        shown |= plan_screen(room, person)
    elif here.kind == "year":
        shown |= year_screen(room, person)
    elif here.kind == "end":
        shown["held"] = held(person, state)
    return shown


def _locked(room: Room, person: Person) -> dict[str, dict[str, Any]]:
    """Return what the person has locked at the present step, by kind."""
    step = room.state.step
    return {
        kind: {**answer.body, "clock": clock(answer.at)}
        for (place, kind), answer in person.answers.items()
        if place == step
    }


def buyer_screen(room: Room, person: Person) -> dict[str, Any]:
    """Return the card of the buyer's seat as it is after the person's choices."""
    step = room.state.step
    life, known = room.life(person, step)
    with room.life_lock(person.seat):
        shown = card(life, known)
    return {
        "card": shown,
        "number": person.n_deeds.get(step, 0),
        "may_undo": bool(person.choices.get(step)),
    }


def lives_screen(room: Room, person: Person) -> dict[str, Any]:
    """Return how the person's own way ended, beside the simulated one and 200 lives with other luck."""
    step = room.state.step
    key = working.ends_key(room, step)
    found = room.result(step, key)
    buyer = working.buyer_step(room)
    others = room.result(buyer, "others") if buyer is not None else None
    shown: dict[str, Any] = {"mine": (found or {}).get(person.seat), "lived": found is not None}
    if others:
        days = [life["days"] for life in others["lives"]]
        regrets = [life["regret"] for life in others["lives"] if life["regret"] is not None]
        shown["simulated"] = others["simulated"] | {"said": of_the_group(others["simulated"]["outcome"])}
        shown["crowd"] = {
            "n": len(days),
            "days": sorted(days)[len(days) // 2],
            "regret": sorted(regrets)[len(regrets) // 2] if regrets else None,
            "outcomes": _counts(of_the_group(life["outcome"]) for life in others["lives"]),
        }
    return shown


def _counts(words: Any) -> list[tuple[str, int]]:
    found: dict[str, int] = {}
    for word in words:
        found[word] = found.get(word, 0) + 1
    return sorted(found.items(), key=lambda each: -each[1])


def plan_screen(room: Room, person: Person) -> dict[str, Any]:
    """Return the team's plan: locked, or the last one to be changed."""
    state = room.state
    step = state.step
    locked = state.plans.get((person.team, step))
    cards = state.cards(state.here.round)
    prices = price_list()
    plan = room.plan_of(person.team, step)
    return {
        "plan": plan,
        "locked": _locked_plan(room, locked) if locked else None,
        "levers": [
            {
                "key": lever.key, "title": lever.title, "about": lever.about,
                "settings": [
                    {
                        "place": place, "label": setting.label, "cost": prices[lever.key][place],
                        "more": prices[lever.key][place] - prices[lever.key][plan[lever.key]],
                    }
                    for place, setting in enumerate(lever.settings)
                ],
            }
            for lever in LEVERS
        ],
        "base_cost": prices[""][0],
        "budget": budget(cards),
        "cards": cards_of(cards),
        "members": [member.name for member in state.members(person.team)],
    }  # fmt: skip


def _locked_plan(room: Room, answer: Answer) -> dict[str, Any]:
    seat = answer.body.get("by_seat", "")
    by = room.state.people.get(seat)
    name = by.name if by else "the computer" if seat == COMPUTER else "your team"
    return {**answer.body, "clock": clock(answer.at), "by": name}


def cards_of(keys: Iterable[str]) -> list[Any]:
    """Return the cards dealt, each once."""
    from buyermaze.classroom.play.levers import card as dealt

    return [dealt(key) for key in dict.fromkeys(keys)]


def year_screen(room: Room, person: Person) -> dict[str, Any]:
    """Return how the year went for the person's team, once the trainer has revealed it."""
    state = room.state
    step = state.step
    found = working.league(room, step, whole=False)
    shown: dict[str, Any] = {"result": None}
    if found and state.stage >= 1:
        own = found["teams"][str(person.team)]
        plan_step = max(place for place in range(step) if state.steps[place].kind == "plan")
        locked = state.plans.get((person.team, plan_step))
        shown["result"] = own
        if locked and "low" in locked.body:
            shown["forecast"] = locked.body
            shown["forecast_points"] = forecast_points(locked.body["low"], locked.body["high"], own["this"][0])
    return shown
