"""One page on a sweep: question, answer, how sure, where it flips, what drives it, how it was run."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

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
from buyermaze.experiments.answers.report_page import Page
from buyermaze.experiments.answers.scenario_discovery import discover
from buyermaze.experiments.answers.sensitivity import sensitivity
from buyermaze.experiments.answers.two_way import mean_interval
from buyermaze.experiments.sweeps.results import Sweep, open_sweep
from buyermaze.simulator.core.errors import InputProblem


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
    contrast = contrast_of(sweep, outcome, scenario, baseline)
    study = sweep.study
    page = Page(study.title or f"Memo on {contrast.said}")
    page.heading("Question")
    page.text(study.question or f"What decides {contrast.said}?")
    _answer(page, sweep, contrast)
    names = (contrast.outcome, contrast.scenario, contrast.baseline)
    missing: list[str] = []

    def where() -> None:
        found = discover(sweep, *names)
        page.heading("Where it holds")
        for sentence in found.sentences():
            page.text(sentence)

    def flips() -> None:
        found = flip(sweep, *names)
        page.heading("Where it flips")
        for sentence in found.sentences():
            page.text(sentence)
        for factor in found.table[found.table["flips"]]["factor"].head(2):
            page.picture(svg(flip_chart(found, factor)), f"{contrast.said} along {factor}, everything else left alone")

    def drivers() -> None:
        found = sensitivity(sweep, *names)
        page.heading("What drives it")
        for sentence in found.sentences():
            page.text(sentence)
        page.picture(svg(driver_chart(found)), f"What drives {contrast.said} ({found.method})")

    for part in (where, flips, drivers) if contrast.baseline else (drivers,):
        _try(part, missing)
    page.heading("How it was run")
    _how(page, sweep)
    for sentence in missing:
        page.text(f"Not answered by this design: {sentence}.")
    return page.write(out or sweep.folder / "memo", "memo")


def _answer(page: Page, sweep: Sweep, contrast: Contrast) -> None:
    points, values = values_of(sweep, contrast)
    mean = mean_over_luck(values)
    found = mean_interval(values, luck_of(sweep, points))
    mean = mean[np.isfinite(mean)]
    if not len(mean):
        raise InputProblem(f"memo: {contrast.said} is undefined at every point")
    page.heading("Answer")
    page.text(f"{contrast.said}: {mean.mean():+.4g} on average over everything that was varied.")
    if contrast.baseline:
        ahead = float((mean * (contrast.better or 1) > 0).mean())
        page.text(f"{contrast.scenario} is better at {100 * ahead:.0f} % of the points visited.")
    page.picture(svg(spread_chart(mean, contrast.said)), f"{contrast.said} over {len(mean):,} points")
    page.heading("How sure")
    if np.isfinite(found.low):
        pieces = (
            "pieces of luck that all points share"
            if shares_luck(sweep, points)
            else "points or rows with luck of their own"
        )
        page.text(
            f"The 95 % interval of that average is {found.low:+.4g} to {found.high:+.4g}; points and luck both count as "
            f"drawn ({found.n_points:,} points, {found.n_luck:,} {pieces})."
        )
    else:
        page.text("All points share one piece of luck, so nobody can tell how far luck moved that average: replicate.")
    if values.shape[1] > 1:
        spread = float(np.sqrt(np.nanmean(np.nanvar(values, axis=1, ddof=1)) / values.shape[1]))
        page.text(
            f"At a single point, luck leaves a standard error of about {spread:.2g} ({values.shape[1]} replications)."
        )
    page.text("This is what the model says under the ranges that were varied, not a measurement of the world.")


def _how(page: Page, sweep: Sweep) -> None:
    study, versions = sweep.study, sweep.manifest["versions"][-1]
    state = "finished" if sweep.is_complete else f"{sweep.n_points_stored:,} points of it"
    page.text(
        f"A {study.design.kind} design of {sweep.n_points:,} points ({state}), {len(sweep.scenario_names)} scenarios "
        f"({', '.join(sweep.scenario_names)}), up to {study.replications} replications each, seed {study.seed}."
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


def _try(part: Callable[[], None], missing: list[str]) -> None:
    try:
        part()
    except InputProblem as problem:
        missing.append(str(problem))
