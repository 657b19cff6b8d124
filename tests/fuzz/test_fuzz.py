"""Hostile inputs give a sentence or do no harm; a short run here, a long one with ``python -m tests.fuzz``."""

import random
import re
from typing import Any

import pytest

from buyermaze.experiments.commands.shared.options import changes
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.reading.uploads import to_yaml
from tests.fuzz import corpus, doors, fuzzing
from tests.fuzz.bounds import bounds_of, covering, problems
from tests.fuzz.doors import DOORS
from tests.fuzz.fuzzing import fuzz, input_of, wrong
from tests.fuzz.talking import NOT_RUN

SHORT = 400
KEPT = (  # door, content and name of inputs that once were taken wrongly
    ("scenario", b"schema_version: 1\nextends: merged\n", "\ud800.yaml.csv"),
    ("scenario", b"schema_version: 1\nextends: merged\nmarket: {approvals: [{name: '08', hours_wait: 20}]}\n", "a.yaml"),
    ("scenario", b"schema_version: 1\nextends: merged\ntitle: '1e5'\nstory: '1.e5'\n", "a.yaml"),
    ("command", b"why\nbaton_pass\nmeed\n--outcome\nwins\n--or\xed\xa0\x804\n--accounts\n20\n--market\nturbulent", ""),
    ("command", b"import\nleads.csv\n--column\ncase=id\n--column\nresult=stage\n--won\nwon\n--lost\nlost\n"
     b"--encoding\ncp1250(\xb5/\xfd", "...csv"),
    ("workbook", corpus.SHEETS[0].replace(b"</worksheet>", b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst>'
     b"</worksheet>"), "lists to choose from, of which the library warns"),
    ("table_xes.gz", b'\x1f\x8b\x08\x00encoding="Ung"?><log><trace><string key="concept:name" value="c"/></trace></log>', ""),
)  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_hostile_input_gives_a_traceback_or_a_long_message(seed: int) -> None:
    assert not fuzz(SHORT, seed)


@pytest.mark.parametrize(("door", "content", "name"), KEPT)
def test_inputs_that_once_broke_something_no_longer_do(door: str, content: bytes, name: str) -> None:
    assert not wrong(next(each for each, _ in DOORS if each.__name__ == door), content, name)


@pytest.mark.parametrize(
    ("place", "broken"),
    [
        ("to_yaml", lambda found: to_yaml(found.model_copy(update={"target": None, "experience": None}))),
        ("changes", lambda words: changes([word.replace("=-", "=") for word in words])),
        ("from_link", lambda words: load("merged")),
        ("to_yaml", lambda found: re.sub(r"(\.\d{6})\d+", r"\1", to_yaml(found))),
    ],
)
def test_a_reader_or_writer_that_changes_something_in_silence_is_told(
    place: str, broken: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doors, place, broken)
    own = [(door, content) for door, texts in DOORS[:4] for content in texts]
    said = " ".join(wrong(door, content, "a.yaml") for door, content in own)
    assert "silence" in said or "was set to" in said


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door[0].__name__)
def test_every_door_takes_something_whole_so_that_what_is_damaged_gets_behind_its_first_look(door: Any) -> None:
    takes, texts = door
    said = []
    for content in texts:
        for name in ("a.csv", "ab.csv"):
            try:
                takes(content, name)
            except InputProblem as problem:
                said += [] if "too few runs" in str(problem) else [str(problem)]  # none is made here
    assert len(said) < 2 * len(texts), said


@pytest.mark.parametrize("content", corpus.COMMANDS)
def test_every_command_that_is_damaged_is_one(content: bytes) -> None:
    said = wrong_of(content)
    assert not said or "is no folder" in said or "there is no 'sweep/" in said, said  # neither is made here


def wrong_of(content: bytes) -> str:
    """Return the sentence by which a command is refused; nothing if it is taken, or would be run."""
    try:
        next(each for each, _ in DOORS if each.__name__ == "command")(content, "")
    except InputProblem as problem:
        return "" if NOT_RUN in str(problem) else str(problem)
    return ""


def test_an_input_that_hangs_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzzing, "SECONDS", 0.2)

    def hangs(content: bytes, name: str) -> None:
        while True:
            pass

    assert "took more than" in wrong(hangs, b"", "")


def test_an_input_is_the_same_whenever_it_is_made() -> None:
    assert input_of(5, 77) == input_of(5, 77)
    assert len({input_of(5, number)[1] for number in range(60)}) > 50


def test_every_two_parameters_meet_at_all_their_bounds() -> None:
    rows = covering(30)
    for first in range(30):
        for second in range(first):
            assert {(row[first], row[second]) for row in rows} == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_no_row_of_a_journal_is_no_number_at_any_pair_of_bounds() -> None:
    base = load("merged")
    assert len(bounds_of(base)) > 400
    n, wrong = problems(base, 25, random.Random(3).randrange(10**6))
    assert n > 40 and not wrong
