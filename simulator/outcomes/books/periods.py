"""Outcomes by week, month, quarter and year: what came in, was won, spent and pending when, read off a journal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import numpy as np

from buyermaze.simulator.core.calendar import HOURS_PER_DAY, HOURS_PER_WEEK, HOURS_PER_YEAR
from buyermaze.simulator.core.errors import InputProblem, remedy
from buyermaze.simulator.core.vocabulary import Channel, Kind, Reason, Status
from buyermaze.simulator.inputs.dates.epochs import day_of, hours_at, mean_over, paid_once
from buyermaze.simulator.inputs.dates.timeline import timeline
from buyermaze.simulator.inputs.sheets.own_moments import cost_of_parts
from buyermaze.simulator.outcomes.books.costs import (
    cost_of_mail,
    cost_of_pilot,
    deal_worth,
    package_to_serve,
    yearly_spend,
)
from buyermaze.simulator.outcomes.books.sums import hunting, hunting_of_one, left_of_deal

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario

By = Literal["week", "month", "quarter", "year"]
MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}
OUR_WORK: Final = (Kind.SERVED, Kind.LEAD_WORK, Kind.RECOVERY, Kind.OUTBOUND)
WAITS: Final = (Kind.SERVED, Kind.GAVE_UP)
SPARE: Final = 1e-9  # of an hour per hour: what is left of nothing by rounding
BUYERS_TIME: Final = (Kind.TOUCH, Kind.MEETING, Kind.MAILED, Kind.GAVE_UP, Kind.PILOT, Kind.BARGAINED, Kind.CAMPAIGN)


@dataclass(frozen=True)
class Measure:
    """One number of a period: summed over it (flow), as it stands at its end (stock), or a mean over it (rate)."""

    name: str
    label: str
    unit: str
    kind: Literal["flow", "stock", "rate"]
    better: Literal[1, 0, -1]
    meaning: str


MEASURES: Final = (
    Measure("n_inquiries", "inquiries", "accounts", "flow", 0, "Accounts that set out."),
    Measure("n_wins", "wins", "accounts", "flow", 1, "Accounts that signed with us."),
    Measure("bookings", "bookings", "USD", "flow", 1, "First-term value of what was signed, at the price paid."),
    Measure("n_lost", "losses to rivals", "accounts", "flow", -1, "Accounts that signed with a rival."),
    Measure("n_no_decision", "no decision", "accounts", "flow", -1, "Projects given up without a purchase."),
    Measure("n_no_buyers", "no buyers after all", "accounts", "flow", 0, "Inquiries that ended as nobody meant to buy."),
    Measure("cost", "cost", "USD", "flow", -1, "What people, media and governing cost, with mails and surveys."),
    Measure("profit", "left over", "USD", "flow", 1, "Bookings less the cost to serve what was sold, less cost."),
    Measure("n_open", "inquiries open", "accounts", "stock", 0, "Open accounts that are no leads yet."),
    Measure("n_leads_open", "leads open", "accounts", "stock", 0, "Open leads that have not met a rep of ours."),
    Measure(
        "n_opportunities_open", "opportunities open", "accounts", "stock", 0, "Open, met a rep of ours, not yet voted."
    ),
    Measure("n_voted_open", "opportunities past a vote", "accounts", "stock", 0, "Open, and voted at least once."),
    Measure(
        "pipeline", "pipeline", "USD", "stock", 0, "All open accounts that have met a rep of ours, at our list price."
    ),
    Measure(
        "n_customers",
        "customers",
        "accounts",
        "stock",
        1,
        "Accounts under contract, the term after a renewal included.",
    ),
    Measure("recurring", "recurring revenue", "USD/year", "stock", 1, "What accounts under contract pay in a year."),
    Measure("n_reps", "reps", "people", "rate", 0, "Reps employed, empty seats left out."),
    Measure("share_use", "use of reps' time", "share", "rate", 0, "Reps' selling hours over those they have."),
    Measure(
        "hours_wait",
        "wait for a rep",
        "hours",
        "rate",
        -1,
        "Mean of the waits for our reps that ended, given up or not.",
    ),
    Measure(
        "n_firms_free", "firms free to set out", "firms", "stock", 0,
        "Firms of a finite market that are neither buying, nor under contract, nor resting; none where it is without end.",
    ),
    Measure("hours_buyers", "buyers' hours", "hours", "flow", -1, "Time that buyers spent on their purchases."),
)
NAMES: Final = tuple(measure.name for measure in MEASURES)


def measure_named(name: str) -> Measure:
    """Return a measure by its name or label; a wrong one is refused with the nearest right one."""
    for measure in MEASURES:
        if name in (measure.name, measure.label):
            return measure
    raise InputProblem(f"measure: there is no '{name}'; {remedy(name, NAMES)}")


def checked_by(by: str) -> By:
    """Return a length of period, or say which there are."""
    if by not in get_args(By):
        raise InputProblem(f"by: there is no period '{by}'; {remedy(by, get_args(By))}")
    return by  # type: ignore[return-value]


def period_edges(scenario: "Scenario", by: str, until: float | None = None) -> np.ndarray:
    """Return where periods begin and the last one ends, in working hours since the start of the run.

    The first begins with the observation window. Weeks are forty working hours, or seven days where the calendar has
    holidays; months, quarters and years are those of the calendar, so that the first and the last may be short.

    Parameters
    ----------
    by : {"week", "month", "quarter", "year"}
        Length of a period.
    until : float, optional
        End of the last one, working hours since the start of the run; default: the end of the window.

    Returns
    -------
    ndarray of float64, shape (n_periods + 1,)
    """
    checked_by(by)
    when = timeline(scenario)
    end = when.window_to if until is None else until
    edges = [when.window_from]
    if by == "week" and not scenario.run.calendar.country:
        while edges[-1] + HOURS_PER_WEEK < end:
            edges.append(edges[-1] + HOURS_PER_WEEK)
    else:
        day = day_of(scenario, when.window_from)
        while (after := hours_at(scenario, day := next_period(day, by))) < end:
            if after > edges[-1]:
                edges.append(after)
    return np.array([*edges, end])


def next_period(day: date, by: str) -> date:
    """Return the first day of the month, quarter or year after a day; of weeks the same day of the next one."""
    if by == "week":
        return day + timedelta(days=7)
    month = (day.month - 1) // MONTHS[by] * MONTHS[by] + MONTHS[by]
    return date(day.year + month // 12, month % 12 + 1, 1)


def period_name(day: date, by: str) -> str:
    """Say a period by a day in it: ``2026``, ``2026-Q3``, ``2026-07``, or the Monday of the week."""
    if by == "year":
        return f"{day.year}"
    if by == "quarter":
        return f"{day.year}-Q{(day.month + 2) // 3}"
    return f"{day:%Y-%m}" if by == "month" else f"{day - timedelta(days=day.weekday())}"


def period_table(journal: Any, scenario: "Scenario", edges: np.ndarray) -> np.ndarray:
    """Return what a run did period by period.

    Parameters
    ----------
    journal : ndarray of state.ROW
        All rows of the run from its start to the last edge or beyond.
    scenario : Scenario
        The scenario, whose timeline tells what things cost when.
    edges : ndarray, shape (n + 1,)
        As ``period_edges`` has them.

    Returns
    -------
    ndarray of float64, shape (n, len(MEASURES))
        In the order of ``MEASURES``; NaN for a wait where nobody waited.
    """
    rows = PeriodRows(journal, scenario, edges)
    ends = edges[1:]
    arrived = rows.first(rows.of(Kind.ARRIVED))
    lead = rows.first(rows.of(Kind.LEAD))
    met = rows.first(rows.of(Kind.CONTACTED, vendor=0))
    voted = np.maximum(rows.first(rows.of(Kind.VOTE)), met)
    closed = np.minimum(rows.first(rows.of(Kind.DECISION)), rows.first(rows.of(Kind.ENDED)))
    reached = [arrived, np.minimum(lead, met), met, voted]
    at_least = [np.array([((since <= end) & (closed > end)).sum() for end in ends]) for since in reached]
    decided = rows.of(Kind.DECISION)
    won = decided[decided["detail"] == Status.WON]
    contracts = _contracts(rows, won)
    hours = np.diff(edges)
    waits = rows.of(*WAITS)
    n_waits = rows.per_period(waits)
    a_year = rows.mean(lambda now: yearly_spend(now.programme)) + cost_of_parts(rows.scenario)
    empty = rows.empty(lambda _: 1.0)
    selling = rows.mean(hunting) * hours - rows.empty(hunting_of_one)
    found = {
        "n_inquiries": rows.per_period(rows.of(Kind.ARRIVED)),
        "n_wins": rows.per_period(won),
        "bookings": rows.per_period(won, rows.worth(won)),
        "n_lost": rows.per_period(decided[decided["detail"] == Status.LOST]),
        "n_no_decision": rows.per_period(decided[decided["detail"] == Status.NO_DECISION]),
        "n_no_buyers": rows.per_period(decided[decided["detail"] == Status.NOT_SERIOUS]),
        "cost": a_year * hours / HOURS_PER_YEAR + _sent(rows) + _staffing(rows),
        "n_open": at_least[0] - at_least[1],
        "n_leads_open": at_least[1] - at_least[2],
        "n_opportunities_open": at_least[2] - at_least[3],
        "n_voted_open": at_least[3],
        "pipeline": at_least[2] * np.array([rows.in_force(end, deal_worth) for end in ends]),
        "n_customers": np.array([((contracts[0] <= end) & (contracts[1] > end)).sum() for end in ends]),
        "recurring": np.array([contracts[2][(contracts[0] <= end) & (contracts[1] > end)].sum() for end in ends]),
        "n_reps": rows.mean(lambda now: now.programme.team.n_reps) - empty / hours,
        "share_use": _ratio(rows.added_up("hours", *OUR_WORK), np.where(selling > SPARE * hours, selling, 0.0)),
        "hours_wait": _ratio(rows.per_period(waits, "value"), n_waits),
        "n_firms_free": np.array([_firms_free(rows, end) for end in ends]),
        "hours_buyers": rows.added_up("hours", *BUYERS_TIME)
        + rows.per_period(rows.of(Kind.OUTBOUND), "value"),
    }
    served = rows.then(won["time"], lambda now: left_of_deal(now) * now.market.offer.deal_value)
    served -= rows.then(won["time"], package_to_serve) * rows.of_account(Kind.PACKAGE)[won["account"]]
    found["profit"] = found["bookings"] + rows.per_period(won, served) - found["cost"]
    return np.column_stack([found[name] for name in NAMES]).astype(np.float64)


def period_frame(table: np.ndarray, scenario: "Scenario", edges: np.ndarray, by: str) -> "pandas.DataFrame":
    """Return a table of periods as a tidy frame: a line per period with its first day, its name and every measure."""
    import pandas

    days = [day_of(scenario, hours) for hours in edges[:-1]]
    frame = pandas.DataFrame(table, columns=list(NAMES))
    frame.insert(0, "period", [period_name(day, by) for day in days])
    frame.insert(1, "since", pandas.to_datetime(days))
    return frame


def hours_within(edges: np.ndarray, since: float, until: float) -> np.ndarray:
    """Return how many hours of each period lie between two moments."""
    found: np.ndarray = np.clip(np.minimum(edges[1:], until) - np.maximum(edges[:-1], since), 0.0, None)
    return found


class PeriodRows:
    """The rows of a journal as the periods see them."""

    def __init__(self, journal: Any, scenario: "Scenario", edges: np.ndarray) -> None:
        self.journal, self.scenario, self.edges = journal, scenario, edges
        self.n_accounts = 1 + int(journal["account"].max(initial=0))
        self.starts = np.array([epoch.hours for epoch in scenario.epochs])
        self._kinds = journal["kind"].astype(np.uint8)

    def of(self, *kinds: Kind, vendor: int | None = None) -> np.ndarray:
        """Return the rows of some kinds, in order of time."""
        rows = np.asarray(self.journal[self._are(kinds)])
        return rows if vendor is None else rows[rows["vendor"] == vendor]

    def added_up(self, column: str, *kinds: Kind) -> np.ndarray:
        """Add up a column over the rows of some kinds, by period."""
        here = self._are(kinds)
        return self.per_period({name: self.journal[name][here] for name in ("time", column)}, column)

    def _are(self, kinds: Sequence[Kind]) -> np.ndarray:
        """Return which rows are of some kinds."""
        wanted = np.zeros(len(Kind), dtype=bool)
        wanted[list(kinds)] = True
        return wanted[self._kinds]

    def first(self, rows: np.ndarray) -> np.ndarray:
        """Return the time of each account's first such row; infinite if it has none."""
        times = np.full(self.n_accounts, np.inf)
        times[rows["account"][::-1]] = rows["time"][::-1]
        return times

    def per_period(
        self, rows: "np.ndarray | dict[str, np.ndarray]", weight: "str | np.ndarray | None" = None
    ) -> np.ndarray:
        """Count rows by period, or add up one of their columns, or other numbers."""
        place = np.searchsorted(self.edges, rows["time"], side="right") - 1
        inside = (place >= 0) & (place < len(self.edges) - 1)
        weights = np.ones(len(place)) if weight is None else rows[weight] if isinstance(weight, str) else weight
        added = np.bincount(place[inside], weights=weights[inside], minlength=len(self.edges) - 1)
        return added.astype(np.float64, copy=False)  # of no rows at all numpy adds up whole numbers

    def mean(self, read: Any) -> np.ndarray:
        """Return a number read off what is in force, mean over each period."""
        pairs = zip(self.edges, self.edges[1:], strict=False)
        return np.array([mean_over(self.scenario, since, until, read) for since, until in pairs])

    def in_force(self, hours: float, read: Any) -> float:
        """Return a number read off what is in force at a moment."""
        return float(self.then(np.array([hours]), read)[0])

    def then(self, times: np.ndarray, read: Any) -> np.ndarray:
        """Return a number read off what was in force at each of some moments."""
        values = np.array([read(epoch.scenario) for epoch in self.scenario.epochs], dtype=np.float64)
        return values[np.maximum(0, np.searchsorted(self.starts, times, side="right") - 1)]

    def empty_seats(self) -> list[tuple[int, float, float]]:
        """Return seat, beginning and end of every time a rep's seat stood empty; those not filled yet have no end."""
        since: dict[int, float] = {}
        found = []
        for row in self.of(Kind.REP_LEFT, Kind.REP_STARTED):
            seat = int(row["rep"])
            if seat in since:
                found.append((seat, since.pop(seat), float(row["time"])))
            elif row["reason"] == Reason.OWN_DECISION:
                since[seat] = float(row["time"])
        return [*found, *((seat, began, np.inf) for seat, began in since.items())]

    def empty(self, read: Any, of_rep: int | None = None) -> np.ndarray:
        """Add up the hours of all empty seats or of one, by period, each hour times a number read off what is in force in it."""
        found = np.zeros(len(self.edges) - 1)
        values = [read(epoch.scenario) for epoch in self.scenario.epochs]
        ends = [*self.starts[1:], np.inf]
        for seat, left, filled in self.empty_seats():
            if of_rep not in (None, seat):
                continue
            for since, until, value in zip(self.starts, ends, values, strict=True):
                if since < filled and until > left:
                    found += value * hours_within(self.edges, max(left, since), min(filled, until))
        return found

    def of_account(self, kind: Kind, reason: Reason = Reason.NONE) -> np.ndarray:
        """Return the value of the last row of a kind about us and for a reason, by account; 0 where there is none."""
        told = self.of(kind, vendor=0)
        told = told[told["reason"] == reason]
        values = np.zeros(self.n_accounts)
        values[told["account"]] = told["value"]
        return values

    def worth(self, won: np.ndarray) -> np.ndarray:
        """Return the first-term value of deals won, at the price paid."""
        price = self.of_account(Kind.TERMS, Reason.BOUGHT)
        unit = self.then(won["time"], lambda now: now.market.offer.price_unit)
        return self.then(won["time"], lambda now: now.market.offer.deal_value) * (1.0 + unit * price[won["account"]])


def _sent(rows: PeriodRows) -> np.ndarray:
    """Return what mails, campaigns, offers to cold contacts, surveys, partners, pilots and approvals cost, by period."""
    mails, asked = rows.of(Kind.MAILED), rows.of(Kind.INVITED)
    each = mails["value"] * rows.then(mails["time"], lambda now: cost_of_mail(now.programme))
    survey = rows.then(asked["time"], lambda now: now.programme.voice.cost_survey)
    offers = rows.of(Kind.WON_BACK)
    offered = offers["value"] * rows.then(offers["time"], lambda now: now.programme.reactivation.cost)
    partners = rows.of(Kind.COMMISSION)
    kept = partners["value"] * rows.then(partners["time"], lambda now: now.market.offer.deal_value)
    pilots, approvals = rows.of(Kind.PILOT), rows.of(Kind.SENT_UP)
    tried = rows.then(pilots["time"], lambda now: cost_of_pilot(now.programme))
    looked_at = rows.then(approvals["time"], lambda now: now.programme.discounts.cost_approval)
    steps = rows.of(Kind.CAMPAIGN)
    contacts = steps["value"] * rows.then(steps["time"], lambda now: now.programme.campaign.cost_contact)
    guests = np.where(steps["channel"] == Channel.EVENT, steps["detail"], 0.0)
    contacts += guests * rows.then(steps["time"], lambda now: now.programme.campaign.cost_guest)
    sent = rows.per_period(mails, each) + rows.per_period(offers, offered) + rows.per_period(steps, contacts)
    sent += rows.per_period(pilots, tried) + rows.per_period(approvals, looked_at)
    return sent + rows.per_period(asked, survey) + rows.per_period(partners, kept)


def _staffing(rows: PeriodRows) -> np.ndarray:
    """Return what hiring, leaving and the entries of a plan cost, less the salaries of empty seats, by period."""
    came, went = rows.of(Kind.REP_STARTED), rows.of(Kind.REP_LEFT)
    hired = rows.per_period(came, rows.then(came["time"], lambda now: now.programme.staff.cost_hire))
    left = rows.per_period(went, went["detail"] * rows.then(went["time"], lambda now: now.programme.staff.cost_leaving))
    pairs = zip(rows.edges, rows.edges[1:], strict=False)
    plan = np.array([paid_once(rows.scenario, since, until) for since, until in pairs])
    return hired + left + plan - rows.empty(lambda now: now.programme.team.cost_rep) / HOURS_PER_YEAR


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Return one number over another; NaN where there is nothing to divide by."""
    found: np.ndarray = np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0.0)
    return found


def _firms_free(rows: PeriodRows, end: float) -> float:
    """Return how many firms could set out at a moment; NaN in a market without end."""
    n = rows.in_force(end, lambda now: now.market.pool.n_firms)
    if not n:
        return float("nan")
    began, over = rows.of(Kind.FIRM), rows.of(Kind.ENDED)
    until = np.full(rows.n_accounts, np.inf)
    until[over["account"]] = over["time"] + over["value"]
    return n - float(((began["time"] <= end) & (until[began["account"]] > end)).sum())


def _contracts(rows: PeriodRows, won: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return beginning, end and yearly value of every contract of ours.

    A first one lasts until the customer renews or leaves; a renewal is a contract for as long again, with what was bought
    on top. What comes after it nobody has signed yet.
    """

    def hours_of_term(now: "Scenario") -> float:
        living = now.market.living
        return HOURS_PER_DAY * (now.market.offer.days_to_use + living.n_periods * living.days_period)

    worth, signed = np.zeros(rows.n_accounts), np.full(rows.n_accounts, np.inf)
    worth[won["account"]] = rows.worth(won) * HOURS_PER_YEAR / rows.then(won["time"], hours_of_term)
    signed[won["account"]] = won["time"]
    renewals = rows.of(Kind.RENEWAL, vendor=0)
    up_to = np.full(rows.n_accounts, np.inf)
    up_to[renewals["account"]] = renewals["time"]
    expanded = rows.of(Kind.EXPANSION)
    more = np.zeros(rows.n_accounts)
    bought = expanded[expanded["reason"] == Reason.BOUGHT]
    more[bought["account"]] = bought["value"]
    stays = renewals[renewals["reason"] == Reason.RENEWED]
    who = stays["account"]
    first = np.flatnonzero(np.isfinite(signed))
    return (
        np.concatenate([signed[first], stays["time"]]),
        np.concatenate([up_to[first], 2.0 * stays["time"] - signed[who]]),
        np.concatenate([worth[first], worth[who] * (stays["detail"] + more[who])]),
    )
