"""Attribution against causation: what reports credit to channels, beside what the channels truly add."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.simulator.analysis.attribution.markov import markov
from buyermaze.simulator.analysis.attribution.rules_of_thumb import (
    HALF_LIFE_HOURS,
    RULES,
    credit,
    is_direct,
    time_decay,
)
from buyermaze.simulator.analysis.attribution.shapley import path_shapley, shapley
from buyermaze.simulator.analysis.attribution.touch_paths import Path, channels_of, paths_of
from buyermaze.simulator.comparison.paired_statistics import ALPHA, Difference, Estimate, difference, estimate, holm
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.phrases import CHANNELS
from buyermaze.simulator.core.vocabulary import OWN_CHANNELS, Kind, words
from buyermaze.simulator.inputs.dates.timeline import years_observed
from buyermaze.simulator.outcomes.books.costs import cost_by_channel, deal_worth
from buyermaze.simulator.runs.history import of_kind
from buyermaze.simulator.runs.paired_runs import paired_wins, without_channels
from buyermaze.simulator.runs.replications import Progress, replications_of, runs_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario

OURS: Final = tuple(words(channel) for channel in OWN_CHANNELS)
KINDS: Final = {"rep": "people", "content": "owned", "email": "paid", "event": "paid", "ads": "paid"}
MODEL_WORDS: Final = {
    "first": "first touch", "last": "last touch", "last_non_direct": "last non-direct",
    "linear": "linear", "u_shaped": "U-shaped", "w_shaped": "W-shaped",
    "time_decay": "time decay", "position": "position", "markov": "Markov", "shapley": "path Shapley",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Credit:
    """What every model credits to every channel, from paths alone."""

    channels: tuple[str, ...]
    models: tuple[str, ...]
    conversions: np.ndarray  # shape (models, channels)
    value: np.ndarray  # shape (models, channels)

    @property
    def is_told_in_money(self) -> bool:
        """Whether money says something else than counts: some conversions are worth more than others."""
        paid = self.value.sum(axis=1) > 0
        return bool(paid.all() and not np.allclose(self.shares(), self.shares(self.value), atol=1e-9))

    def shares(self, of: "np.ndarray | None" = None) -> np.ndarray:
        """Return the credit as shares of all conversions (or of what is given), shape (models, channels)."""
        of = self.conversions if of is None else of
        total = of.sum(axis=1, keepdims=True)
        return np.divide(of, total, out=np.zeros_like(of), where=total > 0)

    def table(self) -> "pandas.DataFrame":
        """Return one line per model and channel: ``model, channel, conversions, value, share, share_of_value``."""
        import pandas

        shares, of_value = self.shares(), self.shares(self.value)
        lines = [
            (model, channel, self.conversions[m, c], self.value[m, c], shares[m, c], of_value[m, c])
            for m, model in enumerate(self.models)
            for c, channel in enumerate(self.channels)
        ]
        return pandas.DataFrame(lines, columns=["model", "channel", "conversions", "value", "share", "share_of_value"])

    def sentences(self) -> list[str]:
        """Say how far the models disagree on each channel: in money where conversions are worth different amounts."""
        lines = [
            f"{_said(channel)}: {self._between(c, self.value if self.is_told_in_money else self.conversions)}."
            for c, channel in enumerate(self.channels)
        ]
        if self.is_told_in_money:
            counted = [f"{_said(channel)} {self._range(c)}" for c, channel in enumerate(self.channels)]
            lines.append(f"By number of conversions, whatever each is worth: {'; '.join(counted)}.")
        return lines

    def _between(self, c: int, of: np.ndarray) -> str:
        """Say which model gives a channel least, and which most."""
        shares, of_what = self.shares(of)[:, c], "value" if of is self.value else "conversions"
        low, high = (f"{100 * share:.0f} %" for share in (shares.min(), shares.max()))
        if low == high:
            return f"{low} of the {of_what} by every model"
        least, most = (MODEL_WORDS[self.models[int(k)]] for k in (np.argmin(shares), np.argmax(shares)))
        return f"between {low} of the {of_what} ({least}) and {high} ({most})"

    def _range(self, c: int) -> str:
        shares = self.shares()[:, c]
        low, high = (f"{100 * share:.0f}" for share in (shares.min(), shares.max()))
        return f"{low} %" if low == high else f"{low} to {high} %"


def _said(channel: str) -> str:
    """Return how people call a channel."""
    return next((CHANNELS[each].label for each in OWN_CHANNELS if words(each) == channel), channel)


@dataclass(frozen=True, eq=False)
class Attribution:
    """Reported credit a year beside the wins that disappear when a channel is switched off, same luck."""

    scenario: "Scenario"
    credit: Credit  # conversions a year
    wins: Estimate
    unseen_wins: float  # wins a year that no seen touch came before
    removal: tuple[Difference, ...]  # per channel: wins with it minus wins without
    p_adjusted: tuple[float, ...]
    causal: tuple[Estimate, ...] | None  # per channel: Shapley value over all sets of own channels
    effects_by_batch: np.ndarray  # wins a year, shape (channels, replications * batches): causal Shapley, else removal
    n_replications: int
    touches: tuple[float, ...]  # a year, per channel, seen or not

    @property
    def channels(self) -> tuple[str, ...]:
        """Return our channels, in order."""
        return self.credit.channels

    def true_shares(self) -> np.ndarray:
        """Return the truth that models are scored against, as shares, shape (channels,).

        The causal Shapley values if they were computed, because they add up to all wins; else the removal effects.
        Negative effects count as 0 here.
        """
        return _shares(self.effects_by_batch)

    def misplaced(self) -> dict[str, float]:
        """Return for every model the share of its credit that would have to move to match the truth, 0-1."""
        return dict(zip(self.credit.models, self._apart(self.true_shares()).tolist(), strict=True))

    def misplaced_errors(self) -> dict[str, float]:
        """Return the standard error of ``misplaced`` from the luck in the truth, one batch left out at a time."""
        n = self.effects_by_batch.shape[1]
        if n < 2:
            return dict.fromkeys(self.credit.models, math.nan)
        left = np.array([self._apart(_shares(np.delete(self.effects_by_batch, r, axis=1))) for r in range(n)])
        errors = np.sqrt((n - 1) / n * ((left - left.mean(axis=0)) ** 2).sum(axis=0))
        return dict(zip(self.credit.models, errors.tolist(), strict=True))

    def _apart(self, true: np.ndarray) -> np.ndarray:
        apart: np.ndarray = np.abs(self.credit.shares() - true).sum(axis=1) / 2
        return apart

    def table(self) -> "pandas.DataFrame":
        """Return one line per channel: true effects with intervals, then every model's credit in wins and as a share."""
        import pandas

        worth, shares, true = deal_worth(self.scenario), self.credit.shares(), self.true_shares()
        lines = []
        for c, channel in enumerate(self.channels):
            found = self.removal[c]
            line: dict[str, object] = {
                "channel": channel,
                "removal_wins": found.mean, "removal_low": found.low, "removal_high": found.high,
                "removal_p_adjusted": self.p_adjusted[c],
                "removal_distinguishable": self.p_adjusted[c] < ALPHA,
                "removal_revenue": found.mean * worth,
            }  # fmt: skip
            if self.causal is not None:
                each = self.causal[c]
                line |= {"causal_shapley_wins": each.mean, "causal_low": each.low, "causal_high": each.high}
            line["true_share"] = true[c]
            for m, model in enumerate(self.credit.models):
                line |= {f"{model}_wins": self.credit.conversions[m, c], f"{model}_share": shares[m, c]}
            lines.append(line)
        return pandas.DataFrame(lines)

    def money(self) -> "pandas.DataFrame":
        """Return the spend ledger: one line per channel, USD a year.

        Returns
        -------
        DataFrame
            ``channel``, ``kind`` (paid, owned, people), ``cost`` (a year), ``touches`` (a year), ``cost_touch``, ``last_revenue``
            (credited by last touch) and ``true_revenue`` (lost without the channel) with its 95 % interval ``low``, ``high``; the
            last three per dollar spent: ``last_return``, ``true_return``.
        """
        import pandas

        worth, costs = deal_worth(self.scenario), cost_by_channel(self.scenario.programme)
        last = self.credit.conversions[self.credit.models.index("last")] * worth
        lines = []
        for c, channel in enumerate(self.channels):
            true, cost = self.removal[c], costs[channel]
            low, middle, high = (worth * wins for wins in (true.low, true.mean, true.high))
            lines.append((channel, KINDS[channel], cost, self.touches[c], _per(cost, self.touches[c]), float(last[c]), middle, low,
                          high, _per(float(last[c]), cost), _per(middle, cost)))  # fmt: skip
        names = ["channel", "kind", "cost", "touches", "cost_touch", "last_revenue", "true_revenue", "low", "high",
                 "last_return", "true_return"]  # fmt: skip
        return pandas.DataFrame(lines, columns=names)

    def effects(self) -> "pandas.DataFrame":
        """Return the true effects alone: one line per channel, the columns of ``table`` up to ``true_share``."""
        table = self.table()
        return table[list(table.columns[: table.columns.get_loc("true_share") + 1])]  # type: ignore[operator, misc]

    def credits(self) -> "pandas.DataFrame":
        """Return credit as shares, one line per model and one column per channel, the truth first."""
        import pandas

        rows = np.vstack([self.true_shares(), self.credit.shares()])
        table = pandas.DataFrame(rows, columns=list(self.channels))
        table.insert(0, "model", ["truth", *(MODEL_WORDS[model] for model in self.credit.models)])
        table["misplaced"] = [0.0, *self.misplaced().values()]
        return table

    def scores(self) -> "pandas.DataFrame":
        """Return one line per model, the least wrong first: ``model, misplaced`` (share of the credit), ``standard_error``."""
        import pandas

        wrong, errors = self.misplaced(), self.misplaced_errors()
        table = pandas.DataFrame({"model": list(wrong), "misplaced": wrong.values(), "standard_error": errors.values()})
        return table.sort_values("misplaced", kind="stable").reset_index(drop=True)

    def sentences(self) -> list[str]:
        """Say what is truly lost without each channel, what reports claim, and which model is the least wrong."""
        lines = [self._on(c) for c in range(len(self.channels))]
        truth = "causal Shapley values" if self.causal is not None else "removal effects"
        if self.true_shares().sum() > 0:
            scores = self.scores()
            best, worst = scores.iloc[0], scores.iloc[-1]
            lines.append(
                f"Measured against the {truth}, {MODEL_WORDS[best['model']]} misplaces the least credit "
                f"({_with_error(best)}) and {MODEL_WORDS[worst['model']]} the most ({_with_error(worst)})."
            )
        else:
            lines.append("No channel adds a win in these runs, so no model can be scored.")
        lost = sum(each.mean for each in self.removal)
        lines.append(
            f"The removal effects add up to {lost:.1f} of {self.wins.mean:.1f} wins a year; they need not, "
            "because a channel that is gone is partly replaced by others, and some channels work only together."
        )
        if self.unseen_wins > 0:
            lines.append(
                f"{self.unseen_wins:.2g} wins a year came without any touch that our systems saw; "
                "no report credits them to anything."
            )
        return lines

    def _on(self, c: int) -> str:
        channel, found, shares = _said(self.channels[c]), self.removal[c], self.credit.shares()[:, c]
        claim = f"reports credit it with {100 * shares.min():.0f} to {100 * shares.max():.0f} % of the wins seen"
        if found.n < 2:
            return f"{channel}: one batch cannot tell what is lost without it; {claim}."
        interval = f"95 % interval {found.low:.1f} to {found.high:.1f}"
        if self.p_adjusted[c] >= ALPHA:
            many = f", and one of {len(self.channels)} channels may leave 0 out by luck" if found.is_told else ""
            said = f"{interval} wins a year{many}"
            return f"{channel}: switching it off makes no difference that can be told from luck ({said}); {claim}."
        more = "costs" if found.mean > 0 else "adds"
        size = abs(found.mean)
        share = f", {100 * size / self.wins.mean:.0f} % of all" if self.wins.mean > 0 else ""
        return f"{channel}: switching it off {more} {size:.1f} wins a year{share} ({interval}); {claim}."


def credit_of(paths: Sequence[Path], order: int = 1, half_life_hours: float = HALF_LIFE_HOURS) -> Credit:
    """Run every attribution model on paths.

    Parameters
    ----------
    paths
        From ``read_paths`` or ``paths_of``. Without knowledge of leads and opportunities, W is left out and U is the
        same as position; without direct visits, last non-direct is left out.
    order : int
        How many channels the Markov chain remembers.
    half_life_hours : float
        Working hours over which a touch loses half of its weight in time decay.
    """
    if not half_life_hours > 0:
        raise InputProblem(f"half-life: {half_life_hours} hours is no time; give a number above 0")
    channels = channels_of(paths)
    rules = dict(RULES, time_decay=lambda path: time_decay(path, half_life_hours))
    if not any(map(is_direct, channels)):
        del rules["last_non_direct"]
    if all(path.lead is None and path.opportunity is None for path in paths):
        del rules["w_shaped"]
    parts = []
    for of in ("conversions", "value"):
        given = [credit(paths, channels, rule, of) for rule in rules.values()]
        parts.append(np.array([*given, markov(paths, channels, order, of), path_shapley(paths, channels, of)]))
    return Credit(tuple(channels), (*rules, "markov", "shapley"), parts[0], parts[1])


def attribute(
    scenario: "Scenario",
    n_replications: int | None = None,
    causal: bool = False,
    order: int = 1,
    half_life_hours: float = HALF_LIFE_HOURS,
    progress: Progress | None = None,
) -> Attribution:
    """Score attribution models against what channels truly add, by runs with the same luck.

    Parameters
    ----------
    scenario : Scenario
        What to analyse.
    n_replications : int, optional
        Replications of every run; default: the scenario's own.
    causal : bool
        Also share out all wins by the Shapley value over the 32 sets of own channels; takes five times as long.
    order : int
        How many channels back the Markov chain remembers, 1 or more.
    half_life_hours : float
        Working hours after which a touch counts half in time decay, above 0.
    progress : callable (done, total), optional
        Told after every finished run.

    Returns
    -------
    Attribution
        ``removal``: wins(all channels) minus wins(without this one), a year, batch by batch, paired.
    """
    n = replications_of(scenario, n_replications)
    found, touches = [], np.zeros(len(OURS))
    years = n * years_observed(scenario)
    for run in runs_of(scenario, n):
        found.append(paths_of(run))
        visits = of_kind(run.counted_rows(), Kind.TOUCH)["channel"]
        touches += [np.sum(visits == channel) / years for channel in OWN_CHANNELS]
    known = _over_ours(credit_of([path for paths, _ in found for path in paths], order, half_life_hours), years)
    teams = _teams(causal)
    wins = paired_wins([without_channels(scenario, team) for team in teams], n, progress)
    by_team = {frozenset(OURS) - frozenset(team): wins[t] for t, team in enumerate(teams)}
    everything = by_team[frozenset(OURS)]
    removal = tuple(difference(everything, by_team[frozenset(OURS) - {channel}]) for channel in OURS)
    adjusted = tuple(holm([each.p for each in removal]))
    effects = np.array([everything - by_team[frozenset(OURS) - {channel}] for channel in OURS])
    shared = None
    if causal:
        values = [shapley(OURS, lambda team, r=r: float(by_team[team][r])) for r in range(wins.shape[1])]  # type: ignore[misc]
        effects = np.array(values).T
        shared = tuple(estimate(effects[c]) for c in range(len(OURS)))
    unseen = sum(blind for _, blind in found) / years
    return Attribution(scenario, known, estimate(everything), unseen, removal, adjusted, shared, effects, n,
                       tuple(touches.tolist()))  # fmt: skip


def _per(amount: float, of: float) -> float:
    return amount / of if of > 0 else math.nan


def _shares(effects: np.ndarray) -> np.ndarray:
    """Return mean effects as shares of their sum; negative ones count as 0."""
    means = np.maximum(effects.mean(axis=1), 0.0)
    return means / means.sum() if means.sum() > 0 else means


def _with_error(line: Any) -> str:
    error = line["standard_error"]
    size = f"{100 * line['misplaced']:.0f} %"
    return size if math.isnan(error) else f"{size}, standard error {100 * error:.0f}"


def _teams(causal: bool) -> list[tuple[str, ...]]:
    """Return the sets of channels to switch off: none, each alone, or every set there is."""
    if not causal:
        return [(), *((channel,) for channel in OURS)]
    sets = range(2 ** len(OURS))
    return [tuple(channel for c, channel in enumerate(OURS) if bits >> c & 1) for bits in sets]


def _over_ours(found: Credit, years: float) -> Credit:
    """Return credit over all our channels, those never seen included, a year."""

    def spread(matrix: np.ndarray) -> np.ndarray:
        wide = np.zeros((len(found.models), len(OURS)))
        for c, channel in enumerate(found.channels):
            wide[:, OURS.index(channel)] = matrix[:, c] / years
        return wide

    return Credit(OURS, found.models, spread(found.conversions), spread(found.value))
