"""The rivals: two vendors, each with an organisation, a price and a product of its own."""

from buyermaze.simulator.inputs.grammar.fields import Name, Sheet, number, switch, table


class Rival(Sheet):
    """One rival's organisation as buyers meet it; it has no queue, and does not react to us."""

    name: Name = table("rival", "Name used in journals and stories.")
    p_known: float = number(0.5, 0, 1, "probability", "Chance that a buyer knows this rival at the start.")
    hours_wait: float = number(10, 0, 200, "working h", "Mean wait for one of its reps, its own hand-offs included.")
    skill: float = number(0.8, 0, 2, "factor", "What its reps teach relative to the channel table.")
    skill_digital: float = number(0.75, 0, 2, "factor", "What its content teaches relative to the channel table.")
    share_known: float = number(
        1.0, 0, 1, "share", "Conversations in which its reps know the buyer's situation; one function knows more."
    )
    penalty_unknown: float = number(0.5, 0, 1, "share", "Usefulness lost in its conversations out of context.")
    message_gap: float = number(0.3, 0, 3, "value units", "Spread between what its marketing and its sales claim.")
    promise: float = number(0.7, 0, 3, "value units", "How much it exaggerates.")
    edge: float = number(0, -2, 2, "value units", "True quality advantage of its product.")
    price: float = number(0, -0.9, 3, "share", "Its price above the going rate.")
    price_open: bool = switch(False, "Its price is published; otherwise it is heard in the first conversation.")


RIVALS = (Rival(name="rival 1"), Rival(name="rival 2"))
