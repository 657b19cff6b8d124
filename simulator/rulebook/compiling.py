"""The one place that knows the compiler: ``@rule`` marks behaviour that both engines share.

A rule is plain Python on scalars, arrays and records. It is compiled on first use, cached on disk, and releases the
interpreter lock. ``BUYERMAZE_JIT=off`` runs the very same source uncompiled.
"""

import os
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])
COMPILED = os.environ.get("BUYERMAZE_JIT", "on").lower() not in ("off", "0", "false")
if not COMPILED:
    import numpy

    numpy.seterr(over="ignore", divide="ignore", invalid="ignore")  # as compiled code does: wrap around, say nothing


def rule(function: F) -> F:
    """Return the function compiled to machine code (or unchanged when compilation is switched off).

    Rules whose name starts with an underscore are called by other rules only and get no doorway from Python. Rules
    allocate nothing: without the compiler's reference counts a run is a fifth faster and threads share no counter.
    """
    if not COMPILED:
        return function
    numba = _compiler()
    private = function.__name__.startswith("_")
    compiled: Any = numba.njit(
        nogil=True, error_model="numpy", no_cfunc_wrapper=True, no_cpython_wrapper=private, _nrt=False
    )(function)
    _one_version_per_type(compiled)
    if not private:
        _keep_on_disk(compiled)
    return compiled  # type: ignore[no-any-return]


@cache
def _compiler() -> Any:
    """Import numba and let it call records by short names.

    numba spells a record's every field out in the symbol of every function that takes one; short names halve the time
    from start to first result.
    """
    import hashlib

    import numba
    from numba.core.types import Record

    describe = Record.__init__

    def describe_shortly(self: Any, fields: Any, size: int, aligned: bool) -> None:
        describe(self, fields, size, aligned)
        self.name = "Record_" + hashlib.sha256(self.name.encode()).hexdigest()[:12]

    Record.__init__ = describe_shortly  # type: ignore[method-assign,unused-ignore]
    return numba


def _one_version_per_type(compiled: Any) -> None:
    """Compile a rule once per type of its arguments, not once per constant it is called with."""
    from numba.core.types import unliteral  # type: ignore[attr-defined]

    resolve = compiled.get_call_template

    def resolve_types(args: Any, kws: Any) -> Any:
        return resolve(tuple(unliteral(arg) for arg in args), {name: unliteral(kind) for name, kind in kws.items()})

    compiled.get_call_template = resolve_types


def _keep_on_disk(compiled: Any) -> None:
    """Cache machine code in a folder of our own; numba looks the folder up when caching is switched on."""
    import numba

    from simulator.rulebook.cache import cache_folder

    folder = cache_folder()
    if folder is None:
        return
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = folder
    try:
        compiled.enable_caching()
    finally:
        numba.config.CACHE_DIR = before
