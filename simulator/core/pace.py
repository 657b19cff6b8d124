"""How long the present stage of long work still takes."""


class Pace:
    """What is left of a stage of long work, by what was done since it began.

    Neither what was at hand when it began nor a stage before it tells how fast it goes.
    """

    def __init__(self) -> None:
        self.stage = 0  # which one is on, from 1; 0 before the first
        self._of = self._done = self._at_hand = 0
        self._since = 0.0

    def left(self, done: int, of: int, now: float) -> float | None:
        """Return the seconds that are left of the present stage; None while nothing tells.

        Parameters
        ----------
        done, of : int
            How much of the stage is done, 0 or more; another whole, or less done than before, is another stage.
        now : float
            Seconds of any clock that does not go back.
        """
        if not self.stage or of != self._of or done < self._done:
            self.stage += 1
            self._of, self._at_hand, self._since = of, done, now
        self._done = done
        worked = done - self._at_hand
        return (now - self._since) / worked * (of - done) if worked > 0 else None


def said_of(stage: int, stages: int) -> str:
    """Say which of several stages of work is on, ``, stage 1 of 2``; nothing where there is one alone."""
    return f", stage {stage} of {stages}" if stages > 1 else ""
