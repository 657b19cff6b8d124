"""Explore a sweep: response curves, interactions, what matters most, where the verdict flips."""

from collections.abc import Callable
from dataclasses import replace

import pandas
import streamlit as st

from buyermaze.experiments.answers.report_page import Page
from buyermaze.experiments.answers.responses import columns_of, interaction, response, sensitivities
from buyermaze.experiments.answers.who_is_ahead import lead_map, leads, verdict
from buyermaze.screens.charts.sweeps import curve_spec, heat_spec, lead_frame, lead_spec, share_spec
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.shared import take_away
from buyermaze.screens.panels.sweep_source import Table, table, without_place
from buyermaze.screens.sidebar import choices
from buyermaze.screens.sidebar.sidebar import Setup, current
from buyermaze.simulator.comparison.phrasing import amount, digits, whole_percent
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import for_markdown
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position

HANDLES = (*choices.MARKET_HANDLES, *choices.PROGRAMME_HANDLES)
WORDS = {handle.path: handle.words for handle in HANDLES} | {
    "market.mind.hours_patience": "Patience with our reps (hours)", "scenario": "Organisation",
}  # fmt: skip


def page() -> None:
    setup = current()
    st.header("Explore a sweep", anchor=False)
    page, source = st.container(), st.container()
    with source:  # below the answer: the answer is what people come for
        st.subheader("Where this comes from")
        found = table(setup)
    if found is None:
        return
    with page:
        _explore(setup, found)


def _explore(setup: Setup, found: Table) -> None:
    """Draw what a table says: who is ahead and where that flips first."""
    setup = replace(setup, origin=found.stamp)
    sheet = Sheet("Sweeps", setup)
    rows = found.rows
    try:
        factors, outcomes = columns_of(rows)
    except InputProblem as problem:
        st.error(for_markdown(f"This table cannot be explored: {problem}"))
        return
    said = _about(found, len(factors), len(outcomes))
    st.caption(for_markdown(said))
    sheet.text(said)
    cells = st.columns(4)
    words = {name: OUTCOMES[position(name)].label for name in outcomes}
    first = outcomes.index("p_win") if "p_win" in outcomes else 0
    outcome = cells[0].selectbox("Outcome", outcomes, index=first, format_func=words.__getitem__, key="sweep_outcome")
    factor = cells[1].selectbox("Along", factors, key="sweep_factor", format_func=_short)
    others = [f for f in factors if f not in (factor, "scenario")]
    second = cells[2].selectbox("Against", others, key="sweep_second", format_func=_short) if others else None
    groups = [f for f in factors if f != factor and rows[f].nunique() <= 6]
    by = cells[3].selectbox(
        "A line for each", [None, *groups], index=groups.index("scenario") + 1 if "scenario" in groups else 0,
        key="sweep_by", format_func=_short,
    )  # fmt: skip
    if "scenario" in factors:
        _leads(sheet, found, factor, second, outcome, [f for f in factors if f != "scenario"])
    _along(sheet, rows, factor, by, outcome)
    left, right = st.columns(2, gap="large")
    with left:
        _what_matters(sheet, rows, factors, outcome)
    with right:
        _both_together(sheet, rows, factor, second, outcome)
    if found.memo is not None:
        _advice(found.memo)
    if found.study:
        st.download_button("This sweep's study (YAML)", found.study, "small_sweep.yaml", "application/yaml", on_click="ignore")
    note = "" if found.again else "A table does not tell its design; a folder that `buyermaze sweep` wrote does."
    take_away(setup, sheet, words=lambda _: found.again, note=note)


def _advice(memo_of: Callable[[], Page]) -> None:
    """Write the memo on a sweep when asked: what it advises, and how sure that is, to read and to take along."""
    st.subheader("Advice on one page")
    if not st.button("Write the memo", icon=":material/article:", key="write_memo"):
        st.caption("What to do, how sure that is, where it holds and where it flips, as `buyermaze memo` writes it of a folder.")
        return
    try:
        memo = memo_of()
    except InputProblem as problem:
        st.info(for_markdown(f"There is no advice to be had from it: {without_place(problem)}"))
        return
    for heading, lines in memo.told().items():
        st.markdown(f"**{heading}.** {for_markdown(' '.join(lines))}")
    st.download_button("This memo (HTML)", memo.to_html(), "memo.html", "text/html", key="memo_html", on_click="ignore")


def _along(sheet: Sheet, rows: pandas.DataFrame, factor: str, by: str | None, outcome: str) -> None:
    """Draw an outcome along a factor, with a line for each value of another one."""
    about = OUTCOMES[position(outcome)]
    title = f"{about.label.capitalize()} along {_short(factor)}"
    st.subheader(title)
    curve = response(rows, factor, outcome, by)
    alt = f"Mean {about.label} with 95 % interval at {curve['x'].nunique()} values of {_short(factor)}."
    numeric = pandas.api.types.is_numeric_dtype(curve["x"])
    shown = tuple(curve["by"].astype(str).unique())
    spec = curve_spec(numeric, shown, _short(factor), about.label, about.unit == "share")
    sheet.figure(spec, {"main": curve}, "curve", title, alt)


def _what_matters(sheet: Sheet, rows: pandas.DataFrame, factors: list[str], outcome: str) -> None:
    """Draw how much of an outcome's variance every factor explains on its own."""
    st.subheader("What matters most")
    st.caption("Share of all variance that each factor explains on its own, luck taken off.")
    shares = sensitivities(rows, factors, outcome).head(15).assign(factor=lambda t: t["factor"].map(_short))
    top = shares.iloc[0]
    most = f"{top['factor']} explains most: {whole_percent(top['share'])}."
    sheet.figure(share_spec(), {"main": shares}, "sensitivity", "What matters most", most)


def _both_together(sheet: Sheet, rows: pandas.DataFrame, factor: str, second: str | None, outcome: str) -> None:
    """Draw an outcome over two factors at once."""
    about = OUTCOMES[position(outcome)]
    st.subheader("Both together")
    if second is None:
        st.caption("This table has one factor only; two are needed to see how they work together.")
        return
    st.caption(f"Mean {about.label} of all organisations in the table; the stronger the colour, the higher.")
    heat = interaction(rows, factor, second, outcome)
    heat = heat.assign(said=[amount(value, about.unit) for value in heat["mean"]])
    title = f"{about.label.capitalize()}: {_short(factor)} and {_short(second)}"
    sheet.figure(heat_spec(_short(factor), _short(second)), {"main": heat}, "interaction", title, f"{title}.")


def _about(found: Table, n_factors: int, n_outcomes: int) -> str:
    return (
        f"{found.origin}. {len(found.rows):,} rows, {n_factors} factors, {n_outcomes} outcomes. Lens: the truth, not what "
        f"the seller's systems saw. Design: {found.design}."
    )


def _leads(
    sheet: Sheet, found: Table, factor: str, second: str | None, outcome: str, factors: list[str]
) -> None:
    """Say and draw who of two organisations is ahead over the sweep, and where that flips."""
    rows = found.rows
    names = [str(name) for name in rows["scenario"].dropna().unique()]
    pair = names[:2]
    if len(names) > 2:
        base = st.columns(2)
        pair[0] = base[0].selectbox("Baseline", names, key="sweep_base")
        pair[1] = base[1].selectbox("Beside it", [n for n in names if n != pair[0]], key="sweep_rival")
    apart = leads(rows, "scenario", *pair)
    if apart.empty:
        return
    st.subheader("Where the verdict flips")
    words = {path: f"'{words}'" for path, words in WORDS.items()}
    over = found.over(outcome, pair[1], pair[0]) if found.over else None
    said = verdict(apart, factors, outcome, pair[0], pair[1], words, over)
    st.markdown("\n".join(f"- {for_markdown(line)}" for line in said))
    for line in said:
        sheet.text(line)
    if second is None or factor == "scenario":
        return
    about = OUTCOMES[position(outcome)]
    cells = lead_map(apart, factor, second, outcome, pair[0], pair[1])
    drawn = lead_frame(cells, about.unit)
    alt = f"Who is ahead by {_short(factor)} and {_short(second)}. {' '.join(said)}"
    spec = lead_spec(pair[0], pair[1], _short(factor), _short(second), drawn["y"].nunique())
    sheet.figure(spec, {"main": drawn}, "leads", f"Where the verdict flips: {about.label}", alt)
    unit = "points" if about.unit == "share" else about.unit
    reach = digits(float((cells["high"] - cells["low"]).mean() / 2), about.unit)
    st.caption(for_markdown(f"In each cell: {pair[1]} minus {pair[0]}, {unit}; 95 % intervals are ± {reach} on average."))


def _short(name: str | None) -> str:
    if name is None:
        return "nothing"
    if name in WORDS:
        return WORDS[name]
    return " · ".join(name.split(".")[-2:]).replace("_", " ")


page()
