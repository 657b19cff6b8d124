"""How opinions move in a meeting: Friedkin-Johnsen influence with bounded confidence."""

from typing import Any

from buyermaze.simulator.model.compiler.rule import rule


@rule
def discussed(
    n: int, start: Any, weight: Any, reach: float, susceptibility: float, n_rounds: int, voiced: Any, scratch: Any
) -> None:
    """Write into ``voiced`` the opinions after ``n_rounds`` of talk.

    Every round, x_i <- s * (weighted mean of x over those whose starting opinion is within reach) + (1 - s) * start_i.
    ``weight`` 0 takes a person out of the talk. The first ``n`` entries of the arrays are the persons.

    ``start``: opinions before the talk, value units.
    ``reach``: difference beyond which one does not listen, value units.
    ``susceptibility``: weight of others against one's own start, 0 to 1.
    ``scratch``: room for one round.
    """
    for i in range(n):
        voiced[i] = start[i]
    for _ in range(n_rounds):
        for i in range(n):
            total = 0.0
            heard = 0.0
            for k in range(n):
                if weight[k] > 0.0 and abs(start[k] - start[i]) <= reach:
                    total += weight[k]
                    heard += weight[k] * voiced[k]
            scratch[i] = (
                start[i] if total <= 0.0 else susceptibility * (heard / total) + (1.0 - susceptibility) * start[i]
            )
        for i in range(n):
            voiced[i] = scratch[i]
