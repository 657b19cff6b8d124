"""How a list of deals names the leads of another list, where the columns that identify their rows are not the same."""

import re
from typing import Final

from buyermaze.experiments.importing.columns import LINE, says_by_name
from buyermaze.simulator.tables.table import GAPS, TextTable

ENOUGH: Final = 0.5  # of the different words of one column that the other has to hold
NEARLY_ALL: Final = 0.9  # of the leads that say whom they are of, those who are the only one of theirs
OF_OURS: Final = re.compile(r"owner|user|rep(id|_)|sales|campaign|pipeline|stage|type|team|territory|creat|modif|currency")


def linked(first: TextTable, case: str, table: TextTable, own: str | None, told: bool) -> tuple[str | None, dict[str, str]]:
    """Return which column of a table names leads of the first, and lead by deal where the first names deals instead.

    Both are looked for by content, among columns that names of identities suggest, and only where nothing joins as it is. Last
    comes whom both are of: an identity (of a company, a person) that stands under one name in both, and that leads seldom share.

    Parameters
    ----------
    first
        The table of leads.
    case
        The column that identifies its rows.
    table
        A table of what became of leads.
    own
        The column that identifies its rows, if one is known.
    told
        Whether somebody said that it does.
    """
    leads = _words(first, case)
    if LINE in (case, own) or (own is not None and leads & _words(table, own)):
        return own, {}
    if not told and (named := _alike(table, leads)):
        return named, {}
    if own is not None and (naming := _alike(first, _words(table, own))):
        return own, _pairs(first, naming, case)
    for column in (own,) if told else table.columns:
        if column in first.columns and column != case and says_whose(column):
            pairs, wanted = _pairs(first, column, case), _words(table, column)
            if len(pairs) >= NEARLY_ALL * len(_words(first, column)) and len(wanted & set(pairs)) >= ENOUGH * max(1, len(wanted)):
                return column, pairs
    return own, {}


def says_whose(column: str) -> bool:
    """Tell whether a name is that of the identity of a customer or a deal, not of somebody or something of ours."""
    name = re.sub(r"[^a-z]", "", re.sub(r"[_\s]+", "", column).lower())
    return name.endswith("id") and len(name) > 2 and not OF_OURS.search(name)


def _pairs(first: TextTable, naming: str, case: str) -> dict[str, str]:
    """Return the lead by each word of a column of the first table, where there is but one."""
    pairs: dict[str, set[str]] = {}
    for word, lead in zip(first.column(naming), first.column(case), strict=True):
        pairs.setdefault(word, set()).add(lead)
    return {word: min(leads) for word, leads in pairs.items() if len(leads) == 1 and word.lower() not in GAPS}


def _words(table: TextTable, column: str) -> set[str]:
    return {word for word in table.distinct(column) if word.lower() not in GAPS} if column in table.columns else set()


def _alike(table: TextTable, wanted: set[str]) -> str | None:
    """Return the column of identities most of whose words are among some others, if there is one."""
    shares = {}
    for column in table.columns:
        words = _words(table, column)
        if words and says_by_name("case", column):
            shares[column] = len(words & wanted) / len(words)
    best = max(shares, key=lambda column: shares[column], default=None)
    return best if best is not None and shares[best] >= ENOUGH else None
