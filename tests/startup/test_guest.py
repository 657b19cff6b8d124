"""A good guest in other people's Python: numba is left as it was found, and another numba is put up with."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EVERYTHING = """
import importlib, pathlib, sys
import buyermaze as bm
for name in dir(bm):
    getattr(bm, name)
for path in sorted(pathlib.Path(ROOT).glob("simulator/**/*.py")) + sorted(pathlib.Path(ROOT).glob("experiments/**/*.py")):
    parts = path.relative_to(ROOT).with_suffix("").parts
    importlib.import_module(".".join(("buyermaze", *parts)).removesuffix(".__init__"))
bm.simulate(bm.load("merged").with_changes({"run.n_accounts": 2, "run.weeks_warm_up": 0, "run.arrivals_continue": False}))
"""
THEIRS = """
import numpy as np, numba
from numba import njit, typeof

@njit
def dot(a, b): return a @ b
@njit
def same(a, b): return np.convolve(a, b)
@njit
def total(rows):
    n = 0.0
    for row in rows: n += row.x * row.k
    return n

kind = np.dtype([("x", "f8"), ("k", "i4")])
a, b = np.arange(6.0).reshape(2, 3), np.arange(12.0).reshape(3, 4)
rows = np.array([(1.5, 2), (2.5, 4)], kind).view(np.recarray)
print(dot(a, b).tolist(), same(a[0], a[1]).tolist(), total(rows), typeof(rows[0]), typeof(rows).dtype)
print(numba.np.linalg.ensure_blas.__module__, numba.np.arraymath.ensure_blas.__module__, numba.np.arraymath._HAVE_BLAS)
print(numba.core.types.Record.__init__.__module__, numba.config.CACHE_DIR, numba.config.DISABLE_JIT)
"""
A_RUN = """
import hashlib
import buyermaze as bm
from buyermaze.simulator.model.compiler.rule import COMPILED
run = bm.simulate(bm.load("merged").with_changes({"run.n_accounts": 3, "run.weeks_warm_up": 0, "run.arrivals_continue": False}))
print(hashlib.sha256(run.journal.tobytes()).hexdigest())
"""


def told(program: str, **environment: str) -> str:
    """Return what a program says that runs by itself."""
    given = {key: value for key, value in os.environ.items() if key not in ("BUYERMAZE_JIT", "NUMBA_DISABLE_JIT")}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**given, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_numba_compiles_for_others_as_if_we_were_not_there() -> None:
    root = f"ROOT = {str(ROOT)!r}\n"
    alone = told(THEIRS)
    assert told(root + EVERYTHING + THEIRS) == alone
    assert told(THEIRS + root + EVERYTHING + THEIRS) == alone * 2


@pytest.fixture(scope="module")
def as_usual() -> str:
    return told(A_RUN)


@pytest.mark.parametrize(
    "environment", [{"NUMBA_DISABLE_JIT": "1"}, {"BUYERMAZE_JIT": "off"}], ids=lambda given: next(iter(given))
)
def test_rules_run_uncompiled_when_either_switch_says_so(environment: dict[str, str], as_usual: str) -> None:
    left_alone = (
        "import sys, numpy; assert not COMPILED and 'numba' not in sys.modules and numpy.geterr()['over'] == 'warn'"
    )
    assert told(A_RUN + left_alone, **environment) == as_usual


def test_a_program_may_tell_numba_itself_not_to_compile(as_usual: str) -> None:
    assert told("import numba; numba.config.DISABLE_JIT = 1\n" + A_RUN + "assert not COMPILED") == as_usual


def test_another_version_of_numba_is_left_to_its_own_ways_with_the_same_results(tmp_path: Path) -> None:
    other = "import numba; numba.__version__ = '0.99.0'\n"
    never = """
from buyermaze.simulator.model.compiler import rule
def refuse(): raise AssertionError("an untried numba was steered")
rule._pipelines = refuse
"""
    kept = tmp_path / "run"  # its journal is there already: what has to be compiled anew is the fold, not the whole engine
    keep = f"import pickle; pickle.dump(run, open({str(kept)!r}, 'wb'))\n"
    folded = f"""
import hashlib, pickle
from buyermaze.simulator.model.compiler.rule import COMPILED
run = pickle.load(open({str(kept)!r}, "rb"))
assert COMPILED and len(run.journal) > 100 and run.totals.view("i8").any()
print(hashlib.sha256(run.totals.tobytes()).hexdigest())
"""
    told(A_RUN + keep)
    # as it stands, but for the machine code's polish, which takes a while
    assert told(other + never + folded, NUMBA_OPT="0") == told(folded)


def test_packages_say_that_any_later_numba_will_do() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert '"numba>=0.68",' in text


def test_where_code_cannot_be_linked_the_compiler_calls_it_with_the_same_results(tmp_path: Path) -> None:
    few = """
import sys
import numpy as np
from buyermaze.simulator.core.records import records
from buyermaze.simulator.engines.compiled.event_heap import ENTRY, push
from buyermaze.simulator.model.rules.luck.draws import child_key, draw
heap = records(4, ENTRY)
print(push(heap, 0, 0, 2.0, 1, 0), draw(child_key(np.uint64(1), np.uint64(2)), 3, 4, 5), heap.tobytes())
"""
    refuse = "from buyermaze.simulator.model.compiler import machine_code\nmachine_code.is_linkable = lambda: False\n"
    for _ in range(2):  # made, and found again
        assert told(refuse + few + "assert 'numba' in sys.modules", BUYERMAZE_CACHE=str(tmp_path)) == told(few)
    assert len(list(tmp_path.rglob("*.nbi"))) == 3 and not list(tmp_path.rglob("*.code"))
