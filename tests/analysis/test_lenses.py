"""The two lenses: the seller's log is part of the truth, and nothing in it could not be known."""

import numpy as np
from handmade import journal, lost, run_of, undecided, won

from buyermaze.simulator.core.vocabulary import Kind, Reason
from buyermaze.simulator.journal.seller_view import (
    LOGGED,
    NOT_OURS,
    logged_reasons,
    seller_log,
    truth_log,
    visibility,
    visible,
)


def test_the_sellers_rows_are_rows_of_the_truth(gated_run):
    truth, seller = truth_log(gated_run), seller_log(gated_run)
    assert len(truth) == len(gated_run.journal)
    assert seller.index.isin(truth.index).all()
    assert len(seller) == visible(gated_run).sum() < len(truth)
    same = ["timestamp", "account", "person", "kind", "rep", "job", "channel", "hours"]
    assert seller[same].equals(truth.loc[seller.index, same])


def test_everything_that_tracking_saw_is_there_and_nothing_unseen_of_the_buyers_own_work(gated_run):
    rows, mask = gated_run.journal, visible(gated_run)
    assert mask[rows["seen"] == 1].all()
    hidden = np.isin(rows["kind"], (Kind.ARRIVED, Kind.MEETING, Kind.VOTE, Kind.APPROVAL, Kind.FEELING, Kind.SURPRISE,
                                    Kind.CLAIM_CLASH, Kind.STALLED, Kind.SHOCK, Kind.FINE_PRINT))  # fmt: skip
    assert not mask[hidden].any()
    assert not mask[(rows["kind"] == Kind.TOUCH) & (rows["seen"] == 0)].any()


def test_what_cannot_be_known_is_empty(gated_run):
    seller = seller_log(gated_run)
    assert seller.loc[seller["kind"].isin(["touch", "invited", "go live"]), "value"].isna().all()
    decided = seller[seller["kind"] == "decision"]
    assert decided["reason"].isna().all()
    assert decided["logged_reason"].isin(LOGGED).all()
    assert seller.loc[seller["kind"] != "decision", "logged_reason"].isna().all()


def test_reasons_are_logged_by_what_the_rep_could_see():
    rows = journal(*won(0, 0.0), *lost(1, 0.0), *undecided(2, 0.0), *undecided(3, 0.0, Reason.CONFLICT))
    reasons = logged_reasons(run_of(rows))
    assert reasons[0] == "won"
    assert reasons[1] == NOT_OURS  # never met one of our reps
    assert reasons[2] == reasons[3] == "timing"  # true reasons differ, what the rep sees does not


def test_visibility_counts_every_row(run):
    table = visibility(run)
    assert table["rows"].sum() == len(run.journal)
    assert table["seen"].sum() == visible(run).sum()
