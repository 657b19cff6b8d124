"""What a touch leaves behind of the company whose touch it was."""

from buyermaze.simulator.inputs.grammar.fields import Sheet, number


class Impression(Sheet):
    """How far a company is one to its buyers; as shipped every channel is trusted for itself."""

    share_carried: float = number(
        0, 0, 1, "share",
        "Part of the trust that a touch adds or takes in one channel of a vendor that its other channels gain or lose as well.",
        "halo effect (Nisbett & Wilson 1977), direction; sweep 0 to 1", "D",
    )  # fmt: skip
