"""The reference engine as a person uses it: stepping, pausing, looking around, extending it in Python."""

import numpy as np
import pytest

from buyermaze import InputProblem, Scenario, load, simulate
from buyermaze.simulator.core.vocabulary import N_INFO_JOBS, SOUGHT, Kind
from buyermaze.simulator.engines.reference.maze import DAY_JOB, MEETING_ROOM, room_name
from buyermaze.simulator.engines.reference.model import BuyerMaze
from tests.worlds import cohort


@pytest.fixture(scope="module")
def small() -> Scenario:
    return load("baton_pass").with_changes({**cohort(12), "run.seed": 7})


def test_stepping_gives_the_same_journal_as_running(small: Scenario) -> None:
    stepped = BuyerMaze(small)
    while not stepped.finished:
        stepped.step()
    assert stepped.journal.tobytes() == BuyerMaze(small).run().journal.tobytes()


def test_a_run_can_be_paused_looked_at_and_taken_up_again(small: Scenario) -> None:
    model = BuyerMaze(small).run_until(400.0)
    assert model.now <= 400.0
    assert len(model.journal) > 0
    assert model.journal.time.max() <= 400.0
    before = model.journal.copy()
    model.occupancy()
    model.run()
    assert model.journal[: len(before)].tobytes() == before.tobytes()
    assert model.journal.tobytes() == simulate(small, engine="reference").journal.tobytes()


def test_everybody_stands_in_one_room_and_the_rooms_are_the_maze(small: Scenario) -> None:
    model = BuyerMaze(small).run_until(600.0)
    people = sum(len(committee.people) for committee in model.committees)
    assert people > 0
    assert sum(model.occupancy().values()) == people
    rooms = {room_name(job, channel) for job in range(N_INFO_JOBS) for channel in SOUGHT}
    assert {cell.coordinate for cell in model.maze.all_cells} == rooms | {DAY_JOB, MEETING_ROOM}


def test_stepping_past_the_end_changes_nothing(small: Scenario) -> None:
    model = BuyerMaze(small).run()
    rows = len(model.journal)
    model.step()
    assert model.finished
    assert len(model.journal) == rows


def test_a_policy_in_python_chooses_the_rep(small: Scenario) -> None:
    def last_free(model: BuyerMaze, account: int) -> int:
        return int(np.flatnonzero(model.world.reps.busy == 0)[-1])

    own = simulate(small, engine="reference", rep_policy=last_free).journal
    usual = simulate(small, engine="reference").journal
    first = int(np.flatnonzero(usual.kind == Kind.SERVED)[0])
    assert usual.rep[first] == 0
    assert own.rep[first] == small.programme.team.n_reps - 1


def test_the_compiled_engine_refuses_a_policy_in_python(small: Scenario) -> None:
    with pytest.raises(InputProblem, match="use engine='reference'"):
        simulate(small, engine="compiled", rep_policy=lambda model, account: 0)


def test_an_unknown_engine_is_named_with_the_ones_there_are(small: Scenario) -> None:
    with pytest.raises(InputProblem, match="compiled"):
        simulate(small, engine="compild")
