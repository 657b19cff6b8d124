"""One page on a sweep: question, answer, recommendation, how sure, where it flips, what drives it, how it was run."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np

from buyermaze.experiments.answers.break_even import flip
from buyermaze.experiments.answers.charts import driver_chart, flip_chart, spread_chart, svg
from buyermaze.experiments.answers.contrast import (
    Contrast,
    contrast_of,
    luck_of,
    mean_over_luck,
    shares_luck,
    values_of,
)
from buyermaze.experiments.answers.profile import profile
from buyermaze.experiments.answers.report_page import Page
from buyermaze.experiments.answers.scenario_discovery import discover
from buyermaze.experiments.answers.sensitivity import places_of, sensitivity
from buyermaze.experiments.answers.two_way import FEW, Interval, design_interval
from buyermaze.experiments.designs.samplers import EVEN, WHOLE
from buyermaze.experiments.sweeps.results import Sweep, open_sweep
from buyermaze.simulator.comparison.phrasing import BEYOND
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.outcomes.definitions import label_of

T = TypeVar("T")
MOST_REGIMES: Final = 12  # levels of a factor that are told one by one
NEARLY_ALWAYS: Final = 0.9  # share of the points from which a choice is called one; assumption


def memo(
    folder: "str | Path | Sweep",
    out: Path | None = None,
    outcome: str | None = None,
    scenario: str | None = None,
    baseline: str | None = None,
) -> list[Path]:
    """Write the page and return the files; what the design cannot tell is left out and said so.

    Parameters
    ----------
    folder : str, Path or Sweep
        A sweep, finished or growing.
    out : Path, optional
        Where to; by default ``memo`` within the folder.
    outcome, scenario, baseline : str, optional
        What the page is about: by default the first outcome, the last scenario less the first.

    Returns
    -------
    list of Path
        The page, its figures and its tables.

    Raises
    ------
    InputProblem
        If the sweep has no such outcome or scenario, or its design cannot answer this.
    """
    sweep = open_sweep(folder)
    return memo_page(sweep, outcome, scenario, baseline).write(out or sweep.folder / "memo", "memo")


def memo_page(sweep: Sweep, outcome: str | None, scenario: str | None, baseline: str | None) -> Page:
    """Return the page: the answer and what to do about it first, then what supports it, last how it was run."""
    contrast = contrast_of(sweep, outcome, scenario, baseline)
    study = sweep.study
    page = Page(study.title or f"Memo on {contrast.said}")
    page.heading("Question")
    page.text(study.question or f"What decides {contrast.said}?")
    result = _result(sweep, contrast)
    names = (contrast.outcome, contrast.scenario, contrast.baseline)
    missing: list[str] = []
    region = _tried(lambda: discover(sweep, *names).sentences(), missing) if contrast.baseline else None
    flips = _tried(lambda: flip(sweep, *names), missing) if contrast.baseline else None
    regimes = _regimes(sweep, names) if contrast.baseline else []
    drivers = _tried(lambda: sensitivity(sweep, *names), missing)
    page.heading("Answer")
    page.text(" ".join(_answer(sweep, contrast, result)))
    page.heading("Recommendation")
    page.text(" ".join(_advice(contrast, result, has_region=region is not None or bool(regimes))))
    page.heading("How sure")
    page.text(" ".join(_how_sure(sweep, contrast, result)))
    page.picture(
        svg(spread_chart(result.mean, contrast.said)), f"{_sentence(contrast.said)} over {len(result.mean):,} points"
    )
    if regimes:
        page.heading("Regimes")
        page.text(" ".join([*regimes, "The 95 % intervals behind this are of each level by itself."]))
    if region is not None:
        page.heading("Where it holds")
        page.text(" ".join(region))
    if flips is not None:
        page.heading("Where it flips")
        page.text(" ".join(flips.sentences()))
        for factor in flips.table[flips.table["flips"]]["factor"].head(1):
            says = f"{_sentence(contrast.said)} along {factor}, everything else left alone"
            page.picture(svg(flip_chart(flips, factor)), says)
    if drivers is not None:
        page.heading("What drives it")
        page.text(" ".join(drivers.sentences()))
        page.picture(svg(driver_chart(drivers)), f"What drives {contrast.said}")
    _in_words(page, [*(axis.name for axis in sweep.axes), *sweep.scenario_names])
    page.heading("How it was run")
    _how(page, sweep)
    for sentence in missing:
        page.text(f"Not answered by this design: {sentence}.")
    return page


def _in_words(page: Page, names: list[str]) -> None:
    """Write names of factors and scenarios the way people do; how it was run has them as they are set."""
    known = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if "_" in name)
    if not known:
        return

    def said(text: str) -> str:
        return re.sub(rf"\b({known})\b", lambda name: name[0].removeprefix("n_").replace("_", " "), text)

    page.parts = [
        (kind, said(content) if isinstance(content, str) else [[said(cell) for cell in line] for line in content])
        for kind, content in page.parts
    ]


def _regimes(sweep: Sweep, names: tuple[str, str, str | None]) -> list[str]:
    """Say level by level who is ahead, for factors that take few levels."""
    if sweep.study.design.kind not in WHOLE:
        return []
    told: list[str] = []
    for axis in sweep.axes:
        found = _tried(lambda axis=axis: profile(sweep, axis.name, *names), [])  # type: ignore[misc]
        if found is not None and 1 < len(found.table) <= MOST_REGIMES:
            told += found.regimes()
    return told


@dataclass(frozen=True)
class _Result:
    """What the points say together: the contrast by point, its mean with interval, and how often it favours the scenario."""

    mean: np.ndarray  # by point
    interval: Interval
    share_ahead: float
    points: np.ndarray
    error_of_a_point: float  # standard error that luck leaves at one point; NaN with one replication
    n_replications: int


def _result(sweep: Sweep, contrast: Contrast) -> _Result:
    points, values = values_of(sweep, contrast)
    mean = mean_over_luck(values)
    interval = interval_of(sweep, points, values)
    mean = mean[np.isfinite(mean)]
    if not len(mean):
        raise InputProblem(f"memo: {contrast.said} is undefined at every point")
    n = values.shape[1]
    error = float(np.sqrt(np.nanmean(np.nanvar(values, axis=1, ddof=1)) / n)) if n > 1 else np.nan
    ahead = float((mean * (contrast.better or 1) > 0).mean())
    return _Result(mean, interval, ahead, points, error, n)


def interval_of(sweep: Sweep, points: np.ndarray, values: np.ndarray) -> Interval:
    """Return the mean of what ``values_of`` returned over the points of a sweep, with the interval that its design leaves."""
    rows, luck = sweep.design["row"].to_numpy()[points], luck_of(sweep, points)
    return design_interval(sweep.study.design.kind, sweep.axes, places_of(sweep)[points], rows, luck, values)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _answer(sweep: Sweep, contrast: Contrast, found: _Result) -> list[str]:
    mean = found.interval.mean
    if not contrast.baseline:
        return [f"{_sentence(contrast.said)} is {contrast.told(mean)} on average over everything that was varied."]
    label = label_of(contrast.outcome)
    than = f"{contrast.told(abs(mean))} {'higher' if mean > 0 else 'lower'} than" if mean else "the same as"
    lines = [
        f"On average over everything that was varied, {label} of {contrast.scenario} would be {than} of {contrast.baseline}."
    ]
    if contrast.better:
        lines.append(
            f"{_sentence(contrast.scenario)} is better at {100 * found.share_ahead:.0f} % of the points visited."
        )
    else:
        lines.append(f"It is higher at {100 * found.share_ahead:.0f} % of the points visited.")
    return lines


def _advice(contrast: Contrast, found: _Result, has_region: bool) -> list[str]:
    """Say what follows from the answer: a choice where luck and points agree, otherwise what would tell."""
    low, high = found.interval.low, found.interval.high
    if not contrast.baseline:
        return ["Nothing is compared here, so nothing is recommended; what drives it says where to look first."]
    if not contrast.better:
        return [
            f"Whether more of {label_of(contrast.outcome)} is better is for you to say, so no choice is recommended."
        ]
    if not np.isfinite(low):
        return ["Do not choose on this yet: all points share one piece of luck. Run the study with more replications."]
    if low <= 0 <= high:
        return [
            f"Do not choose between {contrast.scenario} and {contrast.baseline} on {label_of(contrast.outcome)} alone: on "
            "average the difference cannot be told from luck.",
            "More replications narrow the interval; the parts below say whether there are conditions under which it matters."
            if has_region
            else "More replications narrow the interval.",
        ]
    best, other = contrast.scenario, contrast.baseline
    share = found.share_ahead
    if found.interval.mean * contrast.better < 0:
        best, other, share = other, best, float((found.mean * contrast.better < 0).mean())
    if share >= NEARLY_ALWAYS:
        return [
            f"For {label_of(contrast.outcome)} choose {best} over {other}: it is ahead nearly everywhere that was looked at."
        ]
    return [
        f"For {label_of(contrast.outcome)} {best} is the better guess where nothing more is known, "
        f"but {other} is ahead or level at {100 * (1 - share):.0f} % of the points.",
        "Find out first where your own conditions lie: 'Where it holds' and 'Where it flips' say what matters.",
    ]


def _how_sure(sweep: Sweep, contrast: Contrast, found: _Result) -> list[str]:
    interval = found.interval
    lines = []
    if np.isfinite(interval.low):
        shared = shares_luck(sweep, found.points)
        pieces = "pieces of luck that all points share" if shared else "points or rows with luck of their own"
        low, high = (contrast.told(end) for end in (interval.low, interval.high))
        lines.append(
            f"The 95 % interval of that average is {low} to {high}; {_counted(sweep)} "
            f"({len(found.mean):,} points, {interval.n_luck:,} {pieces})."
        )
        if interval.n_luck < FEW:
            wide = bool(np.ptp(found.mean) or interval.mean)
            rest = ", which makes it wide; more replications narrow it." if wide else "; none of them differs here."
            lines.append(f"So few tell little of luck{rest}")
        if not contrast.baseline and contrast.unit == "share" and not 0 <= interval.low <= interval.high <= 1:
            lines.append(BEYOND)
    else:
        lines.append(
            "All points share one piece of luck, so nobody can tell how far luck moved that average: replicate."
        )
    if np.isfinite(found.error_of_a_point):
        error = contrast.told(found.error_of_a_point)
        lines.append(
            f"At a single point, luck leaves a standard error of about {error} ({found.n_replications} replications)."
        )
    return [*lines, "This is what the model says under the ranges that were varied, not a measurement of the world."]


def _counted(sweep: Sweep) -> str:
    """Say what the interval counts as drawn."""
    kind = sweep.study.design.kind
    if kind in WHOLE:
        return "luck counts as drawn, and the points are all that is meant"
    evenly = ", the points as evenly as this design spreads them" if kind in EVEN else ""
    return f"points and luck both count as drawn{evenly}"


def _how(page: Page, sweep: Sweep) -> None:
    study, versions = sweep.study, sweep.manifest["versions"][-1]
    state = "finished" if sweep.is_complete else f"{sweep.n_points_stored:,} points of it"
    page.text(
        f"A {study.design.kind.replace('_', ' ')} design of {sweep.n_points:,} points ({state}), "
        f"{len(sweep.scenario_names)} scenarios ({', '.join(sweep.scenario_names)}), "
        f"up to {study.replications} replications each, seed {study.seed}."
    )
    rows: list[list[str]] = [[axis.name, _range(axis), axis.role, axis.path or "named options"] for axis in sweep.axes]
    page.table(["factor", "range", "role", "parameter"], rows)
    prints = "; ".join(f"{name} {mark}" for name, mark in sweep.manifest["identity"]["scenarios"].items())
    page.text(
        f"Inputs: {prints}. Program {versions['package']}, code {versions['code']}, rulebook {versions['rulebook']}."
    )
    if sweep.manifest.get("command"):
        page.text(f"Made by: {sweep.manifest['command']}")


def _range(axis: Any) -> str:
    if axis.kind in ("levels", "choice"):
        return ", ".join(map(str, axis.values))
    return f"{axis.low:g} to {axis.high:g} {axis.unit}".strip()


def _tried(part: Callable[[], T], missing: list[str]) -> T | None:
    try:
        return part()
    except InputProblem as problem:
        missing.append(str(problem))
        return None
