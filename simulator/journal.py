"""What happened: the journal's rows, what their numbers mean, and how to read them."""

from typing import Final

from simulator.vocabulary import Kind

# For every kind of row: (what it tells, what `hours` holds, what `value` holds, what `detail` holds); "" means unused (0).
MEANING: Final = {
    Kind.ARRIVED: ("an account starts a journey", "", "people in the buying group", "1 if there is a real project"),
    Kind.JOINED: ("a late member joins the group", "", "", ""),
    Kind.TOUCH: ("a stakeholder used a channel for a job; reason tells how it went", "buyer's time, h", "information gained, units", "lead score after it, points"),
    Kind.ASKED: ("a stakeholder asked for one of our reps", "", "", ""),
    Kind.SERVED: ("a rep took the request", "rep's selling time, h", "hours since asking", "hours of it in the queue"),
    Kind.GAVE_UP: ("a stakeholder stopped waiting for a rep", "time lost, h", "hours since asking", ""),
    Kind.STALLED: ("no channel could serve the need", "", "", ""),
    Kind.SURPRISE: ("evidence contradicted belief", "", "distance, sd", ""),
    Kind.CLAIM_CLASH: ("two functions of one vendor were caught claiming different things", "", "difference, value units", ""),
    Kind.LEAD: ("the account became a marketing-qualified lead; reason: score or hand raise", "", "lead score, points", ""),
    Kind.CHECKED: ("a qualifier checked the lead", "qualifier's time, h", "hours in the queue", ""),
    Kind.ACCEPTED: ("the lead was accepted for follow-up by sales", "", "attempt number", ""),
    Kind.REJECTED: ("the lead was not accepted; reason: filtered, desk full or not followed up", "", "attempt number", ""),
    Kind.OPENED: ("sales has the account", "", "hours since acceptance", ""),
    Kind.CONTACTED: ("the group met a seller of this vendor for the first time; vendor 0 is our opportunity", "", "progress of all information jobs, 0-1", "person-hours spent so far"),
    Kind.LEAD_WORK: ("a rep worked a warm lead", "rep's selling time, h", "", ""),
    Kind.MEETING: ("the group met", "person-hours", "spread of expected value", "mean expected value of the favourite"),
    Kind.COMPLETED: ("a job became complete", "", "share covered", ""),
    Kind.REOPENED: ("a complete job was found incomplete", "", "share covered", ""),
    Kind.FAVOURITE: ("the favourite vendor changed", "", "rank value", ""),
    Kind.VOTE: ("the group voted; reason: passed, blocked or unreached (favourite not yet met)", "", "influence saying yes, share", "spread of expected value"),
    Kind.LOOPED: ("the group went back to earlier work; reason: conflict or doubt", "", "", ""),
    Kind.APPROVAL: ("a level of management judged the case; reason: granted or refused", "", "strength of the case", "level, from 1"),
    Kind.DECISION: ("the journey closed; reason: bought or why not", "", "working hours since arrival", "vocabulary.Status"),
    Kind.EFFORT: ("effort of the group up to the decision", "", "hours spent / hours expected, mean of members", "members"),
    Kind.GO_LIVE: ("first real use", "", "value realised", "value expected at the vote"),
    Kind.FEELING: ("a member takes stock", "", "satisfaction, 0-10", "regret, 0-100"),
    Kind.REGRET: ("one cause of the group's regret", "", "weighted contribution before saturation", ""),
    Kind.ADVOCACY: ("how a member would recommend the vendor; reason: promoter, passive or detractor", "", "rating, 0-10", ""),
    Kind.USE: ("a period of use ends", "", "value perceived", "period, from 1"),
    Kind.ALERT: ("an unhappy customer was noticed", "", "satisfaction, 0-10", ""),
    Kind.RECOVERY: ("a rep handled a complaint", "rep's selling time, h", "value given back", ""),
    Kind.RENEWAL: ("the customer renewed or left", "", "chance of renewing", ""),
    Kind.ENDED: ("nothing more happens to this account", "", "", ""),
}
