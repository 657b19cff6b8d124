"""Parts that are entered by a test are gone after it."""

from collections.abc import Iterator

import pytest

from buyermaze.simulator.extensions.registry import PARTS
from buyermaze.simulator.outcomes.own import forget_outcome


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    before = set(PARTS)
    yield
    for name in set(PARTS) - before:
        forget_outcome(name)
