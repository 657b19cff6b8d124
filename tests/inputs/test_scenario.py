"""A scenario is checked when made, changed only by making another, and named by what its results depend on."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.sheets.levers import Lever
from buyermaze.simulator.inputs.sheets.scenario import Scenario, differences

LEVERS = Scenario().levers()
NUMBERS = [lever for lever in LEVERS if lever.kind == "number"]


def other_value(lever: Lever) -> object:
    """Return a valid value of a lever that is not its present one."""
    if lever.kind == "switch":
        return not lever.value
    if lever.kind == "choice":
        return next(choice for choice in lever.choices if choice != lever.value)
    assert lever.low is not None and lever.high is not None
    if lever.path == "market.group.n_people_mean":
        return 3.0
    return lever.high if lever.value != lever.high else lever.low


def test_every_parameter_of_programme_and_market_is_a_lever():
    paths = {lever.path for lever in LEVERS}
    assert {
        "programme.handoff.delay_hours",
        "programme.gate.closed",
        "programme.library.assets.trend report.quality",
        "market.personas.champion.weight",
        "market.personas.champion.need.validation",
        "market.personas.champion.appeal.own_work",
        "market.channels.rep.gain.validation",
        "market.approvals.finance.threshold",
        "market.group.seats.0",
    } <= paths
    assert not [path for path in paths if path.startswith("run.") or path.endswith(".name")]
    assert len(paths) == len(LEVERS)


def test_every_lever_carries_what_is_known_about_it():
    for lever in LEVERS:
        assert lever.meaning and lever.unit and lever.source and lever.grade in "ABCD", lever
        assert lever.value == lever.default, lever
        if lever.kind in ("number", "count"):
            assert lever.low is not None and lever.high is not None and lever.low <= lever.value <= lever.high, lever


@pytest.mark.parametrize("lever", LEVERS, ids=lambda lever: lever.path)
def test_changing_one_lever_changes_the_fingerprint_and_that_lever_only(lever: Lever):
    base = Scenario()
    value = other_value(lever)
    changed = base.with_changes({lever.path: value})
    assert changed.fingerprint != base.fingerprint
    assert differences(base, changed) == [(lever.path, lever.value, value)]
    assert base == Scenario()


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(NUMBERS), st.floats(0, 1))
def test_a_change_made_and_undone_gives_the_same_scenario(lever: Lever, share: float):
    assert lever.low is not None and lever.high is not None
    value = lever.low + share * (lever.high - lever.low)
    base = Scenario()
    changed = base.with_changes({lever.path: value})
    back = changed.with_changes({lever.path: lever.value})
    assert back == base
    assert back.fingerprint == base.fingerprint


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(NUMBERS), st.floats(0, 1))
def test_text_means_the_same_as_the_number_it_shows(lever: Lever, share: float):
    assert lever.low is not None and lever.high is not None
    value = lever.low + share * (lever.high - lever.low)
    assert Scenario().with_changes({lever.path: repr(value)}) == Scenario().with_changes({lever.path: value})


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(NUMBERS), min_size=2, max_size=4, unique_by=lambda lever: lever.path))
def test_changes_to_different_levers_may_come_in_any_order(levers: list[Lever]):
    changes = {lever.path: other_value(lever) for lever in levers}
    backwards = dict(reversed(changes.items()))
    one_by_one = Scenario()
    for path, value in changes.items():
        one_by_one = one_by_one.with_changes({path: value})
    assert Scenario().with_changes(changes) == Scenario().with_changes(backwards) == one_by_one


def test_a_scenario_survives_being_written_and_read():
    scenario = Scenario(name="x").with_changes({"programme.team.n_reps": 9, "run.start": "2027-02-01"})
    again = Scenario(**json.loads(scenario.model_dump_json()))
    assert again == scenario
    assert again.fingerprint == scenario.fingerprint


def test_words_engine_calendar_and_replications_are_no_part_of_the_fingerprint():
    base = Scenario()
    same = base.with_changes(
        {
            "name": "other",
            "title": "other",
            "story": "other",
            "run.engine": "reference",
            "run.n_replications": 3,
            "run.start": "2027-02-01",
        }
    )
    assert same.fingerprint == base.fingerprint
    assert differences(base, same) == []


@pytest.mark.parametrize("path", ["run.seed", "run.n_accounts"])
def test_seed_and_size_are_part_of_the_fingerprint(path: str):
    assert Scenario().with_changes({path: 77}).fingerprint != Scenario().fingerprint


def test_equal_values_written_differently_have_one_fingerprint():
    written = [
        {"delay_hours": 8},
        {"delay_hours": 8.0},
        {"delay_hours": 8, "distrust": 0.0},
        {"delay_hours": 8, "distrust": -0.0},
    ]
    scenarios = [Scenario(programme={"handoff": handoff}) for handoff in written]
    scenarios.append(Scenario().with_changes({"programme.handoff.delay_hours": "8."}))
    scenarios.append(
        Scenario().with_changes({"programme.handoff.delay_hours": 8, "market.personas.sponsor.appeal.email": 0})
    )
    assert len({scenario.fingerprint for scenario in scenarios}) == 1
    assert scenarios[0].fingerprint != Scenario().fingerprint
    assert len(scenarios[0].fingerprint) == 16


def test_a_scenario_cannot_be_changed_in_place():
    with pytest.raises(ValueError, match="frozen"):
        Scenario().programme.handoff.delay_hours = 3  # type: ignore[misc]


def test_rows_may_be_called_by_number_too():
    by_number = Scenario().with_changes({"market.personas.0.weight": 2.0})
    assert by_number == Scenario().with_changes({"market.personas.champion.weight": 2.0})


def test_a_group_takes_a_mapping_and_a_table_takes_changes_by_row():
    by_group = Scenario().with_changes({"programme.handoff": {"delay_hours": 24.0}})
    assert by_group == Scenario().with_changes({"programme.handoff.delay_hours": 24.0})
    by_row = Scenario().with_changes({"market.personas": {"sponsor": {"weight": 3.0}}})
    assert by_row == Scenario().with_changes({"market.personas.sponsor.weight": 3.0})


def test_text_is_read_in_the_type_of_its_parameter():
    scenario = Scenario().with_changes(
        {
            "programme.gate.closed": "yes",
            "programme.team.n_reps": "9",
            "programme.handoff.delay_hours": "1e1",
            "programme.library.assets.trend report.job": "validation",
            "market.approvals": "[]",
        }
    )
    assert scenario.programme.gate.closed is True
    assert scenario.programme.team.n_reps == 9
    assert scenario.programme.handoff.delay_hours == 10.0
    assert scenario.programme.library.assets[0].job == "validation"
    assert scenario.market.approvals == ()


def test_differences_name_a_row_that_only_one_side_has_once():
    fewer = Scenario().with_changes({"market.approvals": [{"name": "finance", "hours_wait": 40, "threshold": 0.15}]})
    assert differences(Scenario(), fewer) == [("market.approvals.department head", "present", None)]
    assert differences(fewer, Scenario()) == [("market.approvals.department head", None, "present")]


MISTAKES = [
    ({"programme.handof.delay_hours": 1}, ["'handof'", "did you mean 'handoff'"]),
    ({"programme.handoff.delay": 1}, ["'delay'", "did you mean 'delay_hours'"]),
    ({"programme.handoff": {"delay": 1}}, ["'delay'", "did you mean 'delay_hours'"]),
    ({"programme.handoff.delay_hours": 500}, ["programme.handoff.delay_hours", "500", "0 to 200 working h"]),
    ({"programme.handoff.delay_hours": "-1"}, ["-1", "0 to 200 working h"]),
    ({"programme.handoff.delay_hours": "fast"}, ["programme.handoff.delay_hours", "number", "'fast'"]),
    ({"programme.handoff.delay_hours": "nan"}, ["finite number", "'nan'"]),
    ({"programme.handoff.delay_hours": float("nan")}, ["out of bounds", "0 to 200"]),
    ({"programme.handoff.delay_hours": float("inf")}, ["out of bounds", "0 to 200"]),
    ({"programme.handoff.delay_hours": True}, ["expected a number", "yes"]),
    ({"programme.handoff.delay_hours": None}, ["expected a number", "nothing"]),
    ({"programme.handoff": "24"}, ["group of parameters", "delay_hours, distrust"]),
    ({"programme.handoff.delay_hours.x": 1}, ["single value", "'x'"]),
    ({"programme.gate.closed": "maybe"}, ["programme.gate.closed", "yes or no", "'maybe'"]),
    ({"programme.gate.closed": 1}, ["programme.gate.closed", "yes or no"]),
    ({"programme.team.n_reps": "2.5"}, ["whole number", "'2.5'"]),
    ({"programme.team.n_reps": 2.5}, ["whole number", "1 to 64 people"]),
    ({"run.n_replications": 0}, ["run.n_replications", "1 to 1,000,000 replications"]),
    ({"run.engine": "compile"}, ["did you mean 'compiled'"]),
    ({"run.start": "soon"}, ["run.start", "date"]),
    ({"run.start": "9999-12-31"}, ["run.start", "1970 to 2200"]),
    ({"market.personas.champ.weight": 2}, ["'champ'", "did you mean 'champion'"]),
    ({"market.personas": []}, ["market.personas", "between 1 and 8"]),
    ({"market.personas": 3}, ["market.personas", "list"]),
    ({"market.group.seats.0": "boss"}, ["market.group.seats", "'boss'", "champion"]),
    ({"market.personas.champion.appeal.reps": 1}, ["'reps'", "did you mean 'rep'"]),
    ({"market.personas.champion.appeal.rep": 11}, ["appeal.rep", "-10 to 10"]),
    ({"programme.library.assets.trend report.job": "select"}, ["did you mean 'selection'"]),
    ({"programme.library.assets.trend report.persona": "spnsor"}, ["'trend report'", "did you mean 'sponsor'"]),
    ({"schema_version": 2}, ["schema_version"]),
    ({"": 2}, ["cannot be changed"]),
]


@pytest.mark.parametrize(("changes", "words"), MISTAKES, ids=[next(iter(changes)) for changes, _ in MISTAKES])
def test_a_mistake_is_told_in_one_sentence_with_place_and_remedy(changes: dict, words: list[str]):
    with pytest.raises(InputProblem) as caught:
        Scenario().with_changes(changes)
    sentence = str(caught.value)
    assert "\n" not in sentence
    for word in words:
        assert word in sentence


def test_a_scenario_made_in_python_fails_in_the_same_words():
    with pytest.raises(InputProblem, match=r"programme\.gate has no parameter 'close'; did you mean 'closed'"):
        Scenario(programme={"gate": {"close": True}})


def test_what_is_given_as_changes_stays_as_it_was() -> None:
    steps = [{"name": "first", "job": "problem"}]
    Scenario().with_changes({"programme.campaign.steps": steps, "programme.campaign.steps.first.job": "solution"})
    assert steps == [{"name": "first", "job": "problem"}]
