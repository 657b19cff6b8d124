"""Every assumption with its source and dispute, the model beside published numbers, and what it is not for."""

import math
from collections.abc import Callable

import pandas
import streamlit as st

from buyermaze.experiments.validation.published import DISPUTED, FACTS, NOT_FOR
from buyermaze.experiments.validation.sources import all_sources, sources_of
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.export.origin import stamp
from buyermaze.screens.panels.shared import file_of, headed, seen_so_far, take_away
from buyermaze.screens.sidebar.sidebar import Setup, current
from buyermaze.simulator.comparison.phrasing import amount, borne, digits
from buyermaze.simulator.core.plain_text import csv_of, for_markdown
from buyermaze.simulator.inputs.sheets.levers import Lever, lever_words, unit_entered
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position

TRUSTS = {"A": "A peer-reviewed or observed", "B": "B named survey", "C": "C widely quoted", "X": "X contested"}
GRADES = {"A": "A peer-reviewed", "B": "B named survey", "C": "C rule of thumb", "D": "D assumption"}


def page() -> None:
    setup = current()
    sheet = Sheet("Trust", setup)
    st.header("Assumptions and trust", anchor=False)
    st.subheader("What the model is not for")
    st.markdown("\n".join(f"- {line}" for line in NOT_FOR))
    sheet.heading("What the model is not for")
    for line in NOT_FOR:
        sheet.text(line)
    st.subheader("The model beside published numbers")
    seen = _bands(setup, sheet)
    st.subheader("Every parameter")
    _parameters(setup, sheet)
    _sources(sheet)
    file = f"{file_of(setup.baseline)}.yaml"
    take_away(
        seen, sheet, words=lambda _: f"buyermaze run {file} --replications {seen.n_replications}`, `buyermaze levers --of {file}",
        note="Published numbers and what is disputed are on this page alone.",
    )  # fmt: skip


def _bands(setup: Setup, sheet: Sheet) -> Setup:
    """Hold levels of the baseline against published numbers; return what was chosen with as many replications as they are of."""
    setup, found = seen_so_far(setup, "p_win")
    lines = []
    for fact in FACTS:
        if not isinstance(fact.measure, str):
            continue  # read off whole journals, by `buyermaze validate`
        outcome, level = OUTCOMES[position(fact.measure)], found.means[setup.baseline, fact.measure]
        if math.isnan(level.mean):
            verdict = "undefined"
        else:
            verdict = (
                "inside" if fact.low <= level.mean <= fact.high else "above" if level.mean > fact.high else "below"
            )
        lines.append(
            {
                "Outcome": outcome.label, "Model": borne(level, outcome.unit),
                "Published": f"{digits(fact.low, outcome.unit)} to {amount(fact.high, outcome.unit)}", "Model is": verdict,
                "Grade": TRUSTS[fact.trust], "Used for": "tuning" if fact.use == "CAL" else "checking",
                "Source": _cited(fact.source),
            }
        )  # fmt: skip
    table = pandas.DataFrame(lines)
    inside = int((table["Model is"] == "inside").sum())
    said = f"{setup.baseline} lies inside {inside} of {len(table)} published bands in the market chosen here."
    st.markdown(
        f"{for_markdown(said)} Bands marked *tuning* were in view when the model was set, so agreement there is no evidence; "
        "those marked *checking* were not. The published numbers describe considered purchases by groups: the reference market."
    )
    st.dataframe(
        table, hide_index=True, alt="Outcomes of the baseline beside published bands", height=35 * (len(table) + 1) + 3
    )
    sheet.text(said)
    sheet.table(table)
    return setup


def _parameters(setup: Setup, sheet: Sheet) -> None:
    levers = setup.base.levers()
    names = (setup.baseline, *setup.challengers)
    values = {name: {lever.path: lever.value for lever in setup.scenario(name).levers()} for name in names}
    first: dict[str, Callable[[Lever], str]] = {
        "Disputed": lambda lever: "yes" if lever.path in DISPUTED else "",
        "Name": lambda lever: lever_words(lever.path),
    }
    last: dict[str, Callable[[Lever], str]] = {
        "Unit": unit_entered,
        "Allowed": lambda lever: "" if lever.low is None else f"{lever.low:g} to {lever.high:g}",
        "Default": lambda lever: _plain(lever.default),
        "Grade": lambda lever: GRADES.get(lever.grade, ""),
        "Source": lambda lever: lever.source,
        "Meaning": lambda lever: lever.meaning,
        "Path": lambda lever: lever.path,
    }
    heads = headed(names, first | last)
    table = pandas.DataFrame(
        [
            {column: said(lever) for column, said in first.items()}
            | {heads[name]: _plain(values[name].get(lever.path)) for name in names}
            | {column: said(lever) for column, said in last.items()}
            for lever in sorted(levers, key=lambda lever: lever.path not in DISPUTED)
        ]
    )
    counts = table["Grade"].value_counts()
    said = f"{len(table)} parameters; " + ", ".join(
        f"{counts.get(grade, 0)} {grade}" for grade in GRADES.values() if counts.get(grade, 0)
    )
    disputed = pandas.DataFrame(
        [{"Name": lever_words(path), "Why it is disputed": why, "Path": path} for path, why in DISPUTED.items()]
    )
    st.markdown(f"{said}. **{len(DISPUTED)} are disputed**, and the verdict turns on some of them:")
    st.dataframe(
        disputed,
        hide_index=True, alt="Disputed parameters and why", height=35 * (len(DISPUTED) + 1) + 3,
    )  # fmt: skip
    words = st.text_input("Search", key="search", placeholder="coordination, trust, survey ...")
    grades = st.pills("Grades", list(GRADES.values()), selection_mode="multi", key="grades")
    shown = table[table["Grade"].isin(grades)] if grades else table
    for word in words.lower().split():
        shown = shown[shown.apply(lambda row, word=word: word in " ".join(map(str, row)).lower(), axis=1)]
    st.dataframe(shown, hide_index=True, height=420, alt="Every parameter with value, range, source and grade")
    st.download_button(
        "All parameters (CSV)", lambda: f"# {stamp(setup)}\n" + csv_of(table), "parameters.csv",
        "text/csv", key="csv_parameters", on_click="ignore",
    )  # fmt: skip
    sheet.heading("Disputed parameters")
    sheet.table(disputed)


def _sources(sheet: Sheet) -> None:
    """List everything that is cited, with what opens it."""
    st.subheader("Sources")
    sheet.heading("Sources")
    lines = []
    for source in all_sources():
        sheet.text(" ".join(filter(None, (source.sentence(), source.link))))
        title = for_markdown(source.title)
        title = f"[{title}]({source.link})" if source.link else f"*{title}*"
        lines.append(f"- {for_markdown(source.authors)} ({source.year}). {title}. {for_markdown(source.where)}.")
    st.markdown("\n".join(lines))


def _cited(text: str) -> str:
    """Return a fact's source with authors and years of what it names."""
    return "; ".join(f"{source.authors} ({source.year})" for source in sources_of(text)) or text


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else f"{value:g}" if isinstance(value, int | float) else str(value).replace("_", " ")


page()
