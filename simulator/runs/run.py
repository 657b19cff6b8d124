"""One run of one scenario: its journal, its journeys, its outcomes."""

from dataclasses import dataclass
from functools import cached_property
from heapq import merge
from typing import TYPE_CHECKING, Any

import numpy as np

from buyermaze.simulator.core import phrases
from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.errors import InputProblem, remedy
from buyermaze.simulator.core.labelled import labelled
from buyermaze.simulator.core.notebook import card, one_line_of
from buyermaze.simulator.core.vocabulary import Kind, Status
from buyermaze.simulator.inputs.dates.timeline import timeline
from buyermaze.simulator.inputs.sheets.own_moments import own_moments
from buyermaze.simulator.inputs.sheets.scenario import Scenario, refuse_engine
from buyermaze.simulator.model.parameters import pack
from buyermaze.simulator.model.rules.luck.draws import run_key
from buyermaze.simulator.outcomes.books.accumulate import fold, settle
from buyermaze.simulator.outcomes.books.tallies import new_journeys, new_totals
from buyermaze.simulator.outcomes.definitions import OUTCOMES, run_outcomes
from buyermaze.simulator.outcomes.own import own_outcomes, with_own
from buyermaze.simulator.outcomes.units import unit_of
from buyermaze.simulator.runs.history import History
from buyermaze.simulator.runs.interventions import Intervention, apply

if TYPE_CHECKING:
    import pandas
    import xarray

    from buyermaze.simulator.engines.compiled.driver import Watch
    from buyermaze.simulator.engines.reference.desks import RepPolicy

ENGINES = ("compiled", "reference")
OF_THE_RUN = ("scenario", "fingerprint", "replication", "rulebook")  # columns of tables that say where they come from


@dataclass(frozen=True, eq=False, repr=False)
class Run(History):
    """What happened in one replication of a scenario, and what follows from it: journeys, endings, outcomes."""

    @cached_property
    def _folded(self) -> tuple[np.ndarray, np.ndarray]:
        when = timeline(self.scenario)
        journeys = new_journeys(1 + int(self.of_kind(Kind.ARRIVED)["account"].max(initial=0)))
        totals = new_totals(when.n_batches)
        fold(self.journal, len(self.journal), journeys, totals, when.window_from, when.window_to)
        settle(journeys, totals)
        if own_outcomes():
            totals = with_own(totals, self.journal, self.scenario, (when.window_from, when.window_to))
        return journeys, totals

    def journeys(self) -> "pandas.DataFrame":
        """Return one row per counted account: how it ended, every tally of its journey, and the run it comes from.

        Returns
        -------
        DataFrame
            ``account``, ``outcome`` in words, ``open``, a column for every ``tallies.Tally`` in small letters, and ``scenario``,
            ``fingerprint``, ``replication``, ``rulebook``. Yes and no are ``boolean``, counts ``Int64``, measures
            ``Float64``; what does not apply to a journey is missing (``NA``), never 0.

        Notes
        -----
        Units: ``hours_...``, ``seen_with_sales`` and ``arrived_at`` working hours (those of channels and of meetings are
        person-hours); ``progress_...`` shares, 0 to 1; ``by_...`` information units; ``effort`` hours spent over hours
        expected; ``ease`` points, 1 to 7; ``satisfaction``, ``customer_satisfaction`` and ``rating`` (sum over members)
        points, 0 to 10; ``regret`` and ``customer_regret`` points, 0 to 100; causes of regret (``forgone`` to ``toiled``)
        weights before saturation; ``realised``, ``expected`` and ``price_paid`` (above the going rate) value units;
        ``renewed_value`` and ``expanded_value`` relative to the first term; sums of answers (``would_...``, ``said_...``)
        in points of their scale, for satisfaction the answers of 4 or 5, for recommendation promoters less detractors;
        ``commission``, ``asked_off``, ``taken_off`` and ``refused_off`` shares of the price; ``known_lost`` shares of
        what the rep knew, summed over the times a rep was lost; ``ripeness`` a share, 0 to 1; ``trust_won``, ``trust_lost``
        and ``worst_touch`` trust, of which 1 is full; everything else is a count or yes or no.
        """
        import pandas

        from buyermaze.simulator.model.compiler.disk_cache import rulebook_version
        from buyermaze.simulator.outcomes.books.journeys import journeys_frame

        frame = journeys_frame(self._folded[0])
        if not any(epoch.scenario.market.impression.share_carried > 0.0 for epoch in self.scenario.epochs):
            frame.loc[:, ["trust_won", "trust_lost", "worst_touch"]] = pandas.NA  # every channel is trusted for itself
        decided = self.decisions()
        ends = pandas.Series({int(row["account"]): phrases.outcome(row["detail"]) for row in decided}, dtype=str)
        frame.insert(1, "outcome", frame["account"].map(ends).fillna(phrases.OUTCOMES[Status.OPEN]))
        return frame.assign(
            scenario=self.scenario.name,
            fingerprint=self.scenario.fingerprint,
            replication=self.replication,
            rulebook=rulebook_version(),
        )

    def to_xarray(self) -> "xarray.Dataset":
        """Return the journeys by account as plain arrays: yes and no as 1 and 0, what does not apply as not a number.

        Returns
        -------
        Dataset
            A variable per column of ``journeys``, in its unit, along the axis ``account``; the run it comes from as attributes.

        Raises
        ------
        InputProblem
            If xarray is not installed.
        """
        frame = self.journeys().set_index("account")
        origin = {name: frame.pop(name).iloc[0] for name in OF_THE_RUN} if len(frame) else {}
        outcome = frame.pop("outcome").to_numpy(object)
        values = {"outcome": outcome} | {n: column.to_numpy(float, na_value=np.nan) for n, column in frame.items()}
        about = {name: unit_of(name) for name in values}
        return labelled(values, ("account",), {"account": frame.index.to_numpy()}, about).assign_attrs(origin)

    def by(self, period: str = "quarter", until: float | None = None) -> "pandas.DataFrame":
        """Return what happened by week, month, quarter or year, one tidy line per period.

        Parameters
        ----------
        period : {"week", "month", "quarter", "year"}
            Weeks are forty working hours; months and quarters are those of the calendar, the first one cut where the
            observation window begins.
        until : float, optional
            End of the last period, working hours since the start of the run; default: the end of the window.

        Returns
        -------
        DataFrame
            ``period``, ``since``, every measure of ``periods.MEASURES`` (bookings, wins, pipeline by stage, cost,
            customers, recurring revenue, use of reps' time ...), and the run it comes from.
        """
        from buyermaze.simulator.outcomes.books.periods import period_edges, period_frame, period_table

        edges = period_edges(self.scenario, period, until)
        frame = period_frame(period_table(self.journal, self.scenario, edges), self.scenario, edges, period)
        return frame.assign(
            scenario=self.scenario.name, fingerprint=self.scenario.fingerprint, replication=self.replication
        )

    def quotas(self, until: float | None = None) -> "pandas.DataFrame":
        """Return what each rep booked in each quarter beside the quota, which ``programme.quarter.quota`` sets.

        Parameters
        ----------
        until : float, optional
            End of the last quarter, working hours since the start of the run; default: the end of the window.

        Returns
        -------
        DataFrame
            ``period``, ``since``, ``rep`` (0: nobody of ours was met), ``n_wins``, ``bookings``, ``quota``, ``attained``.

        Raises
        ------
        InputProblem
            If no quota is set.
        """
        from buyermaze.simulator.outcomes.sales.quarter import quota_frame

        return quota_frame(self.journal, self.scenario, until)

    def blockers(self) -> "pandas.DataFrame":
        """Return what each blocker of the market cost the counted accounts.

        Returns
        -------
        DataFrame
            ``name``, ``kind``, ``trigger``, ``n`` (accounts it stood up in), ``n_foreseen``, ``days`` (working days it held
            purchases up, all accounts together), ``n_deals_lost``; no line where the market has no blockers.
        """
        from buyermaze.simulator.outcomes.journey.blockers import blocker_frame

        return blocker_frame(self.counted_rows(), self.scenario)

    def assets(self) -> "pandas.DataFrame":
        """Return what each asset of the catalogue was asked for and answered, and which of them are dead.

        Returns
        -------
        DataFrame
            ``name``, ``job``, ``persona``, ``used_by`` (buyers, reps, or both), ``p_answers``, ``n_asked``, ``n_answers``
            (expected), ``answers_a_year``, ``is_dead`` (less than one answer a year), for the catalogue a run begins with.
        """
        from buyermaze.simulator.outcomes.books.assets import asset_frame

        return asset_frame(self.counted_rows(), self.scenario)

    def worst_touch(self) -> "pandas.DataFrame":
        """Return which touches with us were the worst an account had, and what became of those accounts.

        Returns
        -------
        DataFrame
            ``touch``, ``n`` (accounts), ``trust_lost`` (1 is full trust), ``p_win``, ``p_no_decision``; no line where every
            channel is trusted for itself (``market.impression.share_carried`` 0).
        """
        from buyermaze.simulator.outcomes.buyers.impression import worst_touch_frame

        return worst_touch_frame(self.counted_rows())

    def by_segment(self) -> "pandas.DataFrame":
        """Return what came of each segment of the market.

        Returns
        -------
        DataFrame
            One line per segment: ``segment``, ``served_by`` (reps, partners, self service; one after the other where a plan
            changes it), ``n_accounts`` (counted accounts with a project), ``commission`` (USD a year that partners keep), and
            every outcome of journeys and of people.
        """
        from buyermaze.simulator.outcomes.segments import segment_frame

        frame = segment_frame(self, *self._folded)
        return frame.assign(
            scenario=self.scenario.name, fingerprint=self.scenario.fingerprint, replication=self.replication
        )

    def endings(self) -> dict[str, int]:
        """Return how many counted accounts ended how, by outcome in words."""
        decided = self.decisions()
        accounts = self._folded[0]["account"]
        status = decided.detail[np.isin(decided.account, accounts[accounts >= 0])]
        found = {phrases.OUTCOMES[s]: int((status == s).sum()) for s in Status if s != Status.OPEN}
        found[phrases.OUTCOMES[Status.OPEN]] = int((accounts >= 0).sum()) - sum(found.values())
        return {word: n for word, n in found.items() if n}

    def __repr__(self) -> str:
        ends = [f"{n} {word}" for word, n in self.endings().items()]
        return one_line_of(
            "Run", f"{self.scenario.name} replication {self.replication}", *ends, f"{len(self.journal)} events"
        )

    def _repr_html_(self) -> str:
        ends = self.endings()
        n = max(1, sum(ends.values()))
        rows = [(word, str(number), f"{100 * number / n:.0f} %") for word, number in ends.items()]
        said = f"Of {n} accounts {ends.get(phrases.OUTCOMES[Status.WON], 0)} bought from us."
        origin = f"{len(self.journal)} events in the journal; scenario {self.scenario.fingerprint}; one replication, so mostly luck"
        title = f"{self.scenario.name}, replication {self.replication}"
        return card(title, [said], [("ending", "accounts", "share"), *rows], origin)

    @property
    def totals(self) -> np.ndarray:
        """The sums the outcomes are computed from, by batch, shape (n_batches,), dtype ``tallies.TOTALS``."""
        return self._folded[1]

    @cached_property
    def outcomes(self) -> dict[str, float]:
        """The outcomes of this run by name; NaN where nothing happened to average over."""
        values = run_outcomes(self.totals, self.scenario)
        return {outcome.name: float(value) for outcome, value in zip(OUTCOMES, values, strict=True)}


def simulate(
    scenario: Scenario,
    replication: int = 0,
    engine: str | None = None,
    rep_policy: "RepPolicy | None" = None,
    watch: "Watch | None" = None,
) -> Run:
    """Run one replication of a scenario and keep its whole journal.

    Parameters
    ----------
    scenario : Scenario
        What to simulate.
    replication : int
        Which luck to use, from 0; the same number gives the same luck in every scenario with the same seed.
    engine : {"compiled", "reference"}, optional
        Overrides the scenario's own choice; both give the same journal.
    rep_policy : callable (model, account) -> rep number, optional
        Chooses the rep for an account in Python, on the reference engine only.
    watch : callable (events so far), optional
        Told every few milliseconds inside a run of the compiled engine; it may raise to stop.

    Returns
    -------
    Run
        The journal and what follows from it: journeys, outcomes, endings.

    Raises
    ------
    InputProblem
        If the engine is not known, or the compiled engine is asked to run an extension written in Python.
    """
    if _engine(scenario, engine) == "reference":
        from buyermaze.simulator.engines.reference.model import BuyerMaze

        return Run(scenario, replication, BuyerMaze(scenario, replication, rep_policy).run().journal)
    refuse_engine(scenario, "compiled")
    if rep_policy is not None:
        raise InputProblem("the compiled engine cannot run a rep policy written in Python; use engine='reference'")
    from buyermaze.simulator.engines.compiled.driver import run

    return Run(scenario, replication, run(*_start(scenario, replication), pauses=own_moments(scenario), watch=watch))


def simulate_with(scenario: Scenario, change: Intervention, replication: int = 0, engine: str | None = None) -> Run:
    """Run one replication in which one account is changed on one day, and keep its whole journal.

    Parameters
    ----------
    scenario, replication, engine
        As for ``simulate``.
    change : Intervention
        As ``interventions.checked`` returns it. Everything up to and including the first moment of its day happens
        as without it.

    Raises
    ------
    InputProblem
        If the account has not arrived, has decided, or has no such person.
    """
    hours = change.day * HOURS_PER_DAY
    if _engine(scenario, engine) == "reference":
        from buyermaze.simulator.engines.reference.model import BuyerMaze

        model = BuyerMaze(scenario, replication).run_until(hours)
        apply(model.world, change)
        return Run(scenario, replication, model.run().journal)
    refuse_engine(scenario, "compiled")
    from buyermaze.simulator.engines.compiled.driver import run

    n_applied = 0

    def interfere(world: Any) -> None:
        nonlocal n_applied
        n_applied += 1
        apply(world, change)

    pauses = merge(own_moments(scenario), [(hours, interfere)], key=lambda each: each[0])
    rows = run(*_start(scenario, replication), pauses=pauses)
    if not n_applied:
        raise InputProblem(f"account {change.account} has already decided on day {change.day:g}; choose an earlier day")
    return Run(scenario, replication, rows)


def _engine(scenario: Scenario, engine: str | None) -> str:
    engine = engine or scenario.run.engine
    if engine not in ENGINES:
        raise InputProblem(f"no engine is called '{engine}'; {remedy(engine, ENGINES)}")
    return engine


def _start(scenario: Scenario, replication: int) -> tuple[Any, np.uint64]:
    """Return what the compiled engine starts from: parameters and luck."""
    return pack(scenario), run_key(scenario.run.seed, replication)
