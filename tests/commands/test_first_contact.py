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

    from buyermaze.experiments.commands.commands import GROUPS, app

    for arguments in ((), ("-h",), ("--help",)):
        text = typed(*arguments, TERMINAL_WIDTH="100").stdout.decode()
        assert all(title in text for title, _ in GROUPS)
    names = {name for _, commands in GROUPS for name, _ in commands} | {"study", "class"}
    assert set(typer.main.get_command(app).commands) == names


def test_version_and_a_study_to_start_from_go_to_standard_output():
    assert typed("--version").stdout.decode().startswith("buyermaze ")
    done = typed("study", "new")
    assert done.returncode == 0
    assert b"schema_version: 1" in done.stdout


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
