"""Leads as ``buyermaze import --out`` keeps them, read again."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.local_files import understood
from buyermaze.simulator.tables.limits import USUAL
from buyermaze.simulator.tables.parquet import look_over

if TYPE_CHECKING:
    import pandas

MOMENTS: Final = ("first_contact", "responded", "handed_over", "closed")
RESULTS: Final = ("won", "lost", "open")


def read_leads(folder: Path) -> "pandas.DataFrame":
    """Return the leads of a folder, one line each, as ``Imported.leads``.

    Raises
    ------
    InputProblem
        If there are none, the file is damaged or unfolds to too much, or it is a table of something else.
    """
    import pandas
    from pandas.api import types

    label, path = f"--leads {folder}", folder / "leads.parquet"
    if not path.is_file():
        raise InputProblem(f"{label}: there is no '{path}'; 'buyermaze import FILES --out {folder}' writes it")
    with understood(f"{label}: '{path}'", "lead list; import it again"):
        for _ in look_over(path, label, USUAL.of_file(path))[1]:
            pass  # a batch that unfolds to too much is refused here
        table = pandas.read_parquet(path)
    is_ours = (
        len(table) > 0
        and {*MOMENTS, "result", "value"} <= set(table.columns)
        and all(isinstance(table[name].dtype, pandas.DatetimeTZDtype) for name in MOMENTS)
        and types.is_float_dtype(table["value"])
        and bool(table["result"].isin(RESULTS).all())
    )
    if not is_ours:
        raise InputProblem(f"{label}: '{path}' is not what 'buyermaze import' writes; import it again")
    return table
