"""What paid, owned and earned media do together, and how the response to each channel bends as more is spent on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from buyermaze.simulator.analysis.budget import LEVERS, Cost
from buyermaze.simulator.comparison.paired_statistics import Difference, difference, together
from buyermaze.simulator.comparison.phrasing import about_dollars, signed
from buyermaze.simulator.core.notebook import Told, watched
from buyermaze.simulator.core.phrases import listed, times
from buyermaze.simulator.inputs.sheets.levers import value_words
from buyermaze.simulator.outcomes.batches import batch_values
from buyermaze.simulator.outcomes.definitions import position
from buyermaze.simulator.runs.paired_runs import Runs, simulated, without_channels
from buyermaze.simulator.runs.replications import Progress, replications_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario

RESPONSE: Final = "revenue"
MEDIA: Final = {"paid": "paid media", "owned": "our own content", "earned": "what customers say"}
SETS: Final = tuple(frozenset(found) for n in range(len(MEDIA) + 1) for found in combinations(MEDIA, n))  # none first, all last
CURVES: Final = tuple(
    lever for lever in LEVERS if lever.words in ("reps", "content people", "e-mail", "advertising", "events")
)
FACTORS: Final = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)  # of what is spent today


class Point(NamedTuple):
    """A level of a channel: what it costs and what revenue is there, against today."""

    level: float
    spend: float  # USD a year
    change: Difference  # of revenue, USD a year, against today; intervals of all points of all channels hold together


class Bend(NamedTuple):
    """A level at which a curve changes its slope: what a dollar brings up to there and beyond."""

    point: Point
    up_to: float  # USD a year per USD a year, from the lowest level up to here
    beyond: float  # from here to the highest level
    drop: Difference  # up to here less beyond; intervals of all levels of all channels hold together


@dataclass(frozen=True)
class Curve:
    """The response to one channel, all else as it is."""

    lever: Cost
    points: tuple[Point, ...]  # by level
    today: float
    bends: tuple[Bend, ...]  # one for every level inside

    @property
    def bend(self) -> Bend | None:
        """Return where the curve bends most clearly; None where no bend can be told from luck."""
        told = [each for each in self.bends if each.drop.is_told]
        return min(told, key=lambda each: each.drop.p) if told else None


@dataclass(frozen=True, eq=False, repr=False)
class MediaReturns(Told):
    """Lifts of paid, owned and earned media, one by one and together, and a curve of revenue over spend for each channel."""

    scenario: "Scenario"
    lifts: Mapping[frozenset[str], Difference]  # revenue with these media and no others, against none of the three
    joint: Mapping[frozenset[str], Difference]  # lift of a set less the lifts of its members alone
    curves: tuple[Curve, ...]
    n_replications: int

    @property
    def heading(self) -> str:
        """Return what this is about."""
        return f"Paid, owned and earned media in {self.scenario.name}"

    def sentences(self) -> list[str]:
        """Say what media do together beyond each alone, then where each curve bends."""
        alone = listed([f"{_set(each)} {_sized(self.lifts[each])}" for each in SETS if len(each) == 1])
        lines = [self._together(SETS[-1]), f"Each alone, against none of the three: {alone}."]
        lines += [self._together(each) for each in SETS if len(each) == 2]
        return [*lines, *(_bent(curve) for curve in self.curves)]

    def _together(self, members: frozenset[str]) -> str:
        found = self.joint[members]
        said = f"{_set(members)} together bring {_sized(found)} beyond the sum of each alone"
        if not found.is_told:
            verdict = "that cannot be told from luck"
        else:
            verdict = "they feed each other" if found.mean > 0 else "they do part of each other's work"
        return f"{said[0].upper()}{said[1:]}: {verdict}."

    def effects(self) -> list[tuple[str, Difference]]:
        """Return lifts of each medium alone, then what sets of them bring beyond that, each with its name."""
        alone = [(f"{' '.join(each)} alone", self.lifts[each]) for each in SETS if len(each) == 1]
        return [*alone, *((f"{_short(each)}, beyond each", found) for each, found in self.joint.items())]

    def how(self) -> str:
        """Say how lifts and curves were found."""
        synergy = self.scenario.market.mind.media_synergy
        return (
            "Revenue a year from first terms, under the same luck. Off is: nothing spent on e-mail, advertising and events (paid); "
            "nothing to be found in our content (owned); customers of whom nobody hears (earned); reps stay. That one "
            f"medium lifts another is a lever of the market, at {synergy:g} here. For a curve one channel alone is set to "
            f"{listed([f'{100 * factor:.0f} %' for factor in FACTORS])} of today, as far as it goes. It bends where a dollar "
            f"brings more up to a level than beyond it, by more than luck. {times(self.n_replications, 'replication')}; "
            "95 % intervals of "
            "all lifts hold together, and so do those of all points and of all bends."
        )

    def table(self) -> "pandas.DataFrame":
        """Return one line per set of media: ``media, lift, low, high, joint, joint_low, joint_high``, USD a year."""
        import pandas

        lines = [
            (_short(each), *_numbers(self.lifts[each]),
             *(_numbers(self.joint[each]) if each in self.joint else (np.nan,) * 3))
            for each in SETS[1:]
        ]  # fmt: skip
        return pandas.DataFrame(lines, columns=["media", "lift", "low", "high", "joint", "joint_low", "joint_high"])

    def curves_table(self) -> "pandas.DataFrame":
        """Return one line per channel and level, the money in USD a year.

        ``channel, level, spend, change`` (of revenue against today), ``low, high, is_today, up_to, beyond`` (USD of revenue a
        year that a dollar a year brings up to this level and from it on), ``drop, drop_low, drop_high``, ``is_bend`` (whether
        the curve bends here most clearly).
        """
        import pandas

        lines = []
        for curve in self.curves:
            at = {bend.point.level: bend for bend in curve.bends}
            for point in curve.points:
                bend = at.get(point.level)
                tail = (np.nan,) * 5 if bend is None else (bend.up_to, bend.beyond, *_numbers(bend.drop))
                lines.append((curve.lever.words, point.level, point.spend, *_numbers(point.change), point.level == curve.today,
                              *tail, bend is not None and bend is curve.bend))  # fmt: skip
        return pandas.DataFrame(lines, columns=[
            "channel", "level", "spend", "change", "low", "high", "is_today", "up_to", "beyond", "drop", "drop_low", "drop_high",
            "is_bend",
        ])  # fmt: skip

    def words_table(self) -> "pandas.DataFrame":
        """Return one line per channel for people: today, where it bends, what a dollar brings up to there and beyond."""
        import pandas

        cards = {each.path: each for each in self.scenario.levers()}

        def said(curve: Curve) -> dict[str, str]:
            bend, card = curve.bend, cards[curve.lever.path]
            return {
                "channel": curve.lever.words,
                "today": value_words(card, curve.today),
                "tried": f"{value_words(card, curve.points[0].level)} to {value_words(card, curve.points[-1].level)}",
                "bends at": "not told from luck" if bend is None else value_words(card, bend.point.level),
                "that is": "" if bend is None else f"{about_dollars(bend.point.spend)} a year",
                "a dollar up to there": "" if bend is None else f"{bend.up_to:.2f}",
                "a dollar beyond": "" if bend is None else f"{bend.beyond:.2f}",
            }

        return pandas.DataFrame([said(curve) for curve in self.curves])


def media_returns(
    scenario: "Scenario", n_replications: int | None = None, progress: Progress | None = None, runs: Runs | None = None
) -> MediaReturns:
    """Tell what paid, owned and earned media bring together beyond each alone, and how revenue responds to each channel.

    Parameters
    ----------
    scenario : Scenario
        The organisation in its market.
    n_replications : int, optional
        Replications of every variant, 1 or more; by default the scenario's own.
    progress : callable (done, total), optional
        Told after every finished run.
    runs : callable (scenarios, n_replications), optional
        Runs scenarios and returns sums as ``runs.batch.sum_table`` does, which is the default.

    Returns
    -------
    MediaReturns
        Lifts and joint effects in USD of revenue a year, curves of revenue over spend; 95 % intervals.
    """
    n = replications_of(scenario, n_replications)
    levels = {lever: _levels(scenario, lever) for lever in CURVES if lever.a_unit(scenario.programme) > 0}
    variants = [scenario, *(with_media(scenario, each) for each in SETS)]
    variants += [scenario.with_changes({lever.path: level}) for lever, tried in levels.items() for level in tried]
    sums = (runs or simulated(watched("runs", progress)))(variants, n)
    today, *values = (batch_values(each)[:, position(RESPONSE)] for each in sums)
    of_set = dict(zip(SETS, values, strict=False))
    lift = {each: of_set[each] - of_set[SETS[0]] for each in SETS}
    over = {each: lift[each] - sum(lift[frozenset({name})] for name in each) for each in SETS if len(each) > 1}
    n_lifts = len(SETS) - 1 + len(over)
    curves, rest = [], values[len(SETS) :]
    n_points, n_bends = sum(map(len, levels.values())), sum(len(tried) - 2 for tried in levels.values())
    for lever, tried in levels.items():
        curves.append(_curve(scenario, lever, tried, today, rest[: len(tried)], n_points, n_bends))
        rest = rest[len(tried) :]
    return MediaReturns(
        scenario, {each: _against(lift[each], n_lifts) for each in SETS[1:]},
        {each: _against(found, n_lifts) for each, found in over.items()}, tuple(curves), n,
    )  # fmt: skip


def with_media(scenario: "Scenario", kept: "frozenset[str] | Sequence[str]") -> "Scenario":
    """Return a scenario in which of paid, owned and earned media only some are at work; reps and people stay.

    Parameters
    ----------
    scenario : Scenario
        The organisation in its market.
    kept : set of {"paid", "owned", "earned"}
        What stays as it is. Without paid media nothing is spent on e-mail, advertising and events; without owned ones our content
        holds nothing to learn; without earned ones nobody hears what customers say.
    """
    changes: dict[str, Any] = {}
    if "paid" not in kept:
        changes |= {f"programme.marketing.{name}": 0.0 for name in ("email", "ads", "events")}
    if "earned" not in kept:
        changes |= {"market.living.word_of_mouth": 0.0, "market.living.p_knows_customer": 0.0, "market.living.referral": 0.0,
                    "market.peers.p_tells": 0.0}  # fmt: skip
    found = scenario if "owned" in kept else without_channels(scenario, ["content"])
    return found.with_changes(changes) if changes else found


def _levels(scenario: "Scenario", lever: Cost) -> list[float]:
    """Return levels to try, rising, today's among them."""
    card = next(each for each in scenario.levers() if each.path == lever.path)
    today: Any = card.value
    low, high = float(card.low or 0.0), float(card.high if card.high is not None else np.inf)
    wanted = [min(high, max(low, factor * max(1.0, today))) for factor in FACTORS]
    whole = card.kind == "count"
    return sorted({today, *((round(each) if whole else each) for each in wanted)})


def _curve(
    scenario: "Scenario", lever: Cost, levels: Sequence[float], today: np.ndarray, values: Sequence[np.ndarray], n_points: int,
    n_bends: int,
) -> Curve:  # fmt: skip
    """Return a curve from the values of every level; intervals hold together with those of other curves."""
    price = lever.a_unit(scenario.programme)
    points = tuple(
        Point(level, level * price, together(difference(each, today), n_points))
        for level, each in zip(levels, values, strict=True)
    )
    bends = []
    for k in range(1, len(levels) - 1):
        before, after = (
            (values[b] - values[a]) / (points[b].spend - points[a].spend) for a, b in pairwise((0, k, len(levels) - 1))
        )
        bends.append(Bend(points[k], float(before.mean()), float(after.mean()), together(difference(before, after), n_bends)))
    now: Any = next(each.value for each in scenario.levers() if each.path == lever.path)
    return Curve(lever, points, float(now), tuple(bends))


def _against(values: np.ndarray, n: int) -> Difference:
    return together(difference(values, np.zeros(len(values))), n)


def _set(members: frozenset[str]) -> str:
    return listed([words for name, words in MEDIA.items() if name in members])


def _short(members: frozenset[str]) -> str:
    return "all three" if len(members) == len(MEDIA) else listed([name for name in MEDIA if name in members])


def _sized(found: Difference) -> str:
    interval = f" ({about_dollars(found.low)} to {about_dollars(found.high)})" if found.n > 1 else ""
    return f"{signed(found.mean, 'USD')} a year{interval}"


def _numbers(found: Difference) -> tuple[float, float, float]:
    return found.mean, found.low, found.high


def _bent(curve: Curve) -> str:
    name, bend = curve.lever.words, curve.bend
    first = f"{name[0].upper()}{name[1:]}"
    if bend is None:
        return f"{first}: no bend can be told from luck between {about_dollars(curve.points[0].spend)} and " \
               f"{about_dollars(curve.points[-1].spend)} a year."  # fmt: skip
    shape = "bends" if bend.drop.mean > 0 else "rises faster"
    return (
        f"{first}: the curve {shape} at {about_dollars(bend.point.spend)} a year; up to there a dollar brings "
        f"{bend.up_to:.2f} of revenue, beyond {bend.beyond:.2f}."
    )
