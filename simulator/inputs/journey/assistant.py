"""AI assistants that buyers ask: who asks one, how often and how far it is wrong, whose words it repeats, what is checked."""

from buyermaze.simulator.inputs.grammar.fields import Sheet, number


class Assistant(Sheet):
    """AI assistants as a channel; as shipped nobody asks one."""

    share_using: float = number(
        0,
        0,
        1,
        "share",
        "Stakeholders who ask an AI assistant at all; 0: there is none.",
        "94 % of buyers by one vendor's survey of 2026; off as shipped, to leave the market as it was calibrated",
        "C",
    )
    p_wrong: float = number(
        0.4,
        0,
        1,
        "probability",
        "Chance that an answer misleads where nothing is published; it falls to 0 with what is.",
        "over half of the users had met misleading answers by one survey, not per answer",
    )
    echo: float = number(
        0.5,
        0,
        1,
        "share",
        "Part of an answer that is vendors' own words, which pass for an independent source's; the rest is what customers say.",
    )
    check_pull: float = number(
        2.0,
        1,
        50,
        "factor",
        "How much more who was answered by an assistant seeks a seller, until the answers were gone through with one.",
        "most buyers check with a seller by surveys of 2025 and 2026, direction",
    )
