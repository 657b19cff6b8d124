"""A new rule holds purchases up, undoes part of them, and diverts them to whoever meets it."""

import re

import pytest
from pairs import falls, paired, plain, rises
from worlds import rows

import buyermaze as bm
from buyermaze.simulator.core.vocabulary import Kind, Reason
from buyermaze.simulator.journal.compare import first_difference
from buyermaze.simulator.outcomes.books.costs import yearly_spend
from tests.worlds import cohort


def rules(size=60.0, share=1.0, **more):
    """Return a new rule every half year, and what it asks."""
    row = {"name": "new rule", "kind": "regulation", "week": 4, "weeks_between": 26, "share_struck": share, "size": size}
    return {"market.shocks": [row]} | {f"market.regulation.{name}": value for name, value in more.items()}


def test_both_engines_write_the_same_journal() -> None:
    scenario = bm.load("merged", changes=cohort(25) | rules(20.0, gap=1.0))
    compiled, reference = (bm.simulate(scenario, engine=engine).journal for engine in ("compiled", "reference"))
    assert first_difference(compiled, reference) is None
    assert len(rows(compiled, Kind.SHOCK)) > 3


def test_nobody_votes_or_signs_while_a_new_rule_is_looked_into_and_everybody_works_on() -> None:
    days = 40.0
    run = bm.simulate(plain().with_changes(rules(days)))
    held: dict[int, float] = {}
    worked = 0
    for row in run.journal:
        account = int(row["account"])
        if row["kind"] == Kind.SHOCK and row["reason"] == Reason.REGULATION:
            held[account] = row["time"] + 8.0 * days
        elif row["time"] < held.get(account, 0.0) - 1e-6:
            worked += row["kind"] == Kind.TOUCH
            assert row["kind"] != Kind.APPROVAL
            assert row["kind"] != Kind.VOTE or row["reason"] == Reason.UNREACHED
    assert held and worked > 50


def test_a_longer_look_delays_decisions() -> None:
    rises(paired(plain().with_changes(rules(0.0)), rules(120.0)), "days_to_decision")


def test_what_has_to_be_worked_out_anew_is_opened_again() -> None:
    rises(paired(plain().with_changes(rules(0.0, gap=0.0, share_anew=0.0)), {"market.regulation.share_anew": 0.8}), "n_reopened")


def test_offers_that_do_not_meet_it_lose_their_place_to_those_that_do() -> None:
    unready = rules(20.0, p_rivals_meet=1.0, gap=1.0) | {"programme.compliance.p_meets": 0.0}
    pair = paired(plain().with_changes(unready), {"programme.compliance.p_meets": 1.0})
    rises(pair, "p_win")
    falls(pair, "p_lost")
    rises(paired(plain().with_changes(rules(20.0, gap=0.0)), {"market.regulation.gap": 1.5}), "share_diverted")


@pytest.mark.parametrize(("p_meets", "share_paid"), [(0.0, 0.0), (0.5, 0.0), (0.75, 0.5), (1.0, 1.0)])
def test_following_what_authorities_prepare_costs_what_it_brings_beyond_chance(p_meets: float, share_paid: float) -> None:
    usual = plain()
    paid = yearly_spend(usual.with_changes({"programme.compliance.p_meets": p_meets}).programme) - yearly_spend(usual.programme)
    assert paid == pytest.approx(share_paid * usual.programme.compliance.cost)


def test_a_story_tells_of_the_rule() -> None:
    run = bm.simulate(plain().with_changes(rules(12.0)))
    struck = int(rows(run.counted_rows(), Kind.SHOCK)["account"][0])
    assert re.search(r"a new rule holds the purchase up for 1[678] days", str(bm.story(run, struck)))  # 12 in the office
