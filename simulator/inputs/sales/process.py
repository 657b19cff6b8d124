"""A process with an order of its own (ours to decide), and how buyers take its steps (not ours)."""

from buyermaze.simulator.inputs.grammar.fields import Sheet, number


class Process(Sheet):
    """Stages that every account has to go through in our order; as shipped reps take up what buyers ask."""

    rigidity: float = number(
        0, 0, 1, "probability", "Chance that a rep insists on the step our process has next, whatever was asked.",
        "firms with a formal process report more revenue (Jordan & Kelly 2015), no cause shown; sweep 0 to 1", "D",
    )  # fmt: skip
    share_time: float = number(
        0.7,
        0.1,
        1,
        "share",
        "Selling time of a conversation led by a step, of that of an answer: it has been prepared once for all.",
    )


class StepReception(Sheet):
    """How buyers take a step they did not ask for."""

    p_refused: float = number(
        0.6,
        0,
        1,
        "probability",
        "Chance that a step is refused by somebody who has it behind them; less in proportion by others.",
    )
    annoyance: float = number(0.1, 0, 0.9, "share", "Trust in our reps lost by a step refused.")
