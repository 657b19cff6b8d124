"""The claims put to the test: in every shipped market, and in worlds drawn around the reference market.

The shipped answers are written anew by ``python -m buyermaze.experiments.claims.lab``, which takes some twenty minutes.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from buyermaze.experiments.claims.book import BATON, BY_KEY, CLAIMS
from buyermaze.experiments.claims.claim import VERDICTS, Claim, Finding, Seen, Side, in_digits, judged, measured
from buyermaze.experiments.claims.region import ASSUMPTIONS, Fresh, Region, Worlds
from buyermaze.simulator.comparison.paired_statistics import ALPHA, Estimate, by_luck, estimate, holm
from buyermaze.simulator.comparison.student_t import tail
from buyermaze.simulator.inputs.reading.shelves import available_markets
from buyermaze.simulator.outcomes.batches import batch_values
from buyermaze.simulator.outcomes.books.outcome import Unit
from buyermaze.simulator.outcomes.definitions import position

FILE: Final = Path(__file__).with_name("answers.json")
REFERENCE: Final = "reference"
N_REPLICATIONS: Final = 24
N_WORLDS: Final = 48  # drawn around the reference market and searched; as many drawn anew have to confirm what they suggest
LEAST_WORLDS: Final = 6  # on either side of a dividing line
SEED: Final = 2018
DRAW: Final = 1001  # of the fresh worlds that lines have to hold in; draw 0 is searched
N_FRESH: Final = 24  # worlds of draw 1, in which every region is looked at once more whether a line was found or not
LUCK_OF_A_DRAW: Final = 10_000  # replications that a draw of worlds has for itself, one for each world
LIVED: Final = (
    "p_win",
    "p_lost",
    "share_regret",
    "hours_per_person",
    "days_to_decision",
    "profit",
)  # what names a life
SHORT: Final = {"run.weeks_warm_up": 26, "run.weeks": 52}  # long enough for rules to tell, over at once
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Answers:
    """How every claim came out, by key: in the shipped markets, and in worlds around the reference market."""

    rulebook: str
    life: str  # digits that name lives in every market, which a new text of the rules may leave as they were
    n_replications: int
    n_worlds: int
    markets: dict[str, dict[str, Finding]]  # by claim and market
    together: dict[str, Finding]  # by claim, over all markets, each counting alike
    worlds: Worlds
    regions: dict[str, Region]  # by claim
    fresh: dict[str, Fresh]  # by claim

    @property
    def is_current(self) -> bool:
        """Say whether the rules have stayed what they were when these answers were computed."""
        from buyermaze.simulator.model.compiler.disk_cache import rulebook_version

        return self.rulebook == rulebook_version() or self.life == life()

    def sentences(self, key: str) -> list[str]:
        """Say how a claim came out."""
        counted = {verdict: sum(f.verdict == verdict for f in self.markets[key].values()) for verdict in VERDICTS}
        parts = [f"{words} in {counted[verdict]}" for verdict, words in VERDICTS.items() if counted[verdict]]
        region, unit = self.regions[key], BY_KEY[key].test.unit
        markets = f"Of {len(self.markets[key])} markets it {', '.join(parts)}. {self._together(key, unit)}"
        around = self.worlds.sentence(key, unit)
        return [markets, region.plain(unit), region.sentence(), around, self.fresh[key].sentence(region, unit)]

    def _together(self, key: str, unit: Unit) -> str:
        """Say how a claim came out over all markets together, which may tell what none of them does."""
        found = self.together[key]
        return f"Over all of them together it {VERDICTS[found.verdict]}: {measured(found, unit)}."


@cache
def life() -> str:
    """Return twelve hex digits that name what the baton pass is in every shipped market, and how a short run of it goes there."""
    told = []
    for market in (entry.name for entry in available_markets()):
        values = _seen([BATON], market, SHORT, range(1), None)[BATON][:, [position(name) for name in LIVED]]
        told += [BATON.scenario(market, {}).fingerprint, *(f"{value:.6g}" for value in values.ravel())]
    return hashlib.sha256(" ".join(told).encode()).hexdigest()[:12]


def examine(
    claims: Sequence[Claim],
    markets: Sequence[str],
    n_replications: int = N_REPLICATIONS,
    changes: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
) -> tuple[dict[str, dict[str, Finding]], dict[str, Finding]]:
    """Put claims to the test in markets.

    Parameters
    ----------
    claims : sequence of Claim
    markets : sequence of str
        Code names of shipped markets.
    n_replications : int
        Replications of every organisation in every market, 2 or more.
    changes : mapping, optional
        Changes by parameter path, made everywhere.
    progress : callable (done, total), optional
        Told after every finished run.

    Returns
    -------
    dict of dict of Finding
        By claim's key and market; chances by luck are adjusted for the number of markets (Holm).
    dict of Finding
        By claim's key, over all markets together, each counting alike.
    """
    sides = _sides(claims)
    n_runs = len({side.scenario(markets[0], changes or {}).fingerprint for side in sides}) * n_replications
    found: dict[str, dict[str, np.ndarray]] = {claim.key: {} for claim in claims}
    for k, market in enumerate(markets):
        seen = _seen(
            sides, market, changes or {}, range(n_replications), _onward(progress, k * n_runs, len(markets) * n_runs)
        )
        for claim in claims:
            found[claim.key][market] = claim.test.values(seen)
    answers, together = {}, {}
    for claim in claims:
        by_market, unit = found[claim.key], claim.test.unit
        means = {market: estimate(values) for market, values in by_market.items()}
        adjusted = holm([_chance(mean) for mean in means.values()])
        answers[claim.key] = {
            market: judged(mean, p, unit) for (market, mean), p in zip(means.items(), adjusted, strict=True)
        }
        over = estimate(over_all(list(by_market.values()), n_replications))
        together[claim.key] = judged(over, _chance(over), unit)
    return answers, together


def over_all(by_market: Sequence[np.ndarray], n_replications: int) -> np.ndarray:
    """Return the mean over markets, each counting alike, replication by replication.

    Markets share their luck, and are right or wrong together in part: what counts as drawn is a replication of all of them. A
    market in which there is nothing to measure is left out.
    """
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of replications in which there is nothing to measure
        each = np.array([np.nanmean(values.reshape(n_replications, -1), axis=1) for values in by_market])
        return np.asarray(each[np.isfinite(each).any(axis=1)].mean(axis=0)) if np.isfinite(each).any() else each[0]


def _chance(found: Estimate) -> float:
    """Return the chance that luck alone moves a mean so far from 0."""
    return by_luck(found.mean, found.standard_error, found.n)


def regions(claims: Sequence[Claim], n_worlds: int = N_WORLDS, changes: Mapping[str, Any] | None = None,
            progress: Progress | None = None) -> tuple[dict[str, Region], Worlds]:  # fmt: skip
    """Say where in worlds drawn around the reference market claims hold, and which assumption that hangs on.

    Every world has luck of its own, the same on all sides of a claim, so that shares and lines are averages over luck too. The line
    that divides the worlds best for a claim is held against as many worlds drawn anew, with chances adjusted for the number of
    claims (Holm); where these do not confirm it, none is told.
    """
    worlds = Worlds(*_effects(claims, n_worlds, 0, changes, progress))
    found = {key: divided(worlds.places, each) for key, each in worlds.effects.items()}
    held = [claim for claim in claims if found[claim.key].assumption]
    if held:
        places, anew = _effects(held, n_worlds, DRAW, changes, progress)
        found |= lines_that_hold({claim.key: (found[claim.key], places, anew[claim.key]) for claim in held})
    return found, worlds


def lines_that_hold(lines: Mapping[str, tuple[Region, np.ndarray, np.ndarray]]) -> dict[str, Region]:
    """Withdraw lines that worlds drawn anew (places and effects, as ``divided`` takes them) do not confirm."""
    sides = {key: _across(region, places, effects) for key, (region, places, effects) in lines.items()}
    adjusted = holm([p for _, _, p in sides.values()])
    kept = {}
    for (key, (low, high, _)), p in zip(sides.items(), adjusted, strict=True):
        region = lines[key][0]
        holds = p < ALPHA and (high > low) == (region.above > region.below)
        kept[key] = replace(region, p=p, below=low, above=high, assumption=region.assumption if holds else "")
    return kept


def confirmed(
    claims: Sequence[Claim], regions: Mapping[str, Region], n_worlds: int, draw: int, changes: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
) -> dict[str, Fresh]:  # fmt: skip
    """Hold regions against worlds they were not found in, under luck nobody has seen.

    Parameters
    ----------
    claims : sequence of Claim
        What is claimed.
    regions : mapping of str to Region
        Where it was found to hold, by claim, as ``regions`` tells it.
    n_worlds : int
        Worlds to draw, twelve or more.
    draw : int
        Decides which worlds are drawn, and which luck each of them meets; 1 or more, 0 is where regions are found.
    changes : mapping, optional
        Changes by parameter path, made in every world.
    progress : callable (done, total), optional
        Told after every world.
    """
    places, effects = _effects(claims, n_worlds, draw, changes, progress)
    lines = {
        key: _across(regions[key], places, values) if regions[key].assumption else (float("nan"), float("nan"), 1.0)
        for key, values in effects.items()
    }
    return {key: Fresh(*_shares(values), *lines[key]) for key, values in effects.items()}


def _effects(
    claims: Sequence[Claim], n_worlds: int, draw: int, changes: Mapping[str, Any] | None, progress: Progress | None
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return places (worlds, assumptions), and by claim the tested number with its chance by luck in every world."""
    sides, design = _sides(claims), _worlds(n_worlds, SEED + draw)
    effects = {claim.key: np.empty((len(design), 2)) for claim in claims}
    for w, world in enumerate(design):
        own = draw * LUCK_OF_A_DRAW + w
        seen = _seen(sides, REFERENCE, {**(changes or {}), **world}, range(own, own + 1), None)
        for claim in claims:
            mean = estimate(claim.test.values(seen))
            effects[claim.key][w] = mean.mean, _chance(mean)
        if progress:
            progress(w + 1, len(design))
    return np.array([[world[each.path] for each in ASSUMPTIONS] for world in design]), effects


def divided(places: np.ndarray, effects: np.ndarray) -> Region:
    """Find the assumption and the line that divide worlds best; whether that is more than luck other worlds have to say.

    Parameters
    ----------
    places : ndarray, shape (worlds, assumptions)
        The assumptions' values.
    effects : ndarray, shape (worlds, 2)
        The tested number and its chance by luck alone.
    """
    known = np.isfinite(effects[:, 0])
    best, suggested = 0.0, Region(*_shares(effects), "", 0.0, 0.0, 0.0, 1.0)
    for assumption, values in zip(ASSUMPTIONS, places[known].T, strict=True):
        for cut in np.quantile(values, np.linspace(0.2, 0.8, 25)) if len(values) else ():
            above = values > cut
            apart, error = _apart(above, effects[known, 0])
            if error > 0 and abs(apart) / error > best:
                best, (low, high, p) = abs(apart) / error, _sides_of_the_line(above, effects[known, 0])
                suggested = replace(suggested, assumption=assumption.path, cut=float(cut), below=low, above=high, p=p)
    return suggested


def _shares(effects: np.ndarray) -> tuple[int, float, float]:
    """Return how many worlds there are, and the shares in which the claim is told to hold and to be the other way round."""
    told = effects[:, 1] < ALPHA  # not where there was nothing to measure
    holds, turned = (float((told & side).mean()) for side in (effects[:, 0] > 0, effects[:, 0] < 0))
    return len(effects), holds, turned


def _across(region: Region, places: np.ndarray, effects: np.ndarray) -> tuple[float, float, float]:
    """Return the means of worlds below and above a region's line, and the chance of so large a difference by luck alone."""
    known = np.isfinite(effects[:, 0])
    above = places[known, [each.path for each in ASSUMPTIONS].index(region.assumption)] > region.cut
    return _sides_of_the_line(above, effects[known, 0])


def _sides_of_the_line(above: np.ndarray, values: np.ndarray) -> tuple[float, float, float]:
    """Return the means below and above a line, and the chance of so large a difference by luck alone."""
    apart, error = _apart(above, values)
    low, high = (float(values[group].mean()) if group.any() else float("nan") for group in (~above, above))
    return low, high, 2 * tail(abs(apart) / error, len(values) - 2) if error > 0 else 1.0


def _apart(above: np.ndarray, effects: np.ndarray) -> tuple[float, float]:
    """Return the difference of two groups' means and its standard error (Welch); 0 and 0 where a group is too small."""
    groups = effects[above], effects[~above]
    if min(map(len, groups)) < LEAST_WORLDS:
        return 0.0, 0.0
    error = float(np.sqrt(sum(group.var(ddof=1) / len(group) for group in groups)))
    return float(groups[0].mean() - groups[1].mean()), error


def _worlds(n: int, seed: int) -> list[dict[str, float]]:
    """Draw worlds that fill the space of assumptions, each cut into ``n`` equal slices with one world in each."""
    from scipy.stats import qmc

    places = qmc.LatinHypercube(len(ASSUMPTIONS), rng=np.random.default_rng(seed)).random(n)
    return [
        {each.path: each.low + place * (each.high - each.low) for each, place in zip(ASSUMPTIONS, row, strict=True)}
        for row in places.tolist()
    ]


def _sides(claims: Sequence[Claim]) -> list[Side]:
    return list(dict.fromkeys(side for claim in claims for side in claim.test.sides))


def _seen(
    sides: Sequence[Side], market: str, changes: Mapping[str, Any], replications: range, progress: Progress | None
) -> Seen:
    from buyermaze.simulator.runs.batch import sum_table

    scenarios = {side: side.scenario(market, changes) for side in sides}
    different = {scenario.fingerprint: scenario for scenario in scenarios.values()}  # claims may start from the same
    sums = dict(zip(different, sum_table(list(different.values()), replications, progress), strict=True))
    return {side: batch_values(sums[scenario.fingerprint]) for side, scenario in scenarios.items()}


def _onward(progress: Progress | None, before: int, total: int) -> Progress | None:
    return (lambda done, _: progress(before + done, total)) if progress else None


@lru_cache(maxsize=1)
def shipped_answers() -> Answers:
    """Return the answers that come with the package."""
    return from_text(FILE.read_text(encoding="utf-8"))


def to_text(answers: Answers) -> str:
    """Write answers, a line per claim and market."""
    claims = {
        key: {
            "markets": {market: [_short(getattr(f, name)) for name in ("mean", "low", "high", "p")] + [f.verdict]
                        for market, f in by_market.items()},
            "together": [_short(value) for value in vars(answers.together[key]).values()],
            "worlds": [[_short(value) for value in each] for each in answers.worlds.effects[key].tolist()],
            "region": {name: _short(value) for name, value in vars(answers.regions[key]).items()},
            "fresh": {name: _short(value) for name, value in vars(answers.fresh[key]).items()},
        }
        for key, by_market in answers.markets.items()
    }  # fmt: skip
    head = {
        "rulebook": answers.rulebook,
        "life": answers.life,
        "n_replications": answers.n_replications,
        "n_worlds": answers.n_worlds,
        "worlds": {each.path: [_short(value) for value in column]
                   for each, column in zip(ASSUMPTIONS, answers.worlds.places.T.tolist(), strict=True)},
    }  # fmt: skip
    told = json.dumps({**head, "claims": claims}, indent=1)
    return re.sub(r"\[[^\[\]{}]*\]", lambda row: " ".join(row[0].split()), told) + "\n"


def _short(value: Any) -> Any:
    if not isinstance(value, float):
        return value
    return in_digits(value) if np.isfinite(value) else None


def _number(value: Any) -> Any:
    return float("nan") if value is None else value


def _finding(row: Sequence[Any]) -> Finding:
    """Return a finding from its line: mean, interval, chance by luck, verdict."""
    mean, low, high, p, verdict = row
    return Finding(_number(mean), _number(low), _number(high), _number(p), verdict)


def _of(kind: Any, values: Mapping[str, Any]) -> Any:
    return kind(**{name: _number(value) for name, value in values.items()})


def from_text(text: str) -> Answers:
    """Read answers."""
    data = json.loads(text)
    markets = {
        key: {
            market: _finding(row)
            for market, row in each["markets"].items()
        }
        for key, each in data["claims"].items()
    }
    together = {key: _finding(each["together"]) for key, each in data["claims"].items()}
    worlds = Worlds(
        np.array([data["worlds"][each.path] for each in ASSUMPTIONS]).T,
        {key: np.array([list(map(_number, row)) for row in each["worlds"]]) for key, each in data["claims"].items()},
    )
    places = {key: _of(Region, each["region"]) for key, each in data["claims"].items()}
    anew = {key: _of(Fresh, each["fresh"]) for key, each in data["claims"].items()}
    rulebook, lived, n_replications, n_worlds = (data[name] for name in ("rulebook", "life", "n_replications", "n_worlds"))
    return Answers(rulebook, lived, n_replications, n_worlds, markets, together, worlds, places, anew)


def answer_all(
    n_replications: int = N_REPLICATIONS,
    n_worlds: int = N_WORLDS,
    changes: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
) -> Answers:
    """Put all claims to the test everywhere."""
    from buyermaze.simulator.model.compiler.disk_cache import rulebook_version

    markets = [entry.name for entry in available_markets()]
    found, together = examine(CLAIMS, markets, n_replications, changes, progress)
    around, worlds = regions(CLAIMS, n_worlds, changes, progress)
    anew = confirmed(CLAIMS, around, N_FRESH, 1, changes, progress)
    return Answers(rulebook_version(), life(), n_replications, n_worlds, found, together, worlds, around, anew)


def main() -> None:
    """Write the shipped file anew."""
    told = answer_all(progress=lambda done, of: print(f"{done} of {of}", end="\r", flush=True))
    FILE.write_text(to_text(told), encoding="utf-8")


if __name__ == "__main__":
    main()
