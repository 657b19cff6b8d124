"""The same journal and the same table whatever the threads, the memory, the compiler."""

import hashlib
import os
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from buyermaze.simulator.engines.compiled import driver as running
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.journal.compare import first_difference
from buyermaze.simulator.model.parameters import pack
from buyermaze.simulator.model.rules.luck.draws import run_key
from buyermaze.simulator.runs.batch import outcome_table, replicator, totals_table
from buyermaze.simulator.runs.run import Run, simulate
from tests.worlds import cohort

SCENARIOS = [load(name).with_changes(cohort(60)) for name in ("baton_pass", "merged", "product_led")]


def test_the_number_of_threads_does_not_matter() -> None:
    one, two, four = (outcome_table(SCENARIOS, range(8), n_threads=n) for n in (1, 2, 4))
    assert one.tobytes() == two.tobytes() == four.tobytes()


def test_parts_of_a_batch_are_parts_of_the_table() -> None:
    whole = outcome_table(SCENARIOS, range(6))
    parts = [outcome_table([scenario], range(2, 6)) for scenario in SCENARIOS]
    assert whole[:, 2:6].tobytes() == np.concatenate(parts).tobytes()


def test_a_table_row_is_what_a_single_run_says() -> None:
    table = outcome_table(SCENARIOS, range(2))
    for s, scenario in enumerate(SCENARIOS):
        alone = list(simulate(scenario, 1).outcomes.values())
        assert np.array_equal(table[s, 1], alone, equal_nan=True)


def test_the_reference_engine_fills_the_same_table() -> None:
    small = [scenario.with_changes(cohort(15)) for scenario in SCENARIOS]
    slow = [scenario.with_changes({"run.engine": "reference"}) for scenario in small]
    assert outcome_table(small, range(1)).tobytes() == outcome_table(slow, range(1)).tobytes()


def kept(scenario: Any, flush: Any = None) -> Any:
    """Run the compiled engine as ``simulate`` does."""
    params = pack(scenario)
    return running.run(params, run_key(scenario.run.seed, 0), flush)


@pytest.fixture
def cramped(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Start every run with almost no memory, and count how often it has to grow."""
    grown = {"journal": 0, "slots": 0, "heaps": 0}
    spacious, longer, more, heaps = (
        running.new_world,
        running.with_longer_journal,
        running.with_more_slots,
        running._longer,
    )

    def count(what: str, function: Any) -> Any:
        def counted(*given: Any) -> Any:
            grown[what] += 1
            return function(*given)

        return counted

    monkeypatch.setattr(running, "new_world", lambda params, key, n_slots, n_rows: spacious(params, key, 2, 128))
    monkeypatch.setattr(running, "with_longer_journal", count("journal", longer))
    monkeypatch.setattr(running, "with_more_slots", count("slots", more))
    monkeypatch.setattr(running, "_longer", count("heaps", heaps))
    monkeypatch.setattr(running, "_kept", type("Nothing", (), {})())
    return grown


def test_growing_memory_changes_nothing(cramped: dict[str, int]) -> None:
    scenario = load("baton_pass").with_changes({**cohort(50), "market.demand.n_accounts_per_week": 200.0})
    grown_journal = kept(scenario)
    assert cramped["journal"] > 3
    assert cramped["slots"] > 3
    reference = simulate(scenario, engine="reference").journal
    assert first_difference(grown_journal, reference) is None


def test_flushing_a_short_buffer_and_using_slots_again_change_nothing(cramped: dict[str, int]) -> None:
    brief = {"market.living.n_periods": 1, "market.living.days_period": 5.0, "market.mind.days_longest": 20.0}
    slow = {"market.demand.n_accounts_per_week": 20.0, **cohort(500)}
    scenario = load("merged", market="simple_transactional").with_changes(brief | slow)
    chunks: list[np.ndarray] = []
    kept(scenario, lambda rows, n: chunks.append(np.array(rows[:n])))
    assert len(chunks) > 10
    assert 1 < 2 ** (cramped["slots"] + 1) < 500  # slots grew, yet were fewer than accounts
    whole = simulate(scenario, engine="reference").journal
    assert first_difference(np.concatenate(chunks), np.array(whole)) is None


def test_agenda_and_queues_grow_without_losing_anybody(cramped: dict[str, int]) -> None:
    crowd = {"market.demand.n_accounts_per_week": 500.0, "programme.team.n_reps": 1, **cohort(300)}
    patient = {
        "market.mind.hours_patience": 5000.0,
        "market.mind.days_longest": 30.0,
        "market.demand.share_not_serious": 0,
    }
    eager = {"market.group.n_people_mean": 12.0, "market.channels.rep.appeal": 4.0}
    scenario = load("merged").with_changes(crowd | patient | eager)
    journal = kept(scenario)
    assert cramped["heaps"] >= 2
    assert first_difference(journal, simulate(scenario, engine="reference").journal) is None


def test_flat_memory_gives_the_totals_of_the_whole_journal() -> None:
    brief = {"run.weeks_warm_up": 20.0, "run.weeks": 20.0}
    scenario = load("merged", market="simple_transactional", changes=brief)
    whole = simulate(scenario)
    assert whole.journal.account.max() > 512  # more accounts than slots to begin with
    assert totals_table([scenario], range(1), n_threads=1)[0][0].tobytes() == whole.totals.tobytes()


def test_memory_used_again_hides_nothing_of_the_run_before() -> None:
    first, second = SCENARIOS[0], SCENARIOS[0].with_changes({"run.seed": 99})
    alone = totals_table([second], range(1), n_threads=1)
    after = totals_table([first, second], range(1), n_threads=1)
    assert alone[0].tobytes() == after[1].tobytes()


PROGRAM = """
import hashlib, sys, warnings
warnings.simplefilter("error")
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.runs.run import simulate
from tests.worlds import cohort
for name in ("baton_pass", "product_led"):
    scenario = load(name).with_changes({**cohort(6), "programme.team.n_reps": 1, "run.seed": 5})
    for engine in sys.argv[1:]:
        print(hashlib.sha256(simulate(scenario, engine=engine).journal.tobytes()).hexdigest())
"""


def test_without_the_compiler_the_journal_is_the_same() -> None:
    environment = {**os.environ, "BUYERMAZE_JIT": "off", "PYTHONPATH": os.pathsep.join(sys.path)}
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM, "compiled"], env=environment, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr[-2000:]
    expected = []
    for name in ("baton_pass", "product_led"):
        scenario = load(name).with_changes({**cohort(6), "programme.team.n_reps": 1, "run.seed": 5})
        expected.append(hashlib.sha256(simulate(scenario).journal.tobytes()).hexdigest())
    assert told.stdout.split() == expected


def test_a_run_keeps_its_journal_when_looked_at_twice() -> None:
    run = simulate(SCENARIOS[1])
    assert isinstance(run, Run)
    assert run.outcomes is run.outcomes
    assert first_difference(run.journal, simulate(SCENARIOS[1]).journal) is None


def test_a_run_may_give_way_to_another_of_its_thread() -> None:
    scenario = load("merged").with_changes(cohort(150))
    alone, other = replicator(scenario), replicator(scenario.with_changes({"market.demand.load": 2.0}))
    expected = alone(0)
    looks = []

    def give_way(n_events: int) -> None:
        if not looks:
            other(1)
        looks.append(n_events)

    assert np.array_equal(replicator(scenario, give_way)(0), expected)
    assert len(looks) > 1
