"""Booking what our people do with what they know: talks written down, accounts handed on, segments misread, talks led."""

from buyermaze.simulator.core.vocabulary import Kind, Reason
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.outcomes.tallies import Tally


@rule
def book_people(row, kind, number) -> None:  # type: ignore[no-untyped-def]
    """Book an account that lost its rep or was misread, a guess, a step insisted on, service, contacts won back."""
    if kind == Kind.REASSIGNED:
        number[Tally.N_REASSIGNED] += 1.0
        number[Tally.KNOWN_LOST] += row["value"]
        if row["detail"] == 1.0:
            number[Tally.NEW_REP] = 1.0
    elif kind == Kind.MISREAD:
        number[Tally.MISREAD] = 1.0
        if row["reason"] == Reason.RECOVERED:
            number[Tally.MISREAD_RIGHTED] = 1.0
    elif kind == Kind.PREPARED:
        number[Tally.N_PREPARED] += 1.0
        number[Tally.HOURS_MISSED] += row["value"]
        if row["reason"] == Reason.FORESEEN:
            number[Tally.N_GUESSED] += 1.0
    elif kind == Kind.DELIVERED_LATE:
        number[Tally.N_LATE] += 1.0
    elif kind == Kind.BILLED_WRONG:
        number[Tally.N_BILLS_WRONG] += 1.0
    elif kind == Kind.LISTENED:
        number[Tally.N_LISTENED] += 1.0
    elif kind == Kind.WON_BACK:
        number[Tally.N_TRIED] += row["value"]
        number[Tally.N_WON_BACK] += row["detail"]
    elif kind == Kind.STEP:
        number[Tally.N_STEPS] += 1.0
        if row["reason"] == Reason.REFUSED:
            number[Tally.N_STEPS_REFUSED] += 1.0
