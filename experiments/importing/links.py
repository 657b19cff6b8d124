"""How a list of deals names the leads of another list, where the columns that identify their rows are not the same."""

from typing import Final

from buyermaze.experiments.importing.columns import LINE, says_by_name
from buyermaze.simulator.tables.table import GAPS, TextTable

ENOUGH: Final = 0.5  # of the different words of one column that the other has to hold


def linked(first: TextTable, case: str, table: TextTable, own: str | None, told: bool) -> tuple[str | None, dict[str, str]]:
    """Return which column of a table names leads of the first, and lead by deal where the first names deals instead.

    Both are looked for by content, among columns that names of identities suggest, and only where nothing joins as it is.

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
    if own is None or not (naming := _alike(first, _words(table, own))):
        return own, {}
    pairs: dict[str, set[str]] = {}
    for deal, lead in zip(first.column(naming), first.column(case), strict=True):
        pairs.setdefault(deal, set()).add(lead)
    return own, {deal: min(leads) for deal, leads in pairs.items() if len(leads) == 1 and deal.lower() not in GAPS}


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
