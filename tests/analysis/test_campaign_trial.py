"""A campaign as it runs: its steps told, its true effect beside what holdouts measure, and plans that are run."""

import pytest

import buyermaze as bm
from buyermaze.simulator.analysis.campaign_trial import CampaignTrial, campaign_trial, with_campaign
from buyermaze.simulator.analysis.journeys.campaign_plan import Plan, Step
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from tests.worlds import cohort

BASE = bm.load("baton_pass", changes=cohort(200))
PLAN = Plan(
    "three things", (
        Step("webinar", "problem", ("event",), ("champion", "nobody we know"), asset="trend report", day=2.0),
        Step("kit", "validation", ("content",), day=5.0),
        Step("call", "requirements", ("rep",), day=12.0, only_if="not_taken"),
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def found() -> CampaignTrial:
    return campaign_trial(with_campaign(BASE, PLAN)[0], 4)


def test_a_plan_is_run_by_its_days_and_what_nobody_can_send_is_named() -> None:
    scenario, left = with_campaign(BASE, PLAN)
    first, second = scenario.programme.campaign.steps
    assert left == ("kit",)
    assert (first.name, first.channel, first.days_wait, first.personas, first.asset) == (
        "webinar", "event", 2.0, ("champion",), "trend report",
    )  # fmt: skip
    assert (second.channel, second.days_wait, second.only_if) == ("rep", 10.0, "not_taken")


def test_accounts_drop_off_from_step_to_step_and_no_more_people_take_up_than_are_reached(found: CampaignTrial) -> None:
    first, second = found.steps
    assert first.n_reached > second.n_reached > 0
    assert 0 < first.n_taken < first.n_people
    assert second.n_left_out > 0
    assert len(found.table()) == len(found.words_table()) == 2


def test_the_truth_is_told_more_sharply_than_any_holdout_can(found: CampaignTrial) -> None:
    assert [each.by for each in found.measured] == ["account", "region"]
    for each in found.measured:
        assert found.truth.half_width < each.lift.half_width
    assert len(found.effects()) == 4


def test_what_holdouts_say_is_true_on_average_where_the_campaign_does_nothing() -> None:
    nothing = {"programme.nurture.p_opened": 0.0, "market.mind.hours_glance": 0.0}
    silent = BASE.with_changes(nothing | {"programme.campaign.steps": [{"name": "mail nobody opens", "days_wait": 1.0}]})
    trial = campaign_trial(silent, 4)
    assert trial.truth.mean == 0.0
    assert not trial.truth.is_told
    for each in trial.measured:
        assert not each.lift.is_told


def test_sentences_say_truth_and_measurement(found: CampaignTrial) -> None:
    said = " ".join(found.sentences())
    assert "Truly it moves wins" in said
    assert "holding out accounts (50 %)" in said
    assert "holding out regions (50 %)" in said


@pytest.mark.parametrize("steps", [(Step("kit", "validation", ("content",)),), (Step("fair", "selection", ("event",)),)])
def test_a_plan_of_which_nothing_can_be_sent_is_refused(steps: tuple[Step, ...]) -> None:
    with pytest.raises(InputProblem, match="no step of 'unsendable'"):
        with_campaign(BASE, Plan("unsendable", steps))


def test_a_scenario_without_a_campaign_is_told_what_to_give() -> None:
    with pytest.raises(InputProblem, match=r"programme\.campaign\.steps"):
        campaign_trial(Scenario())
