"""The reference engine as a reader of Mesa expects it: agent sets, running to the end, a data collector that tells outcomes."""

import pytest

from buyermaze import InputProblem, extend, load, simulate
from buyermaze.simulator.core.vocabulary import Kind
from buyermaze.simulator.engines.reference.agents import Committee, Stakeholder
from buyermaze.simulator.engines.reference.desks import Rep
from buyermaze.simulator.engines.reference.model import BuyerMaze
from buyermaze.simulator.outcomes.definitions import NAMES
from buyermaze.simulator.runs.collecting import outcome_collector
from tests.worlds import cohort

SMALL = load("baton_pass").with_changes({**cohort(10), "run.seed": 7})


@pytest.fixture(scope="module")
def collected():
    """A model run to its end by Mesa's own means, looked at now and then, and what was collected."""
    model, data = BuyerMaze(SMALL), outcome_collector(NAMES)
    for hours in (200.0, 800.0):
        data.collect(model.run_until(hours))
    model.run_model()
    data.collect(model)
    return model, data


def test_mesas_own_run_ends_and_writes_the_journal_of_any_run(collected) -> None:
    model, _ = collected
    assert not model.running and model.finished
    assert model.journal.tobytes() == simulate(SMALL, engine="compiled").journal.tobytes()


def test_the_last_line_collected_is_the_outcomes_of_the_run(collected) -> None:
    _, data = collected
    frame, run = data.get_model_vars_dataframe(), simulate(SMALL, engine="compiled")
    assert frame["hours"].is_monotonic_increasing and len(frame) == 3
    told = {name: frame[name].iloc[-1] for name in NAMES}
    assert told == pytest.approx(run.outcomes, nan_ok=True, abs=0.0, rel=0.0)
    assert frame["p_open"].iloc[0] > frame["p_open"].iloc[-1]


def test_groups_people_and_reps_are_collected_as_they_stand(collected) -> None:
    model, data = collected
    groups, run = data.get_agenttype_vars_dataframe(Committee), simulate(SMALL, engine="compiled")
    last = groups.loc[groups.index.get_level_values("Step").max()]
    assert last["status"].value_counts().to_dict() == run.endings()
    people = data.get_agenttype_vars_dataframe(Stakeholder)
    last_people = people.loc[people.index.get_level_values("Step").max()]
    assert len(last_people) == last["n_people"].sum() == len(model.agents_by_type[Stakeholder])
    reps = data.get_agenttype_vars_dataframe(Rep)
    assert sorted(set(reps["number"])) == list(range(len(model.rep_desk.reps)))


def test_agent_sets_select_group_and_count(collected) -> None:
    model, _ = collected
    committees = model.agents_by_type[Committee]
    assert list(committees) == model.committees
    assert not committees.select(lambda group: group.open)
    sizes = model.agents_by_type[Stakeholder].groupby(lambda person: person.committee.account).count()
    assert sizes == {group.account: len(group.people) for group in model.committees}
    assert len(model.agents) == len(committees) + sum(sizes.values()) + len(model.rep_desk.reps)


def test_looking_changes_nothing_and_a_wrong_name_is_refused(collected) -> None:
    assert collected[0].journal.tobytes() == BuyerMaze(SMALL).run().journal.tobytes()
    with pytest.raises(InputProblem, match="p_win"):
        outcome_collector(["p_wins"])


def test_a_rep_of_ones_own_takes_the_place_of_ours() -> None:
    met: list[int] = []

    @extend.rep("slow", meaning="A rep who needs five weeks more for everything.")
    class Slow(extend.Rep):
        def meet(self, account: int, seat: int, queued_at: float) -> float:
            met.append(self.number)
            return super().meet(account, seat, queued_at) + 200.0

    few = {**cohort(10), "run.engine": "reference", "programme.team.n_reps": 1}
    usual = simulate(load("merged", changes=few))
    slow = simulate(load("merged", changes=few | {"parts.slow": "on"}))
    served = [int((run.journal.kind == Kind.SERVED).sum()) for run in (usual, slow)]
    assert len(met) == served[1] < served[0]  # buyers give up waiting
    with pytest.raises(InputProblem, match=r"compiled engine cannot run 'slow', a rep"):
        simulate(slow.scenario, engine="compiled")
    extend.forget("slow")


def test_a_model_of_ones_own_says_what_its_groups_people_and_reps_are() -> None:
    own = {name: type(f"Own{name}", (usual,), {}) for name, usual in (("c", Committee), ("s", Stakeholder), ("r", Rep))}
    names = {"committee_class": own["c"], "stakeholder_class": own["s"], "rep_class": own["r"]}
    model = type("OwnMaze", (BuyerMaze,), names)(SMALL)
    model.run_until(400.0)
    assert set(model.agents_by_type) == set(own.values())
    assert model.journal.tobytes() == BuyerMaze(SMALL).run_until(400.0).journal.tobytes()
