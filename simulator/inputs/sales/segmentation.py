"""How well the company tells segments apart."""

from buyermaze.simulator.inputs.grammar.fields import Sheet, number


class Segmentation(Sheet):
    """How well the company tells segments apart; as shipped it knows the segment of whoever arrives."""

    p_misread: float = number(
        0,
        0,
        1,
        "probability",
        "Chance that an arriving account is taken for one of another segment, and sold to by who sells there.",
    )
    p_put_right: float = number(
        0.5, 0, 1, "probability", "Chance that a conversation with our rep shows what the account really is."
    )
    cost_research: float = number(
        0, 0, 1e7, "USD/year", "Yearly cost of research and data on who is who; set it with the chance of a mistake."
    )
