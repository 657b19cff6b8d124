"""What our content answers, what it leaves open, and what one asset more or less would change."""

import streamlit as st

from screens import compute
from screens.charts.comparing import differences_frame, differences_spec
from screens.charts.contents import coverage_spec, missed_spec
from screens.figures import Sheet
from screens.parts import take_away
from screens.settings import limits
from screens.setup import current
from simulator.coverage import HOLE, coverage, missed_requests
from simulator.inputs.scenario import Scenario

_missed = compute.cached(missed_requests)


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
    st.subheader("Asked in vain")
    missed = _missed(edited, 0)
    top = missed.iloc[0] if len(missed) else None
    if top is not None:
        st.markdown(
            f"Most is at stake on **{top['job']} for {top['persona']}**: {int(top['missed'])} requests in vain in "
            f"{int(top['accounts'])} serious accounts, {int(top['not_won'])} of which did not buy from us."
        )
    alt = "Missed requests ranked by the value of accounts that met one and did not buy from us."
    sheet.figure(missed_spec(), {"main": missed.head(12)}, "missed", f"Asked in vain: {scenario.name}", alt)
    st.caption(
        "First replication. Value at stake counts the whole deal of every account that met at least one dead end there and "
        "did not buy from us; the same account may stand in several lines, and a better answer would not have won them all."
    )
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


def _approvals(scenario: Scenario) -> None:
    import pandas

    st.subheader("Approvals above the group")
    levels = scenario.market.approvals
    if not levels:
        st.markdown("In this market nobody above the group has to sign.")
        return
    run = compute.run(scenario, 0)
    from simulator.vocabulary import Kind, Reason

    rows = run.journal[run.journal["kind"] == Kind.APPROVAL]
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
