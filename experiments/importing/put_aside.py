"""Rows that a program keeps although they were put aside: deleted, archived, no longer active."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from buyermaze.experiments.importing.columns import is_flag, words_of
from buyermaze.experiments.importing.words import FALSE, TRUE
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.tables.table import TextTable

if TYPE_CHECKING:
    import pandas

DELETED: Final = ("deleted", "isdeleted", "geloscht", "supprime", "eliminado", "eliminato")
ARCHIVED: Final = dict.fromkeys(
    ("archived", "isarchived", "archiviert", "archivado", "archiviato"), TRUE
) | dict.fromkeys(("active", "isactive", "aktiv", "actif", "activo", "ativo", "attivo", "actief"), FALSE)
"""Names of columns, and which of their words say that a row was put aside."""


def deleted_rows(table: TextTable) -> tuple[np.ndarray, str]:
    """Tell which rows are marked as deleted, and in which column; none where no column marks them."""
    column = next((c for c in table.columns if _name(c) in DELETED and is_flag(table.distinct(c))), "")
    return (_holding(table, column, TRUE) if column else np.zeros(len(table), bool)), column


def ask_about_archived(table: TextTable, roles: Mapping[str, str], leads: "pandas.DataFrame", ended: np.ndarray) -> str:
    """Ask how leads ended that are no longer active and do not say so; return a remark on those that do.

    Parameters
    ----------
    table, roles
        Where leads come from, and its column by role.
    leads
        One line per row that is used, with its ``line``.
    ended
        Which of them say that they are won or lost.
    """
    column = next((c for c in table.columns if _name(c) in ARCHIVED and is_flag(table.distinct(c))), "")
    if not column or column in roles.values():
        return ""
    aside = _holding(table, column, ARCHIVED[_name(column)])
    aside = aside[np.isin(table.lines.to_numpy(), leads["line"].to_numpy())]
    words, _ = table.coded(column)
    gone = next((word for word in words if word.lower() in ARCHIVED[_name(column)]), "")
    asked = leads[aside & ~ended]
    if len(asked):
        others = "".join(f" --open {word}" for word in words if word and word != gone)
        raise InputProblem(
            f"'{table.label}': '{column}' is {gone} for {len(asked):,} leads that nothing calls won or lost, such as "
            f"'{asked['case'].iloc[0]}' in line {asked['line'].iloc[0]}; if they are lost, say --column is_lost='{column}' "
            f"--lost {gone}{others}, if still open --column is_lost='{column}' --open {gone}{others}"
        )
    if aside.any() and not aside.all():
        return f"{int(aside.sum()):,} of {len(leads):,} leads of {table.label} are put aside ('{column}' is {gone}); they count"
    return ""


def _name(column: str) -> str:
    return words_of(column).replace(" ", "")


def _holding(table: TextTable, column: str, said: frozenset[str]) -> np.ndarray:
    words, codes = table.coded(column)
    return np.array([word.lower() in said for word in words], bool)[np.asarray(codes)]
