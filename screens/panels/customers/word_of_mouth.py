"""The part of the page on customers that follows their talk: what peers say, who asks them, deals won and lost by it."""

from dataclasses import replace

import pandas
import streamlit as st

from buyermaze.screens.charts.talking import deals_frame, deals_spec, talk_frame, talk_spec
from buyermaze.screens.engine import compute
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.shared import again, asks, file_of, progress_line
from buyermaze.screens.settings import limits
from buyermaze.screens.sidebar.sidebar import Setup
from buyermaze.simulator.analysis.customers.word_of_mouth import voices
from buyermaze.simulator.analysis.customers.word_of_mouth_effects import Ripple, Trace, ripple, said_frame, trace
from buyermaze.simulator.comparison.phrasing import about_dollars
from buyermaze.simulator.core.plain_text import for_markdown
from buyermaze.simulator.inputs.dates.timeline import clock_of
from buyermaze.simulator.outcomes.books.costs import price_of

FOLLOWED = (200, 400, 800, 1600)  # accounts observed that a visitor can choose to follow
MOST_LIVES = 20  # replications, each lived three times per organisation

_voices = compute.cached(voices)
_said_in = compute.cached(said_frame)
_trace = compute.cached(trace)


def talk(setup: Setup, sheet: Sheet) -> None:
    """Draw the whole part; figures carry the stamp of the longer run they come from."""
    st.subheader("Where the talk goes")
    st.caption(
        "A customer takes stock and talks; peers pass it on; accounts that ask peers about vendors hear it; some decide "
        "otherwise. That takes time, so a longer run than above is followed here."
    )
    usual = 400 if limits().classroom else 800
    n_accounts = usual if limits().read_only else st.select_slider(
        "Accounts followed", FOLLOWED, usual, key="talk_accounts", bind="query-params",
        help="More accounts make a longer run: more of them arrive after the first customer speaks.",
    )  # fmt: skip
    scenarios = tuple(scenario.with_changes({"run.n_accounts": int(n_accounts)}) for scenario in setup.scenarios)
    longer = replace(setup, scenarios=scenarios, n_replications=min(setup.n_replications, MOST_LIVES))
    apart = Sheet(sheet.title, longer, sheet.parts)
    said = _said(longer)
    if said.empty:
        st.info("No customer was heard in this run; follow more accounts.")
        return
    _over_time(longer, apart, said)
    _deals(longer, apart)
    _one(longer, apart)


def _said(setup: Setup) -> "pandas.DataFrame":
    parts = []
    for scenario in setup.scenarios:
        parts.append(talk_frame(_said_in(scenario, 0), scenario.name, clock_of(scenario)))
    return pandas.concat([part for part in parts if len(part)] or parts, ignore_index=True)


def _over_time(setup: Setup, sheet: Sheet, said: "pandas.DataFrame") -> None:
    parts, base = [], setup.base
    said = said.assign(before=price_of(base, said["before"]), after=price_of(base, said["after"]))
    for name, group in said.groupby("organisation", sort=False):
        end, n_warn = about_dollars(group["after"].iloc[-1]), int(group["warning"].sum())
        parts.append(
            f"{name}: {len(group)} customers heard, {n_warn} of them with more detractors than promoters; "
            f"{group['asked'].iloc[0]} accounts asked peers after the first; {end} in the end"
        )
    alt = "What peers say about us beyond what is true, as an amount off the price, customer by customer. " + ". ".join(parts) + "."
    data = {"main": said, "zero": pandas.DataFrame({"zero": [0]})}
    sheet.figure(talk_spec(tuple(setup.names)), data, "talk", "What peers say about us", alt)
    spread = about_dollars(price_of(base, base.market.offer.quality_sd))
    told = f"{'. '.join(parts)}. One replication. On the same scale, vendors' true quality spreads by {spread}."
    st.caption(for_markdown(told))


def _deals(setup: Setup, sheet: Sheet) -> None:
    """Measure, once asked to, what the talk does to deals: every replication lived again with customers silent."""
    mark = ("talk", *(scenario.fingerprint for scenario in setup.scenarios), setup.n_replications)
    if st.session_state.get("talk_wanted") != mark or st.session_state.get("stopped") == mark:
        st.button("Measure what it does to deals", key="measure_talk", on_click=_want, args=(mark,))
        st.caption(
            f"Lives {setup.n_replications} replications of every organisation again with the same luck: once with all "
            "customers silent, once with those silent who warn of us."
        )
        return
    busy = st.empty()
    tick, n = progress_line(busy, mark), len(setup.scenarios)
    found: dict[str, Ripple] = {}
    for scenario in setup.scenarios:

        def report(done: int, of: int, before: int = len(found)) -> None:
            tick(before * of + done, n * of)

        found[scenario.name] = compute.analysis(ripple, scenario, setup.n_replications, tick=report)
    busy.empty()
    table = deals_frame(found)
    lines = [f"{name}: {line}" for name, each in found.items() for line in each.sentences()[-2:]]
    st.markdown("\n".join(f"- {for_markdown(line)}" for line in lines))
    for line in lines:
        sheet.text(line)
    data = {"main": table, "zero": pandas.DataFrame({"zero": [0]})}
    alt = "Deals won because customers talk, with 95 % intervals. " + " ".join(lines)
    sheet.figure(deals_spec(tuple(setup.names)), data, "talk_deals", "Deals won because customers talk", alt)
    size = f" --accounts {setup.base.run.n_accounts}"
    commands = (again(asks("ripple", scenario, setup.n_replications, size)) for scenario in setup.scenarios)
    told = f"{setup.n_replications} replications, same buyers and same luck on both sides; money is first-term deals."
    st.caption(" ".join([told, *commands]))


def _want(mark: tuple[object, ...]) -> None:
    st.session_state["talk_wanted"] = mark
    st.session_state.pop("stopped", None)


def _one(setup: Setup, sheet: Sheet) -> None:
    """Follow one customer of the first replication."""
    st.markdown("**Follow one customer**")
    left, right = st.columns([1, 2])
    name = left.selectbox("Organisation", setup.names, key="talk_of")
    scenario = setup.scenario(name)
    heard = {voice.account: voice for voice in sorted(_voices(scenario, 0), key=lambda voice: -voice.regret)}
    if not heard:
        st.info(for_markdown(f"No customer of {name} was heard in this run."))
        return

    def words(account: int) -> str:
        voice = heard.get(account)
        return "" if voice is None else (
            f"Account {account} · regret {voice.regret:.0f} of 100 · {voice.promoters} would recommend, "
            f"{voice.detractors} would warn"
        )  # fmt: skip

    account = right.selectbox("Customer (most regret first)", list(heard), format_func=words, key="talk_account")
    found: Trace = _trace(scenario, 0, account)
    lines = found.sentences()
    st.markdown("\n".join(f"- {for_markdown(line)}" for line in lines))
    for line in lines:
        sheet.text(line)
    if len(found.turned):
        sheet.table(found.table())
    size = f" --accounts {scenario.run.n_accounts} --account {account}"
    st.caption(again(f"ripple {file_of(name)}.yaml{size}"))
