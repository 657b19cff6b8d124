"""Where two journals differ, bit by bit."""

from typing import Any

import numpy as np

from buyermaze.simulator.core.vocabulary import Kind, words


def first_difference(a: np.ndarray, b: np.ndarray) -> str | None:
    """Say where two journals first differ, bit by bit, or return None when they are the same.

    Parameters
    ----------
    a, b : ndarray of layout.ROW
        Two journals.

    Returns
    -------
    str or None
        One sentence naming row, time, entity, kind, field and both values, exactly.
    """
    n = min(len(a), len(b))
    differs = np.zeros(n, dtype=bool)
    for field in a.dtype.names or ():
        differs |= _bits(a[field][:n]) != _bits(b[field][:n])
    if differs.any():
        r = int(np.argmax(differs))
        field = next(f for f in a.dtype.names or () if _bits(a[f][r : r + 1]) != _bits(b[f][r : r + 1]))
        first, second = a[r][field].item(), b[r][field].item()
        return f"row {r} ({_entity(a[r])}): {field} is {first!r} in the first and {second!r} in the second"
    if len(a) != len(b):
        longer, which = (a, "first") if len(a) > len(b) else (b, "second")
        return f"row {n} ({_entity(longer[n])}) is in the {which} only, which has {len(longer) - n} more"
    return None


def _bits(column: np.ndarray) -> np.ndarray:
    """Return numbers as their bits, so that NaN equals itself and 0.0 differs from -0.0."""
    return np.ascontiguousarray(column).view(f"u{column.dtype.itemsize}")


def _entity(row: Any) -> str:
    """Say when a row happened, to whom, and of what kind it is."""
    person = "" if row["person"] < 0 else f", person {row['person']}"
    kind = words(Kind(row["kind"])) if 0 <= row["kind"] < len(Kind) else f"kind {row['kind']}"
    return f"{kind} at {row['time'].item()!r} h, account {row['account']}{person}"
