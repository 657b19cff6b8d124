"""How far buyers are when they first meet a seller: not one number but a distribution, for every segment."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from buyermaze.simulator.comparison.paired_statistics import Estimate, estimate
from buyermaze.simulator.core.vocabulary import Kind
from buyermaze.simulator.outcomes.segments import segments_of
from buyermaze.simulator.runs.history import contacts_with_us
from buyermaze.simulator.runs.replications import Progress, replications_of, runs_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario
    from buyermaze.simulator.runs.history import History

QUANTILES: Final = (0.1, 0.5, 0.9)
EVERYBODY: Final = "all segments"
OURS, ANY = "our rep", "any vendor's rep"


@dataclass(frozen=True, eq=False)
class FirstContacts:
    """Quantiles of progress at the first contact with a seller, with intervals over replications."""

    scenario: "Scenario"
    n_replications: int
    quantiles: dict[tuple[str, str, float], Estimate]  # by segment, whose rep and quantile
    n_accounts: dict[tuple[str, str], float]  # that met one, per replication, by segment and whose rep

    def table(self) -> "pandas.DataFrame":
        """Return one line per segment, seller and quantile.

        Returns
        -------
        DataFrame
            ``segment``, ``seller``, ``n_accounts`` (that met one, per replication), ``quantile`` (0.1, 0.5, 0.9), ``progress``
            (share of the information work done, 0 to 1) and its 95 % interval ``low``, ``high``; NaN where nobody met one.
        """
        import pandas

        lines = [
            (segment, seller, self.n_accounts[segment, seller], quantile, found.mean, found.low, found.high)
            for (segment, seller, quantile), found in self.quantiles.items()
        ]
        names = ["segment", "seller", "n_accounts", "quantile", "progress", "low", "high"]
        return pandas.DataFrame(lines, columns=names)

    def sentences(self) -> list[str]:
        """Say between which ends first contacts lie, for everybody and then by segment."""
        segments = list(dict.fromkeys(segment for segment, *_ in self.quantiles))
        return [line for segment in segments if (line := self._sentence(segment))]

    def _sentence(self, segment: str) -> str:
        low, middle, high = (self.quantiles[segment, OURS, quantile].mean for quantile in QUANTILES)
        if np.isnan(middle):
            return ""
        who = "Buyers" if segment == EVERYBODY else f"Buyers of the segment {segment}"
        return (
            f"{who} have done {100 * middle:.0f} % of their information work when they first meet our rep; a tenth of them at most "
            f"{100 * low:.0f} %, a tenth {100 * high:.0f} % or more."
        )


def first_contacts(
    scenario: "Scenario", n_replications: int | None = None, progress: Progress | None = None
) -> FirstContacts:
    """Measure how much of their information work groups have done when they first meet a seller.

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
    FirstContacts
        Quantiles 0.1, 0.5 and 0.9 of the share of the information work done, 0 to 1, mean over replications.
    """
    n = replications_of(scenario, n_replications)
    runs = [progress_at_contact(run) for run in runs_of(scenario, n, progress)]
    names = [segment.name for segment in scenario.market.segments]
    found: dict[tuple[str, str, float], Estimate] = {}
    n_accounts: dict[tuple[str, str], float] = {}
    for segment in [EVERYBODY, *(names if len(names) > 1 else [])]:
        for seller in (OURS, ANY):
            parts = [_of(table, segment, seller) for table in runs]
            n_accounts[segment, seller] = float(np.mean([len(part) for part in parts]))
            for quantile in QUANTILES:
                values = [np.quantile(part, quantile) if len(part) else np.nan for part in parts]
                found[segment, seller, quantile] = estimate(np.array(values))
    return FirstContacts(scenario, n, found, n_accounts)


def progress_at_contact(run: "History") -> "pandas.DataFrame":
    """Return the progress of every counted account with a project at its first contact: ``segment, seller, account, progress``."""
    import pandas

    met = run.of_kind(Kind.CONTACTED)
    met = met[np.isin(met["account"], run.counted_real())]
    parts = []
    for seller, rows in ((OURS, contacts_with_us(met)), (ANY, met)):
        first = rows[np.sort(np.unique(rows["account"], return_index=True)[1])]
        names = [run.scenario.market.segments[place].name for place in segments_of(run, first["account"])]
        parts.append(
            pandas.DataFrame(
                {"segment": names, "seller": seller, "account": first["account"], "progress": first["value"]}
            )
        )
    return pandas.concat(parts, ignore_index=True)


def _of(table: "pandas.DataFrame", segment: str, seller: str) -> np.ndarray:
    chosen = table[table["seller"] == seller]
    return (chosen if segment == EVERYBODY else chosen[chosen["segment"] == segment])["progress"].to_numpy()
