"""The journal as words, and where two journals part."""

import numpy as np
from handmade import journal, lost, won

from buyermaze.simulator.core.vocabulary import Kind
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.journal.compare import first_difference
from buyermaze.simulator.journal.event_kinds import EVENT_KINDS
from buyermaze.simulator.journal.journal import frame

ROWS = journal(*won(0, 0.0), *lost(1, 5.0))


def test_every_kind_of_row_has_a_meaning() -> None:
    assert set(EVENT_KINDS) == set(Kind)


def test_a_row_reads_as_words() -> None:
    table = frame(ROWS, Scenario().with_changes({"run.weeks_warm_up": 0.0}))
    served = table[table["kind"] == "served"].iloc[0]
    assert (served["person"], served["job"], served["channel"], served["rep"]) == ("champion 1", "selection", "rep", 3)
    assert str(served["timestamp"]) == "2026-01-06 11:00:00"
    meeting = table[table["kind"] == "meeting"].iloc[0]
    assert meeting[["person", "rep", "vendor", "reason"]].isna().all()
    assert table["vendor"].dropna().unique().tolist() == ["us", "rival 1"]
    assert len(table) == len(ROWS)


def test_equal_journals_do_not_differ() -> None:
    with_nan = ROWS.copy()
    with_nan["value"][3] = np.nan
    assert first_difference(with_nan, with_nan.copy()) is None


def test_the_first_difference_names_place_and_both_values() -> None:
    other = ROWS.copy()
    other["value"][4] = np.nextafter(other["value"][4], 9)
    other["hours"][9] = 1e9
    found = first_difference(ROWS, other)
    assert found is not None
    assert f"account {ROWS['account'][4]}" in found
    for part in ("row 4", "value is 1.0 in the first", "1.0000000000000002 in the second"):
        assert part in found


def test_signed_zeros_differ() -> None:
    other = ROWS.copy()
    other["detail"][1] = -0.0
    assert "detail is 0.0 in the first and -0.0 in the second" in str(first_difference(ROWS, other))


def test_a_longer_journal_differs() -> None:
    assert "is in the second only, which has 2 more" in str(first_difference(ROWS[:-2], ROWS))
