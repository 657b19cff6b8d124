"""Booking rows of happenings in a journey's record, by kind; what they add up to is told by the module of each happening."""

from typing import Final

from buyermaze.simulator.core.vocabulary import GOOD_WORDS, Channel, Kind, Reason
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.outcomes.books.tallies import Tally

OFFERED: Final = (
    Kind.PILOT, Kind.PILOT_SEEN, Kind.SENT_UP, Kind.BARGAINED, Kind.PACKAGE, Kind.HEARD,
    Kind.ENLISTED, Kind.CAMPAIGN, Kind.CROWDED, Kind.MATERIAL,
)  # fmt: skip


@rule
def book_happening(row, kind, number) -> None:  # type: ignore[no-untyped-def]
    """Book a row of a happening."""
    if kind == Kind.REASSIGNED:
        number[Tally.N_REASSIGNED] += 1.0
        number[Tally.KNOWN_LOST] += row["value"]
        if row["detail"] == 1.0:
            number[Tally.NEW_REP] = 1.0
    elif kind == Kind.MISREAD:
        number[Tally.MISREAD] = 1.0
        if row["reason"] == Reason.RECOVERED:
            number[Tally.MISREAD_RIGHTED] = 1.0
    elif kind == Kind.PREPARED and row["channel"] == Channel.CONTENT:
        number[Tally.N_PUT_BEFORE] += 1.0
        if row["reason"] == Reason.FORESEEN:
            number[Tally.N_PUT_BEFORE_HIT] += 1.0
    elif kind == Kind.PREPARED:
        number[Tally.N_PREPARED] += 1.0
        number[Tally.HOURS_MISSED] += row["value"]
        if row["reason"] == Reason.FORESEEN:
            number[Tally.N_GUESSED] += 1.0
    elif kind == Kind.RECOMMENDED:
        number[Tally.RECOMMENDED] = 1.0
    elif kind == Kind.DELIVERED_LATE:
        number[Tally.N_LATE] += 1.0
    elif kind == Kind.BILLED_WRONG:
        number[Tally.N_BILLS_WRONG] += 1.0
    elif kind == Kind.CONTRACT_STUCK:
        number[Tally.N_CONTRACTS_STUCK] += 1.0
    elif kind == Kind.MET_CUSTOMERS:
        number[Tally.N_MET_CUSTOMERS] += 1.0
    elif kind == Kind.STEERED:
        number[Tally.N_STEERED] += 1.0
    elif kind == Kind.LISTENED:
        number[Tally.N_LISTENED] += 1.0
    elif kind == Kind.WON_BACK:
        number[Tally.N_TRIED] += row["value"]
        number[Tally.N_WON_BACK] += row["detail"]
    elif kind == Kind.STEP:
        number[Tally.N_STEPS] += 1.0
        if row["reason"] == Reason.REFUSED:
            number[Tally.N_STEPS_REFUSED] += 1.0
    elif kind == Kind.ENLISTED or kind == Kind.CAMPAIGN or kind == Kind.CROWDED or kind == Kind.MATERIAL:
        _book_campaign(row, kind, number)
    else:
        _book_offer(row, kind, number)


@rule
def book_wait(row, number) -> None:  # type: ignore[no-untyped-def]
    """Book the wait of a request to our reps that was settled, and whether the account is one they found by a call."""
    number[Tally.HOURS_WAITED] += row["value"]
    if number[Tally.N_CALLS_AGREED] > 0.0:
        number[Tally.N_OWN_SETTLED] += 1.0
        number[Tally.HOURS_OWN_WAITED] += row["value"]


@rule
def _book_campaign(row, kind, number) -> None:  # type: ignore[no-untyped-def]
    """Book who entered a campaign, what its steps did, and what was asked for before a meeting."""
    if kind == Kind.ENLISTED:
        number[Tally.HELD_OUT if row["reason"] == Reason.HELD_OUT else Tally.ENLISTED] = 1.0
    elif kind == Kind.CAMPAIGN:
        number[Tally.N_CONTACTED] += row["value"]
        number[Tally.N_OPENED] += row["detail"]
        if row["channel"] == Channel.EVENT:
            number[Tally.N_GUESTS] += row["detail"]
            number[Tally.HOURS_EVENT] += row["hours"]
        else:
            number[Tally.HOURS_EMAIL] += row["hours"]
    elif kind == Kind.CROWDED:
        number[Tally.N_CROWDED] += row["value"]
    else:
        number[Tally.N_MATERIAL] += 1.0
        if row["reason"] == Reason.DEAD_END:
            number[Tally.N_MATERIAL_MISSED] += 1.0
            number[Tally.HOURS_SLIPPED] += row["value"]


@rule
def _book_offer(row, kind, number) -> None:  # type: ignore[no-untyped-def]
    """Book a pilot, a package picked, a price bargained over, a customer of ours heard."""
    if kind == Kind.PILOT:
        number[Tally.N_PILOTS] += 1.0
        number[Tally.PILOTED] = 1.0
        number[Tally.HOURS_REP] += row["hours"]
    elif kind == Kind.PILOT_SEEN:
        number[Tally.N_PILOTS_SEEN] += 1.0
        if row["reason"] == Reason.FAILED:
            number[Tally.N_PILOTS_FAILED] += 1.0
    elif kind == Kind.SENT_UP:
        number[Tally.N_SENT_UP] += 1.0
        number[Tally.HOURS_SENT_UP] += row["value"]
    elif kind == Kind.BARGAINED and row["vendor"] == 0:
        number[Tally.ASKED_LESS] = 1.0
        number[Tally.TAKEN_OFF] += row["value"]
        number[Tally.ASKED_OFF] += row["detail"]
        number[Tally.REFUSED_OFF] += row["detail"] - row["value"]
        number[Tally.HOURS_REP] += row["hours"]
    elif kind == Kind.BARGAINED:
        number[Tally.HOURS_RIVAL_REP] += row["hours"]
    elif kind == Kind.PACKAGE:
        number[Tally.N_PICKED] += 1.0
        number[Tally.PACKAGES_UP] += row["value"]
        if row["value"] != 0.0:
            number[Tally.N_PICKED_OTHER] += 1.0
        if row["detail"] > 0.0:
            number[Tally.N_PICKED_WRONG] += 1.0
    elif kind == Kind.HEARD:
        number[Tally.N_HEARD] += 1.0
        number[Tally.REACHED] = 1.0
        if row["reason"] != Reason.NONE:
            number[Tally.N_WORDS] += 1.0
            if row["reason"] in GOOD_WORDS:
                number[Tally.N_GOOD_WORDS] += 1.0
        if row["channel"] < 0:
            number[Tally.N_UNASKED] += 1.0
