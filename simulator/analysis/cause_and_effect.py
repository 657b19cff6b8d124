"""What a firm's own numbers say drives its wins, beside what truly does, and how often its choice would have been right.

Every life of the market is a firm that looks at its own file: visits its systems saw, waits, ease told by those who answered. It
regresses wins on them and takes the change with the largest predicted effect. The truth is that change under the same luck.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.simulator.analysis.budget import LEVERS, USUAL, moved
from buyermaze.simulator.analysis.customers.loyalty_drivers import lmg, slopes_of
from buyermaze.simulator.comparison.paired_statistics import Difference, difference, together
from buyermaze.simulator.comparison.phrasing import about_dollars, whole_percent
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.notebook import Told, watched
from buyermaze.simulator.core.phrases import listed
from buyermaze.simulator.core.vocabulary import Channel, Kind, Reason
from buyermaze.simulator.inputs.dates.timeline import years_observed
from buyermaze.simulator.inputs.sheets.levers import within
from buyermaze.simulator.journal.seller_view import visible
from buyermaze.simulator.outcomes.batches import batch_sums, batch_values
from buyermaze.simulator.outcomes.definitions import position
from buyermaze.simulator.runs.replications import Progress, paired_runs_of, replications_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario
    from buyermaze.simulator.runs.run import Run

SEEN: Final = {"reps": Channel.REP, "content people": Channel.CONTENT, "e-mail": Channel.EMAIL, "events": Channel.EVENT,
               "advertising": Channel.ADS}  # fmt: skip
WAIT, EASE, NOTHING = "faster answers", "easier conversations", "no change"
DRIVERS: Final = (*SEEN, WAIT, EASE)
SHARE_FASTER: Final = 0.5  # of the wait the firm expects to lose by answering twice as fast
MORE_SKILL, EASE_EXPECTED = 0.1, 0.5  # training, and the points of ease (1 to 7) a firm expects of it; assumption
P_SURVEY: Final = 0.5  # of conversations a firm that asks nobody today would ask about
FEWEST: Final = 30  # accounts below which a regression is not made
Z: Final = 1.96 + 0.84  # 95 % two-sided, told four times in five
DECIDERS: Final = ("regression on all on file", "regression on who answered", "randomised test of all")


@dataclass(frozen=True)
class Change:
    """An operational change: what it does, and the relative or absolute change of its driver that the firm expects."""

    driver: str
    scenario: "Scenario"
    spend: float  # USD a year
    share: float  # by which the firm expects its driver to grow; of ease: points


@dataclass(frozen=True)
class Decider:
    """A way to choose among the changes, over all lives."""

    words: str
    picks: tuple[str, ...]  # one per life; "no change" where nothing is promised

    def share(self, which: set[str]) -> float:
        """Return how often one of these was chosen."""
        return float(np.mean([pick in which for pick in self.picks])) if self.picks else np.nan

    def said(self, which: set[str]) -> str:
        """Say in how many lives one of these was chosen: ``1 of 4 lives``, a count and no percentage of so few."""
        return f"{sum(pick in which for pick in self.picks)} of {len(self.picks)} lives" if self.picks else ""


@dataclass(frozen=True, eq=False, repr=False)
class CauseAndEffect(Told):
    """Drivers on file beside true ones, predicted beside true effects, and choices with and without a randomised test."""

    scenario: "Scenario"
    changes: tuple[Change, ...]
    importance: np.ndarray  # shares of explained variance, (on file, who answered) x drivers; NaN: not on file
    predicted: np.ndarray  # of wins, share of accounts on file, (on file, who answered) x drivers
    truth: dict[str, Difference]  # of wins, share of real purchases; intervals hold together
    deciders: tuple[Decider, ...]
    share_answered: float  # of accounts on file
    wins: tuple[float, float]  # share won: of all on file, of who answered
    n_real: float  # real purchases a year, of which the truth is a share
    n_accounts: float  # all accounts a year, which a test assigns
    share_won: float  # of all accounts
    years: float  # a test takes
    n_replications: int

    @property
    def heading(self) -> str:
        """Return what this is about."""
        return f"Cause and effect in {self.scenario.name}"

    @property
    def helps(self) -> set[str]:
        """Return the changes that win more by more than luck."""
        return {name for name, found in self.truth.items() if found.is_told and found.mean > 0}

    @property
    def best(self) -> str:
        """Return the change that truly wins most; by best guess where luck could have chosen it."""
        return max(self.truth, key=lambda name: self.truth[name].mean)

    def gain(self, decider: Decider) -> float:
        """Return what the choices of a decider truly win a year, mean over lives."""
        worth = {name: found.mean for name, found in self.truth.items()} | {NOTHING: 0.0}
        return float(np.mean([worth[pick] for pick in decider.picks])) * self.n_real if decider.picks else np.nan

    def sentences(self) -> list[str]:
        """Say what is on file, what truly drives wins, how often each way to choose was right, and what a test costs."""
        lines = [
            f"Of accounts on file {whole_percent(self.share_answered)} answered; they were won in "
            f"{whole_percent(self.wins[1])}, all on file in {whole_percent(self.wins[0])} of cases."
        ]
        if self.helps:
            known = sorted(self.helps, key=lambda name: -self.truth[name].mean)
            lines.append(f"Truly more wins come from: {listed([f'{n} ({_points(self.truth[n])})' for n in known])}.")
        else:
            lines.append(f"No change is shown to win more; the best guess is {self.best} ({_points(self.truth[self.best])}).")
        for decider in self.deciders:
            if decider.picks:
                top = max(set(decider.picks), key=lambda name: (decider.picks.count(name), name))
                lines.append(
                    f"A {decider.words} takes the best change in {decider.said({self.best})}, one that is shown to "
                    f"help in {decider.said(self.helps)}, nothing in {decider.said({NOTHING})}; most often {top}. "
                    f"Its choices win {self.gain(decider):+.1f} deals a year."
                )
        return [*lines, *self._test()]

    def _test(self) -> list[str]:
        file, _, test = self.deciders
        if not (file.picks and test.picks):
            return []
        arms = float(np.mean([0.0, *(found.mean for found in self.truth.values())])) * self.n_real
        forgone = (self.gain(file) - arms) * self.years
        money = sum(change.spend for change in self.changes) / (len(self.changes) + 1) * self.years
        effect = self.truth[self.best].mean * self.n_real / self.n_accounts
        per_arm = 2 * Z**2 * self.share_won * (1 - self.share_won) / effect**2 if effect > 0 else np.inf
        need = per_arm * (len(self.changes) + 1) / self.n_accounts
        how_long = f"about {float(f'{need:.2g}'):,.0f} years" if np.isfinite(need) else "no length of time"
        word = "forgoes" if forgone >= 0 else "wins"
        return [
            f"The test takes {self.years:.1f} years in {len(self.changes) + 1} arms, costs {about_dollars(money)} and {word} "
            f"{abs(forgone):.1f} deals against doing at once what the file says; afterwards its choice wins "
            f"{self.gain(test) - self.gain(file):+.1f} deals a year against that.",
            f"To tell the best change from none four times in five, it would take {how_long} of such accounts.",
        ]

    def how(self) -> str:
        """Say how both sides were found."""
        return (
            f"{self.n_replications} lives, each a firm with its own file: ordinary least squares of wins on visits its systems "
            "saw, waits for reps and, for who answered, ease. Predicted: slope times the change of the driver the firm expects "
            f"({about_dollars(USUAL)} a year more in people or media, heads whole, and visits in proportion; half the wait; "
            f"{EASE_EXPECTED:g} points of ease by training). Truth: each change lived under the same luck. "
            "In the test every account is assigned to an arm at random, and the arm with most wins is "
            "taken if it is ahead of the one without a change."
        )

    def table(self) -> "pandas.DataFrame":
        """Return one line per change: ``change, spend``, importance and prediction on file and by who answered, truth, picks."""
        import pandas

        lines: list[Mapping[str, Any]] = []
        for change in self.changes:
            d = DRIVERS.index(change.driver)
            found = self.truth[change.driver]
            lines.append(
                {"change": change.driver, "spend": change.spend, "importance_on_file": self.importance[0, d],
                 "importance_answered": self.importance[1, d], "predicted_on_file": self.predicted[0, d],
                 "predicted_answered": self.predicted[1, d], "truth": found.mean, "low": found.low, "high": found.high}
                | {f"share_picked_{key}": decider.share({change.driver})
                   for key, decider in zip(("on_file", "answered", "test"), self.deciders, strict=True)}
            )  # fmt: skip
        return pandas.DataFrame(lines)

    def words_table(self) -> "pandas.DataFrame":
        """Return one line per change for people."""
        import pandas

        return pandas.DataFrame([
            {"change": line["change"], "costs a year": about_dollars(line["spend"]),
             "importance on file": _share(line["importance_on_file"]), "by who answered": _share(line["importance_answered"]),
             "predicted": _share(line["predicted_on_file"], "+.1f"), "truth": _points(self.truth[line["change"]]),
             } | {f"chosen: {word}": decider.said({change.driver})
                  for word, decider in zip(("file", "answered", "test"), self.deciders, strict=True)}
            for change, line in zip(self.changes, self.table().to_dict("records"), strict=True)
        ])  # fmt: skip


def cause_and_effect(
    scenario: "Scenario", n_replications: int | None = None, progress: Progress | None = None
) -> CauseAndEffect:
    """Hold what a firm's file says drives its wins against what truly does, with and without a randomised test.

    Parameters
    ----------
    scenario : Scenario
        The organisation in its market; where nobody is asked, half of the conversations are.
    n_replications : int, optional
        Lives, 1 or more; by default the scenario's own.
    progress : callable (done, total), optional
        Told after every finished run.

    Returns
    -------
    CauseAndEffect
        Importance, predictions and truth in shares of wins, choices by life, costs in USD and deals a year.

    Raises
    ------
    InputProblem
        If too few accounts are on file.
    """
    n = replications_of(scenario, n_replications)
    if scenario.programme.voice.p_survey == 0.0:
        scenario = scenario.with_changes({"programme.voice.p_survey": P_SURVEY})
    changes = changes_of(scenario)
    sums: list[list[np.ndarray]] = [[] for _ in range(len(changes) + 1)]
    files, picks_tested, n_all, n_won = [], [], 0, 0
    for runs in paired_runs_of([scenario, *(change.scenario for change in changes)], n, watched("runs", progress)):
        for v, run in enumerate(runs):
            sums[v].append(batch_sums(run.totals, run.scenario))
        files.append(on_file(runs[0]))
        rates = [_share_won(run, arm, len(runs)) for arm, run in enumerate(runs)]
        best = int(np.argmax(rates))
        picks_tested.append(changes[best - 1].driver if best and rates[best] > rates[0] else NOTHING)
        n_all += len(runs[0].counted())
        n_won += int(np.isin(runs[0].won(), runs[0].counted()).sum())
    values = [batch_values(np.concatenate(each))[:, position("p_win")] for each in sums]
    truth = {c.driver: together(difference(values[k + 1], values[0]), len(changes)) for k, c in enumerate(changes)}
    every = np.concatenate(files)
    if len(every) < FEWEST:
        raise InputProblem(f"causes: {len(every)} accounts on file are too few to explain anything; run more replications")
    answered = every[np.isfinite(every[:, -1])]
    expected = _expected(changes, every)
    looks: list[tuple[Callable[[np.ndarray], np.ndarray], int]] = [(lambda x: x, len(DRIVERS) - 1),
                                                                   (lambda x: x[np.isfinite(x[:, -1])], len(DRIVERS))]  # fmt: skip
    importance, predicted = np.full((2, len(DRIVERS)), np.nan), np.full((2, len(DRIVERS)), np.nan)
    picks: list[tuple[str, ...]] = []
    for k, (chosen, width) in enumerate(looks):
        pooled = chosen(every)
        if len(pooled) >= FEWEST:
            parts = lmg(pooled[:, 1 : 1 + width], pooled[:, 0])
            importance[k, :width] = parts / parts.sum() if parts.sum() > 0 else np.nan
            predicted[k, :width] = slopes_of(pooled[:, 1 : 1 + width], pooled[:, 0]) * expected[:width]
        picks.append(tuple(_pick(chosen(file), width, changes) for file in files if len(chosen(file)) >= FEWEST))
    deciders = tuple(Decider(words, chosen_) for words, chosen_ in zip(DECIDERS, (*picks, tuple(picks_tested)), strict=True))
    years = years_observed(scenario)
    n_real = float(np.concatenate(sums[0])[:, 1, position("p_win")].sum()) / n / years
    wins = (float(every[:, 0].mean()), float(answered[:, 0].mean()) if len(answered) else np.nan)
    return CauseAndEffect(
        scenario, changes, importance, predicted, truth, deciders, len(answered) / len(every), wins, n_real,
        n_all / n / years, n_won / n_all, years, n,
    )  # fmt: skip


def changes_of(scenario: "Scenario") -> tuple[Change, ...]:
    """Return the changes a firm could make: as much more money for people or media, faster answers, training."""
    levers = {lever.words: lever for lever in LEVERS}
    found = []
    for driver in SEEN:
        step = moved(scenario, levers[driver], USUAL)
        level = next(float(card_.value) for card_ in scenario.levers() if card_.path == levers[driver].path)
        if step is not None and level > 0:
            found.append(Change(driver, scenario.with_changes({step.path: step.value}), step.spend, step.value / level - 1.0))
    selling = scenario.programme.selling
    faster = scenario.with_changes({"programme.selling.hours_response": selling.hours_response * (1.0 - SHARE_FASTER)})
    trained = scenario.with_changes(within(scenario, {"programme.selling.skill": selling.skill + MORE_SKILL}))
    return (*found, Change(WAIT, faster, 0.0, -SHARE_FASTER), Change(EASE, trained, 0.0, EASE_EXPECTED))


def on_file(run: "Run") -> np.ndarray:
    """Return what a firm has on every counted account it knows, shape (accounts, 1 + drivers): won, then ``DRIVERS``.

    Ease is NaN for those who did not answer. Only rows that the seller sees are read.
    """
    rows = run.journal[visible(run)]
    rows = rows[np.isin(rows["account"], run.counted())]
    ours = rows[(rows["kind"] == Kind.TOUCH) & (rows["vendor"] == 0)]
    accounts = np.unique(ours["account"])
    table = np.zeros((len(accounts), 1 + len(DRIVERS)))
    table[:, 0] = np.isin(accounts, run.won())
    for d, channel in enumerate(SEEN.values()):
        table[:, 1 + d] = _per(accounts, ours["account"][ours["channel"] == channel])
    waits = rows[np.isin(rows["kind"], (Kind.SERVED, Kind.GAVE_UP))]
    table[:, -2] = np.nan_to_num(_mean(accounts, waits["account"], waits["value"]))
    said = rows[(rows["kind"] == Kind.SURVEY) & (rows["reason"] == Reason.ASKED_EFFORT)]
    table[:, -1] = _mean(accounts, said["account"], said["value"])
    return table


def _per(accounts: np.ndarray, found: np.ndarray) -> np.ndarray:
    at = np.searchsorted(accounts, found[np.isin(found, accounts)])
    return np.bincount(at, minlength=len(accounts)).astype(float)


def _mean(accounts: np.ndarray, found: np.ndarray, values: np.ndarray) -> np.ndarray:
    known = np.isin(found, accounts)
    at = np.searchsorted(accounts, found[known])
    n = np.bincount(at, minlength=len(accounts)).astype(float)
    n[n == 0] = np.nan
    means: np.ndarray = np.bincount(at, weights=values[known], minlength=len(accounts)) / n
    return means


def _share_won(run: "Run", arm: int, n_arms: int) -> float:
    """Return the share won of the accounts that chance puts into an arm; numbers of accounts say nothing about them."""
    own = run.counted()[run.counted() % n_arms == arm]
    return float(np.isin(own, run.won()).mean()) if len(own) else 0.0


def _expected(changes: tuple[Change, ...], file: np.ndarray) -> np.ndarray:
    """Return by how much the firm expects each change to move its driver; 0 for those there is no change of."""
    share = {change.driver: change.share for change in changes}
    means = file[:, 1:-1].mean(axis=0)
    return np.array([*(share.get(name, 0.0) * mean for name, mean in zip(DRIVERS[:-1], means, strict=True)), share[EASE]])


def _pick(file: np.ndarray, width: int, changes: tuple[Change, ...]) -> str:
    """Return the change with the largest predicted effect, or none where nothing is promised."""
    promised = slopes_of(file[:, 1 : 1 + width], file[:, 0]) * _expected(changes, file)[:width]
    best = int(np.argmax(promised))
    return DRIVERS[best] if promised[best] > 0 else NOTHING


def _share(value: float, form: str = ".0f") -> str:
    if not np.isfinite(value):
        return ""
    return whole_percent(value) if form == ".0f" else f"{100 * value:{form}} points"


def _points(found: Difference) -> str:
    """Say a change of the share of wins with its interval."""
    interval = f" ({100 * found.low:+.1f} to {100 * found.high:+.1f})" if found.n > 1 else ""
    return f"{100 * found.mean:+.1f}{interval} points"
