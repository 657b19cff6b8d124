"""What is said of happenings is what was measured, by the rules as they are, and comes out again."""

import math
from itertools import chain

import pytest

from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.reading.shelves import available_markets
from buyermaze.simulator.journal.compare import first_difference
from buyermaze.simulator.outcomes.books.costs import yearly_spend
from buyermaze.simulator.runs.run import simulate
from docs import happenings
from docs.happenings import HERE, MARKET, PAGE, PROGRAMME, RUNS, holds, kept, key, mark, measured, page, said, story
from tests.worlds import cohort

HAPPENINGS, EXAMPLES = said()["happenings"], said()["examples"]
# what a market or programme is, whatever happens in it
PLAIN = ("market.demand", "market.group", "market.offer", "market.segments", "market.approvals", "programme.team.n_content",
         "programme.marketing.ads")  # fmt: skip
# made possible by one of those taken out, or nothing without it
ALONG = ("programme.nurture", "programme.care", "programme.staff.weeks", "programme.succession.days_vacant", "market.bargaining",
         "programme.outbound", "programme.quarter", "programme.teaching", "programme.pilot.support", "market.living.share_expands",
         "market.ideas.concerns")  # fmt: skip
# told far beyond luck, and cheap: a fiftieth of what was measured tells them again
AGAIN = {
    "subjects that fit or do not": "share_answered_by_self_service",
    "AI assistants": "share_answered_by_independent",
    "what is known ages": "share_out_of_context",
    "the end of quarters": "share_pushed",
    "assets as tools": "n_tools",
    "a process of our own": "share_led_by_step",
}
CHEAP, CHEAP_RUNS = {"run.n_accounts": 150, "run.weeks_warm_up": 78.0}, range(2)


def test_the_page_says_what_was_measured() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m docs.happenings --page writes it"


@pytest.mark.parametrize("row", [HAPPENINGS[0], *EXAMPLES], ids=key)
def test_figures_were_measured_by_the_rules_as_they_are(row) -> None:  # type: ignore[no-untyped-def]
    assert kept()[key(row)]["mark"] == mark(row), f"python -m docs.happenings {key(row)} measures anew"


def test_all_happenings_were_measured_in_one_and_the_same_world() -> None:
    assert len({kept()[key(row)]["mark"] for row in HAPPENINGS}) == 1
    assert kept().keys() == {key(row) for row in chain(HAPPENINGS, EXAMPLES)}


@pytest.mark.parametrize("row", EXAMPLES, ids=key)
def test_a_story_says_what_is_measured_and_is_borne_out(row) -> None:  # type: ignore[no-untyped-def]
    for figure, (mean, error) in zip(row["figures"], kept()[key(row)]["found"], strict=True):
        assert figure["says"] in story(row["file"])
        assert holds(figure, mean, error), f"{figure['says']}: {figure['of']} is {mean} plus or minus {error}"


def test_the_stories_of_both_say_what_each_happening_was_found_to_do() -> None:
    told = f"{load(PROGRAMME).story} {next(entry.story for entry in available_markets(apart=True) if entry.name == MARKET)}"
    figures = [(row, figure) for row in HAPPENINGS for figure in row.get("figures", [])]
    assert len(figures) > 12
    for row, figure in figures:
        change, error = kept()[key(row)]["found"][row["shows"].index(figure["of"])][4:]
        assert figure["says"] in told, figure["says"]
        found = f"{figure['says']}: {figure['of']} changes by {change} plus or minus {error}"
        assert holds(figure | {"less": "taken_out"}, change, error), found


def test_every_example_has_figures() -> None:
    files = {f"{path.parent.name}/{path.stem}" for path in (HERE / "examples").glob("*/*.yaml")}
    assert {row["file"] for row in EXAMPLES} == files
    assert all(row["figures"] for row in EXAMPLES)


def test_a_figure_that_is_off_would_not_hold() -> None:
    assert not holds({"is": 0.25, "give": 0.01}, 0.31, 0.01)
    assert not holds({"is": "luck"}, 0.031, 0.01)
    assert not holds({"is": "more"}, 0.029, 0.01)
    assert holds({"is": "less"}, -0.031, 0.01)


def test_a_change_that_could_as_well_be_luck_bears_nothing_out() -> None:
    said_of_it = {"is": 0.02, "give": 0.005, "less": "without"}
    assert holds(said_of_it, 0.021, 0.005)
    assert not holds(said_of_it, 0.021, 0.01)
    assert not holds(said_of_it | {"is": -0.001}, 0.001, 0.01)
    assert holds({"is": 0.02, "give": 0.005}, 0.021, 0.01)  # a level is no change


def test_whatever_is_on_in_both_and_off_elsewhere_is_taken_out_by_some_happening() -> None:
    here = load(PROGRAMME, market=MARKET)
    plain = load("sla_aligned").levers()
    usual = {lever.path: lever.value for lever in plain}
    taken = [path for row in HAPPENINGS for path in row.get("taken_out", {})]
    left = [
        lever.path
        for lever in here.levers()
        if lever.path.startswith(("market.", "programme."))
        and usual.get(lever.path) != lever.value
        and not lever.path.startswith((*taken, *PLAIN, *ALONG))
    ]
    assert left == []


def test_every_happening_moves_something_by_more_than_luck_or_the_page_says_so() -> None:
    still = []
    for row in HAPPENINGS:
        changes = [(found[4], found[5]) for found in kept()[key(row)]["found"]]
        if not any(math.isnan(change) or abs(change) > 3.0 * error for change, error in changes):
            still.append(key(row))
    assert all(f"{name} | " in PAGE.read_text(encoding="utf-8") for name in still)
    assert len(still) <= 4


@pytest.mark.parametrize("name", AGAIN)
def test_what_a_happening_moves_comes_out_again_with_its_sign_and_size(name: str) -> None:
    row = next(row for row in HAPPENINGS if row["name"] == name)
    n = row["shows"].index(AGAIN[name])
    again = measured(row, CHEAP_RUNS, CHEAP)[n][4]
    change, error = kept()[name]["found"][n][4:]
    wider = math.sqrt(len(RUNS) * happenings.SIZE_OF_MARKET["run.n_accounts"] / (len(CHEAP_RUNS) * CHEAP["run.n_accounts"]))
    assert again * change > 0
    assert abs(again - change) <= 4.0 * wider * error
    assert abs(change) > 4.0 * wider * error  # nothing would be told apart from this


def test_both_engines_write_the_same_journal_where_everything_happens() -> None:
    scenario = load(PROGRAMME, market=MARKET, changes=cohort(6) | {"run.weeks_follow_up": 60.0})
    compiled, reference = (simulate(scenario, engine=engine).journal for engine in ("compiled", "reference"))
    assert first_difference(compiled, reference) is None


def test_the_programme_spends_what_every_programme_spends() -> None:
    assert yearly_spend(load(PROGRAMME).programme) == pytest.approx(yearly_spend(load("merged").programme), abs=0.005)
