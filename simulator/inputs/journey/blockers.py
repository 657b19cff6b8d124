"""What stands in the way of a purchase inside the buyers' own company."""

from typing import Final, Literal

from buyermaze.simulator.inputs.grammar.fields import Name, Sheet, number, table

TRIGGERS: Final = ("requirements", "vote", "approval")
RIVAL_INSIDE: Final = "rival_inside"  # the kind that speaks for the first rival, and never against it


class Blocker(Sheet):
    """Somebody in the buyers' own company who has to be satisfied, and is foreseen or met."""

    name: Name = table("blocker", "Name shown in tables.")
    kind: Literal["legal", "security", "procurement", "works_council", "rival_inside"] = table(
        "legal", "Who it is; a rival inside speaks against every favourite but the first rival."
    )
    trigger: Literal["requirements", "vote", "approval"] = table(
        "vote", "When it stands up: requirements are settled, the group is ready to vote, the case is on its way up."
    )
    share: float = number(0.3, 0, 1, "share", "Accounts in which it stands up.")
    p_foreseen: float = number(
        0.03, 0, 1, "probability", "Chance that a conversation with a rep who knows the situation brings it up in time."
    )
    days: float = number(
        20, 0, 500, "working days", "Mean time until it is satisfied: from the conversation on, or from when it stands up."
    )
    p_stops: float = number(
        0.15, 0, 1, "probability", "Chance that the purchase ends over it where nobody had foreseen it; a kit lowers it."
    )
