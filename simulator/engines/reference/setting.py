"""What agents and desks know of the model they are in."""

from collections.abc import Generator
from typing import Any, Protocol


class Setting(Protocol):
    """The model as its agents see it; ``model.BuyerMaze`` is one."""

    world: Any
    """The state the rules read and write (``model.state.World``)."""
    env: Any
    """SimPy's clock, in working hours."""
    maze: Any
    """The network whose cells are the rooms."""
    rep_desk: Any
    """Where accounts wait for a rep."""
    qualification_desk: Any
    """Where leads wait to be checked."""

    stakeholder_class: Any
    """What members of a buying group are."""
    rep_class: Any
    """What our reps are."""
    decision_rule: Any
    """What decides at the end of a meeting instead of the rulebook, or None."""

    def fixing(self, account: int, gap: int, hours: float) -> Generator[Any, Any, None]:
        """Work on a content gap until the fix is live for everybody."""
        ...
