"""Published numbers about buying journeys: value, band, trust, and what each may be used for.

CAL facts may be calibrated to, by inputs of the reference market and the baton pass only. DEV facts are looked at and
never fitted. No effect of an organisation is among them: nobody has measured one causally.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from buyermaze.experiments.validation import measures as m
from buyermaze.experiments.validation.measures import Seen
from buyermaze.simulator.comparison.phrasing import amount, digits
from buyermaze.simulator.core.vocabulary import Status
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position


@dataclass(frozen=True)
class Fact:
    """One published number beside the measure that reproduces its definition.

    ``measure`` is the name of an outcome, or what reads the number off a run.
    ``trust``: A peer-reviewed or observed, B named survey or records, C widely quoted without a public method, X contested.
    ``note`` says what being in or out of band does and does not show.
    """

    name: str
    says: str
    published: str
    low: float
    high: float
    use: Literal["CAL", "DEV"]
    trust: Literal["A", "B", "C", "X"]
    source: str
    measure: str | Callable[[Seen], float]
    note: str = ""

    def measured(self, seen: Seen) -> float:
        """Return the number as a run gives it."""
        return seen.run.outcomes[self.measure] if isinstance(self.measure, str) else self.measure(seen)


def _forecast(status: Status) -> Callable[[Seen], float]:
    return lambda seen: seen.ended(seen.forecast, status)


def out_of_band(outcome: str, level: float) -> str:
    """Say that a level of an outcome lies outside what was published, and who published it; nothing inside or without a band.

    The published numbers are of considered purchases by groups of one's own kind: the reference market.
    """
    for fact in FACTS:
        if fact.measure == outcome and not fact.low <= level <= fact.high:  # undefined is neither
            unit = OUTCOMES[position(outcome)].unit
            side = "above" if level > fact.high else "below"
            return "" if level != level else (
                f"{side} the published {digits(fact.low, unit)} to {amount(fact.high, unit)} ({fact.source})"
            )  # fmt: skip
    return ""


PUBLISHED_IN: Final = "reference"  # the market that published numbers are about
GARTNER: Final = "Gartner buyer survey 2017-19, n = 750"
FORECAST: Final = "CSO Insights 2016-18, seller-reported forecast deals"

FACTS: Final[tuple[Fact, ...]] = (
    Fact("time with suppliers", "share of buying time with all suppliers", "17 %", 0.12, 0.22, "CAL", "B", GARTNER,
         "share_hours_with_suppliers"),
    Fact("time online", "share of buying time in independent work online", "27 %", 0.22, 0.32, "CAL", "B", GARTNER,
         "share_hours_online"),
    Fact("time offline", "share of buying time in independent work offline", "18 %", 0.13, 0.23, "CAL", "B", GARTNER,
         "share_hours_offline"),
    Fact("time with colleagues", "share of buying time with the buying group", "22 %", 0.17, 0.27, "CAL", "B", GARTNER,
         "share_hours_with_colleagues"),
    Fact("time otherwise", "share of buying time spent otherwise", "16 %", 0.11, 0.21, "CAL", "B", GARTNER,
         "share_hours_own_work"),
    Fact("jobs", "purchases that go through all buying jobs", "nearly all", 0.9, 1.0, "CAL", "B",
         "Gartner 2018, six buying jobs", m.jobs_done, "structure: the jobs exist by construction"),
    Fact("channels", "channels a purchase uses", "about 10 (2021-24)", 8, 11, "CAL", "B", "McKinsey B2B Pulse",
         m.channels_per_journey, "the table offers ten"),
    Fact("group size", "groups of six to ten people", "typical of complex purchases", 0.7, 1.0, "CAL", "C",
         "Gartner 2019-", m.share_six_to_ten, "an input: the mean size is set"),
    Fact("more than four", "groups of more than four people", "63 % of all purchases (2021)", 0.47, 1.0, "CAL", "B",
         "Forrester 2017-21", m.share_more_than_four, "an input; the reference segment is larger than the average"),
    Fact("pieces brought", "pieces of information a member brings along", "4 to 5", 3, 7, "CAL", "C", "Gartner 2019",
         m.pieces_brought, "different sources consulted by the first meeting"),
    Fact("day-one list", "buyers who begin with vendors in mind", "80 %", 0.7, 0.9, "CAL", "B",
         "Bain and Google 2022, about 1,200 customers", m.knows_somebody, "follows from two inputs, awareness of each vendor"),
    Fact("forecast won", "forecast deals won", "47 %", 0.40, 0.54, "CAL", "B", FORECAST, _forecast(Status.WON),
         "here: opportunities to which our reps made an offer and whose group came to a vote; with three equal vendors ours can"
         " win a third of what is bought, and sellers' forecasts leave out deals they know lost"),
    Fact("forecast no decision", "forecast deals without a decision", "22 %", 0.15, 0.30, "CAL", "B", FORECAST,
         _forecast(Status.NO_DECISION),
         "here: opportunities to which our reps made an offer and whose group came to a vote"),
    Fact("no decision", "buying efforts without a decision", "nearly half", 0.40, 0.58, "CAL", "B", "Gartner 2020-21",
         "p_no_decision"),
    Fact("no decision of opportunities", "opportunities without a decision", "20 to 35 %", 0.20, 0.35, "CAL", "C",
         "seller-side surveys of opportunities", "p_no_decision_of_opportunities",
         "here every real project that met one of our reps once; sellers log an opportunity later"),
    Fact("accepted leads", "marketing-qualified leads accepted by sales", "40 to 60 %", 0.40, 0.60, "DEV", "C",
         "glossary ranges", m.accepted_of_checked,
         "here: of all checks, as a lead that comes back was refused before; leads here are mostly real projects"),
    Fact("win rate", "opportunities won", "20 % +/- 5", 0.15, 0.25, "CAL", "C", "CRM and rep-reported panels 2023-25",
         "p_win_of_opportunities"),
    Fact("lead to opportunity", "leads that become opportunities", "13 %", 0.08, 0.20, "CAL", "B",
         "Implisit 2014, about 500 CRM clients", m.leads_to_opportunities,
         "a lead record is a person, as in the customer systems the study read; marketing-qualified accounts become"
         " opportunities far more often"),
    Fact("leads never pursued", "marketing leads that no rep works", "about 70 %", 0.50, 0.75, "CAL", "A",
         "Sabnis et al. 2013 (mechanism), the 70 % from the trade", m.leads_never_pursued,
         "of people on marketing's record; lists bought in bulk and business cards, which nobody works either, are not modelled"),
    Fact("within an hour", "requests answered within an hour", "37 %", 0.25, 0.50, "CAL", "A",
         "Oldroyd et al. 2011, audit of 2,241 firms", m.answered_within_an_hour,
         "how often somebody is on duty is set with this fact in view; queues and the gate come on top; an answer within a working"
         " hour counts unless the day ends between"),
    Fact("never answered", "requests never answered", "23 to 45 %", 0.18, 0.45, "CAL", "A", "response audits 2010-12",
         m.never_answered),
    Fact("mean response", "clock hours to an answer, of those answered", "42 h", 25, 60, "CAL", "A",
         "Oldroyd et al. 2011", m.mean_response),
    Fact("good information", "buyers who met good information", "89 %", 0.79, 1.0, "CAL", "B", "Gartner 2019, about 1,200",
         m.met_good_information),
    Fact("contradictions", "buyers who met contradictory information", "44 %", 0.34, 0.54, "CAL", "B",
         "Gartner 2019, about 1,200", m.met_contradictions,
         "counted over a ten-month journey of some thirty visits; the survey asks what people remember"),
    Fact("high-quality deals", "purchases of high quality", "17 to 27 %", 0.14, 0.30, "CAL", "B", "Gartner 2019-22",
         m.high_quality,
         "here: worth what was expected, little regretted, and nobody had to settle for less; the survey asks for expectations"
         " strongly met, a higher bar"),
    Fact("cycle", "calendar months from start to purchase", "10 to 11", 8, 13, "CAL", "B", "6sense 2023-25",
         m.months_to_purchase, "the pace of the reference market is set for it"),
    Fact("interactions", "interactions with providers, per buyer", "16 to 27", 14, 30, "CAL", "B", "Forrester 2017-21",
         m.interactions_with_providers,
         "near the lower edge; the questions on the persona sheets are set with this fact in view"),
    Fact("content read", "pieces of content read before deciding", "13", 8, 18, "CAL", "C", "FocusVision about 2020",
         m.content_per_member, "visits to content count here, also those that found nothing"),
    Fact("renewal", "customers who renew", "90 to 95 % of revenue", 0.88, 0.97, "CAL", "B", "SaaS Capital 2022",
         "p_renewal"),
    Fact("rep involvement", "progress when first meeting any seller", "0.33 of the time (2021), 0.57 (2012)", 0.15, 0.60,
         "DEV", "X", "Gartner 2021; CEB 2012, contested", "progress_at_first_seller",
         "an output with a wide spread; never fitted"),
    Fact("first favourite", "purchases from the vendor that led at first", "80 to 95 %", 0.60, 0.95, "DEV", "B",
         "Bain 2022, 6sense 2025", m.bought_from_first_favourite),
    Fact("no regret", "purchases without any regret", "13 %", 0.05, 0.25, "DEV", "B", "Gartner 2021", m.no_regret,
         "here: regret below 10 of 100, of people, as one person is asked about each purchase"),
    Fact("regret", "purchases regretted", "56 to 60 %", 0.40, 0.70, "DEV", "B", "Gartner 2021-24, wider definitions",
         m.met_or_felt_regret,
         "the wider definition, felt or worth less than expected; felt alone is the outcome share_regret_any_purchase"),
    Fact("conflict", "groups with unhealthy conflict", "74 %", 0.50, 0.90, "DEV", "B", "Gartner 2024, n = 632",
         m.met_conflict,
         "here: a disagreement in a straw poll, settled or not, a blocked vote, a loop over conflict or an end in it"),
    Fact("recommendation", "net promoter score", "25 to 45", 25, 45, "DEV", "C", "vendor panels 2018-26", "nps"),
    Fact("winner's touches", "interactions per person with the winner", "16 to 17", 10, 22, "DEV", "B", "6sense 2024-25",
         m.interactions_with_winner,
         "visits of one's own accord; the survey is at odds with the other one, by which 16 to 27 are all with any provider"),
    Fact("regretful leave", "regretful customers who leave", "24 to 33 %", 0.15, 0.45, "DEV", "B",
         "Gartner Digital Markets 2024", m.left_of_regretful),
)  # fmt: skip
BANDED: Final = frozenset(fact.measure for fact in FACTS if isinstance(fact.measure, str))  # outcomes with a published band

DISPUTED: Final = {
    "programme.coordination.share_time": "Nobody has measured what working as one costs; the verdict turns on it.",
    "programme.selling.skill": "How much deeper specialists are is a guess from other trades; the verdict turns on it.",
    "programme.marketing.skill": "Moves with the skill of reps: what specialisation gains in marketing is not measured.",
    "programme.memory.share_recorded": "No study of what is lost between marketing and sales; nearest: clinical handovers.",
    "programme.memory.share_passed_on": "Assumed; no measurement inside selling teams exists.",
    "programme.handoff.distrust": "The mechanism is published, its size depends on the company.",
    "programme.message.gap": "Assumed; spread of claims between functions is not measured.",
    "market.group.p_mention": "From laboratory groups of strangers; colleagues may share more.",
    "market.demand.share_not_serious": "A rule of thumb; definitions of an inquiry differ.",
    "market.group.give_up_per_tension": "Set so that no decision is as common as surveys say.",
    "market.living.word_of_mouth": "Direction is published, size is assumed.",
}

NOT_FOR: Final = (
    "Forecasting your pipeline, your quarter or any single account.",
    "Proving that one organisation beats another in the real world: nobody has measured that causally, and the model "
    "is consistent with neighbouring facts, no more.",
    "Setting quotas, judging people, or deciding who keeps a job.",
    "Reading effects to the decimal: look at direction, order of magnitude and where a verdict flips.",
    "Markets far from a group purchase between companies: consumer goods, tenders with fixed rules, renewals by one person.",
)
