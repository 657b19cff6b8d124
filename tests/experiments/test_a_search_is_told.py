"""A search for the best programme says beforehand how long it takes, and on its way how far it is, on either engine."""

import json
import threading

import numpy as np
import pytest

from buyermaze.experiments.answers import optimize as house
from buyermaze.experiments.answers.optimize import optimize
from buyermaze.experiments.commands.main import main
from buyermaze.experiments.models.simulator import SimulatorModel
from buyermaze.experiments.sweeps.run import sweep

FACTORS = [{"path": "programme.message.gap", "low": 0.1, "high": 0.6}]


@pytest.mark.parametrize("engine", ["compiled", "reference"])
def test_a_search_says_how_many_runs_there_may_be_and_how_many_are_done(small, tmp_path, monkeypatch, engine):
    threads, told, said = set(), [], []

    def run(model, scenario, values, luck):
        threads.add(threading.get_ident())
        return np.array([[values["gap"], 1.0]] * len(luck))

    monkeypatch.setattr(SimulatorModel, "run", run)
    study = small(factors=FACTORS, outcomes=["p_win", "cost_total"])
    study["changes"] = study.get("changes", {}) | {"run.engine": engine}
    folder, most_runs = sweep(study, tmp_path / "s", n_threads=1), 240
    threads.clear()
    found = optimize(
        folder, "p_win", most_runs=most_runs, progress=lambda *how: told.append(how), before=lambda *how: said.append(how)
    )
    ((most, seconds),) = said
    assert [done for done, _ in told] == list(range(1, found.n_runs + 1)), "every run is told once"
    assert {whole for _, whole in told} == {most} and found.n_runs <= most
    assert most <= (2 * house.N_ELITE + house.N_ROUNDS * house.N_PROPOSED) * house.N_WORLDS + 2 * most_runs
    slower = 1.0 if engine == "compiled" else 10.0
    assert seconds > slower * 0.003 * most / 8
    if engine == "reference":
        assert threads == {threading.get_ident()}, "threads do not speed it up, and it ends at once when it is stopped"


def test_what_a_winner_reaches_is_handed_out_with_its_interval(small, tmp_path, monkeypatch, capsys):
    def run(model, scenario, values, luck):
        return np.array([[values["gap"] + 0.1 * np.sin(100 * n), 1.0] for n in luck])

    monkeypatch.setattr(SimulatorModel, "run", run)
    folder = sweep(small(factors=FACTORS, outcomes=["p_win", "cost_total"]), tmp_path / "s", n_threads=1)
    with pytest.raises(SystemExit, match="0"):
        main(["optimize", str(folder.folder), "--runs", "40", "--json", "-", "--quiet"])
    found = json.loads(capsys.readouterr().out)
    assert found["reached"]["low"] < found["reached"]["mean"] < found["reached"]["high"]
    assert found["n_runs"] > 500 and 0 <= found["ahead"] <= 1


def test_finalists_of_a_share_are_told_in_per_cent_as_the_answer_is(small, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(SimulatorModel, "run", lambda model, scenario, values, luck: np.array([[0.875, 1.0]] * len(luck)))
    folder = sweep(small(factors=FACTORS, outcomes=["p_win", "cost_total"]), tmp_path / "s", n_threads=1)
    with pytest.raises(SystemExit, match="0"):
        main(["optimize", str(folder.folder), "--runs", "40", "--quiet"])
    head, *rows = capsys.readouterr().out.split("mean", 1)
    assert "87.5 %" in head, "the answer"
    assert rows[0].count("87.5 %") > 1 and "0.875" not in rows[0], "the finalists below it"
