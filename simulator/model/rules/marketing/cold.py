"""When a contact has gone cold."""

from buyermaze.simulator.model.compiler.rule import rule


@rule
def is_cold(hours: float, hours_warm: float) -> bool:
    """Return whether a contact has gone cold.

    ``hours``: working hours since the last visit, or mail that was read.
    ``hours_warm``: after how many a contact is cold; 0: never.
    """
    return bool(hours_warm > 0.0 and hours > hours_warm)
