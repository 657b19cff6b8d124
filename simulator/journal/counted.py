"""Which accounts of a run count: those that set out within the observation window."""

from typing import Any

import numpy as np

from buyermaze.simulator.core.vocabulary import Kind
from buyermaze.simulator.inputs.timeline import timeline


def counted(run: Any) -> np.ndarray:
    """Return the accounts of a run that count: those that set out within the observation window.

    Parameters
    ----------
    run
        What ``simulate`` returns: ``journal``, ``scenario``.

    Returns
    -------
    ndarray of int
        Arrival ordinals, in order of arrival.
    """
    when = timeline(run.scenario)
    arrived = run.journal[run.journal["kind"] == Kind.ARRIVED]
    within = (arrived["time"] >= when.window_from) & (arrived["time"] < when.window_to)
    return np.asarray(arrived["account"][within])


def counted_rows(run: Any) -> np.ndarray:
    """Return the journal rows of the counted accounts, in journal order."""
    return np.asarray(run.journal[is_counted(run)])


def is_counted(run: Any) -> np.ndarray:
    """Return for every journal row whether it is about a counted account, shape (rows,), bool."""
    return np.isin(run.journal["account"], counted(run))


def counted_real(run: Any) -> np.ndarray:
    """Return the counted accounts with a real project behind them."""
    arrived = run.journal[run.journal["kind"] == Kind.ARRIVED]
    return np.intersect1d(counted(run), arrived["account"][arrived["detail"] == 1])
