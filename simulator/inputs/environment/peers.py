"""Who knows whom: accounts linked by segment and region, and what customers tell those who know them."""

from buyermaze.simulator.core.acquaintance import N_LINKS
from buyermaze.simulator.inputs.grammar.fields import Sheet, count, number


class Peers(Sheet):
    """Peers as a network of named accounts; as shipped nobody knows anybody by name, and whoever is asked is one of a circle."""

    n_links: int = count(
        0, 0, N_LINKS, "accounts",
        "Accounts that set out before and that each account knows: mostly of its own segment and region; 0: none.",
        "similarity breeds connection (McPherson, Smith-Lovin & Cook 2001), direction; sweep 0 to 8", "D",
    )  # fmt: skip
    p_tells: float = number(
        0.3,
        0,
        1,
        "probability",
        "Chance that a customer of ours tells an account that knows it, unasked, at that account's next meeting.",
    )
