"""One account's story under two organisations: diary, timeline, where the ways part, what stood in the way."""

import numpy as np
import pandas
import streamlit as st

from screens import compute
from screens.accounts import account_picker, pair
from screens.charts.deals import timeline_frame, timeline_spec
from screens.figures import Sheet
from screens.parts import take_away
from screens.setup import current
from simulator.itinerary import itinerary
from simulator.moments import moments, setbacks
from simulator.story import story
from simulator.twins import fork

_itinerary, _story, _setbacks, _moments = (compute.cached(f) for f in (itinerary, story, setbacks, moments))


def page() -> None:
    setup = current()
    sheet = Sheet("One deal", setup)
    st.header("One deal", anchor=False)
    names = pair(setup)
    replication, account = account_picker(setup, names)
    runs = [compute.run(setup.scenario(name), replication) for name in names]
    ways = [_itinerary(setup.scenario(name), replication, account) for name in names]
    parted = fork(*runs, account)
    start = setup.base.run.start
    said = " · ".join(f"**{name}**: {_end(way)}" for name, way in zip(names, ways, strict=True))
    st.markdown(said)
    if parted is None:
        st.info("Under both organisations this account lives through exactly the same.")
    else:
        st.info(
            f"Same people, same luck. Their ways part on {_date(start, parted)}, working day {parted - ways[0].first:.0f} of the journey."
        )
        sheet.text(f"The ways part on {_date(start, parted)}.")
    for name, way in zip(names, ways, strict=True):
        st.subheader(name)
        table = timeline_frame(way, _moments(setup.scenario(name), replication, account), start)
        alt = f"Timeline of account {account} under {name}: {len(way.stays)} visits and waits of {len(way.people)} people; {_end(way)}."
        parts = {"main": table["stays"], "marks": table["marks"], "fork": _fork_row(start, parted)}
        sheet.figure(
            timeline_spec(tuple(way.people)), parts, f"timeline_{names.index(name)}", f"Account {account}: {name}", alt
        )
    st.subheader("What stood in the way")
    found = [_setbacks(setup.scenario(name), replication, account) for name in names]
    table = pandas.DataFrame(
        {"": list(found[0]), **{name: list(one.values()) for name, one in zip(names, found, strict=True)}}
    )
    st.dataframe(
        table,
        hide_index=True,
        height=35 * (len(table) + 1) + 3,
        alt="What stood in the account's way under each organisation",
    )
    sheet.table(table)
    st.subheader("Diary")
    cells = st.columns(len(names), gap="large")
    for cell, name in zip(cells, names, strict=True):
        lines = _story(setup.scenario(name), replication, account)
        sheet.heading(f"Diary: {name}")
        for line in lines:
            sheet.text(line)
        with cell, st.container(height=460, border=True):
            st.markdown(f"**{name}**")
            st.markdown("\n\n".join(lines))
    take_away(setup, sheet)


def _end(way) -> str:  # type: ignore[no-untyped-def]
    words = {"won": "bought from us", "lost to a rival": f"bought from rival {way.vendor}"}.get(
        way.outcome, way.outcome
    )
    because = f" because of {way.why}" if way.why and way.outcome == "no decision" else ""
    return f"{words}{because} after {way.last - way.first:.0f} working days"


def _date(start, day: float) -> str:  # type: ignore[no-untyped-def]
    moment = np.busday_offset(np.datetime64(start, "D"), int(day), roll="forward").tolist()
    return f"{moment.day} {moment:%B %Y}"


def _fork_row(start, parted: float | None) -> "pandas.DataFrame":  # type: ignore[no-untyped-def]
    if parted is None:
        return pandas.DataFrame({"date": [], "text": []})
    return pandas.DataFrame(
        {"date": [str(np.busday_offset(np.datetime64(start, "D"), int(parted), roll="forward"))], "text": ["ways part"]}
    )


page()
