"""Reps who call first: how often and whom (ours to decide), and how buyers take it (not ours)."""

from buyermaze.simulator.inputs.grammar.fields import Sheet, number


class Outbound(Sheet):
    """Calls to accounts that our reps have not met and that are no leads; as shipped nobody is called."""

    days_between: float = number(
        0, 0, 250, "working days", "Time between two looks at an account that might be called; 0: nobody is called."
    )
    p_hit: float = number(
        0.5,
        0,
        1,
        "probability",
        "Readiness detection: chance that a look at an account whose need is ripe ends in a call.",
    )
    p_false_alarm: float = number(
        0.15, 0, 1, "probability",
        "Chance that a look at an account whose need is not ripe ends in a call; equal to the chance of a hit: a list "
        "without detection.",
    )  # fmt: skip
    hours_call: float = number(
        0.5, 0, 20, "h", "Selling time of one call, attempts and preparation included.",
        "sales development reps are told to make 40 to 100 calls a day, one in ten answered; direction, sweep 0.1 to 2", "D",
    )  # fmt: skip
    share_time: float = number(
        0, 0, 0.9, "share",
        "Part of reps' selling time for leads of their own: as many calls as it is enough for come before all other work, "
        "and no more are made; 0: nothing is set aside, and calls wait in the queue with everything else.",
        "leads of one's own compete for reps' time with those of marketing (Sabnis et al. 2013), mechanism; sweep 0 to 0.4", "A",
    )  # fmt: skip
    p_trusted: float = number(
        0, 0, 1, "probability",
        "Chance that a rep trusts an account found by a call: its requests are all followed up, at once, before others.",
        "reps work leads of their own sooner than those of marketing (Sabnis et al. 2013), direction; sweep 0 to 1", "D",
    )  # fmt: skip
    cost_detection: float = number(
        60_000, 0, 1e7, "USD/year", "Yearly cost of data on readiness; in proportion to hits less false alarms.",
        "order of list prices of intent data", "C",
    )  # fmt: skip


class Reception(Sheet):
    """How buyers take a call that they did not ask for."""

    ripe_from: float = number(
        0.4, 0, 1, "share", "Share of the general questions answered from which a need is ripe for a seller."
    )
    p_answered: float = number(
        0.15, 0, 1, "probability", "Chance that somebody who trusts sellers and was not called lately takes a call.",
        "published connect rates of cold calls run from 0.05 to 0.3; sweep", "C",
    )  # fmt: skip
    annoyance: float = number(
        0.15, 0, 0.9, "share", "Trust in our reps lost by a call that comes before the need is ripe; more by who trusts less.",
        "three in four buyers avoid sellers who send what is of no use to them; direction", "D",
    )  # fmt: skip
