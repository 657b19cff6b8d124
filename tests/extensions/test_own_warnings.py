"""Warnings and threads of somebody's own code say one sentence each, and those of others what they always said."""

import subprocess
import sys
import threading
import warnings
from pathlib import Path

import pytest

from buyermaze.experiments.commands.shared.own_code import in_sentences

ROOT = Path(__file__).resolve().parents[2]
GUEST = """import threading, warnings
warnings.warn("be\\ncareful " * 200)
def fails():
    1 / 0
thread = threading.Thread(target=fails)
thread.start()
thread.join()
class Grumbles:
    def __del__(self):
        raise ValueError("gone")
Grumbles()
"""


def test_what_an_extension_lets_python_say_is_a_sentence_each_and_the_command_goes_on(tmp_path: Path) -> None:
    (tmp_path / "guest.py").write_text(GUEST)
    done = subprocess.run(
        [sys.executable, "-c", "from buyermaze.experiments.commands.main import main; main()",
         "--extension", str(tmp_path / "guest.py"), "outcomes"],
        capture_output=True, text=True, timeout=120, cwd=tmp_path,
    )  # fmt: skip
    said = done.stderr.splitlines()
    assert done.returncode == 0 and len(said) == 3, done.stderr
    assert "line 2, warns: be" in said[0] and "line 4: ZeroDivisionError" in said[1] and "line 10: ValueError" in said[2]
    assert all("guest.py" in line and len(line) <= 400 and line.isprintable() for line in said)


def test_what_comes_from_elsewhere_is_shown_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[object] = []
    monkeypatch.setattr(warnings, "showwarning", lambda *words: shown.append(words[0]))
    monkeypatch.setattr(threading, "excepthook", lambda what: shown.append(what.exc_value))
    with in_sentences(shown.append):
        warnings.showwarning("ours", UserWarning, __file__, 1)
        threading.excepthook(threading.ExceptHookArgs((ValueError, problem := ValueError("ours"), None, None)))
    assert shown == ["ours", problem]
