"""How large the runs are that the tests of the app look at: the shortest window and the fewest replications offered."""

from typing import Final

WEEKS: Final = 156.0  # half the window of the reference market
N_REPLICATIONS: Final = 2
ASKED: Final = {
    "window": f"{WEEKS:g} weeks",
    "replications": str(N_REPLICATIONS),
    "sharpen": "false",
}  # as a link says it
SMALL: Final = "&".join(f"{name}={value}" for name, value in ASKED.items())
