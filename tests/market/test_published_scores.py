"""Published scores: what they make reps do, and what they say beside the truth."""

import pytest
from pairs import falls, journals, paired, plain, rises
from worlds import rows

import buyermaze as bm
from buyermaze.simulator.core.vocabulary import Kind
from buyermaze.simulator.journal.compare import first_difference
from buyermaze.simulator.model.rules.marketing.surveys import CES_HIGH, NPS_HIGH, pleaded
from buyermaze.simulator.outcomes.books.costs import yearly_spend
from tests.worlds import cohort

ASKED = {"programme.voice.p_survey": 1.0, "market.living.p_answers_survey": 1.0, "market.living.answer_bias": 0.0}
PUBLISHED = "programme.scores.published"
GAMED = {PUBLISHED: True, "programme.scores.share_heeded": 0.0}


def answers(changes: dict[str, object]) -> tuple[list[float], list[float]]:
    """Return what those asked would say, and what they said, in the order of asking; everybody who is asked answers."""
    found = bm.simulate(plain("merged", n_accounts=60).with_changes(ASKED | changes)).journal
    return rows(found, Kind.INVITED)["value"].tolist(), rows(found, Kind.SURVEY)["value"].tolist()


def test_both_engines_write_the_same_journal_where_scores_are_published() -> None:
    scenario = bm.load("sales_pushed", changes=cohort(20) | ASKED | {PUBLISHED: True})
    compiled, reference = (bm.simulate(scenario, engine=name).journal for name in ("compiled", "reference"))
    assert first_difference(compiled, reference) is None
    invited = rows(compiled, Kind.INVITED)
    assert (rows(compiled, Kind.SURVEY)["value"] != invited["value"]).any()


def test_a_high_mark_asked_for_is_a_point_more_up_to_the_end_of_the_scale() -> None:
    assert [pleaded(answer, CES_HIGH) for answer in (1.0, 6.0, 7.0)] == [2.0, 7.0, 7.0]
    assert pleaded(10.0, NPS_HIGH) == 10.0


def test_hidden_scores_are_what_people_say_whatever_reps_would_do_with_published_ones() -> None:
    would, said = answers({"programme.scores.p_pleaded": 1.0, "programme.scores.p_screened": 1.0})
    assert len(would) > 100
    assert said == would


def test_where_every_mark_is_pleaded_for_nobody_says_less_and_most_say_a_point_more() -> None:
    would, said = answers(GAMED | {"programme.scores.p_pleaded": 1.0, "programme.scores.p_screened": 0.0})
    raised = [after - before for before, after in zip(would, said, strict=True)]
    assert set(raised) <= {0.0, 1.0}
    assert sum(raised) > 0.5 * len(raised)


def test_where_all_unhappy_people_are_left_out_fewer_are_asked_and_the_mean_is_higher() -> None:
    everybody, _ = answers({})
    happy, said = answers(GAMED | {"programme.scores.p_pleaded": 0.0, "programme.scores.p_screened": 1.0})
    assert said == happy
    assert 0 < len(happy) < len(everybody)


def test_gamed_scores_rise_and_the_experience_does_not() -> None:
    asked = plain("merged", "long_relationship", 150).with_changes(ASKED | {"programme.voice.p_noticed": 0.0})
    found = paired(asked, GAMED | {"programme.scores.p_screened": 0.6, "programme.scores.p_pleaded": 0.6}, n_runs=8)
    rises(found, "ces_measured", "csat_measured", "nps_measured")
    assert abs(found.change("p_win")) < 0.03


def test_reps_on_whom_scores_count_push_less() -> None:
    pushing = plain("sales_pushed").with_changes(ASKED)
    falls(paired(pushing, {PUBLISHED: True, "programme.scores.share_heeded": 0.5}, n_runs=8), "share_pushed")


def test_unhappy_customers_who_are_not_asked_raise_no_alarm() -> None:
    base = plain("merged", "long_relationship", 100).with_changes(ASKED | {"programme.voice.p_noticed": 0.0})
    gamed = base.with_changes(GAMED | {"programme.scores.p_screened": 1.0, "programme.scores.p_pleaded": 0.0})
    honest, screened = (sum(len(rows(j, Kind.ALERT)) for j in journals(each, 3)) for each in (base, gamed))
    assert honest > 20
    assert screened < 0.2 * honest


def test_publishing_costs_what_was_said() -> None:
    plainly = plain("merged")
    dearer = yearly_spend(plainly.with_changes({PUBLISHED: True}).programme) - yearly_spend(plainly.programme)
    assert dearer == pytest.approx(plainly.programme.scores.cost)
