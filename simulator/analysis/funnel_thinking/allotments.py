"""How a marketing budget is divided: as last touch credits it, and as one would who can try it out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from buyermaze.simulator.analysis.attribution.rules_of_thumb import credit, last
from buyermaze.simulator.analysis.attribution.touch_paths import paths_of
from buyermaze.simulator.analysis.budget import LEVERS
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import Channel, words

if TYPE_CHECKING:
    from buyermaze.simulator.inputs.sheets.scenario import Scenario
    from buyermaze.simulator.runs.run import Run

CHANNEL_OF: Final = {  # whose visits a post pays for; what is not here leaves no visit that a report could credit
    "programme.team.n_content": words(Channel.CONTENT), "programme.marketing.email": words(Channel.EMAIL),
    "programme.marketing.ads": words(Channel.ADS), "programme.marketing.events": words(Channel.EVENT),
}  # fmt: skip
TRIED: Final = (0.0, 0.125, 0.25, 0.5, 1.0)  # of what a post can take
ROUNDS: Final = 2  # times around all posts
CENT: Final = 0.01  # USD a year; what is less is rounding


@dataclass(frozen=True)
class Post:
    """Something marketing spends on: what it is called, where it is, what a unit and all that fits into it cost in a year."""

    words: str
    path: str
    price: float  # USD a year per unit
    most: float  # USD a year


def posts_of(scenario: "Scenario") -> tuple[Post, ...]:
    """Return the posts of the marketing budget: content people and media that cost something.

    Raises
    ------
    InputProblem
        If nothing is spent on them, or there is one only.
    """
    cards = {card.path: card for card in scenario.levers()}
    prices = {lever: lever.a_unit(scenario.programme) for lever in LEVERS if cards[lever.path].kind != "count"}
    posts = tuple(Post(lever.words, lever.path, price, price * float(cards[lever.path].high or 0.0))
                  for lever, price in prices.items() if price > 0)  # fmt: skip
    if len(posts) < 2 or sum(spent(scenario, posts)) < 1.0:
        raise InputProblem(
            f"'{scenario.name}' has no marketing budget to divide: its content people and media cost nothing"
        )
    return posts


def spent(scenario: "Scenario", posts: Sequence[Post]) -> list[float]:
    """Return what is spent on every post, in USD a year."""
    values = {card.path: card.value for card in scenario.levers()}
    return [post.price * float(values[post.path]) for post in posts]


def divided(posts: Sequence[Post], wished: Sequence[float], total: float) -> list[float]:
    """Divide a budget in proportion to wishes as far as posts can take it; what does not fit goes to the others.

    Returns
    -------
    list of float
        USD a year per post, together ``total`` unless all posts together cannot take it.
    """
    given, left = [0.0] * len(posts), total
    weights = [max(0.0, wish) for wish in wished]
    while left > CENT:
        room = [k for k, post in enumerate(posts) if given[k] < post.most - CENT]
        if not room:
            break
        if sum(weights[k] for k in room) <= 0:
            weights = [post.most - given[k] for k, post in enumerate(posts)]
        whole, before = sum(weights[k] for k in room), left
        for k in room:
            more = min(before * weights[k] / whole, posts[k].most - given[k])
            given[k] += more
            left -= more
    return given


def with_money(scenario: "Scenario", posts: Sequence[Post], money: Sequence[float]) -> "Scenario":
    """Return a scenario that spends so much on every post, in USD a year."""
    units = [min(amount / post.price, post.most / post.price) for post, amount in zip(posts, money, strict=True)]
    return scenario.with_changes({post.path: round(value, 9) for post, value in zip(posts, units, strict=True)})


def last_touch(run: "Run") -> np.ndarray:
    """Return how many wins of a run last touch credits to every channel in ``CHANNEL_OF``, as the seller's systems saw visits.

    A win counts for the last visit to marketing's own channels before it; talks with reps are left out, as they are not paid
    for from this budget.
    """
    channels = list(CHANNEL_OF.values())
    ours = [
        replace(path, channels=tuple(c for c in path.channels if c in channels), hours=None)
        for path in paths_of(run)[0]
    ]
    return credit([path for path in ours if path.channels], channels, last, "conversions")


def by_last_touch(posts: Sequence[Post], wins: Mapping[str, float], money: Sequence[float]) -> list[float]:
    """Divide a budget in proportion to the wins that last touch credits to what every post pays for."""
    return divided(posts, [wins.get(CHANNEL_OF.get(post.path, ""), 0.0) for post in posts], sum(money))


def promised(
    posts: Sequence[Post], wins: Mapping[str, float], before: Sequence[float], after: Sequence[float]
) -> float:
    """Return how many more wins linear thinking expects of other money: those credited to a post grow as its money does.

    Of a post on which nothing is spent nobody has learnt anything, so nothing is expected of it.
    """
    credited = [wins.get(CHANNEL_OF.get(post.path, ""), 0.0) for post in posts]
    return sum(w * (a / b - 1.0) for w, b, a in zip(credited, before, after, strict=True) if b > 0)


def tried_out(
    posts: Sequence[Post], starts: Sequence[Sequence[float]], worth: Callable[[list[tuple[float, ...]]], np.ndarray]
) -> tuple[float, ...]:
    """Search the division of a budget that is worth most.

    From the best start on, post by post, nothing, an eighth, a quarter, half and all of what it can take are tried, the post that
    can take most getting the rest; what is worth most is kept. Twice around.

    Parameters
    ----------
    posts : sequence of Post
        What the budget can be spent on.
    starts : sequence of divisions
        USD a year per post, all of the same sum.
    worth : callable
        Says what divisions are worth, shape (divisions,).
    """
    best = tuple(starts[int(np.argmax(worth([tuple(start) for start in starts])))])
    rest = max(range(len(posts)), key=lambda k: posts[k].most)
    for k in [k for k in range(len(posts)) if k != rest] * ROUNDS:
        tries = [best, *_moved(posts, best, k, rest)]
        best = tries[int(np.argmax(worth(tries)))]
    return best


def _moved(posts: Sequence[Post], money: Sequence[float], k: int, rest: int) -> Iterator[tuple[float, ...]]:
    for share in TRIED:
        change = share * posts[k].most - money[k]
        if abs(change) > CENT and 0 <= money[rest] - change <= posts[rest].most:
            yield tuple(m + change * (j == k) - change * (j == rest) for j, m in enumerate(money))
