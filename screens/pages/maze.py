"""The rooms and their traffic, and one buying group walking through them under two organisations."""

from functools import partial

import pandas
import streamlit as st

from buyermaze.screens.charts.mazes import ladder_spec, rooms_frame, rooms_spec
from buyermaze.screens.components.maze import channels_of, crowd_data, walk, walk_data
from buyermaze.screens.components.standing_maze import PLAYER, standing
from buyermaze.screens.engine import compute
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.deals.account_picker import account_picker, pair, twin_table
from buyermaze.screens.panels.shared import again, file_of, take_away
from buyermaze.screens.sidebar.sidebar import current
from buyermaze.simulator.analysis.crm.export import zipped_crm
from buyermaze.simulator.core.phrases import CHANNELS, JOBS
from buyermaze.simulator.core.plain_text import for_markdown
from buyermaze.simulator.core.vocabulary import N_INFO_JOBS, Channel, Job
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.journal.room_traffic import ladder, population_said, room_by_person, rooms

ONE = "One group"
WHO = {ONE: 1, "Ten groups": 10, "All groups": None}

_rooms = compute.cached(rooms)
_ladder = compute.cached(ladder)
_by_person = compute.cached(room_by_person)


def _crm(scenario: Scenario, replication: int) -> bytes:
    return zipped_crm(compute.run(scenario, replication))


def page() -> None:
    setup = current()
    sheet = Sheet("The maze", setup)
    with st.container(
        key="walks", horizontal=True, vertical_alignment="center"
    ):  # one line, so that the maze stands on the first screen
        st.header("The maze", anchor=False, width="content")
        many = st.segmented_control(
            "Who walks", list(WHO), default=ONE, key="walk", bind="query-params", label_visibility="collapsed"
        )
    names = pair(setup)
    replication, account = account_picker(setup, names)
    scenarios = [setup.scenario(name) for name in names]
    n_groups = WHO[many or ONE]
    if n_groups == 1:
        data = walk_data(scenarios, setup.names, replication, account)
    else:
        accounts = twin_table(setup, names, replication)["account"][:n_groups]
        data = crowd_data(scenarios, setup.names, replication, tuple(int(a) for a in accounts))
    sheet.moving(partial(standing, data), PLAYER)
    for maze in data["mazes"]:
        if n_groups == 1:
            sheet.text(f"{maze['name']}: {maze['outcome']}.")
    if clicked := walk(data):
        st.session_state["room_job"] = int(clicked["job"])
        st.session_state["room_channel"] = int(clicked["channel"])
    st.caption(
        "One way in, three ways out: us, a rival, nobody. Each district is a buying job, each room a channel; corridors are as "
        "wide as their traffic. The same people with the same luck walk it under both organisations."
    )
    _room(names, replication, sheet)
    _seen_and_true(names, replication, sheet)
    _traffic(names, replication, sheet)
    told = [
        f"buyermaze story {file_of(name)}.yaml --account {account} --replication {replication} --events {file_of(name)}.csv"
        for name in names
    ]
    note = "Every visit is a line of the log written like that; no command counts rooms and ladders from it."
    take_away(setup, sheet, words=lambda _: "`, `".join(told), note=note)


def _seen_and_true(names: list[str], replication: int, sheet: Sheet) -> None:
    """Show how far accounts came, and how far the seller's systems saw them come, on one scale for all."""
    setup = sheet.setup
    st.subheader("The very same run, seen by the seller")
    ladders = {name: _ladder(setup.scenario(name), replication) for name in names}
    said = population_said(compute.run(setup.base, replication))
    st.caption(
        f"Full colour: what the seller's systems recorded. The whole bar: what happened. {said} Both sides have one scale."
    )
    sheet.text(said)
    n_most = max(int(table["accounts"].max()) for table in ladders.values())
    for k, (cell, (name, table)) in enumerate(zip(st.columns(len(names), gap="large"), ladders.items(), strict=True)):
        with cell:
            st.markdown(f"**{for_markdown(name)}**")
            said = "; ".join(f"{row.rung} {row.accounts_seen} of {row.accounts}" for row in table.itertuples())
            alt = f"Accounts seen of all: {said}."
            sheet.figure(ladder_spec(name, n_most), {"main": table}, f"ladder_{k}", f"Seen and true: {name}", alt)
            st.download_button(
                "CRM tables with the hidden answers (ZIP)", partial(_crm, setup.scenario(name), replication),
                f"crm_{file_of(name)}.zip", "application/zip", key=f"crm_{k}", on_click="ignore",
                help="What the seller's CRM would hold of this run, as tables that import wizards take, and the truth beside it.",
            )  # fmt: skip
            st.caption(again(f"export-crm {file_of(name)}.yaml --replication {replication} --system hubspot --out crm"))


def _traffic(names: list[str], replication: int, sheet: Sheet) -> None:
    """Show how many visits every room had, or how many of them the seller's systems saw."""
    st.subheader("Traffic of all accounts")
    funnel = st.segmented_control(
        "View", ["What happened", "What the seller sees"], default="What happened", key="view", bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip
    only_seen = funnel == "What the seller sees"
    st.caption("Visits of all accounts, those without a project included; both sides are shaded on one scale.")
    tables = {name: rooms_frame(_rooms(sheet.setup.scenario(name), replication, only_seen)) for name in names}
    n_most = max(int(table["visits"].max()) for table in tables.values())
    for k, (cell, (name, table)) in enumerate(zip(st.columns(len(names), gap="large"), tables.items(), strict=True)):
        with cell:
            st.markdown(f"**{for_markdown(name)}**")
            busiest = table.sort_values("visits").iloc[-1]
            most = f"{busiest['job']} through {busiest['channel']}, {busiest['visits']} visits"
            alt = f"Visits per room under {name}; busiest {most}."
            sheet.figure(rooms_spec(name, n_most), {"main": table}, f"rooms_{k}", f"Visits per room: {name}", alt)


def _room(names: list[str], replication: int, sheet: Sheet) -> None:
    """Show who was in the room that was clicked or chosen: the keyboard's way to the same."""
    setup = sheet.setup
    st.session_state.setdefault("room_job", 4)
    channels = [int(c) for c in channels_of([setup.scenario(name) for name in names])]
    if st.session_state.get("room_channel") not in channels:
        st.session_state["room_channel"] = int(Channel.CONTENT)
    with st.container(border=True):
        left, right = st.columns(2)
        job = left.selectbox("Room: job", range(N_INFO_JOBS), format_func=lambda j: JOBS[Job(j)].full, key="room_job")
        channel = right.selectbox(
            "Room: channel",
            channels,
            format_func=lambda c: CHANNELS[Channel(c)].label,
            key="room_channel",
        )
        cells = st.columns(len(names), gap="large")
        for cell, name in zip(cells, names, strict=True):
            found: pandas.DataFrame = _by_person(setup.scenario(name), replication, job, channel)
            with cell:
                st.markdown(f"**{for_markdown(name)}**: {_summary(found)}")
                st.dataframe(
                    found, hide_index=True, alt=f"Who was in the room under {name}",
                    column_config={
                        "persona": "Persona", "people": "People", "visits": "Visits",
                        "hours": st.column_config.NumberColumn("Hours", format="%.1f"),
                        "gained": st.column_config.NumberColumn("Learned", format="%.1f", help="Information units"),
                        "dead_ends": "Dead ends",
                    },
                )  # fmt: skip
        st.caption(
            "All accounts of this replication. Learned is in information units, about one well-answered hour of questions."
        )


def _summary(found: "pandas.DataFrame") -> str:
    if found.empty:
        return "nobody came here."
    people, visits, hours = int(found["people"].sum()), int(found["visits"].sum()), found["hours"].sum()
    missed = int(found["dead_ends"].sum())
    said = f"{people} people, {visits} visits, {hours:.0f} hours"
    return f"{said}; {missed} found nothing." if missed else f"{said}."


page()
