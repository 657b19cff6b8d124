"""From working hours to the calendar and back: eight hours a day, over the office hours of days that are worked."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np

from buyermaze.simulator.core.calendar import HOURS_PER_DAY, day_words

MICROSECONDS_PER_HOUR: Final = 3_600_000_000
EPOCH: Final = np.datetime64("1990-01-01", "us")  # a Monday
USUAL_DAYS: Final = np.busdaycalendar()  # Monday to Friday, no holidays


@dataclass(frozen=True, eq=False)
class Office:
    """Which days are worked, and between which hours on the office's wall the eight hours of a working day lie."""

    days: np.busdaycalendar = USUAL_DAYS
    opens: float = 9.0
    closes: float = 17.0

    @property
    def span(self) -> float:
        """Return hours on the wall per working hour; 1 for an office open for eight hours."""
        return (self.closes - self.opens) / HOURS_PER_DAY

    @property
    def opening(self) -> np.timedelta64:
        """Return the time from midnight until the office opens."""
        return np.timedelta64(round(self.opens * MICROSECONDS_PER_HOUR), "us")


USUAL_OFFICE: Final = Office()


@dataclass(frozen=True)
class Clock:
    """The calendar of a run: the day of its first working hour, and the office whose hours are counted."""

    first: date  # a day that is not worked stands for the next one that is
    office: Office = USUAL_OFFICE

    def timestamps(self, hours: Any) -> np.ndarray:
        """Return the calendar moments at which given numbers of working hours have passed.

        Parameters
        ----------
        hours : array_like of float, shape (n,), or float
            Working hours since the start, 0 or more and finite.

        Returns
        -------
        ndarray of datetime64[us], same shape as ``hours``
            Never decreasing where ``hours`` never decreases. A full day maps to the opening of the next one, not to the
            close of this one.

        Raises
        ------
        ValueError
            If an hour is negative, infinite or NaN.
        """
        passed = np.asarray(hours, dtype=np.float64)
        if not np.all(np.isfinite(passed) & (passed >= 0)):
            raise ValueError("working hours must be finite and not negative")
        days = np.floor(passed / HOURS_PER_DAY)
        wall = (passed - days * HOURS_PER_DAY) * self.office.span
        rest = np.rint(wall * MICROSECONDS_PER_HOUR).astype(np.int64)
        moments: np.ndarray = (
            self.dates(days).astype("datetime64[us]") + self.office.opening + rest.astype("timedelta64[us]")
        )
        return moments

    def dates(self, days: Any) -> np.ndarray:
        """Return the calendar days of working days since the start, whole ones counted; before it for those below 0."""
        whole = np.floor(days).astype(np.int64)
        found: np.ndarray = np.busday_offset(
            np.datetime64(self.first, "D"), whole, roll="forward", busdaycal=self.office.days
        )
        return found

    def day(self, hours: float) -> date:
        """Return the calendar day on which so many working hours have passed since the start."""
        return date.fromisoformat(str(self.dates(hours / HOURS_PER_DAY)))

    def days_between(self, one: float, other: float) -> int:
        """Return the calendar days from the day of one moment to that of another, both in working hours since the start."""
        return (self.day(other) - self.day(one)).days

    def days_passed(self, since: Any, until: Any) -> np.ndarray:
        """Return the days that pass by the calendar, nights and weekends counted, between moments in working hours."""
        passed: np.ndarray = (self.timestamps(until) - self.timestamps(since)) / np.timedelta64(1, "D")
        return passed

    def days_since(self, start: float, hours: float) -> float:
        """Return the calendar days from the morning of a moment's day to another moment, in full tenths; whole: between dates."""
        return float(np.floor(10.0 * self.days_passed(start - start % HOURS_PER_DAY, hours))) / 10.0

    def hours_at(self, day: date) -> float:
        """Return the working hours from the start to the morning of a calendar day; below 0 if it was before."""
        return float(np.busday_count(self.first, day, busdaycal=self.office.days)) * HOURS_PER_DAY

    def words(self, day: float) -> str:
        """Return the calendar day, in words, of a working day since the start: ``5 May 2026``."""
        return day_words(self.day(day * HOURS_PER_DAY))


def working_hours(moments: Any, office: Office = USUAL_OFFICE) -> np.ndarray:
    """Return how many working hours have passed from a fixed Monday to given moments; the inverse of ``timestamps``.

    Differences of two results are the working hours between two moments, over nights, weekends and holidays: before the
    office opens and on days off a moment stands for the next opening, after it closes for the end of the day.

    Parameters
    ----------
    moments : array_like of datetime64, shape (n,)
        Calendar moments by the clock on the office's wall; NaT where there is none.
    office : Office, optional
        Whose working hours are counted.

    Returns
    -------
    ndarray of float64, shape (n,)
        NaN where there is no moment.
    """
    at = np.asarray(moments).astype("datetime64[us]")
    missing = np.isnat(at)
    day = np.where(missing, EPOCH, at).astype("datetime64[D]")
    wall = (np.where(missing, EPOCH, at) - day - office.opening) / np.timedelta64(MICROSECONDS_PER_HOUR, "us")
    worked = np.is_busday(day, busdaycal=office.days)
    today = np.where(worked, np.clip(wall / office.span, 0.0, HOURS_PER_DAY), 0.0)
    since = np.busday_count(EPOCH.astype("datetime64[D]"), day, busdaycal=office.days)
    hours: np.ndarray = since * HOURS_PER_DAY + today
    return np.where(missing, np.nan, hours)
