"""Quotas, and what is done at the end of a quarter to make them."""

from buyermaze.simulator.inputs.grammar.fields import Sheet, number


class Quarter(Sheet):
    """Quotas, and what is done in the last weeks of a calendar quarter to make them; nothing, as shipped."""

    quota: float = number(0, 0, 1e8, "USD/quarter", "Bookings expected of a rep in a quarter; 0: nothing is expected.")
    weeks_pressure: float = number(
        0, 0, 12, "weeks", "Last weeks of every quarter in which discounts are given and sales pushed; 0: none.",
        "deals bunch at the end of fiscal periods (Oyer 1998; Larkin 2014), direction; sweep 0 to 4", "A",
    )  # fmt: skip
    discount: float = number(
        0.1, 0, 0.5, "share", "Taken off the price for whoever meets a rep in those weeks; it stays with the buyer.",
        "7.6 % of deals' value lost to the timing of quarters in one software firm (Larkin 2014); sweep 0 to 0.3", "C",
    )  # fmt: skip
    share_pushed: float = number(
        0.3,
        0,
        1,
        "share",
        "Conversations of those weeks, of those that would answer the need, that push the sale instead.",
    )
