"""Lay a partial mapping over complete data: groups merge, tables are replaced, rows can be changed by name."""

from collections.abc import Callable, Mapping
from typing import Any

from buyermaze.simulator.core.errors import InputProblem, Path, remedy
from buyermaze.simulator.inputs.grammar.parameter_paths import is_table, row_names

Note = Callable[[Path, Path], None]


def merged(base: Any, over: Any, note: Note = lambda resolved, own: None, resolved: Path = (), own: Path = ()) -> Any:
    """Return the data with a partial mapping laid over it.

    A mapping over a mapping merges, a mapping over a table changes the rows it names, anything else replaces.
    ``note`` is told of every entry laid over: its place in the result and its place in ``over``.
    """
    note(resolved, own)
    if isinstance(over, Mapping) and isinstance(base, Mapping):
        result = dict(base)
        for key, value in over.items():
            result[key] = merged(base.get(key), value, note, (*resolved, key), (*own, key))
        return result
    if isinstance(over, Mapping) and is_table(base):
        rows = list(base)
        names = row_names(rows)
        for key, value in over.items():
            if key not in names:
                raise InputProblem(
                    f"{'.'.join(map(str, own))}: there is no row called '{key}'; {remedy(key, names)}", (*own, key)
                )
            rows[names[key]] = merged(rows[names[key]], value, note, (*resolved, names[key]), (*own, key))
        return rows
    entries = over.items() if isinstance(over, Mapping) else enumerate(over) if is_table(over) else ()
    for key, value in entries:
        merged(None, value, note, (*resolved, key), (*own, key))
    return over
