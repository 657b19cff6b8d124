"""A design: one line per point with its values, its row and its share of luck."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from buyermaze.experiments.studies.axis import Axis

if TYPE_CHECKING:
    import pandas

OWN_COLUMNS = ("point", "row", "block", "luck_group")


@dataclass(frozen=True, eq=False)
class Design:
    """Points of a factor space.

    ``columns`` holds one array per axis: float64 with NaN, or text with None, where the scenario keeps its own value.
    ``row`` groups points that are analysed together; ``block`` says what a point is within its row; points with the
    same ``luck_group`` share their luck, replication by replication.
    """

    axes: tuple[Axis, ...]
    columns: tuple[np.ndarray, ...]
    row: np.ndarray
    block: np.ndarray
    luck_group: np.ndarray

    def __len__(self) -> int:
        return len(self.row)

    def values(self, point: int) -> dict[str, Any]:
        """Return what a point sets, by name of the axis; what the scenario keeps is left out."""
        found = {}
        for axis, column in zip(self.axes, self.columns, strict=True):
            value = column[point]
            if value is None or value != value:
                continue
            found[axis.name] = (
                int(value) if axis.kind == "integer" else value if axis.kind == "choice" else float(value)
            )
        return found

    def places(self) -> np.ndarray:
        """Return the places of all points in the unit cube, shape (points, axes); NaN where a value is the scenario's."""
        result = np.full((len(self), len(self.axes)), np.nan)
        for k, (axis, column) in enumerate(zip(self.axes, self.columns, strict=True)):
            known = {value: axis.place(value) for value in set(column.tolist()) if value is not None and value == value}
            result[:, k] = [known.get(value, np.nan) for value in column.tolist()]
        return result

    def frame(self) -> "pandas.DataFrame":
        """Return the design as a table: point, row, block, luck_group, then one column per axis."""
        import pandas

        own = dict(zip(OWN_COLUMNS, (np.arange(len(self)), self.row, self.block, self.luck_group), strict=True))
        return pandas.DataFrame(own | {axis.name: column for axis, column in zip(self.axes, self.columns, strict=True)})

    def digest(self) -> str:
        """Return 16 hexadecimal digits that name the points, their order and their luck."""
        digest = hashlib.sha256()
        for axis, column in zip(self.axes, self.columns, strict=True):
            digest.update(f"{axis.name}|{axis.path}|{axis.kind}|{sorted_text(axis.settings)}".encode())
            digest.update(column.tobytes() if column.dtype == np.float64 else "\0".join(map(str, column)).encode())
        digest.update(self.row.tobytes() + self.luck_group.tobytes() + "\0".join(self.block).encode())
        return digest.hexdigest()[:16]


def sorted_text(content: Any) -> str:
    """Write nested settings the same way every time."""
    import json

    return json.dumps(
        content, sort_keys=True, default=lambda entry: dict(entry) if isinstance(entry, Mapping) else str(entry)
    )


def from_places(
    axes: Sequence[Axis], places: np.ndarray, row: np.ndarray, block: Sequence[str] | np.ndarray, luck_group: np.ndarray
) -> Design:
    """Make a design from places in the unit cube, shape (points, axes)."""
    columns = []
    for k, axis in enumerate(axes):
        different, which = np.unique(places[:, k], return_inverse=True)  # designs come back to the same places
        values = [axis.at(float(place)) for place in different]
        columns.append(np.array(values, dtype=object if axis.kind == "choice" else np.float64)[which])
    return Design(
        tuple(axes), tuple(columns), row.astype(np.int64), np.asarray(block, dtype=object), luck_group.astype(np.int64)
    )


def from_values(axes: Sequence[Axis], values: Sequence[Mapping[str, Any]], block: Sequence[str]) -> Design:
    """Make a design from what each point sets, by name of the axis; all points share their luck."""
    columns = []
    for axis in axes:
        absent = None if axis.kind == "choice" else np.nan
        column = [entry.get(axis.name, absent) for entry in values]
        columns.append(np.array(column, dtype=object if axis.kind == "choice" else np.float64))
    n = len(values)
    return Design(tuple(axes), tuple(columns), np.arange(n), np.asarray(block, dtype=object), np.zeros(n, np.int64))
