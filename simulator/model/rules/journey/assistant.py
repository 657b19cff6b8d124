"""AI assistants: how much they can answer, how often they are wrong, whose words they repeat, what a seller puts right."""

from buyermaze.simulator.model.compiler.rule import rule

LEAST_ANSWERED = 0.2  # match of an answer on what nobody has published anything about; assumption


@rule
def answered(published: float) -> float:
    """Return how well an assistant answers a question: it knows what has been published.

    ``published``: share of the question that vendors' published content answers, 0 to 1.
    """
    return LEAST_ANSWERED + (1.0 - LEAST_ANSWERED) * published


@rule
def p_misled(p_wrong: float, published: float) -> float:
    """Return the chance that an assistant's answer misleads: it makes up what it did not find.

    ``p_wrong``: chance where nothing is published.
    ``published``: share of the question that vendors' published content answers, 0 to 1.
    """
    return p_wrong * (1.0 - published)


@rule
def retold(echo: float, own_words: float, talk: float) -> float:
    """Return the bias of an assistant's answer about a vendor, value units: its own words, and what its customers say.

    Nobody sees whose words they are, and so nobody discounts them.

    ``echo``: part that is the vendor's own words, 0 to 1.
    ``own_words``: bias of what the vendor publishes, value units.
    ``talk``: bias of what customers say, value units.
    """
    return echo * own_words + (1.0 - echo) * talk


@rule
def is_put_right(error: float, about_own: bool, pushes: bool) -> bool:
    """Return whether a seller corrects what an assistant got wrong.

    Of the own offer, and of change, everything, by a seller who pushes only what speaks against it; of other vendors only
    what speaks for them.

    ``error``: what the answer was off by, value units.
    ``about_own``: whether it is about the seller's own offer, or about change.
    ``pushes``: whether the seller pushes the sale.
    """
    if about_own:
        return error < 0.0 or not pushes
    return error > 0.0
