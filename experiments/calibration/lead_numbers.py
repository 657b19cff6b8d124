"""What a lead list tells: win rate, time to a win, response and hand-off times, deal value; leads still open are censored."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.clock import USUAL_OFFICE, Office, working_hours
from buyermaze.simulator.core.errors import InputProblem

if TYPE_CHECKING:
    import pandas

LEAST: Final = 5  # values below which no mean is given; assumption
N_RESAMPLED: Final = 200
OLD_ENOUGH: Final = 0.9  # share of wins that came within the age at which a lead counts where losses are not recorded
MOST_OUTSIDE: Final = 0.4  # share of moments outside office hours beyond which hours are not counted; assumption
LEAST_LEFT: Final = 0.05  # bound of what is left of wins from one half of the time to the next; assumption
WORKING_DAYS: Final = 5 / 7  # of all days
MONEY: Final = "deal_value"


@dataclass(frozen=True)
class LeadNumbers:
    """Numbers with their standard errors by name, and what has to be said about them."""

    numbers: dict[str, "float | tuple[float, float]"]
    remarks: tuple[str, ...]


def numbers_from_leads(leads: "pandas.DataFrame", office: Office = USUAL_OFFICE) -> LeadNumbers:
    """Return what a lead list tells.

    The win rate is that of leads once they have ended. Leads still open are censored: by the chance of ending as a win or
    as a loss at every age (Aalen and Johansen), or, where no loss is recorded, by counting only leads that are older than
    nine wins in ten were; so is the time to a win. How much is still open makes the errors larger.

    Parameters
    ----------
    leads
        As ``import_leads`` gives them.
    office
        Whose working hours are counted between two moments; of a scenario ``scenario.run.calendar.office``.

    Raises
    ------
    InputProblem
        If there are no leads, or none has ended.
    """
    if not len(leads):
        raise InputProblem("the list holds no leads")
    found: dict[str, float | tuple[float, float]] = {}
    remarks: list[str] = []
    if len(set(leads["result"])) > 1 or leads["result"].iloc[0] not in ("won", "lost"):
        found["lead_win_rate"] = _win_rate(leads, remarks)
    else:
        remarks.append(f"all leads are {leads['result'].iloc[0]}: the list says nothing of how many leads are won")
    won = leads["result"] == "won"
    spans = {
        "response_hours": ("responded", leads["responded"].notna()),
        "handoff_delay_hours": ("handed_over", leads["handed_over"].notna()),
    }
    for name, (column, rows) in spans.items():
        hours = hours_between(leads.loc[rows, "first_contact"], leads.loc[rows, column], office)
        hours = hours[np.isfinite(hours)]
        if len(hours) < LEAST:
            continue
        if _outside(leads.loc[rows, column], office) > MOST_OUTSIDE:
            remarks.append(
                f"{name} is not taken from the list: most times lie outside {_wall_time(office.opens)} to "
                f"{_wall_time(office.closes)}; import it with --timezone ZONE"
            )
            continue
        error = max(float(hours.std(ddof=1)) / math.sqrt(len(hours)), 1e-3)
        found[name] = float(hours.mean()), error
    hours = hours_between(leads.loc[won, "first_contact"], leads.loc[won, "closed"], office)
    if np.isfinite(hours).sum() >= LEAST:
        found["days_to_close"] = _days_to_close(leads, hours, remarks)
    priced = leads[won & (leads["value"] > 0)]
    currencies = sorted({word for word in priced.get("currency", ()) if isinstance(word, str) and word})
    if len(currencies) > 1:
        remarks.append(
            f"deal_value is not taken from the list: deals are in {', '.join(currencies)}, which are not averaged"
        )
    elif len(priced) >= LEAST:
        values = priced["value"]
        found[MONEY] = float(values.mean()), max(float(values.std() / math.sqrt(len(values))), 1e-3)
    return LeadNumbers(found, tuple(remarks))


def known_from_leads(
    leads: "pandas.DataFrame", office: Office = USUAL_OFFICE
) -> "dict[str, float | tuple[float, float]]":
    """Return the numbers of ``numbers_from_leads`` alone, as ``calibrate`` takes them.

    Parameters
    ----------
    leads : DataFrame
        One line per lead, as ``import_leads(...).leads``.
    office : Office, optional
        Whose working hours are counted; of a scenario ``scenario.run.calendar.office``.

    Returns
    -------
    dict
        By name, the number or (number, standard error): shares from 0 to 1, times in working days or hours.
    """
    return numbers_from_leads(leads, office).numbers


def hours_between(start: "pandas.Series", end: "pandas.Series", office: Office = USUAL_OFFICE) -> np.ndarray:
    """Return working hours between moments by the simulator's calendar; by whole days where one has no time of day."""
    first, last = _wall(start), _wall(end)
    dated = (first == first.astype("datetime64[D]")) | (last == last.astype("datetime64[D]"))
    whole = working_hours(last.astype("datetime64[D]"), office) - working_hours(first.astype("datetime64[D]"), office)
    exact = working_hours(last, office) - working_hours(first, office)
    return np.where(dated, whole, exact)


def _wall(moments: "pandas.Series") -> np.ndarray:
    """Return what the clock on the office's wall showed."""
    local = moments.dt.tz_localize(None) if moments.dt.tz is not None else moments
    return local.to_numpy().astype("datetime64[us]")


def _wall_time(hour: float) -> str:
    return f"{int(hour):02d}:{round(60 * (hour % 1)):02d}"


def _outside(moments: "pandas.Series", office: Office) -> float:
    """Return the share of moments with a time of day that lie outside office hours."""
    wall = _wall(moments)
    hour = (wall - wall.astype("datetime64[D]")) / np.timedelta64(1, "h")
    timed = np.isfinite(hour) & (hour > 0)
    return float(((hour[timed] < office.opens) | (hour[timed] > office.closes)).mean()) if timed.any() else 0.0


@dataclass(frozen=True)
class _Followed:
    """How long every lead was followed, in days, and how it ended by then: 0 open, 1 won, 2 lost."""

    age: np.ndarray
    how: np.ndarray
    dated: np.ndarray  # of which both are known
    as_of: np.datetime64  # when the list ends


def _followed(leads: "pandas.DataFrame") -> _Followed | None:
    """Return how long leads were followed up to the last date of the list; nothing where most have no dates."""
    won, lost = (leads["result"] == "won").to_numpy(), (leads["result"] == "lost").to_numpy()
    start, end = _wall(leads["first_contact"]), _wall(leads["closed"])
    dated = ~np.isnat(start) & (~np.isnat(end) | (~won & ~lost))
    if dated.mean() < 0.5:
        return None
    latest = max(np.nanmax(start[dated].astype("int64")), np.max(end[dated & ~np.isnat(end)].astype("int64")))
    as_of = np.int64(latest).astype("datetime64[us]")
    age = np.maximum((np.where(np.isnat(end), as_of, end) - start) / np.timedelta64(1, "D"), 0.0)
    return _Followed(age, np.where(won, 1, np.where(lost, 2, 0)), dated, as_of)


def _days_to_close(leads: "pandas.DataFrame", hours: np.ndarray, remarks: list[str]) -> tuple[float, float]:
    """Return the working days from coming in to a win, and their error; leads still open are censored.

    A win that took long counts for those of its age that are not followed so long yet (weights of Aalen and Johansen). Wins that
    take longer than any lead was followed are in no list: how many they may be widens the error.

    Parameters
    ----------
    hours
        Working hours to every win, not a number where a date is missing; shape (wins,).
    """
    won = (leads["result"] == "won").to_numpy()
    known, days = np.isfinite(hours), hours / HOURS_PER_DAY
    n_open = int((~leads["result"].isin(["won", "lost"])).sum())
    seen = _followed(leads) if n_open else None
    if seen is None:
        if n_open:
            remarks.append(f"days_to_close is that of wins so far; {_shown(n_open, leads)} may be won later, after more days")
        days = days[known]
        return float(days.mean()), max(float(days.std(ddof=1)) / math.sqrt(len(days)), 1e-3)
    each = np.zeros(len(leads))
    each[seen.dated] = chances(seen.age[seen.dated], seen.how[seen.dated])
    weight = each[won][known] / each[won][known].sum()
    plain, mean = float(days[known].mean()), float(weight @ days[known])
    spread = weight * (days[known] - mean)
    error = max(math.sqrt(float(spread @ spread) * len(spread) / (len(spread) - 1)), 1e-3)
    longest = float(seen.age[seen.dated].max())
    second_half = float(weight[seen.age[won][known] > longest / 2].sum())
    remarks.append(
        f"days_to_close counts slow wins for leads that are not followed so long yet ({_shown(n_open, leads)}): {mean:.0f} working "
        f"days, where wins so far took {plain:.0f}; wins later than {longest:.0f} days after a lead came are in no list"
    )
    return mean, math.hypot(error, _still_to_come(second_half, longest * WORKING_DAYS, mean))


def _still_to_come(second_half: float, longest: float, mean: float) -> float:
    """Return by how much the mean is short of wins that take longer than leads were followed, if they dwindle as before.

    Parameters
    ----------
    second_half
        Share of wins that took more than half as long as the longest followed lead; 0 to 1.
    longest
        How long that one was followed.
    mean
        Mean time of the wins that were seen, in the same unit.
    """
    left = min(second_half / max(1 - second_half, LEAST_LEFT), 1 - LEAST_LEFT)  # from one half of the time to the next
    if left <= 0:
        return 0.0
    return max(left**2 * (longest + longest / (2 * -math.log(left)) - mean), 0.0)


def _shown(n_open: int, leads: "pandas.DataFrame") -> str:
    return f"{n_open:,} of {len(leads):,} leads are still open"


def _win_rate(leads: "pandas.DataFrame", remarks: list[str]) -> tuple[float, float]:
    won, lost = (leads["result"] == "won").to_numpy(), (leads["result"] == "lost").to_numpy()
    n, n_open = len(leads), int((~won & ~lost).sum())
    if not won.any() and not lost.any():
        raise InputProblem("no lead of the list has ended, so that it says nothing of how leads end")
    if not n_open:
        return _share(won)
    said = f"{n_open:,} of {n:,} leads are still open and count neither as won nor as lost"
    seen = _followed(leads)
    if seen is None:
        rate, error = _share(won[won | lost])
        still = n_open / n
        remarks.append(f"{said}; without dates nobody knows how old they are, so the error of the win rate is wide")
        return rate, math.hypot(error, still / math.sqrt(12))
    age, how, as_of = seen.age[seen.dated], seen.how[seen.dated], seen.as_of
    if not lost.any():
        enough = float(np.quantile(age[how == 1], OLD_ENOUGH))
        since = np.subtract(as_of, _wall(leads["first_contact"])[seen.dated])
        old = since / np.timedelta64(1, "D") >= enough
        remarks.append(
            f"{said}; no loss is recorded, so the win rate is that of the {int(old.sum()):,} leads that came at least "
            f"{enough:.0f} days before the list ends ({as_of.astype('datetime64[D]')}), the age by which nine wins in ten came"
        )
        return _share(how[old] == 1)
    by_win, by_loss, still = cumulative(age, how)
    rng = np.random.default_rng(0)
    again = []
    for _ in range(N_RESAMPLED):
        drawn = rng.integers(0, len(age), len(age))
        wins, losses, _ = cumulative(age[drawn], how[drawn])
        again.append(wins / (wins + losses) if wins + losses else np.nan)
    rate, error = float(by_win / (by_win + by_loss)), float(np.nanstd(again))
    wide = max(math.hypot(error, still / math.sqrt(12)), _share(how[how > 0] == 1)[1])
    until = as_of.astype("datetime64[D]")
    remarks.append(
        f"{said}; by what became of older ones up to {until}, {100 * by_win:.0f} % of leads end as wins and "
        f"{100 * by_loss:.0f} % as losses, and how the other {100 * still:.0f} % will end nobody knows yet: lead_win_rate is the "
        f"{100 * rate:.0f} % of wins among the ends that are known, give or take {100 * wide:.0f} percentage points"
    )
    return rate, wide


def cumulative(age: np.ndarray, how: np.ndarray) -> tuple[float, float, float]:
    """Return the chance that a case ends as 1 or as 2, and that it does neither, by the end of what was observed.

    Aalen and Johansen's estimate under censoring.

    Parameters
    ----------
    age
        At the end or, where a case is still open, when it was last seen; shape (cases,).
    how
        0 open, 1 or 2 by how it ended; shape (cases,).
    """
    chance = chances(age, how)
    by_first, by_second = float(chance[how == 1].sum()), float(chance[how == 2].sum())
    return by_first, by_second, max(0.0, 1.0 - by_first - by_second)


def chances(age: np.ndarray, how: np.ndarray) -> np.ndarray:
    """Return how much each case that ended adds to the chance of an end like its own; nothing where it is open.

    A case that ended late counts for those of its age that are not followed so long yet.

    Parameters
    ----------
    age, how
        As of ``cumulative``.
    """
    times, place = np.unique(age, return_inverse=True)
    ended, all_of = (np.bincount(place[rows], minlength=len(times)) for rows in (how > 0, how >= 0))
    at_risk = len(age) - np.concatenate([[0], np.cumsum(all_of)[:-1]])
    left = np.concatenate([[1.0], np.cumprod(1 - ended / at_risk)[:-1]])
    return np.where(how > 0, (left / at_risk)[place], 0.0)


def _share(yes: np.ndarray) -> tuple[float, float]:
    n = len(yes)
    rate = float(yes.mean()) if n else 0.0
    return rate, math.sqrt(max(rate * (1 - rate), 0.25 / max(n, 1)) / max(n, 1))
