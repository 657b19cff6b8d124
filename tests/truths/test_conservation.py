"""Nothing gets lost: accounts, hours of people and hours of reps add up in every organisation and market."""

import numpy as np
import pytest

from buyermaze.simulator.core.vocabulary import Kind, Status
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.reading.shelves import available, available_markets
from buyermaze.simulator.outcomes.books.periods import OUR_WORK
from buyermaze.simulator.runs.run import Run
from tests.worlds import cohort, history, rows

ORGANISATIONS = [found.name for found in available()]
MARKETS = [found.name for found in available_markets()]
# every organisation in the reference market, every market under the baton pass
CASES = [*((name, "reference") for name in ORGANISATIONS), *(("baton_pass", market) for market in MARKETS[1:])]


@pytest.mark.parametrize(("organisation", "market"), CASES)
def test_accounts_and_hours_are_conserved(organisation: str, market: str) -> None:
    calls = {"programme.outbound.days_between": 5.0, "market.outbound_reception.p_answered": 0.5}
    scenario = load(organisation, market=market).with_changes(cohort(80) | calls)
    world = history(scenario)
    journal, n = world.journal, len(world.accounts)
    # every account arrives, decides and ends once
    for kind in (Kind.ARRIVED, Kind.DECISION, Kind.ENDED):
        assert np.array_equal(np.sort(rows(journal, kind)["account"]), np.arange(n))
    status = rows(journal, Kind.DECISION)["detail"].astype(int)
    counts = {state: int((status == state).sum()) for state in Status}
    assert counts[Status.OPEN] == 0
    serious = int(rows(journal, Kind.ARRIVED)["detail"].sum())
    assert counts[Status.WON] + counts[Status.LOST] + counts[Status.NO_DECISION] == serious
    # people's hours are visits, meetings, vain waits, mail that was no use and calls nobody asked for
    spent = journal[np.isin(journal["kind"], (Kind.TOUCH, Kind.MEETING, Kind.GAVE_UP, Kind.MAILED))]["hours"].sum()
    spent += rows(journal, Kind.OUTBOUND)["value"].sum()
    assert spent == pytest.approx(world.people["hours_spent"].sum(), rel=1e-12)
    # reps' hours are meetings with buyers, work on leads, recoveries and calls
    worked = journal[np.isin(journal["kind"], OUR_WORK)]["hours"].sum()
    assert worked == pytest.approx(world.reps["hours_worked"].sum(), rel=1e-12)
    # the ledger tells the same
    run = Run(scenario, 0, journal)
    shares = [run.outcomes[name] for name in ("p_win", "p_lost", "p_no_decision")]
    assert sum(shares) == pytest.approx(1.0)
    assert shares[0] == counts[Status.WON] / serious
    # nobody is with a rep before asking, and every answer follows a question
    asked, answered = len(rows(journal, Kind.ASKED)), len(rows(journal, Kind.SERVED)) + len(rows(journal, Kind.GAVE_UP))
    assert answered <= asked
    # time never runs backwards, and nothing happens to an account after its end
    assert (np.diff(journal["time"]) >= 0).all()
    ended_at = np.empty(n)
    ended = rows(journal, Kind.ENDED)
    ended_at[ended["account"]] = ended["time"]
    own = journal[journal["account"] >= 0]  # closing a content gap concerns everybody
    assert (own["time"] <= ended_at[own["account"]]).all()


def test_no_rep_is_in_two_places_at_once() -> None:
    scenario = load("baton_pass").with_changes({**cohort(150), "programme.team.n_reps": 2})
    journal = history(scenario).journal
    work = journal[np.isin(journal["kind"], (Kind.SERVED, Kind.LEAD_WORK, Kind.RECOVERY))]
    busy = work["hours"] / scenario.programme.selling.share_time
    for rep in range(2):
        mine = work["rep"] == rep
        starts, ends = work["time"][mine], work["time"][mine] + busy[mine]
        assert len(starts) > 100
        assert (starts[1:] >= ends[:-1] - 1e-9).all()


def test_no_more_leads_are_checked_at_once_than_there_are_qualifiers() -> None:
    scenario = load("baton_pass", market="simple_transactional").with_changes(cohort(400))
    checks = rows(history(scenario).journal, Kind.CHECKED)
    assert (checks["value"] > 0).any()  # there was a queue
    assert (checks["time"][1:] >= checks["time"][:-1] + checks["hours"][:-1] - 1e-9).all()  # one qualifier
