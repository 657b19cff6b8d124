"""Where the next money goes: what each lever that costs money brings at equal spend, and which swaps pay.

Every lever is given the same amount a year more, and less, under the same luck. What is promising, money taken from one lever
and given to another, is run as a whole on luck that nobody was chosen by.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.simulator.comparison.paired_statistics import Difference, difference, together
from buyermaze.simulator.comparison.phrasing import about_dollars, signed
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.notebook import Told, watched
from buyermaze.simulator.core.phrases import listed, times
from buyermaze.simulator.inputs.sheets.levers import value_words
from buyermaze.simulator.inputs.sheets.programme import Programme
from buyermaze.simulator.outcomes.batches import batch_values
from buyermaze.simulator.outcomes.books.costs import yearly_spend
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position
from buyermaze.simulator.runs.paired_runs import Runs, simulated
from buyermaze.simulator.runs.replications import Progress, replications_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario

USUAL: Final = 100_000.0  # USD a year
LEAST: Final = 1_000.0  # USD a year
MOST: Final = 100e6  # USD a year
N_BEST: Final = 3  # levers to give to, and levers to take from, whose swaps are run
WINS: Final = "p_win"
MONEY_OUTCOMES: Final = ("profit", "profit_lifetime")


@dataclass(frozen=True)
class Cost:
    """A lever that costs money: what it is called, where it is, and what a unit of it costs in a year."""

    words: str
    path: str
    a_unit: Callable[[Programme], float]  # USD a year
    there: Callable[[Programme], bool] = lambda programme: True  # whether it can do anything in this organisation


LEVERS: Final = (
    Cost("reps", "programme.team.n_reps", lambda p: p.team.cost_rep),
    Cost("qualifiers", "programme.team.n_qualifiers", lambda p: p.team.cost_qualifier, lambda p: p.gate.closed),
    Cost("content people", "programme.team.n_content", lambda p: p.team.cost_content),
    Cost("e-mail", "programme.marketing.email", lambda p: p.marketing.cost_email),
    Cost("advertising", "programme.marketing.ads", lambda p: p.marketing.cost_ads),
    Cost("events", "programme.marketing.events", lambda p: p.marketing.cost_events),
    Cost("planting ideas early", "programme.marketing.priming", lambda p: p.marketing.cost_priming),
)


@dataclass(frozen=True)
class Step:
    """One lever moved: to which value, and what that costs more a year (negative: saves)."""

    words: str
    path: str
    value: float
    spend: float


@dataclass(frozen=True)
class Return:
    """What one lever brings for the amount asked about, more or less of it, after its own cost; intervals hold together.

    Whole people cost more than the amount and are counted in proportion; a lever that takes less is counted as it is.
    """

    step: Step
    gain: Difference  # in the money outcome
    wins: Difference  # share of wins
    level: float  # of the lever now


@dataclass(frozen=True)
class Swap:
    """The same money taken from one lever and given to another, run on luck of its own."""

    taken: Step
    given: Step
    gain: Difference  # in the money outcome; intervals of all swaps hold together
    wins: Difference


@dataclass(frozen=True, eq=False, repr=False)
class Budget(Told):
    """What the next money does, lever by lever, and which swaps pay."""

    scenario: "Scenario"
    amount: float
    outcome: str
    more: tuple[Return, ...]  # the best first
    less: tuple[Return, ...]  # the least missed first
    swaps: tuple[Swap, ...]  # the best first
    full: tuple[str, ...]  # levers that take no more
    n_replications: int

    @property
    def heading(self) -> str:
        """Return what this is about."""
        return f"The next {about_dollars(self.amount)} for {self.scenario.name}"

    @property
    def _label(self) -> str:
        return OUTCOMES[position(self.outcome)].label.removesuffix(" a year")

    @property
    def pays(self) -> tuple[Return, ...]:
        """Return the levers that earn more than they cost, by more than luck could do."""
        return tuple(each for each in self.more if each.gain.n > 1 and each.gain.low > 0)

    def sentences(self) -> list[str]:
        """Say where the next money goes best, what would not be missed, and which swaps pay."""
        return [*self._best(), *self._swapped(), *self._cut(), *self._full()]

    def _best(self) -> list[str]:
        amount, label = about_dollars(self.amount), self._label
        if not self.more:
            return ["No lever takes more money."]
        best, pays = self.more[0], self.pays
        if best.gain.n < 2:
            return ["One value cannot tell a return from luck; run more replications."]
        if not pays:
            wins = [each for each in self.more if each.wins.low > 0]
            extra = (
                f" {listed([e.step.words for e in wins]).capitalize()} would win more deals, at a loss." if wins else ""
            )
            maybe = (
                f" The best guess is {best.step.words}, {_gain(best.gain)}; more replications may tell."
                if best.gain.high > 0
                else ""
            )
            verdict = (
                f"Better moved than added: no lever is shown to earn back {amount} a year more, but at equal spend a swap pays."
                if self._paying_swaps
                else f"Nothing is as good as keeping the money: no lever is shown to earn back {amount} a year."
            )
            return [f"{verdict}{extra}{maybe}"]
        lines = [
            f"The next {amount} a year goes best to {best.step.words}: after its cost, {label} changes by {_gain(best.gain)}, and "
            f"wins by {signed(best.wins.mean, 'share')}."
        ]
        near = [each.step.words for each in self.more[1:] if each.gain.high > best.gain.low]
        if near:
            lines.append(f"Luck could put {listed(near)} in first place instead.")
        others = [f"{each.step.words} ({_gain(each.gain)})" for each in pays[1:]]
        return [*lines, *([f"Also worth it: {'; '.join(others)}."] if others else [])]

    def _cut(self) -> list[str]:
        free = [each for each in self.less if each.gain.n > 1 and each.gain.low > 0]
        if free:
            said = "; ".join(f"{each.step.words} ({_gain(each.gain)})" for each in free)
            return [f"Spending {about_dollars(self.amount)} less would pay on: {said}."]
        return []

    @property
    def _paying_swaps(self) -> list[Swap]:
        return [each for each in self.swaps if each.gain.n > 1 and each.gain.low > 0]

    def _swapped(self) -> list[str]:
        good = self._paying_swaps
        if good:
            return [
                f"A swap that pays: {about_dollars(-each.taken.spend)} from {each.taken.words} to {each.given.words}, "
                f"{_gain(each.gain)}."
                for each in good
            ]
        return (
            ["No swap at equal spend is shown to pay."] if self.swaps else ["There is no swap at equal spend to try."]
        )

    def _full(self) -> list[str]:
        lines = [
            f"No more than {about_dollars(each.step.spend)} fits into {each.step.words}."
            for each in self.more
            if each.step.spend < 0.999 * self.amount
        ]
        return [*lines, *([f"No more money fits into: {listed(self.full)}."] if self.full else [])]

    def how(self) -> str:
        """Say how returns were found."""
        amount = about_dollars(self.amount)
        return (
            f"Each lever alone is given {amount} a year more, then {amount} less, under the same luck; whole people are counted in "
            f"proportion, and what takes less than the amount is given what it takes. {times(self.n_replications, 'replication')}; "
            "95 % "
            "intervals hold for all levers together. Swaps are run as a whole, on luck that nobody was chosen by. What costs by "
            "use (mails, surveys) is not a lever here, nor what costs time instead of money."
        )

    def table(self) -> "pandas.DataFrame":
        """Return one line per lever and direction, then per swap, in USD a year and in shares of wins.

        Columns: ``what, kind`` (more, less, swap), ``from_value, to_value, spend, gain, low, high, wins, wins_low, wins_high``.
        """
        import pandas

        lines = [
            (
                each.step.words,
                kind,
                each.level,
                each.step.value,
                each.step.spend,
                *_numbers(each.gain),
                *_numbers(each.wins),
            )
            for kind, returns in (("more", self.more), ("less", self.less))
            for each in returns
        ]
        lines += [
            (f"{s.taken.words} to {s.given.words}", "swap", np.nan, np.nan, 0.0, *_numbers(s.gain), *_numbers(s.wins))
            for s in self.swaps
        ]
        columns = [
            "what",
            "kind",
            "from_value",
            "to_value",
            "spend",
            "gain",
            "low",
            "high",
            "wins",
            "wins_low",
            "wins_high",
        ]
        return pandas.DataFrame(lines, columns=columns)

    def words_table(self) -> "pandas.DataFrame":
        """Return one line per lever for people: from and to, its cost, what comes of it."""
        import pandas

        cards = {each.path: each for each in self.scenario.levers()}

        def said(step: Step, value: float) -> str:
            return value_words(cards[step.path], float(f"{value:.3g}"))

        lines = [
            {
                "lever": each.step.words,
                "now": said(each.step, each.level),
                "moved to": said(each.step, each.step.value),
                "costs a year": about_dollars(each.step.spend),
                f"{self._label}, after that cost": _gain(each.gain),
                "wins": signed(each.wins.mean, "share"),
            }
            for each in (*self.more, *self.less)
        ]
        return pandas.DataFrame(lines)


def budget(
    scenario: "Scenario",
    amount: float = USUAL,
    outcome: str = "profit_lifetime",
    n_replications: int | None = None,
    progress: Progress | None = None,
    runs: Runs | None = None,
) -> Budget:
    """Say what the next money would do on each lever that costs money, and which swaps pay.

    Parameters
    ----------
    scenario : Scenario
        The organisation in its market.
    amount : float
        USD a year, 1,000 to 100 million.
    outcome : {"profit_lifetime", "profit"}
        What a return is counted in; both are after the cost of the lever.
    n_replications : int, optional
        Replications of every variant, 1 or more; by default the scenario's own.
    progress : callable (done, total), optional
        Told after every finished run.
    runs : callable (scenarios, n_replications), optional
        Runs scenarios and returns sums as ``runs.batch.sum_table`` does, which is the default.

    Returns
    -------
    Budget
        Returns of more and of less money by lever in USD a year, with 95 % intervals, and swaps at equal spend.

    Raises
    ------
    InputProblem
        If the amount is out of bounds or the outcome is not counted in profit.
    """
    if not LEAST <= amount <= MOST:
        raise InputProblem(f"amount: {amount:g} is out of bounds, allowed is {LEAST:,.0f} to {MOST:,.0f} USD a year")
    if outcome not in MONEY_OUTCOMES:
        raise InputProblem(f"outcome: a return is counted in {' or '.join(MONEY_OUTCOMES)}, not in '{outcome}'")
    n = replications_of(scenario, n_replications)
    run = runs or simulated(watched("runs", progress))
    levers = [lever for lever in LEVERS if lever.there(scenario.programme)]
    ups = [step for lever in levers if (step := moved(scenario, lever, amount))]
    downs = [step for lever in levers if (step := moved(scenario, lever, -amount))]
    found = _effects(scenario, [[step] for step in (*ups, *downs)], outcome, n, run)
    returns = [_return(scenario, step, amount, *each) for step, each in zip((*ups, *downs), found, strict=True)]
    if not returns:
        raise InputProblem(f"'{scenario.name}' has no lever that costs money: its people and media cost nothing")
    more = tuple(sorted(returns[: len(ups)], key=lambda each: -each.gain.mean))
    less = tuple(sorted(returns[len(ups) :], key=lambda each: -each.gain.mean))
    pairs = _pairs(scenario, more[:N_BEST], less[:N_BEST])
    fresh = scenario.with_changes({"run.seed": scenario.run.seed ^ 1})
    swapped = _effects(fresh, pairs, outcome, n, run) if pairs else []
    swaps = [Swap(*pair, *each) for pair, each in zip(pairs, swapped, strict=True)]
    swaps.sort(key=lambda swap: -swap.gain.mean)
    full = tuple(lever.words for lever in levers if lever.words not in {step.words for step in ups})
    return Budget(scenario, amount, outcome, more, less, tuple(swaps), full, n)


def moved(scenario: "Scenario", lever: Cost, amount: float) -> Step | None:
    """Return a lever moved by about an amount a year, as far as its bounds let it; None where it cannot move or is free.

    Heads come whole: one at least, otherwise as many as come nearest to the amount.
    """
    card_ = next(each for each in scenario.levers() if each.path == lever.path)
    price = lever.a_unit(scenario.programme)
    if price <= 0 or card_.low is None or card_.high is None:
        return None
    units = amount / price
    if card_.kind == "count":
        units = float(np.sign(amount) * max(1, round(abs(units))))
    value = min(card_.high, max(card_.low, card_.value + units))
    value = int(value) if card_.kind == "count" else round(value, 9)
    if value == card_.value:
        return None
    spend = yearly_spend(scenario.with_changes({lever.path: value}).programme) - yearly_spend(scenario.programme)
    return Step(lever.words, lever.path, value, spend) if spend else None


def _effects(
    scenario: "Scenario", variants: "Sequence[Sequence[Step]]", outcome: str, n: int, run: Runs
) -> list[tuple[Difference, Difference]]:
    """Return what every variant changes in money and in wins, with intervals that hold together."""
    scenarios = [scenario, *(scenario.with_changes({step.path: step.value for step in steps}) for steps in variants)]
    values = [batch_values(sums) for sums in run(scenarios, n)]
    columns = [position(outcome), position(WINS)]
    found = []
    for each in values[1:]:
        money, wins = (together(difference(each[:, c], values[0][:, c]), len(variants)) for c in columns)
        found.append((money, wins))
    return found


def _return(scenario: "Scenario", step: Step, amount: float, gain: Difference, wins: Difference) -> Return:
    factor = min(1.0, amount / abs(step.spend))
    level: Any = next(lever.value for lever in scenario.levers() if lever.path == step.path)
    return Return(step, _times(gain, factor), _times(wins, factor), float(level))


def _pairs(scenario: "Scenario", to: Sequence[Return], away: Sequence[Return]) -> list[tuple[Step, Step]]:
    """Return swaps at equal spend: what is taken sets the amount, unless what it goes to comes in whole heads."""
    lever_of = {lever.words: lever for lever in LEVERS}
    pairs = []
    for taken in away:
        for given in to:
            if taken.step.words == given.step.words:
                continue
            there = moved(scenario, lever_of[given.step.words], -taken.step.spend)
            here = there and moved(scenario, lever_of[taken.step.words], -there.spend)
            if there and here and abs(there.spend + here.spend) < 1.0:
                pairs.append((here, there))
    return pairs


def _times(found: Difference, factor: float) -> Difference:
    return Difference(
        found.mean * factor, found.standard_error * factor, found.low * factor, found.high * factor, found.n, found.n_undefined,
        found.correlation, found.p,
    )  # fmt: skip


def _numbers(found: Difference) -> tuple[float, float, float]:
    return found.mean, found.low, found.high


def _gain(found: Difference) -> str:
    """Say a gain a year with its interval."""
    interval = f" ({about_dollars(found.low)} to {about_dollars(found.high)})" if found.n > 1 else ""
    return f"{signed(found.mean, 'USD')} a year{interval}"
