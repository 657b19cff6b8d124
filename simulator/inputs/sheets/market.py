"""What a company does not control: buyers, their money, their rivals, their habits of mind."""

from pydantic import model_validator

from buyermaze.simulator.core.vocabulary import (
    N_BLOCKERS,
    N_LEVELS,
    N_PEOPLE,
    N_PERSONAS,
    N_REGIONS,
    N_SEGMENTS,
    N_SHOCKS,
    N_VENDORS,
)
from buyermaze.simulator.inputs.buyers.champion import Champion
from buyermaze.simulator.inputs.buyers.demand import Demand, Seasons, Segment
from buyermaze.simulator.inputs.buyers.group import Group
from buyermaze.simulator.inputs.buyers.ideas import Ideas
from buyermaze.simulator.inputs.buyers.impression import Impression
from buyermaze.simulator.inputs.buyers.personas import PERSONAS, Persona
from buyermaze.simulator.inputs.customers.service import CustomerLife
from buyermaze.simulator.inputs.environment.channels import Channels
from buyermaze.simulator.inputs.environment.firms import Pool
from buyermaze.simulator.inputs.environment.partners import PartnerTrade
from buyermaze.simulator.inputs.environment.peers import Peers
from buyermaze.simulator.inputs.environment.regulation import Regulation
from buyermaze.simulator.inputs.environment.rivals import RIVALS, Rival
from buyermaze.simulator.inputs.environment.shocks import Shock
from buyermaze.simulator.inputs.grammar.fields import Name, Sheet, count, number, table
from buyermaze.simulator.inputs.journey.assistant import Assistant
from buyermaze.simulator.inputs.journey.blockers import Blocker
from buyermaze.simulator.inputs.marketing.cold import Cold
from buyermaze.simulator.inputs.marketing.material import Material
from buyermaze.simulator.inputs.marketing.outbound import Reception
from buyermaze.simulator.inputs.sales.offers import Bargaining, PackageChoice, PilotReception
from buyermaze.simulator.inputs.sales.process import StepReception
from buyermaze.simulator.inputs.sales.staffing import Tie


class ApprovalLevel(Sheet):
    """One level above the buying group that must sign before money is spent."""

    name: Name = table("manager", "Who signs.")
    hours_wait: float = number(30, 0, 2000, "working h", "Mean time until the case is looked at.")
    threshold: float = number(0.0, -5, 5, "value units", "How strong the case must look to be granted.")


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
    cost_of_change: float = number(0.3, -1, 4, "value units", "Cost of switching.")
    our_edge: float = number(0, -2, 2, "value units", "Our true quality advantage; none by default, on purpose.")
    price_sd: float = number(0.15, 0, 2, "share", "Spread of our deal-specific price around the going rate.")
    price_unit: float = number(
        1.0,
        0.05,
        10,
        "share/value unit",
        "What a step of 1 on the scale of value is worth in money, as part of the deal's value.",
        "own-price elasticity of wins comes out between -1 and -2.6 (mean of 1,851 consumer goods: Bijmolt, van Heerde & "
        "Pieters 2005; between firms nearer -1) at about 1",
        "C",
    )
    brand_sd: float = number(0.2, 0, 2, "value units", "Spread of prior images of vendors.")
    deal_value: float = number(
        300_000, 100, 1e8, "USD", "Value of a deal over its first term.", "reference segment: 200 to 400 thousand", "B"
    )
    margin: float = number(0.6, 0, 1, "share", "Gross margin of a deal.")
    days_to_use: float = number(60, 0, 500, "working days", "From signature to first real use.")
    use_gap: float = number(
        -0.45, -2, 2, "value units", "How use of an unassisted purchase differs from what was bought; below 0: it falls short."
    )
    use_gap_sd: float = number(0.45, 0, 2, "value units", "Spread of that difference.")
    novelty: float = number(
        0, 0, 2, "factor", "Newness: more proof asked of vendors, harder approvals, larger gap in use."
    )
    share_guided: float = number(
        0.3, 0.01, 10, "share", "Part of a member's later questions worked out with the seller that removes 63 % of it."
    )


class Mind(Sheet):
    """How buyers search, learn, doubt and tire."""

    need_pull: float = number(2.0, 0, 8, "utility", "Pull of an unanswered need.")
    order_pull: float = number(0.7, 0, 6, "utility", "Push back per unfinished earlier job; 0: any order, 5: a funnel.")
    gain_pull: float = number(1.6, 0, 6, "utility", "Weight of the logarithm of expected information gain.")
    time_cost: float = number(0.25, 0, 5, "utility/h", "Dislike of an hour spent.")
    wait_cost: float = number(0.10, 0, 3, "utility/day", "Dislike of an expected day of waiting.")
    outreach_pull: float = number(2.2, 1, 50, "factor", "Attraction of our rep to a warm account that has not met one yet.")
    signal_noise: float = number(1.85, 0.05, 6, "factor", "Scale of noise in what any channel says about value.")
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
    scepticism: float = number(
        0.5, 0, 1, "share", "Part of a small exaggeration that buyers discount; again after each one found out."
    )
    claim_credible: float = number(
        1.0, 0.05, 20, "value units", "Size of claim at which most of it is believed; larger ones are believed less.",
        "extreme claims: Goldberg & Hartwick 1990, mechanism",
    )
    check_tolerance: float = number(0.3, 0, 5, "value units", "Exaggeration that no check shows.")
    check_scale: float = number(
        6.0, 0.01, 50, "value units", "Further exaggeration at which one check in 1.6 (63 %) shows it."
    )
    distortion: float = number(
        0.3,
        0,
        1,
        "share of noise",
        "How far evidence is bent in favour of the vendor one prefers so far; the vaguer, the further.",
        "0.5 to 1 of nine points in comparative ratings that spread by about two (Russo, Medvec & Meloy 1996; Russo, Meloy & "
        "Wilks 2000), for and against (Blanchard, Carlson & Meloy 2014); converted in decision 0095",
        "C",
    )
    early_reluctance: float = number(
        3.6,
        0,
        10,
        "utility",
        "How much sellers are avoided by who understands nothing yet; gone once the general questions are answered.",
        "Cohen & Levinthal 1990, Friestad & Wright 1994: direction; size: two marketing effects of usual size "
        "(r = 0.24, Eisend 2015), converted in decision 0095",
    )
    sense_making: float = number(
        0.3,
        0,
        0.9,
        "share",
        "Noise, contradictions and choice overload that a seller who knows one's situation takes away.",
        "sellers who make sense of things: Gartner 2019, direction",
    )
    attention: float = number(
        12, 1, 500, "recent visits", "Recent visits and messages a mind can hold; beyond them less of each is taken in."
    )
    trust_growth: float = number(
        0.05, 0, 1, "share", "Part of the way to the most trust that an answer worth having earns."
    )
    trust_most: float = number(1.5, 1, 5, "factor", "Trust in a seller's channel that has always been worth the visit.")
    choice_overload: float = number(
        0.1,
        0,
        4,
        "value units squared",
        "Variance that each alternative hardly different from the favourite adds to a choice.",
        "Iyengar & Lepper 2000, Chernev, Boeckenholt & Goodman 2015: direction",
    )
    just_noticeable: float = number(0.25, 0, 5, "value units", "Differences smaller than this are not felt.")
    planning_fallacy: float = number(
        0.39,
        0,
        0.9,
        "share",
        "Time by which plans fall short of what usually happens.",
        "Buehler, Griffin & Ross 1994: 33.9 days predicted, 55.5 taken",
        "A",
    )
    surprise_threshold: float = number(2.0, 0.2, 100, "sd", "Signals further off than this count as contradiction.")
    surprise_cost: float = number(
        0.35, 0, 2, "log precision/sd", "Confidence lost per sd of contradiction.", "conflict aversion, direction known", "A"
    )
    dissent_doubt: float = number(0.5, 0, 3, "variance share", "How far disagreement in the group breeds doubt.")
    loss_aversion: float = number(
        2.25, 1, 5, "factor", "Losses weigh this much more than gains.", "Tversky & Kahneman 1992", "A"
    )
    experience_weight: float = number(0.35, 0, 2, "precision", "Weight of a seller encounter as a cue of quality.")
    share_cue_digital: float = number(0.35, 0, 1, "share", "Weight of a digital encounter relative to a personal one.")
    expected_quality: float = number(0.75, 0, 1.5, "quality", "Quality of an encounter that leaves opinions unmoved.")
    price_weight: float = number(
        1.0, 0, 5, "factor", "Weight of a known price in the choice; above 1, it counts for more than the money it is."
    )
    ease_weight: float = number(
        0, 0, 3, "value units/quality", "Weight in the choice of how pleasant a vendor is to deal with, beside price."
    )
    emotion_weight: float = number(
        0, 0, 3, "value units/quality", "Weight in the choice of what stays in mind of dealing with a vendor: peak and end.",
        "Fredrickson & Kahneman 1993, direction", "A",
    )
    simplicity_weight: float = number(
        0, 0, 5, "value units", "Weight in the choice of how little of the time with a vendor was in vain."
    )
    share_cue_true: float = number(0.5, 0, 1, "share", "How far encounter quality is truly part of what is bought.")
    p_discover: float = number(0.12, 0, 1, "probability", "Chance that peers or analysts reveal an unknown vendor.")
    unverified_penalty: float = number(0.25, 0, 3, "value units", "Rank lost by a vendor without evidence.")
    unreached_penalty: float = number(0.2, 0, 3, "value units", "Rank lost each time a favourite could not be signed.")
    claim_tolerance: float = number(0.5, 0, 5, "value units", "Difference between two claims that goes unnoticed.")
    claim_scale: float = number(0.5, 0.01, 5, "value units", "Excess difference at which 63 % notice per hearing.")
    claim_damage: float = number(0.15, 0, 0.5, "share", "Trust lost on noticing; validation loses twice as much.")
    claim_confusion: float = number(
        0.7,
        0,
        4,
        "log precision",
        "Certainty about a vendor lost on catching it contradict itself: 0.7 halves it.",
        "conflicting sources are worse than vague ones: Smithson 1999, direction",
    )
    days_fatigue: float = number(15, 0.5, 400, "working days", "Time over which fatigue with a channel halves.")
    media_synergy: float = number(
        0, 0, 3, "factor", "How much recent advertising and good word of mouth lift our content."
    )
    push_effect: float = number(
        0.5, 0, 3, "value units", "Bias of a first pitch, weighed like any signal of its source."
    )
    reactance: float = number(
        0.5,
        0,
        3,
        "share",
        "Part of that bias lost with every pitch sat through; beyond the last of it, pitches work against us.",
        "Brehm 1966, direction",
        "A",
    )
    familiarity: float = number(
        1.0,
        0,
        5,
        "share",
        "How much surer people are, from the start, of vendors they know.",
        "Erdem & Swait 1998, direction",
    )
    days_interest: float = number(
        5,
        0.1,
        500,
        "working days",
        "Time in which the interest of a warm account in our rep cools to 37 %.",
        "lead response audits, direction (Oldroyd, McElheran & Elkington 2011)",
    )
    p_reads_terms: float = number(
        0.25,
        0,
        1,
        "probability",
        "Chance that who settles terms finds the fine print before signing.",
        "few read standard terms (Bakos, Marotta-Wurgler & Trossen 2014); purchasing reads more",
    )
    framing: float = number(
        0.15,
        0,
        2,
        "value units",
        "Value gained by the seller who first helps a group with its requirements, if the answer is a full one.",
        "early entrants shape preferences (Carpenter & Nakamoto 1989), direction",
        "A",
    )
    share_cue_mail: float = number(
        0.1, 0, 1, "share", "Weight of a mail nobody asked for as a cue of quality, relative to a personal encounter."
    )
    hours_glance: float = number(0.03, 0, 1, "h", "Attention a mail takes that is no use.")
    p_unsubscribes: float = number(
        0.02,
        0,
        1,
        "probability",
        "Chance that a mail of no use is the last one somebody wants from us.",
    )
    days_vacancy: float = number(
        20, 0, 250, "working days", "Time without votes until a champion who left has a successor."
    )
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
        0.5, 0, 3, "per value unit", "Weight of disagreement one noticed and of being overruled."
    )
    regret_doubt: float = number(0.7, 0, 3, "per unit", "Weight of having been unsure when choosing.")
    regret_effort: float = number(0.35, 0, 3, "per unit", "Weight of avoidable hours, relative to the effort expected.")
    justification: float = number(
        0.5,
        0,
        1,
        "share",
        "Part of the regret over what was forgone and doubted that a complete search removes.",
        "Connolly & Zeelenberg 2002: direction",
    )
    p_learns_alternative: float = number(0.6, 0, 1, "probability", "Chance to learn how the alternative fared.")
    satisfaction_base: float = number(7.1, 0, 10, "points", "Satisfaction with a purchase worth exactly nothing more.")
    rejoicing: float = number(0.6, 0, 3, "points", "Points for as much above expectation as a price is worth.")
    disappointing: float = number(1.2, 0, 5, "points", "Points for as much below expectation as a price is worth.")
    service_weight: float = number(
        1.0,
        0,
        10,
        "points/quality",
        "Points by which satisfaction moves with how one was treated while buying.",
        "Bolton & Drew 1991: direction",
    )
    effort_pain: float = number(0.5, 0, 3, "points", "Points per multiple of expected effort.")
    hours_usual_base: float = number(
        8, 0, 200, "h", "A member's hours a purchase usually takes, whatever there is to find out."
    )
    hours_usual_per_need: float = number(
        3.4, 0.1, 50, "h/unit", "Hours it usually takes on top per unit of information needed."
    )
    word_of_mouth: float = number(0.02, 0, 0.5, "share", "How much one customer's voice moves what peers say about us.")
    rumour: float = number(
        0.1, 0, 1, "share", "How much one group that found us out, or did not, moves what its circle thinks of our word."
    )
    p_knows_customer: float = number(
        0.5, 0, 1, "probability", "Chance that the peer asked about us is a customer of ours, if the circle has any."
    )
    n_regions: int = count(3, 1, N_REGIONS, "regions", "Regions; peers of one segment and region form a circle.")
    share_near: float = number(
        0.7, 0, 1, "share", "Peers asked within one's own circle.", "homophily (McPherson, Smith-Lovin & Cook 2001), direction",
    )  # fmt: skip
    value_told: float = number(
        1.0, 0, 5, "value units", "What a customer of promoters only says of our value beyond the truth."
    )
    negativity: float = number(
        1.5, 1, 5, "factor", "How much more bad news weighs than good.", "Mizerski 1982, direction", "A"
    )
    referral: float = number(
        0, 0, 1, "share", "Later buyers who did not know us and hear of us, if all customers were delighted."
    )
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
    switching_cost: float = number(1.2, -2, 4, "probit", "What keeps an unhappy customer.")


class Market(Sheet):
    """Everything about the market that the seller's programme cannot change."""

    demand: Demand = table(Demand(), "Who comes.")
    pool: Pool = table(Pool(), "How many there are to come.")
    seasons: Seasons = table(Seasons(), "When in the year they come.")
    group: Group = table(Group(), "How buying groups work.")
    champion: Champion = table(Champion(), "Who carries a purchase.")
    blockers: tuple[Blocker, ...] = table((), "Who has to be satisfied inside the buyers' company, and when.")
    offer: Offer = table(Offer(), "What is bought.")
    mind: Mind = table(Mind(), "How buyers think.")
    ideas: Ideas = table(Ideas(), "What buyers make of subjects, challenges and ideas planted before.")
    impression: Impression = table(Impression(), "What a touch says of everything else from the same vendor.")
    outbound_reception: Reception = table(Reception(), "How buyers take a call they did not ask for.")
    step_reception: StepReception = table(StepReception(), "How buyers take a step they did not ask for.")
    customer_life: CustomerLife = table(CustomerLife(), "How customers take delivery, bills and being asked.")
    cold: Cold = table(Cold(), "When a contact has gone cold.")
    tie: Tie = table(Tie(), "What a rep is to a customer.")
    bargaining: Bargaining = table(Bargaining(), "How buyers bargain.")
    pilot_reception: PilotReception = table(PilotReception(), "What a pilot shows.")
    package_choice: PackageChoice = table(PackageChoice(), "What packages are to buyers.")
    peers: Peers = table(Peers(), "Who knows whom.")
    approval: Approval = table(Approval(), "What a case needs on its way up.")
    living: Living = table(Living(), "Life with the purchase.")
    rivals: tuple[Rival, ...] = table(RIVALS, "The two rivals, each with an organisation of its own.")
    channels: Channels = table(Channels(), "The channel table.")
    assistant: Assistant = table(Assistant(), "AI assistants that buyers ask.")
    material: Material = table(Material(), "What is asked for before a meeting.")
    segments: tuple[Segment, ...] = table((Segment(),), "Kinds of account, by how common they are.")
    shocks: tuple[Shock, ...] = table((), "Events from outside, on a calendar.")
    regulation: Regulation = table(Regulation(), "What a new rule undoes.")
    partner_trade: PartnerTrade = table(PartnerTrade(), "What else partners sell.")
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
        if len({segment.name for segment in self.segments}) != len(self.segments):
            raise ValueError("segments: every name must be different")
        if len(self.rivals) != N_VENDORS - 1:
            raise ValueError(f"rivals: {N_VENDORS - 1} sheets are needed, found {len(self.rivals)}")
        if len({rival.name for rival in self.rivals}) != len(self.rivals):
            raise ValueError("rivals: every name must be different")
        if len(self.shocks) > N_SHOCKS:
            raise ValueError(f"shocks: at most {N_SHOCKS} events")
        if len(self.blockers) > N_BLOCKERS:
            raise ValueError(f"blockers: at most {N_BLOCKERS} sheets")
        if len({blocker.name for blocker in self.blockers}) < len(self.blockers):
            raise ValueError("blockers: every name must be different")
        for blocker in self.blockers:
            if blocker.trigger == "approval" and not self.approvals:
                raise ValueError(f"blockers: '{blocker.name}' waits for approval, and nobody has to approve")
        if len(self.approvals) > N_LEVELS:
            raise ValueError(f"approvals: at most {N_LEVELS} levels")
        return self
