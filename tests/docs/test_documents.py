"""Examples in the documents run: every Python block, and every command line is one the program understands."""

import re
import shlex
from pathlib import Path

import pytest

from buyermaze.simulator.extensions.registry import PARTS
from buyermaze.simulator.outcomes.own import forget_outcome

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"`(buyermaze [a-z-][^`\n]*)`|^(?:\$ )?(buyermaze [a-z].*)$", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def _examples() -> list[tuple[str, str]]:
    return [
        (f"{page.relative_to(ROOT)}:{n}", text)
        for page in PAGES
        for n, text in enumerate(BLOCK.findall(page.read_text(encoding="utf-8")))
    ]


def _commands() -> list[str]:
    found = {
        (a or b).split(" && ")[0].split("  #")[0]
        for page in PAGES
        for a, b in COMMAND.findall(page.read_text(encoding="utf-8"))
    }
    return sorted(found)


@pytest.mark.parametrize(("where", "text"), _examples())
def test_python_in_the_documents_runs(where: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before = set(PARTS)
    try:
        exec(compile(text, where, "exec"), {"__name__": "example"})
    finally:
        for name in set(PARTS) - before:
            forget_outcome(name)


def test_there_are_examples_and_commands() -> None:
    assert len(_examples()) >= 1
    assert len(_commands()) >= 5


@pytest.mark.parametrize("line", _commands())
def test_every_command_named_exists_with_its_options(line: str) -> None:
    from typer.main import get_command

    from buyermaze.experiments.commands.commands import command_line

    words = shlex.split(re.split(r"[<>|;]", line)[0])[1:]
    command = get_command(command_line())
    if words[0] == "--extension":
        words = words[2:]
    while words and hasattr(command, "commands"):
        assert words[0] in command.commands, f"buyermaze has no command '{words[0]}'"
        command = command.commands[words.pop(0)]
    options = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)} | {
        "--help"
    }
    for word in words:
        if word.startswith("--"):
            assert word.split("=")[0] in options, f"'{line}': no option {word}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_and_pictures_of_a_page_exist(page: Path) -> None:
    missing = [
        target for target in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / target).exists()
    ]
    assert not missing
