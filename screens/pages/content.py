"""What our content answers, what it leaves open, and what one asset more or less would change."""

import streamlit as st

from buyermaze.screens.charts.comparing import differences_frame, differences_spec
from buyermaze.screens.charts.contents import coverage_spec, missed_spec
from buyermaze.screens.engine import runs as compute
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.shared import progress_line, take_away
from buyermaze.screens.settings import limits
from buyermaze.screens.sidebar.sidebar import current
from buyermaze.simulator.analysis.journeys.content_coverage import HOLE, coverage
from buyermaze.simulator.analysis.journeys.missing_evidence import evidence_gaps
from buyermaze.simulator.inputs.scenario import Scenario

N_RUNS = 8  # replications looked through for gaps
N_TESTED = 4


def page() -> None:
    setup = current()
    sheet = Sheet("Content", setup)
    st.header("Content and approvals", anchor=False)
    name = st.segmented_control("Organisation", setup.names, default=setup.names[0], key="content_of", required=True)
    scenario = setup.scenario(name or setup.names[0])
    edited, words = _editor(scenario)
    table = coverage(edited)
    holes = table[table["hole"]]
    worst = ", ".join(f"{row.job} for {row.reader}" for row in holes.sort_values("p_answer").head(3).itertuples())
    said = (
        f"{len(holes)} holes: {worst} are the deepest."
        if len(holes)
        else "No hole: every needed question is answered more often than not."
    )
    st.subheader("Which questions our content answers")
    st.markdown(
        f"**{said}** A hole is a question people need answered that content answers less than {HOLE:.0%} of the time."
    )
    sheet.text(said)
    sheet.figure(
        coverage_spec(),
        {"main": table},
        "coverage",
        f"Coverage: {scenario.name}",
        f"Chance of an answer by job and reader. {said}",
    )
    if edited.fingerprint != scenario.fingerprint:
        _effect(scenario, edited, words, sheet)
    _gaps(edited, sheet)
    _approvals(edited)
    take_away(setup, sheet)


def _editor(scenario: Scenario) -> tuple[Scenario, str]:
    """Let the visitor add or remove an asset; return the scenario with it and what was done, in words."""
    if limits().read_only:
        return scenario, ""
    with st.expander("Add or remove an asset and see it", expanded=True):
        gone = st.multiselect(
            "Remove", [asset.name for asset in scenario.programme.library.assets], key=f"gone_{scenario.name}"
        )
        cells = st.columns([2, 2, 2, 1], vertical_alignment="bottom")
        jobs = ["none", "problem", "solution", "requirements", "selection", "validation"]
        job = cells[0].selectbox(
            "Add one for", jobs, key="add_job", format_func=lambda j: "add nothing" if j == "none" else j
        )
        personas = ["all", *(persona.name for persona in scenario.market.personas)]
        persona = cells[1].selectbox("written for", personas, key="add_persona")
        quality = cells[2].slider(
            "quality", 0.0, 1.0, 0.9, 0.05, key="add_quality", help="Chance that it answers when fresh and on target."
        )
        kit = cells[3].checkbox("kit", key="add_kit", help="Gives the champion a case to carry to management.")
        assets = [asset.model_dump() for asset in scenario.programme.library.assets if asset.name not in gone]
        said = [f"without {', '.join(gone)}"] if gone else []
        if job != "none":
            asset = {"name": "the new asset", "job": job, "persona": persona, "channel": "content", "quality": quality}
            assets.append({**asset, "days_age": 60.0, "kit": kit})
            said.append(f"with a new {'kit' if kit else 'asset'} on {job} for {persona}")
        if not said:
            return scenario, ""
        edited = scenario.with_changes({"programme.library.assets": assets})
        st.caption("Every asset has to be kept fresh: one more makes the others age a little faster.")
        return edited.model_copy(update={"name": f"{scenario.name}, changed"}), " and ".join(said)


def _effect(scenario: Scenario, edited: Scenario, words: str, sheet: Sheet) -> None:
    st.subheader(f"What it would change: {words}")
    found = compute.comparison([scenario, edited], scenario.name, "p_win", sheet.setup.n_replications)
    import pandas

    data = {"main": differences_frame(found), "zero": pandas.DataFrame({"zero": [0]})}
    spec = differences_spec((edited.name,), scenario.name)
    sheet.figure(spec, data, "asset_effect", f"{scenario.name} {words}", " ".join(found.verdict()))


def _gaps(scenario: Scenario, sheet: Sheet) -> None:
    st.subheader("Missing evidence, worst first")
    n = min(sheet.setup.n_replications, N_RUNS)
    tested = N_TESTED if st.session_state.get("tested_gaps") == scenario.fingerprint else 0
    busy = st.empty()
    tick = progress_line(busy, ("gaps", scenario.fingerprint))
    found = compute.analysis(evidence_gaps, scenario, n, tested, tick=lambda done, of: tick(done, of))
    busy.empty()
    table = found.table()
    hit = table[table["accounts"] > 0]
    if hit.empty:
        st.markdown(found.sentences()[0])
        return
    top = hit.sort_values("revenue_at_risk").iloc[-1]
    said = (
        f"Most is at stake on {top['job']} for {top['persona']}: {top['accounts']:.1f} accounts per replication met a gap there, "
        f"{top['lost'] + top['no_decision']:.1f} of them did not buy from us."
    )
    st.markdown(f"**{said}**")
    shown = (
        hit.sort_values("revenue_at_risk", ascending=False)
        .head(12)
        .assign(not_won=lambda t: t["lost"] + t["no_decision"])
    )
    sheet.figure(missed_spec(), {"main": shown}, "missed", f"Missing evidence: {scenario.name}", said)
    st.caption(
        f"Means of {n} replications. Revenue at risk counts every deal not won after a gap, whatever else was in the way: an upper "
        "bound, and the same account may stand in several lines."
    )
    if tested:
        st.markdown("\n".join(f"- {line}" for line in found.sentences()))
        for line in found.sentences():
            sheet.text(line)
    else:
        st.button(
            f"Test what filling the worst {N_TESTED} is worth", key="test_gaps", on_click=st.session_state.__setitem__,
            args=("tested_gaps", scenario.fingerprint), help="Runs the same luck again with the missing answer in place.",
        )  # fmt: skip


def _approvals(scenario: Scenario) -> None:
    import pandas

    st.subheader("Approvals above the group")
    levels = scenario.market.approvals
    if not levels:
        st.markdown("In this market nobody above the group has to sign.")
        return
    run = compute.run(scenario, 0)
    from buyermaze.simulator.core.vocabulary import Kind, Reason

    rows = run.counted_rows()
    rows = rows[rows["kind"] == Kind.APPROVAL]
    lines = []
    for k, level in enumerate(levels, 1):
        here = rows[rows["detail"] == k]
        granted = int((here["reason"] == Reason.GRANTED).sum())
        lines.append(
            {
                "Who signs": level.name, "Mean wait, working days": level.hours_wait / 8, "Threshold": level.threshold,
                "Cases": len(here), "Granted": granted, "Refused": len(here) - granted,
            }
        )  # fmt: skip
    st.dataframe(pandas.DataFrame(lines), hide_index=True, alt="Approval levels with cases, grants and refusals")


page()
