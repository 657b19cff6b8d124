"""The page for sceptics can be followed: its commands answer, and its verdicts are those of the shipped claims."""

import re
import shlex
from pathlib import Path

import pytest

from buyermaze.experiments.claims.book import BY_KEY
from buyermaze.experiments.claims.claim import measured
from buyermaze.experiments.claims.lab import shipped_answers
from buyermaze.experiments.commands import main
from tests.app.test_within_three_clicks import drawn_by
from tests.docs.test_documents import ROOT

TEXT = (ROOT / "docs" / "sceptics.md").read_text(encoding="utf-8")
STEPS = [line for line in dict.fromkeys(re.findall(r"`(buyermaze [^`]+)`", TEXT)) if "KEY" not in line]  # KEY stands for any claim
VERDICTS = re.findall(r"^\| `([a-z_]+)` \| (\d+) \| (\d+) \| (.+) \|$", TEXT, re.MULTILINE)
PLACES = [
    (page, place) for page, places in re.findall(r"\*\*([A-Z][A-Za-z ]+)\*\*, ((?:\*[^*]+\*(?: and )?)+)", TEXT)
    for place in re.findall(r"\*([^*]+)\*", places)
]  # fmt: skip
SMALL = {"claims": ["--market", "simple_transactional", "--replications", "2", "--accounts", "12"], "lint": [],
         "aftermath": ["--accounts", "300", "--replications", "2"], "rescue": ["--accounts", "80", "--lives", "10"]}  # fmt: skip
USUAL = ["--accounts", "80", "--replications", "2"]


def test_every_author_has_an_argument_three_steps_and_verdicts() -> None:
    authors = TEXT.split("\n## ")[1:]
    assert len(authors) == 5
    for part in authors:
        assert "*Argument.*" in part and "In the app: **" in part and "*Found.*" in part
        assert len(re.findall(r"^\d\. `buyermaze ", part, re.MULTILINE)) == 3
        assert len(re.findall(r"^\| `[a-z_]+` \|", part, re.MULTILINE)) >= 3


@pytest.mark.parametrize("line", STEPS)
def test_a_command_answers_as_it_is_written(
    line: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    plan = (ROOT / "experiments" / "commands" / "plan.yaml").read_text(encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(plan, encoding="utf-8")  # what 'lint --example' prints
    words = shlex.split(line)[1:]
    with pytest.raises(SystemExit) as left:
        main([*words, *SMALL.get(words[0], USUAL), "--quiet"])
    assert left.value.code in ((0, 4) if words[0] == "lint" else (0,)), capsys.readouterr().err
    drawn = [file for file in tmp_path.iterdir() if file.name != "plan.yaml"]
    assert len(capsys.readouterr().out) > 100 or drawn


@pytest.mark.parametrize(("page", "place"), PLACES)
def test_a_place_in_the_app_is_on_its_page(page: str, place: str) -> None:
    assert place in drawn_by(page)


@pytest.mark.parametrize(("key", "n_true", "n_reversed", "together"), VERDICTS)
def test_a_verdict_is_the_shipped_one(key: str, n_true: str, n_reversed: str, together: str) -> None:
    found = [finding.verdict for finding in shipped_answers().markets[key].values()]
    assert (found.count("true"), found.count("reversed")) == (int(n_true), int(n_reversed))
    assert together == measured(shipped_answers().together[key], BY_KEY[key].test.unit)
