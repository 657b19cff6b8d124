"""Dates as people write them; what could be read in two ways is refused, not guessed."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final, Literal

from buyermaze.simulator.core.errors import InputProblem

Order = Literal["day-first", "month-first"]
ISO: Final = re.compile(r"^\d{4}-\d{1,2}-\d{1,2}([T ]\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$")
YEAR_FIRST: Final = re.compile(r"^(\d{4})[/.](\d{1,2})[/.](\d{1,2})(.*)$")
YEAR_LAST: Final = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ ,T]+(\d{1,2}:\d{2}(?::\d{2})?))?\s*$")
EARLIEST, LATEST = 1990, 2100


def parsed_dates(texts: Sequence[str], column: str, order: Order | None = None) -> list[datetime | str | None]:
    """Return dates in UTC, the reason where one cannot be read, and nothing where there is none.

    Parameters
    ----------
    texts
        What the cells of one column hold.
    column
        Its name, for the message.
    order
        How 03/04/2026 is meant, where the column does not say so itself.

    Raises
    ------
    InputProblem
        If days and months cannot be told apart in any cell.
    """
    order = order or _order(texts, column)
    return [_date(text.strip(), order) if text.strip() else None for text in texts]


def _order(texts: Sequence[str], column: str) -> Order:
    """Find out from the column itself whether the day or the month comes first."""
    found = [match for text in texts if (match := YEAR_LAST.match(text.strip()))]
    day_first = any(int(match[1]) > 12 for match in found)
    month_first = any(int(match[2]) > 12 for match in found)
    if day_first and month_first:
        raise InputProblem(
            f"column '{column}' holds dates with the day first and others with the month first; make them alike"
        )
    unclear = next((match[0] for match in found if match[1] != match[2]), None)
    if unclear and not day_first and not month_first:
        raise InputProblem(
            f"column '{column}': '{unclear}' may mean two dates; say which with --dates day-first or --dates month-first"
        )
    return "month-first" if month_first else "day-first"


def _date(text: str, order: Order) -> datetime | str:
    try:
        if match := YEAR_LAST.match(text):
            first, second = int(match[1]), int(match[2])
            day, month = (first, second) if order == "day-first" else (second, first)
            time = (
                datetime.strptime(match[4], "%H:%M:%S" if match[4].count(":") == 2 else "%H:%M") if match[4] else None
            )
            moment = datetime(int(match[3]), month, day, time.hour if time else 0, time.minute if time else 0,
                              time.second if time else 0)  # fmt: skip
        else:
            if match := YEAR_FIRST.match(text):
                text = f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}{match[4]}"
            if not ISO.match(text):
                return f"'{text[:40]}' is no date"
            moment = _iso(text)
    except ValueError as error:
        return f"'{text[:40]}' is no date ({error})"
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    moment = moment.astimezone(UTC)
    if not EARLIEST <= moment.year <= LATEST:
        return f"'{text[:40]}' is not between {EARLIEST} and {LATEST}"
    return moment


def _iso(text: str) -> datetime:
    text = re.sub(r"\s*(Z|UTC)$", "+00:00", text.replace(",", "."))
    text = re.sub(r"\s+([+-]\d{2}:?\d{2})$", r"\1", text)
    day, _, rest = text.partition("T" if "T" in text else " ")
    year, month, date = day.split("-")
    hour = f"0{rest}" if re.match(r"^\d:", rest) else rest
    return datetime.fromisoformat(f"{year}-{int(month):02d}-{int(date[:2]):02d}" + (f"T{hour}" if hour else ""))
