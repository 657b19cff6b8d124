"""What would have saved a deal, on a page: every single change tried over many lives, the best first."""

import streamlit as st

from buyermaze.screens.charts.effects import effects_frame, effects_spec
from buyermaze.screens.engine import compute
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.shared import asked_for, file_of, how_found, progress_line, say, tabled
from buyermaze.screens.sidebar.sidebar import Setup
from buyermaze.simulator.analysis.deals.rescue import Rescue, rescue


def what_saves(setup: Setup, names: list[str], replication: int, account: int, sheet: Sheet) -> None:
    """Draw what would have saved an account under one of two organisations; worked out when asked for."""
    st.subheader("What would have saved it?")
    name = st.segmented_control("Under", names, default=names[0], key="rescue_under") or names[0]
    scenario = setup.scenario(name)
    mark = ("rescue", scenario.fingerprint, account, replication)
    offer = (
        "Tries every single change we could have made: which, on which day, by whom; each over many lives of this deal with "
        "other luck."
    )
    at_hand = compute.is_at_hand(rescue, scenario, account, replication)
    place = asked_for(mark, at_hand, offer, "Try everything", ":material/healing:")
    if place is None:
        return
    found: Rescue = compute.analysis(rescue, scenario, account, replication, tick=progress_line(place, mark))
    place.empty()
    say(found, f"What would have saved account {account} under {name}", sheet)
    lines = []
    for each in found.savings:
        kind = "not told from luck" if not each.known else "helps" if each.gain.mean > 0 else "holds back"
        what = f"{each.said}, {each.day:%b %Y}"
        lines.append(
            (
                what,
                100 * each.gain.mean,
                100 * each.gain.low,
                100 * each.gain.high,
                kind,
                f"{100 * each.gain.mean:+.0f}",
            )
        )
    if lines:
        alt = "How much each change raises the chance of a win, with 95 % intervals; the table below holds the numbers."
        sheet.figure(
            effects_spec("chance of a win, points", len(lines), "+,.0f"), {"main": effects_frame(lines)}, "rescue",
            f"What would have saved account {account}", alt,
        )  # fmt: skip
        tabled(found, "Judged changes: day, what, by whom, cost, chance without and with it", sheet)
    how_found(found, sheet, f"rescue {file_of(name)}.yaml --account {account} --replication {replication}")
