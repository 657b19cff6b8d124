"""The commands of analyses: screens, JSON, CSV, and mistakes told in one sentence."""

import csv
import io
import json
import re

import pytest

from buyermaze.experiments.commands import main
from buyermaze.simulator.inputs.reading.shelves import available, available_markets

SMALL = ["--replications", "2", "--accounts", "30"]
COMMANDS = [
    ["attribution", "baton_pass", *SMALL],
    ["gaps", "baton_pass", "--test", "1", *SMALL],
    ["conformance", "baton_pass", *SMALL],
    ["scorecard", "baton_pass", *SMALL],
    ["moments", "merged", "--replications", "1", "--accounts", "12"],
    ["experience", "listening", *SMALL],
    ["autopsy", "baton_pass", "--no-remedies", *SMALL],
    ["promises", "fine_print", "--replications", "1", "--accounts", "12"],
    ["promises", "fine_print", "--account", "1", "--accounts", "12"],
    ["hours", "baton_pass", *SMALL],
    ["voices", "listening", *SMALL],
    ["ladder", "baton_pass", *SMALL],
    ["contact", "baton_pass", *SMALL],
    ["reps", "baton_pass", *SMALL],
    ["aftermath", "baton_pass", "--replications", "6", "--accounts", "60"],
    ["map", "baton_pass", *SMALL],
    ["map", "baton_pass", "--against", "merged", "--persona", "champion", "--out", "map.svg", *SMALL],
    ["conformance", "baton_pass", "--out", "plan.html", *SMALL],
    ["media", "baton_pass", *SMALL],
    ["drift", "baton_pass", "--towards", "people", "--weeks", "52", "--replications", "2"],
    ["drivers", "baton_pass", "--replications", "12", "--accounts", "60"],
    ["twin", "baton_pass", "--accounts", "20", "--change", "kit"],
    ["ripple", "baton_pass", "--replications", "2", "--accounts", "200"],
    ["ripple", "baton_pass", "--account", "-1", "--accounts", "200"],
]


@pytest.fixture
def ask(capsys, tmp_path, monkeypatch):
    """Run a command in an empty folder; return its exit code, output and errors."""
    monkeypatch.chdir(tmp_path)

    def _ask(*arguments):
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        caught = capsys.readouterr()
        return left.value.code, caught.out, caught.err

    return _ask


CODE = re.compile(r"(?<![\w.])[a-z]+_[a-z_]+(?![\w.])")  # a name of the program, not a path that --set takes
NAMES = {each.name for each in (*available(), *available_markets())}
HOW_FAR = re.compile(r"buyermaze: ([a-z ]+, [\d,]+ of [\d,]+(, .+ left)?|compiling the engine once, .+)")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command[:2]))
def test_every_command_speaks_to_people_and_to_programs(ask, command, tmp_path):
    code, out, err = ask(*command, "--json", "found.json", "--csv", "found.csv")
    assert code == 0
    assert all(HOW_FAR.fullmatch(line) for line in err.splitlines())  # which a slow machine says
    assert out.strip()
    assert not set(CODE.findall(out)) - NAMES
    found = json.loads((tmp_path / "found.json").read_text())
    assert found["sentences"]
    assert found["manifest"]["scenarios"]
    lines = list(csv.reader(io.StringIO((tmp_path / "found.csv").read_text())))
    assert len({len(line) for line in lines}) == 1


@pytest.mark.parametrize(
    "command",
    [
        ["ladder", "baton_pass", "--accounts", "30"],
        ["contact", "baton_pass", "--accounts", "30"],
        ["reps", "baton_pass", "--accounts", "30"],
        ["promises", "fine_print", "--accounts", "12"],
    ],
    ids=lambda command: command[0],
)
def test_one_replication_has_no_interval_and_no_word_for_what_is_no_number(ask, command):
    code, out, _ = ask(*command, "--replications", "1")
    assert code == 0
    assert "nan" not in out.split()
    assert "(nan" not in out


def test_outcomes_of_honest_claims_are_named_in_words(ask):
    _, out, _ = ask("promises", "fine_print", "--accounts", "12", "--replications", "1")
    assert "p_win" not in out
    assert "p_renewal" not in out


def test_paths_of_any_data_are_attributed(ask, tmp_path):
    (tmp_path / "paths.csv").write_text(
        "path,total_conversions,total_conversion_value,total_null\na > b > c,1,10,0\na,0,0,1\nb > c,0,0,1\n"
    )
    code, out, _ = ask("attribution", "--paths", "paths.csv", "--csv", "-")
    assert code == 0
    markov = {line[1]: float(line[2]) for line in csv.reader(io.StringIO(out)) if line[0] == "markov"}
    assert markov == pytest.approx({"a": 0.2, "b": 0.4, "c": 0.4})


def test_funnel_thinking_is_told_whole(ask):
    small = ["--set", "run.weeks_warm_up=10", "--set", "run.arrivals_continue=false", "--set", "run.n_batches=2"]
    code, out, _ = ask("funnel", "merged", "--weeks", "30", "--replications", "2", *small, "--json", "-")
    assert code == 0
    found = json.loads(out)
    assert "By the funnel's own arithmetic" in found["sentences"][2]
    assert [line["what"] for line in found["plans"]][2] == "last touch against knowing the maze"
    money = found["budgets"]
    assert sum(line["by_last_touch"] for line in money) == pytest.approx(sum(line["today"] for line in money))
    assert {line["replication"] for line in found["forecasts"]} == {0, 1}
    assert len(found["steps"]) == 4


def test_a_crm_is_written(ask, tmp_path):
    code, out, _ = ask("export-crm", "merged", "--accounts", "20", "--out", "crm", "--system", "hubspot")
    assert code == 0
    assert "deals" in out
    assert (tmp_path / "crm" / "answer_key" / "accounts.csv").exists()


def test_the_example_plan_can_be_checked_as_it_stands(ask, tmp_path):
    code, out, _ = ask("lint", "--example")
    (tmp_path / "plan.yaml").write_text(out)
    code, out, _ = ask("lint", "plan.yaml", "--scenario", "merged", "--json", "-")
    assert code == 4  # the team is too small for it
    assert {line["rule"] for line in json.loads(out)["findings"]} >= {"capacity"}


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (["attribution"], "give the name of a scenario"),
        (["attribution", "--paths", "none.csv"], "there is no such file"),
        (["attribution", "baton_pass", "--order", "0", *SMALL], "remembers 1 channel"),
        (["gaps", "baton_pass", "--test", "-1"], "give 0 or more"),
        (["funnel", "baton_pass", "--weeks", "10"], "observe 25 weeks or more"),
        (["funnel", "baton_pass", "--outcome", "p_win"], "judged by profit or profit_lifetime"),
        (["conformance", "baton_pass", "--plan", "none.yaml"], "none.yaml"),
        (["scorecard", "baton_pass", "--plan", "none.yaml"], "none.yaml"),
        (["autopsy", "baton_pass", "--account", "99999", *SMALL], "no account 99999"),
        (["promises", "baton_pass", "--account", "99999", *SMALL], "no account 99999"),
        (["promises", "baton_pass", "--replication", "3", *SMALL], "without --account"),
        (["autopsy", "baton_pass", "--replication", "3", *SMALL], "without --account"),
        (["twin", "baton_pass", "--account", "999", "--day", "9", "--accounts", "30"], "account 999 has not arrived"),
        (["twin", "baton_pass", "--accounts", "20", "--change", "magic"], "no 'magic'"),
        (["lint"], "give the path of a plan"),
        (["map", "baton_pass", "--persona", "champoin", *SMALL], "did you mean 'champion'"),
        (["map", "baton_pass", "--out", "map.pdf", *SMALL], "must end in .svg or .html"),
        (["export-crm", "merged", "--accounts", "5", "--out", ".", "--format", "xls"], "no 'xls'"),
        (["drivers", "baton_pass", *SMALL], "too few"),
        (["aftermath", "baton_pass", *SMALL], "too few"),
    ],
)
def test_mistakes_are_one_sentence_and_exit_2(ask, command, says):
    code, out, err = ask(*command)
    assert code == 2
    assert says in err
    assert out == ""
    assert err.count("\n") == 1


def test_shares_are_read_in_per_cent_and_written_as_numbers(ask):
    _, out, _ = ask("ladder", "baton_pass", *SMALL)
    assert re.search(r"^visits +[\d,.]+ +[\d.]+ %", out, re.MULTILINE)
    _, out, _ = ask("ladder", "baton_pass", *SMALL, "--json", "-")
    assert 0 < json.loads(out)["rungs"][0]["share_real"] <= 1


@pytest.mark.parametrize("beside", [["--json", "-"], ["--csv", "found.csv"], ["plan.yaml"]], ids=" ".join)
def test_a_plan_to_start_from_is_printed_alone(ask, beside, tmp_path):
    code, out, err = ask("lint", "--example", *beside)
    assert (code, out) == (2, "")
    assert "--example prints a plan to start from" in err and not list(tmp_path.iterdir())
