"""Who sells to whom: our reps, partners with incentives of their own, or nobody."""

from typing import Literal

from buyermaze.simulator.inputs.grammar.fields import Name, Sheet, number, table


class Cover(Sheet):
    """Who sells to a segment of the market."""

    name: Name = table("all", "Segment of the market.")
    by: Literal["reps", "partners", "self_service"] = table(
        "reps",
        "Our reps; partners, who sell for a commission; or self-service: nobody; buyers find terms at a checkout or not at all.",
    )


class Partners(Sheet):
    """Firms that sell for us where ``coverage`` says so: nobody there waits for our reps, and part of the price is theirs."""

    hours_wait: float = number(16, 0, 400, "working h", "Mean wait for a partner's rep.")
    skill: float = number(0.9, 0, 1.5, "quality", "How well a partner's rep answers who is known.")
    share_known: float = number(
        0.5,
        0,
        1,
        "share",
        "Conversations in which the partner knows the buyer's situation, of its own; our files stay ours.",
    )
    commission: float = number(
        0.2, 0, 0.8, "share of price", "What a partner keeps of a deal's price.",
        "margins of software resellers are told as 0.1 to 0.4; direction, sweep 0.05 to 0.4", "D",
    )  # fmt: skip
    share_reported: float = number(
        1, 0, 1, "share", "Visits to a partner that the partner tells us of; of the others our systems know nothing."
    )
    serves_below: float = number(
        0, 0, 10, "factor",
        "Partners sell to segments of groups smaller than this, in a market's mean, if coverage does not name them; 0: to none.",
    )  # fmt: skip


class PartnerTrade(Sheet):
    """What partners are paid by others; as shipped they sell nothing but ours."""

    share_of_others: float = number(
        0, 0, 1, "share", "Accounts whose partner sells the first rival as well, and puts it forward by what either pays."
    )
    rival_pays: float = number(
        0.2, 0, 0.8, "share of price", "What the first rival lets partners keep of a deal's price.",
        "agents give their time to the suppliers that pay for it (Anderson, Lodish & Weitz 1987), direction; sweep 0 to 0.4", "C",
    )  # fmt: skip
