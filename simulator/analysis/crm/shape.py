"""How a CRM writes things: what a field is, and the ids, words and moments of each system."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

if TYPE_CHECKING:
    import pandas

Form = Literal["id", "text", "number", "flag", "moment", "day"]
SUFFIX_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
SALESFORCE_PREFIX: Final = {  # what ids of an object begin with
    "A": "001", "C": "003", "O": "006", "L": "00Q", "T": "00T", "U": "005", "V": "a00",
}  # fmt: skip
HUBSPOT_START: Final = {"A": 30, "C": 40, "O": 50, "L": 60, "T": 70, "U": 10, "V": 80}  # thousand millions


@dataclass(frozen=True)
class Field:
    """A column of a table in some system: its name there, the plain column it is cut from, its form and what it holds.

    ``words`` turns our words into those of the system's pick list; ``same`` is what all rows hold where there is no plain column.
    """

    name: str
    plain: str
    form: Form
    said: str
    words: Mapping[str, str] = field(default_factory=dict)
    same: str = ""


@dataclass(frozen=True)
class Shape:
    """A table of a system: its name there, the plain table it is cut from, and its fields."""

    name: str
    plain: str
    fields: tuple[Field, ...]


def salesforce_id(plain: str) -> str:
    """Return an id of 18 characters: prefix of the object, 12 of its own, 3 that tell upper from lower case."""
    if not plain:
        return ""
    short = f"{SALESFORCE_PREFIX[plain[0]]}Bm0{int(plain[1:]):09d}"
    marks = (sum(1 << k for k, c in enumerate(short[start : start + 5]) if c.isupper()) for start in (0, 5, 10))
    return short + "".join(SUFFIX_LETTERS[mark] for mark in marks)


def hubspot_id(plain: str) -> str:
    """Return an id of digits alone, no two objects having the same."""
    return str(HUBSPOT_START[plain[0]] * 1_000_000_000 + int(plain[1:])) if plain else ""


IDENTITY: Final = {"salesforce": salesforce_id, "hubspot": hubspot_id}


def cut(table: "pandas.DataFrame", shape: Shape, system: str) -> "pandas.DataFrame":
    """Return a plain table in the shape of a system, its moments to the second."""
    import pandas

    columns = {each.name: _column(table, each, system) for each in shape.fields}
    return pandas.DataFrame(columns, index=range(len(table)))


def _column(table: "pandas.DataFrame", each: Field, system: str) -> Any:
    import pandas

    if not each.plain:
        return [each.same] * len(table)
    values = table[each.plain]
    if each.form == "id":
        identity = IDENTITY[system]
        return [identity(value) for value in values]
    if each.form in ("moment", "day"):
        moments = pandas.to_datetime(values).astype("datetime64[us]").to_numpy().astype("datetime64[s]")
        return moments.astype("datetime64[D]").astype(object) if each.form == "day" else moments
    if each.form == "number":
        return np.round(values.to_numpy(dtype=float), 2)
    if each.words:
        return [each.words.get(str(value), each.same) for value in values]
    return values.to_numpy()


def as_text(table: "pandas.DataFrame") -> "pandas.DataFrame":
    """Return a table as import wizards read CSV: moments as 2026-01-05T10:00:00Z, days as 2026-01-05, true and false."""
    import pandas

    shown = table.copy()
    for place, column in enumerate(table.columns):
        if pandas.api.types.is_datetime64_any_dtype(table[column]):
            shown.isetitem(place, table[column].dt.strftime("%Y-%m-%dT%H:%M:%SZ"))
        elif pandas.api.types.is_bool_dtype(table[column]):
            shown.isetitem(place, table[column].map({True: "true", False: "false"}))
    return shown
