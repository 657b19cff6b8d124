"""The voice of the customer: what is asked, answered and made of it."""

import numpy as np
import pytest
from handmade import idle, journal, row, run_of, won
from pairs import Pair, falls, journals, outcomes, paired, plain, rises
from worlds import rows, within

from buyermaze.simulator.core.vocabulary import Kind, Reason
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.outcomes.definitions import position, run_outcomes
from buyermaze.simulator.runs.run import Run
from tests.worlds import cohort

ASKED = plain("merged", "long_relationship", 150).with_changes(
    {"programme.voice.p_survey": 1.0, "market.living.p_answers_survey": 0.5, "market.living.answer_bias": 0.0}
)
QUESTIONS = (Reason.ASKED_EFFORT, Reason.ASKED_SATISFACTION, Reason.ASKED_RECOMMEND)
MEASURES = ("nps", "csat", "ces")


def of_hand(question: Reason, said: tuple[float, ...], would: tuple[float, ...] = ()) -> dict[str, float]:
    """Return the outcomes of one customer whose members were asked a question and answered as given."""
    asked = [row(Kind.INVITED, 600, 0, reason=question, person=0, value=value) for value in would or said]
    answered = [row(Kind.SURVEY, 600, 0, reason=question, person=0, value=value) for value in said]
    scenario = Scenario().with_changes(cohort(1))
    return Run(scenario, 0, journal(*won(0, 0.0), *asked, *answered).view(np.recarray)).outcomes


def test_net_promoter_score_is_promoters_minus_detractors_in_percent() -> None:
    assert of_hand(Reason.ASKED_RECOMMEND, (10, 9, 8, 7, 6, 0, 3))["nps_measured"] == pytest.approx(100 * (2 - 3) / 7)
    assert of_hand(Reason.ASKED_RECOMMEND, (9, 10))["nps_measured"] == 100.0
    assert of_hand(Reason.ASKED_RECOMMEND, (7, 8))["nps_measured"] == 0.0
    assert of_hand(Reason.ASKED_RECOMMEND, (6, 5, 0))["nps_measured"] == -100.0


def test_customer_satisfaction_is_the_share_of_fours_and_fives() -> None:
    assert of_hand(Reason.ASKED_SATISFACTION, (1, 2, 3, 4, 5))["csat_measured"] == pytest.approx(0.4)
    assert of_hand(Reason.ASKED_SATISFACTION, (3,))["csat_measured"] == 0.0


def test_customer_effort_score_is_the_mean_answer() -> None:
    assert of_hand(Reason.ASKED_EFFORT, (1, 4, 7, 7))["ces_measured"] == pytest.approx(4.75)


def test_questions_do_not_mix_and_what_would_have_been_said_is_kept_apart() -> None:
    told = of_hand(Reason.ASKED_RECOMMEND, (10, 9), would=(10, 9, 2, 2))
    assert (told["nps_measured"], told["nps_would"], told["share_answered"]) == (100.0, 0.0, 0.5)
    assert np.isnan(told["csat_measured"]) and np.isnan(told["ces_measured"])


def test_answers_of_inquiries_without_a_project_do_not_count() -> None:
    rows_of = [*won(0, 0.0), *idle(1, 0.5), row(Kind.SURVEY, 2, 1, reason=Reason.ASKED_EFFORT, person=0, value=1)]
    run = run_of(journal(*rows_of), Scenario().with_changes(cohort(2)))
    assert np.isnan(Run(run.scenario, 0, run.journal.view(np.recarray)).outcomes["ces_measured"])


def errors(scenario: Scenario, measure: str, n_runs: int = 30) -> float:
    """Return by how many standard errors a measured score lies above what all asked would have said."""
    table = outcomes(scenario, n_runs)
    would, measured = table[:, position(f"{measure}_would")], table[:, position(f"{measure}_measured")]
    return Pair(would[:, None].repeat(table.shape[1], axis=1), measured[:, None].repeat(table.shape[1], axis=1)).clear(
        "p_win"
    )


@pytest.mark.parametrize("measure", MEASURES)
def test_without_bias_what_is_measured_is_what_is_there(measure: str) -> None:
    assert abs(errors(ASKED, measure)) < 3.5


@pytest.mark.parametrize("measure", MEASURES)
def test_a_bias_of_the_delighted_flatters_and_one_of_the_disappointed_shames(measure: str) -> None:
    assert errors(ASKED.with_changes({"market.living.answer_bias": 0.8}), measure) > 3.0
    assert errors(ASKED.with_changes({"market.living.answer_bias": -0.8}), measure) < -3.0


def test_surveys_are_sent_and_answered_as_often_as_they_should() -> None:
    found = journals(ASKED, 4)
    asked = np.concatenate([rows(j, Kind.INVITED) for j in found])
    answered = np.concatenate([rows(j, Kind.SURVEY) for j in found])
    assert within(len(answered) / len(asked), 0.5, len(asked))
    half = np.concatenate(
        [rows(j, Kind.INVITED) for j in journals(ASKED.with_changes({"programme.voice.p_survey": 0.5}), 4)]
    )
    effort = [int(np.sum(table["reason"] == Reason.ASKED_EFFORT)) for table in (asked, half)]
    assert within(effort[1] / effort[0], 0.5, effort[0])
    assert set(asked["reason"]) == set(QUESTIONS)
    for question, low, high in ((QUESTIONS[0], 1, 7), (QUESTIONS[1], 1, 5), (QUESTIONS[2], 0, 10)):
        given = asked["value"][asked["reason"] == question]
        assert (given == np.round(given)).all()
        assert given.min() >= low and given.max() <= high


def test_every_conversation_is_asked_about_and_every_period() -> None:
    for found in journals(ASKED, 2):
        asked = rows(found, Kind.INVITED)
        talks = rows(found, Kind.TOUCH)
        talks = talks[talks["channel"] == 0]
        effort = asked[asked["reason"] == Reason.ASKED_EFFORT]
        assert np.array_equal(effort[["time", "account", "person"]], talks[["time", "account", "person"]])
        ours = rows(found, Kind.USE)["time"]
        assert set(asked["time"][asked["reason"] == Reason.ASKED_RECOMMEND]) <= set(ours)


def test_an_answer_follows_its_question_and_says_what_would_have_been_said() -> None:
    for found in journals(ASKED, 2):
        fields = ["time", "account", "person", "reason", "value"]
        asked = set(map(tuple, rows(found, Kind.INVITED)[fields].tolist()))
        answered = rows(found, Kind.SURVEY)[fields].tolist()
        assert len(answered) > 50
        assert set(map(tuple, answered)) <= asked
        assert len(set(map(tuple, answered))) == len(answered)


def test_asking_without_hearing_changes_nothing_but_the_bill() -> None:
    silent = ASKED.with_changes({"programme.voice.p_survey": 0.0})
    deaf = {"programme.voice.p_survey": 1.0, "market.living.p_answers_survey": 0.0, "programme.voice.cost_survey": 10.0}
    for before, after in zip(journals(silent, 2), journals(silent.with_changes(deaf), 2), strict=True):
        assert before.tobytes() == after[after["kind"] != Kind.INVITED].tobytes()
    pair = paired(silent, deaf)
    rises(pair, "cost_total")
    assert pair.change("p_win") == 0.0


def test_low_answers_raise_alarms_that_take_reps_time_and_give_something_back() -> None:
    base = ASKED.with_changes(
        {"programme.voice.p_survey": 0.0, "programme.voice.p_noticed": 0.0, "market.living.neglect": 0.2}
    )
    heard = {
        "programme.voice.p_survey": 1.0,
        "market.living.p_answers_survey": 1.0,
        "programme.voice.recovery": 1.0,
        "programme.voice.hours_recovery": 30.0,
    }
    pair = paired(base, heard)
    rises(pair, "p_renewal")
    for found in journals(base.with_changes(heard), 2):
        alarms, answers = rows(found, Kind.ALERT), rows(found, Kind.SURVEY)
        low = answers[(answers["reason"] == Reason.ASKED_RECOMMEND) & (answers["value"] <= 6)]
        raised = set(map(tuple, alarms[["time", "account"]].tolist()))
        assert raised == set(map(tuple, low[["time", "account"]].tolist()))
        recovered = rows(found, Kind.RECOVERY)
        assert 0 < len(recovered) <= len(alarms)
        assert (recovered["hours"] >= 30.0).all() and (recovered["rep"] >= 0).all()


def test_bias_spares_alarms_that_were_needed() -> None:
    heard = ASKED.with_changes(
        {
            "market.living.neglect": 1.0,
            "market.living.p_answers_survey": 0.05,
            "programme.voice.p_noticed": 0.0,
            "programme.voice.recovery": 0.0,
        }
    )

    def alarms(bias: float) -> int:
        found = journals(heard.with_changes({"market.living.answer_bias": bias}), 4)
        return sum(len(rows(j, Kind.ALERT)) for j in found)

    assert alarms(1.0) < alarms(0.0) < alarms(-1.0)
    falls(paired(heard, {"market.living.neglect": 2.0}), "nps_would")


def test_run_outcomes_are_undefined_where_nobody_was_asked() -> None:
    quiet = ASKED.with_changes({"programme.voice.p_survey": 0.0})
    values = run_outcomes(Run(quiet, 0, journals(quiet, 1)[0]).totals, quiet)
    for measure in MEASURES:
        assert np.isnan(values[position(f"{measure}_measured")])
        assert np.isnan(values[position(f"{measure}_would")])
