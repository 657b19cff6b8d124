"""What a company does not control: buyers, their money, their rivals, their habits of mind."""

from typing import Annotated, Literal, get_args

from pydantic import Field, field_validator, model_validator

from simulator.inputs.fields import Sheet, count, number, switch, table
from simulator.vocabulary import N_LEVELS, N_PEOPLE, N_PERSONAS, N_SEGMENTS, N_SHOCKS, N_SOUGHT, Channel, Job

JobName = Literal["problem", "solution", "requirements", "selection", "validation"]
ChannelName = Literal[
    "rep", "content", "email", "event", "ads", "peers", "analyst", "own_work", "rival_rep", "rival_content"
]
Utility = Annotated[float, Field(ge=-10, le=10, strict=True)]


class JobNumbers(Sheet):
    """One number per information job, in information units (about one well-answered hour of questions)."""

    problem: float = number(0.0, 0, 20, "information units", "Problem identification.")
    solution: float = number(0.0, 0, 20, "information units", "Solution exploration.")
    requirements: float = number(0.0, 0, 20, "information units", "Requirements building.")
    selection: float = number(0.0, 0, 20, "information units", "Supplier selection, per short-listed vendor.")
    validation: float = number(0.0, 0, 20, "information units", "Validation, on the favourite vendor.")

    def row(self) -> list[float]:
        """Return the five numbers in job order."""
        return [float(getattr(self, job.name.lower())) for job in list(Job)[:5]]


class Persona(Sheet):
    """One kind of stakeholder: influence, duties, pace, what they need to know and where they look."""

    name: str = table("persona", "Name used in content lists, seats, journals and stories.")
    weight: float = number(1.0, 0.01, 10, "influence", "Weight in discussions, rankings and votes.")
    can_veto: bool = switch(True, "May block a purchase alone.")
    meets_sellers: bool = switch(False, "May meet a seller before the account's first contact; others wait for it.")
    joins_late: bool = switch(False, "Joins once the first three jobs are mostly covered.")
    needs_terms: bool = switch(False, "The last part of validation is terms: only a seller or a checkout gives them.")
    needs_justification: bool = switch(
        False, "The last part of validation is a justification for management: only vendor material gives it well."
    )
    hours_between_activities: float = number(
        16, 0.5, 400, "working h", "Mean time back at the day job between two activities for the purchase."
    )
    need: JobNumbers = table(JobNumbers(), "Understanding needed per job at complexity 1.")
    appeal: dict[ChannelName, Utility] = table({}, "Added liking of a channel, in utility units; absent means 0.")

    @field_validator("appeal")
    @classmethod
    def _every_channel(cls, appeal: dict[ChannelName, float]) -> dict[ChannelName, float]:
        """Write out the channels left at 0, so that equal tables are equal and every entry can be named."""
        return {name: float(appeal.get(name, 0.0)) for name in get_args(ChannelName)}


class ChannelSheet(Sheet):
    """One channel: time it takes, how noisy and credible its signals are, and what it teaches per visit."""

    hours: float = number(0.5, 0.01, 40, "h", "A buyer's time for one visit.")
    signal_sd: float = number(1.0, 0, 20, "value units", "Noise of what a visit says about value; 0: it says nothing.")
    credibility: float = number(0.7, 0, 1, "weight", "Weight given to the channel's signals.")
    appeal: float = number(0.0, -10, 10, "utility", "Liking of the channel, all else equal.")
    fatigue: float = number(
        0.0, 0, 3, "per visit", "Attraction lost per recent visit: half of it after 1/fatigue visits."
    )
    gain: JobNumbers = table(JobNumbers(), "Information gained per visit, by job.")


class ApprovalLevel(Sheet):
    """One level above the buying group that must sign before money is spent."""

    name: str = table("manager", "Who signs.")
    hours_wait: float = number(30, 0, 2000, "working h", "Mean time until the case is looked at.")
    threshold: float = number(0.0, -5, 5, "value units", "How strong the case must look to be granted.")


class Demand(Sheet):
    """Who comes, how often, and how many are real."""

    n_accounts_per_week: float = number(
        8, 0.05, 500, "accounts/week", "Arrival rate of inquiries; with the size of the desk it sets the load on reps."
    )
    share_not_serious: float = number(
        0.7, 0, 0.97, "share", "Inquiries with no project behind them.", "most inquiries never buy", "C"
    )
    n_visits_not_serious: float = number(6, 1, 60, "visits", "Mean visits of an inquiry without a project.")
    p_knows_us: float = number(0.5, 0, 1, "probability", "Chance that a buyer knows us at the start.")
    share_latent: float = number(0.3, 0, 1, "share", "Later buyers who can be reached before they look.")
    priming_effect: float = number(0.3, 0, 3, "value units", "Better image of whoever planted the idea.")
    p_knows_rival: float = number(0.5, 0, 1, "probability", "Chance that a buyer knows a given rival at the start.")


class Segment(Sheet):
    """A kind of account: how common, how large, how hard to answer, how keen, how slow."""

    name: str = table("all", "Name shown in tables.")
    weight: float = number(1, 0, 1000, "relative", "How common the segment is, relative to the others.")
    people: float = number(1, 0.1, 5, "factor", "Size of the group relative to the market's mean.")
    needs: float = number(1, 0.1, 5, "factor", "Questions relative to the persona sheets.")
    benefit: float = number(0, -3, 3, "value units", "Benefit of change relative to the market's mean.")
    pace: float = number(1, 0.1, 5, "factor", "Slowness relative to the market's.")


class Shock(Sheet):
    """An event from outside that strikes part of the market on one day."""

    name: str = table("shock", "Name shown in tables.")
    kind: Literal["budget_freeze", "reorganisation", "champion_leaves", "rival_launch"] = table(
        "budget_freeze", "What happens to the accounts it strikes."
    )
    week: float = number(10, 0, 500, "weeks", "When it strikes, from the start of the run.")
    share_struck: float = number(0.3, 0, 1, "share", "Open accounts it strikes.")
    size: float = number(
        0.5,
        0,
        250,
        "depends",
        "Freeze: working days. Reorganisation, champion: share of understanding lost. Launch: value units.",
    )


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
        1.9,
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
    p_give_up_per_person: float = number(
        0.22, 0, 2, "hazard", "Chance, per member, that a failed vote ends the project.", "level of no-decision surveys"
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


class Offer(Sheet):
    """What is bought: how complex, how valuable, how alike the vendors are."""

    complexity: float = number(
        1.0, 0.1, 4, "factor", "Scales needs; its square root scales what context, skill and claims are worth."
    )
    benefit_mean: float = number(1.0, -3, 5, "value units", "Mean true benefit of changing anything at all.")
    benefit_sd: float = number(0.7, 0, 3, "value units", "Spread of that benefit between accounts.")
    quality_sd: float = number(0.6, 0, 3, "value units", "Spread of vendors' true quality; low means commodity.")
    fit_sd: float = number(0.4, 0, 3, "value units", "Spread of personal fit between members.")
    goal_conflict_sd: float = number(0.9, 0, 3, "value units", "Spread of private stakes in change within a group.")
    cost_of_change: float = number(0, -1, 4, "value units", "Cost of switching, in value units.")
    our_edge: float = number(0, -2, 2, "value units", "Our true quality advantage; none by default, on purpose.")
    price_sd: float = number(0.15, 0, 2, "value units", "Spread of our deal-specific price.")
    brand_sd: float = number(0.2, 0, 2, "value units", "Spread of prior images of vendors.")
    deal_value: float = number(
        300_000, 100, 1e8, "USD", "Value of a deal over its first term.", "reference segment: 200 to 400 thousand", "B"
    )
    margin: float = number(0.6, 0, 1, "share", "Gross margin of a deal.")
    days_to_use: float = number(60, 0, 500, "working days", "From signature to first real use.")
    use_gap: float = number(-0.35, -2, 2, "value units", "Mean shortfall in use of an unassisted purchase.")
    use_gap_sd: float = number(0.45, 0, 2, "value units", "Spread of that shortfall.")
    novelty: float = number(
        0, 0, 2, "factor", "Newness: more proof asked of vendors, harder approvals, larger gap in use."
    )
    n_guided_hours: float = number(3, 0.1, 50, "guided answers", "Seller guidance that removes 63 % of the shortfall.")


class Mind(Sheet):
    """How buyers search, learn, doubt and tire."""

    need_pull: float = number(2.0, 0, 8, "utility", "Pull of an unanswered need.")
    order_pull: float = number(0.7, 0, 6, "utility", "Push back per unfinished earlier job; 0: any order, 5: a funnel.")
    gain_pull: float = number(1.6, 0, 6, "utility", "Weight of the logarithm of expected information gain.")
    time_cost: float = number(0.25, 0, 5, "utility/h", "Dislike of an hour spent.")
    wait_cost: float = number(0.10, 0, 3, "utility/day", "Dislike of an expected day of waiting.")
    outreach_pull: float = number(
        2.2, 1, 50, "factor", "Attraction of our rep to a warm account that has not met one yet."
    )
    signal_noise: float = number(1.4, 0, 6, "factor", "Scale of noise in what any channel says about value.")
    visit_luck: float = number(0.4, 0, 1, "share", "Half-width of the luck in what one visit teaches.")
    repeat_discount: float = number(
        0.5,
        0,
        1,
        "share",
        "0: repeats of a source count in full, 1: harmonic discount.",
        "correlation neglect studies",
        "A",
    )
    scepticism: float = number(0.5, 0, 1, "share", "Part of sellers' exaggeration that buyers discount.")
    surprise_threshold: float = number(2.6, 0.2, 100, "sd", "Signals further off than this count as contradiction.")
    surprise_cost: float = number(
        0.35,
        0,
        2,
        "log precision/sd",
        "Confidence lost per sd of contradiction.",
        "conflict aversion, direction known",
        "A",
    )
    dissent_doubt: float = number(0.5, 0, 3, "variance share", "How far disagreement in the group breeds doubt.")
    loss_aversion: float = number(
        2.25, 1, 5, "factor", "Losses weigh this much more than gains.", "Tversky & Kahneman 1992", "A"
    )
    experience_weight: float = number(0.35, 0, 2, "precision", "Weight of a seller encounter as a cue of quality.")
    share_cue_digital: float = number(0.35, 0, 1, "share", "Weight of a digital encounter relative to a personal one.")
    expected_quality: float = number(0.75, 0, 1.5, "quality", "Quality of an encounter that leaves opinions unmoved.")
    share_cue_true: float = number(0.5, 0, 1, "share", "How far encounter quality is truly part of what is bought.")
    p_discover: float = number(0.12, 0, 1, "probability", "Chance that peers or analysts reveal an unknown vendor.")
    unverified_penalty: float = number(0.25, 0, 3, "value units", "Rank lost by a vendor without evidence.")
    unreached_penalty: float = number(0.2, 0, 3, "value units", "Rank lost each time a favourite could not be signed.")
    claim_tolerance: float = number(0.5, 0, 5, "value units", "Difference between two claims that goes unnoticed.")
    claim_scale: float = number(0.5, 0.01, 5, "value units", "Excess difference at which 63 % notice per hearing.")
    claim_damage: float = number(0.15, 0, 0.5, "share", "Trust lost on noticing; validation loses twice as much.")
    days_fatigue: float = number(15, 0.5, 400, "working days", "Time over which fatigue with a channel halves.")
    media_synergy: float = number(
        0, 0, 3, "factor", "How much recent advertising and good word of mouth lift our content."
    )
    push_effect: float = number(0.1, 0, 1, "value units", "Opinion gained by a pushed sale, trust lost aside.")
    hours_patience: float = number(60, 0.5, 5000, "working h", "Mean wait for our rep before giving up.")
    days_project_life: float = number(
        1250,
        10,
        20_000,
        "working days",
        "Mean life of a project before outside reasons stop it.",
        "about a sixth of ten-month projects stop",
    )
    days_longest: float = number(625, 20, 3000, "working days", "A purchase not made by then is dropped.")
    share_alone_yield: float = number(
        0.3, 0, 1, "share", "What work without the vendor yields on vendor-only questions."
    )
    share_terms: float = number(0.25, 0, 1, "share", "Last part of validation that is terms.")
    share_justification: float = number(0.4, 0, 1, "share", "Last part of validation that is justification.")


class Approval(Sheet):
    """What a case needs on its way up."""

    kit_bonus: float = number(
        0.5, 0, 3, "value units", "Strength a prepared justification kit adds to the champion's case."
    )
    seniority_gap: float = number(
        0.25, 0, 2, "value units", "Strength lost per level when the champion argues without a kit."
    )
    noise_sd: float = number(0.5, 0, 3, "value units", "Luck of the day in an approver's judgement.")
    n_refusals_max: int = count(2, 1, 10, "refusals", "Refusals after which the project ends.")


class Living(Sheet):
    """Life with the purchase: regret, satisfaction, word of mouth, renewal."""

    regret_forgone: float = number(0.6, 0, 3, "per value unit", "Weight of the better alternative forgone.")
    regret_disappointment: float = number(0.45, 0, 3, "per value unit", "Weight of falling short of expectation.")
    regret_conflict: float = number(
        0.5, 0, 3, "per value unit", "Weight of unresolved disagreement and being overruled."
    )
    regret_doubt: float = number(0.7, 0, 3, "per unit", "Weight of having been unsure when choosing.")
    regret_effort: float = number(0.35, 0, 3, "per unit", "Weight of effort beyond what was expected.")
    p_learns_alternative: float = number(0.6, 0, 1, "probability", "Chance to learn how the alternative fared.")
    satisfaction_base: float = number(6.3, 0, 10, "points", "Satisfaction with a purchase worth exactly nothing more.")
    rejoicing: float = number(0.6, 0, 3, "points", "Points per value unit above expectation.")
    disappointing: float = number(1.2, 0, 5, "points", "Points per value unit below expectation.")
    effort_pain: float = number(0.5, 0, 3, "points", "Points per multiple of expected effort.")
    hours_expected_base: float = number(10, 0, 200, "h", "Effort anyone expects of a purchase.")
    hours_expected_per_need: float = number(4.2, 0.1, 50, "h/unit", "Effort expected per unit of information needed.")
    word_of_mouth: float = number(0.02, 0, 0.5, "share", "How much one customer's voice moves what peers say about us.")
    sd_use: float = number(0.2, 0, 2, "value units", "Luck of each period of use.")
    days_period: float = number(60, 5, 500, "working days", "Period of use after which customers take stock.")
    n_periods: int = count(4, 1, 12, "periods", "Periods of use until the renewal decision.")
    neglect: float = number(0, 0, 2, "value units", "Value lost in a period without a word from the seller.")
    p_issue: float = number(0, 0, 1, "probability", "Chance per period that something needs support.")
    issue_cost: float = number(0.3, 0, 2, "value units", "Value lost to an issue nobody solves.")
    share_expands: float = number(0, 0, 1, "share", "Happy renewing customers who also buy more.")
    expansion_value: float = number(0.3, 0, 3, "share", "Value of an expansion relative to the deal.")
    premium: float = number(0, 0, 1, "share", "Price a delighted customer is ready to pay on top at renewal.")
    p_answers_survey: float = number(0.3, 0, 1, "probability", "Chance that an invited person answers a survey.")
    answer_bias: float = number(0, -1, 1, "share", "How much likelier the delighted answer than the disappointed.")
    switching_cost: float = number(0.8, -2, 4, "probit", "What keeps an unhappy customer.")


class Rivals(Sheet):
    """Rivals: an average organisation, neither strategic nor queued."""

    hours_wait: float = number(10, 0, 200, "working h", "Mean wait for a rival's rep.")
    skill: float = number(0.8, 0, 2, "factor", "What a rival's rep teaches relative to the channel table.")
    skill_digital: float = number(0.75, 0, 2, "factor", "What a rival's content teaches relative to the table.")
    message_gap: float = number(0.3, 0, 3, "value units", "Spread between a rival's functions' claims.")
    promise: float = number(0.7, 0, 3, "value units", "How much rivals exaggerate.")


PERSONAS = (
    Persona(
        name="champion",
        weight=1.0,
        can_veto=False,
        meets_sellers=True,
        needs_terms=True,
        hours_between_activities=12,
        need=JobNumbers(problem=1.6, solution=1.6, requirements=1.4, selection=0.9, validation=1.2),
        appeal={"content": 0.2, "email": 0.1, "event": 0.1, "peers": 0.2, "own_work": 0.1, "rival_content": 0.2},
    ),
    Persona(
        name="technical",
        weight=1.0,
        hours_between_activities=16,
        need=JobNumbers(problem=0.5, solution=1.2, requirements=1.6, selection=0.9, validation=1.4),
        appeal={
            "rep": 0.1,
            "content": 0.3,
            "email": -0.2,
            "event": 0.1,
            "ads": -0.3,
            "peers": 0.4,
            "analyst": 0.2,
            "rival_rep": 0.1,
            "rival_content": 0.3,
        },
    ),
    Persona(
        name="economic",
        weight=1.6,
        needs_justification=True,
        hours_between_activities=24,
        need=JobNumbers(problem=0.8, solution=0.6, requirements=0.4, selection=0.5, validation=1.4),
        appeal={
            "rep": 0.1,
            "content": -0.1,
            "email": -0.2,
            "event": -0.1,
            "ads": -0.2,
            "analyst": 0.3,
            "own_work": 0.2,
            "rival_rep": 0.1,
            "rival_content": -0.1,
        },
    ),
    Persona(
        name="procurement",
        weight=0.7,
        meets_sellers=True,
        joins_late=True,
        needs_terms=True,
        hours_between_activities=24,
        need=JobNumbers(problem=0.1, solution=0.2, requirements=0.5, selection=0.6, validation=1.2),
        appeal={"rep": 0.3, "email": -0.4, "event": -0.5, "ads": -0.6, "own_work": 0.4, "rival_rep": 0.3},
    ),
    Persona(
        name="sponsor",
        weight=1.2,
        joins_late=True,
        hours_between_activities=28,
        need=JobNumbers(problem=0.7, solution=0.7, requirements=0.5, selection=0.3, validation=0.6),
        appeal={
            "rep": 0.1,
            "content": -0.1,
            "event": 0.1,
            "ads": -0.1,
            "peers": 0.1,
            "analyst": 0.3,
            "own_work": 0.1,
            "rival_rep": 0.1,
            "rival_content": -0.1,
        },
    ),
)


def _channel(hours: float, sd: float, cred: float, appeal: float, fatigue: float, *gain: float) -> ChannelSheet:
    names = ("problem", "solution", "requirements", "selection", "validation")
    return ChannelSheet(
        hours=hours,
        signal_sd=sd,
        credibility=cred,
        appeal=appeal,
        fatigue=fatigue,
        gain=JobNumbers(**dict(zip(names, gain, strict=True))),
    )


class Channels(Sheet):
    """The channel table: five of ours, three independent, two of rivals."""

    rep: ChannelSheet = table(_channel(1.0, 1.0, 0.75, -0.35, 0.02, 0.09, 0.20, 0.42, 0.68, 0.68), "Our reps.")
    content: ChannelSheet = table(
        _channel(0.55, 1.3, 0.65, 0.85, 0.02, 0.35, 0.40, 0.38, 0.35, 0.40), "Our web content."
    )
    email: ChannelSheet = table(_channel(0.12, 2.2, 0.45, -0.10, 0.10, 0.14, 0.14, 0.06, 0.06, 0.05), "Our e-mail.")
    event: ChannelSheet = table(_channel(1.4, 1.5, 0.65, -1.0, 0.10, 0.32, 0.35, 0.22, 0.22, 0.18), "Our events.")
    ads: ChannelSheet = table(_channel(0.08, 3.0, 0.30, -0.50, 0.15, 0.12, 0.10, 0.03, 0.03, 0.01), "Our advertising.")
    peers: ChannelSheet = table(
        _channel(0.65, 1.0, 0.90, 0.15, 0.02, 0.25, 0.28, 0.25, 0.32, 0.34), "Reviews and peers."
    )
    analyst: ChannelSheet = table(_channel(0.90, 0.9, 1.0, -0.25, 0.02, 0.30, 0.42, 0.35, 0.36, 0.28), "Analysts.")
    own_work: ChannelSheet = table(_channel(0.75, 0.0, 1.0, 0.70, 0.01, 0.28, 0.20, 0.32, 0.15, 0.20), "Own desk work.")
    rival_rep: ChannelSheet = table(
        _channel(1.0, 1.0, 0.75, -0.10, 0.02, 0.09, 0.20, 0.42, 0.68, 0.64), "Rivals' reps."
    )
    rival_content: ChannelSheet = table(
        _channel(0.55, 1.3, 0.65, 0.50, 0.02, 0.32, 0.37, 0.34, 0.32, 0.33), "Rivals' content."
    )

    def sheets(self) -> list[ChannelSheet]:
        """Return the sheets in channel order."""
        return [getattr(self, channel.name.lower()) for channel in list(Channel)[:N_SOUGHT]]


class Market(Sheet):
    """Everything about the market that the seller's programme cannot change."""

    demand: Demand = table(Demand(), "Who comes.")
    group: Group = table(Group(), "How buying groups work.")
    offer: Offer = table(Offer(), "What is bought.")
    mind: Mind = table(Mind(), "How buyers think.")
    approval: Approval = table(Approval(), "What a case needs on its way up.")
    living: Living = table(Living(), "Life with the purchase.")
    rivals: Rivals = table(Rivals(), "The rivals.")
    channels: Channels = table(Channels(), "The channel table.")
    segments: tuple[Segment, ...] = table((Segment(),), "Kinds of account, by how common they are.")
    shocks: tuple[Shock, ...] = table((), "Events from outside, on a calendar.")
    personas: tuple[Persona, ...] = table(PERSONAS, "Persona sheets; the names may be used as seats and in content.")
    approvals: tuple[ApprovalLevel, ...] = table(
        (
            ApprovalLevel(name="department head", hours_wait=24, threshold=0.0),
            ApprovalLevel(name="finance", hours_wait=40, threshold=0.15),
        ),
        "Approval chain above the group, in order; may be empty.",
    )

    @model_validator(mode="after")
    def _tables_agree(self) -> "Market":
        names = [persona.name for persona in self.personas]
        if not 1 <= len(names) <= N_PERSONAS:
            raise ValueError(f"personas: between 1 and {N_PERSONAS} sheets are needed, found {len(names)}")
        if len(set(names)) != len(names):
            raise ValueError("personas: every name must be different")
        if not 1 <= len(self.group.seats) <= N_PEOPLE:
            raise ValueError(f"group.seats: between 1 and {N_PEOPLE} seats are needed")
        for seat in self.group.seats:
            if seat not in names:
                raise ValueError(f"group.seats: no persona is called '{seat}'; there are {', '.join(names)}")
        if self.group.n_people_mean > len(self.group.seats):
            raise ValueError("group.n_people_mean: larger than the number of seats")
        if not 1 <= len(self.segments) <= N_SEGMENTS or sum(segment.weight for segment in self.segments) <= 0:
            raise ValueError(f"segments: between 1 and {N_SEGMENTS} are needed, with a positive weight")
        if len(self.shocks) > N_SHOCKS:
            raise ValueError(f"shocks: at most {N_SHOCKS} events")
        if len(self.approvals) > N_LEVELS:
            raise ValueError(f"approvals: at most {N_LEVELS} levels")
        return self
