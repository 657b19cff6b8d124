"""Alignment, and the weight of buyers against revenue: each one dial of levers that exist, judged by experience and money.

A dial has no rule of its own: at 0 and 1 stand values of levers, between them they move in proportion, and each end has its price.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from buyermaze.simulator.comparison.paired_statistics import Difference, Estimate, difference, estimate, together
from buyermaze.simulator.comparison.phrasing import about_dollars, amount, gap, whole_percent
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.notebook import Told, watched
from buyermaze.simulator.core.phrases import listed, times
from buyermaze.simulator.inputs.sheets.levers import value_words
from buyermaze.simulator.outcomes.batches import batch_values, by_replication
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position
from buyermaze.simulator.runs.paired_runs import Runs, simulated
from buyermaze.simulator.runs.replications import Progress, replications_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario


class Part(NamedTuple):
    """A lever of a dial: what it stands for, its name in words, and its values at both ends."""

    what: str
    words: str
    path: str
    at_0: float
    at_1: float


DIALS: Final = {
    # the ends of what functions share are those of baton_pass and of merged, which spend the same; so is what each end costs
    "alignment": (
        Part("goals", "reps' distrust of leads passed on", "programme.handoff.distrust", 0.5, 0.0),
        Part("goals", "delay of the hand-off", "programme.handoff.delay_hours", 16.0, 0.0),
        Part("goals", "marketing staying in touch after the hand-off", "programme.marketing.share_after_handoff", 0.3, 1.0),
        Part("data", "part of what buyers tell that is written down", "programme.memory.share_recorded", 0.25, 0.85),
        Part("data", "part of that which is passed on", "programme.memory.share_passed_on", 0.3, 0.9),
        Part("message", "spread between what marketing and sales claim", "programme.message.gap", 0.45, 0.1),
        Part("incentives", "strictness of the check of leads", "programme.gate.strictness", 0.4, 0.0),
        Part("price of sharing: time for each other", "time for each other", "programme.coordination.share_time", 0.02, 0.13),
        Part("price of sharing: depth of specialists", "skill of reps", "programme.selling.skill", 1.12, 0.96),
        Part("price of sharing: depth of specialists", "skill of marketing", "programme.marketing.skill", 1.08, 0.96),
    ),
    # the ends are assumptions within bounds; fine print earns margin, pushing saves time, caring takes it
    "buyers": (
        Part("what reps are after", "reps answering the need instead of pushing", "programme.selling.need_focus", 0.5, 1.0),
        Part("what is promised", "exaggeration of what is promised", "programme.message.promise", 1.4, 0.2),
        Part("what terms take back", "what terms take back", "programme.message.fine_print", 0.6, 0.0),
        Part("time for customers", "reps' time kept for customers", "programme.care.share_caring", 0.0, 0.2),
    ),
}  # fmt: skip
WORDS: Final = {"alignment": "alignment", "buyers": "weight of buyers against revenue"}
LEVELS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
EXPERIENCE: Final = ("ces", "regret_mean")
MONEY: Final = ("revenue", "profit_lifetime")
JUDGED: Final = (*EXPERIENCE, *MONEY)


@dataclass(frozen=True)
class Step:
    """A dial turned up from one level to the next, and what that changes."""

    level: float
    to: float
    changes: dict[str, Difference]  # of ``JUDGED``; intervals of all steps hold together

    def verdict(self, name: str) -> str:
        """Say whether an outcome gets better or worse by more than luck."""
        found = self.changes[name]
        if not found.is_told:
            return "not told from luck"
        return "better" if found.mean * (OUTCOMES[position(name)].better or 1) > 0 else "worse"


@dataclass(frozen=True, eq=False, repr=False)
class Dialled(Told):
    """Experience and money along a dial, under the same luck at every level."""

    scenario: "Scenario"
    dial: str
    levels: tuple[dict[str, Estimate], ...]  # by ``LEVELS``
    steps: tuple[Step, ...]  # from each level to the next, then from 0 to 1
    idle: tuple[str, ...]  # what of the dial cannot act here
    n_replications: int

    @property
    def heading(self) -> str:
        """Return what this is about."""
        return f"{WORDS[self.dial].capitalize()} in {self.scenario.name}"

    def sentences(self) -> list[str]:
        """Say what the whole dial changes, where more of it pays, and where it does not."""
        *parts, whole = self.steps
        lines = [f"From none to full {WORDS[self.dial]}: {listed([_said(whole, name) for name in JUDGED])}."]
        for name in ("profit_lifetime", *EXPERIENCE):
            label = OUTCOMES[position(name)].label
            by = {word: [f"{whole_percent(step.level)} to {whole_percent(step.to)}" for step in parts if step.verdict(name) == word]
                  for word in ("better", "worse", "not told from luck")}  # fmt: skip
            told = [f"{word}{' at every step' if len(where) == len(parts) else f': {listed(where)}'}"
                    for word, where in by.items() if where]  # fmt: skip
            lines.append(f"Turned up step by step, {label} is {'; '.join(told)}.")
        apart = [f"{whole_percent(step.level)} to {whole_percent(step.to)}" for step in parts
                 if {step.verdict("ces"), step.verdict("profit_lifetime")} == {"better", "worse"}]  # fmt: skip
        if apart:
            lines.append(f"Ease and money part ways from {listed(apart)}.")
        if not any(step.verdict("profit_lifetime") == "better" for step in self.steps):
            lines.append(f"More {WORDS[self.dial]} is not shown to pay anywhere on the dial.")
        if self.idle:
            lines.append(f"Without a gate between the functions these parts of the dial do nothing here: {listed(self.idle)}.")
        return lines

    def how(self) -> str:
        """Say what the dial is and how the curve was made."""
        cards = {each.path: each for each in self.scenario.levers()}
        parts = "; ".join(
            f"{part.words} {value_words(cards[part.path], part.at_0)} to {value_words(cards[part.path], part.at_1)}"
            for part in DIALS[self.dial]
        )
        return (
            f"The dial sets existing levers in proportion, whatever the organisation had: {parts}. Heads, media and all else "
            f"stay. {times(self.n_replications, 'replication')}, "
            "the same luck at every level; 95 % intervals of all steps hold together."
        )

    def table(self) -> "pandas.DataFrame":
        """Return one line per level and outcome: ``level, outcome, value, low, high``."""
        import pandas

        return pandas.DataFrame([
            {"level": level, "outcome": name, "value": found[name].mean, "low": found[name].low, "high": found[name].high}
            for level, found in zip(LEVELS, self.levels, strict=True) for name in JUDGED
        ])  # fmt: skip

    def steps_table(self) -> "pandas.DataFrame":
        """Return one line per step and outcome: ``from_level, to_level, outcome, change, low, high, verdict``."""
        import pandas

        return pandas.DataFrame([
            {"from_level": step.level, "to_level": step.to, "outcome": name, "change": step.changes[name].mean,
             "low": step.changes[name].low, "high": step.changes[name].high, "verdict": step.verdict(name)}
            for step in self.steps for name in JUDGED
        ])  # fmt: skip

    def words_table(self) -> "pandas.DataFrame":
        """Return one line per level for people."""
        import pandas

        return pandas.DataFrame([
            {WORDS[self.dial]: f"{whole_percent(level)}"}
            | {OUTCOMES[position(name)].label: _level(found[name].mean, name) for name in JUDGED}
            for level, found in zip(LEVELS, self.levels, strict=True)
        ])  # fmt: skip


def checked_dial(dial: str) -> None:
    """Refuse a dial that there is not."""
    if dial not in DIALS:
        raise InputProblem(f"dial: there is no '{dial}'; there is {' and '.join(DIALS)}")


def dialled(scenario: "Scenario", level: float, dial: str = "alignment") -> "Scenario":
    """Return a scenario with a dial turned to a level.

    Parameters
    ----------
    scenario : Scenario
        The organisation; what the dial does not set stays.
    level : float
        0 (apart; revenue first) to 1 (shared; buyers first).
    dial : {"alignment", "buyers"}
        How far goals, data, message and incentives are shared, or the weight of buyers against revenue.

    Returns
    -------
    Scenario

    Raises
    ------
    InputProblem
        If there is no such dial or the level is out of bounds.
    """
    checked_dial(dial)
    if not 0.0 <= level <= 1.0:
        raise InputProblem(f"level: {level:g} is out of bounds, allowed is 0 to 1")
    return scenario.with_changes({part.path: (1.0 - level) * part.at_0 + level * part.at_1 for part in DIALS[dial]})


def dial_curve(
    scenario: "Scenario",
    n_replications: int | None = None,
    dial: str = "alignment",
    progress: Progress | None = None,
    runs: Runs | None = None,
) -> Dialled:
    """Plot experience and money against a dial, and say where more of it pays and where it does not.

    Parameters
    ----------
    scenario : Scenario
        The organisation in its market.
    n_replications : int, optional
        Replications of every level, 1 or more; by default the scenario's own.
    dial : {"alignment", "buyers"}
        See ``dialled``.
    progress : callable (done, total), optional
        Told after every finished run.
    runs : callable (scenarios, n_replications), optional
        Runs scenarios and returns sums as ``runs.batch.sum_table`` does, which is the default.

    Returns
    -------
    Dialled
        Levels and steps of ease (points), regret (points), revenue and lifetime profit (USD a year).
    """
    checked_dial(dial)
    n = replications_of(scenario, n_replications)
    variants = [dialled(scenario, level, dial) for level in LEVELS]
    values = [batch_values(sums) for sums in (runs or simulated(watched("runs", progress)))(variants, n)]
    pairs = [*zip(range(len(LEVELS) - 1), range(1, len(LEVELS)), strict=True), (0, len(LEVELS) - 1)]
    steps = []
    for low, high in pairs:
        changes = {name: difference(values[high][:, position(name)], values[low][:, position(name)]) for name in JUDGED}
        together_ = {name: together(found, len(pairs) * len(JUDGED)) for name, found in changes.items()}
        steps.append(Step(LEVELS[low], LEVELS[high], together_))
    lives = [by_replication(each, scenario.run.n_batches) for each in values]
    levels = tuple({name: estimate(each[:, position(name)]) for name in JUDGED} for each in lives)
    behind_a_gate = ("programme.handoff.", "programme.gate.")
    idle = () if scenario.programme.gate.closed else tuple(
        part.words for part in DIALS[dial] if part.path.startswith(behind_a_gate)
    )  # fmt: skip
    return Dialled(scenario, dial, levels, tuple(steps), idle, n)


def _said(step: Step, name: str) -> str:
    about, found = OUTCOMES[position(name)], step.changes[name]
    verdict = step.verdict(name)
    if verdict == "not told from luck":
        return f"{about.label} {verdict}"
    size = about_dollars(abs(found.mean)) if about.unit == "USD" else gap(abs(found.mean), about.unit)
    return f"{about.label} {'+' if found.mean > 0 else '-'}{size} ({verdict})"


def _level(value: float, name: str) -> str:
    unit = OUTCOMES[position(name)].unit
    return about_dollars(value) if unit == "USD" else f"{value:.2f}" if name == "ces" else amount(value, unit)
