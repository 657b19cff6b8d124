"""The maze: a Mesa network with a room for every job in every channel, a meeting room and the day job outside."""

import networkx as nx
from mesa.discrete_space import Cell, Network

from buyermaze.simulator.core.vocabulary import N_INFO_JOBS, SOUGHT, Channel, Job, words

DAY_JOB = "day job"
MEETING_ROOM = "meeting room"


def room_name(job: int, channel: int) -> str:
    """Return the name of the room where a job is done through a channel."""
    return f"{words(Job(job))} / {words(Channel(channel))}"


def build_maze(random: object) -> Network:
    """Return the network: rooms of one job are neighbours, so are rooms of one channel; all touch the day job."""
    graph = nx.Graph()
    rooms = [(job, channel) for job in range(N_INFO_JOBS) for channel in SOUGHT]
    for job, channel in rooms:
        name = room_name(job, channel)
        graph.add_edge(DAY_JOB, name)
        graph.add_edge(MEETING_ROOM, name)
        for other in SOUGHT:
            if other != channel:
                graph.add_edge(name, room_name(job, other))
        for elsewhere in range(N_INFO_JOBS):
            if elsewhere != job:
                graph.add_edge(name, room_name(elsewhere, channel))
    graph.add_edge(DAY_JOB, MEETING_ROOM)
    return Network(graph, random=random)  # type: ignore[arg-type]


def room(maze: Network, name: str) -> Cell:
    """Return the cell of that name."""
    return maze[name]  # type: ignore[no-any-return]
