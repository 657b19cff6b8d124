"""Publishing scores: what surveys say of a rep is shown to everybody, and reps act on it, well and badly."""

from buyermaze.simulator.inputs.grammar.fields import Sheet, number, switch


class Scores(Sheet):
    """Scores on the wall; as shipped they are hidden and change nobody's behaviour."""

    published: bool = switch(
        False, "Scores of surveys are shown rep by rep and count for them; hidden scores change nobody's behaviour."
    )
    share_heeded: float = number(
        0.3, 0, 1, "share", "Conversations that would push the sale and answer the need where scores are published; sweep 0 to 1."
    )
    p_screened: float = number(
        0.3, 0, 1, "probability", "Chance that somebody who is not happy is not asked where scores are published; sweep 0 to 1."
    )
    p_pleaded: float = number(
        0.3, 0, 1, "probability",
        "Chance that a high mark is asked for and the answer is a point higher where scores are published; sweep 0 to 1.",
    )  # fmt: skip
    cost: float = number(20_000, 0, 1e6, "USD/year", "Yearly cost of publishing scores rep by rep.")
