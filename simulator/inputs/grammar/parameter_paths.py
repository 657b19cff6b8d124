"""Find a parameter by its dotted path: groups by key, rows of a table by name or by number."""

from collections.abc import Mapping, Sequence
from typing import Any

from buyermaze.simulator.core.errors import InputProblem, Path, remedy


def resolve(path: str, data: Mapping[str, Any]) -> Path:
    """Turn a dotted path into keys and row numbers of the scenario's data, or say what is wrong with it."""
    keys: list[str | int] = []
    here: Any = data
    rest = path.strip()
    while rest:
        if isinstance(here, Mapping):
            names = {str(name): name for name in here}
        elif is_table(here):
            names = {str(position): position for position in range(len(here))} | row_names(here)
        else:
            raise InputProblem(
                f"{path}: {dotted(keys, data)} is a single value, it has no part called '{rest}'", tuple(keys)
            )
        word = _first(rest, names)
        if word is None:
            wrong = rest.split(".")[0]
            inside = f" in {dotted(keys, data)}" if keys else ""
            if is_table(here):
                names = row_names(here) or names
            # who leaves the first word out has all others right
            whole = next((f"{name}.{rest}" for name in names if not keys and wrong in _parts(here[name])), None)
            hint = f"did you mean '{whole}'?" if whole else remedy(wrong, names)
            if is_table(here) and not here:
                hint = f"{dotted(keys, data)} has no rows; give it a list of them first"
            raise InputProblem(f"{path}: there is no '{wrong}'{inside}; {hint}", tuple(keys))
        keys.append(names[word])
        here = here[names[word]]
        rest = rest[len(word) + 1 :]
    return tuple(keys)


def dotted(keys: Sequence[str | int], data: Any) -> str:
    """Write keys as a dotted path, rows of tables by their name where that name is unique."""
    words = []
    here = data
    for key in keys:
        names = {position: name for name, position in row_names(here).items()} if is_table(here) else {}
        words.append(str(names.get(key, key)) if isinstance(key, int) else key)
        try:
            here = here[key]
        except (KeyError, IndexError, TypeError):
            here = None
    return ".".join(words)


def row_names(rows: Any) -> dict[str, int]:
    """Return the rows that can be called by name: a text that is unique in the table and no number."""
    names = [row.get("name") if isinstance(row, Mapping) else getattr(row, "name", None) for row in rows]
    return {
        name: position
        for position, name in enumerate(names)
        if isinstance(name, str) and name and not name.isdigit() and names.count(name) == 1
    }


def is_table(value: Any) -> bool:
    """Tell whether a value is a table or list, which text is not."""
    return isinstance(value, (list, tuple))


def _parts(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _first(rest: str, names: Mapping[str, Any]) -> str | None:
    matches = [name for name in names if rest == name or rest.startswith(name + ".")]
    return max(matches, key=len, default=None)
