"""A new rule of an authority: what it undoes in open purchases, and who was ready for it."""

from buyermaze.simulator.inputs.grammar.fields import Sheet, number


class Regulation(Sheet):
    """What a new rule does to the purchases it strikes; it matters where ``shocks`` has one."""

    share_anew: float = number(
        0.3, 0, 1, "share", "Part of settled requirements, and of what was verified of vendors, that has to be worked out anew."
    )
    gap: float = number(
        0.5, 0, 5, "value units", "What an offer that does not meet the rule is worth less, known to everybody."
    )
    p_rivals_meet: float = number(
        0.5, 0, 1, "probability", "Chance that a rival's offer to an account meets the rule when it comes."
    )


class Compliance(Sheet):
    """Following what authorities prepare; as shipped nobody does, and our offer meets a new rule by chance."""

    p_meets: float = number(
        0.5, 0, 1, "probability", "Chance that our offer to an account meets a new rule when it comes."
    )
    cost: float = number(
        200_000, 0, 1e7, "USD/year", "Yearly cost of every offer meeting every rule; nothing up to 0.5, in proportion above."
    )
