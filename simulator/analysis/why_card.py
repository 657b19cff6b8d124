"""What the why card says: parts of a difference between two organisations, in words, tables and for notebooks."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from buyermaze.simulator.comparison.paired_statistics import ALPHA, Difference
from buyermaze.simulator.comparison.phrasing import about_dollars, digits, gap, sentence, signed
from buyermaze.simulator.core.notebook import card, one_line_of
from buyermaze.simulator.core.phrases import listed, times
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position

if TYPE_CHECKING:
    import pandas

MONEY: Final = "profit"
Change = tuple[str, Any, Any]  # path, value in the first organisation, value in the second


@dataclass(frozen=True)
class Part:
    """What one group of differences adds to the outcome and to the profit of a year, with 95 % intervals."""

    theme: str
    changes: tuple[Change, ...]  # path, value in the first organisation, value in the second
    effect: Difference
    money: Difference  # USD a year
    known: bool  # told from luck, at 5 % over all parts together
    known_in_money: bool  # the same of the profit


@dataclass(frozen=True)
class Pair:
    """What two groups of differences add together beyond what each adds alone."""

    themes: tuple[str, str]
    effect: Difference
    known: bool  # told from luck, at 5 % over all pairs tested


@dataclass(frozen=True, eq=False, repr=False)
class Why:
    """Why two organisations differ in one outcome: the whole, its parts, and pairs of parts."""

    first: Scenario
    second: Scenario
    outcome: str
    whole: Difference
    money: Difference
    parts: tuple[Part, ...]  # the largest first
    pairs: tuple[Pair, ...]
    n_orders: int  # each beside its reverse; 0: all
    n_replications: int

    def __repr__(self) -> str:
        said = ", ".join(f"{part.theme} {self.signed(part.effect.mean)}" for part in self.parts)
        return one_line_of("Why", f"{self.second.name} against {self.first.name}", said)

    def _repr_html_(self) -> str:
        rows = [(part.theme, self.signed(part.effect.mean), signed(part.money.mean, "USD")) for part in self.parts]
        title = f"Why {self.second.name} differs from {self.first.name}"
        return card(title, self.sentences(), [("difference", self._label, "USD a year"), *rows], self.how())

    @property
    def _label(self) -> str:
        return OUTCOMES[position(self.outcome)].label

    def signed(self, value: float) -> str:
        """Write a contribution with its sign and unit: ``+1.6 points``."""
        return _signed(value, self.outcome)

    def sentences(self) -> list[str]:
        """Say the whole, what is for it, what against it, what cannot be told, and which parts need each other."""
        lines = [self._whole()]
        if not self.parts:
            return lines
        known = [part for part in self.parts if part.known]
        better = OUTCOMES[position(self.outcome)].better or 1
        name = self.second.name
        helped, hindered = (
            ("raises", "lowers") if not OUTCOMES[position(self.outcome)].better else ("helps", "holds back")
        )
        for word, sign in ((helped, 1), (hindered, -1)):
            chosen = [part for part in known if part.effect.mean * better * sign > 0]
            if chosen:
                lines.append(f"What {word} {name}: {'; '.join(self._said(part) for part in chosen)}.")
        if paying := [part for part in self.parts if part.known_in_money and not part.known]:
            lines.append(f"Told from luck in money alone: {'; '.join(self._paid(part) for part in paying)}.")
        if unknown := [part.theme for part in self.parts if not part.known and part not in paying]:
            lines.append(f"Not told from luck: {listed(unknown)}.")
        return [*lines, *self._together()]

    def _whole(self) -> str:
        outcome, found = OUTCOMES[position(self.outcome)], self.whole
        names = self.second.name, self.first.name
        if not self.parts:
            return f"{names[0]} and {names[1]} differ in nothing that results depend on."
        if found.n > 1 and found.p < ALPHA:
            text = sentence(outcome, *names, found.mean, found.low, found.high)
            text = text if text.startswith(names[0]) else f"{names[0]} against {names[1]}: {text}"
            return f"{text}."
        return f"{names[0]} and {names[1]} cannot be told apart on {outcome.label}: what helps and what hinders may cancel."

    def _said(self, part: Part) -> str:
        unit = OUTCOMES[position(self.outcome)].unit
        interval = f"{digits(part.effect.low, unit)} to {digits(part.effect.high, unit)}"
        money = "" if self.outcome == MONEY else f"; {signed(part.money.mean, 'USD')} a year"
        return f"{part.theme} {self.signed(part.effect.mean)} ({interval}{money})"

    def _paid(self, part: Part) -> str:
        low, high = (about_dollars(value) for value in (part.money.low, part.money.high))
        return f"{part.theme} {signed(part.money.mean, 'USD')} a year ({low} to {high})"

    def _together(self) -> list[str]:
        lines = []
        better = OUTCOMES[position(self.outcome)].better or 1
        for pair in self.pairs:
            if pair.known:
                more = pair.effect.mean * better > 0
                size = gap(abs(pair.effect.mean), OUTCOMES[position(self.outcome)].unit)
                why = (
                    "each is worth more where the other is there"
                    if more
                    else "each is worth less where the other is there"
                )
                lines.append(
                    f"Together, {pair.themes[0]} and {pair.themes[1]} bring {size} {'more' if more else 'less'} than the sum "
                    f"of both alone: {why}."
                )
        if lines:
            return lines
        if not self.pairs:
            return []
        largest = list(dict.fromkeys(theme for pair in self.pairs for theme in pair.themes))
        return [f"No two of the largest ({listed(largest)}) need or replace each other by more than luck could do."]

    def how(self) -> str:
        """Say how the parts were found."""
        orders = f"{self.n_orders} orders and their reverses" if self.n_orders else "all orders"
        return (
            f"What each change adds under the same luck, averaged over {orders} in which the changes could be made; the parts "
            f"add up to the whole. {times(self.n_replications, 'replication')}; intervals hold luck and orders as drawn."
        )

    def table(self) -> "pandas.DataFrame":
        """Return one line per part, the largest first, in the outcome's own unit and in USD a year.

        Columns: ``difference, effect, low, high, p, told_from_luck, profit_a_year, profit_low, profit_high, inputs``.
        """
        import pandas

        lines = [
            (part.theme, part.effect.mean, part.effect.low, part.effect.high, part.effect.p, part.known, part.money.mean,
             part.money.low, part.money.high, len(part.changes))
            for part in self.parts
        ]  # fmt: skip
        columns = ["difference", "effect", "low", "high", "p", "told_from_luck", "profit_a_year", "profit_low", "profit_high",
                   "inputs"]  # fmt: skip
        return pandas.DataFrame(lines, columns=columns)

    def words_table(self) -> "pandas.DataFrame":
        """Return one line per part for people: what it adds, its profit a year, and the inputs behind it from and to."""
        import pandas

        lines = [
            (part.theme, self.signed(part.effect.mean), f"{self.signed(part.effect.low)} to {self.signed(part.effect.high)}",
             signed(part.money.mean, "USD"), "yes" if part.known else "no", "; ".join(_input(change) for change in part.changes))
            for part in self.parts
        ]  # fmt: skip
        columns = ["difference", f"adds to {self._label}", "95 % interval", "profit a year", "told from luck", "inputs"]
        return pandas.DataFrame(lines, columns=columns)

    def pair_table(self) -> "pandas.DataFrame":
        """Return one line per tested pair: what both add beyond the sum of each, ``low``, ``high``, ``p``, ``told_from_luck``."""
        import pandas

        lines = [
            (*pair.themes, pair.effect.mean, pair.effect.low, pair.effect.high, pair.effect.p, pair.known)
            for pair in self.pairs
        ]
        columns = ["difference", "with", "beyond_the_sum", "low", "high", "p", "told_from_luck"]
        return pandas.DataFrame(lines, columns=columns)


def _signed(value: float, outcome: str) -> str:
    unit = OUTCOMES[position(outcome)].unit
    return signed(value, unit)


def _input(change: Change) -> str:
    """Say an input and its values on both sides: ``memory: share recorded 0.25 -> 0.85``; dated changes are said in words."""
    path, here, there = change
    if "." not in path:
        return f"{here or 'none'} -> {there or 'none'}"
    _, *groups, last = path.split(".")
    place = (groups[-1] if groups else path).replace("_", " ")
    if here is None or there is None:
        return f"{last} {'only before' if there is None else 'only after'}"
    values = " -> ".join(("yes" if v else "no") if isinstance(v, bool) else f"{v:g}" if isinstance(v, float) else str(v)
                         for v in (here, there))  # fmt: skip
    return f"{place}: {last.replace('_', ' ')} {values}"


