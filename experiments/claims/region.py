"""Where in worlds around the reference market a claim holds, what that hangs on, and whether worlds drawn anew say so too."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Final

import numpy as np

from buyermaze.experiments.claims.claim import in_digits
from buyermaze.simulator.comparison.paired_statistics import ALPHA, estimate, wilson
from buyermaze.simulator.comparison.phrasing import gap
from buyermaze.simulator.outcomes.books.outcome import Unit


@dataclass(frozen=True)
class Assumption:
    """A number of the market that nobody knows well, and how far it may lie off."""

    path: str
    words: str
    low: float
    high: float


ASSUMPTIONS: Final = (
    Assumption("market.offer.complexity", "complexity of the offer", 0.3, 2.0),
    Assumption("market.group.n_people_mean", "people in a buying group", 3.0, 11.0),
    Assumption("market.demand.load", "inquiries relative to today's", 0.5, 1.6),
    Assumption("market.demand.p_knows_us", "chance that a group knows us at the start", 0.2, 0.9),
    Assumption("market.mind.signal_noise", "noise in what people find out", 0.8, 3.0),
    Assumption("market.offer.goal_conflict_sd", "conflict of aims in a group", 0.3, 1.5),
    Assumption("market.offer.our_edge", "how much better our product is", -0.5, 0.5),
    Assumption("market.offer.cost_of_change", "cost of change to the buyer", 0.0, 0.8),
)


@dataclass(frozen=True, eq=False)
class Worlds:
    """The worlds drawn around the reference market that were searched, and what every claim came to in each of them."""

    places: np.ndarray  # values of the assumptions, shape (worlds, assumptions)
    effects: Mapping[str, np.ndarray]  # by claim: the tested number and its chance by luck, shape (worlds, 2)

    def sentence(self, key: str, unit: Unit) -> str:
        """Say what a claim comes to on average over all of them: what no single world tells, many may."""
        found = estimate(self.effects[key][:, 0])
        mean, low, high = (gap(in_digits(value), unit) for value in (found.mean, found.low, found.high))
        if found.n < 2:
            return "There is nothing to measure in these worlds."
        return f"On average over these worlds, where above 0 is for it: {mean} ({low} to {high})."


@dataclass(frozen=True)
class Region:
    """Where in the drawn worlds a claim holds, by the one assumption that divides them best, confirmed on fresh ones."""

    n_worlds: int
    share_true: float
    share_reversed: float
    assumption: str  # path; empty where no single assumption divides the worlds beyond luck
    cut: float
    below: float  # mean of the tested number in the fresh worlds below the line
    above: float
    p: float  # of so large a difference in fresh worlds by luck alone, adjusted for the number of claims; 1: nothing divides

    def plain(self, unit: Unit) -> str:
        """Say in one sentence what the claim hangs on, and on which side of which line it holds more."""
        if not self.assumption:
            return f"No line along one of the {len(ASSUMPTIONS)} assumptions was found that worlds drawn anew confirm."
        about = next(each for each in ASSUMPTIONS if each.path == self.assumption)
        sides = {"above": self.above, "below": self.below}
        more, less = sorted(sides, key=lambda side: -sides[side])
        said = {side: gap(in_digits(mean), unit) for side, mean in sides.items()}
        return (
            f"It hangs most on {about.words}, {_today(about.path):.2g} in the reference market: it holds more {more} "
            f"{self.cut:.2g} ({said[more]} on average, where above 0 is for it) than {less} ({said[less]})."
        )

    def sentence(self) -> str:
        """Say in which share of worlds the claim holds, and whether its line was found again."""
        said = (
            f"Of {self.n_worlds} worlds drawn around the reference market, in which {len(ASSUMPTIONS)} assumptions vary, each "
            f"lived once and so told less than a market, {_shares_said(self)}"
        )
        if not self.assumption:
            return f"{said}."
        return f"{said}; the line was confirmed in {self.n_worlds} worlds drawn anew, chance by luck {_chance(self.p)}."


@dataclass(frozen=True)
class Fresh:
    """What worlds that nothing was found in say of a region."""

    n_worlds: int
    share_true: float
    share_reversed: float
    below: float  # mean of the tested number below the region's line; NaN without a line
    above: float
    p: float  # of so large a difference between both sides by luck alone

    def sentence(self, region: Region, unit: Unit) -> str:
        """Say how often the claim holds in these worlds, and how far the region's line divides them too."""
        said = f"Of {self.n_worlds} fresh worlds {_shares_said(self)}"
        if not region.assumption:
            return f"{said}."
        about = next(each for each in ASSUMPTIONS if each.path == region.assumption)
        line = f"the line at {region.cut:.2g} ({about.words})"
        below, above = (gap(in_digits(value), unit) for value in (self.below, self.above))
        sides = f"{below} below it and {above} above, chance by luck {_chance(self.p)}"
        same = (self.above > self.below) == (region.above > region.below)
        if self.p >= ALPHA:
            return f"{said}; {line} is not confirmed, so few worlds cannot tell its sides from luck: {sides}."
        return f"{said}; {line} is {'confirmed' if same else 'refuted, the claim holds more on its other side'}: {sides}."


@cache
def _today(path: str) -> float:
    """Return an assumption as the reference market has it."""
    from buyermaze.simulator.inputs.reading.loading import load

    return float(attrgetter(path)(load("baton_pass", market="reference")))


def _chance(p: float) -> str:
    """Write a chance of so large a difference by luck alone."""
    return "under 0.001" if p < 0.001 else f"{p:.2g}"


def _shares_said(found: Region | Fresh) -> str:
    """Say in which shares of worlds a claim holds and is the other way round, each with its interval, and that the rest is open."""
    shares = []
    for share in (found.share_true, found.share_reversed):
        low, high = wilson(round(share * found.n_worlds), found.n_worlds)
        shares.append(f"{100 * share:.0f} % ({100 * low:.0f} to {100 * high:.0f} %)")
    rest = round(100 * (1.0 - found.share_true - found.share_reversed))
    left = f", and cannot be told from luck in the other {rest} %" if rest > 0 else ""
    return f"it holds in {shares[0]}, is the other way round in {shares[1]}{left}"
