"""The first minutes at the command line: help that is grouped, names that can be found, output that any terminal takes."""

import json
import os
import subprocess
import sys

import pytest

RUN = "from buyermaze.experiments.commands.main import main; main()"


def typed(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-c", RUN, *arguments], capture_output=True, check=False, env=os.environ | environment
    )  # fmt: skip


def test_help_is_short_and_grouped_and_every_command_is_in_a_group():
    import typer.main

    from buyermaze.experiments.commands.commands import GROUPS, PLACES, command_line

    for arguments in ((), ("-h",), ("--help",)):
        text = typed(*arguments, TERMINAL_WIDTH="100").stdout.decode()
        assert all(title in text for title, _ in GROUPS)
    names = set(PLACES)
    assert set(typer.main.get_command(command_line()).commands) == names


def test_the_name_alone_shows_every_command_on_one_screen():
    from buyermaze.experiments.commands.commands import PLACES

    done = typed()
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 0
    assert len(lines) < 40 and max(map(len, lines)) < 120
    assert set(PLACES) <= set(done.stdout.decode().split())


def test_version_and_a_study_to_start_from_go_to_standard_output():
    assert typed("--version").stdout.decode().startswith("buyermaze ")
    done = typed("study", "new")
    assert done.returncode == 0
    assert b"schema_version: 1" in done.stdout


def test_studies_at_hand_are_listed_and_where_there_are_none_it_is_said_how_one_begins(tmp_path):
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    none = typed("study", "list", str(tmp_path))
    assert none.returncode == 0 and b"'buyermaze study new study.yaml' writes an example" in none.stdout
    typed("study", "new", str(folder / "mine.yaml"))
    (folder / "other.yaml").write_text("schema_version: 1\nfactors: 3\ndesign: no\n", encoding="utf-8")
    found = json.loads(typed("study", "list", str(tmp_path), "--json", "-").stdout)["studies"]
    assert [each["study"] for each in found] == [str(folder / "mine.yaml")] and found[0]["factors"] > 0 and found[0]["title"]
    assert b"buyermaze sweep" in typed("study", "list", str(tmp_path)).stdout
    missing = typed("study", "list", str(tmp_path / "none"))
    assert missing.returncode == 2 and b"there is no such folder" in missing.stderr


def test_what_may_be_left_out_stands_in_one_pair_of_brackets():
    import click
    import typer.main

    from buyermaze.experiments.commands.commands import command_line

    def usages(command, words):
        context = click.Context(command, info_name=words)
        yield command.get_usage(context)
        for name in command.list_commands(context) if hasattr(command, "list_commands") else ():
            yield from usages(command.get_command(context, name), f"{words} {name}")

    told = list(usages(typer.main.get_command(command_line()), "buyermaze"))
    assert any("attribution [OPTIONS] [NAME]" in usage for usage in told)
    assert not [usage for usage in told if "[[" in usage or "...]..." in usage]


@pytest.mark.parametrize("option", [("--decimal", "comma"), ("--separator", ">"), ("--look-back", "30"), ("--century", "2000")])
def test_how_a_table_is_written_is_not_taken_where_there_is_none(option):
    done = typed("attribution", "merged", *option)
    assert done.returncode == 2
    assert f"{option[0]} is about a table; give one with --paths" in done.stderr.decode()


def test_a_wrong_option_points_to_the_help_of_its_command():
    done = typed("compare", "--foo")
    assert done.returncode == 2
    assert "try 'buyermaze compare --help'" in done.stderr.decode()


@pytest.mark.parametrize("command", ["outcomes", "levers", "scenarios"])
def test_lists_of_names_come_as_json_and_csv(command):
    assert json.loads(typed(command, "--json", "-").stdout)
    assert typed(command, "--csv", "-").stdout.decode().count("\n") > 5


def test_names_are_found_by_words_and_a_wrong_word_gets_the_nearest():
    assert "programme.handoff.delay_hours" in typed("levers", "handoff", "delay").stdout.decode()
    assert "p_win_of_leads" in typed("outcomes", "leads", "won").stdout.decode()
    done = typed("levers", "handdof")
    assert done.returncode == 2
    assert "did you mean 'handoff'" in done.stderr.decode()


def test_outcomes_are_understood_in_words_and_in_code():
    from buyermaze.simulator.core.errors import InputProblem
    from buyermaze.simulator.outcomes.definitions import OUTCOMES, outcome_named

    for outcome in OUTCOMES:
        for word in (outcome.name, outcome.label, outcome.label.upper(), outcome.label.replace(" ", "_")):
            assert outcome_named(word) == outcome.name
    with pytest.raises(InputProblem, match="did you mean 'wins'"):
        outcome_named("winz")


@pytest.mark.parametrize("encoding", ["ascii", "cp437", "latin-1", "utf-8"])
def test_output_in_any_encoding_ends_well(encoding):
    done = typed("levers", "hours", PYTHONIOENCODING=encoding, COLUMNS="200")
    assert done.returncode == 0, done.stderr
    done.stdout.decode(encoding)
    assert typed("--help", PYTHONIOENCODING=encoding).returncode == 0


def test_characters_an_output_does_not_have_are_written_in_plainer_ones():
    from buyermaze.experiments.commands.main import PLAINER

    assert "1 ± 2 – né €5 → ☃".encode("ascii", PLAINER) == b"1 +- 2 - ne EUR5 -> ?"


def test_every_command_that_answers_with_numbers_hands_them_to_programs():
    import typer.main

    from buyermaze.experiments.commands.commands import command_line

    without = {"app", "mcp", "class", "schema"}  # these start something or print one text
    commands = typer.main.get_command(command_line()).commands
    assert without < set(commands)
    chosen = {name: command for name, command in commands.items() if name not in {*without, "study"}}
    chosen["study check"] = commands["study"].commands["check"]
    for name, command in chosen.items():
        options = {option for parameter in command.params for option in parameter.opts}
        assert {"--json", "--csv", "--xlsx"} <= options, name


def test_a_workbook_has_a_sheet_per_table_units_in_headers_and_no_formulas(tmp_path):
    import pandas
    from openpyxl import load_workbook

    from buyermaze.simulator.outcomes.units import unit_of
    from buyermaze.simulator.tables.reader import read_table
    from buyermaze.simulator.tables.sheets import write_sheets

    moment = pandas.Timestamp("2026-01-05 10:00", tz="Europe/Berlin")
    first = pandas.DataFrame(
        {"days_to_decision": [1.5, float("nan")], "note": ["=1+1", "fine"], "at": [moment, pandas.NaT]}
    )
    second = pandas.DataFrame({"n_wins": [3], "p_win": [0.25], "p_adjusted": [0.01]})
    write_sheets(tmp_path / "t.xlsx", {"a/b": first, "A B": second}, unit_of)
    book = load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == ["a b", "A B 2"]
    lines = list(book["a b"].values)
    assert lines[0] == ("days_to_decision [working days]", "note", "at")
    assert lines[1][:2] == (1.5, "'=1+1")
    assert lines[1][2].isoformat() == "2026-01-05T09:00:00"
    assert lines[2] == (None, "fine", None)
    assert next(book["A B 2"].values) == ("n_wins [number]", "p_win [share, 0 to 1]", "p_adjusted")
    assert read_table(tmp_path / "t.xlsx", sheet="a b").column("note") == ["'=1+1", "fine"]


def test_a_workbook_goes_to_a_file_that_is_called_one():
    for place, said in (("-", "give the name of a file"), ("x.csv", "must end in .xlsx")):
        done = typed("outcomes", "--xlsx", place)
        assert done.returncode == 2
        assert said in done.stderr.decode()


def test_time_left_is_told_when_nobody_watches_a_bar(monkeypatch, capsys):
    from buyermaze.experiments.commands.shared import progress

    now = 0.0
    monkeypatch.setattr(progress.time, "monotonic", lambda: now)
    line = progress._lines("Simulating")
    now = 5.0
    line(0, 10)
    assert capsys.readouterr().err == ""
    now = 40.0  # the engine was compiled in the first run, which says nothing of the others
    line(1, 10)
    assert capsys.readouterr().err == "buyermaze: simulating, 1 of 10\n"
    now = 52.0
    line(5, 10)
    assert capsys.readouterr().err == "buyermaze: simulating, 5 of 10, 15 s left\n"


def test_the_time_left_of_a_second_stage_does_not_count_the_first(monkeypatch, capsys):
    from buyermaze.experiments.commands.shared import progress

    clock, said = {"now": 0.0}, []
    monkeypatch.setattr(progress.time, "monotonic", lambda: clock["now"])
    line = progress._lines("Simulating", 2)
    for now, done, total in ((10.0, 1, 64), (900.0, 64, 64), (912.0, 1, 20), (924.0, 5, 20)):
        clock["now"] = now
        line(done, total)
        said.append(capsys.readouterr().err.removeprefix("buyermaze: simulating, ").strip())
    assert said == ["stage 1 of 2, 1 of 64", "stage 1 of 2, 64 of 64", "stage 2 of 2, 1 of 20", "stage 2 of 2, 5 of 20, 45 s left"]


def test_a_changed_study_is_told_by_what_differs():
    from buyermaze.experiments.plans.plan import differing

    old = {"factors": [{"path": "a", "low": 0, "high": 1}, {"path": "b", "low": 0, "high": 1}], "seed": 1}
    new = {"factors": [{"path": "a", "low": 0, "high": 2}, {"path": "c", "low": 0, "high": 1}], "seed": 1}
    told = differing(old, new)
    assert "factors.a.high was 1 and is 2" in told
    assert any(line.startswith("factors.b is gone") for line in told)
    assert any(line.startswith("factors.c is new") for line in told)
    long = "x" * 100
    assert "yz" in differing({"t": long + "a"}, {"t": long + "yz"})[0]


def test_a_stop_by_the_keyboard_is_told_once(monkeypatch, capsys):
    from importlib import import_module

    main = import_module("buyermaze.experiments.commands.main")

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("buyermaze.experiments.commands.commands.command_line", stop)
    assert main._code(["run", "merged"]) == 130
    assert capsys.readouterr().err == "buyermaze: stopped\n"


def test_intervals_of_shares_that_reach_beyond_say_why(capsys):
    from types import SimpleNamespace

    from buyermaze.experiments.commands.shared.show_comparison import beyond
    from buyermaze.experiments.commands.shared.terminal import Screen
    from buyermaze.simulator.outcomes.definitions import NAMES

    for mean, told in ((0.5, False), (0.02, True), (0.98, True)):
        level = SimpleNamespace(mean=mean, half_width=0.1, n=5)
        beyond(Screen(), SimpleNamespace(names=["a"], means={("a", name): level for name in NAMES}))
        assert ("reaches beyond" in capsys.readouterr().out) == told


def test_tables_on_a_screen_are_headed_in_words_and_those_for_programs_in_code():
    from buyermaze.simulator.outcomes.units import in_words

    heads = {"p_win": "wins", "n_themes": "themes", "dead_ends": "dead ends", "n": "n", "share_real": "share real"}
    assert {name: in_words(name) for name in heads} == heads
    few = ["--accounts", "6", "--replications", "2", "--set", "run.weeks_warm_up=0", "--set", "run.arrivals_continue=no"]
    shown = typed("ladder", "merged", *few).stdout.decode()
    assert "share of step before" in shown
    assert "_" not in shown
    assert b"share_of_step_before" in typed("ladder", "merged", *few, "--json", "-").stdout


def _commands(group=None, before=""):
    """Yield the name of every command, also below others, and the options it takes."""
    import typer.main

    from buyermaze.experiments.commands.commands import command_line

    for name, command in (group or typer.main.get_command(command_line())).commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, f"{before}{name} ")
        else:
            yield before + name, {option for parameter in command.params for option in parameter.opts}


def test_every_command_takes_quiet_and_hands_out_tables_or_has_a_reason_not_to():
    from buyermaze.experiments.commands.commands import WITHOUT_TABLE

    answers = {"--json", "--csv", "--xlsx"}
    found = dict(_commands())
    assert {name for name, options in found.items() if "--quiet" not in options} == set()
    assert {name for name, options in found.items() if not answers <= options} == set(WITHOUT_TABLE)
    assert not [name for name in WITHOUT_TABLE if answers & found[name]]


@pytest.mark.parametrize("name", ["schema", "study new", "class paper"])
def test_a_command_without_a_table_says_why(name):
    from buyermaze.experiments.commands.commands import WITHOUT_TABLE

    done = typed(*name.split(), "--csv", "-")
    assert done.returncode == 2
    assert WITHOUT_TABLE[name] in done.stderr.decode()


@pytest.mark.parametrize(
    "command", [["scenarios"], ["show", "merged"], ["levers", "handoff"], ["outcomes", "leads"], ["extensions"],
                ["class", "lessons"], ["schema"], ["study", "schema"], ["study", "new"]],
    ids=" ".join,
)  # fmt: skip
def test_quiet_leaves_what_was_asked_for_and_no_more(command):
    loud, quiet = typed(*command), typed(*command, "--quiet")
    assert quiet.returncode == 0, quiet.stderr
    assert not quiet.stderr
    assert len(quiet.stdout) <= len(loud.stdout)
    assert b"Compare two with" not in quiet.stdout


def test_without_the_compiler_it_is_said_beforehand_that_a_run_takes_long():
    code = "from buyermaze.experiments.commands.shared.progress import progress\nwith progress('Simulating', {quiet}): pass"
    for quiet in (False, True):
        done = subprocess.run(
            [sys.executable, "-c", code.format(quiet=quiet)], capture_output=True, check=False, text=True,
            env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
        )  # fmt: skip
        assert ("the compiler is switched off" in done.stderr) is not quiet
