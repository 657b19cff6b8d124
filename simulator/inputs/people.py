"""Our people and what they know: what they write down, what is handed on when they go, and the segment they take an account for."""

from buyermaze.simulator.inputs.fields import Sheet, number


class Logging(Sheet):
    """Whether reps write conversations down; as shipped every one of them is in the files."""

    p_logged: float = number(
        1, 0, 1, "probability", "Habit: chance that a rep writes a conversation down; what is not, our systems never see.",
        "sales people resist such systems (Speier & Venkatesh 2002), direction; sweep 0.3 to 1", "D",
    )  # fmt: skip
    spread: float = number(
        0,
        0,
        0.5,
        "probability",
        "How far habits of reps differ, up or down from that chance; each has a habit of their own.",
    )


class Succession(Sheet):
    """Who has an account after its rep went; as shipped whoever serves it next, who knows what is on file."""

    share_handed_on: float = number(
        0, 0, 1, "share", "Part of what only the rep knew of an account that a named successor is told.",
        "firms can pass relationships on (Bendapudi & Leone 2002), direction; sweep 0 to 1", "D",
    )  # fmt: skip
    days_vacant: float = number(
        0, 0, 500, "working days", "Time after a customer's rep went in which nobody looks after it."
    )
    cost: float = number(
        50_000,
        0,
        1e7,
        "USD/year",
        "Yearly cost of joint visits and account plans that hand everything on; less in proportion.",
    )


class Segmentation(Sheet):
    """How well the company tells segments apart; as shipped it knows the segment of whoever arrives."""

    p_misread: float = number(
        0,
        0,
        1,
        "probability",
        "Chance that an arriving account is taken for one of another segment, and sold to by who sells there.",
    )
    p_put_right: float = number(
        0.5, 0, 1, "probability", "Chance that a conversation with our rep shows what the account really is."
    )
    cost_research: float = number(
        0, 0, 1e7, "USD/year", "Yearly cost of research and data on who is who; set it with the chance of a mistake."
    )


class Tie(Sheet):
    """What a customer's rep is to the customer; as shipped nothing beyond what the company is."""

    to_rep: float = number(
        0, 0, 5, "points", "Satisfaction (0 to 10) a customer loses with its rep, in proportion to what of them goes unknown.",
        "customers loyal to the person (Palmatier et al. 2007), sales lost when reps leave (Shi et al. 2017): direction", "D",
    )  # fmt: skip
