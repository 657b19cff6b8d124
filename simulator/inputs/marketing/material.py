"""What buyers ask for before they meet a rep."""

from buyermaze.simulator.inputs.grammar.fields import Sheet, number


class Material(Sheet):
    """What buyers ask of us before they meet a rep; as shipped nobody does."""

    p_asked: float = number(
        0, 0, 1, "probability", "Chance that somebody who asks for a rep wants to read something on the question first."
    )
    days_slip: float = number(
        5, 0, 100, "working days", "Mean time by which the meeting slips where our content holds nothing on it. Sweep 1 to 20."
    )
