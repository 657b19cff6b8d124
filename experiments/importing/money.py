"""In which units a column of amounts counts: one, thousands, or hundredths as interfaces of programs do."""

import re
from typing import Final, Literal

import numpy as np

from buyermaze.experiments.importing.columns import words_of
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.tables.numbers import parsed_numbers, unit_of
from buyermaze.simulator.tables.table import GAPS, TextTable

Amounts = Literal["whole", "hundredths"]
AMOUNTS: Final = ("whole", "hundredths")
HUNDREDTH: Final = 0.01
BARE: Final = re.compile(r"-?\d+(\.0+)?")
AS_PROGRAMS_WRITE: Final = re.compile(r"[a-z0-9_.]+|[a-z]+([A-Z][a-z]+)+")


def unit_in(table: TextTable, column: str, currency: str | None, said: Amounts | None) -> tuple[float, str]:
    """Return how many units of money one of a column stands for, and its currency where its name says so.

    Parameters
    ----------
    table, column
        A table, and its column of amounts.
    currency
        Its column of currencies, if there is one.
    said
        What the user says that amounts count.

    Raises
    ------
    InputProblem
        If amounts may be hundredths: names and cells contradict one another, a further column shows a hundredth of each, or
        bare whole numbers stand beside a currency as interfaces of programs write both.
    """
    times, money = unit_of(column)
    if said is not None:
        return (HUNDREDTH if said == "hundredths" else 1.0), money
    cells = [word for word in table.distinct(column) if word.lower() not in GAPS]
    bare = bool(cells) and all(BARE.fullmatch(word) for word in cells)
    if times == HUNDREDTH:
        odd = next((word for word in cells if not BARE.fullmatch(word) and re.search(r"\d[.,]\d{1,2}\D*$", word)), None)
        if odd is not None:
            _ask(table, column, odd, f"its name says so, and it holds '{odd}'")
    elif times == 1.0 and bare:
        if shown := _shown_beside(table, column):
            _ask(table, column, cells[0], f"'{shown}' holds a hundredth of each")
        if _as_interfaces_do(table, column, currency) and any(float(word) for word in cells):
            _ask(table, column, cells[0], f"interfaces of programs write whole numbers beside '{currency}' for both")
    return times, money


def _ask(table: TextTable, column: str, word: str, why: str) -> None:
    raise InputProblem(
        f"'{table.label}': '{column}' may count hundredths ({why}), so that '{word}' may be a hundred times too much; say which "
        "with --amounts whole or --amounts hundredths"
    )


def _shown_beside(table: TextTable, column: str) -> str:
    """Return a column named after another that holds a hundredth of it in every row, if there is one."""
    own = _numbers(table, column)
    for other in table.columns:
        if other == column or not words_of(other).startswith(f"{words_of(column)} "):
            continue
        theirs = _numbers(table, other)
        both = ~np.isnan(own) & ~np.isnan(theirs) & (own != 0)
        if both.any() and np.allclose(theirs[both] / HUNDREDTH, own[both], rtol=0.0, atol=1e-6):
            return other
    return ""


def _numbers(table: TextTable, column: str) -> np.ndarray:
    words, codes = table.coded(column)
    try:
        read = parsed_numbers(words, column, typed=column in table.typed, delimiter=table.delimiter)
    except InputProblem:  # not the column that is read
        return np.full(len(table), np.nan)
    return np.array([np.nan if a.value is None else a.value for a in read])[np.asarray(codes)]


def _as_interfaces_do(table: TextTable, column: str, currency: str | None) -> bool:
    """Tell whether amounts and currencies are written as by interfaces of which many count hundredths.

    Both names are such as programs give, and the currency is that of the amount by its name or written in small letters.
    """
    if currency is None or not all(AS_PROGRAMS_WRITE.fullmatch(name) for name in (column, currency)):
        return False
    codes = [word for word in table.distinct(currency) if word]
    return currency == f"{column}_currency" or (bool(codes) and all(re.fullmatch("[a-z]{3}", word) for word in codes))
