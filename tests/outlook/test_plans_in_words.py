"""Plans as people think of them: parts that move as one, sizes that can be read back, sentences that stand by themselves."""

import datetime
import html
import io
from typing import Any

import numpy as np
import pytest

import buyermaze as bm
from buyermaze.experiments.answers.plan_page import plan_page
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.dates.timeline import timeline as moments
from buyermaze.simulator.inputs.plans.plan_parts import moved_to, parts_of, sizes_of, without_part
from buyermaze.simulator.inputs.plans.transitions import TRANSITIONS
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.inputs.sheets.target import Target
from buyermaze.simulator.outcomes.books.periods import MEASURES, NAMES
from buyermaze.simulator.outlook.curves import Curves
from buyermaze.simulator.outlook.hinges import hinges_of
from buyermaze.simulator.outlook.memo import memo, plan_said
from buyermaze.simulator.outlook.outlook import held_against, outlook
from tests.optional import needed

DAY = datetime.date(2026, 3, 2)
HIRE = {"title": "two reps more", "date": "2026-10-01", "add": {"programme.team.n_reps": 2}}
SIZES = {
    "share_skill_lost": 0.25, "weeks_learning": 20.0, "share_time_added": 0.125, "share_handed_over": 0.375,
    "weeks_content": 13.0, "cost_asset": 5_000.0, "cost_once": 7.0, "n_reps_hired": 2, "curve": "s", "title": "all new",
}  # fmt: skip


def company(name: str) -> Scenario:
    """Return a company that the transition can be done to."""
    return bm.load("merged" if name == "split" else "baton_pass")


@pytest.mark.parametrize("name", TRANSITIONS)
def test_a_transition_is_one_part_and_its_sizes_are_read_back(name: str) -> None:
    plan = bm.transition(company(name), name, DAY, SIZES)
    (part,) = parts_of(plan)
    assert (part.transition, part.words, part.day, len(part.entries)) == (name, "all new", DAY, len(plan.timeline))
    found = sizes_of(plan, part)
    assert {key: pytest.approx(SIZES[key]) if isinstance(SIZES[key], float) else SIZES[key] for key in found} == found
    assert bm.transition(company(name), name, DAY, found).fingerprint == plan.fingerprint


@pytest.mark.parametrize("name", TRANSITIONS)
def test_a_part_that_is_moved_is_the_part_made_on_that_day(name: str) -> None:
    plan = bm.transition(company(name), name, DAY, SIZES)
    later = DAY + datetime.timedelta(weeks=9)
    assert (
        moved_to(plan, *parts_of(plan), later).fingerprint
        == bm.transition(company(name), name, later, SIZES).fingerprint
    )
    assert without_part(plan, *parts_of(plan)).fingerprint == company(name).fingerprint
    with pytest.raises(InputProblem, match="outside the run"):
        moved_to(plan, *parts_of(plan), datetime.date(1999, 7, 1))


def test_what_is_done_twice_is_two_parts_and_an_entry_merely_called_like_a_transition_is_none() -> None:
    own = {"name": "hire", "week": 4, "add": {"programme.team.n_reps": 3}}
    plan = company("merge").with_changes({"timeline": [own, own | {"week": 8}]})
    for day in ("2026-07-01", "2026-10-01"):
        plan = bm.transition(plan, "hire", day)
    parts = parts_of(plan)
    assert [part.transition for part in parts] == ["", "", "hire", "hire"]
    assert plan_said(plan).count("two reps are hired instead on 1 ") == 2
    assert sizes_of(plan, parts[2])["share_time_added"] == pytest.approx(0.05)
    assert len(without_part(plan, parts[2]).timeline) == 4
    assert parts[2].done == datetime.date(2027, 1, 6)


def test_an_entry_that_says_a_week_is_moved_by_weeks() -> None:
    plan = company("merge").with_changes({"timeline": [{"week": 4, "add": {"programme.team.n_reps": 2}}]})
    (part,) = parts_of(plan)
    assert moved_to(plan, part, part.day + datetime.timedelta(days=14)).timeline[0].week == pytest.approx(6.0)


def curves(apart: dict[str, list[float]], plan: Scenario) -> Curves:
    """Return curves of four replications in which the plan is ahead by given amounts, week by week."""
    n = len(apart["profit"])
    table = np.zeros((2, 4, n, len(MEASURES)))
    for name, values in apart.items():
        table[0, :, :, NAMES.index(name)] = values
    table[..., NAMES.index("bookings")] = np.array([1.0, 2.0, 3.0, 4.0])[:, None] * 1e6 / n
    return Curves(plan, "week", moments(plan).window_from + 40.0 * np.arange(n + 1), table)


def test_a_memo_says_what_is_done_the_dip_the_break_even_and_the_chance() -> None:
    plan = bm.transition(bm.load("baton_pass"), "merge", "2026-01-19")
    profit, wins = [0, 0, -5e5, 0, 2e5, 4e5, 3e5, 0], [0, 0, -2, 1, 1, 1, 0, 0]
    found = curves({"profit": profit, "n_wins": wins}, plan)
    last = datetime.date(2026, 3, 1)
    lines = memo(found, held_against(found, Target(amount=2.5e6, date=last)))
    assert lines[0] == "The plan: marketing and sales become one team on 19 January 2026."
    assert "wins dip by up to 2.0 and have caught up in week 3" in lines[1]
    assert "money is USD 500,000 behind at worst and breaks even in week 4" in lines[1]
    assert lines[2] == (
        "Whether the plan raises or lowers the chance of bookings of USD 2.5 million by 1 March 2026 is open: 50 % with it, 50 % "
        "without; the plan moves it by +0 points, anything between 46 points less and 46 points more."
    )
    assert "no forecast of a firm" in lines[-1]
    never = memo(curves({"profit": [1.0] * 8}, plan), held_against(found, Target(amount=2.5e6, date=last)))
    assert "wins are never behind, money is never behind" in never[1]
    sunk = memo(
        curves({"profit": [-1e5] * 8, "n_wins": [-1.0] * 8}, plan), held_against(found, Target(amount=1e9, date=last))
    )
    assert "have not caught up in 6 weeks, money is USD 800,000 behind at worst and has not broken even" in sunk[1]


def test_a_plan_is_said_with_its_days_in_words() -> None:
    plan = bm.transition(bm.load("baton_pass").with_changes({"timeline": [HIRE]}), "merge", "2026-07-01")
    assert plan_said(plan) == "marketing and sales become one team on 1 July 2026 and two reps more on 1 October 2026"
    assert plan_said(bm.load("baton_pass")) == "nothing changes"


@pytest.fixture(scope="module")
def small() -> Any:
    """Return a small company with a plan of two parts."""
    short = {"run.weeks_warm_up": 4.0, "run.weeks": 8.0, "run.weeks_follow_up": 120.0}
    base = bm.load("baton_pass", changes=short).with_changes({"timeline": [HIRE | {"date": "2026-01-26"}]})
    return bm.transition(base, "remove_gate", "2026-02-02")


def test_what_a_reorganisation_hangs_on_is_asked_with_the_rest_of_the_plan_in_place(small: Scenario) -> None:
    (found,) = hinges_of(small, 2)
    assert found.name == "remove_gate"
    assert (
        "the rest of the plan alone" in found.sentences()[0] and "the qualification gate goes" in found.sentences()[0]
    )
    assert "_" not in " ".join(found.sentences())
    rest = without_part(small, next(part for part in parts_of(small) if part.transition))
    alone = bm.hinges(rest, "remove_gate", "2026-02-02", n_replications=2)
    assert [each.swing for each in found.hinges] == [each.swing for each in alone.hinges]
    assert hinges_of(rest, 2) == []


def test_the_odds_are_those_of_independent_trials() -> None:
    """With outcomes drawn with a known chance, Wilson's interval holds that chance as often as it says."""
    rng, p, n = np.random.default_rng(5), 0.3, 40
    plan = company("merge").with_changes({"timeline": [HIRE]})
    edges = moments(plan).window_from + 40.0 * np.arange(2)
    held = 0
    for _ in range(400):
        table = np.zeros((2, n, 1, len(MEASURES)))
        table[:, :, 0, NAMES.index("n_wins")] = rng.random(n) < p
        found = held_against(
            Curves(plan, "week", edges, table), Target(amount=1, measure="n_wins", date=datetime.date(2026, 1, 9))
        ).odds()
        held += found.low <= p <= found.high
    assert 0.92 <= held / 400 <= 0.98


def test_the_odds_count_the_runs_that_reach_the_target_one_by_one() -> None:
    short = {"run.weeks_warm_up": 2.0, "run.weeks": 6.0, "run.weeks_follow_up": 0.0}
    base = bm.load("baton_pass", changes=short)
    found = outlook(
        base, Target(amount=2, measure="n_wins", date=datetime.date(2026, 2, 13)), "week", 24, with_moves=False
    )
    wins = [
        bm.simulate(base.with_changes({"run.arrivals_continue": True}), r).by("week")["n_wins"].sum() for r in range(24)
    ]
    assert found.odds().n_reached == sum(each >= 2 for each in wins)


def test_a_plan_on_a_page_for_the_board_says_what_the_memo_says() -> None:
    plan = bm.transition(bm.load("baton_pass"), "merge", "2026-01-19")
    found = curves({"profit": [0, 0, -5e5, 0, 2e5, 4e5, 3e5, 0]}, plan)
    held = held_against(found, Target(amount=2.5e6, date=datetime.date(2026, 3, 1)))
    page = plan_page(found, held, (), "Who buys: <everybody>.", "seed 1", "http://here/?a=1&b=2")
    text = html.unescape(page.to_html())
    said = memo(found, held)
    for part in (*said, *found.sentences()[:2], "seed 1", "http://here/?a=1&b=2", "2 of 4 futures reach it"):
        assert part in text
    assert "<everybody>" not in page.to_html()
    assert page.to_html().count("<i style") == 200  # a hundred futures with the plan, a hundred without
    assert page.assumptions
    assert all(each.values[0] != each.values[1] and each.source and each.grade for each in page.assumptions)


def test_a_company_without_a_plan_has_a_page_too() -> None:
    found = curves({"profit": [0.0] * 8}, bm.load("baton_pass"))
    page = plan_page(found, held_against(found, Target(amount=2.5e6, date=datetime.date(2026, 3, 1))))
    assert page.names == ("If nothing changes",)
    assert page.answer.startswith("If nothing changes, the chance of bookings of USD 2.5 million")
    assert "What it hangs on" not in page.to_html()
    assert "sides" not in page.certainty  # there is one


def test_the_page_of_a_plan_opens_in_word() -> None:
    docx = needed("docx")
    plan = bm.transition(bm.load("baton_pass"), "merge", "2026-01-19")
    found = curves({"profit": [1.0] * 8}, plan)
    page = plan_page(found, held_against(found, Target(amount=2.5e6, date=datetime.date(2026, 3, 1))))
    words = " ".join(each.text for each in docx.Document(io.BytesIO(page.to_docx())).paragraphs)
    for part in (page.question, page.answer, page.certainty, page.money, page.caveat):
        assert part in words
