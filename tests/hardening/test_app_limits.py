"""What a visitor may ask for: costly links are refused in a sentence, read-only is enforced, uploads are looked at first."""

import base64
import io
import json
import threading
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pandas
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from streamlit.testing.v1 import AppTest

from buyermaze.screens.engine import compute, plans, readers
from buyermaze.screens.engine.queue import Line, Withdrawn, look
from buyermaze.screens.engine.store import STORE, marked
from buyermaze.screens.panels import shared
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import Kind
from buyermaze.simulator.inputs.dates.timeline import n_simulated
from buyermaze.simulator.inputs.reading.links import from_link, to_link
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.reading.uploads import from_upload
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.runs import cost
from buyermaze.simulator.runs.cost import events_per_account
from buyermaze.simulator.runs.run import simulate
from buyermaze.simulator.tables.limits import Limits
from buyermaze.simulator.tables.runs import read_runs

ROOT = Path(__file__).resolve().parents[2]
COSTLY: dict[str, Any] = {  # every lever within its bounds, all that makes people ask for more set to the most
    "market.mind.days_project_life": 20000, "market.mind.days_longest": 3000, "market.group.days_memory": 5,
    "market.offer.complexity": 4, "market.demand.share_not_serious": 0, "market.group.n_people_mean": 12,
    "market.personas.champion.need.selection": 20, "market.personas.economic.need.selection": 20,
    "market.personas.economic.hours_between_activities": 0.5, "market.channels.content.gain.solution": 20,
}  # fmt: skip


@pytest.fixture(scope="module")
def costly() -> Scenario:
    """Return a scenario of which a single account takes more work than a hundred usual ones."""
    return load("merged", changes={**COSTLY, "run.n_accounts": 200}).model_copy(update={"name": "costly"})


def app(page: str = "", **query: Any) -> AppTest:
    """Open a page with a link."""
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    at.query_params.update(query)
    at.run()
    return at.switch_page(f"screens/pages/{page}.py").run() if page else at


def test_cost_is_counted_in_the_first_accounts_and_stops_inside_a_run(costly: Scenario) -> None:
    usual = load("merged", changes={"run.n_accounts": 200})
    true = len(simulate(usual).journal) / n_simulated(usual)
    assert true / 2 < events_per_account(usual) < 3 * true
    assert events_per_account(costly) > 50 * events_per_account(usual)


def test_the_cost_of_a_scenario_is_the_same_whatever_its_luck_and_is_tried_once(monkeypatch: pytest.MonkeyPatch) -> None:
    dear = load("merged", changes={"market.group.n_people_mean": 11, "market.offer.complexity": 3.5})
    others = [dear.with_changes({"run.seed": seed, "run.weeks": 100.0 * seed}) for seed in (2, 3, 4)]
    first = compute.affordable([dear], 4)[1]
    monkeypatch.setattr(compute, "remembered", lambda work, *asked: STORE.find(marked(*asked)))  # whoever tries again fails
    assert [compute.affordable([other], 4)[1] for other in others] == [first] * 3


def test_a_run_that_takes_more_than_its_first_accounts_told_is_refused_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    dear = load("merged", changes={"run.seed": 31, "run.n_accounts": 200})
    monkeypatch.setattr(cost, "MOST_EVENTS_PER_RUN", 10_000)
    monkeypatch.setattr(compute, "_tried", lambda scenario: 1.0)
    for ask in (lambda: compute.answers([dear], 1), lambda: compute.run(dear)):
        with pytest.raises(InputProblem, match="one run of it takes more than 20,000 events"):
            ask()


def test_a_plan_that_becomes_costly_after_a_while_is_refused_before_its_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    for week in (-100, 4, 300):
        later = load("merged", changes={"timeline": [{"week": week, "changes": COSTLY}]})
        assert events_per_account(later) > 50 * events_per_account(load("merged"))
        for ask in (lambda later=later: plans.curves(later, 2), lambda later=later: compute.affordable([later], 4)):
            with pytest.raises(InputProblem, match="too costly to run here: an account"):
                ask()
    between = [{"week": week, "changes": {"market.group.n_people_mean": n}} for week, n in ((1, 12.0), (9, 3.0))]
    calm, dear = load("merged"), load("merged", changes={"market.group.n_people_mean": 12.0})
    calm = calm.with_changes({"market.group.n_people_mean": 3.0})
    assert events_per_account(calm.with_changes({"timeline": between})) == events_per_account(dear) > events_per_account(calm)


@pytest.mark.parametrize(
    "later",
    [{"week": 20, "changes": {"market.demand.n_accounts_per_week": 20.0}},
     {"week": 40, "changes": {"market.demand.load": 0.2}, "weeks_ramp": 30}],
)  # fmt: skip
def test_a_plan_of_demand_tells_how_many_will_come(later: dict[str, Any]) -> None:
    planned = load("merged", changes={"run.n_accounts": 200, "timeline": [later]})
    came = int((simulate(planned).journal["kind"] == Kind.ARRIVED).sum())
    assert came / 1.5 < n_simulated(planned) < 1.5 * came


def test_a_plan_under_which_very_many_come_is_refused_before_its_runs() -> None:
    crowd = {"week": 2, "changes": {"market.demand.n_accounts_per_week": 500.0}}
    with pytest.raises(InputProblem, match="too costly to run here"):
        compute.affordable([load("merged", changes={"run.n_accounts": 200, "timeline": [crowd]})], 4)


def test_getting_ready_for_very_many_dates_is_part_of_what_a_run_costs() -> None:
    ramp = {"week": 1, "changes": {"programme.coordination.share_time": 0.5}, "weeks_ramp": 500}
    usual, ramped = load("merged"), load("merged", changes={"timeline": [ramp]})
    assert cost.events_per_run(ramped, 1.0) > 10 * cost.events_per_run(usual, 1.0)
    assert cost.events_per_run(load("merged", changes={"market.seasons.june": 2}), 1.0) > 2 * cost.events_per_run(usual, 1.0)


def test_a_costly_scenario_is_refused_in_a_sentence(costly: Scenario) -> None:
    for ask in (
        lambda: compute.answers([costly], 2),
        lambda: compute.run(costly),
        lambda: compute.affordable([costly], 20),
    ):
        with pytest.raises(InputProblem, match="too costly to run here") as told:
            ask()
        assert len(str(told.value)) <= 400


def test_a_costly_link_is_refused_and_other_pages_of_it_too(costly: Scenario) -> None:
    link = {"own": to_link(costly), "programmes": ["merged", "costly"], "baseline": "merged"}
    for page in ("", "maze", "customers", "attribution"):
        at = app(page, **link)
        assert [error.value for error in at.error if "too costly to run here" in error.value], page
        assert not at.exception


def test_replications_are_cut_to_what_can_be_afforded() -> None:
    usual = [load(name, changes={"run.n_accounts": 200}) for name in ("merged", "baton_pass")]
    assert compute.affordable(usual, 320)[0] == 320
    dear = [each.with_changes({"market.group.n_people_mean": 12, "market.offer.complexity": 4}) for each in usual]
    n, times = compute.affordable(dear, 320)
    together = sum(n_simulated(each) * events_per_account(each) for each in dear)
    assert n == max(2, min(320, int(cost.MOST_EVENTS / together))) and times > 1


def test_what_nobody_waits_for_stops_inside() -> None:
    line, began, left = Line(1), threading.Event(), threading.Event()

    def endless() -> None:
        began.set()
        try:
            while True:
                look()
        except Withdrawn:
            left.set()
            raise

    def gone(done: int, of: int) -> None:
        if began.is_set():
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        line.serve([endless], 0.01, gone)
    assert left.wait(30)


def test_long_jobs_do_not_stand_in_the_way_of_short_ones() -> None:
    line, go, done = Line(1), threading.Event(), []
    long = threading.Thread(target=lambda: line.serve([lambda: done.append(go.wait(30))], 60.0))
    long.start()
    line.serve([lambda: done.append("short")], 0.01)
    assert done == ["short"]
    go.set()
    long.join(30)
    assert done == ["short", True]


@pytest.fixture
def read_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Serve a view in which nothing can be moved, and whose answers, which no test here is about, are not sharpened for long."""
    monkeypatch.setenv("BUYERMAZE_APP_READ_ONLY", "1")
    monkeypatch.setattr(shared, "N_SHARPEST", 4)


def scenarios_of(at: AppTest) -> tuple[Scenario, ...]:
    """Return what the pages are about."""
    found: tuple[Scenario, ...] = at.session_state["setup"].scenarios
    return found


def test_read_only_takes_no_lever_and_no_size_from_the_address(read_only: None, costly: Scenario) -> None:
    plain = app()
    moved = app(
        **{"merged.team.n_reps": "19", "reference.offer.complexity": "3.5", "seed": "77", "accounts": "800",
           "replications": "320", "own": to_link(costly), "more_levers": ["programme.handoff.share_lost"]},
    )  # fmt: skip
    assert [s.fingerprint for s in scenarios_of(moved)] == [s.fingerprint for s in scenarios_of(plain)]
    assert moved.session_state["setup"].n_replications == plain.session_state["setup"].n_replications


def test_read_only_reads_nothing_from_its_locked_levers(read_only: None) -> None:
    plain = app()
    plain.session_state["levers.merged"] = True
    at = plain.run()
    assert len(at.sidebar.slider) > 5
    for slider in at.sidebar.slider:  # what somebody sends who does not use a browser
        at.session_state[str(slider.key)] = slider.max
    for key, value in (("shown.seed", 9), ("shown.accounts", 800), ("seed", 9), ("merged.team.n_reps", 19)):
        at.session_state[key] = value
    forged = at.run()
    assert [s.fingerprint for s in scenarios_of(forged)] == [s.fingerprint for s in scenarios_of(app())]


def test_read_only_offers_no_upload_anywhere(read_only: None) -> None:
    for page in ("", "sweep", "content"):
        assert not app(page).get("file_uploader")


def planned() -> None:
    """Draw the form of a plan alone, in which somebody sends a move that no lane offers; keep what it says."""
    from types import SimpleNamespace
    from typing import Any

    import streamlit as st

    from buyermaze.screens.components import lanes
    from buyermaze.screens.panels.plans.plan_form import DUE, PLANS, plan_form
    from buyermaze.simulator.inputs.reading.loading import load

    def forged(on_moved_change: Any, **_: Any) -> None:
        st.session_state[lanes.KEY] = SimpleNamespace(moved={"key": "0", "day": ""})
        on_moved_change()

    before, lanes._lanes = lanes._lanes, forged  # type: ignore[assignment]
    try:
        plan_form(load("baton_pass"))
    finally:
        lanes._lanes = before
    (pieces,) = st.session_state[PLANS].values()
    st.session_state["found"] = ([piece.text for piece in pieces], str(st.session_state[DUE]))


@pytest.mark.parametrize("locked", [False, True])
def test_read_only_takes_no_dated_change_from_the_address_or_a_forged_move(
    monkeypatch: pytest.MonkeyPatch, locked: bool
) -> None:
    monkeypatch.setenv("BUYERMAZE_APP_READ_ONLY", "1" if locked else "0")
    found = []
    for query in ({}, {"plan": ["split.2026-03-02", "reps.2.2026-04-01"], "plan_due": "2027-06-30"}):
        at = AppTest.from_function(planned, default_timeout=60)
        at.query_params.update(query)
        found.append(at.run().session_state["found"])
        assert not at.exception
    assert (found[0] == found[1]) == locked
    assert (len(found[0][0]) == 1) == locked  # the first idea is one reorganisation, which the forged move takes away


def test_read_only_switches_between_presets_and_markets(read_only: None) -> None:
    at = app(market="Turbulent", programmes=["Merged", "Sales only"])
    assert [scenario.name for scenario in scenarios_of(at)] == ["Merged", "Sales only"]
    assert at.session_state["setup"].market == "turbulent"
    assert not at.sidebar.selectbox[0].disabled


def parquet(table: pa.Table) -> bytes:
    """Return a table as a small Parquet file."""
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()


def test_a_table_that_unfolds_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = parquet(
        pa.table({"p_win": pa.array(np.zeros(5_000_000)), "scenario": pa.array(["a"] * 5_000_000).dictionary_encode()})
    )
    assert len(bomb) < 100_000
    monkeypatch.setattr(pq.ParquetFile, "read", None)  # whoever reads it fails
    with pytest.raises(InputProblem, match="more than 500,000 rows"):
        read_runs("t.parquet", bomb)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({f"c{k}": [1.0] for k in range(500)}, "500 columns; no more than 400"),
        ({"p_win": [0.1], "scenario": [["a"]]}, "cannot be a name"),
        ({"p_win": [0.1], "scenario": [{"a": 1}]}, "cannot be a name"),
        ({"p_win": [0.1, 0.2], "scenario": ["a", "![x](//evil.example/x.png)"]}, "cannot be a name"),
        ({"p_win": [0.1, 0.2], "=cmd|x": ["a", "b"]}, "cannot be a name"),
        ({"p_win": [0.1, 0.2], "scenario": ["a", "b" * 100]}, "at most 60 characters"),
        ({"p_win": []}, "there are no rows"),
    ],
)
@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_a_table_of_a_shape_that_is_none_is_refused(table: dict[str, Any], said: str, ending: str) -> None:
    frame = pandas.DataFrame(table)
    content = parquet(pa.table(table)) if ending == "parquet" else frame.to_csv(index=False).encode()
    with pytest.raises(InputProblem, match=said) as told:
        read_runs(f"t.{ending}", content)
    assert len(str(told.value)) <= 400


def test_limits_hold_for_cells_and_bytes_too() -> None:
    content = parquet(pa.table({"p_win": pa.array(np.random.default_rng(1).random(1000)), "x": pa.array(range(1000))}))
    with pytest.raises(InputProblem, match="cells"):
        read_runs("t.parquet", content, Limits(most_cells=1999))
    with pytest.raises(InputProblem, match="unpacks to more than"):
        read_runs("t.parquet", content, Limits(most_bytes=4000))
    assert len(read_runs("t.parquet", content)) == 1000


@pytest.mark.parametrize("name", ["t.parquet", "t.csv", "t.parquet.gz", "../../t.csv", "\x1b[31m.csv"])
@pytest.mark.parametrize(
    "content", [b"", b"junk", b"PAR1", b"\x00" * 50, b"PAR1" + b"\xff" * 40 + b"PAR1", b'"', b"\xff\xfe"]
)
def test_junk_is_told_in_a_sentence(name: str, content: bytes) -> None:
    with pytest.raises(InputProblem) as told:
        read_runs(name, content)
    assert len(str(told.value)) <= 400 and str(told.value).isprintable() and json.dumps(str(told.value))


def test_a_large_upload_is_read_apart_and_once_and_its_refusal_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []

    def in_turn(work: Any, seconds_of_work: float, long: bool = False) -> Any:
        asked.append(long)
        return work()

    monkeypatch.setattr(readers, "in_turn", in_turn)
    table = ("p_win,scenario\n" + "0.25,a\n" * 5000).encode()
    assert len(readers.read_once(read_runs, "t.csv", table)) == len(readers.read_once(read_runs, "t.csv", table)) == 5000
    for _ in range(3):
        with pytest.raises(InputProblem, match="has no 'a'"):
            readers.read_once(from_upload, "own.yaml", b"a: [" + b"1, " * 9000 + b"1]")
    assert asked == [True, True]


def test_a_link_that_unfolds_is_refused() -> None:
    whole = json.dumps({"name": "own", "file": {"a": [1] * 200_000}}).encode()
    link = base64.urlsafe_b64encode(zlib.compress(whole, 9)).decode().rstrip("=")
    assert len(link) < 6000
    with pytest.raises(InputProblem, match="damaged or cut off"):
        from_link(link)


@pytest.mark.parametrize(
    "told",
    [
        "title: {}", "story: {}", "timeline: [{{name: {}, week: 2, changes: {{programme.handoff.delay_hours: 3}}}}]",
        "timeline: [{{name: x, title: {}, week: 2, changes: {{programme.handoff.delay_hours: 3}}}}]",
        "experience: {{statement: {}, targets: [{{measure: ces, at_least: 5}}]}}",
        "experience: {{targets: [{{measure: ces, at_least: 5, owner: {}}}]}}",
    ],
)  # fmt: skip
def test_no_answer_that_is_kept_shows_a_visitor_the_words_of_another(told: str) -> None:
    def brought(words: str) -> Scenario:
        text = f"schema_version: 1\nextends: merged\nrun: {{n_accounts: 10}}\n{told.format(words)}\n"
        return from_upload("plan.yaml", text.encode())

    mine, alike, other = brought("harbour"), brought("harbour"), brought("meadow")
    assert mine.fingerprint == other.fingerprint and compute.run(mine) is compute.run(alike)
    assert "meadow" in compute.run(other).scenario.model_dump_json()
    assert "harbour" not in compute.run(other).scenario.model_dump_json()
    assert "harbour" not in compute.comparison([other], other.name, "p_win", 2).scenarios[0].model_dump_json()
