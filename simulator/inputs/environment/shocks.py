"""Events from outside that strike part of the market on one day."""

from typing import Literal

from buyermaze.simulator.inputs.grammar.fields import Name, Sheet, number, table


class Shock(Sheet):
    """An event from outside that strikes part of the market on one day."""

    name: Name = table("shock", "Name shown in tables.")
    kind: Literal["budget_freeze", "reorganisation", "champion_leaves", "rival_launch", "regulation"] = table(
        "budget_freeze", "What happens to the accounts it strikes."
    )
    week: float = number(10, 0, 500, "weeks", "When it strikes, from the start of the observation window.")
    weeks_between: float = number(
        0, 0, 500, "weeks", "It strikes again whenever so much time has passed, a day at least, and did so before; 0: once."
    )
    share_struck: float = number(0.3, 0, 1, "share", "Open accounts it strikes.")
    size: float = number(
        0.5,
        0,
        250,
        "depends",
        "Freeze, regulation: working days. Reorganisation, champion: share of understanding lost. Launch: value units.",
        "uncertain rules delay investment (Gulen & Ion 2016), direction; all sizes are assumptions",
    )
