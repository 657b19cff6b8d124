"""Time: what happens to an account does not depend on when in the run it comes, and no clock runs away."""

import numpy as np

from buyermaze.simulator.core.vocabulary import Kind
from buyermaze.simulator.inputs.reading.loading import load
from tests.worlds import cohort, history, rows


def test_what_is_known_of_a_buyer_ages_from_their_arrival_not_from_the_start_of_the_run() -> None:
    scenario = load("merged").with_changes({"programme.memory.days_fresh": 30.0, **cohort(60)})
    world = history(scenario)
    seen = np.unique(rows(world.journal, Kind.TOUCH)["account"][rows(world.journal, Kind.TOUCH)["seen"] == 1])
    never_seen = (np.arange(12) < world.accounts.n_people[:, None]) & ~np.isin(np.arange(len(world.accounts)), seen)[
        :, None
    ]
    arrived = np.broadcast_to(world.accounts.arrived[:, None], never_seen.shape)
    assert never_seen.sum() > 5
    assert np.array_equal(world.people.noted_at[never_seen], arrived[never_seen])
    assert (world.people.noted_at[seen, 0] > world.accounts.arrived[seen]).all()


def test_mail_comes_no_more_than_once_an_hour_however_small_the_cadence() -> None:
    scenario = load("merged").with_changes({"programme.nurture.days_between": 1e-6, **cohort(4)})
    journal = history(scenario.with_changes({"market.mind.days_longest": 20.0})).journal
    mails = rows(journal, Kind.MAILED)
    assert len(mails) > 50
    for account in range(4):
        assert (np.diff(mails["time"][mails["account"] == account]) >= 1.0 - 1e-9).all()


def test_inquiries_without_a_project_always_come_to_an_end() -> None:
    # a gate that opens for nobody: those who only want to talk to a rep must give up one day
    shut = {"programme.team.n_qualifiers": 0, "market.demand.share_not_serious": 0.97, **cohort(60)}
    scenario = load("baton_pass").with_changes(shut)
    appeal = {
        f"market.channels.{name}.appeal": -10.0 for name in ("content", "peers", "analyst", "own_work", "ads", "event")
    }
    journal = history(scenario.with_changes(appeal | {"market.channels.rep.appeal": 10.0})).journal
    assert len(rows(journal, Kind.ENDED)) == len(rows(journal, Kind.ARRIVED)) > 0
    assert len(rows(journal, Kind.SERVED)) == 0
