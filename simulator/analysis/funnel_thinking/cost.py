"""What funnel thinking costs: the same buyers forecast and planned with a linear funnel, and by one who knows the maze."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from buyermaze.simulator.analysis.budget import MONEY_OUTCOMES
from buyermaze.simulator.analysis.funnel_thinking.allotments import (
    CHANNEL_OF,
    Post,
    by_last_touch,
    last_touch,
    posts_of,
    promised,
    spent,
    tried_out,
    with_money,
)
from buyermaze.simulator.analysis.funnel_thinking.forecast import WAYS, Forecasts, day_of_forecast, forecasts, steps_of
from buyermaze.simulator.comparison.paired_statistics import Difference, difference, together
from buyermaze.simulator.comparison.phrasing import about_dollars
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.notebook import Told, watched
from buyermaze.simulator.core.phrases import listed, times
from buyermaze.simulator.inputs.dates.timeline import years_observed
from buyermaze.simulator.outcomes.batches import batch_values
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position
from buyermaze.simulator.runs.paired_runs import Runs, simulated
from buyermaze.simulator.runs.replications import Progress, replications_of, runs_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario

TODAY, BY_FUNNEL, BY_MAZE = "today", "by last touch", "knowing the maze"
LEAST_SAID: Final = 1_000.0  # USD a year; smaller moves are not named
SIDES: Final = ("last touch against today", "knowing the maze against today", "last touch against knowing the maze")


@dataclass(frozen=True)
class Contrast:
    """One plan less another on luck that neither was chosen by, a year; intervals of all contrasts hold together."""

    what: str  # one of SIDES
    wins: Difference
    revenue: Difference  # USD of first sales
    gain: Difference  # USD, in the money outcome
    promised: float  # wins a year that linear thinking expects of it; NaN where it says nothing


@dataclass(frozen=True, eq=False)
class Learnt:
    """What the seller's own counts teach one who thinks in funnels."""

    forecast: Forecasts
    credited: dict[str, float]  # wins a year that last touch credits to each channel of marketing


def learnt(scenario: "Scenario", n_replications: int | None = None, progress: Progress | None = None) -> Learnt:
    """Fit a linear funnel to runs of a scenario, forecast with it, and credit wins by last touch.

    Parameters
    ----------
    scenario : Scenario
        Its window has to last 25 weeks or more.
    n_replications : int, optional
        2 or more; by default the scenario's own.
    progress : callable (done, total), optional
        Told after every finished run.

    Returns
    -------
    Learnt
        Forecasts by quarter of 500 working hours; credit in wins a year.

    Raises
    ------
    InputProblem
        If the window is too short, or there is one run only.
    """
    n = replications_of(scenario, n_replications)
    day_of_forecast(scenario)
    counted, credited = [], []
    for run in runs_of(scenario, n, progress):
        counted.append(steps_of(run))
        credited.append(last_touch(run))
    expected = forecasts(scenario, counted)
    yearly = np.mean(credited, axis=0) / years_observed(scenario)
    return Learnt(expected, dict(zip(CHANNEL_OF.values(), yearly.tolist(), strict=True)))


@dataclass(frozen=True, eq=False, repr=False)
class FunnelThinking(Told):
    """Forecasts and budgets of a linear funnel, beside those of one who knows the maze."""

    scenario: "Scenario"
    outcome: str
    forecast: Forecasts
    posts: tuple[Post, ...]
    money: dict[str, tuple[float, ...]]  # USD a year per post, by plan
    credited: dict[str, float]  # wins a year that last touch credits to each channel of marketing
    contrasts: tuple[Contrast, ...]  # in the order of SIDES
    n_replications: int

    @property
    def heading(self) -> str:
        """Return what this is about."""
        return f"Funnel thinking in {self.scenario.name}"

    @property
    def _label(self) -> str:
        return OUTCOMES[position(self.outcome)].label.removesuffix(" a year")

    @property
    def budget(self) -> float:
        """Return the marketing budget that is divided, in USD a year."""
        return sum(self.money[TODAY])

    @property
    def misplaced(self) -> float:
        """Return how much of it last touch puts where one who knows the maze does not, in USD a year."""
        return float(np.abs(np.subtract(self.money[BY_FUNNEL], self.money[BY_MAZE])).sum() / 2)

    def sentences(self) -> list[str]:
        """Say what funnel thinking forgoes, where it puts the money, what it promised, and how far its forecasts miss."""
        return [self._forgone(), self._place(), self._promise(), self._other(), *self.forecast.sentences()]

    def _forgone(self) -> str:
        apart = self.contrasts[2]
        if apart.gain.n < 2:
            return "One value cannot tell what funnel thinking costs from luck; run more replications."
        if self.misplaced < 1.0:
            return "Last touch divides the budget just as one would who knows the maze: here funnel thinking costs nothing."
        revenue, wins = _money(apart.revenue), _wins(apart.wins)
        size = f"{self._label} {_money(apart.gain)} a year, revenue of first sales {revenue}, wins {wins}"
        found = {self._label: apart.gain, "revenue of first sales": apart.revenue, "wins": apart.wins}
        less = [name for name, each in found.items() if each.is_told and each.mean < 0]
        more = [name for name, each in found.items() if each.is_told and each.mean > 0]
        luck = [name for name, each in found.items() if not each.is_told]
        if not less and not more:
            return f"What the budget by last touch forgoes against that of one who knows the maze cannot be told from luck: {size}."
        told = " and ".join(f"{word} {listed(names)}" for word, names in (("forgoes", less), ("brings more", more)) if names)
        open_ = f" ({listed(luck)} cannot be told from luck)" if luck else ""
        return f"The budget by last touch {told} against that of one who knows the maze{open_}: {size}."

    def _place(self) -> str:
        away = np.subtract(self.money[BY_FUNNEL], self.money[BY_MAZE])
        pairs = list(zip(self.posts, away.tolist(), strict=True))
        too_much = [f"{about_dollars(d)} more on {p.words}" for p, d in pairs if d >= LEAST_SAID]
        too_little = [f"{about_dollars(-d)} less on {p.words}" for p, d in pairs if d <= -LEAST_SAID]
        where = f": {listed([*too_much, *too_little])}" if too_much or too_little else ""
        return (
            f"Of {about_dollars(self.budget)} a year for content people and media, last touch places "
            f"{about_dollars(self.misplaced)} ({100 * self.misplaced / self.budget:.0f} %) elsewhere than one who knows the "
            f"maze{where}."
        )

    def _promise(self) -> str:
        plan = self.contrasts[0]
        return (
            f"By the funnel's own arithmetic its budget brings {plan.promised:+.1f} wins a year against today's; in truth it "
            f"brought {_wins(plan.wins)}, and {self._label} {_money(plan.gain)}."
        )

    def _other(self) -> str:
        plan = self.contrasts[1]
        if np.abs(np.subtract(self.money[BY_MAZE], self.money[TODAY])).sum() < 1.0:
            return "One who knows the maze finds nothing better than today's budget."
        return (
            f"The budget of one who knows the maze brought {_wins(plan.wins)} wins a year against today's, and {self._label} "
            f"{_money(plan.gain)}; the funnel would have expected {plan.promised:+.1f} wins of it."
        )

    def how(self) -> str:
        """Say how it was found."""
        return (
            f"{times(self.n_replications, 'replication')}. "
            "The funnel is fitted to the seller's own counts of the first half of the window "
            "(share and median time of each step, inquiries a week) and forecasts the second, quarter by quarter. Its budget "
            "divides what is spent on content people and media by last touch among marketing's channels; heads of sales stay, and "
            "planting ideas early leaves no visit to credit. One who knows the maze forecasts by the "
            f"{WAYS[2]}, tries divisions of the same sum under the same luck and keeps the one with the most {self._label}, which "
            "need not be the best there is. All budgets then meet the same luck, by which none of them was chosen; 95 % intervals "
            "of the three contrasts hold together."
        )

    def table(self) -> "pandas.DataFrame":
        """Return one line per contrast, a year: ``what, promised_wins, wins, wins_low, wins_high, revenue, ..., gain, ...``."""
        import pandas

        lines = []
        for each in self.contrasts:
            line: dict[str, object] = {"what": each.what, "promised_wins": each.promised}
            for name in ("wins", "revenue", "gain"):
                found: Difference = getattr(each, name)
                line |= {name: found.mean, f"{name}_low": found.low, f"{name}_high": found.high}
            lines.append(line)
        return pandas.DataFrame(lines)

    def money_table(self) -> "pandas.DataFrame":
        """Return one line per post: what each plan spends on it in USD a year, and the wins a year last touch credits to it."""
        import pandas

        credited = [self.credited.get(CHANNEL_OF.get(post.path, ""), np.nan) for post in self.posts]
        spends = {plan.replace(" ", "_"): list(money) for plan, money in self.money.items()}
        return pandas.DataFrame({"post": [p.words for p in self.posts], **spends, "credited_wins": credited})

    def words_table(self) -> "pandas.DataFrame":
        """Return one line per contrast for people."""
        import pandas

        lines = [
            {"plans": each.what, "wins a year": _wins(each.wins), "revenue a year": _money(each.revenue),
             f"{self._label} a year": _money(each.gain),
             "wins the funnel expects": "" if np.isnan(each.promised) else f"{each.promised:+.1f}"}
            for each in self.contrasts
        ]  # fmt: skip
        return pandas.DataFrame(lines)


def funnel_thinking(
    scenario: "Scenario",
    outcome: str = "profit_lifetime",
    n_replications: int | None = None,
    progress: Progress | None = None,
    runs: Runs | None = None,
    seen: Learnt | None = None,
) -> FunnelThinking:
    """Plan and forecast the same buyers with a linear funnel and by one who knows the maze, and say what the first costs.

    Parameters
    ----------
    scenario : Scenario
        The organisation in its market; its window has to last 25 weeks or more.
    outcome : {"profit_lifetime", "profit"}
        What plans are judged by, in USD a year.
    n_replications : int, optional
        Replications of everything, 2 or more; by default the scenario's own.
    progress : callable (done, total), optional
        Told after every finished run of a step.
    runs : callable (scenarios, n_replications), optional
        Runs scenarios and returns sums as ``runs.batch.sum_table`` does, which is the default.
    seen : Learnt, optional
        What ``learnt`` found in the same replications, where that is at hand.

    Returns
    -------
    FunnelThinking
        Misses of forecasts by quarter, budgets in USD a year, and what they bring with 95 % intervals.

    Raises
    ------
    InputProblem
        If the outcome is not counted in profit, there is no marketing budget or no win to credit, or the window or the number
        of replications is too small.
    """
    if outcome not in MONEY_OUTCOMES:
        raise InputProblem(f"outcome: plans are judged by {' or '.join(MONEY_OUTCOMES)}, not by '{outcome}'")
    posts = posts_of(scenario)
    n = replications_of(scenario, n_replications)
    run = runs or simulated(watched("runs", progress))
    seen = seen or learnt(scenario, n, progress)
    credited = seen.credited
    if sum(credited.values()) <= 0:
        raise InputProblem(
            f"'{scenario.name}' has no win that a visit seen by its systems came before, so last touch credits nothing; observe "
            "more weeks or replications"
        )
    today = tuple(spent(scenario, posts))
    funnel = tuple(by_last_touch(posts, credited, today))
    column = position(outcome)
    known: dict[tuple[float, ...], float] = {}

    def worth(divisions: list[tuple[float, ...]]) -> np.ndarray:
        new = [each for each in dict.fromkeys(divisions) if each not in known]
        if new:
            sums = run([with_money(scenario, posts, money) for money in new], n)
            known.update(zip(new, (float(batch_values(each)[:, column].mean()) for each in sums), strict=True))
        return np.nan_to_num(np.array([known[each] for each in divisions]), nan=-np.inf)

    money = {TODAY: today, BY_FUNNEL: funnel, BY_MAZE: tried_out(posts, (today, funnel), worth)}
    fresh = scenario.with_changes({"run.seed": scenario.run.seed ^ 1})
    sums = run([with_money(fresh, posts, each) for each in money.values()], n)
    return FunnelThinking(
        scenario,
        outcome,
        seen.forecast,
        posts,
        money,
        credited,
        _contrasts(scenario, outcome, sums, posts, money, credited),
        n,
    )


def _contrasts(
    scenario: "Scenario",
    outcome: str,
    sums: np.ndarray,
    posts: Sequence[Post],
    money: dict[str, tuple[float, ...]],
    credited: dict[str, float],
) -> tuple[Contrast, ...]:
    batch = years_observed(scenario) / scenario.run.n_batches
    wins = [each[:, 0, position("p_win")] / batch for each in sums]
    values = [batch_values(each) for each in sums]
    plans = list(money)
    found = []
    for what, (plan, base) in zip(SIDES, ((1, 0), (2, 0), (1, 2)), strict=True):
        revenue, gain = (
            together(difference(values[plan][:, c], values[base][:, c]), len(SIDES))
            for c in (position("revenue"), position(outcome))
        )
        says = promised(posts, credited, money[plans[base]], money[plans[plan]]) if base == 0 else np.nan
        found.append(Contrast(what, together(difference(wins[plan], wins[base]), len(SIDES)), revenue, gain, says))
    return tuple(found)


def _money(found: Difference) -> str:
    sign = "+" if found.mean > 0 else ""
    interval = f" ({about_dollars(found.low)} to {about_dollars(found.high)})" if found.n > 1 else ""
    return f"{sign}{about_dollars(found.mean)}{interval}"


def _wins(found: Difference) -> str:
    interval = f" ({found.low:+.1f} to {found.high:+.1f})" if found.n > 1 else ""
    return f"{found.mean:+.1f}{interval}"
