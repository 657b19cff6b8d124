"""Loyalty drivers: how much of what makes customers loyal is experience, brand, product and price.

Shares follow Lindeman, Merenda and Gold (LMG; Groemping 2007): what a driver adds to the explained variance, averaged
over all orders in which drivers could have been entered. Shares are about variance, so the spread of every driver stands
beside its share: a driver that hardly differs between customers explains little, however much it matters.
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from buyermaze.simulator.analysis.attribution.shapley import shapley
from buyermaze.simulator.comparison.paired_statistics import t_quantile
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import Channel, Kind
from buyermaze.simulator.model.rules.customers.after_sale import RATING_PER_REGRET
from buyermaze.simulator.model.steps.journey.visit import CLASH_COST
from buyermaze.simulator.runs.history import of_kind
from buyermaze.simulator.runs.replications import Progress, replications_of, runs_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario
    from buyermaze.simulator.runs.run import Run

DRIVERS: Final = ("experience", "brand", "product", "price")
FEWEST: Final = 20  # customers below which nothing is said
CLAIMED: Final = 0.53  # part of loyalty that comes from the experience with sales, as the trade has it (Dixon & Adamson 2011)


@dataclass(frozen=True, eq=False)
class Drivers:
    """Shares of explained variance in loyalty, from all customers of all replications."""

    scenario: "Scenario"
    customers: "pandas.DataFrame"  # replication, account, loyalty and the drivers
    shares: np.ndarray  # LMG parts of R squared, shape (drivers,)
    errors: np.ndarray  # standard errors by leaving out one replication at a time

    @property
    def r_squared(self) -> float:
        """Return the explained share of the variance in loyalty."""
        return float(self.shares.sum())

    def table(self) -> "pandas.DataFrame":
        """Return one line per driver: ``driver, share`` (of R squared), ``standard_error, r_squared_part, spread, slope``.

        ``spread`` is the standard deviation between customers, ``slope`` the loyalty points per unit with the others
        held still.
        """
        import pandas

        x = self.customers[list(DRIVERS)].to_numpy()
        slopes = slopes_of(x, self.customers["loyalty"].to_numpy())
        total = self.r_squared
        return pandas.DataFrame(
            {
                "driver": DRIVERS,
                "share": self.shares / total if total > 0 else np.nan,
                "standard_error": self.errors,
                "r_squared_part": self.shares,
                "spread": x.std(axis=0, ddof=1),
                "slope": slopes,
            }
        )

    def sentences(self) -> list[str]:
        """Say what explains loyalty here, and why shares and importance differ."""
        table = self.table().sort_values("share", ascending=False, kind="stable")
        parts = ", ".join(
            f"{line['driver']} {100 * line['share']:.0f} % (spread {line['spread']:.2f})"
            for line in table.to_dict("records")
        )
        return [
            f"Of what can be explained in the loyalty of {len(self.customers)} customers (R squared "
            f"{self.r_squared:.2f}): {parts}.",
            self._claim(),
            "A share measures how much a driver differs between customers times how much it matters; where products "
            "hardly differ and sellers differ a lot, experience gains, whatever anybody's survey once found.",
        ]

    def _claim(self) -> str:
        """Hold the share of experience, here with reps and content, against the one that is claimed of experience with sales."""
        share, error = self.table().set_index("driver").loc["experience", ["share", "standard_error"]]
        claim = f"The claim that {100 * CLAIMED:.0f} % of loyalty comes from the experience with sales"
        if math.isnan(share) or math.isnan(error):
            return f"{claim} cannot be held against it: one replication cannot tell a share from luck."
        half = t_quantile(self.customers["replication"].nunique()) * error
        low, high = max(0.0, share - half), min(1.0, share + half)
        within = "within" if low <= CLAIMED <= high else "outside"
        there = f"{100 * low:.0f} to {100 * high:.0f} %, here with reps and content"
        return f"{claim} lies {within} the interval of experience, {there}."


def loyalty_drivers(
    scenario: "Scenario", n_replications: int | None = None, progress: Progress | None = None
) -> Drivers:
    """Decompose what explains the loyalty of our customers.

    Parameters
    ----------
    scenario : Scenario
        What to analyse.
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
    parts = []
    for run in runs_of(scenario, n, progress):
        parts.append(customers(run).assign(replication=run.replication))
    table = pandas.concat(parts, ignore_index=True)
    if len(table) < FEWEST:
        raise InputProblem(f"drivers: {len(table)} customers are too few to explain anything; run more replications")
    shares = lmg(table[list(DRIVERS)].to_numpy(), table["loyalty"].to_numpy())
    return Drivers(scenario, table, shares, _errors(table, n))


def lmg(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the LMG parts of R squared of a linear regression.

    Parameters
    ----------
    x : ndarray, shape (n, k)
        Explaining variables, in columns.
    y : ndarray, shape (n,)
        What is explained.

    Returns
    -------
    ndarray of float64, shape (k,)
        Not negative for uncorrelated columns (then the squared standardised weights); sums to R squared.
    """
    names = [str(k) for k in range(x.shape[1])]
    return shapley(names, lambda team: _r_squared(x[:, sorted(int(name) for name in team)], y))


def customers(run: "Run") -> "pandas.DataFrame":
    """Return one line per counted account that bought from us and took stock: ``account, loyalty`` and the drivers.

    Loyalty is satisfaction minus ``RATING_PER_REGRET`` times regret, means of the members. Brand, product and price are
    the account's true starting values. Experience is the mean over visits to our reps and content of the information
    gained relative to what the channel usually gives, minus ``CLASH_COST`` for each contradiction caught, spread over
    the visits.
    """
    import pandas

    rows = run.journal
    won = np.intersect1d(run.won(), run.counted())
    born = _born(run, won)
    usual = np.array([sheet.gain.row() for sheet in run.scenario.market.channels.sheets()])
    lines = []
    for account, given in zip(won, born, strict=True):
        own = rows[rows["account"] == account]
        felt = of_kind(own, Kind.FEELING)
        met = own[(own["kind"] == Kind.TOUCH) & np.isin(own["channel"], (Channel.REP, Channel.CONTENT))]
        if len(felt) and len(met):
            norm = usual[met["channel"], met["job"]]
            gained = float(np.mean(met["value"][norm > 0] / norm[norm > 0])) if (norm > 0).any() else 0.0
            clashes = int(((own["kind"] == Kind.CLAIM_CLASH) & (own["vendor"] == 0)).sum())
            experience = gained - CLASH_COST * clashes / len(met)
            loyalty = float(felt["value"].mean()) - RATING_PER_REGRET * float(felt["detail"].mean())
            lines.append((int(account), loyalty, experience, *given))
    table = pandas.DataFrame(lines, columns=["account", "loyalty", *DRIVERS])
    return table.astype({"account": int} | dict.fromkeys(("loyalty", *DRIVERS), float))


def _born(run: "Run", accounts: np.ndarray) -> list[tuple[float, float, float]]:
    """Return brand, product and price (low is good: sign turned) that accounts were born with."""
    from buyermaze.simulator.model.parameters import pack
    from buyermaze.simulator.model.rules.luck.draws import run_key
    from buyermaze.simulator.model.state import new_world
    from buyermaze.simulator.model.steps.journey.arrival import arrive

    scenario = run.scenario
    world = new_world(pack(scenario), run_key(scenario.run.seed, run.replication), 1, 64)
    found = []
    for account in accounts.tolist():
        world.market[0].n_rows = 0
        arrive(world, 0, account, 0.0)
        a = world.accounts[0]
        found.append((float(a.brand[0]), float(a.quality[0]), -float(a.price[0])))
    return found


def _r_squared(x: np.ndarray, y: np.ndarray) -> float:
    """Return the explained share of the variance of ``y`` by a least-squares fit with an intercept."""
    total = float(((y - y.mean()) ** 2).sum())
    if x.shape[1] == 0 or total == 0:
        return 0.0
    design = np.column_stack([np.ones(len(y)), x])
    fitted = design @ np.linalg.lstsq(design, y, rcond=None)[0]
    return 1.0 - float(((y - fitted) ** 2).sum()) / total


def slopes_of(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the slopes of a least-squares fit with an intercept, shape (k,), of columns ``x`` (n, k) on ``y`` (n,)."""
    weights: np.ndarray = np.linalg.lstsq(np.column_stack([np.ones(len(y)), x]), y, rcond=None)[0][1:]
    return weights


def _errors(table: "pandas.DataFrame", n: int) -> np.ndarray:
    """Return jackknife standard errors of the drivers' shares of R squared, one replication left out at a time."""
    shares = []
    for replication in range(n):
        kept = table[table["replication"] != replication]
        if len(kept) > len(DRIVERS) + 1:
            found = lmg(kept[list(DRIVERS)].to_numpy(), kept["loyalty"].to_numpy())
            shares.append(found / found.sum() if found.sum() > 0 else found)
    if len(shares) < 2:
        return np.full(len(DRIVERS), math.nan)
    apart = np.array(shares) - np.mean(shares, axis=0)
    errors: np.ndarray = np.sqrt((len(shares) - 1) / len(shares) * (apart**2).sum(axis=0))
    return errors
