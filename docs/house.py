"""Draw the map of the house from the imports in it: ``python -m docs.house`` writes ``docs/images/house.svg``.

A room is a folder (or one of the few files beside them). An arrow goes from a room to one it builds on; arrows that follow
from others are left out. Rooms stand above all they build on.
"""

import ast
import textwrap
from html import escape
from pathlib import Path
from typing import Final

import networkx

ROOT: Final = Path(__file__).resolve().parents[1]
PICTURE: Final = ROOT / "docs" / "images" / "house.svg"
PARTS: Final = {
    "scenarios": "#7A5C00",
    "simulator": "#1F5FA8",
    "experiments": "#2E7D4F",
    "classroom": "#B0532A",
    "screens": "#8A3D8F",
}
WIDE, HIGH, GAP, RISE, MARGIN = 184, 76, 14, 40, 24  # of a box, between boxes, between floors, around
LETTERS: Final = 32  # that fit on a line of a box
N_ABREAST: Final = 7  # rooms of one floor side by side


def room_of(module: str) -> str:
    """Return the room a module is in: ``simulator.journal``, ``screens.theme``; ``scenarios`` is one room."""
    parts = module.removeprefix("buyermaze.").split(".")
    return parts[0] if parts[0] == "scenarios" else ".".join(parts[:2])


def rooms() -> "networkx.DiGraph[str]":
    """Return the rooms with what each is for, and an arrow from each to those it builds on."""
    graph: networkx.DiGraph[str] = networkx.DiGraph()
    for path in sorted(path for part in PARTS for path in (ROOT / part).rglob("*.py")):
        if "__pycache__" in path.parts:
            continue
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if module.endswith("__init__") and module.count(".") == 1 and not module.startswith("scenarios"):
            continue  # the door of simulator, experiments or screens is no room
        tree = ast.parse(path.read_text(encoding="utf-8"))
        room = room_of(module.removesuffix(".__init__"))
        graph.add_node(room)
        if module in (room, f"{room}.__init__"):
            graph.nodes[room]["about"] = (ast.get_docstring(tree) or "").split("\n\n")[0].split(". ")[0].rstrip(".")
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("buyermaze."):
                found = (
                    [f"{node.module}.{alias.name}" for alias in node.names]
                    if node.module.count(".") < 2
                    else [node.module]
                )
                graph.add_edges_from((room, room_of(name)) for name in found if room_of(name) != room)
    return graph


def picture() -> str:
    """Return the map as SVG."""
    graph = rooms()
    floor: dict[str, int] = {}
    for room in reversed(list(networkx.topological_sort(graph))):
        floor[room] = 1 + max((floor[below] for below in graph[room]), default=-1)
    lines: list[list[str]] = []
    for number in range(max(floor.values()) + 1):
        on_it = sorted(
            (room for room in floor if floor[room] == number),
            key=lambda room: (list(PARTS).index(room.split(".")[0]), room),
        )
        lines += [on_it[k : k + N_ABREAST] for k in range(0, len(on_it), N_ABREAST)]
    wide = 2 * MARGIN + max(len(line) for line in lines) * (WIDE + GAP) - GAP
    high = 2 * MARGIN + len(lines) * (HIGH + RISE) - RISE + 30
    place = {
        room: (
            (wide - len(line) * (WIDE + GAP) + GAP) / 2 + k * (WIDE + GAP),
            high - 30 - MARGIN - HIGH - n * (HIGH + RISE),
        )
        for n, line in enumerate(lines)
        for k, room in enumerate(line)
    }
    arrows = [_arrow(a, *place[a], *place[b]) for a, b in sorted(networkx.transitive_reduction(graph).edges)]
    boxes = [_box(room, *place[room], graph.nodes[room].get("about", "")) for room in sorted(place)]
    key = [
        f'<text fill="{colour}" font-size="13" x="{MARGIN + 120 * k}" y="{high - 12}">{part}</text>'
        for k, (part, colour) in enumerate(PARTS.items())
    ]
    drawn = "\n".join([*arrows, *boxes, *key])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" role="img" font-family="sans-serif">\n'
        "<title>Map of the house: rooms, and what each builds on</title>\n"
        '<defs><marker id="tip" viewBox="0 0 6 6" refX="5" refY="3" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0,0 6,3 0,6z" fill="#5B6675"/></marker></defs>\n'
        f'<rect width="{wide}" height="{high}" fill="#FFFFFF"/>\n{drawn}\n</svg>\n'
    )


def _arrow(room: str, x: float, y: float, to_x: float, to_y: float) -> str:
    start, end, from_y = x + WIDE / 2, to_x + WIDE / 2, y + HIGH
    return (
        f'<path fill="none" stroke="{PARTS[room.split(".")[0]]}" stroke-opacity=".45" marker-end="url(#tip)" '
        f'd="M{start:.0f},{from_y:.0f} C{start:.0f},{from_y + RISE:.0f} {end:.0f},{to_y - RISE:.0f} {end:.0f},{to_y - 2:.0f}"/>'
    )


def _box(room: str, x: float, y: float, about: str) -> str:
    part, _, name = room.partition(".")
    colour = PARTS[part]
    said = textwrap.wrap(about.replace("`", ""), LETTERS, max_lines=3, placeholder=" ...")
    words = "".join(
        f'<text fill="#1B2430" font-size="11" x="{x + 8:.0f}" y="{y + 35 + 14 * k:.0f}">{escape(line)}</text>'
        for k, line in enumerate(said)
    )
    return (
        f'<g><rect fill="#FFFFFF" stroke="{colour}" stroke-width="1.6" x="{x:.0f}" y="{y:.0f}" width="{WIDE}" height="{HIGH}" '
        f'rx="5"/><text fill="{colour}" font-size="13" font-weight="600" x="{x + 8:.0f}" y="{y + 19:.0f}">{name or part}</text>'
        f"{words}</g>"
    )


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
