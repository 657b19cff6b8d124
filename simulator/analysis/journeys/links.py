"""From impression to cash: how many accounts pass every link, in what time, and what each link costs.

What the company spends is booked where it works: media, mail, content and governing to attract; qualifiers to accept leads;
reps by the hours they sell, before, during and after the first conversation; partners' commissions at the win; care, hand-overs and
listening to keep customers. Idle hours of reps are shared out like the others, so the costs of all links together are all
that is spent.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from buyermaze.simulator.analysis.journeys.funnel import STEPS, climbed
from buyermaze.simulator.comparison.paired_statistics import Estimate, estimate
from buyermaze.simulator.core.calendar import HOURS_PER_DAY, HOURS_PER_YEAR
from buyermaze.simulator.core.vocabulary import Kind, Reason
from buyermaze.simulator.inputs.dates.timeline import timeline
from buyermaze.simulator.outcomes.books.costs import cost_of_ties
from buyermaze.simulator.outcomes.books.quantities import Books
from buyermaze.simulator.outcomes.books.sums import COST, staffing
from buyermaze.simulator.outcomes.books.tallies import Tally, summed
from buyermaze.simulator.runs.history import contacts_with_us, of_kind
from buyermaze.simulator.runs.replications import Progress, replications_of, runs_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario
    from buyermaze.simulator.runs.run import Run

VISITS, IDENTIFIED = "visits", "identified visits"
AFTER: Final = ("go-lives", "renewals")
LINKS: Final = (VISITS, IDENTIFIED, *STEPS, *AFTER)  # of accounts: first visit, first identified visit, ...
QUANTILES: Final = (0.1, 0.5, 0.9)


@dataclass(frozen=True, eq=False)
class Links:
    """What passes every link in a year, how long it takes and what it costs; means over replications."""

    scenario: "Scenario"
    n: dict[str, Estimate]  # accounts a year
    share: dict[str, Estimate]  # of those of the link before
    days: dict[
        str, tuple[float, ...]
    ]  # quantiles, working days from the last link passed, accounts of all replications
    cost: dict[str, Estimate]  # USD a year
    cost_each: dict[str, Estimate]  # of everything spent up to the link, USD per account that passes it

    def table(self) -> "pandas.DataFrame":
        """Return one line per link.

        Returns
        -------
        DataFrame
            ``link``, ``n`` (accounts a year), ``share_of_link_before`` with ``share_low``, ``share_high``; ``days_10``,
            ``days_50``, ``days_90`` (working days since the last link the account passed); ``cost`` (USD a year, at this
            link), ``cost_each`` (USD spent up to and at this link per account that passes it), ``cost_low``, ``cost_high``.
        """
        import pandas

        lines = []
        for link in LINKS:
            share, each = self.share[link], self.cost_each[link]
            lines.append(
                (link, self.n[link].mean, share.mean, share.low, share.high, *self.days[link], self.cost[link].mean, each.mean,
                 each.low, each.high)
            )  # fmt: skip
        names = ["link", "n", "share_of_link_before", "share_low", "share_high", "days_10", "days_50", "days_90", "cost",
                 "cost_each", "cost_low", "cost_high"]  # fmt: skip
        return pandas.DataFrame(lines, columns=names)

    def sentences(self) -> list[str]:
        """Say what a win has cost on its way, and which link costs most and takes longest."""
        table = self.table().set_index("link")
        dearest, slowest = str(table["cost"].idxmax()), table["days_50"].dropna()
        win = self.cost_each["wins"]
        interval = f" ({win.low:,.0f} to {win.high:,.0f})" if win.n > 1 else ""
        lines = [
            f"The link to {dearest} costs most: {100 * table.loc[dearest, 'cost'] / table['cost'].sum():.0f} % of what is spent."
        ]
        if np.isfinite(win.mean):
            lines.insert(
                0,
                f"From impression to signature a win has cost USD {win.mean:,.0f}{interval}.",
            )
        if len(slowest):
            last = str(slowest.idxmax())
            lines.append(
                f"The link to {last} takes longest: {slowest[last]:.0f} working days or less for half of those who pass it."
            )
        return lines


def links(scenario: "Scenario", n_replications: int | None = None, progress: Progress | None = None) -> Links:
    """Follow accounts from the first impression to the renewal, and money to the link it is spent on.

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
    Links
        Accounts and USD a year, working days, by link; means over replications.
    """
    n, share, cost, each, gaps = (_empty() for _ in range(5))
    for run in runs_of(scenario, replications_of(scenario, n_replications), progress):
        when, spent, so_far = passed(run), spending(run), 0.0
        years = float(summed(run.totals)["hours"][0]) / HOURS_PER_YEAR
        for k, link in enumerate(LINKS):
            so_far += spent[link]
            n[link].append(len(when[link]) / years)
            before = len(when[LINKS[k - 1]]) if k else 0
            share[link].append(len(when[link]) / before if before else np.nan)
            cost[link].append(spent[link] / years)
            each[link].append(so_far / len(when[link]) if when[link] else np.nan)
        for link, hours in since_last_link(when):
            gaps[link].append(hours / HOURS_PER_DAY)
    days = {link: tuple(np.quantile(gaps[link], QUANTILES)) if gaps[link] else (np.nan,) * 3 for link in LINKS}
    told = [{link: estimate(np.array(values[link])) for link in LINKS} for values in (n, share, cost, each)]
    return Links(scenario, told[0], told[1], days, told[2], told[3])


def _empty() -> dict[str, list[float]]:
    return {link: [] for link in LINKS}


def passed(run: "Run") -> dict[str, dict[int, float]]:
    """Return when every counted account passed each link first, working hours of the window, by link and account."""
    found: dict[str, dict[int, float]] = {link: {} for link in LINKS}
    for rung, account, hours, _ in climbed(run):
        if rung in found:
            found[rung].setdefault(account, hours)
    begun, rows = timeline(run.scenario).window_from, run.counted_rows()
    ours = rows[rows["vendor"] == 0]
    renewed = of_kind(ours, Kind.RENEWAL)
    marks = (of_kind(ours, Kind.GO_LIVE), renewed[renewed["reason"] == Reason.RENEWED])
    for link, chosen in zip(AFTER, marks, strict=True):
        for account, time in zip(chosen["account"].tolist(), chosen["time"].tolist(), strict=True):
            found[link].setdefault(account, time - begun)
    return found


def since_last_link(when: dict[str, dict[int, float]]) -> list[tuple[str, float]]:
    """Return for every account and link it passed the hours since it passed the one before, those left out skipped."""
    found: list[tuple[str, float]] = []
    last: dict[int, float] = {}
    for link in LINKS:
        for account, hours in when[link].items():
            if account in last:
                found.append((link, max(0.0, hours - last[account])))
            last[account] = hours
    return found


def spending(run: "Run") -> dict[str, float]:
    """Return what was spent on every link within the window, in USD; together it is all that the company spends."""
    books = Books(summed(run.totals), run.scenario)
    years = books.total("hours") / HOURS_PER_YEAR
    spent = dict.fromkeys(LINKS, 0.0)
    spent["accepted"] = years * books.mean(
        lambda now: now.programme.team.n_qualifiers * now.programme.team.cost_qualifier
    )
    paid = years * books.mean(lambda now: now.programme.team.n_reps * now.programme.team.cost_rep) + staffing(books)
    caring = paid * books.mean(lambda now: now.programme.care.share_caring)
    work = hours_of_reps(run)
    hours = sum(work.values())
    for link, worked in work.items():
        spent[link] += (paid - caring) * (worked / hours if hours else 1.0 / len(work))
    spent["wins"] += books.commission()  # partners'
    spent["renewals"] += caring + books.of_all(Tally.N_INVITED) * books.mean(
        lambda now: now.programme.voice.cost_survey
    )
    spent["renewals"] += years * books.mean(lambda now: cost_of_ties(now.programme))
    spent[VISITS] = COST.read(books) - sum(spent.values())
    return spent


def hours_of_reps(run: "Run") -> dict[str, float]:
    """Return reps' selling hours within the window by the link they are spent on: to opportunities, wins, renewals."""
    when = timeline(run.scenario)
    rows = run.journal[(run.journal["time"] >= when.window_from) & (run.journal["time"] < when.window_to)]
    met = contacts_with_us(rows)
    first = set(zip(met["account"].tolist(), met["time"].tolist(), strict=True))
    served = of_kind(rows, Kind.SERVED)
    opens = [pair in first for pair in zip(served["account"].tolist(), served["time"].tolist(), strict=True)]
    opening = float(served["hours"][np.array(opens, bool)].sum()) if len(served) else 0.0
    return {
        "opportunities": float(rows["hours"][np.isin(rows["kind"], (Kind.LEAD_WORK, Kind.OUTBOUND))].sum()) + opening,
        "wins": float(served["hours"].sum()) - opening,
        "renewals": float(of_kind(rows, Kind.RECOVERY)["hours"].sum()),
    }
