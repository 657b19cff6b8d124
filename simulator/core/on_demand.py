"""A table of which most entries are never looked at: each is worked out when it is first asked for, and kept."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, TypeVar

K = TypeVar("K", bound=tuple[str, ...])
V = TypeVar("V")
BYTES_OF_ENTRY: Final = 330  # about what a key and a handful of numbers take


class OnDemand(Mapping[K, V]):
    """Entries by key, in the order of the keys."""

    __slots__ = ("_found", "_keys", "_work_out")

    def __init__(self, keys: Iterable[K], work_out: Callable[[K], V]) -> None:
        self._keys = dict.fromkeys(keys)
        self._work_out = work_out
        self._found: dict[K, V] = {}

    def __getitem__(self, key: K) -> V:
        if key not in self._found:
            if key not in self._keys:
                raise KeyError(key)
            self._found[key] = self._work_out(key)
        return self._found[key]

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[K]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def __sizeof__(self) -> int:
        """Return about how many bytes it will hold once all of it was asked for."""
        return BYTES_OF_ENTRY * len(self)
