"""What a company does control: people, gate, message, media, content and what they cost."""

from typing import Literal

from buyermaze.simulator.core.vocabulary import N_REPS
from buyermaze.simulator.inputs.buyers.ideas import Teaching
from buyermaze.simulator.inputs.buyers.jobs import JobName
from buyermaze.simulator.inputs.buyers.memory import Memory
from buyermaze.simulator.inputs.customers.care import Care
from buyermaze.simulator.inputs.customers.service import Service
from buyermaze.simulator.inputs.environment.partners import Cover, Partners
from buyermaze.simulator.inputs.environment.regulation import Compliance
from buyermaze.simulator.inputs.grammar.fields import Name, Sheet, count, number, switch, table
from buyermaze.simulator.inputs.marketing.campaign import Campaign
from buyermaze.simulator.inputs.marketing.cold import Reactivation
from buyermaze.simulator.inputs.marketing.outbound import Outbound
from buyermaze.simulator.inputs.marketing.scores import Scores
from buyermaze.simulator.inputs.sales.anticipation import Anticipation
from buyermaze.simulator.inputs.sales.governance import Governance
from buyermaze.simulator.inputs.sales.logging import Logging
from buyermaze.simulator.inputs.sales.offers import Discounts, Packages, Pilot
from buyermaze.simulator.inputs.sales.process import Process
from buyermaze.simulator.inputs.sales.quarter import Quarter
from buyermaze.simulator.inputs.sales.segmentation import Segmentation
from buyermaze.simulator.inputs.sales.staffing import Staff, Succession
from buyermaze.simulator.inputs.sales.tools import Tools


class Team(Sheet):
    """Head count and what a head costs."""

    n_reps: int = count(6, 1, N_REPS, "people", "Reps who meet buyers; more shorten the queue and cost money.")
    n_qualifiers: int = count(0, 0, 16, "people", "People who check leads when there is a gate.")
    n_content: float = number(4, 0, 60, "people", "People who make and keep content fresh.")
    cost_rep: float = number(
        170_000, 0, 2e6, "USD/year", "Yearly cost of a rep.", "order of published pay surveys", "C"
    )
    cost_qualifier: float = number(170_000, 0, 2e6, "USD/year", "Yearly cost of a qualifier, management included.")
    cost_content: float = number(170_000, 0, 2e6, "USD/year", "Yearly cost of a content person.")


class Gate(Sheet):
    """The qualification gate between marketing and sales."""

    closed: bool = switch(
        False, "Reps work only leads that passed the gate; without it every warm lead costs them time."
    )
    score: float = number(25, 1, 200, "points", "Lead score at which an account counts as marketing qualified.")
    discernment: float = number(1.6, 0, 4, "sd", "How well the check tells real projects from idle ones (d').")
    strictness: float = number(0.4, -3, 4, "sd", "Where the check draws the line; high rejects real buyers too.")
    hours_check: float = number(0.5, 0.05, 20, "working h", "Mean time to check one lead.")
    hours_queue: float = number(40, 0.5, 400, "working h", "Leads that would wait longer are dropped.")
    days_score_life: float = number(
        0, 0, 2000, "working days", "Time in which an idle lead's score halves; 0: it never ages."
    )
    days_recycle: float = number(0, 0, 500, "working days", "Time before a rejected lead is looked at again.")


class Handoff(Sheet):
    """From the gate to the first rep."""

    delay_hours: float = number(
        0,
        0,
        200,
        "working h",
        "Mean delay between acceptance and the first rep's attention.",
        "response audits: mean 42 h of those who answer",
        "A",
    )
    distrust: float = number(
        0,
        0,
        1,
        "share",
        "How strongly reps ignore accepted leads when past leads were poor.",
        "lead follow-up study in J. Marketing 2013, mechanism",
        "A",
    )


class Message(Sheet):
    """What the company says about itself."""

    gap: float = number(0.2, 0, 2, "value units", "Spread between what marketing and sales claim in one deal.")
    promise: float = number(
        0.7, 0, 3, "value units", "Exaggeration: believed in part, checked, and disappointing later."
    )
    fine_print: float = number(
        0, 0, 2, "value units", "What terms take back: earns margin at once, shocks whoever reads or lives them."
    )
    margin_fine_print: float = number(
        0.15, 0, 1, "share/value unit", "Part of the deal's value that fine print as bad as a whole price earns."
    )


class Selling(Sheet):
    """How reps work."""

    hours_response: float = number(8, 0, 200, "working h", "Mean delay before a request to a rep enters the queue.")
    p_on_duty: float = number(
        0.6,
        0,
        0.95,
        "probability",
        "Chance that a request meets somebody on duty and joins the queue at once; the others wait the longer.",
        "response audits find two camps, within the hour and after days (Oldroyd et al. 2011); set for the reference market",
        "C",
    )
    hours_per_meeting: float = number(
        5,
        0.1,
        80,
        "h",
        "Selling time of one buyer meeting, preparation and follow-up included; times the square root of complexity.",
    )
    share_time: float = number(
        0.34, 0.05, 1, "share", "Part of a rep's week available for selling.", "rep surveys: 28 to 34 %", "C"
    )
    hours_per_lead: float = number(2, 0, 40, "h", "Selling time to work a warm lead when there is no gate.")
    skill: float = number(1.0, 0.5, 1.6, "factor", "Depth and speed of reps; specialists have more, generalists less.")
    skill_sd: float = number(0.25, 0, 0.8, "log sd", "Spread of skill between reps left to their own devices.")
    warm_first: bool = switch(
        False, "Warm accounts are served before others; behind a closed gate all of them are warm."
    )
    p_follow_up: float = number(1, 0, 1, "probability", "Discipline: chance that a request is followed up at all.")
    p_uses_assets: float = number(1, 0, 1, "probability", "Habit: chance that a rep uses the playbook there is.")
    need_focus: float = number(
        1,
        0,
        1,
        "probability",
        "Chance that a rep answers the need; otherwise pushes the sale, which is quicker and wears trust.",
    )


class Nurture(Sheet):
    """Mail sent to people who have left a trace, whether they asked for it or not."""

    days_between: float = number(0, 0, 250, "working days", "Cadence of mails to known accounts; 0: none are sent.")
    share_relevant: float = number(0.5, 0, 1, "share", "Mails that speak to what the reader still wants to know.")
    p_opened: float = number(0.25, 0, 1, "probability", "Chance that a trusting reader opens a mail.")
    annoyance: float = number(
        0.04,
        0,
        0.5,
        "share",
        "Trust in our mail lost per irrelevant mail opened.",
        "three in four avoid irrelevant senders",
        "C",
    )
    cost_mail: float = number(0.5, 0, 100, "USD", "Cost of one mail to one person.")
    cost_relevance: float = number(
        4, 0, 500, "USD", "Added cost of a mail that speaks to its reader; in proportion to the share of such mails."
    )


class Pricing(Sheet):
    """What we ask, and whether buyers can see it before they talk to us."""

    level: float = number(0, -0.9, 3, "share", "Our price above the going rate: dearer deals earn more and are fewer.")
    open: bool = switch(False, "The price is published; otherwise it is heard in the first conversation.")


class Marketing(Sheet):
    """How marketing reaches people and for how long."""

    skill: float = number(1.0, 0.5, 1.6, "factor", "Depth and reach of content, e-mail, events and advertising.")
    email: float = number(1, 0, 3, "intensity", "How much e-mail goes out to nurture interest, relative to the usual; 0: none.")
    ads: float = number(1, 0, 3, "intensity", "How much advertising is shown, relative to the usual; 0: none.")
    events: float = number(1, 0, 3, "intensity", "How much is put on at fairs and webinars, relative to the usual; 0: none.")
    share_after_handoff: float = number(
        1, 0, 1, "share", "How far marketing stays in touch once sales has the account."
    )
    p_identified: float = number(
        0.35, 0, 1, "probability", "Chance that an anonymous touch can be tied to the account."
    )
    cost_email: float = number(20_000, 0, 1e7, "USD/year", "Yearly cost of e-mail at intensity 1.")
    cost_ads: float = number(60_000, 0, 1e7, "USD/year", "Yearly cost of advertising at intensity 1.")
    cost_events: float = number(60_000, 0, 1e7, "USD/year", "Yearly cost of events at intensity 1.")
    priming: float = number(0, 0, 1, "intensity", "Ideas planted with people who are not looking yet.")
    cost_priming: float = number(120_000, 0, 1e7, "USD/year", "Yearly cost of planting ideas at intensity 1.")


class Coordination(Sheet):
    """The price of working as one."""

    share_time: float = number(0, 0, 0.6, "share", "Everybody's time spent on keeping each other informed.")


class SelfServe(Sheet):
    """Buying without a seller."""

    share_of_deals: float = number(
        0, 0, 1, "share", "Deals for which a checkout exists; complexity makes it fit fewer."
    )


class Voice(Sheet):
    """Listening to buyers and customers."""

    begins: Literal["first_touch", "proposal", "after_sale"] = table(
        "first_touch",
        "From when on buyers are heard: first touch, proposal (they met us and requirements are settled), or after the sale.",
    )
    cost_before_sale: float = number(
        0, 0, 1e6, "USD/year",
        "Yearly cost of listening to who has not bought yet, from first touch on; half of it from the proposal on. "
        "Sweep 0 to 170,000, a head.",
    )  # fmt: skip
    p_noticed: float = number(
        0.2, 0, 1, "probability", "Chance that a missed request or an unhappy customer is noticed."
    )
    p_false_alarm: float = number(
        0, 0, 1, "probability",
        "Chance that a customer who is content is taken for unhappy at the end of a period of use; a call-back then takes its time "
        "and puts nothing right. Sweep 0 to 0.3.",
    )  # fmt: skip
    recovery: float = number(0.3, 0, 2, "value units", "What a well-handled complaint gives back.")
    hours_recovery: float = number(4, 0, 100, "h", "Rep time one recovery takes.")
    p_survey: float = number(
        0, 0, 1, "probability", "Chance of being asked after a rep meeting, at go-live, after a period."
    )
    cost_survey: float = number(2, 0, 500, "USD", "Cost of one invitation.")


class Asset(Sheet):
    """One piece of content: for whom, for which job, how good, how old."""

    name: Name = table("asset", "Name shown in stories and gap lists.")
    job: JobName = table("problem", "Buying job it serves.")
    persona: str = table("all", "Persona it is written for; 'all' serves everybody less well.")
    channel: Literal["content", "rep"] = table("content", "Read by buyers, or used by reps in conversations.")
    quality: float = number(0.6, 0, 1, "probability", "Chance that it answers the question when fresh and on target.")
    days_age: float = number(60, 0, 5000, "working days", "Age at the start; content goes stale.")
    kit: bool = switch(False, "Gives the champion a case to carry to management.")


def _library(late: float) -> tuple[Asset, ...]:
    """Return the catalogue most companies have: broad early content, fewer answers for the last questions."""
    return (
        Asset(name="trend report", job="problem", quality=0.75),
        Asset(name="cost-of-waiting guide", job="problem", persona="economic", quality=0.6),
        Asset(name="solution overview", job="solution", quality=0.75),
        Asset(name="architecture explainer", job="solution", persona="technical", quality=0.7),
        Asset(name="requirements checklist", job="requirements", quality=0.6 * late),
        Asset(name="integration guide", job="requirements", persona="technical", quality=0.7 * late),
        Asset(name="comparison sheet", job="selection", quality=0.6 * late),
        Asset(name="reference stories", job="validation", quality=0.6 * late),
        Asset(name="security dossier", job="validation", persona="technical", quality=0.7 * late),
        Asset(name="return-on-investment kit", job="validation", persona="economic", quality=0.6 * late, kit=True),
        Asset(name="contract pack", job="validation", persona="procurement", quality=0.5 * late),
        Asset(name="discovery playbook", job="requirements", channel="rep", quality=0.4),
        Asset(name="battle cards", job="selection", channel="rep", quality=0.4),
    )


class Library(Sheet):
    """The content catalogue and what keeps it alive."""

    assets: tuple[Asset, ...] = table(_library(0.9), "Catalogue: asset by job, persona and channel.")
    n_assets_per_person: float = number(
        4, 0.2, 100, "assets/person", "Assets one content person keeps fresh at complexity 1."
    )
    days_shelf_life: float = number(
        500, 10, 5000, "working days", "Age at which an untended asset answers 37 % as often."
    )
    tilt: float = number(
        0, -1, 1, "share", "Who is kept fresh for: 1 only what reps use, -1 only what buyers read, 0 every asset alike."
    )
    work_tailoring: float = number(
        1, 0, 20, "factor", "Added upkeep of content that is fitted to its readers, per unit of memory.tailoring."
    )
    share_generic: float = number(0.65, 0, 1, "share", "How well an asset for 'all' answers one persona's question.")


class Programme(Sheet):
    """Everything the seller decides."""

    team: Team = table(Team(), "People.")
    staff: Staff = table(Staff(), "How people come and go.")
    quarter: Quarter = table(Quarter(), "Quotas and the end of quarters.")
    gate: Gate = table(Gate(), "Qualification.")
    handoff: Handoff = table(Handoff(), "From gate to rep.")
    memory: Memory = table(Memory(), "What the company remembers.")
    message: Message = table(Message(), "What the company claims.")
    pricing: Pricing = table(Pricing(), "What the company asks.")
    discounts: Discounts = table(Discounts(), "Who may take how much off.")
    packages: Packages = table(Packages(), "What buyers pick from.")
    pilot: Pilot = table(Pilot(), "Trying before buying.")
    selling: Selling = table(Selling(), "How reps work.")
    marketing: Marketing = table(Marketing(), "How marketing works.")
    coordination: Coordination = table(Coordination(), "The price of working as one.")
    self_serve: SelfServe = table(SelfServe(), "Buying without a seller.")
    coverage: tuple[Cover, ...] = table((), "Who sells to which segment; those not named are our reps'.")
    partners: Partners = table(Partners(), "Firms that sell for us.")
    compliance: Compliance = table(Compliance(), "Following what authorities prepare.")
    voice: Voice = table(Voice(), "Listening.")
    scores: Scores = table(Scores(), "Whether scores are published.")
    nurture: Nurture = table(Nurture(), "Mail nobody asked for.")
    campaign: Campaign = table(Campaign(), "Steps that wait for each other.")
    outbound: Outbound = table(Outbound(), "Reps who call first.")
    logging: Logging = table(Logging(), "What reps write down.")
    succession: Succession = table(Succession(), "Who has an account after its rep went.")
    segmentation: Segmentation = table(Segmentation(), "How well segments are told apart.")
    anticipation: Anticipation = table(Anticipation(), "Preparing for the next question.")
    service: Service = table(Service(), "Delivery, bills, calls that listen.")
    reactivation: Reactivation = table(Reactivation(), "Winning cold contacts back.")
    process: Process = table(Process(), "Stages that are insisted on.")
    governance: Governance = table(Governance(), "Closing gaps for good.")
    care: Care = table(Care(), "Looking after customers.")
    library: Library = table(Library(), "Content.")
    teaching: Teaching = table(Teaching(), "What content and reps speak of.")
    tools: Tools = table(Tools(), "Assets people work with.")
