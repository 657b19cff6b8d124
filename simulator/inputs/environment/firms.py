"""How many firms there are to be won, and what they remember."""

from buyermaze.simulator.inputs.grammar.fields import Sheet, count, number


class Pool(Sheet):
    """How many firms there are to be won; as shipped without end, so that everybody who sets out is new."""

    n_firms: int = count(
        0,
        0,
        200_000,
        "firms",
        "Firms of the market, each with one purchase at a time; fewer inquiries come while many are busy; 0: without end.",
    )
    weeks_rest: float = number(
        50, 0, 1000, "weeks", "Mean time after a project that ended without a purchase until a firm may set out again."
    )
    weeks_remembered: float = number(
        100, 0.1, 10_000, "weeks", "Time after which 37 % is left of what a firm knew, thought and trusted when it last ended."
    )
