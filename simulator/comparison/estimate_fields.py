"""Estimates as records for files and programs: names and numbers, finite or None."""

import math
from typing import Any

from buyermaze.simulator.comparison.paired_statistics import Difference, Estimate


def columns(found: Estimate, prefix: str) -> dict[str, Any]:
    """Return a mean and what is known of it, each name with a prefix, NaN where undefined."""
    keys = ("mean", "standard_error", "low", "high", "n", "n_undefined")
    return {f"{prefix}{key}": getattr(found, key) for key in keys}


def level(found: Estimate) -> dict[str, Any]:
    """Return a level for JSON."""
    return {
        "mean": finite(found.mean),
        "standard_error": finite(found.standard_error),
        "interval": [finite(found.low), finite(found.high)],
        "n": found.n,
        "n_undefined": found.n_undefined,
    }


def pair(found: Difference) -> dict[str, Any]:
    """Return a paired difference for JSON."""
    known = level(found)
    return {"difference": known.pop("mean"), **known, "correlation": finite(found.correlation)}


def finite(value: float) -> float | None:
    """Return a number that JSON has, None for one it has not."""
    return value if math.isfinite(value) else None
