"""What happens inside the window, whoever it was for: our people's hours, waits, fixes, who came and went."""

from buyermaze.simulator.core.vocabulary import Kind
from buyermaze.simulator.model.compiler.rule import rule


@rule
def batch_of(time, window_from, hours_batch, n) -> int:  # type: ignore[no-untyped-def]
    """Return the part of the window a moment belongs to."""
    return int(min(n - 1, int((time - window_from) / hours_batch)))


@rule
def book_in_window(row, kind, total) -> None:  # type: ignore[no-untyped-def]
    """Book what happened inside the window, whoever it was for."""
    if kind == Kind.SERVED:
        total["hours_served"] += row["hours"]
        total["hours_waited"] += row["value"]
        total["n_served"] += 1.0
    elif kind == Kind.GAVE_UP:
        total["hours_waited"] += row["value"]
        total["n_gave_up"] += 1.0
    elif kind == Kind.LEAD_WORK:
        total["hours_lead_work"] += row["hours"]
    elif kind == Kind.OUTBOUND:
        total["hours_outbound"] += row["hours"]
    elif kind == Kind.RECOVERY:
        total["hours_recovery"] += row["hours"]
    elif kind == Kind.FIXED:
        total["n_fixed"] += 1.0
    elif kind == Kind.REP_STARTED:
        total["n_started"] += 1.0
    elif kind == Kind.REP_LEFT:
        total["n_left"] += row["detail"]


@rule
def book_empty_seat(row, totals) -> None:  # type: ignore[no-untyped-def]
    """Book the hours for which a seat had been empty in the parts of the window they fell into."""
    for b in range(len(totals)):
        total = totals[b]
        begins = max(total["since"], row["time"] - row["value"])
        ends = min(total["since"] + total["hours"], row["time"])
        if ends > begins:
            total["hours_empty"] += ends - begins
