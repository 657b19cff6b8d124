"""Folding adds up rows one by one, so cutting a journal into chunks cannot change a bit."""

import re
from itertools import pairwise

import numpy as np
from handmade import idle, journal, lost, row, undecided, won
from hypothesis import given, settings
from hypothesis import strategies as st

from buyermaze.simulator.core.vocabulary import N_SOUGHT, Kind
from buyermaze.simulator.outcomes.books.accumulate import fold, settle
from buyermaze.simulator.outcomes.books.journeys import grow, journeys_frame
from buyermaze.simulator.outcomes.books.tallies import MEETING_ROOM, Tally, new_journeys, new_totals, summed
from buyermaze.simulator.runs.run import Run

ROWS = journal(*won(0, 0.0), *idle(1, 3.3), *lost(2, 7.1), *undecided(3, 11.7), *won(4, 20.9, (70.0, 60.0)))


def folded(
    rows: np.ndarray, cuts: list[int], n_records: int = 5, since: float = 0.0, n_batches: int = 1
) -> tuple[np.ndarray, np.ndarray]:
    """Fold rows cut into chunks, with a window that ends after 400 hours."""
    journeys, totals = new_journeys(n_records), new_totals(n_batches)
    edges = [0, *sorted(min(cut, len(rows)) for cut in cuts), len(rows)]
    for a, b in pairwise(edges):
        chunk = rows[a:b]
        while left := fold(chunk, len(chunk), journeys, totals, since, 400.0):
            journeys, chunk = grow(journeys), chunk[-left:]
    return journeys, totals


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, len(ROWS)), max_size=12), st.floats(0.1, 3.0))
def test_chunks_do_not_matter(cuts: list[int], scale: float) -> None:
    rows = ROWS.copy()
    rows["hours"] *= scale
    whole, parts = folded(rows, []), folded(rows, cuts)
    assert whole[0].tobytes() == parts[0].tobytes()
    assert whole[1].tobytes() == parts[1].tobytes()


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, len(ROWS)), max_size=5), st.integers(1, 4))
def test_totals_do_not_depend_on_how_many_records_there_are(cuts: list[int], n_records: int) -> None:
    assert folded(ROWS, cuts, n_records)[1].tobytes() == folded(ROWS, [])[1].tobytes()


def test_an_occupied_record_is_reported_with_the_rows_left() -> None:
    journeys, totals = new_journeys(1), new_totals()
    left = fold(ROWS, len(ROWS), journeys, totals, 0.0, 400.0)
    assert ROWS[len(ROWS) - left]["kind"] == Kind.ARRIVED
    assert ROWS[len(ROWS) - left]["account"] == 1


def test_growing_keeps_every_record() -> None:
    journeys = new_journeys(2)
    rows = journal(row(Kind.ARRIVED, 0.0, 4, value=3, detail=1), row(Kind.ARRIVED, 1.0, 7, value=5, detail=1))
    assert fold(rows, 2, journeys, new_totals(), 0.0, 2.0) == 0
    larger = grow(journeys)
    assert larger["account"].tolist() == [4, -1, -1, 7]
    assert larger["number"][3, Tally.PEOPLE] == 5


def test_only_the_rows_asked_for_are_folded() -> None:
    journeys = new_journeys(5)
    fold(ROWS, 1, journeys, new_totals(), 0.0, 1.0)
    assert (journeys["account"] >= 0).sum() == 1


def test_who_set_out_outside_the_window_is_left_out() -> None:
    journeys, totals = folded(ROWS, [], since=7.0)
    assert totals["sum"][0, :, Tally.JOURNEYS].tolist() == [0, 3]
    assert journeys_frame(journeys)["account"].tolist() == [2, 3, 4]
    early = new_totals()
    fold(ROWS, len(ROWS), new_journeys(5), early, 0.0, 7.0)
    assert early["sum"][0, :, Tally.JOURNEYS].tolist() == [1, 1]
    assert early["sum"][0, 1, Tally.WON] == 1  # long after the window


def test_batches_are_parts_of_the_window_and_add_up_to_it() -> None:
    rows = journal(*won(0, 0.0), *lost(1, 150.0), *undecided(2, 350.0))
    parts, whole = folded(rows, [], n_batches=4)[1], folded(rows, [])[1]
    assert parts["sum"][:, 1, Tally.JOURNEYS].tolist() == [1, 1, 0, 1]
    assert parts["hours"].tolist() == [100.0] * 4
    np.testing.assert_allclose(summed(parts)["sum"], whole["sum"])
    assert summed(parts)["hours_waited"][0] == whole["hours_waited"][0] == 6.0 + 8.0


def test_selling_hours_count_only_inside_the_window() -> None:
    totals = folded(ROWS, [])[1]
    assert totals["hours_served"][0] == 6.0  # at 10 h and 30.9 h
    assert totals["hours_lead_work"][0] == 2.0
    assert totals["hours_recovery"][0] == 0.0  # both after 400 h
    assert folded(ROWS, [], since=11.0)[1]["hours_served"][0] == 3.0  # the first was in the warm-up
    assert totals["hours_waited"][0] == 6.0 + 6.0 + 8.0
    assert (totals["n_served"][0], totals["n_gave_up"][0]) == (2.0, 1.0)


def test_records_of_one_journey() -> None:
    first = journeys_frame(folded(ROWS, [])[0]).set_index("account").loc[0]
    expected = {
        "people": 2, "won": 1, "lost": 0, "lead_won": 1, "hours_content": 3, "hours_rep": 1, "hours_peers": 2,
        "hours_meeting": 2, "hours_seen": 3, "n_requests_met": 1, "n_requests_missed": 1, "n_reopened": 2,
        "reopened": 1,
        "regret": 30, "satisfaction": 7.5, "high_quality": 0, "no_regret_win": 1, "customer": 1, "promoters": 1,
        "detractors": 1, "renewed": 1, "hours_waited": 6, "hours_selling": 7, "forgone": 0.3, "toiled": 0.1,
    }  # fmt: skip
    assert {name: first[name] for name in expected} == expected
    assert not first["open"]


def test_what_does_not_apply_to_a_journey_is_missing_and_never_nought() -> None:
    table = journeys_frame(folded(ROWS, [])[0]).set_index("account")
    assert (table.loc[0, "hours_to_win"], table.loc[0, "regret"], table.loc[0, "customer_regret"]) == (80.0, 30.0, 30.0)
    assert (table.loc[2, "hours_to_decision"], table.loc[2, "regret"]) == (40.0, 80.0)  # bought, from a rival
    nothing = {
        1: ("effort", "ease", "progress_at_us", "hours_waited", "conflict", "regret", "voted_no_decision"),
        2: ("hours_to_win", "customer_regret", "no_regret_win", "progress_at_us", "hours_with_sales", "rating", "renewed"),
        3: (
            "hours_to_win", "price_paid", "realised", "satisfaction", "high_quality", "forgone", "promoters", "commission",
            "taken_off", "packages_up", "n_periods", "n_issues", "n_late", "n_bills_wrong", "n_listened", "new_rep",
        ),
    }
    for account, names in nothing.items():
        assert table.loc[account, list(names)].isna().all(), account
        assert not table.loc[0, list(names)].drop(["conflict"], errors="ignore").isna().any()
    assert table.loc[3, "doubt"] and not table.loc[3, "conflict"]
    assert (table.loc[2, "n_renewals"], table.loc[2, "n_ratings"], table.loc[2, "won"]) == (0, 0, False)


def test_flags_are_flags_counts_are_counts_and_the_rest_are_measures() -> None:
    found = journeys_frame(folded(ROWS, [])[0]).dtypes.astype(str).to_dict()
    assert (found["won"], found["n_touches"], found["people"], found["hours_rep"]) == ("boolean", "Int64", "Int64", "Float64")
    assert (found["planted"], found["packages_up"], found["ripeness"]) == ("boolean", "Int64", "Float64")
    for tally in Tally:  # a sum over journeys hides no part of a flag or a count
        values = folded(ROWS, [])[0]["number"][:, tally]
        if found[tally.name.lower()] == "boolean":
            assert set(values) <= {0.0, 1.0}, tally.name
        elif found[tally.name.lower()] == "Int64":
            assert (values == np.floor(values)).all(), tally.name


def test_the_unit_of_every_measure_stands_where_the_table_is_explained() -> None:
    units = (Run.journeys.__doc__ or "").split("Units:")[1]
    named, begun = set(re.findall(r"``(\w+)``", units)), tuple(re.findall(r"``(\w+_)\.\.\.``", units))
    causes = {"disappointment", "conflicted", "unsure"}  # from forgone to toiled
    measures = {name for name, kind in journeys_frame(folded(ROWS, [])[0]).dtypes.items() if kind == "Float64"}
    assert {name for name in measures if not str(name).startswith(begun)} <= named | causes


def test_steps_follow_the_group_through_the_maze() -> None:
    steps = folded(journal(*won(0, 0.0)), [])[1]["steps"][0]
    assert steps.sum() == 4  # content, content, rep, peers, meeting: four moves
    assert steps[1, 1] == 1  # problem: content to content
    assert steps[3 * N_SOUGHT + 5, MEETING_ROOM] == 1  # selection: peers to the meeting
    assert folded(journal(*idle(0, 0.0)), [])[1]["steps"].sum() == 0


def test_an_account_without_an_end_is_added_as_far_as_it_came() -> None:
    rows = journal(*undecided(0, 0.0), *won(1, 1.0), *lost(2, 2.0))
    rows = rows[(rows["time"] < 160.0) | (rows["account"] != 0)]  # the first is not over
    for n_records in (3, 8):
        journeys, totals = folded(rows, [], n_records)
        assert totals["sum"][0, 1, Tally.JOURNEYS] == 2
        settle(journeys, totals)
        assert totals["sum"][0, 1, [Tally.JOURNEYS, Tally.DECIDED, Tally.VOTED]].tolist() == [3, 2, 3]
        assert journeys_frame(journeys)["open"].tolist() == [True, False, False]
