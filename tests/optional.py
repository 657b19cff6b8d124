"""Libraries that an extra brings: without one its tests are skipped, but where everything must be tested they fail."""

import importlib
import os
from typing import Any

import pytest


def needed(module: str) -> Any:
    """Return an optional library."""
    try:
        return importlib.import_module(module)
    except ImportError:
        said = f"{module} is not installed"
    if os.environ.get("CI"):
        pytest.fail(said, pytrace=False)
    pytest.skip(said, allow_module_level=True)
