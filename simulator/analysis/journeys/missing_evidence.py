"""Backward mapper: from deals that were not won to the evidence that was missing, ranked by what it is worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.simulator.comparison.paired_statistics import Difference, difference, together
from buyermaze.simulator.comparison.phrasing import about_dollars
from buyermaze.simulator.core.vocabulary import Channel, Job, Kind, Reason, Status, words
from buyermaze.simulator.inputs.dates.timeline import years_observed
from buyermaze.simulator.inputs.sheets.levers import within
from buyermaze.simulator.outcomes.books.costs import deal_worth
from buyermaze.simulator.runs.history import decisions
from buyermaze.simulator.runs.paired_runs import paired_wins
from buyermaze.simulator.runs.replications import Progress, replications_of, runs_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario
    from buyermaze.simulator.runs.run import Run

HITS: Final = ("dead_ends", "sent_on", "written_alone", "stalls", "refused_without_kit")
COLUMNS: Final = (
    "job", "persona", *HITS, "accounts", "lost", "no_decision", "revenue_at_risk", "rate_not_won_hit",
    "rate_not_won_else",
)  # fmt: skip
SUPPLIED: Final = "the missing answer"
CARRIED: Final = "validation"  # an answer on it is also the case that a champion carries to management


@dataclass(frozen=True, eq=False)
class Gaps:
    """Missing evidence by job and persona: what was hit, what was at risk, and what filling the worst cells adds."""

    scenario: "Scenario"
    observed: "pandas.DataFrame"  # per replication, one line per cell, see ``table``
    tested: dict[tuple[str, str], Difference]  # wins added per replication by filling a cell; intervals hold together
    p_adjusted: dict[tuple[str, str], float]
    n_replications: int

    def table(self) -> "pandas.DataFrame":
        """Return one line per job and persona, the most valuable or most at risk first.

        ``dead_ends, sent_on`` (a gap somebody noticed), ``written_alone, stalls, refused_without_kit`` (per
        replication), ``accounts`` hit, of them ``lost`` and ``no_decision``, ``revenue_at_risk`` (their deal value,
        USD: an upper bound), ``rate_not_won_hit`` and ``rate_not_won_else`` (shares not won, with and without the
        hit), then for tested cells ``wins_added``, ``low``, ``high``, ``p_adjusted``, ``distinguishable`` and
        ``revenue_added``.
        """
        import pandas

        table = self.observed.copy()
        keys = list(zip(table["job"], table["persona"], strict=True))
        for column in ("mean", "low", "high"):
            name = "wins_added" if column == "mean" else column
            table[name] = [getattr(self.tested[key], column) if key in self.tested else np.nan for key in keys]
        table["p_adjusted"] = [self.p_adjusted.get(key, np.nan) for key in keys]
        table["distinguishable"] = [key in self.tested and self.tested[key].is_told for key in keys]
        table["revenue_added"] = table["wins_added"] * deal_worth(self.scenario)
        ranked = table.assign(tested=table["wins_added"].notna(), found=table["distinguishable"])
        ranked = ranked.sort_values(["found", "tested", "revenue_at_risk"], ascending=False, kind="stable")
        proven = ranked[ranked["found"]].sort_values("wins_added", ascending=False, kind="stable")
        rest = ranked[~ranked["found"]]
        return pandas.concat([proven, rest]).drop(columns=["tested", "found"]).reset_index(drop=True)

    def sentences(self) -> list[str]:
        """Say what was missing most, what filling it is worth, and what can be told from luck."""
        table = self.table()
        hit = table[table["accounts"] > 0]
        if not len(hit):
            return ["Nobody missed any evidence: there were no dead ends, no lone work and no refusals without a kit."]
        lines = []
        for line in hit.head(5).to_dict("records"):
            what = ", ".join(f"{line[name]:.1f} {name.replace('_', ' ')}" for name in HITS if line[name] > 0)
            said = (
                f"{line['persona']} on {line['job']}: {what} a year; {line['accounts']:.1f} accounts hit, of "
                f"which {line['lost'] + line['no_decision']:.1f} not won, USD {line['revenue_at_risk']:,.0f} at risk"
            )
            lines.append(f"{said}; {self._worth(line)}.")
        lines.append(
            "Revenue at risk is an upper bound: it counts every deal not won after a gap, whatever else was in the way; "
            "wins added are what the same luck gives when the missing answer exists."
        )
        return lines

    def effects(self) -> "pandas.DataFrame":
        """Return the tested cells, the largest effect first: ``job, persona, wins_added, low, high, revenue_added``, and whether
        the effect can be told from luck (``distinguishable``)."""
        table = self.table()
        tested = table[table["wins_added"].notna()]
        return tested.sort_values("wins_added", ascending=False, kind="stable").reset_index(drop=True)

    def advice(self) -> str:
        """Say which answer is most worth writing, by tested effect, or that none of those tested is."""
        table = self.effects()
        if table.empty:
            return "Nobody missed any evidence, so there is nothing to test." if not len(self.tested) else ""
        worth = table[table["distinguishable"] & (table["wins_added"] > 0)]
        if worth.empty:
            reach = max(abs(table["low"]).max(), abs(table["high"]).max())
            return (
                f"Nothing tested is worth writing: of {len(table)} missing answers none adds wins that can be told from luck "
                f"(at most {reach:.1f} a year either way)."
            )
        best = worth.iloc[0]
        return (
            f"Most worth writing: {answer_said(best['job'], best['persona'])}, {best['wins_added']:.1f} wins a year more "
            f"({best['low']:.1f} to {best['high']:.1f}), {about_dollars(best['revenue_added'])} of revenue."
        )

    def _worth(self, line: dict[Any, Any]) -> str:
        found = self.tested.get((line["job"], line["persona"]))
        if found is None:
            return "filling it was not tested"
        if found.n < 2:
            return f"filling it changes {found.mean:+.1f} wins a year, but one batch cannot tell"
        if not found.mean and not found.standard_error:
            return "filling it changed the end of no deal here"
        interval = f"95 % interval {found.low:.1f} to {found.high:.1f}"
        if not line["distinguishable"]:
            return f"filling it makes no difference that can be told from luck ({interval} wins a year)"
        return f"filling it {'adds' if found.mean > 0 else 'costs'} {abs(found.mean):.1f} wins a year ({interval})"


def evidence_gaps(
    scenario: "Scenario", n_replications: int | None = None, n_tested: int = 8, progress: Progress | None = None,
    also: "Sequence[tuple[str, str]]" = (),
) -> Gaps:  # fmt: skip
    """Rank missing evidence by revenue at risk, and test what filling the worst cells, and a case for management, is worth.

    Parameters
    ----------
    scenario : Scenario
        What to analyse.
    n_replications : int, optional
        Replications; default: the scenario's own.
    n_tested : int
        How many cells are filled in runs with the same luck, the worst of every job first, then by revenue at risk; 0 for none.
    progress : callable (done, total), optional
        Told after every finished run of the tests.
    also : sequence of (job, persona)
        Cells that are tested whatever is at risk there, such as the deepest holes of a catalogue.
    """
    n = replications_of(scenario, n_replications)
    tables = [_observe(run) for run in runs_of(scenario, n)]
    observed = _mean(scenario, tables, n * years_observed(scenario))
    hit = observed[observed["accounts"] > 0]
    first = ~hit["job"].duplicated()  # the worst of every job: where most deals are is not always where an answer helps
    worst = hit.assign(first=first).sort_values("first", ascending=False, kind="stable").head(max(0, n_tested))
    readers = set(scenario.market.group.seats)
    case = [(CARRIED, person) for person in _writers(scenario)[:1]] if n_tested else []  # however seldom it is asked for
    wanted = [cell for cell in (*case, *also) if cell[1] in readers]
    cells = list(dict.fromkeys([*zip(worst["job"], worst["persona"], strict=True), *wanted]))
    tested: dict[tuple[str, str], Difference] = {}
    if cells:
        wins = paired_wins([scenario, *(filled(scenario, job, persona) for job, persona in cells)], n, progress)
        tested = {cell: together(difference(wins[c + 1], wins[0]), len(cells)) for c, cell in enumerate(cells)}
    return Gaps(scenario, observed, tested, {cell: each.p for cell, each in tested.items()}, n)


def filled(scenario: "Scenario", job: str, persona: str) -> "Scenario":
    """Return a scenario with one perfect, fresh answer for a persona on a job added to the catalogue.

    For validation it is also a kit. The rest of the catalogue is kept as fresh as before: whoever makes the new answer
    comes on top, so that what is measured is the evidence and not the work it takes from others.
    """
    library = scenario.programme.library
    asset = {
        "name": SUPPLIED, "job": job, "persona": persona, "channel": "content", "quality": 1.0, "days_age": 0.0,
        "kit": job == CARRIED,
    }  # fmt: skip
    before = len(library.assets)
    more = library.n_assets_per_person * (before + 1) / max(1, before)
    return scenario.with_changes(
        {
            "programme.library.assets": [*(each.model_dump() for each in library.assets), asset],
            **within(scenario, {"programme.library.n_assets_per_person": more}),
        }
    )


def answer_said(job: str, persona: str) -> str:
    """Say what a tested answer is."""
    return f"{'a case for management, and ' if job == CARRIED else ''}an answer on {job} for {persona}"


def _writers(scenario: "Scenario") -> list[str]:
    """Return who writes the case that management is to grant."""
    market = scenario.market
    return [p.name for p in market.personas if p.needs_justification] or [market.group.seats[0]]


def _observe(run: "Run") -> "pandas.DataFrame":
    """Return one line per missing piece of evidence: ``job, persona, account, hit``, and how the account ended."""
    import pandas

    rows = run.counted_rows()
    seats = np.array(run.scenario.market.group.seats)
    decided = decisions(rows)
    status = pandas.Series(decided["detail"].astype(int), index=decided["account"])
    content = (rows["kind"] == Kind.TOUCH) & (rows["channel"] == Channel.CONTENT)
    marks = {
        "dead_ends": content & (rows["reason"] == Reason.DEAD_END),
        "sent_on": content & (rows["reason"] == Reason.SENT_ON),
        "written_alone": (rows["kind"] == Kind.TOUCH) & (rows["reason"] == Reason.ALONE),
        "stalls": (rows["kind"] == Kind.STALLED) & (rows["vendor"] <= 0),
    }
    parts = []
    for name, mark in marks.items():
        chosen = rows[mark & (rows["job"] >= 0)]
        parts.append(_hits(name, chosen["job"], seats[chosen["person"]], chosen["account"]))
    refused = rows[(rows["kind"] == Kind.APPROVAL) & (rows["reason"] == Reason.REFUSED) & (rows["vendor"] == 0)]
    writers = _writers(run.scenario)
    for account in refused["account"]:
        alone = rows[(rows["account"] == account) & (rows["reason"] == Reason.ALONE)]
        if len(alone):
            one = np.array([account])
            parts.append(_hits("refused_without_kit", np.array([int(Job.VALIDATION)]), np.array(writers[:1]), one))
    table = pandas.concat(parts, ignore_index=True)
    table["status"] = table["account"].map(status).fillna(int(Status.OPEN)).astype(int)
    table = table[table["status"] != Status.NOT_SERIOUS]
    serious = status[status != Status.NOT_SERIOUS]
    table.attrs["ends"] = serious
    return table


def _hits(name: str, jobs: np.ndarray, personas: np.ndarray, accounts: np.ndarray) -> "pandas.DataFrame":
    import pandas

    labels = np.array([words(job) for job in Job])[jobs.astype(int)]
    return pandas.DataFrame({"job": labels, "persona": personas, "account": accounts, "hit": name})


def _mean(scenario: "Scenario", tables: "list[pandas.DataFrame]", years: float) -> "pandas.DataFrame":
    """Return numbers a year for every job and persona that is hit or has a need."""
    import pandas

    worth = deal_worth(scenario)
    lines = []
    for persona in dict.fromkeys(scenario.market.group.seats):
        for job in list(Job)[: int(Job.CONSENSUS)]:
            lines.append(_cell(words(job), persona, tables, years, worth))
    table = pandas.DataFrame(lines, columns=list(COLUMNS))
    return table.sort_values(["revenue_at_risk", "dead_ends"], ascending=False, kind="stable").reset_index(drop=True)


def _cell(job: str, persona: str, tables: "list[pandas.DataFrame]", years: float, worth: float) -> list[Any]:
    counts = dict.fromkeys(HITS, 0)
    hit = lost = undecided = others = others_won = 0
    for table in tables:
        here = table[(table["job"] == job) & (table["persona"] == persona)]
        for name, number in here["hit"].value_counts().items():
            counts[str(name)] += int(number)
        ends = table.attrs["ends"]
        inside = ends[ends.index.isin(here["account"])]
        hit += len(inside)
        lost += int((inside == Status.LOST).sum())
        undecided += int((inside == Status.NO_DECISION).sum())
        others += len(ends) - len(inside)
        others_won += int((ends == Status.WON).sum() - (inside == Status.WON).sum())
    rate_hit = (lost + undecided) / hit if hit else np.nan
    rate_else = 1 - others_won / others if others else np.nan
    at_risk = worth * (lost + undecided) / years
    return [
        job, persona, *(counts[name] / years for name in HITS), hit / years, lost / years, undecided / years, at_risk,
        rate_hit, rate_else,
    ]  # fmt: skip
