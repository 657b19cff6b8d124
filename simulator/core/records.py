"""Records: a class names the fields of a structured array, so that an editor completes them and a type checker knows them.

Such a class is never made. Its annotations say how numpy lays the fields out, and rules, compiled or not, read them as
attributes: ``q.handoff_delay_hours``, ``a.leader``, ``p.need[job]``.
"""

from typing import Annotated, Any, Protocol, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

Real = Annotated[float, np.float64]
Long = Annotated[int, np.int64]
Key = Annotated[np.uint64, np.uint64]
Count = Annotated[int, np.int32]
Small = Annotated[int, np.int16]  # a smaller record is a faster one
Flag = Annotated[int, np.int8]
Reals = Annotated[NDArray[np.float64], np.float64]  # of a shape given where it is used
Longs = Annotated[NDArray[np.int64], np.int64]
Smalls = Annotated[NDArray[np.int16], np.int16]
Flags = Annotated[NDArray[np.int8], np.int8]

R = TypeVar("R", covariant=True)


class Records(Protocol[R]):
    """A structured array of one kind of record; one of its fields, of all records at once, is an array."""

    @overload
    def __getitem__(self, place: "int | np.integer[Any] | tuple[int, int]", /) -> R: ...

    @overload
    def __getitem__(self, place: Any, /) -> Any: ...

    def __getitem__(self, place: Any, /) -> Any:
        """Return the record at a place, or the records at many."""

    def __setitem__(self, place: Any, value: Any, /) -> None:
        """Put other records, or one value in all fields, at a place."""

    def __len__(self) -> int:
        """Return how many there are."""

    def __getattr__(self, field: str, /) -> Any:
        """Return a field of all records."""


def dtype_of(record: type) -> np.dtype[Any]:
    """Return how the fields of a record class are laid out, aligned as a compiler would."""
    fields = []
    for name, hint in record.__annotations__.items():
        kind, *shape = hint.__metadata__
        fields.append((name, kind, tuple(shape)))
    return np.dtype(fields, align=True)


def records(shape: int | tuple[int, ...], dtype: np.dtype[Any]) -> Any:
    """Return zeroed records whose fields read as attributes, compiled or not."""
    return np.zeros(shape, dtype).view(np.recarray)
