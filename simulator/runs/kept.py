"""Lives of a company up to a moment, kept small, so that what may come after it need not begin at the beginning."""

import math
import mmap
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from buyermaze.simulator.core.records import records
from buyermaze.simulator.inputs.dates.timeline import timeline
from buyermaze.simulator.model.parameters import pack
from buyermaze.simulator.model.rules.luck.draws import run_key
from buyermaze.simulator.outcomes.books.accumulate import fold
from buyermaze.simulator.outcomes.books.journeys import grow
from buyermaze.simulator.outcomes.books.tallies import JOURNEY, TOTALS, new_journeys, new_totals

if TYPE_CHECKING:
    from buyermaze.simulator.engines.compiled.driver import Begin
    from buyermaze.simulator.engines.compiled.loop import Office
    from buyermaze.simulator.inputs.sheets.scenario import Scenario
    from buyermaze.simulator.model.state import World

Progress = Callable[[int, int], None]
N_JOURNEYS: Final = 512  # held at first; doubled whenever that is too few
CODEC: Final = "zstd"
LEVEL: Final = 1  # a quarter of the bytes for a tenth of the time that a year takes to live


class Ledger:
    """What the journal of one run is folded into, chunk by chunk."""

    def __init__(self, scenario: "Scenario") -> None:
        self._when = timeline(scenario)
        self.journeys = new_journeys(N_JOURNEYS)
        self.totals = new_totals(self._when.n_batches)

    def flush(self, rows: Any, n_rows: int) -> None:
        """Fold rows of the journal, in order."""
        when = self._when
        while (left := fold(rows, n_rows, self.journeys, self.totals, when.window_from, when.window_to)) > 0:
            self.journeys = grow(self.journeys)
            rows, n_rows = rows[n_rows - left : n_rows], left


class Life(NamedTuple):
    """One run at a moment: whoever is alive, what is pending, and its books, as bytes."""

    packed: mmap.mmap
    sizes: tuple[int, ...]  # bytes of each part
    n_slots: int
    n_journeys: int


class Past:
    """Lives of a company from the start of a run until the end of its observation window, one for each replication.

    Parameters
    ----------
    scenario : Scenario
        A company without parts of its own.
    before : Past, optional
        Lives of the same company until an earlier moment, from which these begin where they are kept.
    """

    def __init__(self, scenario: "Scenario", before: "Past | None" = None) -> None:
        self.scenario, self.params, self.hours = scenario, pack(scenario), timeline(scenario).window_to
        self._before = before if before and before.holds(self.params) else None
        self._lives: dict[int, Life] = {}
        self.n_bytes = 0  # that the lives take

    def live(self, replications: Sequence[int], most_bytes: float = math.inf, progress: Progress | None = None) -> None:
        """Live and keep some replications, one after the other and as many as there is room for; other cores stay free."""
        from buyermaze.simulator.engines.compiled.driver import open_office, run_until

        for done, replication in enumerate(replications, 1):
            if self.n_bytes >= most_bytes:
                break
            books, key = Ledger(self.scenario), run_key(self.scenario.run.seed, replication)
            begin = self._before.begin(replication, self.params, books) if self._before else None
            office = run_until(self.params, key, self.hours, books.flush, begin or open_office)
            life = self._lives[replication] = _kept(office, books)
            self.n_bytes += len(life.packed)
            if progress:
                progress(done, len(replications))
        self._before = None

    def begin(self, replication: int, params: Any, books: Ledger) -> "Begin | None":
        """Return what makes an office of an empty world, and sets the books, as they are at the end of this past.

        Parameters
        ----------
        replication : int
            Whose luck.
        params : record array
            Of the run that begins there, as ``pack`` returns it; it ``holds`` them.
        books : Ledger
            Of that run, empty.

        Returns
        -------
        callable (World) -> Office, optional
            None where this life is not kept.
        """
        life = self._lives.get(replication)
        if life is None:
            return None
        return lambda world: _taken_up(life, world, params, self.hours, books)

    def holds(self, params: Any) -> bool:
        """Return whether nothing is different in a run with these parameters until the end of this past."""
        mine, theirs = (each[each.epoch_from < self.hours] for each in (self.params, params))
        return mine.dtype == theirs.dtype and _bare(mine, self.hours) == _bare(theirs, self.hours)


def _bare(params: Any, hours: float) -> bytes:
    """Return parameters without what only matters from a moment on: later shocks, and when the run ends."""
    bare = params.copy()
    for name in ("run_window_to", "run_arrivals_to", "run_end"):
        bare[name] = np.maximum(hours - bare[name], 0.0)  # equal if none of them is over by then
    later = bare.shock_hours >= hours
    bare.n_shocks -= (later & (np.arange(later.shape[1]) < bare.n_shocks[:, None])).sum(axis=1)
    for name in ("shock_hours", "shock_period", "shock_kind", "shock_share", "shock_size"):
        bare[name][later] = 0.0
    return bytes(bare.tobytes())


def _kept(office: "Office", books: Ledger) -> Life:
    """Keep a run whose journal is folded; nobody asks for accounts whose life is over, nor for seats that are empty."""
    world, desk = office.world, office.desk[0]
    here = (world.accounts.id >= 0) & ((world.accounts.alive == 1) | (world.accounts.id == desk.n_arrived - 1))
    sitting = np.arange(world.people.shape[1]) < world.accounts.n_people[here][:, None]
    parts = (
        _bytes(world.accounts)[here], _words(_bytes(world.people)[here][sitting]).T,
        world.reps, world.market, world.talk, world.firms,
        office.agenda[: int(desk.n_agenda)], office.requests[: int(desk.n_requests)], office.checks[: int(desk.n_checks)],
        office.desk, _bytes(books.journeys)[books.journeys["open"] == 1], books.totals,
    )  # fmt: skip
    whole = [part.tobytes() for part in parts]
    packed = _codec().compress(b"".join(whole), asbytes=True)
    apart = mmap.mmap(-1, len(packed))  # given back whole, where pieces between others would leave holes twice their size
    apart.write(packed)
    return Life(apart, tuple(map(len, whole)), len(world.accounts), len(books.journeys))


def _taken_up(life: Life, world: "World", params: Any, hours: float, books: Ledger) -> "Office":
    """Return an office as it was kept, in an empty world of another run with other dates to come, and set the books of that run."""
    from buyermaze.simulator.engines.compiled.driver import in_force, turned
    from buyermaze.simulator.engines.compiled.event_heap import ENTRY
    from buyermaze.simulator.engines.compiled.loop import DESK, Office
    from buyermaze.simulator.model.state import ACCOUNT, FIRM, MARKET, PERSON, REP, with_more_slots
    from buyermaze.simulator.model.steps.sales.selling import hire

    whole = memoryview(_codec().decompress(life.packed, sum(life.sizes), asbytes=True))
    ends = np.cumsum(life.sizes).tolist()
    kinds: tuple[Any, ...] = (ACCOUNT, PERSON, REP, MARKET, np.float64, FIRM, ENTRY, ENTRY, ENTRY, DESK, JOURNEY, TOTALS)
    parts: list[Any] = [
        np.frombuffer(whole[end - size : end], kind) for kind, size, end in zip(kinds, life.sizes, ends, strict=True)
    ]
    accounts, people, reps, market, talk, firms, agenda, requests, checks, desk, journeys, totals = parts
    while len(world.accounts) < life.n_slots:
        world = with_more_slots(world)
    world = world._replace(params=in_force(params, np.nextafter(hours, 0.0))[1])
    hire(world)  # those who only come later
    places = accounts["id"] % len(world.accounts)
    of_account, seat = np.nonzero(np.arange(world.people.shape[1]) < accounts["n_people"][:, None])
    _bytes(world.accounts)[places] = _bytes(accounts)
    field_by_field = people.view(np.uint64).reshape(PERSON.itemsize // 8, -1)
    _bytes(world.people)[places[of_account], seat] = _bytes(np.ascontiguousarray(field_by_field.T).view(PERSON).ravel())
    for part, before in ((world.reps, reps), (world.market, market), (world.firms, firms)):
        _bytes(part)[: len(before)] = _bytes(before)
    world.talk.ravel()[:] = talk
    if life.n_journeys != len(books.journeys):
        books.journeys = new_journeys(life.n_journeys)
    _bytes(books.journeys)[journeys["account"] % life.n_journeys] = _bytes(journeys)
    _bytes(books.totals)[: len(totals)] = _bytes(totals)
    room = max(len(requests), len(checks)) + 256
    office = Office(world, agenda, _longer(requests, room), _longer(checks, room), _longer(desk, 1))
    return turned(office, params, hours)


def _codec() -> Any:
    from pyarrow import Codec

    return Codec(CODEC, LEVEL)


def _longer(part: Any, n: int) -> Any:
    longer = records(n, part.dtype)
    _bytes(longer)[: len(part)] = _bytes(part)
    return longer


def _words(part: Any) -> Any:
    """Return records line by line as so many words of eight bytes; field by field, their columns pack better."""
    return part.view(np.uint64).reshape(len(part), part.dtype.itemsize // 8)


def _bytes(part: Any) -> Any:
    """Return records as so many bytes each: numpy copies them field by field otherwise, ten times slower."""
    return np.asarray(part).view(f"V{part.dtype.itemsize}")
