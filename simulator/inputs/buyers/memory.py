"""What the company remembers of buyers, and how far content is fitted to who is known."""

from buyermaze.simulator.inputs.grammar.fields import Sheet, number


class Memory(Sheet):
    """How well what one part of the company learned reaches the next conversation."""

    share_recorded: float = number(
        0.5, 0, 1, "share", "Part of what visits and conversations tell of a buyer's situation that is written down."
    )
    share_passed_on: float = number(
        0.5,
        0,
        1,
        "share",
        "Part of what is written down that reaches whoever talks to the buyer next.",
        "only measured analogue: clinical handovers keep 48 to 99 %",
        "C",
    )
    share_tracked: float = number(
        0.15, 0, 0.9, "share", "What one visit that our systems identify tells of a buyer's situation at complexity 1."
    )
    tailoring: float = number(0, 0, 0.5, "share", "How far content is fitted to what is known of the reader.")
    share_learned: float = number(
        0.4, 0.01, 0.9, "share", "What one conversation tells of a buyer's situation at complexity 1."
    )
    penalty_unknown: float = number(0.5, 0, 1, "share", "Usefulness lost in a conversation out of context.")
    days_fresh: float = number(0, 0, 5000, "working days", "Time in which knowledge of a buyer ages to 37 %; 0: never.")
    hours_rediscovery: float = number(0.8, 0, 10, "h", "Rep time spent finding out again what was already known.")
