"""What the published studies measured, measured on simulated journeys.

Every measure takes one run of the reference market under the baton pass and returns one number, NaN when the run holds
nothing to measure. Only accounts that set out within the observation window count.
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np

from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.vocabulary import N_INFO_JOBS, OWN_CHANNELS, VENDOR_JOBS, Channel, Kind, Reason, Status
from buyermaze.simulator.outcomes.books.tallies import HIGH_REGRET, LOW_REGRET
from buyermaze.simulator.runs.run import Run

CLOCK_HOURS_PER_WORKING_HOUR: Final = 168 / 40
VENDOR_CHANNELS: Final = (*OWN_CHANNELS, Channel.RIVAL_REP, Channel.RIVAL_CONTENT)
THIRD_PARTY: Final = (Channel.PEERS, Channel.ANALYST)
OF_MARKETING: Final = (Channel.CONTENT, Channel.EMAIL, Channel.EVENT, Channel.ADS)
NO_REGRET: Final = 10.0  # points of regret below which a person has none to speak of
SEATS: Final = 100  # more than people in any group: account * SEATS + person is a person's number


@dataclass(frozen=True)
class Seen:
    """One run, cut into the groups of rows that measures ask for."""

    run: Run

    @cached_property
    def rows(self) -> Any:
        """Rows of counted accounts."""
        return self.run.counted_rows().view(np.recarray)

    @cached_property
    def serious(self) -> np.ndarray:
        """Accounts with a real project."""
        arrived = self.of(Kind.ARRIVED)
        return np.asarray(arrived.account[arrived.detail == 1.0])

    @cached_property
    def buyers(self) -> np.ndarray:
        """Accounts that bought from anybody."""
        ends = self.of(Kind.DECISION)
        return np.asarray(ends.account[(ends.detail == Status.WON) | (ends.detail == Status.LOST)])

    @cached_property
    def opportunities(self) -> np.ndarray:
        """Serious accounts that met one of our reps."""
        met = self.of(Kind.CONTACTED)
        return np.intersect1d(met.account[met.vendor == 0], self.serious)

    @cached_property
    def forecast(self) -> np.ndarray:
        """Opportunities to which our reps made an offer and whose group came to a vote: what sellers put in a forecast."""
        votes, served = self.of(Kind.VOTE), self.of(Kind.SERVED)
        voted = np.intersect1d(votes.account[votes.reason != Reason.UNREACHED], self.opportunities)
        return np.intersect1d(voted, served.account[np.isin(served.job, VENDOR_JOBS)])

    @cached_property
    def leads(self) -> np.ndarray:
        """People whom marketing has on record, of any inquiry: lead records as companies keep them, one for each person."""
        rows = self.of(Kind.TOUCH)
        return people_of(rows[(rows.seen == 1) & np.isin(rows.channel, OF_MARKETING)])

    def of(self, kind: Kind) -> Any:
        """Return rows of one kind."""
        return self.rows[self.rows.kind == kind]

    def ended(self, accounts: np.ndarray, status: Status) -> float:
        """Return the share of accounts that ended so."""
        ends = self.of(Kind.DECISION)
        return share(np.isin(accounts, ends.account[ends.detail == status]))

    def touches(self, accounts: np.ndarray, channels: tuple[Channel, ...] = tuple(Channel)) -> Any:
        """Return visits of some accounts to some channels."""
        visits = self.of(Kind.TOUCH)
        return visits[np.isin(visits.account, accounts) & np.isin(visits.channel, channels)]


def people_of(rows: Any) -> np.ndarray:
    """Return the numbers of the people in some rows, each once."""
    return np.unique(rows.account.astype(np.int64) * SEATS + rows.person)


def share(flags: np.ndarray) -> float:
    """Return the share of flags that are set."""
    return float(np.mean(flags)) if len(flags) else math.nan


def per(count: float, of: int) -> float:
    """Return a count per item."""
    return count / of if of else math.nan


def channels_per_journey(seen: Seen) -> float:
    """Return how many of the ten channels a buying group uses, mean over purchases."""
    visits = seen.touches(seen.buyers)
    return per(len(np.unique(visits.account.astype(np.int64) * 100 + visits.channel)), len(seen.buyers))


def jobs_done(seen: Seen) -> float:
    """Return the share of purchases whose group worked on all five information jobs and met for consensus."""
    visits = seen.touches(seen.buyers)
    pairs = np.unique(visits.account.astype(np.int64) * 10 + visits.job)
    jobs = np.bincount(np.searchsorted(np.sort(seen.buyers), pairs // 10), minlength=len(seen.buyers))
    met = np.isin(np.sort(seen.buyers), seen.of(Kind.MEETING).account)
    return share((jobs == N_INFO_JOBS) & met)


def share_six_to_ten(seen: Seen) -> float:
    """Return the share of groups of six to ten people."""
    arrived = seen.of(Kind.ARRIVED)
    people = arrived.value[arrived.detail == 1.0]
    return share((people >= 6) & (people <= 10))


def share_more_than_four(seen: Seen) -> float:
    """Return the share of groups with more than four people."""
    arrived = seen.of(Kind.ARRIVED)
    return share(arrived.value[arrived.detail == 1.0] > 4)


def interactions_with_providers(seen: Seen) -> float:
    """Return visits to vendors' channels per member and purchase."""
    effort = seen.of(Kind.EFFORT)
    people = effort.detail[np.isin(effort.account, seen.buyers)].sum()
    return per(len(seen.touches(seen.buyers, VENDOR_CHANNELS)), int(people))


def interactions_with_winner(seen: Seen) -> float:
    """Return visits to the winning vendor's channels per member and purchase."""
    ends = seen.of(Kind.DECISION)
    winner = dict(zip(ends.account.tolist(), ends.vendor.tolist(), strict=True))
    visits = seen.touches(seen.buyers, VENDOR_CHANNELS)
    effort = seen.of(Kind.EFFORT)
    people = effort.detail[np.isin(effort.account, seen.buyers)].sum()
    hits = sum(1 for a, v in zip(visits.account.tolist(), visits.vendor.tolist(), strict=True) if winner[a] == v)
    return per(hits, int(people))


def content_per_member(seen: Seen) -> float:
    """Return pieces of content read per member and purchase: vendors' content and third parties'."""
    effort = seen.of(Kind.EFFORT)
    people = effort.detail[np.isin(effort.account, seen.buyers)].sum()
    read = seen.touches(seen.buyers, (Channel.CONTENT, Channel.RIVAL_CONTENT, *THIRD_PARTY))
    return per(len(read), int(people))


def pieces_brought(seen: Seen) -> float:
    """Return different sources (channel by vendor) a member has consulted by the group's first meeting."""
    meetings = seen.of(Kind.MEETING)
    first: dict[int, float] = {}
    for account, time in zip(meetings.account.tolist(), meetings.time.tolist(), strict=True):
        first.setdefault(account, time)
    visits = seen.touches(seen.serious)
    sources = {
        (a, p, c, v, j)
        for a, p, c, v, j, t in zip(
            visits.account.tolist(), visits.person.tolist(), visits.channel.tolist(), visits.vendor.tolist(),
            visits.job.tolist(), visits.time.tolist(), strict=True,
        )
        if t <= first.get(a, -1.0)
    }  # fmt: skip
    members = {key[:2] for key in sources}
    return per(len(sources), len(members))


def knows_somebody(seen: Seen) -> float:
    """Return the share of groups that begin with a favourite already in mind."""
    market = seen.run.scenario.market
    return 1.0 - (1.0 - market.demand.p_knows_us) * math.prod(1.0 - rival.p_known for rival in market.rivals)


def bought_from_first_favourite(seen: Seen) -> float:
    """Return the share of purchases from the vendor that led after the group's first meeting."""
    ends = seen.of(Kind.DECISION)
    winner = dict(zip(ends.account.tolist(), ends.vendor.tolist(), strict=True))
    first: dict[int, int] = {}
    meetings = seen.of(Kind.MEETING)
    for account, vendor in zip(meetings.account.tolist(), meetings.vendor.tolist(), strict=True):
        first.setdefault(account, vendor)
    return share(np.array([first.get(a, -1) == winner[a] for a in seen.buyers.tolist()]))


def never_answered(seen: Seen) -> float:
    """Return the share of first requests to our reps that nobody answered."""
    first: dict[tuple[int, int], int] = {}
    for row in seen.rows[np.isin(seen.rows.kind, (Kind.SERVED, Kind.GAVE_UP))]:
        first.setdefault((int(row.account), int(row.person)), int(row.kind))
    return share(np.array([kind == Kind.GAVE_UP for kind in first.values()]))


def mean_response(seen: Seen) -> float:
    """Return clock hours from a request to a rep's answer, among those answered."""
    served = seen.of(Kind.SERVED)
    return float(served.value.mean()) * CLOCK_HOURS_PER_WORKING_HOUR if len(served) else math.nan


def answered_within_an_hour(seen: Seen) -> float:
    """Return the share of requests answered within a clock hour.

    People ask within working hours: an answer within one is within the clock hour unless the day ends between.
    """
    served, lost = seen.of(Kind.SERVED), len(seen.of(Kind.GAVE_UP))
    soon = served.value[served.value <= 1.0]
    return per(float((1.0 - soon / HOURS_PER_DAY).sum()), len(served) + lost)


def leads_never_pursued(seen: Seen) -> float:
    """Return the share of lead records that no rep ever talked to or worked."""
    worked = np.isin(seen.leads // SEATS, seen.of(Kind.LEAD_WORK).account)
    return share(~worked & ~np.isin(seen.leads, people_of(seen.of(Kind.SERVED))))


def leads_to_opportunities(seen: Seen) -> float:
    """Return opportunities of real projects per lead record; a group of many records makes one opportunity."""
    return per(len(np.intersect1d(seen.leads // SEATS, seen.opportunities)), len(seen.leads))


def accepted_of_checked(seen: Seen) -> float:
    """Return the part of checked leads that sales took; one that comes back later was refused first."""
    n_accepted = len(seen.of(Kind.ACCEPTED))
    return per(n_accepted, n_accepted + len(seen.of(Kind.REJECTED)))


def met_good_information(seen: Seen) -> float:
    """Return the share of members of purchases who found at least three answers in vendors' or third parties' material."""
    good = seen.touches(seen.buyers)
    good = good[
        np.isin(good.channel, THIRD_PARTY)
        | (good.channel == Channel.RIVAL_CONTENT)
        | ((good.channel == Channel.CONTENT) & (good.reason == Reason.FOUND))
    ]
    _, counts = np.unique(good.account.astype(np.int64) * 100 + good.person, return_counts=True)
    effort = seen.of(Kind.EFFORT)
    people = effort.detail[np.isin(effort.account, seen.buyers)].sum()
    return per(float((counts >= 3).sum()), int(people))


def met_contradictions(seen: Seen) -> float:
    """Return the share of members of purchases who met contradictory information at least once."""
    rows = seen.rows[
        np.isin(seen.rows.kind, (Kind.SURPRISE, Kind.CLAIM_CLASH)) & np.isin(seen.rows.account, seen.buyers)
    ]
    effort = seen.of(Kind.EFFORT)
    people = effort.detail[np.isin(effort.account, seen.buyers)].sum()
    return per(len(np.unique(rows.account.astype(np.int64) * 100 + rows.person)), int(people))


def no_regret(seen: Seen) -> float:
    """Return the share of people who bought and hardly regret it: the survey asks one person about each purchase."""
    return share(seen.of(Kind.FEELING).detail < NO_REGRET)


def regret_of_groups(seen: Seen) -> dict[int, float]:
    """Return the mean regret of each group that bought."""
    feelings = seen.of(Kind.FEELING)
    return {int(a): float(feelings.detail[feelings.account == a].mean()) for a in np.unique(feelings.account)}


def short_of_expected(seen: Seen) -> np.ndarray:
    """Return the accounts whose purchase is worth less in use than was expected at the vote."""
    live = seen.of(Kind.GO_LIVE)
    return np.asarray(live.account[live.value < live.detail])


def met_or_felt_regret(seen: Seen) -> float:
    """Return the share of purchases regretted in the wider sense: felt, or worth less than was expected."""
    short = set(short_of_expected(seen).tolist())
    return share(np.array([a in short or felt > HIGH_REGRET for a, felt in regret_of_groups(seen).items()]))


def high_quality(seen: Seen) -> float:
    """Return the share of purchases that meet what was expected, are little regretted, and for which nobody settled."""
    polls = seen.of(Kind.POLL)
    spoilt = set(short_of_expected(seen).tolist()) | set(polls.account[polls.reason == Reason.SETTLED].tolist())
    return share(np.array([a not in spoilt and felt < LOW_REGRET for a, felt in regret_of_groups(seen).items()]))


def months_to_purchase(seen: Seen) -> float:
    """Return calendar months from arrival to purchase, mean over purchases."""
    ends = seen.of(Kind.DECISION)
    hours = ends.value[np.isin(ends.account, seen.buyers)]
    return float(hours.mean()) / 40.0 / 4.345 if len(hours) else math.nan


def left_of_regretful(seen: Seen) -> float:
    """Return the share of our regretful customers that left at renewal."""
    feelings, renewals = seen.of(Kind.FEELING), seen.of(Kind.RENEWAL)
    regretful = [
        a for a in np.unique(renewals.account) if feelings.detail[feelings.account == a].mean() > 50.0
    ]  # fmt: skip
    left = renewals.account[renewals.reason == Reason.LEFT]
    return share(np.isin(np.array(regretful), left))


def met_conflict(seen: Seen) -> float:
    """Return the share of groups in which conflict came up: in a straw poll, settled or not, in a vote, a loop or the end."""
    rows = seen.rows
    conflict = ((rows.kind == Kind.LOOPED) & (rows.reason == Reason.CONFLICT)) | (
        (rows.kind == Kind.DECISION) & (rows.reason == Reason.CONFLICT)
    ) | ((rows.kind == Kind.VOTE) & (rows.reason == Reason.BLOCKED)) | (
        (rows.kind == Kind.POLL) & np.isin(rows.reason, (Reason.SETTLED, Reason.ESCALATED))
    )  # fmt: skip
    return share(np.isin(seen.serious, rows.account[conflict]))
