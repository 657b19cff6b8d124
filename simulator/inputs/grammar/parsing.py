"""Read a value given as text, as on a command line, in the type its parameter has."""

import json
import math
import re
from collections.abc import Mapping
from typing import Any

from buyermaze.simulator.core.errors import InputProblem, Path, listed

YES_NO = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,18}")
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")


def parsed(value: Any, current: Any, path: str, keys: Path) -> Any:
    """Return a value in the type of the parameter's current value; values that are not text pass as they are."""
    if not isinstance(value, str):
        return plain(value)
    text = value.strip()
    if isinstance(current, bool):
        if text.lower() not in YES_NO:
            raise InputProblem(f"{path}: expected yes or no, found the text '{text}'", keys)
        return YES_NO[text.lower()]
    if isinstance(current, int):
        if not WHOLE_NUMBER.fullmatch(text):
            raise InputProblem(f"{path}: expected a whole number, found the text '{text}'", keys)
        return int(text)
    if isinstance(current, float):
        if not NUMBER.fullmatch(text) or not math.isfinite(float(text)):
            raise InputProblem(f"{path}: expected a finite number, found the text '{text}'", keys)
        return float(text)
    if isinstance(current, (Mapping, list, tuple)):
        return _structure(text, current, path, keys)
    found = _json(text) if current is None else None  # a group that is not there yet
    return found if isinstance(found, dict) else value


def plain(value: Any) -> Any:
    """Return a number of an array as a number of Python; everything else as it is."""
    return value.item() if hasattr(value, "item") and not hasattr(value, "__len__") else value


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _structure(text: str, current: Any, path: str, keys: Path) -> Any:
    value = _json(text)
    if isinstance(current, Mapping):
        if isinstance(value, dict):
            return value
        raise InputProblem(f"{path}: is a group of parameters, not one; name one of {listed(current)}", keys)
    if isinstance(value, (dict, list)):
        return value
    raise InputProblem(f"{path}: is a table; name a row and a column of it, or give a JSON list", keys)
