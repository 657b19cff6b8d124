"""The board of experience: measures week by week, by phase, persona and function, and wishes held against them."""

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.simulator.analysis.customers.survey_comments import ask
from buyermaze.simulator.analysis.customers.words_told import words_told
from buyermaze.simulator.analysis.journeys.lived import (
    FUNCTIONS,
    MARKETING,
    PHASE_OF,
    PHASES,
    SALES,
    STEPS,
    SUPPORT,
    lived,
)
from buyermaze.simulator.comparison.paired_statistics import Estimate, estimate
from buyermaze.simulator.core.calendar import HOURS_PER_WEEK
from buyermaze.simulator.core.notebook import Told
from buyermaze.simulator.core.phrases import times
from buyermaze.simulator.core.vocabulary import Channel, Job, Kind, Reason
from buyermaze.simulator.inputs.customers.experience import MEASURES, USUAL, WORDS_BY_NAME, Experience, ExperienceTarget
from buyermaze.simulator.inputs.dates.timeline import clock_of, timeline
from buyermaze.simulator.model.rules.marketing.surveys import NPS_DETRACTOR_UPTO, NPS_PROMOTER_FROM, SATISFIED_FROM
from buyermaze.simulator.runs.history import History, of_kind
from buyermaze.simulator.runs.replications import Progress, replications_of, runs_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario

LEAST_READINGS: Final = 5  # of a week below which it is not judged; assumption
LEAST_WEEKS: Final = 1.0  # judged, mean over replications, below which a wish is not judged; assumption
SIDES: Final = ("phase", "persona", "function")
EVERYBODY: Final = "all"
REQUESTS: Final = (Reason.FOUND, Reason.DEAD_END, Reason.SENT_ON, Reason.ALONE)
THEME_CELL: Final = ("theme", "asked", "answered", "told")
CELL: Final = ["replication", "week", "measure", *SIDES]
ASKED: Final = {Reason.ASKED_EFFORT: "ces", Reason.ASKED_SATISFACTION: "csat", Reason.ASKED_RECOMMEND: "nps"}


@dataclass(frozen=True)
class Judged:
    """One wish held against what happened, over replications."""

    target: ExperienceTarget
    value: Estimate  # of the measure, over all weeks
    share_breached: Estimate  # of the weeks judged
    n_weeks: float  # judged, mean
    n_weeks_in_a_row: float  # longest stretch of breaches, mean; a week that is not judged ends no stretch
    worst: tuple[str, ...]  # phase, persona and function in which the measure is worst; empty where there is only one

    @property
    def is_judged(self) -> bool:
        """Say whether there were weeks enough to say how often it is breached."""
        return self.n_weeks >= LEAST_WEEKS

    @property
    def why_not(self) -> str:
        """Say why a wish is not judged."""
        if np.isfinite(self.value.mean):
            return f"not judged, hardly a week has {LEAST_READINGS} readings"
        return f"not measured, {'nobody is asked or answers' if self.target.measure in ASKED.values() else 'it never happens'}"

    @property
    def kept(self) -> bool:
        """Say whether no week was a breach."""
        return self.is_judged and self.share_breached.mean == 0.0


@dataclass(frozen=True, eq=False, repr=False)
class ExperienceBoard(Told):
    """Measures of experience in some replications of a scenario, as a firm's board would show them."""

    scenario: "Scenario"
    cells: "pandas.DataFrame"  # CELL, sum, n
    themes: "pandas.DataFrame"  # theme, asked, answered, told (voices that buyers heard from customers of ours)
    n_replications: int

    @property
    def heading(self) -> str:
        """Return what this is about."""
        return f"Experience in {self.scenario.name}"

    @property
    def wished(self) -> Experience:
        """Return what the scenario wishes for, or what is usually looked at."""
        return self.scenario.experience or USUAL

    def judged(self, wished: Experience | None = None) -> list[Judged]:
        """Hold wishes against what happened, those breached most often first; default: the scenario's own."""
        found = [self._judged(target) for target in (wished or self.wished).targets]
        return sorted(found, key=lambda each: -each.share_breached.mean if each.is_judged else 1.0)

    def weeks(self, target: ExperienceTarget) -> "pandas.DataFrame":
        """Return a target's measure week by week: ``replication, week, starts, value, n, judged, breached``."""
        own = (
            self._of(target.measure, target.phase, target.persona).groupby(["replication", "week"])[["sum", "n"]].sum()
        )
        table = own.reset_index()
        table["value"] = table["sum"] / table["n"]
        table["judged"] = table["n"] >= LEAST_READINGS
        miss = np.array([target.misses_by(value) for value in table["value"]], dtype=np.float64)
        table["breached"] = table["judged"] & (miss > target.tolerance)
        clock, when = clock_of(self.scenario), timeline(self.scenario)
        days = {
            week: clock.day(when.window_from + HOURS_PER_WEEK * week).isoformat() for week in table["week"].unique()
        }
        table.insert(2, "starts", table["week"].map(days))
        return table.drop(columns="sum")

    def table(self) -> "pandas.DataFrame":
        """Return every measure over all weeks, in all and by phase, persona and function.

        ``measure, by, group, value, low, high, n``: ``n`` readings a replication, 95 % interval over replications.
        """
        import pandas

        lines = []
        for measure in MEASURES:
            own = self.cells[self.cells["measure"] == measure]
            for by in ("", *SIDES):
                for group in [""] if not by else self._groups(by, own):
                    part = own if not by else own[own[by] == group]
                    found = self._mean(part)
                    lines.append(
                        (measure, by or EVERYBODY, group or EVERYBODY, found.mean, found.low, found.high,
                         part["n"].sum() / self.n_replications)
                    )  # fmt: skip
        return pandas.DataFrame(lines, columns=["measure", "by", "group", "value", "low", "high", "n"])

    def targets_table(self, wished: Experience | None = None) -> "pandas.DataFrame":
        """Return every target, those breached most often first.

        ``target, owner, measure, wished, tolerance, value, low, high, n_weeks`` (judged), ``share_breached``, its ``_low`` and
        ``_high``, ``n_weeks_in_a_row``, ``worst_phase, worst_persona, worst_function``.
        """
        import pandas

        lines = [
            (e.target.words, e.target.owned_by, e.target.measure, e.target.wished, e.target.tolerance, e.value.mean, e.value.low,
             e.value.high, e.n_weeks, e.share_breached.mean, e.share_breached.low, e.share_breached.high, e.n_weeks_in_a_row,
             *e.worst)
            for e in self.judged(wished)
        ]  # fmt: skip
        columns = ["target", "owner", "measure", "wished", "tolerance", "value", "low", "high", "n_weeks"]
        columns += ["share_breached", "share_breached_low", "share_breached_high", "n_weeks_in_a_row"]
        return pandas.DataFrame(lines, columns=[*columns, *(f"worst_{side}" for side in SIDES)])

    def words_table(self, wished: Experience | None = None) -> "pandas.DataFrame":
        """Return targets for people: what is wished, who answers for it, how it is, weeks in breach, where it is worst."""
        import pandas

        lines = [
            {
                "wished": e.target.words, "give or take": f"{e.target.tolerance:g}", "answers for it": e.target.owned_by,
                "is": _number(e.value.mean), "weeks in breach": _percent(e.share_breached) if e.is_judged else e.why_not,
                "longest": f"{_decimal(e.n_weeks_in_a_row)} in a row" if e.is_judged else "",
                "worst in": ", ".join(name for name in e.worst if name),
            }
            for e in self.judged(wished)
        ]  # fmt: skip
        columns = ["wished", "give or take", "answers for it", "is", "weeks in breach", "longest", "worst in"]
        return pandas.DataFrame(lines, columns=columns)

    def words_board(self, by: str | None = None) -> "pandas.DataFrame":
        """Return the board for people: a line per measure, a column in all, or per phase, persona or function."""
        import pandas

        table = self.table()
        own = table[(table["by"] == (by or EVERYBODY)) & table["value"].notna()]
        groups = self._groups(by, self.cells) if by else [EVERYBODY]
        lines = []
        for measure, about in MEASURES.items():
            values = own[own["measure"] == measure].set_index("group")["value"]
            cells = {group: f"{values[group]:.2f}" if group in values.index else "" for group in groups}
            lines.append({"measure": f"{about.label}, {about.unit}"} | cells)
        return pandas.DataFrame(lines)

    def weeks_table(self) -> "pandas.DataFrame":
        """Return the weeks of every target in the first replication: ``target, week, starts, value, n, judged, breached``."""
        import pandas

        parts = [
            self.weeks(target).query("replication == 0").drop(columns="replication").assign(target=target.words)
            for target in self.wished.targets
        ]
        table = pandas.concat(parts, ignore_index=True) if parts else pandas.DataFrame()
        return table[["target", "week", "starts", "value", "n", "judged", "breached"]] if len(table) else table

    def said(self) -> "pandas.DataFrame":
        """Return what people say when asked, and what customers tell peers, the most frequent first.

        ``theme, wished, share_said`` (of the answers), ``share_would_say`` (of all asked), ``share_told`` (of the voices of our
        customers that buyers hear).
        """
        asked, back = max(1, int(self.themes["asked"].sum())), max(1, int(self.themes["answered"].sum()))
        table = self.themes.assign(
            wished=self.themes["theme"].isin(self.wished.words),
            share_said=self.themes["answered"] / back,
            share_would_say=self.themes["asked"] / asked,
            share_told=self.themes["told"] / max(1, int(self.themes["told"].sum())),
        )
        table = table.sort_values(["share_would_say", "share_told"], ascending=False, kind="stable").reset_index(
            drop=True
        )
        return table[["theme", "wished", "share_said", "share_would_say", "share_told"]]

    def sentences(self) -> list[str]:
        """Say the statement, how far what is said is what is wished, and which targets are breached, where, and whose they are."""
        lines = [f"Wished for: {self.wished.statement}"] if self.wished.statement else []
        if self.wished.words:
            lines += [self._words_said(), *self._words_told()]
        return [*lines, *(_sentence(each) for each in self.judged())]

    def how(self) -> str:
        """Say what the board holds, and what it does not."""
        usual = (
            "" if self.scenario.experience else " The scenario names no wishes of its own, so usual ones are looked at."
        )
        return (
            f"{times(self.n_replications, 'replication')}; "
            f"everybody with a project, week by week of the observation window; weeks with "
            f"fewer than {LEAST_READINGS} readings are not judged. Answers are those that come back. "
            f"Whoever breaches a wish is told, and nothing in the model follows from it.{usual}"
        )

    def _words_said(self) -> str:
        table = self.said()
        if not self.themes["asked"].sum():
            return (
                "Nobody is asked here, so no words are heard: the chance that a customer is asked is 0."
            )
        would, said = (float(table.loc[table["wished"], share].sum()) for share in ("share_would_say", "share_said"))
        others = table[~table["wished"] & (table["share_would_say"] > 0)]
        rest = f"; most of the rest would say '{others.iloc[0]['theme']}'" if len(others) else ""
        return f"What is wished to be said is behind {100 * said:.0f} % of the answers, {100 * would:.0f} % of all asked{rest}."

    def _words_told(self) -> list[str]:
        """Say which words customers' talk carries to other buyers."""
        if not self.themes["told"].sum():
            return self._words_never_told()
        table = self.said().sort_values("share_told", ascending=False, kind="stable")
        told, others = (
            float(table.loc[table["wished"], "share_told"].sum()),
            table[~table["wished"] & (table["share_told"] > 0)],
        )
        line = others.iloc[0] if len(others) else None
        rest = (
            "" if line is None else f"; most of the rest tells of '{line['theme']}' ({100 * line['share_told']:.0f} %)"
        )
        said = f"Of what customers of ours tell other buyers, {100 * told:.0f} % is what is wished to be said{rest}."
        return [said, *self._words_never_told()]

    def _words_never_told(self) -> list[str]:
        """Say which words cannot be heard where no two accounts know each other by name."""
        told = set(self.themes.loc[self.themes["told"] > 0, "theme"])
        never = [f"'{word}'" for word in self.wished.words if word in WORDS_BY_NAME and word not in told]
        if not never or self.scenario.market.peers.n_links:
            return []
        return [f"Such words as {', '.join(never)} are told only among firms that know each other by name; none does here."]

    def _judged(self, target: ExperienceTarget) -> Judged:
        table = self.weeks(target)
        shares, runs, judged = [], [], []
        for r in range(self.n_replications):
            own = table[(table["replication"] == r) & table["judged"]].sort_values("week")["breached"].tolist()
            judged.append(len(own))
            shares.append(float(np.mean(own)) if own else np.nan)
            runs.append(max((len(list(group)) for breached, group in groupby(own) if breached), default=0))
        value = self._mean(self._of(target.measure, target.phase, target.persona))
        return Judged(
            target, value, estimate(np.array(shares)), float(np.mean(judged)), float(np.mean(runs)), self._worst(target)
        )

    def _worst(self, target: ExperienceTarget) -> tuple[str, ...]:
        """Return in which phase, persona and function a measure is worst, among those with enough readings."""
        own, found = self._of(target.measure, target.phase, target.persona), []
        for side in SIDES:
            sums = own[own[side] != ""].groupby(side, sort=False)[["sum", "n"]].sum()
            sums = sums[sums["n"] >= LEAST_READINGS * self.n_replications]
            miss = {name: target.misses_by(line["sum"] / line["n"]) for name, line in sums.iterrows()}
            found.append(str(max(miss, key=lambda name: miss[name])) if len(miss) > 1 else "")
        return tuple(found)

    def _groups(self, by: str, cells: "pandas.DataFrame") -> list[str]:
        """Return the groups there are of a side, in the order of the journey, of the seats, of the house."""
        order = {"phase": tuple(PHASES), "persona": self.scenario.market.group.seats, "function": FUNCTIONS}[by]
        there = set(cells[by])
        return [name for name in dict.fromkeys(order) if name in there]

    def _of(self, measure: str, phase: str, persona: str) -> "pandas.DataFrame":
        own = self.cells[self.cells["measure"] == measure]
        own = own[own["phase"] == phase] if phase else own
        return own[own["persona"] == persona] if persona else own

    def _mean(self, cells: "pandas.DataFrame") -> Estimate:
        sums = cells.groupby("replication")[["sum", "n"]].sum().reindex(range(self.n_replications))
        return estimate((sums["sum"] / sums["n"]).to_numpy(dtype=np.float64))


def experience_board(
    scenario: "Scenario", n_replications: int | None = None, progress: Progress | None = None
) -> ExperienceBoard:
    """Read measures of experience week by week, by phase, persona and function.

    Parameters
    ----------
    scenario : Scenario
        What to simulate; its wishes change nothing that happens.
    n_replications : int, optional
        Replications; default: the scenario's own.
    progress : callable (done, total), optional
        Told after every finished run.

    Returns
    -------
    ExperienceBoard
        Readings a week; CES 1 to 7, CSAT and shares 0 to 1, NPS -100 to 100, waits in working hours, feelings -1 to 1.
    """
    import pandas

    n = replications_of(scenario, n_replications)
    cells, themes = [], []
    for run in runs_of(scenario, n, progress):
        cells.append(readings(run).groupby(CELL[1:], sort=False)["value"].agg(["sum", "size"]).reset_index())
        cells[-1] = cells[-1].rename(columns={"size": "n"}).assign(replication=run.replication)
        said = ask(run).groupby("theme", sort=False)["answered"].agg(["size", "sum"]).reset_index().assign(told=0)
        themes.append(said.set_axis(list(THEME_CELL), axis=1))
        told = words_told(run)
        themes.append(pandas.DataFrame({"theme": list(told), "asked": 0, "answered": 0, "told": list(told.values())}))
    said = pandas.concat(themes, ignore_index=True).groupby("theme", sort=False).sum().reset_index()
    return ExperienceBoard(scenario, pandas.concat(cells, ignore_index=True), said, n)


def readings(run: History) -> "pandas.DataFrame":
    """Return every reading of every measure within the observation window: ``week, phase, persona, function, measure, value``."""
    import pandas

    when, rows = timeline(run.scenario), run.journal
    arrived = of_kind(rows, Kind.ARRIVED)
    real = arrived["account"][arrived["detail"] == 1]
    felt = lived(run, real)[["hour", "phase", "persona", "function", "feeling"]]
    felt = felt.rename(columns={"feeling": "value"}).assign(measure="feeling")
    rows = rows[np.isin(rows["account"], real) & (rows["person"] >= 0)]
    seats = np.array(run.scenario.market.group.seats, dtype=object)
    phases = np.array([*(PHASE_OF[STEPS[job]] for job in Job), ""], dtype=object)
    touch, ours = rows["kind"] == Kind.TOUCH, rows["vendor"] <= 0
    content = touch & (rows["channel"] == Channel.CONTENT) & np.isin(rows["reason"], REQUESTS)
    talks = touch & (rows["channel"] == Channel.REP)
    known = talks & np.isin(rows["reason"], (Reason.IN_CONTEXT, Reason.OUT_OF_CONTEXT))
    waits = np.isin(rows["kind"], (Kind.SERVED, Kind.GAVE_UP)) & ours
    missed = np.isin(rows["reason"], (Reason.DEAD_END, Reason.ALONE)).astype(float)
    again = (rows["reason"] == Reason.OUT_OF_CONTEXT).astype(float)

    def part(mark: np.ndarray, measure: str, values: Any, function: str) -> "pandas.DataFrame":
        chosen = rows[mark]
        return pandas.DataFrame(
            {"hour": chosen["time"].astype(float), "phase": phases[chosen["job"]], "persona": seats[chosen["person"]],
             "function": function, "value": np.asarray(values, dtype=float)[mark], "measure": measure}
        )  # fmt: skip

    parts = [
        felt, part(content, "dead_ends", missed, MARKETING), part(known, "repeats", again, SALES),
        part(waits, "hours_wait", rows["value"], SALES), _answers(rows, rows[talks], seats, phases),
    ]  # fmt: skip
    table = pandas.concat([each for each in parts if len(each)] or parts[:1], ignore_index=True)
    table = table[(table["hour"] >= when.window_from) & (table["hour"] < when.window_to)]
    return table.assign(week=((table["hour"] - when.window_from) // HOURS_PER_WEEK).astype(int)).drop(columns="hour")


def _answers(rows: Any, talks: Any, seats: np.ndarray, phases: np.ndarray) -> "pandas.DataFrame":
    """Return answers to surveys; how easy a conversation was belongs to the phase of the conversation before."""
    import pandas

    back = of_kind(rows, Kind.SURVEY)
    job_of: dict[tuple[int, int], list[tuple[float, int]]] = {}
    columns = (talks[name].tolist() for name in ("account", "person", "time", "job"))
    for account, person, time, job in zip(*columns, strict=True):
        job_of.setdefault((account, person), []).append((time, job))
    lines = []
    for account, person, time, reason, value in zip(
        *(back[name].tolist() for name in ("account", "person", "time", "reason", "value")), strict=True
    ):
        measure = ASKED[Reason(reason)]
        if measure == "ces":
            before = [job for at, job in job_of.get((account, person), []) if at <= time]
            phase, function, scored = str(phases[before[-1]]) if before else "", SALES, value
        elif measure == "csat":
            phase, function, scored = "use", SUPPORT, float(value >= SATISFIED_FROM)
        else:
            phase, function = "recommend", ""
            scored = 100.0 * (float(value >= NPS_PROMOTER_FROM) - float(value <= NPS_DETRACTOR_UPTO))
        lines.append((time, phase, seats[person], function, scored, measure))
    return pandas.DataFrame(lines, columns=["hour", "phase", "persona", "function", "value", "measure"])


def _sentence(each: Judged) -> str:
    target = each.target
    start = f"{target.words[:1].upper()}{target.words[1:]}, give or take {target.tolerance:g} ({target.owned_by})"
    now = f"{_number(each.value.mean)} on the whole"
    if not each.is_judged:
        return f"{start}: {each.why_not}{f'; {now}' if np.isfinite(each.value.mean) else ''}."
    if each.kept:
        return f"{start}: kept in all of {_weeks(each.n_weeks)}, {now}."
    worst = [name for name in each.worst if name]
    where = f"; worst in {', '.join(worst)}" if worst else ""
    return (
        f"{start}: breached in {_percent(each.share_breached)} of {_weeks(each.n_weeks)}, "
        f"up to {_decimal(each.n_weeks_in_a_row)} in a row, {now}{where}."
    )


def _percent(share: Estimate) -> str:
    if not np.isfinite(share.mean):
        return "no value"
    low, high = (100.0 * min(1.0, max(0.0, end)) for end in (share.low, share.high))
    interval = f" ({low:.0f} to {high:.0f})" if share.n > 1 and share.standard_error > 0 else ""
    return f"{100.0 * share.mean:.0f} %{interval}"


def _decimal(n: float) -> str:
    """Return a mean count with a decimal where that says something."""
    return f"{n:.0f}" if n >= 10.0 or n == round(n) else f"{n:.1f}"


def _weeks(n: float) -> str:
    """Return weeks judged a replication, a mean."""
    return "1 week" if n == 1.0 else f"{_decimal(n)} weeks"


def _number(value: float) -> str:
    return f"{value:.3g}" if np.isfinite(value) else "no value"
