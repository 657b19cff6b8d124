"""Whether organisations that are compared meet the same buyers, and the words for it when they do not."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from buyermaze.simulator.inputs.sheets.levers import changed, lever_words

if TYPE_CHECKING:
    from buyermaze.simulator.inputs.sheets.scenario import Scenario

N_NAMED: Final = 2  # differences that are named; the rest is counted
TOLD_FIRST: Final = (
    "market.group.n_people_mean",
    "market.offer.deal_value",
    "market.offer.complexity",
    "market.demand.load",
)


def other_markets(scenarios: "Sequence[Scenario]", baseline: str) -> "list[Scenario]":
    """Return the scenarios whose market is not the baseline's."""
    base = next(scenario for scenario in scenarios if scenario.name == baseline)
    return [scenario for scenario in scenarios if scenario.market != base.market]


def different_buyers(scenarios: "Sequence[Scenario]", baseline: str) -> str:
    """Say which organisations meet other buyers than the baseline, and in what they differ; nothing where all meet the same."""
    base = next(scenario for scenario in scenarios if scenario.name == baseline)
    said = []
    for other in other_markets(scenarios, baseline):
        paths = {path: (here, there) for path, here, there in changed(base, other, sections=("market",), without=())}
        order = sorted(paths, key=lambda path: (*TOLD_FIRST, path).index(path))
        named = [
            f"{lever_words(path)} {_value(paths[path][1])} against {_value(paths[path][0])}" for path in order[:N_NAMED]
        ]
        more = f" and {len(order) - N_NAMED} more" if len(order) > N_NAMED else ""
        said.append(f"{other.name} meets other buyers than {baseline} ({', '.join(named)}{more})")
    if not said:
        return ""
    return f"Different buyers: {'; '.join(said)}. What follows mixes the market with the organisation."


def with_market_of(scenarios: "Sequence[Scenario]", name: str) -> "tuple[Scenario, ...]":
    """Return the scenarios, all in the market of one of them."""
    market = next(scenario for scenario in scenarios if scenario.name == name).market.model_dump()
    return tuple(
        scenario if scenario.market.model_dump() == market else scenario.with_changes({"market": market})
        for scenario in scenarios
    )


def _value(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else "none" if value is None else str(value)
