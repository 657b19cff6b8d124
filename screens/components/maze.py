"""The animated maze: what the browser needs to draw buying groups walking, and the component that draws them."""

import math
from importlib.resources import files
from typing import Any, Final

import numpy as np
import streamlit as st

from buyermaze.screens.engine import compute
from buyermaze.screens.theme import colours, label, persona_colour, title
from buyermaze.simulator.core.calendar import HOURS_PER_DAY, day_words
from buyermaze.simulator.core.phrases import CHANNELS, JOBS, times
from buyermaze.simulator.core.vocabulary import CHANNEL_TRAITS, N_INFO_JOBS, N_SOUGHT, SOUGHT, Channel, words
from buyermaze.simulator.inputs.dates.timeline import clock_of
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.journal.chapters import chapters
from buyermaze.simulator.journal.crowd import Group, crowd
from buyermaze.simulator.journal.itinerary import Itinerary, itinerary
from buyermaze.simulator.journal.milestones import milestones
from buyermaze.simulator.journal.paired_accounts import fork
from buyermaze.simulator.journal.room_traffic import rooms, ways

DOORS: Final = {c: (*CHANNELS[c][:2], words(CHANNEL_TRAITS[c].owner)) for c in SOUGHT}
EXITS: Final = {"won": "us", "lost to a rival": "rival", "no decision": "nobody", "not a buyer": "nobody"}
EXIT_COLOURS: Final = {"us": "#2F7EC7", "rival": "#B7791F", "nobody": "#8A94A3", "": "#8A94A3"}
SHORT: Final = {"won": "Bought", "lost to a rival": "Rival", "no decision": "Nobody", "not a buyer": "Idle"}
NEVER: Final = 1e9  # a day that does not come
N_WAYS: Final = 400  # ways drawn at most, the commonest first

_here = files("buyermaze.screens.components")
STYLE: Final = _here.joinpath("maze.css").read_text(encoding="utf-8")
CODE: Final = "\n".join(
    _here.joinpath(name).read_text(encoding="utf-8") for name in ("maze_plan.js", "maze_draw.js", "maze.js")
)
_maze = st.components.v2.component("buyermaze_maze", html='<div class="maze"></div>', css=STYLE, js=CODE)

_rooms = compute.cached(rooms)
_ways = compute.cached(ways)
_itinerary = compute.cached(itinerary)
_milestones = compute.cached(milestones)
_crowd = compute.cached(crowd)


def walk(data: dict[str, Any]) -> dict[str, int] | None:
    """Draw buying groups walking the maze; return the room clicked in this run, if any."""
    result = _maze(data=data, key="maze", on_room_change=lambda: None)
    room = getattr(result, "room", None)
    if not isinstance(room, dict):
        return None
    return {"job": int(room["job"]), "channel": int(data["codes"][int(room["channel"])])}


def walk_data(scenarios: list[Scenario], names: list[str], replication: int, account: int) -> dict[str, Any]:
    """Return what the component draws of one account: rooms, traffic, people, stays, meetings, stages, chapters, words."""
    tints = dict(zip(names, colours(names), strict=True))
    ways_of = [_itinerary(scenario, replication, account) for scenario in scenarios]
    told = [_milestones(scenario, replication, account) for scenario in scenarios]
    first, last = min(way.first for way in ways_of), max(way.last for way in ways_of)
    parting = None
    if len(scenarios) == 2:
        one, other = (compute.run(scenario, replication) for scenario in scenarios)
        parting = fork(one, other, account)
    final = max([last, *(moment.day for turns in told for moment in turns)])
    clock = clock_of(scenarios[0])
    days = clock.dates(np.arange(int(final) + 2))
    since = (days - days[int(first)]).astype(int).tolist()
    channels = channels_of(scenarios)
    mazes = []
    for scenario, way, turns in zip(scenarios, ways_of, told, strict=True):
        lasted = times(since[int(way.last)] - since[int(way.first)], "day")
        how = {"won": "they buy from us", "lost to a rival": f"they buy from {way.vendor}"}.get(
            way.outcome, way.outcome
        )
        mazes.append(
            _place(scenario, replication, tints[scenario.name], channels)
            | {
                "groups": [_group(way, channels)],
                "stages": [(round(stage.day, 3), stage.name) for stage in way.stages],
                "moments": [(round(moment.day, 3), moment.text, moment.seen) for moment in turns],
                "outcome": f"{how}{f' because of {way.why}' if way.why else ''}, after {lasted}",
                "short": SHORT.get(way.outcome, "Open"),
            }
        )
    personas = list(dict.fromkeys(person.split()[0] for way in ways_of for person in way.people))
    return {
        "key": "|".join([*(scenario.fingerprint for scenario in scenarios), str(replication), str(account)]),
        "first": round(first, 2),
        "last": round(last, 2),
        "dates": [day_words(day) for day in days.tolist()],
        "days": since,
        "worked": HOURS_PER_DAY * clock.office.span / 24,  # part of a calendar day in which work is done
        "chapters": [(round(day, 3), words) for day, words in chapters(ways_of, told, parting)],
        **_rooms_of(channels),
        "legend": [(f"{persona[0].upper()} {title(persona).lower()}", persona_colour(persona)) for persona in personas],
        "mazes": mazes,
    }


def crowd_data(
    scenarios: list[Scenario], names: list[str], replication: int, accounts: tuple[int, ...]
) -> dict[str, Any]:
    """Return what the component draws of several accounts, on a clock that starts when each sets out."""
    tints = dict(zip(names, colours(names), strict=True))
    channels = channels_of(scenarios)
    mazes = []
    for scenario in scenarios:
        found = _crowd(scenario, replication, accounts)
        mazes.append(
            _place(scenario, replication, tints[scenario.name], channels)
            | {"groups": [_many(group, channels) for group in found]}
        )
    return {
        "key": "|".join([*(scenario.fingerprint for scenario in scenarios), str(replication), str(len(accounts))]),
        "first": 0.0,
        "last": max((group["last"] for maze in mazes for group in maze["groups"]), default=1.0),
        "dates": [],
        "days": [],
        "chapters": [],
        **_rooms_of(channels),
        "legend": [(f"ends with {'us' if name == 'us' else 'a rival' if name == 'rival' else name}", EXIT_COLOURS[name])
                   for name in ("us", "rival", "nobody")],
        "mazes": mazes,
    }  # fmt: skip


def channels_of(scenarios: list[Scenario]) -> tuple[Channel, ...]:
    """Return the channels that people can choose from in any of the scenarios."""
    return tuple(channel for channel in SOUGHT if any(channel in scenario.channels for scenario in scenarios))


def _rooms_of(channels: tuple[Channel, ...]) -> dict[str, Any]:
    """Return the rooms' names: what is found out across, where down; the browser counts channels by place."""
    return {
        "jobs": [phrase.full for phrase in JOBS.values()],
        "channels": [DOORS[c] for c in channels],
        "codes": [int(c) for c in channels],
    }


def _place(scenario: Scenario, replication: int, colour: str, channels: tuple[Channel, ...]) -> dict[str, Any]:
    """Return the maze itself as all accounts of a run used it."""
    visits, known = np.zeros((2, N_INFO_JOBS, len(channels)), dtype=int)
    places = [channels.index(c) for c in scenario.channels]
    for only, table in ((False, visits), (True, known)):
        table[:, places] = _rooms(scenario, replication, only)["visits"].to_numpy().reshape(N_INFO_JOBS, -1)
    closed = bool(scenario.programme.gate.closed)
    return {
        "name": label(scenario.name),
        "colour": colour,
        "gate": closed,
        "gate_words": "a gate stands before our reps" if closed else "no gate, no hand-off",
        "stages": [],
        "moments": [],
        "traffic": np.stack([visits, known], axis=-1).tolist(),
        "ways": [_places(_ways(scenario, replication, only, N_WAYS), channels) for only in (False, True)],
    }


def _group(way: Itinerary, channels: tuple[Channel, ...]) -> dict[str, Any]:
    return {
        "people": [
            {"letter": p[0].upper(), "colour": persona_colour(p.split()[0]), "joined": _day(way.joined[i]), "seat": i}
            for i, p in enumerate(way.people)
        ],
        "stays": [
            (s.person, round(s.start, 3), round(s.end, 3), int(s.doing == "wait"), s.job,
             channels.index(Channel(s.channel)), int(s.seen),
             round(s.hours, 4), int(s.reason == "dead end"))
            for s in way.stays
        ],
        "meetings": [(round(g.day, 3), g.present, round(g.hours, 4)) for g in way.gatherings],
        "last": round(way.last, 3),
        "exit": EXITS.get(way.outcome, ""),
    }  # fmt: skip


def _many(group: Group, channels: tuple[Channel, ...]) -> dict[str, Any]:
    exit_ = EXITS.get(group.outcome, "")
    return {
        "people": [
            {"letter": "", "colour": EXIT_COLOURS[exit_], "joined": _day(day), "seat": seat}
            for seat, day in enumerate(group.joined)
        ],
        "stays": [
            (
                seat,
                round(start, 2),
                round(end, 2),
                0,
                job,
                channels.index(Channel(channel)),
                int(seen),
                round(hours, 1),
                int(dead),
            )
            for seat, start, end, job, channel, seen, hours, dead in group.visits
        ],
        "meetings": [],
        "last": round(group.last, 2),
        "exit": exit_,
    }


def _day(day: float) -> float:
    return NEVER if math.isinf(day) else round(day, 3)


def _places(found: list[tuple[int, int, int]], channels: tuple[Channel, ...]) -> list[tuple[int, int, int, int, int]]:
    at = {int(c): place for place, c in enumerate(channels)}
    return [(a // N_SOUGHT, at[a % N_SOUGHT], b // N_SOUGHT, at[b % N_SOUGHT], n) for a, b, n in found]
