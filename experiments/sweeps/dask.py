"""An existing Dask cluster as an executor."""

import concurrent.futures as cf
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from buyermaze.simulator.core.errors import InputProblem

SECONDS_TO_CONNECT: Final = 15
LEAST_WORKERS: Final = 4  # so that workers that join later find work waiting


@contextmanager
def cluster_executors(address: str) -> Iterator[tuple[Callable[[], cf.Executor], int]]:
    """Connect to a Dask scheduler; its workers must be able to import this package.

    The scheduler gives a task whose worker dies to another worker; one that takes four workers with it is given up.
    """
    try:
        from distributed import Client
    except ImportError:
        raise InputProblem("--cluster needs Dask: install it with  pip install 'buyermaze[cluster]'") from None
    connect: Any = Client
    try:
        client = connect(address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise InputProblem(f"--cluster {address}: no scheduler answers there ({type(error).__name__})") from None
    try:
        n_threads = sum(client.nthreads().values())
        yield lambda: client.get_executor(pure=False, retries=3), max(LEAST_WORKERS, n_threads)
    except InputProblem:
        raise
    except Exception as error:  # a scheduler can fail in more ways than it has names for
        reason = " ".join(str(error).split())[:120] or type(error).__name__
        raise InputProblem(f"--cluster {address}: {reason}; what was stored is safe, the same line goes on") from error
    finally:
        client.close()
