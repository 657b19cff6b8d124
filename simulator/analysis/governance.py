"""Structures of marketing and sales by forms of governance at one budget: what is mended, how late, and what comes of it.

Every cell of the trial spends what its structure spends without anybody who governs: the price of governing is taken from content
people and media in proportion. All cells live the same luck, and all intervals hold together.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from buyermaze.simulator.analysis.same_budget import within_budget
from buyermaze.simulator.comparison.paired_statistics import Difference, Estimate, difference, estimate, together
from buyermaze.simulator.comparison.phrasing import about_dollars, amount, gap
from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.notebook import Told, watched
from buyermaze.simulator.core.phrases import listed, times
from buyermaze.simulator.core.vocabulary import Kind, Reason
from buyermaze.simulator.inputs.dates.timeline import years_observed
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.outcomes.batches import batch_sums, batch_values, by_replication
from buyermaze.simulator.outcomes.books.costs import yearly_spend
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position
from buyermaze.simulator.runs.history import of_kind
from buyermaze.simulator.runs.replications import Progress, paired_runs_of, replications_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario
    from buyermaze.simulator.runs.run import Run

STRUCTURES: Final = {"baton_pass": "separate", "sla_aligned": "coordinated", "merged": "unified"}
FORMS: Final = {"none": "nobody", "committee": "a committee", "office": "a customer office", "executive": "one executive"}
ISSUES: Final = {  # what is mended, by the reason a fix is written with
    "content": Reason.NONE, "waits": Reason.UNANSWERED, "claims": Reason.FOUND_OUT, "support": Reason.RECOVERED,
}  # fmt: skip
JUDGED: Final = ("profit_lifetime", "p_win", "ces", "hours_wait_for_rep", "share_requests_missed")
MONEY: Final = "profit_lifetime"


@dataclass(frozen=True)
class Cell:
    """One structure under one form of governance; differences are from the same structure that nobody governs."""

    structure: str
    form: str
    cost: float  # of governing, USD a year
    fixed: tuple[float, ...]  # fixes a year, by ``ISSUES``
    days_latency: float  # working days from an issue besides content being noticed to the fix being live; NaN: none was mended
    levels: dict[str, Estimate]
    gains: dict[str, Difference]  # empty for nobody

    @property
    def words(self) -> str:
        """Name the cell."""
        return f"{self.structure}, {FORMS[self.form]}"


@dataclass(frozen=True, eq=False, repr=False)
class GovernanceTrial(Told):
    """What forms of governance do in every structure, at one budget each."""

    scenario: "Scenario"
    cells: tuple[Cell, ...]  # structure by structure, nobody first
    structures: dict[str, Difference]  # what a structure that nobody governs earns more than the first
    budget: float  # USD a year
    n_replications: int

    @property
    def heading(self) -> str:
        """Return what this is about."""
        return "Structures and governance"

    def sentences(self) -> list[str]:
        """Say which form pays most; then, structure by structure, which pays, what it mends, and what may be luck."""
        lines = [self._first()]
        for structure in dict.fromkeys(cell.structure for cell in self.cells):
            lines += self._of(structure)
        for structure, found in self.structures.items():
            if found.is_told:
                lines.append(f"With nobody who governs, {structure} earns {_money(found)} than {self.cells[0].structure}.")
            else:
                lines.append(
                    f"With nobody who governs, {structure} and {self.cells[0].structure} cannot be told from luck in money."
                )
        return lines

    def _first(self) -> str:
        tried = [cell for cell in self.cells if cell.gains]
        pay = [cell for cell in tried if cell.gains[MONEY].is_told and cell.gains[MONEY].mean > 0]
        cost = sum(cell.gains[MONEY].is_told and cell.gains[MONEY].mean < 0 for cell in tried)
        rest = f"of {len(tried)} ways to govern {len(pay) or 'none'} {'pay' if len(pay) > 1 else 'pays'}, {cost or 'none'} "
        rest += f"{'cost' if cost > 1 else 'costs'} more than {'they bring' if cost > 1 else 'it brings'}, "
        rest += f"{len(tried) - len(pay) - cost} cannot be told from luck"
        if not pay:
            return f"Governing is not shown to pay: {rest}."
        best = max(pay, key=lambda cell: cell.gains[MONEY].mean)
        return f"Most is earned by {FORMS[best.form]} in {best.structure}, {_money(best.gains[MONEY])} than by nobody; {rest}."

    def _of(self, structure: str) -> list[str]:
        governed = [cell for cell in self.cells if cell.structure == structure and cell.gains]
        known = [cell for cell in governed if cell.gains[MONEY].is_told]
        good = sorted((c for c in known if c.gains[MONEY].mean > 0), key=lambda c: -c.gains[MONEY].mean)
        bad = [cell for cell in known if cell.gains[MONEY].mean < 0]
        said = structure.capitalize()
        parts = [f"{FORMS[c.form]} earns {_money(c.gains[MONEY])}" for c in (*good, *bad)]
        rest = [FORMS[cell.form] for cell in governed if cell not in known]
        if rest:
            verb = "cannot be told from luck" if parts else "cannot be told from luck in money"
            parts.append(f"{listed(rest)} {verb}")
        lines = [f"{said}, against nobody: {'; '.join(parts)}."]
        felt = [said_of for c in governed if (said_of := _felt(c))]
        lines.append(
            f"{said}, what buyers live through: {'; '.join(felt) or 'no form moves it by more than luck'}."
        )
        most = max(governed, key=lambda cell: sum(cell.fixed))
        if max(most.fixed) >= 0.05:
            fixed = [f"{name} {n:.1f}" for name, n in zip(ISSUES, most.fixed, strict=True) if n >= 0.05]
            lines.append(f"{said}, mended most by {FORMS[most.form]}, a year: {listed(fixed)}.")
        return lines

    def how(self) -> str:
        """Say how the trial was made."""
        return (
            f"Every cell spends what its structure does with nobody who governs, {about_dollars(self.budget)} a year in "
            f"{self.cells[0].structure}: what governing costs is taken from content people, e-mail, "
            "advertising, events and planted ideas in proportion. Whoever governs mends gaps in content, waits for reps, claims "
            "found out and failing support for customers, each once it was noticed; terms and prices stay as they are. "
            f"{times(self.n_replications, 'replication')}, "
            "same luck for all; 95 % intervals hold for all cells and measures together."
        )

    def table(self) -> "pandas.DataFrame":
        """Return one line per cell: ``structure, form, cost``, fixes a year, ``days_latency``, levels and gains of ``JUDGED``."""
        import pandas

        lines = []
        for cell in self.cells:
            line = {"structure": cell.structure, "form": cell.form, "cost": cell.cost}
            line |= {f"n_fixed_{name}": n for name, n in zip(ISSUES, cell.fixed, strict=True)}
            line |= {"days_latency": cell.days_latency} | {name: level.mean for name, level in cell.levels.items()}
            for name in JUDGED:
                found = cell.gains.get(name)
                numbers = (found.mean, found.low, found.high) if found else (np.nan, np.nan, np.nan)
                line |= dict(zip((f"{name}_gain", f"{name}_low", f"{name}_high"), numbers, strict=True))
            lines.append(line)
        return pandas.DataFrame(lines)

    def words_table(self) -> "pandas.DataFrame":
        """Return one line per cell for people."""
        import pandas

        lines = []
        for cell in self.cells:
            found = cell.gains.get(MONEY)
            lines.append({
                "structure": cell.structure,
                "who governs": FORMS[cell.form],
                "costs a year": about_dollars(cell.cost),
                "noticed to mended": "" if np.isnan(cell.days_latency) else f"{cell.days_latency:.0f} days",
                "fixes a year": ", ".join(f"{name} {n:.0f}" for name, n in zip(ISSUES, cell.fixed, strict=True) if n >= 0.5),
                "wins": amount(cell.levels["p_win"].mean, "share"),
                "ease": f"{cell.levels['ces'].mean:.2f}",
                "earns against nobody": "" if not found else _money(found) if found.is_told else "not told from luck",
            })  # fmt: skip
        return pandas.DataFrame(lines)


def governance_trial(
    scenario: "Scenario", n_replications: int | None = None, progress: Progress | None = None
) -> GovernanceTrial:
    """Try every form of governance in separate, coordinated and unified marketing and sales, at one budget.

    Parameters
    ----------
    scenario : Scenario
        Its market, run, listening (``programme.voice``) and forms of governance are those of all cells; an organisation that is
        none of the shipped three is tried beside them.
    n_replications : int, optional
        Replications of every cell, 1 or more; by default the scenario's own.
    progress : callable (done, total), optional
        Told after every finished run.

    Returns
    -------
    GovernanceTrial
        Cells with what governing costs (USD a year), fixes a year, latency in working days, outcomes and their differences.
    """
    n = replications_of(scenario, n_replications)
    named = structures(scenario)
    keys = [(structure, form) for structure in named for form in FORMS]
    variants = [governed(named[structure], form) for structure, form in keys]
    sums: list[list[np.ndarray]] = [[] for _ in variants]
    fixes = np.zeros((len(variants), len(ISSUES)))
    waits: list[list[float]] = [[] for _ in variants]
    for runs in paired_runs_of(variants, n, watched("runs", progress)):
        for v, run in enumerate(runs):
            sums[v].append(batch_sums(run.totals, run.scenario))
            fixes[v] += _count(run, waits[v])
    values = [batch_values(np.concatenate(each)) for each in sums]
    columns = {name: position(name) for name in JUDGED}
    n_contrasts = len(JUDGED) * len(named) * (len(FORMS) - 1) + len(named) - 1
    cells = []
    for v, (structure, form) in enumerate(keys):
        nobody = values[v - v % len(FORMS)]
        gains = {} if form == "none" else {
            name: together(difference(values[v][:, c], nobody[:, c]), n_contrasts) for name, c in columns.items()
        }  # fmt: skip
        lives = by_replication(values[v], scenario.run.n_batches)
        levels = {name: estimate(lives[:, c]) for name, c in columns.items()}
        fixed = tuple((fixes[v] / n / years_observed(scenario)).tolist())
        latency = float(np.mean(waits[v])) if waits[v] else np.nan
        cells.append(Cell(structure, form, variants[v].programme.governance.cost_a_year, fixed, latency, levels, gains))
    money = columns[MONEY]
    apart = {
        structure: together(difference(values[s * len(FORMS)][:, money], values[0][:, money]), n_contrasts)
        for s, structure in enumerate(named) if s
    }  # fmt: skip
    return GovernanceTrial(scenario, tuple(cells), apart, yearly_spend(variants[0].programme), n)


def structures(scenario: "Scenario") -> "dict[str, Scenario]":
    """Return the shipped structures in a scenario's market, listening as it does, and itself where it is none of them."""
    own, named, is_own = scenario.programme, {}, True
    for code, word in STRUCTURES.items():
        programme = load(code).programme
        listening = {"voice": own.voice, "governance": own.governance}
        alike = programme.model_copy(update=listening)
        is_own = is_own and alike != own
        named[word] = scenario.model_copy(update={"name": word, "programme": alike, "timeline": ()})
    if is_own:
        named[scenario.name] = scenario
    return {word: type(each)(**each.model_dump()) for word, each in named.items()}


def governed(scenario: "Scenario", form: str) -> "Scenario":
    """Return a scenario with somebody who governs every issue, for the money it spends with nobody."""
    nobody = scenario.with_changes({"programme.governance.form": "none", "programme.governance.scope": "every"})
    if form == "none":
        return nobody
    return within_budget(nobody, nobody.with_changes({"programme.governance.form": form}))[0]


def _count(run: "Run", waits: list[float]) -> np.ndarray:
    """Return fixes inside the window by issue, and add how long those besides content had waited, in working days."""
    rows = of_kind(run.journal, Kind.FIXED)
    since, until = run.totals["since"].min(), (run.totals["since"] + run.totals["hours"]).max()
    rows = rows[(rows["time"] >= since) & (rows["time"] < until)]
    waits += (rows["detail"][rows["reason"] != Reason.NONE] / HOURS_PER_DAY).tolist()
    return np.array([(rows["reason"] == reason).sum() for reason in ISSUES.values()], float)


def _felt(cell: Cell) -> str:
    """Say what a form moves for buyers by more than luck; nothing where it moves nothing."""
    moved = [(OUTCOMES[position(name)], cell.gains[name]) for name in JUDGED[1:] if cell.gains[name].is_told]
    parts = [
        f"{about.label} {'+' if found.mean > 0 else '-'}{gap(abs(found.mean), about.unit)}"
        f" ({'better' if found.mean * (about.better or 1) > 0 else 'worse'})"
        for about, found in moved
    ]
    return f"{FORMS[cell.form]}: {listed(parts)}" if parts else ""


def _money(found: Difference) -> str:
    low, high = sorted((abs(found.low), abs(found.high)))
    way = "more" if found.mean > 0 else "less"
    return f"{about_dollars(abs(found.mean))} ({about_dollars(low)} to {about_dollars(high)}) a year {way}"

