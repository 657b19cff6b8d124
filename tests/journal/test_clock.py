"""Working hours become calendar moments: 8 hours a day from 09:00, Monday to Friday."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from buyermaze.simulator.core.clock import Clock

MONDAY = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("hours", "moment"),
    [
        (0.0, "2026-01-05T09:00"),
        (7.5, "2026-01-05T16:30"),
        (8.0, "2026-01-06T09:00"),
        (39.0, "2026-01-09T16:00"),
        (40.0, "2026-01-12T09:00"),  # over the weekend
        (2000.0, "2026-12-21T09:00"),  # fifty weeks
    ],
)
def test_known_moments(hours: float, moment: str) -> None:
    assert Clock(MONDAY).timestamps(hours) == np.datetime64(moment)


def test_a_weekend_start_stands_for_monday() -> None:
    assert Clock(date(2026, 1, 3)).timestamps(1.0) == np.datetime64("2026-01-05T10:00")


@given(st.lists(st.floats(0, 1e6), min_size=2, max_size=50))
def test_never_goes_back_and_stays_in_opening_hours(hours: list[float]) -> None:
    moments = Clock(MONDAY).timestamps(np.sort(hours))
    assert np.all(np.diff(moments) >= np.timedelta64(0))
    of_day = moments - moments.astype("datetime64[D]")
    assert np.all((of_day >= np.timedelta64(9, "h")) & (of_day <= np.timedelta64(17, "h")))
    assert np.all(np.is_busday(moments.astype("datetime64[D]")))


@pytest.mark.parametrize("bad", [-1.0, float("nan"), float("inf")])
def test_refuses_what_is_no_time(bad: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        Clock(MONDAY).timestamps([0.0, bad])
