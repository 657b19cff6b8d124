"""Every outcome of a run, defined once: what it means, its unit, and the two sums whose ratio it is."""

from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.vocabulary import Channel
from buyermaze.simulator.extensions.packages import load_packages
from buyermaze.simulator.outcomes.books.outcome import Outcome
from buyermaze.simulator.outcomes.books.outcome import share as _share
from buyermaze.simulator.outcomes.books.quantities import Books, Quantity, entropy_of_steps, everyone, serious
from buyermaze.simulator.outcomes.books.sums import (
    ACCOUNTS,
    ALL_HOURS,
    ANSWERS,
    BUYERS,
    COST,
    CUSTOMERS,
    DECIDED,
    GIVEN_UP,
    LATER_MARGIN,
    LEADS,
    LOST,
    MARGIN,
    MEMBERS,
    NO_DECISION,
    OFFLINE,
    ONLINE,
    OPPORTUNITIES,
    PURCHASES,
    RATINGS,
    REQUESTS,
    REVENUE,
    SELLING,
    SELLING_TIME,
    SETTLED,
    STEPS,
    VOTED,
    WAITED,
    WON,
    YEARS,
    hours,
)
from buyermaze.simulator.outcomes.books.tallies import HARD_FROM, HIGH_REGRET, LOW_REGRET, Tally, summed
from buyermaze.simulator.outcomes.buyers.champion import CHAMPION
from buyermaze.simulator.outcomes.buyers.ideas import IDEAS
from buyermaze.simulator.outcomes.buyers.impression import IMPRESSION
from buyermaze.simulator.outcomes.buyers.memory import MEMORY
from buyermaze.simulator.outcomes.customers.care import CARE
from buyermaze.simulator.outcomes.customers.service import SERVICE
from buyermaze.simulator.outcomes.environment.firms import FIRMS
from buyermaze.simulator.outcomes.environment.partners import PARTNERS
from buyermaze.simulator.outcomes.environment.peers import PEERS
from buyermaze.simulator.outcomes.environment.shocks import SHOCKS
from buyermaze.simulator.outcomes.journey.assistant import ASSISTANT
from buyermaze.simulator.outcomes.journey.blockers import BLOCKERS
from buyermaze.simulator.outcomes.marketing.campaign import CAMPAIGN
from buyermaze.simulator.outcomes.marketing.cold import COLD
from buyermaze.simulator.outcomes.marketing.material import MATERIAL
from buyermaze.simulator.outcomes.marketing.outbound import OUTBOUND
from buyermaze.simulator.outcomes.sales.anticipation import ANTICIPATION
from buyermaze.simulator.outcomes.sales.logging import LOGGING
from buyermaze.simulator.outcomes.sales.offers import OFFERS
from buyermaze.simulator.outcomes.sales.process import PROCESS
from buyermaze.simulator.outcomes.sales.quarter import QUOTA
from buyermaze.simulator.outcomes.sales.segmentation import SEGMENTATION
from buyermaze.simulator.outcomes.sales.staffing import STAFFING
from buyermaze.simulator.outcomes.sales.tools import TOOLS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from buyermaze.simulator.inputs.sheets.scenario import Scenario


def _reason(name: str, tally: Tally, words: str) -> Outcome:
    return _share(
        f"share_no_decision_{name}", f"no decision because of {words}", 0,
        f"Of the journeys without a decision, those that ended because of {words}.", serious(tally), NO_DECISION,
    )  # fmt: skip


def _cause(name: str, tally: Tally, words: str) -> Outcome:
    return Outcome(
        f"regret_from_{name}", f"regret from {words}", "ratio", "journey", -1,
        f"What {words} adds to our customers' regret, before saturation, mean over customers.",
        serious(tally), CUSTOMERS,
    )  # fmt: skip


def _time(name: str, label: str, better: Literal[1, 0, -1], meaning: str, above: Quantity) -> Outcome:
    return _share(f"share_hours_{name}", label, better, meaning, above, ALL_HOURS, "person")


def _answered(name: str, label: str, better: Literal[1, 0, -1], who: str, tally: Tally) -> Outcome:
    meaning = f"Of the information that visits gave, the part {who} gave."
    return _share(f"share_answered_{name}", label, better, meaning, serious(tally), ANSWERS, "person")


# fmt: off
OUTCOMES: Final[list[Outcome]] = [  # ``own`` adds those of others at the end
    # how journeys end
    _share("p_win", "wins", 1, "Serious accounts that bought from us.", WON, ACCOUNTS),
    _share("p_lost", "losses to rivals", -1, "Serious accounts that bought from a rival.", LOST, ACCOUNTS),
    _share("p_no_decision", "no decision", -1, "Serious accounts that bought from nobody.", NO_DECISION, ACCOUNTS),
    _share("p_open", "still open", 0, "Serious accounts that had not decided when the run was over.",
           ACCOUNTS - DECIDED, ACCOUNTS),
    _share("p_win_of_opportunities", "wins among opportunities", 1,
           "Accounts that met one of our reps and bought from us.", serious(Tally.OPPORTUNITY_WON), OPPORTUNITIES),
    _share("p_no_decision_of_opportunities", "no decision among opportunities", -1,
           "Accounts that met one of our reps and bought from nobody.",
           serious(Tally.OPPORTUNITY_NO_DECISION), OPPORTUNITIES),
    _share("p_no_decision_of_voted", "no decision among groups that voted", -1,
           "Groups that got as far as a vote, the deals a forecast holds, and bought from nobody.",
           serious(Tally.VOTED_NO_DECISION), VOTED),
    _share("share_of_purchases", "share of purchases", 1, "Our part of everything that was bought.", WON, PURCHASES),
    *FIRMS,
    _reason("outside", Tally.OUTSIDE, "reasons outside the project"),
    _reason("status_quo", Tally.STATUS_QUO, "the status quo"),
    _reason("conflict", Tally.CONFLICT, "conflict in the group"),
    _reason("doubt", Tally.DOUBT, "doubt"),
    _reason("approval", Tally.APPROVAL, "refused approval"),
    _reason("too_long", Tally.TOO_LONG, "lack of time"),
    _reason("objection", Tally.OBJECTION, "an objection nobody had foreseen"),
    # regret
    _share("share_regret", "regret", -1,
           f"Our customers whose group regret, the mean of its members', is above {HIGH_REGRET:g}.",
           serious(Tally.CUSTOMER_REGRETS), CUSTOMERS),
    Outcome("regret_mean", "mean regret", "points", "journey", -1, "Group regret of our customers, 0-100.",
            serious(Tally.CUSTOMER_REGRET), CUSTOMERS),
    _cause("forgone", Tally.FORGONE, "better alternatives forgone"),
    _cause("disappointment", Tally.DISAPPOINTMENT, "disappointment"),
    _cause("conflict", Tally.CONFLICTED, "unresolved conflict"),
    _cause("doubt", Tally.UNSURE, "having been unsure"),
    _cause("effort", Tally.TOILED, "effort"),
    _share("share_regret_any_purchase", "regret over any purchase", -1,
           f"Purchases from anybody whose group regret is above {HIGH_REGRET:g}.",
           serious(Tally.BUYER_REGRETS), BUYERS),
    _share("share_no_regret_win", "wins without regret", 1,
           f"Serious accounts that bought from us and regret it at most {HIGH_REGRET:g}.",
           serious(Tally.NO_REGRET_WIN), ACCOUNTS),
    _share("share_high_quality", "high-quality purchases", 1,
           f"Purchases with regret below {LOW_REGRET:g} that are worth at least what was expected.",
           serious(Tally.HIGH_QUALITY), BUYERS),
    # what customers feel and say
    Outcome("satisfaction", "satisfaction", "points", "journey", 1, "Satisfaction of our customers, 0-10.",
            serious(Tally.CUSTOMER_SATISFACTION), CUSTOMERS),
    Outcome("recommend", "recommend rating", "points", "person", 1,
            "How our customers' members would recommend us, 0-10.",
            serious(Tally.RATING), RATINGS),
    Outcome("nps", "net promoter score", "points", "person", 1,
            "Promoters minus detractors per 100 members, -100 to 100.",
            100.0 * (serious(Tally.PROMOTERS) - serious(Tally.DETRACTORS)), RATINGS),
    _share("share_anti_advocates", "anti-advocates", -1, "Members of our customers who speak against us.",
           serious(Tally.DETRACTORS), RATINGS, "person"),
    _share("share_anti_advocates_hard", "anti-advocates after hard purchases", -1,
           f"Members of customers whose effort was above {HARD_FROM:g} times what they had expected who speak against us.",
           serious(Tally.DETRACTORS_HARD), serious(Tally.N_RATINGS_HARD), "person"),
    _share("share_anti_advocates_other", "anti-advocates after other purchases", -1,
           "Members of all other customers who speak against us.",
           serious(Tally.DETRACTORS) - serious(Tally.DETRACTORS_HARD), RATINGS - serious(Tally.N_RATINGS_HARD), "person"),
    _share("p_renewal", "renewals", 1, "Renewal decisions of our customers that went our way.",
           serious(Tally.RENEWED), serious(Tally.N_RENEWALS)),
    # what surveys hear, beside what they would hear if everybody asked answered
    Outcome("nps_would", "net promoter score of all asked", "points", "person", 1,
            "Promoters minus detractors per 100 people asked, had all of them answered.",
            100.0 * serious(Tally.WOULD_NET), serious(Tally.WOULD_NET_N)),
    Outcome("nps_measured", "net promoter score measured", "points", "person", 1,
            "Promoters (9, 10) minus detractors (0 to 6) per 100 answers.",
            100.0 * serious(Tally.SAID_NET), serious(Tally.SAID_NET_N)),
    _share("csat_would", "satisfied among all asked", 1, "Answers of 4 or 5 on five, had everybody asked answered.",
           serious(Tally.WOULD_SATISFIED), serious(Tally.WOULD_SATISFIED_N), "person"),
    _share("csat_measured", "satisfied, measured", 1, "Answers of 4 or 5 on five.",
           serious(Tally.SAID_SATISFIED), serious(Tally.SAID_SATISFIED_N), "person"),
    Outcome("ces_would", "ease of conversations, all asked", "points", "person", 1,
            "Mean answer, 1-7, to how easy a conversation made things, had everybody asked answered.",
            serious(Tally.WOULD_EFFORT), serious(Tally.WOULD_EFFORT_N)),
    Outcome("ces_measured", "ease of conversations, measured", "points", "person", 1, "Mean answer, 1-7.",
            serious(Tally.SAID_EFFORT), serious(Tally.SAID_EFFORT_N)),
    _share("share_answered", "surveys answered", 0, "Invitations that were answered.",
           serious(Tally.N_ANSWERED), serious(Tally.N_INVITED), "person"),
    # after the sale
    *CARE,
    Outcome("revenue_retained", "revenue retained", "ratio", "journey", 1,
            "Renewed and expanded value over first-term value, among renewal decisions.",
            serious(Tally.RENEWED_VALUE) + serious(Tally.EXPANDED_VALUE), serious(Tally.N_RENEWALS)),
    # effort and time
    Outcome("hours_per_person", "effort per person", "hours", "person", -1,
            "Hours a member of the group spends on the purchase.", ALL_HOURS, MEMBERS),
    Outcome("effort_ratio", "effort relative to expectation", "ratio", "journey", -1,
            "Hours spent over hours expected, mean of members, mean of groups.",
            serious(Tally.EFFORT), serious(Tally.EFFORT_KNOWN)),
    Outcome("ces", "customer effort score", "points", "journey", 1,
            "Ease, 1-7: 7 - 3 ln(effort ratio) - 0.5 per dead end or vain wait a head.",
            serious(Tally.EASE), serious(Tally.EFFORT_KNOWN)),
    Outcome("days_to_decision", "time to decision", "days", "journey", -1, "Working days from arrival to any decision.",
            (1 / HOURS_PER_DAY) * serious(Tally.HOURS_TO_DECISION), DECIDED),
    Outcome("days_to_win", "time to win", "days", "journey", -1, "Working days from arrival to a purchase from us.",
            (1 / HOURS_PER_DAY) * serious(Tally.HOURS_TO_WIN), WON),
    _time("with_suppliers", "time with suppliers", 0, "Person-hours spent with any vendor's reps.",
          hours(Channel.REP, Channel.RIVAL_REP)),
    _time("with_us", "time with our reps", 0, "Person-hours spent with our reps or partners.", hours(Channel.REP)),
    _time("online", "time online", 0, "Person-hours with content, e-mail, advertising, assistants and half of peers.", ONLINE),
    _time("offline", "time offline", 0, "Person-hours with analysts, at events and half of peers.", OFFLINE),
    _time("with_colleagues", "time with colleagues", 0, "Person-hours in meetings of the group.",
          hours(Channel.MEETING)),
    _time("own_work", "time at the own desk", 0, "Person-hours of work alone, waits in vain included.",
          hours(Channel.OWN_WORK)),
    _time("assistant", "time with AI assistants", 0, "Person-hours spent on asking AI assistants.",
          hours(Channel.ASSISTANT)),
    _share("share_visible", "visible part of the journey", 1, "Person-hours that the seller's systems saw.",
           serious(Tally.HOURS_SEEN), ALL_HOURS, "person"),
    _share("share_unseen_with_sales", "unseen part of the journey with sales", -1,
           "Person-hours that our systems did not see, from when sales has an account (handed over, met or worked by a rep) "
           "to its decision.",
           serious(Tally.HOURS_WITH_SALES) - serious(Tally.SEEN_WITH_SALES), serious(Tally.HOURS_WITH_SALES), "person"),
    # who answers what buyers need to know
    _answered("by_people", "needs answered by our reps", 0, "our reps or partners", Tally.BY_PEOPLE),
    _answered("by_self_service", "needs answered by self-service", 0, "our content, mail, events and advertising",
              Tally.BY_SELF_SERVICE),
    _answered("by_independent", "needs answered by independent sources", 0, "peers, analysts, assistants and work alone",
              Tally.BY_INDEPENDENT),
    _answered("by_rival", "needs answered by rivals", -1, "rivals", Tally.BY_RIVAL),
    Outcome("need_per_hour", "need resolved per hour of buyers' time", "ratio", "person", 1,
            "Information units that visits gave per hour that buyers spent on the purchase; a sixtieth of it per minute.",
            ANSWERS, ALL_HOURS),
    # the maze
    _share("progress_at_first_contact", "progress at the first contact with us", 0,
           "How much of its information work a group has done when it first meets our rep.",
           serious(Tally.PROGRESS_AT_US), OPPORTUNITIES),
    _share("progress_at_first_seller", "progress at the first contact with any seller", 0,
           "How much of its information work a group has done when it first meets any vendor's rep.",
           serious(Tally.PROGRESS_AT_SELLER), serious(Tally.MET_SELLER)),
    Outcome("n_reopened", "jobs reopened", "count", "journey", -1, "Complete jobs found incomplete again, per account.",
            serious(Tally.N_REOPENED), ACCOUNTS),
    _share("share_reopened", "journeys with a reopened job", -1, "Accounts that reopened at least one job.",
           serious(Tally.REOPENED), ACCOUNTS),
    Outcome("path_entropy", "unpredictability of the next step", "questions", "run", -1,
            "Yes/no questions it takes to guess which room (job and channel, or meeting) a group is seen in next.",
            Quantity("yes/no questions about all steps", entropy_of_steps), STEPS),
    Outcome("n_requests_met", "content requests met", "count", "journey", 1,
            "Answers found in our content, per account.",
            serious(Tally.N_REQUESTS_MET), ACCOUNTS),
    Outcome("n_requests_missed", "content requests missed", "count", "journey", -1,
            "Dead ends in our content, missing justifications included, per account.",
            serious(Tally.N_REQUESTS_MISSED), ACCOUNTS),
    _share("share_requests_missed", "missed content requests", -1,
           "Requests to our content that were dead ends or missing justifications.",
           serious(Tally.N_REQUESTS_MISSED), REQUESTS, "person"),
    *ASSISTANT,
    *BLOCKERS,
    *CHAMPION,
    *OUTBOUND,
    *TOOLS,
    *IDEAS,
    *IMPRESSION,
    *LOGGING,
    *STAFFING,
    *SEGMENTATION,
    *ANTICIPATION,
    *PROCESS,
    *SERVICE,
    *COLD,
    *OFFERS,
    *CAMPAIGN,
    *MATERIAL,
    # our people
    _share("share_rep_time_used", "use of reps' time", 0,
           "Selling hours over hours available, within the window; above 1 means overtime.",
           SELLING, SELLING_TIME, "run"),
    Outcome("hours_wait_for_rep", "wait for our reps", "hours", "run", -1,
            "Working hours from asking to being served or giving up, over requests settled within the window.",
            WAITED, SETTLED),
    *QUOTA,
    _share("share_gave_up", "requests given up", -1,
           "Requests to our reps given up, of those settled within the window.", GIVEN_UP, SETTLED, "run"),
    _share("share_ignored", "requests never followed up", -1, "Requests to our reps that nobody followed up.",
           serious(Tally.N_IGNORED), serious(Tally.N_ASKED), "person"),
    *MEMORY,
    _share("share_pushed", "pushed conversations", -1, "Conversations in which our rep pushed the sale.",
           serious(Tally.N_PUSHED), serious(Tally.N_SERVED), "person"),
    Outcome("n_mails", "mails sent", "count", "journey", 0, "Mails nobody asked for, per account.",
            serious(Tally.N_MAILS), ACCOUNTS),
    _share("share_mails_opened", "mails opened", 1, "Mails that were opened.",
           serious(Tally.N_MAILS_OPENED), serious(Tally.N_MAILS), "person"),
    Outcome("n_fine_print", "fine print found", "count", "journey", -1, "Members who found the fine print, per account.",
            serious(Tally.N_FINE_PRINT), ACCOUNTS),
    Outcome("n_exaggerations", "exaggerations found out", "count", "journey", -1,
            "Times a member found a claim of ours to be larger than the truth, per account.",
            serious(Tally.N_CAUGHT), ACCOUNTS),
    *PEERS,
    Outcome("n_unsubscribed", "mail cancelled", "count", "journey", -1,
            "Members who wanted no more mail from us, per account.", serious(Tally.N_UNSUBSCRIBED), ACCOUNTS),
    *SHOCKS,
    *PARTNERS,
    Outcome("n_fixed", "gaps closed a year", "count", "run", 1, "Content gaps closed for everybody within the window.",
            Quantity("gaps closed", lambda run: run.total("n_fixed")), YEARS),
    # the funnel, idle inquiries included
    _share("p_lead", "leads", 0, "Inquiries that became marketing-qualified leads.", LEADS, everyone(Tally.JOURNEYS)),
    _share("p_real_of_leads", "real leads", 1, "Leads with a project behind them: the precision of the lead score.",
           serious(Tally.LEAD), LEADS),
    _share("p_lead_of_real", "projects seen as leads", 1,
           "Accounts with a project that became leads: the recall of the lead score.", serious(Tally.LEAD), ACCOUNTS),
    _share("p_accepted_of_leads", "accepted leads", 0, "Leads that sales accepted.",
           everyone(Tally.LEAD_ACCEPTED), LEADS),
    _share("p_opportunity_of_leads", "leads that became opportunities", 0, "Leads that met one of our reps.",
           everyone(Tally.LEAD_OPPORTUNITY), LEADS),
    _share("p_win_of_leads", "leads won", 1, "Leads that bought from us.", everyone(Tally.LEAD_WON), LEADS),
    # money
    Outcome("cost_total", "cost a year", "USD", "run", -1,
            "Programme spend within the window, with the mails, surveys and pilots of its accounts.", COST, YEARS),
    Outcome("cost_per_win", "cost per win", "USD", "run", -1, "Programme spend within the window per account won.",
            COST, WON),
    Outcome("price_paid", "price paid", "ratio", "journey", 0,
            "Mean price of our wins above the going rate, as felt; 0.1: as a tenth of a price.", serious(Tally.PRICE_PAID), WON),
    Outcome("revenue", "revenue a year", "USD", "run", 1,
            "First-term value of what the window's accounts buy from us; renewals left out.", REVENUE, YEARS),
    Outcome("profit", "profit a year", "USD", "run", 1, "Gross margin of that revenue minus programme spend.",
            MARGIN - COST, YEARS),
    Outcome("profit_lifetime", "lifetime profit a year", "USD", "run", 1,
            "Profit with the margin of renewals and expansions at the end of the first term.",
            MARGIN + LATER_MARGIN - COST, YEARS),
]
# fmt: on
UPPER: Final = [outcome.numerator for outcome in OUTCOMES]
LOWER: Final = [outcome.denominator for outcome in OUTCOMES]
NAMES: Final[list[str]] = [outcome.name for outcome in OUTCOMES]


def position(name: str) -> int:
    """Return where an outcome stands in ``OUTCOMES``; a wrong name is refused with the nearest right one."""
    return NAMES.index(outcome_named(name))


def outcome_named(word: str) -> str:
    """Return the name of an outcome from its name or from how a sentence calls it: ``p_win`` or ``wins``.

    Raises
    ------
    InputProblem
        If there is no such outcome.
    """
    if word in NAMES:
        return word
    load_packages()  # which may bring it
    plain = " ".join(word.replace("_", " ").replace("-", " ").lower().split())
    for outcome in OUTCOMES:
        if plain in (outcome.label.lower().replace("-", " "), outcome.name.replace("_", " ")):
            return outcome.name
    from buyermaze.simulator.core.errors import InputProblem, remedy

    names = [name for outcome in OUTCOMES for name in (outcome.label, outcome.name)]
    raise InputProblem(f"outcome: there is no '{word}'; {remedy(word, names)}; 'buyermaze outcomes' lists them")


def label_of(name: str) -> str:
    """Return how a sentence calls an outcome; what is no outcome of the model keeps its name."""
    return OUTCOMES[NAMES.index(name)].label if name in NAMES else name


def run_outcomes(totals: np.ndarray, scenario: "Scenario", names: "Sequence[str] | None" = None) -> np.ndarray:
    """Return outcomes of one run.

    Parameters
    ----------
    totals : ndarray of tallies.TOTALS, shape (n_batches,)
        What the run's journal was folded into.
    scenario : Scenario
        The scenario the run was made from: prices, heads and hours enter costs and use.
    names : sequence of str, optional
        Which outcomes, default: all, in the order of ``OUTCOMES``.

    Returns
    -------
    ndarray of float64, shape (number of outcomes,)
        NaN where an outcome is undefined because nothing it averages over happened.
    """
    run = Books(summed(np.atleast_1d(totals)), scenario)
    wanted = OUTCOMES if names is None else [OUTCOMES[position(name)] for name in names]
    return np.array([outcome.value(run) for outcome in wanted])
