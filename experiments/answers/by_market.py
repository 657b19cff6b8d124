"""Who is ahead in every shipped market: answers computed once and kept beside the code, each with a mark of what it came from.

Every pair goes on until it is settled, by the rule by which an answer on the page goes on, so both say the same. The mark is a
digest of the first life lived: it changes when the outcomes do, and with no other change of the sources. The shipped file is
written anew by ``python -m buyermaze.experiments.answers.by_market``, which takes about twenty minutes of one core; names of
markets behind it write these alone.
"""

import hashlib
import json
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import numpy as np

from buyermaze.simulator.comparison.any_time import at_any_time
from buyermaze.simulator.comparison.negligible import LOOKS, are_settled, is_smaller
from buyermaze.simulator.comparison.paired_statistics import ALPHA, difference, holm
from buyermaze.simulator.comparison.phrasing import in_a_hundred
from buyermaze.simulator.core.phrases import listed, times
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.reading.shelves import available, available_markets
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.outcomes.batches import batch_values
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position
from buyermaze.simulator.runs.batch import sum_table

FILE: Final = Path(__file__).with_name("by_market.json")
OUTCOMES_KEPT: Final = ("p_win", "share_no_regret_win", "profit")
Progress = Callable[[int, int], None]
Found = tuple[float, float, float, float, int]  # mean, ends of the interval, chance by luck, lives


@dataclass(frozen=True)
class Lead:
    """How far one organisation is ahead of another in one market, as shipped."""

    market: str
    first: str
    second: str
    outcome: str
    mean: float  # of the second minus the first, in the outcome's unit
    low: float
    high: float
    p: float
    n_lives: int  # of each, with the same luck

    @property
    def is_bounded(self) -> bool:
        """Say whether the difference is known to be too small to speak of."""
        return is_smaller(self.low, self.high, self.outcome)

    @property
    def ahead(self) -> str:
        """Return the code name of who is better by more than luck, and by more than is too small to speak of, or nothing."""
        if self.is_bounded or not self.p < ALPHA:
            return ""
        return self.second if self.mean * (OUTCOMES[position(self.outcome)].better or 1) > 0 else self.first

    def sentence(self, names: tuple[str, str], of: bool = False) -> str:
        """Say who is ahead, by how much and after how many lives, or within which bounds that is not told by then.

        ``names`` are what people call the two; with ``of`` it says of whom one is ahead.
        """
        unit, lived = OUTCOMES[position(self.outcome)].unit, times(self.n_lives, "life", "lives")
        if self.is_bounded:
            return f"no real difference{f' between {names[0]} and {names[1]}' if of else ''}, after {lived}"
        if not self.ahead:
            less, more = in_a_hundred(-self.low, unit), in_a_hundred(self.high, unit)
            return f"not told in {lived}: {names[1]} between {less} less and {more} more{f' than {names[0]}' if of else ''}"
        first, behind = names if self.ahead == self.first else names[::-1]
        far = in_a_hundred(abs(self.mean), unit)
        return f"{first} ahead{f' of {behind}' if of else ''}, by {far}, after {lived}"


@dataclass(frozen=True)
class Standing:
    """Who is ahead of several organisations in one market: the best of those beside the first, held against it as on the page."""

    best: Lead
    beside: tuple[str, ...]  # code names of others that luck could put level with it, where it is ahead

    def sentence(self, names: Mapping[str, str]) -> str:
        """Say it; ``names`` are what people call organisations, by code name."""
        said = self.best.sentence((names[self.best.first], names[self.best.second]), of=len(names) > 2)
        if not self.beside:
            return said
        return f"{said}; not told apart from {listed([names[code] for code in self.beside])}"


@dataclass(frozen=True)
class MarketAnswers:
    """The answers of all pairs of shipped organisations in all shipped markets."""

    rulebook: str
    pairs: dict[str, dict[str, dict[str, Found]]]  # by market, pair and outcome
    first_lives: dict[str, dict[str, str]]  # marks by market and organisation

    def lead(self, market: str, first: str, second: str, outcome: str) -> Lead | None:
        """Return the answer for two shipped organisations by code name, or None where there is none."""
        for key, sign in ((f"{first}|{second}", 1), (f"{second}|{first}", -1)):
            found = self.pairs.get(market, {}).get(key, {}).get(outcome)
            if found is not None:
                mean, low, high, p, n_lives = found
                low, high = (low, high) if sign > 0 else (-high, -low)
                return Lead(market, first, second, outcome, sign * mean, low, high, p, n_lives)
        return None

    def knows(self, code: str) -> bool:
        """Say whether there are answers about an organisation, by its code name."""
        return any(code in lives for lives in self.first_lives.values())

    def along(self, first: str, second: str, outcome: str) -> list[Lead]:
        """Return the answer in every market for which there is one."""
        return [lead for market in self.pairs if (lead := self.lead(market, first, second, outcome)) is not None]

    def standings(self, codes: Sequence[str], outcome: str) -> list[Standing]:
        """Return how organisations stand in every market for which there is an answer, each held against the first.

        As on the page, chances by luck are adjusted for how many are held against it, and the best may be level with others.
        """
        better, found = OUTCOMES[position(outcome)].better or 1, []
        for market in self.pairs:
            leads = [self.lead(market, codes[0], code, outcome) for code in codes[1:]]
            known = [lead for lead in leads if lead is not None]
            if not known or len(known) < len(leads):
                continue
            known = [replace(lead, p=p) for lead, p in zip(known, holm([lead.p for lead in known]), strict=True)]
            best = max(known, key=lambda lead: better * lead.mean)
            others = [lead.second for lead in known if lead is not best] if best.ahead == best.second else []
            pairs = [self.lead(market, best.second, code, outcome) for code in others]
            chances = holm([pair.p if pair else math.nan for pair in pairs])
            beside = tuple(code for code, p in zip(others, chances, strict=True) if not p < ALPHA)
            found.append(Standing(best, beside))
        return found

    def still_hold(self, market: str, lived: dict[str, np.ndarray]) -> bool:
        """Say whether organisations live their first life in a market as they did when these answers were computed.

        Parameters
        ----------
        market : str
            Code name.
        lived : dict of ndarray, shape (batches, 2, outcomes)
            Batch sums of the first replication by code name of the organisation, as shipped.
        """
        return all(self.first_lives.get(market, {}).get(name) == life_mark(sums) for name, sums in lived.items())


def life_mark(sums: np.ndarray) -> str:
    """Return twelve hex digits that name the outcomes kept of one life, given its batch sums."""
    values = batch_values(sums)[:, [position(outcome) for outcome in OUTCOMES_KEPT]]
    return hashlib.sha256(" ".join(f"{value:.6g}" for value in values.ravel()).encode()).hexdigest()[:12]


@lru_cache(maxsize=1)
def shipped_answers() -> MarketAnswers:
    """Return the answers that come with the package."""
    return from_text(FILE.read_text(encoding="utf-8"))


def from_text(text: str) -> MarketAnswers:
    """Read answers."""
    data = json.loads(text)
    pairs = {
        market: {pair: {outcome: tuple(values) for outcome, values in found.items()} for pair, found in pairs.items()}
        for market, pairs in data["pairs"].items()
    }
    return MarketAnswers(data["rulebook"], pairs, data["first_lives"])


def answer_all(
    looks: Sequence[int] = LOOKS,
    programmes: tuple[str, ...] = (),
    markets: tuple[str, ...] = (),
    changes: dict[str, Any] | None = None,
    progress: Progress | None = None,
) -> MarketAnswers:
    """Compare all pairs of organisations in all markets, each pair until it is settled.

    Parameters
    ----------
    looks : sequence of int
        Lives after which a pair that is not settled yet is looked at, in order; the last is where it ends.
    programmes, markets : tuple of str
        Code names; empty for all that are shipped.
    changes : dict, optional
        Changes by parameter path, made in every scenario.
    progress : callable (done, total), optional
        Told after every market.
    """
    from buyermaze.simulator.model.compiler.disk_cache import rulebook_version

    programmes = programmes or tuple(entry.name for entry in available())
    markets = markets or tuple(entry.name for entry in available_markets(apart=True))
    pairs: dict[str, dict[str, dict[str, Found]]] = {}
    first_lives: dict[str, dict[str, str]] = {}
    for k, market in enumerate(markets, 1):
        scenarios = {name: load(name, market=market, changes=changes or {}) for name in programmes}
        pairs[market], first_lives[market] = _settled(scenarios, looks)
        if progress:
            progress(k, len(markets))
    return MarketAnswers(rulebook_version(), pairs, first_lives)


def _settled(
    scenarios: dict[str, Scenario], looks: Sequence[int]
) -> tuple[dict[str, dict[str, Found]], dict[str, str]]:
    """Return what every pair of one market shows of every outcome once it is settled, and the marks of the first lives."""
    found: dict[str, dict[str, Found]] = {"|".join(pair): {} for pair in combinations(scenarios, 2)}
    going_on = [(*pair, outcome) for pair in combinations(scenarios, 2) for outcome in OUTCOMES_KEPT]
    lived: dict[str, np.ndarray] = {}
    n_lived = 0
    for n in looks:
        names = list(dict.fromkeys(name for first, second, _ in going_on for name in (first, second)))
        for name, sums in zip(names, sum_table([scenarios[one] for one in names], range(n_lived, n)), strict=True):
            lived[name] = np.concatenate([lived[name], sums]) if n_lived else sums
        values, open_still = {name: batch_values(lived[name]) for name in names}, []
        for first, second, outcome in going_on:
            apart = difference(*(values[name][:, position(outcome)] for name in (second, first)))
            told = at_any_time(apart)
            mean, low, high, p = (float(f"{v:.5g}") for v in (told.mean, told.low, told.high, told.p))
            found[f"{first}|{second}"][outcome] = mean, low, high, p, n
            if not are_settled([apart], outcome):
                open_still.append((first, second, outcome))
        going_on, n_lived = open_still, n
        if not going_on:
            break
    return found, {name: life_mark(lived[name][: one.run.n_batches]) for name, one in scenarios.items()}


def to_text(answers: MarketAnswers) -> str:
    """Write answers, a line per market and pair."""
    markets = []
    for market, pairs in answers.pairs.items():
        lines = ",\n".join(f"  {json.dumps(pair)}: {json.dumps(found)}" for pair, found in pairs.items())
        markets.append(f" {json.dumps(market)}: {{\n{lines}\n }}")
    head = f'"rulebook": {json.dumps(answers.rulebook)}'
    body = ",\n".join(markets)
    marks = ",\n".join(f" {json.dumps(market)}: {json.dumps(found)}" for market, found in answers.first_lives.items())
    return f'{{{head}, "pairs": {{\n{body}\n}}, "first_lives": {{\n{marks}\n}}}}\n'


def main(markets: Sequence[str] = ()) -> None:
    """Write the shipped file anew, or these markets in it."""
    found = answer_all(markets=tuple(markets), progress=lambda done, of: print(f"{done} of {of} markets", flush=True))
    if markets:
        kept = shipped_answers()
        pairs, first_lives = kept.pairs | found.pairs, kept.first_lives | found.first_lives
        found = MarketAnswers(kept.rulebook, pairs, first_lives)
    FILE.write_text(to_text(found), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
