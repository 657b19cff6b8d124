"""How reps come and go, who has their accounts afterwards (ours to decide), and what a rep is to a customer (not ours)."""

from buyermaze.simulator.inputs.grammar.fields import Sheet, number


class Staff(Sheet):
    """How people come, learn the job and go; as shipped they are there at once, know it, and stay."""

    weeks_to_hire: float = number(
        0, 0, 104, "weeks", "Time from deciding on new people until their first day; a seat that falls vacant waits as long.",
        "surveys of hiring name 6 to 13 weeks; direction, sweep 0 to 26", "C",
    )  # fmt: skip
    weeks_ramp: float = number(
        0, 0, 156, "weeks", "Time until a new rep sells as much as others, in three equal parts; 0: from the first day.",
        "surveys of sales leaders name 13 to 39 weeks; direction, sweep 0 to 52", "C",
    )  # fmt: skip
    share_first: float = number(
        0.25, 0.05, 1, "share", "Part of full capacity a new rep has in the first third of the ramp."
    )
    share_second: float = number(0.5, 0.05, 1, "share", "Part of full capacity in the second third of the ramp.")
    share_third: float = number(0.75, 0.05, 1, "share", "Part of full capacity in the last third of the ramp.")
    share_leaving: float = number(
        0, 0, 1, "share/year", "Reps who leave in a year by their own decision; what was only in their minds goes with them.",
        "surveys of sales staff name 0.2 to 0.35; direction, sweep 0 to 0.5", "C",
    )  # fmt: skip
    cost_hire: float = number(0, 0, 500_000, "USD", "Paid once for every rep who begins: search, equipment, training.")
    cost_leaving: float = number(0, 0, 1e6, "USD", "Paid once for every rep who goes: severance, settling accounts.")


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


class Tie(Sheet):
    """What a customer's rep is to the customer; as shipped nothing beyond what the company is."""

    to_rep: float = number(
        0, 0, 5, "points", "Satisfaction (0 to 10) a customer loses with its rep, in proportion to what of them goes unknown.",
        "customers loyal to the person (Palmatier et al. 2007), sales lost when reps leave (Shi et al. 2017): direction", "D",
    )  # fmt: skip
