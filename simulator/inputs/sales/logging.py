"""What reps write down of their conversations."""

from buyermaze.simulator.inputs.grammar.fields import Sheet, number


class Logging(Sheet):
    """Whether reps write conversations down; as shipped every one of them is in the files."""

    p_logged: float = number(
        1, 0, 1, "probability", "Habit: chance that a rep writes a conversation down; what is not, our systems never see.",
        "sales people resist such systems (Speier & Venkatesh 2002), direction; sweep 0.3 to 1", "D",
    )  # fmt: skip
    spread: float = number(
        0,
        0,
        0.5,
        "probability",
        "How far habits of reps differ, up or down from that chance; each has a habit of their own.",
    )
