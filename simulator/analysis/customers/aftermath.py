"""What a hard purchase does afterwards: renewal by effort, and who speaks against us after hard purchases and after others."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from buyermaze.simulator.comparison.paired_statistics import t_quantile
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.outcomes.tallies import HARD_FROM, HIGH_REGRET, HOURS_IN, Tally
from buyermaze.simulator.runs.replications import Progress, replications_of, runs_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.scenario import Scenario

FEWEST: Final = 20  # customers below which nothing is said
CLAIMED: Final = 1.5  # anti-advocacy after hard purchases over that after others, as the trade has it (CEB)
N_BANDS: Final = 4
HOURS: Final = tuple(Tally(place).name.lower() for place in HOURS_IN)
EFFORTS: Final = {
    "effort": "time the effort expected", "hours_per_member": "hour a head", "ease": "point of the customer effort score",
}  # fmt: skip


class Fitted(NamedTuple):
    """A number and its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Aftermath:
    """Customers of all replications, one line each: ``effort, ease, hours_per_member, regret, n_ratings, detractors`` ..."""

    scenario: "Scenario"
    customers: "pandas.DataFrame"

    def slopes(self) -> "pandas.DataFrame":
        """Return how the chance of renewal goes with effort.

        Returns
        -------
        DataFrame
            One line per measure of effort: ``effort``, ``slope`` (change of the share of renewal decisions that went our way,
            per unit), ``low``, ``high``, ``n_decisions``. Least squares over customers, weighted by their decisions, with
            errors that allow for any spread (HC1); nothing else is held still.
        """
        import pandas

        asked = self.customers[self.customers["n_renewals"] > 0]
        weight = asked["n_renewals"].to_numpy(float)
        renewed = asked["renewed"].to_numpy(float) / weight
        lines = [(name, *slope(asked[name].to_numpy(float), renewed, weight), int(weight.sum())) for name in EFFORTS]
        return pandas.DataFrame(lines, columns=["effort", "slope", "low", "high", "n_decisions"])

    def voices(self) -> "pandas.DataFrame":
        """Return how often members speak against us after hard purchases, and after regretted ones, beside all others.

        Returns
        -------
        DataFrame
            ``purchases``, ``n_customers``, ``share_anti_advocates`` of them, ``share_of_others``, their ``ratio``, ``low``,
            ``high``. Members of one customer are of one mind more often than not, so the interval is over customers.
        """
        import pandas

        splits = {
            f"hard: above {HARD_FROM:g} times the effort expected": self.customers["effort"] > HARD_FROM,
            f"regretted: group regret above {HIGH_REGRET:g}": self.customers["regret"] > HIGH_REGRET,
        }
        against, people = self.customers["detractors"].to_numpy(float), self.customers["n_ratings"].to_numpy(float)
        lines = []
        for words, mark in splits.items():
            chosen = mark.to_numpy(bool)
            shares = [_share(against[part], people[part]) for part in (chosen, ~chosen)]
            lines.append((words, int(chosen.sum()), *shares, *relative_risk(against, people, chosen)))
        names = ["purchases", "n_customers", "share_anti_advocates", "share_of_others", "ratio", "low", "high"]
        return pandas.DataFrame(lines, columns=names)

    def bands(self) -> "pandas.DataFrame":
        """Return four parts of the customers by effort, and means of each: ``effort, n_customers, p_renewal, regret`` ..."""
        import pandas

        ranked = self.customers.sort_values("effort", kind="stable")
        lines = []
        for places in np.array_split(np.arange(len(ranked)), N_BANDS):
            part = ranked.iloc[places]
            against = _share(part["detractors"].to_numpy(float), part["n_ratings"].to_numpy(float))
            stayed = _share(part["renewed"].to_numpy(float), part["n_renewals"].to_numpy(float))
            lines.append((part["effort"].mean(), len(part), against, stayed, part["regret"].mean()))
        return pandas.DataFrame(lines, columns=["effort", "n_customers", "share_anti_advocates", "p_renewal", "regret"])

    def sentences(self) -> list[str]:
        """Say how renewal goes with effort, and how the ratio stands to the half as much again that is claimed."""
        steep = self.slopes().iloc[0]
        hard = self.voices().iloc[0]
        sure = "which luck alone may have made" if steep["low"] <= 0.0 <= steep["high"] else "more than luck"
        within = "the claim of half as much again lies" + (
            " within it" if hard["low"] <= CLAIMED <= hard["high"] else " outside it"
        )
        return [
            f"For every {EFFORTS['effort']} more, {100 * steep['slope']:+.1f} points of renewals "
            f"({100 * steep['low']:.1f} to {100 * steep['high']:.1f}), {sure}.",
            f"After hard purchases {100 * hard['share_anti_advocates']:.0f} % of the members speak against us, after others "
            f"{100 * hard['share_of_others']:.0f} %: {hard['ratio']:.2f} times as many ({hard['low']:.2f} to {hard['high']:.2f}); "
            f"{within}.",
        ]


def aftermath(scenario: "Scenario", n_replications: int | None = None, progress: Progress | None = None) -> Aftermath:
    """Hold renewals and anti-advocacy of our customers against the effort of their purchase.

    Parameters
    ----------
    scenario : Scenario
        What to simulate.
    n_replications : int, optional
        Replications; default: the scenario's own. Their customers are pooled.
    progress : callable (done, total), optional
        Told after every finished run.

    Raises
    ------
    InputProblem
        If there are fewer than twenty customers.
    """
    import pandas

    n = replications_of(scenario, n_replications)
    table = pandas.concat([customers(run.journeys()) for run in runs_of(scenario, n, progress)], ignore_index=True)
    if len(table) < FEWEST:
        raise InputProblem(f"aftermath: {len(table)} customers are too few to say anything; run more replications")
    return Aftermath(scenario, table)


def customers(journeys: "pandas.DataFrame") -> "pandas.DataFrame":
    """Return the customers among some journeys (``Run.journeys``), with their hours a head."""
    chosen = journeys[journeys["customer"] & journeys["serious"]]
    hours = chosen[list(HOURS)].sum(axis=1)
    kept = ["effort", "ease", "regret", "n_ratings", "detractors", "n_renewals", "renewed"]
    table = chosen[kept].fillna({"detractors": 0, "renewed": 0})
    return table.assign(hours_per_member=hours / chosen["members"]).astype(float)


def slope(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> Fitted:
    """Return the slope of a weighted straight line and its 95 % interval by HC1 errors; NaN where x does not vary.

    ``x``, ``y``, ``weight``: ndarrays of float64, shape (n,).
    """
    n = len(x)
    apart = x - (weight @ x / weight.sum() if n else 0.0)
    spread = float(weight @ apart**2)
    if n < 3 or spread <= 0.0:
        return Fitted(math.nan, math.nan, math.nan)
    steep = float((weight * apart) @ y) / spread
    left = y - (weight @ y / weight.sum() + steep * apart)
    error = math.sqrt(n / (n - 2) * float(((weight * apart * left) ** 2).sum())) / spread
    half = t_quantile(n - 1) * error
    return Fitted(steep, steep - half, steep + half)


def relative_risk(events: np.ndarray, people: np.ndarray, chosen: np.ndarray) -> Fitted:
    """Return the share of events among the people of chosen clusters over that of the others, with a 95 % interval.

    The variance of the logarithm is by linearisation, clusters counting as drawn independently.

    ``events``, ``people``: ndarrays of float64, shape (n,). ``chosen``: ndarray of bool, shape (n,).
    """
    logs, variance = [], 0.0
    for part in (chosen, ~chosen):
        a, b = events[part], people[part]
        if a.sum() <= 0.0 or len(a) < 2:
            return Fitted(math.nan, math.nan, math.nan)
        share = a.sum() / b.sum()
        logs.append(math.log(share))
        variance += len(a) / (len(a) - 1) * float(((a - share * b) ** 2).sum()) / float(a.sum()) ** 2
    middle, half = logs[0] - logs[1], t_quantile(len(events) - 1) * math.sqrt(variance)
    return Fitted(math.exp(middle), math.exp(middle - half), math.exp(middle + half))


def _share(above: np.ndarray, below: np.ndarray) -> float:
    return float(above.sum() / below.sum()) if below.sum() > 0 else math.nan
