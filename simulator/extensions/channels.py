"""Enter a channel of one's own: by whose it is, by its traits, and by its sheet of numbers."""

import sys
from typing import Any, Final

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.own_channels import CHANNELS, OwnChannel
from buyermaze.simulator.extensions.registry import words_of

OWNERS: Final = ("ours", "independent", "rival")
SHORTEST, LONGEST = 2, 24  # characters of a channel's name
SHIPPED: Final = (
    "rep", "content", "email", "event", "ads", "peers", "analyst", "own_work", "rival_rep", "rival_content", "meeting", "assistant",
)  # fmt: skip


def channel(
    name: str,
    owner: str = "ours",
    label: str = "",
    *,
    in_person: bool = False,
    compares: bool = False,
    retells: bool = False,
    claims: bool = False,
    encounter: bool = False,
    tracked: bool = False,
    **numbers: Any,
) -> None:
    """Declare a channel of your own, for both engines.

    Parameters
    ----------
    name : str
        Small letters and underscores, as in ``own_work``; its parameters are ``market.channels.NAME``.
    owner : {"ours", "independent", "rival"}
        Whose it is.
    label : str, optional
        How it is called in tables, by default its name.
    in_person, compares, retells, claims, encounter, tracked : bool
        What the model has to know of it, as ``vocabulary.ChannelTraits`` says; one that retells is an AI assistant, asked by
        the share of people in ``market.assistant``.
    **numbers : float or mapping
        Its sheet: ``hours``, ``signal_sd``, ``credibility``, ``appeal``, ``fatigue`` and ``gain`` by job (information units
        a visit), within the bounds of every channel's.

    Raises
    ------
    InputProblem
        If the model is loaded already (an import from ``buyermaze.simulator`` does it as well), the name is taken, whose it is
        cannot be said, or its label is no plain text.
    """
    is_plain = isinstance(name, str) and name.isascii() and name.isidentifier() and name == name.lower()
    if not (is_plain and SHORTEST <= len(name) <= LONGEST):
        raise InputProblem(f"channel '{name}': a name is {SHORTEST} to {LONGEST} small letters and underscores")
    traits = {
        "in_person": in_person,
        "compares": compares,
        "retells": retells,
        "claims": claims,
        "encounter": encounter,
        "tracked": tracked,
    }
    said = words_of(name, "label", label or name.replace("_", " ").capitalize())
    own = OwnChannel(name, owner, tuple(traits.items()), said, tuple(sorted(numbers.items())))
    if own in CHANNELS:
        return
    if owner not in OWNERS:
        raise InputProblem(f"channel '{name}': it is {', '.join(OWNERS[:-1])} or {OWNERS[-1]}, not '{owner}'")
    if name in SHIPPED or name in [each.name for each in CHANNELS]:
        raise InputProblem(f"channel '{name}': there is a channel of this name; choose another")
    if "buyermaze.simulator.core.vocabulary" in sys.modules:
        raise InputProblem(
            f"channel '{name}': the model is loaded already, which an import from buyermaze.simulator does as well; "
            "declare it right below 'from buyermaze import extend', in a fresh session"
        )
    CHANNELS.append(own)
