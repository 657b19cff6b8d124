"""Outcomes by segment of the market: which segment an account belongs to, and what comes of each."""

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from buyermaze.simulator.core.vocabulary import Cover, Draw, Kind, words
from buyermaze.simulator.model.parameters import pack
from buyermaze.simulator.model.rules.luck.draws import child_key, draw, run_key
from buyermaze.simulator.model.steps.environment.firms import FIRM_KEYS
from buyermaze.simulator.outcomes.books.quantities import Books
from buyermaze.simulator.outcomes.books.sums import YEARS
from buyermaze.simulator.outcomes.books.tallies import Tally, summed
from buyermaze.simulator.outcomes.definitions import OUTCOMES, run_outcomes

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario

History: TypeAlias = Any  # a ``runs.history.History``, which itself builds on this module


def segments_of(run: History, accounts: np.ndarray) -> np.ndarray:
    """Return the place in the market's list of each account's segment, which its own luck decides, or its firm's.

    Parameters
    ----------
    run : History
        What happened.
    accounts : ndarray of int, shape (n,)
        Arrival ordinals, each of an account that arrived.

    Returns
    -------
    ndarray of int64, shape (n,)
    """
    n_segments = len(run.scenario.market.segments)
    if n_segments == 1:
        return np.zeros(len(accounts), dtype=np.int64)
    params = pack(run.scenario)
    root = run_key(run.scenario.run.seed, run.replication)
    kinds = run.journal["kind"]
    arrived, firms = run.journal[kinds == Kind.ARRIVED], run.journal[kinds == Kind.FIRM]
    came = dict(zip(arrived["account"].tolist(), arrived["time"].tolist(), strict=True))
    firm_of = dict(zip(firms["account"].tolist(), firms["value"].tolist(), strict=True))
    found = np.zeros(len(accounts), dtype=np.int64)
    for place, account in enumerate(accounts.tolist()):
        who = FIRM_KEYS + int(firm_of[account]) if account in firm_of else account
        luck = draw(np.uint64(child_key(root, who)), Draw.SEGMENT, 0, 0)
        epoch = int(np.searchsorted(params.epoch_from, came.get(account, 0.0), side="right")) - 1
        found[place] = np.searchsorted(params[max(0, epoch)].segment_upto[: n_segments - 1], luck, side="right")
    return found


def segment_frame(run: History, journeys: np.ndarray, totals: np.ndarray) -> "pandas.DataFrame":
    """Return what came of each segment: who served it, its serious accounts, every outcome of journeys and of people.

    Parameters
    ----------
    run : History
        What happened.
    journeys, totals : ndarray
        What its journal was folded into.

    Returns
    -------
    DataFrame
        One line per segment; NaN where an outcome averages over nothing. ``served_by`` says who sells there, one after the
        other where a plan changes it; ``commission`` is what partners keep, in USD a year. What belongs to the company as
        a whole (all other cost, use of reps' time) is left out.
    """
    import pandas

    counted = journeys[journeys["account"] >= 0]
    where = segments_of(run, counted["account"])
    covered = pack(run.scenario).segment_cover
    lines = []
    for place, segment in enumerate(run.scenario.market.segments):
        sellers = dict.fromkeys(words(Cover(int(by))) for by in covered[:, place])
        told = {"segment": segment.name, "served_by": ", then ".join(sellers)}
        lines.append(told | _line(run.scenario, counted[where == place], totals))
    return pandas.DataFrame(lines)


def _line(scenario: "Scenario", journeys: np.ndarray, totals: np.ndarray) -> dict[str, Any]:
    """Return the outcomes of some journeys as if they were all there are."""
    books = summed(totals)
    serious = journeys["number"][:, Tally.SERIOUS] == 1.0
    books["sum"][0, 0], books["sum"][0, 1] = (journeys["number"][serious == kind].sum(axis=0) for kind in (False, True))
    values = run_outcomes(books, scenario)
    told = {each.name: float(value) for each, value in zip(OUTCOMES, values, strict=True) if each.level != "run"}
    run = Books(books, scenario)
    return {"n_accounts": int(serious.sum()), "commission": run.commission() / YEARS.read(run), **told}
