"""A plan drawn over what is lived, in one picture: its steps, where people truly go, and where the two part."""

import textwrap
from html import escape
from typing import Final

from buyermaze.simulator.analysis.journeys.campaign_plan import Step
from buyermaze.simulator.analysis.journeys.conformance import Conformance
from buyermaze.simulator.analysis.journeys.map_drawing import (
    BLUE,
    COLUMN,
    FONT,
    GROUND,
    LEFT,
    RED,
    YELLOW,
    drawn_page,
    written,
)
from buyermaze.simulator.core.phrases import CHANNELS, JOBS
from buyermaze.simulator.core.vocabulary import Channel, Job, words

COLUMNS: Final = tuple(words(job) for job in Job)
ROW: Final = 32  # pixels of a channel
WIDEST: Final = 48  # half of a place at most
BOX: Final = 62  # height of a step
NARROWEST: Final = 104  # of a step
LARGEST: Final = 13  # radius of the place most visited
APART: Final = 0.5  # share of what is done on a job that was not planned, from which it is lit
N_ARCS: Final = 5  # ways back that are drawn, the most frequent


def plan_svg(found: Conformance, ground: bool = True) -> str:
    """Draw a plan over the journeys that were held against it.

    Parameters
    ----------
    found : Conformance
        From ``conform``.
    ground : bool
        Whether the drawing brings white ground and dark letters of its own; without, it takes the colour of text around it.

    Returns
    -------
    str
        An SVG document: steps of the plan with the share of journeys that live them, a grid of jobs and channels with what was
        planned outlined and what is lived as dots, jobs lit where most of what is done was not planned, and the ways back.
    """
    wide = max(LEFT + COLUMN * len(COLUMNS), LEFT + NARROWEST * len(found.plan.steps)) + 8
    column = (wide - 8 - LEFT) / len(COLUMNS)
    rows = _rows(found)
    at = {name: LEFT + column * (k + 0.5) for k, name in enumerate(COLUMNS)}
    top = 60 + BOX + 34
    level = {name: top + 14 + ROW * (k + 0.5) for k, name in enumerate(rows)}
    end = top + 14 + ROW * len(rows)
    parts = (
        _lit(found, at, column, top, end), _steps(found, at, wide, top), _grid(rows, at, level, wide, top),
        _ways(found, at, level), _dots(found, at, level, column), _arcs(found, at, end + 34), _legend(end + 146),
    )  # fmt: skip
    height = end + 190
    said = f"The plan '{found.plan.title}' over what is lived in {found.scenario.name}"
    style = f" style='{GROUND}'" if ground else ""
    back = f"<rect width='{wide:g}' height='{height:g}' fill='#FFFFFF'/>" if ground else ""
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {wide:g} {height:g}' width='{wide:g}' height='{height:g}' "
        f"role='img' aria-label='{escape(said, quote=True)}'{style} {FONT} font-size='12'>{back}{''.join(parts)}</svg>"
    )


def plan_html(found: Conformance, origin: str) -> str:
    """Return a page that needs nothing else: sentences, the plan over what is lived, and where it came from."""
    title = f"The plan '{found.plan.title}' over what is lived in {found.scenario.name}"
    return drawn_page(title, found.sentences(), f"<div class='map'>{plan_svg(found, ground=False)}</div>", origin)


def _rows(found: Conformance) -> list[str]:
    """Return the channels that are planned or lived, in the order in which they are always told."""
    planned = {channel for step in found.plan.steps for channel in step.channels}
    known = planned | set(found.places["channel"])
    return [words(channel) for channel in Channel if words(channel) in known]


def _steps(found: Conformance, at: dict[str, float], wide: float, top: float) -> str:
    parts = [written(6, 20, "What was planned", weight="bold"), written(6, 36, "and who lives it", size=11)]
    steps, lived = found.plan.steps, found.lived_by()
    each = (wide - 8 - LEFT) / len(steps)
    for k, (step, share) in enumerate(zip(steps, lived, strict=True)):
        x, y = LEFT + each * k, 48.0
        parts.append(f"<rect x='{x + 3:g}' y='{y}' width='{each - 12:g}' height='{BOX}' rx='6' fill='{BLUE}'/>")
        name = textwrap.shorten(step.name, int(each / 7), placeholder="…")
        parts.append(written(x + each / 2 - 3, y + 17, f"{k + 1} {name}", "middle", "bold", "#FFFFFF"))
        through = ", ".join(CHANNELS[_channel(name)].short for name in step.channels) or "any channel"
        for n, line in enumerate(textwrap.wrap(through, int(each / 6.2))[:2]):
            parts.append(written(x + each / 2 - 3, y + 32 + 12 * n, line, "middle", fill="#FFFFFF", size=11))
        few = "" if share >= APART else "✕ "
        parts.append(written(x + each / 2 - 3, y - 6, f"{few}{100 * share:.0f} % live it", "middle", "bold", size=11))
        if k:
            parts.append(f"<path d='M {x - 9:g} {y + BOX / 2} l 10 0' stroke='{BLUE}' stroke-width='2.4'/>")
        if step.job:
            down = f"M {x + each / 2 - 3:g} {y + BOX} L {at[step.job]:g} {top - 16:g}"
            parts.append(f"<path d='{down}' stroke='{BLUE}' stroke-width='1.4' stroke-dasharray='4 3' fill='none'/>")
    return "".join(parts)


def _grid(rows: list[str], at: dict[str, float], level: dict[str, float], wide: float, top: float) -> str:
    parts = [written(x, top, JOBS[Job(k)].label, "middle", "bold") for k, x in enumerate(at.values())]
    for name in rows:
        y = level[name]
        parts.append(f"<line x1='{LEFT}' x2='{wide - 8:g}' y1='{y:g}' y2='{y:g}' stroke='currentColor' opacity='.14'/>")
        parts.append(written(6, y + 4, CHANNELS[_channel(name)].label))
    return "".join(parts)


def _lit(found: Conformance, at: dict[str, float], column: float, top: float, end: float) -> str:
    """Light the jobs at which plan and lives part, and say how far."""
    parts = []
    for line in found.parted().to_dict("records"):
        x, share = at[line["job"]], line["not_planned"]
        apart = share >= APART
        if apart:
            box = f"x='{x - column / 2 + 2:g}' y='{top + 8:g}' width='{column - 4:g}' height='{end - top + 16:g}'"
            parts.append(f"<rect {box} rx='5' fill='{YELLOW}' opacity='{0.32 * share:.2f}'/>")
        weight = "bold" if apart else "normal"
        parts.append(written(x, end + 18, f"{100 * share:.0f} % not planned", "middle", weight, size=11))
    return "".join(parts)


def _ways(found: Conformance, at: dict[str, float], level: dict[str, float]) -> str:
    """Draw the way of the plan through its steps, and that of lives through the channel most used at every job."""
    plan = [(at[step.job], _middle(step, level)) for step in found.plan.steps if step.job]
    most = found.places.loc[found.places.groupby("job", sort=False)["times"].idxmax()] if len(found.places) else found.places
    lived = [(at[job], level[channel]) for job, channel in zip(most["job"], most["channel"], strict=True)]
    parts = []
    for way, tint in ((plan, BLUE), (lived, RED)):
        if len(way) > 1:
            points = " ".join(f"{x:g},{y:g}" for x, y in way)
            parts.append(
                f"<polyline points='{points}' fill='none' stroke='{tint}' stroke-width='9' stroke-linejoin='round' opacity='.22'/>"
            )
    return "".join(parts)


def _dots(found: Conformance, at: dict[str, float], level: dict[str, float], column: float) -> str:
    parts, half = [], min(WIDEST, column / 2 - 6)
    planned = {(job, channel) for step in found.plan.steps for job in ([step.job] if step.job else COLUMNS)
               for channel in (step.channels or level)}  # fmt: skip
    for job, channel in sorted(planned):
        x, y = at[job], level[channel]
        box = f"x='{x - half:g}' y='{y - ROW / 2 + 2:g}' width='{2 * half:g}' height='{ROW - 4}'"
        parts.append(f"<rect {box} rx='6' fill='none' stroke='{BLUE}' stroke-width='1.8' stroke-dasharray='5 3'/>")
    largest = max([1e-9, *found.places["times"]])
    for job, channel, times, journeys, foreseen in found.places.itertuples(index=False):
        x, y, radius = at[job], level[channel], max(2.0, LARGEST * (times / largest) ** 0.5)
        tip = f"{CHANNELS[_channel(channel)].label}, {job}: {times:.2f} times a journey, in {100 * journeys:.0f} % of journeys"
        tint = BLUE if foreseen else RED
        parts.append(f"<circle cx='{x:g}' cy='{y:g}' r='{radius:.1f}' fill='{tint}'><title>{tip}</title></circle>")
        parts.append(written(x + LARGEST + 5, y + 4, f"{times:.1f}" if times >= 0.05 else "<0.1", size=11))
    return "".join(parts)


def _arcs(found: Conformance, at: dict[str, float], y: float) -> str:
    """Draw the ways back to an earlier job, the most frequent ones, thicker the more often they are gone."""
    order = {name: k for k, name in enumerate(COLUMNS)}
    back = [(a, b, n) for a, b, n in found.moves.itertuples(index=False) if order[b] < order[a]][:N_ARCS]
    parts = [written(6, y + 12, "Ways back", weight="bold"), written(6, y + 28, "per journey", size=11)]
    for k, (start, to, times) in enumerate(back):
        a, b = at[start] - 6 * k, at[to] + 6 * k
        low = y + 24 + 19 * k
        thick = 1.0 + 4.0 * times / back[0][2]
        parts.append(f"<path d='M {a:g} {y:g} C {a:g} {low:g} {b:g} {low:g} {b:g} {y:g}' fill='none' stroke='{RED}' "
                     f"stroke-width='{thick:.1f}' opacity='.65'/>")  # fmt: skip
        parts.append(f"<path d='M {b - 4:g} {y + 7:g} L {b:g} {y - 2:g} L {b + 4:g} {y + 7:g} Z' fill='{RED}'/>")
        parts.append(written((a + b) / 2, y + 0.75 * (low - y) + 13, f"{times:.1f}", "middle", "bold", size=11))
    return "".join(parts)


def _legend(y: float) -> str:
    parts, x = [], 6.0
    for tint, said in ((BLUE, "lived as planned"), (RED, "lived, not planned")):
        parts.append(f"<circle cx='{x + 7:g}' cy='{y:g}' r='6' fill='{tint}'/>")
        parts.append(written(x + 18, y + 4, said))
        x += 34 + 7 * len(said)
    box = f"y='{y - 8:g}' width='26' height='16' rx='4'"
    parts.append(f"<rect x='{x:g}' {box} fill='none' stroke='{BLUE}' stroke-dasharray='5 3'/>")
    parts.append(written(x + 32, y + 4, "planned here"))
    parts.append(f"<rect x='{x + 116:g}' {box} fill='{YELLOW}' opacity='.4'/>")
    parts.append(written(x + 148, y + 4, "they part: most of what is done on this job was not planned"))
    said = "Numbers: times a journey. Wide bands: the way of the plan (blue) and the channel most used at every job (red)."
    return "".join([*parts, written(6, y + 28, said)])


def _middle(step: Step, level: dict[str, float]) -> float:
    """Return the height of a step: the middle of its channels."""
    heights = [level[name] for name in step.channels] or list(level.values())
    return sum(heights) / len(heights)


def _channel(name: str) -> Channel:
    return next(channel for channel in Channel if words(channel) == name)
