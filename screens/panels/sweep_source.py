"""Where the page on sweeps gets its table from: a file, the folder given at start, or a small sweep made here."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas
import streamlit as st

from buyermaze.experiments.answers.report_page import Page
from buyermaze.experiments.answers.two_way import Interval, design_interval
from buyermaze.experiments.sweeps.small import N_REPLICATIONS, SmallSweep, small_study, study_text
from buyermaze.screens.engine import compute
from buyermaze.screens.engine.crowd import crowded
from buyermaze.screens.engine.readers import read_once
from buyermaze.screens.engine.store import STORE
from buyermaze.screens.panels.shared import file_of, progress_line
from buyermaze.screens.settings import limits, sweep_folder
from buyermaze.screens.sidebar.sidebar import Setup
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.local_files import content_of
from buyermaze.simulator.core.plain_text import as_name, for_markdown
from buyermaze.simulator.outcomes.batches import ratios
from buyermaze.simulator.tables.runs import UPLOADED, read_runs

MOST_ROWS = 500_000
SUFFIXES = {".csv": "csv", ".parquet": "parquet"}
KINDS = {
    "grid": "a full grid", "one_at_a_time": "one factor at a time", "latin_hypercube": "a Latin hypercube",
    "sobol": "Sobol points", "morris": "Morris paths", "points": "points from a file",
}  # fmt: skip


@dataclass(frozen=True)
class Table:
    """A sweep table, what it is called, and how its points were chosen."""

    rows: pandas.DataFrame
    origin: str
    design: str
    stamp: str  # what a figure made from it says of where it comes from
    again: str = ""  # the commands that make it, and the memo on it; empty where nobody knows
    memo: Callable[[], Page] | None = None  # advice on one page, where more is known than a table
    over: Callable[[str, str, str], Interval] | None = None  # mean lead (outcome, scenario, baseline), where the design is known
    study: str = ""  # the file those commands need


def table(setup: Setup) -> Table | None:
    """Return the table to explore; None when there is none yet, and the page says why."""
    file = None if limits().read_only else st.file_uploader(
        "Sweep table (Parquet, Excel, CSV or JSON)", type=["parquet", "csv", "tsv", "txt", "xlsx", "json", "jsonl"],
        key="sweep_file", max_upload_size=5,
        help="Tidy: one row per run, factor columns named by parameter path, outcome columns named as in the model.",
    )  # fmt: skip
    try:
        if file is not None:
            name = as_name(file.name, "table")
            return Table(read_once(read_runs, file.name, file.getvalue()), name, "not told by the file", f"table {name}")
        folder = sweep_folder()
        if folder is not None:
            return _folder(str(folder))
    except InputProblem as problem:
        st.error(for_markdown(f"This file cannot be used: {problem}" if file is not None else without_place(problem)))
        return None
    return _example(setup)


def without_place(problem: InputProblem) -> str:
    """Return what is wrong with the sweep's folder without saying where on the server it lies."""
    folder = sweep_folder()
    return str(problem).replace(f"{folder.parent}{os.sep}", "") if folder is not None else str(problem)


@st.cache_data(max_entries=4, show_spinner="Reading the sweep")
def _folder(place: str) -> Table:
    """Read what ``buyermaze sweep`` wrote, or else all tables that lie in a folder."""
    from buyermaze.experiments.sweeps.chunk_files import parts_in
    from buyermaze.experiments.sweeps.folder import MANIFEST, read_manifest
    from buyermaze.experiments.sweeps.results import Sweep

    folder = Path(place)
    if (folder / MANIFEST).is_file():
        sweep = Sweep(folder)
        study = sweep.study
        looks = "until told" if study.until_told else "until precise enough" if study.until_half_width else ""
        runs = looks or f"{study.replications} replications each"
        done = "" if sweep.is_complete else f", {sweep.n_points_stored} of them run by now"
        design = f"{KINDS.get(study.design.kind, study.design.kind)} of {sweep.n_points} points{done}, {runs}, seed {study.seed}"
        name = f"{folder.name}: {study.title}" if study.title else folder.name
        rows = sweep.table()
        if len(rows) > MOST_ROWS:
            design += f"; the first {MOST_ROWS:,} of {len(rows):,} rows"
        stamp = f"sweep {folder.name}, mark {sweep.mark}; {design}"
        again = f"buyermaze memo {folder.name}"
        return Table(rows.head(MOST_ROWS), name, design, stamp, again, partial(_memo, place), partial(_over, place))
    if parts_in(folder):
        read_manifest(folder)  # without one it says so
    files = sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES and path.is_file())
    if not files:
        raise InputProblem("the sweep folder given at start holds no Parquet or CSV table")
    kind = ".parquet" if any(path.suffix == ".parquet" for path in files) else ".csv"
    parts = [
        read_runs(path.name, content_of(path, f"'{as_name(path.name, 'table')}'", UPLOADED.most_bytes))
        for path in files
        if path.suffix == kind
    ]
    rows = pandas.concat(parts, ignore_index=True).head(MOST_ROWS)
    return Table(rows, folder.name, "not told by the folder", f"tables in {folder.name}")


def _example(setup: Setup) -> Table | None:
    """Run a small sweep of the organisations chosen on the left, once for all who choose the same."""
    origin = "A small sweep of the organisations chosen on the left"
    mark = tuple((scenario.name, scenario.fingerprint) for scenario in setup.scenarios)
    small = SmallSweep.of(setup.scenarios)
    found, how = STORE.find(("small sweep", *mark)), small.said()
    if found is None:
        busy_others = limits().classroom or crowded()
        stopped = st.session_state.get("stopped") == ("sweep", *mark)
        if stopped or (busy_others and st.session_state.get("sweep_wanted") != mark):
            st.button("Run a small sweep of these organisations", key="run_sweep", on_click=_want, args=(mark,))
            st.caption(f"{origin}: {how}. It takes some seconds of everybody's machine.")
            return None
        found = _run(small, ("sweep", *mark))
        STORE.keep(("small sweep", *mark), found)
    prints = ", ".join(f"{name} {fingerprint}" for name, fingerprint in mark)
    study = small_study(setup.scenarios, [f"{file_of(name)}.yaml" for name in setup.names])
    return Table(
        small.table(found), f"{origin}, until you bring a table of your own", how, f"{how}, seed {study.seed}; {prints}",
        "buyermaze sweep small_sweep.yaml --out small_sweep`, `buyermaze memo small_sweep --outcome p_win",
        partial(_own_memo, small, found), partial(_own_over, small, found), study_text(study),
    )  # fmt: skip


def _memo(place: str) -> Page:
    from buyermaze.experiments.answers.memo import memo_page
    from buyermaze.experiments.sweeps.results import open_sweep

    return memo_page(open_sweep(place), None, None, None)


def _over(place: str, outcome: str, scenario: str, baseline: str) -> Interval:
    return _read_over(place, outcome, scenario, baseline)


@st.cache_data(max_entries=32, show_spinner=False)
def _read_over(place: str, outcome: str, scenario: str, baseline: str) -> Interval:
    from buyermaze.experiments.answers.contrast import contrast_of, values_of
    from buyermaze.experiments.answers.memo import interval_of
    from buyermaze.experiments.sweeps.results import open_sweep

    sweep = open_sweep(place)
    return interval_of(sweep, *values_of(sweep, contrast_of(sweep, outcome, scenario, baseline)))


def _own_memo(small: SmallSweep, found: np.ndarray) -> Page:
    from buyermaze.experiments.answers.memo import memo_page

    with TemporaryDirectory(prefix="buyermaze-") as folder:
        return memo_page(small.stored(found, folder), "p_win", None, None)


def _own_over(small: SmallSweep, found: np.ndarray, outcome: str, scenario: str, baseline: str) -> Interval:
    plan, apart = small.plan, small.apart(found, outcome, scenario, baseline)
    design = plan.design
    return design_interval(plan.study.design.kind, plan.axes, design.places(), design.row, design.luck_group, apart)


def _run(small: SmallSweep, mark: tuple[object, ...]) -> np.ndarray:
    busy = st.empty()
    scenarios, firsts = zip(*small.points(), strict=True)
    sums = compute.answers(scenarios, N_REPLICATIONS, progress_line(busy, mark), firsts)
    busy.empty()
    st.session_state.pop("sweep_wanted", None)  # not before: a page drawn again meanwhile goes on with it
    return small.shaped(np.array([ratios(each) for each in sums]))


def _want(mark: tuple[object, ...]) -> None:
    st.session_state["sweep_wanted"] = mark
    st.session_state.pop("stopped", None)
