"""Parts of somebody's own that stop while something runs: one sentence that names their file, and nothing written."""

from pathlib import Path
from typing import Any

import pytest

from buyermaze import extend
from buyermaze.experiments.commands.main import OURS, _failure, main
from buyermaze.simulator.analysis.own import analyse
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.extensions import packages, registry
from buyermaze.simulator.inputs.reading.loading import load

RUN = ["run", "merged", "--set", "run.n_accounts=40"]
ON = ["--set", "parts.mine=on"]
REFERENCE = [*ON, "--set", "run.engine=reference"]
PARTS = {
    "an outcome that leaves": ("outcome('mine', meaning='Mine.')\ndef f(journal, scenario):\n    raise SystemExit(7)", RUN),
    "an outcome that leaves as if all were well": (
        "outcome('mine', meaning='Mine.')\ndef f(journal, scenario):\n    raise SystemExit(0)", RUN,
    ),
    "an outcome that raises what nobody catches": (
        "outcome('mine', meaning='Mine.')\ndef f(journal, scenario):\n    raise BaseException('a\\nb' * 900)", RUN,
    ),
    "an analyser that leaves as if all were well": (
        "analyser('mine', meaning='Mine.')\ndef f(run):\n    raise SystemExit(0)", ["analyse", "mine", *RUN[1:]],
    ),
    "a mechanism that fails": ("mechanism('mine', meaning='Mine.')\ndef f(world, hours, own):\n    1 / 0", RUN + ON),
    "a mechanism that leaves": ("mechanism('mine', meaning='Mine.')\ndef f(world, hours, own):\n    raise SystemExit()", RUN + ON),
    "a mechanism that cannot read": (
        "mechanism('mine', meaning='Mine.')\ndef f(world, hours, own):\n    raise OSError(2, 'no')", RUN + ON,
    ),
    "a rep that cannot be hired": (
        "rep('mine', meaning='Mine.')\nclass F(extend.Rep):\n    def __init__(self, *a, **k):\n        raise ValueError('z')",
        RUN + REFERENCE,
    ),
    "a decision that fails": (
        "decision_rule('mine', meaning='Mine.')\ndef f(model, account, share):\n    raise KeyError('z')", RUN + REFERENCE,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "words"), PARTS.values(), ids=PARTS)
def test_a_part_that_stops_is_told_in_one_sentence_that_names_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str, words: list[str]
) -> None:
    monkeypatch.setenv("BUYERMAZE_EXTENSIONS", "")  # which is put back to what it was
    file = tmp_path / f"guest_{abs(hash(text))}.py"
    file.write_text(f"from buyermaze import extend\n\n\n@extend.{text}\n", encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        main(["--extension", str(file), *words, "--json", str(tmp_path / "found.json")])
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert left.value.code == 2, said
    assert file.name in said and len(said) <= 400 and said.isprintable() and "fault of the program" not in said
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [file.name]


def test_a_failure_beside_code_of_ones_own_is_not_called_the_programs_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(registry, "LOADED", [])
    told = []
    for own in ((), ("guest.py",)):  # which may have put anything in the place of anything
        for origin in own:
            registry.while_loading(origin, lambda: None)
        assert _failure(ZeroDivisionError()) == OURS
        told.append(capsys.readouterr().err.strip().splitlines()[-1])
    assert "not of yours" in told[0] and "guest.py" in told[1] and "not of yours" not in told[1]


@pytest.mark.parametrize(
    "table",
    [{("a", 1): [1]}, {None: [1]}, {"a": [1j]}, {"a": [object()]}, {"a": [[1]]}, [[1, 2]]],
    ids=["a name of two", "no name", "a complex number", "a thing", "a list", "one name twice"],
)  # fmt: skip
def test_a_table_of_an_analyser_that_no_file_can_hold_is_refused(table: Any) -> None:
    import pandas

    made = pandas.DataFrame(table, columns=["a", "a"]) if isinstance(table, list) else pandas.DataFrame(table)
    extend.analyser("odd", meaning="A table.")(lambda run: made)
    with pytest.raises(InputProblem, match=r"returned a column '.*' that cannot be written"):
        analyse("odd", load("merged", changes={"run.n_accounts": 20}))
    extend.analyser("odd", meaning="A table.")(lambda run: pandas.DataFrame({"a": ["x", 1.5, None]}))
    assert len(analyse("odd", load("merged", changes={"run.n_accounts": 20}))) == 3


def test_parameters_of_another_class_are_refused() -> None:
    extend.mechanism("mine", parameters=extend.Dated, meaning="Wrong parameters.")(lambda world, hours, own: None)
    with pytest.raises(InputProblem, match=r"parameters of a mechanism are a class below extend.Regular"):
        load("merged", changes={"parts.mine": "on"})


def test_a_file_whose_failure_cannot_be_told_is_named_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / "mute.py"
    file.write_text("class Mute(Exception):\n    def __str__(self):\n        return 1 / 0\nraise Mute")
    with pytest.raises(InputProblem, match=r"mute\.py: Mute$"):
        packages.load_file(str(file))
