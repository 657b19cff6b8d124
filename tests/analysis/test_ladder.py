"""The metric ladder: counts of a journal by hand, and totals that agree with the outcomes."""

import numpy as np
import pytest
from handmade import journal, row, run_of

from buyermaze.simulator.analysis.journeys.funnel import RUNGS, climbed, ladder
from buyermaze.simulator.core.vocabulary import Channel, Kind, Status
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.runs.run import simulate
from tests.worlds import cohort

BATON = load("baton_pass").with_changes(cohort(80))


def test_a_ladder_by_hand():
    rows = [
        row(Kind.ARRIVED, 0.0, value=3, detail=1),
        row(Kind.TOUCH, 1.0, person=0, channel=Channel.CONTENT, seen=0),
        row(Kind.TOUCH, 2.0, person=0, channel=Channel.PEERS, seen=0),
        row(Kind.TOUCH, 45.0, person=0, channel=Channel.EMAIL, seen=1),
        row(Kind.TOUCH, 46.0, person=0, channel=Channel.EMAIL, seen=1),
        row(Kind.LEAD, 46.0),
        row(Kind.ACCEPTED, 60.0),
        row(Kind.CONTACTED, 100.0, person=0, vendor=0),
        row(Kind.DECISION, 170.0, vendor=0, detail=Status.WON),
        row(Kind.ARRIVED, 3.0, account=1, value=1, detail=0),
        row(Kind.ASKED, 4.0, account=1, person=0, channel=Channel.REP, seen=1),
        row(Kind.LEAD, 4.0, account=1),
    ]
    run = run_of(journal(*rows))
    counted = [(rung, account) for rung, account, _, _ in climbed(run)]
    assert counted.count(("visits", 0)) == 3
    assert counted.count(("identified visits", 0)) == 2
    for rung in ("inquiries", "leads", "accepted", "opportunities", "wins"):
        assert counted.count((rung, 0)) == 1
    assert counted.count(("leads", 1)) == counted.count(("inquiries", 1)) == 1
    assert not {("lost", 0), ("no decision", 0), ("opportunities", 1)} & set(counted)
    assert {serious for rung, account, _, serious in climbed(run) if account == 1} == {False}
    assert [hours for *_, hours, _ in climbed(run)] == sorted(hours for *_, hours, _ in climbed(run))


def test_totals_of_the_ladder_are_the_outcomes():
    found = ladder(BATON, 3)
    rungs = found.rungs().set_index("rung")
    runs = [simulate(BATON, replication) for replication in range(3)]
    n_leads = np.mean([len(np.unique(r.journal["account"][r.journal["kind"] == Kind.LEAD])) for r in runs])
    assert rungs.loc["leads", "n"] == pytest.approx(n_leads)
    assert rungs.loc["leads", "share_real"] * n_leads == pytest.approx(
        np.mean([r.outcomes["p_real_of_leads"] * r.outcomes["p_lead"] * len(r.journeys()) for r in runs])
    )
    wins = np.mean([(r.journal["detail"][r.journal["kind"] == Kind.DECISION] == Status.WON).sum() for r in runs])
    assert rungs.loc["wins", "n"] == pytest.approx(wins)
    assert np.allclose(found.table()[list(RUNGS)].sum(), rungs["n"])
    ended = rungs.loc[["lost", "no decision", "wins"], "n"].sum()
    assert ended <= rungs.loc["opportunities", "n"] + 1e-9
    assert found.sentences()[0].startswith("Per replication")
