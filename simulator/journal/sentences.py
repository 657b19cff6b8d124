"""Sentences that depend on how a thing went; plain ones stand in the table of event kinds."""

from typing import Final

from buyermaze.simulator.core import phrases
from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.phrases import QUESTIONS, times
from buyermaze.simulator.core.vocabulary import Channel, Reason, Status
from buyermaze.simulator.journal.said import Said, vendor_labels

LONG_WAIT: Final = 2 * HOURS_PER_DAY  # working hours after which a wait is worth telling; assumption


def arrived(said: Said) -> str:
    """Say that an account sets out."""
    if said.detail != 1:
        return f"account {said.account} shows interest, but there is no project behind it"
    return f"account {said.account} sets out, {times(int(said.value), 'person', 'people')} and a real project"


def touched_in_vain(said: Said) -> str:
    """Say that our content had no answer; nothing of any other visit."""
    return f"{said.who}: dead end in our content on {said.job}" if said.code == Reason.DEAD_END else ""


def touched_alone(said: Said) -> str:
    """Say that a justification was written without help; nothing of any other visit."""
    if said.code != Reason.ALONE:
        return ""
    return f"{said.who} needs a document to justify the purchase, finds none, and writes it"


def served_late(said: Said) -> str:
    """Say that a rep came at last; nothing of a short wait."""
    return f"{said.who} meets our rep after waiting {said.span}" if said.value >= LONG_WAIT else ""


def served(said: Said) -> str:
    """Say that a rep has time at last; nothing of a short wait."""
    return f"{said.rep} has time for {said.who}, after a wait of {said.span}" if said.value >= LONG_WAIT else ""


def surprised(said: Said) -> str:
    """Say that evidence contradicted belief."""
    return f"{said.who} comes across evidence on {said.topic} that contradicts what they believed" if said.topic else ""


def claims_clashed(said: Said) -> str:
    """Say whose departments contradict each other."""
    departments = "two of our departments" if said.ours else f"two departments of {said.vendor}"
    return f"{said.who} notices that {departments} claim different things"


def found_out(said: Said) -> str:
    """Say whose claim was larger than the truth."""
    return f"{said.who} finds that {'we claim' if said.ours else f'{said.vendor} claims'} more than is true"


def heard(said: Said) -> str:
    """Say which customer of ours was asked, and in what mood."""
    mood = "glad of it" if said.value >= 0.0 else "sorry about it"
    asks = "asks" if said.row["channel"] >= 0 else "hears, without having asked, from"
    word = f" and says '{said.reason}'" if said.code != Reason.NONE else ""
    return f"{said.who} {asks} a peer at account {int(said.detail)}, a customer of ours, who is {mood}{word}"


def put_right(said: Said) -> str:
    """Say who put an assistant's mistake right; nothing where no mistake was noticed."""
    if said.code != Reason.MISLED:
        return ""
    seller = said.rep if said.ours else f"a rep of {said.vendor}"
    return f"{said.who} learns from {seller} that an AI assistant had it wrong"


def _blocker(said: Said) -> str:
    """Name a blocker as the market's list does."""
    blockers, place = said.scenario.market.blockers, int(said.detail)
    return blockers[place].name if place < len(blockers) else "somebody inside"


def warned(said: Said) -> str:
    """Say who brought up what would stand in the way."""
    seller = said.rep if said.ours else f"a rep of {said.vendor}"
    return f"{seller} brings up in time an objection of {_blocker(said)}"


def blocked_in_short(said: Said) -> str:
    """Say which blocker stood up, in a few words."""
    return f"objection of {_blocker(said)}, {'foreseen' if said.code == Reason.FORESEEN else 'unforeseen'}"


def blocked(said: Said) -> str:
    """Say which blocker stood up, and what it costs."""
    if said.code == Reason.OBJECTION:
        return f"an objection of {_blocker(said)}, which nobody had foreseen, ends the purchase"
    if said.value <= 0.0:
        return f"an objection of {_blocker(said)} is settled already"
    foreseen = "as was foreseen" if said.code == Reason.FORESEEN else "which nobody had foreseen"
    return f"an objection of {_blocker(said)} has to be settled first, {foreseen}; it takes {said.ahead}"


def pilot_seen(said: Said) -> str:
    """Say how a pilot went."""
    if said.code == Reason.FAILED:
        return "the pilot fails, for reasons that are not the product's"
    return f"the pilot works; the group thinks {'better' if said.value >= 0.0 else 'less'} of our product than before"


def sent_up(said: Said) -> str:
    """Say what our management says to a discount a rep may not give."""
    beyond = f"{100 * said.detail:.0f} % more off the price than {said.rep} may give"
    return f"our management {'grants' if said.code == Reason.GRANTED else 'refuses'} {beyond}; its answer takes {said.ahead}"


def bargained(said: Said) -> str:
    """Say what was asked and given."""
    of = "us" if said.ours else said.vendor
    return f"{said.who} asks {of} for {100 * said.detail:.0f} % off the price and gets {100 * said.value:.0f} %"


def picked(said: Said) -> str:
    """Say which package a group picked."""
    return f"the group picks our {('smaller', 'standard', 'larger')[1 + round(said.value)]} package"


def became_lead(said: Said) -> str:
    """Say what made the account a lead."""
    why = "somebody raised a hand" if said.code == Reason.HAND_RAISE else f"a score of {said.value:.0f} points"
    return f"our systems count the account as a lead ({why})"


def contacted(said: Said) -> str:
    """Say who met a seller first, and how far the group had come."""
    seller = said.rep if said.ours else f"a rep of {said.vendor}"
    return f"{said.who} is the first to meet {seller}; {said.percent:.0f} % of the group's questions are answered"


def called_in_short(said: Said) -> str:
    """Say what became of a call nobody had asked for, in a few words; nothing where nobody took it."""
    if said.code == Reason.AGREED:
        return f"{said.who} agrees to meet our rep, who has called"
    return f"{said.who} is called too early" if said.code == Reason.PREMATURE else ""


def called(said: Said) -> str:
    """Say what became of a call nobody had asked for."""
    ends = {
        Reason.AGREED: "agrees to a meeting",
        Reason.PREMATURE: "is put off: it is too early for a seller",
        Reason.LATE: "is in talks with somebody else already",
        Reason.UNANSWERED: "does not take the call",
    }
    return f"{said.rep} calls {said.who}, who has not asked and {ends[said.code]}"


def has_tool(said: Said) -> str:
    """Say how a tool came into somebody's hands; nothing where one is merely used."""
    if said.code == Reason.USED:
        return ""
    how = "finds in our content" if said.code == Reason.FOUND else "is handed by our rep"
    return f"{said.who} {how} something to work with on {said.topic}"


def reassigned(said: Said) -> str:
    """Say that the account's rep has gone, and what goes with them."""
    lost = (
        f"{said.percent:.0f} % of what that rep knew goes along"
        if said.percent >= 1
        else "nothing that rep knew goes along"
    )
    return f"the {'customer' if said.detail == 1 else 'account'} loses its rep, and {lost}"


def _segment(said: Said, place: float) -> str:
    """Name a segment as the market does."""
    return said.scenario.market.segments[int(place)].name


def misread(said: Said) -> str:
    """Say what an account was taken for, or that this was put right."""
    if said.code == Reason.RECOVERED:
        return (
            f"our rep sees that the account is '{_segment(said, said.value)}', and not '{_segment(said, said.detail)}'"
        )
    return f"we take the account for '{_segment(said, said.detail)}', and it is '{_segment(said, said.value)}'"


def prepared(said: Said) -> str:
    """Say that a rep had prepared for a question that did not come; nothing where it did, or where our content guessed."""
    if said.code == Reason.FORESEEN or said.row["rep"] < 0:
        return ""
    return f"{said.rep} has prepared for another question than the one that {said.who} brings"


def insisted(said: Said) -> str:
    """Say that a rep insisted on a step, and whether the buyer went along."""
    went = "who refuses" if said.code == Reason.REFUSED else "who goes along"
    return f"{said.rep} insists on the next step of our process with {said.who}, {went}"


def challenged(said: Said) -> str:
    """Say how a challenge was taken, or that an idea was there before; nothing of answers that did not challenge."""
    ends = {
        Reason.TAKEN_UP: f"{said.who} comes to see what it costs to leave things as they are",
        Reason.RESENTED: f"{said.who} does not care to be told by us how to see their business",
        Reason.PLANTED: f"somebody has had an idea of ours in mind for some time, {said.percent:.0f} % ripe by now",
    }
    return ends.get(said.code, "")


def won_back(said: Said) -> str:
    """Say that cold contacts opened an offer; nothing where nobody did."""
    if said.detail <= 0:
        return ""
    return f"{times(int(said.detail), 'contact that had gone cold opens', 'contacts that had gone cold open')} an offer of ours"


def campaigned(said: Said) -> str:
    """Say that a step of a campaign was taken up; nothing where it was not."""
    if said.detail <= 0:
        return ""
    n = int(said.detail)
    if said.row["channel"] == Channel.EVENT:
        return f"{times(n, 'person comes', 'people come')} to an event we invited them to"
    return f"{times(n, 'person opens', 'people open')} a mail of our campaign"


def wants_material(said: Said) -> str:
    """Say that somebody wants to read on the question before a meeting, and what comes of it."""
    if said.code != Reason.DEAD_END:
        return f"{said.who} reads what we have on {said.topic} before the meeting"
    asks = f"{said.who} asks for something to read on {said.topic} before the meeting"
    return f"{asks}; we have nothing, and it slips by {said.ahead}"


def favoured(said: Said) -> str:
    """Say who is the favourite."""
    return "we are now the favourite" if said.ours else f"{said.vendor} is now the favourite"


def worked_on(said: Said) -> str:
    """Say how a disagreement went."""
    went = "the others meet them halfway" if said.code == Reason.SETTLED else "it grows heated"
    return f"{said.percent:.0f} % of the influence is for {said.vendor}, but some stand to lose by it; {went}"


def voted(said: Said) -> str:
    """Say how a vote went."""
    if said.code == Reason.UNREACHED:
        return f"the group wants {said.vendor} but has never met them; somebody has to reach them first"
    passed = "passes" if said.code == Reason.PASSED else "fails"
    return f"a vote to buy from {said.vendor} {passed}: {said.percent:.0f} % of the influence says yes"


def looped(said: Said) -> str:
    """Say why the group goes back."""
    why = "they disagree on what is required" if said.code == Reason.CONFLICT else "they doubt the evidence"
    return f"the group goes back to earlier work, because {why}"


def approved(said: Said) -> str:
    """Say what management did."""
    return f"management {'signs' if said.code == Reason.GRANTED else 'refuses to sign'} ({said.level})"


def decision_in_short(said: Said) -> str:
    """Say how it ended, in a few words."""
    status = Status(int(said.detail))
    why = f" ({said.reason})" if status == Status.NO_DECISION else ""
    return f"the end: {'bought from us' if status == Status.WON else phrases.OUTCOMES[status]}{why}"


def decided(said: Said) -> str:
    """Say how it ended, after how long and why."""
    after, status = f"after {said.span}", Status(int(said.detail))
    if status in (Status.WON, Status.LOST):
        return f"they buy from {said.vendor}, {after}"
    if status == Status.NO_DECISION:
        return f"the purchase ends without a decision, {after}: {phrases.ENDS[said.code].clause}"
    return f"the visitor leaves for good, {after}; there never was a project"


def in_short_worth(said: Said) -> str:
    """Say whether first use is worth what was expected, in a few words."""
    return f"first use: worth {'more' if said.value >= said.detail else 'less'} than expected"


def worth(said: Said) -> str:
    """Say whether first use is worth what was expected."""
    more = "more than" if said.value >= said.detail else "less than"
    return f"the purchase is first used; it is worth {more} expected ({said.value:.2f} to {said.detail:.2f})"


def alerted(said: Said) -> str:
    """Say how an unhappy customer was noticed, or a content one taken for unhappy."""
    if said.detail == 1.0:
        return f"we take the customer for unhappy, who is not (satisfaction {said.value:.1f} of 10)"
    if said.code == Reason.ASKED_RECOMMEND:
        return f"the low answer raises an alarm (satisfaction {said.value:.1f} of 10)"
    return f"we notice that the customer is unhappy (satisfaction {said.value:.1f} of 10)"


def alarm_in_short(said: Said) -> str:
    """Say in a few words what somebody took a customer for."""
    return "we take a content customer for unhappy" if said.detail == 1.0 else "we notice that the customer is unhappy"


def renewal_in_short(said: Said) -> str:
    """Say whether the customer stays, in a few words."""
    return f"the customer {'renews' if said.code == Reason.RENEWED else 'leaves'}"


def renewed(said: Said) -> str:
    """Say whether the customer stays, at what price, and how likely it was."""
    more = f", at a price {100 * (said.detail - 1):.0f} % higher" if said.detail > 1 else ""
    return f"{renewal_in_short(said)}{more}; the chance of staying was {said.percent:.0f} %"


def mended(said: Said) -> str:
    """Say whether something broken was mended."""
    return f"something stops working, and {'support' if said.code == Reason.RECOVERED else 'nobody'} puts it right"


def expanded(said: Said) -> str:
    """Say whether the customer bought more."""
    if said.code == Reason.BOUGHT:
        return f"the customer buys more, worth {said.percent:.0f} % of the first purchase"
    return "the customer is offered more and declines"


def answered(said: Said) -> str:
    """Say what was answered about a conversation; answers of a whole group are told together."""
    if said.code != Reason.ASKED_EFFORT:
        return ""
    question = QUESTIONS[said.code]
    return f"asked {question.asks}, {said.who} answers {said.value:.0f} of {question.top}"


SHOCKS: Final = {
    Reason.BUDGET_FREEZE: lambda said: f"the budget is frozen for {said.days_ahead}",
    Reason.REORGANISATION: lambda said: f"a reorganisation costs the group {_lost(said)} it had understood",
    Reason.CHAMPION_LEAVES: lambda said: f"{said.champion} leaves and takes along {_lost(said)} they knew",
    Reason.RIVAL_LAUNCH: lambda said: (
        f"{vendor_labels(said.scenario)[1]} brings out something better, and the group hears of it"
    ),
    Reason.REGULATION: lambda said: (
        f"a new rule holds the purchase up for {said.days_ahead}, and part of it has to be worked out anew"
    ),
}


def struck(said: Said) -> str:
    """Say what an event from outside does to the account, and what the market's calendar calls it."""
    shocks, place = said.scenario.market.shocks, int(said.detail)
    name = f" ({shocks[place].name})" if 0 <= place < len(shocks) else ""
    return SHOCKS[said.code](said) + name


def _lost(said: Said) -> str:
    return f"{100 * min(said.value, 1.0):.0f} % of what"
