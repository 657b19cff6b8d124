"""The command line as a person or a program meets it: output, exit codes, sentences, files whole or absent."""

import contextlib
import csv
import io
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from buyermaze.experiments.commands import main
from buyermaze.simulator.inputs.sheets.schema import json_schema

SMALL = ["--replications", "2", "--accounts", "20"]


class Answer:
    """What a command gave back."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def ask(capsys, tmp_path: Path, monkeypatch):
    """Run a command in an empty folder and return its answer."""
    monkeypatch.chdir(tmp_path)

    def _ask(*arguments: str) -> Answer:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        caught = capsys.readouterr()
        return Answer(left.value.code, caught.out, caught.err)  # type: ignore[arg-type]

    return _ask


@pytest.fixture
def no_simulation(monkeypatch):
    """Make any simulation a failure of the test."""

    def refuse(*_, **__):
        raise AssertionError("simulated before the mistake was found")

    import buyermaze.simulator.runs.batch
    import buyermaze.simulator.runs.run

    monkeypatch.setattr(buyermaze.simulator.runs.run, "simulate", refuse)
    monkeypatch.setattr(buyermaze.simulator.runs.batch, "sum_table", refuse)


def program(*arguments: str, **how) -> subprocess.CompletedProcess:
    """Run the command line as a process of its own."""
    code = "from buyermaze.experiments.commands import main; main()"
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.run([sys.executable, "-c", code, *arguments], env=environment, check=False, **how)


def test_a_character_that_no_file_name_can_hold_is_refused(ask, tmp_path):
    answer = ask("class", "new", "--out", "a\0b")
    assert answer.code == 2 and "NUL" in answer.err and "Traceback" not in answer.err
    assert not list(tmp_path.iterdir())


def test_help_lists_every_command(ask):
    answer = ask("--help")
    assert answer.code == 0, answer.err
    for command in ("scenarios", "show", "schema", "run", "compare", "story"):
        assert command in answer.out
        assert ask(command, "--help").code == 0


def test_scenarios_lists_scenarios_and_markets(ask):
    answer = ask("scenarios")
    assert answer.code == 0, answer.err
    for name in ("baton_pass", "merged", "sla_aligned", "product_led", "sales_only", "complex_enterprise"):
        assert name in answer.out
    listing = json.loads(ask("scenarios", "--json", "-").out)
    assert {entry["name"] for entry in listing["markets"]} >= {"reference", "simple_transactional", "regulated_equipment"}


def test_show_tells_the_story_and_what_differs(ask):
    answer = ask("show", "merged", "--set", "programme.voice.p_noticed=0.9")
    assert answer.code == 0, answer.err
    assert "remembering is work" in " ".join(answer.out.split())
    assert "programme.coordination.share_time" in answer.out
    assert "programme.voice.p_noticed" in answer.out
    assert "programme.team.cost_rep" not in answer.out
    assert "programme.team.cost_rep" in ask("show", "merged", "--all").out


def test_show_gives_json_and_csv(ask):
    assert json.loads(ask("show", "merged", "--json", "-").out)["programme"]["team"]["n_reps"] == 6
    rows = list(csv.DictReader(io.StringIO(ask("show", "merged", "--csv", "-").out)))
    assert next(row["value"] for row in rows if row["path"] == "programme.memory.share_recorded") == "0.85"


def test_show_knows_markets_too(ask):
    assert "market.offer.complexity" in ask("show", "complex_enterprise").out


def test_schema_prints_the_schema(ask):
    answer = ask("schema")
    assert answer.code == 0, answer.err
    assert json.loads(answer.out) == json_schema()


def n_observed() -> int:
    """Return how many accounts set out within the window of a small run."""
    from buyermaze import load, simulate

    return len(simulate(load("merged").with_changes({"run.n_accounts": 20})).journeys())


def test_an_account_that_is_not_in_the_run_is_refused(ask, tmp_path: Path):
    answer = ask("story", "merged", "--accounts", "20", "--account", "99999", "--json", "result.json")
    assert answer.code == 2
    assert "they run from 0 to" in answer.err
    assert len(answer.err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_run_prints_outcomes_and_how_they_were_made(ask):
    answer = ask("run", "merged", *SMALL, "--seed", "7")
    assert answer.code == 0, answer.err
    assert "p_win" in answer.out
    assert re.search(r"Seed 7, 2 replications of [\d.]+ weeks each \(about 20 accounts\)", answer.out)
    assert answer.err == ""


def test_run_writes_files_and_leaves_nothing_else(ask, tmp_path: Path):
    answer = ask("run", "merged", *SMALL, "--json", "a.json", "--csv", "a.csv", "--events", "log.csv", "--quiet")
    assert (answer.code, answer.out, answer.err) == (0, "", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "a.json", "log.csv"]
    assert "p_win" in json.loads((tmp_path / "a.json").read_text())["scenarios"]["merged"]
    rows = list(csv.DictReader((tmp_path / "log.csv").open()))
    assert {"case:concept:name", "concept:name", "time:timestamp", "org:resource"} <= set(rows[0])
    assert len({row["case:concept:name"] for row in rows}) == n_observed()


@pytest.mark.parametrize("suffix", ["parquet", "xes"])
def test_event_logs_come_in_other_formats(ask, tmp_path: Path, suffix: str):
    assert ask("run", "merged", *SMALL, "--events", f"log.{suffix}", "--quiet").code == 0
    assert (tmp_path / f"log.{suffix}").stat().st_size > 1000


def test_standard_output_carries_nothing_but_the_data_asked_for(ask):
    table = list(csv.DictReader(io.StringIO(ask("run", "merged", *SMALL, "--csv", "-").out)))
    assert {row["scenario"] for row in table} == {"merged"}
    log = list(csv.DictReader(io.StringIO(ask("run", "merged", *SMALL, "--events", "-").out)))
    assert len({row["case:concept:name"] for row in log}) == n_observed()
    assert list(json.loads(ask("story", "merged", "--accounts", "20", "--json", "-").out))[:1] == ["account"]


def test_compare_gives_the_same_json_twice_but_for_the_time_it_took(ask):
    arguments = ("compare", "baton_pass", "merged", *SMALL, "--json", "-")
    first, second = (json.loads(ask(*arguments).out) for _ in range(2))
    for result in (first, second):
        del result["manifest"]["wall_seconds"]
    assert first == second
    assert first["baseline"] == "baton_pass"
    pair = first["pairs"]["merged"]["p_win"]
    assert {"difference", "interval", "correlation"} <= set(pair)
    level = first["scenarios"]["merged"]["p_win"]
    assert {"mean", "standard_error", "interval"} <= set(level)
    assert first["manifest"]["command"] == "buyermaze " + " ".join(arguments)


def test_compare_prints_levels_differences_verdict_and_inputs(ask):
    answer = ask("compare", "baton_pass", "merged", "sales_only", "--baseline", "merged", *SMALL)
    assert answer.code == 0, answer.err
    for words in (
        "baton_pass minus merged",
        "sales_only minus merged",
        "correlation",
        "not distinguishable",
        "Verdict",
        "programme.handoff.delay_hours",
        "pieces of content",
        "Seed 1, 2 replications",
    ):
        assert words in answer.out
    assert "merged minus merged" not in answer.out


def test_settings_and_market_reach_every_scenario(ask):
    answer = ask("compare", "baton_pass", "merged", *SMALL, "--market", "simple_transactional", "--set", "run.seed=9")
    assert answer.code == 0, answer.err
    assert "market." not in answer.out
    assert "Seed 9" in answer.out


def test_one_replication_gives_intervals_from_its_batches(ask):
    answer = ask("compare", "baton_pass", "merged", "--replications", "1", "--accounts", "20")
    assert answer.code == 0, answer.err
    assert "±" in answer.out


def test_the_stopping_rule_is_handed_on(ask):
    options = ("--accounts", "20", "--until-half-width", "0.9", "--outcome", "share_regret")
    result = json.loads(ask("compare", "baton_pass", "merged", *options, "--json", "-").out)
    assert (result["until_half_width"], result["outcome"]) == (0.9, "share_regret")


def test_both_engines_say_the_same(ask):
    few = ("--accounts", "10", "--set", "run.weeks_warm_up=0", "--set", "run.arrivals_continue=false")
    arguments = ("run", "baton_pass", "--replications", "1", *few, "--events", "-", "--engine")
    compiled = ask(*arguments, "compiled").out
    assert compiled.count("\n") > 100 and compiled == ask(*arguments, "reference").out


def test_story_tells_the_account_asked_for(ask):
    answer = ask("story", "merged", "--accounts", "20", "--account", "3")
    assert answer.code == 0, answer.err
    assert "account 3" in answer.out.splitlines()[0]
    assert len(answer.out.splitlines()) > 3


MISTAKES = {
    "no such command": (["frob"], "'frob'"),
    "no such option": (["run", "merged", "--fast"], "--fast"),
    "no name": (["run"], "NAME"),
    "no such scenario": (["run", "mergd"], "did you mean 'merged'"),
    "no such market": (["run", "merged", "--market", "complex"], "did you mean 'complex_enterprise'"),
    "no such file": (["run", "nowhere/x.yaml"], "no such file"),
    "text for a number": (["run", "merged", "--replications", "many"], "--replications"),
    "no replications": (["run", "merged", "--replications", "0"], "1 to 1,000,000"),
    "no replications to compare": (["compare", "merged", "baton_pass", "--replications", "0"], "1 to 1,000,000"),
    "no accounts": (["run", "merged", "--accounts", "-1"], "run.n_accounts"),
    "no such engine": (["run", "merged", "--engine", "compile"], "did you mean 'compiled'"),
    "no such parameter": (["run", "merged", "--set", "programme.handoff.delay=1"], "did you mean 'delay_hours'"),
    "out of bounds": (["run", "merged", "--set", "programme.handoff.delay_hours=1e9"], "0 to 200 working h"),
    "not a number": (["run", "merged", "--set", "programme.handoff.delay_hours=nan"], "finite number"),
    "half a setting": (["run", "merged", "--set", "programme.handoff.delay_hours"], "'='"),
    "nothing to compare with": (["compare", "merged"], "two scenarios"),
    "the same twice": (["compare", "merged", "merged"], "'merged'"),
    "no such baseline": (["compare", "merged", "baton_pass", "--baseline", "megred"], "did you mean 'merged'"),
    "no such outcome": (["compare", "merged", "baton_pass", "--outcome", "p_wins"], "did you mean 'p_win'"),
    "width of zero": (["compare", "merged", "baton_pass", "--until-half-width", "0"], "above 0"),
    "width not a number": (["compare", "merged", "baton_pass", "--until-half-width", "nan"], "above 0"),
    "no such replication": (["story", "merged", "--replication", "-1"], "from 0"),
    "folder missing": (["run", "merged", "--json", "nowhere/a.json"], "no folder"),
    "a folder": (["run", "merged", "--json", "."], "folder"),
    "a device": (["run", "merged", "--json", "/dev/null"], "ordinary file"),
    "name too long": (["run", "merged", "--json", "x" * 300], "cannot be written"),
    "name with a zero byte": (["run", "merged", "--json", "a\0b"], "cannot be written"),
    "format unknown": (["run", "merged", "--events", "log.txt"], ".parquet"),
    "two for standard output": (["run", "merged", "--json", "-", "--csv", "-"], "standard output"),
    "two for one file": (["run", "merged", "--json", "a", "--csv", "./a"], "both want"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_gives_one_sentence_exit_2_and_no_file(mistake: str, ask, tmp_path: Path, no_simulation):
    arguments, words = MISTAKES[mistake]
    if "--json" not in arguments:
        arguments = [*arguments, "--json", "result.json"]
    answer = ask(*arguments)
    assert answer.code == 2
    assert answer.out == ""
    assert len(answer.err.splitlines()) == 1
    assert words in answer.err
    assert "Traceback" not in answer.err
    assert list(tmp_path.iterdir()) == []


def test_scenarios_with_different_luck_are_not_compared(ask, tmp_path: Path, no_simulation):
    (tmp_path / "mine.yaml").write_text("schema_version: 1\nextends: merged\nrun: {seed: 5}\n")
    answer = ask("compare", "merged", "mine.yaml")
    assert answer.code == 2
    assert "run.seed" in answer.err and "--seed" in answer.err


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="an administrator may write anywhere")
def test_a_place_one_may_not_write_to_is_refused_first(ask, tmp_path: Path, no_simulation):
    (tmp_path / "shut").mkdir(mode=0o500)
    answer = ask("run", "merged", "--json", "shut/a.json")
    assert answer.code == 2
    assert "cannot be written" in answer.err


def test_a_failure_of_ours_is_told_as_ours_and_leaves_no_file(ask, tmp_path: Path, monkeypatch):
    import buyermaze.simulator.runs.batch

    monkeypatch.setattr(buyermaze.simulator.runs.batch, "sum_table", lambda *_, **__: 1 / 0)
    answer = ask("run", "merged", "--json", "a.json")
    assert answer.code == 1
    assert "ZeroDivisionError" in answer.err
    assert "not of yours" in answer.err
    assert list(tmp_path.iterdir()) == []


def test_a_failure_while_writing_keeps_the_old_file(ask, tmp_path: Path, monkeypatch):
    (tmp_path / "a.json").write_text("old")
    monkeypatch.setattr(Path, "write_text", lambda *_, **__: 1 / 0)
    assert ask("run", "merged", *SMALL, "--json", "a.json").code == 1
    monkeypatch.undo()
    assert (tmp_path / "a.json").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_stopping_by_hand_exits_130_and_leaves_no_file(ask, tmp_path: Path, monkeypatch):
    import buyermaze.simulator.runs.batch

    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(buyermaze.simulator.runs.batch, "sum_table", stopped)
    answer = ask("run", "merged", "--json", "a.json")
    assert answer.code == 130
    assert answer.err == "buyermaze: stopped\n"
    assert list(tmp_path.iterdir()) == []


def test_a_linked_file_is_replaced_where_it_is(ask, tmp_path: Path):
    (tmp_path / "real.json").write_text("old")
    (tmp_path / "link.json").symlink_to("real.json")
    assert ask("scenarios", "--json", "link.json").code == 0
    assert (tmp_path / "link.json").is_symlink()
    assert "merged" in (tmp_path / "real.json").read_text()


def test_a_reader_who_leaves_early_is_no_failure():
    for arguments in (("show", "merged", "--all"), ("schema",)):
        code = "import sys; sys.stdin.readline()"
        reader = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE)
        assert reader.stdin is not None
        reader.stdin.write(b"\n")
        reader.stdin.flush()
        reader.wait()
        answer = program(*arguments, stdout=reader.stdin, stderr=subprocess.PIPE)
        assert (answer.returncode, answer.stderr) == (0, b"")
        with contextlib.suppress(BrokenPipeError):
            reader.stdin.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told_in_a_sentence():
    with open("/dev/full", "wb") as full:
        answer = program("schema", stdout=full, stderr=subprocess.PIPE)
    assert answer.returncode == 2
    assert b"No space left" in answer.stderr
    assert b"Traceback" not in answer.stderr


def test_help_is_quick_because_nothing_heavy_is_imported():
    code = (
        "import sys\nfrom buyermaze.experiments.commands import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
        "print([name for name in ('numba', 'numpy', 'pandas', 'scipy', 'pydantic', 'mesa') if name in sys.modules])"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    start = time.monotonic()
    answer = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
    assert answer.stdout.decode().splitlines()[-1] == "[]"
    assert time.monotonic() - start < 3
