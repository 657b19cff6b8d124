"""What a shell completes: names of scenarios, markets, outcomes, levers and claims, as they are typed."""

import os
import subprocess
import sys

import pytest

START = "from buyermaze.experiments.commands import main; raise SystemExit(main())"


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("compare bat", ["baton_pass"]),
        ("compare baton_pass --market tur", ["turbulent"]),
        ("run baton_pass --set programme.handoff.del", ["programme.handoff.delay_hours="]),
        ("compare baton_pass merged --outcome days_to_dec", ["days_to_decision"]),
        ("show simple_tr", ["simple_transactional"]),
        ("claims content_d", ["content_decides"]),
        ("compare nobody_is_called_this", []),  # the shell offers files then
    ],
)
def test_names_are_completed_by_their_beginning(line: str, offered: list[str]) -> None:
    words = f"buyermaze {line}"
    asked = {"_BUYERMAZE_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1)}
    told = subprocess.run(
        [sys.executable, "-c", START], env={**os.environ, **asked}, capture_output=True, text=True, timeout=120
    )
    assert told.stdout.split() == offered
