"""A plan of a journey on a page: chosen or brought, checked before it runs, held against what is lived, and what fails scored."""

from functools import partial
from importlib.resources import files

import streamlit as st

from buyermaze.screens.charts.playbook import scorecard_frame, scorecard_spec
from buyermaze.screens.components.journey_map import journey_map_drawn
from buyermaze.screens.engine import compute
from buyermaze.screens.engine.readers import read_once
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.shared import file_of, progress_line
from buyermaze.screens.settings import limits
from buyermaze.simulator.analysis.journeys.campaign_plan import FUNNEL, Plan, plan_from_upload
from buyermaze.simulator.analysis.journeys.conformance import Conformance, conform
from buyermaze.simulator.analysis.journeys.plan_checks import lint
from buyermaze.simulator.analysis.journeys.plan_drawing import plan_html, plan_svg
from buyermaze.simulator.analysis.journeys.three_failures import FAILURES, scorecard
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import for_markdown
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.runs.manifest import origin_of

EXAMPLE, CLASSIC, OWN = "From webinar to signature (an example)", "The classic funnel", "A plan of my own"
WORDS = {
    "deviation": "leaves the plan", "times": "how often each", "journeys": "in journeys", "share_won": "of these won",
    "share_won_else": "of the others won",
}  # fmt: skip
SHARES = ("journeys", "share_won", "share_won_else")
N_SHOWN = 12  # deviations and variants shown; the command writes all


def plan_held(scenario: Scenario, n: int, sheet: Sheet) -> tuple[Plan, str]:
    """Draw what fails, then the plan, its check and how lives follow it; return the plan and what the command calls its file."""
    scores, below = st.container(), st.container()
    with below:
        plan, file = _chosen()
    busy = scores.empty()
    tick = progress_line(busy, ("conformance", scenario.fingerprint, plan.title))
    found: Conformance = compute.analysis(conform, scenario, plan, n, tick=tick)
    with scores:
        _scored(scenario, plan, found, sheet)
    busy.empty()
    with below:
        _checked(scenario, plan, sheet)
        _followed(found, sheet)
    return plan, file


def _chosen() -> tuple[Plan, str]:
    """Return the plan chosen, and its file as the command is given it; empty for the classic funnel."""
    st.subheader("The journey that was planned")
    offered = [CLASSIC, EXAMPLE] if limits().read_only else [CLASSIC, EXAMPLE, OWN]
    which = st.segmented_control("Plan", offered, default=CLASSIC, key="playbook_plan", required=True)
    if which == EXAMPLE:
        st.download_button(
            "This plan as a file (YAML)", _example(), "plan.yaml", "application/yaml", key="plan_yaml", on_click="ignore",
        )  # fmt: skip
        return read_once(plan_from_upload, "plan.yaml", _example().encode()), "plan.yaml"
    if which == OWN:
        file = st.file_uploader(
            "Plan (YAML)", type=["yaml", "yml"], key="plan_file", max_upload_size=1,
            help="Steps in order with job, channel, role, owner, asset, day, days and hours; the example above is one.",
        )  # fmt: skip
        try:
            if file is not None:
                return read_once(plan_from_upload, file.name, file.getvalue()), file.name
            st.caption("Until there is one, the classic funnel is looked at.")
        except InputProblem as problem:
            st.error(f"This file cannot be used. {for_markdown(str(problem))}")
    return FUNNEL, ""


def _example() -> str:
    return files("buyermaze.experiments.commands").joinpath("plan.yaml").read_text(encoding="utf-8")


def _scored(scenario: Scenario, plan: Plan, seen: Conformance, sheet: Sheet) -> None:
    found = scorecard(scenario, plan, seen=seen, runs=compute.answers)
    first, *others = found.sentences()
    st.markdown(f"**{for_markdown(first)}**")
    st.markdown("\n".join(f"- {for_markdown(line)}" for line in others))
    for line in (first, *others):
        sheet.text(line)
    drawn = scorecard_frame(found)
    alt = "How much goes right of each measure, by what usually fails: " + ", ".join(FAILURES) + "."
    sheet.figure(scorecard_spec(len(drawn)), {"main": drawn}, "scorecard", f"What usually fails: {scenario.name}", alt)
    st.caption(found.how())
    sheet.table(found.words_table())
    sheet.text(found.how())


def _checked(scenario: Scenario, plan: Plan, sheet: Sheet) -> None:
    found = lint(plan, scenario)
    *_, said = found.sentences()
    st.markdown(f"**Before it runs.** {for_markdown(said[0].upper() + said[1:])}")
    sheet.heading("The plan, checked before it runs")
    sheet.text(said)
    if found.clean:
        return
    table = found.table().drop(columns="place")
    table = table.sort_values("severity", key=lambda column: column != "error", kind="stable")
    with st.expander(f"What the plan forgot ({len(table)})", expanded=len(table) <= N_SHOWN):
        st.dataframe(
            table, hide_index=True, alt="Findings by step: which rule, error or warning, and what is missing",
            column_config={"text": st.column_config.TextColumn("what", width="large")},
        )  # fmt: skip
    sheet.table(table)


def _followed(found: Conformance, sheet: Sheet) -> None:
    first, *others = found.sentences()
    st.markdown(f"**As it is lived.** {for_markdown(' '.join([first, *others[:1], *others[1:][-1:]]))}")
    sheet.heading("The plan against what is lived")
    for line in found.sentences():
        sheet.text(line)
    if not len(found.journeys):
        return
    _over_lives(found, sheet)
    share = st.column_config.NumberColumn(format="percent")
    table = found.table().head(N_SHOWN)
    st.dataframe(
        table.round(dict.fromkeys(SHARES, 2)).rename(columns=WORDS), hide_index=True,
        alt="Deviations from the plan, the most frequent first",
        column_config={WORDS[name]: share for name in SHARES}
        | {WORDS["times"]: st.column_config.NumberColumn(format="%.1f")},
    )  # fmt: skip
    st.caption("Wins with and without a deviation are seen together; that is no effect.")
    sheet.table(table)
    ways = found.variants().head(N_SHOWN)
    with st.expander(f"The {len(ways)} most frequent ways through the jobs"):
        st.dataframe(
            ways.round(2).assign(variant=ways["variant"].str.replace(" > ", " → ")).rename(
                columns={"variant": "way", "share": "share of journeys", "share_won": WORDS["share_won"]}
            ),
            hide_index=True, alt="Ways through the buying jobs, the most frequent first",
            column_config=dict.fromkeys(("share of journeys", WORDS["share_won"]), share),
        )  # fmt: skip
    sheet.table(ways)


def _over_lives(found: Conformance, sheet: Sheet) -> None:
    """Draw the plan over what is lived, with where they part lit; it can be taken away."""
    svg = plan_svg(found, ground=False)
    words = f"The plan '{found.plan.title}' over what is lived, job by job; sentences and the table below hold where they part"
    journey_map_drawn(svg, words, "six jobs, from the problem to agreement", key="plan_map")
    sheet.parts.append(lambda: f"<figure>{plan_svg(found)}</figure>")
    origin = origin_of([found.scenario], found.n_replications)
    name = file_of(found.scenario.name)
    with st.container(horizontal=True):
        save = partial(st.download_button, on_click="ignore", icon=":material/download:")
        save("Plan and lives (SVG)", partial(plan_svg, found), f"{name}_plan.svg", "image/svg+xml", key="plan_svg")
        save("Plan and lives (HTML)", partial(plan_html, found, origin), f"{name}_plan.html", "text/html", key="plan_html")
