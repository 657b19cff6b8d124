"""Measure what the page of concepts claims: ``python -m docs.concepts`` writes ``docs/reference/moved.md`` and counts the rows.

With numbers of rows (``python -m docs.concepts 24 76``) only these are measured anew.

Every outcome of a row must move by more than luck with one of its levers: paired batches of one run of a world in which every
mechanism is at work, with the same luck before and after.
"""

import json
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.stats import t

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.outcomes.batches import batch_sums, batch_values
from buyermaze.simulator.outcomes.definitions import NAMES
from buyermaze.simulator.runs.run import simulate
from tests.levers.busy import LONG, alternatives, busy, context
from tests.worlds import cohort

PAGE = Path(__file__).with_name("concepts.md")
MOVED = Path(__file__).parent / "reference" / "moved.md"
COUNTED = re.compile(r"^Of \d+ concepts .*$", re.MULTILINE)
N_BATCHES = 20
P_LUCK = 1e-4  # chance that luck alone moves an outcome so far; small, because some thousand pairs are tried
N_LEVERS = 6  # of a table that is named as a whole, such as personas, so many numbers are moved
# people enough that what a lever does is not drowned by queues, and no offers and links unless the lever is about them
CALM = {
    "programme.team.n_reps": 8,
    "programme.team.n_qualifiers": 3,
    "programme.team.n_content": 8.0,
    "programme.outbound.days_between": 20.0,
    "programme.nurture.days_between": 20.0,
    "programme.packages.n": 1,
    "programme.pilot.p_offered": 0.0,
    "market.bargaining.p_asks": 0.0,
    "market.peers.n_links": 0,
    "programme.campaign.steps": [],
    "market.material.p_asked": 0.0,
} | cohort(2400)
# people better than others', so that what buyers make of encounters with them is to our good
SKILLED: dict[str, Any] = {
    "programme.selling.skill": 1.5, "programme.selling.skill_sd": 0.0, "programme.selling.need_focus": 1.0,
}  # fmt: skip
# what else holds where the calm world leaves a lever nothing to do
WHERE: dict[str, dict[str, Any]] = {
    "market.pool.weeks_remembered": {"market.pool.n_firms": 300, "market.pool.weeks_rest": 10.0},
    "market.mind.experience_weight": SKILLED,
    "market.mind.ease_weight": SKILLED,
    "market.mind.emotion_weight": SKILLED,
    "programme.gate.hours_check": {"programme.team.n_qualifiers": 1},
    "market.personas.champion.support": {"programme.care.p_resolved": 0.0},
    "programme.voice.p_false_alarm": {"programme.voice.hours_recovery": 40.0},
    "programme.selling.need_focus": {"market.peers.n_links": 4},
    "programme.message.promise": {"market.peers.n_links": 4},
    "market.living.service_weight": {"programme.selling.skill": 0.5, "programme.selling.need_focus": 0.0},
    "market.living.regret_forgone": {"market.mind.signal_noise": 2.5},
    "programme.coordination.share_time": {
        "market.mind.ease_weight": 0.0, "market.mind.emotion_weight": 0.0, "market.mind.simplicity_weight": 0.0,
        "market.impression.share_carried": 0.0, "market.assistant.share_using": 0.0, "market.blockers": [],
    },
    "market.material.p_asked": {"market.material.p_asked": 0.3},
    "programme.library.days_shelf_life": {"market.material.p_asked": 0.3},
    "programme.anticipation.p_hit": {"programme.anticipation.p_offered": 0.5},
    "programme.quarter.quota": {"programme.quarter.quota": 1e6},
    "market.ideas.weeks_turn": {
        "programme.teaching.weeks_behind": 500.0, "programme.teaching.fix": 9.0,
        "market.ideas.concerns": [{"name": "champion", "fix": 9.0}],
    },
    "market.material.days_slip": {"market.material.p_asked": 1.0, "programme.team.n_content": 0.0},
    "programme.outbound.share_time": {
        "programme.outbound.days_between": 1.0, "programme.outbound.p_hit": 1.0, "programme.outbound.p_false_alarm": 1.0,
        "programme.outbound.share_time": 0.02,
    },
    "market.group.share_kit_speaks": {"market.group.p_mention": 0.1, "programme.team.n_content": 20.0},
    "market.approval.kit_bonus": {
        f"market.approvals.{name}.threshold": 0.6 for name in ("department head", "finance")
    },
    "programme.handoff.distrust": {
        "market.demand.share_not_serious": 0.9, "programme.gate.score": 1.0, "programme.gate.discernment": 0.0,
        "programme.gate.strictness": -3.0,
    },
    "programme.memory.tailoring": {
        "programme.memory.share_tracked": 0.9, "programme.memory.share_recorded": 1.0, "programme.memory.share_passed_on": 1.0,
        "programme.library.work_tailoring": 0.0, "programme.team.n_content": 20.0,
    },
}  # fmt: skip
# what happens to few, or is little beside luck, is told among more accounts
MANY = cohort(9600)
for rare in (
    "programme.marketing.ads", "programme.staff.share_leaving", "market.living.negativity", "market.living.value_told",
    "market.living.regret_forgone", "market.living.n_periods", "market.living.share_expands", "market.offer.days_to_use",
    "market.approval.kit_bonus", "market.group.share_kit_speaks", "market.demand.share_latent", "market.living.word_of_mouth",
    "market.living.premium", "market.mind.experience_weight", "market.mind.ease_weight", "market.mind.emotion_weight",
    "market.mind.scepticism", "programme.message.promise", "market.personas.champion.support", "market.pool.weeks_remembered",
    "market.offer.share_guided", "market.mind.days_interest", "programme.selling.need_focus",
    "programme.tools.assets.requirements builder.p_settles",
):  # fmt: skip
    WHERE[rare] = WHERE.get(rare, {}) | MANY
# what is drawn once a run, such as who was hired, is luck too, and how fast something is mended shows until it is: every value is
# a run of its own, not a batch of one
RUNS_OF_THEIR_OWN = {
    "programme.selling.skill_sd", "programme.governance.committee.days_between_sessions",
    "programme.governance.committee.days_to_fix",
}  # fmt: skip
OF_A_RUN = cohort(800) | {"run.n_batches": 1}
HEAD = """# What was moved, and what moved with it

Written by `python -m docs.concepts`: for every outcome of a row of [the concepts](../concepts.md) the change of one of its
levers that stands out most from luck, in a world in which every mechanism is at work (`tests/levers/busy.py`), of 2,400 accounts.
Both runs have the same luck; the interval is 99.99 %, because the strongest of several changes is shown, of those that leave the
outcome a value: that it is gone where its mechanism is off is true by definition. Large moves were made to be told, not to be
sensible. Levers that move outcomes of their row too little or too rarely to be told from luck here are named as such. Some levers
have something to move only where something else holds, such as people of ours who are better than others', or are told only among
9,600 accounts; that is in `WHERE` of `docs/concepts.py`. How far reps differ is measured in 20 runs of 800 accounts, each with reps
drawn anew, since who was hired is luck too; so is how fast a committee mends, which shows until things are mended.

| no. | outcome | lever | from | to | change | plus or minus |
|---|---|---|---|---|---|---|
"""


class Concept(NamedTuple):
    """A row of the page, its cells read."""

    number: str
    name: str
    paths: list[str]
    happens: str
    shown: list[str]
    pages: list[str]

    @property
    def kind(self) -> str:
        """Say how far it is modelled: real, in part, not modelled."""
        return next((kind for kind in ("in part", "not modelled") if self.happens.startswith(kind)), "real")

    @property
    def outcomes(self) -> list[str]:
        """Return the outcomes among what it is seen in."""
        return [name for name in self.shown if name in NAMES]


class Change(NamedTuple):
    """One number moved in one world."""

    path: str
    value: Any


def concepts() -> list[Concept]:
    """Read the rows of the page, in its order."""
    rows = [line.split("|")[1:-1] for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    return [
        Concept(
            number.strip(), name.strip(), _code(paths), happens.strip(), _code(shown),
            [] if pages.strip() == "none" else [page.strip() for page in pages.split(",")],
        )
        for number, name, paths, happens, shown, pages in rows
        if number.strip() != "no."
    ]  # fmt: skip


def count_said() -> str:
    """Return the sentence that counts the rows of the sources by how far they are modelled."""
    kinds = [row.kind for row in concepts() if row.number != "+"]
    real, part, none = (kinds.count(kind) for kind in ("real", "in part", "not modelled"))
    return f"Of {len(kinds)} concepts {real} are modelled, {part} in part, {none} {'is' if none == 1 else 'are'} not modelled."


def changes_of(path: str) -> list[Change]:
    """Return what a path stands for: other values of its lever, or of some levers below it."""
    levers = [lever for lever in busy().levers() if under(lever.path, path)]
    return [
        Change(lever.path, value)
        for lever in levers[:: max(1, len(levers) // N_LEVERS)][:N_LEVERS]
        for value in alternatives(lever)[:2]
    ]


def around(change: Change) -> dict[str, Any]:
    """Return what holds before and after a change."""
    return (
        LONG
        | CALM
        | {key: value for key, value in context(change.path).items() if not key.startswith("run.")}
        | WHERE.get(change.path, {})
        | (OF_A_RUN if change.path in RUNS_OF_THEIR_OWN else {"run.n_batches": N_BATCHES})
    )


@cache
def effects(change: Change) -> tuple[np.ndarray, np.ndarray]:
    """Return what a change does to every outcome and the half-width of its interval; NaN where an outcome is undefined.

    An outcome that exists only with the change is moved by infinity, one that exists only without it by minus infinity.

    Raises
    ------
    InputProblem
        If the value is at odds with another parameter.
    """
    n_runs = N_BATCHES if change.path in RUNS_OF_THEIR_OWN else 1
    before, after = (_values(_frozen(around(change) | moved), n_runs) for moved in ({}, {change.path: change.value}))
    apart = np.ma.masked_invalid(after - before)  # a batch counts where the outcome is defined on both sides
    n = apart.count(axis=0)
    half = t.ppf(1 - P_LUCK / 2, np.maximum(1, n - 1)) * apart.std(axis=0, ddof=1).filled(np.nan) / np.sqrt(np.maximum(1, n))
    never_before, never_after = (np.isnan(side).all(axis=0) for side in (before, after))
    comes_or_goes = never_before != never_after
    moved = np.where(comes_or_goes, np.where(never_before, np.inf, -np.inf), apart.mean(axis=0).filled(np.nan))
    return moved, np.where(comes_or_goes, 0.0, half)


def told(row: Concept) -> dict[str, Change]:
    """Find for every outcome of a row the change of one of its levers that stands out most from luck, if one does."""
    found: dict[str, Change] = {}
    for outcome in row.outcomes:
        strongest = max(
            (each for path in row.paths for each in changes_of(path)),
            key=lambda each: _clearness(each, outcome),
            default=None,
        )
        if strongest and _strength(strongest, outcome) > 1:
            found[outcome] = strongest
    return found


def quiet(row: Concept) -> list[str]:
    """Return the levers of a row that move its outcomes, but none of them by more than luck."""
    return [
        path
        for path in row.paths
        if not any(_strength(change, outcome) > 1 for change in changes_of(path) for outcome in row.outcomes)
    ]


def line(number: str, outcome: str, change: Change) -> str:
    """Return a line of the table."""
    mean, half = (float(each[NAMES.index(outcome)]) for each in effects(change))
    start = {lever.path: lever.value for lever in busy().with_changes(around(change)).levers()}[change.path]
    said = (f"no value {'before' if mean > 0 else 'after'}", "") if np.isinf(mean) else (f"{mean:.3g}", f"{half:.2g}")
    cells = (number, f"`{outcome}`", f"`{change.path}`", json.dumps(start), json.dumps(change.value), *said)
    return "| " + " | ".join(map(str, cells)) + " |"


def main(numbers: list[str]) -> None:
    """Measure rows by number (none: all), write both pages, and name what cannot be told from luck."""
    order = [row.number for row in concepts()]
    lines = [each for each in moved_lines() if numbers and each.split()[1] not in numbers]
    for row in concepts():
        if not row.outcomes or (numbers and row.number not in numbers):
            continue
        moved = told(row)
        lines += [line(row.number, outcome, change) for outcome, change in moved.items()]
        lines += [f"| {row.number} | none | `{path}` | | | within luck | |" for path in quiet(row)]
        for outcome in row.outcomes:
            if outcome not in moved:
                print(f"{row.number} {row.name}: {outcome} cannot be told from luck", flush=True)
    lines.sort(key=lambda each: order.index(each.split()[1]))
    MOVED.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    PAGE.write_text(COUNTED.sub(count_said(), PAGE.read_text(encoding="utf-8")), encoding="utf-8")


def moved_lines() -> list[str]:
    """Return the lines of the table of what was moved, as it stands."""
    return [each for each in MOVED.read_text(encoding="utf-8").splitlines() if re.match(r"\| [+0-9]", each)]


def under(path: str, group: str) -> bool:
    """Say whether a path is another one or lies below it."""
    return path == group or path.startswith(f"{group}.")


def _code(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def _strength(change: Change, outcome: str) -> float:
    """Return by how many half-widths a change moves an outcome."""
    try:
        mean, half = (float(each[NAMES.index(outcome)]) for each in effects(change))
    except InputProblem:
        return 0.0
    if not mean or np.isnan(mean):
        return 0.0
    return abs(mean) / half if half else np.inf


def _clearness(change: Change, outcome: str) -> tuple[bool, float]:
    """Rank a change: first those that move an outcome which has a value before and after, then by strength.

    That an outcome is gone where its mechanism is off is true by its definition.
    """
    strength = _strength(change, outcome)
    return strength > 1 and bool(np.isfinite(effects(change)[0][NAMES.index(outcome)])), strength


def _frozen(changes: dict[str, Any]) -> str:
    return json.dumps(changes, sort_keys=True, default=lambda each: each.model_dump())


@cache
def _values(changes: str, n_runs: int) -> np.ndarray:
    scenario = busy().with_changes(json.loads(changes))
    return batch_values(np.concatenate([batch_sums(simulate(scenario, k).totals, scenario) for k in range(n_runs)]))


if __name__ == "__main__":
    main(sys.argv[1:])
