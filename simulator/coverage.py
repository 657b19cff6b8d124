"""What our content answers: a matrix of job by persona by medium, and the requests it left without an answer."""

from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.packing import pack
from simulator.vocabulary import N_INFO_JOBS, Channel, Job, Kind, Reason, Status, words

if TYPE_CHECKING:
    import pandas

    from simulator.inputs.scenario import Scenario

HOLE = 0.35  # chance of an answer below which a cell counts as a hole


def coverage(scenario: "Scenario") -> "pandas.DataFrame":
    """Return the chance that a question is answered, by job and reader.

    Returns
    -------
    DataFrame, one line per job and reader
        ``job``, ``reader`` (a persona, or ``our reps`` for playbooks), ``channel`` (content or rep), ``p_answer``,
        ``need`` (information units wanted; reps have none), ``assets`` (names, joined), ``hole`` (needed and rarely answered).
    """
    import pandas

    params = pack(scenario.market, scenario.programme)[0]
    assets = scenario.programme.library.assets
    lines: list[dict[str, Any]] = []
    for job in list(Job)[:N_INFO_JOBS]:
        for row, persona in enumerate(scenario.market.personas):
            fitting = [
                a.name
                for a in assets
                if a.channel == "content" and a.job == words(job) and a.persona in ("all", persona.name)
            ]
            need, chance = persona.need.row()[job], float(params["found"][row, job])
            hole = need >= 0.3 and chance < HOLE
            lines.append(_line(job, persona.name, "content", chance, need, fitting, hole))
        fitting = [a.name for a in assets if a.channel == "rep" and a.job == words(job)]
        lines.append(_line(job, "our reps", "rep", float(params["playbook"][job]), 0.0, fitting, False))
    return pandas.DataFrame(lines)


def missed_requests(run: Any) -> "pandas.DataFrame":
    """Rank what was asked of our content in vain.

    Returns
    -------
    DataFrame, one line per job and persona, the most at risk first
        ``job``, ``persona``, ``requests``, ``missed``, ``share_missed``, ``accounts`` (serious ones that met a dead end),
        ``not_won`` (of these, those that did not buy from us), ``at_risk`` (their deal value, USD).
    """
    import pandas

    rows, seats = run.journal, run.scenario.market.group.seats
    decided = rows[rows["kind"] == Kind.DECISION]
    status = dict(zip(decided["account"].tolist(), decided["detail"].astype(int).tolist(), strict=True))
    touches = rows[(rows["kind"] == Kind.TOUCH) & (rows["channel"] == Channel.CONTENT)]
    table = pandas.DataFrame(
        {
            "job": [words(Job(job)) for job in touches["job"]],
            "persona": [seats[person] for person in touches["person"]],
            "account": touches["account"],
            "missed": np.isin(touches["reason"], (Reason.DEAD_END, Reason.SENT_ON)),
            "status": [status.get(int(account), int(Status.OPEN)) for account in touches["account"]],
        }
    )
    table = table[table["status"] != Status.NOT_SERIOUS]
    lines = []
    for (job, persona), group in table.groupby(["job", "persona"], sort=False):
        vain = group[group["missed"]]
        lost = vain[vain["status"] != Status.WON]["account"].nunique()
        lines.append(
            {
                "job": job,
                "persona": persona,
                "requests": len(group),
                "missed": len(vain),
                "share_missed": len(vain) / len(group),
                "accounts": vain["account"].nunique(),
                "not_won": lost,
                "at_risk": lost * run.scenario.market.offer.deal_value,
            }
        )
    columns = ["job", "persona", "requests", "missed", "share_missed", "accounts", "not_won", "at_risk"]
    return (
        pandas.DataFrame(lines, columns=columns)
        .sort_values(["at_risk", "missed"], ascending=False)
        .reset_index(drop=True)
    )


def _line(
    job: Job, reader: str, channel: str, chance: float, need: float, assets: list[str], hole: bool
) -> dict[str, Any]:
    return {
        "job": words(job), "reader": reader, "channel": channel, "p_answer": chance, "need": need,
        "assets": ", ".join(assets), "hole": hole,
    }  # fmt: skip
