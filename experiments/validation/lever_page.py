"""The page that says what one lever buys: a table of responses beside published ones."""

from typing import TYPE_CHECKING

from buyermaze.experiments.validation.lever_responses import Response
from buyermaze.simulator.comparison.paired_statistics import Estimate
from buyermaze.simulator.core.plain_text import for_markdown

if TYPE_CHECKING:
    from buyermaze.simulator.inputs.sheets.scenario import Scenario

HEADER = [
    "lever",
    "from",
    "to",
    "wins a year, %",
    "regret, points",
    "lifetime profit a year, thousand USD",
    "elasticity of wins",
    "published",
]


def cells(found: list[Response]) -> tuple[list[str], list[list[str]]]:
    """Return the header and the lines of the table, numbers with their 95 % intervals."""
    return HEADER, [_line(response) for response in found]


def page(scenario: "Scenario", found: list[Response], n_replications: int, command: str) -> str:
    """Return the page in Markdown.

    Parameters
    ----------
    scenario : Scenario
        Where the levers were moved from.
    found : list of Response
        What was measured.
    n_replications : int
        Replications per setting.
    command : str
        What makes the page again.
    """
    title, made_by = for_markdown(scenario.title), command.replace("`", "'")  # a name may hold what ends code
    header, lines = cells(found)
    held = [response for response in found if response.inside is not None]
    n_inside = sum(response.inside or False for response in held)
    clear = [response for response in found if response.profit.is_told]
    table = [header, ["---"] * len(header), *lines]
    return "\n".join(
        [
            "# What one lever buys",
            "",
            f"{title}, one lever moved at a time from the first setting to the second, everything else left alone, the",
            f"same luck on both sides; means of {n_replications} replications with 95 % intervals. Made by `{made_by}`.",
            "",
            *("| " + " | ".join(line) + " |" for line in table),
            "",
            f"Of {len(held)} published elasticities {n_inside} are met. {len(clear)} of {len(found)} moves change lifetime profit",
            "by more than luck.",
            "Published elasticities come mostly from consumer goods and from firms that measure themselves; the little there is on",
            "purchases by groups lies nearer −1 for prices. No response was set by looking at what it does to an organisation.",
            "",
        ]
    )


def _line(response: Response) -> list[str]:
    band = response.move.published
    said = f"{band.low:g} to {band.high:g} ({band.says}; {band.source})" if band else ""
    if band and not response.inside:
        said = f"**out of** {said}"
    return [
        response.move.label,
        f"{response.low:.3g}",
        f"{response.high:.3g}",
        _number(response.wins, 100.0, 1),
        _number(response.regret, 100.0, 1),
        _number(response.profit, 1e-3, 0),
        _number(response.elasticity, 1.0, 2) if response.elasticity else "",
        said,
    ]


def _number(found: Estimate, scale: float, n_digits: int) -> str:
    """Write a change and its 95 % interval: +1.2 (0.8 to 1.6)."""
    mean, low, high = (_unsigned_zero(round(scale * value, n_digits)) for value in (found.mean, found.low, found.high))
    return f"{mean:+,.{n_digits}f} ({low:,.{n_digits}f} to {high:,.{n_digits}f})"


def _unsigned_zero(value: float) -> float:
    return value + 0.0
