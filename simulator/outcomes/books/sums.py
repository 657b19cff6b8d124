"""The sums that outcomes are ratios of: accounts, people and their hours, our people's hours, money."""

from typing import TYPE_CHECKING, Final

from buyermaze.simulator.core.calendar import HOURS_PER_YEAR
from buyermaze.simulator.core.vocabulary import Channel
from buyermaze.simulator.inputs.dates.epochs import paid_once
from buyermaze.simulator.outcomes.books.costs import cost_of_mail, cost_of_pilot, deal_worth, package_to_serve, spend
from buyermaze.simulator.outcomes.books.quantities import Books, Quantity, everyone, serious
from buyermaze.simulator.outcomes.books.tallies import HOURS_IN, Tally

if TYPE_CHECKING:
    from buyermaze.simulator.inputs.sheets.scenario import Scenario

QUARTERS_PER_YEAR: Final = 4


def hours(*channels: Channel) -> Quantity:
    total = serious(Tally(HOURS_IN[channels[0]]))
    for channel in channels[1:]:
        total = total + serious(Tally(HOURS_IN[channel]))
    return total


def hunting(scenario: "Scenario") -> float:
    """Return how many of our reps' hours, per hour, are for buyers: heads times selling time, less what care keeps."""
    return scenario.programme.team.n_reps * hunting_of_one(scenario)


def hunting_of_one(scenario: "Scenario") -> float:
    """Return how many of one rep's hours, per hour, are for buyers."""
    programme = scenario.programme
    return programme.selling.share_time * (1.0 - programme.care.share_caring)


def _fine_print(scenario: "Scenario") -> float:
    """Return the margin that fine print earns, as a share of a deal's value."""
    message = scenario.programme.message
    return message.fine_print * message.margin_fine_print


def _deal_value(scenario: "Scenario") -> float:
    return scenario.market.offer.deal_value


def left_of_deal(scenario: "Scenario") -> float:
    """Return what is left of a deal beside its price, as a share of its value: fine print's margin less the cost to serve.

    Serving a deal costs what is not margin at the going rate, whatever was paid for it.
    """
    return _fine_print(scenario) - (1.0 - scenario.market.offer.margin)


def _kept(run: Books) -> float:
    return run.mean(left_of_deal)


def _sent(run: Books) -> float:
    """Return what the mails, campaigns, offers to cold contacts, surveys, partners, pilots and approvals of a run cost, in USD."""
    mails = run.of_all(Tally.N_MAILS) * run.mean(lambda now: cost_of_mail(now.programme))
    surveys = run.of_all(Tally.N_INVITED) * run.mean(lambda now: now.programme.voice.cost_survey)
    offers = run.of_all(Tally.N_TRIED) * run.mean(lambda now: now.programme.reactivation.cost)
    pilots = run.of_all(Tally.N_PILOTS) * run.mean(lambda now: cost_of_pilot(now.programme))
    approvals = run.of_all(Tally.N_SENT_UP) * run.mean(lambda now: now.programme.discounts.cost_approval)
    campaign = run.of_all(Tally.N_CONTACTED) * run.mean(lambda now: now.programme.campaign.cost_contact)
    campaign += run.of_all(Tally.N_GUESTS) * run.mean(lambda now: now.programme.campaign.cost_guest)
    return mails + campaign + offers + surveys + run.commission() + pilots + approvals


def staffing(run: Books) -> float:
    """Return what hiring, leaving and the entries of a plan cost, less the salaries of empty seats, in USD."""
    came, went, empty = (run.total(field) for field in ("n_started", "n_left", "hours_empty"))
    return (
        came * run.mean(lambda now: now.programme.staff.cost_hire)
        + went * run.mean(lambda now: now.programme.staff.cost_leaving)
        - empty * run.mean(lambda now: now.programme.team.cost_rep) / HOURS_PER_YEAR
        + paid_once(run.scenario, run.total("since"), run.total("since") + run.total("hours"))
    )


ACCOUNTS = serious(Tally.JOURNEYS)
MEMBERS = serious(Tally.MEMBERS)
WON, LOST, NO_DECISION = serious(Tally.WON), serious(Tally.LOST), serious(Tally.NO_DECISION)
DECIDED = serious(Tally.DECIDED)
PURCHASES = WON + LOST
OPPORTUNITIES, VOTED = serious(Tally.OPPORTUNITY), serious(Tally.VOTED)
CUSTOMERS, BUYERS = serious(Tally.CUSTOMER), serious(Tally.BUYER)
RATINGS = serious(Tally.N_RATINGS)
REQUESTS = serious(Tally.N_REQUESTS_MET) + serious(Tally.N_REQUESTS_MISSED)
LEADS, RETURNED = everyone(Tally.LEAD), serious(Tally.RETURNED)
HALF_PEERS = 0.5 * hours(Channel.PEERS)
ALL_HOURS = Quantity("person-hours", hours(*Channel).read)
ONLINE = (
    hours(Channel.CONTENT, Channel.EMAIL, Channel.ADS, Channel.RIVAL_CONTENT) + HALF_PEERS + hours(Channel.ASSISTANT)
)
OFFLINE = hours(Channel.ANALYST, Channel.EVENT) + HALF_PEERS
SELLING = Quantity(
    "selling hours in the window",
    lambda run: (
        run.total("hours_served")
        + run.total("hours_lead_work")
        + run.total("hours_recovery")
        + run.total("hours_outbound")
    ),
)
SELLING_TIME = Quantity(
    "n_reps * selling.share_time * (1 - care.share_caring) * hours of the window, less those of empty seats",
    lambda run: run.mean(hunting) * run.total("hours") - run.mean(hunting_of_one) * run.total("hours_empty"),
)
YEARS = Quantity("years of the window", lambda run: run.total("hours") / HOURS_PER_YEAR)
WAITED = Quantity("hours waited in the window", lambda run: run.total("hours_waited"))
GIVEN_UP = Quantity("requests given up in the window", lambda run: run.total("n_gave_up"))
SETTLED = Quantity("requests settled in the window", lambda run: run.total("n_served") + run.total("n_gave_up"))
COST = Quantity(
    "yearly spend * years of the window + mail, campaigns, offers, surveys, partners, pilots, hiring, leaving, plans - empty seats",
    lambda run: (
        run.mean(lambda now: spend(now.programme, run.total("hours"))) + _sent(run) + staffing(run) + run.own_cost()
    ),
)
REVENUE = Quantity(
    "(won + offer.price_unit * price paid) * offer.deal_value",
    lambda run: (
        (
            run.of_serious(Tally.WON)
            + run.mean(lambda now: now.market.offer.price_unit) * run.of_serious(Tally.PRICE_PAID)
        )
        * run.mean(_deal_value)
    ),
)
QUOTAS = Quantity(
    "n_reps * quarter.quota * quarters of the window",
    lambda run: (
        run.mean(lambda now: now.programme.team.n_reps * now.programme.quarter.quota)
        * QUARTERS_PER_YEAR
        * run.total("hours")
        / HOURS_PER_YEAR
    ),
)
CONVERSATIONS = serious(Tally.N_IN_CONTEXT) + serious(Tally.N_OUT_OF_CONTEXT)
MARGIN = Quantity(
    "revenue + (what fine print earns - 1 + offer.margin) * won * offer.deal_value - what larger packages cost to serve",
    lambda run: (
        REVENUE.read(run)
        + _kept(run) * run.of_serious(Tally.WON) * run.mean(_deal_value)
        - run.mean(package_to_serve) * run.of_serious(Tally.PACKAGES_UP)
    ),
)
LATER_MARGIN = Quantity(
    "the same margin of deals at our list price * renewed and expanded deals",
    lambda run: (
        (run.mean(deal_worth) + _kept(run) * run.mean(_deal_value))
        * (run.of_serious(Tally.RENEWED_VALUE) + run.of_serious(Tally.EXPANDED_VALUE))
    ),
)
ANSWERS = (
    serious(Tally.BY_PEOPLE) + serious(Tally.BY_SELF_SERVICE) + serious(Tally.BY_INDEPENDENT) + serious(Tally.BY_RIVAL)
)
STEPS = Quantity("steps from room to room", lambda run: float(run.totals["steps"][0].sum()))
