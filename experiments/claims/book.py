"""The claims: sentences of the sources and of the trade, each with the test it is put to.

None of them is built in: what a claim is about comes out of mechanisms, and many of them fail.
"""

from typing import Any, Final

from buyermaze.experiments.claims.claim import Across, Claim, Joint, Level, More, Shift, Side

BATON: Final = Side()
ORGANISATIONS: Final = tuple(
    Side(name)
    for name in (
        "baton_pass", "customer_care", "fine_print", "listening", "merged", "nurture_machine", "product_led", "sales_only",
        "sales_pushed", "sla_aligned", "spam_cannon", "unified_experience",
    )
)  # fmt: skip


def _with(**changes: Any) -> Side:
    """Return the baton pass with programme parameters changed; ``memory__tailoring`` is ``programme.memory.tailoring``."""
    return Side("baton_pass", tuple((f"programme.{name.replace('__', '.')}", value) for name, value in changes.items()))


def _people(n: float) -> Side:
    return Side("baton_pass", (("market.group.n_people_mean", n),))


CLAIMS: Final[tuple[Claim, ...]] = (
    Claim(
        "most_done_before_sales",
        "Buyers have more than half of their work behind them when they first meet our sales people.",
        "CEB 2011, often quoted as 57 %",
        "X",
        Level(BATON, "progress_at_first_contact", 0.5, 1),
        "57 % is a mean over a wide spread of self-reports; here progress is information work done, not time",
    ),
    Claim(
        "little_time_with_suppliers",
        "Buyers spend less than a fifth of their buying time with all suppliers' people together.",
        "Gartner 2019, 17 %",
        "B",
        Level(BATON, "share_hours_with_suppliers", 0.2, -1),
        "the reference market is calibrated to this number; other markets are not",
    ),
    Claim(
        "indecision_beats_rivals",
        "More deals are lost to no decision than to rivals.",
        "Dixon and McKenna 2022",
        "B",
        More(BATON, "p_no_decision", "p_lost"),
    ),
    Claim(
        "most_purchases_are_regretted",
        "More than half of large purchases are regretted.",
        "Gartner 2021, about 60 % of technology purchases",
        "B",
        Level(BATON, "share_regret_any_purchase", 0.5, 1),
        "regret above 50 of 100 as a group's mean; surveys count any member with some regret",
    ),
    Claim(
        "most_is_unseen",
        "Most of what buyers do happens where no system of the seller sees it.",
        'the "dark funnel" of the trade',
        "C",
        Level(BATON, "share_visible", 0.5, -1),
    ),
    Claim(
        "journeys_loop",
        "Most journeys go back to a job that was done: a maze, not a funnel.",
        "Gartner 2018",
        "B",
        Level(BATON, "share_reopened", 0.5, 1),
    ),
    Claim(
        "leads_come_to_nothing",
        "Fewer than one marketing lead in ten becomes a customer.",
        "rule of thumb of demand generation",
        "C",
        Level(BATON, "p_win_of_leads", 0.1, -1),
    ),
    Claim(
        "merge_the_functions",
        "Marketing and sales should be one function: it earns more over the customers' life.",
        "sales-and-marketing alignment literature",
        "C",
        Shift(BATON, Side("merged"), "profit_lifetime", 1, "marketing and sales become one function"),
    ),
    Claim(
        "one_function_wins_more",
        "One function wins more of the buyers than two that hand over.",
        "sales-and-marketing alignment literature",
        "C",
        Shift(BATON, Side("merged"), "p_win", 1, "marketing and sales become one function"),
    ),
    Claim(
        "break_the_baton",
        "Where nothing is handed over, buyers spend less of their time.",
        "customer-experience literature",
        "C",
        Shift(BATON, Side("merged"), "hours_per_person", -1, "marketing and sales become one function"),
    ),
    Claim(
        "service_level_agreement",
        "A service-level agreement between the two functions wins more.",
        "trade surveys of marketing teams",
        "C",
        Shift(BATON, Side("sla_aligned"), "p_win", 1, "the two functions sign a service-level agreement"),
    ),
    Claim(
        "unified_experience",
        "Whoever organises around the customer's experience earns more over the customers' life.",
        "customer-experience literature",
        "C",
        Shift(BATON, Side("unified_experience"), "profit_lifetime", 1, "everything is organised around the experience"),
    ),
    Claim(
        "respond_within_the_hour",
        "Whoever answers within the hour wins more of those who ask.",
        "Oldroyd, McElheran and Elkington 2011",
        "A",
        Shift(
            _with(selling__hours_response=40.0),
            _with(selling__hours_response=1.0),
            "p_win",
            1,
            "answers come within an hour instead of a week",
        ),
    ),
    Claim(
        "hand_over_at_once",
        "Leads that are handed over at once are won more often.",
        "rule of thumb of lead management",
        "C",
        Shift(
            _with(handoff__delay_hours=120.0),
            _with(handoff__delay_hours=0.0),
            "p_win",
            1,
            "leads are handed over at once instead of after three weeks",
        ),
    ),
    Claim(
        "trust_the_leads",
        "Sales people who trust marketing's leads win more.",
        "sales-and-marketing alignment literature",
        "C",
        Shift(
            _with(handoff__distrust=1.0), _with(handoff__distrust=0.0), "p_win", 1, "sales trusts the leads it is given"
        ),
    ),
    Claim(
        "write_it_down",
        "What is known of a buyer should be written down: it wins deals.",
        "practice of customer relationship management",
        "C",
        Shift(
            _with(memory__share_recorded=0.0),
            _with(memory__share_recorded=1.0),
            "p_win",
            1,
            "all that is learnt of buyers is recorded",
        ),
    ),
    Claim(
        "personalise",
        "Personal messages win more buyers.",
        "marketing practice",
        "C",
        Shift(
            _with(memory__tailoring=0.0), _with(memory__tailoring=0.5), "p_win", 1, "half of the messages are tailored"
        ),
    ),
    Claim(
        "personal_is_regretted",
        "Messages tailored to each person of a group make the purchase regretted more.",
        "Gartner 2025",
        "B",
        Shift(
            _with(memory__tailoring=0.0),
            _with(memory__tailoring=0.5),
            "share_regret",
            1,
            "half of the messages are tailored",
        ),
    ),
    Claim(
        "content_decides",
        "More people who write content win more buyers.",
        "content-marketing practice",
        "C",
        Shift(
            _with(team__n_content=2), _with(team__n_content=8), "p_win", 1, "eight people write content instead of two"
        ),
    ),
    Claim(
        "enable_the_customer",
        "Material for buyers does more than material for our own sales people.",
        "Gartner 2018 on buyer enablement",
        "B",
        Shift(
            _with(library__tilt=1.0),
            _with(library__tilt=-1.0),
            "p_win",
            1,
            "care for content goes to buyers, not to reps",
        ),
        "same people, same hours; only what they keep up differs",
    ),
    Claim(
        "listen_before_you_pitch",
        "Sales people who answer needs win more than those who push.",
        "consultative selling literature",
        "B",
        Shift(
            _with(selling__need_focus=0.0),
            _with(selling__need_focus=1.0),
            "p_win",
            1,
            "reps answer needs instead of pushing",
        ),
    ),
    Claim(
        "follow_every_request",
        "Following up every request wins more.",
        "audits of lead management",
        "B",
        Shift(
            _with(selling__p_follow_up=0.5), _with(selling__p_follow_up=1.0), "p_win", 1, "every request is followed up"
        ),
    ),
    Claim(
        "more_reps_more_wins",
        "More sales people win more.",
        "Albers, Mantrala and Sridhar 2010",
        "A",
        Shift(_with(team__n_reps=4), _with(team__n_reps=8), "p_win", 1, "eight reps sell instead of four"),
    ),
    Claim(
        "advertising_creates_sales",
        "Advertising brings in sales that would not have come.",
        "Sethuraman, Tellis and Briesch 2011",
        "A",
        Shift(
            _with(marketing__ads=0.0),
            _with(marketing__ads=2.0),
            "revenue",
            1,
            "advertising doubles instead of stopping",
        ),
    ),
    Claim(
        "mail_more",
        "The more mail, the more wins.",
        "marketing-automation practice",
        "C",
        Shift(
            _with(nurture__days_between=20.0),
            _with(nurture__days_between=1.0),
            "p_win",
            1,
            "mail goes out daily, not monthly",
        ),
    ),
    Claim(
        "one_voice",
        "Marketing and sales that say the same thing win more.",
        "Gartner 2018 on sense making",
        "B",
        Shift(_with(message__gap=1.0), _with(message__gap=0.0), "p_win", 1, "both functions say the same"),
    ),
    Claim(
        "show_your_price",
        "An open price wins more buyers.",
        "buyer surveys",
        "C",
        Shift(_with(pricing__open=False), _with(pricing__open=True), "p_win", 1, "the price is published"),
    ),
    Claim(
        "honest_promises",
        "Promises that can be kept are regretted less.",
        "expectation-confirmation literature (Oliver 1980)",
        "A",
        Shift(_with(message__promise=2.0), _with(message__promise=0.0), "share_regret", -1, "promises are kept modest"),
    ),
    Claim(
        "fine_print_costs_renewals",
        "Terms in small print cost renewals.",
        "consumer-protection literature",
        "C",
        Shift(
            _with(message__fine_print=0.0),
            _with(message__fine_print=0.5),
            "p_renewal",
            -1,
            "terms move into the fine print",
        ),
    ),
    Claim(
        "buy_without_a_rep",
        "Buyers who can order without a sales person buy more often.",
        "buyer surveys, three of four prefer it",
        "C",
        Shift(
            _with(self_serve__share_of_deals=0.0),
            _with(self_serve__share_of_deals=0.5),
            "p_win",
            1,
            "half of the deals have a checkout",
        ),
    ),
    Claim(
        "rep_free_is_regretted",
        "What is bought without a sales person is regretted more.",
        "Gartner 2021",
        "B",
        Shift(
            _with(self_serve__share_of_deals=0.0),
            _with(self_serve__share_of_deals=0.5),
            "share_regret",
            1,
            "half of the deals have a checkout",
        ),
    ),
    Claim(
        "care_keeps_revenue",
        "Time for customers after the sale pays in revenue that stays.",
        "service-profit chain",
        "B",
        Shift(
            _with(care__share_caring=0.0),
            _with(care__share_caring=0.2),
            "revenue_retained",
            1,
            "a fifth of the time goes to customers",
        ),
    ),
    Claim(
        "close_the_loop",
        "Noticing unhappy customers and putting things right makes them recommend.",
        "customer-experience practice",
        "C",
        Shift(_with(voice__p_noticed=0.0), _with(voice__p_noticed=0.8), "nps", 1, "trouble is noticed and put right"),
    ),
    Claim(
        "easier_buying_more_renewals",
        "Whoever makes buying easier is renewed more often.",
        "customer-effort literature",
        "B",
        Across(ORGANISATIONS, "ces", "p_renewal"),
        "over organisations, which differ in more than ease",
    ),
    Claim(
        "recommendation_tells_growth",
        "Organisations that are recommended more earn more.",
        "Reichheld 2003, contested by Keiningham and others 2007",
        "X",
        Across(ORGANISATIONS, "nps", "profit"),
    ),
    Claim(
        "regret_makes_enemies",
        "Where more customers regret, more people speak against us.",
        "Gartner 2018, half as many again after hard purchases",
        "B",
        Across(ORGANISATIONS, "share_regret", "share_anti_advocates"),
    ),
    Claim(
        "joint_effort",
        "Advertising and sales people add to each other.",
        "Smith, Gopalakrishna and Chatterjee 2006",
        "A",
        Joint(
            _with(marketing__ads=0.5, team__n_reps=5),
            _with(marketing__ads=1.5, team__n_reps=5),
            _with(marketing__ads=0.5, team__n_reps=7),
            "revenue",
            "advertising and reps",
        ),
    ),
    Claim(
        "more_people_less_decision",
        "The more people decide, the more often nothing is decided.",
        "CEB 2015",
        "B",
        Shift(_people(4.0), _people(10.0), "p_no_decision", 1, "ten people decide instead of four"),
    ),
    Claim(
        "meet_to_coordinate",
        "Time spent on coordination between functions pays.",
        "organisation practice",
        "C",
        Shift(
            _with(coordination__share_time=0.0),
            _with(coordination__share_time=0.2),
            "profit_lifetime",
            1,
            "a fifth of the time goes to coordination",
        ),
    ),
)
BY_KEY: Final = {claim.key: claim for claim in CLAIMS}
