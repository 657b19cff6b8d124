"""Moments of truth over all deals: every kind of moment taken away or made good, the same luck, ranked by what it moves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from buyermaze.simulator.analysis.journeys.lived import lived
from buyermaze.simulator.analysis.journeys.missing_evidence import SUPPLIED
from buyermaze.simulator.comparison.paired_statistics import Difference, difference, together
from buyermaze.simulator.comparison.phrasing import digits, gap, whole_percent
from buyermaze.simulator.core.notebook import Told, watched
from buyermaze.simulator.core.phrases import listed, times
from buyermaze.simulator.core.vocabulary import N_INFO_JOBS, Job, Kind, words
from buyermaze.simulator.inputs.sheets.levers import within
from buyermaze.simulator.outcomes.batches import batch_values
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position
from buyermaze.simulator.runs.history import History, of_kind
from buyermaze.simulator.runs.paired_runs import Runs, simulated, without_channels
from buyermaze.simulator.runs.replications import Progress, replications_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario

WINS, REGRET = "p_win", "regret_mean"
JUDGED: Final[Sequence[str]] = (WINS, REGRET)
MANY_REPS: Final = 3  # times as many, so that hardly anybody waits; assumption
AT_ONCE: Final = {
    "programme.handoff.delay_hours": 0.0, "programme.selling.hours_response": 0.0, "programme.selling.p_on_duty": 0.95,
}  # fmt: skip
CARING: Final = 0.3  # share of reps' time for words without an agenda; assumption, enough to reach everybody


class Change(NamedTuple):
    """A kind of moment as ``lived`` names it, what is done about it everywhere, and how."""

    moment: str
    done: str
    apply: "Callable[[Scenario], Scenario]"


def _set(**paths: Any) -> "Callable[[Scenario], Scenario]":
    return lambda scenario: scenario.with_changes({key.replace("__", "."): value for key, value in paths.items()})


def _answers(scenario: "Scenario") -> "Scenario":
    """Add a fresh answer for everybody on every question; the rest of the catalogue is kept as fresh as before."""
    library = scenario.programme.library
    jobs = [words(job) for job in list(Job)[:N_INFO_JOBS]]
    new = [
        {"name": f"{SUPPLIED} on {job}", "job": job, "persona": persona, "channel": "content", "quality": 1.0, "days_age": 0.0,
         "kit": False}
        for job in jobs for persona in dict.fromkeys(scenario.market.group.seats)
    ]  # fmt: skip
    before = len(library.assets)
    more = library.n_assets_per_person * (before + len(new)) / max(1, before)
    assets = [*(each.model_dump() for each in library.assets), *new]
    return scenario.with_changes(
        {"programme.library.assets": assets, **within(scenario, {"programme.library.n_assets_per_person": more})}
    )


def _foreseen(scenario: "Scenario") -> "Scenario":
    blockers = [each.model_dump() | {"p_foreseen": 1.0} for each in scenario.market.blockers]
    return scenario.with_changes({"market.blockers": blockers}) if blockers else scenario


def _reps(scenario: "Scenario") -> "Scenario":
    many = within(scenario, {"programme.team.n_reps": MANY_REPS * scenario.programme.team.n_reps})
    return scenario.with_changes(many | AT_ONCE)


def _caring(scenario: "Scenario") -> "Scenario":
    share = max(CARING, scenario.programme.care.share_caring)
    return scenario.with_changes({"programme.care.share_caring": share})


CHANGES: Final = (
    Change("answer found", "taken away: nobody learns from our content", lambda s: without_channels(s, ["content"])),
    Change("dead end", "made good: a fresh answer for everybody on every question", _answers),
    Change(
        "talk with somebody who knows them", "taken away: nothing is recorded or passed on",
        _set(programme__memory__share_recorded=0.0, programme__memory__share_passed_on=0.0, programme__memory__share_tracked=0.0),
    ),
    Change(
        "told it all again", "made good: all is recorded and passed on",
        _set(programme__memory__share_recorded=1.0, programme__memory__share_passed_on=1.0, programme__memory__share_tracked=0.9),
    ),
    Change("waited in vain", f"made good: {MANY_REPS} times as many reps, who answer at once", _reps),
    Change("request not followed up", "made good: every request is followed up", _set(programme__selling__p_follow_up=1.0)),
    Change(
        "pushed to sign", "made good: reps answer instead of push",
        _set(programme__selling__need_focus=1.0, programme__quarter__share_pushed=0.0),
    ),
    Change("two of us claim different things", "made good: one message", _set(programme__message__gap=0.0)),
    Change("claim found out", "made good: nothing is claimed beyond the truth", _set(programme__message__promise=0.0)),
    Change("fine print found", "made good: no fine print", _set(programme__message__fine_print=0.0)),
    Change("objection nobody foresaw", "made good: brought up by the first rep who knows the situation", _foreseen),
    Change("word without an agenda", f"made more: {whole_percent(CARING)} of reps' time for it", _caring),
    Change("issue left open", "made good: every issue is solved", _set(programme__care__p_resolved=1.0)),
    Change("complaint put right", "made more: every unhappy customer is noticed", _set(programme__voice__p_noticed=1.0)),
)  # fmt: skip


@dataclass(frozen=True)
class Tested:
    """One kind of moment: how often it is lived, today and with the change, and what the change moves."""

    moment: str
    done: str
    times: float  # a person of a group with a project
    times_changed: float
    effects: tuple[Difference, ...]  # of JUDGED; intervals of all kinds of moments hold together

    def effect(self, outcome: str) -> Difference:
        """Return what the change moves of one of ``JUDGED``."""
        return self.effects[JUDGED.index(outcome)]

    def known(self, outcome: str) -> bool:
        """Say whether that is more than luck."""
        return self.effect(outcome).is_told


@dataclass(frozen=True, eq=False, repr=False)
class MomentsOfTruth(Told):
    """Kinds of moments, those first that move wins most and by more than luck."""

    scenario: "Scenario"
    tested: tuple[Tested, ...]
    n_replications: int

    @property
    def heading(self) -> str:
        """Return what this is about."""
        return f"Moments of truth in {self.scenario.name}"

    def ranked(self, outcome: str) -> list[Tested]:
        """Return kinds of moments by what they move of one of ``JUDGED``, what is told from luck first."""
        return sorted(self.tested, key=lambda each: (not each.known(outcome), -abs(each.effect(outcome).mean)))

    def sentences(self) -> list[str]:
        """Say which moments move wins and regret, with intervals, and which cannot be told from luck."""
        if not self.tested:
            return ["None of the kinds of moments is lived here, or there is nothing to change about it."]
        if self.n_replications * self.scenario.run.n_batches < 2:
            return ["One value cannot tell moments from luck; run more replications."]
        return [line for outcome in JUDGED for line in self._said(outcome)]

    def _said(self, outcome: str) -> list[str]:
        about = OUTCOMES[position(outcome)]
        ranked = self.ranked(outcome)
        known = [each for each in ranked if each.known(outcome)]
        if not known:
            return [f"{about.label.capitalize()}: no kind of moment moves it by more than luck."]
        first, *others = known
        lines = [
            f"What moves {about.label} most is '{first.moment}', {first.done}: {_effect(first.effect(outcome), outcome)}."
        ]
        if others:
            more = "; ".join(f"'{each.moment}', {each.done}: {_effect(each.effect(outcome), outcome)}" for each in others)
            lines.append(f"{about.label.capitalize()} also: {more}.")
        rest = [f"'{each.moment}'" for each in ranked if not each.known(outcome)]
        return [*lines, f"Not told from luck in {about.label}: {listed(rest)}."] if rest else lines

    def table(self) -> "pandas.DataFrame":
        """Return one line per kind of moment, those first that move wins most.

        ``moment, done, times`` (a person, today), ``times_changed``, and of wins (share) and mean regret (points) the paired
        difference the change makes: ``p_win, p_win_low, p_win_high, p_win_told`` and the same of ``regret_mean``.
        """
        import pandas

        lines = []
        for each in self.ranked(WINS):
            line: dict[str, Any] = {
                "moment": each.moment, "done": each.done, "times": each.times, "times_changed": each.times_changed,
            }  # fmt: skip
            for outcome in JUDGED:
                found = each.effect(outcome)
                line |= {outcome: found.mean, f"{outcome}_low": found.low, f"{outcome}_high": found.high}
                line[f"{outcome}_told"] = each.known(outcome)
            lines.append(line)
        columns = ["moment", "done", "times", "times_changed"]
        columns += [f"{outcome}{part}" for outcome in JUDGED for part in ("", "_low", "_high", "_told")]
        return pandas.DataFrame(lines, columns=columns)

    def words_table(self) -> "pandas.DataFrame":
        """Return kinds of moments for people: how often, what was done, what it moves, whether that is told from luck."""
        import pandas

        lines = [
            {"moment": e.moment, "tried": e.done, "times a person": f"{e.times:.2f}", "then": f"{e.times_changed:.2f}"}
            | {
                OUTCOMES[position(o)].label: f"{_effect(e.effect(o), o)}{'' if e.known(o) else ', not told from luck'}"
                for o in JUDGED
            }
            for e in self.ranked(WINS)
        ]  # fmt: skip
        columns = ["moment", "tried", "times a person", "then", *(OUTCOMES[position(o)].label for o in JUDGED)]
        return pandas.DataFrame(lines, columns=columns)

    def how(self) -> str:
        """Say how moments were tested, and what that leaves out."""
        return (
            f"{times(self.n_replications, 'replication')} "
            f"lived again with each kind of moment taken away or made good everywhere, the same luck; "
            "95 % intervals hold for all kinds together. What it would cost is left out, and a change does to the company what it "
            "does: who no longer waits asks again. How often a moment is lived is counted in the first replication. Kinds that are "
            "not lived and have nothing to change are left out; dated changes stay."
        )


def moments_of_truth(
    scenario: "Scenario",
    n_replications: int | None = None,
    progress: Progress | None = None,
    runs: Runs | None = None,
) -> MomentsOfTruth:
    """Rank kinds of moments by what wins and regret change when each is taken away or made good in all deals.

    Parameters
    ----------
    scenario : Scenario
        What to simulate.
    n_replications : int, optional
        Replications; default: the scenario's own.
    progress : callable (done, total), optional
        Told after every finished run.
    runs : callable (scenarios, n_replications), optional
        Runs scenarios and returns sums as ``runs.batch.sum_table`` does, which is the default.

    Returns
    -------
    MomentsOfTruth
        Of every kind that is lived: times a person, and what the change moves in wins (share) and mean regret (points).
    """
    from buyermaze.simulator.runs.run import simulate

    n = replications_of(scenario, n_replications)
    tried = [(change, change.apply(scenario)) for change in CHANGES]
    tried = [(change, other) for change, other in tried if other.fingerprint != scenario.fingerprint]
    today = _times(simulate(scenario))
    then = [_times(simulate(other)) for _, other in tried]
    tried_then = [
        (change, other, counts)
        for (change, other), counts in zip(tried, then, strict=True)
        if today.get(change.moment, 0.0) > 0.0 or counts.get(change.moment, 0.0) > 0.0
    ]
    if not tried_then:
        return MomentsOfTruth(scenario, (), n)
    scenarios = [scenario, *(other for _, other, _ in tried_then)]
    usual, *changed = (batch_values(sums) for sums in (runs or simulated(watched("runs", progress)))(scenarios, n))
    k = len(tried_then) * len(JUDGED)
    tested = [
        Tested(
            change.moment, change.done, today.get(change.moment, 0.0), counts.get(change.moment, 0.0),
            tuple(together(difference(values[:, position(o)], usual[:, position(o)]), k) for o in JUDGED),
        )
        for (change, _, counts), values in zip(tried_then, changed, strict=True)
    ]  # fmt: skip
    found = MomentsOfTruth(scenario, tuple(tested), n)
    return MomentsOfTruth(scenario, tuple(found.ranked(WINS)), n)


def _times(run: History) -> dict[str, float]:
    """Return how often each kind of moment is lived by a person of a group with a project."""
    arrived = of_kind(run.journal, Kind.ARRIVED)
    n = float(arrived["value"][np.isin(arrived["account"], run.counted_real())].sum())
    counts = lived(run)["moment"].value_counts()
    return {str(name): float(count) / max(1.0, n) for name, count in counts.items()}


def _effect(found: Difference, outcome: str) -> str:
    unit = OUTCOMES[position(outcome)].unit
    sign = "+" if found.mean > 0 else "-" if found.mean < 0 else ""
    interval = f" ({digits(found.low, unit)} to {digits(found.high, unit)})" if found.n > 1 else ""
    return f"{sign}{gap(abs(found.mean), unit)}{interval}"
