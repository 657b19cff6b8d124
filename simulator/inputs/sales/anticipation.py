"""Guessing the next question: what reps prepare for, and what content puts before readers."""

from buyermaze.simulator.inputs.grammar.fields import Sheet, number


class Anticipation(Sheet):
    """Preparing for the question a buyer is expected to bring; as shipped nobody does, and no content is fitted to a guess."""

    p_prepared: float = number(
        0, 0, 1, "probability", "Chance that a rep prepares an answer to the question that is expected next."
    )
    p_hit: float = number(
        0.6, 0, 1, "probability",
        "Chance that the guess is right for a buyer we know all of; of others one question is as likely as another.",
        "some sellers know customers' needs better than others (Homburg et al. 2009), direction; sweep 0.2 to 0.9", "D",
    )  # fmt: skip
    gain: float = number(0.3, 0, 1, "share", "How much better a prepared answer fits when the guess was right.")
    hours_missed: float = number(
        1, 0, 40, "h", "Selling time lost when the guess was wrong: what was prepared is of no use."
    )
    p_offered: float = number(
        0, 0, 1, "probability", "Chance that our content puts an answer to the question expected next before a reader."
    )
    cost_data: float = number(
        80_000, 0, 1e7, "USD/year",
        "Yearly cost of data and software for guesses put before readers; in proportion to how often one is.",
        "order of list prices of personalisation software", "C",
    )  # fmt: skip
