"""What our content answers: a matrix of job by reader, with its holes."""

from typing import TYPE_CHECKING, Any

from buyermaze.simulator.core.vocabulary import N_INFO_JOBS, Job, words
from buyermaze.simulator.model.parameters import live_assets, pack

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario

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

    params = pack(scenario)[0]
    assets = live_assets(scenario.market, scenario.programme)
    lines: list[dict[str, Any]] = []
    for job in list(Job)[:N_INFO_JOBS]:
        for row, persona in enumerate(scenario.market.personas):
            fitting = [
                asset.name
                for asset, answers, _ in assets
                if answers > 0.0 and asset.job == words(job) and asset.persona in ("all", persona.name)
            ]
            need, chance = persona.need.row()[job], float(params["found"][row, job])
            hole = need >= 0.3 and chance < HOLE
            lines.append(_line(job, persona.name, "content", chance, need, fitting, hole))
        fitting = [asset.name for asset, _, helps in assets if helps > 0.0 and asset.job == words(job)]
        helped = float(params["playbook"][: len(scenario.market.personas), job].mean())
        lines.append(_line(job, "our reps", "rep", helped, 0.0, fitting, False))
    return pandas.DataFrame(lines)


def concerns(scenario: "Scenario") -> "pandas.DataFrame":
    """Return what a purchase is about for each persona, and how often what we say meets it without knowing the buyer.

    Returns
    -------
    DataFrame, one line per persona of the buying group
        ``persona``, ``fix``, ``run``, ``grow`` (shares of those who want a problem fixed, to run better, to grow), ``p_met``
        (chance that an answer on the problem or its solutions speaks to the buyer's own concern, before what purchases are
        about turns).
    """
    import pandas

    params = pack(scenario)[0]
    spoken = _shares([params["teaching_fix"], params["teaching_run"], params["teaching_grow"]])
    lines = []
    for row, persona in enumerate(scenario.market.personas):
        if persona.name in scenario.market.group.seats:
            wanted = _shares(params["concern"][row])
            lines.append((persona.name, *wanted, sum(a * b for a, b in zip(wanted, spoken, strict=True))))
    return pandas.DataFrame(lines, columns=["persona", "fix", "run", "grow", "p_met"])


def _shares(weights: Any) -> list[float]:
    """Return weights as shares of their sum; alike without any weight."""
    total = float(sum(weights))
    return [float(weight) / total if total > 0.0 else 1.0 / len(weights) for weight in weights]


def _line(
    job: Job, reader: str, channel: str, chance: float, need: float, assets: list[str], hole: bool
) -> dict[str, Any]:
    return {
        "job": words(job), "reader": reader, "channel": channel, "p_answer": chance, "need": need,
        "assets": ", ".join(assets), "hole": hole,
    }  # fmt: skip
