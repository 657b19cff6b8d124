"""What each asset of the catalogue is asked for and answers in a year, over replications, and which are dead."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from buyermaze.simulator.outcomes.books.assets import ALIVE_FROM, asset_frame, asset_sentences
from buyermaze.simulator.runs.replications import Progress, replications_of, runs_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario


@dataclass(frozen=True, eq=False)
class AssetUse:
    """Use of every asset, means over replications."""

    scenario: "Scenario"
    n_replications: int
    means: "pandas.DataFrame"

    def table(self) -> "pandas.DataFrame":
        """Return a line per asset, dead ones first.

        Returns
        -------
        DataFrame
            Columns as of a run's ``assets()``; counts per replication.
        """
        return self.means.sort_values("answers_a_year", kind="stable", ignore_index=True)

    def sentences(self) -> list[str]:
        """Say which assets are dead, and which answers most."""
        return asset_sentences(self.means)


def asset_use(scenario: "Scenario", n_replications: int | None = None, progress: Progress | None = None) -> AssetUse:
    """Look at what every asset of the catalogue is asked for and answers.

    Parameters
    ----------
    scenario : Scenario
        What to simulate.
    n_replications : int, optional
        Replications; default: the scenario's own.
    progress : callable (done, total), optional
        Told after every finished run.

    Returns
    -------
    AssetUse
        Use of each asset, mean over replications; dead with less than one answer a year.
    """
    n = replications_of(scenario, n_replications)
    frames = [asset_frame(run.counted_rows(), scenario) for run in runs_of(scenario, n, progress)]
    means = frames[0]
    for name in ("n_asked", "n_answers", "answers_a_year"):
        means = means.assign(**{name: sum(frame[name] for frame in frames) / n})
    return AssetUse(scenario, n, means.assign(is_dead=means["answers_a_year"] < ALIVE_FROM))
