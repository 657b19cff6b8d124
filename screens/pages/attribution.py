"""What attribution models would tell the seller, against what each channel truly adds."""

import pandas
import streamlit as st

from screens import compute
from screens.charts.attributions import attribution_spec
from screens.figures import Sheet
from screens.parts import progress_line, take_away
from screens.setup import Setup, current
from simulator.outcomes import position
from simulator.simulation import first_counted
from simulator.statistics import difference
from simulator.touchpoints import MODELS, credits, seen_paths, without_channel
from simulator.vocabulary import OWN_CHANNELS, words

NAMES = {"rep": "Our reps", "content": "Content", "email": "E-mail", "event": "Events", "ads": "Ads"}
N_RUNS = 10
_paths = compute.cached(lambda run: seen_paths(run, first_counted(run.scenario)))


def page() -> None:
    setup = current()
    sheet = Sheet("Attribution", setup)
    st.header("Attribution", anchor=False)
    st.markdown(
        "Left to right: the wins each model credits to a channel, from the touches the seller's systems saw, and the wins that "
        "truly go missing when nobody turns to that channel any more, same buyers, same luck."
    )
    name = st.segmented_control(
        "Organisation", setup.names, default=setup.names[0], key="attribution_of", required=True
    )
    scenario = setup.scenario(name or setup.names[0])
    n = min(N_RUNS, setup.n_replications)
    paths = [path for replication in range(n) for path in _paths(scenario, replication)]
    given = credits(paths)
    given = given.assign(wins=given["wins"] / n, channel=given["channel"].map(NAMES))
    busy = st.empty()
    truth = _truth(setup, scenario, busy)
    busy.empty()
    said = _sentence(given, truth)
    st.markdown(f"**{said}**")
    sheet.text(said)
    data = {"main": given, "truth": truth}
    sheet.figure(attribution_spec(), data, "attribution", f"Attribution and truth: {scenario.name}", said)
    st.caption(
        f"Wins per replication of {scenario.run.n_accounts} accounts. Models: mean of {n} replications. Truth: {setup.n_replications} paired "
        "replications, 95 % interval. Channels stand in for each other, so true effects need not add up to all wins; a negative one "
        "means the channel costs more attention than it returns."
    )
    wide = given.pivot(index="channel", columns="model", values="wins")[list(MODELS)].reset_index()
    wide = wide.merge(truth[["channel", "wins", "low", "high"]].rename(columns={"wins": "truly added"}), on="channel")
    st.dataframe(wide.round(2), hide_index=True, alt="Wins credited by model and truly added, by channel")
    sheet.table(wide.round(2))
    seen = sum(1 for channels, _, won in paths if won and channels)
    all_won = sum(1 for *_, won in paths if won)
    st.caption(f"Of {all_won} wins, {seen} had a touch that the seller's systems saw.")
    take_away(setup, sheet)


def _truth(setup: Setup, scenario, busy) -> "pandas.DataFrame":  # type: ignore[no-untyped-def]
    """Return the wins lost without each channel, by paired runs."""
    n, column = setup.n_replications, position("p_win")
    others = [without_channel(scenario, channel) for channel in range(len(OWN_CHANNELS))]
    report = progress_line(busy, ("attribution", scenario.fingerprint))
    whole = compute.outcomes(scenario, n)[:, column]
    serious = (
        scenario.run.n_accounts * (1 - scenario.run.share_warm_up) * (1 - scenario.market.demand.share_not_serious)
    )
    lines = []
    for channel, other in zip(OWN_CHANNELS, others, strict=True):
        k = int(channel)
        values = compute.outcomes(other, n, lambda done, of, k=k: report(k * of + done, len(others) * of))[:, column]
        found = difference(whole, values)
        lines.append(
            {
                "channel": NAMES[words(channel)],
                "wins": found.mean * serious,
                "low": found.low * serious,
                "high": found.high * serious,
            }
        )
    return pandas.DataFrame(lines)


def _sentence(given: "pandas.DataFrame", truth: "pandas.DataFrame") -> str:
    """Say which channel each of the two commonest models overrates most."""
    best = truth.sort_values("wins").iloc[-1]["channel"]
    parts = []
    for model in ("first touch", "last touch"):
        credit = given[given["model"] == model].sort_values("wins").iloc[-1]["channel"]
        parts.append(f"{model} model puts {credit} first")
    return f"The {' and the '.join(parts)}; what truly adds most wins is {best}."


page()
