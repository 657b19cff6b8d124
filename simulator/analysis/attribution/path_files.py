"""Paths from anybody's data: a table of counted paths, or a table of single touches with people and times."""

import re
from collections.abc import Sequence
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Final

import numpy as np

from buyermaze.simulator.analysis.attribution.touch_paths import Path
from buyermaze.simulator.core.clock import USUAL_OFFICE, Office, working_hours
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.tables.dates import parsed_dates
from buyermaze.simulator.tables.layout import is_total
from buyermaze.simulator.tables.numbers import parsed_numbers
from buyermaze.simulator.tables.reader import read_table
from buyermaze.simulator.tables.table import TextTable, of_columns
from buyermaze.simulator.tables.written import PLAIN, Written

if TYPE_CHECKING:
    import pandas

COLUMNS: Final = ("path", "total_conversions", "total_conversion_value", "total_null")
TOUCH_COLUMNS: Final = ("person", "time", "channel", "converted")
NAMES: Final = {
    "path": ("path", "channelpath", "conversionpath", "journey", "touchpoints", "mcfchannelgroupingpath",
             "defaultchannelgroupingpath", "channelgroupingpath", "defaultchannelgrouppath", "primarychannelgrouppath",
             "channelgrouppath", "sourcemediumpath", "sourcepath", "mediumpath", "campaignpath"),
    "total_conversions": ("totalconversions", "conversions", "conversion", "totalconv", "keyevents"),
    "total_conversion_value": ("totalconversionvalue", "conversionvalue", "totalvalue", "value", "revenue", "purchaserevenue"),
    "total_null": ("totalnull", "null", "nulls", "nonconversions", "totalnonconversions"),
    "person": ("person", "personid", "userid", "user", "visitorid", "visitor", "cookie", "cookieid", "clientid", "customerid",
               "contactid", "leadid", "userpseudoid", "accountid", "account", "id"),
    "time": ("time", "timestamp", "date", "datetime", "touchtime", "eventtime", "at", "visittime", "sessiondate", "createdat"),
    "channel": ("channel", "channelgrouping", "touchpoint", "source", "utmsource", "medium", "utmmedium", "sourcemedium",
                "marketingchannel"),
    "converted": ("converted", "conversion", "isconversion", "isconverted", "conversions", "purchase", "purchased", "won"),
    "worth": ("conversionvalue", "value", "revenue", "amount"),
}  # fmt: skip
STARTS: Final = frozenset({"(start)", "<start>", "[start]", "{start}"})
ENDS: Final = frozenset(
    f"{a}{word}{b}" for word in ("conversion", "converted", "conv", "null", "end", "purchase", "exit", "no conversion")
    for a, b in ("()", "<>", "[]", "{}")
)  # fmt: skip
BARE_STARTS, BARE_ENDS = {"start"}, {"conversion", "converted", "null", "end"}
OTHER_SEPARATORS: Final = ("→", "=>", "->", "»", "|", ";", ",")
TIMES: Final = re.compile(r"^(.*\S)(?:\s*×\s*|\s+[xX]\s+)(\d{1,3})$")
CREDIT: Final = re.compile(r"\s+\d{1,3}(?:[.,]\d+)?\s?%$")  # what a tool credits a touch of a path with
LONGEST_LOOK_BACK: Final = 36_500  # days, a hundred years
SAME: Final = 1e-6  # part by which a line of sums may miss the sum of its column
YES, NO = (
    frozenset({"1", "1.0", "true", "yes", "y", "conversion"}),
    frozenset({"0", "0.0", "false", "no", "n", "", "impression"}),
)


def read_paths(
    source: "str | FilePath | pandas.DataFrame",
    separator: str | None = None,
    look_back_days: float | None = None,
    office: Office = USUAL_OFFICE,
    written: Written = PLAIN,
) -> list[Path]:
    """Read paths from a table of paths, or of touches.

    Parameters
    ----------
    source
        A file as ``tables.reader.read_table`` takes it, or a table. Either with columns ``path, total_conversions,
        total_conversion_value, total_null``, where a path reads ``a > b > c`` and the last two may be missing and then
        count as 0 (the input format of the R and Python package ChannelAttribution); or with columns ``person, time,
        channel, converted`` and maybe ``value``, one line per touch.
    separator
        What stands between two channels of a path; by default ``>``.
    look_back_days
        Of a table of touches: touches longer before a conversion than this many calendar days do not count.
    office
        Whose working hours are counted between touches; of a scenario ``scenario.run.calendar.office``.
    written
        How dates and numbers are written, where the table does not say so itself.

    Raises
    ------
    InputProblem
        If the file cannot be read, a column is missing, or a number is missing, negative or none.
    """
    table = _table(source)
    found = {role: name for role in NAMES if (name := _column(table, role)) is not None}
    if "path" in found:
        if look_back_days is not None:
            raise InputProblem(
                f"{table.label}: paths hold no times; a look-back needs one line per touch, with person and time"
            )
        return _paths(table, found, separator, written)
    if {"person", "time", "channel"} <= set(found):
        if "converted" not in found:
            raise InputProblem(
                f"{table.label}: there is no column that says whether a touch converted; call it 'converted'"
            )
        return touch_paths(table, found, look_back_days, office, written)
    raise InputProblem(
        f"{table.label}: there is no column 'path'; the columns are {', '.join(COLUMNS)}, or one line per touch with "
        f"{', '.join(TOUCH_COLUMNS)}"
    )


def _table(source: "str | FilePath | pandas.DataFrame") -> TextTable:
    import pandas

    if not isinstance(source, pandas.DataFrame):
        return read_table(source)
    columns = [str(name) for name in source.columns]
    cells = [
        ["" if value is None or value != value else str(value) for value in source[name]] for name in source.columns
    ]
    table = of_columns("paths", columns, cells, typed=frozenset(columns))
    if not len(table):
        raise InputProblem("paths: there is no path in it")
    return table


def _column(table: TextTable, role: str) -> str | None:
    plain = {"".join(re.findall(r"[^\W_]+", name.lower())): name for name in reversed(table.columns)}
    return next((plain[name] for name in NAMES[role] if name in plain), None)


def _paths(table: TextTable, found: dict[str, str], separator: str | None, written: Written) -> list[Path]:
    if "total_conversions" not in found:
        raise InputProblem(
            f"{table.label}: there is no column 'total_conversions'; the columns are {', '.join(COLUMNS)}"
        )
    texts, lines = table.column(found["path"]), table.lines.to_pylist()
    offset = 1 if table.typed == frozenset(table.columns) and table.label == "paths" else 0
    separator = separator or _separator(texts, table.label)
    numbers = [_numbers(table, found.get(role), role, written, offset) for role in COLUMNS[1:]]
    split = [tuple(CREDIT.sub("", part.strip()) for part in text.split(separator)) for text in texts]
    kept = np.flatnonzero(~_sums(texts, numbers[0])).tolist()
    texts, split, lines = [texts[k] for k in kept], [split[k] for k in kept], [lines[k] for k in kept]
    numbers = [each[kept] for each in numbers]
    bare = all(len(parts) > 1 and parts[0].lower() in BARE_STARTS for parts in split)
    paths = []
    for parts, text, line, conversions, value, null in zip(split, texts, lines, *numbers, strict=True):
        channels = _without_ends(parts, bare)
        if "" in channels or not channels:
            raise InputProblem(
                f"{table.label}, line {line + offset}: '{text}' is no path; write channels as in 'a {separator} b'"
            )
        paths.append(Path(_expanded(channels), float(conversions), float(value), float(null)))
    return paths


def _sums(texts: Sequence[str], conversions: np.ndarray) -> np.ndarray:
    """Tell which line holds the sums of the others, above or below them, as reports have it."""
    found = np.zeros(len(texts), bool)
    for place in (0, -1) if len(texts) > 1 else ():
        others = float(conversions.sum() - conversions[place])
        called = texts[place] == "" or is_total(texts[place])
        if called and not found.any() and abs(float(conversions[place]) - others) <= SAME * max(others, 1.0):
            found[place] = True
    return found


def _separator(texts: Sequence[str], label: str) -> str:
    if not any(">" in text for text in texts):
        other = next((mark for mark in OTHER_SEPARATORS if any(mark in text for text in texts)), None)
        if other is not None:
            raise InputProblem(
                f"{label}: no path holds '>', but some hold '{other}'; if it separates channels, add --separator '{other}'"
            )
    return ">"


def _without_ends(parts: tuple[str, ...], bare: bool) -> tuple[str, ...]:
    """Leave out words for the start and the end of a path, which are no channels."""
    starts, ends = (STARTS | BARE_STARTS, ENDS | BARE_ENDS) if bare else (STARTS, ENDS)
    if parts and parts[0].lower() in starts:
        parts = parts[1:]
    if parts and parts[-1].lower() in ends:
        parts = parts[:-1]
    return parts


def _expanded(channels: Sequence[str]) -> tuple[str, ...]:
    """Write out what is counted: ``Email × 2`` is two touches."""
    result: list[str] = []
    for name in channels:
        match = TIMES.match(name)
        result += [match[1]] * int(match[2]) if match else [name]
    return tuple(result)


def _numbers(table: TextTable, column: str | None, role: str, written: Written, offset: int = 0) -> np.ndarray:
    if column is None:
        return np.zeros(len(table))
    words, codes = table.coded(column)
    read = parsed_numbers(
        words, column, decimal=written.decimal, typed=column in table.typed, delimiter=table.delimiter
    )
    values = np.array([np.nan if each.value is None else each.value for each in read])[codes]
    wrong = ~np.isfinite(values) | (values < 0)
    if wrong.any():
        line = table.lines[int(np.argmax(wrong))].as_py() + offset
        raise InputProblem(f"{table.label}, line {line}: '{role}' must be a number, 0 or more")
    return values


def touch_paths(
    table: TextTable,
    found: dict[str, str],
    look_back_days: float | None = None,
    office: Office = USUAL_OFFICE,
    written: Written = PLAIN,
) -> list[Path]:
    """Return paths from a table of touches: each person's touches in order of time, cut after every conversion.

    Parameters
    ----------
    table
        One line per touch.
    found
        The columns of ``person, time, channel, converted`` and maybe ``worth``.
    look_back_days
        Touches longer before the end of a path than this do not count.
    """
    if look_back_days is not None and not 0 < look_back_days <= LONGEST_LOOK_BACK:
        raise InputProblem(
            f"--look-back {look_back_days:g}: give a number of days above 0, at most {LONGEST_LOOK_BACK:,}"
        )
    people, who = table.coded(found["person"])
    channels, where = table.coded(found["channel"])
    words, when = table.coded(found["time"])
    moments = parsed_dates(words, found["time"], written.dates, century=written.century)
    for text, role in ((people, "person"), (channels, "channel")):
        if "" in text:
            line = table.lines[
                int(np.flatnonzero(np.asarray(who if role == "person" else where) == text.index(""))[0])
            ].as_py()
            raise InputProblem(f"{table.label}, line {line}: the {role} is empty")
    bad = next((i for i, m in enumerate(moments) if m.at is None), None)
    if bad is not None:
        line = table.lines[int(np.flatnonzero(np.asarray(when) == bad)[0])].as_py()
        raise InputProblem(
            f"{table.label}, line {line}: {found['time']}: {moments[bad].problem or 'the time is empty'}"
        )
    at = np.array([np.datetime64(m.at.replace(tzinfo=None), "us") for m in moments if m.at])[when]  # type: ignore[union-attr]
    said, which = table.coded(found["converted"])
    unclear = next((word for word in said if word.lower() not in YES | NO), None)
    if unclear is not None:
        raise InputProblem(f"{table.label}: column '{found['converted']}' holds '{unclear}'; write 1 or 0, yes or no")
    converted = np.array([word.lower() in YES for word in said])[which]
    worth = _worth(table, found, written)
    order = np.lexsort((np.arange(len(at)), at, np.asarray(who)))
    paths: list[Path] = []
    start = 0
    for place, row in enumerate(order):
        is_last = place + 1 == len(order) or who[order[place + 1]] != who[row]
        if converted[row] or is_last:
            rows = order[start : place + 1]
            start = place + 1
            rows = np.array([r for r in rows if channels[where[r]].lower() not in STARTS | ENDS], dtype=int)
            if not len(rows):
                if converted[row]:
                    line = table.lines[int(row)].as_py()
                    raise InputProblem(
                        f"{table.label}, line {line}: a conversion without a touch before it; name its channel"
                    )
                continue
            if look_back_days is not None:
                rows = rows[at[row] - at[rows] <= np.timedelta64(round(look_back_days * 86_400), "s")]
            hours = working_hours(at[row], office) - working_hours(at[rows], office)
            won = bool(converted[row])
            paths.append(
                Path(tuple(channels[where[r]] for r in rows), float(won), float(worth[row]) if won else 0.0, float(not won),
                     tuple(hours.tolist()))
            )  # fmt: skip
    return paths


def _worth(table: TextTable, found: dict[str, str], written: Written) -> np.ndarray:
    column = found.get("worth")
    if column is None:
        return np.zeros(len(table))
    words, codes = table.coded(column)
    read = parsed_numbers(
        words, column, decimal=written.decimal, typed=column in table.typed, delimiter=table.delimiter
    )
    wrong = next((each for each in read if each.problem), None)
    if wrong is not None:
        raise InputProblem(f"{table.label}: {column}: {wrong.problem}")
    return np.array([each.value or 0.0 for each in read])[codes]
