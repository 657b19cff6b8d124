"""The one table of what can happen: for every kind of row its meaning, who acts, what the seller sees, how it is said.

The journal's columns, the seller's view, event logs, stories, milestones, itineraries, the CRM export, journey maps, the
maze and the reference page all read this table; a new kind is one entry here.
"""

from collections.abc import Callable
from enum import Enum
from typing import Any, Final, NamedTuple

from buyermaze.simulator.core.vocabulary import Kind, words
from buyermaze.simulator.journal import sentences
from buyermaze.simulator.journal.said import Coded, Said

Sentence = str | Callable[[Said], str]


class Actor(Enum):
    """Who acts."""

    MEMBER = "committee"  # the person of the row; of a row without one, the group
    REP = "sales"  # our rep of the row
    QUALIFIER = "qualifier"
    MARKETING = "marketing"
    MANAGEMENT = "management"  # the level of the row
    SUPPORT = "support"
    SURVEYS = "survey desk"
    OUTSIDE = "outside"


class Sight(Enum):
    """Which rows of a kind the seller has."""

    TRACKED = "those its tracking saw"
    ALL = "all: its own people or systems made them"
    ABOUT_US = "those about us"
    OF_CUSTOMERS = "those of its own customers"
    FATE = "those of accounts its reps know, and of its own customers"


class EventKind(NamedTuple):
    """What a kind of row tells and how it is said; templates ask for the words of ``said``."""

    meaning: str
    hours: str = ""  # what the column holds; "": unused (0)
    value: str = ""
    detail: str = ""
    actor: Actor = Actor.MEMBER
    sight: Sight = Sight.TRACKED
    hidden: tuple[str, ...] = ()  # columns of a row the seller has that nobody at the seller can know
    activity: str = ""  # name in an event log; "": the kind's own name
    record: str = ""  # what the seller's systems call the piece of work or sign; "": they keep none
    lead: str = ""  # state of the lead from here on
    stage: str = ""  # door of the seller passed
    feeling: float = 0.0  # what it does to the feeling, -1 to 1; assumption, the order is what matters
    milestone: Sentence = ""  # a few words for captions; "": no turning point
    tells_truth: bool = False  # the milestone's words say more than the seller can know
    sentence: Sentence = ""  # what a story says; "": it tells this kind in a summary, or not at all
    turn: bool = False  # a story sums up what came before it


EVENT_KINDS: Final = {
    Kind.ARRIVED: EventKind(
        "an account starts a journey", value="people in the buying group", detail="1 if there is a real project",
        activity="arrival", stage="inquiry", milestone="{value:.0f} people start looking", sentence=sentences.arrived),
    Kind.JOINED: EventKind(
        "a late member joins the group", milestone="{who} joins",
        sentence="{who} joins the group, with questions of their own", turn=True),
    Kind.TOUCH: EventKind(
        "a stakeholder used a channel for a job; reason tells how it went", hours="buyer's time, h",
        value="information gained, units", detail="lead score after it, points", hidden=("value", "reason"),
        activity="{channel}: {job}", milestone=sentences.touched_in_vain, tells_truth=True, sentence=sentences.touched_alone),
    Kind.ASKED: EventKind(
        "a stakeholder asked for one of our reps", activity="rep: asked", record="request"),
    Kind.SERVED: EventKind(
        "a rep took the request", hours="rep's selling time, h", value="hours since asking",
        detail="hours of it in the queue", actor=Actor.REP, sight=Sight.ALL, activity="rep: served", record="call",
        milestone=sentences.served_late, sentence=sentences.served),
    Kind.GAVE_UP: EventKind(
        "a stakeholder stopped waiting for a rep", hours="time lost, h", value="hours since asking",
        activity="rep: gave up waiting", record="request lapsed", feeling=-1.0,
        milestone="{who} gives up waiting for our rep after {span}",
        sentence="{who} gives up waiting for our rep after {span}"),
    Kind.STALLED: EventKind("no channel could serve the need", feeling=-0.6),
    Kind.SURPRISE: EventKind(
        "evidence contradicted belief", value="distance, sd", feeling=-0.3, sentence=sentences.surprised),
    Kind.CLAIM_CLASH: EventKind(
        "two functions of one vendor were caught claiming different things", value="difference, value units",
        activity="claims clash", feeling=-0.9, milestone="{who} hears two different claims from {vendor}",
        sentence=sentences.claims_clashed),
    Kind.LEAD: EventKind(
        "the account became a marketing-qualified lead; reason: score or hand raise", value="lead score, points",
        actor=Actor.MARKETING, sight=Sight.ALL, activity="lead", lead="MQL", stage="lead", milestone="becomes a lead",
        sentence=sentences.became_lead),
    Kind.CHECKED: EventKind(
        "a qualifier checked the lead", hours="qualifier's time, h", value="hours in the queue", actor=Actor.QUALIFIER,
        sight=Sight.ALL, activity="lead checked", record="lead checked",
        sentence="a qualifier checks the lead, after {span} in the queue"),
    Kind.ACCEPTED: EventKind(
        "the lead was accepted for follow-up by sales", value="attempt number", actor=Actor.QUALIFIER, sight=Sight.ALL,
        activity="lead accepted", lead="SAL", stage="accepted", milestone="the lead is accepted",
        sentence="the lead is accepted for sales"),
    Kind.REJECTED: EventKind(
        "the lead was not accepted; reason: filtered, desk full or not followed up", value="attempt number",
        actor=Actor.QUALIFIER, sight=Sight.ALL, activity="lead rejected", lead="rejected", stage="inquiry",
        milestone="the lead is turned away: {rejection}", sentence="the lead is turned away: {rejection}"),
    Kind.OPENED: EventKind(
        "sales has the account", value="hours since acceptance", actor=Actor.REP, sight=Sight.ALL,
        activity="handed over to sales", lead="SQL", stage="with sales", milestone="sales takes over after {span}",
        sentence="sales takes over, {span} after the lead was accepted"),
    Kind.CONTACTED: EventKind(
        "the group met a seller of this vendor for the first time; vendor 0 is our opportunity",
        value="progress of all information jobs, 0-1", detail="person-hours spent so far", sight=Sight.ABOUT_US,
        hidden=("value", "detail"), activity="first contact: {seller}", stage="opportunity",
        milestone="{who} is the first to meet a rep of {vendor}", sentence=sentences.contacted),
    Kind.LEAD_WORK: EventKind(
        "a rep worked a warm lead", hours="rep's selling time, h", actor=Actor.REP, sight=Sight.ALL,
        activity="lead worked", record="lead worked", sentence="{rep} spends {hours:.1f} hours on working the lead"),
    Kind.MEETING: EventKind(
        "the group met", hours="person-hours", value="spread of expected value",
        detail="mean expected value of the favourite", activity="committee meeting"),
    Kind.COMPLETED: EventKind(
        "a job became complete", value="share covered", activity="completed: {job}", milestone="{job} is settled",
        sentence="the group agrees that it knows {topic}", turn=True),
    Kind.REOPENED: EventKind(
        "a complete job was found incomplete", value="share covered", activity="reopened: {job}",
        milestone="{job} is open again", sentence="a question that seemed settled is open again: {topic}", turn=True),
    Kind.FAVOURITE: EventKind(
        "the favourite vendor changed", value="rank value", activity="new favourite",
        milestone="the favourite is now {vendor}", sentence=sentences.favoured, turn=True),
    Kind.VOTE: EventKind(
        "the group voted; reason: passed, blocked or unreached (favourite not yet met)",
        value="influence saying yes, share", detail="spread of expected value", activity="vote: {reason}",
        milestone="vote for {vendor}: {reason}", sentence=sentences.voted, turn=True),
    Kind.LOOPED: EventKind(
        "the group went back to earlier work; reason: conflict or doubt", activity="looped: {reason}",
        milestone="back to earlier work because of {reason}", sentence=sentences.looped),
    Kind.APPROVAL: EventKind(
        "a level of management judged the case; reason: granted or refused", value="strength of the case",
        detail="level, from 1", actor=Actor.MANAGEMENT, activity="approval: {reason}",
        stage="approval {detail:.0f} {reason}", milestone="{level}: {reason}", sentence=sentences.approved),
    Kind.DECISION: EventKind(
        "the journey closed; reason: bought or why not", value="working hours since arrival",
        detail="vocabulary.Status", sight=Sight.FATE, hidden=("value", "reason"), activity="decision: {outcome}",
        stage="{outcome}", milestone=sentences.decision_in_short, sentence=sentences.decided, turn=True),
    Kind.EFFORT: EventKind(
        "effort of the group up to the decision", value="hours spent / hours expected, mean of members", detail="members"),
    Kind.GO_LIVE: EventKind(
        "first real use", value="value realised", detail="value expected at the vote", sight=Sight.OF_CUSTOMERS,
        hidden=("value", "detail"), activity="go-live", record="go-live", milestone=sentences.in_short_worth,
        tells_truth=True, sentence=sentences.worth),
    Kind.FEELING: EventKind(
        "a member takes stock", value="satisfaction, 0-10", detail="regret, 0-100", activity="takes stock"),
    Kind.REGRET: EventKind(
        "one cause of the group's regret", value="weighted contribution before saturation", activity="regret: {reason}"),
    Kind.ADVOCACY: EventKind(
        "how a member would recommend the vendor; reason: promoter, passive or detractor", value="rating, 0-10",
        activity="recommends"),
    Kind.USE: EventKind(
        "a period of use ends", value="drift of perceived value since going live", detail="period, from 1"),
    Kind.ALERT: EventKind(
        "an unhappy customer was noticed, or a content one taken for unhappy", value="satisfaction, 0-10",
        detail="1: is content", hidden=("detail",), actor=Actor.MARKETING, sight=Sight.ALL,
        record="complaint noticed", milestone=sentences.alarm_in_short, sentence=sentences.alerted),
    Kind.RECOVERY: EventKind(
        "a rep handled a complaint", hours="rep's selling time, h", value="value given back",
        detail="hours since the alert", actor=Actor.REP, sight=Sight.ALL, record="complaint handled",
        milestone="we put things right", sentence="{rep} spends {hours:.1f} hours on putting things right"),
    Kind.RENEWAL: EventKind(
        "the customer renewed or left", value="chance of renewing", detail="price paid relative to the first term",
        sight=Sight.OF_CUSTOMERS, hidden=("value",), activity="renewal: {reason}", record="renewal",
        milestone=sentences.renewal_in_short, sentence=sentences.renewed),
    Kind.ENDED: EventKind(
        "nothing more happens to this account", value="hours until its firm may set out again, in a finite market",
        activity="end"),
    Kind.MAILED: EventKind(
        "a mail went to everybody known of the account", hours="time lost to it, h", value="mails sent", detail="mails opened",
        actor=Actor.MARKETING, sight=Sight.ALL, activity="mail sent", record="mailing"),
    Kind.IGNORED: EventKind(
        "nobody followed a request up", actor=Actor.REP, sight=Sight.ALL, activity="rep: not followed up",
        record="request not followed up", feeling=-0.5, sentence="{who} asks for a rep, and nobody follows it up"),
    Kind.FINE_PRINT: EventKind(
        "a member found the fine print", value="value taken back, value units", activity="fine print found", feeling=-0.9,
        sentence="{who} reads the fine print, which takes back part of what was promised"),
    Kind.FIXED: EventKind(
        "a content gap was closed for everybody, or, with a reason, waits (unanswered), claims (found out) or support (recovered) "
        "mended; account -1", value="share at the start still there",
        detail="of a gap: persona, by place in the market's list; else hours since it was noticed", sight=Sight.ALL),
    Kind.SHOCK: EventKind(
        "an event from outside struck; reason tells which", value="size", detail="place on the market's calendar",
        actor=Actor.OUTSIDE, activity="shock: {reason}", sentence=sentences.struck),
    Kind.CARE: EventKind(
        "the customer heard from us without an agenda", value="drift of perceived value", actor=Actor.REP,
        sight=Sight.ALL, hidden=("value",), activity="word without an agenda", record="check-in",
        sentence="the customer hears from us, without an agenda"),
    Kind.ISSUE: EventKind(
        "something needed support; reason: recovered or unanswered", value="drift of perceived value",
        actor=Actor.SUPPORT, sight=Sight.ALL, hidden=("value",), activity="issue: {reason}", record="support case",
        sentence=sentences.mended),
    Kind.EXPANSION: EventKind(
        "a renewing customer bought more, or not", value="value of it relative to the deal", sight=Sight.ALL,
        activity="expansion: {reason}", record="expansion offer", sentence=sentences.expanded),
    Kind.INVITED: EventKind(
        "a member was asked; reason tells what", value="answer they would give", actor=Actor.SURVEYS, sight=Sight.ALL,
        hidden=("value",), activity="survey sent: {question}", record="survey sent"),
    Kind.SURVEY: EventKind(
        "a member answered; reason tells what was asked", value="answer given", sight=Sight.ALL,
        activity="survey answered: {question}", sentence=sentences.answered),
    Kind.TERMS: EventKind(
        "terms offered; reason: bought on them, or not (ours, of a group that had met us)",
        value="price relative to the going rate", detail="mean quality of encounters above what is expected",
        sight=Sight.ABOUT_US, hidden=("detail",)),
    Kind.POLL: EventKind(
        "some stand to lose by the favourite and the group works on it; reason: settled or escalated",
        value="influence saying yes, share",
        detail="tension: influence of those who stood to lose, added up over disagreements that escalated",
        activity="disagreement: {reason}", milestone="disagreement over {vendor}: {reason}", sentence=sentences.worked_on,
        turn=True),
    Kind.CAUGHT: EventKind(
        "a member found a vendor's claim to be larger than the truth", value="what was claimed beyond the truth, value units",
        detail="how often so far", activity="exaggeration found out", feeling=-0.9, sentence=sentences.found_out),
    Kind.HEARD: EventKind(
        "a peer who is a customer of ours told what it is like; reason: the word, where peers know each other by name; "
        "without a channel: unasked", value="value units above the truth", detail="their account",
        activity="peer's voice heard", sentence=sentences.heard),
    Kind.RECOMMENDED: EventKind(
        "an account that sets out has heard of us from a customer", value="what customers it can have heard say of us, -0.5 to 0.5",
        activity="recommended by a customer", sentence="a customer of ours has told somebody to look at us", feeling=0.2),
    Kind.KNOWS: EventKind(
        "an account that sets out knows one that set out before", value="their account", activity="knows a peer"),
    Kind.CHANGED: EventKind(
        "a dated change of the timeline began; account -1", value="entry of the timeline, from 1", sight=Sight.ALL),
    Kind.REP_LEFT: EventKind(
        "a rep went, or an empty seat was given up; account -1", value="hours the seat had been empty",
        detail="1 if a person went", sight=Sight.ALL),
    Kind.REP_STARTED: EventKind(
        "a rep began; account -1", value="hours the seat had been empty", sight=Sight.ALL),
    Kind.COMMISSION: EventKind(
        "a partner keeps part of a deal's price", value="commission, share of the deal's value", sight=Sight.ALL,
        activity="commission", sentence="a partner keeps {percent:.0f} % of the deal's value"),
    Kind.FIRM: EventKind(
        "which firm of a finite market it is that has set out", value="firm, from 0", detail="accounts it has been before"),
    Kind.VERIFIED: EventKind(
        "a member went through what assistants had said with a seller; reason: misled where a mistake was noticed",
        value="largest mistake put right, value units", detail="answers gone through",
        activity="assistant's answers checked", milestone=sentences.put_right, tells_truth=True, sentence=sentences.put_right),
    Kind.WARNED: EventKind(
        "a rep brought up a blocker before it stood up", value="hours until it is satisfied",
        detail="place on the market's list of blockers", activity="blocker foreseen", sentence=sentences.warned),
    Kind.BLOCKER: EventKind(
        "a blocker stood up; reason: foreseen, unforeseen or objection, which ended the purchase",
        value="hours for which it holds the purchase up", detail="place on the market's list of blockers",
        activity="blocker: {reason}", milestone=sentences.blocked_in_short, sentence=sentences.blocked, turn=True),
    Kind.OUTBOUND: EventKind(
        "a rep called somebody who had not asked; reason: unanswered, premature, late or agreed to a meeting",
        hours="rep's selling time, h", value="buyer's time, h", detail="general questions of theirs that were answered, share",
        actor=Actor.REP, sight=Sight.ALL, hidden=("detail",), activity="call: {reason}", record="outbound call",
        milestone=sentences.called_in_short, sentence=sentences.called),
    Kind.IMPRESSION: EventKind(
        "a touch changed the trust in a vendor's channels; reason: found out (a claim), pushed, unanswered (a wait in vain), "
        "premature (a call), dead end (a mail), refused (a step insisted on), "
        "none (an answer worth having, or one that contradicted)",
        value="change of trust in its channel", detail="trust in it from then on, 1 is full",
        activity="impression of the company"),
    Kind.TOOL: EventKind(
        "a member has or works with a tool of ours; reason: found (in our content), handed over (by a rep) or used",
        value="person-hours it spared, where it was used", activity="tool: {reason}", sentence=sentences.has_tool),
    Kind.REASSIGNED: EventKind(
        "an account lost its rep; rep: who has it now", value="of what the rep knew of it, what is lost, share",
        detail="1 for a customer of ours", sight=Sight.ALL, hidden=("value",), activity="rep changed", record="new owner",
        sentence=sentences.reassigned),
    Kind.MISREAD: EventKind(
        "an account is taken for one of another segment; reason: none, or recovered when a conversation put it right",
        value="its segment, by place in the market's list", detail="the one it was taken for", activity="segment: {reason}",
        sentence=sentences.misread),
    Kind.PREPARED: EventKind(
        "a rep had prepared for the question expected, or our content put an answer to it before its reader; reason: foreseen, or "
        "unforeseen if another one came", value="rep's selling time lost, or the reader's, h", actor=Actor.REP, sight=Sight.ALL,
        activity="question: {reason}", sentence=sentences.prepared),
    Kind.DELIVERED_LATE: EventKind(
        "what was bought from us came late", value="hours late", detail="satisfaction it costs every member, points",
        actor=Actor.SUPPORT, sight=Sight.ALL, hidden=("detail",), activity="late delivery", record="late delivery",
        milestone="delivery comes late, by {span}", sentence="delivery comes late, by {span}"),
    Kind.BILLED_WRONG: EventKind(
        "a bill of ours was wrong", value="satisfaction it costs, points", detail="period, from 1", actor=Actor.SUPPORT,
        sight=Sight.ALL, hidden=("value",), activity="wrong bill", record="bill disputed", sentence="a bill of ours is wrong"),
    Kind.CONTRACT_STUCK: EventKind(
        "our lawyers made a quarrel of a change to a contract", value="satisfaction it costs, points", detail="period, from 1",
        actor=Actor.SUPPORT, sight=Sight.ALL, hidden=("value",), sentence="our lawyers quarrel over a change to the contract"),
    Kind.MET_CUSTOMERS: EventKind(
        "a customer met other customers of ours", value="satisfaction won by it, points", detail="period, from 1",
        actor=Actor.SUPPORT, sight=Sight.ALL, hidden=("value",), sentence="the customer meets other customers of ours"),
    Kind.LISTENED: EventKind(
        "a contact with a customer only asked and listened", value="how often so far", actor=Actor.REP, sight=Sight.ALL,
        activity="contact that listens", record="needs heard", sentence="we ask the customer what is needed, and listen"),
    Kind.WON_BACK: EventKind(
        "cold contacts of an account got offers of their own", value="offers", detail="offers that were opened",
        actor=Actor.MARKETING, sight=Sight.ALL, activity="offers to cold contacts", record="offers to cold contacts",
        sentence=sentences.won_back),
    Kind.ENLISTED: EventKind(
        "an account entered the campaign, or, with a reason, is held out and gets nothing", actor=Actor.MARKETING, sight=Sight.ALL,
        activity="campaign entered: {reason}", record="campaign member"),
    Kind.CAMPAIGN: EventKind(
        "a step of the campaign went out to an account; reason: left out, as the one before it was not as it had to be, or nobody "
        "of ours calls there", hours="time lost to it, h", value="people reached by mail or invitation",
        detail="people who opened it or came", actor=Actor.MARKETING, sight=Sight.ALL, activity="campaign: {channel} {reason}",
        record="campaign step", sentence=sentences.campaigned),
    Kind.CROWDED: EventKind(
        "a step of the campaign went to people who still had an earlier mail in mind", value="people", sight=Sight.ALL,
        actor=Actor.MARKETING, activity="written to too soon", feeling=-0.2),
    Kind.MATERIAL: EventKind(
        "a member wanted to read something before the meeting they asked for; reason: found, or dead end, and the meeting slips",
        value="hours by which it slips", sight=Sight.ALL, activity="something to read: {reason}",
        record="material asked for", sentence=sentences.wants_material),
    Kind.PILOT: EventKind(
        "a group began a pilot of ours", hours="members' time", value="hours until it is over", actor=Actor.REP, sight=Sight.ALL,
        activity="pilot begins", record="pilot", milestone="a pilot of ours begins",
        sentence="the group tries our product in a pilot, which takes {ahead}", turn=True),
    Kind.PILOT_SEEN: EventKind(
        "a group saw what a pilot of ours showed; reason: worked, or failed for reasons that are not the product's",
        value="change of the opinion of us, value units", actor=Actor.REP, sight=Sight.ALL, hidden=("value",),
        activity="pilot {reason}", record="pilot over", milestone="the pilot {reason}", sentence=sentences.pilot_seen, turn=True),
    Kind.SENT_UP: EventKind(
        "a discount beyond a rep's authority went up; reason: granted or refused", value="hours until it was answered",
        detail="part of the list price beyond it", actor=Actor.REP, sight=Sight.ALL, activity="discount {reason}",
        record="discount approval", sentence=sentences.sent_up),
    Kind.BARGAINED: EventKind(
        "a group asked its favourite for a lower price; reason: granted, or refused where it got less", hours="member's time",
        value="taken off, part of the list price", detail="asked, part of the list price", sight=Sight.ABOUT_US,
        activity="price bargained over: {reason}", record="price bargained over", sentence=sentences.bargained),
    Kind.PACKAGE: EventKind(
        "a group picked one of our packages", value="-1 smaller, 0 standard, 1 larger",
        detail="what it lost by not picking the best one, value units", sight=Sight.ALL, hidden=("detail",),
        activity="package picked", record="package", sentence=sentences.picked),
    Kind.STEP: EventKind(
        "a rep insisted on the step our process had next; reason: granted or refused", value="share of it already answered",
        detail="job the buyer had come for", actor=Actor.REP, sight=Sight.ALL, hidden=("value", "detail"),
        activity="step of our process: {reason}", feeling=-0.3, sentence=sentences.insisted),
    Kind.IDEA: EventKind(
        "an answer of ours on change spoke on a member's subject or off it, or challenged and was taken up or resented; planted: "
        "the account had met an idea of ours before it set out",
        value="taken up: benefit that change seems to have on top, value units; resented: trust lost; planted: how far it is ripe",
        detail="1 if it spoke to the member's own concern", activity="idea: {reason}", sentence=sentences.challenged),
    Kind.STEERED: EventKind(
        "a partner asked about our product put the first rival's before the buyer", activity="partner: shown a rival", feeling=-0.2,
        sentence="{who} asks a partner about us, who shows what {vendor} has"),
    Kind.UNSUBSCRIBED: EventKind(
        "a member wants no more mail from us", value="mails sent to the account so far", activity="mail cancelled",
        record="mail cancelled", feeling=-0.6, sentence="{who} wants no more mail from us"),
}  # fmt: skip


def say(sentence: Sentence, said: Said) -> str:
    """Say a sentence of the table about a row; an empty text says nothing."""
    return sentence.format_map(said) if isinstance(sentence, str) else sentence(said)  # type: ignore[arg-type]


def kinds_where(is_so: Callable[[EventKind], object]) -> tuple[Kind, ...]:
    """Return the kinds of which something is so, in the order of the table."""
    return tuple(kind for kind, about in EVENT_KINDS.items() if is_so(about))


def activity(row: Any) -> str:
    """Name what happened in a row: ``content: validation``, ``vote: blocked``, ``decision: won``."""
    kind = Kind(row["kind"])
    return (EVENT_KINDS[kind].activity or words(kind)).format_map(Coded(row)).removesuffix(": ")


def stage(row: Any) -> str:
    """Name the door of the seller an account passes with a row; empty if it passes none."""
    about = EVENT_KINDS[Kind(row["kind"])]
    if about.sight == Sight.ABOUT_US and row["vendor"] != 0:
        return ""
    return about.stage.format_map(Coded(row))
