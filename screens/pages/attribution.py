"""What attribution models would tell the seller, against what each channel truly adds."""

import pandas
import streamlit as st

from buyermaze.screens.charts.attributions import attribution_spec
from buyermaze.screens.engine import compute
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.money.causes import caused
from buyermaze.screens.panels.money.media import media_drawn
from buyermaze.screens.panels.shared import file_of, progress_line, take_away
from buyermaze.screens.sidebar.sidebar import current
from buyermaze.simulator.analysis.attribution.attribution import MODEL_WORDS, Attribution, attribute
from buyermaze.simulator.core.phrases import CHANNELS
from buyermaze.simulator.core.plain_text import for_markdown
from buyermaze.simulator.core.vocabulary import OWN_CHANNELS, words
from buyermaze.simulator.inputs.dates.timeline import said as said_time
from buyermaze.simulator.inputs.sheets.scenario import Scenario

NAMES = {words(channel): CHANNELS[channel].label for channel in OWN_CHANNELS}


MONEY = {
    "channel": "Channel", "kind": "Kind", "cost": "Spent, USD a year", "touches": "Touches a year", "cost_touch": "USD a touch",
    "last_revenue": "Credited by last touch, USD", "true_revenue": "Truly added, USD", "last_return": "Credited per USD",
    "true_return": "Truly added per USD",
}  # fmt: skip


def page() -> None:
    setup = current()
    sheet = Sheet("Attribution", setup)
    st.header("Attribution", anchor=False)
    name = st.segmented_control(
        "Organisation", setup.names, default=setup.names[0], key="attribution_of", required=True
    )
    scenario = setup.scenario(name or setup.names[0])
    busy = st.empty()
    tick = progress_line(busy, ("attribution", scenario.fingerprint))
    found: Attribution = compute.analysis(
        attribute, scenario, setup.n_replications, tick=lambda done, of: tick(done, of)
    )
    busy.empty()
    said = _answer(found)
    st.markdown(f"**{for_markdown(said)}**")
    sheet.text(said)
    _credited_and_added(sheet, scenario, found, said)
    _spent(sheet, found)
    curves = media_drawn(scenario, setup.n_replications, sheet)
    caused(scenario, setup.n_replications, sheet)
    file = f"{file_of(scenario.name)}.yaml --replications {setup.n_replications}"
    take_away(setup, sheet, words=lambda _: f"buyermaze attribution {file}`, `{curves}`, `buyermaze causes {file}")


def _credited_and_added(sheet: Sheet, scenario: Scenario, found: Attribution, said: str) -> None:
    """Show the wins that models credit to each channel beside those that truly go missing without it."""
    credited, truth = _frames(found)
    st.subheader("What reports credit, and what is truly added")
    drawn = attribution_spec(tuple(MODEL_WORDS[m] for m in found.credit.models))
    data = {"main": credited, "truth": truth}
    sheet.figure(drawn, data, "attribution", f"Attribution and truth: {scenario.name}", said)
    st.caption(
        "Dots: wins each model credits to a channel, from the touches the seller's systems saw. Bars: wins that truly go "
        "missing when nobody turns to that channel any more, same buyers, same luck. "
        f"Wins a year, {found.n_replications} replications of {said_time(scenario)}, 95 % intervals. "
        f"{found.unseen_wins:.1f} wins a year had no touch that the seller's systems saw."
    )
    st.markdown("\n".join(f"- {for_markdown(line)}" for line in found.sentences()))
    for line in found.sentences():
        sheet.text(line)
    table = found.table()
    by_model = {MODEL_WORDS[m][:1].upper() + MODEL_WORDS[m][1:]: table[f"{m}_wins"] for m in found.credit.models}
    wide = pandas.DataFrame(
        {"Channel": table["channel"].map(NAMES), "Truly added": table["removal_wins"], **by_model}
    ).round(1)
    plain = {name: st.column_config.NumberColumn(format="%.1f") for name in wide.columns[1:]}
    st.dataframe(
        wide, hide_index=True, alt="Wins a year credited by model and truly added, by channel", column_config=plain
    )
    sheet.table(wide)


def _spent(sheet: Sheet, found: Attribution) -> None:
    """Show what was spent by channel beside what is credited to it and what came of it."""
    st.subheader("What was spent, and what came of it")
    money = found.money().assign(channel=lambda table: table["channel"].map(NAMES))
    ledger = money.drop(columns=["low", "high"]).rename(columns=MONEY).round(1)
    st.dataframe(ledger, hide_index=True, alt="Spend, touches and returns a year, by channel: credited and true")
    sheet.table(ledger)


def _frames(found: Attribution) -> "tuple[pandas.DataFrame, pandas.DataFrame]":
    """Return credited wins, one line per model and channel, and true ones, one line per channel."""
    table = found.table()
    channels = table["channel"].map(NAMES)
    parts = [
        pandas.DataFrame(
            {"model": MODEL_WORDS[m], "channel": channels, "wins": table[f"{m}_wins"], "share": table[f"{m}_share"]}
        )
        for m in found.credit.models
    ]
    truth = pandas.DataFrame(
        {"channel": channels, "wins": table["removal_wins"], "low": table["removal_low"], "high": table["removal_high"]}
    )
    return pandas.concat(parts, ignore_index=True), truth


def _answer(found: Attribution) -> str:
    """Say which channel the two commonest models put first, and which truly adds most."""
    table = found.table()
    best = NAMES[table.loc[table["removal_wins"].idxmax(), "channel"]]
    first, last = (NAMES[table.loc[table[f"{model}_wins"].idxmax(), "channel"]] for model in ("first", "last"))
    return f"First touch puts {first} first, last touch {last}; what truly adds most wins is {best}."


page()
