"""Answers have a subject, may challenge, and what was planted before the search ripens: what it moves, and what it costs."""

import numpy as np
import pytest
from pairs import falls, paired, plain, rises
from worlds import rows

import buyermaze as bm
from buyermaze.simulator.analysis.journeys.content_coverage import concerns
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import ABOUT_CHANGE, Kind, Reason
from buyermaze.simulator.journal.compare import first_difference
from buyermaze.simulator.model.rules.buyers.ideas import p_taken_up, ripeness, subject_of, turned, urgency_added
from tests.worlds import cohort, within

MARKET = "docs/examples/markets/ideas.yaml"
CHALLENGE = {"programme.teaching.p_challenge": 0.5}
PLANTED = {
    "programme.marketing.priming": 1.0,
    "market.demand.share_latent": 0.8,
    "market.demand.priming_effect": 1.0,
    "market.ideas.weeks_ripen": 10.0,
}


@pytest.fixture(scope="module")
def run():
    return bm.simulate(bm.load("merged", market=MARKET, changes=cohort(200) | CHALLENGE))


@pytest.fixture(scope="module")
def told(run):
    found = rows(run.counted_rows(), Kind.IDEA)
    return found[found["reason"] != Reason.PLANTED]


def test_both_engines_write_the_same_journal_also_where_ideas_are_planted_later() -> None:
    later = {"timeline": [{"week": 3.0, "changes": {"programme.marketing.priming": 1.0} | CHALLENGE}]}
    weeks = {"run.weeks_warm_up": 0.0, "run.weeks": 8.0, "run.weeks_follow_up": 40.0}
    planted = PLANTED | {"programme.marketing.priming": 0.0, "market.ideas.weeks_before": 2.0}
    scenario = bm.load("merged", market=MARKET, changes=weeks | planted).with_changes(later)
    compiled, reference = (bm.simulate(scenario, engine=engine).journal for engine in ("compiled", "reference"))
    assert first_difference(compiled, reference) is None
    met = rows(compiled, Kind.IDEA)
    assert met["time"][met["reason"] == Reason.PLANTED].min() > 3 * 40.0
    assert {Reason.TAKEN_UP, Reason.RESENTED, Reason.ON_SUBJECT} <= {Reason(reason) for reason in met["reason"]}


def test_ideas_planted_long_ago_are_those_of_what_was_spent_then() -> None:
    stops = {"timeline": [{"week": 1.0, "changes": {"programme.marketing.priming": 0.0}}]}
    slow = plain().with_changes(PLANTED | {"market.ideas.weeks_before": 150.0})
    at_once, later = (slow.with_changes(changes) for changes in ({"programme.marketing.priming": 0.0}, stops))
    assert bm.simulate(at_once).outcomes["share_planted"] == 0.0
    met = rows(bm.simulate(later).journal, Kind.IDEA)
    assert len(met[(met["reason"] == Reason.PLANTED) & (met["time"] > 40.0)]) > 10


def test_only_answers_of_ours_on_change_have_a_subject(told) -> None:
    assert {bool(ABOUT_CHANGE[job]) for job in told["job"]} == {True}
    assert set(told["vendor"]) == {0}
    assert ((told["detail"] == 0.0) | (told["detail"] == 1.0)).all()


def test_challenges_come_as_often_as_was_said_and_are_taken_up_by_trust_and_fit(told) -> None:
    challenged = np.isin(told["reason"], (Reason.TAKEN_UP, Reason.RESENTED))
    assert within(float(challenged.mean()), 0.5, len(told))
    taken = told[challenged]
    share = [
        float(np.mean(taken["reason"][taken["detail"] == to_the_point] == Reason.TAKEN_UP)) for to_the_point in (0, 1)
    ]
    assert share[0] < share[1] < 0.65
    assert (taken["value"][taken["reason"] == Reason.TAKEN_UP] > 0.0).all()
    assert (taken["value"][taken["reason"] == Reason.RESENTED] < 0.0).all()


def test_content_on_what_buyers_want_answers_more_than_content_on_something_else() -> None:
    want = [{"name": each.name, "fix": 1.0, "run": 0.0, "grow": 0.0} for each in plain().market.personas]
    lost = {"market.ideas.concerns": want, "market.ideas.subject_pull": 0.8}
    beside = plain().with_changes(lost | {"programme.teaching.fix": 0.0})
    found = paired(beside, {"programme.teaching.fix": 10.0}, n_runs=8)
    rises(found, "share_on_subject", "share_answered_by_self_service", "need_per_hour")
    falls(found, "share_answered_by_rival")


def test_who_is_known_is_spoken_to_on_their_own_subject() -> None:
    known = {"programme.memory.share_passed_on": 1.0, "programme.memory.share_recorded": 1.0}
    base = bm.load("baton_pass", market=MARKET, changes=cohort(120))
    rises(paired(base, known | {"programme.memory.tailoring": 0.5}, n_runs=8), "share_on_subject")


def test_urgency_makes_groups_decide_and_disappoints_them_later() -> None:
    calm = plain().with_changes(CHALLENGE | {"market.ideas.urgency": 0.0, "market.ideas.annoyance": 0.0})
    found = paired(calm, {"market.ideas.urgency": 1.0}, n_runs=12)
    falls(found, "p_no_decision", "satisfaction")
    rises(found, "p_lost", "regret_from_disappointment", "regret_mean")


def test_a_challenge_resented_costs_trust_and_with_it_answers() -> None:
    calm = plain().with_changes(CHALLENGE | {"market.ideas.annoyance": 0.0})
    found = paired(calm, {"market.ideas.annoyance": 0.9}, n_runs=8)
    falls(found, "share_taken_up", "share_answered_by_self_service", "n_requests_met")


def test_ideas_that_take_long_to_ripen_are_worth_less_at_the_search() -> None:
    early = plain().with_changes(PLANTED | {"market.ideas.weeks_ripen": 0.01})
    found = paired(early, {"market.ideas.weeks_ripen": 150.0}, n_runs=12)
    falls(found, "ripeness", "share_of_purchases")
    assert found.change("share_planted") == 0.0
    rises(paired(plain().with_changes(PLANTED), {"market.ideas.weeks_before": 150.0}, n_runs=8), "ripeness")


def test_who_notices_late_what_purchases_turn_to_speaks_beside_the_point() -> None:
    turning = {"market.ideas.weeks_turn": 150.0, "market.ideas.subject_pull": 0.8, "programme.teaching.run": 0.0}
    turning |= {"programme.teaching.grow": 0.0, "market.ideas.concerns": [{"name": "champion", "run": 0.0, "grow": 0.0}]}
    at_once = plain().with_changes(turning | {"programme.teaching.weeks_behind": 0.0})
    late = paired(at_once, {"programme.teaching.weeks_behind": 150.0}, n_runs=8)
    falls(late, "share_on_subject", "share_answered_by_self_service")
    again = paired(at_once, {"programme.teaching.weeks_behind": 450.0}, n_runs=8)
    assert again.change("share_on_subject") == 0.0  # three turns late it is about the same again


def test_how_often_we_meet_a_concern_is_told_by_persona() -> None:
    table = concerns(bm.load("merged", market=MARKET, changes={"programme.teaching.run": 0.0})).set_index("persona")
    assert table.loc["sponsor", ["fix", "run", "grow"]].tolist() == pytest.approx([0.0, 0.2, 0.8])
    assert table.loc["sponsor", "p_met"] == pytest.approx(0.4)
    assert table.loc["procurement", "p_met"] == pytest.approx(1.0 / 3.0)


def test_rules_of_ideas_by_hand() -> None:
    assert [subject_of(luck, 1.0, 2.0, 1.0) for luck in (0.2, 0.3, 0.7, 0.8)] == [0, 1, 1, 2]
    assert [subject_of(luck, 0.0, 0.0, 0.0) for luck in (0.1, 0.5, 0.9)] == [0, 1, 2]
    assert [turned(2, 40.0 * weeks, 10.0) for weeks in (-0.1, 0.0, 9.9, 10.0, 25.0)] == [1, 2, 2, 0, 1]
    assert turned(1, 1e6, 0.0) == 1
    assert p_taken_up(0.6, 0.5, 0.7) == pytest.approx(0.21)
    assert p_taken_up(0.6, 1.4, 1.0) == 0.6
    assert urgency_added(0.3, 0.5, 2) == pytest.approx(0.15)
    assert ripeness(0.0, 10.0) == 0.0
    assert ripeness(400.0, 10.0) == pytest.approx(0.6321, abs=1e-4)
    assert ripeness(0.0, 0.0) == 1.0


def test_concerns_are_of_personas_there_are() -> None:
    with pytest.raises(InputProblem, match="'champoin' is no persona of the market; did you mean 'champion'"):
        plain().with_changes({"market.ideas.concerns": [{"name": "champoin"}]})


def test_a_story_tells_of_a_challenge(run, told) -> None:
    account = int(told["account"][told["reason"] == Reason.TAKEN_UP][0])
    assert "comes to see what it costs to leave things as they are" in str(bm.story(run, account))
