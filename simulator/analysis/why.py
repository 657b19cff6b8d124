"""Why card: what each difference between two organisations adds to the difference in outcomes, and which need each other.

Differences are changed one after the other, from the first organisation to the second, under the same luck. What a change
adds depends on what was changed before it, so it is averaged over orders (Shapley's value); parts then add up to the whole.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import Final

import numpy as np

from buyermaze.simulator.analysis.attribution.shapley import shapley
from buyermaze.simulator.analysis.why_card import MONEY, Change, Pair, Part, Why
from buyermaze.simulator.comparison.paired_statistics import ALPHA, crossed, difference, holm
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.notebook import watched
from buyermaze.simulator.inputs.dates.epochs import moved_otherwise
from buyermaze.simulator.inputs.sheets.scenario import Scenario, differences
from buyermaze.simulator.outcomes.batches import batch_values
from buyermaze.simulator.outcomes.definitions import position
from buyermaze.simulator.runs.paired_runs import Runs, simulated
from buyermaze.simulator.runs.replications import Progress, replications_of

Team = frozenset[str]
Worth = Callable[[Team], np.ndarray]

MARKET: Final = "buyers and market"
CONTENT: Final = "content"
# what belongs together, in words; the first prefix that fits decides
THEMES: Final = (
    ("programme.team.n_qualifiers", "gate and hand-off"),
    ("programme.team.cost_qualifier", "gate and hand-off"),
    ("programme.team", "head count"),
    ("programme.gate", "gate and hand-off"),
    ("programme.handoff", "gate and hand-off"),
    ("programme.memory", "memory"),
    ("programme.message", "claims"),
    ("programme.pricing", "price"),
    ("programme.selling.skill", "depth of specialists"),
    ("programme.marketing.skill", "depth of specialists"),
    ("programme.selling", "how reps work"),
    ("programme.marketing", "media and mail"),
    ("programme.nurture", "media and mail"),
    ("programme.coordination", "time for coordination"),
    ("programme.self_serve", "checkout"),
    ("programme.coverage", "who sells to whom"),
    ("programme.partners", "who sells to whom"),
    ("programme.voice", "listening and care"),
    ("programme.care", "listening and care"),
    ("programme.governance", "listening and care"),
    ("programme.library", CONTENT),
    ("market", MARKET),
    ("timeline", "dated changes"),
)
N_ORDERS: Final = 8  # orders tried, each beside its reverse, where trying all would take more runs
N_LARGEST: Final = 4  # parts among which pairs are tested for needing or replacing each other


def why(
    first: Scenario,
    second: Scenario,
    outcome: str = "p_win",
    n_replications: int | None = None,
    n_orders: int = N_ORDERS,
    progress: Progress | None = None,
    runs: Runs | None = None,
) -> Why:
    """Say what each difference between two organisations adds to the difference in one outcome.

    Parameters
    ----------
    first : Scenario
        Where the changes start from.
    second : Scenario
        Where they lead to; the run (seed, sizes) must be the same.
    outcome : str
        What is explained, by its name; profit a year is explained beside it.
    n_replications : int, optional
        Replications of every mixture of the two, 1 or more; by default the first scenario's own.
    n_orders : int
        Orders tried where trying all would take more runs, 2 or more; each comes with its reverse, so an odd number is
        rounded up.
    progress : callable (done, total), optional
        Told after every finished run.
    runs : callable (scenarios, n_replications), optional
        Runs scenarios and returns sums as ``runs.batch.sum_table`` does, which is the default.

    Returns
    -------
    Why
        Parts in the outcome's own unit and in USD a year, with 95 % intervals; they add up to the whole difference.

    Raises
    ------
    InputProblem
        If the runs differ, the outcome has no such name, or a number is too small.
    """
    columns = [position(outcome), position(MONEY)]
    n = replications_of(first, n_replications)
    if n_orders < 2:
        raise InputProblem(f"orders: {n_orders} is too few; give 2 or more")
    themes = grouped(first, second)
    play = _Play(first, second, themes, columns, n, runs or simulated(watched("runs", progress)))
    names = list(themes)
    orders = orders_of(len(names), n_orders)
    play.prepare([play.everything, frozenset(), *teams_of(names, orders)])
    added = contributions(names, orders, play.worth)  # shape (ways, themes, outcomes, values)
    effects = [(crossed(added[:, k, 0]), crossed(added[:, k, 1])) for k in range(len(names))]
    told, paid = (holm([both[o].p for both in effects]) for o in range(2))
    parts = [
        Part(name, themes[name], *effects[k], told[k] < ALPHA, paid[k] < ALPHA)  # NaN, of a single value, is not
        for k, name in enumerate(names)
    ]
    parts.sort(key=lambda part: -abs(part.effect.mean))
    end, start = play.worth(play.everything), play.worth(frozenset())
    whole, money = (difference(end[o], start[o]) for o in range(2))
    pairs = _pairs([part.theme for part in parts[:N_LARGEST]], play)
    return Why(first, second, outcome, whole, money, tuple(parts), pairs, len(orders) // 2, n)


def grouped(first: Scenario, second: Scenario) -> dict[str, tuple[Change, ...]]:
    """Return what differs between two scenarios by theme, in words.

    Raises
    ------
    InputProblem
        If the runs differ in anything: then the luck is not the same.
    """
    found: dict[str, list[Change]] = {}
    other_people = {p.name for p in first.market.personas} != {p.name for p in second.market.personas}
    for change in differences(first, second):
        path = change[0]
        if path.startswith("run."):
            raise InputProblem(
                f"{path}: the organisations differ in it ({change[1]} and {change[2]}); give both the same"
            )
        theme = next((words for prefix, words in THEMES if path.startswith(prefix)), "")
        theme = theme or path.split(".")[1].replace("_", " ")
        if other_people and theme in (
            MARKET,
            CONTENT,
        ):  # content is written for people whom the other market may not have
            theme = f"{MARKET}, {CONTENT}"
        found.setdefault(theme, []).append(change)
    return {theme: tuple(changes) for theme, changes in found.items()}


def n_stages(first: Scenario, second: Scenario, n_orders: int = N_ORDERS) -> int:
    """Return in how many stages runs are made: pairs come after the parts, unless every mixture was run for these."""
    return 2 if orders_of(len(grouped(first, second)), n_orders) else 1


def orders_of(n: int, n_orders: int) -> list[tuple[int, ...]]:
    """Return the orders in which ``n`` things are changed, none where running all mixtures takes no more runs."""
    return [] if not n or 2**n <= 2 + n_orders * (n - 1) else tried(n, n_orders)


def mixed(first: Scenario, second: Scenario, changes: Sequence[Change]) -> Scenario:
    """Return the first scenario with some of the differences taken over from the second; tables are taken over whole."""
    data, other = first.model_dump(), second.model_dump()
    for path, _, _ in changes:
        here, there = data, other
        keys = path.split(".")
        while isinstance(here[keys[0]], dict) and len(keys) > 1:
            here, there = here[keys[0]], there[keys[0]]
            keys = keys[1:]
        here[keys[0]] = there[keys[0]]
    with moved_otherwise():
        return Scenario(**data)


def tried(n: int, n_orders: int) -> list[tuple[int, ...]]:
    """Return orders of ``n`` things, each followed by its reverse, the same ones every time.

    With its reverse, an order weighs pairs of things that need each other exactly as all orders together do.
    """
    rng = np.random.default_rng(n)
    chosen = [tuple(int(k) for k in rng.permutation(n)) for _ in range((n_orders + 1) // 2)]
    return [order for each in chosen for order in (each, each[::-1])]


def teams_of(names: Sequence[str], orders: Sequence[tuple[int, ...]]) -> list[Team]:
    """Return the mixtures that have to be run: along every order, or all there are."""
    if not orders:
        return [frozenset(team) for size in range(len(names) + 1) for team in combinations(names, size)]
    return [frozenset(names[k] for k in order[:size]) for order in orders for size in range(len(names) + 1)]


def contributions(names: Sequence[str], orders: Sequence[tuple[int, ...]], worth: Worth) -> np.ndarray:
    """Return what every name adds, one row per order beside its reverse, or one row over all orders.

    Parameters
    ----------
    names
        What is added one after the other.
    orders
        As ``tried`` gives them; none: all.
    worth
        What a set of names achieves, an array of any one shape.

    Returns
    -------
    ndarray of float64, shape (ways, names, ...)
    """
    if not orders:
        return shapley(names, worth)[None]
    found = np.zeros((len(orders), len(names), *worth(frozenset()).shape))
    for way, order in enumerate(orders):
        there: Team = frozenset()
        for k in order:
            more = there | {names[k]}
            found[way, k] = worth(more) - worth(there)
            there = more
    return (found[::2] + found[1::2]) / 2


class _Play:
    """Mixtures of two scenarios, each run once."""

    def __init__(
        self,
        first: Scenario,
        second: Scenario,
        themes: Mapping[str, tuple[Change, ...]],
        columns: list[int],
        n: int,
        runs: Runs,
    ) -> None:
        self.first, self.second, self.themes, self.columns, self.n, self.runs = first, second, themes, columns, n, runs
        self.everything: Team = frozenset(themes)
        self._known: dict[Team, np.ndarray] = {}

    def prepare(self, teams: Sequence[Team]) -> None:
        """Run the mixtures that were not run yet, all together."""
        new = [team for team in dict.fromkeys(teams) if team not in self._known]
        scenarios = [mixed(self.first, self.second, [c for theme in self.themes if theme in team for c in self.themes[theme]])
                     for team in new]  # fmt: skip
        for team, sums in zip(new, self.runs(scenarios, self.n) if new else (), strict=True):
            self._known[team] = batch_values(sums)[:, self.columns].T

    def worth(self, team: Team) -> np.ndarray:
        """Return outcomes of a mixture, shape (outcomes, values)."""
        return self._known[team]


def _pairs(largest: Sequence[str], play: _Play) -> tuple[Pair, ...]:
    """Test every two of the largest parts, beside the first organisation and beside the second, and take the mean."""
    couples = list(combinations(largest, 2))
    places = [(a, b, rest) for a, b in couples for rest in (frozenset[str](), play.everything - {a, b})]
    play.prepare([team for a, b, rest in places for team in (rest, rest | {a}, rest | {b}, rest | {a, b})])

    def beyond(a: str, b: str, rest: Team) -> np.ndarray:
        w = play.worth
        extra: np.ndarray = w(rest | {a, b})[0] - w(rest | {a})[0] - w(rest | {b})[0] + w(rest)[0]
        return extra

    found = []
    for a, b in couples:
        extra = (beyond(a, b, frozenset()) + beyond(a, b, play.everything - {a, b})) / 2
        found.append(difference(extra, np.zeros(len(extra))))
    told = holm([effect.p for effect in found])
    pairs = [Pair(couple, effect, p < ALPHA) for couple, effect, p in zip(couples, found, told, strict=True)]
    return tuple(sorted(pairs, key=lambda pair: -abs(pair.effect.mean)))
