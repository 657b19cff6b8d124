"""Working hours as the model counts them, and days as people say them."""

from datetime import date
from typing import Final

HOURS_PER_DAY: Final = 8.0
DAYS_PER_WEEK: Final = 5
HOURS_PER_WEEK: Final = 40.0
HOURS_PER_YEAR: Final = 2000.0  # fifty weeks of work


def day_words(day: date) -> str:
    """Return a calendar day as people say it: ``5 May 2026``."""
    return f"{day.day} {day:%B %Y}"
