"""Outcomes on the screen: levels, differences, what was changed, how it was run."""

import math
from typing import TYPE_CHECKING

from buyermaze.experiments.commands.shared.terminal import Screen, plain
from buyermaze.simulator.comparison.phrasing import BEYOND, SAID, digits
from buyermaze.simulator.inputs.sheets.scenario import differences
from buyermaze.simulator.outcomes.books.outcome import Outcome
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position

if TYPE_CHECKING:
    from buyermaze.simulator.comparison.comparison import Comparison
    from buyermaze.simulator.comparison.paired_statistics import Estimate

MAIN = (
    "p_win",
    "p_lost",
    "p_no_decision",
    "share_regret",
    "share_no_regret_win",
    "share_high_quality",
    "satisfaction",
    "nps",
    "effort_ratio",
    "days_to_decision",
    "n_reopened",
    "share_requests_missed",
    "hours_wait_for_rep",
    "share_rep_time_used",
    "cost_per_win",
    "profit",
)
MOST_INPUTS = 24
CATALOGUE = "programme.library.assets."


def outcome_table(screen: Screen, comparison: "Comparison") -> None:
    """Print every outcome of one scenario."""
    name = comparison.baseline
    columns = ["outcome", "name", f"{name}, mean ± half-width", "unit", "meaning"]
    rows = [
        [
            outcome.label,
            outcome.name,
            _level(comparison.means[name, outcome.name], outcome),
            _unit(outcome),
            outcome.meaning,
        ]
        for outcome in OUTCOMES
    ]
    screen.table(comparison.scenarios[0].title, columns, rows, right=(2,))


def comparison_tables(screen: Screen, comparison: "Comparison", everything: bool) -> None:
    """Print levels side by side, then every scenario's paired differences from the baseline."""
    chosen = (
        OUTCOMES if everything else [OUTCOMES[position(name)] for name in dict.fromkeys((comparison.outcome, *MAIN))]
    )
    levels = [
        [outcome.label, _unit(outcome)]
        + [_level(comparison.means[name, outcome.name], outcome) for name in comparison.names]
        for outcome in chosen
    ]
    right = tuple(range(2, 2 + len(comparison.names)))
    screen.table(
        "Outcomes, mean ± half-width of the 95 % interval", ["outcome", "unit", *comparison.names], levels, right
    )
    columns = ["outcome", "unit", "difference", "95 % interval", "correlation", ""]
    for name in comparison.challengers:
        rows = [_difference_row(comparison, name, outcome) for outcome in chosen]
        screen.table(f"{name} minus {comparison.baseline}, same luck on both sides", columns, rows, right=(2, 3, 4))


def beyond(screen: Screen, comparison: "Comparison") -> None:
    """Say why an interval of a share reaches below 0 or above 100 %, where one that is shown does."""
    shares = [outcome.name for outcome in OUTCOMES if outcome.unit == "share"]
    levels = (comparison.means[name, share] for name in comparison.names for share in shares)
    known = [level for level in levels if level.n > 1 and math.isfinite(level.half_width)]
    if any(level.mean - level.half_width < 0 or level.mean + level.half_width > 1 for level in known):
        screen.text(BEYOND)


def changed_inputs(screen: Screen, comparison: "Comparison") -> None:
    """Print what differs between the inputs; catalogues are summed up by their size."""
    base = next(scenario for scenario in comparison.scenarios if scenario.name == comparison.baseline)
    paths = {
        path: None
        for scenario in comparison.scenarios
        for path, *_ in differences(base, scenario)
        if not path.startswith(CATALOGUE)
    }
    values = [{lever.path: lever.value for lever in scenario.levers()} for scenario in comparison.scenarios]
    rows = [[path, *(plain(side.get(path)) for side in values)] for path in list(paths)[:MOST_INPUTS]]
    sizes = [str(len(scenario.programme.library.assets)) for scenario in comparison.scenarios]
    rows.append(["pieces of content", *sizes])
    screen.table(
        "What differs between the inputs", ["parameter", *comparison.names], rows, tuple(range(1, 1 + len(sizes)))
    )
    if len(paths) > MOST_INPUTS:
        screen.text(f"... and {len(paths) - MOST_INPUTS} more parameters; 'buyermaze show NAME' lists them.")


def how_run(screen: Screen, comparison: "Comparison") -> None:
    """Print seed, sizes and engine, so that the numbers above can be made again."""
    from buyermaze.simulator.inputs.dates.timeline import said

    run = comparison.scenarios[0].run
    prints = ", ".join(f"{scenario.name} {scenario.fingerprint}" for scenario in comparison.scenarios)
    screen.text(
        f"Seed {run.seed}, {comparison.n_replications} replications of {said(comparison.scenarios[0])}, "
        f"{run.engine} engine. Inputs: {prints}."
    )


def _difference_row(comparison: "Comparison", name: str, outcome: Outcome) -> list[str]:
    found = comparison.differences[name, outcome.name]
    unit = "points" if outcome.unit == "share" else _unit(outcome)
    row = [outcome.label, unit, _signed(found.mean, outcome)]
    if found.n < 2:
        return [*row, "", "", "one replication cannot tell" if found.n else "undefined"]
    interval = f"{_signed(found.low, outcome)} to {_signed(found.high, outcome)}"
    correlation = "" if math.isnan(found.correlation) else f"{found.correlation:.2f}"
    mark = "" if comparison.distinguishable(name, outcome.name) else "not distinguishable"
    return [*row, interval, correlation, mark]


def _level(found: "Estimate", outcome: Outcome) -> str:
    if math.isnan(found.mean):
        return "undefined"
    level = digits(found.mean, outcome.unit)
    return f"{level} ± {digits(found.half_width, outcome.unit)}" if found.n > 1 else level


def _signed(value: float, outcome: Outcome) -> str:
    text = digits(value, outcome.unit)
    is_zero = not any(digit in text for digit in "123456789")
    return text if is_zero or value < 0 or math.isnan(value) else f"+{text}"


def _unit(outcome: Outcome) -> str:
    return "%" if outcome.unit == "share" else SAID.get(outcome.unit, "USD" if outcome.unit == "USD" else "")
