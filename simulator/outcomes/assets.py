"""What each asset of the catalogue is asked for and answers, and which of them are dead."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.simulator.core.vocabulary import Channel, Job, Kind, Reason
from buyermaze.simulator.inputs.timeline import years_observed
from buyermaze.simulator.model.parameters import live_assets

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.scenario import Scenario

ALIVE_FROM: Final = 1.0  # answers a year below which an asset is dead; assumption
COLUMNS: Final = (
    "name", "job", "persona", "used_by", "p_answers", "n_asked", "n_answers", "answers_a_year", "is_dead",
)  # fmt: skip


def asset_frame(rows: Any, scenario: "Scenario") -> "pandas.DataFrame":
    """Return a line per asset of the catalogue, as it is when a run begins: how often it was asked for, and how often it answered.

    Which of several assets gave an answer is not known: each is credited with the chance that it holds an answer where one was
    found, so that an answer that two assets hold counts for both. A playbook answers where a rep uses it in a conversation in
    which the buyer's situation is not known; elsewhere it changes nothing.

    Parameters
    ----------
    rows : ndarray of state.ROW
        Rows of the accounts that count.
    scenario : Scenario
        The scenario, whose programme lists the assets.

    Returns
    -------
    DataFrame
        ``name``, ``job``, ``persona``, ``used_by`` (buyers or reps), ``p_answers`` (chance that it answers, kept as it is),
        ``n_asked`` (visits to our content, or conversations with our reps, it was made for), ``n_answers`` (expected, of
        them), ``answers_a_year`` (of the observation window), ``is_dead`` (less than one answer a year).
    """
    import pandas

    market, programme = scenario.market, scenario.programme
    assets = live_assets(market, programme)
    touches = rows[rows["kind"] == Kind.TOUCH]
    personas = np.array(market.group.seats)[touches["person"]]
    years = years_observed(scenario)
    lines = []
    for asset, chance in assets:
        job = Job[asset.job.upper()]
        on_job = touches["job"] == job
        if asset.channel == "rep":
            asked = on_job & (touches["channel"] == Channel.REP) & (touches["rep"] >= 0)
            n_answers = (
                programme.selling.p_uses_assets * chance * np.sum(asked & (touches["reason"] == Reason.OUT_OF_CONTEXT))
            )
        else:
            asked = on_job & (touches["channel"] == Channel.CONTENT)
            if asset.persona != "all":
                asked &= personas == asset.persona
            found = asked & (touches["reason"] == Reason.FOUND)
            n_answers = 0.0
            for persona in np.unique(personas[found]):
                together = 1.0 - np.prod([
                    1.0 - other_chance
                    for other, other_chance in assets
                    if other.channel == "content" and other.job == asset.job and other.persona in ("all", persona)
                ])  # fmt: skip
                n_answers += np.sum(found & (personas == persona)) * chance / together if together > 0.0 else 0.0
        used_by = "reps" if asset.channel == "rep" else "buyers"
        a_year = float(n_answers) / years if years > 0.0 else np.nan
        lines.append(
            (
                asset.name,
                asset.job,
                asset.persona,
                used_by,
                chance,
                int(asked.sum()),
                float(n_answers),
                a_year,
                a_year < ALIVE_FROM,
            )
        )
    return pandas.DataFrame(lines, columns=list(COLUMNS))
