"""What one lever buys: the response of wins, regret and lifetime profit to every lever, beside published ones."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.simulator.comparison.paired_statistics import Estimate, estimate
from buyermaze.simulator.model.demand import accounts_per_week
from buyermaze.simulator.outcomes.batches import batch_values
from buyermaze.simulator.outcomes.definitions import position

if TYPE_CHECKING:
    from buyermaze.simulator.inputs.sheets.scenario import Scenario

Progress = Callable[[int, int], None]
WEEKS_PER_YEAR: Final = 50.0  # 2,000 working hours of 40 a week
OUTCOMES: Final = ("p_win", "share_regret", "profit_lifetime")


@dataclass(frozen=True)
class Published:
    """A published elasticity of sales: the band the model is held against, the estimates, and who published them."""

    low: float
    high: float
    says: str
    source: str


@dataclass(frozen=True)
class Move:
    """One lever moved from one setting to another, everything else left alone.

    ``relative`` settings are multiples of the scenario's own (for a price: of the going rate); whole numbers stay whole.
    """

    label: str
    path: str
    low: float
    high: float
    relative: bool = False
    published: Published | None = None


PRICE: Final = Published(-4.0, -0.6, "mean −2.62 of 1,851 estimates", "Bijmolt, van Heerde & Pieters 2005")
ADVERTISING: Final = Published(0.03, 0.3, "0.12 at once, 0.24 in the long run", "Sethuraman, Tellis & Briesch 2011")
SELLING: Final = Published(0.15, 0.5, "0.34, corrected 0.31", "Albers, Mantrala & Sridhar 2010")
MOVES: Final[tuple[Move, ...]] = (
    Move("price", "programme.pricing.level", 0.95, 1.05, relative=True, published=PRICE),
    Move("advertising", "programme.marketing.ads", 0.5, 1.5, relative=True, published=ADVERTISING),
    Move("reps", "programme.team.n_reps", 0.8, 1.2, relative=True, published=SELLING),
    Move("events", "programme.marketing.events", 0.5, 1.5, relative=True),
    Move("e-mail", "programme.marketing.email", 0.5, 1.5, relative=True),
    Move("content people", "programme.team.n_content", 0.8, 1.2, relative=True),
    Move("promise: from honest to a little more", "programme.message.promise", 0.0, 0.7),
    Move("promise: from a little more to a lot", "programme.message.promise", 0.7, 3.0),
    Move("pushing the sale, from never to always", "programme.selling.need_focus", 1.0, 0.0),
    Move("following requests up, from half to all", "programme.selling.p_follow_up", 0.5, 1.0),
    Move("answering, from within an hour to within a week", "programme.selling.hours_response", 1.0, 40.0),
    Move("hand-off, from at once to three weeks", "programme.handoff.delay_hours", 0.0, 120.0),
    Move("distrust of leads, from none to full", "programme.handoff.distrust", 0.0, 1.0),
    Move("claims of two functions, from one voice to far apart", "programme.message.gap", 0.0, 1.0),
    Move("what is written down of buyers, from nothing to all", "programme.memory.share_recorded", 0.0, 1.0),
    Move("tailoring, from none to half", "programme.memory.tailoring", 0.0, 0.5),
    Move("mail, from none to one in twenty days", "programme.nurture.days_between", 0.0, 20.0),
    Move("mail, from one in twenty days to one a day", "programme.nurture.days_between", 20.0, 1.0),
    Move("priming, from none to half", "programme.marketing.priming", 0.0, 0.5),
    Move("priming, from half to full", "programme.marketing.priming", 0.5, 1.0),
    Move("fine print, from none to half a price", "programme.message.fine_print", 0.0, 0.5),
    Move("time for customers, from none to a fifth", "programme.care.share_caring", 0.0, 0.2),
    Move("noticing, from never to mostly", "programme.voice.p_noticed", 0.0, 0.8),
    Move("deals with a checkout, from none to half", "programme.self_serve.share_of_deals", 0.0, 0.5),
    Move("time for coordination, from none to a fifth", "programme.coordination.share_time", 0.0, 0.2),
)


@dataclass(frozen=True)
class Response:
    """What moving one lever did: changes from the first setting to the second, paired, with 95 % intervals."""

    move: Move
    low: float  # the settings as they were run
    high: float
    wins: Estimate  # change of wins a year, share of wins at the scenario's own setting
    regret: Estimate  # change of the share of customers who regret
    profit: Estimate  # change of lifetime profit a year, USD
    elasticity: Estimate | None  # of wins a year, where settings are relative

    @property
    def inside(self) -> bool | None:
        """Return whether the elasticity lies in the published band; None where there is none."""
        band = self.move.published
        if band is None or self.elasticity is None:
            return None
        return band.low <= self.elasticity.mean <= band.high

    def record(self) -> dict[str, Any]:
        """Return the response as one flat line of names and numbers."""
        line: dict[str, Any] = {
            "lever": self.move.label,
            "path": self.move.path,
            "from": self.low,
            "to": self.high,
        }
        parts = {
            "wins": self.wins,
            "regret": self.regret,
            "profit_lifetime": self.profit,
            "elasticity": self.elasticity,
        }
        for name, found in parts.items():
            line |= {
                name: found.mean if found else None,
                f"{name}_low": found.low if found else None,
                f"{name}_high": found.high if found else None,
            }
        band = self.move.published
        line |= {
            "published": band.says if band else None,
            "published_low": band.low if band else None,
            "published_high": band.high if band else None,
            "source": band.source if band else None,
            "inside": self.inside,
        }
        return line


def responses(
    scenario: "Scenario", n_replications: int = 8, moves: tuple[Move, ...] = MOVES, progress: Progress | None = None
) -> list[Response]:
    """Measure what moving one lever does, one lever at a time, under the same luck on both sides.

    Parameters
    ----------
    scenario : Scenario
        Where the levers are moved from.
    n_replications : int
        Replications per setting.
    moves : tuple of Move
        What to move; by default every lever a company can move.
    progress : callable (done, total), optional
        Told after every finished run.

    Returns
    -------
    list of Response
        In the order of ``moves``; wins a year are the share won times the serious inquiries of a year.
    """
    from buyermaze.simulator.runs.batch import sum_table

    settings = [settings_of(scenario, move) for move in moves]
    runs = [scenario]
    for move, values in zip(moves, settings, strict=True):
        runs += [scenario.with_changes({move.path: value}) for value in values]
    table = [batch_values(each) for each in sum_table(runs, range(n_replications), progress)]
    places = [position(name) for name in OUTCOMES]
    seen = [(run, table[k][:, places]) for k, run in enumerate(runs)]
    return [
        _response(move, values, seen[0], seen[1 + 2 * k], seen[2 + 2 * k])
        for k, (move, values) in enumerate(zip(moves, settings, strict=True))
    ]


def settings_of(scenario: "Scenario", move: Move) -> tuple[float, float]:
    """Return the two settings of a move in a scenario; a price relative to the going rate is a level above it."""
    if not move.relative:
        return move.low, move.high
    lever = next(lever for lever in scenario.levers() if lever.path == move.path)
    if lever.path == "programme.pricing.level":
        return (1.0 + lever.value) * move.low - 1.0, (1.0 + lever.value) * move.high - 1.0
    low, high = lever.value * move.low, lever.value * move.high
    return (round(low), round(high)) if lever.kind == "count" else (low, high)


def _response(
    move: Move,
    values: tuple[float, float],
    own: "tuple[Scenario, np.ndarray]",
    low: "tuple[Scenario, np.ndarray]",
    high: "tuple[Scenario, np.ndarray]",
) -> Response:
    usual = np.nanmean(_wins(*own))
    change = (_wins(*high) - _wins(*low)) / usual
    regret, profit = (high[1][:, k] - low[1][:, k] for k in (1, 2))
    elasticity = None
    if move.relative:
        level = 1.0 if move.path == "programme.pricing.level" else 0.0
        middle = level + (values[0] + values[1]) / 2
        elasticity = estimate(change * middle / (values[1] - values[0]))
    return Response(move, *values, estimate(change), estimate(regret), estimate(profit), elasticity)


def _wins(scenario: "Scenario", outcomes: np.ndarray) -> np.ndarray:
    """Return the wins of a year, by batch."""
    inquiries = accounts_per_week(scenario.market, scenario.programme) * WEEKS_PER_YEAR
    serious = inquiries * (1.0 - scenario.market.demand.share_not_serious)
    wins: np.ndarray = outcomes[:, 0] * serious
    return wins
