"""One record per journey: room for more of them, and a tidy table that says what it does not hold."""

from typing import TYPE_CHECKING, Final

import numpy as np

from buyermaze.simulator.outcomes.books.tallies import Tally, new_journeys

if TYPE_CHECKING:
    import pandas

# tallies that are yes or no; what counts begins with N_ or stands below; the rest are measures
FLAGS: Final = frozenset({
    Tally.SERIOUS, Tally.WON, Tally.LOST, Tally.NO_DECISION, Tally.OUTSIDE, Tally.STATUS_QUO, Tally.CONFLICT, Tally.DOUBT,
    Tally.APPROVAL, Tally.TOO_LONG, Tally.LEAD, Tally.ACCEPTED, Tally.OPPORTUNITY, Tally.MET_SELLER, Tally.VOTED,
    Tally.LEAD_ACCEPTED, Tally.LEAD_OPPORTUNITY, Tally.LEAD_WON, Tally.OPPORTUNITY_WON, Tally.OPPORTUNITY_NO_DECISION,
    Tally.VOTED_NO_DECISION, Tally.EFFORT_KNOWN, Tally.REOPENED, Tally.BUYER, Tally.BUYER_REGRETS, Tally.HIGH_QUALITY,
    Tally.CUSTOMER, Tally.CUSTOMER_REGRETS, Tally.NO_REGRET_WIN, Tally.DECIDED, Tally.RETURNED, Tally.RETURNED_WON,
    Tally.WITH_SALES, Tally.OBJECTION, Tally.CHAMPION_LEFT, Tally.CHAMPION_LEFT_NO_DECISION,
    Tally.NEW_REP, Tally.MISREAD, Tally.MISREAD_RIGHTED, Tally.MISREAD_WON,
    Tally.CALLED, Tally.CALLED_LATE, Tally.CALLED_WON, Tally.CALLED_LATE_WON,
    Tally.PILOTED, Tally.PILOTED_WON, Tally.ASKED_LESS, Tally.REACHED,
    Tally.ENLISTED, Tally.HELD_OUT, Tally.ENLISTED_WON, Tally.HELD_OUT_WON, Tally.STRUCK, Tally.DIVERTED, Tally.PLANTED,
    Tally.RECOMMENDED, Tally.RECOMMENDED_WON,
})  # fmt: skip
COUNTS: Final = frozenset({
    Tally.JOURNEYS, Tally.PEOPLE, Tally.PROMOTERS, Tally.DETRACTORS, Tally.RENEWED, Tally.MEMBERS, Tally.EXPANDED,
    Tally.WOULD_EFFORT_N, Tally.WOULD_SATISFIED, Tally.WOULD_SATISFIED_N, Tally.WOULD_NET, Tally.WOULD_NET_N,
    Tally.SAID_EFFORT_N, Tally.SAID_SATISFIED, Tally.SAID_SATISFIED_N, Tally.SAID_NET, Tally.SAID_NET_N,
    Tally.DETRACTORS_HARD, Tally.NEW_REP_DUE, Tally.NEW_REP_RENEWED, Tally.PACKAGES_UP,
})  # fmt: skip
# what exists only where a flag is set or something happened at least once
ONLY_WHERE: Final = {
    Tally.DECIDED: (Tally.HOURS_TO_DECISION,),
    Tally.WON: (
        Tally.HOURS_TO_WIN, Tally.PRICE_PAID, Tally.COMMISSION, Tally.TAKEN_OFF, Tally.PACKAGES_UP, Tally.N_LATE, Tally.N_PERIODS,
        Tally.N_CARED, Tally.N_ISSUES, Tally.N_ISSUES_OPEN, Tally.N_BILLS_WRONG, Tally.N_CONTRACTS_STUCK, Tally.N_MET_CUSTOMERS,
        Tally.N_LISTENED, Tally.N_ALERTS, Tally.N_RECOVERIES, Tally.NEW_REP,
    ),
    Tally.NO_DECISION: (
        Tally.OUTSIDE, Tally.STATUS_QUO, Tally.CONFLICT, Tally.DOUBT, Tally.APPROVAL, Tally.TOO_LONG,
        Tally.OBJECTION,
    ),
    Tally.LEAD: (Tally.LEAD_ACCEPTED, Tally.LEAD_OPPORTUNITY, Tally.LEAD_WON),
    Tally.OPPORTUNITY: (
        Tally.OPPORTUNITY_WON, Tally.OPPORTUNITY_NO_DECISION, Tally.PROGRESS_AT_US, Tally.HOURS_AT_US, Tally.CALLED,
    ),
    Tally.MET_SELLER: (Tally.PROGRESS_AT_SELLER,),
    Tally.VOTED: (Tally.VOTED_NO_DECISION,),
    Tally.WITH_SALES: (Tally.HOURS_WITH_SALES, Tally.SEEN_WITH_SALES),
    Tally.EFFORT_KNOWN: (Tally.EFFORT, Tally.EASE, Tally.MEMBERS),
    Tally.N_ASKED: (Tally.HOURS_WAITED,),
    Tally.BUYER: (
        Tally.REALISED, Tally.EXPECTED, Tally.SATISFACTION, Tally.REGRET, Tally.BUYER_REGRETS, Tally.HIGH_QUALITY,
    ),
    Tally.CUSTOMER: (
        Tally.CUSTOMER_REGRETS, Tally.CUSTOMER_REGRET, Tally.CUSTOMER_SATISFACTION, Tally.NO_REGRET_WIN, Tally.FORGONE,
        Tally.DISAPPOINTMENT, Tally.CONFLICTED, Tally.UNSURE, Tally.TOILED,
    ),
    Tally.N_RATINGS: (Tally.RATING, Tally.PROMOTERS, Tally.DETRACTORS),
    Tally.N_RATINGS_HARD: (Tally.DETRACTORS_HARD,),
    Tally.N_RENEWALS: (Tally.RENEWED, Tally.RENEWED_VALUE, Tally.EXPANDED, Tally.EXPANDED_VALUE),
    Tally.N_RECOVERIES: (Tally.HOURS_TO_RECOVERY,),
    Tally.WOULD_EFFORT_N: (Tally.WOULD_EFFORT,),
    Tally.WOULD_SATISFIED_N: (Tally.WOULD_SATISFIED,),
    Tally.WOULD_NET_N: (Tally.WOULD_NET,),
    Tally.SAID_EFFORT_N: (Tally.SAID_EFFORT,),
    Tally.SAID_SATISFIED_N: (Tally.SAID_SATISFIED,),
    Tally.SAID_NET_N: (Tally.SAID_NET,),
    Tally.RETURNED: (Tally.RETURNED_WON,),
    Tally.CHAMPION_LEFT: (Tally.CHAMPION_LEFT_NO_DECISION,),
    Tally.N_REASSIGNED: (Tally.KNOWN_LOST,),
    Tally.NEW_REP: (Tally.NEW_REP_DUE, Tally.NEW_REP_RENEWED),
    Tally.MISREAD: (Tally.MISREAD_RIGHTED, Tally.MISREAD_WON, Tally.HOURS_MISREAD),
    Tally.CALLED: (Tally.CALLED_LATE, Tally.CALLED_WON),
    Tally.CALLED_LATE: (Tally.CALLED_LATE_WON,),
    Tally.PILOTED: (Tally.PILOTED_WON,),
    Tally.N_OWN_SETTLED: (Tally.HOURS_OWN_WAITED,),
    Tally.ASKED_LESS: (Tally.ASKED_OFF, Tally.REFUSED_OFF),
    Tally.PLANTED: (Tally.RIPENESS,),
    Tally.ENLISTED: (Tally.ENLISTED_WON,),
    Tally.HELD_OUT: (Tally.HELD_OUT_WON,),
    Tally.N_MATERIAL_MISSED: (Tally.HOURS_SLIPPED,),
    Tally.N_SENT_UP: (Tally.HOURS_SENT_UP,),
    Tally.STRUCK: (Tally.DIVERTED,),
    Tally.RECOMMENDED: (Tally.RECOMMENDED_WON,),
}  # fmt: skip
CONDITION: Final = {tally: only for only, tallies in ONLY_WHERE.items() for tally in tallies}


def grow(journeys: np.ndarray) -> np.ndarray:
    """Return twice as many records, with every used one moved to its new place.

    A record lives at ``account % len(journeys)``; records that were apart stay apart when the length doubles.
    """
    larger = new_journeys(2 * len(journeys))
    used = journeys[journeys["account"] >= 0]
    larger[used["account"] % len(larger)] = used
    return larger


def journeys_frame(journeys: np.ndarray) -> "pandas.DataFrame":
    """Return one tidy line per journey, in order of arrival: account, whether it is still open, and every tally.

    Parameters
    ----------
    journeys : ndarray of tallies.JOURNEY, shape (n,)
        Records; empty ones are left out.

    Returns
    -------
    DataFrame
        Yes and no as ``boolean``, what is counted as ``Int64``, measures as ``Float64``. What does not apply to a journey is
        missing (``NA``), never 0: hours to a win that was none, regret of somebody who bought nothing.
    """
    import pandas

    used = journeys[journeys["account"] >= 0]
    used = used[np.argsort(used["account"], kind="stable")]
    columns = {"account": used["account"], "open": used["open"] == 1}
    columns.update({tally.name.lower(): _column(used["number"], tally) for tally in Tally})
    return pandas.DataFrame(columns)


def _column(number: np.ndarray, tally: Tally) -> "pandas.api.extensions.ExtensionArray":
    """Return a tally of all journeys, missing where it does not apply."""
    import pandas

    only = CONDITION.get(tally)
    missing = np.zeros(len(number), bool) if only is None else number[:, only] == 0.0
    values = number[:, tally]
    if tally in FLAGS:
        return pandas.arrays.BooleanArray(values != 0.0, missing)
    if tally in COUNTS or tally.name.startswith("N_"):
        return pandas.arrays.IntegerArray(values.astype(np.int64), missing)
    return pandas.arrays.FloatingArray(values.copy(), missing)
