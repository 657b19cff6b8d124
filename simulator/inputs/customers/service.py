"""After the sale: delivery, bills, contracts, a community, calls that listen (ours), and how customers take them (not ours)."""

from buyermaze.simulator.inputs.grammar.fields import Sheet, number


class Service(Sheet):
    """What customers meet of a company that sells no more; as shipped everything is on time and right, and no call only listens."""

    p_on_time: float = number(1, 0, 1, "probability", "Chance that what was bought is delivered on the day.")
    days_late: float = number(30, 0, 500, "working days", "Mean delay of what is not.")
    p_bill_right: float = number(1, 0, 1, "probability", "Chance that the bills of a period of use are right.")
    p_amended: float = number(
        1, 0, 1, "probability", "Chance that our lawyers change a contract without a quarrel where a customer asks for it."
    )
    share_in_community: float = number(
        0, 0, 1, "share", "Customers who meet other customers of ours in a period of use; 0: nobody brings them together."
    )
    cost_community: float = number(
        40_000, 0, 1e7, "USD/year", "Yearly cost of bringing customers together, if all of them came; less in proportion."
    )
    share_listening: float = number(
        0, 0, 1, "share", "Contacts of those who care for customers that only ask and listen, and write down what is needed next.",
        "listening by salespeople goes with trust and with staying (Ramsey & Sohi 1997), direction; sweep 0 to 1", "D",
    )  # fmt: skip
    cost_listening: float = number(
        30_000,
        0,
        1e7,
        "USD/year",
        "Yearly cost of working through what was heard, if every contact listened; less in proportion.",
    )


class CustomerLife(Sheet):
    """How customers take what they meet after the sale."""

    late_pain: float = number(
        1, 0, 5, "points", "Satisfaction (0 to 10) lost at first use by a late delivery.",
        "recovery rarely makes good a failure of service (Smith, Bolton & Wagner 1999), direction", "D",
    )  # fmt: skip
    bill_pain: float = number(0.4, 0, 5, "points", "Satisfaction lost by a period in which a bill was wrong.")
    p_amends: float = number(
        0.2, 0, 1, "probability", "Chance per period that a customer wants its contract changed. Sweep 0 to 0.5."
    )
    contract_pain: float = number(0.4, 0, 5, "points", "Satisfaction lost by a quarrel over a contract.")
    p_peers_solve: float = number(
        0.3, 0, 1, "probability", "Chance that an issue our support leaves open is solved by another customer, if some are met."
    )
    rubs_off: float = number(
        1, 0, 10, "points/value unit",
        "Satisfaction won or lost by meeting others, by what customers say of us in the market: bad talk harms. Sweep 0 to 3.",
    )  # fmt: skip
    share_untold: float = number(
        0,
        0,
        1,
        "share",
        "Further needs of customers that no seller hears of who has not listened: nothing is offered for them.",
    )
