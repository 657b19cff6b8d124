"""Journey maps drawn: one picture per persona, as SVG for any program and as a page of HTML; in light and on dark ground."""

import textwrap
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.simulator.analysis.journeys.lived import PHASES, STEPS
from buyermaze.simulator.analysis.journeys.persona_maps import ChangedSteps, PersonaMaps
from buyermaze.simulator.core.plain_text import policy_tag

if TYPE_CHECKING:
    import pandas

# pixels of the drawing
LEFT: Final = 96
COLUMN: Final = 124
WIDTH: Final = LEFT + COLUMN * len(STEPS) + 8
LINE: Final = 15
CURVE: Final = 150
LETTERS: Final = 17  # of a column's width, at this size of letters
BLUE, RED, GREEN, YELLOW = "#2B73B7", "#C2423A", "#1E7F75", "#D9A400"
SECOND: Final = "#B05E1F"
FONT: Final = "font-family='Liberation Sans, Arial, sans-serif'"
GROUND: Final = "color:#1F2933;background:#FFFFFF"
TALLEST_FEELING: Final = 0.1  # the curve's scale shows at least so much up and down, so that nothing looks like a storm


def map_svg(
    maps: PersonaMaps,
    persona: str,
    other: PersonaMaps | None = None,
    changed: ChangedSteps | None = None,
    ground: bool = True,
) -> str:
    """Draw the journey map of one persona.

    Parameters
    ----------
    maps : PersonaMaps
        From ``persona_maps``.
    persona : str
        One of ``maps.personas``.
    other : PersonaMaps, optional
        A second organisation under the same luck, whose feeling curve is laid over.
    changed : ChangedSteps, optional
        Which steps feel different there by more than luck; they are lit.
    ground : bool
        Whether the drawing brings white ground and dark letters of its own; without, it takes the colour of text around it.

    Returns
    -------
    str
        An SVG document.
    """
    table = _by_step(maps, persona)
    over = None if other is None else _by_step(other, persona)
    rows = (
        ("Activity", [_lines(_activity(row)) for row in table]),
        ("Touchpoints", [_lines(row["touchpoints"]) for row in table]),
        ("Input", [_lines(row["input"]) for row in table]),
        ("Wished outcome", [[*_lines(f"“{row['wished']}”"), _reached(row)] for row in table]),
    )  # fmt: skip
    parts, y = [_phases(), _steps(44)], 66
    for name, cells in rows:
        parts.append(_row(y, name, cells))
        y += LINE * max(2, *(len(cell) for cell in cells)) + 16
    top = y
    parts.append(_curve(top, table, over, persona, changed))
    y = top + CURVE + 14
    stars = _heaviest(table)
    moments = [_moments(row, k, stars) for k, row in enumerate(table)]
    parts.append(_row(y, "Moments of truth", moments, strong=stars))
    y += LINE * max(len(cell) for cell in moments) + 16
    parts.append(_legend(y + 6, maps, other))
    height = y + 34
    said = f"Journey map of {persona} in {maps.scenario.name}" + (f", against {other.scenario.name}" if other else "")
    style = f" style='{GROUND}'" if ground else ""
    back = f"<rect width='{WIDTH}' height='{height}' fill='#FFFFFF'/>" if ground else ""
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {height}' width='{WIDTH}' height='{height}' role='img' "
        f"aria-label='{escape(said, quote=True)}'{style} {FONT} font-size='12'>{back}{''.join(parts)}</svg>"
    )


def maps_svg(
    maps: PersonaMaps, personas: Sequence[str], other: PersonaMaps | None, changed: ChangedSteps | None
) -> str:
    """Return the maps of several personas in one drawing, each under its name."""
    parts, y = [], 0
    for persona in personas:
        drawing = map_svg(maps, persona, other, changed)
        height = int(drawing.split("height='")[1].split("'")[0])
        parts.append(
            f"<text x='8' y='{y + 24}' font-size='18' font-weight='bold' fill='#1F2933'>{escape(persona)}</text>"
        )
        parts.append(f"<g transform='translate(0 {y + 34})'>{drawing}</g>")
        y += height + 48
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {y}' width='{WIDTH}' height='{y}' {FONT}>"
        f"<rect width='{WIDTH}' height='{y}' fill='#FFFFFF'/>{''.join(parts)}</svg>\n"
    )


def maps_html(
    maps: PersonaMaps,
    personas: Sequence[str],
    other: PersonaMaps | None,
    changed: ChangedSteps | None,
    sentences: Sequence[str],
    origin: str,
) -> str:
    """Return a page that needs nothing else: sentences, the map of each persona, and where it came from."""
    title = f"Journey maps of {maps.scenario.name}" + (f" against {other.scenario.name}" if other else "")
    drawn = "".join(
        f"<h2>{escape(persona)}</h2><div class='map'>{map_svg(maps, persona, other, changed, ground=False)}</div>"
        for persona in personas
    )
    return drawn_page(title, sentences, drawn, origin)


def drawn_page(title: str, sentences: Sequence[str], drawn: str, origin: str) -> str:
    """Return a page that needs nothing else: a title, sentences, what was drawn (as HTML), and where it came from."""
    said = "".join(f"<p>{escape(line)}</p>" for line in sentences)
    return (
        f"<!doctype html><html lang='en'><meta charset='utf-8'>{policy_tag()}"
        "<meta name='viewport' content='width=device-width'>"
        f"<title>{escape(title)}</title><style>:root{{color-scheme:light dark}}body{{font:16px/1.45 'Liberation Sans',Arial,"
        "sans-serif;max-width:82rem;margin:2rem auto;padding:0 1rem}.map{overflow-x:auto}small{opacity:.8}"
        f"@media print{{.map svg{{width:100%;height:auto}}}}</style><h1>{escape(title)}</h1>{said}{drawn}"
        f"<small>{escape(origin)}</small></html>\n"
    )


def _by_step(maps: PersonaMaps, persona: str) -> list[dict[str, Any]]:
    """Return the line of every step of a persona's map, an empty one where nothing happened."""
    table: pandas.DataFrame = maps.table()
    own = table[table["persona"] == persona].set_index("step", drop=False)
    return [own.loc[step].to_dict() if step in own.index else {"step": step, **_NOTHING} for step in STEPS]


_NOTHING: Final = {
    "activity": "", "visits": 0.0, "hours": 0.0, "touchpoints": "", "input": "", "wished": "", "reached": np.nan,
    "feeling": np.nan, "low": np.nan, "high": np.nan, "lifts": "", "lifts_times": 0.0, "lifts_weight": 0.0, "hurts": "",
    "hurts_times": 0.0, "hurts_weight": 0.0,
}  # fmt: skip


def _activity(row: dict[str, Any]) -> str:
    return row["activity"] + (f": {row['visits']:.1f} visits, {row['hours']:.1f} h" if row["visits"] else "")


def _reached(row: dict[str, Any]) -> str:
    return f"{100 * row['reached']:.0f} % get there" if np.isfinite(row["reached"]) else ""


def _lines(text: str) -> list[str]:
    kept = (
        text.replace(" %", "\u00a0%").replace(" h", "\u00a0h") if text[-1:] in "%h" else text.replace(" %", "\u00a0%")
    )
    return textwrap.wrap(kept, LETTERS) or [""]


def _heaviest(table: list[dict[str, Any]]) -> dict[str, int]:
    """Return the step whose moment lifts most and the one whose moment hurts most, by side."""
    found = {}
    for side in ("lifts", "hurts"):
        weights = [abs(row[f"{side}_weight"]) for row in table]
        if max(weights) > 0:
            found[side] = int(np.argmax(weights))
    return found


def _moments(row: dict[str, Any], k: int, stars: dict[str, int]) -> list[str]:
    lines = []
    for side, sign in (("lifts", "+"), ("hurts", "−")):
        if row[side]:
            star = " ★" if stars.get(side) == k else ""
            lines += _lines(f"{sign} {row[side]}, {row[f'{side}_times']:.1f} times{star}")
    return lines or ["–"]


def _phases() -> str:
    parts: list[str] = []
    x = LEFT
    for phase, steps in PHASES.items():
        wide = COLUMN * len(steps)
        parts.append(f"<rect x='{x + 2}' y='4' width='{wide - 4}' height='24' rx='4' fill='{BLUE}'/>")
        parts.append(written(x + wide / 2, 21, phase, "middle", "bold", fill="#FFFFFF"))
        x += wide
    return "".join(parts)


def _steps(y: int) -> str:
    return "".join(written(LEFT + COLUMN * (k + 0.5), y, step, "middle", "bold") for k, step in enumerate(STEPS))


def _row(y: int, name: str, cells: list[list[str]], strong: "dict[str, int] | None" = None) -> str:
    parts = [f"<line x1='0' x2='{WIDTH}' y1='{y - 12}' y2='{y - 12}' stroke='currentColor' opacity='.22'/>"]
    parts += [written(6, y + 4 + LINE * n, line, weight="bold") for n, line in enumerate(textwrap.wrap(name, 11))]
    for k, lines in enumerate(cells):
        if strong and k in strong.values():
            tint = GREEN if strong.get("lifts") == k else RED
            parts.append(
                f"<rect x='{LEFT + COLUMN * k + 2}' y='{y - 9}' width='{COLUMN - 4}' height='{LINE * len(lines) + 6}' rx='4' "
                f"fill='{tint}' opacity='.16'/>"
            )
        parts += [written(LEFT + COLUMN * k + 8, y + 4 + LINE * n, line) for n, line in enumerate(lines)]
    return "".join(parts)


def _curve(
    top: int, table: list[dict[str, Any]], over: list[dict[str, Any]] | None, persona: str, changed: ChangedSteps | None
) -> str:
    every = [row["feeling"] for row in [*table, *(over or [])] if np.isfinite(row["feeling"])]
    reach = max([TALLEST_FEELING, *(abs(value) for value in every)]) * 1.15
    middle, half = top + CURVE / 2, CURVE / 2 - 12

    def place(value: float) -> float:
        return middle - half * value / reach

    parts = [f"<line x1='0' x2='{WIDTH}' y1='{top - 12}' y2='{top - 12}' stroke='currentColor' opacity='.22'/>"]
    parts.append(written(6, top + 4, "Feeling", weight="bold"))
    parts.append(written(LEFT - 6, place(reach / 1.15) + 4, f"+{reach / 1.15:.1f} good", "end", size=11))
    parts.append(written(LEFT - 6, middle + 4, "0", "end", size=11))
    parts.append(written(LEFT - 6, place(-reach / 1.15) + 4, f"−{reach / 1.15:.1f} bad", "end", size=11))
    parts.append(
        f"<line x1='{LEFT}' x2='{WIDTH - 8}' y1='{middle}' y2='{middle}' stroke='currentColor' opacity='.35'/>"
    )
    for k, row in enumerate(table):
        found = changed.changed(persona, row["step"]) if changed else None
        if found:
            up = found.mean > 0
            x = float(LEFT + COLUMN * k)
            parts.append(
                f"<rect x='{x + 2:g}' y='{top - 8}' width='{COLUMN - 4}' height='{CURVE}' rx='5' fill='{YELLOW}' opacity='.28'/>"
            )
            words = f"{'▲ better' if up else '▼ worse'} by {abs(found.mean):.2f}"
            parts.append(written(x + COLUMN / 2, top + CURVE - 14, words, "middle", "bold", size=11))
    above = [
        min([place(row["feeling"]) for row in pair if np.isfinite(row["feeling"])], default=middle)
        for pair in zip(table, over or table, strict=True)
    ]
    for lines, tint, dash in ((over, SECOND, " stroke-dasharray='7 4'"), (table, BLUE, "")):
        points = [
            (LEFT + COLUMN * (k + 0.5), place(row["feeling"]), row, k)
            for k, row in enumerate(lines or [])
            if np.isfinite(row["feeling"])
        ]
        path = " ".join(f"{x:.0f},{y:.1f}" for x, y, *_ in points)
        parts.append(
            f"<polyline points='{path}' fill='none' stroke='{tint}' stroke-width='2.6'{dash}/>" if points else ""
        )
        for x, y, row, k in points:
            if np.isfinite(row["low"]):
                parts.append(
                    f"<line x1='{x:.0f}' x2='{x:.0f}' y1='{place(row['low']):.1f}' y2='{place(row['high']):.1f}' stroke='{tint}' "
                    "stroke-width='1.4'/>"
                )
            parts.append(
                f"<circle cx='{x:.0f}' cy='{y:.1f}' r='4.5' fill='{tint}'><title>{row['feeling']:+.2f}</title></circle>"
            )
            if lines is table:
                parts.append(written(x, above[k] - 9, f"{row['feeling']:+.2f}".replace("-", "−"), "middle", size=11))
    return "".join(parts)


def _legend(y: int, maps: PersonaMaps, other: PersonaMaps | None) -> str:
    parts: list[str] = []
    x = 6
    lines = [(maps.scenario.name, BLUE, "")] + (
        [(other.scenario.name, SECOND, " stroke-dasharray='7 4'")] if other else []
    )
    for name, tint, dash in lines:
        parts.append(f"<line x1='{x}' x2='{x + 30}' y1='{y}' y2='{y}' stroke='{tint}' stroke-width='2.6'{dash}/>")
        parts.append(written(x + 36, y + 4, name))
        x += 60 + 7 * len(name)
    star = "★ lifts or hurts this persona most"
    lit = "; yellow: feels different by more than luck" if other else ""
    parts.append(written(x, y + 4, f"{star}{lit}; bars: 95 % intervals"))
    return "".join(parts)


def written(
    x: float,
    y: float,
    text: str,
    anchor: str = "start",
    weight: str = "normal",
    fill: str = "currentColor",
    size: int = 12,
) -> str:
    """Return a line of text in a drawing, escaped; ``x`` and ``y`` in pixels."""
    return (
        f"<text x='{x:g}' y='{y:g}' text-anchor='{anchor}' font-weight='{weight}' font-size='{size}' fill='{fill}'>"
        f"{escape(text)}</text>"
    )
