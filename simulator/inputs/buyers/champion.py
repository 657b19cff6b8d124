"""Who carries a purchase inside the buyers' own company."""

from buyermaze.simulator.inputs.grammar.fields import Sheet, number


class Champion(Sheet):
    """Who carries the purchase, in the first seat: how well, and with what weight."""

    skill: float = number(1, 0.1, 10, "factor", "How well champions win others over and carry a case upwards; mean.")
    skill_sd: float = number(0, 0, 2, "log sd", "Spread of that skill between champions; 0: all alike.")
    standing: float = number(1, 0.1, 10, "factor", "Weight of a champion's word in the group beside the persona's own; mean.")
    standing_sd: float = number(0, 0, 2, "log sd", "Spread of that standing; 0: all alike.")
    share_inherited: float = number(
        1, 0.1, 1, "share", "Part of the skill in carrying this purchase that is left with who comes after a champion who left."
    )
