"""What visitors upload, read: large files in a process apart, every file once, refusals remembered like what was read."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from buyermaze.screens.engine.compute import in_turn
from buyermaze.screens.engine.store import STORE, marked
from buyermaze.simulator.core.errors import InputProblem

if TYPE_CHECKING:
    from buyermaze.experiments.importing.leads import Imported

SMALL: Final = 20_000  # bytes read at once, where the page is drawn; a scenario of ours has fewer
SECONDS_PER_BYTE: Final = 1e-5  # of the slowest files that are read


def read_once(reader: Callable[..., Any], name: str, content: bytes, *more: Any) -> Any:
    """Return what a reader (name, content, ...) makes of an uploaded file.

    Raises
    ------
    InputProblem
        As the reader does.
    """
    key = marked(reader, name, content, *more)
    if (found := STORE.find(key)) is None:
        work = partial(reader, name, content, *more)
        try:
            found = work() if len(content) <= SMALL else in_turn(work, len(content) * SECONDS_PER_BYTE, long=True)
        except InputProblem as problem:
            found = problem
        STORE.keep(key, found)
    if isinstance(found, InputProblem):
        raise InputProblem(str(found))
    return found


def leads(name: str, content: bytes, given: tuple[tuple[str, str], ...]) -> "Imported":
    """Read a list of leads, columns named as given where they are not recognised."""
    from buyermaze.experiments.importing.leads import import_leads
    from buyermaze.simulator.tables.held import Held
    from buyermaze.simulator.tables.runs import UPLOADED

    return import_leads([Held(name, content)], dict(given), limits=UPLOADED)
