"""What is offered beside the product: pilots, packages, a price that is bargained over; ours to decide, and not ours."""

from buyermaze.simulator.inputs.grammar.fields import Sheet, count, number


class Discounts(Sheet):
    """Who of us may take how much off the list price when a buyer bargains; nobody does as shipped."""

    authority: float = number(
        0.05, 0, 0.5, "share", "Taken off the list price by a rep alone, in all; more at the end of a quarter (quarter.discount).",
        "most firms give reps little or none, and it went with better results in 181 of them (Frenzen et al. 2010); sweep 0 to 0.3",
        "D",
    )  # fmt: skip
    p_approved: float = number(0.6, 0, 1, "probability", "Chance that what is beyond a rep's authority is approved.")
    days_approval: float = number(5, 0, 250, "working days", "Mean time an approval takes; until then nobody votes.")
    cost_approval: float = number(500, 0, 100_000, "USD", "Cost of the people who look at one.")


class Pilot(Sheet):
    """The product tried before it is bought: cheap and short as a trial, dear and long as a pilot; none as shipped."""

    p_offered: float = number(
        0, 0, 1, "probability", "Chance that a group that has met us and knows its requirements is offered one."
    )
    days: float = number(30, 0, 500, "working days", "Time it takes; nobody votes before it is over.")
    hours: float = number(6, 0, 200, "h", "Time of every member who has joined.")
    support: float = number(0, 0, 1, "share", "Failures that our own people prevent.")
    cost: float = number(6_000, 0, 1e6, "USD", "Cost of one pilot to us.")
    cost_support: float = number(12_000, 0, 1e6, "USD", "Added cost of one at full support; less in proportion.")


class Packages(Sheet):
    """What buyers pick from; as shipped there is one."""

    n: int = count(1, 1, 3, "packages", "1: the standard one; 2: a larger one as well; 3: a smaller one as well.")
    step: float = number(0.2, 0, 0.9, "share", "Difference in price from one package to the next, of the list price.")
    cost: float = number(40_000, 0, 1e7, "USD/year", "Yearly cost of each package beside the standard one.")


class Bargaining(Sheet):
    """How buyers bargain: whoever settles terms beside the champion does, before the group votes; nobody as shipped."""

    p_asks: float = number(0, 0, 1, "probability", "Chance that the favourite is asked for a lower price.")
    ask: float = number(0.15, 0, 0.5, "share", "Mean of what is asked, of the list price; at most 0.5.")
    hours: float = number(5, 0, 200, "h", "Time it takes whoever bargains.")
    rival_gives: float = number(0.5, 0, 1, "share", "Part of what is asked that rivals give.")
    resentment: float = number(
        0, 0, 3, "share",
        "What of a discount asked for and refused counts against the vendor, as if it had been put on the price; rivals' as well. "
        "Sweep 0 to 1.",
    )  # fmt: skip
    reference_pain: float = number(
        0, 0, 3, "points", "Satisfaction (0 to 10) lost when renewal is at list price, per tenth that had been taken off.",
        "prices paid before are what a price is held against (Kalyanaram & Winer 1995), direction; sweep 0 to 1", "D",
    )  # fmt: skip


class PilotReception(Sheet):
    """What a pilot shows."""

    p_fails: float = number(
        0.3, 0, 1, "probability", "Chance that one fails for reasons that are not the product's, if nobody prevents it."
    )
    failure_bias: float = number(0.8, 0, 5, "value units", "How much worse the product then looks than it is.")
    sd: float = number(
        0.6, 0.05, 5, "value units", "Luck in what every member sees; less is surer.",
        "trial lowers resistance to what is new (Ram & Jung 1991), direction; sweep 0.3 to 1.5", "D",
    )  # fmt: skip
    share_proved: float = number(0.5, 0, 1, "share", "Open questions of validation that one answers unless it fails.")


class PackageChoice(Sheet):
    """What packages are to buyers."""

    want_sd: float = number(
        0.5, 0, 3, "share", "Spread of what a larger package is worth beyond its price, of that price; 0 on average."
    )
    error_sd: float = number(
        0.5, 0, 3, "share", "Error of a group that nobody has advised about that, of that price; sellers' advice lowers it."
    )
    effort: float = number(
        0.1, 0, 2, "share", "Questions of selection that each further package adds, for whoever knows us when setting out."
    )
