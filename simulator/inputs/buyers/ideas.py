"""What content and reps speak of, how far they challenge (ours to decide), and what buyers make of it (not ours)."""

from buyermaze.simulator.inputs.grammar.fields import Name, Sheet, number, table


class Teaching(Sheet):
    """What our content and our reps speak of when they speak of the problem and its solutions; as shipped they do not challenge."""

    fix: float = number(
        1, 0, 10, "weight", "How often they speak of a problem to be fixed, relative to the other subjects."
    )
    run: float = number(1, 0, 10, "weight", "How often they speak of running the business better.")
    grow: float = number(1, 0, 10, "weight", "How often they speak of growing it.")
    p_challenge: float = number(
        0, 0, 1, "probability",
        "Chance that what they say on the problem or its solutions challenges how buyers see their business.",
        "reps who challenge are said to sell more where sales are complex (Dixon & Adamson 2011); sweep 0 to 0.6",
        "D",
    )  # fmt: skip
    weeks_behind: float = number(
        52, 0, 500, "weeks", "How late we notice that what purchases are about has turned, and speak of the next thing instead."
    )
    cost_watching: float = number(
        100_000, 0, 1e7, "USD/year", "Yearly cost of noticing it at once; half a year late costs half of it, a year late nothing."
    )


class Concern(Sheet):
    """What a purchase is about for people of one persona."""

    name: Name = table("champion", "Persona.")
    fix: float = number(1, 0, 10, "weight", "How many of them want a problem fixed, relative to the other subjects.")
    run: float = number(1, 0, 10, "weight", "How many want to run the business better.")
    grow: float = number(1, 0, 10, "weight", "How many want to grow it.")


class Ideas(Sheet):
    """What buyers make of a subject, of a challenge, and of ideas they met before they searched; as shipped nothing."""

    concerns: tuple[Concern, ...] = table((), "What a purchase is about, by persona; the others want all three alike.")
    subject_pull: float = number(
        0, 0, 0.9, "share", "Lost of an answer on change that speaks to another concern than one's own.",
        "messages that fit the goals people pursue persuade more (Lee & Aaker 2004), direction; sweep 0 to 0.5", "C",
    )  # fmt: skip
    p_open: float = number(
        0.6,
        0,
        1,
        "probability",
        "Chance that who trusts the source takes up a challenge to the point; less with less trust.",
    )
    urgency: float = number(
        0.3, 0, 2, "value units",
        "What leaving things as they are seems to cost more to who takes a challenge up; less with every further one.",
    )  # fmt: skip
    annoyance: float = number(
        0.08, 0, 0.9, "share", "Trust in the channel lost by who does not take a challenge up; more by who trusts less.",
        "reactance to pressure (Brehm 1966), direction; sweep 0 to 0.3", "C",
    )  # fmt: skip
    weeks_turn: float = number(
        0, 0, 500, "weeks",
        "Time after which who wanted a problem fixed wants to run better, then to grow, then something fixed again; 0: never.",
    )  # fmt: skip
    weeks_before: float = number(
        26, 0, 150, "weeks", "Mean time from meeting an idea to searching, where ideas take time to ripen."
    )
    weeks_ripen: float = number(
        0, 0, 150, "weeks", "Time after which 63 % of what an idea met before the search can do is there; 0: all of it at once.",
        "delayed persuasion by discounted sources (Kumkale & Albarracin 2004), direction; sweep 0 to 52", "C",
    )  # fmt: skip
