"""Contacts that go cold (not ours), and winning them back (ours to decide)."""

from buyermaze.simulator.inputs.grammar.fields import Sheet, number


class Cold(Sheet):
    """When a contact has gone cold; as shipped nobody does."""

    days: float = number(
        0, 0, 1000, "working days", "Time without a visit or mail of ours read after which a contact is cold; 0: never."
    )
    share_opening: float = number(
        0.4, 0, 1, "share", "Chance of a cold contact to open our mail, of that of a warm one.",
        "customers lapse, and are won back at a price (Thomas, Blattberg & Fox 2004), direction; sweep 0.2 to 0.8", "D",
    )  # fmt: skip


class Reactivation(Sheet):
    """Winning cold contacts back; as shipped nobody tries."""

    share_tried: float = number(
        0,
        0,
        1,
        "share",
        "Cold contacts that get an offer of their own instead of a mail; it is opened as by a warm one.",
    )
    cost: float = number(40, 0, 10_000, "USD", "Cost of one such offer.")
