"""Life with the purchase: what customers feel, why they regret, what they say to others, who stays."""

import math

import pandas
import streamlit as st

from buyermaze.experiments.validation.published import PUBLISHED_IN, out_of_band
from buyermaze.screens.charts.customers import causes_frame, causes_spec, feelings_spec, funnel_spec, voices_spec
from buyermaze.screens.engine import compute
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.customers.surveys import heard
from buyermaze.screens.panels.customers.word_of_mouth import talk
from buyermaze.screens.panels.deals.buyer_books import books_kept
from buyermaze.screens.panels.deals.promises import promised
from buyermaze.screens.panels.questions import questions
from buyermaze.screens.panels.shared import seen_so_far, take_away
from buyermaze.screens.sidebar.sidebar import Setup, current
from buyermaze.screens.theme import colours
from buyermaze.simulator.comparison.comparison import Comparison
from buyermaze.simulator.comparison.phrasing import borne
from buyermaze.simulator.core.plain_text import for_html, for_markdown
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position

CARDS = ("satisfaction", "ces", "nps", "share_regret", "p_renewal")
# shown where they happen
MET = (
    "share_delivered_late", "share_bills_wrong", "share_contracts_stuck", "share_in_community", "share_listened",
    "share_expanded", "p_renewal_new_rep",
)  # fmt: skip
UNHAPPY = 7.0  # points of satisfaction at first use below which a customer counts as less than satisfied
N_RUNS = 8  # replications whose journeys are pooled in the pictures of people


def page() -> None:
    setup, found = seen_so_far(current(), "satisfaction")
    sheet = Sheet("Customers", setup)
    st.header("Customers", anchor=False)
    st.markdown(f"**{for_markdown(_answer(found))}**")
    sheet.text(_answer(found))
    st.html(_table(found, setup.market))
    heard(setup, found, sheet, min(N_RUNS, setup.n_replications))
    st.subheader("Why customers regret")
    table = causes_frame(found)
    top = table.sort_values("mean").iloc[-1]
    most = f"{top['cause']} under {top['organisation']}"
    alt = f"What each cause adds to regret, mean over customers with 95 % interval. Largest: {most}."
    sheet.figure(causes_spec(tuple(found.names)), {"main": table}, "causes", "Regret by cause", alt)
    people = _customers(setup)
    if people.empty:
        st.info("No customer in these replications; ask for more accounts.")
        books_kept(setup, sheet)
        questions(setup, sheet)
        return take_away(setup, sheet)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("How they feel")
        median = people.groupby("organisation", sort=False)["satisfaction"].median()
        alt = "Satisfaction of customers, 0 to 10; median " + ", ".join(
            f"{name} {value:.1f}" for name, value in median.items()
        )
        sheet.figure(feelings_spec(tuple(found.names)), {"main": people}, "feelings", "Satisfaction of customers", alt)
    with right:
        st.subheader("What they say to others")
        voices = _voices(found)
        alt = "Shares of promoters, passives and detractors: " + "; ".join(
            f"{r.organisation} {r.voice} {r.said}" for r in voices.itertuples()
        )
        sheet.figure(voices_spec(tuple(found.names)), {"main": voices}, "voices", "Advocacy", alt)
    st.subheader("Noticed, put right, kept")
    st.caption(
        f"Of the customers whose satisfaction was below {UNHAPPY:g} of 10 at first use: how many we noticed, handled, and kept."
    )
    steps = _steps(people)
    alt = "; ".join(f"{row.organisation} {row.step} {row.customers}" for row in steps.itertuples())
    sheet.figure(funnel_spec(tuple(found.names)), {"main": steps}, "recovery", "Alerts and recovery", alt)
    st.caption(
        f"Pictures of people pool {min(N_RUNS, setup.n_replications)} replications; numbers above use all {found.n_replications}."
    )
    books_kept(setup, sheet)
    promised(setup, sheet)
    questions(setup, sheet)
    talk(setup, sheet)
    take_away(setup, sheet, found)


def _answer(found: Comparison) -> str:
    said = []
    for name in found.challengers:
        parts = [
            f"{'better' if found.differences[name, key].mean * (OUTCOMES[position(key)].better or 1) > 0 else 'worse'} in "
            f"{OUTCOMES[position(key)].label}, {_level(found, name, key)} instead of {_level(found, found.baseline, key)}"
            for key in CARDS
            if found.differences[name, key].n > 1 and found.distinguishable(name, key)
        ]
        said.append(
            f"Customers of {name} fare {'; '.join(parts)}."
            if parts
            else f"Customers of {name} fare as those of {found.baseline} do: nothing can be told from luck."
        )
    return " ".join(said)


def _level(found: Comparison, name: str, key: str) -> str:
    return borne(found.means[name, key], OUTCOMES[position(key)].unit)


def _table(found: Comparison, market: str) -> str:
    met = tuple(key for key in MET if any(found.means[name, key].mean > 0 for name in found.names))
    cells = []
    for name, colour in zip(found.names, colours(found.names), strict=True):
        lines = ""
        for key in (*CARDS, *met):
            about = OUTCOMES[position(key)]
            band = out_of_band(key, found.means[name, key].mean) if market == PUBLISHED_IN else ""
            odd = f" <span class='odd'>{for_html(band)}</span>" if band else ""
            lines += f'<div class="l">{about.label}: <b>{_level(found, name, key)}</b>{odd}</div>'
        tag = '<span class="tag">baseline</span>' if name == found.baseline else ""
        cells.append(
            f'<div class="bm-card" style="--c:{colour}"><div class="n">{for_html(name)}{tag}</div>{lines}</div>'
        )
    return f'<div class="bm-cards">{"".join(cells)}</div>'


def _customers(setup: Setup) -> "pandas.DataFrame":
    parts = []
    for scenario in setup.scenarios:
        for replication in range(min(N_RUNS, setup.n_replications)):
            journeys = _journeys(scenario, replication)
            parts.append(journeys.assign(organisation=scenario.name, replication=replication + 1))
    return pandas.concat(parts, ignore_index=True)


@compute.cached
def _journeys(run) -> "pandas.DataFrame":  # type: ignore[no-untyped-def]
    table = run.journeys()
    columns = [
        "satisfaction",
        "regret",
        "n_alerts",
        "n_recoveries",
        "n_renewals",
        "renewed",
    ]
    return table[table["customer"] & table["serious"]][columns].reset_index(drop=True)


def _voices(found: Comparison) -> "pandas.DataFrame":
    """Return promoters, passives and detractors, of the same people as the net promoter score above: it is their balance."""
    lines = []
    for name in found.names:
        against = found.means[name, "share_anti_advocates"].mean
        if math.isnan(against):
            continue  # nobody bought
        in_favour = found.means[name, "nps"].mean / 100 + against
        warn = round(100 * against)
        back = round(found.means[name, "nps"].mean) + warn  # whole percentages whose balance is the whole score
        shares = {"detractors": (against, warn), "passives": (1 - against - in_favour, 100 - warn - back),
                  "promoters": (in_favour, back)}  # fmt: skip
        lines += [
            {"organisation": name, "voice": voice, "share": share, "said": f"{whole} %", "place": k}
            for k, (voice, (share, whole)) in enumerate(shares.items())
        ]
    return pandas.DataFrame(lines)


def _steps(people: "pandas.DataFrame") -> "pandas.DataFrame":
    lines = []
    for name, group in people[people["satisfaction"] < UNHAPPY].groupby("organisation", sort=False):
        counts = {
            "not satisfied": len(group),
            "noticed": int((group["n_alerts"] > 0).sum()),
            "put right": int((group["n_recoveries"] > 0).sum()),
            "renewed": int((group["renewed"] > 0).sum()),
        }
        lines += [{"organisation": name, "step": step, "customers": n} for step, n in counts.items()]
    return pandas.DataFrame(lines, columns=["organisation", "step", "customers"])


page()
