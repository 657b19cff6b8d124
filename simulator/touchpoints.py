"""What attribution models say about our channels, from the touches our systems saw, and what the channels truly add."""

import itertools
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simulator.clock import HOURS_PER_DAY
from simulator.vocabulary import OWN_CHANNELS, Kind, Reason, words

if TYPE_CHECKING:
    import pandas

    from simulator.inputs.scenario import Scenario

NOWHERE: Final = -10.0  # appeal at which nobody chooses a channel
HALF_LIFE: Final = 7.0  # days after which a touch counts half in the time-decay model
MODELS: Final = ("first touch", "last touch", "linear", "position", "time decay", "Markov")
Path = tuple[tuple[int, ...], tuple[float, ...], bool]  # channels, days before the end, won


def seen_paths(run: Any, first_account: int = 0) -> list[Path]:
    """Return the touches our systems saw before each decision: channels in order, days before the end, and whether we won."""
    rows = run.journal
    rows = rows[rows["account"] >= first_account]
    decided = rows[rows["kind"] == Kind.DECISION]
    ends = {int(r["account"]): (float(r["time"]), r["reason"] == Reason.BOUGHT and r["vendor"] == 0) for r in decided}
    own = np.isin(rows["channel"], [int(channel) for channel in OWN_CHANNELS])
    touches = rows[(rows["kind"] == Kind.TOUCH) & own & (rows["seen"] == 1)]
    channels: dict[int, list[int]] = defaultdict(list)
    days: dict[int, list[float]] = defaultdict(list)
    for account, channel, time in zip(
        touches["account"].tolist(), touches["channel"].tolist(), touches["time"].tolist(), strict=True
    ):
        if account in ends and time <= ends[account][0]:
            channels[account].append(channel)
            days[account].append((ends[account][0] - time) / HOURS_PER_DAY)
    return [(tuple(channels[account]), tuple(days[account]), bool(won)) for account, (_, won) in ends.items()]


def credits(paths: Sequence[Path]) -> "pandas.DataFrame":
    """Return how many wins every model credits to every channel; wins nobody saw coming are credited to none.

    Returns
    -------
    DataFrame, one line per model and own channel
        ``model``, ``channel``, ``wins``, ``share`` (of all wins with a seen touch).
    """
    import pandas

    given = {model: np.zeros(len(OWN_CHANNELS)) for model in MODELS}
    won = [(np.array(channels), np.array(days)) for channels, days, win in paths if win and channels]
    for channels, days in won:
        n = len(channels)
        weights = {
            "first touch": np.eye(1, n, 0)[0],
            "last touch": np.eye(1, n, n - 1)[0],
            "linear": np.full(n, 1 / n),
            "position": _position(n),
            "time decay": 0.5 ** (days / HALF_LIFE),
        }
        for model, weight in weights.items():
            np.add.at(given[model], channels, weight / weight.sum())
    given["Markov"] = markov(paths) * len(won)
    lines = [
        {"model": model, "channel": words(channel), "wins": float(given[model][channel]),
         "share": float(given[model][channel] / len(won)) if won else 0.0}
        for model in MODELS for channel in OWN_CHANNELS
    ]  # fmt: skip
    return pandas.DataFrame(lines)


def markov(paths: Sequence[Path]) -> np.ndarray:
    """Return each own channel's share of the removal effects in a first-order chain from start to win or no win."""
    n = len(OWN_CHANNELS)
    start, win, none = n, n + 1, n + 2
    counts = np.zeros((n + 3, n + 3))
    for channels, _, won in paths:
        if not channels:
            continue
        walk = [start, *channels, win if won else none]
        for a, b in itertools.pairwise(walk):
            counts[a, b] += 1
    whole = _p_win(counts, n)
    if whole <= 0:
        return np.zeros(n)
    effects = np.zeros(n)
    for channel in range(n):
        if counts[:, channel].sum() == 0:
            continue
        without = counts.copy()
        without[:, none] += without[:, channel]
        without[:, channel] = 0
        effects[channel] = max(0.0, 1 - _p_win(without, n) / whole)
    total = effects.sum()
    return effects / total if total > 0 else effects


def without_channel(scenario: "Scenario", channel: int) -> "Scenario":
    """Return a scenario in which nobody turns to one of our channels any more; everything else, cost included, stays."""
    name = words(OWN_CHANNELS[channel]).replace(" ", "_")
    return scenario.with_changes({f"market.channels.{name}.appeal": NOWHERE, **_appeals(scenario, name)})


def _appeals(scenario: "Scenario", name: str) -> dict[str, float]:
    """Take every persona's own liking of the channel away as well."""
    return {f"market.personas.{persona.name}.appeal.{name}": NOWHERE for persona in scenario.market.personas}


def _position(n: int) -> np.ndarray:
    """Return the weights of the position model: 40 % first, 40 % last, the rest in between."""
    if n <= 2:
        return np.full(n, 1 / n)
    weights = np.full(n, 0.2 / (n - 2))
    weights[[0, -1]] = 0.4
    return weights


def _p_win(counts: np.ndarray, n: int) -> float:
    """Return the chance of ending in a win, from the start, of an absorbing chain."""
    moves = counts[: n + 1]
    sums = moves.sum(axis=1, keepdims=True)
    shares = np.divide(moves, sums, out=np.zeros_like(moves), where=sums > 0)
    inner = np.eye(n + 1) - shares[:, : n + 1]
    return float(np.linalg.solve(inner, shares[:, n + 1])[n])
