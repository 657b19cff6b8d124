"""The animated maze: what the browser needs to draw buying groups walking, and the component that draws them."""

from importlib.resources import files
from typing import Any, Final

import numpy as np
import streamlit as st

from buyermaze.screens.engine import runs as compute
from buyermaze.screens.theme import colours, persona_colour, title
from buyermaze.simulator.core.vocabulary import N_INFO_JOBS, N_SOUGHT
from buyermaze.simulator.inputs.scenario import Scenario
from buyermaze.simulator.inputs.timeline import first_day
from buyermaze.simulator.journal.itinerary import Itinerary, itinerary
from buyermaze.simulator.journal.milestones import moments
from buyermaze.simulator.journal.room_traffic import rooms, ways

JOBS: Final = [
    ("Problem", "Prob."),
    ("Solution", "Sol."),
    ("Requirements", "Req."),
    ("Selection", "Sel."),
    ("Validation", "Valid."),
]
CHANNELS: Final = [
    ("Our reps",), ("Content",), ("E-mail",), ("Events",), ("Ads",), ("Peers",), ("Analysts",), ("Own desk",), ("Rival reps",),
    ("Rival web",),
]  # fmt: skip
SEEN_KINDS: Final = {
    "lead",
    "accepted",
    "rejected",
    "opened",
    "served",
    "gave up",
    "decision",
    "alert",
    "recovery",
    "renewal",
}
N_WAYS: Final = 22

_here = files("buyermaze.screens.components")
_maze = st.components.v2.component(
    "buyermaze_maze",
    html='<div class="maze"></div>',
    css=_here.joinpath("maze.css").read_text(encoding="utf-8"),
    js=_here.joinpath("maze.js").read_text(encoding="utf-8"),
)

_rooms = compute.cached(rooms)
_ways = compute.cached(ways)
_itinerary = compute.cached(itinerary)
_moments = compute.cached(moments)


def walk(scenarios: list[Scenario], names: list[str], replication: int, account: int) -> dict[str, int] | None:
    """Draw one account walking the maze under one or two organisations; return the room clicked in this run, if any."""
    result = _maze(data=walk_data(scenarios, names, replication, account), key="maze", on_room_change=lambda: None)
    return result.room if isinstance(getattr(result, "room", None), dict) else None


def walk_data(scenarios: list[Scenario], names: list[str], replication: int, account: int) -> dict[str, Any]:
    """Return what the component draws: rooms, traffic, people, stays, meetings, stages and words."""
    mazes, tints = [], dict(zip(names, colours(names), strict=True))
    ways_of = [_itinerary(scenario, replication, account) for scenario in scenarios]
    for scenario, way in zip(scenarios, ways_of, strict=True):
        mazes.append(_one(scenario, way, replication, tints[scenario.name]))
    last = max(way.last for way in ways_of) + 1
    start = np.datetime64(first_day(scenarios[0]), "D")
    days = np.busday_offset(start, np.arange(int(last) + 2), roll="forward").tolist()
    personas = list(dict.fromkeys(person.split()[0] for way in ways_of for person in way.people))
    return {
        "key": "|".join([*(scenario.fingerprint for scenario in scenarios), str(replication), str(account)]),
        "first": round(min(way.first for way in ways_of), 2),
        "last": round(last, 2),
        "dates": [f"{day.day} {day:%B %Y}" for day in days],
        "jobs": JOBS,
        "channels": CHANNELS,
        "legend": [(f"{persona[0].upper()} {title(persona).lower()}", persona_colour(persona)) for persona in personas],
        "mazes": mazes,
    }


def _one(scenario: Scenario, way: Itinerary, replication: int, colour: str) -> dict[str, Any]:
    table = _rooms(scenario, replication, False)
    seen = _rooms(scenario, replication, True)
    visits = table["visits"].to_numpy().reshape(N_INFO_JOBS, N_SOUGHT)
    known = seen["visits"].to_numpy().reshape(N_INFO_JOBS, N_SOUGHT)
    gate = "with a gate between marketing and sales" if scenario.programme.gate.closed else "no gate, no hand-off"
    end = {"won": "bought from us", "lost to a rival": f"bought from {way.vendor}"}.get(way.outcome, way.outcome)
    return {
        "name": scenario.name,
        "colour": colour,
        "gate": gate,
        "people": [
            {
                "letter": p[0].upper(),
                "colour": persona_colour(p.split()[0]),
                "joined": round(min(way.joined[i], way.last + 1), 2),
                "seat": i,
            }
            for i, p in enumerate(way.people)
        ],
        "stays": [
            (
                s.person,
                round(s.start, 3),
                round(s.end, 3),
                int(s.doing == "wait"),
                s.job,
                s.channel,
                int(s.seen),
                round(s.hours, 2),
            )
            for s in way.stays
        ],
        "meetings": [(round(g.day, 3), g.present) for g in way.gatherings],
        "stages": [(round(stage.day, 3), stage.name) for stage in way.stages],
        "moments": [
            (round(m.day, 3), m.text, m.kind in SEEN_KINDS)
            for m in _moments(scenario, replication, way.account)
            if m.day <= way.last
        ],
        "last": round(way.last, 3),
        "outcome": f"{end}{f' because of {way.why}' if way.why else ''}, after {way.last - way.first:.0f} working days",
        "short": {"won": "Won", "lost to a rival": "Lost", "no decision": "None", "not a buyer": "Idle"}.get(
            way.outcome, "Open"
        ),
        "traffic": np.stack([visits, known], axis=-1).tolist(),
        "ways": [_places(_ways(scenario, replication, only, N_WAYS)) for only in (False, True)],
    }


def _places(found: list[tuple[int, int, int]]) -> list[tuple[int, int, int, int, int]]:
    return [(a // N_SOUGHT, a % N_SOUGHT, b // N_SOUGHT, b % N_SOUGHT, n) for a, b, n in found]
