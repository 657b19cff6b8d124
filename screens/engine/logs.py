"""How much is told in the log: every line of the program a few times, then seldom, so that nobody can fill it by what he sends."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Final

AT_ONCE: Final = 20  # lines that one place in the program may tell, and again after a quiet while
SECONDS_APART: Final = 60.0  # from then on
MORE: Final = " (said often: told once a minute from now on)"


class Seldom(logging.Filter):
    """Lets every place in the program tell ``AT_ONCE`` lines, and one every ``SECONDS_APART`` from then on."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._books = threading.Lock()
        self._told: dict[tuple[str, int], tuple[float, float]] = {}  # lines left by place, and as of when

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether a line is told; the last one before a pause says that there will be more."""
        now, place = self._clock(), (record.pathname, record.lineno)
        with self._books:
            left, at = self._told.get(place, (float(AT_ONCE), now))
            left = min(float(AT_ONCE), left + (now - at) / SECONDS_APART)
            is_told = left >= 1.0
            self._told[place] = left - is_told, now
        if is_told and left < 2.0 and isinstance(record.msg, str):
            record.msg += MORE
        return is_told


SELDOM: Final = Seldom()


def quieten() -> None:
    """See to it that neither Streamlit nor what it serves with tells more than a little of what visitors send."""
    # ours, what tells of every socket that went away while it was spoken to, and of every form that is none
    for name in ("buyermaze.app", "asyncio", "python_multipart.multipart"):
        logging.getLogger(name).addFilter(SELDOM)
    try:
        from streamlit import logger as loggers
    except ImportError:
        return
    set_up = loggers.setup_formatter
    if set_up.__module__ != __name__:

        def setup_formatter(logger: logging.Logger) -> None:
            set_up(logger)
            logger.addFilter(SELDOM)  # of the logger: it is asked once for every line

        loggers.setup_formatter = setup_formatter
    for known in list(loggers._loggers.values()):
        known.addFilter(SELDOM)
