"""The chapters of a purchase and the crowd in the maze."""

import math

import numpy as np
import pytest

from buyermaze import load, simulate
from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.vocabulary import Kind
from buyermaze.simulator.journal.chapters import chapters
from buyermaze.simulator.journal.crowd import crowd
from buyermaze.simulator.journal.itinerary import itinerary
from buyermaze.simulator.journal.milestones import milestones
from buyermaze.simulator.journal.paired_accounts import fork, twins
from tests.worlds import cohort


@pytest.fixture(scope="module")
def runs() -> list:
    return [simulate(load(name).with_changes(cohort(40))) for name in ("baton_pass", "merged")]


@pytest.fixture(scope="module")
def accounts(runs: list) -> list[int]:
    return twins(*runs)["account"].tolist()


def test_chapters_come_in_order_and_begin_with_setting_out(runs: list, accounts: list[int]) -> None:
    for account in accounts:
        ways = [itinerary(run, account) for run in runs]
        found = chapters(ways, [milestones(run, account) for run in runs], fork(*runs, account))
        days = [day for day, _ in found]
        assert days == sorted(days)
        assert found[0] == (min(way.first for way in ways), "set out")
        ended = {word for _, word in found} & {"signature", "a rival is chosen", "they give up"}
        assert bool(ended) == any(way.outcome not in ("open", "not a buyer") for way in ways)


def test_ways_part_only_where_something_differs(runs: list, accounts: list[int]) -> None:
    for account in accounts:
        way = itinerary(runs[0], account)
        told = milestones(runs[0], account)
        assert "ways part" not in [
            word for _, word in chapters([way, way], [told, told], fork(runs[0], runs[0], account))
        ]


def test_a_crowd_holds_every_visit_of_each_group_from_the_day_it_set_out(runs: list, accounts: list[int]) -> None:
    run = runs[0]
    for group in crowd(run, accounts):
        rows = run.of(group.account)
        touches = rows[rows["kind"] == Kind.TOUCH]
        before_the_end = touches["time"] <= rows["time"][0] + group.last * HOURS_PER_DAY + 1e-6
        assert len(group.visits) == int(before_the_end.sum())
        assert all(0 <= start <= end <= group.last + 1e-9 for _, start, end, *_ in group.visits)
        assert group.joined[0] == 0.0
        assert np.isfinite(group.last) and all(day >= 0 or math.isinf(day) for day in group.joined)
