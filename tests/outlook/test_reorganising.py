"""Reorganising costs what it takes over: content comes in parts and is paid for, and one is told what the answer hangs on."""

import datetime

import numpy as np
import pytest

import buyermaze as bm
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.plans.transitions import SWEPT
from buyermaze.simulator.inputs.reading.links import from_link, to_link
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.outcomes.books.costs import yearly_spend
from buyermaze.simulator.outcomes.books.periods import NAMES
from buyermaze.simulator.outlook.hinges import Hinges, size_words

SHORT = {"run.weeks_warm_up": 6.0, "run.weeks": 10.0, "run.weeks_follow_up": 200.0}
SMALL = load("baton_pass").with_changes(SHORT)
DAY = datetime.date(2026, 3, 2)
NEW = {asset.name for asset in load("merged").programme.library.assets if asset not in SMALL.programme.library.assets}


def catalogues(plan: Scenario) -> list[set[str]]:
    """Return the names in the catalogue from epoch to epoch, where it changes."""
    found = [{asset.name for asset in epoch.scenario.programme.library.assets} for epoch in plan.epochs]
    return [names for k, names in enumerate(found) if k == 0 or names != found[k - 1]]


def test_content_taken_over_comes_in_parts_and_what_it_replaces_serves_until_then() -> None:
    plan = bm.transition(SMALL, "merge", DAY)
    before, *during, after = catalogues(plan)
    assert len(during) == 3
    assert all(before <= names for names in during)
    assert [len(names & NEW) for names in during] == sorted(len(names & NEW) for names in during)
    assert after == {asset.name for asset in load("merged").programme.library.assets}
    assert plan.epochs[1].scenario.programme.library.assets != plan.epochs[-1].scenario.programme.library.assets


def test_every_piece_that_is_new_or_remade_is_paid_for_once() -> None:
    plan = bm.transition(SMALL, "merge", DAY, {"cost_asset": 1_000.0, "cost_once": 50_000.0})
    assert sum(epoch.cost for epoch in plan.epochs) == 50_000.0 + 1_000.0 * len(NEW)
    ready = bm.transition(SMALL, "merge", DAY, {"cost_asset": 0.0, "weeks_content": 0.0})
    assert sum(epoch.cost for epoch in ready.epochs) == 0.0
    assert len(catalogues(ready)) == 2


def test_who_is_hired_besides_has_to_be_found_and_who_changes_roles_has_not() -> None:
    slow = SMALL.with_changes({"programme.staff.weeks_to_hire": 8.0})
    plan = bm.transition(slow, "merge", DAY, {"n_reps_hired": 2})
    heads = {epoch.hours: epoch.scenario.programme.team for epoch in plan.epochs}
    first, *_, last = (team.n_reps for team in heads.values())
    assert last == first + 2
    begins = min(hours for hours, team in heads.items() if team.n_reps == last)
    assert begins == plan.epochs[1].hours + 9 * 40.0  # looked for a week later, found eight weeks after that
    assert plan.epochs[1].scenario.programme.team.n_content == load("merged").programme.team.n_content


def test_a_plan_with_its_dates_and_prices_fits_into_a_link() -> None:
    plan = bm.transition(SMALL, "merge", DAY, {"n_reps_hired": 1, "curve": "s"})
    again = from_link(to_link(plan))
    assert again.timeline == plan.timeline
    assert again.fingerprint == plan.fingerprint


@pytest.fixture(scope="module")
def found() -> Hinges:
    return bm.hinges(SMALL, "merge", DAY, n_replications=2, until=(6.0 + 40.0) * 40.0)


def test_every_size_is_moved_to_both_ends_of_its_sweep_and_the_largest_swing_comes_first(found: Hinges) -> None:
    assert {each.name for each in found.hinges} == set(SWEPT)
    swings = [each.swing for each in found.hinges]
    assert swings == sorted(swings, reverse=True)
    assert len(found.frame()) == len(SWEPT)
    assert size_words(found.hinges[0].name) in found.sentences()[0]


def test_a_size_the_transition_has_no_use_for_is_not_tried() -> None:
    found = bm.hinges(SMALL, "hire", DAY, n_replications=2, until=(6.0 + 12.0) * 40.0)  # no content is made, nobody handed over
    told = {each.name for each in found.hinges}
    assert "share_skill_lost" in told
    assert not told & {"weeks_content", "cost_asset"}


def test_the_price_of_content_is_worth_what_it_is(found: Hinges) -> None:
    price = next(each for each in found.hinges if each.name == "cost_asset")
    plan = bm.transition(SMALL, "merge", DAY)
    until = (6.0 + 40.0) * 40.0
    pieces = sum(epoch.cost for epoch in plan.epochs if epoch.hours < until) / 8_000.0
    assert price.swing == pytest.approx(30_000.0 * pieces)
    assert pieces == len(NEW)


def test_a_plan_is_charged_in_the_month_in_which_it_pays() -> None:
    plan = bm.transition(SMALL, "merge", DAY, {"cost_once": 1_000_000.0, "cost_asset": 0.0})
    curves = bm.timeline(plan, "month", 2, until=(6.0 + 16.0) * 40.0)
    cost = curves.table[0, :, :, NAMES.index("cost")].mean(axis=0)
    assert np.argmax(cost) == 2  # March
    assert cost[2] - cost[1] > 900_000.0


LARGE = SMALL.with_changes({
    "programme.team": {"n_reps": 30, "n_qualifiers": 5, "n_content": 20.0},
    "programme.pricing.level": 0.1, "programme.marketing.ads": 2.0,
})  # fmt: skip


@pytest.mark.parametrize(("name", "roles"), [("merge", (30, 0, 25.0)), ("add_sla", (30, 5, 20.0))])
def test_a_large_company_that_reorganises_lets_nobody_go_and_keeps_its_prices_and_media(
    name: str, roles: tuple[int, int, float]
) -> None:
    last = bm.transition(LARGE, name, DAY).epochs[-1].scenario.programme
    assert (last.team.n_reps, last.team.n_qualifiers, last.team.n_content) == roles
    assert yearly_spend(last) == pytest.approx(yearly_spend(LARGE.programme))
    for group in ("pricing", "marketing", "voice", "staff"):
        before, after = (getattr(each, group).model_dump() for each in (LARGE.programme, last))
        ways_of_working = {"skill", "share_after_handoff"}
        assert {key for key in before if before[key] != after[key]} <= ways_of_working


def test_there_and_back_again_a_large_company_is_what_it_was() -> None:
    merged = bm.transition(LARGE, "merge", DAY)
    again = bm.transition(merged, "split", datetime.date(2027, 3, 1)).epochs[-1].scenario.programme
    assert again.model_dump() == LARGE.programme.model_dump()


@pytest.mark.parametrize("name", ["split", "add_sla"])
def test_a_gate_that_comes_back_has_somebody_at_it(name: str) -> None:
    opened = bm.transition(SMALL, "remove_gate", DAY)
    last = bm.transition(opened, name, datetime.date(2026, 6, 1)).epochs[-1].scenario.programme
    assert last.gate.closed
    assert last.team.n_qualifiers == 1
    assert last.team.n_content == SMALL.programme.team.n_content - 1  # it is one of those who are there


def test_who_has_taken_the_gate_away_can_still_merge() -> None:
    opened = bm.transition(SMALL, "remove_gate", DAY)
    last = bm.transition(opened, "merge", datetime.date(2026, 6, 1)).epochs[-1].scenario.programme
    assert last.coordination.share_time == load("merged").programme.coordination.share_time
    assert last.team.n_qualifiers == 0


def test_a_company_of_another_size_is_organised_like_that_already() -> None:
    with pytest.raises(InputProblem, match="organised like that already"):
        bm.transition(LARGE, "split", DAY)
