"""The one place that knows the compiler: ``@rule`` marks behaviour that both engines share.

A rule is plain Python on scalars, arrays and records. It is compiled on first use, cached on disk, and releases the
interpreter lock. ``BUYERMAZE_JIT=off`` runs the very same source uncompiled.
"""

import os
from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])
COMPILED = os.environ.get("BUYERMAZE_JIT", "on").lower() not in ("off", "0", "false")


def rule(function: F) -> F:
    """Return the function compiled to machine code (or unchanged when compilation is switched off)."""
    if not COMPILED:
        return function
    import numba

    from simulator.rulebook.cache import cache_folder

    compiled: Any = numba.njit(nogil=True, error_model="numpy")(function)
    folder = cache_folder()
    if folder is not None:
        # numba reads its cache folder when caching is switched on; restore it, other users of numba have their own
        before = numba.config.CACHE_DIR
        numba.config.CACHE_DIR = folder
        try:
            compiled.enable_caching()
        finally:
            numba.config.CACHE_DIR = before
    return compiled  # type: ignore[no-any-return]
