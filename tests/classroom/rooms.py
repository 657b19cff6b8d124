"""A class of twelve people as its events would tell it."""

from typing import Any

from buyermaze.classroom.play.agenda import lesson_of
from buyermaze.classroom.play.levers import start_plan
from buyermaze.classroom.play.state import TEAM, Class, fold
from buyermaze.classroom.play.store import ROOM, TRAINER, Event

N_PEOPLE, N_TEAMS = 12, 3
HOSTILE = "<script>alert(1)</script>"


class Room:
    """Adds events one after the other."""

    def __init__(self, lessons: list[str]) -> None:
        self.events: list[Event] = []
        settings = {
            "title": f"Forum {HOSTILE}", "lessons": lessons, "teams": N_TEAMS, "rounds": 2, "buyer": True, "code": "ABCDE",
            "trainer_key": "key",
        }  # fmt: skip
        self.add(ROOM, 0, "made", settings)

    def add(self, seat: str, round: int, kind: str, body: dict[str, Any]) -> None:
        self.events.append(Event(len(self.events) + 1, "2026-11-26T09:00:00+00:00", seat, round, kind, body))

    @property
    def state(self) -> Class:
        return fold(self.events)


def played(lessons: list[str]) -> Class:
    """Return a class that has been through everything."""
    room = Room(lessons)
    for k in range(N_PEOPLE):
        name = HOSTILE if k == 0 else f"Person {k}"
        room.add(f"s{k}", 0, "joined", {"name": name[:24], "team": k % N_TEAMS + 1, "token": "", "code": f"C{k}"})
    for step, here in enumerate(room.state.steps):
        if here.kind == "predict":
            asked = lesson_of(here.lesson).prediction
            for k in range(N_PEOPLE):
                room.add(f"s{k}", step, "sign", {"sign": "more" if k % 3 else "less"})
                room.add(f"s{k}", step, "size", {"low": asked.low * (k + 1) / 20, "high": asked.high * (k + 1) / 20})
        elif here.kind == "lives":
            ends = [
                {"outcome": f"you buy {what}", "days": days, "hours": 20.0, "regret": regret, "path": []}
                for what, days, regret in (
                    ("from a rival", 90, 12.0),
                    ("nothing", 120, None),
                    ("from a rival", 80, 30.0),
                )
            ]
            room.add(ROOM, step - 1, "others", {"simulated": ends[0], "lives": ends})
            room.add(ROOM, step, "ends:1", {"s1": ends[0], "s2": ends[1], "gone": ends[2]})
        elif here.kind == "plan":
            room.add(TRAINER, step, "did", {"do": "card", "card": "cut", "round": here.round})
            for team in range(1, N_TEAMS + 1):
                plan = start_plan() | {"reps": (team + step) % 4}
                body = {"plan": plan, "low": -1e5, "high": 9e5, "hypothesis": f"More reps help, says {HOSTILE}"}
                room.add(f"{TEAM}{team}", step, "plan", body)
        elif here.kind == "year":
            teams = {
                str(t): {"this": [1e6 * t, 20.0, None, 0.5, 8.0], "mean": [1e6] * 5, "frontier": t == 1}
                for t in range(1, N_TEAMS + 1)
            }
            room.add(ROOM, step, "league:1", {"teams": teams, "n_years": 200})
        elif here.kind == "luck":
            one = {"this": 2e6, "mean": 1e6, "low": 0.0, "high": 3e6, "rank_mean": 2, "share_first": 0.25}
            teams = {str(t): one | {"rank": t} for t in range(1, N_TEAMS + 1)}
            spread = {"share": 0.6, "sd_skill": 1.0, "sd_luck": 1.2, "low": 0.41, "high": 0.83}
            room.add(ROOM, step, "luck:1", {"teams": teams, "spread": spread, "n_years": 1000})
        elif here.kind in ("debrief", "end"):
            room.add("s0", step, "words", {"text": f"Ask twice {HOSTILE}"})
    return room.state
