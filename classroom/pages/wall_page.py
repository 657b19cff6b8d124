"""The wall: what everybody in the room sees from ten metres."""

from typing import Any, Final

from buyermaze.classroom.pages import working
from buyermaze.classroom.pages.seat_page import cards_of
from buyermaze.classroom.pages.views import (
    WIDTH,
    distribution,
    drawn,
    lesson_view,
    near,
    predict_step,
    two_lives,
    where,
    working_on,
)
from buyermaze.classroom.play.buyer import FROM_A_RIVAL, FROM_US, of_the_group
from buyermaze.classroom.play.game import AXES, axis_label, spread_said
from buyermaze.classroom.play.levers import budget
from buyermaze.classroom.play.room import Room

ENDS: Final = {FROM_US: ("ours", "home"), FROM_A_RIVAL: ("rival", "rival")}  # by outcome: colour and word
LANES: Final = ("Problem", "Solution", "Requirements", "Selection", "Validation")
LETTERS_OF_WORDS: Final = (
    620  # of the latest sentences on the wall, read from ten metres; the debrief has all; assumption
)
LETTERS_PER_SENTENCE: Final = 25  # that the space around one takes up; assumption
TEAMS_ABREAST: Final = 3  # on the wall
LETTERS_ABREAST: Final = 22  # of the names of a team, in usual letters
MOST_LINES: Final = 7  # of names in usual letters; a fuller room is shown in smaller ones
PATHS_PER_COLUMN: Final = 17  # beyond that, ways through a purchase stand in more columns; assumption
MOST_COLUMNS: Final = 3
MOST_LARGE: Final = 9  # ways in one column that have room for usual letters


def wall(room: Room) -> dict[str, Any]:
    """Return everything the wall shows at the present step."""
    state = room.state
    here = state.here
    people = state.present()
    shown: dict[str, Any] = where(room) | {
        "n_people": len(people),
        "n_done": sum(state.done(person) for person in people),
        "lanes": LANES,
    }
    if here.lesson:
        shown |= lesson_view(here)
    if here.kind == "welcome":
        shown["teams"] = [(number, [person.name for person in state.members(number)]) for number in room.teams()]
        shown["crowded"] = _lines([names for _, names in shown["teams"]]) > MOST_LINES
    elif here.kind == "reveal":
        place = predict_step(state, state.step)
        shown["chart"] = distribution(state, place, state.stage >= 2) if state.stage >= 1 else None
        shown["told"] = state.stage >= 3
        shown["near"] = near(state, place) if shown["told"] else []
    elif here.kind == "mechanism":
        shown |= {"two": two_lives(room, state.step), "working": working_on(room.job(state.step, "lives"))}
    elif here.kind == "buyer":
        shown["walking"] = sorted((person.name, len(person.choices.get(state.step, ()))) for person in people)
    elif here.kind == "lives":
        shown |= _paths(room)
    elif here.kind == "plan":
        cards = state.cards(here.round)
        shown |= {
            "cards": cards_of(cards),
            "budget": budget(cards),
            "axes": [axis_label(axis) for axis in AXES],
            "teams": [
                (number, (number, state.step) in state.plans, len(state.members(number))) for number in room.teams()
            ],
        }
    elif here.kind == "year":
        shown |= _league(room)
    elif here.kind == "luck":
        shown |= _luck(room)
    elif here.kind == "end":
        said = _words(room)
        shown |= {"words": _latest(said), "n_words": len(said)}
    return shown


def _words(room: Room) -> list[str]:
    """Return what people said they take home."""
    step = room.state.step
    answers = [person.answers.get((step, "words")) for person in room.state.present()]
    return [answer.body["text"] for answer in answers if answer is not None and answer.body.get("text")]


def _lines(teams: list[list[str]]) -> int:
    """Return how many lines the names of all teams would take in usual letters, teams standing abreast."""
    lines = [1 + sum(len(name) + 2 for name in names) // LETTERS_ABREAST for names in teams]
    return sum(max(lines[k : k + TEAMS_ABREAST]) for k in range(0, len(lines), TEAMS_ABREAST))


def _latest(said: list[str]) -> list[str]:
    """Return the latest sentences that have room on the wall."""
    left = LETTERS_OF_WORDS
    found: list[str] = []
    for line in reversed(said):
        left -= len(line) + LETTERS_PER_SENTENCE
        if left < 0 and found:
            break
        found.append(line)
    return found[::-1]


def _paths(room: Room) -> dict[str, Any]:
    """Return everybody's way through the same group, the simulated one first, and how all of them ended."""
    state = room.state
    key = working.ends_key(room, state.step)
    found = room.result(state.step, key)
    buyer = working.buyer_step(room)
    others = room.result(buyer, "others") if buyer is not None else None
    shown: dict[str, Any] = {"working": working_on(room.job(state.step, key)), "paths": []}
    if others is None and buyer is not None:
        shown["working"] = working_on(room.job(buyer, "others"))
    if not found or not others:
        return shown
    names = {person.seat: person.name for person in state.present()}
    lives = [("simulated", others["simulated"]), *((names[seat], end) for seat, end in found.items() if seat in names)]
    days = max(end["days"] for _, end in lives) or 1
    n_columns = min(MOST_COLUMNS, -(-len(lives) // PATHS_PER_COLUMN))
    n_rows = -(-len(lives) // n_columns)
    crowd = others["lives"]
    regrets = [life["regret"] for life in crowd if life["regret"] is not None]
    return shown | {
        "days": days,
        "small": len(lives) > MOST_LARGE,
        "paths": [[_path(name, end, days) for name, end in lives[k : k + n_rows]] for k in range(0, len(lives), n_rows)],
        "crowd": {
            "n": len(crowd),
            "bought": round(100 * sum(life["regret"] is not None for life in crowd) / len(crowd)),
            "days": sorted(life["days"] for life in crowd)[len(crowd) // 2],
            "regret": round(sorted(regrets)[len(regrets) // 2]) if regrets else None,
        },
    }  # fmt: skip


def _path(name: str, end: dict[str, Any], days: float) -> dict[str, Any]:
    """Return the drawing of one way through a purchase, and how it ended in a word."""
    stays = [[day, day, job, channel, "visit", ""] for day, job, channel in end["path"]]
    whose, word = ENDS.get(end["outcome"], ("", "nobody"))
    return {
        "name": name, "outcome": of_the_group(end["outcome"]), "regret": end["regret"], "whose": whose, "word": word,
        **drawn({"stays": stays, "meetings": [], "days": end["days"]}, days),
    }  # fmt: skip


def _league(room: Room) -> dict[str, Any]:
    """Return the league on four axes: this year first, then what the plans bring on average, then who is on the frontier."""
    state = room.state
    found = working.league(room, state.step, whole=state.stage > 1)
    shown: dict[str, Any] = {
        "working": None if found else working_on(room.job(state.step, working.league_key(room, state.step))),
        "cards": cards_of(working.played(room, state.step)[1].cards[-1]),
        "axes": [axis_label(axis) for axis in AXES],
        "rows": [],
    }
    if not found or state.stage < 1:
        return shown
    which = "this" if state.stage < 2 else "mean"
    rows = [(int(team), end[which], state.stage >= 3 and end["frontier"]) for team, end in found["teams"].items()]
    rows.sort(key=lambda row: -(row[1][0] or 0.0))
    return shown | {
        "rows": rows,
        "which": which,
        "computers": {team for team in room.teams() if not state.members(team)},
        "n_years": found.get("n_years"),
        "marks": _marks(room) if state.stage >= 3 else {},
    }


def _marks(room: Room) -> dict[int, str]:
    """Return who forecast best, by the interval score."""
    from buyermaze.classroom.pages.seat_page import year_screen

    best: dict[int, int] = {}
    for team in room.teams():
        members = room.state.members(team)
        if members and "forecast_points" in (seen := year_screen(room, members[0])):
            best[team] = seen["forecast_points"]
    top = max(best.values(), default=0)
    return {team: "best forecast" for team, score in best.items() if score == top and top > 0}


def _luck(room: Room) -> dict[str, Any]:
    """Return skill and luck: rank this year and in expectation, with the range of profit over other years."""
    state = room.state
    key = working.luck_key(room, state.step)
    found = room.result(state.step, key)
    shown: dict[str, Any] = {"working": working_on(room.job(state.step, key)), "rows": []}
    if not found:
        return shown
    teams = found["teams"].values()
    low = min(min(each["low"], each["this"]) for each in teams)
    high = max(max(each["high"], each["this"]) for each in teams)

    def x(value: float) -> float:
        return round(WIDTH * (value - low) / (high - low), 1) if high > low else 0.0

    rows = [
        {"team": int(team), **each, "x": x(each["low"]), "width": round(x(each["high"]) - x(each["low"]), 1),
         "x_mean": x(each["mean"]), "x_this": x(each["this"])}
        for team, each in found["teams"].items()
    ]  # fmt: skip
    rows.sort(key=lambda row: row["rank_mean"])
    return shown | {"rows": rows, "spread": spread_said(found), "n_years": found["n_years"]}
