"""Files stay short, say what they are for, and carry nothing of the machine they were written on."""

import ast
import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES = 450
LISTS = ("tests", "docs", "benchmarks")  # each file by itself
MOST_FILES = 20  # of a folder, so that one look finds what it holds
A_LINE_PER_LEVER = Path("simulator/model/parameter_names.py")  # written by a script, to be searched and not to be read
CODE = sorted(
    path.relative_to(ROOT)
    for part in ("simulator", "experiments", "classroom", "screens", "scenarios", "tests", "benchmarks", "docs")
    for path in (ROOT / part).rglob("*.py")
    if "__pycache__" not in path.parts
)


@pytest.mark.parametrize("path", [path for path in CODE if path != A_LINE_PER_LEVER], ids=str)
def test_no_file_is_long(path: Path) -> None:
    n_lines = len((ROOT / path).read_text(encoding="utf-8").splitlines())
    assert n_lines <= MOST_LINES, f"{path} has {n_lines} lines: split it by idea"


def test_no_folder_is_a_hall() -> None:
    files = Counter(path.parent for path in CODE if path.parts[0] not in LISTS and path.name != "__init__.py")
    full = {str(folder): n for folder, n in files.items() if n > MOST_FILES}
    assert len(files) > 60
    assert not full, f"a folder of more than {MOST_FILES} files is a hall, give what belongs together a room: {full}"


@pytest.mark.parametrize(
    "path", [path for path in CODE if path.parts[0] in ("simulator", "experiments", "classroom", "screens")], ids=str
)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    assert ast.get_docstring(tree) or not tree.body, f"{path} has no docstring"


def test_nothing_names_a_place_on_somebodys_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    pattern = re.compile(r"(?<![\w./])/(?:home|Users|work|root)/\w+")
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.suffix in (".py", ".md", ".yaml", ".yml", ".toml", ".json", ".css", ".js") and path.exists():
            found = pattern.search(path.read_text(encoding="utf-8"))
            assert found is None, f"{name} names {found.group()}" if found else ""
