"""What people of the trade claim, how it came out in every market, and what it hangs on."""

from dataclasses import replace

import pandas
import streamlit as st

from buyermaze.experiments.claims.book import BY_KEY, CLAIMS
from buyermaze.experiments.claims.claim import Claim, measured
from buyermaze.experiments.claims.lab import N_FRESH, Answers, shipped_answers
from buyermaze.experiments.claims.page import ELSEWHERE, LEGEND, by_market, sources, strip
from buyermaze.experiments.claims.region import ASSUMPTIONS
from buyermaze.screens.charts.claims import claim_frame, claim_spec, worlds_frame, worlds_spec
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.shared import take_away
from buyermaze.screens.sidebar.sidebar import current
from buyermaze.simulator.comparison.negligible import LOOKS
from buyermaze.simulator.comparison.phrasing import SAID

HEIGHT = 248  # pixels of the list, six lines and its head; the rest is scrolled to


def page() -> None:
    setup = current()
    sheet = Sheet("Claims", setup)
    st.header("What is claimed", anchor=False)
    answers = shipped_answers()
    _all(answers, sheet)
    key = st.selectbox(
        "A sentence of the trade", list(BY_KEY), format_func=lambda key: BY_KEY[key].says, key="claim", bind="query-params",
        help="None of these is built in: each is a test that may fail.",
    )  # fmt: skip
    claim, found = BY_KEY[key], answers.markets[key]
    said, hangs_on, *around = answers.sentences(key)
    st.markdown(f"{claim.says} **{said}** {hangs_on}")  # the choice above is cut on a phone
    for line in (claim.says, said, hangs_on, *around):
        sheet.text(line)
    axis = f"right of zero it holds ({SAID.get(claim.test.unit, claim.test.unit)})"  # short enough for a phone
    data = {"main": claim_frame(found, claim.test.unit)}
    sheet.figure(claim_spec(axis, len(found)), data, "claim", claim.says, f"{claim.says} By market. {said}")
    st.caption(
        f"{sources(claim)}. Tested: {claim.test.says()}; to the right of zero it holds. "
        f"{f'Left out: {claim.note}. ' if claim.note else ''}"
        f"{answers.n_replications} replications a market, same luck on both sides; each bar is a 95 % interval by itself, "
        f"verdicts are adjusted for the {len(found)} markets, so that a bar that just misses zero may not tell. "
        f"`buyermaze claims {key} --replications {answers.n_replications}` measures it anew. "
        f"So few overlook small differences: where *Compare*, which lives on up to {LOOKS[-1]} times until two are settled, is "
        "surer of who wins more, believe it. The organisations and levers chosen at the side do not matter here."
    )
    _worlds(answers, claim, around, sheet)
    numbers = pandas.DataFrame(by_market(claim, found), columns=["Market", "Tested number", "Came out"])
    with st.expander("The numbers behind the picture of markets"):
        st.dataframe(numbers, hide_index=True, alt=f"{claim.says} What was measured in every market.")
    sheet.table(numbers)
    if not answers.is_current:
        st.info("The rules have changed since these answers were computed: take them as a hint.")
    st.caption(ELSEWHERE)
    commands = f"buyermaze claims {key} --replications {answers.n_replications}`, `buyermaze claims {key} --fresh {N_FRESH}"
    take_away(replace(setup, n_replications=answers.n_replications), sheet, words=lambda _: commands)


def _worlds(answers: Answers, claim: Claim, said: list[str], sheet: Sheet) -> None:
    """Draw what the claim comes to in worlds around the reference market, along one of the assumptions that vary there."""
    st.subheader("Where it holds, in worlds around the reference market")
    region, names = answers.regions[claim.key], [each.words for each in ASSUMPTIONS]
    most = next((k for k, each in enumerate(ASSUMPTIONS) if each.path == region.assumption), 0)
    chosen = st.selectbox("Along", names, index=most, key=f"along_{claim.key}", help="All of them vary at once.")
    along = ASSUMPTIONS[names.index(chosen)]
    cut = region.cut if along.path == region.assumption else None
    data = {"main": worlds_frame(answers.worlds, claim.key, along, claim.test.unit)}
    axis = f"above zero it holds ({SAID.get(claim.test.unit, claim.test.unit)})"
    alt = f"{claim.says} What it comes to in {answers.n_worlds} worlds, by {along.words}. {' '.join(said)}"
    sheet.figure(worlds_spec(along.words, axis, cut), data, "worlds", f"{claim.says} Worlds", alt)
    line = "The upright line is where it was found to divide them. " if cut is not None else ""
    st.caption(f"A mark is a world with assumptions and luck of its own. {line}`buyermaze claims {claim.key} --fresh {N_FRESH}` "
               "holds all this against worlds drawn anew.")  # fmt: skip
    st.markdown("\n".join(f"- {line}" for line in said))


def _all(answers: Answers, sheet: Sheet) -> None:
    """List every claim; a line that is chosen is what the page is about."""
    table = pandas.DataFrame(
        [
            {
                "Markets": strip(answers.markets[claim.key]),
                "Claim": claim.says,
                "All markets together": measured(answers.together[claim.key], claim.test.unit),
                "Reference market": measured(answers.markets[claim.key]["reference"], claim.test.unit),
                "Source": sources(claim),
            }
            for claim in CLAIMS
        ]
    )
    order = ", ".join(market.replace("_", " ") for market in answers.markets[CLAIMS[0].key])
    st.caption(f"Choose a line to read it below. {LEGEND}. A mark a market: {order}.")

    def chosen() -> None:
        rows = st.session_state["every_claim"].selection.rows
        if rows:
            st.session_state["claim"] = CLAIMS[rows[0]].key

    st.dataframe(
        table, hide_index=True, height=HEIGHT, alt="Every claim, how it came out by market, and who makes it", key="every_claim",
        on_select=chosen, selection_mode="single-row",
    )  # fmt: skip
    sheet.table(table)


page()
