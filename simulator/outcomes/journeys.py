"""One record per journey: room for more of them, and a tidy table."""

from typing import TYPE_CHECKING

import numpy as np

from buyermaze.simulator.outcomes.tallies import Tally, new_journeys

if TYPE_CHECKING:
    import pandas


def grow(journeys: np.ndarray) -> np.ndarray:
    """Return twice as many records, with every used one moved to its new place.

    A record lives at ``account % len(journeys)``; records that were apart stay apart when the length doubles.
    """
    larger = new_journeys(2 * len(journeys))
    used = journeys[journeys["account"] >= 0]
    larger[used["account"] % len(larger)] = used
    return larger


def journeys_frame(journeys: np.ndarray) -> "pandas.DataFrame":
    """Return one tidy line per journey, in order of arrival: account, whether it is still open, and every tally."""
    import pandas

    used = journeys[journeys["account"] >= 0]
    used = used[np.argsort(used["account"], kind="stable")]
    columns = {"account": used["account"], "open": used["open"] == 1}
    columns.update({tally.name.lower(): used["number"][:, tally] for tally in Tally})
    return pandas.DataFrame(columns)
