"""The buying group: how large, how often it meets, how it talks, and how it comes to a decision or not."""

from buyermaze.simulator.core.vocabulary import N_PEOPLE
from buyermaze.simulator.inputs.grammar.fields import Sheet, number, table


class Group(Sheet):
    """How a buying group works together and decides."""

    n_people_mean: float = number(
        8,
        1,
        N_PEOPLE,
        "people",
        "Mean size of the buying group.",
        "buyer surveys: six to ten in complex purchases",
        "B",
    )
    sd_pace: float = number(0.4, 0, 1.5, "log sd", "Spread of urgency between accounts; scales all their own delays.")
    pace: float = number(
        2.6,
        0.1,
        5,
        "factor",
        "Median slowness of accounts, relative to the hours of the persona sheets and the days between meetings.",
        "set so that the reference cycle lasts about ten months",
        "B",
    )
    days_between_meetings: float = number(7, 0.5, 60, "working days", "Mean gap between two meetings of the group.")
    days_per_extra_person: float = number(0.6, 0, 10, "working days", "Added gap per extra diary to match.")
    hours_meeting: float = number(1, 0.1, 8, "h", "Length of a meeting.")
    p_attend: float = number(0.8, 0, 1, "probability", "Chance that a member other than the first attends a meeting.")
    p_mention: float = number(
        0.45,
        0,
        1,
        "probability",
        "Chance that one informed member brings an item up in a meeting.",
        "hidden-profile experiments: 18 to 46 % of items mentioned",
        "A",
    )
    share_absorbed: float = number(0.18, 0, 1, "share", "Part of the gap to the best informed closed when mentioned.")
    credence: float = number(
        0.3,
        0,
        1,
        "weight",
        "Weight of a colleague's evidence relative to one's own, beside what was about them alone.",
        "advice weighs about 30 %: Yaniv & Kleinberger 2000",
        "A",
    )
    susceptibility: float = number(
        0.3,
        0,
        1,
        "share",
        "How far members move towards what others say (Friedkin-Johnsen).",
        "social influence studies",
    )
    opinion_reach: float = number(3, 0.05, 100, "value units", "Opinions further apart than this do not influence.")
    quorum: float = number(0.6, 0.01, 1, "share", "Influence that must say yes.")
    veto_tolerance: float = number(0, 0, 5, "value units", "Loss a member bears before using a veto.")
    share_covered: float = number(0.85, 0.3, 0.95, "share", "Part of a job's questions answered to call it complete.")
    share_at_least: float = number(
        0.5, 0, 0.95, "share", "Part of every job's questions that must be answered before a group may vote at all."
    )
    cost_of_delay: float = number(
        0.0005,
        0,
        0.1,
        "value units/working day",
        "What a day's delay costs those who decide; they vote once another round may teach less. 0: never before all is known.",
        "an eighth of what a benefit of 1 over 240 days is worth a day",
    )
    days_usual: float = number(
        105, 1, 2000, "working days", "How long such a purchase usually takes, at pace 1 and complexity 1."
    )
    deadline_pressure: float = number(
        1, 0, 20, "factor", "How much dearer delay becomes by the time a plan is overrun by as much again."
    )
    cost_of_considering: float = number(
        0.1,
        0,
        2,
        "value units",
        "What a vendor found late must promise, before requirements settle, to be looked into.",
    )
    p_settled: float = number(
        0.5,
        0,
        1,
        "probability",
        "Chance that somebody who stands to lose is won over when it is first worked on, if it can be paid for.",
    )
    share_common_gain: float = number(
        0.5, 0, 1, "share", "Part of a settlement that costs nobody anything; the others pay the rest."
    )
    give_up_per_tension: float = number(
        0.2,
        0,
        100,
        "hazard/influence",
        "How likely a disagreement that escalates ends the project, per person of mean influence who stood to lose so far.",
        "level of no-decision surveys",
    )
    p_give_up_doubting: float = number(
        0.25, 0, 1, "probability", "Chance per meeting that a doubting group stops early."
    )
    share_kit_calms: float = number(0.4, 0, 1, "share", "Part of the risk of giving up removed by a justification kit.")
    share_kit_speaks: float = number(0.25, 0, 1, "share", "Part of the silence about known facts removed by a kit.")
    share_lost_on_loop: float = number(0.5, 0, 1, "share", "Understanding called in question when a vote fails.")
    days_memory: float = number(312, 5, 10_000, "working days", "Time over which unused knowledge fades to 37 %.")
    seats: tuple[str, ...] = table(
        (
            "champion",
            "economic",
            "technical",
            "sponsor",
            "procurement",
            "champion",
            "technical",
            "sponsor",
            "economic",
            "champion",
            "sponsor",
            "technical",
        ),
        "Persona of the first, second, ... member; groups smaller than the list use its beginning.",
    )
    how_to_buy: float = number(0, 0, 3, "factor", "Added approval time while nobody knows how to buy; a kit tells.")
    share_need_later_seats: float = number(
        0.6, 0, 1, "share", "Needs of members beyond the fifth, relative to the sheet."
    )
