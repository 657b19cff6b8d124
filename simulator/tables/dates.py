"""Dates as people and programs write them; what could be read in two ways is asked, not guessed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Final, Literal
from zoneinfo import ZoneInfo

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.tables.months import is_weekday, meanings, named_months
from buyermaze.simulator.tables.table import GAPS

Order = Literal["day-first", "month-first", "year-first"]
ORDERS: Final = ("day-first", "month-first", "year-first")
EARLIEST, LATEST = 1990, 2100
EXCEL_START: Final = datetime(1899, 12, 30, tzinfo=UTC)  # day 0 of a workbook
SERIALS: Final = (32_874, 73_050)  # those of EARLIEST and LATEST
EPOCHS: Final = ((10, 1), (13, 1_000), (16, 1_000_000), (19, 1_000_000_000))  # digits, ticks per second
TIME: Final = (
    r"(?:[ T,]+(?:(?:at|um|à|às|as|a las|alle|ore|kl|klo|om|godz|в|о)\.? )?"
    r"(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?\s*([AaPp]\.?\s?[Mm]\.?)?(?:\s*(?:Uhr|uur|h|hrs?)\b)?)?"
    r"\s*(Z|UTC|GMT|[A-Z]{3,4}|(?:UTC|GMT)?[+-]\d{1,2}:?(?:\d{2})?)?\s*$"
)
OF_YEAR: Final = r"(?:\s?[rгр]\.?(?![^\W\d_])|\.)?"  # the year's own letter, as in 05.01.2026 r., or a point
DAY: Final = r"(\d{1,2})(?:st|nd|rd|th|er|º)?\.?[-/. ]*"
MONTH: Final = r"([^\W\d_]{3,14})\.?"
YEAR_FIRST: Final = re.compile(r"^(\d{4})([-/.])\s*(\d{1,2})\2\s*(\d{1,2})\.?" + TIME)
PACKED: Final = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2}))?(Z)?$")
THREE: Final = re.compile(r"^(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})" + OF_YEAR + TIME)
NAMED: Final = re.compile("^" + DAY + "(?:de )?" + MONTH + r"[-/., ]*(?:de )?(\d{4}|\d{2})" + OF_YEAR + TIME)
NAMED_FIRST: Final = re.compile("^" + MONTH + r"[-/ ]*(\d{1,2})(?:st|nd|rd|th|er|º)?[-/., ]+(\d{4})" + TIME)
NAMED_LAST: Final = re.compile(r"^(\d{4})\.?[-/ ]*" + MONTH + r"[-/ ]*(\d{1,2})\.?" + TIME)
WITH_NAMES: Final = ((NAMED, 2), (NAMED_FIRST, 1), (NAMED_LAST, 2))  # patterns, and which of their groups is the month
WEEKDAY: Final = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]?\s+(?=[\w])", re.I)
FIRST_WORD: Final = re.compile(r"^([^\W\d_]{2,12})(?:-feira)?[,.]*\s+(?=\d)")
BY_WHOM: Final = re.compile(
    r"^(?:[^\W\d_][^\d,]*? )(?=(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d{1,2}, \d{4}\b)"
)  # who did it, before the date, as boards log it
IN_WORDS: Final = re.compile(r"\s*\([^()\d]+\)\s*$")  # a zone in words, as browsers add it
JAVA: Final = re.compile(r"^([A-Z][a-z]{2}) (\d{1,2}) (\d{2}:\d{2}:\d{2}) ([A-Z]{3,4}) (\d{4})$")
EASTERN: Final = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]?")
EASTERN_TIME: Final = re.compile(r"(\d{1,2})\s?[時时시]\s?(\d{1,2})\s?[分분]?")
ZONES: Final = {
    "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "WET": 0, "WEST": 1, "BST": 1, "EET": 2, "EEST": 3, "EST": -5, "EDT": -4, "CST": -6,
    "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10, "BRT": -3, "IST": 5.5, "SGT": 8,
    "HKT": 8, "JST": 9, "KST": 9, "ACST": 9.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
}  # fmt: skip
"""Hours of zones by their letters, as programs for sales write them (CST is that of North America)."""


@dataclass(frozen=True)
class Moment:
    """A moment in UTC, or why it cannot be read; and whether the cell held a time of the day."""

    at: datetime | None
    problem: str = ""
    has_time: bool = False


def looks_dated(words: Sequence[str], *, numbers: bool = False) -> bool:
    """Tell whether most different cells of a column are dates; days and ticks counted as numbers only where asked."""
    filled = [word for word in words if word.strip().lower() not in GAPS]
    if not filled:
        return False
    fits = sum(bool(_match(word.strip())) for word in filled)
    if numbers and fits < 0.6 * len(filled):
        return counted(filled) is not None
    return fits >= 0.6 * len(filled)


def counted(words: Sequence[str]) -> str | None:
    """Tell how moments are counted where cells are bare numbers: ``excel``, ``epoch``, or not at all."""
    if not words or not all(re.fullmatch(r"\d+(\.\d+)?", word.strip()) for word in words):
        return None
    if all(_epoch(word) is not None for word in words):
        return "epoch"
    if all(SERIALS[0] <= float(word) <= SERIALS[1] for word in words):
        return "excel"
    return None


def parsed_dates(
    words: Sequence[str],
    column: str,
    order: Order | None = None,
    *,
    century: int | None = None,
    zone: str | None = None,
    beside: Sequence[str] = (),
) -> list[Moment]:
    """Return what the different cells of one column say.

    Parameters
    ----------
    words
        What the cells of one column hold.
    column
        Its name, for the message.
    order
        How 03/04/2026 is meant, where the column does not say so itself.
    century
        The year that 00 stands for, such as 2000; years of two digits are asked about otherwise.
    zone
        Time zone of moments that do not name one, such as ``Europe/Berlin``; by default UTC.
    beside
        Cells of other columns that the same program wrote: where this column does not say what comes first, they may.

    Raises
    ------
    InputProblem
        If days and months cannot be told apart in any cell, or a year has two digits and nobody says which century.
    """
    filled = [word.strip() for word in words if word.strip().lower() not in GAPS]
    place = ZoneInfo(zone) if zone else UTC
    how = counted(filled)
    if how is not None:
        return [_counted(word.strip(), how, place) for word in words]
    short = next((word for word in filled if _has_short_year(word)), None)
    if short is not None and century is None:
        raise InputProblem(
            f"column '{column}': the year of '{short}' has two digits; say --century 2000 if all lie between 2000 and 2099"
        )
    order = order or _order(filled, column, short is not None) or _beside(beside, column)
    if order is None:
        unclear = next(
            word for word in filled if (match := THREE.match(_bare(word))) and match[1] != match[3]
        )
        raise InputProblem(
            f"column '{column}': '{unclear}' may mean two dates; say which with --dates day-first or --dates month-first"
        )
    months = _months(filled, column)
    return [_moment(word.strip(), order, century or 0, place, months) for word in words]


def _bare(text: str) -> str:
    """Return a date without the day of the week, and with marks between numbers where signs for year, month and day stood."""
    text = JAVA.sub(r"\1 \2 \5 \3 \4", WEEKDAY.sub("", BY_WHOM.sub("", IN_WORDS.sub("", text))))
    first = FIRST_WORD.match(text)
    if first and is_weekday(first[1]) and any(each.match(text[first.end() :]) for each in (YEAR_FIRST, THREE, NAMED)):
        text = text[first.end() :]
    text = EASTERN.sub(lambda found: "-".join(found.groups()) + " ", text).strip()
    return EASTERN_TIME.sub(r"\1:\2", text)


def _match(text: str) -> bool:
    text = _bare(text)
    if YEAR_FIRST.match(text) or THREE.match(text):
        return True
    if (match := PACKED.match(text)) and EARLIEST <= int(match[1]) <= LATEST and int(match[2]) <= 12:
        return True
    return any((match := pattern.match(text)) and meanings(match[group]) for pattern, group in WITH_NAMES)


def _has_short_year(text: str) -> bool:
    text = _bare(text)
    match = THREE.match(text)
    if match:
        return len(match[4]) == 2
    named = NAMED.match(text)
    return bool(named and len(named[3]) == 2 and meanings(named[2]))


def _months(texts: Sequence[str], column: str) -> dict[str, int]:
    """Return the months that words of a column name, by word."""
    found = ((pattern.match(_bare(text)), group) for text in texts for pattern, group in WITH_NAMES)
    return named_months((match[group] for match, group in found if match), column)


def _order(texts: Sequence[str], column: str, short: bool) -> Order | None:
    """Find out from cells whether the day or the month comes first; None where they may mean two dates."""
    found = [match for text in texts if (match := THREE.match(_bare(text)))]
    if short and found and all(int(match[1]) > 12 for match in found):
        odd = next((match for match in found if len(match[4]) == 2 and int(match[4]) <= 31), None)
        if odd is not None:
            raise InputProblem(
                f"column '{column}': '{odd[0].strip()}' may begin with a day or with a year; say which with --dates "
                "day-first or --dates year-first"
            )
    day_first = [match[0].strip() for match in found if 12 < int(match[1]) <= 31 and int(match[3]) <= 12]
    month_first = [match[0].strip() for match in found if 12 < int(match[3]) <= 31 and int(match[1]) <= 12]
    if day_first and month_first:
        raise InputProblem(
            f"column '{column}' holds dates with the day first ({day_first[0]}) and others with the month first "
            f"({month_first[0]}); make them alike"
        )
    if month_first:
        return "month-first"
    plain = all(
        match[2] == "." or int(match[1]) == int(match[3]) for match in found
    )  # points: the day goes first everywhere
    return "day-first" if day_first or plain else None


def _beside(texts: Sequence[str], column: str) -> Order | None:
    found = [
        text.strip()
        for text in texts
        if (match := THREE.match(text.strip())) and max(int(match[1]), int(match[3])) > 12
    ]
    return _order(found, column, False) if found else None


def _moment(text: str, order: Order, century: int, zone: "ZoneInfo | timezone", months: Mapping[str, int]) -> Moment:
    if text.lower() in GAPS:
        return Moment(None)
    bare = _bare(text)
    parts: tuple[int, int, int] | None = None
    if match := YEAR_FIRST.match(bare):
        parts, clock = (int(match[1]), int(match[3]), int(match[4])), match.groups()[4:]
    elif match := PACKED.match(bare):
        parts = int(match[1]), int(match[2]), int(match[3])
        clock = (match[4], match[5], match[6], None, None, match[7])
    elif match := THREE.match(bare):
        first, second, year = int(match[1]), int(match[3]), match[4]
        if order == "year-first" and len(year) == 2:
            parts = century + first, second, int(year)
        else:
            day, month = (second, first) if order == "month-first" else (first, second)
            parts = _year(year, century), month, day
        clock = match.groups()[4:]
    elif (match := NAMED.match(bare)) and match[2] in months:
        parts, clock = (_year(match[3], century), months[match[2]], int(match[1])), match.groups()[3:]
    elif (match := NAMED_FIRST.match(bare)) and match[1] in months:
        parts, clock = (_year(match[3], century), months[match[1]], int(match[2])), match.groups()[3:]
    elif (match := NAMED_LAST.match(bare)) and match[2] in months:
        parts, clock = (int(match[1]), months[match[2]], int(match[3])), match.groups()[3:]
    if parts is None:
        return Moment(None, f"'{text[:40]}' is no date")
    try:
        moment = _with_clock(datetime(*parts), clock)
        offset = clock[5]
        moment = moment.replace(tzinfo=_zone(offset) if offset else zone).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        return Moment(None, f"'{text[:40]}' is no date ({error})")
    return _in_range(moment, text, clock[0] is not None)


def _year(text: str, century: int) -> int:
    return int(text) if len(text) == 4 else century + int(text)


def _with_clock(day: datetime, clock: Sequence[str | None]) -> datetime:
    hour, minute, second, part, half, _ = clock
    if hour is None:
        return day
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            raise ValueError(f"hour {hours} cannot be {half}")
        hours = hours % 12 + (12 if half[0].lower() == "p" else 0)
    micro = int((part or "0")[:6].ljust(6, "0"))
    return day.replace(hour=hours, minute=int(minute or 0), second=int(second or 0), microsecond=micro)


def _zone(text: str) -> timezone:
    if text in ZONES:
        return timezone(timedelta(hours=ZONES[text]))
    digits = re.sub(r"^(UTC|GMT)", "", text)
    if digits in ("", "Z"):
        return UTC
    if digits.isalpha():
        raise ValueError(f"there is no zone {digits}")
    sign = -1 if digits[0] == "-" else 1
    hours, _, minutes = digits[1:].partition(":")
    if not minutes and len(hours) > 2:
        hours, minutes = hours[:-2], hours[-2:]
    return timezone(sign * timedelta(hours=int(hours), minutes=int(minutes or 0)))


def _epoch(word: str) -> datetime | None:
    digits = word.strip().partition(".")[0]
    for n_digits, ticks in EPOCHS:
        if len(digits) == n_digits or (n_digits == 13 and len(digits) == 12):
            moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(digits) / ticks)
            return moment if EARLIEST <= moment.year <= LATEST else None
    return None


def _counted(word: str, how: str, zone: "ZoneInfo | timezone") -> Moment:
    if word.lower() in GAPS:
        return Moment(None)
    if how == "epoch":
        moment = _epoch(word)
        return Moment(moment, "", has_time=True)
    days = float(word)
    seconds = round(days % 1 * 86_400)
    naive = (EXCEL_START + timedelta(days=int(days), seconds=seconds)).replace(tzinfo=None)
    return Moment(naive.replace(tzinfo=zone).astimezone(UTC), "", has_time=bool(seconds))


def _in_range(moment: datetime, text: str, has_time: bool) -> Moment:
    if not EARLIEST <= moment.year <= LATEST:
        return Moment(None, f"'{text[:40]}' is not between {EARLIEST} and {LATEST}")
    return Moment(moment, "", has_time)
