"""Who is served when, what is kept, and when there is a crowd."""

import threading
import time

import numpy as np
import pytest

from buyermaze.screens.engine import load as crowd
from buyermaze.screens.engine import runs as compute
from buyermaze.screens.engine.cache import kept
from buyermaze.screens.engine.queue import Line
from buyermaze.screens.sidebar.levers import default_scenarios
from buyermaze.simulator.runs.batch import sum_table
from tests.worlds import cohort


def waiting(line: Line, jobs, seconds: float, **options) -> threading.Thread:  # type: ignore[no-untyped-def]
    visitor = threading.Thread(target=line.serve, args=(jobs, seconds), kwargs=options)
    visitor.start()
    return visitor


def test_a_short_order_passes_a_long_one_and_both_are_done() -> None:
    line, done = Line(1), []
    began = threading.Event()

    def step() -> None:
        began.set()
        time.sleep(0.01)
        done.append("long")

    long = waiting(line, [step] * 30, seconds=30.0)
    began.wait(5)
    line.serve([lambda: done.append("short")] * 3, seconds=0.01)
    assert done.count("short") == 3 and done.count("long") < 30
    long.join(5)
    assert done.count("long") == 30


def test_equal_orders_are_served_as_they_came() -> None:
    line, done = Line(1), []
    gate = threading.Event()
    first = waiting(line, [gate.wait], seconds=1.0)
    others = []
    for k in range(5):
        others.append(waiting(line, [lambda k=k: done.append(k)], seconds=1.0))
        time.sleep(0.02)
    gate.set()
    for visitor in (first, *others):
        visitor.join(5)
    assert done == list(range(5))


def test_who_moves_on_withdraws_what_has_not_begun() -> None:
    class MovedOn(Exception):
        pass

    line, done = Line(2), []

    def step() -> None:
        time.sleep(0.02)
        done.append(1)

    def tick() -> None:
        raise MovedOn

    with pytest.raises(MovedOn):
        line.serve([step] * 500, seconds=1.0, tick=tick)
    line.serve([lambda: None], seconds=0.0)
    assert len(done) < 20


def test_a_failing_job_is_reported_to_who_asked_and_to_nobody_else() -> None:
    line = Line(1)
    with pytest.raises(ZeroDivisionError):
        line.serve([lambda: 1 / 0], seconds=0.0)
    line.serve([lambda: None], seconds=0.0)


def test_a_stopped_answer_goes_on_where_it_was_and_is_that_of_a_batch() -> None:
    scenarios = [s.with_changes({**cohort(40), "run.seed": 78}) for s in default_scenarios()]

    class Stopped(Exception):
        pass

    def stop(done: int, of: int) -> None:
        if done >= 4:
            raise Stopped

    with pytest.raises(Stopped):
        compute.answers(scenarios, 400, stop)
    ready = min(compute.available(scenario) for scenario in scenarios)
    assert ready < 400
    n = max(ready, 6)
    np.testing.assert_array_equal(compute.answers(scenarios, n), sum_table(scenarios, range(n)))


def test_scenarios_are_known_by_what_they_say() -> None:
    asked = []

    @kept(2)
    def name(scenario, extra):  # type: ignore[no-untyped-def]
        asked.append(scenario.name)
        return scenario.name

    one, other = default_scenarios()
    assert name(one, 1) == name(one.model_copy(), 1) == "Baton pass" and len(asked) == 1
    assert name(one.model_copy(update={"name": "mine"}), 1) == "mine"
    assert name(other, 1) == "Merged" and len(asked) == 3
    name(one, 1)
    assert len(asked) == 4  # only the last two were kept


def test_a_crowd_is_more_than_a_few_and_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    everybody = [*(f"visitor {k}" for k in range(crowd.MANY)), "one more"]
    for visitor in everybody[:-1]:
        crowd.moved(visitor)
        crowd.moved(visitor)
    assert not crowd.crowded()
    crowd.moved("one more")
    assert crowd.crowded()
    monkeypatch.setattr(crowd, "MOMENT", 0.0)
    time.sleep(0.01)
    assert crowd.crowded()  # they wait still: a slow server does not give itself more to do
    for visitor in everybody:
        crowd.answered(visitor)
    time.sleep(0.01)
    assert not crowd.crowded()
