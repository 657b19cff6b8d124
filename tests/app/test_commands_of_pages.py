"""Every page offers the command that gives its numbers, to the digit, or says why none does."""

import json
import re
from pathlib import Path
from typing import Any

import pandas
import pyarrow
import pytest
from streamlit.testing.v1 import AppTest

from buyermaze.experiments.commands import main
from buyermaze.screens.panels.shared import file_of
from buyermaze.screens.sidebar.sidebar import KEPT
from buyermaze.simulator.comparison.paired_statistics import Estimate
from buyermaze.simulator.comparison.phrasing import borne
from buyermaze.simulator.core.plain_text import for_markdown
from buyermaze.simulator.core.vocabulary import N_INFO_JOBS, Channel, Job, words
from buyermaze.simulator.inputs.reading.uploads import to_yaml
from buyermaze.simulator.journal.room_traffic import LADDER
from buyermaze.simulator.outcomes.definitions import OUTCOMES
from tests.app.sizes import ASKED

ROOT = Path(__file__).resolve().parents[2]


def opened(page: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[AppTest, list[list[str]]]:
    """Open a page; return it and the commands it offers, with the files it offers beside them in the working folder."""
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=600)
    at.query_params.update(ASKED)
    at.run().switch_page(f"screens/pages/{page}.py").run()
    assert not at.exception and not at.error
    for scenario in at.session_state[KEPT].scenarios:
        (folder / f"{file_of(scenario.name)}.yaml").write_text(to_yaml(scenario), encoding="utf-8")
    monkeypatch.chdir(folder)
    told = next(caption.value for caption in at.caption if "address of this page" in caption.value)
    return at, [typed.split()[1:] for typed in re.findall(r"`(buyermaze [^`\s]+ [^`]+)`", told)]


def answered(typed: list[str]) -> Any:
    """Return what a command says as JSON."""
    with pytest.raises(SystemExit) as ended:
        main([*typed, "--quiet", "--json", "said.json"])
    assert ended.value.code == 0
    return json.loads(Path("said.json").read_text(encoding="utf-8"))


def drawn(at: AppTest, words_of_it: str) -> list[pandas.DataFrame]:
    """Return the numbers of the charts that a text alternative names."""
    charts = [chart.proto for chart in at.get("vega_lite_chart") if words_of_it in chart.proto.alt]
    return [pyarrow.ipc.open_stream(chart.datasets[0].data.data).read_all().to_pandas() for chart in charts]


def test_the_deal_is_told_by_four_commands_a_side(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at, commands = opened("deal", tmp_path, monkeypatch)
    shown = "\n".join(text.value for text in at.markdown)
    assert [typed[0] for typed in commands] == 2 * ["story", "autopsy", "promises", "hours"]
    for typed in commands:
        said = answered(typed)
        lines = said.get("story") or said["sentences"]
        for line in lines[:-1]:  # the last is a note, shown as a caption
            assert for_markdown(line) in shown, (typed, line)


def test_the_maze_is_counted_from_the_log_its_command_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at, commands = opened("maze", tmp_path, monkeypatch)
    rooms, ladders = drawn(at, "Visits per room under"), drawn(at, "Accounts seen of all")
    assert len(commands) == len(rooms) == len(ladders) == 2
    names = [f"{words(channel)}: {words(Job(job))}" for job in range(N_INFO_JOBS) for channel in Channel]
    for typed, table, ladder in zip(commands, rooms, ladders, strict=True):
        answered(typed)
        log = pandas.read_csv(typed[-1])
        visits = log["concept:name"].value_counts()
        assert sorted(table["visits"][table["visits"] > 0]) == sorted(visits[name] for name in names if name in visits)
        read = [f"{words(channel)}: {words(Job(job))}" for channel in LADDER["visits"][1] for job in range(N_INFO_JOBS)]
        came = log["case:concept:name"][log["concept:name"].isin(read)].nunique()
        assert int(ladder.set_index("rung")["accounts"]["visits"]) == came
    assert "no command counts rooms and ladders from it" in " ".join(each.value for each in at.caption)


def test_what_is_worth_writing_is_what_gaps_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at, commands = opened("content", tmp_path, monkeypatch)
    gaps, assets = (answered(typed) for typed in commands)
    (shown,) = (table for table in drawn(at, "") if "wins_added" in table)
    told = {(line["job"], line["persona"]): line for line in gaps["gaps"] if line["wins_added"] is not None}
    assert len(told) == len(shown)
    for row in shown.itertuples():
        line = told[row.job, row.persona]
        shown_there = [line["wins_added"], line["low"], line["high"]]
        assert shown_there == pytest.approx([row.wins_added, row.low, row.high], rel=1e-9)  # the digits that files hold
    listed = next(frame.value for frame in at.dataframe if "Asset" in frame.value)
    assert {line["name"]: line["n_asked"] for line in assets["assets"]} == dict(
        zip(listed["Asset"], listed["Asked for"], strict=True)
    )
    at.selectbox("add_job").set_value("validation").run()
    told_now = next(caption.value for caption in at.caption if "address of this page" in caption.value)
    assert "No command gives these numbers" in told_now and "buyermaze" not in told_now.split("Buyer Maze")[0]


def test_levels_beside_published_numbers_are_those_of_run_and_parameters_those_of_levers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at, commands = opened("trust", tmp_path, monkeypatch)
    run, levers = (answered(typed) for typed in commands)
    (name,) = run["scenarios"]
    table = next(frame.value for frame in at.dataframe if "Published" in frame.value)
    levels = {outcome.label: (run["scenarios"][name][outcome.name], outcome.unit) for outcome in OUTCOMES}
    for row in table.itertuples():
        level, unit = levels[row.Outcome]
        mean, (low, high) = level["mean"], level["interval"]
        known = Estimate(mean, level["standard_error"], low, high, level["n"], level["n_undefined"])
        assert row.Model == borne(known, unit)
    parameters = next(frame.value for frame in at.dataframe if "Path" in frame.value and "Unit" in frame.value)
    values = {line["parameter"]: line["value"] for line in levers}
    for path, value in zip(parameters["Path"], parameters[at.session_state[KEPT].baseline], strict=True):
        held = values[path]
        assert value == (f"{held:g}" if isinstance(held, float | int) and not isinstance(held, bool) else value), path


@pytest.mark.parametrize("cell", ["valid:sponsor", "validation:nobody", "validation"])
def test_a_gap_that_names_nothing_is_refused_in_one_sentence(cell: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["gaps", "baton_pass", "--also", cell, "--quiet"])
    assert ended.value.code == 2 and capsys.readouterr().err.startswith(f"buyermaze: --also {cell}: ")
