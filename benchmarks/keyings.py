"""Could luck be dealt so that a comparison is surer: other occurrences to key it by, and what is known of accounts at birth."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.certainty import SIDES
from buyermaze.simulator.core.vocabulary import Draw
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.model.rules.luck.draws import child_key, draw, normal, run_key
from buyermaze.simulator.model.steps.journey import choice
from buyermaze.simulator.outcomes.batches import batch_values
from buyermaze.simulator.outcomes.definitions import position
from buyermaze.simulator.runs.batch import sum_table
from buyermaze.simulator.runs.replications import runs_of
from buyermaze.simulator.runs.run import simulate

HOUSE: Final = Path(__file__).resolve().parents[1]
MARKETS: Final = ("reference", "complex_enterprise", "simple_transactional")
N_RUNS, N_RUNS_QUICK = 24, 6
COUNTED_AS: Final = "    p.n_plans += 1\n"  # the line by which a person's decisions are numbered, which their luck is keyed by
KEYINGS: Final = {
    "a person's n-th decision, as it is": COUNTED_AS,
    "n-th decision of the week": "    p.n_plans = max(p.n_plans + 1, int(now / 40.0) * 64)\n",
    "n-th decision of the day": "    p.n_plans = max(p.n_plans + 1, int(now / 8.0) * 16)\n",
    "n-th decision since the last meeting": "    p.n_plans = max(p.n_plans + 1, a.n_meetings * 64)\n",
}
FURTHER: Final = {  # twins of the first side, told from it by one wait
    "twin, hand-off 0.01 h later": {"programme.handoff.delay_hours": 16.01},
    "twin, hand-off 1 h later": {"programme.handoff.delay_hours": 17.0},
}
OUTCOMES: Final = ("p_win", "share_regret", "days_to_decision", "profit")
BORN_WITH: Final = (  # draws that decide what an account and its vendors are like
    *((purpose, 0) for purpose in (Draw.BENEFIT, Draw.PACE, Draw.OUTSIDE, Draw.PRICE)),
    *((purpose, vendor) for purpose in (Draw.QUALITY, Draw.BRAND, Draw.AWARE) for vendor in range(3)),
    *((Draw.CLAIM_MARKETING, 0), (Draw.CLAIM_SALES, 0), (Draw.CHAMPION, 0), (Draw.CHAMPION, 1)),
)


def run(quick: bool = False) -> dict[str, Any]:
    """Measure every keying in three markets, each compiled in a copy of the house, and what birth explains in the first."""
    n, markets = (N_RUNS_QUICK, MARKETS[:1]) if quick else (N_RUNS, MARKETS)
    return {name: _elsewhere(line, n, markets) for name, line in KEYINGS.items()} | {
        "share of variance explained by what is known at birth": birth(MARKETS[0], n)
    }


def pairs(market: str, n: int) -> dict[str, Any]:
    """Return by outcome how far pairs of organisations agree batch by batch, and what share of accounts ends otherwise."""
    first, other = [load(side, market=market) for side in SIDES]
    others = {"merged": other} | {name: first.with_changes(changes) for name, changes in FURTHER.items()}
    one, *rest = [batch_values(sums) for sums in sum_table([first, *others.values()], range(n))]
    lived = simulate(first).journeys().set_index("account")["outcome"]
    found: dict[str, Any] = {}
    for (name, scenario), values in zip(others.items(), rest, strict=True):
        row: dict[str, float] = {}
        for key in OUTCOMES:
            x, y = one[:, position(key)], values[:, position(key)]
            both = np.isfinite(x) & np.isfinite(y)
            row[f"correlation of {key}"] = float(np.corrcoef(x[both], y[both])[0, 1])
        there = simulate(scenario).journeys().set_index("account")["outcome"]
        both_lived = lived.index.intersection(there.index)
        row["share of accounts that end otherwise"] = float((lived[both_lived] != there[both_lived]).mean())
        found[name] = row
    return found


def birth(market: str, n: int) -> dict[str, float]:
    """Return how much of who wins, and of who wins under one organisation only, a line through what is known at birth tells."""
    sides = [load(side, market=market) for side in SIDES]
    rows, won, runs = [], [], []
    for first, other in zip(*(runs_of(side, n) for side in sides), strict=True):
        root = run_key(sides[0].run.seed, first.replication)
        both = first.journeys().set_index("account").join(other.journeys().set_index("account")["won"].rename("won_by_other"))
        both = both[both["serious"].fillna(False).astype(bool)]
        for account, n_people, by_first, by_other in both[["people", "won", "won_by_other"]].itertuples():
            key = np.uint64(child_key(root, int(account)))
            rows.append([1.0, float(n_people), *(normal(draw(key, int(purpose), k, 0)) for purpose, k in BORN_WITH)])
            won.append((float(by_first), float(by_other)))
            runs.append(first.replication)
    known, ends, of_run = np.array(rows), np.array(won), np.array(runs)
    what = {f"won under {name}": ends[:, k] for k, name in enumerate(SIDES)} | {"the difference": ends[:, 1] - ends[:, 0]}
    return {name: _explained(known, end, of_run) for name, end in what.items()}


def _explained(known: np.ndarray, end: np.ndarray, of_run: np.ndarray) -> float:
    """Return the share of variance told by a line that was fitted on the other runs."""
    told = np.empty(len(end))
    for each in np.unique(of_run):
        here = of_run == each
        told[here] = known[here] @ np.linalg.lstsq(known[~here], end[~here], rcond=None)[0]
    return float(1.0 - ((end - told) ** 2).mean() / end.var())


def _elsewhere(line: str, n: int, markets: tuple[str, ...]) -> dict[str, Any]:
    """Measure in a copy of the house in which decisions are numbered by another line."""
    with tempfile.TemporaryDirectory() as folder:
        copied(Path(folder), line)
        words = f"import json; from benchmarks.keyings import pairs; print(json.dumps({{m: pairs(m, {n}) for m in {markets}}}))"
        done = subprocess.run([sys.executable, "-c", words], cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        return dict(json.loads(done.stdout))


def copied(folder: Path, line: str) -> Path:
    """Copy the house into a folder, decisions numbered by a line there, and return the file in which they are."""
    package = folder / "buyermaze"
    shutil.copytree(HOUSE / "buyermaze", package)
    shutil.copytree(HOUSE / "benchmarks", folder / "benchmarks")
    for room in ("simulator", "scenarios"):
        shutil.copytree(HOUSE / room, package / room)
    place = package / Path(choice.__file__).resolve().relative_to(HOUSE)
    text = place.read_text(encoding="utf-8")
    if text.count(COUNTED_AS) != 1:
        raise RuntimeError(f"{place.name} no longer numbers decisions by the line {COUNTED_AS.strip()!r}")
    place.write_text(text.replace(COUNTED_AS, line), encoding="utf-8")
    return place
