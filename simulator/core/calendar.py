"""From working hours to the calendar: eight hours a day from 09:00, Monday to Friday."""

from datetime import date
from typing import Any, Final

import numpy as np

HOURS_PER_DAY: Final = 8.0
DAYS_PER_WEEK: Final = 5
HOURS_PER_WEEK: Final = 40.0
HOURS_PER_YEAR: Final = 2000.0  # fifty weeks of work
OPENING: Final = np.timedelta64(9, "h")
MICROSECONDS_PER_HOUR: Final = 3_600_000_000
EPOCH: Final = np.datetime64("1990-01-01", "us")  # a Monday


def timestamps(hours: Any, start: date) -> np.ndarray:
    """Return the calendar moments at which given numbers of working hours have passed.

    Parameters
    ----------
    hours : array_like of float, shape (n,), or float
        Working hours since the start, 0 or more and finite.
    start : date
        Calendar day of the first working hour; a weekend day stands for the Monday after it.

    Returns
    -------
    ndarray of datetime64[us], same shape as ``hours``
        Never decreasing where ``hours`` never decreases. A full day maps to 09:00 of the next one, not to 17:00.

    Raises
    ------
    ValueError
        If an hour is negative, infinite or NaN.
    """
    passed = np.asarray(hours, dtype=np.float64)
    if not np.all(np.isfinite(passed) & (passed >= 0)):
        raise ValueError("working hours must be finite and not negative")
    days = np.floor(passed / HOURS_PER_DAY)
    rest = np.rint((passed - days * HOURS_PER_DAY) * MICROSECONDS_PER_HOUR).astype(np.int64)
    first = np.busday_offset(np.datetime64(start, "D"), days.astype(np.int64), roll="forward")
    moments: np.ndarray = first.astype("datetime64[us]") + OPENING + rest.astype("timedelta64[us]")
    return moments


def date_words(day: float, start: date) -> str:
    """Return the calendar day, in words, of a working day since the start of a run: ``5 May 2026``."""
    moment: date = np.busday_offset(np.datetime64(start, "D"), int(day), roll="forward").astype(object)
    return day_words(moment)


def day_words(day: date) -> str:
    """Return a calendar day as people say it: ``5 May 2026``."""
    return f"{day.day} {day:%B %Y}"


def working_hours(moments: Any) -> np.ndarray:
    """Return how many working hours have passed from a fixed Monday to given moments; the inverse of ``timestamps``.

    Differences of two results are the working hours between two moments, over nights and weekends: before 09:00 and on
    weekends a moment stands for the next opening, after 17:00 for the end of the day.

    Parameters
    ----------
    moments : array_like of datetime64, shape (n,)
        Calendar moments by the clock on the office's wall; NaT where there is none.

    Returns
    -------
    ndarray of float64, shape (n,)
        NaN where there is no moment.
    """
    at = np.asarray(moments).astype("datetime64[us]")
    missing = np.isnat(at)
    day = np.where(missing, EPOCH, at).astype("datetime64[D]")
    passed = (np.where(missing, EPOCH, at) - day - OPENING) / np.timedelta64(MICROSECONDS_PER_HOUR, "us")
    today = np.where(np.is_busday(day), np.clip(passed, 0.0, HOURS_PER_DAY), 0.0)
    hours: np.ndarray = np.busday_count(EPOCH.astype("datetime64[D]"), day) * HOURS_PER_DAY + today
    return np.where(missing, np.nan, hours)
