"""Both engines are compiled once for all workers of a session, while they collect their tests."""

import gc
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

PROGRAMS = (
    "from buyermaze import compare, load; compare([load('baton_pass'), load('merged')], n_replications=2)",
    "from buyermaze import load, simulate; simulate(load('merged').with_changes({'run.n_accounts': 40}), engine='reference')",
)
COMPILING = pytest.StashKey[list["subprocess.Popen[bytes]"]]()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Begin to compile before workers begin to collect, where there are several that would each compile for themselves."""
    if (session.config.getoption("numprocesses", 0) or 0) > 1:
        session.config.stash[COMPILING] = [
            subprocess.Popen([sys.executable, "-c", each], cwd=Path(__file__).resolve().parents[1], stderr=subprocess.DEVNULL)
            for each in PROGRAMS
        ]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Deal files that wait for a browser evenly among those that compute, so that no core waits while another has too much."""
    waiting = {item.path for item in items if "can_browse" in getattr(item, "fixturenames", ())}
    n_of_kind = Counter(item.path in waiting for item in items)
    n_before: Counter[bool] = Counter()
    place: dict[Path, float] = {}
    for item in items:
        kind = item.path in waiting
        place.setdefault(item.path, n_before[kind] / n_of_kind[kind])
        n_before[kind] += 1
    items.sort(key=lambda item: place[item.path])


def pytest_collection_finish() -> None:
    """Take ten thousand tests out of what is looked through for garbage, again and again, while they run."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> None:
    """Hand out no test before the engines are there."""
    for compiling in session.config.stash.get(COMPILING, []):
        compiling.wait()
