"""Who is served when, what is kept, and when there is a crowd."""

import contextvars
import inspect
import os
import re
import sys
import threading
import time
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import altair
import numpy as np
import pandas
import pytest

from buyermaze.screens.engine import compute, crowd, plans, queue
from buyermaze.screens.engine.purse import HALF_LIFE, STAYS, VISITOR, Purse
from buyermaze.screens.engine.queue import Line, look
from buyermaze.screens.engine.store import Store, kept, weight
from buyermaze.screens.sidebar.choices import default_scenarios
from buyermaze.simulator.comparison.comparison import Comparison
from buyermaze.simulator.outcomes.batches import batch_values
from buyermaze.simulator.runs.batch import sum_table
from tests.worlds import cohort

SECONDS = 60.0  # to wait for what comes at once unless something is wrong


def waiting(line: Line, jobs, seconds: float, **options) -> threading.Thread:  # type: ignore[no-untyped-def]
    context = contextvars.copy_context()
    visitor = threading.Thread(target=context.run, args=(line.serve, jobs, seconds), kwargs=options)
    visitor.start()
    return visitor


def test_a_short_order_passes_a_long_one_and_both_are_done() -> None:
    line, done = Line(1), []
    began, go_on = threading.Event(), threading.Event()

    def step() -> None:
        began.set()
        go_on.wait(SECONDS)
        done.append("long")

    long = waiting(line, [step] * 30, seconds=30.0)
    assert began.wait(SECONDS)
    line.serve([lambda: done.append("short")] * 3, seconds=0.01)
    assert done == ["short"] * 3
    go_on.set()
    long.join(SECONDS)
    assert done.count("long") == 30


def ordered(line: Line, n: int) -> None:
    """Wait until there are so many orders in a line."""
    given_up = time.monotonic() + SECONDS
    while len(line._orders) + len(line._long) < n:
        assert time.monotonic() < given_up
        time.sleep(0.01)


def test_a_job_gives_way_at_its_looks_to_what_is_due_before_it_and_does_not_pay_for_it() -> None:
    line, done = Line(1), []
    begun, go_on = threading.Event(), threading.Event()

    def dear() -> None:
        begun.set()
        go_on.wait(SECONDS)
        look()  # one job, one thread: who is due first is served here
        done.append("dear")

    def cheap() -> None:
        end = time.thread_time() + 0.2
        while time.thread_time() < end:
            look()  # what is done in between gives way to nobody
        done.append("cheap")

    VISITOR.set("who asks for much")
    long = waiting(line, [dear], seconds=0.3)
    begun.wait(SECONDS)
    VISITOR.set("who asks for little")
    short = waiting(line, [cheap], seconds=0.01)
    same = waiting(line, [lambda: done.append("as dear, and later")], seconds=0.3)
    ordered(line, 3)
    go_on.set()
    for visitor in (long, short, same):
        visitor.join(SECONDS)
    assert done == ["cheap", "dear", "as dear, and later"]
    assert line.purse.had_by("who asks for much") < 0.1 < line.purse.had_by("who asks for little")


def test_a_fault_of_what_is_done_in_between_is_told_to_whoever_asked_for_it() -> None:
    line, begun, go_on = Line(1), threading.Event(), threading.Event()
    told: list[str] = []

    def dear() -> None:
        begun.set()
        go_on.wait(SECONDS)
        look()
        told.append("done")

    def asked() -> None:
        with pytest.raises(ZeroDivisionError):
            line.serve([lambda: 1 // 0], 0.01)
        told.append("fault")

    long = waiting(line, [dear], seconds=0.3)
    begun.wait(SECONDS)
    other = threading.Thread(target=asked)
    other.start()
    ordered(line, 2)
    go_on.set()
    for visitor in (long, other):
        visitor.join(SECONDS)
    assert sorted(told) == ["done", "fault"]


def test_who_waits_looks_as_soon_as_a_job_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "GLANCE", SECONDS)
    seen, told = threading.Event(), []
    Line(1).serve([lambda: None, lambda: told.append(seen.wait(SECONDS / 2))], 0.01, tick=lambda *_: seen.set())
    assert told == [True], "the first job was shown while the second was done"


@pytest.mark.skipif(sys.platform != "linux", reason="threads have no place of their own there")
def test_what_an_order_begins_with_goes_before_what_it_goes_on_with() -> None:
    def place() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    line, both = Line(2), threading.Barrier(2, timeout=SECONDS)
    found: dict[int, int] = {}

    def job() -> int:
        both.wait()
        return place()

    for _ in range(20):
        line.serve([job, job], 0.01, keep=found.__setitem__)
        assert found == {0: place(), 1: min(19, place() + queue.NICENESS)}


def test_equal_orders_are_served_as_they_came() -> None:
    line, done = Line(1), []
    gate = threading.Event()
    first = waiting(line, [gate.wait], seconds=1.0)
    others = []
    for k in range(5):
        others.append(waiting(line, [lambda k=k: done.append(k)], seconds=1.0))
        ordered(line, 2 + k)
    gate.set()
    for visitor in (first, *others):
        visitor.join(SECONDS)
    assert done == list(range(5))


def test_a_dear_visitor_delays_a_cheap_one_by_no_more_than_the_job_that_has_begun() -> None:
    line, done = Line(1), []
    began, go = threading.Event(), threading.Event()

    def dear(k: int) -> None:
        began.set()
        go.wait(SECONDS)
        done.append(f"dear {k}")

    orders = [waiting(line, [partial(dear, k) for k in range(5)], seconds=1.5) for _ in range(4)]
    began.wait(SECONDS)
    cheap = waiting(line, [lambda: done.append("cheap")] * 2, seconds=0.01)
    ordered(line, 5)
    go.set()
    for visitor in (cheap, *orders):
        visitor.join(SECONDS)
    assert done[:3] == ["dear 0", "cheap", "cheap"] and len(done) == 22


def test_who_was_given_much_of_late_waits_longer_for_the_same_and_is_forgiven() -> None:
    line, done = Line(1), []
    gate, began = threading.Event(), threading.Event()

    def ask(visitor: str) -> threading.Thread:
        VISITOR.set(visitor)  # of this thread, and of those it begins
        return waiting(line, [lambda: done.append(visitor)], seconds=0.3)

    line.purse.pay("greedy", 60.0)
    first = waiting(line, [lambda: began.set() or gate.wait(SECONDS)], seconds=0.01)
    began.wait(SECONDS)
    asking = []
    for visitor in ("greedy", "modest"):
        context = contextvars.copy_context()
        asking.append(context.run(ask, visitor))
    ordered(line, 3)
    gate.set()
    for visitor in (first, *asking):
        visitor.join(SECONDS)
    assert done == ["modest", "greedy"]


def test_half_of_what_one_had_is_forgotten_and_all_of_it_in_the_end() -> None:
    clock = [100.0]
    purse = Purse(lambda: clock[0])
    purse.pay("greedy", 8.0)
    clock[0] += HALF_LIFE
    assert purse.had_by("greedy") == 4.0 and purse.had_by("nobody") == 0.0
    assert purse.due("nobody", 0.1) < purse.due("greedy", 0.1) < purse.due("nobody", 0.2)
    clock[0] += 20 * HALF_LIFE
    purse.pay("modest", 0.1)
    assert list(purse._had) == ["modest"]


def test_what_nobody_waits_for_any_more_is_withdrawn_though_nobody_asked_how_far_it_is() -> None:
    class Left(BaseException):
        """The visitor has closed the page."""

    def leave() -> None:
        raise Left

    line, gate, done = Line(1), threading.Event(), []
    first = waiting(line, [lambda: gate.wait(SECONDS)], seconds=0.01)
    context = contextvars.copy_context()
    context.run(STAYS.set, leave)
    with pytest.raises(Left):
        context.run(line.serve, [lambda: done.append("for nobody")], 0.01)
    gate.set()
    first.join(SECONDS)
    line.serve([lambda: done.append("for somebody")], 0.01)
    assert done == ["for somebody"]


def test_an_order_that_turns_out_to_be_long_goes_on_among_the_long_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "LONG", 0.0)  # as if all took longer than was said
    line, threads = Line(1), []
    line.serve([lambda: threads.append(threading.current_thread().name)] * 3, seconds=0.0)
    assert threads == ["engine", "engine, long jobs", "engine, long jobs"]


def test_what_somebody_else_waited_for_meanwhile_is_not_computed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = default_scenarios()[0].with_changes({"run.seed": 77, "run.n_accounts": 5, "run.weeks_warm_up": 0})
    found = compute.outcomes(scenario, 1)
    monkeypatch.setattr(compute._Sums, "_of", property(lambda sums: pytest.fail("computed again")))
    sums = compute._Sums(scenario)
    assert np.array_equal(batch_values(sums(0)), found, equal_nan=True)


def test_an_old_order_is_done_before_cheaper_new_ones() -> None:
    line, done = Line(1), []
    gate, began = threading.Event(), threading.Event()
    first = waiting(line, [lambda: began.set() or gate.wait(SECONDS)], seconds=0.01)
    began.wait(SECONDS)
    old = waiting(line, [lambda: done.append("old")], seconds=0.3)
    ordered(line, 2)
    due, number, order = next(entry for entry in line._orders if entry[-1].jobs)
    line._orders[:] = [(due - 120.0, number, order)]  # as if it had waited for two minutes
    new = [waiting(line, [lambda: done.append("new")], seconds=0.1) for _ in range(3)]
    ordered(line, 4)
    gate.set()
    for visitor in (first, old, *new):
        visitor.join(SECONDS)
    assert done[0] == "old"


def test_who_moves_on_withdraws_what_has_not_begun() -> None:
    class MovedOn(Exception):
        pass

    line, begun, go_on = Line(2), [], threading.Event()

    def step() -> None:
        begun.append(1)
        go_on.wait(SECONDS)

    def tick(done: int, of: int) -> None:
        raise MovedOn

    with pytest.raises(MovedOn):
        line.serve([step] * 500, seconds=1.0, tick=tick)
    go_on.set()
    line.serve([lambda: None], seconds=0.0)
    assert len(begun) <= 2  # one by each thread


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

    @kept
    def name(scenario, extra):  # type: ignore[no-untyped-def]
        asked.append(scenario.name)
        return scenario.name

    one, other = default_scenarios()
    assert name(one, 1) == name(one.model_copy(), 1) == "Baton pass" and len(asked) == 1
    assert name(one.model_copy(update={"name": "mine"}), 1) == "mine"
    assert name(other, 1) == "Merged" and len(asked) == 3
    name(one, 1)
    assert len(asked) == 3
    for moved in ({"run.start": "2030-01-07"}, {"run.calendar": {"country": "FR"}}):  # the same run, told in other dates
        name(one.with_changes(moved), 1)
        assert plans._key(one.with_changes(moved), 1.0) != plans._key(one, 1.0)
    assert len(asked) == 5


def test_the_store_holds_no_more_than_its_bytes_and_lets_the_longest_unused_go() -> None:
    store = Store(most_light=10_000, most_heavy=5_000_000)
    for k in range(100):
        store.keep(k, np.zeros(125))
        store.find(0)  # used all the time
    assert 0 in store and 99 in store and 1 not in store
    for k in range(100, 110):
        store.keep(k, np.zeros(250_000))
    assert store.n_bytes <= 5_010_000
    assert 0 in store and 109 in store and 100 not in store  # what is heavy pushes out nothing light
    store.keep(0, np.ones(10))
    assert store.find(0).sum() == 10 and store.find("nothing", "none") == "none"


def test_what_an_answer_weighs_counts_all_it_holds() -> None:
    one, other = default_scenarios()
    sums = np.zeros((2, 100))
    assert weight(sums) == 1600
    assert weight(Comparison((one, other), one.name, "p_win", sum_table([one, other], range(1)))) > 2 * weight(one)
    assert weight({"a": [sums, sums], "b": pandas.DataFrame({"c": range(100)})}) > 4000


def test_a_crowd_is_more_than_a_few_and_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    everybody = [*(f"visitor {k}" for k in range(crowd.MANY)), "one more"]
    for visitor in everybody[:-1]:
        crowd.moved(visitor)
        crowd.moved(visitor)
    assert not crowd.crowded()
    crowd.moved("one more")
    assert crowd.crowded()
    monkeypatch.setattr(crowd, "MOMENT", -1.0)  # it has passed
    assert crowd.crowded()  # they wait still: a slow server does not give itself more to do
    for visitor in everybody:
        crowd.answered(visitor)
    assert not crowd.crowded()


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the server loads while it warms up, one after the other; "" is the moment from which pages are drawn."""
    steps: list[str] = []
    monkeypatch.setattr(compute, "import_module", steps.append)
    monkeypatch.setattr(compute, "READY", SimpleNamespace(set=lambda: steps.append("")))
    monkeypatch.setattr(compute, "comparison", lambda *_: None)
    monkeypatch.setattr(compute, "answers", lambda *_: None)
    compute._warm_up()
    return steps


def test_what_pages_import_from_others_is_loaded_before_anybody_opens_one(loaded: list[str]) -> None:
    pages = Path(compute.__file__).parents[1] / "pages"
    asked = set(re.findall(r"^import (\w+)", "\n".join(page.read_text("utf-8") for page in pages.glob("*.py")), re.MULTILINE))
    assert asked - sys.stdlib_module_names - {"numpy", "streamlit"} <= set(loaded)


def test_what_pictures_look_for_among_loaded_modules_is_loaded_before_any_page_is_drawn(loaded: list[str]) -> None:
    looked_for = re.findall(r"_opt=\"(\w+)\"", inspect.getsource(altair.utils.schemapi))
    assert "pandas" in looked_for
    assert set(looked_for) - {"numpy"} <= set(loaded[: loaded.index("")])  # half loaded it would make a picture fail
