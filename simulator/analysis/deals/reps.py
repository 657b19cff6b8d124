"""Our reps one by one: what they do and win, how far they differ beyond luck, what their tools are worth, their quotas.

The journal tells every conversation and its rep. Whether a rep had an asset at hand follows from keyed luck: the draw depends
on the buyer and on how many conversations there have been, on nothing else, so it can be drawn again.
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from buyermaze.simulator.comparison.paired_statistics import Estimate, estimate
from buyermaze.simulator.core.vocabulary import Channel, Kind, Reason
from buyermaze.simulator.model.parameters import pack
from buyermaze.simulator.model.rules.luck.draws import child_key, run_key
from buyermaze.simulator.model.steps.sales.tools import help_at_hand
from buyermaze.simulator.outcomes.sales.quarter import has_quota, quota_frame
from buyermaze.simulator.runs.history import contacts_with_us, of_kind
from buyermaze.simulator.runs.replications import Progress, replications_of, runs_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario
    from buyermaze.simulator.runs.history import History

# what reps are compared by: column of the conversations or of the deals, and what it is
MEASURES: Final = {
    "answer": "information a conversation gives, relative to the usual",
    "hours": "hours of the rep a conversation takes",
    "won": "share won of the accounts a rep met first",
}
SAID: Final = (  # measure, how its sentence begins, unit, form of a number and its scale
    ("answer", "The information a conversation gives, relative to the usual,", "", ".2f", 1.0),
    ("won", "The share won of the accounts a rep met first", " points", ".1f", 100.0),
)


@dataclass(frozen=True, eq=False)
class Reps:
    """Conversations and first meetings of all replications, and what they say of reps."""

    scenario: "Scenario"
    n_replications: int
    conversations: "pandas.DataFrame"  # replication, rep, account, hours, answer, reason, asset
    deals: "pandas.DataFrame"  # replication, rep (first met), account, won
    booked: "pandas.DataFrame | None" = None  # by replication, quarter and rep, as ``quota_frame`` has it; None without a quota

    def table(self) -> "pandas.DataFrame":
        """Return one line per replication and rep, who have skills of their own in each.

        Returns
        -------
        DataFrame
            ``replication``, ``rep`` (from 1), ``n_conversations``, ``hours`` and ``answer`` (means of a conversation),
            ``share_with_asset``, ``n_met`` (accounts met first), ``share_won`` of them.
        """
        talks = self.conversations.groupby(["replication", "rep"]).agg(
            n_conversations=("answer", "size"), hours=("hours", "mean"), answer=("answer", "mean"),
            share_with_asset=("asset", "mean"),
        )  # fmt: skip
        deals = self.deals.groupby(["replication", "rep"]).agg(n_met=("won", "size"), share_won=("won", "mean"))
        table = talks.join(deals, how="outer").reset_index()
        counts = ["n_conversations", "n_met"]
        return table.assign(rep=table["rep"] + 1, **{name: table[name].fillna(0).astype(int) for name in counts})

    def spread(self) -> "pandas.DataFrame":
        """Return how far reps differ beyond what luck makes them differ.

        Returns
        -------
        DataFrame
            ``measure``, ``meaning``, ``mean``, ``sd_between`` (standard deviation between reps with luck taken off, in the
            measure's unit) and its 95 % interval over replications ``low``, ``high``, and ``sd_by_luck`` (how far equal reps
            would seem to differ).
        """
        import pandas

        lines = []
        for measure, meaning in MEASURES.items():
            source = self.deals if measure == "won" else self.conversations
            parts = [part for _, part in source.groupby("replication")]
            found = [between(part["rep"].to_numpy(), part[measure].to_numpy(float)) for part in parts]
            variance = estimate(np.array([each for each, _ in found]))
            known = [each for _, each in found if math.isfinite(each)]
            luck = sum(known) / len(known) if known else math.nan
            ends = [_root(value) for value in (variance.mean, variance.low, variance.high, luck)]
            lines.append((measure, meaning, float(source[measure].astype(float).mean()), *ends))
        names = ["measure", "meaning", "mean", "sd_between", "low", "high", "sd_by_luck"]
        return pandas.DataFrame(lines, columns=names)

    def assets(self) -> "pandas.DataFrame":
        """Return what having an asset at hand does to a conversation.

        Returns
        -------
        DataFrame
            ``conversations`` (in context, where an asset changes nothing in the model; out of context; pushed), ``n`` per
            replication, ``share_with_asset``, ``answer_without``, ``gain`` (of the answer with an asset over one without, a
            difference) and its 95 % interval over replications ``low``, ``high``.
        """
        import pandas

        kinds = {Reason.IN_CONTEXT: "in context", Reason.OUT_OF_CONTEXT: "out of context", Reason.PUSHED: "pushed"}
        lines = []
        for reason, words in kinds.items():
            chosen = self.conversations[self.conversations["reason"] == reason]
            if chosen.empty:
                continue
            gains = [_gain(part) for _, part in chosen.groupby("replication")]
            gain: Estimate = estimate(np.array(gains))
            without = float(chosen.loc[~chosen["asset"], "answer"].mean())
            share = float(chosen["asset"].mean())
            lines.append((words, len(chosen) / self.n_replications, share, without, gain.mean, gain.low, gain.high))
        names = ["conversations", "n", "share_with_asset", "answer_without", "gain", "low", "high"]
        return pandas.DataFrame(lines, columns=names)

    def quotas(self) -> "pandas.DataFrame | None":
        """Return what reps booked beside their quotas, quarter by quarter; None where no quota is set.

        Returns
        -------
        DataFrame or None
            ``quarter``, ``n_reps`` (who had a quota in it, mean over replications), ``quota`` and ``bookings`` (USD of one of
            them, means), ``attained`` (bookings over quotas), ``share_reached`` (of them who reached theirs).
        """
        if self.booked is None:
            return None
        held = self.booked[self.booked["quota"] > 0.0]
        held = held.assign(share_reached=held["bookings"] >= held["quota"])
        found = held.groupby("period").agg(
            n_reps=("rep", "size"), quota=("quota", "mean"), bookings=("bookings", "mean"), share_reached=("share_reached", "mean")
        )  # fmt: skip
        found.insert(3, "attained", found["bookings"] / found["quota"])
        return found.assign(n_reps=found["n_reps"] / self.n_replications).reset_index(names="quarter")

    def sentences(self) -> list[str]:
        """Say how far reps differ, what assets in their hands are worth, and how many reach their quota."""
        spread = self.spread().set_index("measure")
        lines = []
        for measure, start, unit, form, scale in SAID:
            found = spread.loc[measure]
            if not math.isnan(found["sd_between"]):
                sd, low, high, luck, mean = (
                    format(scale * found[name], form) for name in ("sd_between", "low", "high", "sd_by_luck", "mean")
                )
                interval = "" if math.isnan(found["low"]) else f", {low} to {high}"
                lines.append(
                    f"{start} differs between reps by {sd}{unit} (standard deviation{interval}; equal reps would seem to differ "
                    f"by {luck}), around {mean}."
                )
        assets = self.assets().set_index("conversations")
        had = f"Reps had an asset at hand in {100 * self.conversations['asset'].mean():.0f} % of their conversations"
        if "out of context" in assets.index and not math.isnan(assets.loc["out of context", "gain"]):
            found = assets.loc["out of context"]
            interval = "" if math.isnan(found["low"]) else f" ({found['low']:+.2f} to {found['high']:+.2f})"
            lines.append(
                f"{had}; where they did not know the buyer's situation it changed the answer by {found['gain']:+.2f}{interval}, "
                f"which is {found['answer_without']:.2f} without one."
            )
        elif len(self.conversations):
            lines.append(f"{had}; what one is worth cannot be told from these.")
        quotas = self.quotas()
        if quotas is not None and len(quotas):
            attained, reached = (np.average(quotas[name], weights=quotas["n_reps"]) for name in ("attained", "share_reached"))
            lines.append(
                f"Reps booked {100 * attained:.0f} % of their quotas; {100 * reached:.0f} % of them reached theirs in a quarter."
            )
        return lines or ["Nobody had a conversation with a rep of ours."]


def reps(scenario: "Scenario", n_replications: int | None = None, progress: Progress | None = None) -> Reps:
    """Look at what every rep of ours does, wins and uses.

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
    Reps
        Every conversation and first meeting of all replications; hours of the rep, information relative to the usual.
    """
    import pandas

    n = replications_of(scenario, n_replications)
    talks, deals, booked = [], [], []
    expected = has_quota(scenario)
    for run in runs_of(scenario, n, progress):
        talks.append(conversations(run).assign(replication=run.replication))
        deals.append(first_met(run).assign(replication=run.replication))
        if expected:
            booked.append(quota_frame(run.journal, scenario).assign(replication=run.replication))
    together = [pandas.concat(each, ignore_index=True) if each else None for each in (talks, deals, booked)]
    return Reps(scenario, n, *together)


def conversations(run: "History") -> "pandas.DataFrame":
    """Return every conversation of a counted account with our reps; those with partners' are not theirs.

    Returns
    -------
    DataFrame
        ``rep`` (from 0), ``account``, ``hours`` (of the rep, NaN where the journal holds no service), ``answer`` (information
        given over what the channel usually gives for the job), ``reason`` (code of how it went), ``asset`` (whether the rep had
        an asset for the job at hand).
    """
    import pandas

    rows = run.counted_rows()
    talks = rows[(rows["kind"] == Kind.TOUCH) & (rows["channel"] == Channel.REP)]
    params = pack(run.scenario)
    epochs = np.searchsorted(params.epoch_from, talks["time"], side="right") - 1
    usual = np.array([params[max(0, e)].gain[Channel.REP, job] for e, job in zip(epochs, talks["job"], strict=True)])
    personas = params[0].seat.astype(int)
    root = run_key(run.scenario.run.seed, run.replication)
    served: dict[tuple[int, int], list[float]] = {}
    for account, person, hours in of_kind(rows, Kind.SERVED)[["account", "person", "hours"]].tolist():
        served.setdefault((account, person), []).append(hours)
    n_before: dict[tuple[int, int], int] = {}  # partners' conversations too: luck is drawn for every one
    assets, hours_of = [], []
    for row, epoch in zip(talks, epochs.tolist(), strict=True):
        account, person = int(row["account"]), int(row["person"])
        n = n_before[account, person] = n_before.get((account, person), 0) + 1
        ours = int(row["rep"]) >= 0
        key = np.uint64(child_key(np.uint64(child_key(root, account)), person + 1))
        q = params[max(0, epoch)]
        assets.append(ours and help_at_hand(q, key, personas[person], int(row["job"]), n) > 0.0)
        spent = served.get((account, person), [])
        hours_of.append(spent.pop(0) if ours and spent else math.nan)
    answer = np.divide(talks["value"], usual, out=np.full(len(talks), np.nan), where=usual > 0.0)
    table = pandas.DataFrame(
        {
            "rep": talks["rep"], "account": talks["account"], "hours": np.array(hours_of, float), "answer": answer,
            "reason": talks["reason"], "asset": np.array(assets, bool),
        }
    )  # fmt: skip
    return table[table["rep"] >= 0].reset_index(drop=True)


def first_met(run: "History") -> "pandas.DataFrame":
    """Return the counted real accounts that met us, not a partner: ``rep`` they met first, ``account``, whether it ``won``."""
    import pandas

    met = contacts_with_us(run.journal)
    met = met[np.isin(met["account"], run.counted_real()) & (met["rep"] >= 0)]
    return pandas.DataFrame({"rep": met["rep"], "account": met["account"], "won": np.isin(met["account"], run.won())})


def between(group: np.ndarray, value: np.ndarray) -> tuple[float, float]:
    """Return the variance between groups with luck taken off, and the variance that luck alone gives group means.

    One-way analysis of variance with unequal groups (Searle, Casella and McCulloch 1992, ch. 3); the first may be negative by
    luck, which keeps its mean over replications unbiased. NaN where there are fewer than two groups or no spread within.

    ``group``: ndarray of int, shape (n,). ``value``: ndarray of float64, shape (n,); NaN entries are left out.
    """
    known = np.isfinite(value)
    group, value = group[known], value[known]
    _, place, sizes = np.unique(group, return_inverse=True, return_counts=True)
    n, k = len(value), len(sizes)
    if k < 2 or n <= k:
        return math.nan, math.nan
    means = np.bincount(place, value) / sizes
    within = float(((value - means[place]) ** 2).sum()) / (n - k)
    among = float((sizes * (means - value.mean()) ** 2).sum()) / (k - 1)
    usual_size = (n - float((sizes**2).sum()) / n) / (k - 1)
    return (among - within) / usual_size, within / usual_size


def _gain(part: "pandas.DataFrame") -> float:
    """Return the mean answer with an asset at hand less that without; NaN where one of the two is missing."""
    means = part.groupby("asset")["answer"].mean()
    return float(means[True] - means[False]) if len(means) == 2 else math.nan


def _root(variance: float) -> float:
    return variance if math.isnan(variance) else math.sqrt(max(0.0, variance))
