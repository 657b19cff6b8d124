"""What a hard purchase does afterwards: renewal by effort, and who speaks against us after hard purchases and after others."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from buyermaze.simulator.comparison.paired_statistics import t_quantile
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.outcomes.books.tallies import HARD_FROM, HIGH_REGRET, HOURS_IN, Tally
from buyermaze.simulator.runs.replications import Progress, replications_of, runs_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario

FEWEST: Final = 20  # customers below which nothing is said
CLAIMED: Final = 1.5  # anti-advocacy after hard purchases over that after others, as the trade has it (CEB)
N_BANDS: Final = 4
ONE_LIFE: Final = "one replication cannot tell it from luck"
HOURS: Final = tuple(Tally(place).name.lower() for place in HOURS_IN)
EFFORTS: Final = {
    "effort": "effort, as a multiple of that expected", "hours_per_member": "hours of a member of the group",
    "ease": "customer effort score, 1 (hard) to 7 (easy)",
}  # fmt: skip


class Fitted(NamedTuple):
    """A number and its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Aftermath:
    """Customers of all replications, one line each: ``replication, effort, ease, hours_per_member, regret, n_ratings`` ..."""

    scenario: "Scenario"
    customers: "pandas.DataFrame"

    def slopes(self) -> "pandas.DataFrame":
        """Return how the chance of renewal goes with effort.

        Returns
        -------
        DataFrame
            One line per measure of effort: ``effort``, its ``meaning``, ``slope`` (change of the share of renewal decisions that
            went our way, per unit), ``low``, ``high``, ``n_decisions``. Least squares over customers, weighted by their
            decisions; customers of one replication share their luck, so the interval is over replications. Nothing else is held
            still.
        """
        import pandas

        asked = self.customers[self.customers["n_renewals"] > 0]
        weight = asked["n_renewals"].to_numpy(float)
        renewed = asked["renewed"].to_numpy(float) / weight
        life = asked["replication"].to_numpy(int)
        lines = [
            (name, meaning, *slope(asked[name].to_numpy(float), renewed, weight, life), int(weight.sum()))
            for name, meaning in EFFORTS.items()
        ]
        return pandas.DataFrame(lines, columns=["effort", "meaning", "slope", "low", "high", "n_decisions"])

    def voices(self) -> "pandas.DataFrame":
        """Return how often members speak against us after hard purchases, and after regretted ones, beside all others.

        Returns
        -------
        DataFrame
            ``purchases``, ``n_customers``, ``share_anti_advocates`` of them, ``share_of_others``, their ``ratio``, ``low``,
            ``high``. Customers of one replication share their luck, so the interval is over replications.
        """
        import pandas

        splits = {
            f"hard: above {HARD_FROM:g} times the effort expected": self.customers["effort"] > HARD_FROM,
            f"regretted: group regret above {HIGH_REGRET:g}": self.customers["regret"] > HIGH_REGRET,
        }
        against, people = self.customers["detractors"].to_numpy(float), self.customers["n_ratings"].to_numpy(float)
        life = self.customers["replication"].to_numpy(int)
        lines = []
        for words, mark in splits.items():
            chosen = mark.to_numpy(bool)
            shares = [_share(against[part], people[part]) for part in (chosen, ~chosen)]
            lines.append((words, int(chosen.sum()), *shares, *relative_risk(against, people, chosen, life)))
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
        return [self._renewal(steep), self._voice(hard)]

    def _renewal(self, steep: "pandas.Series[float]") -> str:
        if math.isnan(steep["slope"]):
            return f"What effort does to renewals cannot be told: {steep['n_decisions']:.0f} renewals were decided on."
        said = f"Where effort is greater by as much as had been expected, {100 * steep['slope']:+.1f} points of renewals"
        if math.isnan(steep["low"]):
            return f"{said}; {ONE_LIFE}."
        sure = "which luck alone may have made" if steep["low"] <= 0.0 <= steep["high"] else "more than luck"
        return f"{said} ({100 * steep['low']:+.1f} to {100 * steep['high']:+.1f}), {sure}."

    def _voice(self, hard: "pandas.Series[float]") -> str:
        if math.isnan(hard["ratio"]):
            return (
                f"{hard['n_customers']:.0f} of {len(self.customers)} purchases were hard; too few members speak against us after "
                "those or after others to compare the two."
            )
        said = (
            f"After hard purchases {100 * hard['share_anti_advocates']:.0f} % of the members speak against us, after others "
            f"{100 * hard['share_of_others']:.0f} %: {hard['ratio']:.2f} times as many"
        )
        if math.isnan(hard["low"]):
            return f"{said}; {ONE_LIFE}."
        within = "within" if hard["low"] <= CLAIMED <= hard["high"] else "outside"
        return (
            f"{said} ({hard['low']:.2f} to {hard['high']:.2f}); the claim of half as much again lies {within} that interval."
        )


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

    Returns
    -------
    Aftermath
        One line per customer; slopes in shares of renewal decisions per unit of effort, ratios of shares of members.

    Raises
    ------
    InputProblem
        If there are fewer than twenty customers.
    """
    import pandas

    n = replications_of(scenario, n_replications)
    parts = [customers(run.journeys()).assign(replication=run.replication) for run in runs_of(scenario, n, progress)]
    table = pandas.concat(parts, ignore_index=True)
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


def slope(x: np.ndarray, y: np.ndarray, weight: np.ndarray, life: np.ndarray) -> Fitted:
    """Return the slope of a weighted straight line and its 95 % interval; NaN where x does not vary.

    ``x``, ``y``, ``weight``: ndarrays of float64, shape (n,). ``life``: ndarray of int, shape (n,), the replication of each;
    replications, not lines, count as drawn independently.
    """
    apart = x - (weight @ x / weight.sum() if len(x) else 0.0)
    spread = float(weight @ apart**2)
    if len(x) < 3 or spread <= 0.0:
        return Fitted(math.nan, math.nan, math.nan)
    steep = float((weight * apart) @ y) / spread
    left = y - (weight @ y / weight.sum() + steep * apart)
    half = _half_width(weight * apart * left / spread, life)
    return Fitted(steep, steep - half, steep + half)


def relative_risk(events: np.ndarray, people: np.ndarray, chosen: np.ndarray, life: np.ndarray) -> Fitted:
    """Return the share of events among the people of chosen customers over that of the others, with a 95 % interval.

    The interval is that of the logarithm, by linearisation; replications count as drawn independently.

    ``events``, ``people``: ndarrays of float64, shape (n,). ``chosen``: ndarray of bool, ``life``: ndarray of int, the replication
    of each; shape (n,).
    """
    if min(events[chosen].sum(), events[~chosen].sum()) <= 0.0:
        return Fitted(math.nan, math.nan, math.nan)
    middle, pulls = 0.0, np.zeros(len(events))
    for part, sign in ((chosen, 1.0), (~chosen, -1.0)):
        a, b = events[part], people[part]
        share = a.sum() / b.sum()
        middle += sign * math.log(share)
        pulls[part] = sign * (a - share * b) / a.sum()
    half = _half_width(pulls, life)
    return Fitted(math.exp(middle), math.exp(middle - half), math.exp(middle + half))


def _half_width(pulls: np.ndarray, life: np.ndarray) -> float:
    """Return half a 95 % interval from what every line pulls an estimate by, summed by replication; NaN for a single one."""
    names, place = np.unique(life, return_inverse=True)
    n = len(names)
    if n < 2:
        return math.nan
    return t_quantile(n) * math.sqrt(n / (n - 1) * float((np.bincount(place, pulls) ** 2).sum()))


def _share(above: np.ndarray, below: np.ndarray) -> float:
    return float(above.sum() / below.sum()) if below.sum() > 0 else math.nan
