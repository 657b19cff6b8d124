"""Measure what is said of happenings: ``python -m docs.happenings`` writes ``docs/happenings.json`` and ``docs/happenings.md``.

Happenings are taken out one by one of a programme and a market in which all of them are on, and what the stories of the examples
say is held against the runs. Names measure only what they name: ``python -m docs.happenings blockers programmes/tools``.
"""

import hashlib
import json
import math
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import yaml
from scipy.stats import t

from buyermaze.simulator.comparison.phrasing import digits
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position
from buyermaze.simulator.runs.batch import outcome_table
from buyermaze.simulator.runs.run import simulate

HERE: Final = Path(__file__).parent
PAGE, FOUND = HERE / "happenings.md", HERE / "happenings.json"
PROGRAMME, MARKET = "field_force", "regulated_equipment"
RUNS: Final = range(1000, 1012)  # lives nobody has seen before
SIZE: Final = {"run.n_accounts": 1200}  # inquiries observed of an example
SIZE_OF_MARKET: Final = {"run.n_accounts": 600, "run.n_batches": 1}  # and of the market, which takes longer
TELLS: Final = 3.0  # standard errors; some 250 figures are looked at
SMALL: Final = {
    "run.n_accounts": 12, "run.weeks_warm_up": 0.0, "run.arrivals_continue": False, "run.n_batches": 1,
    "run.weeks_follow_up": 10_000.0,
}  # fmt: skip
Row = dict[str, Any]


@lru_cache(maxsize=1)
def said() -> dict[str, list[Row]]:
    """Return what is said: ``happenings`` and ``examples``."""
    found: dict[str, list[Row]] = yaml.safe_load((HERE / "happenings.yaml").read_text(encoding="utf-8"))
    return found


def story(file: str) -> str:
    """Return the story of an example, in one line."""
    return " ".join(yaml.safe_load((HERE / "examples" / f"{file}.yaml").read_text(encoding="utf-8"))["story"].split())


def sides(row: Row) -> dict[str, Scenario]:
    """Return the scenarios a row is measured in: off and on of a happening, or the worlds of an example."""
    if "shows" in row:
        base = load(PROGRAMME, market=MARKET, changes=SIZE_OF_MARKET)
        return {side: base.with_changes(row.get(side, {})) for side in ("taken_out", "put_in")}
    worlds = {"here": {}} | row["worlds"]
    return {name: _world(row, dict(changes)) for name, changes in worlds.items()}


def _world(row: Row, changes: dict[str, Any]) -> Scenario:
    """Return an example as changed; ``organisation`` takes the place of its programme."""
    path = str(HERE / "examples" / f"{row['file']}.yaml")
    other = changes.pop("organisation", row.get("organisation", ""))
    if row["file"].startswith("markets/"):
        return load(other or "merged", market=path, changes=SIZE | changes)
    return load(other or path, changes=SIZE | changes)


def key(row: Row) -> str:
    """Return what a row is called."""
    return str(row.get("file", row.get("name")))


def lives(row: Row) -> range:
    """Return the lives a row is measured by."""
    return range(RUNS[0], RUNS[0] + row["lives"]) if "lives" in row else RUNS


def measured(row: Row, runs: range = range(0), changes: dict[str, Any] | None = None) -> list[list[float]]:
    """Return mean and standard error of every number of a row, a list for each.

    Of a happening: off, on and the change, for each outcome it shows; of an example: each figure of its story.
    """
    runs = runs or lives(row)
    lived = {name: _lives(one.with_changes(changes or {}), runs) for name, one in sides(row).items()}
    if "shows" in row:
        found = []
        for name in row["shows"]:
            off, on = (lived[side][:, position(name)] for side in ("taken_out", "put_in"))
            found.append([*_mean(off), *_mean(on), *_mean(on - off)])
        return found
    return [_figure(figure, lived) for figure in row["figures"]]


_LIVED: dict[tuple[str, range], np.ndarray] = {}


def _lives(scenario: Scenario, runs: range) -> np.ndarray:
    """Return the outcomes of some lives, shape (runs, outcomes); asked twice, they are lived once."""
    if (scenario.fingerprint, runs) not in _LIVED:
        _LIVED[scenario.fingerprint, runs] = outcome_table([scenario], runs)[0]
    return _LIVED[scenario.fingerprint, runs]


def _figure(figure: Row, lived: dict[str, np.ndarray]) -> list[float]:
    values = lived[figure.get("in", "here")][:, position(figure["of"])]
    if "less" in figure:
        before = lived[figure["less"]][:, position(figure["of"])]
        values = (values - before) / (np.nanmean(before) if figure.get("relative") else 1.0)
    return _mean(values)


def _mean(values: np.ndarray) -> list[float]:
    values = values[~np.isnan(values)]
    if len(values) < 2:
        return [math.nan, math.nan]
    return [float(f"{v:.5g}") for v in (np.mean(values), np.std(values, ddof=1) / math.sqrt(len(values)))]


def mark(row: Row) -> str:
    """Return twelve hex digits that change when the world of a row as it is comes out otherwise."""
    base = load(PROGRAMME, market=MARKET) if "shows" in row else _world(row, {})
    return hashlib.sha256(simulate(base.with_changes(SMALL)).journal.tobytes()).hexdigest()[:12]


def holds(figure: Row, mean: float, error: float) -> bool:
    """Say whether a figure of a story is borne out: within luck and what rounding gives, or on the side that is said.

    A change that is said is told from none at all besides: what could as well be luck bears nothing out.
    """
    if figure["is"] == "luck":
        return abs(mean) <= TELLS * error or error == mean == 0.0
    if figure["is"] in ("more", "less"):
        return mean * (1 if figure["is"] == "more" else -1) > TELLS * error
    is_told = "less" not in figure or mean * math.copysign(1.0, figure["is"]) > TELLS * error
    return is_told and abs(mean - figure["is"]) <= TELLS * error + figure["give"]


def kept() -> dict[str, Row]:
    """Return what was measured, by key: ``mark`` and ``found``."""
    found: dict[str, Row] = json.loads(FOUND.read_text(encoding="utf-8")) if FOUND.exists() else {}
    return found


HEAD: Final = """\
# What each happening does

<!-- written by `python -m docs.happenings` from docs/happenings.yaml and docs/happenings.json; edit the first -->

"""
TOGETHER: Final = """\
## Taken out one by one

The programme `field_force` in the market `regulated_equipment` ([their stories](presets.md#where-everything-happens)), in which
all of these are on: what it is without one of them, and with it, all else as it is. {n_runs} lives of {n} inquiries (40 where a
row is about few customers: silence, needs untold, missing a rep, and of blockers and a new rule), the same luck on both sides;
plus or minus is a 95 % interval. A change that is less than three standard errors from nothing is called luck: so many
are looked at.

```
buyermaze compare sla_aligned field_force --market regulated_equipment
```

| item | happening | where | what moves | without | with | change | plus or minus | told |
|---|---|---|---|---|---|---|---|---|
"""
STORIES: Final = """
## What the stories of the examples say

Every figure that the story of a file in `docs/examples` quotes and an outcome measures: {n_runs} lives of {n} inquiries ({most}
where those do not tell a change), the same luck on both sides of a difference. A figure holds within three standard errors and
what rounding gives, a change if it is three standard errors from nothing besides; "luck" holds where three standard errors do not
tell a difference.

| example | says | outcome | said | measured | plus or minus | holds |
|---|---|---|---|---|---|---|
"""


def page() -> str:
    """Return the page as Markdown, from what was measured."""
    found, sheets = kept(), said()
    text = HEAD + TOGETHER.format(n_runs=len(RUNS), n=SIZE_OF_MARKET["run.n_accounts"])
    for row in sheets["happenings"]:
        for name, (off, _, on, _, change, error) in zip(row["shows"], found[key(row)]["found"], strict=True):
            told = "only with it" if math.isnan(change) else "yes" if abs(change) > TELLS * error else "luck"
            numbers = [_told(value, name) for value in (off, on, change, _reach(error, len(lives(row))))]
            text += _line(str(row["item"]), row["name"], row["where"], _outcome(name), *numbers, told)
    most = max(len(lives(row)) for row in sheets["examples"])
    text += STORIES.format(n_runs=len(RUNS), n=f"{SIZE['run.n_accounts']:,}", most=most)
    for row in sheets["examples"]:
        for figure, (mean, error) in zip(row["figures"], found[key(row)]["found"], strict=True):
            name = figure["of"] if not figure.get("relative") else "p_win"  # a share of what it was
            is_said = figure["is"] if isinstance(figure["is"], str) else _told(figure["is"], name)
            held = "yes" if holds(figure, mean, error) else "no"
            numbers = [_told(mean, name), _told(_reach(error, len(lives(row))), name)]
            quoted = (row["file"].split("/")[1], f"\u201c{figure['says']}\u201d", _outcome(figure["of"]))
            text += _line(*quoted, is_said, *numbers, held)
    return text


def _reach(error: float, n: int) -> float:
    """Return half the width of a 95 % interval, given the standard error of the mean of ``n`` lives."""
    return float(t.ppf(0.975, n - 1)) * error


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |\n"


def _outcome(name: str) -> str:
    return OUTCOMES[position(name)].label


def _told(value: float, name: str) -> str:
    return "\u2013" if math.isnan(value) else digits(value, OUTCOMES[position(name)].unit)


def main(wanted: list[str]) -> None:
    """Measure rows anew, all of them unless some are named (``--page``: none), and write the page."""
    rows = [row for part in said().values() for row in part]
    for row in rows:
        if not wanted or key(row) in wanted:
            found = kept() | {key(row): {"mark": mark(row), "found": measured(row)}}
            lines = (f" {json.dumps(key(each))}: {json.dumps(found[key(each)])}" for each in rows if key(each) in found)
            FOUND.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
            print(key(row), flush=True)
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
