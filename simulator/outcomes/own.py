"""Outcomes of one's own: a function of a journal and its scenario, as an outcome like any other."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from buyermaze.simulator.core.errors import InputProblem, error_said
from buyermaze.simulator.core.plain_text import one_line
from buyermaze.simulator.core.vocabulary import Kind
from buyermaze.simulator.extensions.registry import PARTS, enter, words_of
from buyermaze.simulator.outcomes.books.outcome import Outcome, Unit
from buyermaze.simulator.outcomes.books.quantities import Quantity
from buyermaze.simulator.outcomes.definitions import LOWER, NAMES, OUTCOMES, UPPER

if TYPE_CHECKING:
    from buyermaze.simulator.inputs.sheets.scenario import Scenario

Counted = Callable[[Any, "Scenario"], "float | tuple[float, float]"]
FIELD = "own:"  # before the name of an outcome in totals
_failed: dict[str, str] = {}


def enter_outcome(
    name: str,
    function: Counted,
    unit: Unit = "count",
    better: Literal[1, 0, -1] = 0,
    label: str = "",
    meaning: str = "",
) -> None:
    """Enter an outcome of one's own.

    Parameters
    ----------
    name : str
        Its name, letters and underscores, with the prefix of its kind (``n_``, ``share_``, ``days_`` ...).
    function : callable (journal, scenario) -> number or (number, number)
        Called once for every batch of a run with the rows of the accounts that set out in it. Two numbers are an upper and
        a lower sum, whose ratio over all batches is the outcome; one number counts as a mean over batches.
    unit : {"share", "days", "hours", "USD", "points", "ratio", "bits", "count"}
        What it is measured in.
    better : {1, 0, -1}
        Whether more of it is better, less is, or neither.
    label : str, optional
        How a sentence calls it, by default its name in words.
    meaning : str, optional
        What it is, by default the first sentence of the function's docstring.
    """
    if name in NAMES and name not in PARTS:
        raise InputProblem(f"extension '{name}': there is an outcome of this name; choose another")
    words = words_of(name, "label", label or str(name).replace("_", " "))
    words_of(name, "unit", unit)
    part = enter(name, "outcome", function, meaning)
    above = Quantity(f"upper sum of {name}", lambda run: _sum_of(run.totals, name, 0))
    below = Quantity(f"lower sum of {name}", lambda run: _sum_of(run.totals, name, 1))
    outcome = Outcome(name, words, unit, "run", better, part.meaning, above, below)
    if name in NAMES:
        OUTCOMES[NAMES.index(name)] = outcome
        return
    OUTCOMES.append(outcome)
    NAMES.append(name)
    UPPER.append(above)
    LOWER.append(below)


def forget_outcome(name: str) -> None:
    """Take a part out again, and where it is an outcome, out of the lists of outcomes."""
    part = PARTS.pop(name, None)
    _failed.pop(name, None)
    if part is not None and part.kind == "outcome":
        place = NAMES.index(name)
        for listed in (OUTCOMES, NAMES, UPPER, LOWER):
            del listed[place]


def own_outcomes() -> list[str]:
    """Return the names of all outcomes of one's own, in the order in which they were entered."""
    return [name for name, part in PARTS.items() if part.kind == "outcome"]


def with_own(totals: np.ndarray, journal: Any, scenario: "Scenario", window: tuple[float, float]) -> np.ndarray:
    """Return totals with the two sums of every outcome of one's own beside them.

    Parameters
    ----------
    totals : ndarray of tallies.TOTALS, shape (n_batches,)
        Totals of one run.
    journal : recarray of model.state.ROW, shape (rows,)
        Its whole journal.
    scenario : Scenario
        What was run.
    window : (float, float)
        The observation window, working hours since the start of the run.

    Returns
    -------
    ndarray, shape (n_batches,)
        NaN for an outcome whose function stopped with an error; ``failures`` says which.
    """
    names = own_outcomes()
    wide = np.zeros(len(totals), [*totals.dtype.descr, *((FIELD + name, np.float64, (2,)) for name in names)])
    for field in totals.dtype.names or ():
        wide[field] = totals[field]
    for b, rows in enumerate(_of_batches(journal, window, len(totals))):
        for name in names:
            try:
                found = PARTS[name].what(rows, scenario)
                wide[FIELD + name][b] = found if isinstance(found, tuple) else (float(found), 1.0)
                _failed.pop(name, None)
            except Exception as error:
                wide[FIELD + name][b] = np.nan
                why = one_line(error_said(error), 200)
                _failed[name] = f"the outcome '{name}' of {PARTS[name].origin} stopped with {why}"
    return wide


def refuse_failed(names: Any) -> None:
    """Refuse an answer about an outcome of one's own whose function stopped with an error."""
    for name in names:
        if name in _failed:
            raise InputProblem(_failed[name])


def failures() -> list[str]:
    """Return a sentence for every outcome of one's own that could not be computed."""
    return list(_failed.values())


def _sum_of(totals: np.ndarray, name: str, place: int) -> float:
    field = FIELD + name
    return float(totals[field][0, place]) if field in (totals.dtype.names or ()) else float("nan")


def _of_batches(journal: Any, window: tuple[float, float], n: int) -> list[Any]:
    """Return the rows of the accounts that set out in each batch of the window, in order."""
    arrived = journal[
        (journal["kind"] == Kind.ARRIVED) & (journal["time"] >= window[0]) & (journal["time"] < window[1])
    ]
    batch_of = np.full(1 + int(journal["account"].max(initial=0)), -1)
    hours = (window[1] - window[0]) / n
    batch_of[arrived["account"]] = np.minimum(n - 1, ((arrived["time"] - window[0]) / hours).astype(int))
    batches = np.where(journal["account"] >= 0, batch_of[np.maximum(journal["account"], 0)], -1)
    return [journal[batches == b] for b in range(n)]
