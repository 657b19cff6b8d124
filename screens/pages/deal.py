"""One account's story under two organisations: diary, timeline, where the ways part, what stood in the way."""

from datetime import date
from functools import partial

import numpy as np
import pandas
import streamlit as st

from buyermaze.screens.charts.deals import timeline_frame, timeline_spec
from buyermaze.screens.engine import compute
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.deals.account_picker import account_picker, pair
from buyermaze.screens.panels.deals.rescue import what_saves
from buyermaze.screens.panels.shared import again, file_of, take_away
from buyermaze.screens.sidebar.sidebar import current
from buyermaze.simulator.analysis.customers.promises import LIMITS, deal_promises
from buyermaze.simulator.analysis.deals.autopsy import autopsy
from buyermaze.simulator.analysis.deals.causes import CAUSES
from buyermaze.simulator.analysis.deals.twin_replay import replay
from buyermaze.simulator.analysis.journeys.buyer_book import deal_cost
from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.clock import Clock
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import for_markdown
from buyermaze.simulator.inputs.dates.timeline import clock_of
from buyermaze.simulator.journal.itinerary import itinerary
from buyermaze.simulator.journal.labels import labels_said
from buyermaze.simulator.journal.milestones import milestones, setbacks
from buyermaze.simulator.journal.paired_accounts import fork
from buyermaze.simulator.journal.story import story

JOBS = ["problem", "solution", "requirements", "selection", "validation"]
WHAT = {
    "answer": "they get a complete answer",
    "rep-calls": "our rep calls",
    "kit": "the champion gets a kit for management",
    "price-cut": "we cut the price",
    "leaves": "one person leaves the group",
    "slowdown": "the project slows down",
    "freeze": "the budget is frozen",
    "trust-lost": "trust in us is lost",
    "other-rep": "another of our reps has the account",
}
_itinerary, _story, _setbacks, _milestones = (compute.cached(f) for f in (itinerary, story, setbacks, milestones))


def page() -> None:
    setup = current()
    sheet = Sheet("One deal", setup)
    st.header("One deal", anchor=False)
    names = pair(setup)
    replication, account = account_picker(setup, names)
    runs = [compute.run(setup.scenario(name), replication) for name in names]
    ways = [_itinerary(setup.scenario(name), replication, account) for name in names]
    parted = fork(runs[0], runs[1], account)
    clock = clock_of(setup.base)
    _ends(names, ways, runs, account, clock)
    if parted is None:
        st.info("Under both organisations this account lives through exactly the same.")
    else:
        days = _days(clock, ways[0].first, parted)
        after = f"{days} days after they set out" if days else "on the day they set out"
        st.info(f"Same people, same luck. Their ways part on {clock.words(parted)}, {after}.")
        sheet.text(f"The ways part on {clock.words(parted)}.")
    for k, (name, way) in enumerate(zip(names, ways, strict=True)):
        st.subheader(for_markdown(name))
        table = timeline_frame(way, _milestones(setup.scenario(name), replication, account), clock)
        size = f"{len(way.stays)} visits and waits of {len(way.people)} people"
        alt = f"Timeline of account {account} under {name}: {size}; {_end(way, clock)}."
        parts = {"main": table["stays"], "marks": table["marks"], "fork": _fork_row(clock, parted)}
        sheet.figure(timeline_spec(tuple(way.people)), parts, f"timeline_{k}", f"Account {account}: {name}", alt)
    _obstacles(names, replication, account, sheet)
    for heading, told, note in (
        ("Autopsy: the true cause, and what others say it was", autopsy, ""),
        ("What was promised, and what became of it", deal_promises, LIMITS),
        ("What it cost each of them, and who caused it", deal_cost, ""),
    ):
        _beside(sheet, heading, {n: told(run, account).sentences() for n, run in zip(names, runs, strict=True)}, note)
    what_saves(setup, names, replication, account, sheet)
    _replay(setup, names, ways, replication, account, sheet)
    _diaries(names, runs, replication, account, sheet)
    commands = [
        f"buyermaze {what} {file_of(name)}.yaml --account {account} --replication {replication}"
        for name in names
        for what in ("story", "autopsy", "promises", "hours")
    ]
    take_away(setup, sheet, words=lambda _: "`, `".join(commands))


def _ends(names, ways, runs, account: int, clock: Clock) -> None:  # type: ignore[no-untyped-def]
    """Say how the account ended under each organisation, and why where it was lost."""
    ends = zip(names, ways, strict=True)
    st.markdown(" · ".join(f"**{for_markdown(name)}**: {for_markdown(_end(way, clock))}" for name, way in ends))
    opened = [(name, autopsy(run, account)) for name, run in zip(names, runs, strict=True)]
    lost = [(name, one) for name, one in opened if one.cause != "won"]
    st.markdown(" · ".join(f"**{for_markdown(name)}**, true cause: {CAUSES[one.cause][0]}" for name, one in lost))


def _obstacles(names: list[str], replication: int, account: int, sheet: Sheet) -> None:
    """Show what stood in the account's way under each organisation."""
    st.subheader("What stood in the way")
    found = {name: _setbacks(sheet.setup.scenario(name), replication, account) for name in names}
    table = pandas.DataFrame({"": list(found[names[0]]), **{name: list(one.values()) for name, one in found.items()}})
    height = 35 * (len(table) + 1) + 3
    st.dataframe(
        table, hide_index=True, height=height, alt="What stood in the account's way under each organisation"
    )
    sheet.table(table)


def _diaries(names, runs, replication: int, account: int, sheet: Sheet) -> None:  # type: ignore[no-untyped-def]
    """Tell the account's story under each organisation, side by side."""
    st.subheader("Diary")
    for cell, name, run in zip(st.columns(len(names), gap="large"), names, runs, strict=True):
        lines = _story(sheet.setup.scenario(name), replication, account)
        sheet.listing(f"Diary: {name}", partial(list, lines))
        with cell, st.container(border=True):  # as long as it is: a box that scrolls is out of reach of the keyboard
            st.markdown(f"**{for_markdown(name)}**")
            st.markdown("\n\n".join(for_markdown(line) for line in lines))
            st.caption(for_markdown(labels_said(run, account)))


def _beside(sheet: Sheet, heading: str, lines: dict[str, list[str]], note: str = "") -> None:
    """Show what is to be said about an account under each organisation, side by side."""
    st.subheader(heading)
    for cell, (name, said) in zip(st.columns(len(lines), gap="large"), lines.items(), strict=True):
        sheet.listing(f"{heading}: {name}", partial(list, said))
        cell.markdown(f"**{for_markdown(name)}**\n\n" + "\n".join(f"- {for_markdown(line)}" for line in said))
    if note:
        st.caption(note)
        sheet.text(note)


def _replay(setup, names, ways, replication: int, account: int, sheet) -> None:  # type: ignore[no-untyped-def]
    """Change one thing on one day and show the fork."""
    st.subheader("Change one thing on one day")
    with st.form("replay", border=True):
        cells = st.columns([2, 3, 2, 2], vertical_alignment="bottom")
        name = cells[0].selectbox("Under", names, key="replay_under")
        what = cells[1].selectbox("What happens", list(WHAT), format_func=WHAT.__getitem__, key="replay_what")
        job = cells[2].selectbox("Job", JOBS, index=4, key="replay_job", help="Used by the complete answer only.")
        who = cells[3].selectbox(
            "Who",
            [-1, *range(len(ways[0].people))],
            key="replay_who",
            format_func=lambda i: "everybody" if i < 0 else ways[0].people[i],
        )
        way = ways[names.index(name)]
        clock = clock_of(setup.base)
        first = int(np.ceil(max(w.first for w in ways)))
        last = max(int(min(w.last for w in ways)) - 1, int(way.first) + 2, first + 1)
        date_at = st.slider(
            "On", _moment(clock, first), _moment(clock, last), _moment(clock, (first + last) // 2), format="D MMMM YYYY",
            key="replay_day", help="A day on which both lives are still under way.",
        )  # fmt: skip
        day = int(clock.hours_at(date_at) / HOURS_PER_DAY)
        asked = st.form_submit_button("Replay with the same luck", type="primary")
    if asked:
        try:
            with st.spinner("Living the whole replication again, once with the change"):
                twin = replay(setup.scenario(name), account, float(day), what, who, job, replication=replication)
        except InputProblem as problem:
            st.warning(for_markdown(str(problem).capitalize()))
            return
        st.markdown(for_markdown(" ".join(twin.sentences())))
        for line in twin.sentences():
            sheet.text(line)
        place = f"{file_of(name)}.yaml --account {account} --replication {replication}"
        st.caption(again(f"twin {place} --change {what} --day {day} --job {job} --person {who}"))
        if twin.fork_day is not None:
            st.markdown("**What happens next, without and with the change**")
            table = twin.words_table()
            st.dataframe(table, hide_index=True, alt="The next things that happen to the account in both lives")
            sheet.table(table)


def _end(way, clock: Clock) -> str:  # type: ignore[no-untyped-def]
    words = {"won": "bought from us", "lost to a rival": f"bought from {way.vendor}"}.get(way.outcome, way.outcome)
    because = f" because of {way.why}" if way.why and way.outcome == "no decision" else ""
    return f"{words}{because} after {_days(clock, way.first, way.last)} days"


def _moment(clock: Clock, day: float) -> date:
    """Return the date of a working day since the start of the run."""
    return clock.day(int(day) * HOURS_PER_DAY)


def _days(clock: Clock, since: float, day: float) -> int:
    """Return the calendar days between two working days of a run, as the maze counts them."""
    return clock.days_between(since * HOURS_PER_DAY, day * HOURS_PER_DAY)


def _fork_row(clock: Clock, parted: float | None) -> "pandas.DataFrame":
    if parted is None:
        return pandas.DataFrame({"date": [], "text": []})
    return pandas.DataFrame({"date": [str(_moment(clock, parted))], "text": ["ways part"]})


page()
