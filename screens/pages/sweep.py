"""Open a sweep: response curves, interactions, what matters most."""

import io
from pathlib import Path

import pandas
import streamlit as st

from screens import compute
from screens.charts.sweeps import curve_spec, heat_spec, share_spec
from screens.figures import Sheet
from screens.parts import take_away
from screens.settings import sweep_folder
from screens.setup import Setup, current
from simulator.flip import COORDINATION, edges
from simulator.inputs.problems import InputProblem
from simulator.outcomes import NAMES, OUTCOMES, position
from simulator.responses import columns_of, interaction, response, sensitivities

MOST_ROWS = 500_000
SUFFIXES = {".csv": "csv", ".parquet": "parquet"}


def page() -> None:
    setup = current()
    sheet = Sheet("Sweeps", setup)
    st.header("Explore a sweep", anchor=False)
    table, origin = _table(setup)
    if table is None:
        return
    try:
        factors, outcomes = columns_of(table)
    except InputProblem as problem:
        st.error(f"This table cannot be explored: {problem}")
        return
    st.caption(f"{origin}: {len(table):,} rows, {len(factors)} factors, {len(outcomes)} outcomes.")
    cells = st.columns(4)
    words = {name: OUTCOMES[position(name)].label for name in outcomes}
    first = outcomes.index("p_win") if "p_win" in outcomes else 0
    outcome = cells[0].selectbox("Outcome", outcomes, index=first, format_func=words.__getitem__, key="sweep_outcome")
    factor = cells[1].selectbox("Along", factors, key="sweep_factor", format_func=_short)
    second = cells[2].selectbox(
        "Against", [None, *(f for f in factors if f != factor)], key="sweep_second", format_func=_short
    )
    groups = [f for f in factors if f != factor and table[f].nunique() <= 6]
    by = cells[3].selectbox(
        "A line for each",
        [None, *groups],
        index=groups.index("scenario") + 1 if "scenario" in groups else 0,
        key="sweep_by",
        format_func=_short,
    )
    st.subheader(f"{words[outcome].capitalize()} along {_short(factor)}")
    curve = response(table, factor, outcome, by)
    alt = f"Mean {words[outcome]} with 95 % interval at {curve['x'].nunique()} values of {factor}."
    numeric = pandas.api.types.is_numeric_dtype(curve["x"])
    groups_shown = tuple(curve["by"].astype(str).unique())
    sheet.figure(
        curve_spec(numeric, groups_shown, _short(factor), words[outcome]),
        {"main": curve},
        "curve",
        f"{words[outcome]} along {factor}",
        alt,
    )
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("What matters most")
        st.caption("Share of all variance that each factor explains on its own, luck taken off.")
        shares = sensitivities(table, factors, outcome).head(15).assign(factor=lambda t: t["factor"].map(_short))
        top = shares.iloc[0]
        sheet.figure(
            share_spec(),
            {"main": shares},
            "sensitivity",
            "What matters most",
            f"{top['factor']} explains most: {top['share']:.0%}.",
        )
    with right:
        st.subheader("Both together")
        if second is None:
            st.caption("Choose a factor under 'Against' to see how two of them work together.")
        else:
            heat = interaction(table, factor, second, outcome)
            sheet.figure(
                heat_spec(_short(factor), _short(second)),
                {"main": heat},
                "interaction",
                f"{words[outcome]}: {factor} and {second}",
                f"Mean {words[outcome]} by {factor} and {second}.",
            )
    take_away(setup, sheet)


def _table(setup: Setup) -> tuple["pandas.DataFrame | None", str]:
    """Return the table to explore: uploaded, given at start, or a small one made from the organisations chosen here."""
    file = st.file_uploader(
        "Sweep table (Parquet or CSV)", type=["parquet", "csv"], key="sweep_file", max_upload_size=5,
        help="Tidy: one row per run, factor columns named by parameter path, outcome columns named as in the model.",
    )  # fmt: skip
    if file is not None:
        try:
            return _read(file.name, file.getvalue()), file.name
        except InputProblem as problem:
            st.error(f"This file cannot be used: {problem}")
            return None, ""
    folder = sweep_folder()
    if folder is not None:
        try:
            return _folder(str(folder)), folder.name
        except InputProblem as problem:
            st.error(str(problem))
            return None, ""
    st.caption("Until you bring a table of your own, this is a small sweep of the organisations chosen on the left.")
    return _own(setup), "Coordination swept for every organisation"


def _read(name: str, content: bytes) -> "pandas.DataFrame":
    try:
        if name.lower().endswith(".parquet"):
            table = pandas.read_parquet(io.BytesIO(content))
        else:
            table = pandas.read_csv(io.BytesIO(content), comment="#", nrows=MOST_ROWS)
    except Exception as error:
        reason = str(error).splitlines()[0][:160] if str(error) else type(error).__name__
        raise InputProblem(f"it is no readable table ({reason})") from None
    if table.empty:
        raise InputProblem("it holds no rows")
    return table.head(MOST_ROWS)


@st.cache_data(max_entries=4, show_spinner="Reading the sweep")
def _folder(place: str) -> "pandas.DataFrame":
    files = sorted(path for path in Path(place).rglob("*") if path.suffix in SUFFIXES and path.is_file())
    if not files:
        raise InputProblem("the sweep folder given at start holds no Parquet or CSV table")
    kind = ".parquet" if any(path.suffix == ".parquet" for path in files) else ".csv"
    parts = []
    for path in files:
        if path.suffix == kind:
            parts.append(_read(path.name, path.read_bytes()))
    return pandas.concat(parts, ignore_index=True).head(MOST_ROWS)


def _own(setup: Setup) -> "pandas.DataFrame":
    n = min(setup.n_replications, 20)
    plan = edges(setup.base, setup.scenario(setup.challengers[0]))
    parts = []
    for scenario in (*plan.by_share, *plan.by_skill):
        table = pandas.DataFrame(compute.outcomes(scenario, n), columns=list(NAMES))
        table.insert(0, "replication", range(1, n + 1))
        table.insert(0, COORDINATION, scenario.programme.coordination.share_time)
        table.insert(0, "programme.selling.skill", scenario.programme.selling.skill)
        table.insert(0, "scenario", scenario.name)
        parts.append(table)
    return pandas.concat(parts, ignore_index=True)


def _short(name: str | None) -> str:
    if name is None:
        return "nothing"
    return " · ".join(name.split(".")[-2:]).replace("_", " ")


page()
