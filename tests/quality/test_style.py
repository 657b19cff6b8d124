"""The house style that tools can check: ruff and mypy are clean, and no unfinished words are left."""

import ast
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [
    "buyermaze",
    "simulator",
    "experiments",
    "scenarios",
    "classroom",
    "screens",
    "benchmarks",
    "tests",
    "app.py",
]


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *words], cwd=ROOT, capture_output=True, text=True, check=False)


def test_ruff_finds_nothing() -> None:
    done = _run("ruff", "check", *SOURCES)
    assert done.returncode == 0, done.stdout


def test_mypy_finds_nothing(tmp_path: Path) -> None:
    # the package as it is installed: the face with the house's folders below it
    package = tmp_path / "buyermaze"
    package.mkdir()
    for part in ("simulator", "experiments", "scenarios", "classroom", "screens"):
        (package / part).symlink_to(ROOT / part)
    for file in (ROOT / "buyermaze").iterdir():
        if file.is_file():
            (package / file.name).symlink_to(file)
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml"), "-p", "buyermaze"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:]


def test_per_cents_are_written_with_a_space_before_their_sign() -> None:
    tight = re.compile(r"\{[^{}]*:[-+,]?\.\d" + "%}")
    rooms = ("classroom", "experiments", "screens", "simulator")
    found = [str(path.relative_to(ROOT)) for room in rooms for path in (ROOT / room).rglob("*.py")
             if tight.search(path.read_text(encoding="utf-8"))]  # fmt: skip
    assert not found, found


def test_one_replication_is_not_called_replications() -> None:
    for path in (ROOT / "simulator" / "analysis").rglob("*.py"):
        assert not re.search(r"n_replications\} (\"\s+f?\")?replications", path.read_text(encoding="utf-8")), path


def test_no_unfinished_words_and_no_places_of_one_machine() -> None:
    # the words are written in two halves, so that this file does not find itself
    words = "|".join(["TO" + "DO", "FIX" + "ME", "X" * 3, "coming so" + "on"])
    places = "|".join(["/wor" + "k/", "files.python" + "hosted", "py" + "pi.org"])
    unfinished = re.compile(rf"\b({words})\b|{places}")
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    texts = [ROOT / name for name in listed if name.endswith((".py", ".md", ".yaml", ".toml", ".js", ".css", ".txt"))]
    assert len(texts) > 50
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in texts
        if path.exists()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if unfinished.search(line)
    ]
    assert not found, "\n".join(found)


def test_tests_wait_for_states_never_for_seconds() -> None:
    found = []
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        loops = [node for node in ast.walk(tree) if isinstance(node, ast.While | ast.For)]
        asked_again = {id(node) for loop in loops for node in ast.walk(loop)}
        tests = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
        in_tests = {id(node) for test in tests for node in ast.walk(test)}
        for call in calls:
            asks_in_vain = ast.unparse(call.func) == "time.sleep" and id(call) in in_tests and id(call) not in asked_again
            if asks_in_vain or ast.unparse(call.func).endswith(".wait_for_timeout"):
                found.append(f"{path.relative_to(ROOT)}:{call.lineno}")
    assert not found, found
