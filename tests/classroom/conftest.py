"""Classes to try things in."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from buyermaze.classroom.play.store import Store
from tests.app.conftest import browser, can_browse  # noqa: F401 - the same browser as the app's

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
SETTINGS = {
    "title": "A class", "lessons": ["straighten"], "teams": 3, "rounds": 3, "buyer": False, "code": "ABCDE",
    "trainer_key": "the-trainers-own-key",
}  # fmt: skip


@pytest.fixture
def new_class(tmp_path: Path) -> Callable[..., Path]:
    """Make the file of a class with some settings."""

    def made(**changes: Any) -> Path:
        path = tmp_path / "class.db"
        Store.create(path, SETTINGS | changes).close()
        return path

    return made
