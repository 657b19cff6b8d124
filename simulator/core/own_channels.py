"""Channels of one's own, declared before anything of the model is loaded, because lists are as long as there are channels.

``extensions.channels`` enters them. Both engines are compiled for the list as it is, so it counts for the version of the
rulebook, and stays as it is once the model is loaded.
"""

from typing import Any, Final, NamedTuple


class OwnChannel(NamedTuple):
    """One channel: its name, whose it is, its traits, how it is said, and its sheet of numbers."""

    name: str
    owner: str
    traits: tuple[tuple[str, bool], ...]
    label: str
    numbers: tuple[tuple[str, Any], ...]


CHANNELS: Final[list[OwnChannel]] = []
