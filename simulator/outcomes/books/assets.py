"""What each asset of the catalogue is asked for and answers, and which of them are dead."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.simulator.core.vocabulary import Channel, Job, Kind, Reason
from buyermaze.simulator.inputs.dates.timeline import years_observed
from buyermaze.simulator.model.parameters import live_assets

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario

ALIVE_FROM: Final = 1.0  # answers a year below which an asset is dead; assumption
COLUMNS: Final = (
    "name", "job", "persona", "used_by", "p_answers", "n_asked", "n_answers", "answers_a_year", "is_dead",
)  # fmt: skip


def asset_frame(rows: Any, scenario: "Scenario") -> "pandas.DataFrame":
    """Return a line per asset of the catalogue, as it is when a run begins: how often it was asked for, and how often it answered.

    Which of several assets gave an answer is not known: each is credited with the chance that it holds an answer where one was
    found, so that an answer that two assets hold counts for both. What reps use answers in conversations in which the buyer's
    situation is not known, and in all where an asset at hand gives reps confidence; elsewhere it changes nothing.

    Parameters
    ----------
    rows : ndarray of state.ROW
        Rows of the accounts that count.
    scenario : Scenario
        The scenario, whose programme lists the assets.

    Returns
    -------
    DataFrame
        ``name``, ``job``, ``persona``, ``used_by`` (buyers, reps, or buyers and reps), ``p_answers`` (chance that it
        answers, kept as it is; for buyers where both use it),
        ``n_asked`` (visits to our content, or conversations with our reps, it was made for), ``n_answers`` (expected, of
        them), ``answers_a_year`` (of the observation window), ``is_dead`` (less than one answer a year).
    """
    import pandas

    market, programme = scenario.market, scenario.programme
    assets = live_assets(market, programme)
    touches = rows[rows["kind"] == Kind.TOUCH]
    personas = np.array(market.group.seats)[touches["person"]]
    by_rep = (touches["channel"] == Channel.REP) & (touches["rep"] >= 0)
    strange = touches["reason"] == Reason.OUT_OF_CONTEXT
    helped = by_rep if programme.tools.confidence > 0.0 else by_rep & strange
    years = years_observed(scenario)
    lines = []
    for asset, answers, helps in assets:
        shared = any(tool.shared and tool.name == asset.name for tool in programme.tools.assets)
        read, used = shared or asset.channel == "content", shared or asset.channel == "rep"
        asked = touches["job"] == Job[asset.job.upper()]
        in_talks = asked
        if asset.persona != "all":
            asked = asked & (personas == asset.persona)
        if asset.channel == "content":
            in_talks = asked
        asked = asked & (touches["channel"] == Channel.CONTENT)
        n_asked, n_answers = 0, 0.0
        if read:
            n_asked += int(asked.sum())
            n_answers += _answered(asked & (touches["reason"] == Reason.FOUND), personas, asset, answers, assets)
        if used:
            n_asked += int((in_talks & by_rep).sum())
            n_answers += programme.selling.p_uses_assets * helps * float(np.sum(in_talks & helped))
        used_by = " and ".join(who for who, so in (("buyers", read), ("reps", used)) if so)
        p_answers = answers if read else helps
        a_year = n_answers / years if years > 0.0 else np.nan
        lines.append(
            (asset.name, asset.job, asset.persona, used_by, p_answers, n_asked, n_answers, a_year, a_year < ALIVE_FROM)
        )
    return pandas.DataFrame(lines, columns=list(COLUMNS))


def _answered(found: np.ndarray, personas: np.ndarray, asset: Any, answers: float, assets: Any) -> float:
    """Return how many of the answers found an asset is expected to hold."""
    total = 0.0
    for persona in np.unique(personas[found]):
        together = 1.0 - np.prod([
            1.0 - other_answers
            for other, other_answers, _ in assets
            if other.job == asset.job and other.persona in ("all", persona)
        ])  # fmt: skip
        total += float(np.sum(found & (personas == persona))) * answers / together if together > 0.0 else 0.0
    return total


def asset_sentences(table: "pandas.DataFrame") -> list[str]:
    """Say which assets are dead, and which answer most."""
    if table.empty:
        return ["There is no content."]
    if table["answers_a_year"].isna().all():
        return ["Nobody was observed, so nothing was asked for."]
    dead = table.loc[table["is_dead"], "name"].tolist()
    best = table.loc[table["answers_a_year"].idxmax()]
    return [
        f"Dead, with less than one answer a year: {', '.join(dead)}."
        if dead
        else "Every asset answers at least once a year.",
        f"Most is answered by {best['name']}, about {best['answers_a_year']:.0f} times a year.",
    ]
