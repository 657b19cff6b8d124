"""What our content answers, what it leaves open, and what one asset more or less would change."""

import streamlit as st

from buyermaze.screens.charts.comparing import differences_frame, differences_spec
from buyermaze.screens.charts.contents import coverage_spec, worth_frame, worth_spec
from buyermaze.screens.engine import compute
from buyermaze.screens.engine.crowd import crowded
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.shared import file_of, progress_line, take_away
from buyermaze.screens.settings import limits
from buyermaze.screens.sidebar.sidebar import current
from buyermaze.simulator.analysis.journeys.content_coverage import HOLE, concerns, coverage
from buyermaze.simulator.analysis.journeys.missing_evidence import Gaps, evidence_gaps
from buyermaze.simulator.comparison.phrasing import about_dollars, whole_percent
from buyermaze.simulator.core.plain_text import for_markdown
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.outcomes.books.assets import asset_frame, asset_sentences

N_RUNS = 8  # replications looked through for gaps
N_TESTED = 5  # the worst of every job
CONCERN_WORDS = {
    "persona": "Who",
    "fix": "Fix a problem",
    "run": "Run better",
    "grow": "Grow",
    "p_met": "Met by what we say",
}
ASSET_WORDS = {
    "name": "Asset",
    "used_by": "Used by",
    "job": "Question",
    "persona": "Written for",
    "n_asked": "Asked for",
    "answers_a_year": "Answers a year",
    "is_dead": "Dead",
}


def page() -> None:
    setup = current()
    sheet = Sheet("Content", setup)
    st.header("Content and approvals", anchor=False)
    name = st.segmented_control("Organisation", setup.names, default=setup.names[0], key="content_of", required=True)
    scenario = setup.scenario(name or setup.names[0])
    edited, done = _editor(scenario)
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
        f"**{for_markdown(said)}** A hole is a question people need answered that content answers less than "
        f"{whole_percent(HOLE)} of the time."
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
        _effect(scenario, edited, done, sheet)
    deepest = holes.sort_values("p_answer").head(3)
    also = tuple(zip(deepest["job"], deepest["reader"], strict=True))
    n = min(setup.n_replications, N_RUNS)
    _gaps(edited, also, n, sheet)
    _subjects(edited, sheet)
    _dead(edited, sheet)
    _approvals(edited)
    as_shown, file = edited.fingerprint == scenario.fingerprint, f"{file_of(scenario.name)}.yaml"
    cells = "".join(f" --also {job}:{reader}" for job, reader in also)
    tested = f"buyermaze gaps {file} --replications {n} --test {N_TESTED}{cells}"
    note = (
        "How likely an answer is, is read off the file; no command prints it."
        if as_shown
        else "No command gives these numbers: the catalogue as it was changed here is in no file."
    )
    words = f"{tested}`, `buyermaze assets {file} --replications 1" if as_shown else ""
    take_away(setup, sheet, words=lambda _: words, note=note)


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
        left = [tool.model_dump() for tool in scenario.programme.tools.assets if tool.name not in gone]
        edited = scenario.with_changes({"programme.library.assets": assets, "programme.tools.assets": left})
        st.caption("Every asset has to be kept fresh: one more makes the others age a little faster.")
        return edited.model_copy(update={"name": f"{scenario.name}, changed"}), " and ".join(said)


def _effect(scenario: Scenario, edited: Scenario, words: str, sheet: Sheet) -> None:
    st.subheader(for_markdown(f"What it would change: {words}"))
    found = compute.comparison([scenario, edited], scenario.name, "p_win", sheet.setup.n_replications)
    import pandas

    data = {"main": differences_frame(found), "zero": pandas.DataFrame({"zero": [0]})}
    spec = differences_spec((edited.name,), scenario.name)
    sheet.figure(spec, data, "asset_effect", f"{scenario.name} {words}", " ".join(found.verdict()))


def _gaps(scenario: Scenario, deepest: tuple[tuple[str, str], ...], n: int, sheet: Sheet) -> None:
    """Say and draw what the missing answers are worth, each tested with the same luck."""
    st.subheader("What is worth writing")
    mark = ("gaps", scenario.fingerprint)
    if (limits().classroom or crowded()) and st.session_state.get("gaps_wanted") != mark:
        st.button(
            "Test the missing answers",
            key="test_gaps",
            on_click=st.session_state.__setitem__,
            args=("gaps_wanted", mark),
        )
        return
    busy = st.empty()
    tick = progress_line(busy, mark)
    found = compute.analysis(evidence_gaps, scenario, n, N_TESTED, also=deepest, tick=lambda done, of: tick(done, of))
    busy.empty()
    said, effects = found.advice(), found.effects()
    st.markdown(f"**{for_markdown(said)}**")
    sheet.text(said)
    if effects.empty:
        return
    shown = worth_frame(effects)
    sheet.figure(worth_spec(len(shown)), {"main": shown}, "worth", f"What is worth writing: {scenario.name}", said)
    st.caption(
        "Wins a year that a perfect answer adds, with 95 % intervals that hold for all of them together: the "
        f"{N_TESTED} cells with most deals behind them, the worst of every job among them, the deepest holes above, and the case "
        "that a champion carries to management, which an answer on validation is as well; each lived again with the same luck."
    )
    _all_gaps(found, sheet)


def _all_gaps(found: Gaps, sheet: Sheet) -> None:
    """List every missing answer that somebody met, with the money of the deals behind it."""
    import pandas

    hit = found.table().query("accounts > 0").sort_values("revenue_at_risk", ascending=False)
    table = pandas.DataFrame(
        {
            "Question": hit["job"],
            "Who": hit["persona"],
            "Deals that met it": hit["accounts"].round(1),
            "Of them not won": (hit["lost"] + hit["no_decision"]).round(1),
            "What those would have paid": [about_dollars(value) for value in hit["revenue_at_risk"]],
        }
    )
    with st.expander("Every missing answer, and the money behind it"):
        st.dataframe(table, hide_index=True, alt="Deals that met each missing answer, and what those not won would have paid")
        st.caption(
            "Money at risk, and an upper bound: most of these deals meet several gaps and fail for other reasons. What an "
            "answer is worth is what testing it adds."
        )
    sheet.table(table)


def _subjects(scenario: Scenario, sheet: Sheet) -> None:
    """Show what a purchase is about for whom, where that matters to how buyers take our answers."""
    if scenario.market.ideas.subject_pull <= 0.0 and scenario.programme.teaching.p_challenge <= 0.0:
        return
    st.subheader("What our content speaks of")
    table = concerns(scenario)
    least = table.loc[table["p_met"].idxmin()]
    said = f"It meets the concern of {least['persona']} least often, in {whole_percent(least['p_met'])} of answers on change."
    st.markdown(f"**{for_markdown(said)}** Who is known to the rep, or on file, is spoken to on their own concern.")
    sheet.text(said)
    st.dataframe(
        table.rename(columns=CONCERN_WORDS).round(2),
        hide_index=True,
        column_config={word: st.column_config.NumberColumn(format="percent") for word in list(CONCERN_WORDS.values())[1:]},
        alt="What a purchase is about for each persona, and how often our content meets it",
    )


def _dead(scenario: Scenario, sheet: Sheet) -> None:
    """List what each asset was asked for and answered in the first replication, dead ones first."""
    st.subheader("Assets nobody uses")
    table = asset_frame(compute.run(scenario, 0).counted_rows(), scenario)
    said = " ".join(asset_sentences(table))
    st.markdown(f"**{for_markdown(said)}**")
    sheet.text(said)
    if table.empty:
        return
    shown = table.sort_values("answers_a_year", kind="stable").round({"answers_a_year": 0})
    st.dataframe(
        shown.rename(columns=ASSET_WORDS)[list(ASSET_WORDS.values())],
        hide_index=True,
        alt="What each asset was asked for and answered, those that answer least first",
    )


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
