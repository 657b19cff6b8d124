"""Transitions, curves, odds and the command that tells them: from a few lines of YAML to an answer."""

import datetime
import html
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import buyermaze as bm
from buyermaze.experiments.commands import main
from buyermaze.simulator.comparison.paired_statistics import shares_apart
from buyermaze.simulator.comparison.plain_answer import sure_by
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.dates.timeline import timeline as moments
from buyermaze.simulator.inputs.plans.transitions import TRANSITIONS
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.inputs.sheets.target import Target, amount_of
from buyermaze.simulator.outcomes.books.periods import MEASURES, NAMES, period_edges
from buyermaze.simulator.outlook.curves import Curves
from buyermaze.simulator.outlook.outlook import Outlook

PLAN = """schema_version: 1
extends: baton_pass
timeline:
  - {date: 2026-07-01, transition: merge}
  - {date: 2026-10-01, title: two reps more, add: {programme.team.n_reps: 2}}
target: {amount: 1200000, date: 2026-12-31}
"""
SHORT = {"run.weeks_warm_up": 6.0, "run.weeks": 10.0, "run.weeks_follow_up": 200.0}
SMALL = load("baton_pass").with_changes(SHORT)
DAY = datetime.date(2026, 3, 2)


@pytest.mark.parametrize("name", TRANSITIONS)
def test_every_transition_can_be_done_to_an_organisation_it_is_meant_for(name: str) -> None:
    before = load("merged" if name == "split" else "baton_pass")
    after = bm.transition(before, name, "2026-07-01")
    last, preset = after.epochs[-1].scenario.programme, TRANSITIONS[name]
    if preset.becomes:
        target = load(preset.becomes).programme
        assert last.model_dump() == target.model_dump()
    first = after.epochs[1].scenario.programme
    assert first.selling.skill <= last.selling.skill
    assert first.coordination.share_time >= last.coordination.share_time
    assert after.epochs[1].share_handed_over == preset.upheaval.share_handed_over


def test_hiring_done_before_a_merger_is_kept() -> None:
    hired = load("baton_pass").with_changes(
        {"timeline": [{"name": "hire", "date": "2026-03-02", "add": {"programme.team.n_reps": 2}}]}
    )
    merged = bm.transition(hired, "merge", "2026-07-01")
    assert merged.epochs[-1].scenario.programme.team.n_reps == load("merged").programme.team.n_reps + 2


def test_what_is_learnt_comes_fast_at_first() -> None:
    skills = [epoch.scenario.programme.selling.skill for epoch in bm.transition(SMALL, "merge", DAY).epochs[1:]]
    gains = np.diff(skills)
    assert (gains[1:] >= -1e-12).all()
    assert gains[:6].sum() > 3 * gains[-6:].sum()


@pytest.mark.parametrize(
    ("sentence", "name", "day", "given"),
    [
        ("did you mean 'merge'", "merg", "2026-07-01", {}),
        ("changes nothing", "split", "2026-07-01", {}),
        ("a date such as", "merge", "in July", {}),
        ("did you mean 'weeks_learning'", "merge", "2026-07-01", {"weeks_learnin": 3}),
        ("out of bounds", "merge", "2026-07-01", {"share_skill_lost": 3.0}),
        ("outside the run", "merge", "1999-07-01", {}),
    ],
)
def test_what_is_wrong_with_a_transition_is_said(sentence: str, name: str, day: str, given: dict[str, Any]) -> None:
    with pytest.raises(InputProblem, match=sentence):
        bm.transition(load("baton_pass"), name, day, given)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        *(("1.2m", 1.2e6), ("800k", 8e5), ("1,200,000", 1.2e6), ("2 bn", 2e9), ("7", 7), ("1_200_000", 1.2e6)),
        *(("1.2 million", 1.2e6), ("$1.2M", 1.2e6), ("USD 1.2 mn", 1.2e6), ("1.2e6", 1.2e6)),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, amount: float) -> None:
    assert amount_of(text) == pytest.approx(amount)
    with pytest.raises(InputProblem, match="no amount"):
        amount_of(f"about {text}")


def drawn(profits: list[float], scenario: Scenario) -> Curves:
    """Return curves in which a plan is ahead by given amounts, week by week, in each of three replications."""
    edges = moments(scenario).window_from + 40.0 * np.arange(len(profits) + 1)
    table = np.zeros((2, 3, len(profits), len(MEASURES)))
    table[0, :, :, NAMES.index("profit")] = profits
    return Curves(scenario, "week", edges, table)


def test_depth_length_and_break_even_are_read_off_what_is_ahead() -> None:
    plan = SMALL.with_changes({"timeline": [{"week": 2, "changes": {"programme.team.n_reps": 7}}]})
    dip = drawn([0, 0, -5, -3, 2, 4, 4, 1], plan).dip()
    assert (dip.depth, dip.weeks, dip.break_even, dip.last.mean) == (8.0, 2.0, 5.0, 3.0)
    assert np.isnan(drawn([0, 0, -5, -3, 2, 1], plan).dip().break_even)
    assert drawn([0, 0, 1, 2], plan).dip().depth == 0.0
    assert "never behind" in drawn([0, 0, 1, 2], plan).sentences()[0]
    assert "has not made up" in drawn([0, 0, -5, 1], plan).sentences()[0]


def test_a_frame_of_one_measure_has_the_lines_of_the_whole_frame() -> None:
    curves = drawn([0, 0, -5, 2], SMALL)
    whole, profit = curves.frame(), curves.frame(["profit"])
    alike = whole[whole["measure"] == "profit"].reset_index(drop=True)
    assert len(profit) == 4
    assert profit.equals(alike)


def test_without_a_plan_there_is_no_dip() -> None:
    with pytest.raises(InputProblem, match="no timeline"):
        drawn([1.0], SMALL).dip()


@pytest.fixture(scope="module")
def held() -> Outlook:
    plan = SMALL.with_changes({"timeline": [{"title": "hire", "week": 3, "add": {"programme.team.n_reps": 1}}]})
    return bm.outlook(plan, Target(amount=3.0, measure="n_wins", date=datetime.date(2026, 3, 13)), "month", 6)


def test_a_few_runs_that_agree_are_no_certainty() -> None:
    rng, none = np.random.default_rng(5), np.zeros(4, bool)
    assert sure_by(shares_apart(none, none).p) == "open" and shares_apart(none, none).high > 0.3
    assert sure_by(shares_apart(~none, none).p) == "a lean, not settled"  # four of four, as luck does once in eight
    assert sure_by(shares_apart(np.ones(40, bool), np.zeros(40, bool)).p) == "as good as certain"
    told, held = 0, 0
    for _ in range(2000):  # a third of the luck is shared, and the plan changes nothing
        shared, own = rng.random(12) < 0.5, rng.random((2, 12)) < 0.5
        found = shares_apart(*np.where(rng.random(12) < 0.33, shared, own))
        told, held = told + (found.p < 0.05), held + (found.low <= 0.0 <= found.high)
    assert told <= 100 and held >= 1900


def test_the_first_sentence_says_how_sure_it_is_that_the_plan_changes_the_odds(held: Outlook) -> None:
    def said(n_with: int, n_without: int, n: int = 24) -> str:
        table = np.zeros((2, n, 1, len(MEASURES)))
        for s, n_reached in enumerate((n_with, n_without)):
            table[s, :n_reached, 0, NAMES.index("n_wins")] = 3.0
        edges = held.edges[[0, -1]]
        return replace(held, table=table, edges=edges, moves_made=(), dates_tried=()).verdict()

    chance = "the chance of wins of 3 by 13 March 2026"
    assert said(12, 11) == f"Whether the plan raises or lowers {chance} is open: 50 % with it, 46 % without"
    assert said(8, 12) == f"The plan may lower {chance}, a lean, not settled: 33 % with it, 50 % without"
    assert said(24, 0) == f"The plan raises {chance} by 100.0 points, as good as certain: 100 % with it, 0 % without"
    assert held.bounds() in " ".join(held.sentences())


def test_odds_fan_and_moves_belong_together(held: Outlook) -> None:
    frame = held.frame()
    assert list(frame["period"]) == ["2026-01", "2026-02", "2026-03"]
    assert frame["p"].is_monotonic_increasing  # what is reached stays reached
    assert (frame["p_low"] <= frame["p"]).all() and (frame["p"] <= frame["p_high"]).all()
    assert (frame[["q05", "q25", "q50", "q75", "q95"]].diff(axis=1).iloc[:, 1:] >= 0).all(axis=None)
    assert held.odds().p == frame["p"].iloc[-1] == (held.reached()[:, -1] >= 3.0).mean()
    names = [move.name for move in held.moves()]
    assert {"two reps more", "no gate", "without 'hire'"} <= set(names)
    first = held.moves()[0]
    assert abs(first.odds.mean) == max(abs(move.odds.mean) for move in held.moves())
    assert "forecast" in held.sentences()[-1]


def test_leaving_out_the_only_entry_is_no_change(held: Outlook) -> None:
    left_out = 2 + held.moves_made.index("without 'hire'")
    assert np.array_equal(held.reached(left_out), held.reached(1))


def test_hiring_too_late_changes_nothing_that_was_reached_before(held: Outlook) -> None:
    for k, day in enumerate(held.dates_tried):
        hours = moments(held.scenario).window_from + 40.0 * 5 * (day - datetime.date(2026, 1, 5)).days / 35
        early = held.edges[1:] <= hours
        dated = held.reached(2 + len(held.moves_made) + k)
        assert np.array_equal(dated[:, early], held.reached()[:, early])


def test_an_outlook_needs_a_target_that_is_still_ahead() -> None:
    with pytest.raises(InputProblem, match="none is set"):
        bm.outlook(SMALL)
    with pytest.raises(InputProblem, match="is not after 2026-01-05"):
        bm.outlook(SMALL, Target(amount=1.0, date=datetime.date(2025, 12, 31)))


def command(*words: str) -> int:
    """Return the exit code of a command line."""
    with pytest.raises(SystemExit) as left:
        main([str(word) for word in words])
    return int(left.value.code or 0)


def test_a_stranger_gets_odds_curve_and_break_even_from_a_few_lines(tmp_path: Path, capsys: Any) -> None:
    assert len(PLAN.splitlines()) < 10
    (tmp_path / "plan.yaml").write_text(PLAN)
    settings = ("--set", "run.weeks_warm_up=4", "--set", "market.demand.n_accounts_per_week=1", "--quick")
    out = tmp_path / "out.json"
    page = tmp_path / "page.html"
    places = ("--json", out, "--board", page)
    assert command("outlook", tmp_path / "plan.yaml", "--replications", "2", *settings, *places) == 0
    said = capsys.readouterr().out
    words = " ".join(said.split())
    assert "The odds of bookings of USD 1.2 million by 31 December 2026" in words
    assert "marketing and sales become one team on 1 July 2026 and two reps more on 1 October 2026" in words
    assert "The plan against no change" in said and "first change" in words
    assert "Ahead of no change, summed up" in said and "no forecast of a firm" in words
    assert "2026-1" not in said  # people read calendar dates in words
    found = json.loads(out.read_text())
    assert found["odds"]["n"] == 2 and {"depth", "weeks", "break_even"} <= set(found["plan"])
    assert [period["period"] for period in found["periods"]] == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    for sentence in found["memo"]:
        assert sentence in html.unescape(page.read_text())
    bars = re.findall(r"week (\d+), ", said)
    assert len(bars) == len(set(bars)) > 2  # no two bars of one week


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "no target"),
        (("--target", "much"), "no amount"),
        (("--target", "1m", "--by", "fortnight"), "no period 'fortnight'"),
        (("--target", "1m", "--date", "soon"), "a date such as"),
        (("--target", "1m", "--date", "2020-01-01"), "is not after"),
        (("--target", "1m", "--date", "2299-12-31"), "more than 20 years after 2026-01-05"),
        (("--target", "1m", "--what", "glory"), "not a valid choice"),
        (("--target", "1m", "--replications", "1"), "2 replications or more"),
        (("--target", "1m", "--replications", "9" * 25), "no more than 100,000 replications"),
        (("--target", "1m", "--board", "page.pdf"), "--board page.pdf: the name must end in .html or .docx"),
        (("--target", "1m", "--board", "-"), "--board -: a page for a board is no text for standard output"),
    ],
)
def test_a_wrong_outlook_is_refused_in_one_sentence_and_writes_nothing(
    words: tuple[str, ...], sentence: str, tmp_path: Path, capsys: Any
) -> None:
    out = tmp_path / "out.json"
    assert command("outlook", "baton_pass", *words, "--json", out) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert len(said.strip().splitlines()) == 1
    assert not out.exists()


def test_a_wrong_plan_in_a_file_is_refused_with_its_line(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN.replace("transition: merge", "transition: marge"))
    assert command("outlook", tmp_path / "plan.yaml") == 2
    said = capsys.readouterr().err
    assert "plan.yaml, line 4" in said and "did you mean 'merge'" in said


def test_edges_of_quarters_follow_the_calendar() -> None:
    year = SMALL.with_changes({"run.weeks": 52.0, "run.start": "2026-02-10"})
    assert len(period_edges(year, "quarter")) - 1 == 5
    assert len(period_edges(year, "month")) - 1 == 13
    assert len(period_edges(year, "week")) - 1 == 52


def test_there_and_back_again_ends_where_it_began() -> None:
    start = load("baton_pass")
    back = bm.transition(bm.transition(start, "merge", "2026-03-02"), "split", "2027-03-01")
    assert back.epochs[-1].scenario.programme.model_dump() == start.programme.model_dump()
