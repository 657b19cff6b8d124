"""First contacts: quantiles by hand, segments apart, and levers that bring contact forward."""

import numpy as np
import pytest
from handmade import USUAL, journal, lost, row, run_of, undecided, won

from buyermaze.simulator.analysis.journeys.first_contacts import (
    ANY,
    EVERYBODY,
    OURS,
    first_contacts,
    progress_at_contact,
)
from buyermaze.simulator.core.vocabulary import Kind
from buyermaze.simulator.inputs.reading.loading import load
from tests.worlds import cohort

SEGMENTS = [{"name": "small", "weight": 1.0, "people": 0.6}, {"name": "large", "weight": 1.0, "people": 1.3}]


def test_the_first_contact_of_every_real_account_counts_once() -> None:
    rows = journal(
        *won(0, 0.0), *lost(1, 3.0), *undecided(2, 5.0),
        row(Kind.CONTACTED, 12.0, 2, person=1, vendor=1, value=0.9),  # a rival, after us
        row(Kind.ARRIVED, 1.0, 4, value=1, detail=0), row(Kind.CONTACTED, 2.0, 4, person=0, vendor=0, value=0.1),  # no project
    )  # fmt: skip
    found = progress_at_contact(run_of(rows, USUAL))
    by_seller = {seller: sorted(part["progress"].round(6)) for seller, part in found.groupby("seller")}
    assert by_seller == {OURS: [0.4, 0.8], ANY: [0.2, 0.4, 0.8]}


@pytest.fixture(scope="module")
def found():
    changes = cohort(60) | {"market.segments": SEGMENTS, "run.n_replications": 3}
    return first_contacts(load("baton_pass").with_changes(changes))


def test_quantiles_are_in_order_and_segments_make_up_the_whole(found) -> None:
    table = found.table().set_index(["segment", "seller", "quantile"])
    for segment in (EVERYBODY, "small", "large"):
        for seller in (OURS, ANY):
            values = [table.loc[(segment, seller, q), "progress"] for q in (0.1, 0.5, 0.9)]
            assert values == sorted(values) and values[0] < values[2]
    n = table["n_accounts"]
    for seller in (OURS, ANY):
        assert n[EVERYBODY, seller, 0.5] == pytest.approx(n["small", seller, 0.5] + n["large", seller, 0.5])
    assert n[EVERYBODY, ANY, 0.5] > n[EVERYBODY, OURS, 0.5]
    assert len(found.sentences()) == 3


def test_reps_nobody_waits_for_are_met_earlier() -> None:
    few = cohort(120) | {"run.n_replications": 16}
    late, soon = (
        first_contacts(load("baton_pass").with_changes(few | more))
        for more in ({}, {"programme.gate.closed": False, "programme.selling.hours_response": 0.5})
    )
    before, after = (each.quantiles[EVERYBODY, OURS, 0.5] for each in (late, soon))
    assert after.high < before.low and np.isfinite(after.low)
