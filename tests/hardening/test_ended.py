"""Who ends a command, by whatever signal and whenever, is told so in one sentence and gets the exit code of a stop."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from buyermaze.experiments.commands.main import main

ROOT = Path(__file__).resolve().parents[2]
START = "from buyermaze.__main__ import main; main()"
WAITS = "import time\nprint('here', flush=True)\ntime.sleep(120)\n"
HELLO = (
    b'{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},'
    b'"clientInfo":{"name":"test","version":"1"}}}\n'
)
SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


def _as_typed() -> None:
    """Take signals as a terminal has them, whatever those who run the tests ignore."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def ended(words: list[str], by: int, hello: bytes = b"", code: str = START, how: Callable[[], None] = _as_typed) -> tuple[int, str]:
    """Start a command, wait until it says something, send a signal, and return its exit code and what it said of that."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)}, preexec_fn=how,
    )  # fmt: skip
    assert process.stdin and process.stdout and process.stderr
    try:
        process.stdin.write(hello)
        process.stdin.flush()
        assert process.stdout.readline()
        process.send_signal(by)
        return process.wait(30), process.stderr.read().decode()
    finally:
        process.kill()


@pytest.mark.parametrize("by", SIGNALS)
def test_a_command_that_is_ended_says_so_whoever_ends_it(by: int, tmp_path: Path) -> None:
    (tmp_path / "waits.py").write_text(WAITS)
    assert ended(["--extension", str(tmp_path / "waits.py"), "outcomes"], by) == (130, "buyermaze: stopped\n")


def test_a_closed_terminal_ends_nothing_that_was_started_to_outlive_it(tmp_path: Path) -> None:
    (tmp_path / "waits.py").write_text(WAITS.replace("120", "2"))
    code, said = ended(["--extension", str(tmp_path / "waits.py"), "extensions"], signal.SIGHUP, how=_as_nohup)
    assert (code, said) == (0, "")


def _as_nohup() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)


@pytest.mark.parametrize("by", SIGNALS)
def test_an_assistant_that_waits_for_a_line_is_ended_at_once(by: int) -> None:
    assert ended(["mcp"], by, HELLO) == (130, "buyermaze: stopped\n")


@pytest.mark.parametrize("by", SIGNALS)
def test_a_class_that_is_ended_says_once_that_it_is_no_longer_served_and_where_all_of_it_is(
    by: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(tmp_path / "class.db")
    with pytest.raises(SystemExit, match="0"):
        main(["class", "new", "--out", file, "--quiet"])
    process = subprocess.Popen(
        [sys.executable, "-c", START, "class", "serve", file, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, env=os.environ | {"PYTHONPATH": str(ROOT)}, preexec_fn=_as_typed,
    )  # fmt: skip
    assert process.stdout and process.stderr
    try:
        address = next(found[0] for line in process.stdout if (found := re.findall(r"http://\S+:(\d+)", line)))
        urllib.request.urlopen(f"http://127.0.0.1:{address}/", timeout=60).close()  # it answers, so it is served
        process.send_signal(by)
        said, wrong = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 0 and wrong == ""
    assert said.endswith(f"The class is no longer served; all of it is in {file}.\n") and said.count("no longer served") == 1


@pytest.mark.parametrize("by", SIGNALS)
@pytest.mark.parametrize("loaded", ["buyermaze.experiments", "buyermaze.experiments.commands.main", "typer"])
def test_who_stops_a_command_that_is_still_being_loaded_gets_a_sentence(loaded: str, by: signal.Signals) -> None:
    stops = f"""import os, signal, sys
class Stops:
    def find_spec(self, name, *_):
        if name == "{loaded}":
            os.kill(os.getpid(), {int(by)})
sys.meta_path.insert(0, Stops())
{START}"""
    done = subprocess.run(
        [sys.executable, "-c", stops, "outcomes"], capture_output=True, text=True, preexec_fn=_as_typed,
        env=os.environ | {"PYTHONPATH": str(ROOT)}, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (130, "buyermaze: stopped\n")


@pytest.mark.parametrize("how", [KeyboardInterrupt, click.Abort])
@pytest.mark.parametrize("is_served", [False, True])
def test_an_app_that_is_ended_while_it_starts_was_stopped_and_one_that_was_served_is_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], how: type[BaseException], is_served: bool
) -> None:
    def stopped(_: Any) -> None:
        raise how

    monkeypatch.setattr("streamlit.web.cli.main.invoke", stopped)
    monkeypatch.setattr("streamlit.runtime.exists", lambda: is_served)
    monkeypatch.setattr("buyermaze.screens.engine.compute.start_warming", lambda: None)
    monkeypatch.setattr(sys, "argv", list(sys.argv))
    with monkeypatch.context() as environment, pytest.raises(SystemExit) as left:
        for name in ("READ_ONLY", "CLASSROOM"):
            environment.setenv(f"BUYERMAZE_APP_{name}", "0")
        main(["app", "--no-browser"])
    said = capsys.readouterr()
    assert (left.value.code, said.err) == ((0, "") if is_served else (130, "buyermaze: stopped\n"))
    assert said.out.splitlines()[1:] == (["Buyer Maze is no longer served."] if is_served else [])


LAST = {
    "while threads are waited for": (
        "import threading\ndef late():\n    threading.main_thread().join()\n    end()\nthreading.Thread(target=late).start()\n"
    ),
    "while things are put away": "import atexit\natexit.register(end)\n",
    "while modules are taken apart": "class Last:\n    def __del__(self, end=end):\n        end()\nsys.last = Last()\n",
}


@pytest.mark.parametrize("by", SIGNALS)
@pytest.mark.parametrize("when", LAST)
def test_a_command_that_is_over_has_its_own_exit_code_whoever_ends_it_then(when: str, by: int, tmp_path: Path) -> None:
    ends = "import os, sys, time\ndef end(kill=os.kill, me=os.getpid(), sleep=time.sleep):\n"
    ends += f"    kill(me, {int(by)})\n    sleep(0.2)\n"
    (tmp_path / "last.py").write_text(ends + LAST[when])
    for words, code in ((["outcomes"], 0), (["show", "no_such"], 2)):
        done = subprocess.run(
            [sys.executable, "-c", START, "--extension", str(tmp_path / "last.py"), *words], capture_output=True, text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)}, preexec_fn=_as_typed, timeout=60,
        )  # fmt: skip
        assert done.returncode == code and "Traceback" not in done.stderr
        assert done.stdout if code == 0 else len(done.stderr.splitlines()) == 1
