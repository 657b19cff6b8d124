"""AI assistants: fast, broad, fed by what is published, sometimes wrong, gone through with a seller; off, they are not there."""

import numpy as np
import pytest

import buyermaze as bm
from buyermaze.simulator.core.vocabulary import Channel, Job, Kind, Reason
from buyermaze.simulator.journal.compare import first_difference
from buyermaze.simulator.model.parameters import pack
from buyermaze.simulator.model.rules.journey.assistant import answered, is_put_right, p_misled, retold
from buyermaze.simulator.model.rules.luck.draws import run_key
from buyermaze.simulator.model.state import new_world
from buyermaze.simulator.model.steps.journey.arrival import arrive
from buyermaze.simulator.model.steps.journey.assistant import go_through_answers
from tests.market.pairs import paired, plain
from tests.worlds import cohort, history, rows

ON = {"market.assistant.share_using": 0.94}
QUICK = {"run.weeks_warm_up": 0.0, "run.weeks": 40.0, "run.weeks_follow_up": 40.0}


@pytest.fixture(scope="module")
def asked():
    return bm.simulate(bm.load("merged", market="docs/examples/markets/assistants.yaml", changes=QUICK))


def test_an_assistant_knows_what_is_published_and_makes_up_the_rest() -> None:
    assert answered(1.0) == 1.0 > answered(0.5) > answered(0.0) > 0.0
    assert p_misled(0.4, 1.0) == 0.0
    assert p_misled(0.4, 0.25) == pytest.approx(0.3)
    assert retold(1.0, 0.6, -0.2) == 0.6
    assert retold(0.0, 0.6, -0.2) == -0.2


def test_a_seller_puts_right_what_it_is_good_for_a_seller_to_put_right() -> None:
    assert is_put_right(0.5, True, False)
    assert is_put_right(-0.5, True, True)
    assert not is_put_right(0.5, True, True)  # who pushes leaves what speaks for the own offer
    assert is_put_right(0.5, False, False)
    assert not is_put_right(-0.5, False, False)


@pytest.mark.parametrize("changes", [{}, {"market.assistant.p_wrong": 1.0, "market.assistant.echo": 0.0}])
def test_both_engines_write_the_same_journal(changes) -> None:
    scenario = bm.load("baton_pass", changes=QUICK | ON | changes | {"run.weeks": 6.0})
    compiled, reference = (bm.simulate(scenario, engine=engine).journal for engine in ("compiled", "reference"))
    assert first_difference(compiled, reference) is None
    assert (rows(compiled, Kind.TOUCH)["channel"] == Channel.ASSISTANT).any()


def test_whoever_asks_asks_at_any_time_and_the_others_never(asked) -> None:
    touches = rows(asked.journal, Kind.TOUCH)
    answers = touches[touches["channel"] == Channel.ASSISTANT]
    who = {(int(a), int(p)) for a, p in zip(answers["account"], answers["person"], strict=True)}
    everybody = {(int(a), int(p)) for a, p in zip(touches["account"], touches["person"], strict=True)}
    assert 0.5 < len(who) / len(everybody) < 0.94 + 0.02
    assert not answers["seen"].any()


def test_every_answer_gone_through_was_given_before_and_goes_through_once(asked) -> None:
    journal = asked.journal
    open_answers: dict[tuple[int, int], int] = {}
    n = 0
    for row in journal:
        who = int(row["account"]), int(row["person"])
        if row["kind"] == Kind.TOUCH and row["channel"] == Channel.ASSISTANT:
            open_answers[who] = open_answers.get(who, 0) + 1
        elif row["kind"] == Kind.VERIFIED:
            assert row["detail"] == open_answers.pop(who) >= 1
            assert row["channel"] in (Channel.REP, Channel.RIVAL_REP)
            n += 1
    assert n > 50


def test_outcomes_of_assistants_are_what_the_journal_says(asked) -> None:
    counted = asked.counted_rows()
    real = set(counted["account"][(counted["kind"] == Kind.ARRIVED) & (counted["detail"] == 1)].tolist())
    counted = counted[np.isin(counted["account"], list(real))]
    answers = counted[(counted["kind"] == Kind.TOUCH) & (counted["channel"] == Channel.ASSISTANT)]
    checks = counted[counted["kind"] == Kind.VERIFIED]
    told = asked.outcomes
    assert told["n_assistant_answers"] == pytest.approx(len(answers) / len(real))
    assert told["share_assistant_misleading"] == pytest.approx((answers["reason"] == Reason.MISLED).mean())
    assert told["share_assistant_checked"] == pytest.approx(checks["detail"].sum() / len(answers))
    assert told["share_assistant_corrected"] == pytest.approx((checks["reason"] == Reason.MISLED).mean())


def test_what_is_wrong_fades_with_what_is_known_and_is_told_with_it() -> None:
    scenario = bm.load("baton_pass", changes=QUICK | ON | cohort(60) | {"market.assistant.p_wrong": 1.0})
    people = history(scenario).people.reshape(-1)
    wrong = {"known": "known_wrongly", "evidence": "evidence_wrong"}
    for all_of_it, of_it in wrong.items():
        assert (people[of_it] > 0.0).any()
        assert (people[of_it] <= people[all_of_it] + 1e-9).all()
    assert (people["untold_error"] != 0.0).any()
    assert not people["untold_error"][people["untold"] == 0.0].any()


def test_a_seller_takes_back_the_mistake_and_nothing_else() -> None:
    world = new_world(pack(bm.load("baton_pass", changes=ON)), run_key(1, 0), 4, 4096)
    arrive(world, 0, 0, 0.0)
    person = world.people[0, 0]
    person.channel, person.job, person.vendor, person.rep = Channel.RIVAL_REP, Job.SELECTION, 1, -1
    person.n_unchecked = 3
    person.opinion[1], person.precision[1] = 1.4, 4.0
    person.mistaken[1] = 2.0  # of which the group was told two thirds
    person.untold[1], person.untold_sum[1], person.untold_error[1] = 1.0, 0.9, 0.5
    go_through_answers(world, 0, 0, 10.0)
    assert person.opinion[1] == pytest.approx(1.4 - 2.0 / 4.0)
    assert person.untold_sum[1] == pytest.approx(0.9 - 0.5)
    go_through_answers(world, 0, 0, 20.0)
    assert person.opinion[1] == pytest.approx(0.9)
    assert person.untold_sum[1] == pytest.approx(0.4)


def test_where_nobody_asks_there_is_no_such_channel() -> None:
    scenario = bm.load("merged", changes=QUICK | {"market.assistant.p_wrong": 0.9, "run.weeks": 6.0})
    usual = bm.simulate(bm.load("merged", changes=QUICK | {"run.weeks": 6.0}))
    run = bm.simulate(scenario)
    assert run.journal.tobytes() == usual.journal.tobytes()
    assert Channel.ASSISTANT not in scenario.channels
    assert run.outcomes["n_assistant_answers"] == 0.0
    assert np.isnan(run.outcomes["share_assistant_misleading"])


def test_a_plan_may_bring_assistants_on_a_date() -> None:
    come = [{"week": 20, "changes": ON}]
    scenario = bm.load("merged", changes=QUICK | {"timeline": come})
    touches = rows(bm.simulate(scenario).journal, Kind.TOUCH)
    begun = touches["time"][touches["channel"] == Channel.ASSISTANT]
    assert Channel.ASSISTANT in scenario.channels
    assert 20 * 40.0 <= begun.min() < 21 * 40.0


def test_who_asks_assistants_spends_fewer_hours_and_comes_to_sellers_more() -> None:
    found = paired(plain("baton_pass"), ON, n_runs=10)
    assert found.clear("hours_per_person") < -3.0
    assert found.clear("share_hours_with_suppliers") > 3.0
    assert found.clear("progress_at_first_seller") < -3.0  # they come to have answers checked, before they know much


def test_wrong_answers_are_noticed_with_sellers_and_take_knowledge_back() -> None:
    right = plain("baton_pass").with_changes(ON | {"market.assistant.p_wrong": 0.0})
    found = paired(right, {"market.assistant.p_wrong": 1.0})
    assert found.clear("share_assistant_misleading") > 3.0
    assert found.clear("share_assistant_corrected") > 3.0
    assert found.clear("hours_per_person") > 2.0
