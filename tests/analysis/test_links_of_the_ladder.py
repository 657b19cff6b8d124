"""Links from impression to cash: who passes when by hand, and costs that add up to all that is spent."""

import pytest
from handmade import journal, row, run_of, won

from buyermaze.simulator.analysis.journeys.links import LINKS, hours_of_reps, links, passed, since_last_link, spending
from buyermaze.simulator.core.vocabulary import Kind
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.runs.run import simulate
from tests.worlds import cohort

SMALL = load("baton_pass").with_changes(cohort(60) | {"run.n_replications": 2})


def test_links_by_hand() -> None:
    before = row(Kind.OUTBOUND, 8.0, 0, rep=1, hours=0.25), row(Kind.LEAD_WORK, 9.0, 0, rep=1, hours=0.5)
    run = run_of(journal(*won(0, 0.0), *before))
    when = passed(run)
    assert {link: when[link].get(0) for link in LINKS} == {
        "visits": 1.0, "identified visits": 1.0, "inquiries": 1.0, "leads": 2.0, "accepted": 3.0, "opportunities": 10.0,
        "wins": 80.0, "go-lives": 200.0, "renewals": 1000.0,
    }  # fmt: skip
    assert dict(since_last_link(when)) == {
        "identified visits": 0.0, "inquiries": 0.0, "leads": 1.0, "accepted": 1.0, "opportunities": 7.0, "wins": 70.0,
        "go-lives": 120.0, "renewals": 800.0,
    }  # fmt: skip
    # the first conversation opens the opportunity, with a call and the work on the lead; a complaint is after the sale
    assert hours_of_reps(run) == {"opportunities": 3.0 + 0.25 + 0.5, "wins": 0.0, "renewals": 4.0}


def test_who_leaves_a_link_out_is_timed_from_the_last_one_passed() -> None:
    when = {link: {} for link in LINKS} | {"inquiries": {7: 4.0}, "opportunities": {7: 30.0}}
    assert since_last_link(when) == [("opportunities", 26.0)]


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"programme.voice.p_survey": 0.5, "programme.care.share_caring": 0.2},
        {"programme.outbound.days_between": 5.0},
    ],
)
def test_costs_of_links_are_all_that_is_spent(more) -> None:
    run = simulate(SMALL.with_changes(more))
    spent = spending(run)
    years = float(run.totals["hours"].sum()) / 2000.0
    assert sum(spent.values()) == pytest.approx(run.outcomes["cost_total"] * years)
    assert all(cost >= 0.0 for cost in spent.values())


def test_a_table_tells_every_link_and_levers_move_its_cost_and_time() -> None:
    before = links(SMALL)
    table = before.table().set_index("link")
    assert table.index.tolist() == list(LINKS)
    assert (table["days_10"] <= table["days_50"]).iloc[1:].all() and (table["days_50"] <= table["days_90"]).iloc[
        1:
    ].all()
    n = table["n"]
    assert (
        n["visits"] >= n["identified visits"] >= n["opportunities"] >= n["wins"] >= n["go-lives"] >= n["renewals"] > 0.0
    )
    wall = links(SMALL.with_changes({"programme.team.n_qualifiers": 3, "programme.handoff.delay_hours": 80.0}))
    moved = wall.table().set_index("link")
    assert moved.loc["accepted", "cost"] > table.loc["accepted", "cost"]
    assert moved.loc["opportunities", "days_50"] > table.loc["opportunities", "days_50"]
    assert len(before.sentences()) == 3
